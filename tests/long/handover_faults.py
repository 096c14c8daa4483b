"""A stick fails at hundreds of bytes and moments; the vault, the number and belief must not.

python -m tests.long.handover_faults [trials] [seed]

Prints how often each fault was met; the exit code is that of an assertion that did not hold.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.services.handing_over import Ground, Trials


def main(trials: int = 400, seed: int = 1) -> None:
    """Run them and tell."""
    with TemporaryDirectory() as place:
        ground = Ground(Path(place))
        ground.set_up()
        began = time.monotonic()
        run = Trials(ground, random.Random(seed))
        run.run(trials)
        met = " ".join(f"{name}={count}" for name, count in sorted(run.outcomes.items()))
        print(f"{trials} faults over {run.size} bytes and {run.steps} moments: {met}")
        print(f"vault unchanged, one number, one content; {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
