"""Reading a file from the medium itself, past what the machine still holds in memory."""

from __future__ import annotations

import ctypes
import hashlib
import mmap
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.handover import page_cache_windows

_CHUNK = 1 << 20
_PAGE = mmap.PAGESIZE


def digest_from_medium(path: Path, moved: Callable[[int], None]) -> tuple[str, int, bool]:
    """SHA-256 and size of a file, and whether its bytes came from the medium.

    The file must have been synced before. A plain re-open would answer from memory and call a
    damaged file whole. Raises OSError.
    """
    for read, is_past_cache in _ways(path):
        digest, size = hashlib.sha256(), 0
        try:
            for chunk in read(path):
                digest.update(chunk)
                size += len(chunk)
                moved(len(chunk))
        except _NotHereError:
            continue
        return digest.hexdigest(), size, is_past_cache
    raise OSError(path.name)


class _NotHereError(Exception):
    """This way of reading does not work on this file system."""


_Way = tuple[Callable[[Path], Iterator[bytes]], bool]


def _ways(path: Path) -> Iterator[_Way]:
    if _forget(path):
        yield _plainly, True
    if sys.platform == "win32":
        yield page_cache_windows.unbuffered, True
    yield _directly, True
    yield _plainly, False  # a RAM disk has no medium behind its cache


def _forget(path: Path) -> bool:
    """Drop the file's pages and say whether all of them are gone."""
    if not hasattr(os, "posix_fadvise"):
        return False
    with _opened(path, os.O_RDONLY) as descriptor:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        return not _resident(descriptor)


def _resident(descriptor: int) -> int:
    """How many pages of the file are in memory, by mincore."""
    size = os.fstat(descriptor).st_size
    if size == 0:
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
    libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]
    libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    address = libc.mmap(None, size, mmap.PROT_READ, mmap.MAP_SHARED, descriptor, 0)
    pages = (ctypes.c_ubyte * -(-size // _PAGE))()
    failed = libc.mincore(address, size, pages)
    libc.munmap(address, size)
    return len(pages) if failed else sum(page & 1 for page in pages)


def _plainly(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _directly(path: Path) -> Iterator[bytes]:
    if not hasattr(os, "O_DIRECT"):
        raise _NotHereError
    size = path.stat().st_size
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECT)
    except OSError as error:
        raise _NotHereError from error
    # O_DIRECT wants a page-aligned buffer, which an anonymous mapping is
    with os.fdopen(descriptor, "rb", buffering=0), mmap.mmap(-1, _CHUNK) as buffer:
        done = 0
        while done < size:
            count = os.readv(descriptor, [buffer])
            if count <= 0:
                return
            done += count
            yield buffer[:count]


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    descriptor = os.open(path, flags)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
