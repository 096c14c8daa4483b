"""Fonts of the machine in documents: whatever their em and map, every character comes out right."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents import archive, fonts
from app.documents.font_file import FontFile
from app.documents.font_names import described
from app.documents.font_sample import font_sample
from app.documents.fonts import FontRole, chain_of, fault_in, is_there, set_in
from app.documents.minutes import Edition, typeset
from app.documents.pictures import text_of
from app.documents.sheet import Imprint, Sheet, written
from app.documents.typesetting import Style, paragraph
from app.domain.errors import MissingGlyphError
from app.domain.typeface_errors import FontGoneError
from app.domain.typefaces import CARRIED, FontFault, FontProfile, Typeface
from tests.documents.font_smith import Wanted, collected, made, smithed
from tests.documents.paper import LONG_NAME, MADE_AT, RARE, make_minutes, tool

RANGES = (
    "㐀䶵",
    "𠀀𪛖",
    "𪜀𫜴",
    "𫝀𫠝",
    "𫠠𬺡",
    "𬺰𮯠",
)  # the first and last of Ext A, B, C, D, E, F
DICE = random.Random(2000)
EXTENSIONS = "".join(
    first + "".join(chr(DICE.randint(ord(first), ord(last))) for _ in range(15)) + last
    for first, last in RANGES
)


def face_of(path: Path, index: int = 0) -> Typeface:
    return described(path)[index].face


def profile_of(path: Path, *roles: FontRole) -> FontProfile:
    return FontProfile(tuple((role, face_of(path)) for role in roles or (FontRole.BODY,)))


@pytest.mark.parametrize("units", [256, 1000, 1024, 2048])
@pytest.mark.parametrize("has_short_metrics", [False, True])
def test_widths_and_text_are_right_whatever_the_em(
    units: int, has_short_metrics: bool, tmp_path: Path
) -> None:
    wanted = Wanted(
        units=units,
        has_short_metrics=has_short_metrics,
        has_full_map=units == 1024,
        has_few=True,
    )
    path = smithed(tmp_path / "SIMFANG.TTF", wanted)
    with TTFont(path) as font:
        kept = font["hhea"].numberOfHMetrics
        assert (kept < font["maxp"].numGlyphs) == has_short_metrics
    with set_in(profile_of(path, *FontRole)):
        content = archive.archived(typeset(make_minutes(2), Edition(MADE_AT)).pdf)
    archive.check(content)  # both validators hold each width against the font's own
    file = tmp_path / "minutes.pdf"
    file.write_bytes(content)
    assert "FangSong_GB2312" in tool("pdffonts", file)
    copied = tool("pdftotext", file, "-").replace("\n", "")
    for name in (RARE, LONG_NAME, "3 680.5"):
        assert name in copied
    assert "FangSong_GB2312 5.000" in tool("pdfinfo", file)


def test_a_character_without_an_outline_is_taken_from_the_next_font(tmp_path: Path) -> None:
    path = smithed(tmp_path / "f.ttf", Wanted(empty="阿", missing="啊", has_few=True))
    with set_in(profile_of(path)):
        chain = chain_of(FontRole.BODY)
        assert chain.glyph("哀").font.name == "FangSong_GB2312"
        assert chain.glyph("阿").font.name == "NotoSerifSC-Regular"
        assert chain.glyph("啊").font.name == "NotoSerifSC-Regular"
        with pytest.raises(MissingGlyphError):
            chain.check("\U00031350", "姓名")
    assert chain_of(FontRole.BODY).glyph("哀").font.name == "NotoSerifSC-Regular"


@pytest.mark.parametrize(
    ("allowed", "fault"),
    [
        (0x0000, None),
        (0x0002, FontFault.NO_EMBEDDING),
        (0x0004, None),
        (0x0008, None),
        (0x000A, None),  # the least strict of several counts
        (0x0100, FontFault.NO_CUTTING),
        (0x0200, FontFault.NO_EMBEDDING),
    ],
)
def test_what_its_maker_forbids_is_respected(
    allowed: int, fault: FontFault | None, tmp_path: Path
) -> None:
    path = smithed(tmp_path / "f.ttf", Wanted(allowed=allowed, has_few=True))
    assert described(path)[0].fault is fault
    assert fault_in(face_of(path)) is (fault or FontFault.NOT_CHINESE)


def test_each_font_of_a_collection_is_found_and_used_by_its_place(tmp_path: Path) -> None:
    path = collected(
        tmp_path / "simsun.ttc",
        [
            Wanted(name="宋体", postscript="SimSun"),
            Wanted(name="楷体", postscript="KaiTi", units=256),
        ],
    )
    assert [font.face.name for font in described(path)] == ["宋体", "楷体"]
    second = face_of(path, 1)
    assert (second.index, second.said, fault_in(second)) == (1, "楷体 5.000", None)
    with set_in(FontProfile(((FontRole.NOTE, second),))):
        assert chain_of(FontRole.NOTE).glyph("国").font.units == 256
    assert not is_there(replace(second, index=2))


def test_outlines_that_archived_files_cannot_hold_are_named(tmp_path: Path) -> None:
    cubic = tmp_path / "cff.otf"
    font = TTFont(smithed(tmp_path / "f.ttf"))
    del font["glyf"], font["loca"]
    font.save(cubic)
    assert described(cubic)[0].fault is FontFault.CUBIC_OUTLINES
    assert fault_in(face_of(cubic)) is FontFault.CUBIC_OUTLINES


def test_names_in_an_old_encoding_are_read(tmp_path: Path) -> None:
    path = smithed(tmp_path / "FZXBS.TTF")
    font = TTFont(path)
    font["name"].names = []
    font["name"].setName("方正小标宋简体", 4, 3, 3, 0x0804)
    font.save(path)
    (found,) = described(path)
    assert found.face.name == "方正小标宋简体"
    assert found.names == {"方正小标宋简体"}
    assert fault_in(found.face) is None
    with set_in(profile_of(path)):
        assert chain_of(FontRole.BODY).glyph("国").font.said == "FZXBS 5.000"


def test_a_latin_font_is_not_taken_for_a_chinese_one(tmp_path: Path) -> None:
    path = smithed(tmp_path / "f.ttf", Wanted(missing="".join(fonts.EVERYDAY[::2])))
    assert fault_in(face_of(path)) is FontFault.NOT_CHINESE


def test_a_font_that_went_or_was_exchanged_is_told_by_name(tmp_path: Path) -> None:
    path = smithed(tmp_path / "f.ttf")
    profile = profile_of(path)
    path.unlink()
    fonts._chain.cache_clear()
    fonts.open_font.cache_clear()
    with pytest.raises(FontGoneError) as gone, set_in(profile):
        pytest.fail("nothing is set in a font that is not there")
    assert (gone.value.name, gone.value.role) == ("仿宋_GB2312 5.000", "仿宋")
    smithed(path, Wanted(revision=5.3))
    with pytest.raises(FontGoneError), set_in(profile):
        pytest.fail("another edition breaks lines elsewhere")


def test_two_documents_at_once_each_keep_their_fonts(tmp_path: Path) -> None:
    profiles = [CARRIED, *(profile_of(smithed(tmp_path / f"{n}.ttf", one), *FontRole)
                           for n, one in enumerate((Wanted(has_few=True), Wanted(has_few=True, postscript="Other", units=256))))]  # fmt: skip
    made: dict[int, set[bytes]] = {0: set(), 1: set(), 2: set()}

    def make(number: int) -> None:
        for _ in range(3):
            with set_in(profiles[number]):
                made[number].add(written(typeset(make_minutes(1), Edition(MADE_AT)).pdf))

    lanes = [threading.Thread(target=make, args=(number,)) for number in (0, 1, 2)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    assert [len(made[number]) for number in made] == [1, 1, 1]
    assert len(set.union(*made.values())) == 3


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_font_is_refused_never_a_crash(data: st.DataObject, tmp_path: Path) -> None:
    whole = made(Wanted(has_few=True))
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.one_of(st.integers(0, 400), st.integers(0, len(whole) - 1)))
        broken[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(broken)), st.integers(0, len(broken))))
    path = tmp_path / "broken.ttf"
    path.write_bytes(broken[:cut])
    described(path)
    try:
        font = FontFile(path)
        font.check()
    except (ValueError, OSError):
        return
    font.cut([font.glyph(c) for c in "谈话记录" if font.glyph(c)])


def test_the_sample_page_names_the_fonts_of_each_role(tmp_path: Path) -> None:
    with set_in(profile_of(smithed(tmp_path / "f.ttf"), FontRole.NOTE)):
        text = "".join(text_of(font_sample(MADE_AT)))
    assert "楷体：FangSong_GB2312" in text
    assert "仿宋：NotoSerifSC-Regular" in text


@pytest.mark.parametrize("role", FontRole)
def test_characters_of_every_plane_are_copied_out_as_they_went_in(
    role: FontRole, tmp_path: Path
) -> None:
    sheet = Sheet((400, 200))
    sheet.begin_page()
    paragraph(EXTENSIONS + RARE, Style(role, 12, 20), 380).draw(sheet, 10, 190)
    file = tmp_path / "planes.pdf"
    content = archive.archived(sheet.pdf(Imprint("字", "字", MADE_AT)))
    file.write_bytes(content)
    assert EXTENSIONS + RARE in tool("pdftotext", file, "-").replace("\n", "")
    assert EXTENSIONS + RARE in tool("mutool", "draw", "-F", "txt", file).replace("\n", "")
    for line in tool("pdffonts", file).splitlines()[2:]:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line
    assert "notdef" not in tool("mutool", "info", file)
