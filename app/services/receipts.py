"""Answers from the registry: found on a stick, believed or refused by name, and what still waits.

Finding reads the stick alone and may be done beside; believing asks the vault.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from app.domain.audit import AuditHead
from app.domain.changes import Changes
from app.domain.errors import PackageRejectedError, ReceiptRejectedError
from app.domain.package import PackageLevel, Receipt, Rejection
from app.domain.receipt_errors import OverdueDaysError
from app.domain.receipts import (
    LONGEST_OVERDUE,
    OVERDUE_DAYS,
    Answer,
    HandoverStanding,
    ReceiptFile,
    ReceiptOutcome,
    Waiting,
)
from app.handover.answers import answer_at, answers_below
from app.handover.receipt import read_receipt
from app.handover.schemas import Schemas
from app.services.trail import Trail
from app.store import audit, package_copies, packages, receipts, registries, settings, talks
from app.store.connection import Connection
from app.store.packages import KeptPackage
from app.store.vault import Vault

_DAYS = "receipts.overdue_days"


@dataclass(frozen=True, slots=True)
class Receipts:
    """The commands and queries about what the registry answered."""

    vault: Vault
    trail: Trail
    schemas: Schemas = field(repr=False)

    # ── on the stick: nothing here touches the vault ─────────────────────────────────────────────

    def found_in(self, folder: Path) -> list[ReceiptFile]:
        """The answers in the folder and up to two folders below, by name; none is believed yet.

        A stick that fails or is pulled while it is read gives what was found so far.
        """
        return answers_below(folder)

    def file_at(self, path: Path) -> ReceiptFile:
        """The file that somebody chose, whatever its name."""
        return answer_at(path)

    # ── believing ────────────────────────────────────────────────────────────────────────────────

    def take(self, files: Sequence[ReceiptFile]) -> tuple[list[ReceiptOutcome], Changes]:
        """Settle what each file answers, in the given order; every file has its own outcome.

        Receipts mark their talks as received (已接收) and anchor the end of the trail; refusals are
        kept with the numbers that the registry misses. What is not believed changes nothing but
        the trail. Each file is its own short transaction.
        Raises DiskFullError, RoleRefusedError.
        """
        outcomes, changes = list[ReceiptOutcome](), Changes.NONE
        for file in files:
            outcome, touched = self._taken(file)
            outcomes.append(outcome)
            changes |= touched
        return outcomes, changes

    def _taken(self, file: ReceiptFile) -> tuple[ReceiptOutcome, Changes]:
        try:
            return self.take_one(file)
        except ReceiptRejectedError as error:
            digest = hashlib.sha256(file.content).hexdigest() if file.content else ""
            with self.vault.transaction() as connection:
                self.trail.write(connection, "receipt.refuse", error.reason, digest)
            rejected = ReceiptOutcome(
                file.name, Answer.REJECTED, rejection=error.reason, detail=error.detail
            )
            return rejected, Changes.NONE

    def take_one(self, file: ReceiptFile) -> tuple[ReceiptOutcome, Changes]:
        """Settle what one file answers.

        The very same file a second time settles nothing anew and is told as known.
        Raises ReceiptRejectedError, DiskFullError, RoleRefusedError.
        """
        if file.problem:
            raise ReceiptRejectedError(file.problem, file.name)
        with self.vault.transaction() as connection:
            package, answer = believed(connection, file.content, self.schemas)
            outcome = _outcome(file, answer)
            if _is_known(connection, package, file.content):
                return replace(outcome, answer=Answer.KNOWN), Changes.NONE
            _check_is_newest(connection, package, answer)
            if answer.is_received:
                outcome = self._received(connection, package, answer, file)
                return outcome, Changes.PACKAGES | Changes.TALKS
            now = self.trail.clock.now()
            receipts.add_refusal(connection, answer, file.content, now)
            said = f"{package.seal.id} {answer.reason}"
            self.trail.write(connection, "receipt.answer", said, answer.index_digest)
            return outcome, Changes.PACKAGES

    def _received(
        self, connection: Connection, package: KeptPackage, answer: Receipt, file: ReceiptFile
    ) -> ReceiptOutcome:
        receipts.add(connection, answer, file.content, self.trail.clock.now())
        numbers = packages.talk_numbers(connection, package.number)
        if package.level is PackageLevel.STATISTICS:
            numbers = []  # figures alone do not bring a talk to the registry
        newly = talks.mark_received(connection, numbers, answer.received_at)
        self.trail.write(connection, "receipt.take", package.seal.id, answer.index_digest)
        outcome = _outcome(file, answer)
        return replace(outcome, talks=len(numbers), newly_received=newly)

    # ── what waits ───────────────────────────────────────────────────────────────────────────────

    def standing(self) -> HandoverStanding:
        """What is open between office and registry today."""
        with self.vault.reading() as connection:
            limit = overdue_days(connection)
            refused = {one.number: one for one in receipts.refused(connection)}
            received = receipts.received(connection)
            missing = {number for one in refused.values() for number in one.missing}
            waiting = [
                self._waiting(number, written_at, limit, refused.get(number))
                for number, written_at in receipts.waiting(connection)
            ]
            return HandoverStanding(
                unreceipted=tuple(waiting),
                missing_at_registry=tuple(sorted(missing - received)),
                gaps=receipts.left_out(connection),
                last_anchor=receipts.last_anchor(connection),
                overdue_days=limit,
            )

    def overdue_days(self) -> int:
        """After how many days without an answer a package is pressing."""
        with self.vault.reading() as connection:
            return overdue_days(connection)

    def set_overdue_days(self, days: int) -> Changes:
        """Be pressing after so many days from now on. Raises OverdueDaysError."""
        if not 1 <= days <= LONGEST_OVERDUE:
            raise OverdueDaysError(found=days, longest=LONGEST_OVERDUE)
        with self.vault.transaction() as connection:
            settings.keep(connection, _DAYS, str(days))
            self.trail.write(connection, "receipt.days", str(days))
        return Changes.SETTINGS | Changes.PACKAGES

    def _waiting(
        self, number: int, written_at: datetime, limit: int, refusal: receipts.KeptRefusal | None
    ) -> Waiting:
        clock = self.trail.clock
        days = (clock.local(clock.now()).date() - clock.local(written_at).date()).days
        return Waiting(
            number=number,
            written_at=written_at,
            days=max(days, 0),
            is_overdue=days >= limit,
            refused_because=refusal.reason if refusal else "",
            refused_at=refusal.answered_at if refusal else None,
        )


def overdue_days(connection: Connection) -> int:
    """The same inside a transaction of the caller's."""
    kept = settings.get(connection, _DAYS)
    return int(kept) if kept else OVERDUE_DAYS


