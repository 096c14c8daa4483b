"""Before anything leaves the vault somebody is asked, and the trail keeps that it left."""

from __future__ import annotations

from contextlib import suppress

import pytest

from app.domain.copies import CopyWay, CopyWish
from app.domain.errors import FolderUnusableError, TooManyTriesError, WrongPassphraseError
from app.domain.people import Role, UnitKind
from app.domain.progress import NoProgress
from app.domain.refusals import MinutesMissingError
from app.services.people import PersonEntry
from app.services.talks import ParticipantEntry, TalkEntry
from tests.conftest import PASSPHRASE


@pytest.fixture
def talk(application, clock):
    """A talk whose text waits to be read."""
    person, _ = application.people.add_person(
        PersonEntry(
            name="王建国",
            new_unit_name="羊尾镇",
            new_unit_kind=UnitKind.TOWNSHIP,
            title="党委书记",
        )
    )
    talks = application.talks
    people = (
        ParticipantEntry(Role.INTERVIEWEE, person),
        ParticipantEntry(Role.INTERVIEWER, None, "李明"),
        ParticipantEntry(Role.RECORDER, None, "周小雨"),
    )
    entry = TalkEntry("supervision", "谈话", clock.now(), "谈话室", people)
    talk_id, _ = talks.plan(entry)
    first = next(p for p in application.prompts.current().prompts if not p.is_required)
    talks.prepare(talk_id, (first.number,))
    talks.begin(talk_id)
    for answer in talks.get(talk_id).answers:
        talks.save_answer(talk_id, answer.id, "学了三次。")
    clock.move(minutes=20)
    talks.end(talk_id)
    return talk_id


def acts(application) -> list[str]:
    return [entry.what for entry in application.audit.page(None, 500)]


def test_the_right_words_are_known_again_while_the_vault_is_open(access, application):
    access.ask_again(application, PASSPHRASE)
    assert application.people.units() == []


def test_wrong_words_are_refused(access, application):
    with pytest.raises(WrongPassphraseError):
        access.ask_again(application, "not these words at all")


def test_somebody_who_guesses_on_has_to_wait(access, application):
    def guess(times: int) -> None:
        for _ in range(times):
            with suppress(WrongPassphraseError):
                access.ask_again(application, "not these words at all")

    with pytest.raises(TooManyTriesError):
        guess(20)


def save_copy(application, talk, path):
    original = application.copies.minutes_original(talk)
    return application.copies.export(original, CopyWay.ORIGINAL, CopyWish(), path)


def test_a_copy_is_the_signed_file_and_leaves_a_trace(application, talk, tmp_path):
    minutes = application.minutes
    minutes.confirm(talk, NoProgress())
    path = tmp_path / "copy.pdf"
    copy, _ = save_copy(application, talk, path)
    assert path.read_bytes() == minutes.pdf(talk)
    assert "copy.take" in acts(application)
    assert copy.number == 1
    assert minutes.verify_kept(talk).is_genuine
    assert minutes.verify(path).is_genuine


def test_without_minutes_there_is_nothing_to_copy(application, talk, tmp_path):
    with pytest.raises(MinutesMissingError):
        save_copy(application, talk, tmp_path / "copy.pdf")


def test_a_folder_that_is_gone_is_told_and_leaves_no_trace(application, talk, tmp_path):
    application.minutes.confirm(talk, NoProgress())
    with pytest.raises(FolderUnusableError):
        save_copy(application, talk, tmp_path / "gone" / "copy.pdf")
    assert "copy.take" not in acts(application)
    assert not application.copies.page()
