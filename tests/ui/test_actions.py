"""One table of keys feeds the bindings and the help, and no two acts fight for a key."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtGui import QKeySequence

from ui.actions import ACTIONS, TAKEN_BY_INPUT_METHODS, WHERE_WORDS, Where, conflicts, key_text
from ui.help.keys import keys_table

UI = Path(__file__).parents[2] / "ui"


def test_no_two_acts_want_the_same_key_at_the_same_place():
    assert conflicts() == []


def test_no_key_is_taken_from_the_input_methods():
    assert not {key for action in ACTIONS for key in action.keys} & set(TAKEN_BY_INPUT_METHODS)


def test_every_key_is_one_that_keyboards_have():
    for action in ACTIONS:
        for key in action.keys:
            assert not QKeySequence(key).isEmpty(), key


def test_ids_are_unique_and_every_place_has_a_word():
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert set(WHERE_WORDS) == set(Where)


def test_the_table_under_f1_tells_every_act():
    table = keys_table()
    for action in ACTIONS:
        if not re.match(r"window\.page\d", action.id):
            assert action.text in table
    assert "Alt+1 … Alt+9" in table


def test_every_act_of_the_table_is_bound_somewhere():
    pages = [path for path in UI.rglob("*.py") if path.name != "actions.py"]
    sources = "\n".join(path.read_text("utf-8") for path in pages)
    unbound = [a.id for a in ACTIONS if f'"{a.id}"' not in sources and ".page" not in a.id]
    assert unbound == []


def test_arrows_are_written_as_arrows():
    assert key_text("talk.next") == "Alt+↓"
