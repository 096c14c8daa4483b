"""The command line: finds the command that was named, runs it, and turns refusals into sentences.

Exit codes: 0 done or good, 1 refused (the reason stands on standard error), 2 wrong use.
"""

from __future__ import annotations

import argparse
import io
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from app.cli.parser import ChineseParser
from app.domain.errors import AppError
from app.domain.progress import CancelledError
from app.system.local_time import settle_local_time
from app.system.process import forbid_dumps

REFUSED = 1
CALLERS = 3  # of a bug, so that what was being done can be told from how it failed

# In the order of the help. Each is a module beside this one that offers `add` and `run`.
COMMANDS = ("verify", "registry", "demo", "bench", "selftest", "manual", "update", "version")

Screens = Callable[[Path, str, Path], None]
"""Makes a picture of every page: the vault's folder, its passphrase, where the pictures go."""

Desk = Callable[[Path | None], int]
"""Opens the window of a registry's desk over a folder; gives the exit code."""

Keys = Callable[[], str]
"""The table of the screen's keys, in Markdown; the windows' own registry, handed in from above."""

Sentence = Callable[[AppError], str]
"""What an expected failure is called in Chinese; the windows' own table, handed in from above."""


class Command(Protocol):
    """What each command's module offers."""

    def add(self, commands: argparse._SubParsersAction[ChineseParser]) -> None:
        """Describe the command and its arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; give the exit code."""


def main(
    arguments: Sequence[str],
    screens: Screens | None = None,
    sentence: Sentence | None = None,
    desk: Desk | None = None,
    keys: Keys | None = None,
) -> int:
    """Run the command that the arguments name; give the exit code, never a traceback."""
    never_fail_to_print()
    forbid_dumps()
    settle_local_time()
    try:
        given = read(arguments)
        given.screens, given.sentence, given.desk = screens, sentence, desk
        given.keys = keys
        return command(given.command).run(given)
    except SystemExit as end:  # argparse leaves this way after help or wrong use
        return end.code if isinstance(end.code, int) else REFUSED
    except AppError as error:
        say(sentence(error) if sentence else type(error).__name__)
    except (CancelledError, KeyboardInterrupt):
        say("已取消。")
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output went away; nothing is left to tell
    except Exception as bug:  # noqa: BLE001  (the last door: a terminal is never shown a traceback)
        # The message of a bug may hold a name or a text; its type and place do not.
        say(f"程序出错了，这不是您的操作引起的（{type(bug).__name__}，{place(bug)}）。")
    return REFUSED


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """The arguments, understood; wrong use leaves with exit code 2."""
    parser = ChineseParser(
        prog="tanxinbu",
        description="谈心簿：不带命令时打开窗口；带命令时在终端里工作。",
        epilog="退出码：0 成功；1 被拒绝，原因见标准错误；2 用法不对。",
    )
    commands = parser.add_subparsers(title="命令", dest="command", metavar="命令", required=True)
    named = arguments[0] if arguments else ""
    for name in [named] if named in COMMANDS else COMMANDS:
        command(name).add(commands)
    return parser.parse_args(list(arguments))


def command(name: str) -> Command:
    """The module of one command."""
    # to start faster: `bench` and `demo` bring the whole house, `verify` a small part of it
    return cast("Command", import_module(f"app.cli.{name}"))


def never_fail_to_print() -> None:
    """Let a terminal that cannot show a character show its code instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def place(bug: BaseException) -> str:
    """Where a bug struck, and on whose call: files and lines, nothing of what was worked on."""
    last = traceback.extract_tb(bug.__traceback__)[-CALLERS:]
    return "←".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(last))


def say(text: str) -> None:
    """One sentence on standard error."""
    print(text, file=sys.stderr)
