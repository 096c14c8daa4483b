"""How far a package is, told by the mebibyte and not by every block."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.progress import Progress

_EVERY = 1024 * 1024
_UNIT = 1024  # progress in KiB: a bar on a screen counts to 2³¹


@dataclass(slots=True)
class Told:
    """Counts bytes towards a total, and tells of them."""

    progress: Progress
    total: int
    done: int = 0
    _told: int = -_EVERY

    def moved(self, count: int) -> None:
        """So many bytes more. Raises CancelledError."""
        self.done = min(self.done + count, self.total)
        if self.done - self._told >= _EVERY:
            self.tell()

    def all(self) -> None:
        """Everything is done. Raises CancelledError."""
        self.done = self.total
        self.tell()

    def tell(self) -> None:
        """Tell how far it is, and hear whether to stop. Raises CancelledError."""
        self._told = self.done
        self.progress.step(self.done // _UNIT, self.total // _UNIT)
