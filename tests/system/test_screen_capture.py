"""Windows are left out of pictures of the screen where Windows can, and it is said where not."""

from __future__ import annotations

import sys

import pytest

from app.system.screen_capture import NoScreenGuard, screen_guard
from app.system.screen_capture_windows import BLACK, LEFT_OUT, SEEN, WindowsScreenGuard

WINDOW = 77


class Affinities:
    """What Windows keeps for each window; an old one knows only black."""

    def __init__(self, known: set[int]) -> None:
        self.known = known
        self.kept: dict[int, int] = {}

    def set(self, window: int, affinity: int) -> bool:
        if affinity in self.known:
            self.kept[window] = affinity
        return affinity in self.known


@pytest.mark.parametrize(
    ("known", "hidden"),
    [
        ({SEEN, BLACK, LEFT_OUT}, LEFT_OUT),
        ({SEEN, BLACK}, BLACK),  # before Windows 10 2004
    ],
)
def test_a_window_is_hidden_as_well_as_windows_can(known, hidden):
    windows = Affinities(known)
    guard = WindowsScreenGuard(windows.set)
    assert guard.hide(WINDOW)
    assert windows.kept == {WINDOW: hidden}
    assert guard.show(WINDOW)
    assert windows.kept == {WINDOW: SEEN}


def test_a_refusal_of_windows_is_told():
    assert not WindowsScreenGuard(Affinities(set()).set).hide(WINDOW)


def test_the_values_are_those_of_windows():
    assert (SEEN, BLACK, LEFT_OUT) == (0x00, 0x01, 0x11)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows can")
def test_elsewhere_it_is_said_that_it_cannot_be_done():
    guard = screen_guard()
    assert guard == NoScreenGuard()
    assert not guard.can_hide
    assert not guard.hide(WINDOW)
