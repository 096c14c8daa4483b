"""Sticks for windows: folders that a made-up machine calls sticks; what it can do is told to it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.errors import StickMissingError
from app.domain.sticks import Ejected, EjectOutcome, StickRow
from app.system.media import NoSticks


@dataclass(slots=True)
class MadeUpSticks:
    """The machine: plug_in and pull as a hand does; outcomes are how the next ejects end."""

    rows: list[StickRow] = field(default_factory=list)
    outcomes: list[Ejected] = field(default_factory=list)
    ejected: list[str] = field(default_factory=list)

    def plug_in(self, folder: Path, serial: str, label: str = "", **more: object) -> StickRow:
        """A stick whose files are seen in that folder."""
        folder.mkdir(exist_ok=True)
        row = StickRow(
            device=f"/dev/made-up-{serial}",
            folder=str(folder),
            label=label,
            serial=serial,
            model="Made-up",
            file_system="exfat",
            size_bytes=8 << 30,
            free_bytes=5 << 30,
            is_read_only=False,
            disk_bytes=8 << 30,
        )
        row = replace(row, **more)  # type: ignore[arg-type]
        self.rows.append(row)
        return row

    def pull(self, row: StickRow) -> None:
        """The stick is gone, and with it the folder; what is on it is kept for its next time."""
        self.rows = [one for one in self.rows if one.device != row.device]
        folder = Path(row.folder)
        if folder.exists():
            shutil.move(folder, f"{folder}.pulled")

    def put_back(self, row: StickRow) -> None:
        """The same stick is plugged in again."""
        shutil.move(f"{row.folder}.pulled", row.folder)
        self.rows.append(row)

    def plugged_in(self) -> list[StickRow]:
        """What a program sees."""
        return list(self.rows)

    def holding(self, folder: Path) -> StickRow:
        """The stick that holds the folder, or the folder itself."""
        if not folder.is_dir():
            raise StickMissingError
        for row in self.rows:
            if row.folder and folder.is_relative_to(row.folder):
                return replace(row, folder=str(folder))
        return NoSticks().holding(folder)

    def eject(self, row: StickRow) -> Ejected:
        """End as was told, or well; what was ejected is unplugged."""
        if self.outcomes:
            return self.outcomes.pop(0)
        self.ejected.append(row.serial)
        self.rows = [one for one in self.rows if one.serial != row.serial]
        return Ejected(EjectOutcome.EJECTED)
