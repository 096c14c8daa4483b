"""Packages changed at random in every layer, thousands of them; prints how each layer fared.

Then packages that are meant to fill a memory or a day, at their full size: of each its refusal, the
seconds of processor and the MiB it took.

python -m tests.long.hostile_mutations [count] [seed]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.handover import bombs
from tests.handover.makers import Circle
from tests.handover.mutating import ACCEPTED, trial

WHOLE = 1 << 20


def main(count: int, seed: int) -> int:
    """Nought when nothing but a name came out, and nothing changed outside the documents passed."""
    with tempfile.TemporaryDirectory() as folder:
        stick = Path(folder) / "stick"
        stick.mkdir()
        circle = Circle(stick, Path(folder) / "inbox")
        began = time.perf_counter()
        found = trial(circle, seed, count)
        took = time.perf_counter() - began
        left = sorted(path.name for path in Path(folder).iterdir())
    print(f"{count:,} packages in {took:.0f} s, seed {seed}; left in the folder: {left}")
    for layer, outcomes in found.items():
        print(f"  {layer}: {dict(outcomes.most_common())}")
    with tempfile.TemporaryDirectory() as folder:
        is_met = bombs.main(Path(folder), WHOLE) == 0
    passed = sum(outcomes[ACCEPTED] for layer, outcomes in found.items() if layer != "documents")
    unnamed = sum(outcomes["unreadable"] for outcomes in found.values())
    print(f"accepted outside the documents: {passed}; without a name of their own: {unnamed}")
    return 0 if is_met and not passed and not unnamed else 1


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*(given + [2000, 1][len(given) :])))
