"""The command line as a whole: wrong use, refusals and bugs each end in a sentence and an exit code."""

from __future__ import annotations

import re
import sys
import types

import pytest

from app.cli import main as command_line
from app.cli.main import COMMANDS, main
from app.domain.errors import StickFullError


def command_that(run):
    """A module of a command that does nothing but `run`."""
    module = types.ModuleType("app.cli.trial")
    module.add = lambda commands: commands.add_parser("trial")
    module.run = run
    return module


@pytest.fixture
def trial(monkeypatch):
    def put(run):
        monkeypatch.setitem(sys.modules, "app.cli.trial", command_that(run))
        monkeypatch.setattr(command_line, "COMMANDS", ("trial",))

    return put


def raising(error):
    def run(_arguments):
        raise error

    return run


def test_help_lists_every_command_in_chinese(capsys):
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("用法：tanxinbu")
    assert all(name in told for name in COMMANDS)
    assert "show this help" not in told
    assert "options" not in told


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_chinese_help(name, capsys):
    assert main([name, "--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"用法：tanxinbu {name}")
    assert "show this help" not in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "缺少：命令"),
        (["nonsense"], "没有 'nonsense' 这一项"),
        (["version", "--wrong"], "不认识的参数：--wrong"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_was_wrong(arguments, words, capsys):
    assert main(arguments) == 2
    assert words in capsys.readouterr().err


def test_version_names_the_program(capsys):
    assert main(["version"]) == 0
    assert capsys.readouterr().out.startswith("谈心簿 0.")


def test_a_refusal_is_the_sentence_of_the_windows(trial, capsys):
    trial(raising(StickFullError(needed_bytes=9, free_bytes=4)))
    assert main(["trial"], sentence=lambda e: f"还需 {e.needed_bytes - e.free_bytes} 字节。") == 1
    told = capsys.readouterr()
    assert told.err == "还需 5 字节。\n"
    assert told.out == ""


def test_a_bug_is_told_without_traceback_and_without_its_message(trial, capsys):
    trial(raising(ValueError("张三的谈话")))
    assert main(["trial"]) == 1
    told = capsys.readouterr().err
    assert "ValueError" in told
    # where it struck, and on whose call
    assert re.search(r"，test_main\.py:\d+←main\.py:\d+）", told)
    assert "张三" not in told
    assert "Traceback" not in told


def test_ctrl_c_ends_quietly(trial, capsys):
    trial(raising(KeyboardInterrupt()))
    assert main(["trial"]) == 1
    assert capsys.readouterr().err == "已取消。\n"


def test_a_command_receives_the_screens_it_was_given(trial):
    seen = []
    trial(lambda arguments: seen.append(arguments.screens) or 0)

    def screens(*_):
        pass

    assert main(["trial"], screens=screens) == 0
    assert seen == [screens]
