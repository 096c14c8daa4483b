"""What this machine remembers of a vault's door: how many tries were wrong, and the right one."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.canonical import canonical
from app.domain.errors import AppError, TooManyTriesError
from app.keys.key_file import KeyFile
from app.keys.key_file_reading import parse
from app.keys.tries import Tries
from app.system.clock import Clock
from app.system.files import write_safely

_FILE_NAME = "tries.json"


@dataclass(frozen=True, slots=True)
class Seen:
    """The slot this machine used last, which is tried first, and the key file it stood in."""

    slot_id: str = ""
    generation: int = -1
    digest: str = ""

    @classmethod
    def of(cls, slot_id: str, file: KeyFile) -> Seen:
        """The slot in that key file."""
        return cls(slot_id, file.generation, hashlib.sha256(file.written()).hexdigest())

    def is_forged(self, copy: bytes) -> bool:
        """Whether a key file of the same generation says something else: each change counts up."""
        with contextlib.suppress(AppError):
            other = Seen.of(self.slot_id, parse(copy))
            return other.generation == self.generation and other.digest != self.digest
        return False


@dataclass(frozen=True, slots=True)
class TryCount:
    """The count for one vault, kept outside it so that a wrong passphrase leaves it untouched."""

    folder: Path
    vault_folder: Path
    clock: Clock

    def refuse_early(self) -> None:
        """Let the next try pass only after the pause.

        Raises TooManyTriesError.
        """
        wait = self.kept().wait(self.clock.now())
        if wait:
            raise TooManyTriesError(wait_seconds=wait)

    def failed(self) -> None:
        """Count a wrong passphrase."""
        self._keep(self.kept().failed(self.clock.now()), self.seen())

    def passed(self, seen: Seen) -> None:
        """Forget the wrong ones, and remember what was right."""
        if self.kept().count or self.seen() != seen:
            self._keep(Tries(), seen)

    def kept(self) -> Tries:
        """The count so far."""
        try:
            count, latest, *_ = self._everything()[self._name]
            moment = datetime.fromisoformat(str(latest))
            return Tries(max(0, int(str(count))), moment if moment.tzinfo else None)
        except (KeyError, TypeError, ValueError):
            return Tries()

    def seen(self) -> Seen:
        """What was right last time, as far as this machine remembers."""
        try:
            _, _, slot_id, generation, digest = self._everything()[self._name]
            return Seen(str(slot_id), int(str(generation)), str(digest))
        except (KeyError, TypeError, ValueError):
            return Seen()

    @property
    def _name(self) -> str:
        # the path of a vault may name a unit; its digest does not
        return hashlib.sha256(str(self.vault_folder.absolute()).encode()).hexdigest()[:32]

    def _everything(self) -> dict[str, list[object]]:
        try:
            content = json.loads((self.folder / _FILE_NAME).read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return content if isinstance(content, dict) else {}

    def _keep(self, tries: Tries, seen: Seen) -> None:
        content = self._everything()
        latest = tries.latest.isoformat() if tries.latest else ""
        content[self._name] = [tries.count, latest, seen.slot_id, seen.generation, seen.digest]
        # a count that cannot be kept must not keep the owner out
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_safely(self.folder / _FILE_NAME, canonical(content))
