"""Sticks: what is plugged in, who holds which, and all that can be against writing to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.ids import StickId

LONGEST_LABEL = 40
LONGEST_CUSTODIAN = 40
LONGEST_NOTE = 200

# FAT keeps a file's size in 32 bits (Microsoft FAT32 File System Specification, 2000)
FAT_LONGEST_FILE = (1 << 32) - 1


class StickStanding(Enum):
    """What the register says of a stick: 已登记, 没有登记, 已挂失, 已停用."""

    REGISTERED = "registered"
    UNKNOWN = "unknown"
    LOST = "lost"
    RETIRED = "retired"


class StickState(Enum):
    """What became of a registered stick: 在用, 丢失, 停用."""

    ACTIVE = "active"
    LOST = "lost"
    RETIRED = "retired"


class StickBus(Enum):
    """How a stick hangs on the machine: by USB, as a memory card, or another removable way."""

    USB = "usb"
    CARD = "card"
    OTHER = "other"


class StickFault(Enum):
    """All that can be against a stick: a closed list, each with its sentence and its one action."""

    NONE_FOUND = "none_found"
    SEVERAL = "several"
    VANISHED = "vanished"
    SYSTEM_DISK = "system_disk"
    LOCKED = "locked"
    NOT_MOUNTED = "not_mounted"
    SAME_SERIAL = "same_serial"
    NAMELESS = "nameless"
    LOST = "lost"
    RETIRED = "retired"
    OTHER_STICK = "other_stick"
    NOT_REGISTERED = "not_registered"
    READ_ONLY = "read_only"
    NOT_WRITABLE = "not_writable"
    DIRTY = "dirty"
    UNSUITED = "unsuited"
    FILE_TOO_LONG = "file_too_long"
    TOO_LITTLE_ROOM = "too_little_room"
    STILL_BUSY = "still_busy"
    NO_PERMISSION = "no_permission"
    NOT_EJECTED = "not_ejected"


@dataclass(frozen=True, slots=True)
class StickRow:
    """A stick that is plugged in; folder is where its files are seen, empty when nowhere.

    serial is the maker's number of the device and volume_id what formatting gave the file system.
    size_bytes and free_bytes are those of the file system, disk_bytes is the whole device's.
    longest_file is the longest a file on it can be, in bytes, or None when it hardly matters.
    is_folder marks a folder that was chosen instead and lies on no stick.
    From standing on, the fields are the register's answer (services.sticks.StickRegister.known).
    """

    device: str
    folder: str
    label: str
    serial: str
    model: str
    file_system: str
    size_bytes: int
    free_bytes: int
    is_read_only: bool
    volume_id: str = ""
    bus: StickBus = StickBus.OTHER
    disk_bytes: int = 0
    longest_file: int | None = None
    is_dirty: bool = False
    is_mounted: bool = True
    is_writable: bool = True
    is_locked: bool = False
    is_suited: bool = True
    is_system: bool = False
    is_folder: bool = False
    is_serial_shared: bool = False
    standing: StickStanding = StickStanding.UNKNOWN
    is_allowed: bool = True
    is_other: bool = False
    stick_id: StickId | None = None
    label_kept: str = ""
    custodian: str = ""

    @property
    def identity(self) -> str:
        """What the register knows the stick by: the serial, or the volume's number without one.

        Empty when the stick has neither.
        """
        if is_telling(self.serial):
            return self.serial
        return f"volume:{self.volume_id}" if self.volume_id else ""

    @property
    def name(self) -> str:
        """What it is called on screen: the registered label before anything else."""
        return self.label_kept or self.label or self.model or self.device


@dataclass(frozen=True, slots=True)
class Custody:
    """Who held a stick from when on."""

    since: datetime
    custodian: str


@dataclass(frozen=True, slots=True)
class RegisteredStick:
    """A stick of the register; serial is its identity, custodian who holds it now.

    packages are the numbers of packages written to it and verified, unreceipted those of them that
    the registry has not answered.
    """

    id: StickId
    serial: str
    label: str
    model: str
    size_bytes: int
    custodian: str
    registered_at: datetime
    state: StickState
    state_at: datetime | None
    note: str
    packages: tuple[int, ...] = ()
    unreceipted: tuple[int, ...] = ()


class EjectOutcome(Enum):
    """How taking a stick out of the machine's hands ended.

    EJECTED: unmounted and without power. UNMOUNTED: nothing is open or unwritten any more, the
    power stays. BUSY: a program has files open. NO_PERMISSION: this user may not. GONE: it had been
    pulled already. FAILED: the system refused for a reason of its own.
    """

    EJECTED = "ejected"
    UNMOUNTED = "unmounted"
    BUSY = "busy"
    NO_PERMISSION = "no_permission"
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Ejected:
    """The outcome; holders are the programs that keep the stick busy, as far as can be seen."""

    outcome: EjectOutcome
    holders: tuple[str, ...] = ()

    @property
    def may_be_pulled(self) -> bool:
        """Whether 可以拔出 is true."""
        return self.outcome in (EjectOutcome.EJECTED, EjectOutcome.UNMOUNTED)

    @property
    def fault(self) -> StickFault | None:
        """What is against pulling it, or None."""
        return _AFTER_EJECTING.get(self.outcome)


_AFTER_EJECTING = {
    EjectOutcome.BUSY: StickFault.STILL_BUSY,
    EjectOutcome.FAILED: StickFault.NOT_EJECTED,
    EjectOutcome.NO_PERMISSION: StickFault.NO_PERMISSION,
    EjectOutcome.GONE: StickFault.VANISHED,
}


def is_telling(serial: str) -> bool:
    """Whether a serial tells sticks apart; cheap ones carry noughts, or a maker's sample number."""
    plain = serial.strip().upper()
    return len(set(plain)) > 2 and plain not in _SAMPLE_SERIALS


