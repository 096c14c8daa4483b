"""How persons and posts are written on screen."""

from __future__ import annotations

from app.domain.calendar import PartialDate
from app.domain.people import Person, PersonRow, Post
from app.domain.roster import Place

GENDERS = ("", "男", "女")
PARTIES = ("", "中共党员", "中共预备党员", "共青团员", "民主党派", "无党派人士", "群众")


def read_date(text: str) -> str:
    """What was typed, as documents write it. Raises ValueError."""
    return PartialDate.parse(text).written()


def date_of(text: str) -> PartialDate | None:
    """What was typed as a date, or None when nothing was. Raises ValueError."""
    return PartialDate.parse(text) if text else None


def written(day: PartialDate | None) -> str:
    """The date as documents write it, or nothing."""
    return day.written() if day else ""


def span(post: Post) -> str:
    """From when to when a post is held."""
    since = written(post.since) or "起始时间不详"
    return f"{since}—{written(post.until)}" if post.until else f"{since}至今"


def person_line(person: Person) -> str:
    """A person in one line: 男，汉族，中共党员，1975年8月生."""
    born = f"{person.born.written()}生" if person.born else ""
    parts = (person.gender, person.ethnicity, person.political_status, born)
    return "，".join(filter(None, parts))


def place_and_post(row: PersonRow) -> str:
    """Where somebody is what, marked when it is a principal leader."""
    mark = "（一把手）" if row.is_principal else ""
    return f"{row.unit_name}{row.title}{mark}"


def place_text(place: Place) -> str:
    """Where an entry stands: the file, the sheet and the row."""
    sheet = f"工作表“{place.sheet}”" if place.sheet else ""
    row = f"第 {place.row} 行" if place.row else ""
    return f"“{place.file_name}”{sheet}{row}"
