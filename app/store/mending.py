"""Rows that were lost and whose facts stand elsewhere in the vault: put together again.

A talk's words stand in other tables than its head. With the head lost they would belong to nothing,
so the head is made anew: from the indexes, from the talk's own people and from its times. What
nobody knows any more says so in words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.health import Mended
from app.domain.kinds import KINDS
from app.domain.people import name_key
from app.domain.prompts import PromptSet
from app.domain.talk import TalkStatus
from app.store import prompts
from app.store.btree import Value
from app.store.layout import Table
from app.store.moments import told
from app.store.pinyin import sort_key
from app.store.remains import Remains, Row
from app.store.salvage import Pouring

SUBJECT_LOST = "（题目已损坏）"
NAME_LOST = "（名称已损坏）"
_INTERVIEWEES = """
SELECT name, unit_name, is_present FROM participant
WHERE talk_id = ? AND role = 'interviewee' ORDER BY position
"""
_BODY = """
SELECT sealed_at, cancel_reason, refusal_note, scan_pages, text_digest, ended_at, began_at,
    prompt_set_id, planned_at FROM talk_body WHERE talk_id = ?
"""
_STEPS = (
    TalkStatus.SEALED,
    TalkStatus.CANCELLED,
    TalkStatus.SIGNED,
    TalkStatus.SIGNED,
    TalkStatus.TO_SIGN,
    TalkStatus.TO_CONFIRM,
    TalkStatus.UNDER_WAY,
    TalkStatus.PREPARED,
)
_NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Mender:
    """Makes lost rows anew, from what is left of the old vault and what came over already."""

    pouring: Pouring
    remains: Remains
    now: str

    def mend(self, shipped: Iterable[PromptSet]) -> None:
        """Do all of it; shipped are the prompt sets that come with the program."""
        self._units()
        self._persons()
        self._prompt_sets(shipped)
        self._prompts()
        self._heads()
        self._bodies()  # a head that was made anew may lack one, too

    # ── who ──────────────────────────────────────────────────────────────────────────────────────

    def _units(self) -> None:
        known = self._known("unit", ("id",))
        for unit_id in self._wanted("unit", known):
            told_name = self._text("SELECT unit_name FROM participant WHERE unit_id = ?", unit_id)
            name = known.get(unit_id, {}).get("name") or told_name or f"{NAME_LOST}{unit_id}"
            row: Row = {"id": unit_id, "name": name, "kind": "other"}
            self._make(
                "unit", {**row, "name_key": name_key(str(name)), "sort_key": sort_key(str(name))}
            )

    def _persons(self) -> None:
        known = self._known("person", ("id",))
        for person_id in self._wanted("person", known):
            told_name = self._text("SELECT name FROM participant WHERE person_id = ?", person_id)
            name = told_name or known.get(person_id, {}).get("name_key") or NAME_LOST
            row: Row = {"id": person_id, "name": name}
            self._make(
                "person", {**row, "name_key": name_key(str(name)), "sort_key": sort_key(str(name))}
            )

    # ── what is asked ────────────────────────────────────────────────────────────────────────────

    def _prompt_sets(self, shipped: Iterable[PromptSet]) -> None:
        connection = self.pouring.connection
        for prompt_set in shipped:
            if not prompts.has(connection, prompt_set):
                connection.execute("DELETE FROM prompt WHERE prompt_set_id = ?", (prompt_set.id,))
                prompts.add(connection, prompt_set, told(self.now))
                self.pouring.poured.mended.append(Mended("prompt_set", prompt_set.id))

    def _prompts(self) -> None:
        """Each prompt stands in its set as well."""
        asked = "SELECT id, body FROM prompt_set"
        have = set(self._rows("SELECT prompt_set_id, number FROM prompt"))
        for set_id, body in self._rows(asked):
            for prompt in json.loads(str(body))["prompts"]:
                if (set_id, prompt["number"]) not in have:
                    row: Row = {"prompt_set_id": set_id, "number": prompt["number"]}
                    lists = {
                        name: json.dumps(prompt[name], ensure_ascii=False)
                        for name in ("follow_ups", "concrete")
                    }
                    rest = {"question": prompt["text"], "is_required": int(prompt["is_required"])}
                    self._make("prompt", {**row, "area": prompt["area"], **lists, **rest})

    # ── talks ────────────────────────────────────────────────────────────────────────────────────

    def _bodies(self) -> None:
        """A talk without its body cannot be opened, whatever else of it is there."""
        asked = "SELECT id, day FROM talk WHERE id NOT IN (SELECT talk_id FROM talk_body)"
        for talk_id, day in self._rows(asked):
            asked_from = self._text(
                "SELECT prompt_set_id FROM answer WHERE talk_id = ? AND prompt_set_id IS NOT NULL",
                str(talk_id),
            )
            row: Row = {"talk_id": talk_id, "planned_at": day, "prompt_set_id": asked_from}
            self._make("talk_body", {**row, "statement": SUBJECT_LOST})

    def _heads(self) -> None:
        known = self._known("talk", ("id",))
        for talk_id in self._wanted("talk", known):
            self._make("talk", self._head(talk_id, known.get(talk_id, {})))

    def _head(self, talk_id: str, known: Row) -> Row:
        body = next(iter(self._rows(_BODY, talk_id)), (None,) * 9)
        guessed = next(
            (s for s, said in zip(_STEPS, body, strict=False) if said), TalkStatus.PLANNED
        )
        day = str(known.get("day") or body[6] or body[8] or self.now)
        people = self._rows(_INTERVIEWEES, talk_id)
        units = list(dict.fromkeys(str(unit) for _, unit, _ in people if unit))
        return {
            "id": talk_id,
            **self._number(known, int(day[:4])),
            "kind": KINDS[0].key,
            "status": known.get("status") or guessed.value,
            "day": day,
            "subject": SUBJECT_LOST,
            "interviewees": "、".join(str(name) for name, _, _ in people[:_NAMES_SHOWN]),
            "unit_names": "、".join(units[:_NAMES_SHOWN]),
            "attendance": sum(bool(is_present) for _, _, is_present in people),
        }

    def _number(self, known: Row, year: int) -> Row:
        """The talk's own number where an index still has it, else the next free one."""
        if number := known.get("number"):
            written_year, written_serial = map(int, str(number).split("-"))
            return {"number": number, "number_year": written_year, "serial": written_serial}
        own_year, serial = known.get("number_year"), known.get("serial")
        if isinstance(own_year, int) and isinstance(serial, int):
            return {"number": f"{own_year}-{serial:04}", "number_year": own_year, "serial": serial}
        asked = "SELECT coalesce(max(serial), 0) + 1 FROM talk WHERE number_year = ?"
        free = int(str(self._rows(asked, str(year))[0][0]))
        return {"number": f"{year}-{free:04}", "number_year": year, "serial": free}

    # ── where facts are looked for ───────────────────────────────────────────────────────────────

    def _known(self, name: str, key: tuple[str, ...]) -> dict[str, Row]:
        """What the indexes of the old vault know of rows, by their id."""
        table = self.remains.layout.table(name)
        merged: dict[object, Row] = {}
        handle = "" if any("" in index.columns for index in table.indexes) else key[0]
        for _, row in self.remains.index_rows(table):
            merged.setdefault(row.get(handle), {}).update(row)
        return {str(row[key[0]]): row for row in merged.values() if row.get(key[0])}

    def _wanted(self, name: str, known: dict[str, Row]) -> list[str]:
        """The ids that something names and the new vault lacks; in the order of their making."""
        wanted = set(known)
        for table in self.pouring.layout.tables:
            for reference in table.references:
                if reference.parent == name and len(reference.columns) == 1:
                    column = reference.columns[0]
                    asked = f'SELECT DISTINCT "{column}" FROM "{table.name}"'  # noqa: S608 — names of the schema
                    wanted |= {str(row[0]) for row in self._rows(asked) if row[0]}
        have = {str(row[0]) for row in self._rows(f'SELECT id FROM "{name}"')}  # noqa: S608 — a name of the schema
        return sorted(wanted - have)

    def _make(self, name: str, row: Row) -> None:
        table: Table = self.pouring.layout.table(name)
        before = len(self.pouring.poured.strays)
        self.pouring.take(table, row)
        if len(self.pouring.poured.strays) == before:
            which = " ".join(str(row[column]) for column in table.key)
            self.pouring.poured.mended.append(Mended(name, which))

    def _rows(self, asked: str, *bound: str) -> list[tuple[Value, ...]]:
        return list(self.pouring.connection.execute(asked, bound))

    def _text(self, asked: str, bound: str) -> str | None:
        found = next((row[0] for row in self._rows(f"{asked} LIMIT 1", bound) if row[0]), None)
        return str(found) if found else None
