"""Damaged files: whatever is amiss is named, and no row is ever shown that was not written."""

from __future__ import annotations

import hashlib
import random
import shutil

import pytest

from app.domain.errors import (
    AppError,
    FolderUnusableError,
    VaultDamagedError,
    VaultEmptyError,
    VaultInUseError,
    VaultMissingError,
)
from app.domain.progress import NoProgress
from app.domain.standing import VaultStanding
from app.store import talks as kept_talks
from app.store.migrate import OFFICE
from app.store.remains import Remains
from app.store.vault import open_vault
from tests.conftest import PASSPHRASE
from tests.faults.ground import PAGE, Ground, columns_of, flip, overwrite, rows_of

FLIPS = 300
NAMED = (VaultDamagedError, VaultEmptyError, FolderUnusableError)


def read_all(ground: Ground):
    """Every row, through the door that the program itself uses."""
    vault = open_vault(ground.folder, bytearray(ground.key))
    try:
        with vault.reading() as connection:
            return rows_of(connection)
    finally:
        vault.close()


def left_of(ground: Ground):
    """What a rescue would read."""
    remains = Remains(ground.file, bytearray(ground.key), OFFICE, NoProgress())
    try:
        found = {}
        for name in ground.truth:
            table = remains.layout.table(name)
            found[name] = [frozenset(row.items()) for row in remains.rows(table)]
        return found, remains.lost, remains.is_proven
    finally:
        remains.close()


def written(ground: Ground):
    """Every row that was ever written, as a rescue names its columns."""
    columns = columns_of(ground)
    return {
        name: {frozenset(zip(columns[name], row, strict=True)) for row in rows.values()}
        for name, rows in ground.truth.items()
    }


def test_of_300_bit_flips_each_is_harmless_or_named_and_no_row_is_ever_wrong(ground: Ground):
    dice = random.Random(2026)
    bits = ground.file.stat().st_size * 8
    whole = hashlib.sha256(ground.file.read_bytes()).digest()
    truth = written(ground)
    seen = {"unharmed": 0, "named": 0}
    for number in range(FLIPS):
        bit = dice.randrange(bits)
        flip(ground.file, bit)
        try:
            assert read_all(ground) == ground.truth
            seen["unharmed"] += 1
        except NAMED:
            seen["named"] += 1
        if number % 10 == 0:
            left, lost, is_proven = left_of(ground)
            assert lost <= 1 or not is_proven
            for name, rows in left.items():
                assert truth[name].issuperset(rows), name
        flip(ground.file, bit)
    assert hashlib.sha256(ground.file.read_bytes()).digest() == whole, "reading has written"
    assert seen["named"] > FLIPS // 2, seen


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_named_and_what_is_left_is_true(ground: Ground, share):
    size = ground.file.stat().st_size
    with ground.file.open("r+b") as file:
        file.truncate(int(size * share))
    with pytest.raises(NAMED):
        read_all(ground)
    left, lost, is_proven = left_of(ground)
    assert lost
    assert is_proven
    truth = written(ground)
    assert all(truth[name].issuperset(rows) for name, rows in left.items())


def test_a_zeroed_page_is_named_or_costs_no_word_that_the_program_shows(ground: Ground):
    # such a page passes for one that was never written; the text on it would break off in noughts
    pages = ground.file.stat().st_size // PAGE
    whole = ground.file.read_bytes()
    text = columns_of(ground)["answer"].index("text")
    truth = {key: row[text] for key, row in ground.truth["answer"].items()}
    named = 0
    for page in range(2, pages + 1, 9):
        overwrite(ground.file, page, bytes(PAGE))
        try:
            assert words_of(ground) == truth, page
        except NAMED:
            named += 1
        overwrite(ground.file, page, whole[(page - 1) * PAGE : page * PAGE])
    assert named


def words_of(ground: Ground):
    """Every answer as the program reads it."""
    vault = open_vault(ground.folder, bytearray(ground.key))
    try:
        with vault.reading() as connection:
            ids = [row[0] for row in connection.execute("SELECT id FROM talk")]
            return {
                (talk_id, answer.id): answer.text
                for talk_id in ids
                for answer in kept_talks.get(connection, talk_id).answers
            }
    finally:
        vault.close()


def test_two_pages_that_changed_places_are_both_found_out(ground: Ground):
    whole = ground.file.read_bytes()
    overwrite(ground.file, 5, whole[6 * PAGE : 7 * PAGE])
    overwrite(ground.file, 7, whole[4 * PAGE : 5 * PAGE])
    _, lost, _ = left_of(ground)
    assert lost == 2
    with pytest.raises(VaultDamagedError):
        read_all(ground)


def test_a_file_of_nothing_is_not_taken_for_a_new_vault(ground: Ground):
    ground.file.write_bytes(b"")
    with pytest.raises(VaultEmptyError):
        ground.unlock()
    assert ground.file.stat().st_size == 0


