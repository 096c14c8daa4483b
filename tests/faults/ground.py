"""The vault that faults befall: a made-up county's, with talks at every step and sealed papers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from app import bootstrap
from app.domain.people import Role, UnitKind
from app.domain.progress import NoProgress
from app.keys.derivation import key_for
from app.keys.opening import open_keys
from app.services import key_files
from app.services.access import Access
from app.services.application import Application
from app.services.new_vault import NewVault
from app.services.people import PersonEntry
from app.services.talk_entries import ParticipantEntry, TalkEntry
from app.store import copying, pragmas
from app.store.migrate import migrate
from tests.conftest import CHEAP, PASSPHRASE, StandingClock

PAGE = 4096
TABLES = (
    "unit", "person", "post", "prompt_set", "prompt", "talk", "talk_body", "participant", "answer",
    "finding", "attachment", "set_in", "audit_entry", "setting", "credential",
)  # fmt: skip
WORDS = "这项工作由我牵头，三月先后开了三次会，定下了责任人和时限，"

Rows = dict[str, dict[tuple, tuple]]


@dataclass(frozen=True)
class Ground:
    """A locked vault, where its preferences are, its raw key, and every row that stands in it."""

    place: Path
    clock: StandingClock
    key: bytes
    truth: Rows

    @property
    def folder(self) -> Path:
        return self.place / "vault"

    @property
    def file(self) -> Path:
        return self.folder / "vault.db"

    def access(self) -> Access:
        return bootstrap.access(self.place / "preferences", self.clock, CHEAP)

    def copied(self, place: Path) -> Ground:
        """The same vault once more, to be damaged."""
        shutil.copytree(self.place, place)
        return Ground(place, self.clock, self.key, self.truth)

    def unlock(self) -> Application:
        return self.access().unlock(self.folder, PASSPHRASE, NoProgress())


def made(place: Path, planned: int = 24, sealed: int = 2) -> Ground:
    """A new vault with so many talks, locked."""
    clock = StandingClock()
    access = bootstrap.access(place / "preferences", clock, CHEAP)
    new = NewVault(place / "vault", PASSPHRASE, PASSPHRASE, "清河县纪委监委", "李明")
    application = access.create(new, NoProgress())
    for number in range(planned + sealed):
        talk_id = _held(application, clock, number)
        if number < sealed:
            _sealed(application, talk_id)
    application.lock()
    key = raw_key(place / "vault")
    with opened(place / "vault" / "vault.db", key) as connection:
        truth = rows_of(connection)
    return Ground(place, clock, key, truth)


def _held(application: Application, clock: StandingClock, number: int):
    unit = application.people.add_unit(f"第{number}镇", UnitKind.TOWNSHIP)[0]
    entry = PersonEntry(
        f"张{'一二三四五六七八九十'[number % 10]}{number}", unit_id=unit, title="书记"
    )
    person = application.people.add_person(entry)[0]
    people = (
        ParticipantEntry(Role.INTERVIEWEE, person, unit_id=unit),
        ParticipantEntry(Role.INTERVIEWER, name="王五", unit_name="县纪委监委", title="书记"),
        ParticipantEntry(Role.RECORDER, name="赵六", unit_name="县纪委监委", title="干部"),
    )
    talks = application.talks
    talk_id, _ = talks.plan(
        TalkEntry("supervision", f"第{number}次监督谈话", clock.now(), "谈话室", people)
    )
    numbers = tuple(p.number for p in application.prompts.current().prompts[:3])
    talks.prepare(talk_id, numbers)
    talks.begin(talk_id)
    for answer in talks.get(talk_id).answers:
        talks.save_answer(talk_id, answer.id, f"{number}。{WORDS * (1 + number % 30)}")
    clock.move(minutes=40)
    talks.end(talk_id)
    return talk_id


def _sealed(application: Application, talk_id) -> None:
    application.minutes.confirm(talk_id, NoProgress())
    application.talks.note_refusal_and_sign(talk_id, "拒绝签字，孙七、周八见证")
    application.talks.seal(talk_id)


def raw_key(folder: Path) -> bytes:
    """The raw key of the database in the folder."""
    keys = open_keys(key_files.read(folder), PASSPHRASE)
    return bytes(key_for("sqlcipher", keys.data_key))


@contextmanager
def opened(file: Path, key: bytes) -> Iterator[sqlite.Connection]:
    """A bare connection that reads."""
    with copying.copy_at(file, bytearray(key), "rw") as connection:
        pragmas.settle(connection)
        yield connection


def rows_of(connection: sqlite.Connection) -> Rows:
    """Every row of every table that matters, by its key."""
    found: Rows = {}
    for table in TABLES:
        info = connection.execute(f"PRAGMA table_info({table})").fetchall()
        key = [column[0] for column in info if column[5]]
        rows = connection.execute(f"SELECT * FROM {table}").fetchall()
        found[table] = {tuple(row[place] for place in key): row for row in rows}
    return found


def columns_of(ground: Ground) -> dict[str, list[str]]:
    """The columns of each table, as rows_of gives them."""
    connection = sqlite.connect(":memory:", isolation_level=None)
    migrate(connection)
    asked = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
    return {name: [r[0] for r in connection.execute(asked, (name,))] for name in ground.truth}


def flip(file: Path, bit: int) -> None:
    """Turn one bit of the file."""
    with file.open("r+b") as content:
        content.seek(bit // 8)
        byte = content.read(1)[0]
        content.seek(bit // 8)
        content.write(bytes([byte ^ 1 << bit % 8]))


def overwrite(file: Path, page: int, content: bytes) -> None:
    """Put other bytes in the place of a page, counted from one."""
    with file.open("r+b") as written:
        written.seek((page - 1) * PAGE)
        written.write(content)
