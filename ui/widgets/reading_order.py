"""The Tab key goes as one reads: in the order of the layout, whenever the parts were made.

Qt puts what is made later at the end of the way; rows that come and go with what is read from the
vault would each be reached after everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QLayout,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)


def follow_reading(top: QWidget) -> None:
    """Put the stops of the Tab key that are in sight in the order in which they are laid out."""
    for one, next_one in pairwise(_stops(top)):
        QWidget.setTabOrder(one, next_one)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.isHidden():
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    for part in _parts(widget):
        yield from _stops(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QMainWindow):
        yield from _there(widget.centralWidget())
    elif isinstance(widget, QStackedWidget):
        yield from _there(widget.currentWidget())
    elif isinstance(widget, QTabWidget):
        yield widget.tabBar()
        yield from _there(widget.cornerWidget())
        yield from _there(widget.currentWidget())
    elif isinstance(widget, QScrollArea):
        yield from _there(widget.widget())
    elif isinstance(widget, QSplitter):
        yield from (widget.widget(place) for place in range(widget.count()))
    elif (layout := widget.layout()) is not None:
        yield from _laid_out(layout)


def _there(widget: QWidget | None) -> Iterator[QWidget]:
    if widget is not None:
        yield widget


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    places = range(layout.count())
    if isinstance(layout, QGridLayout):  # as one reads: line by line, whichever was put in first
        places = sorted(places, key=lambda place: layout.getItemPosition(place)[:2])  # type: ignore[assignment, index]
    for place in places:
        item = layout.itemAt(place)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)
