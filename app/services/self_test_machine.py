"""The parts of the self-test that look at the machine: key store, printer, disk, memory."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from app.domain.self_test import Found, ProbedPart, ProbeReason
from app.domain.vault_errors import DeviceStoreRefusedError, DeviceStoreUntrueError
from app.services.door import Devices
from app.system import disk_trial, printers, process

_MADE_UP = "self-test"  # no vault's name: theirs are random
_MIB = 1 << 20
_LITTLE, _NONE = 1024 * _MIB, 64 * _MIB
_SLOW_MS = 100.0


def key_store(devices: Devices) -> Found:
    """Whether the machine's key store keeps a made-up secret, gives it back, and forgets it."""
    store = devices()
    if store is None:
        return Found(ProbedPart.KEY_STORE, ProbeReason.NO_STORE)
    secret = bytearray(secrets.token_bytes(32))
    try:
        store.put(_MADE_UP, secret)
        store.remove(_MADE_UP)
        is_gone = store.get(_MADE_UP) is None
    except DeviceStoreRefusedError:
        return Found(ProbedPart.KEY_STORE, ProbeReason.STORE_REFUSES, store.name)
    except DeviceStoreUntrueError:
        return Found(ProbedPart.KEY_STORE, ProbeReason.STORE_FORGETS, store.name)
    return Found(
        ProbedPart.KEY_STORE,
        ProbeReason.KEEPS if is_gone else ProbeReason.STORE_FORGETS,
        store.name,
    )


def printer() -> Found:
    """How many printers there are, and whether the default one prints; no name of any."""
    here = printers.printers_here()
    if here is None:
        return Found(ProbedPart.PRINTER, ProbeReason.NO_PRINT_SYSTEM)
    count, default = here
    if not count:
        return Found(ProbedPart.PRINTER, ProbeReason.NO_PRINTER)
    if default and (hindrance := printers.hindrance_of(default)) is not None:
        return Found(ProbedPart.PRINTER, ProbeReason.PRINTER_HINDERED, hindrance.value)
    return Found(ProbedPart.PRINTER, ProbeReason.PRINTER_READY, str(count))


def folder(where: Path) -> Found:
    """Whether the vault's folder can be written; before there is one, the one it would stand in."""
    there = disk_trial.nearest(where)
    if there is None:
        return Found(ProbedPart.FOLDER, ProbeReason.FOLDER_GONE)
    try:
        disk_trial.milliseconds_a_write(there)
    except OSError as error:
        return Found(ProbedPart.FOLDER, ProbeReason.NOT_WRITABLE, _name(error))
    return Found(ProbedPart.FOLDER, ProbeReason.WRITABLE)


def room(where: Path) -> Found | None:
    """How much room is left there."""
    there = disk_trial.nearest(where)
    if there is None:
        return None
    free = disk_trial.free_bytes(there)
    told = f"{free / _MIB / 1024:.1f} GB" if free >= _LITTLE else f"{free // _MIB} MB"
    if free < _NONE:
        return Found(ProbedPart.ROOM, ProbeReason.ROOM_NONE, told)
    return Found(
        ProbedPart.ROOM,
        ProbeReason.ROOM_LITTLE if free < _LITTLE else ProbeReason.ROOM_ENOUGH,
        told,
    )


def disk(where: Path) -> Found | None:
    """How long one sure write takes there; None when nothing can be written, as folder() says."""
    there = disk_trial.nearest(where)
    if there is None:
        return None
    try:
        taken = disk_trial.milliseconds_a_write(there)
    except OSError:
        return None
    reason = ProbeReason.DISK_SLOW if taken > _SLOW_MS else ProbeReason.DISK_QUICK
    return Found(ProbedPart.DISK, reason, f"{max(taken, 0.1):.1f}")


def memory() -> Found:
    """Whether what is in memory can come to the disk, by a crash or by swapping."""
    if not process.is_closed_to_dumps():
        return Found(ProbedPart.MEMORY, ProbeReason.DUMPS_OPEN)
    kilobytes = process.kilobytes_that_swap()
    if kilobytes is not None:
        return Found(ProbedPart.MEMORY, ProbeReason.MEMORY_SWAPS, str(kilobytes))
    return Found(ProbedPart.MEMORY, ProbeReason.MEMORY_CLOSED)


def _name(error: OSError) -> str:
    """The system's short name of the failure, such as EROFS; its words hold the folder."""
    return errno.errorcode.get(error.errno or 0, os.name)
