"""An office with sealed talks, a registry, and a stick between them that fails in every way.

What must hold whatever befalls the stick: the vault is the same afterwards but for the number that
is kept for the next try; number and content never change; nothing on the stick is believed that the
office was not told was written; and in the end the package is written and believed.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import AppError, PackageRejectedError, SurroundingsError
from app.domain.package import PackageLevel, WrittenPackage
from app.domain.progress import CancelledError, NoProgress, Progress
from app.handover.credentials import new_office_keys
from app.handover.volumes import VolumeRules, new_file
from app.handover.writer import PackageWriter
from app.services import dispatch
from app.services.handover import Handover
from app.services.packing import ARCHIVE_KEY, SIGNATURE_KEY
from app.services.settings import OfficeFacts, write_office
from app.services.trail import Trail
from app.store import credentials
from app.store.attachment_files import AttachmentFiles
from app.store.vault import Vault, create_vault, open_vault
from app.system.clock import SystemClock
from app.system.ids import new_id
from app.system.media import NoSticks
from tests.conftest import KEY
from tests.handover.sealed import seal_a_talk
from tests.services.test_handover import SCHEMAS, Registry

REASON = "上级调阅"
SMALL = VolumeRules(longest=40_000, flush_every=10_000)
_TABLES = """
SELECT name FROM sqlite_master
WHERE type = 'table' AND name NOT GLOB 'package*' AND sql NOT GLOB 'CREATE VIRTUAL*'
"""
_ERRORS = (errno.EIO, errno.ENODEV, errno.ENOSPC, errno.EROFS, errno.EACCES, errno.ENXIO)


@dataclass
class Ground:
    """The office's vault, the registry, and the stick."""

    place: Path
    registry: Registry = field(init=False)

    def __post_init__(self) -> None:
        self.stick.mkdir(parents=True, exist_ok=True)
        other = self.place / "other-side"
        other.mkdir(exist_ok=True)
        self.registry = Registry(other)

    @property
    def stick(self) -> Path:
        return self.place / "stick"

    @property
    def vault(self) -> Path:
        return self.place / "vault"

    def set_up(self, talks: int = 2) -> None:
        """A vault with so many sealed talks that trusts the registry; closed."""
        self.vault.mkdir()
        with closing(create_vault(self.vault, bytearray(KEY))) as vault:
            keys = new_office_keys()
            with vault.transaction() as connection:
                credentials.keep(connection, SIGNATURE_KEY, keys.signing_key, keys.public_key)
                credentials.keep(connection, ARCHIVE_KEY, keys.identity, keys.recipient)
                write_office(connection, OfficeFacts("某县纪委监委", "李明", "320999"))
            handover = _handover(vault)
            for number in range(1, talks + 1):
                seal_a_talk(handover, number)
            handover.trust_registry(self.registry.card())

    def copied_to(self, place: Path) -> Ground:
        """The same office and registry elsewhere, with an empty stick."""
        shutil.copytree(self.vault, place / "vault")
        copy = Ground(place)
        copy.registry.keys = self.registry.keys
        return copy

    @contextmanager
    def opened(self) -> Iterator[Handover]:
        """The vault opened again, as after a start."""
        with closing(open_vault(self.vault, bytearray(KEY))) as vault:
            yield _handover(vault)

    def believed(self, handover: Handover) -> list[str]:
        """The folders of the stick that the registry believes."""
        found = []
        for folder in sorted(self.stick.iterdir()):
            try:
                package = self.registry.open(str(folder), handover).package
            except PackageRejectedError:
                continue
            assert len(package.talks) == 2
            found.append(str(folder))
        return found

    def sweep(self) -> None:
        """An empty stick."""
        for folder in self.stick.iterdir():
            shutil.rmtree(folder)


def _handover(vault: Vault) -> Handover:
    files = AttachmentFiles(vault.folder / "attachments", KEY)
    return Handover(vault, Trail(SystemClock(), "李明", new_id), files, NoSticks(), SCHEMAS)


def hand_over(handover: Handover, stick: Path, progress: Progress) -> WrittenPackage:
    """All talks that are ready, or package 1 once more when it was written already."""
    talks = [row.id for row in handover.ready()]
    rows = handover.packages()
    if rows and rows[0].copies:
        return handover.write_again(1, stick, progress)
    return handover.write(talks, PackageLevel.FULL, stick, progress, REASON)


def state(handover: Handover) -> dict[str, str]:
    """A digest of each table that a hand-over may not touch; of the trail, what was not reserving."""
    with handover.vault.reading() as connection:
        names = [row[0] for row in connection.execute(_TABLES)]
        found = {}
        for name in names:
            rows = connection.execute(f"SELECT * FROM {name}")
            kept = sorted(repr(row) for row in rows if "package.reserve" not in repr(row))
            found[name] = hashlib.sha256("\n".join(kept).encode()).hexdigest()
    return found


