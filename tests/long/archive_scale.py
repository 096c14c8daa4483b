"""The archive of whoever was talked to most: how long its opening holds the vault.

    tanxinbu demo DIR --talks 200000
    python -m tests.long.archive_scale DIR/vault PASSPHRASE

It opens the archive, which leaves its trace, so give it a copy.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from app import bootstrap
from app.domain.ids import PersonId
from app.domain.progress import NoProgress
from app.services.application import Application

LONGEST_MS = 100
_MOST_TALKED_TO = """
SELECT person_id FROM participant WHERE role = 'interviewee' AND person_id IS NOT NULL
GROUP BY person_id ORDER BY count(*) DESC, person_id LIMIT 3
"""


def measure(application: Application) -> float:
    """Open three archives, then read each again; the longest the vault was held."""
    with application.session.vault.reading() as connection:
        persons = [PersonId(row[0]) for row in connection.execute(_MOST_TALKED_TO)]
    archives, longest = application.archives, 0.0
    for person_id in persons:
        began = time.perf_counter()
        view, _ = archives.open(person_id, "量一量")
        opening = (time.perf_counter() - began) * 1000
        began = time.perf_counter()
        archives.view(person_id)
        again = (time.perf_counter() - began) * 1000
        print(
            f"{len(view.talks):>5} talks {len(view.findings):>5} findings {len(view.papers):>5}"
            f" files {len(view.leaves):>4} leaves | opened {opening:>5.0f} ms, again {again:>4.0f} ms"
        )
        longest = max(longest, opening, again)
    return longest


def main(folder: Path, passphrase: str) -> None:
    """Print what it took; 1 when the vault was held for too long."""
    with TemporaryDirectory() as preferences:
        application = bootstrap.access(Path(preferences)).unlock(folder, passphrase, NoProgress())
        longest = measure(application)
        application.lock()
    print(f"longest hold of the vault: {longest:.0f} ms")
    sys.exit(longest > LONGEST_MS)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
