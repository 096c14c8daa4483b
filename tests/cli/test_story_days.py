"""The demonstration can be made on any day: nobody is talked to in an office not held yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from app.cli.story.script import Scene, Script, read_script
from app.cli.story.story_clock import last_working_day, working_day_ago
from app.domain.calendar import PartialDate
from app.domain.people import clean_name

FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
STORY_DAYS = {last_working_day(FIRST + timedelta(days=n)) for n in range((LAST - FIRST).days + 2)}
# within a month the offices of the script stay as they are and its talks move on: whoever holds an
# office in the story of the first day holds it in those of all the others
HARDEST = [min(days) for _, days in groupby(sorted(STORY_DAYS), lambda day: (day.year, day.month))]
HOLDS_STILL = re.compile(r"(\d{4}\.\d\d)--\s")


def in_office(script: Script) -> dict[str, date]:
    """Since when each person has held the post of the sample files."""
    since = {one["name"]: one["since"] for one in script.persons}
    for form in script.forms:
        since[clean_name(form["name"], "person")] = next(
            found[1] for found in map(HOLDS_STILL.match, form["career"]) if found
        )
    return {name: PartialDate.parse(text).first_day() for name, text in since.items()}


def there(scene: Scene) -> tuple[str, ...]:
    return (scene.interviewer, scene.recorder, *scene.companions, *scene.interviewees)


def talks(script: Script, day: date) -> Iterator[tuple[date, tuple[str, ...]]]:
    """The day of every talk that is held, and who sits there."""
    for past in script.earlier:
        yield working_day_ago(day, past.days_ago), there(past.scene)
    yield last_working_day(day), there(script.collective)
    for scene in (script.unread, script.waiting, script.broken_off, script.talk):
        yield day, there(scene)


def test_whoever_is_talked_to_has_the_office_by_then_on_every_day_of_three_years():
    assert len(HARDEST) == 3 * 12 + 1  # and the last day of 2025, told on New Year's Day
    for day in HARDEST:
        script = read_script(day)
        since = in_office(script)
        for held_on, names in talks(script, day):
            early = [name for name in names if since[name] > held_on]
            assert not early, (day, held_on, early)


def test_every_date_of_the_story_is_told():
    for day in (date(2026, 1, 1), date(2028, 2, 29), date(2028, 12, 29)):
        assert not re.search(r"\{[a-z][-+\d]*\}", repr(read_script(day)))
