"""What codes on paper say, and which pages of a scan are the awaited ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.copy_errors import (
    ScanOfOtherRecordError,
    ScanOfOtherTextError,
    ScanOrderError,
    ScanPageTwiceError,
)
from app.domain.scan_marks import (
    DIGEST_WRITTEN,
    PageMark,
    copy_code,
    frame_code,
    fullest,
    matched,
    read_code,
)

DIGEST = "0123456789abcdef" * 4
AWAITED = PageMark("2026-0012", DIGEST)


def page(at: int, copy: int = 3, **more: str) -> PageMark:
    return PageMark(**{"number": "2026-0012", "digest": DIGEST[:16], **more}, copy=copy, page=at)


numbers = st.text(
    st.characters(exclude_characters="|\n\r", exclude_categories=("Cs",)), min_size=1, max_size=40
)
digests = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(numbers, digests, st.integers(0, 999_999), st.integers(0, 9_999))
def test_what_is_written_is_read_again(number, digest, copy, at):
    written = copy_code(PageMark(number, digest, copy, at))
    assert read_code(written) == PageMark(number, digest[:DIGEST_WRITTEN], copy, at)
    assert read_code(frame_code(number, digest)) == PageMark(number, digest)


@given(st.text(max_size=120))
def test_no_text_of_others_is_taken_for_a_mark_of_ours_or_breaks_anything(text):
    mark = read_code(text)
    assert mark is None or mark.digest


def test_of_the_codes_on_a_page_the_one_that_tells_most_counts():
    assert fullest([AWAITED, page(2)]) == page(2)
    assert fullest([]) is None


def test_a_whole_scan_in_order_is_what_was_awaited():
    match = matched([page(1), page(2), page(3)], AWAITED)
    assert (match.pages, match.unread, match.copies) == (3, (), (3,))


def test_pages_without_a_code_are_told_and_not_refused():
    match = matched([page(1), None, page(3)], AWAITED)
    assert match.unread == (2,)
    assert matched([None, None], AWAITED).unread == (1, 2)


def test_pages_of_a_print_without_page_codes_are_taken():
    assert matched([AWAITED, AWAITED], AWAITED).copies == ()


def test_pages_of_two_copies_are_told():
    assert matched([page(1, copy=3), page(2, copy=4)], AWAITED).copies == (3, 4)


def test_a_page_of_another_record_is_named():
    with pytest.raises(ScanOfOtherRecordError) as caught:
        matched([page(1), page(2, number="2026-0009")], AWAITED)
    assert (caught.value.page, caught.value.number) == (2, "2026-0009")


def test_a_page_of_another_version_is_named():
    with pytest.raises(ScanOfOtherTextError) as caught:
        matched([page(1), page(2, digest="f" * 16)], AWAITED)
    assert caught.value.page == 2


def test_pages_that_changed_places_are_named():
    with pytest.raises(ScanOrderError) as caught:
        matched([page(2), page(1)], AWAITED)
    assert (caught.value.place, caught.value.page) == (1, 2)


def test_a_page_that_is_there_twice_hides_a_missing_one():
    with pytest.raises(ScanPageTwiceError) as caught:
        matched([page(1), page(2), page(2)], AWAITED)
    assert (caught.value.page, caught.value.missing) == (2, 3)


def test_a_page_of_a_longer_document_in_the_place_of_a_missing_one():
    with pytest.raises(ScanOrderError):
        matched([page(1), page(3)], AWAITED)
