"""All that a package can tell of one talk, before it is put into documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from app.domain.amendment import Amendment
from app.domain.attachment import Purpose, Removal
from app.domain.audit import AuditEntry
from app.domain.finding import Finding
from app.domain.kinds import TalkKind
from app.domain.make_up import TalkLink
from app.domain.recusal import Conflict
from app.domain.remarks import Passed
from app.domain.signer import FieldState
from app.domain.tags import TagBook
from app.domain.talk import Participant, Talk
from app.domain.talk_times import TalkTimes


@dataclass(frozen=True, slots=True)
class TalkFile:
    """A file that goes with a talk, under its name in the talk's folder: minutes.pdf, att/001.jpg.

    title is what the office calls it; made_at is when it came into the office's vault, where it
    has that id.
    """

    name: str
    size: int
    sha256: str
    purpose: Purpose = Purpose.OTHER
    title: str = ""
    media_type: str = ""
    pages: int = 0
    made_at: datetime | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class PromptSource:
    """The version of the prompts a talk was asked with; nothing for a talk without prompts."""

    version: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class TalkDossier:
    """All that a package can tell of one talk.

    day is the local day of the talk, whose own moments are UTC; area_titles, unit_names and
    person_names give words for the keys and ids in talk and findings. earlier is the newest
    package that was written with this talk before, 0 for none. counts_by_setting tells whether
    kinds that count 第一种形态 by the local rule do count; zone is the office's.
    """

    talk: Talk
    day: date
    findings: tuple[Finding, ...]
    steps: tuple[AuditEntry, ...]
    area_titles: Mapping[str, str]
    unit_names: Mapping[str, str]
    person_names: Mapping[str, str]
    kind: TalkKind
    files: tuple[TalkFile, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    makes_up_for: TalkLink | None = None
    made_up_by: tuple[TalkLink, ...] = ()
    prompts: PromptSource = field(default_factory=PromptSource)
    tags: TagBook = field(default_factory=lambda: TagBook(()))
    times: TalkTimes = field(default_factory=TalkTimes)
    signatures: tuple[FieldState, ...] = ()
    passed: tuple[Passed, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    removals: tuple[Removal, ...] = ()
    counts_by_setting: bool = False
    earlier: int = 0
    zone: tzinfo = UTC

    def on_day(self, moment: datetime) -> str:
        """The local day of a moment."""
        return moment.astimezone(self.zone).date().isoformat()

    def is_first_form(self, who: Participant) -> bool:
        """Whether the talk counts as 第一种形态 for this interviewee."""
        return who.is_present and self.kind.is_first_form(who.is_first_form, self.counts_by_setting)
