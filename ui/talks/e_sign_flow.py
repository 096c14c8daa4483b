"""Leads from the list of electronic signatures to the pad and back, and waives with a reason."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.signer import FieldState, SignatureField
from app.domain.signer_errors import FieldsOpenError
from app.domain.talk import Talk, TalkStatus
from ui.messages import message_for
from ui.talks.desk import Desk
from ui.talks.e_sign_panel import SigningPanel
from ui.talks.sign_view import SignView
from ui.terms import SIGNATURE_FIELD
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import Way


class SigningFlow(QObject):
    """opened: the panel is to be seen; closed: the minutes again; changed: another file is kept."""

    opened = Signal()
    closed = Signal()
    changed = Signal()

    def __init__(self, desk: Desk, view: SignView) -> None:
        super().__init__(view)
        self._desk, self._messages = desk, view.messages
        self._card, self.waiving = view.signatures, view.waiving
        self._talk: Talk | None = None
        self._waived: SignatureField | None = None
        self._wanted: SignatureField | None = None
        self.panel = SigningPanel(desk)
        self._card.sign_wanted.connect(self.open)
        self._card.waive_wanted.connect(self._ask_why)
        self.waiving.confirmed.connect(self._waive)
        self.panel.left.connect(self._leave)
        self.panel.signed.connect(self._was_signed)

    @property
    def field(self) -> SignatureField | None:
        """The field that is being signed."""
        return self._wanted

    def show_talk(self, talk: Talk) -> None:
        """Read how the fields of this talk's minutes stand."""
        if self._talk is None or self._talk.id != talk.id:
            self.waiving.hide()
            self.panel.forget()
            self._wanted = None
            self._card.show_fields((), self._desk.local, is_closed=True)
        self._talk = talk
        self._desk.tasks.query(partial(self._read, talk), then=self._show)

    def return_to(self, field: SignatureField) -> None:
        """Be at the pad of that field again, as soon as it is known to be open."""
        self._wanted = field
        self._go_on()

    def open(self, field: SignatureField) -> None:
        """Show the pad for this field."""
        state = next((one for one in self._card.fields if one.field is field), None)
        if self._talk is not None and state is not None:
            self._wanted = field
            self._messages.clear()
            self.waiving.hide()
            self.panel.open(self._talk, state)
            self.opened.emit()

    def ways(self, error: AppError) -> tuple[Way, ...]:
        """What can be done here about a refusal of something else."""
        state = self._card.open_field
        if isinstance(error, FieldsOpenError) and state is not None:
            return (Way("去签名", partial(self.open, state.field)),)
        return ()

    def step_back(self) -> bool:
        """Close what is open; False when there is nothing to close."""
        if self._wanted is not None:
            self.panel.leave()
        elif self.waiving.isVisible():
            self.waiving.dismiss()
        else:
            return False
        return True

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _read(self, talk: Talk, _: Progress) -> tuple[Talk, tuple[FieldState, ...]]:
        return talk, self._desk.hand_signing.fields(talk.id)

    def _waive_it(self, talk: Talk, field: SignatureField, why: str, _: Progress) -> Changes:
        return self._desk.hand_signing.waive(talk.id, field, why)

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _show(self, found: tuple[Talk, tuple[FieldState, ...]]) -> None:
        talk, fields = found
        if self._talk is not None and self._talk.id == talk.id:
            is_closed = talk.status is TalkStatus.SEALED
            self._card.show_fields(fields, self._desk.local, is_closed)
            self._go_on()

    def _go_on(self) -> None:
        state = self._card.open_field
        if self._wanted is not None and state is not None and state.field is self._wanted:
            self.open(self._wanted)

    def _ask_why(self, field: SignatureField) -> None:
        self._waived = field
        self.waiving.heading.setText(f"{SIGNATURE_FIELD[field]}不作电子签名")
        self.waiving.open()

    def _waive(self) -> None:
        if self._talk is not None and self._waived is not None:
            work = partial(self._waive_it, self._talk, self._waived, self.waiving.text())
            self._desk.tasks.command(work, then=self._was_waived, refused=self._refuse)

    def _leave(self) -> None:
        self._wanted = None
        self.closed.emit()
        button = self._card.focus_button()
        if button is not None:
            button.setFocus()

    def _was_signed(self, field: SignatureField) -> None:
        self._wanted = None
        self.closed.emit()
        told = Message(
            f"{SIGNATURE_FIELD[field]}的电子签名已加在文件后面。",
            "前面的内容一个字节也没有动，已核验过。",
            tone=Tone.PROVEN,
        )
        self._messages.show_message(told)
        self.changed.emit()

    def _was_waived(self, _: object) -> None:
        self.waiving.dismiss()
        self.changed.emit()

    def _refuse(self, error: AppError) -> None:
        self.waiving.tell(message_for(error).text())
