"""Opens the forms of the register, sends what was filled in, and closes them when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import PersonId
from app.domain.people import Person, Post, Unit
from app.domain.progress import Progress
from app.services.people import People
from ui.messages import message_for
from ui.people.dialogs import EndPostDialog, PersonDialog, PostDialog
from ui.people.units_dialog import UnitsDialog
from ui.tasks import Tasks
from ui.widgets.form_dialog import FormDialog

Command = Callable[[], Changes | tuple[Any, Changes]]


@dataclass(frozen=True, slots=True)
class FormPlace:
    """Which form was open, on whom, and what stood in its fields."""

    form: str
    subject: tuple[object, ...]
    typed: tuple[object, ...]


class PersonForms(QObject):
    """person_made tells the id of a new person; the others what is wanted of a unit."""

    person_made = Signal(str)
    unit_facts_asked = Signal(str)
    unit_figures_asked = Signal(str)

    def __init__(self, window: QWidget, tasks: Tasks, people: People) -> None:
        super().__init__(window)
        self._window, self._tasks, self._people = window, tasks, people
        self._next: Callable[[list[Unit]], object] = self._open_units
        self._opened = ""
        self._subject: tuple[object, ...] = ()
        self._typed: tuple[object, ...] = ()
        self.dialog: FormDialog | None = None

    def new_person(self) -> None:
        """Enter a person."""
        self._begin("new_person", partial(self._with_units, self._open_new_person))

    def edit_person(self, person: Person) -> None:
        """Change a person."""
        then = partial(self._open_person, person)
        self._begin("edit_person", partial(self._with_units, then), person)

    def add_post(self, person: Person) -> None:
        """Enter one more post of a person."""
        then = partial(self._open_post, person.id, person.name)
        self._begin("add_post", partial(self._with_units, then), person)

    def edit_post(self, post: Post) -> None:
        """Change a post."""
        then = partial(self._open_known_post, post)
        self._begin("edit_post", partial(self._with_units, then), post)

    def end_post(self, post: Post) -> None:
        """Note that a post was left."""
        self._begin("end_post", partial(self._open_end, post), post)

    def units(self) -> None:
        """Open the register of units."""
        self._begin("units", partial(self._with_units, self._open_units))

    # ── over a lock ──────────────────────────────────────────────────────────────────────────────

    def place(self) -> FormPlace | None:
        """The form that is open with what was typed, or None."""
        if self.dialog is None:
            return None
        return FormPlace(self._opened, self._subject, self.dialog.typed())

    def return_to(self, place: FormPlace) -> None:
        """Open the form again as it stood."""
        self._typed = place.typed
        open_form = getattr(self, place.form)
        open_form(*place.subject)

    def _begin(self, form: str, begin: Callable[[], object], *subject: object) -> None:
        self._opened, self._subject = form, subject
        begin()

    # ── opening ──────────────────────────────────────────────────────────────────────────────────

    def _open_new_person(self, units: list[Unit]) -> None:
        dialog = PersonDialog(self._window, units)
        self._open(dialog, lambda: self._people.add_person(dialog.entry()), self._person_added)

    def _open_person(self, person: Person, units: list[Unit]) -> None:
        dialog = PersonDialog(self._window, units, person)
        self._open(dialog, lambda: self._people.change_person(dialog.person()))

    def _open_post(self, person_id: PersonId, name: str, units: list[Unit]) -> None:
        dialog = PostDialog(self._window, name, units)
        self._open(dialog, lambda: self._people.add_post(person_id, dialog.entry()))

    def _open_known_post(self, post: Post, units: list[Unit]) -> None:
        dialog = PostDialog(self._window, post.title, units, post)
        self._open(dialog, lambda: self._people.change_post(dialog.changed_post(post)))

    def _open_end(self, post: Post) -> None:
        dialog = EndPostDialog(self._window, post.title)
        self._open(dialog, lambda: self._people.end_post(post.id, dialog.day()))

    def _open_units(self, units: list[Unit]) -> None:
        dialog = UnitsDialog(self._window, units)
        dialog.facts_asked.connect(self._leave_for(self.unit_facts_asked))
        dialog.figures_asked.connect(self._leave_for(self.unit_figures_asked))
        self._open(dialog, lambda: _keep_unit(self._people, dialog), self._units_kept)

    def _leave_for(self, wanted: SignalInstance) -> Callable[[str], None]:
        """Closes the form and passes on what is wanted instead."""

        def leave(unit_id: str) -> None:
            self._close(None)
            wanted.emit(unit_id)

        return leave

    def _units_kept(self, _: object) -> None:
        self._tasks.query(self._read_units, then=self._show_units)

    def _show_units(self, units: list[Unit]) -> None:
        if isinstance(self.dialog, UnitsDialog):
            self.dialog.show_units(units)

    # ── asking and sending ───────────────────────────────────────────────────────────────────────

    def _with_units(self, then: Callable[[list[Unit]], object]) -> None:
        self._next = then
        self._tasks.query(self._read_units, then=self._go_on)

    def _go_on(self, units: list[Unit]) -> None:
        self._next(units)

    def _read_units(self, _: Progress) -> list[Unit]:
        return self._people.units()

    def _open(
        self,
        dialog: FormDialog,
        command: Command,
        then: Callable[[Any], object] | None = None,
    ) -> None:
        self.dialog = dialog
        dialog.sent.connect(lambda: self._send(command, then or self._close))
        dialog.rejected.connect(self._forget)
        dialog.put_back(self._typed)
        self._typed = ()
        dialog.open()

    def _send(self, command: Command, then: Callable[[Any], object]) -> None:
        if self.dialog is not None:
            self.dialog.way_on.setEnabled(False)
        self._tasks.command(lambda _: command(), then=then, refused=self._refuse)

    def _refuse(self, error: AppError) -> None:
        if self.dialog is not None:
            self.dialog.message.show_message(message_for(error))
            self.dialog.check()

    def _close(self, _: object) -> None:
        if self.dialog is not None:
            self.dialog.accept()
            self._forget()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _person_added(self, person_id: PersonId) -> None:
        self._close(None)
        self.person_made.emit(person_id)


def _keep_unit(people: People, dialog: UnitsDialog) -> Changes | tuple[Any, Changes]:
    unit = dialog.unit()
    return people.change_unit(unit) if unit.id else people.add_unit(unit.name, unit.kind)
