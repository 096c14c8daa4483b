"""Opens the forms of one finding, sends what was filled in, and closes them when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.attachment import Attachment
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.finding_history import FindingAct
from app.domain.ids import FindingId
from app.domain.people import Role
from app.domain.progress import Progress
from ui.messages import message_for
from ui.rectifying.after_forms import AccountabilityForm, LookBackForm, TransferForm
from ui.rectifying.complete_form import CompleteForm
from ui.rectifying.decision_forms import DecideAccountabilityForm, DecideForm, DecideMoreTimeForm
from ui.rectifying.desk import RectifyingDesk
from ui.rectifying.evidence_form import RemoveEvidenceForm
from ui.rectifying.fan_out_form import FanOutForm
from ui.rectifying.finding_form import FindingForm, Ground
from ui.rectifying.issue_forms import ClaimForm, IssueForm
from ui.rectifying.work_forms import MoreTimeForm, ReportForm, SubmitForm
from ui.widgets.message import Message, Tone

FORMS: dict[FindingAct, Callable[[QWidget, Ground], FindingForm]] = {
    FindingAct.COMPLETE: CompleteForm,
    FindingAct.FAN_OUT: FanOutForm,
    FindingAct.ISSUE: IssueForm,
    FindingAct.CLAIM: ClaimForm,
    FindingAct.REPORT: ReportForm,
    FindingAct.SUBMIT: SubmitForm,
    FindingAct.DECIDE: DecideForm,
    FindingAct.ASK_MORE_TIME: MoreTimeForm,
    FindingAct.DECIDE_MORE_TIME: DecideMoreTimeForm,
    FindingAct.LOOK_BACK: LookBackForm,
    FindingAct.TRANSFER: TransferForm,
    FindingAct.CALL_TO_ACCOUNT: AccountabilityForm,
    FindingAct.DECIDE_ACCOUNTABILITY: DecideAccountabilityForm,
}
_REMOVAL = RemoveEvidenceForm.name


class SheetForms(QObject):
    """One form at a time. told asks to show a message, kept tells that something was done.

    files_wanted tells which files are to be brought as evidence once a report is kept.
    """

    told = Signal(object)
    kept = Signal()
    files_wanted = Signal(object)

    def __init__(self, panel: QWidget, desk: RectifyingDesk) -> None:
        super().__init__(panel)
        self._panel, self._desk = panel, desk
        self._was_closed = False
        self._typed: tuple[object, ...] | None = None
        self.ground: Ground | None = None
        self.form: FindingForm | None = None
        desk.tasks.crashed.connect(self._let_go)

    # ── opening ──────────────────────────────────────────────────────────────────────────────────

    def begin(self, act: FindingAct) -> None:
        """Open the form of this act, or do at once what asks nothing."""
        if self.ground is None or self.form is not None:
            return
        if act in (FindingAct.BEGIN, FindingAct.ARCHIVE):
            work = partial(self._at_once, act, self.ground)
            self._desk.tasks.command(work, then=self._done_at_once, refused=self._refuse)
        elif act is FindingAct.FAN_OUT:
            work_of = partial(self._read_units, self.ground)
            self._desk.tasks.query(work_of, then=self._open_fan_out, refused=self._refuse)
        else:
            self._open(FORMS[act](self._panel, self.ground))

    def open_removal(self, evidence: Attachment) -> None:
        """Ask why this paper is to be taken away."""
        if self.ground is not None and self.form is None:
            self._open(RemoveEvidenceForm(self._panel, self.ground, evidence))

    def open_again(self, name: str, subject: str, typed: tuple[object, ...]) -> None:
        """Open the form that was open, as it stood; what cannot be done any more stays closed."""
        if self.ground is None:
            return
        self._typed = typed
        if name == _REMOVAL:
            papers = [one for one in self.ground.sheet.evidence if one.id == subject]
            for paper in papers[:1]:
                self.open_removal(paper)
        else:
            act = FindingAct(name)
            if act in self.ground.sheet.allowed:
                self.begin(act)

    def subject(self) -> str:
        """What besides the finding the open form is about."""
        return self.form.evidence.id if isinstance(self.form, RemoveEvidenceForm) else ""

    def close(self) -> bool:
        """Close the form that is open; False when there is none."""
        if self.form is None:
            return False
        self.form.reject()
        return True

    def was_closed(self) -> bool:
        """Whether a form was closed since this was asked last: the keys have lost their place."""
        was, self._was_closed = self._was_closed, False
        return was

    def _open(self, form: FindingForm) -> None:
        self.form = form
        typed, self._typed = self._typed, None
        if typed is not None:
            form.put_back(typed)
        form.sent.connect(self._send)
        form.finished.connect(self._forget)
        form.open()

    def _open_fan_out(self, ground: Ground) -> None:
        if self.form is None:
            self._open(FanOutForm(self._panel, ground))

    # ── sending ──────────────────────────────────────────────────────────────────────────────────

    def _send(self) -> None:
        if self.form is not None:
            self.form.set_busy(True)
            work = self.form.command(self._desk.rectifying)
            self._desk.tasks.command(work, then=self._finish, refused=self._refuse_form)

    def _finish(self, _: object) -> None:
        form = self.form
        if form is None:
            return
        self.told.emit(form.said())
        self._was_closed = True
        form.accept()
        if isinstance(form, ReportForm) and form.files:
            self.files_wanted.emit(form.files)
        self.kept.emit()

    def _refuse_form(self, error: AppError) -> None:
        if self.form is not None:
            self.form.refuse(error)

    def _let_go(self, _: object) -> None:
        if self.form is not None:
            self.form.set_busy(False)

    def _refuse(self, error: AppError) -> None:
        self.told.emit(message_for(error))

    def _forget(self, _: int) -> None:
        form, self.form = self.form, None
        if form is not None:
            form.deleteLater()

    def _done_at_once(self, said: str) -> None:
        self.told.emit(Message(said, tone=Tone.NOTE))
        self.kept.emit()

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _at_once(self, act: FindingAct, ground: Ground, _: Progress) -> tuple[str, Changes]:
        finding_id: FindingId = ground.sheet.finding.id
        if act is FindingAct.BEGIN:
            return "已开始整改。", self._desk.rectifying.begin(finding_id, ground.today)
        return "已归档。", self._desk.rectifying.archive(finding_id)

    def _read_units(self, ground: Ground, _: Progress) -> Ground:
        talk = self._desk.talks.get(ground.sheet.finding.talk_id)
        heads = talk.in_role(Role.INTERVIEWEE)
        present = frozenset(p.unit_id for p in heads if p.unit_id is not None and p.is_present)
        return replace(ground, units=tuple(self._desk.people.units()), present=present)
