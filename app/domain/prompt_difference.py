"""What changed from one version of the prompts to the next."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from app.domain.prompt_faults import PromptField
from app.domain.prompts import FocusArea, Prompt, PromptSet


class ChangeKind(Enum):
    """How a part of the set differs."""

    TITLE = "title"
    AREA = "area"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class SetChange:
    """One difference: the old and the new words of a name, or the old and the new prompt.

    fields are those of the prompt that differ; area is the key of where it stands now, or stood.
    """

    kind: ChangeKind
    area: str = ""
    old_words: str = ""
    new_words: str = ""
    old: Prompt | None = None
    new: Prompt | None = None
    fields: tuple[PromptField, ...] = ()


@dataclass(frozen=True, slots=True)
class SetDifference:
    """All that differs, in the order of the new version; what was removed stands at the end."""

    changes: tuple[SetChange, ...]

    def count(self, kind: ChangeKind) -> int:
        """How many differences are of this kind."""
        return sum(change.kind is kind for change in self.changes)


def difference(
    old: PromptSet, title: str, areas: tuple[FocusArea, ...], prompts: tuple[Prompt, ...]
) -> SetDifference:
    """What the new title, areas and prompts say otherwise than the old set.

    Prompts are the same when they have the same number, or else the same words.
    """
    pairs = _pairs(old.prompts, prompts)
    stayed = _in_place(old.prompts, [p for p in prompts if p.number in pairs], pairs)
    changes = [*_names(old, title, areas)]
    for prompt in prompts:
        before = pairs.get(prompt.number)
        if before is None:
            changes.append(SetChange(ChangeKind.ADDED, prompt.area, new=prompt))
        elif fields := differing(before, prompt):
            kind = ChangeKind.CHANGED
            changes.append(SetChange(kind, prompt.area, old=before, new=prompt, fields=fields))
        elif before.number not in stayed:
            changes.append(SetChange(ChangeKind.MOVED, prompt.area, old=before, new=prompt))
    kept = {before.number for before in pairs.values()}
    gone = (p for p in old.prompts if p.number not in kept)
    changes += [SetChange(ChangeKind.REMOVED, p.area, old=p) for p in gone]
    return SetDifference(tuple(changes))


def differing(old: Prompt, new: Prompt) -> tuple[PromptField, ...]:
    """The fields in which two wordings of a prompt differ."""
    sides = (_by_field(old), _by_field(new))
    return tuple(where for where in sides[0] if sides[0][where] != sides[1][where])


def _by_field(prompt: Prompt) -> dict[PromptField, object]:
    applies = prompt.applies
    conditions = (applies.newly_appointed, applies.open_findings, applies.bottom_ranked)
    return {
        PromptField.NUMBER: prompt.number,
        PromptField.AREA: prompt.area,
        PromptField.TEXT: prompt.text,
        PromptField.CONCRETE: prompt.concrete,
        PromptField.FOLLOW_UPS: prompt.follow_ups,
        PromptField.REQUIRED: prompt.is_required,
        PromptField.UNIT_KINDS: applies.unit_kinds,
        PromptField.CONDITIONS: conditions,
        PromptField.SOURCE: prompt.source,
    }


def _names(old: PromptSet, title: str, areas: tuple[FocusArea, ...]) -> Iterator[SetChange]:
    if old.title != title:
        yield SetChange(ChangeKind.TITLE, old_words=old.title, new_words=title)
    before = {area.key: area.title for area in old.areas}
    for area in areas:
        if before.get(area.key, "") != area.title:
            words = before.get(area.key, "")
            yield SetChange(ChangeKind.AREA, area.key, old_words=words, new_words=area.title)


def _pairs(old: tuple[Prompt, ...], new: tuple[Prompt, ...]) -> dict[str, Prompt]:
    """The earlier wording of each prompt, by its new number."""
    by_number = {p.number: p for p in old}
    pairs = {p.number: by_number[p.number] for p in new if p.number in by_number}
    taken = {before.number for before in pairs.values()}
    by_words = {p.text: p for p in old if p.number not in taken}
    for prompt in new:
        if prompt.number not in pairs and prompt.text in by_words:
            pairs[prompt.number] = by_words.pop(prompt.text)
    return pairs


def _in_place(
    old: tuple[Prompt, ...], new: list[Prompt], pairs: dict[str, Prompt]
) -> frozenset[str]:
    """The old numbers of the prompts that kept their order: the most that can have."""
    before = {p.number: n for n, p in enumerate(old)}
    stayed: set[str] = set()
    for area in dict.fromkeys(p.area for p in new):
        places = [before[pairs[p.number].number] for p in new if p.area == area]
        stayed |= {old[place].number for place in _longest_rising(places)}
    return frozenset(stayed)


def _longest_rising(places: list[int]) -> list[int]:
    ends: list[int] = []  # the smallest end of a rising run of each length
    chains: list[list[int]] = []
    for place in places:
        length = bisect_left(ends, place)
        chain = [*(chains[length - 1] if length else []), place]
        ends[length:] = [place, *ends[length + 1 :]]
        chains[length:] = [chain, *chains[length + 1 :]]
    return chains[-1] if chains else []
