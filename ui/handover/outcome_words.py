"""What an answer of the registry settled, in words, and what is to be done about it."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.errors import ReceiptRejectedError
from app.domain.package import Rejection
from app.domain.receipts import Answer, ReceiptOutcome
from ui.messages import message_for
from ui.terms import REJECTION

_MOST_NUMBERS = 8
_TELEPHONE = "请打电话给登记处，两边对一对号码和指纹。"
_BY_TELEPHONE = frozenset(
    {Rejection.FORK, Rejection.ROLLBACK, Rejection.NOT_FOR_ME, Rejection.UNKNOWN_SENDER}
)


def numbers_words(numbers: tuple[int, ...]) -> str:
    """第 1、2、3 号; of many only the first."""
    shown = "、".join(map(str, numbers[:_MOST_NUMBERS]))
    more = f"等 {len(numbers)} 个" if len(numbers) > _MOST_NUMBERS else ""
    return f"第 {shown} 号{more}"


def outcome_words(outcome: ReceiptOutcome) -> tuple[str, str]:
    """What one file settled, and what is to be done; nothing is to be done when that is empty."""
    return _WORDS[outcome.answer](outcome)


def refusal_words(outcome: ReceiptOutcome) -> str:
    """Why the registry did not take a package."""
    if outcome.missing:
        return f"还缺{numbers_words(outcome.missing)}"
    return reason_words(outcome.reason)


def reason_words(reason: str) -> str:
    """A reason that a program of the registry gave; a newer one may know others than this."""
    known = {one.value: words for one, words in REJECTION.items()}
    return known.get(reason, f"原因记作“{reason}”")


def _todo(outcome: ReceiptOutcome) -> str:
    if outcome.missing:
        return f"把{numbers_words(outcome.missing)}再写一份交去，这一份登记处会接着收。"
    if outcome.reason in {one.value for one in _BY_TELEPHONE}:
        return _TELEPHONE
    return f"把第 {outcome.number} 号再写一份交去。"


def _received(outcome: ReceiptOutcome) -> tuple[str, str]:
    newly = f"，{outcome.newly_received} 场谈话记为已接收" if outcome.newly_received else ""
    return f"✓ 第 {outcome.number} 号包登记处已接收{newly}。", ""


def _refused(outcome: ReceiptOutcome) -> tuple[str, str]:
    return f"⚠ 第 {outcome.number} 号包登记处没有收：{refusal_words(outcome)}。", _todo(outcome)


def _known(outcome: ReceiptOutcome) -> tuple[str, str]:
    return f"第 {outcome.number} 号包的这份答复以前收过，没有变化。", ""


def _rejected(outcome: ReceiptOutcome) -> tuple[str, str]:
    # a number or the name of a package says something to the reader; other details are English
    detail = outcome.detail if outcome.detail.replace("-", "").isdecimal() else ""
    told = message_for(ReceiptRejectedError(outcome.rejection, detail))
    return f"✕ 没有收下：{told.what}", told.remedy


_WORDS: dict[Answer, Callable[[ReceiptOutcome], tuple[str, str]]] = {
    Answer.RECEIVED: _received,
    Answer.REFUSED: _refused,
    Answer.KNOWN: _known,
    Answer.REJECTED: _rejected,
}
