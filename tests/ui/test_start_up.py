"""Starting loads nothing the first page does not need, and opens no connection to anywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LATER = ("pyhanko", "reportlab", "keyring", "PIL", "lxml", "openpyxl", "pikepdf", "pypdfium2")
PROGRAM = f"""
import sys
from ui.main import main
code = main(["--exit-when-shown"])
late = [name for name in {LATER!r} if name in sys.modules]
print("late:", late, "network:", "PySide6.QtNetwork" in sys.modules)
sys.exit(code)
"""


def started(home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={
            "HOME": str(home),
            "QT_QPA_PLATFORM": "offscreen",
            "PATH": "/usr/bin:/bin",
            "PYTHONUTF8": "1",
            "LANG": "C",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_window_is_shown_without_what_is_needed_later(tmp_path):
    done = started(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "late: [] network: False" in done.stdout


def test_a_word_on_the_command_line_needs_no_window():
    program = "import sys; from ui.main import main; main(['version']); print(any(m.startswith('PySide6') for m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("False")


def test_an_open_vault_has_nothing_loaded_that_makes_papers():
    # it would cost a quarter of a second at every unlocking, and memory as long as it is open
    program = (
        "import sys, ui.workspace, ui.pages, app.assembly;"
        f"print([name for name in {LATER!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
