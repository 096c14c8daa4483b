"""`tanxinbu version`: which program this is."""

from __future__ import annotations

import argparse
from importlib import metadata

from app.cli.parser import ChineseParser


def add(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    """Describe the command."""
    commands.add_parser("version", help="显示版本")


def run(_arguments: argparse.Namespace) -> int:
    """Print the version."""
    print(f"谈心簿 {metadata.version('tanxinbu')}")
    return 0
