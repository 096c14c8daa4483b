"""Reads a prompt set file: JSON as resources/schemas/prompt-set-1.json describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from app.documents.intake.stanza import Stanza, stanza_of
from app.domain.errors import PromptSetDamagedError
from app.domain.people import UnitKind
from app.domain.prompt_faults import (
    LONGEST_AREA,
    LONGEST_CONCRETE,
    LONGEST_FOLLOW_UP,
    LONGEST_NUMBER,
    LONGEST_QUESTION,
    LONGEST_SOURCE,
    LONGEST_TITLE,
    MOST_LINES,
    MOST_PROMPTS,
    SHORTEST_QUESTION,
)
from app.domain.prompts import AREAS_IN_A_SET, Applicability, FocusArea, Prompt, PromptSet

FORMAT = "tanxinbu-prompt-set-1"
LARGEST_FILE = 4 * 1024 * 1024
_CONDITIONS = ("newly_appointed", "open_findings", "bottom_ranked")


def read_prompt_set(untrusted_content: bytes) -> PromptSet:
    """The prompt set that a file holds.

    Raises PromptSetDamagedError with the place, such as prompts[3].text, and what is wrong there:
    size, json, format, missing, unknown, object, list, count, text, length, unprintable, flag,
    number, unit_kind, twice, area.
    """
    if len(untrusted_content) > LARGEST_FILE:
        raise PromptSetDamagedError("", "size")
    try:
        content = json.loads(untrusted_content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise PromptSetDamagedError("", "json") from fault
    stanza = stanza_of(content, "").only("format", "id", "version", "title", "areas", "prompts")
    if stanza.text("format", 60) != FORMAT:
        raise PromptSetDamagedError("format", "format")
    areas = tuple(map(_area, stanza.stanzas("areas", AREAS_IN_A_SET, AREAS_IN_A_SET)))
    _check_unique((a.key for a in areas), "areas", "key")
    prompts = tuple(map(_prompt, stanza.stanzas("prompts", AREAS_IN_A_SET, MOST_PROMPTS)))
    _check_unique((p.number for p in prompts), "prompts", "number")
    _check_areas(areas, prompts)
    return PromptSet(
        id=stanza.text("id", 60),
        version=stanza.whole("version", 1_000_000),
        title=stanza.text("title", LONGEST_TITLE),
        areas=areas,
        prompts=prompts,
    )


def _area(stanza: Stanza) -> FocusArea:
    stanza.only("key", "title")
    return FocusArea(key=stanza.text("key", 40), title=stanza.text("title", LONGEST_AREA))


def _prompt(stanza: Stanza) -> Prompt:
    stanza.only("number", "area", "text", "concrete", "follow_ups", "applies", "required", "source")
    return Prompt(
        number=stanza.text("number", LONGEST_NUMBER),
        area=stanza.text("area", 40),
        text=stanza.text("text", LONGEST_QUESTION, SHORTEST_QUESTION),
        concrete=stanza.texts("concrete", 0, MOST_LINES, LONGEST_CONCRETE),
        follow_ups=stanza.texts("follow_ups", 0, MOST_LINES, LONGEST_FOLLOW_UP),
        applies=_applicability(stanza.stanza("applies")),
        is_required=stanza.flag("required"),
        source=stanza.text("source", LONGEST_SOURCE, shortest=0),
    )


def _applicability(stanza: Stanza) -> Applicability:
    stanza.only("unit_kinds", *_CONDITIONS)
    kinds = []
    for place, kind in enumerate(stanza.texts("unit_kinds", 0, len(UnitKind), 20), 1):
        if kind not in {k.value for k in UnitKind}:
            raise PromptSetDamagedError(f"{stanza.at('unit_kinds')}[{place}]", "unit_kind")
        kinds.append(UnitKind(kind))
    newly_appointed, open_findings, bottom_ranked = map(stanza.flag, _CONDITIONS)
    return Applicability(frozenset(kinds), newly_appointed, open_findings, bottom_ranked)


def _check_unique(found: Iterable[str], place: str, key: str) -> None:
    seen: set[str] = set()
    for number, value in enumerate(found, 1):
        if value in seen:
            raise PromptSetDamagedError(f"{place}[{number}].{key}", "twice")
        seen.add(value)


def _check_areas(areas: tuple[FocusArea, ...], prompts: tuple[Prompt, ...]) -> None:
    keys = {area.key for area in areas}
    for number, prompt in enumerate(prompts, 1):
        if prompt.area not in keys:
            raise PromptSetDamagedError(f"prompts[{number}].area", "area")
    for number, area in enumerate(areas, 1):
        if all(prompt.area != area.key for prompt in prompts):
            raise PromptSetDamagedError(f"areas[{number}]", "count")
