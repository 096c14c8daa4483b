"""A desk with a small register, for tests of what users do: people, prompts, talks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.domain.calendar import PartialDate
from app.domain.ids import AnswerId, PersonId, TalkId, UnitId
from app.domain.people import Role, UnitKind
from app.domain.talk import Talk, TalkStatus
from app.services.overview import Overview
from app.services.people import People, PersonEntry
from app.services.prompts import Prompts
from app.services.talks import ParticipantEntry, TalkEntry, Talks
from app.services.trail import Trail
from app.store import talks as kept_talks
from app.store.vault import Vault
from tests.makers import DIGEST, make_prompt_set

CHOSEN = ("1-1", "2-2", "1-2")


@dataclass
class Desk:
    """The services on one vault, and the ids of 张三 of 清溪镇, 王五 and 赵六 of the office."""

    vault: Vault
    trail: Trail
    people: People
    prompts: Prompts
    talks: Talks
    overview: Overview
    township: UnitId
    office: UnitId
    leader: PersonId
    secretary: PersonId
    recorder: PersonId

    @classmethod
    def set_up(cls, vault: Vault, trail: Trail) -> Desk:
        people, prompts = People(vault, trail), Prompts(vault, trail)
        prompts.add(make_prompt_set())
        township, _ = people.add_unit("清溪镇", UnitKind.TOWNSHIP)
        office, _ = people.add_unit("县纪委监委", UnitKind.DEPARTMENT)

        def hire(name, unit, title, since=None):
            entry = PersonEntry(name, unit_id=unit, title=title, is_principal=True, since=since)
            return people.add_person(entry)[0]

        return cls(
            vault=vault,
            trail=trail,
            people=people,
            prompts=prompts,
            talks=Talks(vault, trail),
            overview=Overview(vault, trail),
            township=township,
            office=office,
            leader=hire("张三", township, "党委书记", PartialDate(2022, 5)),
            secretary=hire("王五", office, "书记"),
            recorder=hire("赵六", office, "干部"),
        )

    def entry(self, **more) -> TalkEntry:
        plain = {
            "kind": "supervision",
            "subject": "年度监督谈话",
            "planned_at": self.trail.clock.now() + timedelta(hours=1),
            "place": "谈话室",
            "participants": self.everybody(),
        }
        return TalkEntry(**{**plain, **more})

    def everybody(self, *more: ParticipantEntry) -> tuple[ParticipantEntry, ...]:
        return (
            ParticipantEntry(Role.INTERVIEWEE, self.leader),
            ParticipantEntry(Role.INTERVIEWER, self.secretary),
            ParticipantEntry(Role.RECORDER, self.recorder),
            *more,
        )

    def plan(self, **more) -> TalkId:
        return self.talks.plan(self.entry(**more))[0]

    def talk_at(self, status: TalkStatus, **more) -> TalkId:
        """A talk brought to that step the way users bring it there."""
        talk_id = self.plan(**more)
        steps = {
            TalkStatus.PREPARED: lambda: self.talks.prepare(talk_id, CHOSEN),
            TalkStatus.UNDER_WAY: lambda: self.talks.begin(talk_id),
            TalkStatus.TO_CONFIRM: lambda: self.end(talk_id),
            TalkStatus.TO_SIGN: lambda: self.confirm(talk_id),
            TalkStatus.SIGNED: lambda: self.talks.note_refusal_and_sign(talk_id, "拒签，李四见证"),
            TalkStatus.SEALED: lambda: self.talks.seal(talk_id),
        }
        if status is TalkStatus.CANCELLED:
            self.talks.cancel(talk_id, "出差")
            return talk_id
        order = list(TalkStatus)
        for step in order[1 : order.index(status) + 1]:
            steps[step]()
        return talk_id

    def end(self, talk_id: TalkId) -> None:
        for answer in self.talks.get(talk_id).answers:
            self.talks.save_answer(talk_id, answer.id, f"答复{answer.order}")
        self.trail.clock.move(minutes=40)
        self.talks.end(talk_id)

    def confirm(self, talk_id: TalkId) -> None:
        """What making the minutes does to the talk."""
        with self.vault.transaction() as connection:
            talk = kept_talks.get(connection, talk_id).confirmed(DIGEST, 3)
            kept_talks.keep(connection, talk)

    def talk(self, talk_id: TalkId) -> Talk:
        return self.talks.get(talk_id)

    def first_answer(self, talk_id: TalkId) -> AnswerId:
        return self.talks.get(talk_id).answers[0].id

    def acts(self, which: str = "") -> list[str]:
        """What the audit trail says was done, to one thing or to all."""
        with self.vault.reading() as connection:
            rows = connection.execute("SELECT what, which FROM audit_entry ORDER BY sequence")
            return [what for what, thing in rows if which in {"", thing}]
