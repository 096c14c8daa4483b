"""The ledger of findings (整改台账): its pages, its counts, its four lists and the week's work."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from app.domain.changes import Changes
from app.domain.errors import FolderUnusableError
from app.domain.finding_tables import COLUMN_TITLES, LIST_TITLES, cell
from app.domain.finding_views import (
    SHIPPED_VIEWS,
    FindingChip,
    FindingColumn,
    FindingFilter,
    FindingKey,
    FindingOrder,
    FindingRow,
    Monday,
    MondayGroup,
    SavedView,
    shipped_view,
)
from app.domain.ids import FindingId, UnitId
from app.domain.papers import FindingList
from app.domain.tags import TagBook
from app.services.trail import Trail
from app.store import (
    finding_chips,
    finding_rows,
    finding_views,
    finding_week,
    prompts,
    settings,
    tags,
)
from app.store.connection import Connection
from app.store.finding_orders import Wish
from app.store.vault import Vault
from app.system.files import write_safely

MOST_URGED = 500  # rows of a week that can be shown and printed at once
_MOST_WAITING = 200
_VIEW = "findings.view."
_WIDE = frozenset({FindingColumn.FOUND, FindingColumn.MEASURE, FindingColumn.EFFECT})


@dataclass(frozen=True, slots=True)
class LedgerChoices:
    """What the ledger can be narrowed to: the newest prompts' areas, tags, units with any."""

    areas: tuple[tuple[str, str], ...]
    tags: TagBook
    units: tuple[tuple[UnitId, str], ...]


@dataclass(frozen=True, slots=True)
class FindingLedger:
    """The queries of the ledger, and the lists as the office likes to see them."""

    vault: Vault
    trail: Trail

    def today(self) -> date:
        """The day it is by the clock on the wall."""
        return self.trail.clock.local(self.trail.clock.now()).date()

    # ── the ledger ───────────────────────────────────────────────────────────────────────────────

    def page(
        self, wanted: FindingFilter, order: FindingOrder, after: FindingRow | None, limit: int
    ) -> list[FindingRow]:
        """The next rows in order, after that one. Raises VaultDamagedError."""
        with self.vault.reading() as connection:
            wish = Wish(wanted, order, after, self.today())
            return finding_rows.rows(connection, finding_views.page(connection, wish, limit))

    def row(self, finding_id: FindingId) -> FindingRow | None:
        """That finding as a line of the ledger, or None when there is none."""
        with self.vault.reading() as connection:
            return next(iter(finding_rows.rows(connection, [finding_id])), None)

    def counts(self, *chips: FindingChip) -> dict[FindingChip, int]:
        """How many findings these chips show today; all chips when none is named.

        The few that are open are counted in a moment, everything there ever was takes its time.
        """
        with self.vault.reading() as connection:
            return finding_chips.counts(connection, self.today(), chips or FindingChip)

    def choices(self) -> LedgerChoices:
        """What the ledger can be narrowed to."""
        with self.vault.reading() as connection:
            newest = prompts.newest(connection)
            areas = tuple((one.key, one.title) for one in newest.areas) if newest else ()
            units = tuple(finding_week.units(connection))
            return LedgerChoices(areas, tags.book(connection), units)

    # ── the four lists ───────────────────────────────────────────────────────────────────────────

    def views(self) -> dict[FindingList, SavedView]:
        """The four lists with the columns and the order they were last given."""
        with self.vault.reading() as connection:
            return {view.list: _kept(connection, view) for view in SHIPPED_VIEWS}

    def keep_view(self, view: SavedView) -> Changes:
        """Show that list so from now on; one that is as it was leaves no trace."""
        with self.vault.transaction() as connection:
            if _kept(connection, shipped_view(view.list)) != view:
                content = {
                    "columns": [column.value for column in view.columns],
                    "order": view.order.key.value,
                    "is_descending": view.order.is_descending,
                }
                settings.keep(connection, _VIEW + view.list.value, json.dumps(content))
                self.trail.write(connection, "finding.keep_view", view.list.value)
        return Changes.NONE

    # ── the week ─────────────────────────────────────────────────────────────────────────────────

    def monday(self) -> Monday:
        """What is overdue, due within seven days, to be looked back at, and to be decided."""
        today = self.today()
        with self.vault.reading() as connection:

            def told(ids: list[FindingId]) -> tuple[FindingRow, ...]:
                return tuple(finding_rows.rows(connection, ids))

            urged = told(finding_week.urged(connection, today, MOST_URGED))
            return Monday(
                today=today,
                groups=_groups(urged, today),
                look_backs=told(finding_week.look_backs(connection, today, _MOST_WAITING)),
                closings=told(finding_week.closings(connection, today, _MOST_WAITING)),
                extensions=told(finding_week.extensions(connection, today, _MOST_WAITING)),
                left_out=finding_week.count_urged(connection, today) - len(urged),
            )

    # ── as a workbook ────────────────────────────────────────────────────────────────────────────

    def save_workbook(self, view: SavedView, content: bytes, path: Path) -> Changes:
        """Write a list as a workbook to a file outside the vault; the trail keeps that it went out.

        Raises FolderUnusableError, RoleRefusedError.
        """
        self.trail.refuse_early("finding.workbook")
        try:
            write_safely(path, content)
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error
        with self.vault.transaction() as connection:
            digest = sha256(content).hexdigest()
            self.trail.write(connection, "finding.workbook", view.list.value, digest)
        return Changes.NONE


def workbook(view: SavedView, rows: list[FindingRow], today: date) -> bytes:
    """The rows as an XLSX file with the list's own columns; the same rows make the same bytes.

    It needs no vault. What stands in a cell is text for ever, never a formula.
    """
    # starts faster: only an export needs it
    from app.handover.workbook import Sheet
    from app.handover.workbook import workbook as made

    widths = ((COLUMN_TITLES[one], 44 if one in _WIDE else 16) for one in view.columns)
    sheet = Sheet(LIST_TITLES[view.list], (("序号", 6), *widths))
    for number, row in enumerate(rows, 1):
        sheet.add((number, *(cell(column, row, today) for column in view.columns)))
    return made((sheet,))


def _groups(rows: tuple[FindingRow, ...], today: date) -> tuple[MondayGroup, ...]:
    """By unit, or by the person whose undertaking it is; rows come the oldest deadline first."""
    gathered: dict[tuple[str, str], list[FindingRow]] = {}
    for row in rows:
        is_own = row.is_personal or row.unit_id is None
        whose = ("", row.person_id or "") if is_own else (row.unit_id or "", "")
        gathered.setdefault(whose, []).append(row)
    return tuple(
        MondayGroup(
            name=those[0].whose,
            unit_id=UnitId(unit) if unit else None,
            overdue=tuple(one for one in those if one.deadline < today),
            soon=tuple(one for one in those if one.deadline >= today),
        )
        for (unit, _), those in gathered.items()
    )


def _kept(connection: Connection, view: SavedView) -> SavedView:
    """The list as it was kept; a column the program does not know any more is left out."""
    kept = settings.get(connection, _VIEW + view.list.value)
    if kept is None:
        return view
    content = json.loads(kept)
    known = {column.value for column in FindingColumn}
    columns = tuple(FindingColumn(one) for one in content["columns"] if one in known)
    order = FindingOrder(FindingKey(content["order"]), content["is_descending"])
    return SavedView(view.list, columns or view.columns, order)
