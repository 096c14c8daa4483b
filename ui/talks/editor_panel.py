"""One talk on one page: 准备 → 谈话 → 核对 → 签字."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.ids import TalkId
from app.domain.people import Role
from app.domain.progress import Progress
from app.domain.talk import Talk, TalkStatus
from app.domain.talk_times import TalkTimes
from ui.actions import bind, with_key
from ui.page import ATTACHMENTS
from ui.talks.attachments_panel import AttachmentsPanel, AttachmentsPlace
from ui.talks.conduct_panel import ConductPanel, ConductPlace
from ui.talks.confirm_panel import ConfirmPanel, ConfirmPlace
from ui.talks.desk import Desk
from ui.talks.make_up_strip import MakeUpStrip
from ui.talks.prepare_panel import PreparePanel, PreparePlace
from ui.talks.sign_panel import SignPanel, SignPlace
from ui.talks.steps import STEP_OF, TITLES, Step
from ui.talks.talk_look import TalkLook
from ui.widgets.buttons import button
from ui.widgets.step_bar import StepBar
from ui.widgets.surfaces import column, row

# only what has been laid out can be scrolled to, the innermost parts last
_LAID_OUT_MS, _LAYERS = 100, 8


@dataclass(frozen=True, slots=True)
class Opened:
    """A talk, the names of the areas it is asked about, and the time they took."""

    talk: Talk
    areas: Mapping[str, str]
    times: TalkTimes


@dataclass(frozen=True, slots=True)
class EditorPlace:
    """Which talk is open, at which step, and where in it."""

    talk_id: str
    step: int
    prepare: PreparePlace
    conduct: ConductPlace
    confirm: ConfirmPlace
    sign: SignPlace
    attachments: AttachmentsPlace


class EditorPanel(QWidget):
    """Reads a talk and shows it at its step; earlier steps can be looked at again."""

    titled = Signal(str)
    left = Signal()
    change_wanted = Signal(object)
    turned = Signal(int)
    saved = Signal()

    def __init__(self, desk: Desk, look: TalkLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._look = desk, look
        self._talk: Talk | None = None
        self._wanted_id = self._sought = ""
        self._place: EditorPlace | None = None
        self.steps = StepBar(TITLES)
        self.back_button = button("返回列表", "arrow-left", "quiet")
        self.prepare = PreparePanel(desk)
        self.conduct = ConductPanel(desk, look)
        self.confirm = ConfirmPanel(desk)
        self.sign = SignPanel(desk)
        self.attachments = AttachmentsPanel(desk)
        self.attachments_button = button("附件", "folder", "quiet")
        self.make_up = MakeUpStrip(desk)
        self._stack = QStackedWidget()
        for panel in (self.prepare, self.conduct, self.confirm, self.sign):
            self._stack.addWidget(panel)
            panel.reload.connect(self.reload)
        self._beside_clock = row(self.conduct.clock, self.conduct.pause_button)
        self._front = QStackedWidget()
        self._front.addWidget(self._stack)
        self._front.addWidget(self.attachments)
        self._front.currentChanged.connect(self._name_attachments)
        self._count_attachments(0)
        head = row(self.back_button, self.steps, None, self.attachments_button, self._beside_clock)
        whole = column(head, self.make_up, self._front)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._connect()

    def _connect(self) -> None:
        self._near = QTimer(self, singleShot=True, interval=_LAID_OUT_MS)
        self._near.timeout.connect(self._go_to_sought)
        self.steps.chosen.connect(self.show_step)
        self.back_button.clicked.connect(self.left)
        self.prepare.change_wanted.connect(self._ask_for_change)
        self.conduct.saved.connect(self.saved)
        self.attachments_button.clicked.connect(self.turn_attachments)
        self.attachments.counted.connect(self._count_attachments)
        self._front.currentChanged.connect(self.turned)
        bind(self, "talk.attachments", self.turn_attachments)
        self.prepare.saved.connect(self.saved)

    # ── what the page asks ───────────────────────────────────────────────────────────────────────

    def open(self, talk_id: str, place: EditorPlace | None = None) -> None:
        """Read that talk and show it, at a place if one is given."""
        if self._talk is not None and self._talk.id != talk_id:
            self.save_now()
            self._talk = None
        self._wanted_id, self._place = talk_id, place
        self.reload()

    def open_at(self, talk_id: str, sought: str) -> None:
        """Read that talk and show it where something was found: at an answer, by its id."""
        self._sought = sought
        self.open(talk_id)

    def reload(self) -> None:
        """Read the talk again."""
        if self._wanted_id:
            self._desk.tasks.query(partial(self._read, self._wanted_id), then=self._show)

    def save_now(self) -> None:
        """Send everything typed to the vault."""
        self.conduct.uncover()
        self.conduct.save_now()
        self.prepare.save_now()

    def has_unsaved(self) -> bool:
        """Whether something typed is not known to be in the vault."""
        return self.prepare.has_unsaved() or not self.conduct.sheet.drafts.is_settled

    def zoom(self, by: int) -> bool:
        """Make question and answer larger or smaller, while one sees them."""
        if self._stack.currentWidget() is not self.conduct or self.shows_attachments:
            return False
        self._look.step(by)
        return True

    def step_back(self) -> bool:
        """Close what is open in the present step (Esc); False when there is nothing to close."""
        if self.shows_attachments:
            if not self.attachments.step_back():
                self.turn_attachments()
            return True
        here = self._stack.currentWidget()
        if here is self.conduct:
            return self.conduct.step_back()
        if here is self.prepare:
            return self.prepare.step_back()
        if here is self.sign:
            return self.sign.step_back()
        for drawer in self.confirm.drawers:
            if drawer.isVisible():
                drawer.dismiss()
                return True
        return False

    def place(self) -> EditorPlace:
        """Where one is."""
        return EditorPlace(
            self._wanted_id,
            self._stack.currentIndex(),
            self.prepare.place(),
            self.conduct.place(),
            self.confirm.place(),
            self.sign.place(),
            self.attachments.place(self.shows_attachments),
        )

    def show_step(self, step: int) -> None:
        """Show the page of that step."""
        if self._talk is None:
            return
        self.save_now()
        self._front.setCurrentWidget(self._stack)
        self._stack.setCurrentIndex(step)
        self.steps.set_step(step, STEP_OF[self._talk.status])
        self.turned.emit(step)
        is_talking = step == Step.CONDUCT
        self.conduct.clock.setVisible(is_talking)
        self.conduct.pause_button.setVisible(is_talking)

    @property
    def shows_attachments(self) -> bool:
        """Whether the attachments are in sight in place of a step."""
        return self._front.currentWidget() is self.attachments

    def turn_attachments(self) -> None:
        """Go to the attachments, or back to the step one came from."""
        if self._talk is None:
            return
        if self.shows_attachments:
            self._front.setCurrentWidget(self._stack)
            self._stack.currentWidget().setFocus()
            if self._stack.currentWidget() is self.conduct:
                self.conduct.sheet.focus_record()
        else:
            self.save_now()
            self._front.setCurrentWidget(self.attachments)
            self.attachments.focus()

    @property
    def is_preparing(self) -> bool:
        """Whether the first step is what one sees."""
        return self._talk is not None and self._stack.currentWidget() is self.prepare

    def title(self) -> str:
        """The heading of the talk that is open."""
        return _title(self._talk) if self._talk else ""

    @property
    def talk(self) -> Talk | None:
        """The talk that is open."""
        return self._talk

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def _read(self, talk_id: str, _: Progress) -> Opened:
        talk = self._desk.talks.get(TalkId(talk_id))
        prompts = self._desk.prompts
        used = prompts.get(talk.prompt_set_id) if talk.prompt_set_id else prompts.current()
        areas = {area.key: area.title for area in used.areas}
        return Opened(talk, areas, self._desk.talks.times(talk.id))

    def _show(self, opened: Opened) -> None:
        talk, before = opened.talk, self._talk
        if talk.id != self._wanted_id:
            return
        moved_on = before is None or STEP_OF[before.status] is not STEP_OF[talk.status]
        self._talk = talk
        self.titled.emit(_title(talk))
        step = STEP_OF[talk.status]
        self.make_up.show_talk(talk)
        self.prepare.show_talk(talk)
        if step >= Step.CONDUCT:
            self.conduct.show_talk(talk, opened.areas, opened.times)
        if step >= Step.CONFIRM:
            self.confirm.show_talk(talk, opened.areas)
        if step >= Step.SIGN:
            self.sign.show_talk(talk)
        self.attachments.show_talk(talk)
        if moved_on or not self.shows_attachments:
            self.show_step(step if moved_on else self._stack.currentIndex())
        if moved_on and talk.status is TalkStatus.UNDER_WAY:
            self.conduct.sheet.focus_record()
        self._return(talk)
        self._stand_near(talk)

    def _stand_near(self, talk: Talk) -> None:
        """Show the step where something was found; a talk that is read again starts anew."""
        if not self._sought:
            return
        reached = STEP_OF[talk.status]
        if self._sought != ATTACHMENTS and reached >= Step.CONDUCT:
            self.show_step(min(reached, Step.CONFIRM))
        self._near.start()

    def _go_to_sought(self) -> None:
        for _ in range(_LAYERS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        sought, self._sought = self._sought, ""
        if sought == ATTACHMENTS and not self.shows_attachments:
            self.turn_attachments()
        elif sought and self._stack.currentWidget() is self.conduct:
            self.conduct.go_to(sought)
        elif sought and self._stack.currentWidget() is self.confirm:
            self.confirm.go_to(sought)

    def _return(self, talk: Talk) -> None:
        place, self._place = self._place, None
        if place is None or place.talk_id != talk.id:
            return
        if place.step <= STEP_OF[talk.status]:
            self.show_step(place.step)
        self.prepare.return_to(place.prepare)
        if STEP_OF[talk.status] >= Step.CONDUCT:
            self.conduct.return_to(place.conduct)
        if STEP_OF[talk.status] >= Step.CONFIRM:
            self.confirm.return_to(place.confirm)
        self.sign.return_to(place.sign)
        self.attachments.return_to(place.attachments)
        if place.attachments.is_shown:
            self.turn_attachments()

    def _count_attachments(self, count: int) -> None:
        self._attached = count
        self._name_attachments()

    def _name_attachments(self) -> None:
        """Say on the button what it does now: show how many there are, or take them away."""
        number = f" {self._attached}" if self._attached else ""
        words = "关上附件" if self.shows_attachments else f"附件{number}"
        self.attachments_button.setText(with_key(words, "talk.attachments"))
        self.attachments_button.setAccessibleName(words)

    def _ask_for_change(self) -> None:
        if self._talk is not None:  # it may still be on its way from the vault
            self.change_wanted.emit(self._talk)


def _title(talk: Talk) -> str:
    people = talk.in_role(Role.INTERVIEWEE)
    if not people:
        return f"谈话 {talk.number}"
    first = people[0]
    if len(people) == 1:
        return f"谈话：{first.name}　{first.unit_name}"
    return f"谈话：{first.name}等 {len(people)} 人"
