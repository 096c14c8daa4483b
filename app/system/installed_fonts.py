"""Where this machine keeps its fonts, and the files that lie there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

FONTS = frozenset({".ttf", ".ttc", ".otf", ".otc"})
LIST = Path("/etc/fonts/fonts.conf")
MOST_FILES = 20_000


def font_folders() -> tuple[Path, ...]:
    """The folders of fonts, the user's own first."""
    folders = _of_windows() if sys.platform == "win32" else _of_linux()
    return tuple(dict.fromkeys(folders))


def font_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Every file in those folders that may be a font; what cannot be read is passed over."""
    seen = 0
    for folder in folders:
        for place, names, files in os.walk(folder):
            names.sort()
            for name in sorted(files):
                path = Path(place, name)
                if path.suffix.lower() not in FONTS:
                    continue
                seen += 1
                if seen > MOST_FILES:
                    return
                yield path


def _of_windows() -> Iterator[Path]:
    local = os.environ.get("LOCALAPPDATA")
    if local:  # fonts that somebody without the rights of an administrator installed
        yield Path(local, "Microsoft", "Windows", "Fonts")
    yield Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")


def _of_linux() -> Iterator[Path]:
    home = Path.home()
    shared = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    yield shared / "fonts"
    yield home / ".fonts"
    yield from _of_list(LIST, home, shared)
    for folder in (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":"):
        if folder:
            yield Path(folder, "fonts")


def _of_list(path: Path, home: Path, shared: Path) -> Iterator[Path]:
    """The folders that fontconfig is told of; none where there is no such list."""
    # starts faster: asked for when fonts are chosen alone
    from defusedxml import ElementTree

    try:
        tree = ElementTree.parse(path)
    except (OSError, ValueError, ElementTree.ParseError):
        return
    for entry in tree.iter("dir"):
        said = (entry.text or "").strip()
        if not said:
            continue
        if entry.get("prefix") == "xdg":
            yield shared / said
        elif said.startswith("~"):
            yield home / said.removeprefix("~").lstrip("/")
        elif Path(said).is_absolute():
            yield Path(said)
