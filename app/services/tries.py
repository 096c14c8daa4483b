"""Wrong passphrases are counted on this machine, also across restarts, and the right slot kept."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.canonical import canonical
from app.domain.errors import TooManyTriesError
from app.keys.tries import Tries
from app.system.clock import Clock
from app.system.files import write_safely

_FILE_NAME = "tries.json"


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
        self._keep(self.kept().failed(self.clock.now()), self.last_slot())

    def passed(self, slot_id: str) -> None:
        """Forget the wrong ones, and remember the slot that was right: it is tried first then."""
        if self.kept().count or self.last_slot() != slot_id:
            self._keep(Tries(), slot_id)

    def kept(self) -> Tries:
        """The count so far."""
        try:
            count, latest, *_ = self._everything()[self._name]
            moment = datetime.fromisoformat(str(latest))
            return Tries(max(0, int(str(count))), moment if moment.tzinfo else None)
        except (KeyError, TypeError, ValueError):
            return Tries()

    def last_slot(self) -> str:
        """The id of the slot this machine used last, or empty; nothing but an order of trying."""
        try:
            _, _, slot_id = self._everything()[self._name]
        except (KeyError, TypeError, ValueError):
            return ""
        return slot_id if isinstance(slot_id, str) else ""

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

    def _keep(self, tries: Tries, slot_id: str) -> None:
        content = self._everything()
        latest = tries.latest.isoformat() if tries.latest else ""
        content[self._name] = [tries.count, latest, slot_id]
        # a count that cannot be kept must not keep the owner out
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_safely(self.folder / _FILE_NAME, canonical(content))
