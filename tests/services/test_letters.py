from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from app.domain.ids import LetterId
from app.domain.kind_errors import (
    LetterDaysError,
    WordMissingError,
    WordTakenError,
    WordTooLongError,
)
from app.domain.letters import LetterInquiry, LetterOutcome
from app.services.letters import Letters


@pytest.fixture
def letters(vault, trail):
    return Letters(vault, trail)


def letter(reference="清纪函〔2026〕3号", **more):
    return LetterInquiry(LetterId(""), reference, **{"sent_on": date(2026, 3, 5), **more})


def test_a_letter_is_registered_and_its_outcome_follows(letters):
    letter_id, _ = letters.keep(letter(" 清纪函〔2026〕3号 ", due_on=date(2026, 3, 20)))
    letters.keep(letter("清纪函〔2026〕4号", sent_on=date(2026, 3, 9)))
    newest, first = letters.newest()
    assert (newest.reference, first.reference) == ("清纪函〔2026〕4号", "清纪函〔2026〕3号")
    done = replace(first, replied_on=date(2026, 3, 18), outcome=LetterOutcome.ACCEPTED)
    assert letters.keep(done)[0] == letter_id
    assert letters.newest()[1] == done


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (letter("　"), WordMissingError),
        (letter("函" * 41), WordTooLongError),
        (letter(due_on=date(2026, 3, 4)), LetterDaysError),
        (letter(replied_on=date(2026, 3, 4)), LetterDaysError),
        (letter("已有"), WordTakenError),
    ],
)
def test_what_cannot_be_registered(letters, wrong, error):
    letters.keep(letter("已有"))
    with pytest.raises(error):
        letters.keep(wrong)
    assert len(letters.newest()) == 1


def test_no_field_of_a_letter_can_hold_what_it_was_about():
    assert [field.name for field in fields(LetterInquiry)] == [
        "id",
        "reference",
        "sent_on",
        "due_on",
        "replied_on",
        "outcome",
    ]
