"""What the desk answers to an office: receipts, refusals, and the files they are written to."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.domain.errors import FolderUnusableError, NameTakenError, PackageRejectedError
from app.domain.package import RECEIVED, REFUSED, PackageIndex, Receipt
from app.domain.registry import Answer, Reception, TakenPackage
from app.handover.arrival import small_file
from app.handover.credentials import DeskKeys
from app.handover.index import MINISIG, SignedIndex
from app.handover.minisign import signature_file
from app.handover.package_file import STATISTICS_FILE
from app.handover.reader import ReceivedPackage
from app.handover.receipt import receipt_file
from app.system.files import write_safely

_MOST_ANSWERS = 999  # of one number in one folder


def taken_package(
    package: ReceivedPackage, registry_name: str, keys: DeskKeys, now: datetime
) -> TakenPackage:
    """A package as the ledger takes it, with the receipt it will be answered by."""
    inner = package.package
    receipt = _receipt(package.index, package.signed.digest, registry_name, now)
    receipt = replace(receipt, talks=len(inner.talks))
    return TakenPackage(
        index=package.index,
        index_digest=package.signed.digest,
        index_file=package.signed.file,
        receipt_file=receipt_file(receipt, keys),
        level=inner.level.value,
        reason=inner.reason,
        talks=len(inner.talks),
        received_at=now,
        statistics=package.document(STATISTICS_FILE),
    )


def received(package: str, file: bytes, keys: DeskKeys) -> Answer:
    """The receipt of a package that lies with the desk."""
    return _answer(f"{package}.receipt.json", file, keys)


def refused(
    signed: SignedIndex, registry_name: str, keys: DeskKeys, why: Reception, now: datetime
) -> Answer:
    """The answer to a package of a believed sender that was not taken, so that he learns why."""
    receipt = _receipt(signed.index, signed.digest, registry_name, now)
    receipt = replace(receipt, result=REFUSED, reason=why.reason, missing=why.missing)
    return _answer(receipt.file_name, receipt_file(receipt, keys), keys)


def written(reception: Reception, folder: Path) -> Reception:
    """Write the answer and its minisign signature; what is there already stays.

    A second answer to the same number is called answer-2; a receipt is always the same.
    Raises NameTakenError when a receipt's name is taken by another file, FolderUnusableError.
    """
    answer = reception.answer
    if answer is None:
        return reception
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _place(folder, answer)
        if not os.path.lexists(path):
            write_safely(path.with_name(path.name + MINISIG), answer.signature)
            write_safely(path, answer.file)
    except OSError as error:
        raise FolderUnusableError(str(folder)) from error
    return replace(reception, receipt=str(path))


def _place(folder: Path, answer: Answer) -> Path:
    """Where the answer goes, or lies already."""
    stem, _, rest = answer.name.rpartition(".json")
    is_receipt = stem.endswith(".receipt")
    for number in range(1, _MOST_ANSWERS + 1):
        path = folder / (f"{stem}-{number}.json{rest}" if number > 1 else answer.name)
        if not os.path.lexists(path) or _lies_there(path, answer.file):
            return path
        if is_receipt:
            break
    raise NameTakenError(answer.name)


def _lies_there(path: Path, file: bytes) -> bool:
    # what has the name may be a pipe, a link to another place, or without an end
    try:
        return small_file(path, len(file)) == file
    except PackageRejectedError:
        return False


def _answer(name: str, file: bytes, keys: DeskKeys) -> Answer:
    return Answer(name, file, signature_file(keys, file, f"file:{name}"))


def _receipt(index: PackageIndex, digest: str, registry_name: str, now: datetime) -> Receipt:
    return Receipt(
        registry_name=registry_name,
        office_code=index.seal.office_code,
        sequence=index.seal.sequence,
        index_digest=digest,
        bag_root=index.bag_root,
        audit_head=index.seal.audit_head,
        result=RECEIVED,
        talks=0,
        received_at=now,
    )
