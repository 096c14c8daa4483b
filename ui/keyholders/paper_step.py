"""New recovery cards, in sight and on the printer, and nowhere else."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox

from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.recovery import CardSet
from ui.keyholders.desk import KeyDesk
from ui.keyholders.step_panel import PanelStep
from ui.page_images import SCREEN_DPI, page_images
from ui.paper_printing import PaperPrinting
from ui.widgets.buttons import button
from ui.widgets.page_view import PageView
from ui.widgets.surfaces import Card, column, row
from ui.widgets.words import label

_TOLD = "三页，一页一张：甲、乙、丙。只从这里到打印机，程序不存成文件。"
_BY_HAND = (
    "没有打印机，就把三张上的字符各抄在一张纸上：每组五个，一组一行，写明甲、乙、丙和第几套。"
)


class PaperStep(PanelStep):
    """Makes the cards in memory and shows their pages; ready once they are on paper."""

    title = "印在纸上"

    def __init__(self, desk: KeyDesk) -> None:
        super().__init__()
        self._desk = desk
        self._pdf = b""
        self.cards: CardSet | None = None
        self.pages = PageView("恢复单")
        self.print_button = button("打印…", "printer", "primary", name="打印恢复单")
        self.on_paper = QCheckBox("三张都在纸上了")
        self.printed = label("", "small", "green")
        side = Card("一、打印，或抄写").add(
            label(_TOLD, tone="quiet"), self.print_button, self.printed, label(_BY_HAND, "small")
        )
        after = Card("二、看一遍").add(
            label("七组都看得清，没有缺边、没有墨点。", tone="quiet"), self.on_paper
        )
        right = column(side, after, gap=1.5)
        right.addStretch(1)
        halves = row(self.pages, right, gap=2)
        halves.setStretch(0, 5)
        halves.setStretch(1, 3)
        self.printed.hide()
        self.setLayout(halves)
        self.print_button.clicked.connect(self.print)
        self.on_paper.toggled.connect(lambda _: self.changed.emit())
        self.print_button.setEnabled(False)
        self.printing = PaperPrinting(desk.tasks, self)
        self.printing.printed.connect(self._say_printed)
        self.printing.refused.connect(self._refuse)

    def enter(self) -> None:
        if self.cards is None:
            self._desk.tasks.query(self._prepare, then=self._show_cards, refused=self._refuse)

    def is_ready(self) -> bool:
        return self.cards is not None and self.on_paper.isChecked()

    def forget(self) -> None:
        self.cards, self._pdf = None, b""
        self.pages.set_pages(())
        self.on_paper.setChecked(False)
        self.print_button.setEnabled(False)
        self.printed.hide()

    def print(self) -> None:
        """Print the three pages on the printer the user chooses."""
        self.printing.print_pdf(self._pdf, self.pages.count)

    def _refuse(self, error: AppError) -> None:
        self.told.emit(error)

    def _prepare(self, _: Progress) -> tuple[CardSet, bytes]:
        cards = self._desk.recovery.prepare()
        return cards, self._desk.paper.sheet(cards)

    def _show_cards(self, made: tuple[CardSet, bytes]) -> None:
        self.cards, self._pdf = made
        self.print_button.setEnabled(True)
        draw = partial(self._draw, self._pdf, SCREEN_DPI)
        self._desk.tasks.background(draw, then=self.pages.set_pages, refused=self._refuse)
        self.changed.emit()

    def _draw(self, pdf: bytes, dpi: int, _: Progress) -> list[QImage]:
        return page_images(self._desk.paper, pdf, dpi)

    def _say_printed(self, _: int) -> None:
        self.printed.setText("✓ 已送到打印机，请去取，不要留在机器里。")
        self.printed.show()
