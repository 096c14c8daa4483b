"""The parts of the editor of a talk, each made when it is first wanted or while nothing else is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.talks.attachments_panel import AttachmentsPanel
from ui.talks.conduct_panel import ConductPanel
from ui.talks.confirm_panel import ConfirmPanel
from ui.talks.desk import Desk
from ui.talks.make_up_strip import MakeUpStrip
from ui.talks.prepare_panel import PreparePanel
from ui.talks.sign_panel import SignPanel
from ui.talks.steps import TITLES, Step
from ui.talks.talk_look import TalkLook
from ui.widgets.buttons import button
from ui.widgets.step_bar import StepBar
from ui.widgets.surfaces import column, row


class EditorParts(QWidget):
    """All of them at once would hold the window for a second when the first talk is opened.

    A part stands in its place from the beginning: the style sheet looks at all that is in it each
    time it is moved. Who asks for one that is not there yet has it made; came tells its step, None
    for the attachments. The other signals pass on what parts ask for and tell.
    """

    came = Signal(object)
    reload_asked = Signal()
    change_asked = Signal()
    counted = Signal(int)
    saved = Signal()
    papers_wanted = Signal()
    handover_wanted = Signal()

    def __init__(self, desk: Desk, look: TalkLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._look = desk, look
        self._prepare: PreparePanel | None = None
        self._conduct: ConductPanel | None = None
        self._confirm: ConfirmPanel | None = None
        self._sign: SignPanel | None = None
        self._attachments: AttachmentsPanel | None = None
        self.steps = StepBar(TITLES)
        self.back_button = button("返回列表", "arrow-left", "quiet")
        self.attachments_button = button("附件", "folder", "quiet")
        self.make_up = MakeUpStrip(desk)
        self._beside_clock = row()
        self._front = QStackedWidget(self)
        self._stack = QStackedWidget(self._front)
        self._front.addWidget(self._stack)
        self._beside = QWidget(self._front)  # the place of the attachments
        self._front.addWidget(self._beside)
        for place in (self._beside, *(QWidget(self._stack) for _ in Step)):
            place.setLayout(column())
            if place is not self._beside:
                self._stack.addWidget(place)
        head = row(self.back_button, self.steps, None, self.attachments_button, self._beside_clock)
        whole = column(head, self.make_up, self._front)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    # ── each of them, made when it is wanted ─────────────────────────────────────────────────────

    @property
    def prepare(self) -> PreparePanel:
        """准备."""
        if self._prepare is None:
            place = self._stack.widget(Step.PREPARE)
            made = self._prepare = PreparePanel(self._desk, place)
            made.change_wanted.connect(self.change_asked)
            made.papers_wanted.connect(self.papers_wanted)
            made.saved.connect(self.saved)
            made.reload.connect(self.reload_asked)
            self._stand(made, place, Step.PREPARE)
        return self._prepare

    @property
    def conduct(self) -> ConductPanel:
        """谈话."""
        if self._conduct is None:
            place = self._stack.widget(Step.CONDUCT)
            made = self._conduct = ConductPanel(self._desk, self._look, place)
            made.saved.connect(self.saved)
            made.reload.connect(self.reload_asked)
            for part in (made.clock, made.pause_button):
                self._beside_clock.addWidget(part)
                part.setVisible(self._stack.currentIndex() == Step.CONDUCT)
            self._stand(made, place, Step.CONDUCT)
        return self._conduct

    @property
    def confirm(self) -> ConfirmPanel:
        """核对."""
        if self._confirm is None:
            place = self._stack.widget(Step.CONFIRM)
            made = self._confirm = ConfirmPanel(self._desk, place)
            made.reload.connect(self.reload_asked)
            self._stand(made, place, Step.CONFIRM)
        return self._confirm

    @property
    def sign(self) -> SignPanel:
        """签字."""
        if self._sign is None:
            place = self._stack.widget(Step.SIGN)
            made = self._sign = SignPanel(self._desk, place)
            made.reload.connect(self.reload_asked)
            made.handover_wanted.connect(self.handover_wanted)
            self._stand(made, place, Step.SIGN)
        return self._sign

    @property
    def attachments(self) -> AttachmentsPanel:
        """What is attached to the talk."""
        if self._attachments is None:
            made = self._attachments = AttachmentsPanel(self._desk, self._beside)
            made.counted.connect(self.counted)
            self._stand(made, self._beside, None)
        return self._attachments

    def make_ahead(self) -> bool:
        """Make one part that is not there yet; False when all of them are."""
        made = (self._attachments, self._prepare, self._conduct, self._confirm, self._sign)
        names = ("attachments", "prepare", "conduct", "confirm", "sign")
        missing = next((n for n, part in zip(names, made, strict=True) if part is None), "")
        return bool(missing) and getattr(self, missing) is not None

    def _stand(self, part: QWidget, place: QWidget, step: Step | None) -> None:
        layout = place.layout()
        if layout is not None:
            layout.addWidget(part)
        self.came.emit(step)
