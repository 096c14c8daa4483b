"""A province's ledger in PostgreSQL: many desks, one ledger, and nothing of it is ever half."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import inspect

from app.domain.errors import AppError, PackageRejectedError
from app.domain.package import Rejection
from app.domain.province_errors import (
    LedgerBusyError,
    LedgerDamagedError,
    LedgerDatabaseMissingError,
    LedgerFullError,
    LedgerLostError,
    LedgerNotOursError,
    LedgerPasswordError,
    LedgerRightsError,
    LedgerTooNewError,
    LedgerUnreachableError,
)
from app.domain.registry import DeskSearch, Refusal, TakenTalk
from app.services.ledger import Ledger
from app.services.province_ledger import ProvinceLedger
from app.store.migrate import REGISTRY
from app.store.province import migrate, tables
from app.store.province import talks as talks_in_store
from app.store.province.address import read_address
from app.store.province.line import Line
from app.store.vault import open_vault
from tests.conftest import KEY, StandingClock
from tests.postgres import PASSWORD, Server, own_server
from tests.services.ledger_stories import LedgerStories
from tests.services.province_desk import (
    CARD,
    CODE,
    IDENTITY,
    NOON,
    Clerk,
    a_clerk,
    a_copy,
    a_package,
    a_prepared_database,
    a_talk,
    empty_again,
    files_of,
    talks_of,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with own_server() as started:
        yield started


@pytest.fixture(scope="module")
def prepared(server: Server) -> str:
    return a_prepared_database(server)


@pytest.fixture(scope="module")
def shared(server: Server, prepared: str) -> str:
    return a_copy(server, prepared)


@pytest.fixture
def url(server: Server, shared: str) -> str:
    """An empty ledger: emptying one takes a tenth of the time of a new one."""
    empty_again(server, name_of(shared))
    return shared


@pytest.fixture
def own_url(server: Server, prepared: str) -> str:
    """An empty ledger of a test's own, which it may spoil."""
    return a_copy(server, prepared)


@pytest.fixture
def clerk(url: str, tmp_path: Path, clock: StandingClock) -> Iterator[Clerk]:
    with a_clerk(tmp_path / "desk", url, clock) as clerk:
        clerk.ledger.trust(CARD, NOON, 1)
        yield clerk


@pytest.fixture
def own_clerk(own_url: str, tmp_path: Path, clock: StandingClock) -> Iterator[Clerk]:
    with a_clerk(tmp_path / "desk", own_url, clock) as clerk:
        clerk.ledger.trust(CARD, NOON, 1)
        yield clerk


def name_of(url: str) -> str:
    return read_address(url).database


def everything(server: Server, url: str) -> dict[str, int]:
    """How many rows each table has."""
    names = tables.METADATA.tables
    asked = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM tanxinbu.{name}" for name in names)
    return {str(name): int(str(n)) for name, n in server.tell(asked, database=name_of(url))}


class TestProvinceLedger(LedgerStories):
    """All stories of a ledger, on PostgreSQL."""

    @pytest.fixture
    def ledger(self, url: str, tmp_path: Path, clock: StandingClock) -> Iterator[Ledger]:
        with a_clerk(tmp_path / "desk", url, clock) as clerk:
            yield clerk.ledger


# ── two desks, one ledger ────────────────────────────────────────────────────────────────────────


def test_what_one_desk_took_the_other_knows(
    clerk: Clerk, url: str, tmp_path: Path, clock: StandingClock
):
    clerk.ledger.take(a_package(), talks_of(), files_of())
    with a_clerk(tmp_path / "other", url, clock) as other:
        (office,) = other.ledger.offices()
        assert (office.packages, office.talks, office.last_sequence) == (1, 2, 1)
        assert other.ledger.receipt_file(CODE, 1) == b"receipt 1 "
        assert len(other.ledger.search(DeskSearch(words="谈透"))) == 2
        assert other.ledger.members(CODE, 1) == []  # its files lie with the desk that took it
        assert [m.name for m in clerk.ledger.members(CODE, 1)] == ["data/ledger-1.xlsx"]
        other.ledger.take(a_package(2), talks_of(2), files_of(2))
    (office,) = clerk.ledger.offices()
    assert (office.packages, office.last_sequence) == (2, 2)
    assert clerk.acts() == [
        ("office.trust", clerk.acts()[0][1]),
        ("package.receive", "320999-000001"),
    ]


