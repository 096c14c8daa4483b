"""A talk under way: what is asked and said, who is there, breaks, the end."""

from __future__ import annotations

from dataclasses import replace

from app.domain.canonical import digest_of
from app.domain.changes import Changes
from app.domain.ids import AnswerId, TalkId
from app.domain.refusals import QuestionMissingError, ReasonMissingError
from app.domain.talk import Answer, Talk
from app.domain.talk_times import Cursor
from app.services.talk_timing import TalkTiming
from app.store import answers, talks


class TalkConduct(TalkTiming):
    """The commands about a talk that is going on."""

    __slots__ = ()

    def begin(self, talk_id: TalkId) -> Changes:
        """Begin a prepared talk. Raises WrongStatusError, TalkSealedError."""
        with self.vault.transaction() as connection:
            talk = talks.get(connection, talk_id).begun(self._now())
            talks.keep(connection, talk)
            first = next((a for a in talk.answers if not a.skipped_reason), talk.answers[0])
            self._note_cursor(connection, talk_id, Cursor(first.id))
            self._trace(connection, "talk.begin", talk)
        return Changes.TALKS

    def save_answer(
        self, talk_id: TalkId, answer_id: AnswerId, text: str, cursor: Cursor | None = None
    ) -> Changes:
        """Keep what was typed so far; called at every pause in typing, so it does very little.

        With a cursor, where one writes is kept in the same breath.

        Raises WrongStatusError, TalkSealedError.
        """
        with self.vault.transaction() as connection:
            if not answers.keep_typed(connection, talk_id, answer_id, text):
                talk = talks.get(connection, talk_id)
                talk.with_answer(replace(talk.answer(answer_id), text=text))
            if cursor is not None:
                self._note_cursor(connection, talk_id, cursor)
            self.trail.write(connection, "talk.answer", talk_id, digest_of([answer_id, text]))
        return Changes.ANSWERS

    def skip(self, talk_id: TalkId, answer_id: AnswerId, reason: str) -> Changes:
        """Leave a question unanswered, with a reason.

        Raises ReasonMissingError, WrongStatusError, TalkSealedError.
        """
        if not reason.strip():
            raise ReasonMissingError("skip")
        return self._mark_skipped(talk_id, answer_id, reason.strip())

    def unskip(self, talk_id: TalkId, answer_id: AnswerId) -> Changes:
        """Take back that a question was skipped. Raises WrongStatusError, TalkSealedError."""
        return self._mark_skipped(talk_id, answer_id, "")

    def ask(self, talk_id: TalkId, area: str, question: str) -> tuple[AnswerId, Changes]:
        """Ask something on the spot (临时提问); it stands after all others.

        Raises QuestionMissingError, WrongStatusError, TalkSealedError.
        """
        if not question.strip():
            raise QuestionMissingError
        with self.vault.transaction() as connection:
            talk = talks.get(connection, talk_id)
            order = max((a.order for a in talk.answers), default=0) + 1
            answer = Answer(AnswerId(self.trail.new_id()), order, area, question.strip())
            talk = talk.with_question(answer)
            answers.add(connection, talk, answer)
            self._trace(connection, "talk.ask", talk)
        return answer.id, Changes.ANSWERS

    def save_closing(
        self, talk_id: TalkId, summary: str, requirement: str, statement: str
    ) -> Changes:
        """Keep the closing words: 小结、要求、表态. Raises WrongStatusError, TalkSealedError."""

        def closed(talk: Talk) -> Talk:
            return talk.with_closing(summary, requirement, statement)

        self._step(talk_id, "talk.closing", closed)
        return Changes.ANSWERS

    def pause(self, talk_id: TalkId, note: str) -> Changes:
        """Begin a break. Raises WrongStatusError, TalkSealedError, BreakOpenError."""
        with self.vault.transaction() as connection:
            talk = talks.get(connection, talk_id).paused(self._now(), note.strip())
            answers.add_break(connection, talk_id, talk.breaks[-1])
            self._trace(connection, "talk.pause", talk)
        return Changes.TALKS

    def resume(self, talk_id: TalkId) -> Changes:
        """End the break. Raises WrongStatusError, TalkSealedError."""
        with self.vault.transaction() as connection:
            now = self._now()
            talk = talks.get(connection, talk_id).resumed(now)
            answers.end_break(connection, talk_id, now)
            self._trace(connection, "talk.resume", talk)
        return Changes.TALKS

    def end(self, talk_id: TalkId) -> Changes:
        """End the talk; its text waits to be read and confirmed.

        Raises WrongStatusError, TalkSealedError, EndBeforeStartError, BreakOpenError,
        NothingAskedError, AnswerMissingError.
        """
        with self.vault.transaction() as connection:
            talk = talks.get(connection, talk_id).ended(self._now())
            self._note_time(connection, talk_id)
            talks.keep(connection, talk)
            self._trace(connection, "talk.end", talk)
        return Changes.TALKS

    def _mark_skipped(self, talk_id: TalkId, answer_id: AnswerId, reason: str) -> Changes:
        with self.vault.transaction() as connection:
            talk = talks.get(connection, talk_id)
            answer = replace(talk.answer(answer_id), skipped_reason=reason, is_left_out=False)
            talk = talk.with_answer(answer)
            answers.keep(connection, talk_id, answer)
            self._trace(connection, "talk.skip", talk)
        return Changes.ANSWERS
