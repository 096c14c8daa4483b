"""The mark of a run: taken away by who takes leave, told of by who comes next, and by nobody else."""

from __future__ import annotations

import faulthandler
import subprocess
import sys
from collections.abc import Iterator

import pytest

from app.system.relaunch import command_line, relaunch
from app.system.run_mark import RunMark

ENDS = """
import sys
from pathlib import Path
from app.system.run_mark import RunMark
mark = RunMark(Path(sys.argv[1]))
mark.begin()
mark.note_open(True)
"""


@pytest.fixture(autouse=True)
def own_faults() -> Iterator[None]:
    """The test runner's own fault handler is on again afterwards."""
    was_on = faulthandler.is_enabled()
    yield
    if was_on:
        faulthandler.enable(sys.__stderr__)


def ended(folder, how: str) -> int:
    child = [sys.executable, "-c", ENDS + how, str(folder)]
    return subprocess.run(child, check=False, capture_output=True).returncode


def test_who_takes_leave_leaves_nothing(tmp_path):
    for _ in range(2):
        mark = RunMark(tmp_path / "logs")
        assert mark.begin() is None
        mark.note_open(True)
        mark.end()
    assert not list((tmp_path / "logs").iterdir())


def test_a_run_that_still_goes_on_is_let_be(tmp_path):
    first, second = RunMark(tmp_path), RunMark(tmp_path)
    first.begin()
    first.note_open(True)
    assert second.begin() is None
    second.end()
    first.end()
    assert not list(tmp_path.iterdir())


def test_an_end_with_nothing_open_is_nobodys_concern(tmp_path):
    assert ended(tmp_path, "mark.note_open(False); import os; os._exit(3)") == 3
    mark = RunMark(tmp_path)
    assert mark.begin() is None
    mark.end()
    assert not list(tmp_path.iterdir())


def test_a_failure_of_a_library_is_told_by_its_places_alone(tmp_path):
    deep = (
        "import faulthandler\ndef 王建国(secret):\n    faulthandler._sigsegv()\n王建国('他说的话')"
    )
    assert ended(tmp_path, deep) != 0
    mark = RunMark(tmp_path)
    told = mark.begin()
    mark.end()
    assert told.is_failure
    report = told.report.read_text("utf-8")
    assert "Segmentation fault" in report
    assert "他说的话" not in report
    assert str(tmp_path) not in report


def test_of_many_ends_the_last_is_told_and_the_oldest_reports_go(tmp_path):
    for number in range(30):
        (tmp_path / f"crash-20260101-0000{number:02}.txt").write_text("old")
    ended(tmp_path, "import os; os._exit(1)")
    mark = RunMark(tmp_path)
    told = mark.begin()
    mark.end()
    assert not told.is_failure
    assert told.report.exists()
    assert len(list(tmp_path.glob("crash-*"))) <= 21


def test_a_folder_that_cannot_be_written_costs_only_the_mark(tmp_path):
    (tmp_path / "file").write_text("")
    mark = RunMark(tmp_path / "file" / "logs")
    assert mark.begin() is None
    mark.note_open(True)
    mark.end()


def test_the_program_is_opened_anew_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "orig_argv", ["python", "-m", "ui.main", "--exit-when-shown", "x"])
    assert command_line(None, ("--exit-when-shown",)) == ["python", "-m", "ui.main", "x"]
    monkeypatch.setattr(sys, "argv", ["tanxinbu", "registry", "desk", "there"])
    newer = tmp_path / "tanxinbu"
    assert command_line(newer, ()) == [str(newer), "registry", "desk", "there"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command_line(None, ()) == [sys.executable, "registry", "desk", "there"]


@pytest.mark.skipif(sys.platform == "win32", reason="writes a small program for a shell")
def test_another_run_outlives_this_one(tmp_path, monkeypatch):
    newer, done = tmp_path / "tanxinbu", tmp_path / "done"
    newer.write_text(f'#!/bin/sh\necho "$1 $PYINSTALLER_RESET_ENVIRONMENT" > "{done}"\n')
    newer.chmod(0o755)
    monkeypatch.setattr(sys, "argv", ["tanxinbu", "word"])
    assert relaunch(newer).wait(10) == 0
    assert done.read_text() == "word 1\n"
