"""The documents made from what the vault knows: which there are, and what each of them says.

What the vault does not know yet stays blank on them, to be filled in by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from app.domain.archives import ArchiveLeaf
from app.domain.copies import PaperCopy
from app.domain.facts import SourceFact, UnitFigure
from app.domain.figure_spans import Span
from app.domain.figures import Statistics
from app.domain.finding import FindingNature, FindingSource, FindingStatus, MeasureKind
from app.domain.finding_history import FindingHistory, Issue, LookBack, Milestone
from app.domain.finding_words import SOON, Urgency, urgency_of
from app.domain.ids import FindingId, PersonId, UnitId
from app.domain.package import PackageLevel, Volume
from app.domain.people import PersonCard
from app.domain.rectifying_rules import RectifyingRules
from app.domain.talk import Talk
from app.domain.typefaces import CARRIED, FontProfile


class PaperKind(Enum):
    """Every document the page 文书 makes."""

    UNDERTAKING = "undertaking"
    TALK_REPORT = "talk_report"
    FINDING_LISTS = "finding_lists"
    ISSUE_SLIP = "issue_slip"
    LEDGER = "ledger"
    URGING = "urging"
    EXTENSION_SHEET = "extension_sheet"
    CLOSING_SHEET = "closing_sheet"
    LOOK_BACK_SHEET = "look_back_sheet"
    ACCOUNTABILITY_SHEET = "accountability_sheet"
    PERSON_ARCHIVE = "person_archive"
    FIGURES_REPORT = "figures_report"
    HANDOVER_SLIP = "handover_slip"
    DESTRUCTION_NOTE = "destruction_note"

    @property
    def subject(self) -> str:
        """What it is about, in the first half of the verbs the trail keeps."""
        return _SUBJECTS[self]

    @property
    def act(self) -> str:
        """The verb by which the trail keeps that it was made."""
        return f"{self.subject}.{self.value}"

    @property
    def save_act(self) -> str:
        """The verb by which the trail keeps that it was written to a file."""
        return f"{self.subject}.paper_copy"


_SUBJECTS = {
    PaperKind.UNDERTAKING: "talk",
    PaperKind.TALK_REPORT: "talk",
    PaperKind.FINDING_LISTS: "finding",
    PaperKind.ISSUE_SLIP: "finding",
    PaperKind.LEDGER: "finding",
    PaperKind.URGING: "finding",
    PaperKind.EXTENSION_SHEET: "finding",
    PaperKind.CLOSING_SHEET: "finding",
    PaperKind.LOOK_BACK_SHEET: "finding",
    PaperKind.ACCOUNTABILITY_SHEET: "finding",
    PaperKind.PERSON_ARCHIVE: "person",
    PaperKind.FIGURES_REPORT: "talk",
    PaperKind.HANDOVER_SLIP: "package",
    PaperKind.DESTRUCTION_NOTE: "copy",
}


SHEETS = (
    PaperKind.EXTENSION_SHEET,
    PaperKind.CLOSING_SHEET,
    PaperKind.LOOK_BACK_SHEET,
    PaperKind.ACCOUNTABILITY_SHEET,
)  # each is about one finding


class FindingList(Enum):
    """The four lists (四张清单): four views of the same findings."""

    PROBLEMS = "problems"
    MEASURES = "measures"
    DEADLINES = "deadlines"
    DUTIES = "duties"


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in words, as lists print it; area and tag are titles, day is that of the talk.

    first_deadline is the one it was given at first. signed_by signed for the list it went out on;
    closed_by agreed to its closing last. milestones and look_backs are in the order of their days,
    dropped ones left out; evidence holds the titles of the papers that prove it was put right.
    """

    number: str
    talk_number: str
    day: date
    manifestation: str
    deadline: date
    area: str = ""
    tag: str = ""
    measure: str = ""
    regulation: str = ""
    unit_name: str = ""
    person_name: str = ""
    nature: FindingNature = FindingNature.PROBLEM
    status: FindingStatus = FindingStatus.REGISTERED
    is_common: bool = False
    is_personal: bool = False
    id: FindingId | None = None
    unit_id: UnitId | None = None
    person_id: PersonId | None = None
    source: FindingSource = FindingSource.TALK
    is_repeated: bool = False
    measure_kind: MeasureKind = MeasureKind.UNSAID
    is_regulation_new: bool = True
    leader: str = ""
    responsible: str = ""
    supervisor: str = ""
    effect: str = ""
    evidence_wanted: str = ""
    evidence: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    first_deadline: date | None = None
    done_on: date | None = None
    closed_on: date | None = None
    closed_by: str = ""
    look_backs: tuple[LookBack, ...] = ()
    signed_by: str = ""
    signed_on: date | None = None
    extensions: int = 0
    returns: int = 0
    relapses: int = 0

    @property
    def is_persons(self) -> bool:
        """Whether a person answers for it: an undertaking, or what stays with no unit."""
        return self.is_personal or (not self.unit_name and self.person_id is not None)

    @property
    def moved_to(self) -> date | None:
        """The deadline it has instead of the first one, or None while that one holds.

        More time was granted, or it was found unmended when it was looked back at (反弹).
        """
        return self.deadline if self.extensions or self.relapses else None

    def urgency(self, today: date) -> Urgency:
        """How it stands to its deadline that day."""
        return urgency_of(self.status, self.deadline, today)

    def days_left(self, today: date) -> int:
        """Days until the deadline; below 0 once it is past."""
        return (self.deadline - today).days


