"""Reading a file past Windows' cache: unbuffered, into memory that begins on a page."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    import mmap
    from collections.abc import Iterator
    from pathlib import Path

    _CHUNK = 1 << 20
    _READ, _SHARE_READ, _OPEN_EXISTING = 0x80000000, 1, 3
    _NO_BUFFERING, _SEQUENTIAL = 0x20000000, 0x08000000
    _NO_HANDLE = ctypes.c_void_p(-1).value

    def unbuffered(path: Path) -> Iterator[bytes]:
        """The file's bytes from the medium. Raises OSError."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = ctypes.c_void_p
        flags = _NO_BUFFERING | _SEQUENTIAL
        handle = kernel.CreateFileW(
            str(path), _READ, _SHARE_READ, None, _OPEN_EXISTING, flags, None
        )
        if handle == _NO_HANDLE:
            raise ctypes.WinError(ctypes.get_last_error())
        # a page begins on a sector of every disk, which unbuffered reading asks for
        memory = mmap.mmap(-1, _CHUNK)
        target = (ctypes.c_char * _CHUNK).from_buffer(memory)
        count = ctypes.c_ulong()
        try:
            while True:
                done = kernel.ReadFile(
                    ctypes.c_void_p(handle), target, _CHUNK, ctypes.byref(count), None
                )
                if not done:
                    raise ctypes.WinError(ctypes.get_last_error())
                if not count.value:
                    return
                yield memory[: count.value]
        finally:
            kernel.CloseHandle(ctypes.c_void_p(handle))
            del target
            memory.close()
