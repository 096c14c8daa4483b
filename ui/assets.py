"""Where the shipped files lie: fonts, icons, style, help, licences."""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1] / "resources"


def resource(*parts: str) -> Path:
    """The place of a shipped file."""
    return _ROOT.joinpath(*parts)
