"""What may be noted beside the record while one talks: a question, a skip, a break, a finding."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.calendar import months_later
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import AnswerId
from app.domain.progress import Progress
from app.domain.talk import Answer, Talk
from app.services.talks import FindingEntry
from ui.messages import message_for
from ui.talks.desk import Desk
from ui.talks.drawer import AskDrawer, Drawer, LineDrawer
from ui.talks.finding_drawer import FindingDrawer
from ui.widgets.surfaces import column


class Asides(QWidget):
    """Four small forms of which one is open at most; each sends its command and tells when done.

    noted: the talk has changed; asked: a question was added under this key; finding_noted: its
    number of findings has changed; opened: a form is open or not; closed: the cursor belongs back
    in the record.
    """

    noted = Signal()
    asked = Signal(str)
    finding_noted = Signal()
    closed = Signal()
    opened = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._talk: Talk | None = None
        self._answer: Answer | None = None
        self.ask = AskDrawer()
        self.skip = LineDrawer(("跳过这一问", "跳过的原因", "跳过"), is_needed=True)
        self.pause = LineDrawer(("休息", "说明（可不写）", "开始休息"), is_needed=False)
        self.finding = FindingDrawer()
        self._drawers: tuple[Drawer, ...] = (self.ask, self.skip, self.pause, self.finding)
        self.setLayout(column(*self._drawers))
        for drawer, confirmed in zip(
            self._drawers, (self._ask, self._skip, self._pause, self._add_finding), strict=True
        ):
            drawer.confirmed.connect(confirmed)
            drawer.closed.connect(self._close)
        self.hide()

    def open_ask(self, talk: Talk, areas: Mapping[str, str], area: str) -> None:
        """Note a question that came up (临时提问)."""
        self._talk = talk
        self.ask.offer(dict(areas), area)
        self._open(self.ask)

    def open_skip(self, talk: Talk, answer: Answer) -> None:
        """Say why this question is not asked."""
        self._talk, self._answer = talk, answer
        self.skip.heading.setText(f"跳过第{answer.order}问")
        self._open(self.skip)

    def open_pause(self, talk: Talk) -> None:
        """Begin a break."""
        self._talk = talk
        self._open(self.pause)

    def open_finding(self, talk: Talk, answer: Answer | None, area: str) -> None:
        """Note something that must be put right, out of this answer."""
        self._talk, self._answer, self._area = talk, answer, area
        kind = self._desk.kinds.book.of(talk.kind)
        today = self._desk.local(self._desk.now()).date()
        self.finding.offer(months_later(today, kind.deadline_months), kind.is_collective)
        self._open(self.finding)

    def place(self) -> object:
        """Which form is open, and what was written in it."""
        for number, drawer in enumerate(self._drawers):
            if not drawer.isHidden() and not self.isHidden():
                return number, drawer.written()
        return None

    def return_to(
        self, place: object, talk: Talk, answer: Answer | None, areas: Mapping[str, str]
    ) -> None:
        """Open the form that was open, with what was written in it."""
        match place:
            case (int(number), tuple(written)):
                area = answer.area if answer else next(iter(areas), "")
                openers = (
                    partial(self.open_ask, talk, areas, area),
                    partial(self.open_skip, talk, answer) if answer else None,
                    partial(self.open_pause, talk),
                    partial(self.open_finding, talk, answer, area),
                )
                if opener := openers[number]:
                    opener()
                    self._drawers[number].write(written)

    def close_all(self) -> None:
        """Close whatever is open."""
        for drawer in self._drawers:
            drawer.hide()
        self.hide()
        self.opened.emit(False)

    def _open(self, drawer: Drawer) -> None:
        self.close_all()
        self.opened.emit(True)
        self.show()
        drawer.open()

    def _close(self) -> None:
        self.close_all()
        self.closed.emit()

    def _ask(self) -> None:
        if self._talk:
            work = partial(self._ask_it, self._talk, self.ask.chosen_area(), self.ask.text())
            self._desk.tasks.command(work, then=self._asked, refused=self._refuse)

    def _ask_it(self, talk: Talk, area: str, text: str, _: Progress) -> tuple[AnswerId, Changes]:
        return self._desk.talks.ask(talk.id, area, text)

    def _asked(self, answer_id: object) -> None:
        self.close_all()
        self.asked.emit(str(answer_id))

    def _skip(self) -> None:
        if self._talk and self._answer:
            work = partial(self._skip_it, self._talk, self._answer, self.skip.text())
            self._desk.tasks.command(work, then=self._done, refused=self._refuse)

    def _skip_it(self, talk: Talk, answer: Answer, reason: str, _: Progress) -> Changes:
        return self._desk.talks.skip(talk.id, answer.id, reason)

    def _pause(self) -> None:
        if self._talk:
            work = partial(self._pause_it, self._talk, self.pause.text())
            self._desk.tasks.command(work, then=self._done, refused=self._refuse)

    def _pause_it(self, talk: Talk, note: str, _: Progress) -> Changes:
        return self._desk.talks.pause(talk.id, note)

    def _add_finding(self) -> None:
        if self._talk is None:
            return
        words = self.finding.words()
        entry = FindingEntry(
            area=self._area,
            manifestation=words.manifestation,
            measure=words.measure,
            deadline=words.deadline,
            answer_id=self._answer.id if self._answer else None,
            is_common=words.is_common,
        )
        work = partial(self._add_it, self._talk, entry)
        self._desk.tasks.command(work, then=self._found, refused=self._refuse)

    def _add_it(self, talk: Talk, entry: FindingEntry, _: Progress) -> tuple[object, Changes]:
        return self._desk.talks.add_finding(talk.id, entry)

    def _found(self, _: object) -> None:
        self.close_all()
        self.finding_noted.emit()
        self.closed.emit()

    def _done(self, _: object) -> None:
        self.close_all()
        self.noted.emit()

    def _refuse(self, error: AppError) -> None:
        for drawer in self._drawers:
            if drawer.isVisible():
                drawer.tell(message_for(error).text())
