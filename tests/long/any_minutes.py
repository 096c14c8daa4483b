"""Random minutes set, archived, judged by both validators and read aloud by a stock tool.

python -m tests.long.any_minutes
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from tests.documents import test_any_minutes as sample

MINUTES = 150


def main() -> int:
    """Try them all; 0 when each was set and stood, or was refused for a character by name."""
    began, set_whole = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as place:

        @settings(max_examples=MINUTES, deadline=None, suppress_health_check=list(HealthCheck))
        @given(sample.MINUTES)
        def stands(minutes):
            nonlocal set_whole
            set_whole += sample.stands(minutes, Path(place))

        stands()
    print(f"minutes={MINUTES} set={set_whole} seconds={time.monotonic() - began:.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
