"""What the screen says of prompts: when they apply, what changed, what is wrong."""

from __future__ import annotations

from app.domain.prompt_difference import ChangeKind, SetChange, SetDifference
from app.domain.prompt_faults import PromptFault, PromptFaultKind, PromptField
from app.domain.prompts import Applicability, Prompt
from ui.terms import UNIT_KIND

FIELD = {
    PromptField.TITLE: "提问集名称",
    PromptField.AREA: "聚焦",
    PromptField.NUMBER: "编号",
    PromptField.TEXT: "问法",
    PromptField.CONCRETE: "具体的答复应包含",
    PromptField.FOLLOW_UPS: "追问",
    PromptField.REQUIRED: "必问",
    PromptField.UNIT_KINDS: "适用单位",
    PromptField.CONDITIONS: "适用情形",
    PromptField.SOURCE: "出处",
}
CHANGE = {
    ChangeKind.TITLE: "改名称",
    ChangeKind.AREA: "聚焦改名",
    ChangeKind.ADDED: "新增",
    ChangeKind.REMOVED: "删去",
    ChangeKind.CHANGED: "修改",
    ChangeKind.MOVED: "移动",
}
CONDITIONS = (
    ("newly_appointed", "新任职"),
    ("open_findings", "有未销号问题"),
    ("bottom_ranked", "考核排名靠后"),
)
_COUNTED = (
    (ChangeKind.ADDED, "新增 {} 问"),
    (ChangeKind.CHANGED, "修改 {} 问"),
    (ChangeKind.REMOVED, "删去 {} 问"),
    (ChangeKind.MOVED, "移动 {} 问"),
    (ChangeKind.AREA, "{} 个聚焦改名"),
    (ChangeKind.TITLE, "改了名称"),
)
_K = PromptFaultKind
_WHAT = {
    _K.MISSING: ("没有写{field}", "补上{field}"),
    _K.TOO_SHORT: ("{field}不到 {limit} 个字", "写成一句完整的话"),
    _K.TOO_LONG: ("{field}超过 {limit} 个字", "缩短到 {limit} 个字以内"),
    _K.TOO_MANY_LINES: ("{field}写了 {found} 条，最多 {limit} 条", "合并或删去几条"),
    _K.UNPRINTABLE: ("{field}里有看不见的字符", "把这一格删掉，重新输入一遍"),
    _K.TWICE: ("这一问重复", "删去一问，或改成不同的问法"),
    _K.AREA_EMPTY: ("“{found}”里一问也没有", "每个聚焦至少写一问"),
    _K.AREA_UNKNOWN: ("“{found}”不是四个聚焦之一", "改成四个聚焦之一，写法要一致"),
    _K.AREAS_NOT_FOUR: ("聚焦有 {found} 个，应当是 {limit} 个", "核对表头上面写的聚焦"),
    _K.NUMBER_IS_DATE: (
        "编号被表格软件变成了日期 {found}",
        "把这一列设成“文本”格式，再输入编号，如 1-01",
    ),
    _K.YES_NO_UNCLEAR: ("“{found}”看不懂是还是否", "写“是”或“否”，或留空"),
    _K.APPLIES_UNCLEAR: (
        "“{found}”看不懂",
        "单位写“乡镇、部门、国企、其他”，情形写“新任职、有未销号问题、考核排名靠后”，或留空",
    ),
    _K.CELL_BROKEN: ("公式算不出来（{found}）", "把这一格改成文字"),
    _K.CELL_FORMULA: ("写的是公式，不是文字", "复制这一格，用“选择性粘贴—数值”贴回去"),
    _K.PROMPTS_TOO_MANY: ("共有 {found} 问，最多 {limit} 问", "删去用不到的，或分成几个文件"),
    _K.ROWS_CUT: ("行数太多，第 {limit} 行以后没有读", "把表分成几个文件"),
}


def applies_words(applies: Applicability) -> str:
    """When a prompt applies, in one line."""
    kinds = "、".join(word for kind, word in UNIT_KIND.items() if kind in applies.unit_kinds)
    return "；".join(filter(None, (kinds, conditions_words(applies)))) or "都适用"


def conditions_words(applies: Applicability) -> str:
    """The conditions besides the kind of unit."""
    return "、".join(word for name, word in CONDITIONS if getattr(applies, name))


def field_words(prompt: Prompt, where: PromptField) -> str:
    """What stands in one field of a prompt."""
    said = {
        PromptField.NUMBER: prompt.number,
        PromptField.TEXT: prompt.text,
        PromptField.CONCRETE: "\n".join(prompt.concrete),
        PromptField.FOLLOW_UPS: "\n".join(prompt.follow_ups),
        PromptField.REQUIRED: "是" if prompt.is_required else "否",
        PromptField.UNIT_KINDS: "、".join(
            word for kind, word in UNIT_KIND.items() if kind in prompt.applies.unit_kinds
        ),
        PromptField.CONDITIONS: conditions_words(prompt.applies),
        PromptField.SOURCE: prompt.source,
    }
    return said.get(where, "") or "（空）"


def change_words(change: SetChange) -> str:
    """One difference in one line."""
    if change.kind in (ChangeKind.TITLE, ChangeKind.AREA):
        return f"{change.old_words} → {change.new_words}"
    shown = change.new or change.old
    return shown.text if shown else ""


def change_number(change: SetChange) -> str:
    """The number of the prompt that differs."""
    shown = change.new or change.old
    return shown.number if shown else ""


def difference_words(difference: SetDifference) -> str:
    """All differences counted, in one line."""
    counts = [words.format(count) for kind, words in _COUNTED if (count := difference.count(kind))]
    return "，".join(counts) or "没有差别"


def fault_words(fault: PromptFault) -> tuple[str, str]:
    """What is wrong, and how to mend it."""
    if fault.what is PromptFaultKind.TWICE:
        return _twice_words(fault)
    what, remedy = _WHAT[fault.what]
    facts = {"field": FIELD[fault.field], "found": fault.found, "limit": fault.limit}
    return what.format(**facts), remedy.format(**facts)


def fault_place(fault: PromptFault) -> str:
    """Where it is: 第 7 行“问法”（C 列）, or which prompt."""
    place = fault.place
    if place is None:
        return f"{fault.number} {FIELD[fault.field]}".strip()
    row = f"第 {place.row} 行" if place.row else ""
    heading = f"“{place.heading}”" if place.heading else ""
    column = f"（{place.column} 列）" if place.column else ""
    return f"{row}{heading}{column}"


def fault_row(fault: PromptFault) -> str:
    """The row of the sheet, or the prompt's number."""
    return str(fault.place.row) if fault.place and fault.place.row else fault.number


def fault_column(fault: PromptFault) -> str:
    """The column as its letter and heading, or the field."""
    place = fault.place
    return f"{place.column} {place.heading}".strip() if place else FIELD[fault.field]


def _twice_words(fault: PromptFault) -> tuple[str, str]:
    where = f"，第 {fault.limit} 行已经有了" if fault.limit else ""
    if fault.field is PromptField.NUMBER:
        return f"编号 {fault.found} 重复{where}", "换一个没有用过的编号，或留空由程序编号"
    if fault.field is PromptField.AREA:
        return f"两个聚焦同名：“{fault.found}”", "改成不同的名称"
    what, remedy = _WHAT[fault.what]
    return what + (where or f"，和 {fault.found} 一样"), remedy