@pytest.mark.parametrize(("content", "reason"), [("", "duplicate"), ("other", "fork")])
def test_of_two_desks_that_take_one_number_one_waits_and_is_refused(
    server: Server, clerk: Clerk, url: str, tmp_path: Path, clock: StandingClock,
    content: str, reason: str,
):  # fmt: skip
    refused: list[str] = []

    def take_it_as_well() -> None:
        with a_clerk(tmp_path / "other", url, clock) as other:
            try:
                other.ledger.take(a_package(content=content), talks_of(), files_of())
            except PackageRejectedError as error:
                refused.append(error.reason)
            refused.extend(other.files(1))

    thread = threading.Thread(target=take_it_as_well)

    def slowly() -> Iterator[TakenTalk]:
        yield from talks_of()
        thread.start()
        waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '%s'"
        wait_until(lambda: bool(server.tell(waits % name_of(url))))

    clerk.ledger.take(a_package(), slowly(), files_of())
    thread.join()
    assert refused == [reason]
    assert everything(server, url)["package"] == 1
    assert clerk.files(1) == ["data/ledger-1.xlsx"]


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


# ── nothing half ─────────────────────────────────────────────────────────────────────────────────


def meanwhile(talks: Iterable[TakenTalk], act: Callable[[], object]) -> Iterator[TakenTalk]:
    """The talks, and before the last of them something happens."""
    *first, last = talks
    yield from first
    act()
    yield last


def end_every_line(server: Server, url: str) -> Callable[[], object]:
    sentence = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"
    return lambda: server.tell(sentence % name_of(url))


def kill(server: Server, url: str) -> Callable[[], object]:
    return server.kill


@pytest.mark.parametrize("break_off", [end_every_line, kill])
def test_a_line_that_breaks_off_leaves_nothing_half_and_the_package_comes_again(
    server: Server, clerk: Clerk, url: str, break_off: Callable[[Server, str], Callable[[], object]]
):
    before = everything(server, url)
    with pytest.raises(LedgerLostError):
        clerk.ledger.take(
            a_package(), meanwhile(talks_of(many=260), break_off(server, url)), files_of()
        )
    if server.process.poll() is not None:
        with pytest.raises(LedgerUnreachableError):
            clerk.ledger.offices()
        server.start()
    assert everything(server, url) == before
    assert clerk.ledger.offices()[0].last_sequence == 0
    assert [what for what, _ in clerk.acts()] == ["office.trust"]
    clerk.ledger.take(a_package(), talks_of(many=260), files_of())
    assert everything(server, url)["talk"] == 260
    assert clerk.files(1) == ["data/ledger-1.xlsx"]


def test_a_mistake_in_the_middle_leaves_nothing_and_names_no_file(
    server: Server, clerk: Clerk, url: str
):
    before = everything(server, url)
    twice = [a_talk(1, 1), a_talk(1, 1)]
    with pytest.raises(Exception, match="duplicate key"):  # a package's checks let no such pass
        clerk.ledger.take(a_package(), twice, files_of())
    assert everything(server, url) == before
    assert clerk.files(1) == []


def test_a_desk_that_died_after_the_commit_makes_up_its_trail_once(clerk: Clerk, url: str):
    def died(*_: object) -> None:
        raise RuntimeError("the power went")

    dying = clerk.again(replace(clerk.trail, written=died))
    with pytest.raises(RuntimeError):
        dying.take(a_package(), talks_of(), files_of())
    assert [what for what, _ in clerk.acts()] == ["office.trust"]
    for _ in range(2):
        ledger = clerk.again()
        assert ledger.offices()[0].packages == 1
        assert [what for what, _ in clerk.acts()] == ["office.trust", "package.receive"]
    with pytest.raises(PackageRejectedError) as refused:
        clerk.ledger.take(a_package(), talks_of(), files_of())
    assert refused.value.reason == Rejection.DUPLICATE.value
    assert clerk.files(1) == ["data/ledger-1.xlsx"]
    clerk.ledger.take(a_package(2), talks_of(2), files_of(2))
    assert [which for _, which in clerk.acts()][1:] == ["320999-000001", "320999-000002"]


