"""Every page and step looks as it was looked at, can be read by weak eyes, and needs no colours."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from tests.ui.golden import comparing, eyes
from tests.ui.golden.comparing import WINDOWS, Place, toured
from tests.ui.test_theme import contrast
from ui.contrast import SETS, Contrast
from ui.theme import COLOURS, NIGHT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems draw type otherwise")
# a large figure always stands under the words of what it counts: 逾期整改 2, 待签字 2
SAID_BESIDES = {"label figure"}


@pytest.fixture(scope="module", params=WINDOWS)
def window(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("golden")


@pytest.fixture(scope="module")
def places(window, out) -> list[Place]:
    return toured(window, out)


def test_every_page_looks_as_it_was_looked_at(window, places, out):
    """Meant to be otherwise? Look at the pictures, then: python -m tests.ui.golden"""
    faults = comparing.changes(places, out)
    gone = set(comparing.kept()) - {place.name for place in places}
    faults += [
        f"{name}: not come to any more"
        for name in gone
        if (name[:5] == "desk_") == (window == "desk")
    ]
    assert not faults, "\n".join(faults)


def test_words_and_edges_stand_out_in_the_points_of_every_page(places):
    assert sum(place.words for place in places) > 20 * len(places)
    assert not [f"{place.name}: {one}" for place in places for one in place.faint]


def test_what_is_written_on_what_can_be_read_in_every_set_of_colours(places):
    pairs = {pair for place in places for pair in place.pairs}
    assert {("ink", "paper"), ("ink", "desk"), ("on_accent", "accent")} <= pairs
    faint = []
    for colours in (*(COLOURS[kind] for kind in SETS), NIGHT):
        for ink, ground in pairs:
            found = contrast(getattr(colours, ink), getattr(colours, ground))
            faint += [(ink, ground, found)] if found < eyes.WORDS else []
    assert not faint


def test_no_state_is_told_by_a_colour_alone(places):
    """The same words in the same part, now in brick or green and now not, would be just that."""
    light = COLOURS[Contrast.LIGHT]
    telling = {"brick", "green", light.brick, light.green}
    seen = defaultdict(set)
    for place in places:
        for part, words, colour in place.toned:
            seen[part, words].add(colour)
    alone = {
        key: colours
        for key, colours in seen.items()
        if len(colours) > 1 and colours & telling and key[0] not in SAID_BESIDES
    }
    assert not alone


def test_faint_words_are_found(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    box = QVBoxLayout(page)
    page.setStyleSheet(
        "QWidget { background: white } #faint { color: #999999 } #ink { color: black }"
    )
    for name in ("faint", "ink"):
        label = QLabel("谈话")
        label.setObjectName(name)
        box.addWidget(label)
    page.show()
    picture = page.grab().toImage().convertToFormat(eyes.QImage.Format.Format_RGB32)
    found = [one.contrast() < eyes.WORDS for one in eyes.words(page, eyes.picture_of(picture))]
    assert found == [True, False]


def test_a_picture_that_changed_is_shown_with_where(tmp_path, monkeypatch):
    picture = Image.new("RGB", (130, 70), "white")
    picture.save(tmp_path / "home.png")
    before, after = b"aabbccddeeff", b"aabbccddeeXX"
    code = comparing.base64.b64encode
    monkeypatch.setattr(comparing, "kept", lambda: {"home": ("old", code(before).decode())})
    place = Place("home", "new", code(after).decode(), 1, (), (), ())
    (fault,) = comparing.changes([place], tmp_path)
    assert "home-difference.png" in fault
    shown = Image.open(tmp_path / "home-difference.png")
    assert shown.getpixel((129, 64)) == (255, 0, 0)
    assert shown.getpixel((10, 10)) == (255, 255, 255)
