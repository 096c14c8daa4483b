"""M15: how soon the window stands, from a cold process, against an empty Qt window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from app.cli.measures.measuring import Row, interleaved

_HOMES = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_ROOT = Path(__file__).parents[3]


def showing(rounds: int) -> Row:
    """M15: the window shown and closed again, each time in a new process."""
    with TemporaryDirectory(prefix="tanxinbu-bench-") as home:
        environment = _environment(home)

        def started(*arguments: str) -> None:
            subprocess.run(  # noqa: S603 — this very interpreter, with texts of ours
                [sys.executable, *arguments], env=environment, cwd=_ROOT, check=True,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip

        acts = {
            "ours": lambda: started("-m", "ui.main", "--exit-when-shown"),
            "floor": lambda: started("-m", "ui.bare_window"),
        }
        found = interleaved(rounds, acts)
    platform = environment.get("QT_QPA_PLATFORM", "")
    where = f"（{platform}）" if platform else ""
    note = f"下限是一个空的 QMainWindow；各自新起一个进程，画出第一面为止{where}"
    return Row("M15", "窗口出现", found["ours"], found["floor"], "ms", 1.4, note)


def _environment(home: str) -> dict[str, str]:
    """The user's settings are neither read nor written; without a screen, none is needed."""
    environment = {**os.environ, **dict.fromkeys(_HOMES, home)}
    # an installed program has its bytecode beside it
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _DISPLAYS):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return environment
