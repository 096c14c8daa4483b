"""How checking a record and amending a sealed one can be refused."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import RefusedError


@dataclass(eq=False)
class HomophoneLeftError(RefusedError):
    """A name in the record sounds like a registered one and is written otherwise."""

    field: str
    written: str
    registered: str


@dataclass(eq=False)
class RemarksOpenError(RefusedError):
    """Warnings that nobody has looked at: how many, and the field and words of the first."""

    count: int
    field: str
    words: str


@dataclass(eq=False)
class RemarkGoneError(RefusedError):
    """The words a remark was about have changed meanwhile."""

    talk_number: str


@dataclass(eq=False)
class RemarkMustBeMendedError(RefusedError):
    """This remark cannot be passed: the words must be put right."""

    field: str
    words: str


@dataclass(eq=False)
class PassageUnknownError(RefusedError):
    """The passage to be corrected is not there, or is put right elsewhere: label names it."""

    label: str


@dataclass(eq=False)
class NotSealedYetError(RefusedError):
    """A record that is not sealed is corrected, not amended."""

    talk_number: str


@dataclass(eq=False)
class AmendmentEmptyError(RefusedError):
    """An amendment says nothing: no line with what was and what should stand."""


@dataclass(eq=False)
class AmendmentQuoteError(RefusedError):
    """What is said to stand in the record does not stand there: line counts from 1."""

    line: int
    label: str


@dataclass(eq=False)
class AmendmentSameError(RefusedError):
    """A line of an amendment says the same twice; line counts from 1."""

    line: int
