"""`tanxinbu bench`: how fast the program is, each measure beside the floor it cannot go below."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from app.cli.measures import (
    chain_rows,
    disk_rows,
    handover_rows,
    list_rows,
    paper_rows,
    search_rows,
    vault_rows,
    window_rows,
)
from app.cli.measures.ground import ground
from app.cli.measures.measuring import Row, table
from app.cli.parser import ChineseParser
from app.domain.errors import FolderUnusableError


@dataclass(frozen=True, slots=True)
class _Extent:
    """How much is measured: talks made whole, listed, indexed, few and many; rounds of each,
    how many records make a batch, how many one long one, how many people a roster has, and how many
    MiB a package."""

    talks: int
    listed: int
    searched: int
    few: int
    many: int
    rounds: int
    saves: int
    papers: int
    long: int
    people: int
    package: int


_FEW_ROUNDS = 5  # of what takes a second and more
_HELD = 128  # MiB, more than waits in the queues of the writing
_FULL = _Extent(
    talks=2_000,
    listed=100_000,
    searched=100_000,
    few=10_000,
    many=200_000,
    rounds=9,
    saves=151,
    papers=67,
    long=76,
    people=250,
    package=256,
)
_QUICK = _Extent(
    talks=500,
    listed=20_000,
    searched=5_000,
    few=2_000,
    many=20_000,
    rounds=5,
    saves=61,
    papers=12,
    long=12,
    people=60,
    package=32,
)


def add(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser("bench", help="量一量有多快，十分钟以内；请先关掉别的程序")
    parser.add_argument("--quick", action="store_true", help="少量几遍，三分钟以内")
    parser.add_argument("--window", action="store_true", help="只量窗口：M15 到 M18")
    parser.add_argument("--json", type=Path, metavar="文件", help="结果另写成 JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the table, write the JSON; a goal that is missed is told, not punished.

    Raises FolderUnusableError, DiskFullError.
    """
    begun = time.monotonic()
    with TemporaryDirectory(prefix="tanxinbu-bench-", ignore_cleanup_errors=True) as folder:
        rows = []
        rows_of = _window_rows if arguments.window else _rows
        for row in rows_of(Path(folder), _QUICK if arguments.quick else _FULL):
            print(f"{time.monotonic() - begun:5.1f} 秒  {row.id} {row.measure}", flush=True)
            rows.append(row)
    print()
    print(table(rows))
    missed = [row.id for row in rows if row.met is False]
    print(f"没有达到目标：{'、'.join(missed)}" if missed else "能比的都达到了目标。")
    if arguments.json:
        _write(rows, arguments.json)
    return 0


def _rows(folder: Path, extent: _Extent) -> Iterator[Row]:
    yield vault_rows.unlocking(folder / "unlock", extent.rounds)
    (folder / "ground").mkdir()
    prepared = ground(folder / "ground", extent.talks, extent.listed)
    try:
        yield vault_rows.listing(prepared, extent.rounds, extent.listed)
        yield vault_rows.opening(prepared, extent.rounds)
        yield disk_rows.cold(prepared, extent.rounds)
        yield from vault_rows.saving(prepared, extent.saves)
        yield disk_rows.importing(prepared, extent.rounds, extent.people)
        yield disk_rows.checking(prepared)
        yield disk_rows.backing_up(prepared)
    finally:
        prepared.close()
    yield from _searching(folder / "search", extent)
    yield from _growing(folder / "growth", extent)
    yield handover_rows.writing(folder, min(extent.rounds, _FEW_ROUNDS), extent.package)
    yield handover_rows.memory(_HELD)
    yield window_rows.showing(extent.rounds)
    yield paper_rows.warm(extent.rounds)
    yield from _setting(extent)


def _window_rows(folder: Path, extent: _Extent) -> Iterator[Row]:
    """What the windows take alone: of the installed program, too."""
    yield window_rows.showing(extent.rounds)
    prepared = list_rows.list_ground(folder, extent.few, extent.many)
    prepared.close()
    yield from window_rows.listing(prepared.folder, min(extent.rounds, 5), extent.many)


def _setting(extent: _Extent) -> Iterator[Row]:
    """What is made of paper: pages, signatures, and the whole way of one and of many."""
    rounds = min(extent.rounds, _FEW_ROUNDS)
    yield from paper_rows.cold(rounds)
    yield from paper_rows.many(rounds, extent.long)
    yield from chain_rows.signing(extent.rounds)
    yield chain_rows.chain(rounds)
    yield chain_rows.memory(extent.papers)


def _searching(folder: Path, extent: _Extent) -> Iterator[Row]:
    folder.mkdir()
    prepared = search_rows.search_ground(folder, extent.talks, extent.searched)
    try:
        yield from search_rows.searching(prepared, extent.rounds, extent.searched)
        yield search_rows.showing(prepared, extent.rounds)
        yield search_rows.index_size(prepared)
    finally:
        prepared.close()


def _growing(folder: Path, extent: _Extent) -> Iterator[Row]:
    prepared = list_rows.list_ground(folder, extent.few, extent.many)
    try:
        counts = extent.few, extent.many
        yield from list_rows.growing(prepared, extent.rounds, extent.saves, counts)
    finally:
        prepared.close()
    yield from window_rows.listing(prepared.folder, min(extent.rounds, 5), extent.many)


def _write(rows: list[Row], path: Path) -> None:
    text = json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=1)
    try:
        path.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise FolderUnusableError(folder=str(path.parent)) from error
