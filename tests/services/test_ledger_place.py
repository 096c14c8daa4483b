"""A desk's ledger moves into a database with everything in it, and says where it lies."""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import registry_access
from app.cli import registry as command
from app.cli.main import main
from app.domain.progress import NoProgress
from app.domain.province_errors import (
    LedgerAddressError,
    LedgerDiffersError,
    LedgerLostError,
    LedgerNotEmptyError,
    LedgerPasswordError,
    LedgerProgramMissingError,
    LedgerUnreachableError,
)
from app.domain.registry import DeskSearch, FoundTalk
from app.services import desk_ledger
from app.services.ledger import Ledger
from app.services.ledger_place import LedgerPlace
from app.services.registry import Registry
from app.services.registry_access import NewRegistry, RegistryAccess
from app.store.province import moving
from tests.conftest import CHEAP, PASSPHRASE, StandingClock
from tests.handover.makers import Circle
from tests.postgres import PASSWORD, Server, own_server
from tests.services.ledger_stories import NOON, YEAR, Office, finding, person, refusal
from tests.services.test_registry import SCHEMAS, County
from ui.messages import message_for


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with own_server() as started:
        yield started


@pytest.fixture
def url(server: Server) -> str:
    return server.url(server.new_database())


@pytest.fixture
def access(clock: StandingClock) -> RegistryAccess:
    return RegistryAccess(clock, SCHEMAS, CHEAP)


