"""Takes what every page looks like now for what it is to look like.

python -m tests.ui.golden

The pictures that changed are left in a folder, to be looked at before the digests are committed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.ui.golden.comparing import WINDOWS, keep, toured

if __name__ == "__main__":
    out = Path(tempfile.mkdtemp(prefix="golden-"))
    places = [place for which in WINDOWS for place in toured(which, out)]
    keep(places)
    changed = sorted(path.name for path in out.glob("*.png"))
    print(f"{len(places)} places kept; {len(changed)} changed, see {out}")
