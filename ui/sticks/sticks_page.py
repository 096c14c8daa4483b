"""U 盘登记: what is plugged in, and which stick is whose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import StickId
from app.domain.progress import Progress
from app.domain.sticks import StickRow
from ui.messages import message_for
from ui.page import Destination, Page
from ui.sticks.desk import StickDesk
from ui.sticks.plugged_card import PluggedCard
from ui.sticks.register_card import Kept, RegisterCard
from ui.sticks.stick_forms import FORMS, RegisterForm, StickForm
from ui.theme import px
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import column, scrolled


@dataclass(frozen=True, slots=True)
class SticksPlace:
    """Which stick of the register was chosen, which form was open, and what stood in it."""

    stick_id: StickId | None
    form: str = ""
    typed: tuple[object, ...] = ()
    row: StickRow | None = None


class SticksPage(Page):
    """act register of a destination opens the form of a stick that is plugged in.

    The stick is the destination's subject, by its identity; without one, the only unregistered one
    there is, for with several the user says which.
    """

    help_topic = "sticks"
    watches = Changes.STICKS | Changes.PACKAGES | Changes.SETTINGS

    def __init__(self, desk: StickDesk) -> None:
        super().__init__(desk.tasks)
        self._desk = desk
        self._waiting: SticksPlace | None = None
        self._is_to_register = False
        self.form: StickForm | None = None
        self.message = MessageBar()
        self.plugged = PluggedCard(desk)
        self.register = RegisterCard(desk)
        content = QWidget()
        cards = column(self.plugged, self.register, gap=2)
        cards.setContentsMargins(0, 0, px(1), 0)
        cards.addStretch(1)
        content.setLayout(cards)
        self.body.addWidget(self.message)
        self.body.addWidget(scrolled(content, "U 盘登记"), 1)
        self.plugged.register_wanted.connect(self.open_register)
        self.plugged.shown.connect(self.register.choose)
        self.plugged.watch.seen.connect(self._register_if_asked)
        self.register.asked.connect(self.open_form)
        self.register.strict.connect(self._choose_rule)

    # ── what a page offers ───────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        self.tasks.query(self._read, then=self._show, refused=self._refuse)
        self.plugged.watch.look_anew()

    def arrive(self, destination: Destination) -> None:
        if destination.act == "register":
            self._is_to_register = True
            if destination.subject:
                self.plugged.choose(destination.subject)
            self.plugged.watch.look_anew()

    def begin_new(self) -> None:
        row = self.plugged.chosen()
        if row is not None and self.plugged.register_button.isEnabled():
            self.open_register(row)

    def place(self) -> object:
        stick = self.register.chosen()
        if self.form is None:
            return SticksPlace(stick.id if stick else None)
        row = self.form.row if isinstance(self.form, RegisterForm) else None
        return SticksPlace(stick.id if stick else None, self.form.name, self.form.typed(), row)

    def return_to(self, place: object) -> None:
        if not isinstance(place, SticksPlace):
            return
        if place.stick_id is not None:
            self.register.choose(place.stick_id)
        if place.row is not None:
            self.open_register(place.row)
            self._put_back(place)
        elif place.form:
            self._waiting = place
            self.refresh()

    def step_back(self) -> bool:
        if self.form is None:
            return False
        self.form.reject()
        return True

    # ── forms ────────────────────────────────────────────────────────────────────────────────────

    def open_register(self, row: StickRow) -> None:
        """Ask for the label and the custodian of a stick that is plugged in."""
        self._open(RegisterForm(self, row))

    def open_form(self, name: str) -> None:
        """Open the form of that name for the chosen stick of the register."""
        stick = self.register.chosen()
        if stick is not None and self.register.can(name):
            self._open(FORMS[name](self, stick))

    def _open(self, form: StickForm) -> None:
        if self.form is not None:
            form.deleteLater()
            return
        self.message.clear()
        self.form = form
        form.sent.connect(self._send)
        form.finished.connect(self._forget)
        form.open()

    def _put_back(self, place: SticksPlace) -> None:
        if self.form is not None and self.form.name == place.form:
            self.form.put_back(place.typed)

    def _send(self) -> None:
        if self.form is not None:
            self.form.set_busy(True)
            work = self.form.command(self._desk.register)
            self.tasks.command(work, then=self._finish, refused=self._refuse_form)

    def _finish(self, _: object) -> None:
        if self.form is not None:
            self.message.show_message(self.form.said())
            self.form.accept()

    def _refuse_form(self, error: AppError) -> None:
        if self.form is not None:
            self.form.refuse(error)

    def _forget(self, _: int) -> None:
        form, self.form = self.form, None
        if form is not None:
            form.deleteLater()

    def _register_if_asked(self, rows: list[StickRow]) -> None:
        if not self._is_to_register:
            return
        self._is_to_register = False
        unknown = [row for row in rows if row.stick_id is None and not row.is_system]
        chosen = self.plugged.chosen()
        if chosen is None and len(unknown) == 1:
            self.plugged.choose(unknown[0].identity)
        self.begin_new()

    # ── reading and choosing ─────────────────────────────────────────────────────────────────────

    def _read(self, _: Progress) -> tuple[list[Kept], bool]:
        register = self._desk.register
        kept = [(stick, register.custody(stick.id)) for stick in register.rows()]
        return kept, register.only_registered()

    def _show(self, found: tuple[list[Kept], bool]) -> None:
        kept, is_strict = found
        self.register.show_kept(kept, is_strict=is_strict)
        place, self._waiting = self._waiting, None
        if place is not None:
            self.open_form(place.form)
            self._put_back(place)

    def _choose_rule(self, is_wanted: bool) -> None:
        work = partial(self._set_rule, is_wanted)
        self.tasks.command(work, refused=self._refuse)

    def _set_rule(self, is_wanted: bool, _: Progress) -> Changes:
        return self._desk.register.set_only_registered(is_wanted)

    def _refuse(self, error: AppError) -> None:
        self.message.show_message(message_for(error))
        self.tasks.query(self._read, then=self._show)
