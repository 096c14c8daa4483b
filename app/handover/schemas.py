"""The published JSON Schemas, and whether a document from a stranger keeps to one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection


@dataclass(frozen=True, slots=True)
class Schemas:
    """The schemas of one folder, read when first needed; a file is called talk-1.json."""

    folder: Path
    _ready: dict[str, Draft202012Validator] = field(default_factory=dict, repr=False)

    def check(self, kind: str, untrusted_document: object) -> None:
        """Whether the document keeps to the schema of its kind.

        Raises PackageRejectedError(SCHEMA), with the place in the document.
        """
        try:
            self._schema(kind).validate(untrusted_document)
        except ValidationError as error:
            place = "/".join(str(step) for step in error.absolute_path)
            detail = f"{kind}: {place or '.'}: {error.validator}"
            raise PackageRejectedError(Rejection.SCHEMA.value, detail) from error

    def _schema(self, kind: str) -> Draft202012Validator:
        if kind not in self._ready:
            text = (self.folder / f"{kind}-1.json").read_text("utf-8")
            self._ready[kind] = Draft202012Validator(json.loads(text))
        return self._ready[kind]
