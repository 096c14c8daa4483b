"""The self-test tells what is amiss, each thing brought about for real; and no name, no folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.documents import known_fonts
from app.domain.progress import CancelledError, NoProgress
from app.domain.self_test import GRADES, Found, Grade, ProbedPart, ProbeReason, ScreenFacts, worst
from app.domain.self_test_words import (
    GRADE_WORDS,
    PART_WORDS,
    REMEDY,
    WHAT,
    diagnostics,
    remedy,
    sentence,
    summary,
)
from app.domain.vault_errors import DeviceStoreRefusedError, DeviceStoreUntrueError
from app.services import self_test_ciphers, self_test_machine
from app.services.self_test import Around, SelfTest
from app.store import known_file
from app.system.device_store import device_store
from tests.buses import gnome_keyring, own_bus

ROOT = Path(__file__).parents[2]
KNOWN = ROOT / "resources/selftest/known.db"
SCREEN = ScreenFacts(1366, 768, 96)


class Store:
    """A key store that keeps, refuses, forgets or holds on, as it is told."""

    name = "系统密钥环"

    def __init__(self, refusal: Exception | None = None, holds_on: bool = False) -> None:
        self.kept: dict[str, bytearray] = {}
        self.refusal, self.holds_on = refusal, holds_on

    def get(self, database):
        return self.kept.get(database)

    def holds(self, database):
        return database in self.kept

    def put(self, database, secret):
        if self.refusal:
            raise self.refusal
        self.kept[database] = secret

    def remove(self, database):
        if not self.holds_on:
            self.kept.pop(database, None)


@pytest.fixture
def test(clock):
    return SelfTest(clock, lambda: None)


def found_of(test: SelfTest, around: Around, part: ProbedPart) -> Found | None:
    return dict(test._looks(around))[part]()


# ── all of it ────────────────────────────────────────────────────────────────────────────────────


def test_this_program_is_as_it_should_be(clock, tmp_path):
    seen = []

    class Steps(NoProgress):
        def step(self, done, total):
            seen.append((done, total))

    store = Store()
    secret_folder = tmp_path / "王建国的文件夹"
    secret_folder.mkdir()
    around = Around(secret_folder, clock.now() - timedelta(hours=1), SCREEN)
    found = SelfTest(clock, lambda: store).run(around, Steps())
    by_part = {one.part: one.reason for one in found}
    assert not [one for one in found if one.grade is Grade.FAULT]
    assert by_part[ProbedPart.DATABASE] is ProbeReason.OPENED
    assert by_part[ProbedPart.FONTS] is ProbeReason.FONTS_WHOLE
    assert by_part[ProbedPart.VALIDATORS] is ProbeReason.BOTH_CONTENT
    assert by_part[ProbedPart.PAGES] is ProbeReason.DRAWN
    assert by_part[ProbedPart.KEY_STORE] is ProbeReason.KEEPS
    assert by_part[ProbedPart.CLOCK] is ProbeReason.CLOCK_SANE
    assert all(by_part[part] is ProbeReason.AS_PUBLISHED for part in self_test_ciphers.CIPHERS)
    assert seen[-1][0] == seen[-1][1] == len(seen) - 1
    assert not store.kept
    assert not list(secret_folder.iterdir())
    told = diagnostics(found)
    assert "王建国" not in told
    assert str(tmp_path) not in told
    assert len(told.splitlines()) == len(found)


def test_it_can_be_stopped(test, tmp_path):
    class Stop(NoProgress):
        def step(self, done, total):
            raise CancelledError

    with pytest.raises(CancelledError):
        test.run(Around(tmp_path), Stop())


def test_what_cannot_be_looked_at_is_told_as_broken(clock, tmp_path):
    def no_device():
        raise RuntimeError("words of a library, with a path")

    found = SelfTest(clock, no_device).run(Around(tmp_path), NoProgress())
    broken = [one for one in found if one.reason is ProbeReason.BROKEN]
    assert broken == [Found(ProbedPart.KEY_STORE, ProbeReason.BROKEN, "RuntimeError")]
    assert worst(found) is Grade.FAULT
    assert "1 项不行" in summary(found)


def test_every_outcome_has_its_words():
    assert set(WHAT) == set(ProbeReason)
    assert set(PART_WORDS) == set(ProbedPart)
    assert set(GRADE_WORDS) == set(Grade)
    amiss = {reason for reason, grade in GRADES.items() if grade is not Grade.OK}
    assert set(REMEDY) == amiss
    for reason in ProbeReason:
        one = Found(ProbedPart.ROOM, reason, "7")
        assert sentence(one).endswith("。")
        assert remedy(one).endswith("。") is (reason in amiss)
        assert not any(word in sentence(one) + remedy(one) for word in ("无效", "非法", "抱歉"))
    assert summary(()) == "查了 0 项，都正常。"


# ── ciphers and the database ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("part", "constant", "differs"),
    [
        (ProbedPart.AES, "_GCM_SEALED", "encrypt"),
        (ProbedPart.ARGON2, "_ARGON2", "derive"),
        (ProbedPart.HKDF, "_HKDF", "derive"),
        (ProbedPart.ED25519, "_ED_PUBLIC", "public"),
        (ProbedPart.X25519, "_X_SHARED", "exchange"),
    ],
)
def test_an_answer_that_differs_by_a_digit_is_a_fault(part, constant, differs, monkeypatch):
    published = getattr(self_test_ciphers, constant)
    other = published[:-1] + ("0" if published[-1] != "0" else "1")
    monkeypatch.setattr(self_test_ciphers, constant, other)
    assert self_test_ciphers.known_answers(part) == Found(part, ProbeReason.DIFFERS, differs)


def test_a_digest_that_differs_is_a_fault(monkeypatch):
    (first, _), *rest = self_test_ciphers._SHA
    monkeypatch.setattr(self_test_ciphers, "_SHA", ((first, "0" * 64), *rest))
    assert self_test_ciphers.known_answers(ProbedPart.SHA2).detail == "sha256"


def test_the_known_file_opens_by_its_key_alone():
    assert known_file.reads_right(KNOWN)
    assert known_file.is_closed(KNOWN)
    assert not known_file.reads_right(KNOWN, bytes(32))


def test_a_known_file_with_a_bit_turned_over_does_not_read(tmp_path):
    content = bytearray(KNOWN.read_bytes())
    content[5000] ^= 1
    altered = tmp_path / "known.db"
    altered.write_bytes(content)
    assert not known_file.reads_right(altered)


def test_a_file_that_is_not_sealed_is_seen_to_be_open(tmp_path):
    plain = tmp_path / "known.db"
    plain.write_bytes(b"SQLite format 3\0" + bytes(4080))
    assert not known_file.is_closed(plain)
    plain.write_bytes(bytes(100) + known_file.WORD.encode() + bytes(4096))
    assert not known_file.is_closed(plain)


def test_a_file_made_now_is_sealed(tmp_path):
    assert known_file.seals_anew(tmp_path)


# ── fonts ────────────────────────────────────────────────────────────────────────────────────────


def test_a_font_that_is_gone_or_altered_is_named(tmp_path):
    shutil.copy(known_fonts.FOLDER / "README.md", tmp_path)
    assert set(known_fonts.missing(tmp_path)) == set(known_fonts.known_digests())
    for name in known_fonts.known_digests():
        shutil.copy(known_fonts.FOLDER / name, tmp_path)
    assert not known_fonts.missing(tmp_path)
    with (tmp_path / "TanxinRareA.ttf").open("ab") as file:
        file.write(b"\0")
    assert known_fonts.changed(tmp_path) == ("TanxinRareA.ttf",)
    (tmp_path / "README.md").write_text("no table")
    assert known_fonts.missing(tmp_path) == ("README.md",)


# ── the machine ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("store", "reason"),
    [
        (None, ProbeReason.NO_STORE),
        (Store(), ProbeReason.KEEPS),
        (Store(DeviceStoreRefusedError("系统密钥环")), ProbeReason.STORE_REFUSES),
        (Store(DeviceStoreUntrueError("系统密钥环")), ProbeReason.STORE_FORGETS),
        (Store(holds_on=True), ProbeReason.STORE_FORGETS),
    ],
)
def test_a_key_store_is_tried(store, reason):
    assert self_test_machine.key_store(lambda: store).reason is reason


@pytest.mark.skipif(sys.platform != "linux", reason="the store of Linux desktops")
def test_the_store_of_a_desktop_keeps_and_forgets(tmp_path, monkeypatch):
    with own_bus(tmp_path / "home") as bus:
        for name in [n for n in os.environ if n.startswith(("DBUS_", "XDG_"))]:
            monkeypatch.delenv(name)
        for name, value in bus.environment().items():
            monkeypatch.setenv(name, value)
        with gnome_keyring(bus):
            assert self_test_machine.key_store(device_store).reason is ProbeReason.KEEPS


def test_a_disk_with_little_room_and_one_that_takes_nothing(small_disk):
    disk = small_disk(8)
    assert self_test_machine.room(disk).reason is ProbeReason.ROOM_NONE
    assert self_test_machine.folder(disk / "not yet there").reason is ProbeReason.WRITABLE
    assert self_test_machine.disk(disk).grade in (Grade.OK, Grade.CAUTION)
    (disk / "full").write_bytes(bytes(disk_room(disk)))
    full = self_test_machine.folder(disk)
    assert (full.reason, full.detail) == (ProbeReason.NOT_WRITABLE, "ENOSPC")
    (disk / "full").unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    shut = self_test_machine.folder(disk)
    assert (shut.reason, shut.detail) == (ProbeReason.NOT_WRITABLE, "EROFS")
    assert self_test_machine.disk(disk) is None
    assert not list(disk.iterdir())


def disk_room(disk: Path) -> int:
    return shutil.disk_usage(disk).free


def test_a_disk_with_some_room_is_told_with_care(small_disk):
    assert self_test_machine.room(small_disk(300)).reason is ProbeReason.ROOM_LITTLE


@pytest.mark.parametrize(
    ("now", "last_entry", "reason"),
    [
        (datetime(2026, 3, 5, tzinfo=UTC), None, ProbeReason.CLOCK_SANE),
        (datetime(2025, 12, 31, tzinfo=UTC), None, ProbeReason.CLOCK_BEFORE_BUILD),
        (datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 3, 6, tzinfo=UTC), ProbeReason.CLOCK_BEFORE_TRAIL),
        (datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC), ProbeReason.CLOCK_SANE),
        (datetime(2037, 1, 1, tzinfo=UTC), None, ProbeReason.CLOCK_FAR_AHEAD),
    ],
)  # fmt: skip
def test_a_clock_that_cannot_be_right_is_told(test, clock, now, last_entry, reason, tmp_path):
    clock.moment = now
    around = Around(tmp_path, last_entry)
    assert found_of(test, around, ProbedPart.CLOCK).reason is reason


def test_a_wall_elsewhere_is_told(clock, tmp_path):
    clock.local = lambda moment: moment.astimezone(UTC)
    told = found_of(SelfTest(clock, lambda: None), Around(tmp_path), ProbedPart.CLOCK)
    assert (told.reason, told.detail) == (ProbeReason.OTHER_ZONE, "UTC+0000")


def test_a_small_screen_is_told_and_none_is_not(test, tmp_path):
    def told(screen):
        return found_of(test, Around(tmp_path, screen=screen), ProbedPart.SCREEN)

    assert told(None) is None
    assert told(SCREEN).reason is ProbeReason.SCREEN_FITS
    assert told(ScreenFacts(1024, 768, 96)).reason is ProbeReason.SCREEN_SMALL


ASKS = "from app.services.self_test_machine import memory; print(memory().reason.value)"


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux itself")
def test_a_process_that_may_be_dumped_says_so():
    # one that nobody closed to dumps; the program's own is, see tests/cli
    asked = [sys.executable, "-c", ASKS]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == "dumps_open\n"
