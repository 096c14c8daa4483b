"""What the pages of a registry's desk work with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.services.open_desk import OpenDesk
from app.services.registry import Registry
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class DeskTools:
    """The lanes and the open desk."""

    tasks: Tasks
    desk: OpenDesk

    @property
    def registry(self) -> Registry:
        """The commands and queries of the desk; on the vault lane but where it says otherwise."""
        return self.desk.registry

    def local(self, moment: datetime) -> datetime:
        """The moment on this machine's clock."""
        return self.desk.clock.local(moment)

    def now(self) -> datetime:
        """This moment."""
        return self.desk.clock.now()

    def today(self) -> date:
        """The local day."""
        return self.local(self.now()).date()
