"""Every action with its key: bindings, the table under F1 and the conflict test come from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


class Where(Enum):
    """Where an action's key works."""

    EVERYWHERE = "everywhere"
    LISTS = "lists"
    TALKS = "talks"
    TALK = "talk"
    PEOPLE = "people"
    MINUTES = "minutes"
    HANDOVER = "handover"
    PROMPTS = "prompts"
    ATTACHMENTS = "attachments"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Action:
    """Something the user can do by key."""

    id: str
    text: str
    keys: tuple[str, ...]
    where: Where


ACTIONS = (
    Action("window.lock", "锁定", ("Ctrl+L",), Where.EVERYWHERE),
    Action("window.help", "帮助", ("F1",), Where.EVERYWHERE),
    Action("window.save", "立即保存", ("Ctrl+S",), Where.EVERYWHERE),
    Action("window.larger", "字大一号（谈话中只放大问答）", ("Ctrl++", "Ctrl+="), Where.EVERYWHERE),
    Action("window.smaller", "字小一号（谈话中只缩小问答）", ("Ctrl+-",), Where.EVERYWHERE),
    Action("window.normal", "字号复原（谈话中只复原问答）", ("Ctrl+0",), Where.EVERYWHERE),
    Action("window.find", "在全部资料里查找", ("Ctrl+F",), Where.EVERYWHERE),
    Action("window.narrow", "筛选本页的列表", ("F3",), Where.EVERYWHERE),
    Action("window.new", "新建", ("Ctrl+N",), Where.EVERYWHERE),
    Action("window.back", "返回", ("Esc",), Where.EVERYWHERE),
    Action("window.page1", "第1个页面", ("Alt+1",), Where.EVERYWHERE),
    Action("window.page2", "第2个页面", ("Alt+2",), Where.EVERYWHERE),
    Action("window.page3", "第3个页面", ("Alt+3",), Where.EVERYWHERE),
    Action("window.page4", "第4个页面", ("Alt+4",), Where.EVERYWHERE),
    Action("window.page5", "第5个页面", ("Alt+5",), Where.EVERYWHERE),
    Action("window.page6", "第6个页面", ("Alt+6",), Where.EVERYWHERE),
    Action("window.page7", "第7个页面", ("Alt+7",), Where.EVERYWHERE),
    Action("window.page8", "第8个页面", ("Alt+8",), Where.EVERYWHERE),
    Action("window.page9", "第9个页面", ("Alt+9",), Where.EVERYWHERE),
    Action("talk.next", "下一问", ("Alt+Down",), Where.TALK),
    Action("talk.previous", "上一问", ("Alt+Up",), Where.TALK),
    Action("talk.area1", "到第1个聚焦还没有答的一问", ("Ctrl+1",), Where.TALK),
    Action("talk.area2", "到第2个聚焦还没有答的一问", ("Ctrl+2",), Where.TALK),
    Action("talk.area3", "到第3个聚焦还没有答的一问", ("Ctrl+3",), Where.TALK),
    Action("talk.area4", "到第4个聚焦还没有答的一问", ("Ctrl+4",), Where.TALK),
    Action("talk.ask", "临时提问", ("Ctrl+T",), Where.TALK),
    Action("outline.up", "提纲里上移这一问", ("Ctrl+Up",), Where.TALK),
    Action("outline.down", "提纲里下移这一问", ("Ctrl+Down",), Where.TALK),
    Action("talk.time", "插入时间", ("F5",), Where.TALK),
    Action("talk.finding", "记为问题", ("Ctrl+M",), Where.TALK),
    Action("talk.look_back", "回头看以前的问题", ("F6",), Where.TALK),
    Action("talk.late", "到会情况：记为迟到", ("F7",), Where.TALK),
    Action("talk.first_form", "到会情况：注明第一种形态", ("Shift+F7",), Where.TALK),
    Action("talk.pause", "休息或继续", ("Ctrl+B",), Where.TALK),
    Action("talk.skip", "跳过这一问", ("Ctrl+J",), Where.TALK),
    Action("talk.end", "结束谈话", ("F10",), Where.TALK),
    Action("talk.night", "夜间模式", ("F11",), Where.TALK),
    Action("talk.blank", "遮住屏幕", ("F12",), Where.TALK),
    Action("form.confirm", "确认打开的小表单", ("Ctrl+Return",), Where.TALK),
    Action("check.next", "去看下一处要核对的", ("F8",), Where.TALK),
    Action("check.pass", "说明理由，放过这一处", ("F9",), Where.TALK),
    Action("talk.attachments", "看附件，或关上", ("F4",), Where.TALK),
    Action("minutes.print", "打印", ("Ctrl+P",), Where.TALK),
    Action("prompts.next", "到下一问", ("Alt+Down",), Where.PROMPTS),
    Action("prompts.previous", "到上一问", ("Alt+Up",), Where.PROMPTS),
    Action("prompts.up", "这一问上移", ("Ctrl+Up",), Where.PROMPTS),
    Action("prompts.down", "这一问下移", ("Ctrl+Down",), Where.PROMPTS),
    Action("attachment.add", "添加文件", ("Ctrl+O",), Where.ATTACHMENTS),
    Action("attachment.paste", "粘贴为附件", ("Ctrl+V",), Where.ATTACHMENTS),
    Action("attachment.rename", "改附件的名称", ("F2",), Where.ATTACHMENTS),
    Action("attachment.remove", "移除附件", ("Delete",), Where.ATTACHMENTS),
    Action("help.back", "回到前面看的说明", ("Alt+Left",), Where.HELP),
    Action("help.forward", "再到后面看的说明", ("Alt+Right",), Where.HELP),
    Action("help.next", "查到的下一处", ("Alt+Down",), Where.HELP),
    Action("help.previous", "查到的上一处", ("Alt+Up",), Where.HELP),
)
_ARROWS = {"Down": "↓", "Up": "↑", "Left": "←", "Right": "→"}
_BY_ID = {action.id: action for action in ACTIONS}

