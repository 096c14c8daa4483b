"""The script of the demo, read from resources/demo: who there is, what is asked and answered."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.cli.story.following import Leaf, Step, leaves_of, steps_of
from app.cli.story.groundwork import Groundwork, groundwork_of
from app.domain.calendar import months_later, written_date
from app.system.paths import resources_folder

_FILE, _AFTER = "demo/county.json", "demo/after.json"
_TOKEN = re.compile(r"\{([dmy])([+-]\d+)?\}")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing asked and answered; prompt is empty for what is asked on the spot in an area."""

    prompt: str
    area: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a talk: at which prompt, what, and the days until it must be mended.

    key is what the script calls it later on.
    """

    key: str
    prompt: str
    manifestation: str
    measure: str
    days: int
    is_common: bool
    person: str
    tag: str
    is_personal: bool


@dataclass(frozen=True, slots=True)
class Mended:
    """What the interviewee had put right while reading."""

    prompt: str
    old: str
    new: str
    note: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One talk from the first question to the last word."""

    kind: str
    subject: str
    place: str
    interviewer: str
    recorder: str
    companions: tuple[str, ...]
    interviewees: tuple[str, ...]
    minutes_long: int
    lines: tuple[Line, ...]
    closing: tuple[str, str, str]
    mended: Mended | None
    findings: tuple[Found, ...]
    absent: str
    absence_reason: str
    break_note: str
    left_out: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A talk of months ago."""

    days_ago: int
    hour: int
    scene: Scene


@dataclass(frozen=True, slots=True)
class Ahead:
    """A talk that is only planned, so many days after today."""

    kind: str
    subject: str
    interviewee: str
    in_days: int
    hour: int
    prompts: tuple[str, ...]
    has_note: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """The whole county. persons and forms are the lines of the sample files, told as they stand."""

    office: str
    office_code: str
    secretary: str
    persons: tuple[dict[str, str], ...]
    groundwork: Groundwork
    forms: tuple[dict[str, Any], ...]
    earlier: tuple[Earlier, ...]
    talk: Scene
    collective: Scene
    unread: Scene
    waiting: Scene
    broken_off: Scene
    ahead: tuple[Ahead, ...]
    follow_ups: tuple[Step, ...]
    leaves: tuple[Leaf, ...]


def read_script(day: date) -> Script:
    """The script with its dates set around the day of the talk."""
    told, after = _told(_FILE, day), _told(_AFTER, day)
    return Script(
        office=told["office"]["name"],
        office_code=told["office"]["code"],
        secretary=told["office"]["secretary"],
        persons=tuple(told["persons"]),
        groundwork=groundwork_of(told["groundwork"], day),
        forms=tuple(told["forms"]),
        earlier=tuple(
            Earlier(e["days_ago"], e["hour"], _scene(e["scene"])) for e in told["earlier"]
        ),
        talk=_scene(told["talk"]),
        collective=_scene(told["collective"]),
        unread=_scene(told["unread"]),
        waiting=_scene(told["waiting"]),
        broken_off=_scene(told["broken_off"]),
        ahead=tuple(Ahead(**{**a, "prompts": tuple(a["prompts"])}) for a in told["ahead"]),
        follow_ups=steps_of(after["follow_ups"]),
        leaves=leaves_of(after["leaves"]),
    )


def _told(name: str, day: date) -> dict[str, Any]:
    """The file, its tokens made into dates around the story's day.

    {d-3} is the date three days before, {m-12} the month twelve months before, {y-1} the year
    before: whoever took office in a month of {y-1} may not yet have held it a few weeks ago.
    """

    def written(token: re.Match[str]) -> str:
        step = int(token[2] or 0)
        if token[1] == "y":
            return str(day.year + step)
        if token[1] == "m":
            month = months_later(day, step)
            return f"{month.year}年{month.month}月"
        return written_date(day + timedelta(days=step))

    text = (resources_folder() / name).read_text("utf-8")
    told: dict[str, Any] = json.loads(_TOKEN.sub(written, text))
    return told


def _scene(told: dict[str, Any]) -> Scene:
    absent = told.get("absent") or {"name": "", "reason": ""}
    return Scene(
        kind=told["kind"],
        subject=told["subject"],
        place=told["place"],
        interviewer=told["interviewer"],
        recorder=told["recorder"],
        companions=tuple(told["companions"]),
        interviewees=tuple(told["interviewees"]),
        minutes_long=told["minutes_long"],
        lines=tuple(_line(line) for line in told["answers"]),
        closing=(told["summary"], told["requirement"], told["statement"]),
        mended=Mended(**told["correction"]) if told["correction"] else None,
        findings=tuple(_found(found) for found in told["findings"]),
        absent=absent["name"],
        absence_reason=absent["reason"],
        break_note=told.get("break", ""),
        left_out=told.get("left_out", ""),
    )


def _line(told: dict[str, str]) -> Line:
    return Line(
        told.get("prompt", ""), told.get("area", ""), told.get("ask", ""), text=told["text"]
    )


def _found(told: dict[str, Any]) -> Found:
    return Found(
        key=told["key"],
        prompt=told["prompt"],
        manifestation=told["manifestation"],
        measure=told["measure"],
        days=told["days"],
        is_common=told.get("common", False),
        person=told.get("person", ""),
        tag=told.get("tag", ""),
        is_personal=told.get("personal", False),
    )
