"""Every page of the desk is whole on the smallest screen, and everything has a name."""

from __future__ import annotations

from tests.ui.desk.conftest import page_of, settle
from tests.ui.desk.test_pages import filled as filled
from tests.ui.sight import cut_off, nameless
from ui.desk_pages import DESK_PAGES
from ui.theme import TYPE_SIZES

SMALLEST = (1366, 720)


def amiss(window, name: str, size: int) -> list[str]:
    """What a careful reader finds amiss on screen now."""
    faults = cut_off(window) + nameless(window)
    least = window.minimumSizeHint()
    if least.width() > SMALLEST[0] or least.height() > SMALLEST[1]:
        faults.append(f"needs {least.width()}×{least.height()}")
    return [f"{name} at {size}: {fault}" for fault in faults]


def test_every_page_fits_and_is_named_at_every_size(window, filled, stick, tmp_path):
    window.resize(*SMALLEST)
    card = tmp_path / "card.txt"
    card.write_bytes(filled.card())
    faults: list[str] = []
    for size in TYPE_SIZES:  # a change of size costs more than all pages together
        window._look.choose(size)
        page_of(window, "receive").source.take_folder(stick)
        page_of(window, "search")
        for entry in DESK_PAGES:
            page_of(window, entry.key)
            faults += amiss(window, entry.key, size)
        page = page_of(window, "offices", act="trust")
        page.panel.read_card(card)
        settle(window, 2)
        faults += amiss(window, "trust", size)
        page.leave_panel()
        page = page_of(window, "search")
        page.open_first()
        settle(window, 2)
        faults += amiss(window, "talk", size)
        page.leave_talk()
    assert not faults, "\n".join(faults)


def test_the_door_and_the_first_run_fit_and_are_named_at_every_size(closed_desk):
    closed_desk.resize(*SMALLEST)
    faults: list[str] = []
    folder = closed_desk.door.unlock.folder
    for size in TYPE_SIZES:
        closed_desk._look.choose(size)
        closed_desk.door.show_unlock(folder)
        settle(closed_desk, 2)
        faults += amiss(closed_desk, "door", size)
        closed_desk.door.show_wizard()
        wizard = closed_desk.door.wizard
        wizard.card_step.digits.show_groups(("12345",) * 8)
        for step in range(4):
            wizard.show_step(step)
            settle(closed_desk, 2)
            faults += amiss(closed_desk, f"step {step}", size)
    assert not faults, "\n".join(faults)
