"""The recovery sheet: what tired eyes need is on it, and nothing that would help a thief."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pypdfium2
import pytest
import segno

from app.documents import page_frame
from app.documents.page_frame import MM, PAGE
from app.documents.pictures import picture, text_of
from app.documents.recovery_sheet import (
    GROUPS_TOP,
    LETTERS,
    QR_SIDE,
    RIGHT,
    SheetFacts,
    recovery_sheet,
    short_number,
)
from app.domain.errors import MissingGlyphError
from app.domain.recovery import CardSet, RecoveryCard, written_groups
from ui.terms import CARD_LETTER

MADE = datetime(2026, 3, 5, 9, 0, tzinfo=timezone(timedelta(hours=8)))
SECRETS = {"A": bytes(range(16)), "B": bytes(range(100, 116)), "C": b"\xff" * 16}
FACTS = SheetFacts("清河县纪委监委", "9f3c1a2b" * 4, MADE)
DPI = 300


def made() -> CardSet:
    cards = tuple(RecoveryCard(letter, written_groups(s)) for letter, s in SECRETS.items())
    return CardSet(3, MADE, cards)


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return recovery_sheet(made(), FACTS)


@pytest.fixture(scope="module")
def pages(sheet) -> list[str]:
    return ["".join(text.split()) for text in text_of(sheet)]


def test_each_card_has_a_page_of_its_own(pages):
    assert len(pages) == 3
    for card, page in zip(made().cards, pages, strict=True):
        assert LETTERS[card.letter] in page
        assert f"{card.letter}单" in page
        for group in card.groups:
            assert group in page


def test_no_page_holds_another_cards_groups(pages):
    for card in made().cards:
        others = [page for other, page in zip(made().cards, pages, strict=True) if other != card]
        assert not any(group in page for group in card.groups for page in others)


def test_each_page_says_which_set_when_made_and_of_which_vault(pages):
    for page in pages:
        assert "第3套" in page
        assert "2026年3月5日" in page
        assert "9F3C1A2B" in page
        assert "清河县纪委监委" in page
        assert "任意两张" in page
        assert "未经商用密码产品认证" in page


def test_the_groups_stand_in_order_with_their_numbers(pages):
    card = made().cards[0]
    places = [pages[0].index(group) for group in card.groups]
    assert places == sorted(places)
    assert all(f"第{number}组" in pages[0] for number in range(1, 8))


def test_the_picture_code_says_the_same_as_the_groups(sheet):
    for number, card in enumerate(made().cards):
        expected = [
            [bool(dark) for dark in row]
            for row in segno.make(card.code, error="m", micro=False, mask=3).matrix
        ]
        assert _squares(sheet, number, len(expected)) == expected


def _squares(sheet: bytes, number: int, count: int) -> list[list[bool]]:
    page = picture(sheet, number, DPI)
    scale, module = DPI / 72, QR_SIDE / count
    left, foot = RIGHT - QR_SIDE, GROUPS_TOP - QR_SIDE - 2 * MM
    found = []
    for row in range(count):
        y = PAGE[1] - (foot + (count - row - 0.5) * module)
        line = []
        for column in range(count):
            x = left + (column + 0.5) * module
            at = round(y * scale) * page.stride + round(x * scale) * 3
            line.append(page.rgb[at] < 128)
        found.append(line)
    return found


def test_nothing_is_printed_where_a_printer_cannot_reach(sheet):
    document = pypdfium2.PdfDocument(sheet)
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            assert left >= 10 * MM
            assert right <= PAGE[0] - 10 * MM
            assert bottom >= 10 * MM
            assert top <= PAGE[1] - 10 * MM
    document.close()


def test_a_long_name_of_the_unit_stays_on_its_line():
    name = "某某自治州某某土家族苗族侗族自治县纪律检查委员会监察委员会派驻纪检监察组"
    document = pypdfium2.PdfDocument(recovery_sheet(made(), replace(FACTS, unit=name)))
    text = document[0].get_textpage()
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    assert max(box[2] for box in boxes) <= RIGHT + 1
    document.close()


def test_a_unit_that_cannot_be_printed_is_named():
    with pytest.raises(MissingGlyphError) as refused:
        recovery_sheet(made(), replace(FACTS, unit="清河\U000f0000县"))
    assert refused.value.field == "单位名称"


def test_the_same_cards_make_the_same_bytes(sheet):
    assert recovery_sheet(made(), FACTS) == sheet


def test_what_stands_on_a_card_is_remembered_nowhere():
    before = page_frame.qr_operators.cache_info().currsize
    recovery_sheet(made(), FACTS)
    assert page_frame.qr_operators.cache_info().currsize == before


def test_the_file_says_nothing_of_itself_but_what_it_is(sheet):
    document = pypdfium2.PdfDocument(sheet)
    told = " ".join(document.get_metadata_dict().values())
    document.close()
    assert "谈心簿恢复单" in told
    assert "清河" not in told
    assert not any(group in told for card in made().cards for group in card.groups)


def test_cards_are_called_alike_on_paper_and_on_the_screen():
    assert LETTERS == CARD_LETTER


def test_the_number_of_a_vault_is_short_enough_to_compare():
    assert short_number("9f3c1a2b" * 4) == "9F3C 1A2B"
