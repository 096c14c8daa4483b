"""However the program ends, the next start says so and leads back to the same place."""

from __future__ import annotations

import faulthandler
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.services.runs import Run
from tests.ui.conftest import settle, unlock
from tests.ui.left_off import CURSOR, SUBJECT
from ui.page import Destination

ROOT = Path(__file__).resolve().parents[2]
ON_WINDOWS = os.name == "nt"


def somebody(preferences: Path, reports: Path, *program: str) -> subprocess.Popen[str]:
    """The real program with a half-filled form in sight, whose place the vault knows."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.left_off", str(preferences), str(reports), *program],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "kept\n", child.communicate()[1]
    return child


def come_back(qtbot, window, reports):
    """The next start, and going in; gives what the door said."""
    run = Run(reports)
    ended = run.begin()
    run.end()
    faulthandler.enable(sys.__stderr__)  # the test runner's own
    if ended is not None:
        window.tell_of_end(ended)
    said = window.door.unlock.message.message
    unlock(qtbot, window)
    settle(window)
    return ended, said


@pytest.mark.skipif(ON_WINDOWS, reason="sends signals of Unix")
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGSEGV])
def test_after_a_kill_one_is_in_the_same_field_of_the_same_form(
    qtbot, closed_window, access, tmp_path, sent
):
    reports = tmp_path / "reports"
    child = somebody(access.preferences.folder, reports)
    child.send_signal(sent)
    child.communicate(timeout=20)
    assert child.returncode == -sent
    ended, said = come_back(qtbot, closed_window, reports)
    assert ended.is_failure is (sent is signal.SIGSEGV)
    assert str(ended.report) in said.text()
    report = ended.report.read_text("utf-8")
    assert ("ui/start.py" in report) is ended.is_failure
    for secret in (SUBJECT, str(Path.home()), str(ROOT), "王建国"):
        assert secret not in report
    workspace = closed_window.workspace
    plan = workspace.current.plan
    qtbot.waitUntil(plan.subject.hasFocus)
    assert (plan.subject.text(), plan.subject.cursorPosition()) == (SUBJECT, CURSOR)
    assert workspace.heading.text() == "安排谈话"
    assert "回到上次" in workspace.message.message.what
    assert not list(reports.glob("running-*"))  # told once, not at every start


def test_who_closes_the_window_begins_anew(qtbot, make_window, county):
    window = make_window()
    unlock(qtbot, window)
    window.workspace.go(Destination("people"))
    window.keeper.keep()
    settle(window)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    again = make_window()
    unlock(qtbot, again)
    settle(again)
    assert again.workspace.heading.text() == "首页"


@pytest.mark.skipif(ON_WINDOWS, reason="writes a small program for a shell")
def test_the_program_is_opened_anew_once_all_is_let_go_of_and_leads_back(
    qtbot, closed_window, access, tmp_path
):
    reports, newer = tmp_path / "reports", tmp_path / "newer"
    newer.write_text(
        f'#!/bin/sh\nls "{reports}" > "{tmp_path}/seen"\necho done > "{tmp_path}/done"\n'
    )
    newer.chmod(0o755)
    child = somebody(access.preferences.folder, reports, str(newer))
    child.communicate(timeout=20)
    assert child.returncode == 0
    qtbot.waitUntil((tmp_path / "done").exists, timeout=10_000)
    assert not (tmp_path / "seen").read_text()  # it took its leave before
    # the child lives by the machine's clock, this window by one that stands still
    access.clock.moment = datetime.now(UTC)
    ended, said = come_back(qtbot, closed_window, reports)
    assert (ended, said) == (None, None)
    plan = closed_window.workspace.current.plan
    assert plan.subject.text() == SUBJECT
    assert closed_window.workspace.message.message is None  # nothing ended unexpectedly


def test_a_place_that_cannot_be_gone_back_to_costs_the_place_alone(qtbot, closed_window, tmp_path):
    unlock(qtbot, closed_window)
    window = closed_window
    broken = (
        '{"made": ["ui.work_place", "WorkPlace", [["here", {"made": ["ui.page", "Destination",'
        ' [["page", "people"]]]}], ["pages", {"map": [["people", 3]]}], ["whereabouts", null]]]}'
    )
    for words in (broken, "no JSON", '{"made": ["os", "system", []]}'):
        window.keeper._return(words)
        settle(window)
        assert window.workspace.heading.text() == "首页"
