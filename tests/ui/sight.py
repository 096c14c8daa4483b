"""Looks at a page as a careful reader would: what is cut off, what has no name."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QScrollArea,
    QScrollBar,
    QWidget,
)


def shown(top: QWidget) -> Iterator[QWidget]:
    """Everything in sight; what is hidden is not gone into, as most pages are at any time."""
    for child in top.children():
        if isinstance(child, QWidget) and not (child.isHidden() or child.isWindow()):
            yield child
            yield from shown(child)


def cut_off(top: QWidget) -> list[str]:
    """Words that do not fit where they stand, and things that stick out at the side."""
    found = []
    for widget in shown(top):
        if isinstance(widget, QLabel) and widget.text():
            found += _cut_label(widget)
        elif isinstance(widget, QAbstractButton) and _is_narrow(widget):
            found.append(f"button {widget.text()!r}: {widget.width()} wide")
        found += _sticks_out(widget, top)
    return found


def _is_narrow(button: QAbstractButton) -> bool:
    return bool(button.text()) and button.width() < button.minimumSizeHint().width()


def _cut_label(label: QLabel) -> list[str]:
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        is_cut = label.height() < needed
    else:
        needed = label.sizeHint().width()
        is_cut = label.width() < needed
    return [f"label {label.text()!r}: {label.size()} needs {needed}"] if is_cut else []


def _sticks_out(widget: QWidget, top: QWidget) -> list[str]:
    if isinstance(widget, QScrollBar):
        return []
    frame = _frame_of(widget, top)
    place = QRect(widget.mapTo(frame, QPoint(0, 0)), widget.size())
    if place.right() > frame.width() or place.left() < 0:
        return [f"{type(widget).__name__} sticks out: {place} of {frame.size()}"]
    return []


def _frame_of(widget: QWidget, top: QWidget) -> QWidget:
    """What must hold the widget from side to side: the nearest thing that scrolls, or the page."""
    parent = widget.parentWidget()
    while parent is not None and parent is not top:
        holder = parent.parentWidget()
        if isinstance(holder, QScrollArea) and holder.viewport() is parent:
            return parent
        parent = holder
    return top


def nameless(top: QWidget) -> list[str]:
    """What one can come to by the Tab key and a screen reader has no name for."""
    found = []
    for widget in shown(top):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None:
            continue
        if not widget.isEnabled() or _is_inner(widget):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface is not None else ""
        if not name.strip():
            chain = "/".join(type(w).__name__ for w in _parents(widget))
            found.append(f"{chain} {widget.objectName()}")
    return found


def _is_inner(widget: QWidget) -> bool:
    """Qt's own parts of a widget; the widget itself has the name."""
    return widget.objectName().startswith("qt_")


def _parents(widget: QWidget) -> list[QWidget]:
    chain = [widget]
    while chain[-1].parentWidget() is not None and len(chain) < 4:
        chain.append(chain[-1].parentWidget())
    return chain[::-1]


def tab_chain(window: QWidget) -> list[QWidget]:
    """What the Tab key comes to, in order, from what has the focus now."""
    first = QApplication.focusWidget()
    chain = []
    for _ in range(200):
        here = QApplication.focusWidget()
        if here is None or (chain and here is first):
            break
        chain.append(here)
        window.focusNextChild()
    return chain
