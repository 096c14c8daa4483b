"""Goes over a window as a screen reader and a Tab key do: names, roles, order, traps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QPlainTextEdit,
    QRadioButton,
    QTabWidget,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

from tests.ui.sight import shown
from ui.widgets.reading_order import follow_reading

R = QAccessible.Role
# what one can do something with, or reads by going about in it: each has a name
CONTROLS = {
    R.Button, R.ButtonMenu, R.CheckBox, R.RadioButton, R.EditableText, R.ComboBox, R.SpinBox,
    R.Slider, R.List, R.ListItem, R.Table, R.Tree, R.PageTab, R.MenuItem, R.ColumnHeader,
    R.ProgressBar, R.Link, R.Dialog, R.Window,
}  # fmt: skip
# what has nothing to say where nothing is written: empty cells and lines of words
CELLS = {R.Cell, R.TreeItem, R.StaticText}
# a role that tells a screen reader nothing of what can be done there
MUTE = {R.NoRole, R.Client, R.Graphic, R.Border, R.Pane}
# what holds others, or is scrolled by the arrows: its name says what is in it
HOLDERS = (QAbstractScrollArea, QTabWidget, type(None))
_SMALL = 4  # pixels by which things of one line may differ


def nodes(top: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Everything below that is in sight, cells and headings of tables and items of lists too."""
    for number in range(top.childCount()):
        child = top.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield child
            yield from nodes(child)


def unspoken(window: QWidget) -> list[str]:
    """What has no name or no role that a screen reader could say."""
    found = []
    for node in nodes(QAccessible.queryAccessibleInterface(window)):
        name, role, state = node.text(QAccessible.Text.Name).strip(), node.role(), node.state()
        if not name and (role in CONTROLS or (state.focusable and role not in CELLS)):
            found.append(f"no name: {_told(node)}")
        if not name and role in CELLS and state.checkable:
            found.append(f"a tick without a name: {_told(node)}")
        if state.focusable and role in MUTE and not isinstance(node.object(), HOLDERS):
            found.append(f"no role: {_told(node)}")
    return found


def _told(node: QAccessibleInterface) -> str:
    thing, chain = node.object(), []
    while thing is not None and len(chain) < 4:
        chain.append(f"{type(thing).__name__} {thing.objectName()}".strip())
        thing = thing.parent()
    return f"{node.role().name} {'/'.join(reversed(chain))} {node.text(QAccessible.Text.Name)!r}"


def stops(window: QWidget) -> list[QWidget]:
    """What the Tab key comes to, in its order."""
    follow_reading(window)  # as the window does at each press of the key
    chain, one = [], window.nextInFocusChain()
    while one is not window and len(chain) < 5000:
        if _is_stop(one, window):
            chain.append(one)
        one = one.nextInFocusChain()
    return chain


def _is_stop(one: QWidget, window: QWidget) -> bool:
    return (
        one.isVisible()
        and one.isEnabled()
        and one.window() is window
        and bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and one.focusProxy() is None
    )


def traps(window: QWidget) -> list[str]:
    """Where the Tab key goes in and does not come out again."""
    found = []
    for one in stops(window):
        writes = isinstance(one, QPlainTextEdit | QTextEdit) and not isinstance(one, QTextBrowser)
        if writes and not one.tabChangesFocus() and not one.isReadOnly():
            found.append(f"Tab is typed into {one.accessibleName()!r}")
        if isinstance(one, QAbstractItemView) and one.tabKeyNavigation():
            found.append(f"Tab goes from cell to cell in {one.accessibleName()!r}")
    return found


def out_of_order(window: QWidget) -> list[str]:
    """Steps of the Tab key that go back: up and to the left, against how one reads."""
    found = []
    # what is scrolled out of sight is in another place than where it would be drawn
    chain = [one for one in stops(window) if not one.visibleRegion().isEmpty()]
    for before, after in pairwise(chain):
        a, b = _place(before, window), _place(after, window)
        goes_up = b.bottom() < a.top() + _SMALL
        goes_left = b.left() < a.right() - _SMALL
        if goes_up and goes_left:
            found.append(f"from {_name(before)} up to {_name(after)}")
        if not goes_up and _is_beside(a, b) and b.right() < a.left() + _SMALL:
            found.append(f"from {_name(before)} back to {_name(after)}")
    return found


def _is_beside(one: QRect, other: QRect) -> bool:
    return abs(one.center().y() - other.center().y()) <= _SMALL


def _place(one: QWidget, window: QWidget) -> QRect:
    return QRect(one.mapTo(window, QPoint(0, 0)), one.size())


def _name(one: QWidget) -> str:
    return f"{type(one).__name__} {one.accessibleName() or getattr(one, 'text', str)()!r}"


def unreached(window: QWidget) -> list[str]:
    """What can be pressed and is no stop of the Tab key, nor of the arrows in a group."""
    chain = stops(window)
    reached = set(map(id, chain))
    groups = {id(one.group()) for one in chain if isinstance(one, QAbstractButton)}
    found = []
    for one in shown(window):
        if _wants_focus(one, groups) and id(one) not in reached:
            found.append(f"Tab never comes to {_name(one)}")
    return found


def _wants_focus(one: QWidget, groups: set[int]) -> bool:
    """Whether it has to be a stop: words to be read have none, and arrows go about in a group."""
    if isinstance(one, QLabel) or one.objectName().startswith("qt_"):
        return False
    if isinstance(one, QAbstractButton) and one.group() is not None and one.group().exclusive():
        return id(one.group()) not in groups
    if isinstance(one, QRadioButton) and one.autoExclusive() and not one.isChecked():
        return False
    takes = one.focusPolicy() != Qt.FocusPolicy.NoFocus
    return takes and one.isEnabled() and one.focusProxy() is None


def faults(window: QWidget) -> list[str]:
    """All that is amiss for who does not see, or has no mouse."""
    return unspoken(window) + traps(window) + out_of_order(window) + unreached(window)
