"""Cards, page heads, rows and scrolling: the surfaces a page is laid on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.theme import px
from ui.widgets.words import label

_SHARE = 200  # points of a splitter for each share: only their proportion counts


class Card(QFrame):
    """A quiet sheet with an optional heading; add to .body."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(px(2), px(1.5), px(2), px(1.5))
        self.body.setSpacing(px(1))
        self.title = label(title, "strong")
        if title:
            self.setAccessibleName(title)
            self.body.addWidget(self.title)

    def add(self, *parts: QWidget | QLayout) -> Card:
        """Put the parts below each other."""
        stack(self.body, *parts)
        return self


class Place(QWidget):
    """Holds one part at a time; what was there before is gone from sight at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part: QWidget | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)

    def put(self, part: QWidget) -> None:
        """Show this part instead of the one before."""
        self.clear()
        self.part = part
        self._box.addWidget(part)

    def clear(self) -> None:
        """Show nothing."""
        if self.part is not None:
            self._box.removeWidget(self.part)
            self.part.hide()  # deleteLater alone leaves it painted until the next round of events
            self.part.deleteLater()
            self.part = None


class PageHead(QWidget):
    """The head of a page part: a heading, a line under it, and its buttons on the right."""

    def __init__(self, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.subtitle = label(title, "large"), label(subtitle, tone="quiet")
        if not subtitle:
            self.subtitle.hide()
        words = column(self.title, self.subtitle, gap=0.5)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(px(1))
        self.row.addLayout(words, 1)

    def add_button(self, *buttons: QWidget) -> None:
        """Put buttons at the right end."""
        for made in buttons:
            self.row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)

    def set_subtitle(self, text: str) -> None:
        """Say something else under the heading."""
        self.subtitle.setText(text)
        self.subtitle.setVisible(bool(text))


def stack(layout: QVBoxLayout | QHBoxLayout, *parts: QWidget | QLayout) -> None:
    """Add widgets and layouts in order."""
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)


def column(*parts: QWidget | QLayout, gap: float = 1, margin: float = 0) -> QVBoxLayout:
    """The parts below each other."""
    made = QVBoxLayout()
    made.setSpacing(px(gap))
    made.setContentsMargins(px(margin), px(margin), px(margin), px(margin))
    stack(made, *parts)
    return made


def row(*parts: QWidget | QLayout | None, gap: float = 1) -> QHBoxLayout:
    """The parts beside each other; None is a stretch."""
    made = QHBoxLayout()
    made.setSpacing(px(gap))
    made.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        if part is None:
            made.addStretch(1)
        else:
            stack(made, part)
    return made


def halves(left: QWidget, right: QWidget, shares: tuple[int, int]) -> QSplitter:
    """Two parts whose border can be moved but which never vanish; shares say how wide each is."""
    made = QSplitter()
    made.setChildrenCollapsible(False)
    for number, (part, share) in enumerate(zip((left, right), shares, strict=True)):
        made.addWidget(part)
        made.setStretchFactor(number, share)
    made.setSizes([share * _SHARE for share in shares])
    return made


def side_by_side(left: QVBoxLayout, right: QVBoxLayout) -> QWidget:
    """Two columns of cards, each half as wide as there is room, from the top down."""
    content, whole = QWidget(), row(left, right, gap=2)
    for place, half in enumerate((left, right)):
        half.addStretch(1)
        whole.setStretch(place, 1)
    whole.setContentsMargins(0, 0, px(1), 0)
    content.setLayout(whole)
    return content


def scrolled(content: QWidget, name: str) -> QScrollArea:
    """The content in a frame that scrolls up and down when it does not fit."""
    area = QScrollArea()
    content.setProperty("kind", "scrolled")
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    return area


def facts(pairs: list[tuple[str, str]]) -> QWidget:
    """Label and value, line by line, values that wrap."""
    holder = QWidget()
    lines = QGridLayout(holder)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setHorizontalSpacing(px(2))
    lines.setVerticalSpacing(px(0.5))
    lines.setColumnStretch(1, 1)
    for number, (name, value) in enumerate(pairs):
        key = label(name, tone="quiet", wrap=False)
        text = label(value)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        lines.addWidget(key, number, 0, Qt.AlignmentFlag.AlignTop)
        lines.addWidget(text, number, 1)
    return holder


def picture_label() -> QLabel:
    """A label that holds a picture and takes no more room than it."""
    made = QLabel()
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made