@dataclass(frozen=True, slots=True)
class UndertakingPaper:
    """廉政承诺书, a page for each who was talked to; points are the clauses, one each.

    people are the interviewees who came: name, unit and title of that day.
    """

    number: str
    kind_title: str
    people: tuple[tuple[str, str], ...]
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingsPaper:
    """Four lists or the ledger: about names the unit, the talk or the whole county."""

    about: str
    lines: tuple[FindingLine, ...]
    is_open_only: bool = False
    lists: tuple[FindingList, ...] = tuple(FindingList)


@dataclass(frozen=True, slots=True)
class UrgingPaper:
    """催办单: for each unit what is overdue or due soon, the most urgent first.

    Undertakings are urged from the person who gave them, by name instead of a unit's.
    """

    units: tuple[tuple[str, tuple[FindingLine, ...]], ...]
    answer_by: date


@dataclass(frozen=True, slots=True)
class IssueSlipPaper:
    """签收单: what went to a unit or a person in one issue, to be signed for."""

    issue: Issue
    lines: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class FindingSheetPaper:
    """A sheet about one finding: to close it, to give it more time, to look back, to account for.

    What was not applied for yet is left blank; rules give the places that sign and the grounds.
    """

    line: FindingLine
    history: FindingHistory
    rules: RectifyingRules


@dataclass(frozen=True, slots=True)
class TalkReportPaper:
    """谈话情况报告 of one talk, whose times are local; areas are (title, answered, asked)."""

    talk: Talk
    kind_title: str
    areas: tuple[tuple[str, int, int], ...]
    lines: tuple[FindingLine, ...]
    addressee: str = ""
    copies_to: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedTalk:
    """One talk in somebody's archive; is_present tells whether the person came."""

    day: date
    number: str
    kind_title: str
    subject: str
    interviewers: str
    post: str
    is_present: bool
    summary: str = ""
    requirement: str = ""
    statement: str = ""


@dataclass(frozen=True, slots=True)
class PersonArchivePaper:
    """一人一档: everything known of one person, and why and by whom it was taken out.

    talks and leaves are oldest first; lines are the findings of this person and those of the
    present unit.
    """

    card: PersonCard
    talks: tuple[ArchivedTalk, ...]
    lines: tuple[FindingLine, ...]
    facts: tuple[SourceFact, ...]
    figures: tuple[UnitFigure, ...]
    reason: str
    taken_by: str
    leaves: tuple[ArchiveLeaf, ...] = ()


@dataclass(frozen=True, slots=True)
class FiguresPaper:
    """The figures of a period beside those of the time it is compared with (同比)."""

    now: Statistics
    before: Statistics


@dataclass(frozen=True, slots=True)
class SlipCopy:
    """One writing of a package; verified_at is local, or None when it never ended.

    Each writing has volumes of its own. stick is its label and serial, custodian who holds it now;
    both are empty when it went to a folder or to a stick that is not registered.
    """

    index_digest: str
    begun_at: datetime
    verified_at: datetime | None = None
    stick: str = ""
    custodian: str = ""
    volumes: tuple[Volume, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoverSlipPaper:
    """移交清单 of one package. No person or unit talked to is named: it travels in the open."""

    package: str
    level: PackageLevel
    talks: int
    files: int
    size: int
    bag_root: str
    made_at: datetime
    copies: tuple[SlipCopy, ...]
    registry_name: str
    fingerprint: tuple[str, ...]
    office_fingerprint: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DestructionPaper:
    """销毁证明: the copies that were destroyed, their moments local; method says how."""

    copies: tuple[PaperCopy, ...]
    reason: str
    method: str


@dataclass(frozen=True, slots=True)
class PaperWish:
    """Which document is wanted. subject is the id of what it is about: a talk, a person, a package,
    of an issue slip the issue, of sheets about one finding the finding.

    finding_ids narrow lists, the ledger and urging to these; months are the first and the last of
    the year, of figures span names any days; has_advice lists 意见建议 beside problems; days is how
    soon what is urged falls due; text holds the clauses of an undertaking, one on each line; what a
    kind does not need is not read.
    """

    kind: PaperKind
    subject: str = ""
    unit_id: UnitId | None = None
    finding_ids: tuple[FindingId, ...] = ()
    year: int = 0
    months: tuple[int, int] = (1, 12)
    lists: tuple[FindingList, ...] = tuple(FindingList)
    is_open_only: bool = False
    has_advice: bool = False
    days: int = SOON.days
    answer_by: date | None = None
    text: str = ""
    reason: str = ""
    method: str = ""
    addressee: str = ""
    copies_to: str = ""
    span: Span | None = None


PaperData = (
    UndertakingPaper
    | TalkReportPaper
    | FindingsPaper
    | UrgingPaper
    | IssueSlipPaper
    | FindingSheetPaper
    | PersonArchivePaper
    | FiguresPaper
    | HandoverSlipPaper
    | DestructionPaper
)


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """All that a document will say, read at one moment; local is that moment on the wall clock.

    fonts are those the office chose for its documents.
    """

    wish: PaperWish
    data: PaperData
    office: str
    local: datetime
    fonts: FontProfile = CARRIED
