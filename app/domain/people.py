"""Units, persons and the posts that join them for a time."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from app.domain.calendar import PartialDate
from app.domain.ids import PersonId, PostId, UnitId
from app.domain.refusals import (
    NameMissingError,
    NameTooLongError,
    NameUnprintableError,
    PostDatesError,
)

LONGEST_NAME = 120  # names of one hundred characters exist; forms must carry them whole
_DOTS = str.maketrans(dict.fromkeys("•‧・･∙⋅●\uff0e", "·"))
# joiners that Mongolian, Uyghur and Kazakh words are spelled with; anywhere else they only hide
_CURSIVE = r"[\u0620-\u06ff\u1820-\u18aa]"
_JOINED = re.compile(rf"(?<={_CURSIVE})[\u180e\u200c\u200d](?={_CURSIVE})")


class UnitKind(Enum):
    """What sort of unit it is; prompts apply by it."""

    TOWNSHIP = "township"
    DEPARTMENT = "department"
    ENTERPRISE = "enterprise"
    OTHER = "other"


class Role(Enum):
    """What somebody does in a talk."""

    INTERVIEWEE = "interviewee"
    INTERVIEWER = "interviewer"
    COMPANION = "companion"
    OBSERVER = "observer"
    RECORDER = "recorder"


@dataclass(frozen=True, slots=True)
class Unit:
    """A township, department or enterprise under supervision."""

    id: UnitId
    name: str
    kind: UnitKind

    def checked(self) -> Unit:
        """The unit with its name as documents print it.

        Raises NameMissingError, NameTooLongError, NameUnprintableError.
        """
        return replace(self, name=clean_name(self.name, "unit"))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who holds posts; only what a talk needs is kept."""

    id: PersonId
    name: str
    gender: str = ""
    ethnicity: str = ""
    political_status: str = ""
    born: PartialDate | None = None
    note: str = ""

    def checked(self) -> Person:
        """The person with the name as documents print it.

        Raises NameMissingError, NameTooLongError, NameUnprintableError.
        """
        return replace(self, name=clean_name(self.name, "person"))


@dataclass(frozen=True, slots=True)
class Post:
    """What a person is in a unit from one date to another."""

    id: PostId
    person_id: PersonId
    unit_id: UnitId
    title: str
    rank: str = ""
    is_principal: bool = False
    since: PartialDate | None = None
    until: PartialDate | None = None

    def checked(self) -> Post:
        """The post, if its dates can be.

        Raises PostDatesError.
        """
        if self.since and self.until and self.until.last_day() < self.since.first_day():
            raise PostDatesError(self.since.written(), self.until.written())
        return self

    def is_held_on(self, day: date) -> bool:
        """Whether the post is held on that day; unknown dates count as open."""
        begun = self.since is None or self.since.first_day() <= day
        return begun and (self.until is None or self.until.last_day() >= day)


def clean_name(untrusted_name: str, field: str) -> str:
    """A name as documents print it: NFC, one kind of middle dot, no padding between two hanzi.

    Rosters write 张　三 for 张三 and use many look-alikes of U+00B7 in names such as 买买提·艾力.
    Raises NameMissingError, NameTooLongError, NameUnprintableError; field is "person" or "unit".
    """
    name = unicodedata.normalize("NFC", untrusted_name).translate(_DOTS)
    name = re.sub(r"\s+", " ", name).strip()
    name = re.sub(r"(?<=[⺀-鿿\U00020000-\U0003FFFF]) (?=[⺀-鿿\U00020000-\U0003FFFF])", "", name)
    name = re.sub(r" ?· ?", "·", name)
    if not name:
        raise NameMissingError(field)
    if len(name) > LONGEST_NAME:
        raise NameTooLongError(field, len(name), LONGEST_NAME)
    for place, character in enumerate(_JOINED.sub("·", name), 1):
        if is_unseen(character):
            raise NameUnprintableError(field, place, f"U+{ord(character):04X}")
    return name


def is_unseen(character: str) -> bool:
    """Whether the character leaves nothing on paper: controls, private use, not assigned."""
    # rare hanzi are added to planes 2 and 3 every other year; this Python may not know them yet
    if re.match(r"[\U00020000-\U0002FFFD\U00030000-\U0003FFFD]", character):
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def name_key(name: str) -> str:
    """The form in which names are looked for: folded, without spaces and middle dots."""
    folded = unicodedata.normalize("NFKC", name.translate(_DOTS)).casefold()
    return re.sub(r"[\s·\u180e\u200c\u200d]+", "", unicodedata.normalize("NFKC", folded))


@dataclass(frozen=True, slots=True)
class PostView:
    """A post with the names a reader needs."""

    post: Post
    unit_name: str
    unit_kind: UnitKind


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line in the list of persons: the person and the present post."""

    id: PersonId
    name: str
    sort_key: str
    unit_id: UnitId | None
    unit_name: str
    unit_kind: UnitKind | None
    title: str
    is_principal: bool


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """What the list of persons is narrowed to; text is part of a name or unit, or initials."""

    text: str = ""
    unit_id: UnitId | None = None


@dataclass(frozen=True, slots=True)
class PersonCard:
    """All that is known of one person, posts newest first."""

    person: Person
    posts: tuple[PostView, ...]
