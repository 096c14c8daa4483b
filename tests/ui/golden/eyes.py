"""Looks at a picture of a page as weak eyes do: how far words and edges stand out, what is colour alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache

from PIL import Image
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTableView,
    QWidget,
)

from ui.contrast import Contrast
from ui.theme import COLOURS

WORDS, EDGES = 4.5, 3.0  # WCAG 2.1, 1.4.3 and 1.4.11
Rgb = tuple[int, int, int]
_INSIDE = 6  # what a frame and its ring take of a control
_LEAST = 16  # of what scrolls out of sight there may be less, and no letter whole
_ROWS = 12
_FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
_TOKENS = {value: name for name, value in asdict(COLOURS[Contrast.LIGHT]).items()}


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands somewhere: its words, the colour they have, and on what."""

    what: str
    ink: Rgb
    ground: Rgb

    def contrast(self) -> float:
        """By the formula of WCAG."""
        return contrast(self.ink, self.ground)

    def tokens(self) -> tuple[str, str] | None:
        """The names of both colours in the light set; None where letters are too thin for theirs."""
        ink, ground = (
            _TOKENS.get("#{:02x}{:02x}{:02x}".format(*c)) for c in (self.ink, self.ground)
        )
        return (ink, ground) if ink and ground else None


@cache
def brightness(colour: Rgb) -> float:
    parts = [c / 255 for c in colour]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Rgb, other: Rgb) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def picture_of(image: QImage) -> Image.Image:
    """The same picture, where colours are counted quickly."""
    size = (image.width(), image.height())
    return Image.frombuffer("RGB", size, bytes(image.constBits()), "raw", "BGRX", 0, 1)


def words(window: QWidget, picture: Image.Image) -> Iterator[Seen]:
    """Everything written, as its points show it; what cannot be used is left out, as WCAG does."""
    for what, place in _written(window):
        box = place.intersected(window.rect())
        if box.width() < _LEAST or box.height() < _LEAST:
            continue
        counted = _colours(picture, box)
        ground = max(counted)[1]
        ink = max((colour for _, colour in counted), key=lambda c: contrast(c, ground))
        if ink != ground:
            yield Seen(what, ink, ground)


def edges(window: QWidget, picture: Image.Image) -> Iterator[Seen]:
    """The edge of each field, against what it lies on."""
    for field in window.findChildren(QWidget):
        if not isinstance(field, _FIELDS) or not _is_seen(field) or _is_inner(field):
            continue
        place = _place(field, window)
        x, y = place.left(), place.center().y()
        is_whole = place.height() >= field.height() and window.rect().contains(place)
        if x < 3 or not is_whole:
            continue
        ink = max(
            (_at(picture, x + n, y) for n in range(3)),
            key=lambda c: contrast(c, _at(picture, x - 2, y)),
        )
        yield Seen(f"edge of {_name(field)}", ink, _at(picture, x - 2, y))


def toned(window: QWidget) -> Iterator[tuple[str, str, str]]:
    """Words that have a colour of their own: what they are part of, the words, the colour."""
    for label in window.findChildren(QLabel):
        if _is_seen(label) and label.text():
            yield (
                f"label {label.property('level')}",
                label.text(),
                str(label.property("tone") or ""),
            )
    for view in window.findChildren(QAbstractItemView):
        if _is_seen(view) and view.model() is not None:
            for index in _cells(view):
                colour = index.data(Qt.ItemDataRole.ForegroundRole)
                name = colour.color().name() if isinstance(colour, QBrush) else ""
                name = colour.name() if hasattr(colour, "name") else name
                yield (
                    f"{type(view.model()).__name__} {index.column()}",
                    str(index.data() or ""),
                    name,
                )


def _written(window: QWidget) -> Iterator[tuple[str, QRect]]:
    for widget in window.findChildren(QWidget):
        if not _is_seen(widget):
            continue
        place = _place(widget, window)
        if isinstance(widget, QLabel):
            if widget.text() and widget.pixmap().isNull():
                yield widget.text(), place
        elif isinstance(widget, QAbstractButton):
            yield from _on_button(widget, place)
        elif isinstance(widget, _FIELDS):
            yield _name(widget), place.adjusted(_INSIDE, _INSIDE, -_INSIDE, -_INSIDE)
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from _in_cells(widget, window)


def _on_button(button: QAbstractButton, place: QRect) -> Iterator[tuple[str, QRect]]:
    left = place.height() if isinstance(button, QCheckBox | QRadioButton) else _INSIDE
    if button.text():
        yield button.text(), place.adjusted(left, _INSIDE // 2, -_INSIDE, -_INSIDE // 2)


def _in_cells(view: QAbstractItemView, window: QWidget) -> Iterator[tuple[str, QRect]]:
    corner = view.viewport().mapTo(window, QPoint(0, 0))
    for index in _cells(view):
        cell = view.visualRect(index).intersected(view.viewport().rect()).translated(corner)
        if index.data() and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            yield str(index.data()), cell.adjusted(2, 2, -2, -2)


def _cells(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model, root = view.model(), view.rootIndex()
    columns = range(model.columnCount(root)) if isinstance(view, QTableView) else (0,)
    for row in range(min(model.rowCount(root), _ROWS)):
        yield from (model.index(row, column, root) for column in columns)


def _is_seen(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and not widget.visibleRegion().isEmpty()


def _is_inner(widget: QWidget) -> bool:
    """A part of another field, whose edge is the other's."""
    return widget.objectName().startswith("qt_") or isinstance(widget.parentWidget(), _FIELDS)


def _place(widget: QWidget, window: QWidget) -> QRect:
    seen = widget.visibleRegion().boundingRect()
    return seen.translated(widget.mapTo(window, QPoint(0, 0)))


def _name(widget: QWidget) -> str:
    return widget.accessibleName() or type(widget).__name__


def _colours(picture: Image.Image, box: QRect) -> list[tuple[int, Rgb]]:
    part = picture.crop((box.left(), box.top(), box.right() + 1, box.bottom() + 1))
    return part.getcolors(part.width * part.height) or []


def _at(picture: Image.Image, x: int, y: int) -> Rgb:
    found = picture.getpixel((x, y))
    return (found[0], found[1], found[2])
