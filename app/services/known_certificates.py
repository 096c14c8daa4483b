"""The signing certificates this machine knows, because their vaults were opened on it.

`tanxinbu verify` trusts them without a passphrase; it is told nothing but fingerprints.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.domain.canonical import canonical
from app.system.files import write_safely

FILE_NAME = "certificates.json"
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_OFFICE, _MADE_UP, _PERSON = "office", "made-up", "person"


@dataclass(frozen=True, slots=True)
class KnownCertificates:
    """The file of fingerprints in the folder of the user's choices."""

    folder: Path

    def fingerprints(self) -> frozenset[str]:
        """The SHA-256 fingerprints of all offices' certificates known, in hex."""
        return frozenset(f for f, kind in self._load().items() if kind != _PERSON)

    def persons(self) -> frozenset[str]:
        """Those of certificates by which persons sign; none of them is an office's."""
        return frozenset(f for f, kind in self._load().items() if kind == _PERSON)

    def is_made_up(self, fingerprint: str) -> bool:
        """Whether the certificate belongs to a demonstration, whose passphrase everybody knows."""
        return self._load().get(fingerprint) == _MADE_UP

    def remember(self, fingerprint: str, *, is_made_up: bool = False) -> None:
        """Know that certificate from now on; a disk that refuses costs this convenience alone."""
        self._keep({fingerprint: _MADE_UP if is_made_up else _OFFICE})

    def remember_persons(self, fingerprints: Iterable[str]) -> None:
        """Know the certificates of persons as well; one that is an office's stays that."""
        known = self._load()
        self._keep({one: _PERSON for one in fingerprints if one not in known})

    def _keep(self, more: dict[str, str]) -> None:
        known = self._load()
        if known | more == known:
            return
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_safely(self.folder / FILE_NAME, canonical(known | more))

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
