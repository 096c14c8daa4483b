"""Every character of a name is printed by some font we carry, or refused by name."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from app.documents import fonts
from app.documents.font_file import FontFile
from app.documents.fonts import FOLDER, FontRole, chain_of
from app.domain.errors import FontMissingError, MissingGlyphError

NAMES = "㛃䶮𬭎𫖯𠮷昇堃喆垚甦翀祎赟頔玥·"
HAN_OF_GB18030 = (
    (0x4E00, 0x9FEF),
    (0x3400, 0x4DB5),
    (0x20000, 0x2A6D6),
    (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
)


@pytest.fixture
def opened() -> Iterator[Callable[[str], TTFont]]:
    """Opens a carried font with the tool others use, and closes it."""
    fonts_open: list[TTFont] = []

    def open_it(name: str) -> TTFont:
        fonts_open.append(TTFont(FOLDER / f"{name}.ttf", lazy=True))
        return fonts_open[-1]

    yield open_it
    for font in fonts_open:
        font.close()


CARRIED = sorted(path.stem for path in FOLDER.glob("*.ttf"))


def test_every_han_character_of_gb18030_is_printed_in_every_role() -> None:
    chain = chain_of(FontRole.BODY)
    for first, last in HAN_OF_GB18030:
        for code in range(first, last + 1):
            assert chain.glyph(chr(code)).number
    dice = random.Random(5)
    for role in FontRole:
        for first, last in HAN_OF_GB18030:
            for _ in range(50):
                assert chain_of(role).glyph(chr(dice.randint(first, last))).number


@pytest.mark.parametrize("role", FontRole)
def test_rare_names_are_printed(role: FontRole) -> None:
    chain_of(role).check(NAMES, "姓名")


@pytest.mark.parametrize("character", ["\U00030000", "\U00031350", "\ue000", "\U0001f600", "\x07"])
def test_a_character_without_a_glyph_is_refused_by_name(character: str) -> None:
    with pytest.raises(MissingGlyphError) as refusal:
        chain_of(FontRole.BODY).check(f"张{character}三", "姓名")
    assert refusal.value.character == character
    assert refusal.value.code_point == f"U+{ord(character):04X}"
    assert refusal.value.field == "姓名"


@pytest.mark.parametrize("name", CARRIED)
def test_we_read_a_font_as_others_do(name: str, opened: Callable[[str], TTFont]) -> None:
    ours, theirs = FontFile(FOLDER / f"{name}.ttf"), opened(name)
    advances, order = theirs["hmtx"].metrics, theirs.getReverseGlyphMap()
    characters = theirs.getBestCmap()
    for code in random.Random(7).sample(sorted(characters), 1500):
        glyph = ours.glyph(chr(code))
        assert glyph == order[characters[code]]
        assert ours.advance(glyph) == advances[characters[code]][0]
    assert ours.glyph("\U0010fffd") == 0


@pytest.mark.parametrize("name", CARRIED)
def test_a_cut_font_holds_the_same_outlines_in_the_order_asked(
    name: str, opened: Callable[[str], TTFont]
) -> None:
    ours, theirs = FontFile(FOLDER / f"{name}.ttf"), opened(name)
    wanted = [*random.Random(3).sample(sorted(theirs.getBestCmap()), 60), 0x20]
    glyphs = [ours.glyph(chr(code)) for code in wanted]
    content = ours.cut([*glyphs, glyphs[0]])
    assert content == ours.cut([*glyphs, glyphs[0]])
    cut = TTFont(BytesIO(content), lazy=False)
    shapes, originals = cut["glyf"], theirs["glyf"]
    names, order = cut.getGlyphOrder(), theirs.getGlyphOrder()
    for place, glyph in enumerate([0, *glyphs, glyphs[0]]):
        assert cut["hmtx"][names[place]] == theirs["hmtx"][order[glyph]]
        mine = shapes[names[place]].getCoordinates(shapes)[0]
        assert mine == originals[order[glyph]].getCoordinates(originals)[0]


def made_of_parts(path: Path) -> None:
    """A font whose third glyph is the second, moved to the right."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "part", "whole"])
    builder.setupCharacterMap({0x4E00: "whole", 0x20000: "part"})
    pen = TTGlyphPen(None)
    for number, corner in enumerate([(0, 0), (0, 700), (600, 700), (600, 0)]):
        pen.lineTo(corner) if number else pen.moveTo(corner)
    pen.closePath()
    part = pen.glyph()
    pen = TTGlyphPen({"part": part})
    pen.addComponent("part", (1, 0, 0, 1, 300, 0))
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "part": part, "whole": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "part": (700, 0), "whole": (1000, 300)})
    builder.setupHorizontalHeader()
    builder.save(path)


def test_the_parts_of_a_composite_glyph_come_along(tmp_path: Path) -> None:
    made_of_parts(tmp_path / "x.ttf")
    ours = FontFile(tmp_path / "x.ttf")
    with TTFont(BytesIO(ours.cut([ours.glyph("一")]))) as cut:
        shapes = cut["glyf"]
        whole = shapes[cut.getGlyphOrder()[1]]
        assert whole.isComposite()
        assert list(whole.getCoordinates(shapes)[0]) == [
            (300, 0),
            (300, 700),
            (900, 700),
            (900, 0),
        ]


def test_a_font_that_is_gone_or_broken_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    fonts._chain.cache_clear()
    with pytest.raises(FontMissingError) as gone:
        chain_of(FontRole.TITLE)
    assert gone.value.file_name == "NotoSerifSC-Bold.ttf"
    (tmp_path / "NotoSerifSC-Bold.ttf").write_bytes(b"\0\1\0\0" + bytes(300))
    with pytest.raises(FontMissingError):
        chain_of(FontRole.TITLE)
    fonts._chain.cache_clear()


def test_each_font_is_the_one_in_the_table_and_has_its_licence() -> None:
    table = (FOLDER / "README.md").read_text("utf-8")
    for name in CARRIED:
        digest = hashlib.sha256((FOLDER / f"{name}.ttf").read_bytes()).hexdigest()
        (row,) = [line for line in table.splitlines() if line.startswith(f"| {name}.ttf |")]
        assert digest in row
        licence = row.split("|")[-2].strip()
        assert "SIL OPEN FONT LICENSE" in (FOLDER / licence).read_text("utf-8")


def test_fonts_with_reserved_names_are_untouched_or_renamed() -> None:
    for name in CARRIED:
        with TTFont(FOLDER / f"{name}.ttf", lazy=True) as font:
            family = font["name"].getDebugName(1)
        assert "Hana" not in family
        assert ("LXGW" in family) == (name == "LXGWWenKai-Regular")
