"""A file that an office and three persons signed: every way to falsify it has its own reason."""

from __future__ import annotations

import random
from datetime import timedelta
from io import BytesIO

import pytest
from cryptography.hazmat.primitives import serialization

from app.documents import archive
from app.documents.minutes import Edition, typeset
from app.domain.signer import PERSONAL_FIELDS
from app.domain.verdict import Outcome, Reason, Verdict
from app.signing import sign
from app.signing.keys import MemoryKey
from app.signing.verify import Trust, verified
from tests.documents.paper import MADE_AT, make_minutes
from tests.signing.attacks import (
    Change,
    add_note,
    container_in,
    containers,
    cut_to,
    draw_over,
    give_field_an_act,
    hide_field,
    hybrid,
    in_object_streams,
    later,
    move_field,
    nothing,
    other_appearance,
    other_catalogue,
    other_information,
    other_title,
    put,
    replace_text,
    rewritten,
    share_signature,
    slipped_in,
)
from tests.signing.conftest import Office, new_office
from tests.signing.several import LOOK, NAMES, PLACES, Signers, own_key

INTERVIEWEE, RECORDER, INTERVIEWER = NAMES


@pytest.fixture(scope="module")
def archived() -> bytes:
    """Two short pages."""
    return archive.archived(typeset(make_minutes(2), Edition(MADE_AT, "ab" * 32)).pdf)


@pytest.fixture(scope="module")
def signers(office: Office) -> Signers:
    return Signers(office, tuple(own_key() for _ in PERSONAL_FIELDS))


@pytest.fixture(scope="module")
def revisions(signers: Signers, archived: bytes) -> list[bytes]:
    return signers.revisions(archived)


@pytest.fixture
def whole(revisions: list[bytes]) -> bytes:
    return revisions[-1]


def test_untouched_it_is_genuine_and_every_signature_is_told(
    signers: Signers, whole: bytes, revisions: list[bytes]
) -> None:
    verdict = signers.judge(whole)
    assert verdict.outcome is Outcome.GENUINE
    assert [one.field for one in verdict.signatures] == ["谈话单位", *NAMES]
    assert [one.covers for one in verdict.signatures] == [len(one) for one in revisions]
    assert [one.certifies for one in verdict.signatures] == [True, False, False, False]
    assert [one.locks for one in verdict.signatures] == [False, False, False, True]
    assert all(one.is_intact for one in verdict.signatures)
    assert {one.method for one in verdict.signatures} == {"ECDSA P-256，SHA-256"}


def test_cut_back_to_an_earlier_revision_its_empty_fields_are_told(
    signers: Signers, whole: bytes, revisions: list[bytes], archived: bytes
) -> None:
    for signed in range(1, 4):
        assert cut_to(whole, signed + 1) == revisions[signed - 1]
        verdict = signers.judge(cut_to(whole, signed + 1))
        assert (verdict.outcome, verdict.reasons) == (
            Outcome.INCOMPLETE,
            (Reason.FIELD_UNSIGNED,),
        )
        assert verdict.open_fields == NAMES[signed - 1 :]
    assert cut_to(whole, 1) == archived
    assert signers.judge(archived).reasons == (Reason.NO_SIGNATURE,)


def test_a_field_that_was_waived_may_stay_open(signers: Signers, revisions: list[bytes]) -> None:
    plain = signers.trust
    waived = Trust(
        plain.fingerprints, persons=plain.persons, waived=frozenset([RECORDER, INTERVIEWER])
    )
    verdict = verified(revisions[1], waived, MADE_AT)
    assert verdict.outcome is Outcome.GENUINE
    assert verdict.waived == (RECORDER, INTERVIEWER)
    assert verified(revisions[0], waived, MADE_AT).reasons == (Reason.FIELD_UNSIGNED,)


