"""The kinds of talk: a dictionary the office edits, and the rules each kind brings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from app.domain.kind_errors import DeadlineMonthsError, WordMissingError, WordTooLongError

LONGEST_TITLE = 12
LONGEST_DEADLINE = 60  # months
# the papers a kind of talk may call for
FORMS = (
    "notice",
    "portrait",
    "outline",
    "sign_in",
    "minutes",
    "statement",
    "written_statement",
    "commitment",
    "rectification_report",
    "admonition",
    "report",
)


class FirstForm(Enum):
    """Whether a talk of this kind counts as 第一种形态 for the persons talked to."""

    NO = "no"
    STATED = "stated"  # for each person only if it was stated for them
    SETTING = "setting"  # by the local rule, which is a setting
    YES = "yes"


@dataclass(frozen=True, slots=True)
class TalkKind:
    """A kind of talk: how it is held, what papers belong to it and what it counts as.

    forms are keys of papers such as minutes or sign_in; place orders the kinds.
    """

    key: str
    title: str
    is_collective: bool = False
    needs_two: bool = False
    has_fingerprint: bool = False
    deadline_months: int = 1
    first_form: FirstForm = FirstForm.NO
    forms: tuple[str, ...] = ()
    is_retired: bool = False
    place: int = 0

    def checked(self) -> TalkKind:
        """The kind with its title in one line.

        Raises WordMissingError, WordTooLongError, DeadlineMonthsError.
        """
        title = clean_title(self.title, "kind", LONGEST_TITLE)
        if not 1 <= self.deadline_months <= LONGEST_DEADLINE:
            raise DeadlineMonthsError(self.deadline_months, LONGEST_DEADLINE)
        return replace(self, title=title)

    @property
    def asks_all_required(self) -> bool:
        """Whether each required prompt that applies is asked, or left out with a reason.

        So it is in a talk of the full form, which has an outline; others are free in what they ask.
        """
        return "outline" in self.forms

    def is_first_form(self, is_stated: bool, counts_by_setting: bool) -> bool:
        """Whether the talk counts as 第一种形态 for somebody for whom it was stated or not."""
        match self.first_form:
            case FirstForm.YES:
                return True
            case FirstForm.STATED:
                return is_stated
            case FirstForm.SETTING:
                return counts_by_setting
        return False


@dataclass(frozen=True, slots=True)
class KindBook:
    """All kinds in their order, the retired ones among them."""

    kinds: tuple[TalkKind, ...]

    def of(self, key: str) -> TalkKind:
        """The kind with that key; one that is not known here shows its key and brings no rule."""
        return next((kind for kind in self.kinds if kind.key == key), TalkKind(key, key))

    @property
    def offered(self) -> tuple[TalkKind, ...]:
        """The kinds a new talk may have."""
        return tuple(kind for kind in self.kinds if not kind.is_retired)


def clean_title(untrusted_title: str, of: str, longest: int) -> str:
    """A title as lists and papers show it, in one line.

    Raises WordMissingError, WordTooLongError; of is "kind" or "tag".
    """
    title = re.sub(r"\s+", " ", untrusted_title).strip()
    if not title:
        raise WordMissingError(of)
    if len(title) > longest:
        raise WordTooLongError(of, len(title), longest)
    return title


# What migration 0005 puts into a vault; tests hold the two together.
KINDS = (
    TalkKind("heart", "谈心谈话", forms=("minutes",), place=1),
    TalkKind(
        "supervision", "监督谈话", forms=("portrait", "outline", "minutes", "report"), place=2
    ),
    TalkKind("appointment", "任职廉政谈话", forms=("sign_in", "commitment", "minutes"), place=3),
    TalkKind(
        "collective",
        "集体谈话",
        is_collective=True,
        needs_two=True,
        first_form=FirstForm.STATED,
        forms=("notice", "sign_in", "minutes"),
        place=4,
    ),
    TalkKind(
        "collective_summons",
        "集体约谈",
        is_collective=True,
        needs_two=True,
        first_form=FirstForm.STATED,
        forms=("notice", "sign_in", "minutes"),
        place=5,
    ),
    TalkKind(
        "reminder",
        "提醒谈话",
        needs_two=True,
        has_fingerprint=True,
        first_form=FirstForm.YES,
        forms=("minutes", "statement"),
        place=6,
    ),
    TalkKind(
        "criticism",
        "批评教育",
        needs_two=True,
        has_fingerprint=True,
        first_form=FirstForm.YES,
        forms=("minutes", "written_statement"),
        place=7,
    ),
    TalkKind(
        "summons",
        "约谈",
        needs_two=True,
        has_fingerprint=True,
        first_form=FirstForm.SETTING,
        forms=("notice", "minutes", "rectification_report"),
        place=8,
    ),
    TalkKind(
        "admonition",
        "诫勉谈话",
        needs_two=True,
        has_fingerprint=True,
        deadline_months=6,
        first_form=FirstForm.YES,
        forms=("admonition", "minutes"),
        place=9,
    ),
)
SHIPPED = KindBook(KINDS)