_SAMPLE_SERIALS = frozenset(
    {"0123456789", "0123456789AB", "0123456789ABCDEF", "1234567890", "123456789", "12345678"}
)


def faults_of(
    row: StickRow, needed_bytes: int, longest_file_bytes: int = 0
) -> tuple[StickFault, ...]:
    """Everything against writing that much to the stick, what must be put right first first.

    needed_bytes is the room of all files, longest_file_bytes the size of the largest of them.
    """
    if row.is_system and not row.is_folder:
        return (StickFault.SYSTEM_DISK,)
    of_register = () if row.is_folder else _of_register(row)
    found = [fault for fault, is_so in of_register if is_so]
    if row.is_locked:
        return (*found, StickFault.LOCKED)
    if not row.is_mounted:
        return (*found, StickFault.NOT_MOUNTED)
    limit = row.longest_file
    of_medium = (
        (StickFault.READ_ONLY, row.is_read_only),
        (StickFault.NOT_WRITABLE, not row.is_read_only and not row.is_writable),
        (StickFault.DIRTY, row.is_dirty),
        (StickFault.UNSUITED, not row.is_suited),
        (StickFault.FILE_TOO_LONG, limit is not None and longest_file_bytes > limit),
        (StickFault.TOO_LITTLE_ROOM, needed_bytes > row.free_bytes),
    )
    return (*found, *(fault for fault, is_so in of_medium if is_so))


def cautions_of(row: StickRow) -> tuple[StickFault, ...]:
    """What must be said of the stick or folder before it is used, and yet does not forbid it."""
    if row.is_folder:
        return (StickFault.SYSTEM_DISK,) if row.is_system else ()
    is_unknown = row.standing is StickStanding.UNKNOWN and row.is_allowed
    return (StickFault.NOT_REGISTERED,) if is_unknown else ()


def _of_register(row: StickRow) -> tuple[tuple[StickFault, bool], ...]:
    is_new = row.standing is StickStanding.UNKNOWN and not row.is_allowed
    return (
        (StickFault.SAME_SERIAL, row.is_serial_shared),
        (StickFault.LOST, row.standing is StickStanding.LOST),
        (StickFault.RETIRED, row.standing is StickStanding.RETIRED),
        (StickFault.OTHER_STICK, row.is_other),
        (StickFault.NAMELESS, is_new and not row.identity),
        (StickFault.NOT_REGISTERED, is_new and bool(row.identity)),
    )


def fault_of_all(rows: Sequence[StickRow]) -> StickFault | None:
    """What is against choosing by oneself: none is there, or several are; None for exactly one."""
    usable = [row for row in rows if not row.is_system]
    if not usable:
        return StickFault.NONE_FOUND
    return StickFault.SEVERAL if len(usable) > 1 else None
