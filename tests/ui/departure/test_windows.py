"""What Windows' messages say, read from memory laid out as Windows lays it out."""

from __future__ import annotations

import ctypes

import pytest

from ui.departure.departure import REASON_WORDS, Reason
from ui.departure.windows import Message, PowerSetting, WindowsDeparture, reason_in

LID = bytes.fromhex("4d0f3eba17b89440a2d1d56379e6a0f3")  # BA3E0F4D-B817-4094-A2D1-D56379E6A0F3
OTHER = bytes(16)
POWER_SETTING = 0x8013


def message(number: int, word: int = 0, long: int = 0) -> Message:
    return Message(number=number, word=word, long=long)


def power_setting(setting: bytes, state: int) -> PowerSetting:
    return PowerSetting((ctypes.c_ubyte * 16)(*setting), 4, state)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (message(0x02B1, 0x7), Reason.SESSION_LOCK),
        (message(0x02B1, 0x2), Reason.USER_SWITCH),
        (message(0x02B1, 0x4), Reason.USER_SWITCH),
        (message(0x02B1, 0x6), Reason.SHUTDOWN),
        (message(0x02B1, 0x8), None),  # unlocked
        (message(0x0218, 0x4), Reason.SLEEP),
        (message(0x0218, 0x7), None),  # woke up
        (message(0x0016, 1), Reason.SHUTDOWN),
        (message(0x0016, 0), None),  # called off
        (message(0x0100, 0x7), None),  # a key
        (message(0x0218, POWER_SETTING), None),
    ],
)
def test_a_message_says_whether_the_machine_is_left(told, reason):
    assert reason_in(told) is reason


@pytest.mark.parametrize(
    ("setting", "state", "reason"), [(LID, 0, Reason.LID), (LID, 1, None), (OTHER, 0, None)]
)
def test_the_lid_is_told_as_a_power_setting(setting, state, reason):
    kept = power_setting(setting, state)
    assert reason_in(message(0x0218, POWER_SETTING, ctypes.addressof(kept))) is reason


def test_a_message_is_laid_out_as_in_windows():
    if ctypes.sizeof(ctypes.c_void_p) == 8:
        assert (Message.number.offset, Message.word.offset, Message.long.offset) == (8, 16, 24)
    assert PowerSetting.state.offset == 20


def test_the_window_hears_before_qt_does(qtbot, qapp):
    from PySide6.QtGui import QWindow

    departure = WindowsDeparture(QWindow())
    told = message(0x02B1, 0x7)
    with qtbot.waitSignal(departure.left):
        answer = departure._ear.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(told))
    assert answer == (False, 0)
    with qtbot.assertNotEmitted(departure.left):
        departure._ear.nativeEventFilter(b"xcb_generic_event_t", ctypes.addressof(told))


def test_every_reason_has_its_word():
    assert set(REASON_WORDS) == set(Reason)
