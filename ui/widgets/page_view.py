"""Looking at pages: one at a time, with zoom and page x of y."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QSizePolicy, QWidget

from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.surfaces import column, row, stack
from ui.widgets.words import label

_STEP = 1.25
_SMALLEST, _LARGEST = 0.25, 3.0


class PageView(QWidget):
    """Shows page pictures; fits the width until somebody zooms. turned tells the page number."""

    turned = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._pages: tuple[QImage, ...] = ()
        self._page, self._zoom = 0, 0.0
        self.area = QScrollArea()
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area.setAccessibleName(name)
        # always there: else it appears after the page was fitted, and takes from its width
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.viewport().installEventFilter(self)
        self.sheet = QLabel()
        self.sheet.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area.setWidget(self.sheet)
        self.previous_button = _mark("上一页", "chevron-left")
        self.next_button = _mark("下一页", "chevron-right")
        self.number = label("", tone="quiet", wrap=False)
        self.smaller_button = _mark("缩小", "minus")
        self.larger_button = _mark("放大", "plus")
        self.fit_button = button("适合宽度")
        tools = row(self.previous_button, self.number, self.next_button, None)
        stack(tools, self.smaller_button, self.larger_button, self.fit_button)
        whole = column(tools, self.area, gap=1)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.previous_button.clicked.connect(self.previous)
        self.next_button.clicked.connect(self.next)
        self.smaller_button.clicked.connect(self.smaller)
        self.larger_button.clicked.connect(self.larger)
        self.fit_button.clicked.connect(self.fit_width)
        self.set_pages(())

    def set_pages(self, pages: Sequence[QImage]) -> None:
        """Show these pages, from the first on."""
        self._pages = tuple(pages)
        self._page = 0
        self.show_page(0)

    def expect(self, count: int) -> None:
        """Make room for so many pages that are brought one by one; turned tells which is wanted."""
        self.set_pages([QImage()] * count)

    def put_page(self, page: int, picture: QImage) -> None:
        """Bring a page that is expected; only the one on screen is held."""
        if page == self._page and page < self.count:
            blank: list[QImage] = [QImage()] * self.count
            blank[page] = picture
            self._pages = tuple(blank)
            self._paint()

    @property
    def page(self) -> int:
        """The page on screen, counted from nought."""
        return self._page

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def show_page(self, page: int) -> None:
        """Show that page, counted from nought."""
        self._page = max(0, min(page, self.count - 1))
        told = f"第 {self._page + 1} 页，共 {self.count} 页" if self._pages else ""
        self.number.setText(told)
        self.area.setAccessibleName(f"{self._name} {told}".strip())
        self.previous_button.setEnabled(self._page > 0)
        self.next_button.setEnabled(self._page < self.count - 1)
        for one in (self.smaller_button, self.larger_button, self.fit_button):
            one.setEnabled(bool(self._pages))
        self._paint()
        self.area.verticalScrollBar().setValue(0)
        self.turned.emit(self._page)

    def next(self) -> None:
        """Turn to the next page."""
        self.show_page(self._page + 1)

    def previous(self) -> None:
        """Turn to the page before."""
        self.show_page(self._page - 1)

    def larger(self) -> None:
        """Show the page larger."""
        self._zoom = min(self._scale() * _STEP, _LARGEST)
        self._paint()

    def smaller(self) -> None:
        """Show the page smaller."""
        self._zoom = max(self._scale() / _STEP, _SMALLEST)
        self._paint()

    def fit_width(self) -> None:
        """Make the page as wide as there is room."""
        self._zoom = 0.0
        self._paint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._paint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._paint()  # the page is fitted to the room it really has
        elif isinstance(event, QWheelEvent) and event.modifiers() & _CONTROL:
            if event.angleDelta().y() > 0:
                self.larger()
            else:
                self.smaller()
            return True
        return super().eventFilter(watched, event)

    def _scale(self) -> float:
        if self._zoom or not self._pages or self._pages[self._page].isNull():
            return self._zoom or 1.0
        room = self.area.viewport().width() - px(1)
        return max(_SMALLEST, min(room / self._pages[self._page].width(), _LARGEST))

    def _paint(self) -> None:
        if not self._pages or self._pages[self._page].isNull():
            self.sheet.setPixmap(QPixmap())
            self.sheet.resize(0, 0)
            return
        page, ratio = self._pages[self._page], self.devicePixelRatioF()
        size = QSize(page.size() * self._scale())
        shown = page.scaled(
            size * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        picture = QPixmap.fromImage(shown)
        picture.setDevicePixelRatio(ratio)
        self.sheet.setPixmap(picture)
        self.sheet.resize(size)


def _mark(name: str, icon: str) -> QPushButton:
    made = button("", icon, name=name)
    made.setToolTip(name)
    return made


_CONTROL = Qt.KeyboardModifier.ControlModifier
