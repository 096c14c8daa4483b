"""Paper for the day the machine fails, and the page a printer is tried with."""

from __future__ import annotations

from contextlib import closing

import pypdfium2
import pytest

from app.documents import scan_match
from app.documents.archive import check
from app.documents.blank_form import LABELS, BlankForm, blank_form
from app.documents.pictures import text_of
from app.documents.trial_page import DIGEST, NUMBER, RULER, trial_page
from app.domain.minutes import CLOSING_LINE
from app.domain.scan_marks import PageMark
from tests.documents.paper import LONG_NAME, MADE_AT, OFFICE, RARE

MM = 72 / 25.4
KNOWN = (("谈话时间", "2026年3月5日"), ("谈话对象", RARE), ("列席人员", LONG_NAME))


def form(pages: int = 3, **more: object) -> BlankForm:
    return BlankForm(OFFICE, MADE_AT, pages, closing_line=CLOSING_LINE, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("pages", [1, 2, 3, 7])
def test_every_page_has_lines_a_number_and_a_place_to_sign(pages):
    made = blank_form(form(pages))
    check(made)
    texts = text_of(made)
    assert len(texts) == pages
    for number, text in enumerate(texts, 1):
        plain = "".join(text.split())
        assert f"—{number}—" in plain
        assert "谈话对象（签名）" in plain
    first = "".join(texts[0].split())
    assert all(label in first for label in LABELS)
    assert "亲笔书写" in texts[-1]
    assert [("亲笔书写" in text) for text in texts].count(True) == 1


def test_what_is_known_is_printed_in_and_the_rest_stays_blank():
    made = blank_form(form(2, number="2026-0012", fields=KNOWN, has_fingerprint=True))
    text = "".join("".join(text_of(made)).split())
    assert "2026年3月5日" in text
    assert RARE in text
    assert LONG_NAME[:20] in text, "a label beyond the usual ones has its row"
    assert "编号：2026-0012" in text
    assert "指印" in text
    assert blank_form(form(2, number="2026-0012", fields=KNOWN, has_fingerprint=True)) == made


def lines_on(page: pypdfium2.PdfPage) -> list[float]:
    """The heights of the rules that go over the whole width, from the top."""
    picture = page.render(scale=1, grayscale=True).to_pil()
    left, right = int(30 * MM), int(180 * MM)
    found = []
    for y in range(picture.height):
        row = picture.crop((left, y, right, y + 1))
        if row.getextrema()[1] < 245:
            found.append(picture.height - y)
    return found


def test_the_lines_for_the_hand_never_run_into_the_signatures():
    made = blank_form(form(2))
    with closing(pypdfium2.PdfDocument(made)) as document:
        for page in document:
            assert len(lines_on(page)) >= 6
            words = page.get_textpage()
            hits = words.search("签名")
            while (found := hits.get_next()) is not None:
                _, foot, _, top = words.get_charbox(found[0])
                across = [y for y in lines_on(page) if foot < y < top]
                assert not across


def test_the_trial_page_shows_edges_greys_type_and_a_code_that_can_be_read():
    made = trial_page(OFFICE, MADE_AT)
    check(made)
    front, back = scan_match.read(made, "scan.pdf")
    assert front == PageMark(NUMBER, DIGEST[:16], 0, 1)
    assert back is not None
    assert back.page == 2
    text = text_of(made)[0]
    assert RARE[0] in text
    assert str(RULER) in text
    with closing(pypdfium2.PdfDocument(made)) as document:
        grey = document[0].render(scale=1, grayscale=True).to_pil()
    assert {0, 255} <= {level for _, level in grey.getcolors(256)}
