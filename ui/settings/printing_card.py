"""打印: a page to try the printer with, and blank paper for the day the machine fails."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QSpinBox

from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.plain_forms import PlainForms
from ui.messages import message_for
from ui.paper_printing import STOPPED, PaperPrinting, printed_message
from ui.tasks import Tasks
from ui.widgets.buttons import button
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label

_TRIAL = "测试页看边距、灰度、汉字、二维码和双面；换了打印机或墨粉盒，先印一张。"
_BLANK = "空白谈话记录纸放在柜子里：机器坏了，就在纸上记，当场逐页签名，事后照录进来。"
_MOST_PAGES, _USUAL_PAGES = 30, 4


class PrintingCard(Card):
    """Two papers that name nobody, made when they are wanted."""

    def __init__(self, tasks: Tasks, forms: PlainForms) -> None:
        super().__init__("打印")
        self._forms = forms
        self.message = MessageBar()
        self.trial_button = button("打印测试页…", "printer")
        self.blank_button = button("空白记录纸…", "file-text", name="打印空白记录纸")
        self.pages = QSpinBox()
        self.pages.setRange(1, _MOST_PAGES)
        self.pages.setValue(_USUAL_PAGES)
        self.pages.setSuffix(" 页一份")
        self.pages.setAccessibleName("空白记录纸一份几页")
        self.printing = PaperPrinting(tasks, self)
        self.printing.printed.connect(self._say_printed)
        self.printing.stopped.connect(self._say_stopped)
        self.printing.refused.connect(self._refuse)
        self.trial_button.clicked.connect(self.print_trial)
        self.blank_button.clicked.connect(self.print_blank)
        self.add(self.message, label(_TRIAL, tone="quiet"), row(self.trial_button, None))
        self.add(label(_BLANK, tone="quiet"), row(self.blank_button, self.pages, None))

    def print_trial(self) -> None:
        """Print the page that shows what the printer can do."""
        self.message.clear()
        self.printing.print_read(self._trial, 2)

    def print_blank(self) -> None:
        """Print paper for writing by hand."""
        self.message.clear()
        pages = self.pages.value()
        self.printing.print_read(partial(self._blank, pages), pages)

    def _trial(self, _: Progress) -> bytes:
        return self._forms.trial()

    def _blank(self, pages: int, _: Progress) -> bytes:
        return self._forms.blank(pages)

    def _say_printed(self, pages: int) -> None:
        self.message.show_message(printed_message(pages))

    def _say_stopped(self) -> None:
        self.message.show_message(STOPPED)

    def _refuse(self, error: AppError) -> None:
        self.message.show_message(message_for(error))
