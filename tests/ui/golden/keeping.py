"""Keeps the office and the registry whose pages are looked at: made once, opened by copies.

python -m tests.ui.golden.keeping

Its ids, keys and signatures are as random as any; kept, they are the same for ever. It is made anew
only when the story of the demonstration is to be seen otherwise, and all digests with it.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

from app.cli.story.county import County
from app.keys.derivation import Cost

HERE = Path(__file__).parent
OFFICE, REGISTRY = HERE / "office", HERE / "registry"
DAY = date(2026, 6, 5)  # a Friday: the talks of the story were on Thursday
_CHEAP = Cost(16 * 1024, 1, 1)
_LEFTOVERS = ("ballast", "backups", "vault.lock", "tries.json", "stage")


def keep() -> None:
    """Act the story out, and keep what is needed of both vaults."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        County(folder, print, _CHEAP, DAY).perform()
        for made, kept in ((folder / "vault", OFFICE), (folder / "registry", REGISTRY)):
            for name in _LEFTOVERS:
                for path in made.rglob(name):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(made, kept)


if __name__ == "__main__":
    keep()
