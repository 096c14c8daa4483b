"""One talk on one page: 准备 → 谈话 → 核对 → 签字."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.domain.ids import TalkId
from app.domain.people import Role
from app.domain.progress import Progress
from app.domain.talk import Talk, TalkStatus
from app.domain.talk_times import TalkTimes
from ui.actions import bind, with_key
from ui.page import ATTACHMENTS
from ui.talks.attachments_panel import AttachmentsPlace
from ui.talks.conduct_panel import ConductPlace
from ui.talks.confirm_panel import ConfirmPlace
from ui.talks.desk import Desk
from ui.talks.editor_parts import EditorParts
from ui.talks.prepare_panel import PreparePlace
from ui.talks.sign_panel import SignPlace
from ui.talks.steps import STEP_OF, Step
from ui.talks.talk_look import TalkLook

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
    """Which talk is open, at which step, and where in it; None for what was never looked at."""

    talk_id: str
    step: int
    prepare: PreparePlace | None
    conduct: ConductPlace | None
    confirm: ConfirmPlace | None
    sign: SignPlace | None
    attachments: AttachmentsPlace | None


class EditorPanel(EditorParts):
    """Reads a talk and shows it at its step; earlier steps can be looked at again."""

    titled = Signal(str)
    left = Signal()
    change_wanted = Signal(object)
    turned = Signal(int)

    def __init__(self, desk: Desk, look: TalkLook, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._opened: Opened | None = None
        self._wanted_id = self._sought = ""
        self._place: EditorPlace | None = None
        self._count_attachments(0)
        self._near = QTimer(self, singleShot=True, interval=_LAID_OUT_MS)
        self._near.timeout.connect(self._go_to_sought)
        # how many attachments there are is told on their button, once the step stands
        self._count_soon = QTimer(self, singleShot=True, interval=0)
        self._count_soon.timeout.connect(lambda: self.attachments)
        self.came.connect(self._tell)
        self.reload_asked.connect(self.reload)
        self.change_asked.connect(self._ask_for_change)
        self.counted.connect(self._count_attachments)
        self.steps.chosen.connect(self.show_step)
        self.back_button.clicked.connect(self.left)
        self.attachments_button.clicked.connect(self.turn_attachments)
        self._front.currentChanged.connect(self._name_attachments)
        self._front.currentChanged.connect(self.turned)
        bind(self, "talk.attachments", self.turn_attachments)

    # ── what the page asks ───────────────────────────────────────────────────────────────────────

    def open(self, talk_id: str, place: EditorPlace | None = None) -> None:
        """Read that talk and show it, at a place if one is given."""
        if self._opened is not None and self._opened.talk.id != talk_id:
            self.save_now()
            self._opened = None
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
        if self._conduct is not None:
            self._conduct.uncover()
            self._conduct.save_now()
        if self._prepare is not None:
            self._prepare.save_now()

    def stop_work(self) -> None:
        """Stop long work that runs."""
        if self._attachments is not None:
            self._attachments.stop_work()

    def has_unsaved(self) -> bool:
        """Whether something typed is not known to be in the vault."""
        is_typed = self._prepare is not None and self._prepare.has_unsaved()
        return is_typed or bool(self._conduct and not self._conduct.sheet.drafts.is_settled)

    def zoom(self, by: int) -> bool:
        """Make question and answer larger or smaller, while one sees them."""
        if self._step is not Step.CONDUCT or self.shows_attachments:
            return False
        self._look.step(by)
        return True

    def step_back(self) -> bool:
        """Close what is open in the present step (Esc); False when there is nothing to close."""
        if self.shows_attachments:
            if not self.attachments.step_back():
                self.turn_attachments()
            return True
        if self._step is Step.CONFIRM:
            for drawer in (self.confirm.correction, self.confirm.passing):
                if drawer.isVisible():
                    drawer.dismiss()
                    return True
            return False
        here = {Step.CONDUCT: self._conduct, Step.PREPARE: self._prepare, Step.SIGN: self._sign}
        part = here[self._step]
        return part is not None and part.step_back()

    def place(self) -> EditorPlace:
        """Where one is."""
        return EditorPlace(
            self._wanted_id,
            self._stack.currentIndex(),
            self._prepare.place() if self._prepare else None,
            self._conduct.place() if self._conduct else None,
            self._confirm.place() if self._confirm else None,
            self._sign.place() if self._sign else None,
            self._attachments.place(self.shows_attachments) if self._attachments else None,
        )

    def show_step(self, step: int) -> None:
        """Show the page of that step."""
        if self.talk is None:
            return
        self.save_now()
        self._part(Step(step))  # there before one looks
        self._front.setCurrentWidget(self._stack)
        self._stack.setCurrentIndex(step)
        self.steps.set_step(step, STEP_OF[self.talk.status])
        self.turned.emit(step)
        if self._conduct is not None:
            self._conduct.clock.setVisible(step == Step.CONDUCT)
            self._conduct.pause_button.setVisible(step == Step.CONDUCT)

    def _part(self, step: Step) -> QWidget:
        """The page of that step."""
        if step is Step.PREPARE:
            return self.prepare
        if step is Step.CONDUCT:
            return self.conduct
        return self.confirm if step is Step.CONFIRM else self.sign

    @property
    def _step(self) -> Step:
        """The step that is in sight, or would be without the attachments."""
        return Step(self._stack.currentIndex())

    @property
    def shows_attachments(self) -> bool:
        """Whether the attachments are in sight in place of a step."""
        return self._front.currentWidget() is self._beside

    def turn_attachments(self) -> None:
        """Go to the attachments, or back to the step one came from."""
        if self.talk is None:
            return
        if self.shows_attachments:
            self._front.setCurrentWidget(self._stack)
            self._part(self._step).setFocus()
            if self._step is Step.CONDUCT:
                self.conduct.sheet.focus_record()
        else:
            self.save_now()
            self._front.setCurrentWidget(self._beside)
            self.attachments.focus()

    @property
    def is_preparing(self) -> bool:
        """Whether the first step is what one sees."""
        return self.talk is not None and self._step is Step.PREPARE

    def title(self) -> str:
        """The heading of the talk that is open."""
        return _title(self.talk) if self.talk else ""

    @property
    def talk(self) -> Talk | None:
        """The talk that is open."""
        return self._opened.talk if self._opened else None

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def _read(self, talk_id: str, _: Progress) -> Opened:
        talk = self._desk.talks.get(TalkId(talk_id))
        prompts = self._desk.prompts
        used = prompts.get(talk.prompt_set_id) if talk.prompt_set_id else prompts.current()
        areas = {area.key: area.title for area in used.areas}
        return Opened(talk, areas, self._desk.talks.times(talk.id))

    def _show(self, opened: Opened) -> None:
        talk, before = opened.talk, self.talk
        if talk.id != self._wanted_id:
            return
        moved_on = before is None or STEP_OF[before.status] is not STEP_OF[talk.status]
        self._opened = opened
        self.titled.emit(_title(talk))
        step = STEP_OF[talk.status]
        self.make_up.show_talk(talk)
        self._tell_all()
        if moved_on or not self.shows_attachments:
            self.show_step(step if moved_on else self._stack.currentIndex())
        if moved_on and talk.status is TalkStatus.UNDER_WAY:
            self.conduct.sheet.focus_record()
        self._return(talk)
        self._stand_near(talk)

    def _tell_all(self) -> None:
        """Show the talk in every part there is; one that is made later is told then."""
        parts = (self._prepare, self._conduct, self._confirm, self._sign)
        for step, part in zip(Step, parts, strict=True):
            if part is not None:
                self._tell(step)
        if self._attachments is not None:
            self._tell(None)
        else:
            self._count_soon.start()

    def _tell(self, step: Step | None) -> None:
        """Show the talk that is open in the part of a step it has reached, or in its attachments.

        None means these.
        """
        opened = self._opened
        if opened is None:
            return
        talk = opened.talk
        if step is None:
            self.attachments.show_talk(talk)
        elif step > STEP_OF[talk.status]:
            return
        elif step is Step.PREPARE:
            self.prepare.show_talk(talk)
        elif step is Step.CONDUCT:
            self.conduct.show_talk(talk, opened.areas, opened.times)
        elif step is Step.CONFIRM:
            self.confirm.show_talk(talk, opened.areas)
        else:
            self.sign.show_talk(talk)

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
        elif sought and self._step is Step.CONDUCT:
            self.conduct.go_to(sought)
        elif sought and self._step is Step.CONFIRM:
            self.confirm.go_to(sought)

    def _return(self, talk: Talk) -> None:
        place, self._place = self._place, None
        if place is None or place.talk_id != talk.id:
            return
        if place.step <= STEP_OF[talk.status]:
            self.show_step(place.step)
        reached = STEP_OF[talk.status]
        if place.prepare is not None:
            self.prepare.return_to(place.prepare)
        if place.conduct is not None and reached >= Step.CONDUCT:
            self.conduct.return_to(place.conduct)
        if place.confirm is not None and reached >= Step.CONFIRM:
            self.confirm.return_to(place.confirm)
        if place.sign is not None:
            self.sign.return_to(place.sign)
        if place.attachments is not None:
            self._return_beside(place.attachments)

    def _return_beside(self, place: AttachmentsPlace) -> None:
        self.attachments.return_to(place)
        if place.is_shown:
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
        if self.talk is not None:  # it may still be on its way from the vault
            self.change_wanted.emit(self.talk)


def _title(talk: Talk) -> str:
    people = talk.in_role(Role.INTERVIEWEE)
    if not people:
        return f"谈话 {talk.number}"
    first = people[0]
    if len(people) == 1:
        return f"谈话：{first.name}　{first.unit_name}"
    return f"谈话：{first.name}等 {len(people)} 人"
