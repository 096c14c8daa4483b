"""Documents as they go out: signed, as a marked copy, blank for the hand, to try a printer."""

from __future__ import annotations

import math
from datetime import timedelta
from functools import cache

from app.documents import archive, minutes
from app.documents.blank_form import BlankForm, blank_form
from app.documents.copy_marks import CopyMark, marked, marked_for_print
from app.documents.font_sample import font_sample
from app.documents.signature_look import BOX, PersonalHand, personal_look, signature_look
from app.documents.trial_page import trial_page
from app.domain.minutes import CLOSING_LINE
from app.domain.signer import PERSONAL_FIELDS, Ink, InkPoint, SignatureField
from app.signing.keys import MemoryKey
from app.signing.sign import OFFICE_FIELD, OpenField, Signing, signed, signed_in
from tests.documents.paper import MADE_AT, OFFICE, RARE, make_minutes
from tests.signing.conftest import new_office
from tests.signing.several import own_key

FINGERPRINT = "0123456789abcdef" * 4  # as it is seen; the keys are others each time
NAMES = {
    SignatureField.INTERVIEWEE: RARE,
    SignatureField.RECORDER: "赵六",
    SignatureField.INTERVIEWER: "王五",
}


def _ink() -> Ink:
    waves = (
        tuple(
            InkPoint(
                0.1 + 0.25 * part + 0.006 * step,
                0.16 + 0.1 * math.sin(step / 3 + part),
                0.3 + 0.6 * abs(math.sin(step / 9)),
            )
            for step in range(36)
        )
        for part in range(3)
    )
    return Ink(tuple(waves), 0.33)


@cache
def made_signed() -> bytes:
    """Signed by the office and in every field, by the person talked to with ink."""
    pages = minutes.typeset(make_minutes(2), minutes.Edition(MADE_AT, "a1" * 32))
    places = {box.signer: OpenField(box.signer, box.page, box.box) for box in pages.boxes}
    fields = tuple(places[field.value] for field in PERSONAL_FIELDS)
    office = new_office()
    look = signature_look(OFFICE, MADE_AT, FINGERPRINT)
    key = MemoryKey.loaded(office.private, office.certificate)
    signing = Signing(key, MADE_AT, look, "谈话记录定稿")
    content = signed(archive.archived(pages.pdf), signing, OpenField(OFFICE_FIELD, 0, BOX), fields)
    for minute, field in enumerate(PERSONAL_FIELDS, 1):
        content = _in_field(content, field, places[field.value], minute)
    archive.check_signed(content)
    return content


def _in_field(content: bytes, field: SignatureField, place: OpenField, minute: int) -> bytes:
    at = MADE_AT + timedelta(minutes=minute)
    ink = _ink() if field is SignatureField.INTERVIEWEE else None
    hand = PersonalHand(
        role=field.value,
        who=NAMES[field],
        key_of=NAMES[SignatureField.RECORDER] if ink else NAMES[field],
        fingerprint=FINGERPRINT,
        at=at,
        ink=ink,
    )
    left, foot, right, top = place.box
    look = personal_look(hand, (right - left, top - foot))
    return signed_in(content, field.value, Signing(own_key(), at, look, "签名"))


def _mark() -> CopyMark:
    told = make_minutes(2)
    return CopyMark(7, told.number, told.digest(), f"{told.title} {told.number}")


def made_copy() -> bytes:
    return marked(made_signed(), _mark())


def made_print() -> bytes:
    return marked_for_print(made_signed(), _mark())


def made_blank() -> bytes:
    fields = (("谈话对象", "张三　清溪镇党委书记"), ("主谈人", "王五　县纪委监委书记"))
    return blank_form(BlankForm(OFFICE, MADE_AT, 2, "2026-0012", fields, closing_line=CLOSING_LINE))


def made_trial() -> bytes:
    return trial_page(OFFICE, MADE_AT)


def made_sample() -> bytes:
    return font_sample(MADE_AT)


DOCUMENTS = {
    "minutes-signed": made_signed,
    "copy-exported": made_copy,
    "copy-printed": made_print,
    "blank-form": made_blank,
    "trial-page": made_trial,
    "font-sample": made_sample,
}
