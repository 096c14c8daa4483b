"""How the vault stands to the note of its last known head."""

from __future__ import annotations

from enum import Enum


class VaultStanding(Enum):
    """Whether the vault holds all that it is known to have held."""

    AGREES = "agrees"
    BEHIND = "behind"
    NOTE_MISSING = "note_missing"
    NOTE_FORGED = "note_forged"
