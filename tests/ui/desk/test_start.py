"""The desk's window is shown from the terminal's word, without what is needed later."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
LATER = ("pyhanko", "reportlab", "openpyxl", "pikepdf", "pypdfium2", "pyrage", "sqlalchemy")
PROGRAM = f"""
import sys
from ui.main import main
code = main(["registry", "desk", "--exit-when-shown"])
print("late:", [name for name in {LATER!r} if name in sys.modules])
sys.exit(code)
"""


def test_the_window_is_shown_without_what_is_needed_later(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "late: []" in done.stdout
