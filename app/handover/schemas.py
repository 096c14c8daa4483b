"""The published JSON Schemas, and whether a document from a stranger keeps to one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection

_KINDS = re.compile(r"(?P<kind>[a-z-]+)-(?P<version>[1-9][0-9]?)\.json\Z")


@dataclass(frozen=True, slots=True)
class Schemas:
    """The schemas of one folder, read when first needed; a file is called talk-1.json."""

    folder: Path
    _ready: dict[tuple[str, int], Draft202012Validator] = field(default_factory=dict, repr=False)

    def versions(self, kind: str) -> tuple[int, ...]:
        """The versions of a kind that are published, the oldest first."""
        found = (_KINDS.match(path.name) for path in self.folder.iterdir())
        return tuple(sorted(int(m["version"]) for m in found if m and m["kind"] == kind))

    def check(self, kind: str, untrusted_document: object) -> None:
        """Whether the document keeps to the schema of its kind and of the version it says.

        Raises PackageRejectedError: NEWER_FORMAT for a version that is not published, SCHEMA with
        the place in the document.
        """
        try:
            self._schema(kind, untrusted_document).validate(untrusted_document)
        except ValidationError as error:
            place = "/".join(str(step) for step in error.absolute_path)
            detail = f"{kind}: {place or '.'}: {error.validator}"
            raise PackageRejectedError(Rejection.SCHEMA.value, detail) from error

    def _schema(self, kind: str, untrusted_document: object) -> Draft202012Validator:
        version: object = None
        if isinstance(untrusted_document, dict):
            version = untrusted_document.get("version")
        if isinstance(version, bool) or not isinstance(version, int):
            raise PackageRejectedError(Rejection.SCHEMA.value, f"{kind}: version")
        if (kind, version) not in self._ready:
            if version not in self.versions(kind):
                raise PackageRejectedError(Rejection.NEWER_FORMAT.value, f"{kind}: {version}"[:40])
            text = (self.folder / f"{kind}-{version}.json").read_text("utf-8")
            self._ready[kind, version] = Draft202012Validator(json.loads(text))
        return self._ready[kind, version]
