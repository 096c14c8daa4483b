"""What the closed door does not need is loaded while somebody types, and nobody waits for it."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest
from PySide6.QtCore import QObject, QTimer

from ui import desk_start
from ui.later import OFFICE, Later, pieces


def test_what_waits_goes_before_the_next_piece(qapp, qtbot):
    done: list[str] = []

    def note(word: str) -> None:
        done.append(word)

    def first() -> None:
        note("first")
        QTimer.singleShot(0, lambda: note("a key"))

    holder = QObject()
    Later((first, lambda: note("second"), lambda: note("third")), holder)
    assert done == []
    qtbot.waitUntil(lambda: len(done) == 4)
    assert done.index("a key") < done.index("third")
    assert [word for word in done if word != "a key"] == ["first", "second", "third"]


def test_it_ends_with_the_window(qapp, qtbot):
    done: list[str] = []
    holder = QObject()
    Later((holder.deleteLater, lambda: done.append("too late")), holder)
    with qtbot.waitSignal(holder.destroyed):
        pass
    qapp.processEvents()
    qapp.processEvents()
    assert done == []


@pytest.mark.parametrize("names", [OFFICE, desk_start.LATER])
def test_each_piece_is_a_module_that_is_there(names):
    assert len(set(names)) == len(names)
    for load, name in zip(pieces(names), names, strict=True):
        assert load() is sys.modules[name] is import_module(name)
