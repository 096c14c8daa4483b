"""Carries the sealed talks from the office to the registry and the receipt back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.bootstrap import registry_access
from app.cli.story.story_clock import StoryClock
from app.domain.ids import TalkId
from app.domain.package import PackageLevel
from app.domain.progress import NoProgress
from app.domain.registry import Reception
from app.keys.derivation import Cost
from app.services.application import Application
from app.services.registry_access import IDENTITY, NewRegistry

REGISTRY_NAME = "市登记处（演示）"
_REASON = "演示：完整移交"


def open_registry(folder: Path, words: str, clock: StoryClock, cost: Cost | None) -> Path:
    """Make the registry's desk; give the path of its identity card."""
    new = NewRegistry(folder, REGISTRY_NAME, words, words)
    registry_access(clock, cost).create(new, NoProgress())
    return folder / IDENTITY


def hand_over(
    application: Application, talk_ids: Sequence[TalkId], card: Path, stick: Path
) -> Path:
    """Write the talks to the stick for the registry of that card; give the package's folder."""
    application.handover.trust_registry(card)
    stick.mkdir()
    written = application.handover.write(
        tuple(talk_ids), PackageLevel.FULL, stick, NoProgress(), _REASON
    )
    return Path(written.folder)


def receive(
    folder: Path, words: str, office_card: bytes, stick: Path, clock: StoryClock
) -> list[Reception]:
    """Open the desk, trust the office, and take what lies on the stick; receipts are written."""
    desk = registry_access(clock).open(folder, words)
    try:
        desk.trust(office_card)
        clock.move(minutes=10)
        return desk.receive(stick, None, NoProgress())
    finally:
        desk.close()
