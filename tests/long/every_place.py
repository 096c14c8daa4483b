"""Every place of both windows at every size of type: whole, named, in order, without a trap.

`tanxinbu demo FOLDER`, then `python -m tests.long.every_place FOLDER`. It prints each fault once
and ends with 1 if there is one.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from app.cli.story.readme import PASSPHRASE
from tests.ui.accessible.tour import through_the_desk, through_the_office
from ui.theme import TYPE_SIZES


def main(demonstration: Path) -> int:
    """Go everywhere in a copy of what a demonstration left."""
    found: list[str] = []
    for size in TYPE_SIZES:
        with TemporaryDirectory() as name:
            vault, desk = Path(name) / "vault", Path(name) / "registry"
            shutil.copytree(demonstration / "vault", vault)
            shutil.copytree(demonstration / "registry", desk)
            found += through_the_office(vault, PASSPHRASE, size)
            found += through_the_desk(desk, PASSPHRASE, size)
    print("\n".join([*found, f"{len(found)} faults at {TYPE_SIZES}"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
