"""Acts out the talks of the script through the real services, one step after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from app.cli.story.paper import write_scan
from app.cli.story.script import Ahead, Found, Scene
from app.cli.story.story_clock import StoryClock
from app.domain.copies import CopyWish
from app.domain.ids import AnswerId, FindingId, PersonId, TalkId
from app.domain.people import Role
from app.domain.progress import NoProgress
from app.domain.proposing import OutlineItem
from app.domain.signer import SignatureField, SigningKey
from app.services.application import Application
from app.services.talks import FindingEntry, ParticipantEntry, TalkEntry

_READING_MINUTES = 12
_SIGNING_MINUTES = 20
_TO_BE_SIGNED = CopyWish("谈话对象、记录人", "签字归档")


@dataclass(frozen=True, slots=True)
class Actor:
    """Takes the parts of everybody. desk is a folder for the paper of the story.

    findings are what the talks brought up, by the script's keys.
    """

    application: Application
    clock: StoryClock
    desk: Path
    findings: dict[str, FindingId] = field(default_factory=dict)

    def whole(self, scene: Scene, at: datetime) -> TalkId:
        """A talk from plan to seal."""
        talk_id = self.until_ink(scene, at)
        self.clock.move(minutes=_SIGNING_MINUTES)
        scan = self.desk / "scan.pdf"
        printed, _ = self.application.copies.print_minutes(talk_id, _TO_BE_SIGNED)
        write_scan(printed.content, scan)
        self.application.minutes.attach_scan(talk_id, scan)
        scan.unlink()
        self.clock.move(minutes=5)
        self.application.talks.seal(talk_id)
        return talk_id

    def until_ink(
        self, scene: Scene, at: datetime, fields: tuple[SignatureField, ...] = ()
    ) -> TalkId:
        """A talk from plan to printed minutes that wait for their signatures.

        The fields are to be signed electronically too; the first of them is signed already.
        """
        talk_id = self.until_read(scene, at)
        self.clock.move(minutes=_READING_MINUTES)
        self._mend(talk_id, scene)
        self.application.minutes.confirm(talk_id, NoProgress(), fields)
        self._sign_first(talk_id)
        return talk_id

    def until_read(self, scene: Scene, at: datetime) -> TalkId:
        """A talk that has ended, and whose record the other side has yet to read."""
        talk_id = self._prepared(scene, at)
        known = self._asked(talk_id, scene)
        for found in scene.findings:
            self._find(talk_id, scene, found, known[found.prompt])
        self.application.talks.save_closing(talk_id, *scene.closing)
        self.clock.move(minutes=scene.minutes_long / (len(scene.lines) + 1))
        self.application.talks.end(talk_id)
        return talk_id

    def until_break(self, scene: Scene, at: datetime) -> TalkId:
        """A talk under way: some lines have no answer yet, and there is a break."""
        talk_id = self._prepared(scene, at)
        self._asked(talk_id, scene)
        self.application.talks.pause(talk_id, scene.break_note)
        return talk_id

    def ahead(self, planned: Ahead, at: datetime, interviewer: str, recorder: str) -> TalkId:
        """A talk that is only planned, or planned and prepared."""
        people = (
            self._entry(Role.INTERVIEWEE, planned.interviewee),
            self._entry(Role.INTERVIEWER, interviewer),
            self._entry(Role.RECORDER, recorder),
        )
        entry = TalkEntry(planned.kind, planned.subject, at, "县纪委监委谈话室", people)
        talk_id, _ = self.application.talks.plan(entry)
        if planned.prompts:
            self.application.talks.prepare(talk_id, planned.prompts)
        return talk_id

    def make_up(self, original: TalkId, at: datetime) -> TalkId:
        """The talk for those who were absent from another (补谈), at a time of its own."""
        talks = self.application.talks
        talk_id, _ = talks.make_up(original)
        talks.reschedule(talk_id, at, talks.get(talk_id).place)
        return talk_id

    def _sign_first(self, talk_id: TalkId) -> None:
        """Everybody who signs electronically has a key in the vault, and the first has used it."""
        signers, signing = self.application.signers, self.application.hand_signing
        states = signing.fields(talk_id)
        keys = [signers.make_own(state.who)[0] for state in states]
        for state, key in zip(states[:1], keys[:1], strict=True):
            self.clock.move(minutes=1)
            signing.sign(talk_id, state.field, SigningKey(key.id), None, NoProgress())

    # ── the steps ────────────────────────────────────────────────────────────────────────────────

    def _prepared(self, scene: Scene, at: datetime) -> TalkId:
        talks = self.application.talks
        people = [self._entry(Role.INTERVIEWEE, name) for name in scene.interviewees]
        people.append(self._entry(Role.INTERVIEWER, scene.interviewer))
        people += [self._entry(Role.COMPANION, name) for name in scene.companions]
        people.append(self._entry(Role.RECORDER, scene.recorder))
        entry = TalkEntry(scene.kind, scene.subject, at, scene.place, tuple(people))
        talk_id, _ = talks.plan(entry)
        chosen = tuple(line.prompt for line in scene.lines if line.prompt)
        talks.prepare(talk_id, (*chosen, *self._left_out(scene, chosen)))
        self.clock.go_to(at)
        return talk_id

    def _left_out(self, scene: Scene, chosen: tuple[str, ...]) -> tuple[OutlineItem, ...]:
        """The required prompts this talk does without, each with the reason."""
        if not scene.left_out:
            return ()
        return tuple(
            OutlineItem(prompt_number=prompt.number, skipped_reason=scene.left_out)
            for prompt in self.application.prompts.current().prompts
            if prompt.is_required and prompt.number not in chosen
        )

    def _asked(self, talk_id: TalkId, scene: Scene) -> dict[str, AnswerId]:
        """Begin, and every answer at its time; gives the answers by prompt."""
        talks = self.application.talks
        talks.begin(talk_id)
        self._note_absence(talk_id, scene)
        known = self._answer_ids(talk_id)
        for line in scene.lines:
            if not line.text:
                continue
            self.clock.move(minutes=scene.minutes_long / (len(scene.lines) + 1))
            answer_id = known.get(line.prompt)
            if answer_id is None:
                answer_id, _ = talks.ask(talk_id, line.area, line.question)
            talks.save_answer(talk_id, answer_id, line.text)
        return known

    def _answer_ids(self, talk_id: TalkId) -> dict[str, AnswerId]:
        return {a.prompt_number: a.id for a in self.application.talks.get(talk_id).answers}

    def _note_absence(self, talk_id: TalkId, scene: Scene) -> None:
        if scene.absent:
            there = self.application.talks.get(talk_id).participants
            position = [who.name for who in there].index(scene.absent)
            self.application.talks.set_present(talk_id, position, False, scene.absence_reason)

    def _find(self, talk_id: TalkId, scene: Scene, found: Found, answer_id: AnswerId) -> None:
        talk = self.application.talks.get(talk_id)
        who = next((p for p in talk.participants if p.name == found.person), None)
        day = self.clock.local(self.clock.now()).date()
        entry = FindingEntry(
            area=talk.answer(answer_id).area,
            manifestation=found.manifestation,
            measure=found.measure,
            deadline=day + timedelta(days=found.days),
            answer_id=answer_id,
            is_common=found.is_common,
            tag=found.tag,
            unit_id=who.unit_id if who else None,
            person_id=who.person_id if who else None,
            is_personal=found.is_personal,
        )
        self.findings[found.key], _ = self.application.talks.add_finding(talk_id, entry)

    def _mend(self, talk_id: TalkId, scene: Scene) -> None:
        if scene.mended:
            answer_id = self._answer_ids(talk_id)[scene.mended.prompt]
            old = self.application.talks.get(talk_id).answer(answer_id).text
            new = old.replace(scene.mended.old, scene.mended.new)
            self.application.talks.correct(talk_id, answer_id, new, scene.mended.note)

    def _entry(self, role: Role, name: str) -> ParticipantEntry:
        return ParticipantEntry(role, person_id=self._person(name))

    def _person(self, name: str) -> PersonId:
        return next(row.id for row in self.application.people.page(name) if row.name == name)
