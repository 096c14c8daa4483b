"""Compares what is seen with what was kept, and shows where it is otherwise."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from tests.ui.golden import room
from tests.ui.golden.tour import DIGESTS, TILE, qt_minor

WINDOWS = ("office", "desk")
# what these tell is another thing on each machine: disks, printers, sticks, input methods, places
OF_THE_MACHINE = {
    "settings",
    "sticks",
    "handover_where",
    "selftest",
    "input",
    "updates",
    "first_run_1",
    "desk_settings",
    "desk_selftest",
    "desk_input",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What was seen at one place of a window."""

    name: str
    digest: str
    tiles: str
    words: int
    faint: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    toned: tuple[tuple[str, str, str], ...]


def toured(which: str, out: Path) -> list[Place]:
    """Go through a window; pictures that are not as they were are left in out."""
    done = room.look_about("tour", which, str(out))
    assert done.returncode == 0, done.stderr
    assert not done.stderr, done.stderr  # Qt warned, or a slot failed
    return [_place(json.loads(line)) for line in done.stdout.splitlines()]


def _place(told: dict[str, Any]) -> Place:
    lists = {name: tuple(map(tuple, told[name])) for name in ("pairs", "toned")}
    return Place(**{**told, **lists, "faint": tuple(told["faint"])})


def kept() -> dict[str, tuple[str, str]]:
    """Digest and squares of each place, for the Qt that is at work."""
    text = DIGESTS.read_text("utf-8") if DIGESTS.exists() else "{}"
    return {name: (one[0], one[1]) for name, one in json.loads(text).get(qt_minor(), {}).items()}


def keep(places: list[Place]) -> None:
    """Keep them, for this Qt; what is kept for others stays."""
    whole = json.loads(DIGESTS.read_text("utf-8")) if DIGESTS.exists() else {}
    whole[qt_minor()] = {
        place.name: [place.digest, place.tiles]
        for place in sorted(places, key=lambda one: one.name)
        if place.name not in OF_THE_MACHINE
    }
    DIGESTS.write_text(json.dumps(whole, indent=1) + "\n", "utf-8")


def changes(places: list[Place], out: Path) -> list[str]:
    """What is not as it was, with the picture and the picture of the difference."""
    found, golden = [], kept()
    for place in places:
        if place.name in OF_THE_MACHINE:
            continue
        if place.name not in golden:
            found.append(f"{place.name}: nobody has looked at it yet: {out / place.name}.png")
        elif place.digest != golden[place.name][0]:
            difference = _show_difference(out / f"{place.name}.png", golden[place.name][1], place)
            found.append(f"{place.name}: {out / place.name}.png, where: {difference}")
    return found


def _show_difference(picture: Path, before: str, place: Place) -> Path:
    """The picture, pale but for the squares that are otherwise now."""
    whole = Image.open(picture).convert("RGB")
    shown = Image.blend(whole, Image.new("RGB", whole.size, "white"), 0.8)
    pen = ImageDraw.Draw(shown)
    across = -(-whole.width // TILE)
    squares = (_squares(base64.b64decode(one)) for one in (before, place.tiles))
    for number, (old, new) in enumerate(zip(*squares, strict=False)):
        if old != new:
            left, top = number % across * TILE, number // across * TILE
            box = (left, top, left + TILE, top + TILE)
            shown.paste(whole.crop(box), box)
            pen.rectangle(box, outline="red")
    target = picture.with_name(f"{picture.stem}-difference.png")
    shown.save(target)
    return target


def _squares(told: bytes) -> list[bytes]:
    return [told[n : n + 2] for n in range(0, len(told), 2)]
