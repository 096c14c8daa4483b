"""What every form about a finding does: it stays open with what was typed until it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QPlainTextEdit, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.finding_errors import FindingDayError, FindingWordsError
from app.domain.people import Unit
from app.domain.progress import Progress
from app.domain.rectifying_rules import RectifyingRules
from app.domain.workdays import Workdays
from app.services.rectifying import FindingSheet, Rectifying
from ui.messages import message_for
from ui.widgets.dates import day_edit
from ui.widgets.fields import Field, text_area
from ui.widgets.form_dialog import BusyForm
from ui.widgets.message import Message, Tone
from ui.widgets.words import label

Command = Callable[[Progress], Changes | tuple[Any, Changes]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form begins with: the finding, the office's rules and days, and today.

    units are all there are, present the ids of those whose heads came to the talk.
    """

    sheet: FindingSheet
    rules: RectifyingRules
    workdays: Workdays
    today: date
    units: tuple[Unit, ...] = ()
    present: frozenset[str] = frozenset()


class FindingForm(BusyForm):
    """One form at a time; name tells which, so that it can be opened again after a lock.

    named are the fields by the names the service's refusals use: a refusal is said at its field.
    """

    name = ""

    def __init__(self, parent: QWidget, ground: Ground, title: str, way_on: str) -> None:
        super().__init__(parent, title, way_on, lines=self.lines())
        self.ground = ground
        self.named: dict[str, Field] = {}
        finding = ground.sheet.finding
        self.about = label(f"{finding.number}　{shortened(finding.manifestation)}", tone="quiet")
        self.add(self.about)

    @classmethod
    def lines(cls) -> float:
        """How many lines of type the form is high."""
        return 20

    # ── what each form says ──────────────────────────────────────────────────────────────────────

    def command(self, rectifying: Rectifying) -> Command:
        """What is to be done with what stands in the fields."""
        raise TypeError(f"{type(self).__name__} does not say what it is for")

    def success(self) -> str:
        """What to say once it is done."""
        raise TypeError(f"{type(self).__name__} does not say what it did")

    def remedy(self) -> str:
        """What comes next, said behind it."""
        return ""

    def said(self) -> Message:
        """What the panel says once it is done."""
        return Message(self.success(), remedy=self.remedy(), tone=Tone.NOTE)

    # ── refused ──────────────────────────────────────────────────────────────────────────────────

    def refuse(self, error: AppError) -> None:
        """Say in the form, and at the field it is about, why it was not done."""
        self.set_busy(False)
        message = message_for(error)
        self.message.show_message(message)
        field = self.named.get(_field_of(error))
        if field is not None:
            field.set_fault(message.what)
            field.edit.setFocus()

    def forgive(self) -> None:
        """Take back what was said at the fields; somebody types."""
        for field in self.named.values():
            field.set_fault("")

    # ── fields ───────────────────────────────────────────────────────────────────────────────────

    def words(
        self, key: str, title: str, hint: str = "", text: str = "", is_needed: bool = True
    ) -> QPlainTextEdit:
        """Add a field of several lines under the name that refusals use."""
        edit = text_area(title, 3)
        edit.setFixedHeight(edit.minimumHeight())
        edit.setPlainText(text)
        edit.textChanged.connect(self._typed)
        self.named[key] = Field(title, edit, hint, is_needed)
        self.add(self.named[key])
        return edit

    def day(self, key: str, title: str, day: date, hint: str = "") -> QDateEdit:
        """Add a day under the name that refusals use."""
        edit = self.loose_day(key, title, day, hint)
        self.add(self.named[key])
        return edit

    def loose_day(self, key: str, title: str, day: date, hint: str = "") -> QDateEdit:
        """Make a day as day() does, to be put beside another."""
        edit = day_edit(title, day)
        edit.dateChanged.connect(self._typed)
        self.named[key] = Field(title, edit, hint)
        return edit

    def named_field(self, key: str, field: Field) -> Field:
        """Keep a field under the name that refusals use."""
        self.named[key] = field
        return field

    def _typed(self) -> None:
        self.forgive()
        self.check()

    def _edits(self) -> list[QWidget]:
        # a calendar that was opened once has a field of its own; it holds nothing of the form
        return [edit for edit in super()._edits() if not _is_in_calendar(edit)]


def shortened(text: str, longest: int = 60) -> str:
    """The beginning of a long text."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _field_of(error: AppError) -> str:
    return error.field if isinstance(error, FindingWordsError | FindingDayError) else ""


def _is_in_calendar(widget: QWidget) -> bool:
    parent: QWidget | None = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QCalendarWidget):
            return True
        parent = parent.parentWidget()
    return False
