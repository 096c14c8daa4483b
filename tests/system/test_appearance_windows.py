"""What Windows answers about the looks of programs is understood, and its silence too."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import pytest

from app.domain.appearance import Appearance
from app.system.appearance import appearance_of_machine
from app.system.appearance_windows import GET_ANIMATIONS, GET_HIGH_CONTRAST, appearance_in


@dataclass(frozen=True)
class Windows:
    """A Windows that gives these answers."""

    light: int | None = None
    flags: int | None = None
    moves: bool | None = None

    def light_programs(self) -> int | None:
        return self.light

    def contrast_flags(self) -> int | None:
        return self.flags

    def has_animations(self) -> bool | None:
        return self.moves


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        (Windows(), Appearance()),
        (Windows(1, 0x7E, True), Appearance(False, False, False)),
        (Windows(0, 0x7F, False), Appearance(True, True, True)),
    ],
)
def test_each_answer_is_understood(windows, expected):
    assert appearance_in(windows) == expected


def test_the_numbers_are_those_of_windows():
    assert (GET_HIGH_CONTRAST, GET_ANIMATIONS) == (0x0042, 0x1042)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells it at once")
def test_elsewhere_nothing_is_told_at_once():
    assert appearance_of_machine() == Appearance()
