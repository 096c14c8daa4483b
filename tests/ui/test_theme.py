"""Colours can be told apart by everybody, sizes follow one scale, and pages use nothing else."""

from __future__ import annotations

import ast
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtGui import QColor

from ui.contrast import SETS as WORN
from ui.contrast import Contrast
from ui.start import _FIRST_FONTS as FIRST_FONTS
from ui.theme import COLOURS, NIGHT, TYPE_SIZES, Look, colours_of, style_sheet

UI = Path(__file__).parents[2] / "ui"
LITERAL = re.compile(r"#[0-9a-fA-F]{3,8}\b|setStyleSheet\(|QColor\(\"|setPointSize\(\d")
SIGNS_FONT = UI.parent / "resources" / "style" / "signs.ttf"
MAY = {"theme.py", "crash.py"}


def brightness(colour: str) -> float:
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


SETS = {kind.value: COLOURS[kind] for kind in WORN} | {"night": NIGHT}


@pytest.mark.parametrize("kind", SETS)
def test_words_stand_out_from_what_they_are_written_on(kind):
    colours = SETS[kind]
    for ground in (colours.paper, colours.desk, colours.band):
        for words in (colours.ink, colours.quiet):
            assert contrast(words, ground) >= 7, (words, ground)
    pairs = (
        (colours.on_accent, colours.accent),
        (colours.on_chosen, colours.chosen),
        (colours.ink, colours.accent_wash),
        (colours.ink, colours.brick_wash),
        (colours.ink, colours.green_wash),
        (colours.brick, colours.paper),
        (colours.green, colours.paper),
        (colours.accent, colours.paper),
    )
    for words, ground in pairs:
        assert contrast(words, ground) >= 7, (words, ground)


@pytest.mark.parametrize("kind", SETS)
def test_edges_of_fields_can_be_seen(kind):
    colours = SETS[kind]
    for ground in (colours.paper, colours.desk, colours.band):
        assert contrast(colours.edge, ground) >= 3, ground
        assert contrast(colours.accent, ground) >= 3, ground  # the ring of what has the keys


@pytest.mark.parametrize("kind", WORN)
@pytest.mark.parametrize("size", TYPE_SIZES)
def test_the_style_sheet_has_every_token_filled_in(kind, size):
    sheet = style_sheet(Look(size, kind))
    assert "$" not in sheet
    assert f"{size * 1.5:.1f}pt" in sheet


@pytest.mark.parametrize("size", TYPE_SIZES)
def test_sets_of_colours_differ_in_colours_alone(size):
    """So whatever fits in one of them fits in all: pages are tried in light at every size."""

    def without_colours(look: Look) -> str:
        sheet = style_sheet(look)
        for colour in sorted(asdict(colours_of(look)).values(), key=len, reverse=True):
            sheet = sheet.replace(colour, "a colour")
        return re.sub(r"_(light|dark|high|night)\.svg", ".svg", sheet)

    looks = [Look(size, kind, night) for kind in WORN for night in (False, True)]
    assert len({without_colours(look) for look in looks}) == 1


def test_night_is_dark_and_leaves_high_contrast_as_it_is():
    assert colours_of(Look(contrast=Contrast.DARK, is_night=True)) is NIGHT
    assert colours_of(Look(contrast=Contrast.HIGH, is_night=True)) is COLOURS[Contrast.HIGH]
    assert "arrow_night.svg" in style_sheet(Look(is_night=True))
    warm = QColor(NIGHT.ink)
    assert warm.red() > warm.green() > warm.blue()


def test_the_style_sheet_itself_holds_no_colour():
    text = (UI.parent / "resources" / "style" / "tanxinbu.qss").read_text("utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?!\w)", re.sub(r"#navigation", "", text))


# never shown: compared with what was typed, or marks for the layout of text
NOT_SHOWN = set("\u200b\u2029\ufffd") | set("∙⋅・･⺀鿿㐀")


def test_every_sign_of_the_windows_is_in_a_font_that_is_carried():
    """A state is told by a sign as well as by a colour; an empty box would tell nothing."""
    fonts = (*(UI.parent / "resources/fonts" / name for name in FIRST_FONTS), SIGNS_FONT)
    drawn: set[int] = set()
    for path in fonts:
        with TTFont(path, lazy=True) as font:
            drawn |= set(font.getBestCmap())
    lacking = {
        character
        for folder in (UI, UI.parent / "app" / "domain", UI.parent / "app" / "services")
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for character in node.value
        if ord(character) > 0x7E and ord(character) not in drawn
    }
    assert lacking <= NOT_SHOWN


def test_every_set_of_colours_has_every_colour():
    for colours in COLOURS.values():
        assert all(QColor(value).isValid() for value in asdict(colours).values())


def test_no_page_writes_a_colour_or_a_size_of_its_own():
    found = [
        f"{path.relative_to(UI)}: {line.strip()}"
        for path in UI.rglob("*.py")
        if path.name not in MAY
        for line in path.read_text("utf-8").splitlines()
        if LITERAL.search(line)
    ]
    assert found == []
