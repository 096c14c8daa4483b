"""Signatures of persons behind the office's: locked by the last, seen on their lines, still PDF/A."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import archive
from app.documents.ink import MOST_POINTS, Area, ink_operators
from app.documents.minutes import Edition, typeset
from app.documents.pictures import picture
from app.documents.signature_look import BOX, PersonalHand, personal_look, signature_look
from app.domain.signer import PERSONAL_FIELDS, Ink, InkPoint
from app.domain.verdict import Reason
from app.signing.credentials import fingerprint_of
from app.signing.keys import Key, MemoryKey
from app.signing.sign import OFFICE_FIELD, OpenField, Signing, signed, signed_in, size_of
from app.signing.verify import verified
from tests.documents.paper import MADE_AT, OFFICE, make_minutes, tool
from tests.signing.conftest import Office
from tests.signing.soft_token import certificate_of, der, new_key

NAMES = tuple(field.value for field in PERSONAL_FIELDS)
LONG_NAME = "买买提·吐尔逊·阿不都热合曼·艾山江·玉素甫·卡迪尔·努尔麦麦提·热依木·司马义·库尔班江·托合提·买买提明·阿布"
HAND = PersonalHand("谈话对象", "𠮷䶮𬭎㛃", "王五", "ab" * 32, MADE_AT)
CURVE = tuple(InkPoint(n / 50, 0.2 + 0.1 * math.sin(n / 5), n % 10 / 10) for n in range(50))
INK = Ink((CURVE, (InkPoint(0.5, 0.1, 1.0),)), 0.4)


def person(kind: str = "p256") -> MemoryKey:
    key = new_key(kind)
    return MemoryKey(der(certificate_of(key)), key)


def by(key: Key, hand: PersonalHand = HAND, size: tuple[float, float] = (220, 26)) -> Signing:
    return Signing(key, MADE_AT, personal_look(hand, size), "签名")


@cache
def with_fields(office: Office, *names: str) -> bytes:
    """Minutes certified by the office with these fields left open."""
    pages = typeset(make_minutes(2), Edition(MADE_AT, "ab" * 32))
    places = {box.signer: OpenField(box.signer, box.page, box.box) for box in pages.boxes}
    look = signature_look(OFFICE, MADE_AT, fingerprint_of(office.certificate))
    key = MemoryKey.loaded(office.private, office.certificate)
    fields = tuple(places[name] for name in names)
    place = OpenField(OFFICE_FIELD, 0, BOX)
    return signed(archive.archived(pages.pdf), Signing(key, MADE_AT, look), place, fields)


def judge(office: Office, content: bytes, *persons: MemoryKey):
    known = frozenset(fingerprint_of(one.certificate) for one in persons)
    return verified(content, replace(office.trust, persons=known), MADE_AT)


def test_each_kind_of_key_signs_and_every_tool_finds_it_whole(
    office: Office, tmp_path: Path
) -> None:
    content = with_fields(office, *NAMES)
    hands = [person(kind) for kind in ("rsa3072", "p384", "rsa2048")]
    for name, key in zip(NAMES, hands, strict=True):
        before = content
        content = signed_in(before, name, by(key, replace(HAND, ink=INK), size_of(before, name)))
        assert content.startswith(before)
        archive.check_signed(content)
    verdict = judge(office, content, *hands)
    assert verdict.reasons == ()
    assert [one.method for one in verdict.signatures[1:]] == [
        "RSA 3072，SHA-256",
        "ECDSA P-384，SHA-256",
        "RSA 2048，SHA-256",
    ]
    file = tmp_path / "signed.pdf"
    file.write_bytes(content)
    said = tool("pdfsig", file)
    assert said.count("Signature is Valid") == len(NAMES) + 1
    assert said.count("Total document signed") == 1
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", file)
    for line in tool("pdffonts", file).splitlines()[2:]:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line


@pytest.mark.parametrize("name", ["王𬭎", "𫖯㛃䶮", "\U00030000"])
def test_a_certificate_may_name_somebody_by_any_character(office: Office, name: str) -> None:
    key = new_key("p256")
    hand = MemoryKey(der(certificate_of(key, name=name)), key)
    content = signed_in(with_fields(office, NAMES[1]), NAMES[1], by(hand))
    assert judge(office, content, hand).reasons == ()


def test_the_last_chosen_field_locks_the_file_whichever_it_is(office: Office) -> None:
    key = person()
    for names in (NAMES[1:2], NAMES[:2]):
        content = with_fields(office, *names)
        for name in names:
            content = signed_in(content, name, by(key))
        *others, last = judge(office, content, key).signatures
        assert last.locks
        assert last.field == names[-1]
        assert not any(one.locks for one in others)


def test_what_is_signed_behind_the_lock_is_found(office: Office) -> None:
    key = person()
    content = with_fields(office, *NAMES)
    for name in (NAMES[0], NAMES[2], NAMES[1]):  # the middle one came too late
        content = signed_in(content, name, by(key))
    assert Reason.CHANGED_AFTER_SIGNING in judge(office, content, key).reasons


def test_the_signature_is_seen_on_its_line_alone(office: Office) -> None:
    content = with_fields(office, *NAMES)
    after = signed_in(content, NAMES[0], by(person()))
    pages = typeset(make_minutes(2), Edition(MADE_AT, "ab" * 32))
    (box,) = [one for one in pages.boxes if one.signer == NAMES[0]]
    one, two = (picture(pdf, box.page, 72) for pdf in (content, after))
    changed = [
        at for at in range(0, len(one.rgb), 3) if one.rgb[at : at + 3] != two.rgb[at : at + 3]
    ]
    columns = [at % one.stride // 3 for at in changed]
    rows = [at // one.stride for at in changed]
    left, foot, right, top = box.box
    assert left - 1 <= min(columns) <= max(columns) <= right + 1
    assert 842 - top - 1 <= min(rows) <= max(rows) <= 842 - foot + 1


@pytest.mark.parametrize("size", [(130.0, 26.0), (220.0, 26.0)])
@pytest.mark.parametrize("who", ["王五", "𠮷䶮𬭎㛃", LONG_NAME])
@pytest.mark.parametrize("ink", [None, INK])
def test_names_of_any_length_and_rarity_fit(
    size: tuple[float, float], who: str, ink: Ink | None, tmp_path: Path
) -> None:
    file = tmp_path / "look.pdf"
    file.write_bytes(personal_look(replace(HAND, who=who, key_of=who, ink=ink), size))
    seen = "".join(tool("pdftotext", file, "-").split())
    assert Counter(seen) >= Counter(who * 2)  # two columns may be read across
    assert Counter(seen) >= Counter("本机时间（未经第三方时间戳）不代替纸面签名")
    shown = picture(file.read_bytes(), 0, 144)
    frame = [*shown.rgb[: shown.stride], *shown.rgb[-shown.stride :]]
    assert set(frame) == {255}, "something stands beyond the edge"


def test_without_ink_the_name_is_that_of_the_key(tmp_path: Path) -> None:
    file = tmp_path / "look.pdf"
    file.write_bytes(personal_look(replace(HAND, who="张三", key_of="王五"), (220.0, 26.0)))
    seen = tool("pdftotext", file, "-")
    assert seen.count("王五") == 2
    assert "张三" not in seen


POINTS = st.builds(
    InkPoint,
    st.floats(-1, 2, allow_nan=False),
    st.floats(-1, 2, allow_nan=False),
    st.floats(-1, 2, allow_nan=False),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(POINTS, max_size=12).map(tuple), max_size=5))
def test_ink_stays_within_its_area(strokes: list[tuple[InkPoint, ...]]) -> None:
    operators = ink_operators(Ink(tuple(strokes), 0.4), Area(10, 5, 80, 20))
    numbers = operators.split()
    ends = [n for n, word in enumerate(numbers) if word in {"m", "l", "c"}]
    for at in ends:
        assert 10 <= float(numbers[at - 2]) <= 90
        assert 5 <= float(numbers[at - 1]) <= 25
    widths = [float(numbers[n - 1]) for n, word in enumerate(numbers) if word == "w"]
    assert all(0.3 <= width <= 1.4 for width in widths)
    assert bool(operators) is any(strokes)


def test_harder_pressed_ink_is_wider_and_very_much_of_it_stays_small() -> None:
    def drawn(pressure: float) -> float:
        line = tuple(InkPoint(n / 10, 0.0, pressure) for n in range(10))
        words = ink_operators(Ink((line,), 0.4), Area(0, 0, 100, 20)).split()
        return float(words[words.index("w") - 1])

    assert drawn(0.1) < drawn(0.5) < drawn(0.9)
    storm = tuple(InkPoint(math.sin(n), math.cos(n * 1.1), 0.5) for n in range(60_000))
    operators = ink_operators(Ink((storm,), 1.0), Area(0, 0, 100, 20))
    assert operators.count(" c") <= MOST_POINTS + 1
