"""What lies in a Windows program's file: what it imports, and which Python modules it carries.

Sources: Microsoft's PE format; PyInstaller's archive as its bootloader reads it (a cookie at the
end, a table of contents, in it the PYZ with a marshalled list of modules).
"""

from __future__ import annotations

import marshal
import struct
from dataclasses import dataclass
from pathlib import Path

X86_64 = 0x8664
_COOKIE = b"MEI\014\013\012\013\016"
_IMPORTS, _DELAYED = 1, 13  # places in the table of directories
_WINE = (b"Wine builtin DLL", b"Wine placeholder DLL")


@dataclass(frozen=True, slots=True)
class Library:
    """A program or library for Windows; imports are names in small letters."""

    machine: int
    imports: tuple[str, ...]
    is_of_wine: bool


class ForeignFileError(Exception):
    """The file is no program or library for Windows, or is damaged."""


def is_elf(path: Path) -> bool:
    """Whether the file is a program or library for Linux."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def is_pe(path: Path) -> bool:
    """Whether the file says it is a program or library for Windows."""
    with path.open("rb") as file:
        return file.read(2) == b"MZ"


def library(path: Path) -> Library:
    """Read a program or library. Raises ForeignFileError, OSError."""
    content = path.read_bytes()
    try:
        (at,) = struct.unpack_from("<I", content, 0x3C)
        machine, sections, size = struct.unpack_from("<HH12xH", content, at + 4)
        optional = at + 24
        (kind,) = struct.unpack_from("<H", content, optional)
        tables = optional + (112 if kind == 0x20B else 96)
        spans = [
            struct.unpack_from("<8x4I", content, optional + size + 40 * number)
            for number in range(sections)
        ]
        names = [
            *_imported(content, spans, _directory(content, tables, _IMPORTS), (20, 12)),
            *_imported(content, spans, _directory(content, tables, _DELAYED), (32, 4)),
        ]
    except (struct.error, ValueError, IndexError) as error:
        raise ForeignFileError(path.name) from error
    is_of_wine = content[0x40:0x60].startswith(_WINE)
    return Library(machine, tuple(dict.fromkeys(names)), is_of_wine)


def modules(program: Path) -> frozenset[str]:
    """The names of the Python modules in a frozen program. Raises ForeignFileError, OSError."""
    content = program.read_bytes()
    at = content.rfind(_COOKIE)
    if at < 0:
        raise ForeignFileError(program.name)
    length, table, size = struct.unpack_from("!III", content, at + len(_COOKIE))
    begin = at + 88 - length  # the cookie is 88 bytes, counted with the archive
    names: set[str] = set()
    place, end = begin + table, begin + table + size
    while place < end:
        entry, offset, _, _, _, kind = struct.unpack_from("!IIIIBc", content, place)
        if kind in b"zZ":
            names |= _in_pyz(content[begin + offset :])
        place += entry
    return frozenset(names)


def _in_pyz(content: bytes) -> set[str]:
    if content[:4] != b"PYZ\0":
        raise ForeignFileError("PYZ")
    (at,) = struct.unpack_from("!I", content, 8)
    return {name for name, _ in marshal.loads(content[at:])}  # noqa: S302  (what was just built)


def _directory(content: bytes, tables: int, number: int) -> int:
    (count,) = struct.unpack_from("<I", content, tables - 4)
    return int(struct.unpack_from("<I", content, tables + 8 * number)[0]) if number < count else 0


def _imported(
    content: bytes, spans: list[tuple[int, ...]], table: int, form: tuple[int, int]
) -> list[str]:
    """The names in a table of imports; form is the size of its rows and where the name stands."""
    size, place = form
    names: list[str] = []
    while table:
        (name,) = struct.unpack_from("<I", content, _offset(spans, table) + place)
        if not name:
            break
        begin = _offset(spans, name)
        names.append(content[begin : content.index(b"\0", begin)].decode("ascii").casefold())
        table += size
    return names


def _offset(spans: list[tuple[int, ...]], address: int) -> int:
    for size, start, raw, offset in spans:
        if start <= address < start + max(size, raw):
            return address - start + offset
    raise ValueError(address)
