"""What a talk's documents say, as lists, figures and the search of the registry's desk need it.

The documents are those of a package, checked against their schemas; versions 1 and 2 alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.domain.finding import FindingNature
from app.domain.kinds import SHIPPED
from app.domain.people import name_key
from app.domain.registry import Heard

VERSION = 1  # goes up with every change of texts_of: the desk's index of words is then made anew
Document = Mapping[str, Any]
_OF_FINDING = (
    "number",
    "manifestation",
    "measure",
    "regulation",
    "tag_title",
    "unit_name",
    "person_name",
)


def texts_of(document: Document, findings: Iterable[Document]) -> str:
    """All that words are looked for in, a line for each text."""
    found = (piece for finding in findings for piece in _of_finding(finding))
    return "\n".join(text for text in (*_of_talk(document), *found) if text)


def interviewees_of(document: Document) -> list[Document]:
    """Those talked to, present or not."""
    return [p for p in document["participants"] if p["role"] == "interviewee"]


def names_of(document: Document) -> str:
    """The interviewees' names in one line."""
    return "、".join(p["name"] for p in interviewees_of(document))


def units_of(document: Document) -> str:
    """The interviewees' units in one line, each once."""
    people = interviewees_of(document)
    return "、".join(dict.fromkeys(p["unit_name"] for p in people if p["unit_name"]))


def heard_in(document: Document) -> tuple[Heard, ...]:
    """Who came; without a key of the office's own, name and unit tell persons apart."""
    return tuple(
        Heard(p.get("person_id") or _guest(p), is_first_form(document, p))
        for p in interviewees_of(document)
        if p["is_present"]
    )


def _guest(participant: Document) -> str:
    return f"{name_key(participant['name'])}\n{participant['unit_name']}"


def is_first_form(document: Document, participant: Document) -> bool:
    """Whether the office counts the talk as 第一种形态 for this person."""
    if "is_first_form" in participant:
        return bool(participant["is_first_form"])
    # version 1 does not say: what its kind always counts as is known, what was stated is not
    return SHIPPED.of(document["kind"]).is_first_form(False, False)


def is_collective(document: Document) -> bool:
    """Whether many are talked to at once."""
    if "is_collective" in document:
        return bool(document["is_collective"])
    return SHIPPED.of(document["kind"]).is_collective


def is_make_up(document: Document) -> bool:
    """Whether the talk makes up for absence from another, and so adds no 场次."""
    return bool(document.get("makes_up_for"))


def nature_of(finding: Document) -> str:
    """problem or advice."""
    return str(finding.get("nature") or FindingNature.PROBLEM.value)


def _of_talk(document: Document) -> Iterator[str]:
    yield from (document["number"], document["subject"], document["place"], document["kind_title"])
    for participant in document["participants"]:
        yield f"{participant['name']} {participant['unit_name']} {participant['title']}"
    text = document.get("text") or {}
    for answer in text.get("answers", ()):
        yield from (answer["question"], answer["text"], answer["skipped_reason"])
    for amendment in text.get("amendments", ()):
        yield amendment["reason"]
        yield from (line["should"] for line in amendment["lines"])
    for field in ("summary", "requirement", "statement"):
        yield text.get(field, "")
    yield from (document["refusal_note"], document.get("delegation", ""))


def _of_finding(finding: Document) -> Iterator[str]:
    for field in _OF_FINDING:
        yield str(finding.get(field) or "")
