"""The register of 谈话函询: number, dates, outcome. No field could hold what it was about."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.calendar import PartialDate
from app.domain.changes import Changes
from app.domain.ids import LetterId
from app.domain.letters import LONGEST_REFERENCE, LetterInquiry, LetterOutcome
from app.domain.progress import Progress
from ui.dictionary_panel import Command, DictionaryPanel, Line, PanelPlace, WordForm
from ui.kinds.desk import KindDesk
from ui.kinds.words import OUTCOME, day, letter_texts
from ui.widgets.buttons import button, flow
from ui.widgets.dates import MonthEdit
from ui.widgets.fields import Field, choice, line_edit
from ui.widgets.surfaces import column
from ui.widgets.words import label

_HEADINGS = ("文号", "发函日期", "应回复", "回复日期", "结果")
_OUTCOME = 4
WHY = (
    "谈话函询因问题线索而起，线索的内容按规定只在案管和承办室的卷里。"
    "这里只登记有过这件事：文号、日期、结果，不设写内容的地方。"
)


class LetterForm(WordForm):
    """A letter that is new, or one to be changed."""

    def __init__(self, parent: QWidget, letter: LetterInquiry | None, today: str) -> None:
        super().__init__(parent, "修改登记" if letter else "登记谈话函询", "保存", 24)
        self.name = "change" if letter else "add"
        self._letter = letter
        self.reference = line_edit(
            "文号", "如：清纪函〔2026〕3号", letter.reference if letter else ""
        )
        self.reference.setMaxLength(LONGEST_REFERENCE)
        self.sent_day = _day_edit("发函日期", day(letter.sent_on) if letter else today)
        self.due_day = _day_edit("应回复日期", day(letter.due_on) if letter else "")
        self.replied_day = _day_edit("回复日期", day(letter.replied_on) if letter else "")
        ways: list[tuple[str, object]] = [(word, way) for way, word in OUTCOME.items()]
        self.outcome = choice("结果", ways, letter.outcome if letter else LetterOutcome.OPEN)
        self.add(
            Field("文号", self.reference, is_needed=True),
            Field("发函日期", self.sent_day, is_needed=True),
            Field("应回复日期", self.due_day),
            Field("回复日期", self.replied_day),
            Field("结果", self.outcome),
            label(WHY, "small", "quiet"),
        )
        self.reference.textChanged.connect(self.check)
        for edit in (self.sent_day, self.due_day, self.replied_day):
            edit.changed.connect(self.check)
        self.finish_fields(self.reference)

    def is_filled(self) -> bool:
        edits = (self.sent_day, self.due_day, self.replied_day)
        is_whole = all(not e.text() or _is_day(e.text()) for e in edits)
        return bool(self.reference.text().strip()) and _is_day(self.sent_day.text()) and is_whole

    def letter(self) -> LetterInquiry:
        """The letter as it stands in the fields."""
        sent = PartialDate.parse(self.sent_day.text()).first_day()
        blank = self._letter or LetterInquiry(LetterId(""), "", sent)
        return replace(
            blank,
            reference=self.reference.text().strip(),
            sent_on=sent,
            due_on=PartialDate.parse(self.due_day.text()).first_day()
            if self.due_day.text()
            else None,
            replied_on=(
                PartialDate.parse(self.replied_day.text()).first_day()
                if self.replied_day.text()
                else None
            ),
            outcome=LetterOutcome(self.outcome.currentData()),
        )

    def command(self, desk: KindDesk) -> Command:
        """What is sent to the vault."""
        return partial(_keep, desk, self.letter())


class LettersPanel(DictionaryPanel):
    """The letters, newest first."""

    desk: KindDesk

    def __init__(self, desk: KindDesk) -> None:
        super().__init__(desk, "谈话函询登记", _HEADINGS, _OUTCOME)
        self._letters: list[LetterInquiry] = []
        self._waiting: PanelPlace | None = None
        self.add_button = button("登记…", "plus", name="登记谈话函询")
        self.change_button = button("修改…", "pencil", name="修改谈话函询登记")
        self.add_button.clicked.connect(lambda: self.open_form("add"))
        self.change_button.clicked.connect(lambda: self.open_form("change"))
        self.edit_asked.connect(lambda: self.open_form("change"))
        whole = column(
            self.message,
            label(WHY, tone="quiet"),
            self.table,
            flow(self.add_button, self.change_button),
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def refresh(self) -> None:
        self.desk.tasks.query(partial(_read, self.desk), then=self._take)

    def return_to(self, place: PanelPlace) -> None:
        self._waiting = place
        self.refresh()

    def suit(self) -> None:
        self.change_button.setEnabled(self._chosen() is not None)

    def open_form(self, name: str) -> None:
        """Open the form of a new letter, or of the chosen one."""
        letter = self._chosen() if name == "change" else None
        if letter is not None or name == "add":
            clock = self.desk.kinds.trail.clock
            form = LetterForm(self, letter, day(clock.local(clock.now()).date()))
            self.ask(form, form.command)

    def _chosen(self) -> LetterInquiry | None:
        return next((one for one in self._letters if one.id == self.key), None)

    def _take(self, letters: list[LetterInquiry]) -> None:
        self._letters = letters
        place, self._waiting = self._waiting, None
        if place is not None:
            self._wanted = place.key
        self.show_lines([Line(letter.id, letter_texts(letter)) for letter in letters])
        if place is not None and place.form:
            self.open_form(place.form)
            if self.dialog is not None:
                self.dialog.put_back(place.typed)


def _day_edit(name: str, text: str) -> MonthEdit:
    made = MonthEdit(name, lambda typed: PartialDate.parse(typed).written(), text)
    made.edit.setPlaceholderText("如 2026年3月5日 或 2026.3.5")
    return made


def _is_day(text: str) -> bool:
    try:
        return bool(PartialDate.parse(text).day)
    except ValueError:
        return False


def _read(desk: KindDesk, _: Progress) -> list[LetterInquiry]:
    return desk.letters.newest()


def _keep(desk: KindDesk, letter: LetterInquiry, _: Progress) -> tuple[str, Changes]:
    return desk.letters.keep(letter)
