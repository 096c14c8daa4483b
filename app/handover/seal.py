"""The seal of a package as JSON: the same fields stand inside the bag and in the outer index."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.audit import AuditHead
from app.domain.errors import PackageRejectedError
from app.domain.package import PackageSeal, Rejection

_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def seal_json(seal: PackageSeal) -> dict[str, object]:
    """The seal's fields."""
    return {
        "id": seal.id,
        "office_code": seal.office_code,
        "sequence": seal.sequence,
        "previous": seal.previous,
        "recipients": list(seal.recipients),
        "archive": seal.archive,
        "created_at": seal.created_at.isoformat(),
        "audit_head": {"sequence": seal.audit_head.sequence, "digest": seal.audit_head.digest},
    }


def seal_from(untrusted: dict[str, Any], reason: Rejection) -> PackageSeal:
    """The seal that a document which keeps to its schema says. Raises PackageRejectedError."""
    head = untrusted["audit_head"]
    seal = PackageSeal(
        office_code=untrusted["office_code"],
        sequence=untrusted["sequence"],
        previous=untrusted["previous"],
        recipients=tuple(untrusted["recipients"]),
        archive=untrusted["archive"],
        created_at=moment(untrusted["created_at"], reason),
        audit_head=AuditHead(head["sequence"], head["digest"]),
    )
    if seal.id != untrusted["id"]:
        raise PackageRejectedError(reason.value, "id")
    return seal


def moment(untrusted_text: str, reason: Rejection) -> datetime:
    """An aware moment out of ISO 8601, in a year that can be counted with.

    Raises PackageRejectedError.
    """
    try:
        found = datetime.fromisoformat(untrusted_text)
    except ValueError as error:
        raise PackageRejectedError(reason.value, "time") from error
    # near the ends of the calendar the same moment in another zone does not exist
    if found.tzinfo is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise PackageRejectedError(reason.value, "time")
    return found
