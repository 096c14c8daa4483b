"""Line icons of one open set (Lucide, see resources/licences), drawn in the colours in force."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from ui import assets
from ui.theme import ON_CHOSEN

_NAME, _ROLE, _SIZE = "icon_name", "icon_role", "icon_size"
_GAP = 0.3  # between picture and words, as a share of the picture; the style leaves almost none
Role = QPalette.ColorRole


def put(widget: QWidget, name: str, role: Role = Role.ButtonText, scale: float = 1.0) -> None:
    """Give a button or label the icon; it follows every later change of look.

    scale is a multiple of the height of the widget's type.
    """
    widget.setProperty(_NAME, name)
    widget.setProperty(_ROLE, role)
    widget.setProperty(_SIZE, scale)
    _draw(widget)


def refresh(application: QApplication) -> None:
    """Draw every icon again after the look has changed."""
    for widget in application.allWidgets():
        if widget.property(_NAME):
            _draw(widget)


def icon(
    name: str, palette: QPalette, side: int, role: Role = Role.ButtonText, gap: int = 0
) -> QIcon:
    """The icon at this size, with a fainter form for what is disabled."""
    made, active = QIcon(), QPalette.ColorGroup.Active
    for ratio in (1, 2):
        for mode, colour in (
            (QIcon.Mode.Normal, palette.color(active, role)),
            (QIcon.Mode.Selected, palette.color(active, ON_CHOSEN)),
            (QIcon.Mode.Disabled, palette.color(QPalette.ColorGroup.Disabled, role)),
        ):
            made.addPixmap(pixmap(name, colour, side, ratio, gap), mode)
    return made


def pixmap(name: str, colour: QColor, side: int, ratio: float = 1.0, gap: int = 0) -> QPixmap:
    """The icon as a picture of that many logical pixels; gap is left free at its right."""
    key = f"{name} {colour.name()} {side} {ratio} {gap}"
    picture = QPixmap()
    if not QPixmapCache.find(key, picture):
        picture = _drawn(name, colour, QSize(side + gap, side), ratio)
        QPixmapCache.insert(key, picture)
    return picture


def _drawn(name: str, colour: QColor, size: QSize, ratio: float) -> QPixmap:
    svg = _source(name).replace("currentColor", colour.name())
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    picture = QPixmap(QSize(round(size.width() * ratio), round(size.height() * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    side = size.height() * ratio
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def _source(name: str) -> str:
    return assets.resource("icons", f"{name}.svg").read_text("utf-8")


def application_icon() -> QIcon:
    """The icon of the program itself."""
    return QIcon(str(assets.resource("icons", "tanxinbu.svg")))


def _draw(widget: QWidget) -> None:
    name, role = str(widget.property(_NAME)), widget.property(_ROLE)
    side = round(QFontMetrics(widget.font()).ascent() * float(widget.property(_SIZE)))
    if isinstance(widget, QAbstractButton):
        gap = round(side * _GAP) if widget.text() else 0
        widget.setIcon(icon(name, widget.palette(), side, role, gap))
        widget.setIconSize(QSize(side + gap, side))
    elif isinstance(widget, QLabel):
        ratio = widget.devicePixelRatioF()
        widget.setPixmap(pixmap(name, widget.palette().color(role), side, ratio))
