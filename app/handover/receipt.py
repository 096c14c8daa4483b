"""The receipt: what the registry signs once a package lies safely with it.

Version 2 also carries a refusal, so that the office learns what is missing; version 1 could only
say that a package was received, and is still read.
"""

from __future__ import annotations

import re
from typing import Any

from app.domain.audit import AuditHead
from app.domain.errors import PackageRejectedError
from app.domain.package import Receipt, Rejection
from app.handover.credentials import DeskKeys
from app.handover.schemas import Schemas
from app.handover.seal import moment
from app.handover.signed_json import check_signature, signed_file, unsigned_content

FORMAT, VERSION, FIRST_VERSION = "tanxinbu-receipt", 2, 1
LONGEST_RECEIPT = 64 * 1024
MOST_MISSING = 1000
# an answer never overwrites another on a stick: a second one to the same number is called answer-2
FILE_NAME = re.compile(r"[0-9]{6}-[0-9]{6}\.(?:receipt|answer)(?:-[0-9]{1,3})?\.json\Z")


def receipt_file(receipt: Receipt, keys: DeskKeys) -> bytes:
    """The receipt as a signed file for the stick."""
    head = receipt.audit_head
    content: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "registry_name": receipt.registry_name,
        "office_code": receipt.office_code,
        "sequence": receipt.sequence,
        "index_digest": receipt.index_digest,
        "bag_root": receipt.bag_root,
        "audit_head": {"sequence": head.sequence, "digest": head.digest},
        "result": receipt.result,
        "talks": receipt.talks,
        "received_at": receipt.received_at.isoformat(),
        "reason": receipt.reason,
        "missing": list(receipt.missing[:MOST_MISSING]),
    }
    return signed_file(content, keys)


def read_receipt(untrusted_bytes: bytes, public_key: bytes, schemas: Schemas) -> Receipt:
    """What a receipt says, once its signature by the trusted registry holds.

    Raises PackageRejectedError(JSON, NOT_A_RECEIPT, NEWER_FORMAT, SIGNATURE).
    """
    content = _content(untrusted_bytes)
    check_signature(untrusted_bytes, public_key)
    return _receipt(content, schemas)


def receipt_as_written(untrusted_bytes: bytes, schemas: Schemas) -> Receipt:
    """What a receipt says when the registry's key is not at hand: not yet believed.

    Raises PackageRejectedError(JSON, NOT_A_RECEIPT, NEWER_FORMAT).
    """
    return _receipt(_content(untrusted_bytes), schemas)


def _content(untrusted_bytes: bytes) -> dict[str, Any]:
    content: dict[str, Any] = unsigned_content(untrusted_bytes)
    if content.get("format") != FORMAT:
        raise PackageRejectedError(Rejection.NOT_A_RECEIPT.value, "format")
    version = content.get("version")
    if type(version) is not int or not FIRST_VERSION <= version <= VERSION:
        raise PackageRejectedError(Rejection.NEWER_FORMAT.value, str(version)[:20])
    return content


def _receipt(content: dict[str, Any], schemas: Schemas) -> Receipt:
    try:
        schemas.check("receipt", content)
    except PackageRejectedError as error:
        raise PackageRejectedError(Rejection.NOT_A_RECEIPT.value, error.detail) from error
    head = content["audit_head"]
    receipt = Receipt(
        registry_name=content["registry_name"],
        office_code=content["office_code"],
        sequence=content["sequence"],
        index_digest=content["index_digest"],
        bag_root=content["bag_root"],
        audit_head=AuditHead(head["sequence"], head["digest"]),
        result=content["result"],
        talks=content["talks"],
        received_at=moment(content["received_at"], Rejection.NOT_A_RECEIPT),
        reason=content.get("reason", ""),
        missing=tuple(content.get("missing", ())),
    )
    has_reason = bool(receipt.reason or receipt.missing)
    if has_reason == receipt.is_received or (not receipt.is_received and not receipt.reason):
        raise PackageRejectedError(Rejection.NOT_A_RECEIPT.value, "reason")
    return receipt
