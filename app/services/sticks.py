"""The register of sticks: which are the office's, who holds which, and which may be written to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.changes import Changes
from app.domain.ids import StickId
from app.domain.stick_errors import (
    StickKnownError,
    StickLabelTakenError,
    StickNamelessError,
    StickRefusedError,
    StickSerialSharedError,
    StickStateError,
    StickWordMissingError,
    StickWordTooLongError,
)
from app.domain.sticks import (
    LONGEST_CUSTODIAN,
    LONGEST_LABEL,
    LONGEST_NOTE,
    Custody,
    Ejected,
    RegisteredStick,
    StickFault,
    StickRow,
    StickStanding,
    StickState,
    faults_of,
)
from app.services.trail import Trail
from app.store import package_copies, settings, sticks
from app.store.connection import Connection
from app.store.vault import Vault
from app.system.media import Sticks

_ONLY_REGISTERED = "sticks.only_registered"
_STANDINGS = {
    StickState.ACTIVE: StickStanding.REGISTERED,
    StickState.LOST: StickStanding.LOST,
    StickState.RETIRED: StickStanding.RETIRED,
}
# a maker's device of one model has one size to the byte; below this it is no other stick
_SAME_SIZE = 1 << 20


@dataclass(frozen=True, slots=True)
class StickRegister:
    """The commands and queries about sticks. What asks the system alone may run on any lane."""

    vault: Vault
    trail: Trail
    sticks_here: Sticks

    # ── what the system says; no vault is used ───────────────────────────────────────────────────

    def plugged_in(self) -> list[StickRow]:
        """Every stick of this machine, mounted or not; the user chooses, nothing is guessed."""
        return self.sticks_here.plugged_in()

    def folder(self, path: Path) -> StickRow:
        """The stick this folder lies on, seen from the folder, or the folder as a place of its own.

        Raises StickMissingError when there is no such folder.
        """
        return self.sticks_here.holding(path)

    def faults(
        self, row: StickRow, needed_bytes: int, longest_file_bytes: int = 0
    ) -> tuple[StickFault, ...]:
        """Everything against writing that much to it; ask known() before."""
        return faults_of(row, needed_bytes, longest_file_bytes)

    def eject(self, row: StickRow) -> Ejected:
        """Flush, unmount and power off; only then may be said that it can be pulled."""
        return self.sticks_here.eject(row)

    # ── what the register says ───────────────────────────────────────────────────────────────────

    def known(self, rows: Sequence[StickRow]) -> list[StickRow]:
        """The same sticks with what the register says of each."""
        with self.vault.reading() as connection:
            is_strict = _only_registered(connection)
            return [_known(connection, row, is_strict) for row in rows]

    def rows(self) -> list[RegisteredStick]:
        """Every registered stick, those in use first, with the packages that went to each."""
        with self.vault.reading() as connection:
            return sticks.every(connection)

    def custody(self, stick_id: StickId) -> tuple[Custody, ...]:
        """Who has held a stick, the newest first."""
        with self.vault.reading() as connection:
            return sticks.custody(connection, stick_id)

    def only_registered(self) -> bool:
        """Whether packages go to registered sticks alone: from the first one on, unless chosen."""
        with self.vault.reading() as connection:
            return _only_registered(connection)

    # ── changing ─────────────────────────────────────────────────────────────────────────────────

    def set_only_registered(self, is_wanted: bool) -> Changes:
        """Let packages go to registered sticks alone, or to any after a warning."""
        with self.vault.transaction() as connection:
            settings.keep(connection, _ONLY_REGISTERED, str(int(is_wanted)))
            self.trail.write(connection, "stick.allow", "registered" if is_wanted else "any")
        return Changes.STICKS | Changes.SETTINGS

    def register(
        self, row: StickRow, label: str, custodian: str
    ) -> tuple[RegisteredStick, Changes]:
        """Take a stick into the register, under a label and with somebody who keeps it.

        Raises StickNamelessError, StickSerialSharedError, StickRefusedError, StickKnownError,
        StickLabelTakenError, StickWordMissingError, StickWordTooLongError.
        """
        if row.is_system or row.is_folder:
            raise StickRefusedError(StickFault.SYSTEM_DISK.value, row.name)
        if row.is_serial_shared:
            raise StickSerialSharedError(row.serial)
        if not row.identity:
            raise StickNamelessError
        stick = RegisteredStick(
            id=StickId(self.trail.new_id()),
            serial=row.identity,
            label=_word("label", label, LONGEST_LABEL),
            model=row.model,
            size_bytes=row.disk_bytes or row.size_bytes,
            custodian=_word("custodian", custodian, LONGEST_CUSTODIAN),
            registered_at=self.trail.clock.now(),
            state=StickState.ACTIVE,
            state_at=None,
            note="",
        )
        with self.vault.transaction() as connection:
            if known := sticks.by_serial(connection, stick.serial):
                raise StickKnownError(known.label)
            _refuse_taken(connection, stick.label)
            sticks.add(connection, stick)
            self.trail.write(connection, "stick.register", stick.id)
        return stick, Changes.STICKS

    def hand_to(self, stick_id: StickId, custodian: str) -> Changes:
        """Let somebody else keep the stick from now on. Raises StickWordMissingError and others.

        Raises StickWordMissingError, StickWordTooLongError, StickStateError, KeyError.
        """
        name = _word("custodian", custodian, LONGEST_CUSTODIAN)
        with self.vault.transaction() as connection:
            self._in_state(connection, stick_id, StickState.ACTIVE)
            sticks.hand_to(connection, stick_id, name, self.trail.clock.now())
            self.trail.write(connection, "stick.hand_over", stick_id)
        return Changes.STICKS

    def lose(self, stick_id: StickId, note: str = "") -> Changes:
        """Report a stick as lost: nothing is written to it any more, and its packages are listed.

        Raises StickStateError, StickWordTooLongError, KeyError.
        """
        return self._become(stick_id, StickState.ACTIVE, StickState.LOST, note)

    def found(self, stick_id: StickId, note: str = "") -> Changes:
        """Take back the report: the stick turned up and is in use again.

        Raises StickStateError, StickLabelTakenError, StickWordTooLongError, KeyError.
        """
        return self._become(stick_id, StickState.LOST, StickState.ACTIVE, note)

    def retire(self, stick_id: StickId, note: str = "") -> Changes:
        """Write nothing more to a stick, for good; its place in the register stays.

        Raises StickStateError, StickWordTooLongError, KeyError.
        """
        return self._become(stick_id, StickState.ACTIVE, StickState.RETIRED, note)

    def note_ejected(self, index_digest: str) -> Changes:
        """Note that the stick of this writing was taken out as it should be."""
        with self.vault.transaction() as connection:
            package_copies.mark_ejected(connection, index_digest, self.trail.clock.now())
            self.trail.write(connection, "stick.eject", content=index_digest)
        return Changes.PACKAGES

    # ── how ──────────────────────────────────────────────────────────────────────────────────────

    def _become(self, stick_id: StickId, old: StickState, new: StickState, note: str) -> Changes:
        said = _short("note", note, LONGEST_NOTE)
        acts = {
            StickState.LOST: "stick.lose",
            StickState.ACTIVE: "stick.find",
            StickState.RETIRED: "stick.retire",
        }
        with self.vault.transaction() as connection:
            stick = self._in_state(connection, stick_id, old)
            if new is StickState.ACTIVE:
                _refuse_taken(connection, stick.label)
            sticks.set_state(connection, stick_id, new, self.trail.clock.now(), said)
            self.trail.write(connection, acts[new], stick_id)
        return Changes.STICKS

    def _in_state(
        self, connection: Connection, stick_id: StickId, state: StickState
    ) -> RegisteredStick:
        stick = sticks.get(connection, stick_id)
        if stick.state is not state:
            raise StickStateError(stick.label, stick.state.value)
        return stick


def kept_stick(connection: Connection, identity: str) -> StickId | None:
    """The registered stick of this identity, inside a transaction of the caller's; None for none.

    Raises StickRefusedError when packages may not go to it: lost, retired, or not registered while
    only registered ones are allowed. An empty identity is a folder on no stick, or a stick that
    nothing tells from another.
    """
    known = sticks.by_serial(connection, identity) if identity else None
    if known is None:
        if identity and _only_registered(connection):
            raise StickRefusedError(StickFault.NOT_REGISTERED.value, identity)
        return None
    refused = {StickState.LOST: StickFault.LOST, StickState.RETIRED: StickFault.RETIRED}
    if known.state in refused:
        raise StickRefusedError(refused[known.state].value, known.label)
    return known.id


def _known(connection: Connection, row: StickRow, is_strict: bool) -> StickRow:
    if row.is_folder:
        return row
    stick = sticks.by_serial(connection, row.identity) if row.identity else None
    if stick is None:
        return replace(row, standing=StickStanding.UNKNOWN, is_allowed=not is_strict)
    return replace(
        row,
        standing=_STANDINGS[stick.state],
        is_allowed=stick.state is StickState.ACTIVE,
        is_other=_is_other(row, stick),
        stick_id=stick.id,
        label_kept=stick.label,
        custodian=stick.custodian,
    )


def _is_other(row: StickRow, stick: RegisteredStick) -> bool:
    """Whether the device differs from the registered one although it gives the same serial."""
    size = row.disk_bytes
    return bool(size and stick.size_bytes) and abs(size - stick.size_bytes) > _SAME_SIZE


def _only_registered(connection: Connection) -> bool:
    chosen = settings.get(connection, _ONLY_REGISTERED)
    return sticks.is_any(connection) if chosen is None else chosen == "1"


def _refuse_taken(connection: Connection, label: str) -> None:
    if sticks.in_use(connection, label):
        raise StickLabelTakenError(label)


def _word(field: str, text: str, longest: int) -> str:
    short = _short(field, text, longest)
    if not short:
        raise StickWordMissingError(field)
    return short


def _short(field: str, text: str, longest: int) -> str:
    plain = " ".join(text.split())
    if len(plain) > longest:
        raise StickWordTooLongError(field, len(plain), longest)
    return plain
