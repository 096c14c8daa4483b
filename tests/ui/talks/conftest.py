"""The page of talks over a real vault on its own lane."""

from __future__ import annotations

import pytest

from tests.ui.office import Office
from ui.talks.talks_page import TalksPage


@pytest.fixture
def page(qtbot, office: Office) -> TalksPage:
    shown = TalksPage(office.desk())
    qtbot.addWidget(shown)
    shown.resize(1200, 620)
    shown.show()
    shown.refresh_if_stale()
    return shown
