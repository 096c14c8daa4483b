"""Choices of the screen, kept outside the vault because they are needed before it opens."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from app.domain.canonical import canonical
from app.system import paths
from app.system.files import write_safely

TYPE_SIZES = (12, 15, 18)
TALK_ZOOMS = range(6)
CONTRASTS = ("system", "light", "dark", "high")
SEEN = CONTRASTS[1:]
_FILE_NAME = "preferences.json"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user chose for the screen, and which vault and registry's desk were opened last.

    talk_zoom is a step among the sizes of question and answer in talk mode, is_talk_night whether
    that mode is dark. contrast "system" is what the machine asks for; seen_contrast is what that
    was when it was last heard, "" before it ever was.
    """

    last_folder: Path | None = None
    type_size: int = 15
    contrast: str = "system"
    seen_contrast: str = ""
    talk_zoom: int = 1
    is_talk_night: bool = False
    desk_folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Preferences:
    """The file of choices in a folder of the user's own; it never holds a name or a text."""

    folder: Path

    def load(self) -> Choices:
        """The choices; what is missing or makes no sense is as it was at first."""
        try:
            content = json.loads((self.folder / _FILE_NAME).read_bytes())
        except (OSError, ValueError, RecursionError):
            return Choices()
        if not isinstance(content, dict):
            return Choices()
        size, contrast, zoom = (
            content.get(name) for name in ("type_size", "contrast", "talk_zoom")
        )
        usual, seen = Choices(), content.get("seen_contrast")
        return Choices(
            last_folder=_path(content.get("last_folder")),
            type_size=size if size in TYPE_SIZES else usual.type_size,
            contrast=contrast if contrast in CONTRASTS else usual.contrast,
            seen_contrast=seen if seen in SEEN else usual.seen_contrast,
            talk_zoom=zoom if type(zoom) is int and zoom in TALK_ZOOMS else usual.talk_zoom,
            is_talk_night=content.get("is_talk_night") is True,
            desk_folder=_path(content.get("desk_folder")),
        )

    def keep(self, choices: Choices) -> None:
        """Keep the choices; a disk that refuses costs the choice, never the work."""
        content = {
            "last_folder": paths.kept(choices.last_folder),
            "type_size": choices.type_size,
            "contrast": choices.contrast,
            "seen_contrast": choices.seen_contrast,
            "talk_zoom": choices.talk_zoom,
            "is_talk_night": choices.is_talk_night,
            "desk_folder": paths.kept(choices.desk_folder),
        }
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_safely(self.folder / _FILE_NAME, canonical(content))


def _path(found: object) -> Path | None:
    return paths.found(found) if isinstance(found, str) and found else None
