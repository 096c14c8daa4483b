"""Makers of made-up values for tests; each gives the plainest one that holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.ids import AnswerId, TalkId
from app.domain.people import Role, UnitKind
from app.domain.prompts import Applicability, FocusArea, Prompt, PromptSet
from app.domain.talk import Answer, Participant, Talk, TalkStatus

BEGAN = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
ENDED = BEGAN + timedelta(hours=1)
DIGEST = "d" * 64


def make_prompt_set(version: int = 1) -> PromptSet:
    """Four areas with three prompts each; the first of all must be answered."""
    areas = tuple(FocusArea(f"a{n}", f"聚焦第{n}项") for n in range(1, 5))
    prompts = tuple(
        Prompt(
            number=f"{area}-{n}",
            area=f"a{area}",
            text=f"第{area}项第{n}问，说一件具体的事？",
            concrete=("日期", "数字"),
            follow_ups=("谁办的？",),
            applies=Applicability(unit_kinds=frozenset({UnitKind.TOWNSHIP}))
            if n == 3
            else Applicability(),
            is_required=(area, n) == (1, 1),
            source="自拟",
        )
        for area in range(1, 5)
        for n in range(1, 4)
    )
    return PromptSet(f"set-{version}", version, f"第{version}版", areas, prompts)


def make_participant(role: Role, name: str, **more: Any) -> Participant:
    return Participant(role, name, **{"unit_name": "清溪镇", "title": "党委书记", **more})


PEOPLE = (
    make_participant(Role.INTERVIEWEE, "张三"),
    make_participant(Role.INTERVIEWER, "王五", unit_name="县纪委监委", title="书记"),
    make_participant(Role.RECORDER, "赵六", unit_name="县纪委监委", title="干部"),
)


def make_answer(order: int = 1, **more: Any) -> Answer:
    return Answer(AnswerId(f"answer-{order}"), order, **{"area": "a1", "question": "问？", **more})


def make_talk(**more: Any) -> Talk:
    """A planned talk with the three people a talk needs."""
    plain = {
        "number": "2026-0001",
        "kind": "supervision",
        "subject": "年度监督谈话",
        "planned_at": BEGAN,
        "participants": PEOPLE,
    }
    return Talk(TalkId("talk-1"), **{**plain, **more})


def make_talk_at(status: TalkStatus) -> Talk:
    """A talk that came to that step in the proper way."""
    talk = make_talk()
    if status is TalkStatus.CANCELLED:
        return talk.cancelled("出差")
    answers = (make_answer(1), make_answer(2, is_required=True))
    steps = (
        lambda t: t.prepared("set-1", answers),
        lambda t: t.begun(BEGAN),
        lambda t: said(t).ended(ENDED),
        lambda t: t.confirmed(DIGEST, 3),
        lambda t: t.signed(3),
        lambda t: t.sealed(ENDED),
    )
    order = list(TalkStatus)[: len(steps) + 1]
    for step in steps[: order.index(status)]:
        talk = step(talk)
    return talk


def said(talk: Talk, text: str = "讲了三件事") -> Talk:
    """The talk with something said to every question."""
    for answer in talk.answers:
        talk = talk.with_answer(replace(answer, text=text))
    return talk
