"""The published JSON Schemas, and whether a document from a stranger keeps to one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection
from app.handover.schema_rules import Rule, rule_of

_KINDS = re.compile(r"(?P<kind>[a-z-]+)-(?P<version>[1-9][0-9]?)\.json\Z")


@dataclass(frozen=True, slots=True)
class Schemas:
    """The schemas of one folder, read when first needed; a file is called talk-1.json."""

    folder: Path
    _ready: dict[tuple[str, int], Rule] = field(default_factory=dict, repr=False)

    def versions(self, kind: str) -> tuple[int, ...]:
        """The versions of a kind that are published, the oldest first."""
        found = (_KINDS.match(path.name) for path in self.folder.iterdir())
        return tuple(sorted(int(m["version"]) for m in found if m and m["kind"] == kind))

    def check(self, kind: str, untrusted_document: object) -> None:
        """Whether the document keeps to the schema of its kind and of the version it says.

        Raises PackageRejectedError: NEWER_FORMAT for a version that is not published, SCHEMA with
        the place in the document.
        """
        fault = self._rule(kind, untrusted_document)(untrusted_document)
        if fault is not None:
            place = "/".join(reversed(fault.place))
            detail = f"{kind}: {place or '.'}: {fault.keyword}"
            raise PackageRejectedError(Rejection.SCHEMA.value, detail)

    def _rule(self, kind: str, untrusted_document: object) -> Rule:
        version: object = None
        if isinstance(untrusted_document, dict):
            version = untrusted_document.get("version")
        if isinstance(version, bool) or not isinstance(version, int):
            raise PackageRejectedError(Rejection.SCHEMA.value, f"{kind}: version")
        if (kind, version) not in self._ready:
            if version not in self.versions(kind):
                raise PackageRejectedError(Rejection.NEWER_FORMAT.value, f"{kind}: {version}"[:40])
            text = (self.folder / f"{kind}-{version}.json").read_text("utf-8")
            self._ready[kind, version] = rule_of(json.loads(text))
        return self._ready[kind, version]