@pytest.mark.parametrize(
    "change", [draw_over, replace_text, add_note, other_appearance, other_title]
)
def test_an_increment_behind_the_last_signature_is_refused(
    signers: Signers, whole: bytes, change: Change
) -> None:
    verdict = signers.judge(later(whole, change))
    assert verdict.outcome is Outcome.ALTERED
    assert Reason.NOT_WHOLE_FILE in verdict.reasons
    if change is not other_title:
        assert Reason.CHANGED_AFTER_SIGNING in verdict.reasons


@pytest.mark.parametrize(
    "change",
    [
        draw_over,
        replace_text,
        add_note,
        other_title,
        other_information,
        other_catalogue,
        move_field,
        hide_field,
        give_field_an_act,
    ],
)
def test_who_signs_may_change_nothing_else_in_that_revision(
    signers: Signers, revisions: list[bytes], change: Change
) -> None:
    forged = slipped_in(revisions[2], INTERVIEWER, signers.keys[2], change)
    verdict = signers.judge(forged)
    assert (verdict.outcome, verdict.reasons) == (
        Outcome.ALTERED,
        (Reason.CHANGED_AFTER_SIGNING,),
    )
    assert all(one.is_intact for one in verdict.signatures)


@pytest.mark.parametrize("change", [nothing, draw_over, other_title])
def test_what_is_slipped_in_between_two_signatures_is_found(
    signers: Signers, revisions: list[bytes], change: Change
) -> None:
    forged = signers.add(later(revisions[2], change), INTERVIEWER, signers.keys[2])
    verdict = signers.judge(forged)
    assert verdict.outcome is Outcome.ALTERED
    assert Reason.BESIDE_SIGNATURES in verdict.reasons


def test_the_picture_of_another_signature_may_not_be_exchanged(
    signers: Signers, revisions: list[bytes]
) -> None:
    forged = slipped_in(revisions[1], RECORDER, signers.keys[1], other_appearance)
    assert Reason.CHANGED_AFTER_SIGNING in signers.judge(forged).reasons


def test_one_signature_does_not_serve_two_fields(signers: Signers, revisions: list[bytes]) -> None:
    verdict = signers.judge(later(revisions[2], share_signature))
    assert verdict.outcome is Outcome.ALTERED
    assert Reason.BESIDE_SIGNATURES in verdict.reasons
    forged = slipped_in(revisions[1], INTERVIEWER, signers.keys[2], share_signature)
    assert Reason.CHANGED_AFTER_SIGNING in signers.judge(forged).reasons


def test_containers_exchanged_with_each_other_or_another_file_do_not_fit(
    signers: Signers, whole: bytes, archived: bytes
) -> None:
    places = containers(whole)
    second, third = container_in(places[1]), container_in(places[2])
    crossed = put(put(whole, places[1], third), places[2], second)
    assert_broken(signers.judge(crossed))
    other = signers.revisions(rewritten(archived, linearize=False, qdf=True))[-1]
    foreign = container_in(containers(other)[-1])
    assert_broken(signers.judge(put(whole, places[-1], foreign)))


def assert_broken(verdict: Verdict) -> None:
    assert verdict.outcome is Outcome.ALTERED
    assert Reason.SIGNATURE_BROKEN in verdict.reasons


@pytest.mark.parametrize(
    ("change", "outcome", "reason"),
    [
        (rewritten, Outcome.ALTERED, Reason.SIGNATURE_BROKEN),
        (in_object_streams, Outcome.UNREADABLE, Reason.OTHER_STRUCTURE),
        (hybrid, Outcome.UNREADABLE, Reason.OTHER_STRUCTURE),
        (lambda content: content + b"%%EOF\n", Outcome.ALTERED, Reason.NOT_WHOLE_FILE),
        (lambda content: content + content, Outcome.ALTERED, Reason.NOT_WHOLE_FILE),
        (lambda content: content[:-1000], Outcome.ALTERED, Reason.BYTES_AFTER_END),
    ],
    ids=["saved again", "object streams", "hybrid", "two ends", "twice", "cut off"],
)
def test_what_other_programs_and_copying_do_to_it_is_told(
    signers: Signers, whole: bytes, change: object, outcome: Outcome, reason: Reason
) -> None:
    verdict = signers.judge(change(whole))  # type: ignore[operator]
    assert verdict.outcome is outcome
    assert reason in verdict.reasons


