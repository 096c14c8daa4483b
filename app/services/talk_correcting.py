"""A record that is being read: what is wrong in it is put right, and what was there is kept."""

from __future__ import annotations

from app.domain.changes import Changes
from app.domain.check_errors import PassageUnknownError
from app.domain.ids import AnswerId, TalkId
from app.domain.record_text import Passage, TextField, answer_key, corrected, label_of, passage
from app.domain.talk import Correction, Talk
from app.services.talk_work import TalkWork
from app.store import answers, talks
from app.store.connection import Connection


class TalkCorrecting(TalkWork):
    """The commands about a record that is read through before it is signed (核对)."""

    __slots__ = ()

    def correct(
        self, talk_id: TalkId, answer_id: AnswerId, new_text: str, note: str = ""
    ) -> Changes:
        """Put an answer right while it is read; the old words are kept beside.

        Raises WrongStatusError, TalkSealedError, PassageUnknownError.
        """
        return self.correct_passage(talk_id, answer_key(answer_id), new_text, note)

    def correct_passage(
        self, talk_id: TalkId, place: str, new_text: str, note: str = ""
    ) -> Changes:
        """Put any text of the record right while it is read; place is the key of a Passage.

        Raises WrongStatusError, TalkSealedError, PassageUnknownError.
        """
        with self.vault.transaction() as connection:
            talk = talks.get(connection, talk_id)
            try:
                wrong = passage(talk, place)
                correction = Correction(self._now(), place, wrong.text, new_text, note.strip())
                talk = corrected(talk, correction)
            except KeyError:
                raise PassageUnknownError(label_of(talk, place)) from None
            _keep(connection, talk, wrong)
            answers.add_correction(connection, talk_id, correction)
            self._trace(connection, "talk.correct", talk)
        return Changes.ANSWERS | Changes.TALKS


def _keep(connection: Connection, talk: Talk, changed: Passage) -> None:
    if changed.field is TextField.BREAK:
        answers.keep_break_note(connection, talk.id, talk.breaks[int(changed.which)])
    elif changed.field is TextField.QUESTION:
        answers.keep_question(connection, talk.id, talk.answer(AnswerId(changed.which)))
    elif changed.field in {TextField.ANSWER, TextField.SKIPPED}:
        answers.keep(connection, talk.id, talk.answer(AnswerId(changed.which)))
    elif changed.which:
        talks.keep_people(connection, talk)
    else:
        talks.keep(connection, talk)
