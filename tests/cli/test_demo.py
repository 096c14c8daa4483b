"""The command of the demonstration; what it leaves behind is told among the journeys."""

from datetime import date
from pathlib import Path

import pytest

from app.cli import main as command_line
from app.cli.story.story_clock import StoryClock, last_working_day, moment_on


def no_screens(folder: Path, passphrase: str, out: Path) -> None:
    """Stands where the windows' camera stands."""


def test_a_folder_with_something_in_it_is_not_touched(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert command_line.main(["demo", str(tmp_path)]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


class ShortCounty:
    """Stands for the county where only the command around it is told about."""

    performed = None

    def __init__(self, folder, tell):
        self.folder, self.tell = folder, tell

    def perform(self, talks, screens):
        self.tell("新建保险库")
        type(self).performed = (self.folder, talks, screens)


def test_the_command_passes_on_what_it_was_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("app.cli.demo.County", ShortCounty)
    folder = tmp_path / "new"
    assert command_line.main(["demo", str(folder), "--talks", "7"], screens=no_screens) == 0
    assert ShortCounty.performed == (folder, 7, no_screens)
    assert "新建保险库" in capsys.readouterr().out


@pytest.mark.parametrize("count", ["-1", "many", "1000001"])
def test_a_number_of_talks_that_cannot_be_is_wrong_use(tmp_path, count, capsys):
    assert command_line.main(["demo", str(tmp_path / "new"), "--talks", count]) == 2
    assert "--talks" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("today", "before"),
    [
        ((2026, 11, 22), (2026, 11, 20)),
        ((2026, 11, 24), (2026, 11, 23)),
        ((2026, 11, 23), (2026, 11, 20)),
    ],
)
def test_nobody_is_talked_to_on_a_sunday(today, before):
    assert last_working_day(date(*today)) == date(*before)


def test_the_clock_of_the_story_never_goes_back():
    clock = StoryClock(moment_on(date(2026, 3, 5), 9))
    clock.go_to(moment_on(date(2026, 3, 4), 9))
    assert clock.now() == moment_on(date(2026, 3, 5), 9)
    clock.move(minutes=5)
    assert clock.now() == moment_on(date(2026, 3, 5), 9, 5)
