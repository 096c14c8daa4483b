"""The record of a talk as passages of text: each with a key, a label, and a way to put it right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from app.domain.people import Role
from app.domain.talk import Answer, Correction, Participant, Talk


class TextField(Enum):
    """Which text of the record a passage is."""

    SUBJECT = "subject"
    PLACE = "place"
    NAME = "name"
    UNIT = "unit"
    TITLE = "title"
    ABSENCE = "absence"
    QUESTION = "question"
    ANSWER = "answer"
    SKIPPED = "skipped"
    BREAK = "break"
    SUMMARY = "summary"
    REQUIREMENT = "requirement"
    STATEMENT = "statement"


CLOSING_FIELDS = (TextField.SUMMARY, TextField.REQUIREMENT, TextField.STATEMENT)
SPOKEN_FIELDS = (TextField.ANSWER, *CLOSING_FIELDS)  # what was said and written down
_LABELS = {
    TextField.SUBJECT: "谈话事由",
    TextField.PLACE: "谈话地点",
    TextField.SUMMARY: "谈话小结",
    TextField.REQUIREMENT: "整改要求",
    TextField.STATEMENT: "表态",
}
_OF_PERSON = {
    TextField.NAME: "name",
    TextField.UNIT: "unit_name",
    TextField.TITLE: "title",
    TextField.ABSENCE: "absence_reason",
}
_PERSON_WORDS = {
    TextField.NAME: "姓名",
    TextField.UNIT: "单位",
    TextField.TITLE: "职务",
    TextField.ABSENCE: "缺席原因",
}
_OF_ANSWER = {
    TextField.QUESTION: "question",
    TextField.ANSWER: "text",
    TextField.SKIPPED: "skipped_reason",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of the record. which is an answer's id, or a position counted from 0; else empty.

    may_change tells whether a correction can put it right: the words of a prompt set and the names
    of the register are put right there, in a new version or in the register.
    """

    field: TextField
    which: str
    label: str
    text: str
    may_change: bool = True

    @property
    def key(self) -> str:
        """What names the passage in corrections and remarks, such as answer:… or summary."""
        return f"{self.field.value}:{self.which}" if self.which else self.field.value


def answer_key(answer_id: str) -> str:
    """The key of the passage that is the answer with this id."""
    return f"{TextField.ANSWER.value}:{answer_id}"


def question_key(answer_id: str) -> str:
    """The key of the passage that is the question with this id."""
    return f"{TextField.QUESTION.value}:{answer_id}"


def skipped_key(answer_id: str) -> str:
    """The key of the passage that says why the question with this id was not answered."""
    return f"{TextField.SKIPPED.value}:{answer_id}"


def head_keys(talk: Talk) -> dict[str, str]:
    """What can be put right in the head of the record: its label there and the passage's key."""
    keys = {_LABELS[field]: field.value for field in (TextField.PLACE, TextField.SUBJECT)}
    people = [n for n, who in enumerate(talk.participants) if who.role is Role.INTERVIEWEE]
    if len(people) == 1:
        keys["单位及职务"] = f"{TextField.TITLE.value}:{people[0]}"
    return keys


def break_passages(talk: Talk) -> list[Passage]:
    """The notes of the breaks that have one."""
    return [one for one in passages_of(talk) if one.field is TextField.BREAK]


def closing_passages(talk: Talk) -> list[Passage]:
    """The closing words in their order, also those that were not written."""
    return [_single(field, getattr(talk, field.value)) for field in CLOSING_FIELDS]


def passages_of(talk: Talk) -> Iterator[Passage]:
    """Every text of the record in the order in which it is read; empty ones are left out."""
    read = replace(talk, answers=tuple(a for a in talk.answers if a.is_on_record))
    return (passage for passage in _all(read) if passage.text.strip())


def passage(talk: Talk, key: str) -> Passage:
    """The passage with that key, also an empty one; KeyError when there is none."""
    for one in _all(talk):
        if one.key == key:
            return one
    raise KeyError(key)


def corrected(talk: Talk, correction: Correction) -> Talk:
    """The talk with a passage put right while it is read; the old words stay beside.

    Raises WrongStatusError, TalkSealedError; KeyError for a passage that is not there or is put
    right elsewhere.
    """
    talk.check_correctable()
    wrong = passage(talk, correction.place)
    if not wrong.may_change:
        raise KeyError(correction.place)
    return replace(
        _put_right(talk, wrong, correction.new_text), corrections=(*talk.corrections, correction)
    )


def label_of(talk: Talk, key: str) -> str:
    """What the passage is called on screen; an unknown key stands for itself."""
    return next((one.label for one in _all(talk) if one.key == key), key)


def _all(talk: Talk) -> Iterator[Passage]:
    yield _single(TextField.SUBJECT, talk.subject)
    yield _single(TextField.PLACE, talk.place)
    for position, participant in enumerate(talk.participants):
        yield from _of_participant(position, participant)
    for answer in talk.answers:
        yield from _of_answer(answer)
    for position, pause in enumerate(talk.breaks):
        yield Passage(TextField.BREAK, str(position), "休息", pause.note)
    for field in CLOSING_FIELDS:
        yield _single(field, getattr(talk, field.value))


def _single(field: TextField, text: str) -> Passage:
    return Passage(field, "", _LABELS[field], text)


def _of_participant(position: int, participant: Participant) -> Iterator[Passage]:
    for field, attribute in _OF_PERSON.items():
        is_registered = field is TextField.NAME and participant.person_id is not None
        text = getattr(participant, attribute)
        label = f"{participant.name}的{_PERSON_WORDS[field]}"
        yield Passage(field, str(position), label, text, not is_registered)


def _of_answer(answer: Answer) -> Iterator[Passage]:
    place = f"第{answer.order}问"
    # the words of a prompt set stay as they were asked; what was asked on the spot was typed
    was_typed = not answer.prompt_number
    yield Passage(TextField.QUESTION, answer.id, place, answer.question, was_typed)
    yield Passage(TextField.ANSWER, answer.id, f"{place}的答复", answer.text)
    yield Passage(TextField.SKIPPED, answer.id, f"{place}的答复", answer.skipped_reason)


def _put_right(talk: Talk, wrong: Passage, text: str) -> Talk:
    if wrong.field in _OF_PERSON:
        changed = {_OF_PERSON[wrong.field]: text}
        there = list(talk.participants)
        there[int(wrong.which)] = replace(there[int(wrong.which)], **changed)  # type: ignore[arg-type]  # texts all
        return replace(talk, participants=tuple(there))
    if wrong.field in _OF_ANSWER:
        changed = {_OF_ANSWER[wrong.field]: text}
        answers = (replace(a, **changed) if a.id == wrong.which else a for a in talk.answers)  # type: ignore[arg-type]  # texts all
        return replace(talk, answers=tuple(answers))
    if wrong.field is TextField.BREAK:
        pauses = list(talk.breaks)
        pauses[int(wrong.which)] = replace(pauses[int(wrong.which)], note=text)
        return replace(talk, breaks=tuple(pauses))
    return replace(talk, **{wrong.field.value: text})  # type: ignore[arg-type]  # texts all
