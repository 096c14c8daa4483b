"""How far long work is, in the page, with a button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui import motion
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.words import label


class ProgressPanel(QWidget):
    """A sentence, a bar and 停止; hidden until begin()."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = label("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("进度")
        self.stop = button("停止")
        self.stop.clicked.connect(self.stopped)
        line = QHBoxLayout()
        line.setSpacing(px(1))
        line.addWidget(self.bar, 1)
        line.addWidget(self.stop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(1))
        box.addWidget(self.sentence)
        box.addLayout(line)
        self.hide()

    def begin(self, sentence: str, can_stop: bool = True) -> None:
        """Show that work has begun; how long it takes is not known yet."""
        self.sentence.setText(sentence)
        # a bar of unknown length moves; the sentence alone says as much
        self.bar.setRange(0, int(motion.is_still()))
        self.bar.setValue(0)
        self.stop.setVisible(can_stop)
        self.show()

    def step(self, done: int, total: int) -> None:
        """Show how far it is; connect Task.stepped here."""
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def end(self) -> None:
        """Take the panel away."""
        self.hide()
