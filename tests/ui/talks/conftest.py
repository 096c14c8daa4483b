"""The windows of talks over a real vault on its own lane."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.office import Office, close_office, open_office
from ui.talks.talks_page import TalksPage


@pytest.fixture
def office(qapp, access, new_vault, clock) -> Iterator[Office]:
    opened = open_office(access, new_vault, clock)
    yield opened
    close_office(opened)


@pytest.fixture
def page(qtbot, office: Office) -> TalksPage:
    shown = TalksPage(office.desk())
    qtbot.addWidget(shown)
    shown.resize(1200, 620)
    shown.show()
    shown.refresh_if_stale()
    return shown
