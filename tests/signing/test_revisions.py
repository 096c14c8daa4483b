"""Hostile files: read in bounded time and memory, never with a failure of the program."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import ObjectStreamMode

from app.domain.verdict import Outcome, Reason
from app.signing.revisions import MOST_REVISIONS, StructureError, revisions_of
from app.signing.verify import Trust, verified
from tests.documents.paper import MADE_AT
from tests.signing.attacks import rewritten
from tests.signing.conftest import Office

TABLE = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 9999 /Root 1 0 R %b>>\nstartxref\n%d\n%%%%EOF\n"
MARK = b"% /ByteRange\n"
SECONDS = 5.0


def reason_of(untrusted: bytes) -> Reason:
    with pytest.raises(StructureError) as caught:
        revisions_of(untrusted)
    return caught.value.reason


def table(before: bytes, more: bytes = b"") -> bytes:
    return before + TABLE % (more, len(before))


def test_the_revisions_of_a_signed_file(archived: bytes, signed_minutes: bytes) -> None:
    first, second = revisions_of(signed_minutes)
    assert (first.end, second.end) == (len(archived), len(signed_minutes))
    assert 1 in first.objects & second.objects
    assert max(second.objects) > max(first.objects)


def test_tables_that_lead_in_a_circle_or_forward_are_refused() -> None:
    begins = b"%PDF-1.7\n"
    assert reason_of(table(begins, b"/Prev 9 ")) is Reason.OTHER_STRUCTURE
    assert reason_of(table(begins, b"/Prev 99999999 ")) is Reason.OTHER_STRUCTURE
    assert reason_of(table(begins, b"/Prev 1 ")) is Reason.CANNOT_BE_READ


@pytest.mark.parametrize(
    "more",
    [
        b"/XRefStm 9 ",
        b"/Encrypt 2 0 R ",
        b"/Prev 1 0 R ",
        b"/Size 9 ",
        b"/ID [(a) (b)] ",
        b"<</A 1>> ",
    ],
)
def test_a_trailer_says_what_ours_say_and_no_more(more: bytes) -> None:
    assert reason_of(table(b"%PDF-1.7\n", more)) is Reason.OTHER_STRUCTURE


@pytest.mark.parametrize(
    "entries",
    [
        b"0 9999999999\n0000000000 65535 f \n",
        b"1 1\n0000000000 65535 f \n",
        b"1 1\n9999999999 00000 n \n",
        b"1 2\n0000000009 00000 n \n0000000009 0000\n",
        b"1 1\n0000000003 00000 n \n1 1\n0000000003 00000 n \n",
    ],
    ids=["too many", "freed", "beyond the end", "short", "twice"],
)
def test_a_table_tells_each_object_once_and_where_it_is(entries: bytes) -> None:
    whole = table(b"%PDF-1.7\n").replace(b"0 1\n0000000000 65535 f \n", entries)
    assert reason_of(whole) is Reason.OTHER_STRUCTURE


def test_ten_thousand_revisions_are_not_followed(office: Office, signed_minutes: bytes) -> None:
    pieces, size = [signed_minutes], len(signed_minutes)
    previous = int(re.findall(rb"startxref\n(\d+)", signed_minutes)[-1])
    for _ in range(10_000):
        pieces.append(TABLE % (b"/Prev %d " % previous, size))
        previous, size = size, size + len(pieces[-1])
    begun = time.monotonic()
    verdict = office.judge(b"".join(pieces))
    assert time.monotonic() - begun < SECONDS
    assert (verdict.outcome, verdict.reasons) == (
        Outcome.ALTERED,
        (Reason.TOO_MANY_REVISIONS,),
    )
    few = b"".join(pieces[: MOST_REVISIONS - 1])
    assert Reason.NOT_WHOLE_FILE in office.judge(few).reasons


def bomb() -> bytes:
    """A stream of references that would unpack to a gigabyte."""
    packed = zlib.compress(bytes(1 << 20)) * 4
    body = b"%%PDF-1.7\n%b1 0 obj\n<< /Type /XRef /W [1 4 2] /Size 100000000 /Filter " % MARK
    body += b"/FlateDecode /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (len(packed), packed)
    at = body.index(b"1 0 obj")
    return body + b"startxref\n%d\n%%%%EOF\n" % at


def nested() -> bytes:
    """A catalogue of a hundred thousand lists in each other."""
    head = b"%%PDF-1.7\n%b" % MARK
    body = head + b"1 0 obj\n<< /Type /Catalog /AcroForm " + b"[" * 100_000 + b"\n>>\nendobj\n"
    entries = b"0 2\n0000000000 65535 f \n%010d 00000 n \n" % len(head)
    return table(body).replace(b"0 1\n0000000000 65535 f \n", entries)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (bomb, Reason.OTHER_STRUCTURE),
        (nested, Reason.CANNOT_BE_READ),
        (lambda: b"%PDF-1.7\n" + MARK + b"xref\n" * 400_000, Reason.CANNOT_BE_READ),
        (lambda: b"%PDF-1.7\n" + b"startxref\n" * 400_000, Reason.CANNOT_BE_READ),
        (lambda: b"%PDF-1.7\n" + MARK + b"<<" * 2_000_000 + b"%%EOF", Reason.CANNOT_BE_READ),
    ],
    ids=["bomb", "nested", "tables", "ends", "lists"],
)
def test_hostile_files_are_refused_quickly(
    office: Office, make: Callable[[], bytes], reason: Reason
) -> None:
    untrusted = make()
    begun = time.monotonic()
    verdict = office.judge(untrusted)
    assert time.monotonic() - begun < SECONDS
    assert verdict.outcome is Outcome.UNREADABLE
    assert reason in verdict.reasons


def test_an_unsigned_file_of_any_program_has_no_signature(office: Office, archived: bytes) -> None:
    packed = rewritten(archived, object_stream_mode=ObjectStreamMode.generate)
    assert office.judge(packed).reasons == (Reason.NO_SIGNATURE,)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=st.integers(0, 1200), length=st.integers(0, 40), filling=st.binary(max_size=40))
def test_whatever_is_done_to_the_end_of_a_file_it_is_told_and_never_fails(
    office: Office, signed_minutes: bytes, at: int, length: int, filling: bytes
) -> None:
    from_end = len(signed_minutes) - at
    forged = signed_minutes[:from_end] + filling + signed_minutes[from_end + length :]
    if forged != signed_minutes:
        assert not office.judge(forged).is_genuine


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_get_a_verdict(filling: bytes) -> None:
    verdict = verified(b"%PDF-1.7\n" + filling, Trust(), MADE_AT)
    assert verdict.outcome in (Outcome.UNREADABLE, Outcome.INCOMPLETE)
