"""Goes through every page and step of both windows, and has each looked at.

python -m tests.ui.golden.tour PLACE office|desk OUT   prints a line of JSON for each page; started by
room alone, in its configuration.
"""

from __future__ import annotations

import base64
import json
import shutil
import sys
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from PySide6.QtCore import qVersion
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app import bootstrap
from app.cli.story.readme import PASSPHRASE
from app.keys.derivation import Cost
from tests.ui.golden import eyes
from tests.ui.golden.keeping import DAY, OFFICE, REGISTRY
from ui.camera import Camera, dark_room
from ui.desk_gallery import DeskStudio
from ui.desk_window import DeskWindow
from ui.gallery import Studio
from ui.main_window import MainWindow
from ui.theme import Look

TILE = 64
_GLANCES, _MOMENT_MS = 10, 150
DIGESTS = Path(__file__).parent / "digests.json"
CHEAP = Cost(16 * 1024, 1, 1)


class Noon:
    """A clock that stands at the noon after the story, on a wall in China."""

    def now(self) -> datetime:
        return datetime(DAY.year, DAY.month, DAY.day, 4, 0, tzinfo=UTC)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(timezone(timedelta(hours=8)))


def seen(widget: QWidget) -> QImage:
    """What is seen of it, point by point."""
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def tiles(picture: QImage) -> bytes:
    """Two bytes for each square of the picture, row by row: which of them changed, if any did."""
    found = bytearray()
    for top in range(0, picture.height(), TILE):
        for left in range(0, picture.width(), TILE):
            tile = picture.copy(left, top, TILE, TILE)
            found += (zlib.crc32(bytes(tile.constBits())) & 0xFFFF).to_bytes(2, "big")
    return bytes(found)


class Looking(Camera[Any]):
    """A camera that tells what it saw; it keeps the pictures that are not what they were."""

    golden: Mapping[str, str]  # the digest each picture is to have

    def enter(self, passphrase: str) -> None:
        """Go in, and have nothing happen by itself: its moment would be another each time."""
        super().enter(passphrase)
        self.window.idle.stop()
        if self.window.workspace is not None:
            self.window.workspace.upkeep.stop()

    def take(self, name: str, widget: QWidget | None = None) -> Path:
        """Look, and print what was seen."""
        whole = widget or self.window
        self._set_clocks()
        path = self._out / f"{self.prefix}{name}.png"
        expected = self.golden.get(path.stem)
        picture, digest = _standing(whole, expected)
        if digest != expected:
            picture.save(str(path))
        print(json.dumps(_told(whole, picture) | {"name": path.stem, "digest": digest}), flush=True)
        return path

    def _set_clocks(self) -> None:
        """The status line tells of the machine's clock, not of the vault's."""
        status = self.window.status
        if any(label.text().startswith("✓ 已保存") for label in status.findChildren(QLabel)):
            status.saved(Noon().local(Noon().now()))


def _standing(whole: QWidget, expected: str | None) -> tuple[QImage, str]:
    """What is seen once it stays the same: the last stroke of a preview may take a moment."""
    before = ""
    for _ in range(_GLANCES):
        picture = seen(whole)
        digest = sha256(bytes(picture.constBits())).hexdigest()
        if digest in {expected, before}:
            break
        before = digest
        QTest.qWait(_MOMENT_MS)
    return picture, digest


def _told(whole: QWidget, picture: QImage) -> dict[str, object]:
    """What is seen in the picture besides its points."""
    counted = eyes.picture_of(picture)
    written = list(eyes.words(whole, counted))
    faint = [f"{one} {one.contrast():.2f}" for one in written if one.contrast() < eyes.WORDS]
    faint += [
        f"{one} {one.contrast():.2f}"
        for one in eyes.edges(whole, counted)
        if one.contrast() < eyes.EDGES
    ]
    return {
        "tiles": base64.b64encode(tiles(picture)).decode(),
        "faint": faint,
        "words": len(written),
        "pairs": sorted({pair for one in written if (pair := one.tokens())}),
        "toned": sorted(set(eyes.toned(whole))),
    }


class OfficeTour(Looking, Studio):
    """Every page of the office's window."""


class DeskTour(Looking, DeskStudio):
    """Every page of the desk's window."""


def main(place: Path, which: str, out: Path) -> None:
    """Look at everything of one window; pictures that are not as they were are left in out."""
    Looking.golden = golden_digests()
    with dark_room(out):
        QApplication.setCursorFlashTime(0)  # a caret that always stands
        for _ in _office(place, out) if which == "office" else _desk(place, out):
            pass


def golden_digests() -> dict[str, str]:
    """What was committed for this Qt; nothing for one that nobody has looked at."""
    kept = json.loads(DIGESTS.read_text("utf-8")) if DIGESTS.exists() else {}
    return {name: digest for name, (digest, _) in kept.get(qt_minor(), {}).items()}


def qt_minor() -> str:
    """Another minor version of Qt draws otherwise."""
    return ".".join(qVersion().split(".")[:2])


def _office(place: Path, pictures: Path) -> Iterator[Path]:
    folder = place / "vault"
    shutil.copytree(OFFICE, folder)
    access = bootstrap.access(place / "preferences", Noon(), CHEAP)
    tour = OfficeTour(partial(MainWindow, access), access.preferences, pictures, Look())
    yield from tour.pictures(folder, PASSPHRASE)
    tour.close()


def _desk(place: Path, pictures: Path) -> Iterator[Path]:
    folder = place / "registry"
    shutil.copytree(REGISTRY, folder)
    entrance = bootstrap.desk_entrance(folder, place / "preferences", Noon(), CHEAP)
    tour = DeskTour(partial(DeskWindow, entrance), entrance.preferences, pictures, Look())
    yield from tour.pictures(PASSPHRASE)
    tour.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
