"""One electronic signature: who signs, by whose key, with a hand's ink or without, how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import SignerId
from app.domain.people import Role
from app.domain.progress import Progress
from app.domain.signer import FieldState, Ink, SignatureField, Signer, SigningKey
from app.domain.talk import Talk
from ui.messages import SIGNERS_ACT, message_for
from ui.page_images import page_images
from ui.talks.desk import Desk
from ui.talks.e_sign_view import SigningView
from ui.talks.ink_screen import InkScreen
from ui.tasks import Task
from ui.terms import SIGNATURE_FIELD
from ui.widgets.message import Message, Tone

_NO_KEY = Message(
    "还没有可以用的签名证书。",
    "谈话记录没有改动。",
    "请先到“签名证书”新建或添加一个；看不到那一页的，请主谈或管理人来办。",
    Tone.NOTE,
    SIGNERS_ACT,
)
_LOOK_DPI = 160
_LOOK_WAITS_MS = 250  # after the last stroke, so that the pen is never held up
_KEYS_OF = {
    SignatureField.INTERVIEWEE: (Role.RECORDER, Role.INTERVIEWER),
    SignatureField.RECORDER: (Role.RECORDER,),
    SignatureField.INTERVIEWER: (Role.INTERVIEWER,),
}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is shown: the field of a talk's minutes."""

    talk: Talk
    state: FieldState


