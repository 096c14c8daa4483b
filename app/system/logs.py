"""The developers' log: where in the program something failed, never what the users wrote."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any

NAME = "tanxinbu"
FILE_NAME = "tanxinbu.log"
_BYTES_A_FILE = 512 * 1024
_OLD_FILES = 3
_LINE = "%(asctime)s %(levelname)s %(module)s:%(lineno)d %(message)s"
_NOBODY = logging.NullHandler()
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def developer_log() -> logging.Logger:
    """The one log there is; other libraries' loggers are not written anywhere."""
    return logging.getLogger(NAME)


def start(folder: Path) -> logging.Logger:
    """Begin to write the log into the folder, four files of half a megabyte at most."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / FILE_NAME,
        maxBytes=_BYTES_A_FILE,
        backupCount=_OLD_FILES,
        encoding="utf-8",
        delay=True,
    )
    handler.setFormatter(DiscreetFormatter(_LINE))
    log = developer_log()
    stop()
    # without any hand of its own the library writes what others log to standard error, words and
    # all, and desktops keep that in a file
    logging.getLogger().addHandler(_NOBODY)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    return log


def stop() -> None:
    """Close the log's file."""
    logging.getLogger().removeHandler(_NOBODY)
    log = developer_log()
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()


class DiscreetFormatter(logging.Formatter):
    """Writes numbers as they are, texts as their length, and of an error only kind and place."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without a word that came from outside the program's source."""
        discreet = logging.makeLogRecord(record.__dict__)
        discreet.args = _discreet(record.args)
        discreet.exc_text = None
        return super().format(discreet)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 — the library's name
        """The kinds of the error and its causes, and the places they passed; no message."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            lines.append(type(error).__name__)
            lines += [
                f"  {Path(step.filename).name}:{step.lineno} {step.name}"
                for step in extract_tb(error.__traceback__)
            ]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


def _discreet(arguments: Any) -> Any:  # noqa: ANN401 — the library's own looseness
    if isinstance(arguments, tuple):
        return tuple(_hidden(one) for one in arguments)
    if isinstance(arguments, dict):
        return {name: _hidden(one) for name, one in arguments.items()}
    return arguments


def _hidden(argument: Any) -> Any:  # noqa: ANN401 — whatever was to be logged
    if isinstance(argument, int | float | type(None)):
        return argument
    if isinstance(argument, type):
        return argument.__name__
    return f"<{type(argument).__name__} of {len(str(argument))}>"
