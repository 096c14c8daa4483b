"""A stick may be full, locked, torn out or lying: it is told by name, and nothing half is believed."""

from __future__ import annotations

import errno
import io
import os
import random
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import (
    NameTakenError,
    PackageRejectedError,
    ReadBackError,
    StickFullError,
    StickReadOnlyError,
    StickRemovedError,
)
from app.domain.progress import CancelledError, NoProgress
from app.handover import page_cache
from app.handover.page_cache import digest_from_medium
from app.handover.signed_json import file_digest
from app.handover.volumes import VolumeRules
from app.handover.writer import PackageWriter, room_needed
from tests.handover.makers import Circle
from tests.loop_sticks import LoopMachine
from tests.loop_sticks import loop_machine as loop_machine

NOBODY = 65534
SMALL = VolumeRules(longest=40_000, flush_every=10_000)


class Medium:
    """A medium that fails after so many bytes, or writes less than it was given."""

    def __init__(self, fails_at: int, number: int = errno.EIO, shortest: int = 0) -> None:
        self.left, self.number, self.shortest = fails_at, number, shortest
        self.dice = random.Random(fails_at)

    def __call__(self, path: Path) -> io.FileIO:
        medium = self

        class Failing(io.FileIO):
            def write(self, content) -> int:
                view = memoryview(content)
                if medium.shortest:
                    view = view[: max(1, medium.dice.randrange(len(view)))]
                if len(view) > medium.left:
                    super().write(view[: medium.left])
                    medium.left = 0
                    raise OSError(medium.number, os.strerror(medium.number))
                medium.left -= len(view)
                return super().write(view) or 0

        return Failing(path, "xb")


def whole_size(circle: Circle) -> int:
    written = circle.write(circle.pack(size=60_000), rules=SMALL)
    return sum(file.size for file in written.files)


def test_a_failure_at_any_byte_is_named_and_leaves_nothing(circle: Circle):
    content = circle.pack(size=60_000)
    size = whole_size(circle)
    (kept,) = circle.stick.iterdir()
    dice = random.Random(11)
    outcomes = {
        errno.EIO: StickRemovedError,
        errno.ENODEV: StickRemovedError,
        errno.ENXIO: StickRemovedError,
        errno.ENOENT: StickRemovedError,
        errno.ENOSPC: StickFullError,
        errno.EDQUOT: StickFullError,
        errno.EROFS: StickReadOnlyError,
        errno.EACCES: StickReadOnlyError,
    }
    for _ in range(200):
        number = dice.choice(list(outcomes))
        medium = Medium(dice.randrange(size), number)
        with pytest.raises(outcomes[number]):
            circle.write(content, opener=medium, rules=SMALL)
        assert list(circle.stick.iterdir()) == [kept]
    assert circle.read(circle.write(content, rules=SMALL).folder).package.talks


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EROFS])
def test_a_failure_amid_the_encryption_keeps_its_name(circle: Circle, number: int):
    outcomes = {
        errno.EIO: StickRemovedError,
        errno.ENOSPC: StickFullError,
        errno.EROFS: StickReadOnlyError,
    }
    content = circle.pack(size=3_000_000)
    for place in (0, 1_500_000, 4_000_000):
        with pytest.raises(outcomes[number]):
            circle.write(content, opener=Medium(place, number))
    assert list(circle.stick.iterdir()) == []


def test_what_was_written_before_the_fault_is_told(circle: Circle):
    with pytest.raises(StickRemovedError) as removed:
        circle.write(circle.pack(size=60_000), opener=Medium(50_000), rules=SMALL)
    assert 0 < removed.value.written_bytes <= 50_000


def test_short_writes_lose_nothing(circle: Circle):
    medium = Medium(10**9, shortest=1)
    written = circle.write(circle.pack(size=20_000), opener=medium, rules=SMALL)
    assert len(circle.read(written.folder).package.talks) == 2


def test_what_a_torn_out_stick_keeps_is_never_believed(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
):
    size = whole_size(circle)
    dice = random.Random(5)
    monkeypatch.setattr(Path, "unlink", gone)
    monkeypatch.setattr(Path, "rmdir", gone)
    content = circle.pack(size=60_000)
    for number in range(2, 40):
        with pytest.raises(StickRemovedError):
            circle.write(content, opener=Medium(dice.randrange(size)), rules=SMALL)
        left = circle.stick / f"320999-000001-{number}"
        with pytest.raises(PackageRejectedError):
            circle.read(left)