class SigningPanel(SigningView):
    """left: back without a signature; signed carries the field that was signed.

    Ink and secrets are forgotten as soon as the panel is left.
    """

    left = Signal()
    signed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: _Wanted | None = None
        self._asked_look = 0
        self._look_soon = QTimer(self, singleShot=True, interval=_LOOK_WAITS_MS)
        self._look_soon.timeout.connect(self._ask_for_look)
        self.pad.changed.connect(self._suit_pad)
        self.undo_button.clicked.connect(self.pad.undo)
        self.clear_button.clicked.connect(self.pad.clear)
        self.whole_button.clicked.connect(self.show_whole)
        self.key.changed.connect(self._suit)
        self.key.list.currentIndexChanged.connect(self._look_anew)
        self.key.entered.connect(self.sign)
        self.sign_button.clicked.connect(self.sign)
        self.back_button.clicked.connect(self.leave)
        desk.tasks.changed.connect(self._hear)

    # ── what the step asks ───────────────────────────────────────────────────────────────────────

    def open(self, talk: Talk, state: FieldState) -> None:
        """Show this field of the talk's minutes, with nothing written yet."""
        self._wanted = _Wanted(talk, state)
        self.forget()
        self.key.begin_anew()
        self.messages.clear()
        self.who.setText(f"{SIGNATURE_FIELD[state.field]}　{state.who}".strip())
        self.what.setText(self._what(talk))
        self.honest.setVisible(state.field is SignatureField.INTERVIEWEE)
        self._desk.tasks.query(self._read, then=self._offer, refused=self._refuse)
        self._suit()
        self.key.list.setFocus()

    def leave(self) -> None:
        """Go back; what was written on the pad is forgotten. Not while a signature is made."""
        if self.back_button.isEnabled():
            self.forget()
            self.left.emit()

    def forget(self) -> None:
        """Forget ink, secret and the picture of them."""
        self.pad.clear()
        self.key.forget()
        self._asked_look += 1
        self.look.clear()

    def show_whole(self) -> None:
        """Fill the screen with the pad, for who sits on the other side of the table."""
        if self._wanted is not None:
            screen = InkScreen(self, self.who.text(), self.what.text(), self.pad.ink())
            screen.written.connect(self.pad.set_ink)
            screen.showFullScreen()

    def sign(self) -> None:
        """Sign; until it is done nothing else is to be pressed here."""
        key = self.key.key()
        if self._wanted is None or key is None or not self.sign_button.isEnabled():
            return
        self.messages.clear()
        self.set_busy(True)
        self.progress.begin("正在签名、核验并存入……", can_stop=False)
        ink = None if self.pad.is_blank else self.pad.ink()
        work = partial(self._sign, self._wanted, key, ink)
        self._desk.tasks.command(work, then=self._done, refused=self._refuse, watch=self._watch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.leave()
        else:
            super().keyPressEvent(event)

    # ── on the lanes ─────────────────────────────────────────────────────────────────────────────

    def _read(self, _: Progress) -> tuple[Signer, ...]:
        return self._desk.signers.all()

    def _sign(
        self, wanted: _Wanted, key: SigningKey, ink: Ink | None, progress: Progress
    ) -> tuple[SignatureField, Changes]:
        field = wanted.state.field
        changes = self._desk.hand_signing.sign(wanted.talk.id, field, key, ink, progress)
        return field, changes

    def _make_look(
        self, asked: int, signer: SignerId, ink: Ink | None, _: Progress
    ) -> tuple[int, bytes]:
        if self._wanted is None:
            return asked, b""
        talk, field = self._wanted.talk, self._wanted.state.field
        return asked, self._desk.hand_signing.preview(talk.id, field, signer, ink)

    def _draw(self, asked: int, pdf: bytes, _: Progress) -> tuple[int, list[QImage]]:
        return asked, page_images(self._desk.minutes, pdf, _LOOK_DPI)

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _offer(self, signers: tuple[Signer, ...]) -> None:
        if self._wanted is None:
            return
        talk, state = self._wanted.talk, self._wanted.state
        names = [p.name for role in _KEYS_OF[state.field] for p in talk.in_role(role)]
        self.key.offer(signers, [state.who, *names], self._desk.local)
        if self.key.signer is None:
            self.messages.show_message(_NO_KEY)
        elif self.messages.message is _NO_KEY:
            self.messages.clear()
        self._look_soon.start()

    def _hear(self, changes: Changes) -> None:
        if changes & Changes.SIGNERS and self._wanted is not None:
            self._desk.tasks.query(self._read, then=self._offer, refused=self._refuse)

    def _look_anew(self, _: int) -> None:
        self._look_soon.start()

    def _ask_for_look(self) -> None:
        signer = self.key.signer
        if self._wanted is None or signer is None:
            self.look.clear()
            return
        self._asked_look += 1
        ink = None if self.pad.is_blank else self.pad.ink()
        work = partial(self._make_look, self._asked_look, signer.id, ink)
        self._desk.tasks.query(work, then=self._draw_look, refused=self._refuse)

    def _draw_look(self, made: tuple[int, bytes]) -> None:
        asked, pdf = made
        if asked == self._asked_look and pdf:
            self._desk.tasks.background(partial(self._draw, asked, pdf), then=self._show_look)

    def _show_look(self, drawn: tuple[int, list[QImage]]) -> None:
        asked, pages = drawn
        if asked == self._asked_look and pages:
            self.look.show_picture(pages[0])

    def _done(self, field: SignatureField) -> None:
        self.set_busy(False)
        self.forget()
        self.signed.emit(field)

    def _watch(self, task: Task) -> None:
        task.stepped.connect(self.progress.step)
        task.ended.connect(self._ended)

    def _ended(self) -> None:
        self.progress.end()
        self.set_busy(False)

    def _refuse(self, error: AppError) -> None:
        self.progress.end()
        self.set_busy(False)
        self.messages.show_message(message_for(error))
        if self.key.secret.isVisible():
            self.key.secret.select_all()

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _what(self, talk: Talk) -> str:
        code = talk.text_digest[:8].upper()
        return f"签的是谈话记录 {talk.number}，共 {talk.minutes_pages} 页，校验码 {code}。"

    def _suit_pad(self) -> None:
        for one in (self.undo_button, self.clear_button):
            one.setEnabled(not self.pad.is_blank)
        self._look_soon.start()

    def _suit(self) -> None:
        self.sign_button.setEnabled(self._wanted is not None and self.key.is_ready)
