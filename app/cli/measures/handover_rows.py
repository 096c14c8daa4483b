"""M13, M14: how fast a package is written on a disk of memory, and what it holds meanwhile."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.cli.measures.measuring import Row, peak_of, tell_held
from app.domain.audit import AuditHead
from app.domain.package import NO_PACKAGE_BEFORE, PackageContent, PackagePart, PackageSeal
from app.domain.progress import NoProgress
from app.handover.credentials import DeskKeys, new_office_keys, new_registry_keys
from app.handover.writer import PackageWriter

_MEBIBYTE = 1 << 20
_NONCE = bytes(12)
_AT = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
_MEMORY_DISK = Path("/dev/shm")  # noqa: S108 — a folder of our own is made in it
_peak_of = partial(peak_of, __name__)
_TIMES = 10


@dataclass(frozen=True, slots=True)
class Load:
    """A package with one attachment of so many MiB, which is made up while it is read."""

    folder: Path
    size: int
    office: DeskKeys = field(default_factory=new_office_keys)
    registry: DeskKeys = field(default_factory=new_registry_keys)
    block: bytes = field(default_factory=lambda: os.urandom(_MEBIBYTE), repr=False)

    def write(self) -> tuple[float, float]:
        """Write and read back; how many seconds each took."""
        content = self._content()
        writing = PackageWriter(self.office).begin(content, self.folder)
        began = time.perf_counter()
        writing.volumes(NoProgress())
        written = time.perf_counter()
        writing.finish(NoProgress())
        read = time.perf_counter()
        writing.undo()
        return written - began, read - written

    def floor(self) -> float:
        """Encrypt, hash before and after, and write: what cannot be left out; in seconds."""
        cipher, path = AESGCM(bytes(32)), self.folder / "floor"
        before, after = hashlib.sha256(), hashlib.sha256()
        began = time.perf_counter()
        with path.open("wb", buffering=0) as file:
            for block in self._blocks():
                before.update(block)
                sealed = cipher.encrypt(_NONCE, block, None)
                after.update(sealed)
                file.write(sealed)
            os.fsync(file.fileno())
        took = time.perf_counter() - began
        path.unlink()
        return took

    def age(self, program: str) -> float:
        """The same bytes through the age program, in seconds."""
        path, out = self.folder / "plain", self.folder / "plain.age"
        with path.open("wb") as file:
            file.writelines(self._blocks())
        words = [program, "-r", self.registry.recipient.decode(), "-o", str(out), str(path)]
        began = time.perf_counter()
        subprocess.run(words, check=True)  # noqa: S603 — the program that was found
        took = time.perf_counter() - began
        path.unlink()
        out.unlink()
        return took

    def _content(self) -> PackageContent:
        digest = hashlib.sha256()
        for block in self._blocks():
            digest.update(block)
        seal = PackageSeal(
            office_code="320999",
            sequence=1,
            previous=NO_PACKAGE_BEFORE,
            recipients=(self.registry.recipient.decode(),),
            archive=self.office.recipient.decode(),
            created_at=_AT,
            audit_head=AuditHead(),
        )
        name = "data/talks/000001/att/001.bin"
        size = self.size * _MEBIBYTE
        return PackageContent(seal, (PackagePart(name, size, digest.hexdigest(), self._blocks),))

    def _blocks(self) -> Iterator[bytes]:
        for _ in range(self.size):
            yield self.block


def writing(folder: Path, rounds: int, mebibytes: int) -> Row:
    """M13: how fast a package is written, against the work that cannot be left out."""
    with _memory_disk(folder, mebibytes) as name:
        load = Load(Path(name), mebibytes)
        program = shutil.which("age")
        acts: dict[str, Callable[[], float]] = {"floor": load.floor}
        if program:
            acts["age"] = lambda: load.age(program)
        speeds: dict[str, list[float]] = {"ours": [], "back": [], **{act: [] for act in acts}}
        for _ in range(rounds + 1):
            written, read = load.write()
            speeds["ours"].append(mebibytes / written)
            speeds["back"].append(mebibytes / read)
            for act, run in acts.items():
                speeds[act].append(mebibytes / run())
    found = {act: median(times[1:]) for act, times in speeds.items()}  # the first was the warm-up
    said = f"读回核对 {found['back']:.0f} MB/s"
    if "age" in found:
        said += f"；是 age 命令（{found['age']:.0f} MB/s）的 {found['ours'] / found['age']:.2f} 倍"
    return Row(
        id="M13",
        measure=f"写移交包，{mebibytes} MB，内存盘",
        ours=found["ours"],
        floor=found["floor"],
        unit="MB/s",
        goal=0.80,
        note=f"上限是 AES-GCM、两遍 SHA-256 和写盘，一个接一个；{said}",
        is_least=True,
    )


def memory(mebibytes: int) -> Row:
    """M14: what writing a package holds at most, with ten times as much in it."""
    measure = f"写移交包的内存峰值，{_TIMES * mebibytes} MB 比 {mebibytes} MB"
    ours, floor = _peak_of(_TIMES * mebibytes), _peak_of(mebibytes)
    return Row("M14", measure, ours or 0.0, floor, "MB", 1.05, "一个新进程，写完并读回")


def tell_peak(mebibytes: int) -> None:
    """Write such a package and print what was held at most."""
    with _memory_disk(None, mebibytes) as name:
        Load(Path(name), mebibytes).write()
    tell_held()


def _memory_disk(folder: Path | None, mebibytes: int) -> TemporaryDirectory[str]:
    """A folder on a disk of memory with room for it, or in the given place."""
    needed = 3 * mebibytes * _MEBIBYTE
    has_room = _MEMORY_DISK.is_dir() and shutil.disk_usage(_MEMORY_DISK).free > needed
    return TemporaryDirectory(prefix="tanxinbu-", dir=_MEMORY_DISK if has_room else folder)
