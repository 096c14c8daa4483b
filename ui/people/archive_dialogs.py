"""The small forms of an archive: why it is taken out, a leaf of it, why something is taken away."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.archive_leaves import LeafEntry, LeafKind
from app.domain.archive_words import LEAF_KIND_WORDS
from app.domain.archives import ArchiveLeaf
from app.domain.calendar import months_later
from app.domain.ids import UnitId
from app.domain.people import Unit
from ui.people.archive_words import USUAL_REASONS
from ui.widgets.buttons import button, flow
from ui.widgets.dates import day_edit, day_of
from ui.widgets.fields import Field, choice, line_edit, text_area
from ui.widgets.form_dialog import BusyForm
from ui.widgets.words import label

_KEPT = "事由、时间和调阅人记进档案和操作留痕。到锁定为止，这个人的档案一直开着。"
_TITLES = {
    LeafKind.DUTY_REPORT: "如：2026年度述责述廉",
    LeafKind.LIFE_MEETING: "如：2026年度民主生活会",
    LeafKind.PROPOSAL: "如：关于规范工程招标的建议",
    LeafKind.INTERVIEW: "如：电视访谈“一把手”谈治理第3期",
    LeafKind.OTHER: "这一页是什么",
}
_TEXTS = {
    LeafKind.DUTY_REPORT: "民主评议的票数和等次，点评意见",
    LeafKind.LIFE_MEETING: "批评意见，整改承诺",
    LeafKind.PROPOSAL: "建议的要点，答复的要点",
    LeafKind.INTERVIEW: "栏目，谈到的问题，公开作的承诺",
    LeafKind.OTHER: "要点",
}


class ReasonDialog(BusyForm):
    """Why somebody's archive is taken out; usual reasons are a button each."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent, "调阅档案", "调阅", lines=15)
        self.reason = line_edit("调阅事由", "如：谈话准备")
        self.usual = [button(words, kind="chip") for words in USUAL_REASONS]
        for made, words in zip(self.usual, USUAL_REASONS, strict=True):
            made.clicked.connect(partial(self._take, words))
        self.add(
            label(name, "strong"),
            label(_KEPT, tone="quiet"),
            Field("调阅事由", self.reason, is_needed=True),
            flow(*self.usual),
        )
        self.reason.textChanged.connect(self.check)
        self.finish_fields(self.reason)

    def is_filled(self) -> bool:
        return bool(self.reason.text().strip())

    def _take(self, words: str, _: bool = False) -> None:
        self.reason.setText(words)
        self.way_on.setFocus()


class TakeAwayDialog(BusyForm):
    """Why a leaf, or a file of it, is taken away."""

    def __init__(self, parent: QWidget, way_on: str, what: str, said: str) -> None:
        super().__init__(parent, way_on, way_on, lines=13)
        self.reason = line_edit("原因", "如：放错了人")
        self.add(
            label(what, "strong"),
            label(said, tone="quiet"),
            Field("原因", self.reason, is_needed=True),
        )
        self.reason.textChanged.connect(self.check)
        self.finish_fields(self.reason)

    def is_filled(self) -> bool:
        return bool(self.reason.text().strip())


class LeafDialog(BusyForm):
    """A leaf that is new, or one to be changed; a 建议书 has a number and a day of reply."""

    def __init__(
        self, parent: QWidget, units: list[Unit], today: date, known: ArchiveLeaf | None = None
    ) -> None:
        title = "修改活页" if known else "放入一页"
        super().__init__(parent, title, lines=27)
        entry = known.leaf.entry if known else LeafEntry(LeafKind.DUTY_REPORT, today, "")
        self._make_fields(entry, units, today)
        self.kind.setEnabled(known is None)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._suit)
        self.replied.toggled.connect(self._suit)
        for edit in (self.title, self.number):
            edit.textChanged.connect(self.check)
        for day in (self.day, self.reply_due, self.replied_on):
            day.dateChanged.connect(self.check)
        self._suit()
        self.finish_fields(self.title)

    def _make_fields(self, entry: LeafEntry, units: list[Unit], today: date) -> None:
        self.kind = choice("类别", [(w, k) for k, w in LEAF_KIND_WORDS.items()], entry.kind)
        self.day = day_edit("日期", entry.day)
        self.title = line_edit("名称", text=entry.title)
        self.unit = choice(
            "有关单位", [("不写", None), *((u.name, u.id) for u in units)], entry.unit_id
        )
        self.number = line_edit("文号", "如：清纪建〔2026〕3号", entry.number)
        due = entry.reply_due or months_later(entry.day, 1)
        self.reply_due = day_edit("答复期限", due)
        self.replied = QCheckBox("已经答复")
        self.replied.setChecked(entry.replied_on is not None)
        self.replied_on = day_edit("答复日期", entry.replied_on or max(today, entry.day))
        self.text = text_area("内容", 4)
        self.text.setPlainText(entry.text)

    def _lay_out(self) -> None:
        self.title_field = Field("名称", self.title, is_needed=True)
        self.number_field = Field("文号", self.number, is_needed=True)
        self.due_field = Field("答复期限", self.reply_due, "逾期没有答复的，首页和这里都会提醒")
        self.replied_field = Field("答复日期", self.replied_on)
        self.text_field = Field("内容", self.text, "原件可以存好以后附在这一页上")
        self.add(
            Field("类别", self.kind),
            Field("日期", self.day),
            self.title_field,
            self.number_field,
            self.due_field,
            self.replied,
            self.replied_field,
            Field("有关单位", self.unit),
            self.text_field,
        )

    def chosen_kind(self) -> LeafKind:
        """Which kind of leaf it is."""
        kind = self.kind.currentData()
        return kind if isinstance(kind, LeafKind) else LeafKind.OTHER

    def entry(self) -> LeafEntry:
        """The leaf as it stands in the fields."""
        is_answered = self.chosen_kind().is_answered
        unit = self.unit.currentData()
        return LeafEntry(
            kind=self.chosen_kind(),
            day=day_of(self.day),
            title=self.title.text(),
            text=self.text.toPlainText(),
            unit_id=UnitId(str(unit)) if unit else None,
            number=self.number.text(),
            reply_due=day_of(self.reply_due) if is_answered else None,
            replied_on=day_of(self.replied_on)
            if is_answered and self.replied.isChecked()
            else None,
        )

    def is_filled(self) -> bool:
        needs_number = self.chosen_kind().is_answered
        has_number = bool(self.number.text().strip()) or not needs_number
        return bool(self.title.text().strip()) and has_number

    def _suit(self, _: object = None) -> None:
        kind = self.chosen_kind()
        self.title.setPlaceholderText(_TITLES[kind])
        self.text.setPlaceholderText(_TEXTS[kind])
        for part in (self.number_field, self.due_field, self.replied):
            part.setVisible(kind.is_answered)
        self.replied_field.setVisible(kind.is_answered and self.replied.isChecked())
        self.check()
