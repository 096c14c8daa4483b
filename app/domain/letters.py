"""谈话函询: only that a letter went out, when, and how it ended; never what it was about.

The content of a clue (问题线索) belongs into the office's own case register. Therefore there is no
field that could hold it, and the outcome is one of a few fixed words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from app.domain.ids import LetterId
from app.domain.kind_errors import LetterDaysError, WordMissingError, WordTooLongError

LONGEST_REFERENCE = 40


class LetterOutcome(Enum):
    """How an inquiry by letter ended (《监督执纪工作规则》 on 谈话函询 names these ways)."""

    OPEN = ""
    ACCEPTED = "accepted"
    MILD = "mild"
    AGAIN = "again"
    VERIFY = "verify"
    SLANDER = "slander"


@dataclass(frozen=True, slots=True)
class LetterInquiry:
    """One inquiry by letter: its reference number (文号), its dates, its outcome."""

    id: LetterId
    reference: str
    sent_on: date
    due_on: date | None = None
    replied_on: date | None = None
    outcome: LetterOutcome = LetterOutcome.OPEN

    def checked(self) -> LetterInquiry:
        """The letter with its reference in one line.

        Raises WordMissingError, WordTooLongError, LetterDaysError.
        """
        reference = re.sub(r"\s+", " ", self.reference).strip()
        if not reference:
            raise WordMissingError("letter")
        if len(reference) > LONGEST_REFERENCE:
            raise WordTooLongError("letter", len(reference), LONGEST_REFERENCE)
        for of, day in (("due", self.due_on), ("replied", self.replied_on)):
            if day and day < self.sent_on:
                raise LetterDaysError(of, self.sent_on)
        return replace(self, reference=reference)
