"""Where one wrote and how long each area took come out of a damaged vault with the words."""

from __future__ import annotations

from pathlib import Path

from app.domain.people import Role
from app.domain.progress import NoProgress
from app.domain.talk_times import Cursor
from app.services.salvage import Salvage
from app.services.talks import ParticipantEntry, TalkEntry
from tests.conftest import PASSPHRASE
from tests.faults.ground import made


def test_a_talk_under_way_is_rescued_with_its_cursor_and_its_times(tmp_path: Path):
    ground = made(tmp_path / "office", planned=1, sealed=0)
    application = ground.unlock()
    talks, person = application.talks, application.people.page(limit=1)[0]
    everybody = (
        ParticipantEntry(Role.INTERVIEWEE, person.id),
        ParticipantEntry(Role.INTERVIEWER, None, "李明"),
        ParticipantEntry(Role.RECORDER, None, "周小雨"),
    )
    entry = TalkEntry("supervision", "监督谈话", ground.clock.now(), "谈话室", everybody)
    talk_id, _ = talks.plan(entry)
    talks.prepare(talk_id, (application.prompts.current().prompts[0].number,))
    talks.begin(talk_id)
    answer = talks.get(talk_id).answers[0]
    talks.plan_minutes(talk_id, {answer.area: 20})
    ground.clock.move(minutes=4)
    talks.save_answer(talk_id, answer.id, "说到一半", Cursor(answer.id, 3, 1))
    times = talks.times(talk_id)
    application.lock()
    access, target = ground.access(), tmp_path / "saved"
    salvage = Salvage(access.preferences, access.clock)
    report = salvage.rescue(ground.folder, PASSPHRASE, target, NoProgress())
    assert report.strays == ()
    application = access.unlock(target, PASSPHRASE, NoProgress())
    try:
        assert application.talks.times(talk_id) == times
        assert times.used == {answer.area: 240}
    finally:
        application.lock()
