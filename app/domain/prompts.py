"""Prompts: what to ask, in four focus areas, and when it applies; a used set never changes."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain.people import UnitKind

AREAS_IN_A_SET = 4


@dataclass(frozen=True, slots=True)
class FocusArea:
    """One of the four 聚焦 areas of a prompt set."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of the person and unit before a talk."""

    unit_kind: UnitKind | None = None
    is_newly_appointed: bool = False
    has_open_findings: bool = False
    is_bottom_ranked: bool = False


@dataclass(frozen=True, slots=True)
class Applicability:
    """When a prompt is worth asking; a prompt without conditions always is."""

    unit_kinds: frozenset[UnitKind] = frozenset()
    newly_appointed: bool = False
    open_findings: bool = False
    bottom_ranked: bool = False

    def holds(self, situation: Situation) -> bool:
        """Whether the prompt applies in this situation."""
        if self.unit_kinds and situation.unit_kind not in self.unit_kinds:
            return False
        needed = (
            (self.newly_appointed, situation.is_newly_appointed),
            (self.open_findings, situation.has_open_findings),
            (self.bottom_ranked, situation.is_bottom_ranked),
        )
        return all(is_so for wanted, is_so in needed if wanted)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question as it would be spoken, and what helps to get a concrete answer."""

    number: str
    area: str
    text: str
    concrete: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    applies: Applicability = field(default_factory=Applicability)
    is_required: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class PromptSet:
    """A version of the prompts; immutable once a talk has used it."""

    id: str
    version: int
    title: str
    areas: tuple[FocusArea, ...]
    prompts: tuple[Prompt, ...]

    def prompt(self, number: str) -> Prompt:
        """The prompt with that number; KeyError when there is none."""
        for prompt in self.prompts:
            if prompt.number == number:
                return prompt
        raise KeyError(number)

    def area_title(self, key: str) -> str:
        """The name of an area on screen and paper."""
        return next(area.title for area in self.areas if area.key == key)

    def in_area(self, key: str) -> tuple[Prompt, ...]:
        """The prompts of one area in order."""
        return tuple(p for p in self.prompts if p.area == key)

    def applying(self, situation: Situation) -> tuple[Prompt, ...]:
        """The prompts worth asking in this situation, in order."""
        return tuple(p for p in self.prompts if p.applies.holds(situation))

    def unbound(self) -> PromptSet:
        """The same set for a talk that is free in what it asks: nothing in it is required."""
        free = tuple(replace(p, is_required=False) if p.is_required else p for p in self.prompts)
        return replace(self, prompts=free)

    def left_out(self, situation: Situation, numbers: Container[str]) -> tuple[Prompt, ...]:
        """The required prompts that apply in this situation and are not among these numbers.

        They must be asked or skipped with a reason all the same.
        """
        applying = self.applying(situation)
        return tuple(p for p in applying if p.is_required and p.number not in numbers)


@dataclass(frozen=True, slots=True)
class PromptSetRow:
    """One line in the list of prompt sets; is_used tells whether a talk was asked from it.

    A set that was retired says when and why; no new talk is prepared from it.
    """

    id: str
    version: int
    title: str
    prompts: int
    made_at: datetime
    is_used: bool
    retired_at: datetime | None = None
    retired_reason: str = ""