def test_a_key_signs_where_it_belongs(signers: Signers, archived: bytes) -> None:
    first = signers.begin(archived, PLACES[:1])
    stranger = signers.judge(signers.add(first, INTERVIEWEE, own_key()))
    assert (stranger.outcome, stranger.reasons) == (
        Outcome.FOREIGN,
        (Reason.CERTIFICATE_UNKNOWN,),
    )
    person = Signers(Office(*pair_of(signers)), signers.keys).begin(archived, ())
    verdict = signers.judge(person)
    assert verdict.outcome is Outcome.FOREIGN
    assert Reason.KEY_OF_A_PERSON in verdict.reasons
    office = Signers(new_office(), (office_key(signers),)).add(
        first, INTERVIEWEE, office_key(signers)
    )
    assert signers.judge(office).reasons == (Reason.CERTIFICATE_UNKNOWN,)


def pair_of(signers: Signers) -> tuple[bytes, bytes]:
    """A person's key where an office's should be."""
    key = signers.keys[0]
    private = key.private.private_bytes(  # type: ignore[attr-defined]
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private, key.certificate


def office_key(signers: Signers) -> object:
    return MemoryKey.loaded(signers.office.private, signers.office.certificate)


def test_a_signature_after_its_certificate_ended_is_told(signers: Signers, archived: bytes) -> None:
    first = signers.begin(archived, PLACES[:1])
    eleven_years = int(timedelta(days=11 * 366).total_seconds() / 60)
    late = signers.add(first, INTERVIEWEE, signers.keys[0], eleven_years)
    assert signers.judge(late).reasons == (Reason.CERTIFICATE_OUT_OF_DATE,)


def test_a_field_added_after_the_office_signed_is_refused(
    signers: Signers, archived: bytes
) -> None:
    def one_more(writer: object) -> None:
        sign.append_signature_field(writer, sign._spec(PLACES[2], is_last=True))

    first = signers.add(signers.begin(archived, PLACES[:1]), INTERVIEWEE, signers.keys[0])
    verdict = signers.judge(
        slipped_in(later(first, nothing), INTERVIEWER, signers.keys[2], one_more)
    )
    assert verdict.outcome is Outcome.ALTERED
    assert Reason.CHANGED_AFTER_SIGNING in verdict.reasons
    direct = slipped_in(first, INTERVIEWER, signers.keys[2], one_more)
    assert Reason.CHANGED_AFTER_SIGNING in signers.judge(direct).reasons


def test_the_office_signs_first_and_limits_what_follows(signers: Signers, archived: bytes) -> None:
    writer = sign._Increment(BytesIO(archived))
    place = sign.OpenField(INTERVIEWEE, 0, PLACES[0].box)
    metadata = sign.PdfSignatureMetadata(
        field_name=INTERVIEWEE, subfilter=sign.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    signing = sign.Signing(signers.keys[0], MADE_AT, LOOK)
    alone = sign._added(writer, metadata, signing, sign._spec(place, is_last=False))
    verdict = signers.judge(alone)
    assert verdict.outcome is Outcome.ALTERED
    assert {Reason.OFFICE_NOT_FIRST, Reason.NOT_CERTIFIED, Reason.FIELD_UNSIGNED} == set(
        verdict.reasons
    )


def test_a_flip_of_any_byte_is_refused(signers: Signers, whole: bytes) -> None:
    """One of each kind of place, and a stride through the file; all of them: tests.long.flips."""
    dice = random.Random(7)
    places = [place.start(1) for place in containers(whole)]
    inside = [at + step for at in places for step in (9, 400, 1300)]
    edges = [at + step for at in places for step in (-1, 8193)]
    stride = range(dice.randrange(20_000), len(whole), 20_000)
    for at in [*inside, *edges, *stride, len(whole) - 3]:
        flipped = bytearray(whole)
        flipped[at] ^= dice.choice((1, 2, 4, 32))
        assert not signers.judge(bytes(flipped)).is_genuine, at
