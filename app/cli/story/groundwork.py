"""What a careful office keeps before it talks: facts, figures, a plan, who stays apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.domain.facts import FactCategory, UnitFigure
from app.domain.ids import PersonId, TalkId, UnitId
from app.domain.plan import FIRST_MONTH, LAST_MONTH
from app.domain.planning import PlanWish
from app.services.application import Application
from app.services.facts import FactEntry


@dataclass(frozen=True, slots=True)
class Known:
    """One fact: of the unit, or of the person when one is named; days before the story's day."""

    category: str
    unit: str
    person: str
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a unit in one year; place is its rank among out_of, 0 without one."""

    unit: str
    year: int
    name: str
    value: str
    place: int
    out_of: int


@dataclass(frozen=True, slots=True)
class Groundwork:
    """All of it as the script tells it; apart is two names and the ground of recusal each."""

    facts: tuple[Known, ...]
    figures: tuple[Figure, ...]
    apart: tuple[tuple[str, str, str], ...]
    deputies: str
    year: int
    note: str


def groundwork_of(told: dict[str, Any], day: date) -> Groundwork:
    """The part of the script that is known before any talk; day is the story's day."""
    return Groundwork(
        facts=tuple(
            Known(
                category=f["category"],
                unit=f["unit"],
                person=f.get("person", ""),
                day=day - timedelta(days=f["days_ago"]),
                text=f["text"],
            )
            for f in told["facts"]
        ),
        figures=tuple(
            Figure(f["unit"], day.year + f["year"], f["name"], f["value"], *f.get("rank", (0, 0)))
            for f in told["figures"]
        ),
        apart=tuple((a["one"], a["other"], a["ground"]) for a in told["apart"]),
        deputies=told["deputies"],
        year=day.year,
        note=told["note"],
    )


def lay(application: Application, groundwork: Groundwork) -> None:
    """Enter it all through the services a secretary has."""
    for known in groundwork.facts:
        application.facts.add(_entry(application, known))
    for figure in groundwork.figures:
        application.facts.keep_figure(_figure(application, figure))
    for one, other, ground in groundwork.apart:
        application.recusals.add(_person(application, one), _person(application, other), ground)
    plans = application.plans
    today = plans.today()
    first = today.month if today.year == groundwork.year else FIRST_MONTH
    wish = PlanWish(
        months=tuple(range(first, LAST_MONTH + 1)),
        owner=plans.owner(),
        deputies=plans.interviewers(groundwork.deputies),
    )
    asked = [one for one in plans.propose(groundwork.year, wish) if one.is_ticked]
    plans.build(groundwork.year, asked)


def note_down(application: Application, groundwork: Groundwork, talk_id: TalkId) -> None:
    """The interviewer's own note for a talk to come, which no paper ever shows."""
    application.notes.keep(talk_id, groundwork.note)


def _entry(application: Application, known: Known) -> FactEntry:
    return FactEntry(
        category=FactCategory(known.category),
        day=known.day,
        text=known.text,
        unit_id=_unit(application, known.unit),
        person_id=_person(application, known.person) if known.person else None,
    )


def _figure(application: Application, figure: Figure) -> UnitFigure:
    return UnitFigure(
        unit_id=_unit(application, figure.unit),
        year=figure.year,
        name=figure.name,
        value=figure.value,
        place=figure.place or None,
        out_of=figure.out_of or None,
    )


def _person(application: Application, name: str) -> PersonId:
    return next(row.id for row in application.people.page(name) if row.name == name)


def _unit(application: Application, name: str) -> UnitId:
    return next(unit.id for unit in application.people.units() if unit.name == name)
