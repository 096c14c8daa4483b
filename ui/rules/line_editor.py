"""A short list that is written in place: each line has its fields, and goes up, down or away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.widgets.buttons import button
from ui.widgets.fields import line_edit
from ui.widgets.surfaces import Place, column, row
from ui.widgets.words import label


@dataclass(frozen=True, slots=True)
class EditorWords:
    """What one line is called, its fields with their hints, and how to add a line."""

    line: str
    fields: tuple[tuple[str, str], ...]
    add: str


@dataclass(frozen=True, slots=True)
class EditorBounds:
    """How many lines there may be, how long a field, and how the fields share the width."""

    most: int
    longest: int
    shares: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EditorLine:
    """What stands in the fields of a line; key is what the line was known by, or nothing."""

    texts: tuple[str, ...]
    key: str = ""


class LineEditor(QWidget):
    """changed tells that something was typed, moved, added or taken away."""

    changed = Signal()

    def __init__(self, words: EditorWords, bounds: EditorBounds) -> None:
        super().__init__()
        self._words, self._bounds = words, bounds
        self._rows: list[tuple[QLineEdit, ...]] = []
        self._keys: list[str] = []
        self._holder = Place()
        self.add_button = button(words.add, "plus")
        self.add_button.clicked.connect(self.add_line)
        self.setLayout(column(self._holder, row(self.add_button, None)))

    def lines(self) -> tuple[EditorLine, ...]:
        """What stands in the lines, in order."""
        return tuple(
            EditorLine(tuple(edit.text() for edit in edits), key)
            for edits, key in zip(self._rows, self._keys, strict=True)
        )

    def show_lines(self, lines: Sequence[EditorLine]) -> None:
        """Show these lines in place of what was there."""
        self._rows, self._keys = [], [line.key for line in lines]
        holder = QWidget()
        box = column(gap=0.5)
        for number, line in enumerate(lines):
            box.addLayout(self._line(number, line.texts, len(lines)))
        holder.setLayout(box)
        self._holder.put(holder)
        self.add_button.setEnabled(len(lines) < self._bounds.most)

    def field(self, number: int, place: int = 0) -> QLineEdit:
        """The field of a line, both counted from 0."""
        return self._rows[number][place]

    def add_line(self) -> None:
        """Add an empty line at the end, with the cursor in it."""
        self._rebuild([*self.lines(), EditorLine(("",) * len(self._words.fields))])
        self.field(len(self._rows) - 1).setFocus()

    def shift(self, number: int, by: int) -> None:
        """Put a line so many places down, or up."""
        lines = list(self.lines())
        lines.insert(number + by, lines.pop(number))
        self._rebuild(lines)
        self.field(number + by).setFocus()

    def remove(self, number: int) -> None:
        """Take a line away."""
        lines = list(self.lines())
        lines.pop(number)
        self._rebuild(lines)
        self.field(min(number, len(lines) - 1)).setFocus()

    def _rebuild(self, lines: Sequence[EditorLine]) -> None:
        self.show_lines(lines)
        self.changed.emit()

    def _line(self, number: int, texts: Sequence[str], count: int) -> QHBoxLayout:
        named = f"{self._words.line}{number + 1}"
        made = row(label(f"{number + 1}", tone="quiet", wrap=False))
        edits = []
        fields = zip(self._words.fields, texts, self._bounds.shares, strict=True)
        for (name, hint), text, share in fields:
            edit = line_edit(f"{named}：{name}", hint, text)
            edit.setMaxLength(self._bounds.longest)
            edit.textChanged.connect(self.changed)
            made.addWidget(edit, share)
            edits.append(edit)
        self._rows.append(tuple(edits))
        acts = (
            ("上移", "chevron-up", number > 0, partial(self.shift, number, -1)),
            ("下移", "chevron-down", number < count - 1, partial(self.shift, number, 1)),
            ("去掉", "x", count > 1, partial(self.remove, number)),
        )
        for word, icon, is_possible, act in acts:
            pressed = button("", icon, name=f"{named}{word}")
            pressed.setToolTip(word)
            pressed.setEnabled(is_possible)
            pressed.clicked.connect(act)
            made.addWidget(pressed)
        return made