def test_desks_of_one_backup_owe_each_its_own_trail(clerk: Clerk, url: str, tmp_path: Path):
    copied = shutil.copytree(clerk.vault.folder, tmp_path / "copied")
    vault = open_vault(copied, bytearray(KEY), REGISTRY)
    at = (read_address(url), PASSWORD)
    other = ProvinceLedger.at(vault, clerk.trail, IDENTITY, at)

    def died(*_: object) -> None:
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        clerk.again(replace(clerk.trail, written=died)).take(a_package(), talks_of(), [])
    other.take(a_package(2), talks_of(2), [])
    other.close()
    vault.close()
    assert clerk.again().offices()[0].packages == 2
    assert [which for what, which in clerk.acts() if what == "package.receive"] == ["320999-000001"]


def test_what_was_taken_cannot_be_changed_by_the_program(server: Server, clerk: Clerk, url: str):
    clerk.ledger.take(a_package(), talks_of(), files_of())
    for sentence in ("UPDATE tanxinbu.talk SET day = ''", "DELETE FROM tanxinbu.package"):
        with pytest.raises(Exception, match="kept as it came"):
            server.tell(sentence, database=name_of(url))


# ── how it fails ─────────────────────────────────────────────────────────────────────────────────


def refusal_of(url: str, password: str = PASSWORD) -> AppError:
    """What looking into the ledger at an address ends in."""
    line = Line.to(read_address(url), password)
    try:
        migrate.check(line, IDENTITY.public_key, "")
    except AppError as error:
        return error
    finally:
        line.close()
    raise AssertionError("nothing was wrong")


