"""A talk driven at random through its life: no illegal move, and sealed is for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.domain.errors import RefusedError
from app.domain.people import Role
from app.domain.record_text import answer_key, corrected
from app.domain.talk import Correction, Talk, TalkStatus
from tests.makers import (
    BEGAN,
    DIGEST,
    ENDED,
    PEOPLE,
    make_answer,
    make_participant,
    make_talk,
    make_talk_at,
)

S = TalkStatus
MOVES = {
    (S.PLANNED, S.PREPARED),
    (S.PREPARED, S.UNDER_WAY),
    (S.UNDER_WAY, S.TO_CONFIRM),
    (S.TO_CONFIRM, S.TO_SIGN),
    (S.TO_SIGN, S.SIGNED),
    (S.SIGNED, S.SEALED),
    (S.PLANNED, S.CANCELLED),
    (S.PREPARED, S.CANCELLED),
}
FROZEN = {S.TO_SIGN, S.SIGNED, S.SEALED, S.CANCELLED}
words = st.sampled_from(["", " ", "讲了", "买买提·艾力", "×", "\U00020bb7"])
people = st.lists(
    st.one_of(
        st.sampled_from(PEOPLE),
        st.builds(make_participant, st.sampled_from(Role), st.sampled_from(["王五", "陈七"])),
    ),
    max_size=5,
).map(tuple)


def text_of(talk: Talk) -> Talk:
    """The talk but for what signing, sealing and the registry add to it."""
    return replace(
        talk,
        status=S.PLANNED,
        scan_pages=0,
        refusal_note="",
        sealed_at=None,
        received_at=None,
    )


class TalkLife(RuleBasedStateMachine):
    """Each rule tries an act, allowed or not; the invariants judge what came of it."""

    def __init__(self) -> None:
        super().__init__()
        self.talk = make_talk()
        self.now = ENDED

    @initialize(status=st.sampled_from(TalkStatus))
    def come_to(self, status):
        """Begin anywhere, so that late steps are met as often as early ones."""
        self.talk = make_talk_at(status)

    def try_to(self, act) -> None:
        old = self.talk
        try:
            new = act(old)
        except (RefusedError, KeyError):
            assert self.talk is old
            return
        assert new.status is old.status or (old.status, new.status) in MOVES
        assert (new.id, new.number) == (old.id, old.number)
        if old.status in FROZEN:
            assert text_of(new) == text_of(old)
        if old.status is S.SEALED:
            assert replace(new, received_at=None) == replace(old, received_at=None)
        assert new.corrections[: len(old.corrections)] == old.corrections
        self.talk = new

    def advance(self) -> None:
        self.now += timedelta(minutes=5)

    @rule(place=words, hours=st.integers(-5, 5))
    def reschedule(self, place, hours):
        self.try_to(lambda t: t.planned_anew(BEGAN + timedelta(hours=hours), place))

    @rule(who=people)
    def change_people(self, who):
        self.try_to(lambda t: t.with_participants(who))

    @rule()
    def have_the_right_people(self):
        self.try_to(lambda t: t.with_participants(PEOPLE))

    @rule(count=st.integers(0, 3))
    def prepare(self, count):
        asked = tuple(make_answer(n, is_required=n == 1) for n in range(1, count + 1))
        self.try_to(lambda t: t.prepared("set-1", asked))

    @rule()
    def begin(self):
        self.try_to(lambda t: t.begun(self.now))

    @rule(order=st.integers(1, 5), text=words, reason=words)
    def answer(self, order, text, reason):
        self.try_to(lambda t: t.with_answer(make_answer(order, text=text, skipped_reason=reason)))

    @rule()
    def ask(self):
        order = len(self.talk.answers) + 1
        self.try_to(lambda t: t.with_question(make_answer(order)))

    @rule(text=words)
    def close(self, text):
        self.try_to(lambda t: t.with_closing(text, text, text))

    @rule()
    def pause(self):
        self.advance()
        self.try_to(lambda t: t.paused(self.now, ""))

    @rule()
    def resume(self):
        self.advance()
        self.try_to(lambda t: t.resumed(self.now))

    @rule(is_later=st.booleans())
    def end(self, is_later):
        if is_later:
            self.advance()
        self.try_to(lambda t: t.ended(self.now))

    @rule(order=st.integers(1, 4), text=words)
    def correct(self, order, text):
        wrong = make_answer(order)
        self.try_to(lambda t: corrected(t, Correction(self.now, answer_key(wrong.id), "旧", text)))

    @rule(pages=st.integers(1, 3))
    def confirm(self, pages):
        self.try_to(lambda t: t.confirmed(DIGEST, pages))

    @rule(pages=st.integers(0, 3), note=words)
    def sign(self, pages, note):
        self.try_to(lambda t: t.signed(pages, note))

    @rule()
    def seal(self):
        self.try_to(lambda t: t.sealed(self.now))

    @rule(reason=st.sampled_from(["", "出差"]))
    @precondition(lambda self: self.now > ENDED + timedelta(minutes=30))
    def cancel(self, reason):
        self.try_to(lambda t: t.cancelled(reason))

    @rule()
    def receive(self):
        self.try_to(lambda t: t.received(self.now))

    @invariant()
    def what_each_step_promises(self):
        talk = self.talk
        if talk.status in {S.TO_CONFIRM, S.TO_SIGN, S.SIGNED, S.SEALED}:
            assert talk.began_at < talk.ended_at
            assert talk.open_break is None
        if talk.status in {S.TO_SIGN, S.SIGNED, S.SEALED}:
            talk.check_people()
            assert talk.text_digest == DIGEST
        if talk.status in {S.SIGNED, S.SEALED}:
            assert talk.scan_pages == talk.minutes_pages or talk.refusal_note
        assert (talk.sealed_at is not None) == (talk.status is S.SEALED)
        assert talk.received_at is None or talk.status is S.SEALED


TestTalkLife = TalkLife.TestCase
TestTalkLife.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)
