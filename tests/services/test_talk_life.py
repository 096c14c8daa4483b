"""A talk driven at random through its services: the vault always holds what the rules say."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.domain.audit import first_break
from app.domain.errors import RefusedError
from app.domain.record_text import answer_key, corrected
from app.domain.talk import Answer, Break, Correction, TalkStatus
from app.services.trail import Trail
from app.store import audit, talks
from app.system.ids import new_id
from tests.conftest import StandingClock, empty_vault
from tests.desk import CHOSEN, Desk
from tests.makers import DIGEST, make_answer

words = st.sampled_from(["", " ", "讲了三件事", "买买提·艾力\n第二段", "\U00020bb7"])
places = st.integers(0, 4)


REFUSED = object()


def make_prompt_answers(chosen):
    return tuple(make_answer(n) for n, _ in enumerate(chosen, 1))


def outcome(act):
    """What an act gives, or that it was refused."""
    try:
        return act()
    except (RefusedError, KeyError):
        return REFUSED


class TalkLife(RuleBasedStateMachine):
    """Each rule does the same to the vault and to the value kept here; both must agree."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="talk-life-"))
        self.clock = StandingClock()
        vault = empty_vault(self.folder / "vault")
        self.desk = Desk.set_up(vault, Trail(self.clock, "李明", new_id))

    @initialize(status=st.sampled_from(TalkStatus))
    def come_to(self, status):
        """Begin anywhere, so that late steps are met as often as early ones."""
        self.id = self.desk.talk_at(status)
        self.talk = self.desk.talk(self.id)

    def teardown(self) -> None:
        with self.desk.vault.reading() as connection:
            assert first_break(audit.every(connection)) is None
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        self.desk.vault.close()
        shutil.rmtree(self.folder)

    def both(self, command, act) -> None:
        """Do the command; act is what the rules make of the value, given the command's answer."""
        acts = self.desk.acts()
        answer = outcome(command)
        expected = outcome(lambda: act(self.talk, answer))
        if expected is REFUSED:
            assert answer is REFUSED
            assert self.desk.acts() == acts
            return
        assert answer is not REFUSED
        assert len(self.desk.acts()) == len(acts) + 1
        self.talk = expected

    def answer(self, place: int) -> Answer:
        answers = self.talk.answers
        return answers[place] if place < len(answers) else Answer("nowhere", 1, "a1", "问？")

    @rule(hours=st.integers(0, 9))
    def reschedule(self, hours):
        at = self.clock.now() + timedelta(hours=hours)
        self.both(
            lambda: self.desk.talks.reschedule(self.id, at, "三楼"),
            lambda talk, _: talk.planned_anew(at, "三楼"),
        )

    @rule(chosen=st.sampled_from([(), CHOSEN, ("2-1", "1-1")]))
    def prepare(self, chosen):
        def prepared(talk, answer):
            asked = make_prompt_answers(chosen)
            if answer is not REFUSED:  # the ids were made on the way
                asked = self.desk.talk(self.id).answers
                assert tuple(a.prompt_number for a in asked) == chosen
            return talk.prepared("set-1", asked)

        self.both(lambda: self.desk.talks.prepare(self.id, chosen), prepared)

    @rule()
    def begin(self):
        self.both(
            lambda: self.desk.talks.begin(self.id), lambda talk, _: talk.begun(self.clock.now())
        )

    @rule(place=places, text=words)
    def save_answer(self, place, text):
        answer = self.answer(place)
        reason = "" if text.strip() else answer.skipped_reason
        self.both(
            lambda: self.desk.talks.save_answer(self.id, answer.id, text),
            lambda talk, _: talk.with_answer(replace(answer, text=text, skipped_reason=reason)),
        )

    @rule(place=places)
    def skip(self, place):
        answer = self.answer(place)
        self.both(
            lambda: self.desk.talks.skip(self.id, answer.id, "不分管"),
            lambda talk, _: talk.with_answer(replace(answer, skipped_reason="不分管")),
        )

    @rule()
    def ask(self):
        order = len(self.talk.answers) + 1
        self.both(
            lambda: self.desk.talks.ask(self.id, "a2", "还有吗？"),
            lambda talk, made: talk.with_question(
                Answer("x" if made is REFUSED else made[0], order, "a2", "还有吗？")
            ),
        )

    @rule(place=st.integers(0, 2), is_present=st.booleans())
    def note_who_came(self, place, is_present):
        def attended(talk, _):
            people = list(talk.participants)
            reason = "" if is_present else "病"
            people[place] = replace(people[place], is_present=is_present, absence_reason=reason)
            return talk.with_participants(tuple(people))

        self.both(lambda: self.desk.talks.set_present(self.id, place, is_present, "病"), attended)

    @rule(text=words)
    def close(self, text):
        self.both(
            lambda: self.desk.talks.save_closing(self.id, text, "求", text),
            lambda talk, _: talk.with_closing(text, "求", text),
        )

    @rule()
    def pause(self):
        self.clock.move(minutes=1)
        self.both(
            lambda: self.desk.talks.pause(self.id, "喝水"),
            lambda talk, _: talk.paused(self.clock.now(), "喝水"),
        )

    @rule()
    def resume(self):
        self.clock.move(minutes=1)
        self.both(
            lambda: self.desk.talks.resume(self.id), lambda talk, _: talk.resumed(self.clock.now())
        )

    @rule()
    def end(self):
        self.clock.move(minutes=1)
        self.both(
            lambda: self.desk.talks.end(self.id), lambda talk, _: talk.ended(self.clock.now())
        )

    @rule(place=places, text=words)
    def correct(self, place, text):
        old = self.answer(place)
        correction = Correction(self.clock.now(), answer_key(old.id), old.text, text, "本人更正")
        self.both(
            lambda: self.desk.talks.correct(self.id, old.id, text, "本人更正"),
            lambda talk, _: corrected(talk, correction),
        )

    @rule()
    def confirm(self):
        """What making the minutes does; it writes no entry here."""
        if self.talk.status is TalkStatus.TO_CONFIRM and self.talk.participants[0].is_present:
            with self.desk.vault.transaction() as connection:
                self.talk = self.talk.confirmed(DIGEST, 3)
                talks.keep(connection, self.talk)

    @rule(note=st.sampled_from(["", "拒签，李四见证"]))
    def refuse_to_sign(self, note):
        self.both(
            lambda: self.desk.talks.note_refusal_and_sign(self.id, note),
            lambda talk, _: talk.signed(0, note),
        )

    @rule()
    def seal(self):
        self.both(
            lambda: self.desk.talks.seal(self.id), lambda talk, _: talk.sealed(self.clock.now())
        )

    @rule(is_meant=st.sampled_from([False, False, False, True]))
    def cancel(self, is_meant):
        if is_meant:
            self.both(
                lambda: self.desk.talks.cancel(self.id, "出差"),
                lambda talk, _: talk.cancelled("出差"),
            )

    @rule()
    def go_the_whole_way(self):
        """Bring the talk one proper step on."""
        for answer in self.talk.answers if self.talk.status is TalkStatus.UNDER_WAY else ():
            self.save_answer(answer.order - 1, "讲了三件事")
        steps = {
            TalkStatus.PLANNED: lambda: self.prepare(CHOSEN),
            TalkStatus.PREPARED: self.begin,
            TalkStatus.UNDER_WAY: self.end,
            TalkStatus.TO_CONFIRM: self.confirm,
            TalkStatus.TO_SIGN: lambda: self.refuse_to_sign("拒签，李四见证"),
            TalkStatus.SIGNED: self.seal,
        }
        steps.get(self.talk.status, lambda: None)()

    @invariant()
    def the_vault_holds_what_the_rules_say(self):
        assert self.desk.talk(self.id) == self.talk
        (row,) = self.desk.talks.page()
        assert (row.id, row.status) == (self.id, self.talk.status)
        assert row.day == (self.talk.began_at or self.talk.planned_at)
        assert all(isinstance(pause, Break) for pause in self.talk.breaks)


TestTalkLife = TalkLife.TestCase
TestTalkLife.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
