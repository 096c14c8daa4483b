"""Cards of paper: what is printed, and how it is read when somebody types it."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.recovery import (
    GROUP_LENGTH,
    GROUPS,
    SECRET_BYTES,
    RecoveryCard,
    check_group,
    is_drill_due,
    read_groups,
    written_groups,
)
from app.domain.vault_errors import RecoveryCardUnreadableError

SECRET = bytes(range(16))
WRITTEN = written_groups(SECRET)
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
secrets = st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES)
places = st.integers(1, GROUPS)


def test_a_card_never_changes():
    """A card that lies in a safe for twenty years is read by every later version."""
    assert WRITTEN == KNOWN


KNOWN = ("000G4", "40R4F", "0M30Y", "E209X", "185GE", "R38EY", "1WHK1")


@given(secrets)
def test_what_is_written_is_read_back(secret):
    groups = written_groups(secret)
    assert len(groups) == GROUPS
    assert all(len(group) == GROUP_LENGTH and set(group) <= set(SIGNS) for group in groups)
    assert read_groups("-".join(groups)) == secret
    assert all(check_group(group, place) for place, group in enumerate(groups, 1))


@given(secrets)
def test_it_is_read_however_it_was_typed(secret):
    code = "-".join(written_groups(secret))
    swapped = code.replace("0", "o").replace("1", "l").lower()
    wide = code.translate({ord(sign): ord(sign) + 0xFEE0 for sign in SIGNS})
    for typed in (swapped, wide, code.replace("-", " "), code.replace("-", ""), f" {code}\n"):
        assert read_groups(typed) == secret
    assert read_groups(code.replace("1", "I").replace("0", "O")) == secret


@given(secrets, places, st.integers(0, GROUP_LENGTH - 1), st.sampled_from(SIGNS))
def test_every_single_slip_is_told_with_its_group(secret, place, at, sign):
    groups = list(written_groups(secret))
    group = groups[place - 1]
    if group[at] == sign:
        return
    groups[place - 1] = group[:at] + sign + group[at + 1 :]
    assert not check_group(groups[place - 1], place)
    with pytest.raises(RecoveryCardUnreadableError) as caught:
        read_groups("-".join(groups))
    assert caught.value.group == place


@given(secrets, places, st.integers(0, GROUP_LENGTH - 2), st.integers(1, GROUP_LENGTH - 1))
def test_two_signs_exchanged_are_told(secret, place, at, apart):
    groups = list(written_groups(secret))
    group = list(groups[place - 1])
    other = min(at + apart, GROUP_LENGTH - 1)
    if group[at] == group[other]:
        return
    group[at], group[other] = group[other], group[at]
    assert not check_group("".join(group), place)


@given(secrets, places, places)
def test_a_group_in_another_place_is_told(secret, place, other):
    group = written_groups(secret)[place - 1]
    assert check_group(group, other) == (place == other)


@pytest.mark.parametrize(
    ("typed", "group"),
    [
        ("", 0),
        ("-".join(WRITTEN[:6]), 0),
        ("-".join((*WRITTEN, "00000")), 0),
        ("-".join(WRITTEN)[:-1], 0),
        ("-".join(("0001U", *WRITTEN[1:])), 1),
        ("-".join((*WRITTEN[:4], "谈心簿谈心", *WRITTEN[5:])), 5),
        ("-".join((WRITTEN[1], WRITTEN[0], *WRITTEN[2:])), 1),
    ],
)
def test_what_is_no_card_is_refused_with_the_first_wrong_group(typed, group):
    with pytest.raises(RecoveryCardUnreadableError) as caught:
        read_groups(typed)
    assert caught.value.group == group


def test_several_slips_that_fit_their_groups_are_told_of_the_whole():
    """Each group checks; the twelve bits over all of them do not."""
    other = written_groups(bytes(reversed(range(16))))
    with pytest.raises(RecoveryCardUnreadableError) as caught:
        read_groups("-".join((*WRITTEN[:3], *other[3:])))
    assert caught.value.group == 0


@given(st.text(max_size=60))
def test_no_text_ends_in_a_raw_exception(typed):
    with contextlib.suppress(RecoveryCardUnreadableError):
        assert len(read_groups(typed)) == SECRET_BYTES


@given(st.text(max_size=8), st.integers(-2, 9))
def test_no_group_ends_in_a_raw_exception(typed, place):
    assert isinstance(check_group(typed, place), bool)


def test_a_card_shows_nothing_of_itself_in_a_log():
    card = RecoveryCard("A", WRITTEN)
    assert WRITTEN[1] not in repr(card)
    assert card.code == "-".join(WRITTEN)


def test_a_drill_is_due_a_year_after_the_last():
    now = datetime(2026, 3, 5, tzinfo=UTC)
    assert is_drill_due(None, now)
    assert is_drill_due(now - timedelta(days=365), now)
    assert not is_drill_due(now - timedelta(days=364), now)