def believed(
    connection: Connection, untrusted: bytes, schemas: Schemas
) -> tuple[KeptPackage, Receipt]:
    """The answer, and the package it is about.

    It must be signed by the registry the package was sealed to, name this package's content and an
    index of ours, and countersign an audit head that is still in the trail.
    Raises ReceiptRejectedError.
    """
    receipt, signer = signed(connection, untrusted, schemas)
    try:
        package = packages.get(connection, receipt.sequence)
    except KeyError as error:
        raise _rejected(Rejection.UNKNOWN_NUMBER, str(receipt.sequence)) from error
    seal, number = package.seal, package.number
    is_ours = package_copies.has(connection, number, receipt.index_digest)
    faults = (
        (package.registry_id != signer, Rejection.WRONG_REGISTRY),
        (receipt.office_code != seal.office_code, Rejection.WRONG_OFFICE),
        (receipt.bag_root != package.bag_root or not is_ours, Rejection.OTHER_CONTENT),
        (receipt.audit_head != seal.audit_head, Rejection.AUDIT_HEAD),
        (not _is_in_trail(connection, seal.audit_head), Rejection.AUDIT_HEAD),
    )
    for is_so, reason in faults:
        if is_so:
            raise _rejected(reason, seal.id)
    return package, receipt


def signed(connection: Connection, untrusted: bytes, schemas: Schemas) -> tuple[Receipt, int]:
    """The receipt, and which of the registries ever trusted has signed it.

    Raises ReceiptRejectedError.
    """
    failure = PackageRejectedError(Rejection.WRONG_REGISTRY.value, "")
    for registry_id, identity in registries.every(connection):
        try:
            return read_receipt(untrusted, identity.public_key, schemas), registry_id
        except PackageRejectedError as error:
            failure = error
            if error.reason != Rejection.SIGNATURE.value:
                break
    raise ReceiptRejectedError(failure.reason, failure.detail) from failure


def _is_in_trail(connection: Connection, head: AuditHead) -> bool:
    return audit.head_at(connection, head.sequence) == head


def _is_known(connection: Connection, package: KeptPackage, file: bytes) -> bool:
    kept = receipts.file_of(connection, package.number)
    return kept == file or receipts.has_refusal(connection, package.number, file)


def _check_is_newest(connection: Connection, package: KeptPackage, answer: Receipt) -> None:
    """A package is received once; of refusals only a later one counts."""
    is_settled = receipts.file_of(connection, package.number) is not None
    if answer.is_received:
        if is_settled:
            raise _rejected(Rejection.DUPLICATE, package.seal.id)
        return
    refused_at = receipts.refused_at(connection, package.number)
    is_overtaken = refused_at is not None and answer.received_at <= refused_at
    if is_settled or is_overtaken:
        raise _rejected(Rejection.OLDER, package.seal.id)


def _outcome(file: ReceiptFile, answer: Receipt) -> ReceiptOutcome:
    return ReceiptOutcome(
        name=file.name,
        answer=Answer.RECEIVED if answer.is_received else Answer.REFUSED,
        number=answer.sequence,
        registry_name=answer.registry_name,
        answered_at=answer.received_at,
        reason=answer.reason,
        missing=answer.missing,
    )


def _rejected(reason: Rejection, detail: str) -> ReceiptRejectedError:
    return ReceiptRejectedError(reason.value, detail)
