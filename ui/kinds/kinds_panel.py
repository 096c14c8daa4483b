"""The kinds of talk with their rules, in the order in which they are offered."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox

from app.domain.changes import Changes
from app.domain.kinds import TalkKind
from app.domain.progress import Progress
from ui.dictionary_panel import DictionaryPanel, Line
from ui.kinds.desk import KindDesk
from ui.kinds.kind_form import KindForm
from ui.kinds.words import FIRST_FORM, RETIRED, manner, papers, rules
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import column
from ui.widgets.words import label

_HEADINGS = ("谈话类型", "谈法", "规则", "整改时限", "第一种形态", "要备的文书", "状态")
_PAPERS = 5


class KindsPanel(DictionaryPanel):
    """Adds, changes, orders and retires; nothing is ever deleted."""

    desk: KindDesk

    def __init__(self, desk: KindDesk) -> None:
        super().__init__(desk, "谈话类型", _HEADINGS, _PAPERS)
        self.add_button = button("添加…", "plus", name="添加谈话类型")
        self.change_button = button("修改…", "pencil", name="修改谈话类型")
        self.up_button = button("上移", "chevron-up", name="谈话类型上移")
        self.down_button = button("下移", "chevron-down", name="谈话类型下移")
        self.retire_button = button("停用", name="停用谈话类型")
        self.by_setting = QCheckBox("本县规定：“按本地规定”的类型（如约谈）计为第一种形态")
        self.by_setting.setAccessibleName(self.by_setting.text())
        note = "停用的类型不再供新谈话选用，以前的谈话照样看得到。"
        acts = (self.add_button, self.change_button, self.up_button, self.down_button)
        whole = column(
            self.message,
            self.table,
            flow(*acts, self.retire_button),
            self.by_setting,
            label(note, "small", "quiet"),
        )
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._hear()

    def _hear(self) -> None:
        self.add_button.clicked.connect(lambda: self.open_form("add"))
        self.change_button.clicked.connect(lambda: self.open_form("change"))
        self.edit_asked.connect(lambda: self.open_form("change"))
        self.up_button.clicked.connect(lambda: self._move(-1))
        self.down_button.clicked.connect(lambda: self._move(1))
        self.retire_button.clicked.connect(self._retire_or_restore)
        self.by_setting.toggled.connect(self._count_by_setting)

    def refresh(self) -> None:
        book = self.desk.kinds.book
        self.show_lines([_line(kind) for kind in book.kinds])
        with QSignalBlocker(self.by_setting):
            self.by_setting.setChecked(self.desk.kinds.counts_by_setting)

    def suit(self) -> None:
        row, kind = self.table.currentRow(), self.kind
        for one in (self.change_button, self.retire_button):
            one.setEnabled(kind is not None)
        self.up_button.setEnabled(row > 0)
        self.down_button.setEnabled(0 <= row < self.table.rowCount() - 1)
        word = "恢复" if kind is not None and kind.is_retired else "停用"
        self.retire_button.setText(word)
        self.retire_button.setAccessibleName(f"{word}谈话类型")

    @property
    def kind(self) -> TalkKind | None:
        """The chosen kind."""
        return next((k for k in self.desk.kinds.book.kinds if k.key == self.key), None)

    def open_form(self, name: str) -> None:
        """Open the form of a new kind, or of the chosen one."""
        kind = self.kind if name == "change" else None
        if kind is not None or name == "add":
            form = KindForm(self, kind)
            self.ask(form, form.command)

    def _move(self, by: int) -> None:
        self.run(partial(_moved, self.desk, self.key, by))

    def _retire_or_restore(self) -> None:
        if self.kind is not None:
            self.run(partial(_retired, self.desk, self.kind))

    def _count_by_setting(self, counts: bool) -> None:
        self.run(partial(_counted, self.desk, counts))


def _line(kind: TalkKind) -> Line:
    texts = (
        kind.title,
        manner(kind),
        rules(kind),
        f"{kind.deadline_months} 个月",
        FIRST_FORM[kind.first_form],
        papers(kind),
        RETIRED if kind.is_retired else "",
    )
    return Line(kind.key, texts, kind.is_retired)


def _moved(desk: KindDesk, key: str, by: int, _: Progress) -> Changes:
    return desk.kinds.move(key, by)


def _retired(desk: KindDesk, kind: TalkKind, _: Progress) -> Changes:
    return desk.kinds.restore(kind.key) if kind.is_retired else desk.kinds.retire(kind.key)


def _counted(desk: KindDesk, counts: bool, _: Progress) -> Changes:
    return desk.kinds.count_by_setting(counts)