def gone(*_: object, **__: object) -> None:
    raise OSError(errno.EIO, "the stick is gone")


def test_a_name_that_appears_meanwhile_is_not_overwritten(circle: Circle):
    theirs = circle.stick / "320999-000001" / "320999-000001.001"

    def slow(path: Path) -> io.FileIO:
        if path == theirs and not path.exists():
            theirs.write_bytes(b"theirs")
        return io.FileIO(path, "xb")

    with pytest.raises(NameTakenError):
        circle.write(circle.pack(), opener=slow)
    assert theirs.read_bytes() == b"theirs"


def test_names_run_out_before_anything_is_overwritten(circle: Circle):
    for number in range(1, 100):
        name = "320999-000001" if number == 1 else f"320999-000001-{number}"
        (circle.stick / name).mkdir()
    with pytest.raises(NameTakenError):
        circle.write(circle.pack())


@pytest.mark.parametrize("what", [".001", ".002", ".json", ".minisig"])
def test_damage_after_writing_is_found_by_reading_back(circle: Circle, what: str):
    class Lying(io.FileIO):
        def close(self) -> None:
            path = Path(str(self.name))
            if not self.closed and path.name.endswith(what):
                size = path.stat().st_size
                os.pwrite(self.fileno(), b"!", size // 2)
            super().close()

    with pytest.raises(ReadBackError) as failed:
        circle.write(circle.pack(size=60_000), opener=lambda path: Lying(path, "xb"), rules=SMALL)
    assert failed.value.file_name.endswith(what)
    assert list(circle.stick.iterdir()) == []


def test_a_file_that_vanishes_is_found_by_reading_back(circle: Circle):
    def vanishing(path: Path) -> io.FileIO:
        if path.suffix == ".json":
            path.with_suffix(".001").unlink()
        return io.FileIO(path, "xb")

    with pytest.raises(ReadBackError):
        circle.write(circle.pack(), opener=vanishing)


def test_what_is_taken_away_before_the_reading_back_is_found(circle: Circle):
    for number, gone_file in enumerate((".001", ".002"), 1):
        writing = PackageWriter(circle.office, rules=SMALL).begin(
            circle.pack(size=60_000), circle.stick
        )
        writing.volumes(NoProgress())
        next(writing.folder.glob(f"*{gone_file}")).unlink()
        with pytest.raises(ReadBackError) as failed:
            writing.finish(NoProgress())
        assert failed.value.file_name.endswith(gone_file)
        assert list(circle.stick.iterdir()) == [], number


def test_a_stick_that_goes_before_its_index_is_written_is_named(circle: Circle):
    writing = PackageWriter(circle.office, rules=SMALL).begin(circle.pack(), circle.stick)
    writing.volumes(NoProgress())
    torn = circle.stick.rename(circle.stick.with_name("torn out"))
    with pytest.raises(StickRemovedError):
        writing.finish(NoProgress())
    (left,) = torn.iterdir()
    with pytest.raises(PackageRejectedError):
        circle.read(left)


# ── threads ──────────────────────────────────────────────────────────────────────────────────────


def hands() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("package-")]


def test_no_thread_is_left_behind_whatever_happens(circle: Circle):
    content = circle.pack(size=3_000_000)

    class Stop:
        def step(self, done: int, total: int) -> None:
            if done > total // 8:
                raise CancelledError

    circle.write(content)
    assert hands() == []
    for place in (0, 1_000_000, 4_000_000):
        with pytest.raises(StickRemovedError):
            circle.write(content, opener=Medium(place))
        assert hands() == []
    with pytest.raises(CancelledError):
        PackageWriter(circle.office).write(content, circle.stick, lambda signed: None, Stop())
    assert hands() == []


def test_a_wish_to_stop_is_heard_while_the_stick_is_waited_for(circle: Circle):
    is_released = threading.Event()

    class Slow(io.FileIO):
        def write(self, content) -> int:
            is_released.wait(20)
            return super().write(content) or 0

    class Stop:
        def step(self, done: int, total: int) -> None:
            if time.monotonic() > began + 0.3:
                is_released.set()  # what the medium has begun it ends
                raise CancelledError

    began = time.monotonic()
    writer = PackageWriter(circle.office, lambda path: Slow(path, "xb"))
    content = circle.pack(size=3_000_000)
    with pytest.raises(CancelledError):
        writer.write(content, circle.stick, lambda signed: None, Stop())
    assert time.monotonic() - began < 5
    assert list(circle.stick.iterdir()) == []