@pytest.fixture(scope="module")
def closed_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new desk that nobody opens: making one takes longer than copying it."""
    folder = tmp_path_factory.mktemp("made") / "desk"
    new = NewRegistry(folder, "省纪委登记处", PASSPHRASE, PASSPHRASE)
    RegistryAccess(StandingClock(), SCHEMAS, CHEAP).create(new, NoProgress())
    return folder


@pytest.fixture
def desk(access: RegistryAccess, closed_desk: Path, tmp_path: Path) -> Iterator[Registry]:
    opened = access.open(shutil.copytree(closed_desk, tmp_path / "desk"), PASSPHRASE)
    yield opened
    opened.close()


_SIGNS = "谈心資金会议拨付ok12\uff21b　 _%.\\'"


def said(dice: random.Random, length: int) -> str:
    return "".join(dice.choices(_SIGNS, k=length))


def two_years_of(ledger: Ledger) -> list[Office]:
    """Two offices with talks that came again, findings, gaps and refusals."""
    dice = random.Random(6)
    counties = [Office(), Office("320998", "临江县纪委监委")]
    for county in counties:
        ledger.trust(county.card(), NOON, 1)
        for level in ("full", "ledger", "full", "statistics"):
            package = county.package(level, talks=6)
            talks = [
                county.talk(
                    f"t-{n}",
                    said=said(dice, 30) if level == "full" else None,
                    people=(person(dice.choice(("张三", "李小四", "Bob")), said(dice, 4)),),
                    day=f"2026-0{1 + n % 9}-05",
                    subject=said(dice, 5),
                    findings=(finding(f"f{n}", regulation=said(dice, 2), status="closed"),),
                )
                for n in range(dice.randrange(6, 9) if level != "statistics" else 0)
            ]
            ledger.take(package, talks, [])
        ledger.refuse(refusal(county, 9, "gap"))
        ledger.refuse(refusal(county, 2, "fork"))
        ledger.settle(refusal(county, 2, "fork").id, "电话核实", NOON)
    return counties


def without_marks(found: list[FoundTalk]) -> set[FoundTalk]:
    return {replace(talk, mark="") for talk in found}


def test_what_was_moved_answers_as_before(desk: Registry, access: RegistryAccess, url: str):
    own = desk.ledger
    counties = two_years_of(own)
    heard: list[tuple[str, int]] = []
    moved = LedgerPlace(desk.session).move(url, PASSWORD, lambda *told: heard.append(told))
    assert [(table.name, table.rows) for table in moved] == heard
    assert dict(heard)["package"] == 8
    there = desk_ledger.ledger_of(desk.session)
    assert there.offices() == own.offices()
    assert there.kinds() == own.kinds()
    assert there.refusals(open_only=False, limit=99) == own.refusals(open_only=False, limit=99)
    for county in counties:
        packages = own.packages(county.code, 99, 99)
        assert there.packages(county.code, 99, 99) == packages
        assert there.standing(county.code, 3) == own.standing(county.code, 3)
        assert there.receipt_file(county.code, 2) == own.receipt_file(county.code, 2)
        figures = own.figures(*YEAR, (county.code,))
        assert there.figures(*YEAR, (county.code,)) == figures
    period = (date(2026, 2, 1), date(2026, 5, 5))
    assert there.figures(*period, ()) == own.figures(*period, ())
    for talk in own.search(DeskSearch()):
        key = (talk.office_code, talk.sequence, talk.talk_id)
        assert there.talk(*key) == own.talk(*key)
    hits = answers_alike(own, there)
    assert hits > 80
    there.close()


def answers_alike(own: Ledger, there: Ledger) -> int:
    """Ask both very many questions; how many talks they found."""
    dice = random.Random(7)
    hits = 0
    for _ in range(60):
        asked = DeskSearch(
            words=said(dice, dice.randrange(0, 4)),
            name=dice.choice(("", "", "三", "小四", "bo", "ob")),
            unit=said(dice, dice.choice((0, 0, 0, 1))),
            limit=99,
        )
        found = own.search(asked)
        assert without_marks(there.search(asked)) == without_marks(found), asked
        hits += len(found)
    return hits


def test_a_desk_that_died_before_it_noted_the_move_moves_again(
    desk: Registry, url: str, server: Server, monkeypatch: pytest.MonkeyPatch
):
    two_years_of(desk.ledger)
    place = LedgerPlace(desk.session)
    monkeypatch.setattr(LedgerPlace, "_keep", lambda *_: None)  # it died here
    first = place.move(url, PASSWORD)
    monkeypatch.undo()
    assert place.url() == ""
    assert place.move(url, PASSWORD) == first
    assert place.url() == url


def test_a_ledger_is_never_moved_onto_another_nor_half(
    desk: Registry, url: str, monkeypatch: pytest.MonkeyPatch
):
    two_years_of(desk.ledger)
    place = LedgerPlace(desk.session)
    with pytest.raises(LedgerNotEmptyError):
        place.use(url, PASSWORD)  # what is in its own would be seen no more
    whole = moving._rows_of_vault

    def without_the_last(vault, table):
        rows = list(whole(vault, table))
        yield from rows[:-1] if table.name == "finding" else rows

    monkeypatch.setattr(moving, "_rows_of_vault", without_the_last)
    monkeypatch.setattr(moving, "held_in_vault", held_whole(whole))
    with pytest.raises(LedgerDiffersError) as differs:
        place.move(url, PASSWORD)
    assert (differs.value.what, differs.value.here - differs.value.there) == ("finding", 1)
    monkeypatch.undo()
    place.move(url, PASSWORD)  # nothing of it had stayed there
    desk.ledger.refuse(refusal(Office(), 7, "tar"))
    with pytest.raises(LedgerNotEmptyError):
        place.move(url, PASSWORD)


def held_whole(whole):
    return lambda vault: [moving._held(table, whole(vault, table)) for table in moving._ORDER]


def test_a_new_desk_begins_with_a_database_and_its_password_is_tried(
    desk: Registry, access: RegistryAccess, url: str, server: Server
):
    place = LedgerPlace(desk.session)
    with pytest.raises(LedgerPasswordError):
        place.use(url, "wrong")
    with pytest.raises(LedgerAddressError):
        place.use("postgresql://clerk:secret@localhost/ledger", PASSWORD)
    assert place.url() == ""
    place.use(url, PASSWORD)
    with pytest.raises(LedgerPasswordError):
        place.keep_password("wrong")
    desk.close()
    again = access.open(desk.folder, PASSPHRASE)
    again.ledger.trust(Office().card(), NOON, 1)
    assert server.tell("SELECT code FROM tanxinbu.office", database=url_name(url)) == [("320999",)]
    again.close()
    files = (path.read_bytes() for path in desk.folder.rglob("*") if path.is_file())
    assert PASSWORD.encode() not in b"".join(files)


def url_name(url: str) -> str:
    return url.split("@/")[1].split("?")[0]


def test_a_desk_without_the_libraries_says_so(
    desk: Registry, url: str, monkeypatch: pytest.MonkeyPatch
):
    for name in [
        n for n in sys.modules if n.startswith(("app.store.province", "app.services.province"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerProgramMissingError):
        LedgerPlace(desk.session).use(url, PASSWORD)


# ── at the terminal ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def registry(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """`tanxinbu registry …` with both passwords on descriptors: exit code, what it told, and why."""
    monkeypatch.setattr(command, "registry_access", lambda: registry_access(cost=CHEAP))

    def run(*arguments: object, password: str = "") -> tuple[int, str, str]:
        given = [str(one) for one in arguments]
        opened: list[int] = []
        for option, secret in (
            ("--passphrase-fd", PASSPHRASE),
            ("--database-password-fd", password),
        ):
            if secret:
                reading, writing = os.pipe()
                os.write(writing, f"{secret}\n".encode())
                os.close(writing)
                opened.append(reading)
                given += [option, str(reading)]
        try:
            code = main(["registry", *given], sentence=lambda e: message_for(e).text())
        finally:
            for descriptor in opened:
                os.close(descriptor)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_a_desk_at_the_terminal_moves_and_goes_on(
    desk: Registry, registry: Callable[..., tuple[int, str, str]], tmp_path: Path, url: str
):
    (tmp_path / "stick").mkdir()
    county = County(Circle(tmp_path / "stick", tmp_path / "inbox", registry=desk.keys))
    desk.trust(county.card())
    desk.receive(Path(county.send().folder), None, NoProgress())
    folder = desk.folder
    desk.close()
    assert "自己的保险库" in registry("ledger", "show", folder)[1]
    code, _, why = registry("ledger", "move", folder, url, password="wrong")
    assert (code, "口令" in why) == (1, True)
    code, told, _ = registry("ledger", "move", folder, url, password=PASSWORD)
    assert (code, "两边逐条核对一致" in told) == (0, True)
    assert registry("receive", folder, county.send().folder)[0] == 0
    code, told, _ = registry("ledger", "show", folder, "--json")
    counted = {"offices": 1, "packages": 2, "talks": 2}
    assert (code, json.loads(told)) == (0, {"url": url, "answers": True, **counted})
    assert "2026-0001" in registry("search", folder, "--words", "谈透")[1]
    assert registry("ledger", "password", folder, password=PASSWORD)[0] == 0
    assert registry("ledger", "password", folder, password="wrong")[0] == 1


def test_while_the_server_is_away_the_desk_opens_and_gives_no_receipt(
    desk: Registry, access: RegistryAccess, url: str, server: Server, tmp_path: Path
):
    LedgerPlace(desk.session).use(url, PASSWORD)
    folder, keys = desk.folder, desk.keys
    desk.close()
    (tmp_path / "stick").mkdir()
    county = County(Circle(tmp_path / "stick", tmp_path / "inbox", registry=keys))
    server.stop()
    try:
        opened = access.open(folder, PASSPHRASE)
        assert opened.identity.name == "省纪委登记处"
        with pytest.raises(LedgerUnreachableError):
            opened.trust(county.card())
    finally:
        server.start()
    opened.trust(county.card())  # the same desk goes on
    package = Path(county.send().folder)
    server.stop()
    try:
        with pytest.raises((LedgerLostError, LedgerUnreachableError)):
            opened.receive(package, tmp_path / "answers", NoProgress())
    finally:
        server.start()
    assert not (tmp_path / "answers").exists()
    (taken,) = opened.receive(package, tmp_path / "answers", NoProgress())
    assert taken.is_taken
    (again,) = opened.receive(package, tmp_path / "answers", NoProgress())
    assert (again.reason, again.receipt) == ("duplicate", taken.receipt)
    opened.close()
