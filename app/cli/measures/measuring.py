"""Times acts against each other: warmed up, in turns, medians; and lays the rows in a table."""

from __future__ import annotations

import json
import subprocess
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from app.cli.measures import again

Act = Callable[[], object]
_ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: ours beside its floor in the same unit; floor is None when there was no peer.

    With is_least more is better: the floor is a limit above, and the ratio must reach the goal.
    """

    id: str
    measure: str
    ours: float
    floor: float | None
    unit: str
    goal: float
    note: str = ""
    is_least: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours over the floor."""
        return self.ours / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a floor."""
        if self.ratio is None:
            return None
        ratio = round(self.ratio, 3)
        return ratio >= self.goal if self.is_least else ratio <= self.goal

    def as_json(self) -> dict[str, object]:
        """The row as --json writes it."""
        return {
            "id": self.id,
            "measure": self.measure,
            "ours": round(self.ours, 6),
            "floor": None if self.floor is None else round(self.floor, 6),
            "unit": self.unit,
            "ratio": None if self.ratio is None else round(self.ratio, 4),
            "goal": self.goal,
            "least": self.is_least,
            "met": self.met,
        }


def interleaved(rounds: int, acts: Mapping[str, Act], repeat: int = 1) -> dict[str, float]:
    """The median milliseconds of each act, done in turns after one warm-up of each.

    The order changes from round to round, so that no act always runs in another's wake.
    """
    names = list(acts)
    taken: dict[str, list[float]] = {name: [] for name in names}
    for act in acts.values():
        act()
    for number in range(rounds):
        for name in names if number % 2 else reversed(names):
            taken[name].append(milliseconds(acts[name], repeat))
    return {name: median(times) for name, times in taken.items()}


def milliseconds(act: Act, repeat: int = 1) -> float:
    """How long the act takes, as the mean of several."""
    begun = time.perf_counter()
    for _ in range(repeat):
        act()
    return (time.perf_counter() - begun) * 1000 / repeat


def peak_of(module: str, count: int) -> float | None:
    """What a new process held at most, in MiB, that does what the module's tell_peak does."""
    told = subprocess.run(  # noqa: S603 — this very program
        again.command("app.cli.measures.peak", module, str(count)),
        cwd=_ROOT, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    held: float | None = json.loads(told.stdout)
    return held


def tell_held() -> None:
    """Print the most this process held, in MiB; null where the system does not tell."""
    try:
        # to start faster; and Windows has none
        import resource
    except ImportError:
        print("null")
        return
    print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def table(rows: Iterable[Row]) -> str:
    """The rows as a table for the terminal, Chinese taking two columns."""
    lines = [("编号", "量什么", "我们", "下限", "单位", "比值", "目标", "达到")]
    notes = []
    for row in rows:
        ratio = "—" if row.ratio is None else f"{row.ratio:.3f}"
        floor = "没有" if row.floor is None else f"{row.floor:.3f}"
        met = {True: "是", False: "否", None: "—"}[row.met]
        shown = (row.id, row.measure, f"{row.ours:.3f}", floor, row.unit, ratio)
        lines.append((*shown, f"{'≥' if row.is_least else '≤'}{row.goal:g}", met))
        notes += [f"{row.id}：{row.note}"] if row.note else []
    widths = [max(_width(line[place]) for line in lines) for place in range(len(lines[0]))]
    padded = ["  ".join(map(_padded, line, widths)).rstrip() for line in lines]
    return "\n".join([*padded, *notes])


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
