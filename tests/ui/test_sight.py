"""Every page, at every size of type and in every set of colours: nothing cut off, all named."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.ui.accessible.walk import faults as amiss
from tests.ui.conftest import settle
from tests.ui.sight import cut_off, nameless, tab_chain
from ui.page import Destination
from ui.pages import PAGES

SMALLEST = (1366, 720)
KEYS = [entry.key for entry in PAGES]
STEPS = [
    *(Destination(key) for key in KEYS),
    *(Destination("findings", act=act) for act in ("monday", "sign", "lacking")),
]


# at 15 every page is held point for point by tests/ui/golden; what is whole at 18 is so at 12, and
# `python -m tests.long.every_place` goes through all three
@pytest.mark.parametrize("size", [18])
def test_every_page_fits_on_the_smallest_screen(window, workspace, size):
    window._look.choose(size)
    window.resize(*SMALLEST)
    faults = []
    for step in STEPS:
        workspace.go(step)
        settle(window)
        faults += [f"{step}: {fault}" for fault in cut_off(window)]
        least = window.minimumSizeHint()
        if least.width() > SMALLEST[0] or least.height() > SMALLEST[1]:
            faults.append(f"{step}: needs {least.width()}×{least.height()}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("size", [12, 15, 18])
def test_the_first_run_and_the_door_fit(closed_window, size):
    closed_window._look.choose(size)
    closed_window.resize(*SMALLEST)
    settle(closed_window)
    faults = cut_off(closed_window)
    closed_window.door.show_wizard()
    for step in range(5):
        closed_window.door.wizard.show_step(step)
        settle(closed_window)
        faults += [f"step {step}: {fault}" for fault in cut_off(closed_window)]
    assert not faults, "\n".join(faults)


def test_everything_one_can_come_to_has_a_name_a_role_and_its_turn(window, workspace):
    faults = []
    for key in KEYS:
        workspace.go(Destination(key))
        settle(window)
        faults += [f"{key}: {fault}" for fault in amiss(window)]
    assert not faults, "\n".join(faults)


def test_the_door_and_the_first_run_have_names_roles_and_turns(closed_window):
    faults = amiss(closed_window)
    closed_window.door.show_wizard()
    for step in range(5):
        closed_window.door.wizard.show_step(step)
        settle(closed_window)
        faults += amiss(closed_window)
    assert not faults, "\n".join(faults)


def test_the_check_finds_a_nameless_button(qtbot, qapp):
    page = QWidget()
    qtbot.addWidget(page)
    QPushButton(page)
    page.show()
    assert nameless(page)


def test_the_tab_key_comes_to_every_button_of_a_page(qtbot, window, workspace):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    workspace.go(Destination("settings"))
    settle(window)
    reached = tab_chain(window)
    buttons = [
        made
        for made in workspace.findChildren(QPushButton)
        if made.isVisible() and made.isEnabled()
    ]
    assert QApplication.focusWidget() is not None
    assert {b.text() for b in buttons} <= {w.text() for w in reached if isinstance(w, QPushButton)}
