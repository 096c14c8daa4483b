"""What a laptop without a network is handed: one ZIP with everything, its sums and their signature.

The same files make the same bytes: names in order, one date, one of two modes.
"""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.release import release_content
from app.handover import minisign
from app.handover.credentials import DeskKeys
from building import elves, freeze, licences, signing, update_file
from building.places import HOME, MACHINE, PLATFORM, PROGRAM, BuildError, call, python, say, version
from building.root import Root

INSTALL = HOME / "packaging/install"
SCRIPTS = {"install.sh": "安装.sh", "uninstall.sh": "卸载.sh"}  # as users find them
SUMS = "SHA256SUMS"
_KEY = "release.pub"
_GLIBC = (2, 31)  # of the old Debian; 安装.sh asks for it
_EARLIEST = 315532800  # 1980, before which a ZIP knows no time
_RUNS, _PLAIN, _UNIX = 0o100755, 0o100644, 3


@dataclass(frozen=True, slots=True)
class Order:
    """What a build is to be: who signs it, the second its files are dated with, what from."""

    keys: DeskKeys
    moment: int
    built_from: str

    def sign(self, content: bytes) -> bytes:
        """The .minisig over some content."""
        return minisign.signature_file(self.keys, content, f"{PROGRAM} {version()} {PLATFORM}")


def complete(frozen: Path, root: Root, order: Order) -> None:
    """Add to the frozen folder whose updates it takes, its licences and the signed list of it."""
    say("· licences, signed list")
    release = update_file.this_release(PLATFORM, order.built_from)
    facts = release_content(release)
    freeze.release_facts(frozen, signing.public_file(order.keys), facts)
    texts = frozen / "licences"
    licences.collect(freeze.PLACE / "site", HOME / "resources", texts)
    licences.of_system(of_the_system(frozen, root), root.folder, texts)
    freeze.settle(frozen, order.moment)
    update_file.seal(frozen, release, order.sign)
    freeze.settle(frozen, order.moment)


def of_the_system(frozen: Path, root: Root) -> list[str]:
    """The libraries in the folder that were taken from the build root."""
    places = ("lib", "usr/lib", f"lib/{_triplet()}", f"usr/lib/{_triplet()}")
    free = [path for path in (frozen / "_internal").glob("lib*.so*") if path.is_file()]
    return sorted(
        path.name
        for path in free
        if any((root.folder / place / path.name).exists() for place in places)
    )


def asked(frozen: Path) -> list[str]:
    """The Debian packages the frozen folder needs of the system. Raises BuildError."""
    return elves.packages_of(elves.asked_of_system(elves.found_in(frozen)))


def oldest_glibc(frozen: Path) -> tuple[int, int]:
    """The version of the C library from which on the folder starts.

    Raises BuildError when that is newer than 安装.sh lets pass.
    """
    newest = elves.newest_glibc(elves.found_in(frozen))
    if newest > _GLIBC:
        raise BuildError("glibc {}.{} would be needed".format(*newest))
    return newest


def lay_out(frozen: Path, order: Order, folder: Path) -> Path:
    """Put together beside the frozen folder what goes into the ZIP, with sums and signature."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copytree(frozen, folder / PROGRAM, symlinks=True)
    for source, name in SCRIPTS.items():
        shutil.copyfile(INSTALL / source, folder / name)
        (folder / name).chmod(0o755)
    papers(folder, order.moment)
    (folder / _KEY).write_bytes(signing.public_file(order.keys))
    (folder / SUMS).write_bytes(signing.sums(folder))
    signing.sign(folder / SUMS, order.keys, f"{PROGRAM} {version()} {PLATFORM}")
    freeze.settle(folder, order.moment)
    return folder


def papers(folder: Path, moment: int) -> None:
    """The manual and the one page to begin with, as PDF, dated with the build."""
    told = {**os.environ, "SOURCE_DATE_EPOCH": str(moment), "QT_QPA_PLATFORM": "offscreen"}
    call([python(), "-m", "ui.main", "manual", folder], cwd=HOME, env=told)


def write_zip(folder: Path, target: Path, moment: int) -> Path:
    """Write the folder, by its own name, as a ZIP. Same files, same moment, same bytes."""
    say(f"· {target.name}")
    target.parent.mkdir(parents=True, exist_ok=True)
    date = time.gmtime(max(moment, _EARLIEST))[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in _in_order(folder, lambda path: path.is_file() and not path.is_symlink()):
            entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), date)
            runs = os.access(path, os.X_OK)
            entry.create_system, entry.external_attr = _UNIX, (_RUNS if runs else _PLAIN) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return target


def _in_order(folder: Path, is_wanted: Callable[[Path], bool]) -> list[Path]:
    found = [path for path in folder.rglob("*") if is_wanted(path)]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _triplet() -> str:
    return f"{MACHINE}-linux-gnu"
