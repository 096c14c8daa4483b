"""A rotation of the data key killed at each of its steps, once; too long for every test run.

python -m tests.long.rotation_steps
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.services.killing_rotation import killed_on_the_way


def main() -> int:
    """Kill at each step; 0 when the vault was whole after each."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        epochs = killed_on_the_way(Path(place), stride=1)
    print(
        f"steps={len(epochs)} old-vault={epochs.count(0)} new-vault={epochs.count(1)} lost=0 "
        f"seconds={time.monotonic() - began:.0f}"
    )
    return 0 if epochs == sorted(epochs) and set(epochs) == {0, 1} else 1


if __name__ == "__main__":
    sys.exit(main())
