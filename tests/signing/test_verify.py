"""Every way to falsify a signed file is refused, each for its own reason."""

from __future__ import annotations

import random
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from app.domain.verdict import OUTCOMES, Outcome, Reason
from app.signing.verify import Trust, verified
from tests.documents.paper import MADE_AT
from tests.signing.attacks import (
    Change,
    add_note,
    containers,
    cut_to,
    draw_over,
    later,
    other_appearance,
    other_title,
    replace_text,
    rewritten,
)
from tests.signing.conftest import Office, new_office


def test_an_untouched_file_is_genuine(office: Office, signed_minutes: bytes) -> None:
    verdict = office.judge(signed_minutes)
    assert verdict.is_genuine
    assert verdict.outcome is Outcome.GENUINE
    (signature,) = verdict.signatures
    assert signature.signed_at == MADE_AT
    assert signature.is_intact


@pytest.mark.parametrize(
    "change", [draw_over, replace_text, add_note, other_appearance, other_title]
)
def test_what_is_added_later_is_refused(
    office: Office, signed_minutes: bytes, change: Change
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
    assert cut_to(signed_minutes, 1) == archived
    verdict = office.judge(cut_to(signed_minutes, 1))
    assert verdict.outcome is Outcome.INCOMPLETE
    assert verdict.reasons == (Reason.NO_SIGNATURE,)


def test_a_file_that_another_program_saved_again_is_refused(
    office: Office, signed_minutes: bytes
) -> None:
    assert office.judge(rewritten(signed_minutes)).outcome in (Outcome.ALTERED, Outcome.UNREADABLE)


def test_a_flip_of_any_byte_is_refused(office: Office, signed_minutes: bytes) -> None:
    place = containers(signed_minutes)[-1].start(1)
    cms = [place + at for at in range(0, 2000, 131)]
    dice = random.Random(11)
    anywhere = dice.sample(range(len(signed_minutes)), 12)
    behind = range(place + 8192, len(signed_minutes), 43)
    for at in [*cms, *anywhere, *behind, place - 1, place + 8000, len(signed_minutes) - 3]:
        flipped = bytearray(signed_minutes)
        flipped[at] ^= dice.choice((1, 2, 4, 32))
        assert not office.judge(bytes(flipped)).is_genuine, at


@pytest.mark.parametrize(
    ("stands", "instead"),
    [
        (b"/SubFilter /ETSI.CAdES.detached", b"/SubFilter /ETSI.CAdES.detachee"),
        (b"/SubFilter /ETSI.CAdES.detached", b"/SubFilter /ETSI.RFC3161       "),
        (b"/SubFilter", b"/SubFelter"),
        (b"/Type /Sig\n", b"/Type /Sie\n"),
        (b"/Filter /Adobe.PPKLite", b"/Felter /Adobe.PPKLite"),
        (b"/ByteRange", b"/BiteRange"),
    ],
)
def test_what_is_no_longer_called_a_signature_is_not_passed_over(
    office: Office, signed_minutes: bytes, stands: bytes, instead: bytes
) -> None:
    verdict = office.judge(signed_minutes.replace(stands, instead))
    assert not verdict.is_genuine
    assert verdict.outcome in (Outcome.ALTERED, Outcome.INCOMPLETE)


def test_what_hides_in_the_room_of_the_signature_is_found(
    office: Office, signed_minutes: bytes
) -> None:
    room = containers(signed_minutes)[-1]
    hidden = bytearray(signed_minutes)
    hidden[room.end(1) - 8 : room.end(1)] = b"DEADBEEF"
    verdict = office.judge(bytes(hidden))
    assert verdict.reasons == (Reason.SIGNATURE_PADDED,)
    other_spelling = bytearray(signed_minutes)
    text = room[1].lower()
    other_spelling[room.start(1) : room.end(1)] = text
    assert office.judge(bytes(other_spelling)).reasons == (Reason.SIGNATURE_PADDED,)


def test_a_signature_of_another_file_does_not_fit(office: Office, signed_minutes: bytes) -> None:
    with pikepdf.open(BytesIO(cut_to(signed_minutes, 1))) as pdf:
        pdf.pages[0].contents_add(pdf.make_stream(b"0 0 10 10 re f"))
        out = BytesIO()
        pdf.save(out)
    other = bytearray(office.sign(out.getvalue()))
    place = containers(bytes(other))[-1]
    other[place.start(1) : place.end(1)] = containers(signed_minutes)[-1][1]
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
            P=pdf.pages[0].obj,
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
