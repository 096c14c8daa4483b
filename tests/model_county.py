"""The year 2022 that 郧西 published, entered through the services the way an office enters it."""

from __future__ import annotations

from datetime import UTC, datetime

from app.domain.finding import FindingNature
from app.domain.ids import TalkId
from app.domain.people import Role
from app.services.talks import FindingEntry, ParticipantEntry, TalkEntry, Talks
from tests.conftest import StandingClock

OURS = (
    ParticipantEntry(Role.INTERVIEWER, None, "王书记", "县纪委监委", "书记"),
    ParticipantEntry(Role.RECORDER, None, "周小雨", "县纪委监委", "干部"),
)
PUBLISHED = {
    "谈心谈话人次": 15,
    "集体约谈次数": 2,
    "集体约谈人次": 33,
    "意见建议": 22,
    "建章立制": 12,
}


def head(number: int) -> ParticipantEntry:
    return ParticipantEntry(Role.INTERVIEWEE, None, f"第{number}人", f"第{number}镇", "党委书记")


def enter_the_year(talks: Talks, clock: StandingClock, asked: tuple[str, ...], area: str) -> None:
    """Fifteen talks with one head, two with eleven and with twenty-two; asked are the prompts."""

    def held(kind: str, *numbers: int) -> TalkId:
        people = (*(head(number) for number in numbers), *OURS)
        talk_id, _ = talks.plan(TalkEntry(kind, "年度谈话", clock.now(), "谈话室", people))
        talks.prepare(talk_id, asked)
        talks.begin(talk_id)
        return talk_id

    def found(talk_id: TalkId, words: str, **more: object) -> None:
        talks.add_finding(talk_id, FindingEntry(area, words, **more))  # type: ignore[arg-type]

    before, clock.moment = clock.moment, datetime(2022, 1, 10, 1, 0, tzinfo=UTC)
    for number in range(1, 16):
        found(held("heart", number), f"意见{number}", nature=FindingNature.ADVICE)
        clock.move(days=10)
    for first, last in ((1, 11), (12, 33)):
        talk_id = held("collective_summons", *range(first, last + 1))
        for number in range(6):
            rule = f"《第{first}类议事规则之{number}》"
            is_new = number < 4
            found(talk_id, f"问题{number}", regulation=rule, is_regulation_new=is_new)
        for number in range(3 if first == 1 else 4):
            found(talk_id, f"建议{number}", nature=FindingNature.ADVICE, is_common=True)
        clock.move(days=30)
    clock.moment = before
