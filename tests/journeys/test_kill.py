"""kill -9 in the middle of a talk: nothing that was said to be saved is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.people import Role, UnitKind
from app.domain.progress import NoProgress
from app.domain.talk import TalkStatus
from app.services.people import PersonEntry
from app.services.talks import ParticipantEntry, TalkEntry
from tests.journeys.typist import SENTENCE

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def talk(access, new_vault, clock):
    """A talk under way in a vault that is locked again."""
    application = access.create(new_vault, NoProgress())
    person, _ = application.people.add_person(
        PersonEntry(
            name="王建国",
            new_unit_name="羊尾镇",
            new_unit_kind=UnitKind.TOWNSHIP,
            title="党委书记",
        )
    )
    talk_id, _ = application.talks.plan(
        TalkEntry(
            kind="supervision",
            subject="谈话",
            planned_at=clock.now(),
            place="谈话室",
            participants=(
                ParticipantEntry(Role.INTERVIEWEE, person),
                ParticipantEntry(Role.INTERVIEWER, None, "李明"),
                ParticipantEntry(Role.RECORDER, None, "周小雨"),
            ),
        )
    )
    numbers = tuple(p.number for p in application.prompts.current().prompts[:3])
    application.talks.prepare(talk_id, numbers)
    application.talks.begin(talk_id)
    application.lock()
    return talk_id


@pytest.mark.parametrize("pauses", [1, 3])
def test_a_killed_program_loses_nothing_it_had_saved(access, new_vault, talk, tmp_path, pauses):
    program = [sys.executable, "-m", "tests.journeys.typist"]
    arguments = [str(tmp_path / "preferences"), str(new_vault.folder), talk]
    child = subprocess.Popen(
        [*program, *arguments],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    lengths = [int(child.stdout.readline()) for _ in range(pauses)]
    child.send_signal(signal.SIGKILL)
    child.wait(10)
    child.stdout.close()

    application = access.unlock(new_vault.folder, new_vault.passphrase, NoProgress())
    try:
        kept = application.talks.get(talk)
        text = kept.answers[0].text
        assert kept.status is TalkStatus.UNDER_WAY
        assert len(text) >= lengths[-1] > 0
        assert (SENTENCE * 9).startswith(text)
        assert application.audit.check().first_break is None
    finally:
        application.lock()