def test_a_missing_file_is_not_made_anew(ground: Ground):
    ground.file.unlink()
    with pytest.raises(VaultMissingError):
        ground.unlock()
    assert not ground.file.exists()


def test_a_file_of_garbage_is_damage_and_no_wrong_passphrase(ground: Ground):
    ground.file.write_bytes(random.Random(7).randbytes(200_000))
    with pytest.raises(VaultDamagedError):
        ground.unlock()


def test_an_older_file_put_back_is_noticed_at_the_door(ground: Ground, tmp_path):
    shutil.copyfile(ground.file, tmp_path / "older.db")
    application = ground.unlock()
    application.people.add_unit("新来的镇", application.people.units()[0].kind)
    application.lock()
    shutil.copyfile(tmp_path / "older.db", ground.file)
    application = ground.unlock()
    assert application.standing is VaultStanding.BEHIND
    assert application.is_behind
    application.lock()


# ── the log beside the file ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def cut_off(ground: Ground, tmp_path) -> Ground:
    """The vault as a cut of power leaves it: newest words in the log alone, and their head noted."""
    application = ground.unlock()
    talks = application.talks
    talk = next(
        t for key in ground.truth["talk"] if (t := talks.get(key[0])).status.value == "to_confirm"
    )
    answer = talk.answers[0]
    talks.correct(talk.id, answer.id, "改过的话", "")
    application.session.heads.write()
    left = ground.copied(tmp_path / "cut-off")
    application.lock()
    assert (left.folder / "vault.db-wal").stat().st_size
    return left


def test_a_whole_log_brings_the_newest_words_back(cut_off: Ground):
    application = cut_off.unlock()
    assert application.standing is VaultStanding.AGREES
    application.lock()


@pytest.mark.parametrize("how", ["deleted", "emptied", "cut", "flipped"])
def test_a_log_that_was_lost_or_damaged_is_noticed(cut_off: Ground, how):
    log = cut_off.folder / "vault.db-wal"
    size = log.stat().st_size
    match how:
        case "deleted":
            log.unlink()
        case "emptied":
            log.write_bytes(b"")
        case "cut":
            with log.open("r+b") as file:
                file.truncate(size // 2)
        case "flipped":
            flip(log, size * 4)
    application = cut_off.unlock()
    assert application.standing is VaultStanding.BEHIND
    application.lock()


def test_a_rescue_reads_the_log_as_sqlite_does(cut_off: Ground, salvage):
    found = salvage.look(cut_off.folder, PASSPHRASE, NoProgress())
    assert not found.is_behind
    assert found.is_whole
    flip(cut_off.folder / "vault.db-wal", (cut_off.folder / "vault.db-wal").stat().st_size * 4)
    assert salvage.look(cut_off.folder, PASSPHRASE, NoProgress()).is_behind


# ── who else is there ────────────────────────────────────────────────────────────────────────────


def test_a_second_window_is_told_since_when_the_vault_is_open(ground: Ground, salvage):
    application = ground.unlock()
    with pytest.raises(VaultInUseError) as told:
        ground.unlock()
    assert told.value.since
    with pytest.raises(VaultInUseError):
        salvage.look(ground.folder, PASSPHRASE, NoProgress())
    application.lock()
    ground.unlock().lock()


def test_every_named_failure_is_the_applications_own():
    assert all(issubclass(kind, AppError) for kind in NAMED)


def test_through_the_whole_program_a_bit_flip_is_harmless_or_told(ground: Ground):
    # any other failure than the application's own would end in the crash report
    dice, told = random.Random(11), 0
    whole = ground.file.read_bytes()
    for _ in range(15):
        ground.file.write_bytes(whole)
        flip(ground.file, dice.randrange(len(whole) * 8))
        try:
            use(ground)
        except AppError:
            told += 1
        for left in ("vault.db-wal", "vault.db-shm", "head.json"):
            (ground.folder / left).unlink(missing_ok=True)
    assert told


def use(ground: Ground) -> None:
    """Open the vault, look at all that is in it, and write a word."""
    application = ground.unlock()
    try:
        unit = application.people.units()[0]
        application.people.add_unit(f"{unit.name}（新）", unit.kind)
        for (talk_id,) in ground.truth["talk"]:
            application.talks.get(talk_id)
        application.audit.check()
        application.integrity.check(NoProgress())
    finally:
        application.lock()


def test_a_clock_set_back_is_written_down_and_costs_nothing(ground: Ground):
    ground.clock.move(days=-3)
    application = ground.unlock()
    acts = [entry.what for entry in application.audit.page(limit=3)]
    assert "clock.back" in acts
    assert application.audit.check().is_whole
    application.lock()
    ground.clock.move(days=3)
    ground.unlock().lock()
