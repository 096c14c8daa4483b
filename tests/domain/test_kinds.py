from __future__ import annotations

from app.domain.kinds import KINDS, SHIPPED, FirstForm, TalkKind


def test_each_kind_of_talk_is_found_by_its_key():
    assert [SHIPPED.of(kind.key) for kind in KINDS] == list(KINDS)
    assert SHIPPED.of("admonition").deadline_months == 6


def test_a_kind_nobody_knows_shows_its_key_and_brings_no_rule():
    assert SHIPPED.of("letter") == TalkKind("letter", "letter")
    assert SHIPPED.of("letter").first_form is FirstForm.NO


def test_collective_and_strict_kinds_need_two_of_us():
    assert all(k.needs_two for k in KINDS if k.is_collective or k.has_fingerprint)
    assert not SHIPPED.of("heart").needs_two
