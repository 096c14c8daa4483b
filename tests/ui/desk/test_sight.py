"""Every page of the desk is whole on the smallest screen, and everything has a name."""

from __future__ import annotations

import pytest

from tests.ui.desk.conftest import page_of, settle
from tests.ui.desk.test_pages import filled as filled
from tests.ui.sight import cut_off, nameless
from ui.desk_pages import DESK_PAGES

SMALLEST = (1366, 720)


@pytest.mark.parametrize("size", [12, 15, 18])
def test_every_page_fits_and_is_named(window, filled, stick, tmp_path, size):
    window._look.choose(size)
    window.resize(*SMALLEST)
    faults: list[str] = []

    def look(name: str) -> None:
        settle(window)
        faults.extend(f"{name}: {fault}" for fault in (*cut_off(window), *nameless(window)))
        least = window.minimumSizeHint()
        if least.width() > SMALLEST[0] or least.height() > SMALLEST[1]:
            faults.append(f"{name}: needs {least.width()}×{least.height()}")

    for entry in DESK_PAGES:
        page_of(window, entry.key)
        look(entry.key)
    page = page_of(window, "receive")
    page.source.take_folder(stick)
    look("receive found")
    page = page_of(window, "offices", act="trust")
    card = tmp_path / "card.txt"
    card.write_bytes(filled.card())
    page.panel.read_card(card)
    look("trust")
    page = page_of(window, "search")
    page._open(page.model.row_at(0))
    look("talk")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("size", [12, 15, 18])
def test_the_door_and_the_first_run_fit_and_are_named(closed_desk, size):
    closed_desk._look.choose(size)
    closed_desk.resize(*SMALLEST)
    settle(closed_desk)
    faults = [*cut_off(closed_desk), *nameless(closed_desk)]
    closed_desk.door.show_wizard()
    wizard = closed_desk.door.wizard
    wizard.card_step.digits.show_groups(("12345",) * 8)
    for step in range(4):
        wizard.show_step(step)
        settle(closed_desk)
        faults += [f"{step}: {one}" for one in (*cut_off(closed_desk), *nameless(closed_desk))]
    assert not faults, "\n".join(faults)
