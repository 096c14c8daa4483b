"""Prompt sets in the vault: each whole as canonical JSON, and each prompt once more as a row."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.canonical import canonical, digest_of, plain
from app.domain.people import UnitKind
from app.domain.prompt_editing import SetDraft
from app.domain.prompts import Applicability, FocusArea, Prompt, PromptSet, PromptSetRow
from app.store.faults import whole
from app.store.moments import kept, told

_ADD = """
INSERT INTO prompt_set (id, version, title, body, digest, made_at) VALUES (?, ?, ?, ?, ?, ?)
"""
_ADD_PROMPT = """
INSERT INTO prompt
    (prompt_set_id, number, area, question, follow_ups, concrete, is_required)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_BODY = "SELECT body FROM prompt_set WHERE id = ?"
_NEWEST = """
SELECT body FROM prompt_set s
WHERE NOT EXISTS (SELECT 1 FROM prompt_set_retired WHERE prompt_set_id = s.id)
ORDER BY version DESC LIMIT 1
"""
_HAS = "SELECT 1 FROM prompt_set WHERE id = ? OR version = ?"
_ROWS = """
SELECT s.id, s.version, s.title, (SELECT count(*) FROM prompt WHERE prompt_set_id = s.id),
    s.made_at, EXISTS (SELECT 1 FROM talk_body WHERE prompt_set_id = s.id), r.at, r.reason
FROM prompt_set s LEFT JOIN prompt_set_retired r ON r.prompt_set_id = s.id
ORDER BY s.version DESC
"""
_LAST_VERSION = "SELECT coalesce(max(version), 0) FROM prompt_set"
_NUMBERS = "SELECT DISTINCT number FROM prompt"
_RETIRE = "INSERT INTO prompt_set_retired (prompt_set_id, at, reason) VALUES (?, ?, ?)"
_DRAFT_KEY = "prompts.draft"
_DRAFT = "SELECT value FROM setting WHERE key = ?"
_KEEP_DRAFT = """
INSERT INTO setting (key, value) VALUES (?, ?)
ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""
_DROP_DRAFT = "DELETE FROM setting WHERE key = ?"


def add(connection: sqlite.Connection, prompt_set: PromptSet, made_at: datetime) -> str:
    """Keep a new version and give its digest."""
    content = plain(prompt_set)
    digest = digest_of(content)
    head = (prompt_set.id, prompt_set.version, prompt_set.title)
    connection.execute(_ADD, (*head, canonical(content).decode(), digest, kept(made_at)))
    connection.executemany(_ADD_PROMPT, [_row(prompt_set.id, p) for p in prompt_set.prompts])
    return digest


def has(connection: sqlite.Connection, prompt_set: PromptSet) -> bool:
    """Whether a set with this id or version is kept already."""
    found = connection.execute(_HAS, (prompt_set.id, prompt_set.version)).fetchone()
    return found is not None


def get(connection: sqlite.Connection, prompt_set_id: str) -> PromptSet:
    """The set with that id; KeyError when there is none."""
    row = connection.execute(_BODY, (prompt_set_id,)).fetchone()
    if row is None:
        raise KeyError(prompt_set_id)
    return _prompt_set(json.loads(whole(row[0])))


def newest(connection: sqlite.Connection) -> PromptSet | None:
    """The set of the highest version that is not retired, or None in a vault without any."""
    row = connection.execute(_NEWEST).fetchone()
    return _prompt_set(json.loads(whole(row[0]))) if row else None


def rows(connection: sqlite.Connection) -> list[PromptSetRow]:
    """All sets, newest first."""
    return [
        PromptSetRow(
            *(set_id, version, title, prompts, told(made_at), bool(is_used)),
            retired_at=told(retired_at) if retired_at else None,
            retired_reason=reason or "",
        )
        for set_id, version, title, prompts, made_at, is_used, retired_at, reason in (
            connection.execute(_ROWS)
        )
    ]


def last_version(connection: sqlite.Connection) -> int:
    """The highest version kept, retired ones too; 0 in a vault without any."""
    return int(connection.execute(_LAST_VERSION).fetchone()[0])


def numbers(connection: sqlite.Connection) -> frozenset[str]:
    """The numbers of all prompts of all sets."""
    return frozenset(number for (number,) in connection.execute(_NUMBERS))


def retire(connection: sqlite.Connection, set_id: str, at: datetime, reason: str) -> None:
    """Note that no new talk is to be prepared from this set."""
    connection.execute(_RETIRE, (set_id, kept(at), reason))


def draft(connection: sqlite.Connection) -> SetDraft | None:
    """The set that is being written, if one is."""
    row = connection.execute(_DRAFT, (_DRAFT_KEY,)).fetchone()
    if row is None:
        return None
    content = json.loads(whole(row[0]))
    return SetDraft(
        title=content["title"],
        areas=_areas(content),
        prompts=_prompts(content),
        base_id=content["base_id"],
        spent=frozenset(content["spent"]),
    )


def keep_draft(connection: sqlite.Connection, draft: SetDraft) -> str:
    """Keep the set that is being written in place of the one before, and give its digest."""
    content = plain(draft)
    connection.execute(_KEEP_DRAFT, (_DRAFT_KEY, canonical(content).decode()))
    return digest_of(content)


def drop_draft(connection: sqlite.Connection) -> bool:
    """Forget the set that was being written; tells whether there was one."""
    return int(connection.execute(_DROP_DRAFT, (_DRAFT_KEY,)).rowcount) > 0


def _row(set_id: str, prompt: Prompt) -> tuple[str | int, ...]:
    return (
        set_id,
        prompt.number,
        prompt.area,
        prompt.text,
        canonical(prompt.follow_ups).decode(),
        canonical(prompt.concrete).decode(),
        int(prompt.is_required),
    )


def _prompt_set(content: dict[str, Any]) -> PromptSet:
    return PromptSet(
        id=content["id"],
        version=content["version"],
        title=content["title"],
        areas=_areas(content),
        prompts=_prompts(content),
    )


def _areas(content: dict[str, Any]) -> tuple[FocusArea, ...]:
    return tuple(FocusArea(**area) for area in content["areas"])


def _prompts(content: dict[str, Any]) -> tuple[Prompt, ...]:
    return tuple(map(_prompt, content["prompts"]))


def _prompt(content: dict[str, Any]) -> Prompt:
    applies = dict(content["applies"])
    applies["unit_kinds"] = frozenset(map(UnitKind, applies["unit_kinds"]))
    lists = {name: tuple(content[name]) for name in ("concrete", "follow_ups")}
    return Prompt(**{**content, **lists, "applies": Applicability(**applies)})
