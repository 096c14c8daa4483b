"""The problem tags on two levels: each gap (差) and under it its parts."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.progress import Progress
from app.domain.tags import ProblemTag
from ui.dictionary_panel import Command, DictionaryPanel, Line, WordForm
from ui.kinds.desk import KindDesk
from ui.kinds.words import RETIRED
from ui.widgets.buttons import button, flow
from ui.widgets.fields import Field, line_edit
from ui.widgets.surfaces import column
from ui.widgets.words import label

_HEADINGS = ("大类", "细分", "状态")
_PART = 1


class TagForm(WordForm):
    """The word of a tag: a new gap, a new part of one, or another word for a known tag."""

    def __init__(
        self, parent: QWidget, name: str, tag: ProblemTag | None, gap: ProblemTag | None
    ) -> None:
        heading = {"add": "添加大类", "part": "添加细分", "change": "修改标签"}[name]
        super().__init__(parent, heading, "保存", 12)
        self.name, self._tag, self._gap = name, tag, gap
        self.title = line_edit("标签", "如：温差、政治站位", tag.title if tag else "")
        hint = f"属于“{gap.title}”" if gap else ""
        self.add(Field("标签", self.title, hint, is_needed=True))
        self.title.textChanged.connect(self.check)
        self.title.returnPressed.connect(self._send_if_ready)
        self.finish_fields(self.title)

    def is_filled(self) -> bool:
        return bool(self.title.text().strip())

    def command(self, desk: KindDesk) -> Command:
        """What is sent to the vault."""
        title = self.title.text().strip()
        if self._tag is not None:
            return partial(_renamed, desk, self._tag.key, title)
        return partial(_added, desk, title, self._gap.key if self._gap else "")

    def _send_if_ready(self) -> None:
        if self.is_ready():
            self.sent.emit()


class TagsPanel(DictionaryPanel):
    """Adds on both levels, renames, orders and retires; nothing is ever deleted."""

    desk: KindDesk

    def __init__(self, desk: KindDesk) -> None:
        super().__init__(desk, "问题标签", _HEADINGS, _PART)
        self.add_button = button("添加大类…", "plus")
        self.part_button = button("添加细分…", "plus")
        self.change_button = button("修改…", "pencil", name="修改问题标签")
        self.up_button = button("上移", "chevron-up", name="问题标签上移")
        self.down_button = button("下移", "chevron-down", name="问题标签下移")
        self.retire_button = button("停用", name="停用问题标签")
        note = (
            "标签用来归类谈出的问题。停用的不再供选，用过它的问题照旧；停用大类，细分也不再供选。"
        )
        acts = (self.add_button, self.part_button, self.change_button)
        moves = (self.up_button, self.down_button, self.retire_button)
        whole = column(self.message, self.table, flow(*acts, *moves), label(note, "small", "quiet"))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._hear()

    def _hear(self) -> None:
        self.add_button.clicked.connect(lambda: self.open_form("add"))
        self.part_button.clicked.connect(lambda: self.open_form("part"))
        self.change_button.clicked.connect(lambda: self.open_form("change"))
        self.edit_asked.connect(lambda: self.open_form("change"))
        self.up_button.clicked.connect(lambda: self._move(-1))
        self.down_button.clicked.connect(lambda: self._move(1))
        self.retire_button.clicked.connect(self._retire_or_restore)

    def refresh(self) -> None:
        tags = self.desk.kinds.tags
        self.show_lines([_line(tag) for gap in tags.under() for tag in (gap, *tags.under(gap.key))])

    def suit(self) -> None:
        tag = self.tag
        level = self.desk.kinds.tags.under(tag.parent) if tag else ()
        place = level.index(tag) if tag in level else -1
        for one in (self.change_button, self.retire_button, self.part_button):
            one.setEnabled(tag is not None)
        self.up_button.setEnabled(place > 0)
        self.down_button.setEnabled(0 <= place < len(level) - 1)
        word = "恢复" if tag is not None and tag.is_retired else "停用"
        self.retire_button.setText(word)
        self.retire_button.setAccessibleName(f"{word}问题标签")

    @property
    def tag(self) -> ProblemTag | None:
        """The chosen tag."""
        return self._find(self.key)

    def open_form(self, name: str) -> None:
        """Open the form of a new gap, of a new part of the chosen gap, or of the chosen tag."""
        tag = self.tag
        gap = self._find(tag.parent or tag.key) if tag else None
        if name == "add":
            form = TagForm(self, name, None, None)
        elif tag is None:
            return
        elif name == "part":
            form = TagForm(self, name, None, gap)
        else:
            form = TagForm(self, name, tag, gap if tag.parent else None)
        self.ask(form, form.command)

    def _find(self, key: str) -> ProblemTag | None:
        return next((t for t in self.desk.kinds.tags.tags if t.key == key), None)

    def _move(self, by: int) -> None:
        self.run(partial(_moved, self.desk, self.key, by))

    def _retire_or_restore(self) -> None:
        if self.tag is not None:
            self.run(partial(_retired, self.desk, self.tag))


def _line(tag: ProblemTag) -> Line:
    words = ("", tag.title) if tag.parent else (tag.title, "")
    return Line(tag.key, (*words, RETIRED if tag.is_retired else ""), tag.is_retired)


def _added(desk: KindDesk, title: str, parent: str, _: Progress) -> tuple[str, Changes]:
    return desk.kinds.add_tag(title, parent)


def _renamed(desk: KindDesk, key: str, title: str, _: Progress) -> Changes:
    return desk.kinds.rename_tag(key, title)


def _moved(desk: KindDesk, key: str, by: int, _: Progress) -> Changes:
    return desk.kinds.move_tag(key, by)


def _retired(desk: KindDesk, tag: ProblemTag, _: Progress) -> Changes:
    return desk.kinds.retire_tag(tag.key, not tag.is_retired)
