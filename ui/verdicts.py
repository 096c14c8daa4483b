"""What is said of a signed document on the screen: the answer with its colour, and the reasons."""

from __future__ import annotations

from app.domain.verdict import Outcome, Verdict
from app.domain.verdict_words import OUTCOMES, REASONS, grouped
from ui.widgets.message import Message, Tone

__all__ = ["TONES", "grouped", "reason_lines", "verdict_message"]

TONES = {
    Outcome.GENUINE: Tone.PROVEN,
    Outcome.FOREIGN: Tone.NOTE,
    Outcome.ALTERED: Tone.REFUSED,
    Outcome.INCOMPLETE: Tone.REFUSED,
    Outcome.UNREADABLE: Tone.REFUSED,
}


def verdict_message(verdict: Verdict) -> Message:
    """The answer with what to do about it."""
    words = OUTCOMES[verdict.outcome]
    return Message(words.said, remedy=words.remedy, tone=TONES[verdict.outcome])


def reason_lines(verdict: Verdict) -> str:
    """Every reason on its own line."""
    return "\n".join(f"· {REASONS[reason]}" for reason in verdict.reasons)
