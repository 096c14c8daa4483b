"""A name is written by mouse or pen: its strokes, its pressure, and what is taken back."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.talks.ink_pad import HEIGHT, MOST_POINTS, MOUSE_PRESSURE, InkPad
from ui.talks.ink_screen import InkScreen

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pad(qtbot, qapp) -> InkPad:
    shown = InkPad()
    qtbot.addWidget(shown)
    shown.resize(900, 300)
    shown.show()
    return shown


def draw(pad: InkPad, *points: tuple[int, int]) -> None:
    """Write a stroke by mouse."""
    QTest.mousePress(pad, LEFT, NONE, QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(pad, QPoint(*point))
    QTest.mouseRelease(pad, LEFT, NONE, QPoint(*points[-1]))


class Pen:
    """A pen on a tablet, as the system tells of it."""

    def __init__(self, pad: InkPad, kind=QPointingDevice.PointerType.Pen) -> None:
        self.pad = pad
        capabilities = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
        unique = QPointingDeviceUniqueId.fromNumericId(1)
        stylus = QInputDevice.DeviceType.Stylus
        self.device = QPointingDevice("pen", 1, stylus, kind, capabilities, 1, 1, "", unique)

    def tell(self, kind: QEvent.Type, x: float, y: float, pressure: float) -> QTabletEvent:
        at = QPointF(x, y)
        whole = self.pad.mapToGlobal(at)
        event = QTabletEvent(
            kind, self.device, at, whole, pressure, 0, 0, 0, 0, 0, NONE, LEFT, LEFT
        )
        QApplication.sendEvent(self.pad, event)
        return event

    def write(self, *points: tuple[float, float, float]) -> None:
        first, *rest = points
        self.tell(QEvent.Type.TabletPress, *first)
        for point in rest:
            self.tell(QEvent.Type.TabletMove, *point)
        self.tell(QEvent.Type.TabletRelease, points[-1][0], points[-1][1], 0)


def test_a_mouse_writes_strokes_of_even_weight(pad):
    draw(pad, (90, 30), (180, 60), (270, 90))
    draw(pad, (450, 150))
    ink = pad.ink()
    assert ink.height == HEIGHT
    assert [len(stroke) for stroke in ink.strokes] == [3, 1]
    first, last = ink.strokes[0][0], ink.strokes[0][-1]
    assert (first.x, first.y) == pytest.approx((0.1, 30 / 900))
    assert (last.x, last.y) == pytest.approx((0.3, 0.1))
    assert {point.pressure for stroke in ink.strokes for point in stroke} == {MOUSE_PRESSURE}


def test_a_pen_presses_more_and_less(pad):
    Pen(pad).write((90, 30, 0.1), (180, 60, 0.9), (270, 90, 0.4))
    pressures = [point.pressure for point in pad.ink().strokes[0]]
    assert pressures == pytest.approx([0.1, 0.9, 0.4])


def test_the_same_pen_is_not_heard_twice(pad):
    event = Pen(pad).tell(QEvent.Type.TabletPress, 90, 30, 0.5)
    assert event.isAccepted()  # else Qt would send it once more as a mouse


def test_what_was_written_is_taken_back_stroke_by_stroke(pad, qtbot):
    draw(pad, (90, 30), (180, 60))
    draw(pad, (90, 90), (180, 90))
    with qtbot.waitSignal(pad.changed):
        pad.undo()
    assert len(pad.ink().strokes) == 1
    assert "1 笔" in pad.accessibleDescription()
    pad.clear()
    assert pad.is_blank
    assert pad.ink().is_blank


def test_the_rubber_of_a_pen_takes_the_last_stroke_back(pad):
    draw(pad, (90, 30), (180, 60))
    Pen(pad, QPointingDevice.PointerType.Eraser).write((100, 100, 0.5), (120, 100, 0.5))
    assert pad.is_blank


def test_what_runs_over_the_edge_stays_on_the_sheet(pad):
    Pen(pad).write((-50, -20, 0.5), (450, 150, 0.5), (2000, 900, 7.0))
    points = pad.ink().strokes[0]
    assert all(0 <= p.x <= 1 and 0 <= p.y <= HEIGHT and 0 <= p.pressure <= 1 for p in points)
    assert (points[-1].x, points[-1].y) == (1.0, HEIGHT)


def test_the_sheet_has_one_shape_in_every_room(pad):
    for room in ((900, 300), (1300, 300), (700, 500)):
        pad.resize(*room)
        sheet = pad._sheet()
        assert sheet.height() / sheet.width() == pytest.approx(HEIGHT)
    assert pad.minimumSize().width() >= 600
    assert pad.minimumSize().height() >= 200


def test_a_pen_left_lying_does_not_fill_the_memory(pad):
    pen = Pen(pad)
    pen.tell(QEvent.Type.TabletPress, 450, 150, 0.5)
    for step in range(MOST_POINTS + 500):
        at = 450 + 100 * math.cos(step), 150 + 100 * math.sin(step)
        pad._go_on(QPointF(*at), 0.5)
    pen.tell(QEvent.Type.TabletRelease, 450, 150, 0)
    draw(pad, (10, 10), (20, 20))
    assert sum(map(len, pad.ink().strokes)) == MOST_POINTS


def test_ink_is_seen_where_it_was_written(pad):
    blank = pad.grab().toImage()
    draw(pad, (90, 150), (810, 150))
    written = pad.grab().toImage()
    assert blank.pixelColor(450, 150) != written.pixelColor(450, 150)
    assert blank.pixelColor(450, 60) == written.pixelColor(450, 60)


def test_the_pad_fills_the_screen_and_brings_back_what_was_written(qtbot, pad):
    draw(pad, (90, 30), (180, 60))
    screen = InkScreen(pad, "谈话对象　王建国", "谈话记录，共 3 页", pad.ink())
    screen.written.connect(pad.set_ink)
    screen.show()
    width = screen.pad.width()
    draw(screen.pad, (width // 4, 60), (width // 2, 90))
    assert len(pad.ink().strokes) == 1
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert len(pad.ink().strokes) == 2


def test_the_whole_screen_is_handled_by_keys(qtbot, pad):
    draw(pad, (90, 30), (180, 60))
    screen = InkScreen(pad, "记录人　周小雨", "谈话记录，共 3 页", pad.ink())
    screen.written.connect(pad.set_ink)
    screen.show()
    QTest.keyClick(screen.clear_button, Qt.Key.Key_Return)
    assert not screen.undo_button.isEnabled()
    QTest.keyClick(screen.back_button, Qt.Key.Key_Return)
    assert pad.is_blank
