"""Every way to falsify a signed file is refused, each for its own reason."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from app.domain.verdict import OUTCOMES, Outcome, Reason
from app.signing.verify import Trust, verified
from tests.documents.paper import MADE_AT
from tests.signing.conftest import Office, new_office

CONTENTS = re.compile(rb"/Contents\s*<([0-9A-Fa-f]+)>")


def later(content: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with an increment behind it, as an editor would append it."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def draw_over(writer: IncrementalPdfFileWriter) -> None:
    stream = generic.StreamObject(stream_data=b"q 1 g 100 300 300 200 re f Q")
    writer.add_stream_to_page(0, writer.add_object(stream))


def add_note(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(0)[0].get_object()
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 100, 200, 200))),
            pdf_name("/Contents"): generic.pdf_string("added"),
            pdf_name("/DA"): generic.pdf_string("/F1 12 Tf"),
        }
    )
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])
    writer.update_container(page)


def other_appearance(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0].get_object()
    look = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 10, 10))),
        },
        stream_data=b"0 0 10 10 re f",
    )
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})
    writer.update_container(field)


def other_title(writer: IncrementalPdfFileWriter) -> None:
    writer.trailer["/Info"]["/Title"] = generic.pdf_string("另一个标题")
    writer.update_container(writer.trailer["/Info"])


def rewritten(content: bytes) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def first_revision(content: bytes) -> bytes:
    return content[: content.rindex(b"%%EOF", 0, len(content) - 10) + 6]


def contents_of(content: bytes) -> re.Match[bytes]:
    *_, last = CONTENTS.finditer(content)
    return last


def test_an_untouched_file_is_genuine(office: Office, signed_minutes: bytes) -> None:
    verdict = office.judge(signed_minutes)
    assert verdict.is_genuine
    assert verdict.outcome is Outcome.GENUINE
    (signature,) = verdict.signatures
    assert signature.signed_at == MADE_AT
    assert signature.is_intact


@pytest.mark.parametrize("change", [draw_over, add_note, other_appearance, other_title])
def test_what_is_added_later_is_refused(
    office: Office, signed_minutes: bytes, change: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    verdict = office.judge(later(signed_minutes, change))
    assert verdict.outcome is Outcome.ALTERED
    assert Reason.NOT_WHOLE_FILE in verdict.reasons
    if change is not other_title:
        assert Reason.CHANGED_AFTER_SIGNING in verdict.reasons


@pytest.mark.parametrize(
    ("behind", "reason"),
    [
        (b"\n", Reason.NOT_WHOLE_FILE),
        (b"x", Reason.BYTES_AFTER_END),
        (b"\n% hidden\n", Reason.BYTES_AFTER_END),
        (b"PK\x03\x04 another file", Reason.BYTES_AFTER_END),
    ],
)
def test_nothing_may_stand_behind_the_end(
    office: Office, signed_minutes: bytes, behind: bytes, reason: Reason
) -> None:
    verdict = office.judge(signed_minutes + behind)
    assert verdict.outcome is Outcome.ALTERED
    assert reason in verdict.reasons


def test_a_file_cut_back_to_before_the_signature_is_unsigned(
    office: Office, archived: bytes, signed_minutes: bytes
) -> None:
    assert first_revision(signed_minutes) == archived
    verdict = office.judge(first_revision(signed_minutes))
    assert verdict.outcome is Outcome.INCOMPLETE
    assert verdict.reasons == (Reason.NO_SIGNATURE,)


def test_a_file_that_another_program_saved_again_is_refused(
    office: Office, signed_minutes: bytes
) -> None:
    assert office.judge(rewritten(signed_minutes)).outcome in (Outcome.ALTERED, Outcome.UNREADABLE)


def test_a_flip_of_any_byte_is_refused(office: Office, signed_minutes: bytes) -> None:
    place = contents_of(signed_minutes).start(1)
    cms = [place + at for at in range(0, 2000, 41)]
    dice = random.Random(11)
    anywhere = dice.sample(range(len(signed_minutes)), 60)
    for at in [*cms, *anywhere, place - 1, place + 8000, len(signed_minutes) - 3]:
        flipped = bytearray(signed_minutes)
        flipped[at] ^= dice.choice((1, 2, 4, 32))
        assert not office.judge(bytes(flipped)).is_genuine, at


def test_what_hides_in_the_room_of_the_signature_is_found(
    office: Office, signed_minutes: bytes
) -> None:
    room = contents_of(signed_minutes)
    hidden = bytearray(signed_minutes)
    hidden[room.end(1) - 8 : room.end(1)] = b"DEADBEEF"
    verdict = office.judge(bytes(hidden))
    assert verdict.reasons == (Reason.SIGNATURE_PADDED,)
    other_spelling = bytearray(signed_minutes)
    text = room[1].lower()
    other_spelling[room.start(1) : room.end(1)] = text
    assert office.judge(bytes(other_spelling)).reasons == (Reason.SIGNATURE_PADDED,)


def test_a_signature_of_another_file_does_not_fit(office: Office, signed_minutes: bytes) -> None:
    with pikepdf.open(BytesIO(first_revision(signed_minutes))) as pdf:
        pdf.pages[0].contents_add(pdf.make_stream(b"0 0 10 10 re f"))
        out = BytesIO()
        pdf.save(out)
    other = bytearray(office.sign(out.getvalue()))
    place = contents_of(bytes(other))
    other[place.start(1) : place.end(1)] = contents_of(signed_minutes)[1]
    verdict = office.judge(bytes(other))
    assert verdict.outcome is Outcome.ALTERED
    assert Reason.SIGNATURE_BROKEN in verdict.reasons


def test_an_intact_file_of_another_office_is_foreign(office: Office, archived: bytes) -> None:
    verdict = office.judge(new_office().sign(archived))
    assert verdict.outcome is Outcome.FOREIGN
    assert verdict.reasons == (Reason.CERTIFICATE_UNKNOWN,)
    assert verdict.signatures[0].is_intact


def test_without_anybody_to_trust_nothing_is_genuine(signed_minutes: bytes) -> None:
    assert verified(signed_minutes, Trust(), MADE_AT).outcome is Outcome.FOREIGN


def test_a_signature_dated_outside_its_certificate_is_refused(
    office: Office, archived: bytes
) -> None:
    early = office.sign(archived, MADE_AT - timedelta(days=400))
    assert Reason.CERTIFICATE_OUT_OF_DATE in office.judge(early).reasons


def test_a_vault_knows_its_own_files(office: Office, signed_minutes: bytes) -> None:
    digest = office.judge(signed_minutes).sha256
    kept = Trust(office.trust.fingerprints, is_kept=lambda found: found == digest)
    assert verified(signed_minutes, kept, MADE_AT).is_genuine
    empty = Trust(office.trust.fingerprints, is_kept=lambda _: False)
    verdict = verified(signed_minutes, empty, MADE_AT)
    assert (verdict.outcome, verdict.reasons) == (Outcome.FOREIGN, (Reason.NOT_IN_VAULT,))


def test_another_field_is_asked_for_and_missing(office: Office, signed_minutes: bytes) -> None:
    both = Trust(office.trust.fingerprints, fields=("谈话单位", "谈话对象"))
    verdict = verified(signed_minutes, both, MADE_AT)
    assert verdict.outcome is Outcome.INCOMPLETE
    assert verdict.reasons == (Reason.FIELD_UNSIGNED,)


def test_a_field_nobody_put_there_is_found(office: Office, archived: bytes) -> None:
    with pikepdf.open(BytesIO(archived)) as pdf:
        field = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String("别的"),
            Rect=[0, 0, 0, 0],
            F=4,
        )
        pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), SigFlags=3)
        out = BytesIO()
        pdf.save(out)
    assert Reason.UNEXPECTED_FIELD in office.judge(office.sign(out.getvalue())).reasons


@pytest.mark.parametrize(
    ("untrusted", "reason"),
    [
        (b"", Reason.NOT_A_PDF),
        (b"PK\x03\x04", Reason.NOT_A_PDF),
        (b"%PDF-1.7\n", Reason.CANNOT_BE_READ),
        (b"%PDF-1.7\n%%EOF", Reason.CANNOT_BE_READ),
        (b"%PDF-1.7\nstartxref\n9\n%%EOF", Reason.CANNOT_BE_READ),
    ],
)
def test_what_is_no_document_is_unreadable(
    office: Office, untrusted: bytes, reason: Reason
) -> None:
    verdict = office.judge(untrusted)
    assert verdict.outcome is Outcome.UNREADABLE
    assert reason in verdict.reasons


def test_every_reason_leads_to_an_outcome() -> None:
    assert set(OUTCOMES) == set(Reason)
    assert Outcome.GENUINE not in OUTCOMES.values()