WHERE_WORDS = {
    Where.EVERYWHERE: "任何页面",
    Where.LISTS: "各列表",
    Where.TALKS: "谈话列表",
    Where.TALK: "一场谈话",
    Where.PEOPLE: "人员档案",
    Where.MINUTES: "谈话记录",
    Where.HANDOVER: "移交",
    Where.PROMPTS: "编提问集",
    Where.ATTACHMENTS: "谈话的附件",
    Where.HELP: "帮助",
}

# keys that input methods use to switch; taking them would cut the user off from Chinese
TAKEN_BY_INPUT_METHODS = (
    "Ctrl+Space",
    "Ctrl+Shift",
    "Shift+Space",
    "Ctrl+;",
    "Ctrl+Alt+B",
    "Ctrl+.",
)


def action_of(action_id: str) -> Action:
    """The action with that id; KeyError when there is none."""
    return _BY_ID[action_id]


def bind(widget: QWidget, action_id: str, do: Callable[[], object]) -> QAction:
    """Have the action's keys do this while the widget, or something in it, has the focus.

    Actions that work everywhere work in the whole window of the widget.
    """
    action = _BY_ID[action_id]
    made = QAction(action.text, widget)
    made.setShortcuts([QKeySequence(key) for key in action.keys])
    is_wide = action.where is Where.EVERYWHERE
    context = Qt.ShortcutContext.WindowShortcut if is_wide else _WITHIN
    made.setShortcutContext(context)
    made.triggered.connect(lambda: do())
    widget.addAction(made)
    return made


_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut


def key_text(action_id: str) -> str:
    """The action's first key as it is written on buttons, such as Ctrl+L."""
    return written(_BY_ID[action_id].keys[0])


def written(key: str) -> str:
    """A key as it is written for people, its arrows drawn."""
    for name, arrow in _ARROWS.items():
        key = key.replace(name, arrow)
    return key


def with_key(text: str, action_id: str) -> str:
    """A button's text with its key behind it."""
    return f"{text} {key_text(action_id)}"


def conflicts() -> list[tuple[str, str, str]]:
    """Pairs of actions that want the same key at the same place, with the key."""
    found = []
    for number, one in enumerate(ACTIONS):
        for other in ACTIONS[number + 1 :]:
            meets = Where.EVERYWHERE in (one.where, other.where) or one.where is other.where
            shared = set(one.keys) & set(other.keys)
            if meets and shared:
                found.append((one.id, other.id, shared.pop()))
    return found
