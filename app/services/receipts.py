"""Whether a receipt from the registry is to be believed, and for which package it is."""

from __future__ import annotations

from app.domain.errors import PackageRejectedError, ReceiptRejectedError
from app.domain.package import Receipt, Rejection
from app.handover.receipt import read_receipt
from app.handover.schemas import Schemas
from app.store import audit, packages, receipts, registries
from app.store.connection import Connection
from app.store.packages import KeptPackage


def believed(
    connection: Connection, untrusted: bytes, schemas: Schemas
) -> tuple[KeptPackage, Receipt]:
    """The receipt, and the package it answers.

    It must be signed by the registry the package was sealed to, name this package's content and an
    index of ours, and countersign an audit head that is still in the trail; and it counts once.
    Raises ReceiptRejectedError.
    """
    receipt, signer = signed(connection, untrusted, schemas)
    try:
        package = packages.get(connection, receipt.sequence)
    except KeyError as error:
        raise _rejected(Rejection.UNKNOWN_NUMBER, str(receipt.sequence)) from error
    seal, number = package.seal, package.number
    is_ours = packages.has_copy(connection, number, receipt.index_digest)
    known_head = audit.head_at(connection, seal.audit_head.sequence)
    faults = (
        (package.registry_id != signer, Rejection.WRONG_REGISTRY),
        (receipt.office_code != seal.office_code, Rejection.WRONG_OFFICE),
        (receipt.bag_root != package.bag_root or not is_ours, Rejection.OTHER_CONTENT),
        (receipt.audit_head != seal.audit_head, Rejection.AUDIT_HEAD),
        (known_head != seal.audit_head, Rejection.AUDIT_HEAD),
        (receipts.file_of(connection, number) is not None, Rejection.DUPLICATE),
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


def _rejected(reason: Rejection, detail: str) -> ReceiptRejectedError:
    return ReceiptRejectedError(reason.value, detail)
