"""The signing certificates this machine knows, because their vaults were opened on it.

`tanxinbu verify` trusts them without a passphrase; it is told nothing but fingerprints.
"""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from app.domain.canonical import canonical
from app.system.files import write_safely

FILE_NAME = "certificates.json"
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_OFFICE, _MADE_UP = "office", "made-up"


@dataclass(frozen=True, slots=True)
class KnownCertificates:
    """The file of fingerprints in the folder of the user's choices."""

    folder: Path

    def fingerprints(self) -> frozenset[str]:
        """The SHA-256 fingerprints of all certificates known, in hex."""
        return frozenset(self._load())

    def is_made_up(self, fingerprint: str) -> bool:
        """Whether the certificate belongs to a demonstration, whose passphrase everybody knows."""
        return self._load().get(fingerprint) == _MADE_UP

    def remember(self, fingerprint: str, *, is_made_up: bool = False) -> None:
        """Know that certificate from now on; a disk that refuses costs this convenience alone."""
        known, kind = self._load(), _MADE_UP if is_made_up else _OFFICE
        if known.get(fingerprint) == kind:
            return
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_safely(self.folder / FILE_NAME, canonical(known | {fingerprint: kind}))

    def _load(self) -> dict[str, str]:
        try:
            content = json.loads((self.folder / FILE_NAME).read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(content, dict):
            return {}
        return {
            f: k for f, k in content.items() if _FINGERPRINT.fullmatch(f) and isinstance(k, str)
        }
