"""M15–M18: how soon the window and its list stand, and their memory, against an empty window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from app.cli.measures import again
from app.cli.measures.ground import PASSPHRASE
from app.cli.measures.measuring import Row

_HOMES = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_ROOT = Path(__file__).parents[3]
_BARE = "ui.bare_window"


def showing(rounds: int) -> Row:
    """M15: from the start of a new process until the window's first page has been painted."""
    ours: list[float] = []
    bare: list[float] = []
    with TemporaryDirectory(prefix="tanxinbu-bench-") as home:
        environment = _environment(home)
        for _ in range(rounds + 1):
            ours.append(_first_paint(environment, again.PROGRAM))
            bare.append(_first_paint(environment, _BARE))
    del ours[0], bare[0]  # the warm-up
    platform = environment.get("QT_QPA_PLATFORM", "")
    where = f"（{platform}）" if platform else ""
    note = f"下限是一个空的 QMainWindow；各自新起一个进程，画出第一面为止{where}"
    return Row("M15", "窗口出现", median(ours), median(bare), "ms", 1.4, note)


def _first_paint(environment: dict[str, str], module: str) -> float:
    """The milliseconds until it says that it has painted; its ending is waited for and not told."""
    began = time.perf_counter()
    words = again.command(module, "--exit-when-shown")
    with subprocess.Popen(  # noqa: S603 — this very program, with texts of ours
        words, env=environment, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as running:
        said = running.stdout.readline() if running.stdout is not None else b""
        took = (time.perf_counter() - began) * 1000
    if not said or running.returncode:
        raise subprocess.CalledProcessError(running.returncode, words)
    return took


@dataclass(frozen=True, slots=True)
class Listed:
    """What the window found of itself over a vault, in milliseconds and MiB."""

    listed: float
    whole: float
    filtered: float
    before: float | None
    resident: float | None


def listing(folder: Path, rounds: int, listed: int) -> Iterator[Row]:
    """M16, M17 and M18: the list of talks in the real window over the vault in the folder.

    The floor is the empty window: started cold, and in memory.
    """
    ours: list[Listed] = []
    bare: list[tuple[float, float | None]] = []
    with TemporaryDirectory(prefix="tanxinbu-bench-") as home:
        environment = _environment(home)
        for _ in range(rounds + 1):
            ours.append(_measured_window(environment, folder))
            bare.append(_bare_window(environment))
    del ours[0], bare[0]  # the warm-up
    floor = median(time for time, _ in bare)
    among = f"（共 {listed:,} 场）"
    note = "M16、M17 的下限是冷启动一个空的 QMainWindow；窗口已开，页面在输口令时已装入"
    shown = median(one.listed for one in ours)
    whole = median(one.whole for one in ours)
    filtered = median(one.filtered for one in ours)
    yield Row("M16", f"到列表，看见第一批{among}", shown, floor, "ms", 1.8, note)
    yield Row("M16b", "从按解锁到列表画完", whole, floor, "ms", 2.6, "口令派生取最低成本")
    pause = "按下到画出符合的行；不含停键后的 120 毫秒"
    yield Row("M17", f"筛选{among}", filtered, floor, "ms", 0.5, pause)
    held = [one.resident for one in ours if one.resident]
    empty = [memory for _, memory in bare if memory]
    if held and empty:
        more = median((one.resident or 0) - (one.before or 0) for one in ours)
        told = f"下限是空窗口；列表打开并读过 2,000 行占 {more:.0f} MiB，其余是字体、程序和缓存"
        yield Row("M18", f"常驻内存{among}", median(held), median(empty), "MiB", 1.9, told)


def _measured_window(environment: dict[str, str], folder: Path) -> Listed:
    told = subprocess.run(  # noqa: S603 — this very program, with texts of ours
        again.command(again.PROGRAM, "--measure-list", str(folder)),
        input=PASSPHRASE + "\n", env=environment, cwd=_ROOT, check=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return Listed(**json.loads(told.stdout))


def _bare_window(environment: dict[str, str]) -> tuple[float, float | None]:
    """The milliseconds until it is gone again, and the MiB it held."""
    began = time.perf_counter()
    told = subprocess.run(  # noqa: S603 — this very program, with texts of ours
        again.command(_BARE, "--tell-memory"),
        env=environment, cwd=_ROOT, check=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    took = (time.perf_counter() - began) * 1000
    return took, float(told.stdout) if told.stdout.strip() else None


def _environment(home: str) -> dict[str, str]:
    """The user's settings are neither read nor written; without a screen, none is needed."""
    environment = {**os.environ, **dict.fromkeys(_HOMES, home)}
    # an installed program has its bytecode beside it
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _DISPLAYS):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return environment
