"""The one configuration in which two machines draw the same: carried fonts, one size, one place.

Proven identical on Debian 11 and 12, on x86_64 and aarch64, within one minor version of Qt. It is a
process of its own, for Qt reads most of it before the first window.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[3]
PLACE = Path("/tmp/tanxinbu-golden")  # paths are seen on pages, so the place has a fixed name
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>
"""


@contextmanager
def the_place() -> Iterator[Path]:
    """The folder of the fixed name, empty, for one process at a time."""
    with PLACE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run(["rm", "-rf", str(PLACE)], check=True)
        PLACE.mkdir()
        try:
            yield PLACE
        finally:
            subprocess.run(["rm", "-rf", str(PLACE)], check=True)


def environment(place: Path) -> dict[str, str]:
    """All that the process knows of the machine."""
    fonts = place / "fonts"
    fonts.mkdir()
    (fonts / "fonts.conf").write_text(_FONTS.format(folder=fonts), "utf-8")
    (place / "home").mkdir()
    return {
        "FONTCONFIG_FILE": str(fonts / "fonts.conf"),
        "HOME": str(place / "home"),
        "LC_ALL": "C.UTF-8",
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "QT_FONT_DPI": "96",
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": "1",
        "TMPDIR": str(place),
        "TZ": "UTC",
    }


def look_about(module: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a module of this package in the configuration; what it prints is its answer."""
    with the_place() as place:
        command = [sys.executable, "-m", f"tests.ui.golden.{module}", str(place), *words]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=environment(place),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
