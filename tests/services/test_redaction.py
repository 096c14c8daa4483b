"""Names fed through every failure there is: the log tells the kind and the place, never the words."""

from __future__ import annotations

import importlib
import logging
import pkgutil
import sys
import types
import warnings
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import app.domain
from app.cli import main as command_line
from app.cli.main import main
from app.domain.errors import AppError
from app.system import logs

NAME = "欧阳青岚"
UNIT = "鹿鸣溪镇"
SAID = f"{UNIT}{NAME}说鸬鹚渡的房子Lumingxi-7f3c不是他的"
WORDS = (NAME, UNIT, "鸬鹚渡", "Lumingxi")


def every_kind() -> list[type[AppError]]:
    """Every failure the program knows, found by looking and not by a list."""
    for entry in pkgutil.iter_modules(app.domain.__path__, "app.domain."):
        importlib.import_module(entry.name)

    def leaves(kind: type[AppError]) -> set[type[AppError]]:
        below = kind.__subclasses__()
        return {kind} if not below else set().union(*map(leaves, below))

    return sorted(leaves(AppError), key=lambda kind: kind.__name__)


EVERY_KIND = every_kind()


def full_of_names(kind: type[AppError]) -> AppError:
    """The failure with a name in every field that can hold one."""
    if not is_dataclass(kind):
        return kind(SAID)
    return kind(**{f.name: 7 if f.type == "int" else SAID for f in fields(kind)})


def raised(error: BaseException) -> BaseException:
    """The failure as it arrives: raised because of another one, which quotes the words too."""
    try:
        try:
            int(SAID)
        except ValueError as cause:
            raise error from cause
    except type(error) as caught:
        return caught


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    logs.start(tmp_path / "logs")
    yield tmp_path / "logs"
    logs.stop()


def told_in(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in folder.iterdir())


def assert_unsaid(text: str) -> None:
    assert not [word for word in WORDS if word in text], text
    escaped = [word.encode("unicode_escape").decode() for word in WORDS[:3]]
    assert not [word for word in escaped if word in text], text


def test_there_are_many_failures_and_most_can_hold_a_name():
    assert len(EVERY_KIND) > 90
    holding = [kind for kind in EVERY_KIND if SAID in repr(vars(full_of_names(kind)))]
    assert len(holding) > 40


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.__name__)
def test_a_failure_full_of_names_is_logged_without_one(kind, folder, capfd):
    log, error = logs.developer_log(), raised(full_of_names(kind))
    log.error("refused", exc_info=error)
    log.error("refused: %s", error)
    log.error("refused: %(why)s, %(who)r", {"why": error, "who": [NAME]})
    text = told_in(folder)
    assert kind.__name__ in text
    assert "ValueError" in text
    assert_unsaid(text)
    captured = capfd.readouterr()
    assert_unsaid(captured.out + captured.err)


def test_what_other_libraries_log_is_written_nowhere(folder, capfd):
    """Python itself would put it on standard error, which desktops keep in a file."""
    logging.getLogger("some.library").warning("cannot read %s", SAID)
    logging.getLogger("some.library").error(SAID, exc_info=raised(KeyError(SAID)))
    assert not list(folder.iterdir())
    assert capfd.readouterr().err == ""


def command_that_fails_with(error: BaseException):
    def run(_arguments):
        raise raised(error)

    module = types.ModuleType("app.cli.trial")
    module.add = lambda commands: commands.add_parser("trial")
    module.run = run
    return module


@pytest.mark.parametrize("kind", [ValueError, KeyError, RuntimeError, UnicodeError, MemoryError])
def test_a_bug_at_the_terminal_tells_its_kind_and_place_alone(kind, monkeypatch, capfd):
    monkeypatch.setitem(sys.modules, "app.cli.trial", command_that_fails_with(kind(SAID)))
    monkeypatch.setattr(command_line, "COMMANDS", ("trial",))
    assert main(["trial"]) == 1
    told = capfd.readouterr()
    assert kind.__name__ in told.err
    assert_unsaid(told.out + told.err)


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.__name__)
def test_a_refusal_without_its_sentence_is_told_by_its_kind(kind, monkeypatch, capfd):
    failing = command_that_fails_with(full_of_names(kind))
    monkeypatch.setitem(sys.modules, "app.cli.trial", failing)
    monkeypatch.setattr(command_line, "COMMANDS", ("trial",))
    assert main(["trial"]) == 1
    told = capfd.readouterr()
    assert told.err.strip() == kind.__name__
    assert told.out == ""


def test_no_warning_of_ours_quotes_what_was_typed():
    """A warning's words end on standard error; ours are written in the source alone."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        for kind in EVERY_KIND:
            str(full_of_names(kind))
    assert heard == []
