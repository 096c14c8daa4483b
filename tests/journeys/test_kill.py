"""kill -9 in the middle of a talk: nothing that was said to be saved is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.people import Role, UnitKind
from app.domain.progress import NoProgress
from app.domain.talk import TalkStatus
from app.services.people import PersonEntry
from app.services.talks import ParticipantEntry, TalkEntry
from tests.journeys.typist import SENTENCE
from tests.ui.office import WaitingLane
from ui.talks.desk import desk_of
from ui.talks.talks_page import TalksPage
from ui.tasks import Tasks

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


def killed(preferences: Path, vault: Path, talk, pauses: int, back: int = 0) -> list[int]:
    """The lengths that a child told to be saved before it was killed."""
    program = [sys.executable, "-m", "tests.journeys.typist"]
    child = subprocess.Popen(
        [*program, str(preferences), str(vault), talk, str(back)],
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
    return lengths


@pytest.mark.parametrize("pauses", [1, 3])
def test_a_killed_program_loses_nothing_it_had_saved(access, new_vault, talk, tmp_path, pauses):
    lengths = killed(tmp_path / "preferences", new_vault.folder, talk, pauses)
    application = access.unlock(new_vault.folder, new_vault.passphrase, NoProgress())
    try:
        kept = application.talks.get(talk)
        second = kept.answers[1]
        cursor = application.talks.times(talk).cursor
        assert kept.status is TalkStatus.UNDER_WAY
        assert len(second.text) >= lengths[-1] > 0
        assert (SENTENCE * 9).startswith(second.text)
        assert (cursor.place, cursor.position) == (second.id, len(second.text))
        assert application.audit.check().first_break is None
    finally:
        application.lock()


def test_a_killed_talk_goes_on_at_the_same_question_and_the_same_character(
    qtbot, qapp, access, new_vault, talk, clock, tmp_path
):
    (length,) = killed(tmp_path / "preferences", new_vault.folder, talk, pauses=1, back=7)
    clock.moment = datetime.now(UTC) + timedelta(minutes=3)
    lane = WaitingLane()
    unlock = partial(access.unlock, new_vault.folder, new_vault.passphrase, NoProgress())
    application = lane.do(unlock)
    page = TalksPage(desk_of(application, Tasks(lane)))
    qtbot.addWidget(page)
    page.show()
    page.open_talk(talk)
    conduct = page.editor.conduct
    try:
        qtbot.waitUntil(lambda: bool(conduct.outline.key()))
        assert conduct.outline.key() == page.editor.talk.answers[1].id
        assert conduct.sheet.editor.toPlainText() == SENTENCE[:length]
        assert conduct.sheet.spot().cursor == length - 7
        assert "中断" in conduct.messages.message.what
        qtbot.keyClick(conduct.sheet.editor, Qt.Key.Key_X)
        assert conduct.sheet.editor.toPlainText()[length - 7] == "x"
        page.save_now()
    finally:
        lane.do(application.lock)
        assert lane.finish()
