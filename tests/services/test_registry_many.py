"""Many packages at once, what waits and is tried again, and what each office is answered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.domain.errors import NameTakenError
from app.domain.package import PackageLevel
from app.domain.progress import CancelledError, NoProgress
from app.domain.registry import DeskSearch
from app.handover.credentials import new_office_keys
from app.handover.receipt import read_receipt
from app.services.registry import Registry
from app.services.registry_access import RegistryAccess
from app.store import registry_packages
from tests.conftest import PASSPHRASE
from tests.handover.makers import Circle
from tests.services import counties
from tests.services.counties import SCHEMAS, County

access, desk, county = counties.access, counties.desk, counties.county
NUMBERS, LISTS = PackageLevel.STATISTICS, PackageLevel.LEDGER


@pytest.fixture
def neighbour(desk: Registry, county: County, tmp_path: Path) -> County:
    """Another county, whose packages lie on the same stick."""
    circle = Circle(county.circle.stick, tmp_path / "other inbox", registry=desk.keys)
    return County(circle, code="320998")


def files_of(desk: Registry) -> list[str]:
    return desk.session.files.names()


def answer_of(desk: Registry, path: str):
    return read_receipt(Path(path).read_bytes(), desk.identity.public_key, SCHEMAS)


def test_a_stick_of_many_is_taken_office_by_office_in_the_order_of_numbers(
    desk: Registry, county: County, neighbour: County, tmp_path: Path
):
    for office in (county, neighbour):
        desk.trust(office.card())
        for _ in range(6):
            office.send(NUMBERS)
    # folders get other names on the way, so that their order tells nothing
    for place, folder in enumerate(sorted(county.circle.stick.iterdir(), reverse=True)):
        folder.rename(folder.with_name(f"新建文件夹 ({place})"))
    answers = tmp_path / "answers"
    receptions = desk.receive(county.circle.stick, answers, NoProgress())
    assert [(r.package, r.reason, r.detail) for r in receptions] == [
        (f"{code}-{number:06}", "", "") for code in ("320998", "320999") for number in range(1, 7)
    ]
    assert len(list(answers.glob("*.receipt.json"))) == 12
    assert [(row.packages, row.last_sequence) for row in desk.offices()] == [(6, 6), (6, 6)]


def test_what_comes_after_a_missing_number_waits_and_is_taken_by_itself(
    desk: Registry, county: County, tmp_path: Path
):
    desk.trust(county.card())
    written = [county.send(NUMBERS) for _ in range(6)]
    missing = Path(written[2].folder).rename(tmp_path / "the lost one")
    receptions = desk.receive(county.circle.stick, None, NoProgress())
    assert [(r.package[-1], r.reason, r.missing) for r in receptions] == [
        ("1", "", ()),
        ("2", "", ()),
        ("4", "gap", (3,)),
        ("5", "gap", (3,)),
        ("6", "gap", (3,)),
    ]
    (office,) = desk.offices()
    assert (office.last_sequence, office.gaps, office.waiting) == (2, (3,), (4, 5, 6))
    # the very same stick once more: nothing waits twice
    shown_again = desk.receive(county.circle.stick, None, NoProgress())
    assert [r.reason for r in shown_again] == ["duplicate", "duplicate", "gap", "gap", "gap"]
    assert len(desk.refusals(open_only=True)) == 3
    assert len(list((desk.folder / "quarantine").iterdir())) == 3
    assert desk.waiting() == []
    answers = tmp_path / "answers"
    taken = desk.receive(missing, answers, NoProgress())
    assert [(r.package[-1], r.is_taken) for r in taken] == [(n, True) for n in "3456"]
    assert [answer_of(desk, r.receipt).sequence for r in taken] == [3, 4, 5, 6]
    (office,) = desk.offices()
    assert (office.gaps, office.waiting, office.refused, office.duplicates) == ((), (), 0, 2)
    assert list((desk.folder / "quarantine").iterdir()) == []


def test_what_waits_is_examined_again_before_it_is_taken(desk: Registry, county: County):
    desk.trust(county.card())
    first, second = county.send(NUMBERS), county.send(NUMBERS)
    (waits,) = desk.receive(Path(second.folder), None, NoProgress())
    volume = Path(waits.quarantine) / "320999-000002.001"
    volume.write_bytes(volume.read_bytes()[::-1])
    taken, spoilt = desk.receive(Path(first.folder), None, NoProgress())
    assert (taken.is_taken, spoilt.reason) == (True, "volume_digest")
    (refusal,) = desk.refusals(open_only=True)
    assert (refusal.reason, refusal.folder) == ("volume_digest", waits.quarantine)
    again = desk.retry_one(refusal.id, None, NoProgress())
    assert again is not None
    assert again.reason == "volume_digest"
    assert [one.id for one in desk.refusals(open_only=True)] == [refusal.id]
    volume.write_bytes(volume.read_bytes()[::-1])
    mended = desk.retry_one(refusal.id, None, NoProgress())
    assert mended is not None
    assert mended.is_taken
    assert desk.refusals(open_only=True) == []
    assert desk.retry_one(refusal.id, None, NoProgress()) is None
    with pytest.raises(KeyError):
        desk.retry_one("0" * 32, None, NoProgress())


def test_a_fork_stays_for_the_clerk_until_it_is_settled_with_a_note(desk: Registry, county: County):
    desk.trust(county.card())
    desk.receive(Path(county.send(NUMBERS).folder), None, NoProgress())
    county.sequence, county.root = 0, "0" * 64
    (refused,) = desk.receive(Path(county.send(LISTS).folder), None, NoProgress())
    assert refused.reason == "fork"
    (office,) = desk.offices()
    assert (office.refused, office.forks) == (1, 1)
    (refusal,) = desk.refusals(open_only=True)
    desk.settle(refusal.id, " 打电话问过：备份恢复后重写的 ")
    (settled,) = desk.refusals()
    assert (settled.is_open, settled.settled_how) == (False, "打电话问过：备份恢复后重写的")
    assert Path(settled.folder).is_dir()
    (office,) = desk.offices()
    assert (office.refused, office.forks) == (0, 1)


def test_a_forgers_gap_is_neither_believed_nor_answered(desk: Registry, county: County):
    desk.trust(county.card())
    honest, county.circle.office = county.circle.office, new_office_keys()
    county.sequence = 7
    (refused,) = desk.receive(Path(county.send(NUMBERS).folder), None, NoProgress())
    assert (refused.reason, refused.answer, refused.receipt) == ("signature", None, "")
    county.circle.office = honest
    (office,) = desk.offices()
    assert (office.gaps, office.waiting, office.refused) == ((), (), 1)


def test_of_a_distrusted_office_nothing_is_taken_nor_answered(desk: Registry, county: County):
    desk.trust(county.card())
    desk.receive(Path(county.send(NUMBERS).folder), None, NoProgress())
    desk.distrust("320999", "密钥丢失")
    written = county.send(NUMBERS)
    (refused,) = desk.receive(Path(written.folder), None, NoProgress())
    assert (refused.reason, refused.answer) == ("unknown_sender", None)
    desk.trust(county.card())
    (taken,) = desk.receive(Path(written.folder), None, NoProgress())
    assert taken.is_taken
    assert [row.sequence for row in desk.packages("320999")] == [2, 1]


# ── step by step ─────────────────────────────────────────────────────────────────────────────────


def test_a_package_that_is_examined_and_let_go_leaves_nothing(desk: Registry, county: County):
    desk.trust(county.card())
    written = county.send()
    (arrival,) = desk.arrivals(Path(written.folder))
    assert (arrival.code, arrival.sequence) == ("320999", 1)
    assert arrival.size_bytes == sum(p.stat().st_size for p in Path(written.folder).iterdir())
    examined = desk.examine(arrival, desk.standing(arrival), NoProgress())
    assert len(files_of(desk)) == 5
    desk.abandon(examined)
    assert files_of(desk) == []
    assert list((desk.folder / "stage").iterdir()) == []
    examined = desk.examine(arrival, desk.standing(arrival), NoProgress())
    assert desk.take(examined).is_taken
    desk.abandon(examined)  # too late to do harm
    assert len(files_of(desk)) == 5


def test_stopping_amid_the_examination_leaves_nothing(desk: Registry, county: County):
    desk.trust(county.card())
    (arrival,) = desk.arrivals(Path(county.send().folder))

    class Stop:
        def step(self, done: int, total: int) -> None:
            raise CancelledError

    with pytest.raises(CancelledError):
        desk.examine(arrival, desk.standing(arrival), Stop())
    assert files_of(desk) == []
    assert list((desk.folder / "stage").iterdir()) == []
    assert desk.refusals() == []


def test_what_another_took_meanwhile_is_a_duplicate(desk: Registry, county: County):
    desk.trust(county.card())
    (arrival,) = desk.arrivals(Path(county.send().folder))
    first = desk.examine(arrival, desk.standing(arrival), NoProgress())
    second = desk.examine(arrival, desk.standing(arrival), NoProgress())
    taken, late = desk.take(first), desk.take(second)
    assert (taken.is_taken, late.reason) == (True, "duplicate")
    assert taken.answer == late.answer
    with desk.session.vault.reading() as connection:
        assert set(files_of(desk)) == registry_packages.known_files(connection)


def test_files_that_a_row_names_stay_though_their_ledger_was_lost(
    desk: Registry, county: County, monkeypatch: pytest.MonkeyPatch
):
    """As when a server goes away amid its commit: nobody knows, so the files must stay."""
    desk.trust(county.card())
    (arrival,) = desk.arrivals(Path(county.send().folder))
    examined = desk.examine(arrival, desk.standing(arrival), NoProgress())
    with desk.session.vault.transaction() as connection:
        for member in examined.members[:2]:
            registry_packages.add_member(connection, "320999", 1, member)

    def lost(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(registry_packages, "add", lost)
    with pytest.raises(ConnectionError):
        desk.take(examined)
    assert set(files_of(desk)) == {member.id for member in examined.members[:2]}
    assert list((desk.folder / "stage").iterdir()) == []


def test_a_stick_that_goes_away_is_told_and_leaves_no_refusal(desk: Registry, county: County):
    desk.trust(county.card())
    written = county.send()
    (arrival,) = desk.arrivals(Path(written.folder))
    shutil.rmtree(written.folder)
    examined = desk.examine(arrival, desk.standing(arrival), NoProgress())
    reception = desk.take(examined)
    assert (reception.reason, reception.answer, desk.refusals()) == ("medium", None, [])


# ── answers ──────────────────────────────────────────────────────────────────────────────────────


def test_answers_never_overwrite_each_other(desk: Registry, county: County, tmp_path: Path):
    desk.trust(county.card())
    _first, second = county.send(NUMBERS), county.send(NUMBERS)
    answers = tmp_path / "answers"
    (waits,) = desk.receive(Path(second.folder), answers, NoProgress())
    assert Path(waits.receipt).name == "320999-000002.answer.json"
    volume = Path(second.folder) / "320999-000002.001"
    volume.write_bytes(volume.read_bytes()[:-1])
    desk.distrust("320999", "")
    desk.trust(county.card(), first=2)
    (short,) = desk.receive(Path(second.folder), answers, NoProgress())[:1]
    assert (short.reason, Path(short.receipt).name) == (
        "volume_size",
        "320999-000002.answer-2.json",
    )
    assert answer_of(desk, waits.receipt).missing == (1,)
    assert answer_of(desk, short.receipt).reason == "volume_size"
    assert (answers / "320999-000002.answer-2.json.minisig").is_file()


def test_a_receipts_name_is_never_taken_from_another_file(
    desk: Registry, county: County, tmp_path: Path
):
    desk.trust(county.card())
    written = county.send(NUMBERS)
    (tmp_path / "320999-000001.receipt.json").write_text("something of somebody's")
    with pytest.raises(NameTakenError):
        desk.receive(Path(written.folder), tmp_path, NoProgress())
    assert (tmp_path / "320999-000001.receipt.json").read_text() == "something of somebody's"
    # it lies with the desk all the same, and the receipt can be had again
    (again,) = desk.receive(Path(written.folder), None, NoProgress())
    assert again.reason == "duplicate"
    assert answer_of(desk, again.receipt).is_received


# ── desks of old ─────────────────────────────────────────────────────────────────────────────────


def test_talks_of_a_desk_of_old_are_found_and_counted(
    access: RegistryAccess, desk: Registry, county: County
):
    desk.trust(county.card())
    desk.receive(Path(county.send().folder), None, NoProgress())
    before = desk.search(DeskSearch(words="张三"))
    with desk.session.vault.transaction() as connection:
        for table in ("newest_talk", "newest_heard", "newest_finding", "talk_waiting"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("DELETE FROM talk_entry")
        connection.execute("INSERT INTO talk_words (talk_words) VALUES ('delete-all')")
        connection.execute(
            "INSERT INTO talk_unread SELECT office_code, sequence, talk_id FROM talk"
        )
    desk.close()
    opened = access.open(desk.folder, PASSPHRASE)
    assert len(before) == 2
    assert opened.search(DeskSearch(words="张三")) == before
    assert opened.offices()[0].talks == 2
    with opened.session.vault.reading() as connection:
        assert connection.execute("SELECT count(*) FROM talk_unread").fetchone() == (0,)
    opened.close()
