"""The published JSON Schemas, and whether a document from a stranger keeps to one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection

_KINDS = re.compile(r"(?P<kind>[a-z-]+)-(?P<version>[1-9][0-9]?)\.json\Z")
_LONGEST_STEP = 40


def _matches(
    _validator: Validator, pattern: str, untrusted: object, _schema: object
) -> Iterator[ValidationError]:
    # Schemas mean the end by $ and ten digits by \d; Python by itself would let a line end follow
    # and take the digits of every script.
    strict = re.sub(r"\$\Z", r"\\Z", pattern)
    if isinstance(untrusted, str) and not re.search(strict, untrusted, re.ASCII):
        yield ValidationError("pattern")


_Strict = extend(Draft202012Validator, {"pattern": _matches})  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Schemas:
    """The schemas of one folder, read when first needed; a file is called talk-1.json."""

    folder: Path
    _ready: dict[tuple[str, int], Validator] = field(default_factory=dict, repr=False)

    def versions(self, kind: str) -> tuple[int, ...]:
        """The versions of a kind that are published, the oldest first."""
        found = (_KINDS.match(path.name) for path in self.folder.iterdir())
        return tuple(sorted(int(m["version"]) for m in found if m and m["kind"] == kind))

    def check(self, kind: str, untrusted_document: object) -> None:
        """Whether the document keeps to the schema of its kind and of the version it says.

        Raises PackageRejectedError: NEWER_FORMAT for a version that is not published, SCHEMA with
        the place in the document.
        """
        # the first fault is enough: to collect them all would fill the memory at a stranger's word
        schema: Any = self._schema(kind, untrusted_document)
        error: ValidationError | None = next(schema.iter_errors(untrusted_document), None)
        if error is not None:
            place = "/".join(str(step)[:_LONGEST_STEP] for step in error.absolute_path)
            detail = f"{kind}: {place or '.'}: {error.validator}"
            raise PackageRejectedError(Rejection.SCHEMA.value, detail) from error

    def _schema(self, kind: str, untrusted_document: object) -> Validator:
        version: object = None
        if isinstance(untrusted_document, dict):
            version = untrusted_document.get("version")
        if isinstance(version, bool) or not isinstance(version, int):
            raise PackageRejectedError(Rejection.SCHEMA.value, f"{kind}: version")
        if (kind, version) not in self._ready:
            if version not in self.versions(kind):
                raise PackageRejectedError(Rejection.NEWER_FORMAT.value, f"{kind}: {version}"[:40])
            text = (self.folder / f"{kind}-{version}.json").read_text("utf-8")
            self._ready[kind, version] = _Strict(json.loads(text))
        return self._ready[kind, version]
