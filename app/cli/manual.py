"""`tanxinbu manual DIR`: the manual and the one page for beginners, as PDF files."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from app.cli.parser import ChineseParser
from app.domain.errors import FolderUnusableError
from app.domain.progress import NoProgress
from app.services.manual import Manual

WHOLE, QUICK = "说明书.pdf", "一页上手.pdf"


def add(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser("manual", help="把说明书和“一页上手”做成 PDF")
    parser.add_argument("folder", type=Path, metavar="文件夹", help="放在哪里")


def run(arguments: argparse.Namespace) -> int:
    """Make both; give the exit code.

    The table of keys is handed in by the screens; without them the chapter is left out.
    Raises FolderUnusableError, MissingGlyphError, FontMissingError.
    """
    folder: Path = arguments.folder.absolute()
    keys: Callable[[], str] | None = getattr(arguments, "keys", None)
    manual = Manual(keys() if keys else "", metadata.version("tanxinbu"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderUnusableError(str(folder)) from error
    manual.save(manual.pdf(NoProgress()), folder / WHOLE)
    manual.save(manual.quick_start(), folder / QUICK)
    print(f"做好了：{folder / WHOLE}，{folder / QUICK}")
    return 0
