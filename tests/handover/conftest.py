"""An office, a registry, and a stick between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.handover.makers import Circle


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    (tmp_path / "stick").mkdir()
    return Circle(tmp_path / "stick", tmp_path / "inbox")
