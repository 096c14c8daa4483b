"""补全: the four lists of a finding, typed in at one go; what is left empty stays lacking."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.calendar import written_date
from app.domain.changes import Changes
from app.domain.finding import FindingSource, FindingStatus, MeasureKind
from app.domain.finding_course import Completion
from app.domain.finding_history import Milestone
from app.domain.finding_words import MEASURE_KIND_WORDS, SOURCE_WORDS
from app.domain.ids import FindingId
from app.domain.progress import Progress
from app.services.rectifying import Rectifying
from ui.rectifying.finding_form import Command, FindingForm, Ground
from ui.rectifying.milestones_edit import MilestonesEdit
from ui.rectifying.term_of import shown_deadline, term_field
from ui.widgets.fields import Field, choice, line_edit, show_choice
from ui.widgets.surfaces import row
from ui.widgets.words import label

_UNSAID = "还没有定"
_ISSUED = "已经下达，时限不在这里改：要推迟，请用“申请延期”。"


class CompleteForm(FindingForm):
    """What is known stands in the fields already; what is left empty stays lacking of 五定."""

    name = "complete"

    def __init__(self, parent: QWidget, ground: Ground) -> None:
        super().__init__(parent, ground, "补全四单", "保存")
        self._known = Completion.of(ground.sheet.finding, ground.sheet.history)
        self._is_issued = ground.sheet.finding.status is not FindingStatus.REGISTERED
        self._ask_measure()
        self._ask_duty()
        self._ask_time()
        self._ask_origin()
        self.finish_fields(self.measure)

    @classmethod
    def lines(cls) -> float:
        return 40

    def _ask_measure(self) -> None:
        known = self._known
        self.measure = self.words(
            "measure", "整改举措（定任务）", "做什么、做到哪一步", known.measure, is_needed=False
        )
        kinds: list[tuple[str, object]] = [
            (words or _UNSAID, kind) for kind, words in MEASURE_KIND_WORDS.items()
        ]
        self.kind = choice("整改方式", kinds)
        show_choice(self.kind, known.measure_kind)
        self.effect = line_edit(
            "达到效果（定效果）", "改好了看得见什么、拿什么数说话", known.effect
        )
        self.regulation = line_edit(
            "建章立制", "因此立的、改的规矩叫什么，没有不写", known.regulation
        )
        ways: list[tuple[str, object]] = [("新建", True), ("修订", False)]
        self.is_new = choice("新建还是修订", ways)
        show_choice(self.is_new, known.is_regulation_new)
        self.wanted = line_edit("要什么佐证", "如：会议记录、整改前后照片", known.evidence_wanted)
        rule = row(Field("建章立制", self.regulation), Field("新建还是修订", self.is_new), gap=2)
        rule.setStretch(0, 1)
        self.add(
            Field("整改方式", self.kind, "定了方式，时限才算定了"),
            Field("达到效果（定效果）", self.effect),
            rule,
            Field("要什么佐证", self.wanted),
        )

    def _ask_duty(self) -> None:
        known = self._known
        self.leader = line_edit("责任领导（定领导）", "姓名、职务", known.leader)
        self.responsible = line_edit("具体负责（定人员）", "姓名、职务", known.responsible)
        self.supervisor = line_edit("督办", "本委哪个室、谁", known.supervisor)
        both = row(
            Field("责任领导（定领导）", self.leader),
            Field("具体负责（定人员）", self.responsible),
            gap=2,
        )
        self.add(both, Field("督办", self.supervisor))

    def _ask_time(self) -> None:
        finding = self.ground.sheet.finding
        self.term = term_field(self.ground, "整改时限")
        shown_deadline(self.term, self.ground)
        self.term_field = self.named_field("deadline", Field("整改时限（定时间）", self.term))
        self.term.changed.connect(self._typed)
        fixed = label(f"整改时限　{written_date(finding.deadline)}。{_ISSUED}", tone="quiet")
        self.term_field.setVisible(not self._is_issued)
        fixed.setVisible(self._is_issued)
        self.milestones = MilestonesEdit(self.ground.today)
        known = ((m.due_on, m.text, m.done_on is not None) for m in self._known.milestones)
        self.milestones.show_values(known)
        self.add(self.term_field, fixed, self.milestones)

    def _ask_origin(self) -> None:
        sources: list[tuple[str, object]] = [(w, source) for source, w in SOURCE_WORDS.items()]
        self.source = choice("问题来源", sources)
        show_choice(self.source, self._known.source)
        self.repeated = QCheckBox("以前提出过，又发生了")
        self.repeated.setChecked(self._known.is_repeated)
        hint = "信访只记类别，不写来信内容和来信人"
        self.add(Field("问题来源", self.source, hint), self.repeated)

    # ── what stands in it ────────────────────────────────────────────────────────────────────────

    def entry(self) -> Completion:
        """The four lists as they stand in the fields."""
        return Completion(
            measure=self.measure.toPlainText(),
            measure_kind=MeasureKind(self.kind.currentData()),
            regulation=self.regulation.text(),
            is_regulation_new=bool(self.is_new.currentData()),
            leader=self.leader.text(),
            responsible=self.responsible.text(),
            supervisor=self.supervisor.text(),
            effect=self.effect.text(),
            evidence_wanted=self.wanted.text(),
            source=FindingSource(self.source.currentData()),
            is_repeated=self.repeated.isChecked(),
            term="" if self._is_issued else self.term.term(),
            deadline=None if self._is_issued else self.term.deadline(),
            milestones=self._milestones(),
        )

    def _milestones(self) -> tuple[Milestone, ...]:
        done_on = {one.text: one.done_on or self.ground.today for one in self._known.milestones}
        return tuple(
            Milestone(day, text, done_on.get(text, self.ground.today) if is_done else None)
            for day, text, is_done in self.milestones.values()
        )

    def typed(self) -> tuple[object, ...]:
        lines = self.milestones.typed()
        return (lines, *super().typed())

    def put_back(self, typed: tuple[object, ...]) -> None:
        lines, *rest = typed
        super().put_back(tuple(rest))
        if isinstance(lines, tuple):
            self.milestones.show_values(lines)

    def _edits(self) -> list[QWidget]:
        # how many lines of milestones there are is told by themselves
        return [edit for edit in super()._edits() if not self.milestones.isAncestorOf(edit)]

    def command(self, rectifying: Rectifying) -> Command:
        return partial(_completed, rectifying, self.ground.sheet.finding.id, self.entry())

    def success(self) -> str:
        return "四单已保存。"


def _completed(
    rectifying: Rectifying, finding_id: FindingId, entry: Completion, _: Progress
) -> Changes:
    return rectifying.complete(finding_id, entry)
