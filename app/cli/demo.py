"""`tanxinbu demo DIR`: a made-up county, acted out through the real program from end to end."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from app.cli.parser import ChineseParser
from app.cli.story.county import County, Screens
from app.domain.errors import FolderNotEmptyError

_MOST_TALKS = 1_000_000


def add(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser("demo", help="在文件夹里做一整套演示：保险库、谈话记录、移交包")
    parser.add_argument("folder", type=Path, metavar="文件夹", help="放在哪里；必须是空的或还没有")
    parser.add_argument(
        "--talks", type=_count, default=0, metavar="N", help="另加 N 场随机生成的谈话"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the demo; give the exit code.

    Raises FolderNotEmptyError, FolderUnusableError, DiskFullError.
    """
    folder: Path = arguments.folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmptyError(folder=str(folder))
    screens: Screens | None = getattr(arguments, "screens", None)
    begun = time.monotonic()
    County(folder, _teller(begun)).perform(arguments.talks, screens)
    print(
        f"完成，用时 {time.monotonic() - begun:.0f} 秒。每样东西是什么，见 {folder / 'README.txt'}"
    )
    return 0


def _teller(begun: float) -> Callable[[str], None]:
    def tell(what: str) -> None:
        print(f"{time.monotonic() - begun:5.1f} 秒  {what}", flush=True)

    return tell


def _count(text: str) -> int:
    count = int(text)
    if not 0 <= count <= _MOST_TALKS:
        raise ValueError(text)
    return count
