"""Numbers about many talks at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.figure_counting import Found, Heard, HeldTalk
from app.domain.finding import FindingNature, FindingStatus
from app.domain.follow_up import Watched
from app.domain.ids import FindingId, TalkId
from app.store.findings import OPEN, PUT_RIGHT_ITSELF_F
from app.store.moments import kept, told

Local = Callable[[datetime], datetime]
_NOT_RECEIVED = """
SELECT count(*) FROM talk INDEXED BY talk_not_received
WHERE status = 'sealed' AND received_at IS NULL
"""
_ATTENDANCES = """
SELECT coalesce(sum(attendance), 0) FROM talk INDEXED BY talk_attended
WHERE day >= ? AND day < ? AND (status = 'under_way' OR status = 'to_confirm' OR
    status = 'to_sign' OR status = 'signed' OR status = 'sealed')
"""
_IN_TIME = """t.day >= ? AND t.day < ?
    AND t.status IN ('under_way', 'to_confirm', 'to_sign', 'signed', 'sealed')"""
_OPEN_OF_F = OPEN.replace("status", "f.status")
_HELD = f"""
SELECT t.id, t.kind, EXISTS (SELECT 1 FROM make_up_talk m WHERE m.talk_id = t.id) FROM talk t
WHERE {_IN_TIME} ORDER BY t.day, t.id
"""  # noqa: S608 — constants
_HEARD = f"""
SELECT p.talk_id, coalesce(p.person_id, p.guest_key || char(10) || p.unit_name), p.is_first_form,
    coalesce(u.kind, '')
FROM talk t CROSS JOIN participant p ON p.talk_id = t.id LEFT JOIN unit u ON u.id = p.unit_id
WHERE {_IN_TIME} AND p.role = 'interviewee' AND p.is_present ORDER BY t.day, t.id, p.position
"""  # noqa: S608 — constants
_FOUND = f"""
SELECT f.id, f.talk_id, f.nature, f.is_common, f.is_personal, f.regulation, f.is_regulation_new,
    NOT ({_OPEN_OF_F}), coalesce(b.prompt_set_id, ''), f.area, f.tag, coalesce(u.kind, '')
FROM talk t CROSS JOIN finding f ON f.talk_id = t.id CROSS JOIN talk_body b ON b.talk_id = t.id
LEFT JOIN unit u ON u.id = f.unit_id
WHERE {_IN_TIME} AND f.common_id IS NULL ORDER BY t.day, t.id, f.year, f.quarter, f.serial
"""  # noqa: S608 — constants
_AREAS = """
SELECT s.id, json_extract(a.value, '$.key'), json_extract(a.value, '$.title')
FROM prompt_set s, json_each(s.body, '$.areas') a ORDER BY s.version DESC, a.id
"""
_WATCHED = """f.id, f.talk_id, f.found_at, f.deadline, f.closed_on,
    coalesce(b.prompt_set_id, ''), f.area, f.tag, coalesce(u.kind, '')"""
_WORDS = """CROSS JOIN talk_body b ON b.talk_id = f.talk_id
LEFT JOIN unit u ON u.id = f.unit_id"""
# a branch for each status, so that each walks its own part of the index by deadline
_DUE = " UNION ALL ".join(
    f"""SELECT {_WATCHED} FROM finding f INDEXED BY finding_by_status {_WORDS}
WHERE f.status = '{status.value}' AND f.nature = 'problem'
    AND f.deadline >= :first AND f.deadline <= :last AND {PUT_RIGHT_ITSELF_F}"""  # noqa: S608 — constants
    for status in FindingStatus
    if status is not FindingStatus.TRANSFERRED
)
_CLOSED = f"""
SELECT {_WATCHED} FROM finding f INDEXED BY finding_by_closing {_WORDS}
WHERE f.closed_on >= :first AND f.closed_on <= :last AND f.nature = 'problem'
    AND f.deadline < :due_before AND f.status <> 'transferred' AND {PUT_RIGHT_ITSELF_F}
"""  # noqa: S608 — constants
_OVERDUE = f"""
SELECT {_WATCHED} FROM finding f INDEXED BY finding_open {_WORDS}
WHERE f.nature = 'problem' AND {_OPEN_OF_F} AND {PUT_RIGHT_ITSELF_F}
    AND f.deadline < :before AND (f.deadline, f.id) > (:after_deadline, :after_id)
