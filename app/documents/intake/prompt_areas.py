"""Which four areas a sheet of prompts means, by what stands above its headings or in its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.documents.intake.prompt_words import area_word
from app.documents.intake.workbook import Cell
from app.domain.prompt_editing import tidy
from app.domain.prompt_faults import LONGEST_AREA
from app.domain.prompts import AREAS_IN_A_SET, FocusArea, PromptSet


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas of a sheet, found by their names as the rows write them."""

    areas: tuple[FocusArea, ...]
    keys: Mapping[str, str]

    @classmethod
    def settled(
        cls, told: tuple[FocusArea, ...], in_rows: Sequence[str], known: PromptSet | None
    ) -> Areas:
        """The areas told above the headings, else those in force, else the four the rows name.

        Where rows name four and some are not in force, these are renamed, in order: the preview
        shows it. Where they name another number, those in force count, and each stray is a fault.
        """
        names = list(dict.fromkeys(tidy(name) for name in in_rows if name.strip()))
        words = {area_word(name): name for name in reversed(names)}
        inside = known.areas if known else ()
        if told:
            return cls._of(_keyed(told, inside))
        strange = [w for w in words if w not in {area_word(a.title) for a in inside}]
        if strange and len(words) == AREAS_IN_A_SET:
            in_order = [n for n in names if words[area_word(n)] == n]
            return cls._of(_keyed([FocusArea("", n) for n in in_order], inside))
        return cls._of(inside)

    @classmethod
    def _of(cls, areas: Sequence[FocusArea]) -> Areas:
        by_word = {area_word(area.title): area.key for area in areas}
        return cls(tuple(areas), by_word | {area.title: area.key for area in areas})

    def key_of(self, untrusted_name: str) -> str:
        """The key of the area that is meant, or nothing."""
        name = tidy(untrusted_name)
        return (self.keys.get(name) or self.keys.get(area_word(name), "")) if name else ""


def told_areas(rows: Sequence[tuple[Cell, ...]], word: str) -> tuple[FocusArea, ...]:
    """The areas a sheet names above its headings: 聚焦1, its name, and its key if that is there."""
    found: list[FocusArea] = []
    for row in rows:
        texts = [tidy(cell.text) for cell in row[:3]]
        if len(texts) > 1 and texts[1] and re.fullmatch(rf"{word}\d", texts[0]):
            key = texts[2] if len(texts) > 2 and len(texts[2]) <= LONGEST_AREA else ""
            found.append(FocusArea(key, texts[1]))
    return tuple(found)


def _keyed(told: Sequence[FocusArea], known: Sequence[FocusArea]) -> list[FocusArea]:
    """The areas under the keys in force, since findings and planned minutes go by them.

    An area has the key of the same name in force, else its own where that is in force, else one
    that is left over; where nothing is in force, its own or a fresh one.
    """
    by_word = {area_word(area.title): area.key for area in known}
    keys = _each_once([by_word.get(area_word(area.title), "") for area in told])
    in_force = {area.key for area in known} or {area.key for area in told}
    for place, area in enumerate(told):
        if not keys[place] and area.key in in_force and area.key not in keys:
            keys[place] = area.key
    fresh = (f"area-{n}" for n in range(1, len(told) + len(known) + 1))
    left = iter([key for key in (*(a.key for a in known), *fresh) if key not in keys])
    return [FocusArea(key or next(left), area.title) for key, area in zip(keys, told, strict=True)]


def _each_once(keys: list[str]) -> list[str]:
    return [key if key not in keys[:place] else "" for place, key in enumerate(keys)]
