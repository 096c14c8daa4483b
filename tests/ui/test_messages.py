"""Every expected failure has its three sentences, in plain words."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import get_type_hints

import pytest

from app.domain import errors
from app.domain.finding import FindingStatus
from app.domain.finding_errors import FindingStepError
from app.domain.finding_steps import FindingAct
from app.domain.package import Rejection
from app.domain.people import Role, UnitKind
from app.domain.printing import Hindrance
from app.domain.sticks import StickFault
from app.domain.talk import TalkStatus
from ui import messages, terms
from ui.contrast import Contrast

HARSH = ("无效", "非法", "抱歉", "出错了", "对不起", "错误")


def leaves(kind):
    below = kind.__subclasses__()
    return {kind} if not below else set().union(*map(leaves, below))


VALUES = {
    int: 7,
    str: "某处",
    date: date(2026, 3, 5),
    date | None: date(2026, 3, 5),
    datetime: datetime(2026, 3, 5, 9, 0, tzinfo=UTC),
    tuple[str, ...]: ("某处",),
}


def sample(hint):
    """A value of that type; of an enumeration its first."""
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    return VALUES[hint]


def an_error(kind):
    if not is_dataclass(kind):
        return kind()
    hints = get_type_hints(kind)
    made = {f.name: sample(hints[f.name]) for f in fields(kind)}
    if kind is FindingStepError:
        made |= {"status": FindingStatus.ISSUED.value, "act": FindingAct.SUBMIT.value}
    elif made.get("status") == "某处":
        made["status"] = TalkStatus.PLANNED.value
    if made.get("reason") == "某处":
        made["reason"] = Rejection.SIGNATURE.value
    if made.get("hindrance") == "某处":
        made["hindrance"] = Hindrance.PAPER_OUT.value
    if made.get("fault") == "某处":
        made["fault"] = StickFault.DIRTY.value
    return kind(**made)


EVERY_ERROR = sorted(leaves(errors.AppError), key=lambda k: k.__name__)


def test_every_error_has_its_message_and_no_message_is_left_over():
    assert set(messages._MESSAGES) == set(EVERY_ERROR)


@pytest.mark.parametrize("kind", EVERY_ERROR, ids=lambda k: k.__name__)
def test_a_message_says_what_happened_what_is_safe_and_what_to_do(kind):
    message = messages.message_for(an_error(kind))
    assert message.what
    assert message.safe
    assert message.remedy
    assert not [word for word in HARSH if word in message.text()]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (terms.TALK_STATUS, TalkStatus),
        (terms.ROLE, Role),
        (terms.UNIT_KIND, UnitKind),
        (terms.FINDING_STATUS, FindingStatus),
        (terms.CONTRAST, Contrast),
        (terms.REJECTION, Rejection),
    ],
)
def test_every_value_shown_has_a_word(table, words):
    assert set(table) == set(words)


@pytest.mark.parametrize("reason", list(Rejection))
@pytest.mark.parametrize("kind", [errors.PackageRejectedError, errors.ReceiptRejectedError])
def test_every_rejection_is_said_in_chinese(kind, reason):
    said = messages.message_for(kind(reason.value, "")).text().replace("identity.txt", "")
    assert not [letter for letter in said if "a" <= letter <= "z"]
