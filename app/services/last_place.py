"""Where a key holder was when the program ended, kept in the vault: it may quote what was typed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.services.session import Session
from app.store import settings
from app.store.vault import Vault
from app.system.clock import Clock

PREFIX = "place."
LONGEST = 400_000  # characters; a place that is more is not worth what keeping it costs
FRESH = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class LastPlace:
    """The place of one key holder, in words that only the screen understands."""

    vault: Vault
    clock: Clock
    slot_id: str

    def keep(self, words: str) -> None:
        """Keep the place instead of an earlier one; one that is too long, not at all.

        It stands in no trail: nothing of the office is changed by it. Raises what a transaction
        raises.
        """
        if len(words) > LONGEST:
            return
        value = json.dumps({"at": self.clock.now().isoformat(), "words": words})
        with self.vault.transaction() as connection:
            settings.keep(connection, self._key, value)

    def forget(self) -> None:
        """The one who was here took leave. Raises what a transaction raises."""
        with self.vault.transaction() as connection:
            settings.forget(connection, self._key)

    def take(self, *, is_any_age: bool) -> str | None:
        """The place that was kept, which is forgotten by that: one that brings the program down
        must not do so a second time.

        Without is_any_age only one of the last hours counts: what is older is another day's, or
        came back with a backup. Raises what a transaction raises.
        """
        with self.vault.transaction() as connection:
            kept = settings.get(connection, self._key)
            if kept is None:
                return None
            settings.forget(connection, self._key)
        words, at = _read(kept)
        if words is None or at is None:
            return None
        age = self.clock.now() - at
        return words if is_any_age or timedelta(0) <= age <= FRESH else None

    @property
    def _key(self) -> str:
        return PREFIX + self.slot_id


def last_place(session: Session) -> LastPlace:
    """The place of who opened the vault."""
    return LastPlace(session.vault, session.trail.clock, session.holder.slot_id)


def _read(kept: str) -> tuple[str | None, datetime | None]:
    try:
        content = json.loads(kept)
        at = datetime.fromisoformat(content["at"])
        words = content["words"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None, None
    return (words if isinstance(words, str) else None), (at if at.tzinfo else None)
