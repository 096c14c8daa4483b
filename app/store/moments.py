"""How moments are written in the vault: UTC to the microsecond, so that text sorts as time does."""

from __future__ import annotations

from datetime import UTC, datetime


def kept(moment: datetime) -> str:
    """A moment as the vault keeps it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def kept_if(moment: datetime | None) -> str | None:
    """A moment as the vault keeps it, or nothing."""
    return kept(moment) if moment else None


def told(text: str) -> datetime:
    """A moment the vault has kept, aware, in UTC."""
    return datetime.fromisoformat(text)


def told_if(text: str | None) -> datetime | None:
    """A moment the vault has kept, or nothing."""
    return told(text) if text else None
