from __future__ import annotations

import subprocess
import sys

SLOW = ("pyhanko", "reportlab", "keyring", "PIL", "lxml", "pikepdf", "openpyxl", "pypinyin")


def test_starting_loads_nothing_that_is_needed_only_later():
    """Each of these costs a tenth of a second or more, which the unlock screen would wait for."""
    script = f"import sys, app.bootstrap; print([m for m in {SLOW!r} if m in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
