"""Checking the head beside a vault without any passphrase: what an outsider can find out.

It proves where the trail ended by word of whoever holds the vault's key, and that this word was not
altered. It does not open the vault: whether the entries inside lead to that head, only the
passphrase can show.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from app.domain.audit import AuditHead
from app.domain.errors import AppError, VaultMissingError
from app.domain.head_verdict import HeadFault, HeadVerdict
from app.keys import chain
from app.keys.head_note import HeadNote, parsed
from app.keys.key_file_reading import parse
from app.services import key_files
from app.services.heads import FILE_NAME
from app.services.known_heads import KnownHeads, content_of
from app.store import vault


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What a head is held against.

    known holds what this machine saw before; fingerprint is the signing key's as it stands on
    paper; receipt is the head that a registry countersigned.
    """

    known: KnownHeads
    fingerprint: str = ""
    receipt: AuditHead | None = None


def check_note(folder: Path, witnesses: Witnesses) -> HeadVerdict:
    """What the note beside the vault is worth. Raises VaultMissingError."""
    untrusted = content_of(folder / FILE_NAME)
    if untrusted is None:
        if not (folder / vault.FILE_NAME).is_file():
            raise VaultMissingError(folder=str(folder))
        return HeadVerdict(faults=(HeadFault.NO_NOTE,))
    note = parsed(untrusted)
    if note is None:
        return HeadVerdict(faults=(HeadFault.NOT_A_NOTE,))
    if not note.names_its_key:
        against = _against_receipt(note.head, witnesses.receipt)
        return HeadVerdict(head=note.head, faults=(HeadFault.OLD_FORM, *against))
    if not note.is_signed:
        return HeadVerdict(note.database, note.head, faults=(HeadFault.SIGNATURE,))
    return _weighed(note, witnesses, _database_beside(folder))


def _weighed(note: HeadNote, witnesses: Witnesses, database: str) -> HeadVerdict:
    fingerprint = chain.fingerprint(note.public)
    known = witnesses.known.note(note.database)
    faults = [HeadFault.OTHER_VAULT] if database not in {"", note.database} else []
    key_fault = _key_fault(note, known, witnesses)
    faults += [key_fault] if key_fault else []
    if known and known.public == note.public:
        faults += _against_known(note.head, known.head)
    faults += _against_receipt(note.head, witnesses.receipt)
    return HeadVerdict(note.database, note.head, fingerprint, not key_fault, tuple(faults))


def _key_fault(note: HeadNote, known: HeadNote | None, witnesses: Witnesses) -> HeadFault | None:
    if witnesses.fingerprint:
        is_same = witnesses.fingerprint == "".join(chain.fingerprint(note.public))
        return None if is_same else HeadFault.KEY_DIFFERS
    if known:
        return None if known.public == note.public else HeadFault.KEY_DIFFERS
    return HeadFault.KEY_UNKNOWN


def _against_known(head: AuditHead, known: AuditHead) -> list[HeadFault]:
    if head.sequence < known.sequence:
        return [HeadFault.OLDER_THAN_KNOWN]
    is_other = head.sequence == known.sequence and head.digest != known.digest
    return [HeadFault.REWRITTEN] if is_other else []


def _against_receipt(head: AuditHead, receipt: AuditHead | None) -> list[HeadFault]:
    if receipt is None or head == receipt or head.sequence > receipt.sequence:
        return []
    is_older = head.sequence < receipt.sequence
    return [HeadFault.OLDER_THAN_RECEIPT if is_older else HeadFault.REWRITTEN]


def _database_beside(folder: Path) -> str:
    """The number in the key file beside the vault; empty when none of its copies can be read."""
    with contextlib.suppress(AppError):
        for copy in key_files.read(folder):
            with contextlib.suppress(AppError):
                return parse(copy).database
    return ""
