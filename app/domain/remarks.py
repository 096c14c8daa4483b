"""What a check of the record points at: where it stands, and whether it must be put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.canonical import digest_of, plain
from app.domain.checks import Caution, CautionKind


class CheckRule(Enum):
    """What the record is looked through for before it is signed.

    CAUTION is what the talk itself gives to think about: its people, its time.
    """

    HOMOPHONE = "homophone"
    PLACEHOLDER = "placeholder"
    UNPRINTABLE = "unprintable"
    OTHER_PERSON = "other_person"
    OTHER_UNIT = "other_unit"
    SAME_PARAGRAPH = "same_paragraph"
    MIXED_STYLE = "mixed_style"
    SHORT_NAME_FIRST = "short_name_first"
    CAUTION = "caution"


BLOCKING = frozenset({CheckRule.HOMOPHONE, CheckRule.PLACEHOLDER, CheckRule.UNPRINTABLE})
# a real namesake by sound exists; whoever says so, says why
PASSABLE = frozenset(CheckRule) - {CheckRule.PLACEHOLDER, CheckRule.UNPRINTABLE}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at. key and label name the passage, empty for what has no place in it.

    words are those from start on, length characters long; about says what they were held against:
    the registered name, the other talk. A caution has no place.
    """

    rule: CheckRule
    key: str = ""
    label: str = ""
    start: int = 0
    length: int = 0
    words: str = ""
    about: str = ""
    caution: Caution | None = None

    @property
    def is_blocking(self) -> bool:
        """Whether the record cannot be confirmed while this stands (■)."""
        return self.rule in BLOCKING

    @property
    def may_pass(self) -> bool:
        """Whether it may stay as it is, with a reason."""
        return self.rule in PASSABLE

    @property
    def needs_reason(self) -> bool:
        """Whether it must be put right or passed; that somebody stayed away is only told."""
        return self.caution is None or self.caution.kind is not CautionKind.ABSENT

    @property
    def name(self) -> str:
        """What the rule is called where passed remarks are kept."""
        return self.caution.kind.value if self.caution else self.rule.value

    @property
    def mark(self) -> str:
        """What it is known by when it was passed: another when the words or the place change."""
        about = plain(self.caution) if self.caution else self.about
        return digest_of([self.name, self.key, self.words, about])


@dataclass(frozen=True, slots=True)
class Passed:
    """That somebody looked at a remark and left it, and why."""

    rule: str
    mark: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """A remark as it stands now: open, or passed with a reason."""

    remark: Remark
    passed: Passed | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.passed is None and self.remark.needs_reason
