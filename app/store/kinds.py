"""The kinds of talk in the vault: all the SQL about them is here."""

from __future__ import annotations

import json
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.kinds import FirstForm, KindBook, TalkKind

_FIELDS = """key, title, is_collective, needs_two, has_fingerprint, deadline_months, first_form,
    forms, is_retired, place"""
_ALL = f"SELECT {_FIELDS} FROM talk_kind ORDER BY place, key"  # noqa: S608 — a constant
_GET = f"SELECT {_FIELDS} FROM talk_kind WHERE key = ?"  # noqa: S608 — a constant
_TITLES = "SELECT key, title FROM talk_kind"


def book(connection: sqlite.Connection) -> KindBook:
    """All kinds in their order."""
    return KindBook(tuple(_kind(row) for row in connection.execute(_ALL)))


def of(connection: sqlite.Connection, key: str) -> TalkKind:
    """The kind with that key; one that is not known here shows its key and brings no rule."""
    row = connection.execute(_GET, (key,)).fetchone()
    return _kind(row) if row else TalkKind(key, key)


def titles(connection: sqlite.Connection) -> dict[str, str]:
    """What each kind is called."""
    return dict(connection.execute(_TITLES).fetchall())


def _kind(row: tuple[Any, ...]) -> TalkKind:
    key, title, is_collective, needs_two, has_fingerprint, months, first_form, forms = row[:8]
    is_retired, place = row[8:]
    return TalkKind(
        key=key,
        title=title,
        is_collective=bool(is_collective),
        needs_two=bool(needs_two),
        has_fingerprint=bool(has_fingerprint),
        deadline_months=months,
        first_form=FirstForm(first_form),
        forms=tuple(json.loads(forms)),
        is_retired=bool(is_retired),
        place=place,
    )
