"""What the libraries in the frozen folder ask for: what may be stripped, what nobody needs, what
the system must bring. Read with binutils' readelf."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from building import slim
from building.places import BuildError

_NEEDED = re.compile(r"\(NEEDED\)\s+Shared library: \[([^\]]+)\]")
_REWRITTEN = re.compile(
    r"-[0-9a-f]{8}\.so"
)  # a library that a wheel carries under a name of its own
_OPENED_BY_NAME = ("libpython3",)  # the program itself asks for it when it runs
_GLIBC = re.compile(r"Name: GLIBC_(\d+)\.(\d+)")
_AT_ONCE = 60  # files in one run of readelf


@dataclass(frozen=True, slots=True)
class Elf:
    """One program or library: what it asks for, whether it still carries its symbols' table."""

    path: Path
    needed: frozenset[str]
    has_table: bool
    glibc: tuple[int, int]

    @property
    def may_be_stripped(self) -> bool:
        """What was rewritten after linking is not touched: old strips spoil it."""
        names = (self.path.name, *self.needed)
        return self.has_table and not any(_REWRITTEN.search(name) for name in names)


def found_in(folder: Path) -> list[Elf]:
    """Every ELF file of the folder, sorted. Raises BuildError."""
    paths = sorted(path for path in folder.rglob("*") if _is_elf(path))
    return [
        elf for begin in range(0, len(paths), _AT_ONCE) for elf in _read(paths[begin:][:_AT_ONCE])
    ]


def unneeded(elves: Sequence[Elf], inner: Path) -> list[Path]:
    """The libraries of the system lying free in the folder that nothing in it asks for any more."""
    free = {
        elf.path.name: elf
        for elf in elves
        if elf.path.parent == inner and _is_library(elf.path.name)
    }
    reached: set[str] = set()
    waiting = [elf for elf in elves if free.get(elf.path.name) is not elf]
    while waiting:
        new = waiting.pop().needed & free.keys() - reached
        reached |= new
        waiting += [free[name] for name in new]
    return [elf.path for name, elf in sorted(free.items()) if name not in reached]


def asked_of_system(elves: Iterable[Elf]) -> dict[str, list[str]]:
    """Each library that is not inside, with who asks for it."""
    known = list(elves)
    inside = {elf.path.name for elf in known}
    asked: dict[str, list[str]] = {}
    for elf in known:
        for name in sorted(elf.needed - inside):
            asked.setdefault(name, []).append(elf.path.name)
    return dict(sorted(asked.items()))


def packages_of(asked: Mapping[str, Sequence[str]]) -> list[str]:
    """The Debian packages that bring what is asked for. Raises BuildError for others."""
    packages = set()
    for name, askers in asked.items():
        found = [slim.LEFT_TO_SYSTEM[one] for one in slim.LEFT_TO_SYSTEM if name.startswith(one)]
        if not found:
            raise BuildError(f"{name}, asked for by {', '.join(askers[:3])}, is nowhere")
        packages.add(found[0])
    return sorted(packages)


def newest_glibc(elves: Iterable[Elf]) -> tuple[int, int]:
    """The version of the C library without which the folder does not start."""
    return max((elf.glibc for elf in elves), default=(0, 0))


def _is_library(name: str) -> bool:
    """A module of Python is none: it may lie free in the folder and no ELF file asks for it."""
    return name.startswith("lib") and not name.startswith(_OPENED_BY_NAME)


def _is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _read(paths: Sequence[Path]) -> list[Elf]:
    words = [
        "readelf",
        "--wide",
        "--dynamic",
        "--section-headers",
        "--version-info",
        *map(str, paths),
    ]
    told = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False)
    parts = re.split(r"(?m)^File: (.*)$", told.stdout)[1:]
    texts = dict(zip(parts[::2], parts[1::2], strict=True)) if parts else {}
    if len(paths) == 1 and not texts:
        texts = {str(paths[0]): told.stdout}
    if set(texts) != set(map(str, paths)):
        raise BuildError(f"readelf did not read every file: {told.stderr[-500:]}")
    return [_elf(path, texts[str(path)]) for path in paths]


def _elf(path: Path, text: str) -> Elf:
    versions = [(int(one), int(two)) for one, two in _GLIBC.findall(text)]
    needed = frozenset(_NEEDED.findall(text))
    return Elf(path, needed, " .symtab " in text, max(versions, default=(0, 0)))
