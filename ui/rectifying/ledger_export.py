"""A list of the ledger written as a workbook: read page by page, the vault is never held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.finding_views import FindingFilter, FindingRow, SavedView
from app.domain.paper_errors import PaperTooLongError
from app.domain.progress import Progress
from app.services.finding_ledger import workbook
from ui.rectifying.desk import RectifyingDesk
from ui.widgets.progress_panel import ProgressPanel

MOST = 20_000
_STEP = 400


@dataclass(slots=True)
class _Run:
    """One export: what is wanted, where to, and what was read so far."""

    wanted: FindingFilter
    view: SavedView
    path: Path
    rows: list[FindingRow] = field(default_factory=list)


class LedgerExport(QObject):
    """written tells the path; refused why it was not written. One export at a time."""

    written = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: RectifyingDesk, progress: ProgressPanel) -> None:
        super().__init__(progress)
        self._desk, self._progress = desk, progress
        self._run: _Run | None = None
        progress.stopped.connect(self.stop)

    @property
    def is_running(self) -> bool:
        """Whether something is being written."""
        return self._run is not None

    def begin(self, wanted: FindingFilter, view: SavedView, path: Path) -> None:
        """Write everything the ledger is narrowed to."""
        if not self.is_running:
            self._run = _Run(wanted, view, path)
            self._progress.begin("正在读台账…")
            self._read_on()

    def write(self, rows: Sequence[FindingRow], view: SavedView, path: Path) -> None:
        """Write these rows."""
        if not self.is_running:
            self._run = _Run(FindingFilter(), view, path, list(rows))
            self._progress.begin("正在写表格…", can_stop=False)
            self._make()

    def stop(self) -> None:
        """Leave it: nothing was written yet."""
        self._run = None
        self._progress.end()

    # ── one step after the other ─────────────────────────────────────────────────────────────────

    def _read_on(self) -> None:
        run = self._run
        if run is None:
            return
        after = run.rows[-1] if run.rows else None
        work = partial(self._page, run, after)
        self._desk.tasks.query(work, then=partial(self._take, run), refused=self._refuse)

    def _page(self, run: _Run, after: FindingRow | None, _: Progress) -> list[FindingRow]:
        return self._desk.finding_ledger.page(run.wanted, run.view.order, after, _STEP)

    def _take(self, run: _Run, rows: list[FindingRow]) -> None:
        if self._run is not run:
            return  # it was stopped
        run.rows += rows
        self._progress.sentence.setText(f"正在读台账，已读 {len(run.rows):,} 条…")
        if len(run.rows) > MOST:
            self._refuse(PaperTooLongError(len(run.rows), MOST))
        elif len(rows) < _STEP:
            self._make()
        else:
            self._read_on()

    def _make(self) -> None:
        run = self._run
        if run is not None:
            today = self._desk.today()
            work = partial(_workbook, run, today)
            self._desk.tasks.background(work, then=partial(self._save, run), refused=self._refuse)

    def _save(self, run: _Run, content: bytes) -> None:
        if self._run is run:
            work = partial(self._kept, run, content)
            self._desk.tasks.command(work, then=self._end, refused=self._refuse)

    def _kept(self, run: _Run, content: bytes, _: Progress) -> tuple[Path, Changes]:
        return run.path, self._desk.finding_ledger.save_workbook(run.view, content, run.path)

    def _end(self, path: Path) -> None:
        self.stop()
        self.written.emit(path)

    def _refuse(self, error: AppError) -> None:
        self.stop()
        self.refused.emit(error)


def _workbook(run: _Run, today: date, _: Progress) -> bytes:
    return workbook(run.view, run.rows, today)