# ── real media; only the machine's owner may mount them ──────────────────────────────────────────


def mounted(folder: Path, *how: str) -> Iterator[Path]:
    done = subprocess.run(["mount", *how, str(folder)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


@pytest.fixture
def small_stick(circle: Circle) -> Iterator[Path]:
    yield from mounted(circle.stick, "-t", "tmpfs", "-o", "size=128k", "tmpfs")


@pytest.fixture
def disk_stick(circle: Circle, tmp_path: Path) -> Iterator[Path]:
    image = tmp_path / "disk.img"
    image.write_bytes(bytes(12 << 20))
    made = subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=False, capture_output=True)
    if made.returncode:
        pytest.skip("no file system can be made here")
    yield from mounted(circle.stick, "-o", "loop", str(image))


def test_a_stick_that_is_really_full(circle: Circle, small_stick: Path):
    content = circle.pack(size=200_000)
    with pytest.raises(StickFullError) as full:
        circle.write(content)
    assert full.value.needed_bytes == room_needed(content)
    assert full.value.free_bytes <= 128 * 1024
    assert list(small_stick.iterdir()) == []
    assert circle.write(circle.pack(size=5000)).verified


def test_a_stick_that_fills_up_at_every_stage(circle: Circle, small_stick: Path):
    content = circle.pack(size=20_000)
    block = 4096
    outcomes = set()
    for free_blocks in range(0, 32, 2):
        ballast = small_stick / "ballast"
        ballast.write_bytes(bytes(128 * 1024 - free_blocks * block))
        try:
            circle.write(content, rules=VolumeRules(longest=30_000))
            outcomes.add("written")
        except StickFullError:
            outcomes.add("full")
            assert [p.name for p in small_stick.iterdir()] == ["ballast"]
        for folder in small_stick.iterdir():
            subprocess.run(["rm", "-r", str(folder)], check=True)
    assert outcomes == {"written", "full"}


def test_a_stick_that_is_really_read_only(circle: Circle, small_stick: Path):
    how = ["mount", "-o", "remount,ro", str(small_stick)]
    subprocess.run(how, check=True, capture_output=True)
    with pytest.raises(StickReadOnlyError):
        circle.write(circle.pack())


@contextmanager
def as_a_plain_user() -> Iterator[None]:
    """The machine's owner may write everywhere; who is not the owner stays who he is."""
    owner = os.geteuid()
    if owner == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(owner)


def test_a_folder_closed_to_the_user(circle: Circle):
    with tempfile.TemporaryDirectory() as place:
        circle.stick = Path(place)
        circle.stick.chmod(0o555)
        with as_a_plain_user(), pytest.raises(StickReadOnlyError):
            circle.write(circle.pack())
        assert list(circle.stick.iterdir()) == []
        circle.stick.chmod(0o700)


def test_a_stick_on_a_disk_is_read_past_the_memory_of_the_machine(circle: Circle, disk_stick: Path):
    written = circle.write(circle.pack(size=500_000))
    assert written.verified
    assert written.past_cache
    assert (disk_stick / "lost+found").is_dir()


def test_damage_behind_the_machines_back_is_seen(circle: Circle, disk_stick: Path, tmp_path: Path):
    mark = os.urandom(64)
    path = disk_stick / "file"
    content = bytes(100_000) + mark + bytes(300_000)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    image = tmp_path / "disk.img"
    with image.open("r+b") as disk:
        place = disk.read().index(mark)
        disk.seek(place)
        disk.write(b"damage")
        disk.flush()
        os.fsync(disk.fileno())
    assert path.read_bytes() == content, "a plain re-open believes the machine's memory"
    digest, size, is_past_cache = digest_from_medium(path, lambda count: None)
    assert is_past_cache
    assert (digest == file_digest(content), size) == (False, len(content))


def test_damage_between_writing_and_reading_back_is_found_on_the_medium(
    circle: Circle, disk_stick: Path, tmp_path: Path
):
    writing = PackageWriter(circle.office).begin(circle.pack(size=400_000), circle.stick)
    signed = writing.volumes(NoProgress())
    (volume,) = signed.index.volumes
    path = writing.folder / volume.name
    content = path.read_bytes()
    with (tmp_path / "disk.img").open("r+b") as disk:
        disk.seek(disk.read().index(content[200_000:200_064]))
        disk.write(b"damage")
        disk.flush()
        os.fsync(disk.fileno())
    assert path.read_bytes() == content, "a plain re-open believes the machine's memory"
    with pytest.raises(ReadBackError) as failed:
        writing.finish(NoProgress())
    assert failed.value.file_name == volume.name
    assert [one.name for one in disk_stick.iterdir()] == ["lost+found"]


@pytest.mark.parametrize("kind", ["vfat", "exfat"])
def test_a_stick_as_it_is_sold(circle: Circle, loop_machine: LoopMachine, kind: str):
    stick = loop_machine.plug(kind, megabytes=12)
    circle.stick = stick.folder
    (stick.folder / "320999-000001").mkdir()
    theirs = stick.folder / "320999-000001" / "320999-000001.001"
    theirs.write_bytes(b"theirs")
    written = circle.write(circle.pack(size=300_000), rules=VolumeRules(longest=100_000))
    assert Path(written.folder).name == "320999-000001-2"
    stick.unmount()
    stick.mount()
    assert len(circle.read(written.folder).package.talks) == 2
    assert theirs.read_bytes() == b"theirs"
    with pytest.raises(StickFullError):
        circle.write(circle.pack(size=9_000_000))
    assert len(list(stick.folder.glob("320999*"))) == 2
    assert circle.write(circle.pack(size=5000)).verified


@pytest.mark.parametrize("kind", ["vfat", "exfat"])
def test_a_stick_pulled_out_amid_the_writing(circle: Circle, loop_machine: LoopMachine, kind: str):
    stick = loop_machine.plug(kind, megabytes=12)
    circle.stick = stick.folder
    content = circle.pack(size=1_500_000)

    def pulled(path: Path) -> io.FileIO:
        if path.name.endswith(".003"):
            loop_machine.pull(stick)
        return io.FileIO(path, "xb")

    with pytest.raises(StickRemovedError):
        circle.write(content, opener=pulled, rules=VolumeRules(longest=900_000))
    loop_machine.put_back(stick)
    for left in stick.folder.glob("320999*"):
        with pytest.raises(PackageRejectedError):
            circle.read(left)
    assert circle.write(content).verified


def test_a_file_that_somebody_maps_is_read_directly(
    circle: Circle, disk_stick: Path, monkeypatch: pytest.MonkeyPatch
):
    path = disk_stick / "file"
    content = os.urandom(1_300_001)
    path.write_bytes(content)
    os.sync()
    monkeypatch.setattr(page_cache, "_forget", lambda path: False)
    digest, size, is_past_cache = digest_from_medium(path, lambda count: None)
    assert (digest, size, is_past_cache) == (file_digest(content), len(content), True)


def test_a_ram_disk_is_read_and_said_to_be_one(
    circle: Circle, small_stick: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delattr(os, "O_DIRECT")
    path = small_stick / "file"
    path.write_bytes(b"content")
    assert digest_from_medium(path, lambda count: None) == (file_digest(b"content"), 7, False)


def test_a_stick_torn_out_for_real(circle: Circle, small_stick: Path):
    content = circle.pack(size=30_000)

    def tearing(path: Path) -> io.FileIO:
        subprocess.run(["umount", "-l", str(small_stick)], check=True, capture_output=True)
        return io.FileIO(path, "xb")

    with pytest.raises(StickRemovedError):
        circle.write(content, opener=tearing)


def test_a_source_that_fails_is_not_the_sticks_fault(circle: Circle):
    content = circle.pack()

    def broken():
        raise OSError(errno.EIO, "the vault's own disk")

    parts = (content.parts[0], replace(content.parts[1], pieces=broken), *content.parts[2:])
    writer = PackageWriter(circle.office)
    with pytest.raises(OSError, match="the vault's own disk"):
        writer.write(replace(content, parts=parts), circle.stick, lambda signed: None, NoProgress())
    assert list(circle.stick.iterdir()) == []
