"""What may be noted beside the record while one talks: a question, a skip, a break, a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.finding import Finding
from app.domain.finding_closing import LookBackEntry
from app.domain.finding_history import LookBackMethod
from app.domain.ids import AnswerId, FindingId
from app.domain.people import Role
from app.domain.progress import Progress
from app.domain.rectifying_rules import DEFAULT_TERM
from app.domain.talk import Answer, Participant, Talk
from app.services.talks import FindingEntry
from ui.messages import message_for
from ui.talks.desk import Desk
from ui.talks.drawer import AskDrawer, Drawer, LineDrawer
from ui.talks.finding_drawer import COMMON, FindingDrawer, FindingWords, Sort
from ui.talks.look_back_drawer import LookBackDrawer
from ui.widgets.surfaces import column


class Asides(QWidget):
    """Five small forms of which one is open at most; each sends its command and tells when done.

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
        self._findings: tuple[Finding, ...] = ()
        self.ask = AskDrawer()
        self.skip = LineDrawer(("跳过这一问", "跳过的原因", "跳过"), is_needed=True)
        self.pause = LineDrawer(("休息", "说明（可不写）", "开始休息"), is_needed=False)
        self.finding = FindingDrawer(lambda: desk.workdays.known)
        self.look_back = LookBackDrawer(lambda: desk.workdays.known)
        self._drawers: tuple[Drawer, ...] = (
            self.ask, self.skip, self.pause, self.finding, self.look_back,
        )  # fmt: skip
        self.setLayout(column(*self._drawers))
        # a form is shown whole; the record below gives way
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for drawer, confirmed in zip(
            self._drawers,
            (self._ask, self._skip, self._pause, self._add_finding, self._look_back),
            strict=True,
        ):
            drawer.confirmed.connect(confirmed)
            drawer.closed.connect(self._close)
        self.finding.known_chosen.connect(self._show_finding)
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

    def open_finding(self, talk: Talk, answer: Answer | None, area: str, text: str = "") -> None:
        """Note something that must be put right, out of this answer.

        text is what was chosen in the record: how it shows begins with it.
        """
        self._talk, self._answer, self._area = talk, answer, area
        kind = self._desk.kinds.book.of(talk.kind)
        people = [(n, p) for n, p in enumerate(talk.participants) if p.role is Role.INTERVIEWEE]
        usual = f"{kind.deadline_months}m"
        self.finding.offer(self._today(), usual, people, self._desk.kinds.tags)
        self._findings = ()
        self.finding.begin_with(text, f"第{answer.order}问" if answer else "")
        self._open(self.finding)
        self._desk.tasks.query(partial(self._read_findings, talk), then=self._offer_findings)

    def open_look_back(
        self, talk: Talk, findings: Sequence[Finding] = (), term: str = DEFAULT_TERM
    ) -> None:
        """Note what looking back at an earlier finding brought, while one talks (回头看)."""
        self._talk = talk
        self.look_back.offer(self._today(), findings, term)
        self._open(self.look_back)

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
                    partial(self.open_look_back, talk),
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
        work = partial(self._keep_it, self._talk, words.known, self._entry(self._talk, words))
        self._desk.tasks.command(work, then=self._found, refused=self._refuse)

    def _keep_it(
        self, talk: Talk, known: FindingId | None, entry: FindingEntry, _: Progress
    ) -> tuple[object, Changes]:
        if known is None:
            return self._desk.talks.add_finding(talk.id, entry)
        return known, self._desk.talks.change_finding(known, entry)

    def _entry(self, talk: Talk, words: FindingWords) -> FindingEntry:
        whose = talk.participants[int(words.whose)] if words.whose.isdigit() else None
        known = next((one for one in self._findings if one.id == words.known), None)
        new_answer = self._answer.id if self._answer else None
        return FindingEntry(
            area=known.area if known else self._area,
            manifestation=words.manifestation,
            measure=words.measure,
            deadline=words.deadline,
            term=words.term,
            is_repeated=words.is_repeated,
            answer_id=known.answer_id if known else new_answer,
            is_common=words.whose == COMMON,
            unit_id=whose.unit_id if whose else None,
            person_id=whose.person_id if whose else None,
            tag=words.tag,
            nature=words.nature,
            is_personal=words.sort is Sort.UNDERTAKING,
            regulation=words.regulation,
            is_regulation_new=words.is_regulation_new,
        )

    def _read_findings(self, talk: Talk, _: Progress) -> list[Finding]:
        return self._desk.talks.findings(talk.id)

    def _offer_findings(self, findings: list[Finding]) -> None:
        self._findings = tuple(findings)
        self.finding.offer_known(self._findings)

    def _show_finding(self, finding_id: str) -> None:
        known = next((one for one in self._findings if one.id == finding_id), None)
        if known is not None and self._talk is not None:
            found_on = self._desk.local(known.found_at).date()
            self.finding.show_known(known, _whose(known, self._talk), found_on)
        self.finding.first_field().setFocus()

    def _look_back(self) -> None:
        words = self.look_back.words()
        if self._talk is not None and words.finding_id is not None:
            entry = LookBackEntry(
                method=LookBackMethod.TALK,
                result=words.result,
                who=_leader(self._talk) or self._desk.owner,
                day=self._today(),
                is_relapse=words.new_deadline is not None,
                new_deadline=words.new_deadline,
            )
            work = partial(self._look_back_at, words.finding_id, entry)
            self._desk.tasks.command(work, then=self._done, refused=self._refuse)

    def _look_back_at(self, finding_id: FindingId, entry: LookBackEntry, _: Progress) -> Changes:
        return self._desk.rectifying.look_back(finding_id, entry)

    def _today(self) -> date:
        return self._desk.local(self._desk.now()).date()

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


def _leader(talk: Talk) -> str:
    """Who leads the talk."""
    return next((p.name for p in talk.in_role(Role.INTERVIEWER)), "")


def _whose(finding: Finding, talk: Talk) -> str:
    """The place of the participant a finding belongs to, as the form tells them apart."""
    if finding.is_common:
        return COMMON
    for place, person in enumerate(talk.participants):
        if person.role is Role.INTERVIEWEE and _is_of(finding, person):
            return str(place)
    return ""


def _is_of(finding: Finding, person: Participant) -> bool:
    if finding.person_id:
        return finding.person_id == person.person_id
    return bool(finding.unit_id) and finding.unit_id == person.unit_id