@contextmanager
def written_by(opener: Callable[[Path], io.FileIO]) -> Iterator[None]:
    """Packages are written through this opener, in small volumes."""

    def writer(keys: object) -> PackageWriter:
        return PackageWriter(keys, opener, SMALL)  # type: ignore[arg-type]

    usual = dispatch.PackageWriter
    dispatch.PackageWriter = writer  # type: ignore[assignment,misc]
    try:
        yield
    finally:
        dispatch.PackageWriter = usual  # type: ignore[misc]


# ── what befalls the stick ───────────────────────────────────────────────────────────────────────


@dataclass
class Failing:
    """A stick whose writing fails after so many bytes; torn out, it is gone as well."""

    stick: Path
    left: int
    number: int = errno.EIO
    is_torn: bool = False

    def __call__(self, path: Path) -> io.FileIO:
        if self.left < 0:
            raise OSError(self.number, os.strerror(self.number), str(path))
        medium = self

        class File(io.FileIO):
            def write(self, content: object) -> int:
                view = memoryview(content)  # type: ignore[arg-type]
                if medium.left < 0 or len(view) > medium.left:
                    super().write(view[: max(medium.left, 0)])
                    medium.fail()
                medium.left -= len(view)
                return super().write(view) or 0

        return File(path, "xb")

    def fail(self) -> None:
        self.left = -1
        if self.is_torn:
            tear_out(self.stick)
        raise OSError(self.number, os.strerror(self.number))


@dataclass
class AtStep:
    """Something happens when the progress was told so often."""

    step_number: int
    happens: Callable[[], None]
    told: int = 0

    def step(self, done: int, total: int) -> None:
        self.told += 1
        if self.told == self.step_number:
            self.happens()


def tear_out(stick: Path) -> None:
    """The stick is gone with all that is on it."""
    with_it = stick.with_name("torn out")
    if stick.exists():
        stick.rename(with_it)


def put_back(stick: Path) -> None:
    """The stick comes back as it was when it was torn out."""
    torn = stick.with_name("torn out")
    if torn.exists():
        torn.rename(stick)


def cancel() -> None:
    raise CancelledError


# ── trials ───────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Trials:
    """One ground on which the stick fails again and again."""

    ground: Ground
    dice: random.Random
    size: int = 0
    steps: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    roots: set[str] = field(default_factory=set)

    def run(self, trials: int) -> None:
        """So many faults in turn, then a writing that succeeds. Raises AssertionError."""
        with self.ground.opened() as handover:
            self._measure(handover)
            for number in range(trials):
                (self._at_a_byte, self._at_a_byte, self._at_a_step)[number % 3](handover)
            before = state(handover)
            written = hand_over(handover, self.ground.stick, NoProgress())
            assert self.ground.believed(handover) == [written.folder]
            assert {written.bag_root} == self.roots
            assert_same(before, state(handover), but=("audit_entry",))

    def _measure(self, handover: Handover) -> None:
        counted = AtStep(0, lambda: None)
        with written_by(new_file):
            written = hand_over(handover, self.ground.stick, counted)
        self.size, self.steps = sum(file.size for file in written.files), counted.told
        self.roots.add(written.bag_root)
        self.ground.sweep()

    def _at_a_byte(self, handover: Handover) -> None:
        number = self.dice.choice(_ERRORS)
        is_torn = self.dice.random() < 0.5
        at = self.dice.randrange(self.size)
        medium = Failing(self.ground.stick, at, errno.EIO if is_torn else number, is_torn)
        self._try(handover, medium, NoProgress())
        self._note("torn out while written" if is_torn else errno.errorcode[number])

    def _at_a_step(self, handover: Handover) -> None:
        is_torn = self.dice.random() < 0.5
        stick = self.ground.stick
        happens = (lambda: tear_out(stick)) if is_torn else cancel
        at = self.dice.randrange(1, self.steps)
        self._try(handover, new_file, AtStep(at, happens))
        self._note("torn out at a step" if is_torn else "stopped")

    def _try(
        self, handover: Handover, opener: Callable[[Path], io.FileIO], progress: Progress
    ) -> None:
        before, ground = state(handover), self.ground
        told = None
        with written_by(opener):
            try:
                told = hand_over(handover, ground.stick, progress)
            except (SurroundingsError, CancelledError):
                pass
            except AppError as error:
                raise AssertionError(f"another name: {error!r}") from error
        put_back(ground.stick)
        believed = ground.believed(handover)
        if told is None:
            assert_same(before, state(handover))
        else:
            assert told.folder in believed
        rows = handover.packages()
        assert [row.number for row in rows] == [1]
        self.roots.add(rows[0].bag_root)
        assert len(self.roots) == 1
        ground.sweep()

    def _note(self, what: str) -> None:
        self.outcomes[what] = self.outcomes.get(what, 0) + 1


def assert_same(before: dict[str, str], after: dict[str, str], but: tuple[str, ...] = ()) -> None:
    """Nothing was changed in the vault, but for what is named."""
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed <= set(but), changed
