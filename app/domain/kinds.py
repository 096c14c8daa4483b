"""The kinds of talk that are shipped, with the rules each brings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TalkKind:
    """A kind of talk: how it is held and what it counts as."""

    key: str
    title: str
    is_collective: bool = False
    needs_two: bool = False
    has_fingerprint: bool = False
    deadline_months: int = 1


KINDS = (
    TalkKind("heart", "谈心谈话"),
    TalkKind("supervision", "监督谈话"),
    TalkKind("appointment", "任职廉政谈话"),
    TalkKind("collective", "集体谈话", is_collective=True, needs_two=True),
    TalkKind("collective_summons", "集体约谈", is_collective=True, needs_two=True),
    TalkKind("reminder", "提醒谈话", needs_two=True, has_fingerprint=True),
    TalkKind("criticism", "批评教育", needs_two=True, has_fingerprint=True),
    TalkKind("summons", "约谈", needs_two=True, has_fingerprint=True),
    TalkKind("admonition", "诫勉谈话", needs_two=True, has_fingerprint=True, deadline_months=6),
)
_BY_KEY = {kind.key: kind for kind in KINDS}


def kind_of(key: str) -> TalkKind:
    """The kind with that key; KeyError when there is none."""
    return _BY_KEY[key]