ORDER BY f.deadline, f.id LIMIT :limit
"""  # noqa: S608 — constants


def count_ready(connection: sqlite.Connection) -> int:
    """How many sealed talks the registry does not have yet."""
    return int(connection.execute(_NOT_RECEIVED).fetchone()[0])


def attendances(connection: sqlite.Connection, first: datetime, before: datetime) -> int:
    """How many interviewees came to talks in that time (人次)."""
    values = (kept(first), kept(before))
    return int(connection.execute(_ATTENDANCES, values).fetchone()[0])


def held(connection: sqlite.Connection, first: datetime, before: datetime) -> list[HeldTalk]:
    """The talks begun or held in that time, in the order of their days."""
    values = (kept(first), kept(before))
    return [
        HeldTalk(TalkId(talk_id), kind, bool(is_make_up))
        for talk_id, kind, is_make_up in connection.execute(_HELD, values)
    ]


def heard(connection: sqlite.Connection, first: datetime, before: datetime) -> list[Heard]:
    """Who was talked to in that time, once for each talk."""
    values = (kept(first), kept(before))
    return [
        Heard(TalkId(talk_id), who, bool(is_first_form), unit_kind)
        for talk_id, who, is_first_form, unit_kind in connection.execute(_HEARD, values)
    ]


@dataclass(frozen=True, slots=True)
class AreaTitles:
    """What the areas of every prompt set are called, and those of the newest set in order."""

    titles: dict[tuple[str, str], str]
    newest: tuple[str, ...]

    @classmethod
    def read(cls, connection: sqlite.Connection) -> AreaTitles:
        """The titles of all sets there are."""
        rows = connection.execute(_AREAS).fetchall()
        newest = rows[0][0] if rows else ""
        return cls(
            {(prompt_set, key): title for prompt_set, key, title in rows},
            tuple(title for prompt_set, _, title in rows if prompt_set == newest),
        )

    def of(self, prompt_set: str, key: str) -> str:
        """The title of an area; a key nobody knows shows itself."""
        return self.titles.get((prompt_set, key), key)


def found(
    connection: sqlite.Connection, first: datetime, before: datetime, areas: AreaTitles
) -> list[Found]:
    """What the talks of that time brought up."""
    values = (kept(first), kept(before))
    return [_found(row, areas) for row in connection.execute(_FOUND, values)]


@dataclass(frozen=True, slots=True)
class OverduePage:
    """Which stretch of what is overdue on a day: so many after one of them."""

    day: date
    after: Watched | None
    limit: int


def due(
    connection: sqlite.Connection, days: tuple[date, date], areas: AreaTitles, local: Local
) -> list[Watched]:
    """Problems and undertakings whose deadline lies in these days, both counted."""
    return _watched(connection.execute(_DUE, _between(days)), areas, local)


def closed(
    connection: sqlite.Connection,
    days: tuple[date, date],
    areas: AreaTitles,
    local: Local,
    due_before: date = date.max,
) -> list[Watched]:
    """Problems and undertakings that were closed in these days, both counted, of those due then."""
    values = _between(days) | {"due_before": due_before.isoformat()}
    return _watched(connection.execute(_CLOSED, values), areas, local)


def overdue(
    connection: sqlite.Connection, page: OverduePage, areas: AreaTitles, local: Local
) -> list[Watched]:
    """The next of what is still open and past its deadline on a day, by deadline."""
    values = {
        "before": page.day.isoformat(),
        "after_deadline": page.after.deadline.isoformat() if page.after else "",
        "after_id": page.after.id if page.after else "",
        "limit": page.limit,
    }
    return _watched(connection.execute(_OVERDUE, values), areas, local)


def _between(days: tuple[date, date]) -> dict[str, str]:
    return {"first": days[0].isoformat(), "last": days[1].isoformat()}


def _found(row: tuple[Any, ...], areas: AreaTitles) -> Found:
    finding_id, talk_id, nature, is_common, is_personal, regulation, is_new, *more = row
    is_done, prompt_set, area, tag, unit_kind = more
    return Found(
        FindingId(finding_id),
        TalkId(talk_id),
        FindingNature(nature),
        bool(is_common),
        bool(is_personal),
        regulation,
        bool(is_new),
        bool(is_done),
        areas.of(prompt_set, area),
        tag,
        unit_kind,
    )


def _watched(rows: Iterable[tuple[Any, ...]], areas: AreaTitles, local: Local) -> list[Watched]:
    return [_one_watched(row, areas, local) for row in rows]


def _one_watched(row: tuple[Any, ...], areas: AreaTitles, local: Local) -> Watched:
    finding_id, talk_id, found_at, deadline, closed_on, prompt_set, area, tag, unit_kind = row
    return Watched(
        FindingId(finding_id),
        TalkId(talk_id),
        local(told(found_at)).date(),
        date.fromisoformat(deadline),
        date.fromisoformat(closed_on) if closed_on else None,
        areas.of(prompt_set, area),
        tag,
        unit_kind,
    )
