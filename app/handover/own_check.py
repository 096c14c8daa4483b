"""Whether what is about to be packed would be taken on the other side."""

from __future__ import annotations

from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection
from app.handover.bag import PACKAGE_FILE
from app.handover.package_file import DOCUMENTS, LARGEST_DOCUMENT, STATISTICS_FILE
from app.handover.schemas import Schemas
from app.handover.sense import check_sense
from app.handover.strict_json import canonical_json

_BY_FILE = {STATISTICS_FILE: "statistics", PACKAGE_FILE: "package"}


def check_document(name: str, content: bytes, schemas: Schemas) -> None:
    """Whether a document would be taken; what is no document is not looked at.

    Once written, a package keeps its number and content: one that nobody takes would stop all
    that follow. Raises PackageRejectedError(SCHEMA, NEWER_FORMAT, TOO_LARGE, JSON, CONTENT).
    """
    kind = DOCUMENTS.get(name.rpartition("/")[2]) or _BY_FILE.get(name)
    if kind is None:
        return
    if len(content) > LARGEST_DOCUMENT:
        raise PackageRejectedError(Rejection.TOO_LARGE.value, kind)
    document = canonical_json(content, LARGEST_DOCUMENT)
    schemas.check(kind, document)
    check_sense(kind, document)
