"""A stick may change, vanish or lie while it is read: it ends in a name, and never goes on for ever."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.domain.errors import DiskFullError, FolderUnusableError, PackageRejectedError
from app.domain.office_standing import OfficeStanding
from app.domain.package import Volume
from app.domain.progress import CancelledError
from app.handover.arrival import copy_plain, packages_below
from app.handover.reader import PackageReader
from app.handover.signed_json import file_digest
from app.handover.stage import Stage
from app.handover.volumes import VolumeRules
from tests.handover.forging import Forgery, write_index
from tests.handover.makers import Circle
from tests.loop_sticks import LoopMachine
from tests.loop_sticks import loop_machine as loop_machine

BIG = 700_000  # bytes of each talk's minutes: enough for several steps of progress


@dataclass
class AtStep:
    """Does something to the stick when reading has come that far."""

    part: float
    deed: Callable[[], object]
    is_done: bool = False

    def step(self, done: int, total: int) -> None:
        if done >= total * self.part and not self.is_done:
            self.is_done = True
            self.deed()


def read(circle: Circle, folder: Path, progress: object = None) -> str:
    """By which name the package is refused, empty when it is taken."""
    circle.receptions += 1
    stage = Stage(circle.inbox / str(circle.receptions))
    stage.folder.mkdir(parents=True)
    reader = PackageReader(circle.registry, circle.schemas)
    try:
        reader.read(folder, stage, circle.standing, progress)  # type: ignore[arg-type]
    except PackageRejectedError as error:
        return error.reason
    finally:
        stage.clear()
        assert not stage.folder.exists()
    return ""


@pytest.fixture
def folder(circle: Circle) -> Path:
    return Path(circle.write(circle.pack(size=BIG)).folder)


@pytest.fixture
def volume(folder: Path) -> Path:
    return folder / "320999-000001.001"


# ── while it is read ─────────────────────────────────────────────────────────────────────────────


def test_a_volume_that_grows_while_it_is_read_is_read_no_further_than_declared(
    circle: Circle, folder: Path, volume: Path
):
    class Growing:
        """Puts more at the end than was just read: whoever reads to the end never finishes."""

        def step(self, done: int, total: int) -> None:
            assert done <= total
            with volume.open("ab") as file:
                file.write(bytes(2 << 20))

    assert read(circle, folder, Growing()) == ""
    assert read(circle, folder) == "volume_size"


@pytest.mark.parametrize("part", [0.0, 0.5])
def test_a_volume_that_shrinks_while_it_is_read(
    circle: Circle, folder: Path, volume: Path, part: float
):
    cut = AtStep(part, lambda: os.truncate(volume, volume.stat().st_size // 2))
    assert read(circle, folder, cut) in {"changed", "decryption"}
    assert cut.is_done


@pytest.mark.parametrize("part", [0.0, 0.4])
def test_a_folder_that_goes_away_while_it_is_read(circle: Circle, part: float):
    rules = VolumeRules(longest=1 << 19)
    folder = Path(circle.write(circle.pack(size=BIG), rules=rules).folder)
    pulled = AtStep(part, lambda: shutil.rmtree(folder))
    assert read(circle, folder, pulled) in {"volume_missing", "medium"}
    assert read(circle, folder) == "medium"


def test_a_stick_that_answers_otherwise_the_second_time_gains_nothing(
    circle: Circle, folder: Path, volume: Path
):
    """The header is checked in the very bytes that are decrypted, not in an earlier reading."""
    good = volume.read_bytes()
    begin, rest = good.split(b"\n", 1)
    stanza = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
    flooded = (begin + b"\n" + stanza * 4000 + rest)[: len(good)]
    for other, expected in (
        (flooded, {"age_header"}),
        (b"\0" * len(good), {"age_header"}),
        (good[:400] + bytes(len(good) - 400), {"decryption", "age_header"}),
    ):
        lie = AtStep(0, lambda other=other: exchange(volume, other))
        assert read(circle, folder, lie) in expected
        exchange(volume, good)
    assert read(circle, folder) == ""


def exchange(volume: Path, content: bytes) -> None:
    """Another file under the name; whoever has the first one open reads on in it."""
    volume.unlink()
    volume.write_bytes(content)


def test_a_volume_that_turns_into_a_pipe_keeps_nobody_waiting(
    circle: Circle, folder: Path, volume: Path
):
    def pipe() -> None:
        volume.unlink()
        os.mkfifo(volume)

    assert read(circle, folder, AtStep(0, pipe)) == "volume_missing"


def test_a_file_is_set_aside_as_long_as_it_was(circle: Circle, volume: Path, tmp_path: Path):
    """Somebody writes faster than is copied: without an end of its own the copy would fill all."""
    size, stop = volume.stat().st_size, threading.Event()

    def grow() -> None:
        with volume.open("ab") as file:
            for _ in range(400):
                if stop.is_set():
                    return
                file.write(bytes(1 << 20))

    growing = threading.Thread(target=grow)
    growing.start()
    try:
        copy_plain(volume, tmp_path / "copy")
    finally:
        stop.set()
        growing.join()
    assert size <= (tmp_path / "copy").stat().st_size <= volume.stat().st_size
    os.truncate(volume, size)
    with pytest.raises(PackageRejectedError):
        copy_plain(volume.with_name("320999-000001.009"), tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_reading_stops_at_a_wish(circle: Circle, folder: Path):
    class Stop:
        def step(self, done: int, total: int) -> None:
            raise CancelledError

    with pytest.raises(CancelledError):
        read(circle, folder, Stop())


@pytest.mark.parametrize("kind", ["vfat", "exfat"])
def test_a_real_stick_that_is_pulled_while_it_is_read(
    circle: Circle, folder: Path, loop_machine: LoopMachine, kind: str
):
    stick = loop_machine.plug(kind)
    package = stick.folder / folder.name
    package.mkdir()
    for path in folder.iterdir():
        shutil.copyfile(path, package / path.name)
    assert read(circle, package) == ""
    pulled = AtStep(0.0, lambda: loop_machine.pull(stick))
    assert read(circle, package, pulled) in {"medium", "volume_missing"}
    assert pulled.is_done
    assert packages_below(stick.folder) == []


# ── what cannot be read ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def torn() -> Iterator[Callable[[Path], None]]:
    """Lets a file answer with an error of the medium: a page of this process that is not there."""
    held: list[Path] = []

    def tear(path: Path) -> None:
        mount = ["mount", "--bind", f"/proc/{os.getpid()}/mem", str(path)]
        if os.name == "nt" or subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("no file can be put over another here")
        held.append(path)

    yield tear
    for path in held:
        subprocess.run(["umount", str(path)], check=True)


@pytest.mark.parametrize("name", ["320999-000001.json", "320999-000001.json.minisig"])
def test_a_medium_that_fails_says_nothing_against_the_package(
    circle: Circle, folder: Path, torn: Callable[[Path], None], name: str
):
    torn(folder / name)
    assert read(circle, folder) == "medium"


def test_a_stick_that_is_not_there(circle: Circle, tmp_path: Path):
    assert read(circle, tmp_path / "pulled") == "medium"
    assert packages_below(tmp_path / "pulled") == []


def test_an_index_of_a_gibibyte_is_not_even_read(circle: Circle, folder: Path):
    os.truncate(folder / "320999-000001.json", 1 << 30)
    assert read(circle, folder) == "too_large"
    os.truncate(folder / "320999-000001.json.minisig", 1 << 30)
    assert read(circle, folder) == "too_large"


@pytest.mark.parametrize("kind", ["folder", "device", "link", "loop"])
def test_a_volume_that_is_no_file(circle: Circle, folder: Path, volume: Path, kind: str):
    good = volume.rename(folder.parent / "volume")
    if kind == "folder":
        volume.mkdir()
    elif kind == "device":
        node = subprocess.run(["mknod", str(volume), "c", "1", "5"], check=False)  # /dev/zero
        if node.returncode:
            pytest.skip("no device can be made here")
    else:
        volume.symlink_to(good if kind == "link" else volume)
    assert read(circle, folder) == "volume_missing"


def test_what_the_index_does_not_name_is_never_opened(circle: Circle, folder: Path):
    os.mkfifo(folder / "320999-000001.002")
    (folder / "autorun.inf").write_text("[autorun]")
    done = threading.Event()

    def reading() -> None:
        assert read(circle, folder) == ""
        done.set()

    threading.Thread(target=reading, daemon=True).start()
    assert done.wait(20)


def test_folders_are_found_without_following_anything(circle: Circle, folder: Path, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(folder, elsewhere)
    (circle.stick / "link").symlink_to(elsewhere)
    (circle.stick / "round").symlink_to(circle.stick)
    (circle.stick / "320999-000009.json\n").mkdir()
    assert packages_below(circle.stick) == [folder]


# ── sizes that lie, and this machine's own disk ──────────────────────────────────────────────────


def test_more_than_was_sealed_cannot_come_out(circle: Circle):
    forgery = Forgery(circle, circle.pack())
    for size in (8 << 30, 10**13):
        folder = forgery.seal(index=lambda i, size=size: replace(i, payload_bytes=size))
        assert read(circle, folder) == "too_large"


def test_volumes_that_promise_terabytes_are_not_there(circle: Circle, folder: Path):
    """A sparse file costs a thief nothing; nothing is reserved or read for it here."""
    forgery = Forgery(circle, circle.pack())
    sealed = forgery.seal()
    names = [f"320999-000001.{number:03}" for number in range(1, 1000)]
    volumes = tuple(Volume(name, 2_097_152_000, "ab" * 32) for name in names)
    write_index(circle, sealed, replace(circle.read(sealed).index, volumes=volumes))
    assert read(circle, sealed) == "volume_size"


def test_a_full_disk_of_the_desk_is_told_as_that(
    circle: Circle, folder: Path, small_disk: Callable[[int], Path]
):
    disk = small_disk(1)
    circle.inbox = disk / "inbox"
    with pytest.raises(DiskFullError):
        read(circle, folder)
    assert not any(path.is_file() for path in disk.rglob("*"))
    circle.inbox = small_disk(2) / "inbox"
    full = AtStep(0.6, lambda: fill(circle.inbox.parent))
    with pytest.raises(DiskFullError):
        read(circle, folder, full)


def fill(disk: Path) -> None:
    with (disk / "other").open("wb", buffering=0) as file:
        while True:
            try:
                file.write(bytes(4096))
            except OSError:
                return


def test_a_stage_that_cannot_be_written_is_no_fault_of_the_package(circle: Circle, folder: Path):
    stage = Stage(circle.inbox / "stage")
    stage.folder.mkdir(parents=True)
    gone = AtStep(0.4, lambda: stage.folder.rmdir())
    reader = PackageReader(circle.registry, circle.schemas)
    with pytest.raises(FolderUnusableError):
        reader.read(folder, stage, circle.standing, gone)
    stage.clear()


# ── the encryption ───────────────────────────────────────────────────────────────────────────────


def test_a_passphrase_instead_of_a_key_costs_no_work(circle: Circle):
    """scrypt may be told to take hours; it is refused before it is begun."""
    forgery = Forgery(circle, circle.pack())
    for work in (b"1", b"18", b"60", b"99999999999"):
        head = b"-> scrypt " + b"A" * 22 + b" " + work + b"\n" + b"A" * 43 + b"\n--- " + b"A" * 43
        sealed = b"age-encryption.org/v1\n" + head + b"\n" + bytes(20_000)
        folder = forgery.seal(
            cipher=lambda _, sealed=sealed: sealed,
            index=lambda index: replace(index, payload_bytes=1),
        )
        assert read(circle, folder) == "age_header"


def test_a_header_without_an_end_is_not_looked_for_beyond_its_limit(circle: Circle):
    forgery = Forgery(circle, circle.pack(size=BIG))
    endless = b"age-encryption.org/v1\n-> X25519 " + b"A" * 3_000_000
    assert read(circle, forgery.seal(cipher=lambda _: endless)) == "age_header"


def test_two_indexes_of_which_one_is_good(circle: Circle, folder: Path):
    good = (folder / "320999-000001.json").read_bytes()
    (folder / "320999-000002.json").write_bytes(good)
    assert read(circle, folder) == "several_indexes"


def test_a_package_of_a_key_that_was_replaced(circle: Circle, folder: Path):
    """Whoever stole the old key of an office cannot speak for it once it is replaced."""
    fresh = replace(circle.card(), public_key=circle.registry.public_key)
    with pytest.raises(PackageRejectedError) as refused:
        circle.read(folder, standing=lambda code, number: OfficeStanding(fresh))
    assert refused.value.reason == "signature"
    assert file_digest(b"") != refused.value.detail