def test_who_cannot_come_in_is_told_why(server: Server, url: str):
    assert isinstance(refusal_of(url, "not the password"), LedgerPasswordError)
    assert isinstance(refusal_of(url.replace("clerk@", "nobody@")), LedgerPasswordError)
    missing = refusal_of(server.url("no_such_ledger"))
    assert isinstance(missing, LedgerDatabaseMissingError)
    assert missing.database == "no_such_ledger"
    assert isinstance(refusal_of(f"{url}/elsewhere"), LedgerUnreachableError)
    server.tell("ALTER ROLE clerk CONNECTION LIMIT 0")
    try:
        assert isinstance(refusal_of(url), LedgerBusyError)
    finally:
        server.tell("ALTER ROLE clerk CONNECTION LIMIT -1")
    server.tell("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    assert isinstance(refusal_of(url.replace("clerk@", "guest@"), "guest"), LedgerRightsError)
    assert PASSWORD not in repr(refusal_of(server.url("no_such_ledger")))


def test_a_database_that_is_not_this_registrys_is_left_alone(server: Server, own_url: str):
    def found_in(database_url: str) -> str:
        error = refusal_of(database_url)
        assert isinstance(error, LedgerNotOursError)
        return error.found

    assert found_in(server.url(server.new_database())) == "nothing"
    other = server.new_database()
    server.tell("CREATE SCHEMA tanxinbu AUTHORIZATION clerk", database=other)
    assert found_in(server.url(other)) == "tables"
    server.tell("CREATE TABLE tanxinbu.ledger_version (n int)", database=other)
    server.tell("CREATE TABLE tanxinbu.ledger_owner (n int)", database=other)
    server.tell("ALTER TABLE tanxinbu.ledger_owner OWNER TO clerk", database=other)
    assert found_in(server.url(other)) == "tables"
    server.tell("UPDATE tanxinbu.ledger_owner SET public_key = 'x'", database=name_of(own_url))
    assert found_in(own_url) == "registry"
    server.tell("CREATE DATABASE ascii OWNER clerk ENCODING 'SQL_ASCII' TEMPLATE template0")
    line = Line.to(read_address(server.url("ascii")), PASSWORD)
    with pytest.raises(LedgerNotOursError) as error:
        migrate.prepare(line, "省", IDENTITY.public_key, "")
    line.close()
    assert error.value.found == "encoding"


def test_a_ledger_of_a_newer_program_is_not_touched(server: Server, own_url: str):
    server.tell("INSERT INTO tanxinbu.ledger_version VALUES (99, '')", database=name_of(own_url))
    error = refusal_of(own_url)
    assert isinstance(error, LedgerTooNewError)
    assert (error.found, error.known) == (99, migrate.steps()[-1][0])


def test_a_server_that_may_only_be_read_is_told_as_that(
    server: Server, own_clerk: Clerk, own_url: str
):
    name = name_of(own_url)
    server.tell(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    end_every_line(server, own_url)()
    assert own_clerk.ledger.offices()[0].packages == 0
    with pytest.raises(LedgerRightsError):
        own_clerk.ledger.take(a_package(), talks_of(), files_of())
    assert own_clerk.files(1) == []


def test_a_wait_that_takes_too_long_is_ended_and_named(server: Server, clerk: Clerk, url: str):
    name = name_of(url)
    waits = f"FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '{name}'"
    with psycopg.connect(server.conninfo(name)) as other:
        other.execute("SELECT * FROM tanxinbu.office FOR UPDATE")

        def end_it() -> None:
            wait_until(lambda: bool(server.tell(f"SELECT 1 {waits}")))
            server.tell(f"SELECT pg_cancel_backend(pid) {waits}")

        thread = threading.Thread(target=end_it)
        thread.start()
        with pytest.raises(LedgerBusyError):
            clerk.ledger.take(a_package(), talks_of(), files_of())
        thread.join()
    assert clerk.ledger.offices()[0].packages == 0
    assert clerk.files(1) == []


def test_a_full_disk_of_the_server_is_named_and_the_package_comes_again(
    server: Server, own_clerk: Clerk, own_url: str, small_disk: Callable[[int], Path]
):
    disk = small_disk(8)
    if server.user:
        # its user must come through to the disk
        for parent in (disk, *disk.parents):
            if parent == Path("/"):
                break
            parent.chmod(parent.stat().st_mode | 0o011)
        shutil.chown(disk, server.user)
    server.tell(f"CREATE TABLESPACE small LOCATION '{disk}'")
    end_every_line(server, own_url)()
    server.tell(f"ALTER DATABASE {name_of(own_url)} SET TABLESPACE pg_default")
    for piece in range(16):
        sentence = f"ALTER TABLE tanxinbu.talk_{piece:02} SET TABLESPACE small"
        server.tell(sentence, database=name_of(own_url))
    long = [replace(talk, document=noise(place)) for place, talk in enumerate(talks_of(many=200))]
    with pytest.raises(LedgerFullError):
        own_clerk.ledger.take(a_package(), long, files_of())
    assert own_clerk.ledger.offices()[0].packages == 0
    own_clerk.ledger.take(a_package(), talks_of(), files_of())
    assert everything(server, own_url)["talk"] == 2
    server.tell(f"DROP DATABASE {name_of(own_url)} WITH (FORCE)", "DROP TABLESPACE small")


def noise(place: int) -> str:
    return random.Random(place).randbytes(40_000).hex()


def test_damage_on_the_server_is_named(server: Server, own_clerk: Clerk, own_url: str):
    own_clerk.ledger.take(a_package(), talks_of(), files_of())
    asked = "SELECT pg_relation_filepath('tanxinbu.package')"
    ((path,),) = server.tell("CHECKPOINT", asked, database=name_of(own_url))
    server.kill()
    file = server.folder / "d" / str(path)
    file.write_bytes(b"\x7f" * file.stat().st_size)
    server.start()
    with pytest.raises(LedgerDamagedError):
        own_clerk.ledger.receipt_file(CODE, 1)


# ── what the database is ─────────────────────────────────────────────────────────────────────────


def test_the_steps_make_the_tables_that_queries_name(url: str):
    line = Line.to(read_address(url), PASSWORD)
    with line.reading() as connection:
        found = inspect(connection)
        for name, table in tables.METADATA.tables.items():
            columns = [(c["name"], str(c["type"])) for c in found.get_columns(name)]
            dialect = connection.dialect
            assert columns == [(c.name, c.type.compile(dialect)) for c in table.columns]
            key = found.get_pk_constraint(name)["constrained_columns"]
            assert key == [column.name for column in table.primary_key]
    line.close()


def test_an_office_is_looked_for_in_its_own_piece_alone(server: Server, clerk: Clerk, url: str):
    asked = f"EXPLAIN SELECT * FROM tanxinbu.newest_talk WHERE office_code = '{CODE}'"
    plan = "\n".join(str(row[0]) for row in server.tell(asked, database=name_of(url)))
    assert len(set(re.findall(r"newest_talk_\d\d", plan))) == 1


def test_signs_that_the_server_takes_in_no_text_cost_no_package(clerk: Clerk):
    odd = a_talk(1, 1, subject="甲\0乙", texts="甲\0乙 100% a_b\\c", interviewees="O'Neil")
    clerk.ledger.take(a_package(talks=1), [odd], [])
    (found,) = clerk.ledger.search(DeskSearch(words="100%"))
    assert found.subject == "甲\ufffd乙"
    assert clerk.ledger.search(DeskSearch(words="a_b\\c", name="o'n"))
    assert not clerk.ledger.search(DeskSearch(words="axb"))
    assert not clerk.ledger.search(DeskSearch(words="'; DROP TABLE talk; --"))


def test_a_talk_of_very_many_words_is_found_by_each_of_them(clerk: Clerk):
    text = "".join(chr(0x4E00 + (n * 7919) % 20000) for n in range(200_000)) + "末尾"
    clerk.ledger.take(a_package(talks=1), [a_talk(1, 1, texts=text + "\n" + "z" * 5000)], [])
    for word in ("末尾", text[:3], text[150_000:150_003], "z" * 100):
        assert len(clerk.ledger.search(DeskSearch(words=word))) == 1
    assert clerk.ledger.search(DeskSearch(words="没有")) == []


def test_it_is_the_same_which_way_a_search_goes(clerk: Clerk, monkeypatch: pytest.MonkeyPatch):
    said = ["工作", "工作风格", "作风", "工人作风", "工作风", "工作", "作风工作"]
    talks = [a_talk(1, place, texts=text) for place, text in enumerate(said)]
    clerk.ledger.take(a_package(talks=7), talks, [])

    def pages(words: str) -> list[str]:
        found, mark = [], ""
        while page := clerk.ledger.search(DeskSearch(words=words, limit=2, after=mark)):
            found += [talk.talk_id for talk in page]
            mark = page[-1].mark
        return found

    by_index = [pages(words) for words in ("工", "工作", "作风", "工作风", "工作 作风")]
    monkeypatch.setattr(talks_in_store, "_FREQUENT", -1)  # as if all of it stood in many talks
    monkeypatch.setattr(talks_in_store, "_NEWEST", 2)
    by_days = [pages(words) for words in ("工", "工作", "作风", "工作风", "工作 作风")]
    assert by_days == by_index
    assert [len(found) for found in by_index] == [6, 5, 5, 2, 3]


def test_refusals_are_kept_with_what_the_quarantine_holds(clerk: Clerk):
    refusal = Refusal("r1", NOON, CODE, 3, "gap", "expected 1\0", "quarantine/r1", is_believed=True)
    clerk.ledger.refuse(refusal)
    assert clerk.ledger.offices()[0].gaps == (1, 2)
    assert clerk.ledger.offices()[0].waiting == (3,)
    clerk.ledger.settle("r1", "电话核实，重发", NOON)
    clerk.ledger.settle("r1", "再次", NOON)
    (kept,) = clerk.ledger.refusals(open_only=False, limit=9)
    assert (kept.settled_how, kept.detail) == ("电话核实，重发", "expected 1\ufffd")
    assert clerk.ledger.refusals(open_only=True, limit=9) == []
    assert [what for what, _ in clerk.acts()][1:] == ["package.refuse", "package.settle"]
    with pytest.raises(KeyError):
        clerk.ledger.settle("r2", "", NOON)


def test_figures_of_no_talks_are_noughts(clerk: Clerk):
    (office,) = clerk.ledger.figures(date(2026, 1, 1), date(2026, 12, 31), ()).offices
    assert office.counts.sittings == 0


# ── nobody else loads it ─────────────────────────────────────────────────────────────────────────

_LOAD_ALL = """
import sys
from app import assembly, bootstrap
from app.cli import registry
from app.services import desk_ledger, ledger_place, open_desk, registry_access
print([name for name in sys.modules if name.split(".")[0] in ("sqlalchemy", "psycopg")])
"""


def test_an_office_and_a_desk_with_its_own_ledger_load_nothing_of_it():
    told = subprocess.run(
        [sys.executable, "-c", _LOAD_ALL],
        capture_output=True, check=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert told.stdout.strip() == "[]"
    # and of all that is loaded later, two modules alone name it, each when a URL is set
    namers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("app", "ui")
        for path in (ROOT / folder).rglob("*.py")
        if "store/province" not in path.as_posix() and "store.province" in path.read_text("utf-8")
    }
    assert namers == {"app/services/desk_ledger.py", "app/services/province_ledger.py"}
