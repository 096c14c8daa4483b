"""An entry while it is read: texts go in, values and faults come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from app.documents.intake import wording
from app.domain.calendar import PartialDate
from app.domain.errors import RefusedError
from app.domain.people import clean_name
from app.domain.refusals import NameMissingError, NameTooLongError
from app.domain.roster import Fault, FaultKind, Place, RosterPost

_LONGEST_FOUND = 40
_Value = TypeVar("_Value")


@dataclass(slots=True)
class EntryDraft:
    """Collects the faults of one row or form; every reading method takes the heading's name."""

    place: Place
    faults: list[Fault] = field(default_factory=list)

    def fault(self, heading: str, what: FaultKind, found: str = "") -> None:
        """Note a fault; what was found is cut short and stripped of unseen characters."""
        shown = "".join(
            c if wording.is_printable(c) else "\N{REPLACEMENT CHARACTER}" for c in found
        )
        place = replace(self.place, heading=heading)
        self.faults.append(Fault(place, what, shown[:_LONGEST_FOUND]))

    def name(self, heading: str, untrusted: str) -> str:
        """A person's name as documents print it, or a fault."""
        return self._cleaned(heading, untrusted, FaultKind.NAME_MISSING)

    def unit(self, heading: str, untrusted: str) -> str:
        """A unit's name as documents print it, or a fault."""
        return self._cleaned(heading, untrusted, FaultKind.UNIT_MISSING)

    def text(self, heading: str, untrusted: str, longest: int = wording.LONGEST_TEXT) -> str:
        """A short text on one line, or a fault."""
        text = wording.tidy(untrusted)
        if len(text) > longest:
            self.fault(heading, FaultKind.TEXT_TOO_LONG, text)
            return ""
        if not wording.is_printable(text):
            self.fault(heading, FaultKind.TEXT_UNPRINTABLE, text)
            return ""
        return text

    def value(
        self,
        heading: str,
        untrusted: str,
        read: Callable[[str], _Value],
        what: FaultKind,
    ) -> _Value | None:
        """What the text means; None when it is empty, or with a fault when it means nothing."""
        if not untrusted.strip():
            return None
        try:
            return read(untrusted)
        except ValueError:
            self.fault(heading, what, untrusted)
            return None

    def date(self, heading: str, untrusted: str) -> PartialDate | None:
        """A date, or a fault."""
        return self.value(heading, untrusted, wording.read_date, FaultKind.DATE_UNREADABLE)

    def check_dates(self, heading: str, born: PartialDate | None, posts: list[RosterPost]) -> None:
        """See that nobody holds a post before birth, and no post ends before it began."""
        for post in posts:
            since, until = post.since, post.until
            if since and until and until.last_day() < since.first_day():
                self.fault(heading, FaultKind.DATES_CROSSED, f"{since.iso()}—{until.iso()}")
            elif since and born and since.last_day() < born.first_day():
                self.fault(heading, FaultKind.DATES_CROSSED, f"{born.iso()}—{since.iso()}")

    def _cleaned(self, heading: str, untrusted: str, missing: FaultKind) -> str:
        field_name = "person" if missing is FaultKind.NAME_MISSING else "unit"
        try:
            return clean_name(untrusted, field_name)
        except NameMissingError:
            self.fault(heading, missing)
        except NameTooLongError:
            is_person = field_name == "person"
            too_long = FaultKind.NAME_TOO_LONG if is_person else FaultKind.UNIT_UNUSABLE
            self.fault(heading, too_long, untrusted)
        except RefusedError:
            is_person = field_name == "person"
            bad = FaultKind.NAME_UNPRINTABLE if is_person else FaultKind.UNIT_UNUSABLE
            self.fault(heading, bad, untrusted)
        return ""
