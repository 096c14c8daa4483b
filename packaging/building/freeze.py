"""The frozen folder: the wheels that were locked, put beside a Python built on an old Debian."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from building import elves, unicode_data
from building.places import (
    BUILD,
    HOME,
    LISTS,
    MACHINE,
    PARTS,
    PLATFORM,
    PROGRAM,
    BuildError,
    call,
    python,
    say,
    version,
)
from building.root import Errand, Root

WHEELS = BUILD / "wheels" / PLATFORM
PLACE = BUILD / "linux"
_GLIBC = ("2_31", "2_28", "2_27", "2_26", "2_24", "2_17", "2_12", "2_5")  # of that Debian and below
_OLD_NAMES = {"2_17": "2014", "2_12": "2010", "2_5": "1"}
INTERPRETER = "/opt/python3.11/bin/python3.11"
LIBRARIES = (  # of the root: what Qt and Python need to be looked at, and the frozen folder takes
    "binutils", "libgl1", "libegl1", "libfontconfig1", "libglib2.0-0", "libxkbcommon0",
    "libdbus-1-3", "libcups2", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0",
    "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-xkb1",
    "libxkbcommon-x11-0", *unicode_data.NEEDED, "libffi7", "libbz2-1.0", "liblzma5", "zlib1g",
    *(("libsm6", "libice6") if MACHINE == "aarch64" else ()),
)  # fmt: skip


def target() -> list[str]:
    """What pip is told about the machine the wheels are for; its markers then hold for it too."""
    names = [f"manylinux_{one}" for one in _GLIBC]
    names += [f"manylinux{old}" for old in _OLD_NAMES.values()]
    words = [word for name in names for word in ("--platform", f"{name}_{MACHINE}")]
    return [*words, "--python-version", "3.11", "--implementation", "cp", "--only-binary=:all:"]


def fetch_wheels() -> None:
    """Have every locked wheel in the build folder, each against its digest. Raises BuildError."""
    if _is_done(WHEELS, wanted := _digest_of_lists()):
        return
    say("· wheels")
    shutil.rmtree(WHEELS, ignore_errors=True)
    call([*_pip("download"), "--dest", WHEELS, *target(), *_locked()])
    _stamp(WHEELS, wanted)


def lay_out_site() -> Path:
    """Unpack the wheels for the build root, without network. Raises BuildError."""
    site = PLACE / "site"
    wanted = f"{_digest_of_lists()} {version()}"
    if not _is_done(site, wanted):
        say("· site-packages")
        shutil.rmtree(site, ignore_errors=True)
        offline = ["--no-index", "--find-links", WHEELS, "--no-compile", "--target", site]
        call([*_pip("install"), *offline, *target(), *_locked()])
        facts = site / f"{PROGRAM}-{version()}.dist-info"
        facts.mkdir()
        told = f"Metadata-Version: 2.1\nName: {PROGRAM}\nVersion: {version()}\n"
        (facts / "METADATA").write_text(told, "utf-8")
        without_tls(site)
        _stamp(site, wanted)
    return site


def copy_source(place: Path) -> Path:
    """The source as it is now, without what Python and editors leave in it."""
    source = place / "source"
    shutil.rmtree(source, ignore_errors=True)
    for part in PARTS:
        shutil.copytree(
            HOME / part, source / part, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", ".*")
        )
    return source


def freeze(root: Root, moment: int, place: Path = PLACE, is_loose: bool = False) -> Path:
    """Make the frozen folder anew in the place; give where it lies. Raises BuildError.

    moment is the second everything is dated with; is_loose lays the modules out one by one.
    """
    fetch_wheels()
    site = lay_out_site()
    copy_source(place)
    say("· PyInstaller")
    for old in ("out", "work"):
        shutil.rmtree(place / old, ignore_errors=True)
    words = [INTERPRETER, "-m", "PyInstaller", "--noconfirm", "--log-level", "INFO"]
    words += ["--distpath", "/build/out", "--workpath", "/build/work"]
    environment = {
        "PYTHONPATH": "/build/site:/build/source",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "SOURCE_DATE_EPOCH": str(moment),
        "HOME": "/build/work",
        **({"TANXINBU_LOOSE": "1"} if is_loose else {}),
    }
    spec = "/build/source/packaging/building/tanxinbu.spec"
    lent = {place: "/build", site: "/build/site"}
    root.run(Errand([*words, spec], lent, environment), place / "pyinstaller.log")
    folder = place / "out" / PROGRAM
    slimmed(root, folder)
    return folder


def slimmed(root: Root, folder: Path) -> None:
    """Take away libraries and languages that nothing asks for, and the symbols' tables of the rest.

    The wheels' own libraries keep theirs: they were rewritten after linking. Raises BuildError.
    """
    inner = folder / "_internal"
    for path in elves.unneeded(elves.found_in(folder), inner):
        path.unlink()
    unicode_data.lessen(root, inner, folder.parent / "icu")
    words = [
        str(Path("/folder") / elf.path.relative_to(folder))
        for elf in elves.found_in(folder)
        if elf.may_be_stripped and elf.path.parent != folder
    ]
    root.run(Errand(["strip", "--strip-all", *words], {folder: "/folder"}))


def settle(folder: Path, moment: int) -> None:
    """Give every file of a folder one date and one of two modes, so that the same is the same."""
    for path in sorted(folder.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or (os.access(path, os.X_OK) and path.suffix in ("", ".sh"))
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)
    folder.chmod(0o755)
    os.utime(folder, (moment, moment))


def release_facts(folder: Path, public: bytes, facts: Mapping[str, object]) -> None:
    """Write into the folder whose updates it takes, and what it is."""
    release = folder / "_internal/resources/release"
    release.mkdir(exist_ok=True)
    (release / "release.pub").write_bytes(public)
    told = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True)
    (release / "build.json").write_text(f"{told}\n", "utf-8")


def without_tls(site: Path) -> None:
    """Let the one library that asks for TLS when it is loaded load without it; it never dials."""
    asking = site / "pyhanko_certvalidator/fetchers/aiohttp_fetchers/util.py"
    before = asking.read_text("utf-8")
    if before.count("import ssl\n") != 1:
        raise BuildError(f"{asking.name} of pyhanko_certvalidator is not what it was: look at it")
    asking.write_text(before.replace("import ssl\n", "ssl = None\n"), "utf-8")


def _pip(word: str) -> list[str | Path]:
    return [python(), "-m", "pip", "--disable-pip-version-check", word, "-q", "--no-deps"]


def _locked() -> list[str | Path]:
    return ["--require-hashes", *(word for path in LISTS for word in ("-r", path))]


def _digest_of_lists() -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in LISTS)).hexdigest()


def _is_done(folder: Path, wanted: str) -> bool:
    stamp = folder / ".done"
    return stamp.is_file() and stamp.read_text("utf-8") == wanted


def _stamp(folder: Path, wanted: str) -> None:
    (folder / ".done").write_text(wanted, "utf-8")
