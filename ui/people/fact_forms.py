"""Opens the forms for facts and figures, sends what was filled in, and shows the list again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import PersonId, UnitId
from app.domain.progress import Progress
from app.services.facts import Facts, KnownFacts
from ui.messages import message_for
from ui.people.facts_dialog import FactsDialog, FiguresDialog, ListedForm
from ui.tasks import Tasks

Command = Callable[[], Changes | tuple[Any, Changes]]


@dataclass(frozen=True, slots=True)
class FactPlace:
    """Which form was open, on whom, at which line, and what stood in its fields."""

    form: str
    subject: tuple[object, ...]
    line: int
    typed: tuple[object, ...]


class FactForms(QObject):
    """One form at a time; it stays open, so that several facts are entered one after the other."""

    def __init__(self, window: QWidget, tasks: Tasks, facts: Facts) -> None:
        super().__init__(window)
        self._window, self._tasks, self._facts = window, tasks, facts
        self._opened, self._subject = "", tuple[object, ...]()
        self._typed: FactPlace | None = None
        self._read: Callable[[], KnownFacts] = KnownFacts
        self.dialog: ListedForm | None = None

    def person_facts(self, person_id: PersonId, name: str) -> None:
        """Note or alter facts of a person and of the unit of today."""
        self._begin("person_facts", person_id, name)
        self._read = partial(self._facts.of_person, person_id)
        self._ask(partial(self._open_facts, name, person_id))

    def unit_facts(self, unit_id: UnitId) -> None:
        """Note or alter facts of a unit."""
        self._begin("unit_facts", unit_id)
        self._read = partial(self._facts.of_unit, unit_id)
        self._ask(partial(self._open_facts, "", None))

    def unit_figures(self, unit_id: UnitId) -> None:
        """Note or alter the figures of a unit."""
        self._begin("unit_figures", unit_id)
        self._read = partial(self._facts.of_unit, unit_id)
        self._ask(partial(self._open_figures, unit_id))

    # ── over a lock ──────────────────────────────────────────────────────────────────────────────

    def place(self) -> FactPlace | None:
        """The form that is open with what was typed, or None."""
        if self.dialog is None:
            return None
        line = self.dialog.list.currentRow()
        return FactPlace(self._opened, self._subject, line, self.dialog.typed())

    def return_to(self, place: FactPlace) -> None:
        """Open the form again as it stood."""
        self._typed = place
        getattr(self, place.form)(*place.subject)

    # ── opening ──────────────────────────────────────────────────────────────────────────────────

    def _begin(self, form: str, *subject: object) -> None:
        self._opened, self._subject = form, subject

    def _ask(self, then: Callable[[KnownFacts], object]) -> None:
        self._then = then
        self._tasks.query(partial(_reading, self._read), then=self._go_on)

    def _go_on(self, known: KnownFacts) -> None:
        self._then(known)

    def _open_facts(self, name: str, person_id: PersonId | None, known: KnownFacts) -> None:
        dialog = FactsDialog(self._window, name or known.unit_name, known, person_id, self._today())
        dialog.sent.connect(lambda: self._send(_fact_command(self._facts, dialog)))
        dialog.removed.connect(lambda: self._send(_fact_removal(self._facts, dialog)))
        self._open(dialog)

    def _open_figures(self, unit_id: UnitId, known: KnownFacts) -> None:
        dialog = FiguresDialog(self._window, unit_id, known, self._today().year)
        figure = dialog.figure
        dialog.sent.connect(lambda: self._send(partial(self._facts.keep_figure, figure())))
        dialog.removed.connect(lambda: self._send(_figure_removal(self._facts, dialog)))
        self._open(dialog)

    def _open(self, dialog: ListedForm) -> None:
        self.dialog = dialog
        dialog.rejected.connect(self._forget)
        if self._typed is not None:
            dialog.list.setCurrentRow(self._typed.line)
            dialog.put_back(self._typed.typed)
        self._typed = None
        dialog.open()

    # ── sending ──────────────────────────────────────────────────────────────────────────────────

    def _send(self, command: Command | None) -> None:
        if self.dialog is not None and command is not None:
            self.dialog.way_on.setEnabled(False)
            self._tasks.command(partial(_doing, command), then=self._sent, refused=self._refuse)

    def _sent(self, _: object) -> None:
        self._tasks.query(partial(_reading, self._read), then=self._show_again)

    def _show_again(self, known: KnownFacts) -> None:
        if self.dialog is not None:
            self.dialog.show_known(known)
            self.dialog.check()
            self.dialog.first.setFocus()

    def _refuse(self, error: AppError) -> None:
        if self.dialog is not None:
            self.dialog.message.show_message(message_for(error))
            self.dialog.check()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _today(self) -> date:
        clock = self._facts.trail.clock
        return clock.local(clock.now()).date()


def _reading(read: Callable[[], KnownFacts], _: Progress) -> KnownFacts:
    return read()


def _doing(command: Command, _: Progress) -> Changes | tuple[Any, Changes]:
    return command()


def _fact_command(facts: Facts, dialog: FactsDialog) -> Command:
    fact, entry = dialog.chosen(), dialog.entry()
    return partial(facts.change, fact.id, entry) if fact else partial(facts.add, entry)


def _fact_removal(facts: Facts, dialog: FactsDialog) -> Command | None:
    fact = dialog.chosen()
    return partial(facts.remove, fact.id) if fact else None


def _figure_removal(facts: Facts, dialog: FiguresDialog) -> Command | None:
    figure = dialog.chosen()
    if figure is None:
        return None
    return partial(facts.remove_figure, figure.unit_id, figure.year, figure.name)
