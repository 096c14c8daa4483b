"""Every refusal: a rule of the trade says no, and the user can choose otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import RefusedError


@dataclass(eq=False)
class WrongStatusError(RefusedError):
    """The talk stands at another step than this act needs."""

    talk_number: str
    status: str
    act: str


@dataclass(eq=False)
class TalkSealedError(RefusedError):
    """The talk has been sealed and takes no further change."""

    talk_number: str


class IntervieweeMissingError(RefusedError):
    """Nobody is talked to."""


class InterviewerMissingError(RefusedError):
    """Nobody leads the talk."""


class RecorderMissingError(RefusedError):
    """Nobody writes the talk down."""


@dataclass(eq=False)
class RecorderIsInterviewerError(RefusedError):
    """One person cannot both lead the talk and record it."""

    name: str


@dataclass(eq=False)
class ParticipantTwiceError(RefusedError):
    """One person stands in a talk in two roles."""

    name: str


class EndBeforeStartError(RefusedError):
    """The talk would end before, or when, it began."""


@dataclass(eq=False)
class AnswerMissingError(RefusedError):
    """A required prompt is neither answered nor skipped with a reason."""

    prompt_number: str
    prompt_text: str


class NothingAskedError(RefusedError):
    """No prompt was chosen, or the talk has no answer at all."""


class QuestionMissingError(RefusedError):
    """A question on the spot without words."""


class ManifestationMissingError(RefusedError):
    """A finding that does not say what was found."""


@dataclass(eq=False)
class ReasonMissingError(RefusedError):
    """This act needs a reason in words: act names it."""

    act: str


class BreakOpenError(RefusedError):
    """A break has begun and not ended."""


@dataclass(eq=False)
class PlaceholderLeftError(RefusedError):
    """The text still holds a placeholder such as ×× or 某某."""

    field: str
    placeholder: str


@dataclass(eq=False)
class ScanMissingError(RefusedError):
    """There is neither a scan of the signed paper nor a noted refusal."""

    talk_number: str


@dataclass(eq=False)
class ScanPagesDifferError(RefusedError):
    """The scan has another number of pages than the minutes."""

    found: int
    expected: int


@dataclass(eq=False)
class NameMissingError(RefusedError):
    """A person or unit without a name; field is "person" or "unit"."""

    field: str


@dataclass(eq=False)
class NameTooLongError(RefusedError):
    """A name longer than any form can carry."""

    field: str
    length: int
    longest: int


@dataclass(eq=False)
class NameUnprintableError(RefusedError):
    """A name holds a character that cannot be printed or seen."""

    field: str
    place: int
    code_point: str


@dataclass(eq=False)
class UnitExistsError(RefusedError):
    """A unit with this name is already in the register."""

    name: str


@dataclass(eq=False)
class PostDatesError(RefusedError):
    """A post that would end before it began."""

    since: str
    until: str


@dataclass(eq=False)
class TitleMissingError(RefusedError):
    """A post without a title."""

    name: str


@dataclass(eq=False)
class OfficeCodeError(RefusedError):
    """The unit's code is not six digits."""

    found: str


@dataclass(eq=False)
class IdleMinutesError(RefusedError):
    """The vault must lock itself after one minute at least and longest minutes at most."""

    found: int
    longest: int


class NothingChosenError(RefusedError):
    """Nothing was chosen for the act."""


@dataclass(eq=False)
class PackageTooLargeError(RefusedError):
    """More talks than one package may carry; several packages can carry them."""

    talks: int
    most: int


@dataclass(eq=False)
class TextChangedMeanwhileError(RefusedError):
    """While the minutes were made somebody changed the text; nothing was kept."""

    talk_number: str


@dataclass(eq=False)
class MinutesMissingError(RefusedError):
    """The talk has no minutes yet: its text was not confirmed."""

    talk_number: str


@dataclass(eq=False)
class NotSealedError(RefusedError):
    """Only sealed talks can be handed over."""

    talk_number: str
