"""What printers say of themselves, and which of it keeps them from printing."""

from __future__ import annotations

import pytest

from app.domain.printing import Hindrance, hindrance_from_ipp, hindrance_from_windows

IDLE, PRINTING, STOPPED = 3, 4, 5


@pytest.mark.parametrize(
    ("state", "reasons", "expected"),
    [
        (IDLE, ["none"], None),
        (IDLE, [""], None),
        (PRINTING, ["toner-low-warning"], None),
        (PRINTING, ["media-low-report"], None),
        (STOPPED, ["paused"], Hindrance.PAUSED),
        (STOPPED, ["none"], Hindrance.PAUSED),
        (STOPPED, ["media-empty-error", "paused"], Hindrance.PAPER_OUT),
        (PRINTING, ["media-empty-error"], Hindrance.PAPER_OUT),
        (PRINTING, ["media-needed"], Hindrance.PAPER_OUT),
        (IDLE, ["media-empty-warning"], None),
        (IDLE, ["offline-report"], Hindrance.OFFLINE),
        (IDLE, ["connecting-to-device"], Hindrance.OFFLINE),
        (STOPPED, ["media-jam-error", "door-open-report"], Hindrance.PAPER_JAM),
        (IDLE, ["cover-open-error"], Hindrance.DOOR_OPEN),
        (IDLE, ["marker-supply-empty-error"], Hindrance.INK_OUT),
    ],
)
def test_a_queue_of_cups_is_understood(state, reasons, expected):
    assert hindrance_from_ipp(state, reasons) is expected


@pytest.mark.parametrize(
    ("status", "attributes", "expected"),
    [
        (0, 0, None),
        (0x400, 0, None),  # printing
        (0x10, 0, Hindrance.PAPER_OUT),
        (0x8, 0, Hindrance.PAPER_JAM),
        (0x80, 0, Hindrance.OFFLINE),
        (0, 0x400, Hindrance.OFFLINE),
        (0x1, 0, Hindrance.PAUSED),
        (0x2, 0, Hindrance.FAULT),
        (0x2 | 0x10, 0, Hindrance.PAPER_OUT),  # the reason is told, not the mere fault
    ],
)
def test_the_spooler_of_windows_is_understood(status, attributes, expected):
    assert hindrance_from_windows(status, attributes) is expected
