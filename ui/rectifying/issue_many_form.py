"""Several findings go out at once: one 签收单 for each unit or person among them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.finding_views import FindingRow
from app.domain.ids import IssueId
from app.domain.progress import Progress
from ui.messages import message_for
from ui.rectifying.desk import RectifyingDesk
from ui.rectifying.ledger_rows import Parcel, is_lacking, parcels
from ui.widgets.dates import day_edit, day_of
from ui.widgets.fields import Field
from ui.widgets.form_dialog import BusyForm
from ui.widgets.surfaces import facts
from ui.widgets.words import label

_SHOWN = 12


class IssueManyForm(BusyForm):
    """issued tells how many slips and findings went out, once all have; what is refused stays.

    Each 签收单 is kept by itself, so what went out before a refusal has gone out.
    """

    issued = Signal(int, int)

    def __init__(self, parent: QWidget, desk: RectifyingDesk, rows: Sequence[FindingRow]) -> None:
        super().__init__(parent, "下达问题清单", "下达")
        self._desk = desk
        self._parcels = parcels(rows)
        self._waiting: list[Parcel] = []
        going = [row for parcel in self._parcels for row in parcel.rows]
        pairs = [(one.name, f"{len(one.rows)} 条") for one in self._parcels[:_SHOWN]]
        more = len(self._parcels) - _SHOWN
        self.add(facts(pairs))
        if more > 0:
            self.add(label(f"还有 {more} 个单位或个人。", tone="quiet"))
        if len(going) < len(rows):
            left = len(rows) - len(going)
            self.add(label(f"另有 {left} 条已经下达过，或者不用下达，这一次不动。", tone="quiet"))
        if lacking := sum(map(is_lacking, going)):
            self.add(label(f"其中 {lacking} 条五定不全。可以先下达，以后再补。"))
        self.day = day_edit("下达日期", desk.today())
        self.day_field = Field("下达日期", self.day)
        self.add(self.day_field)
        self.add(label("每个单位或个人一份签收单。下达以后时限不能直接改。", tone="quiet"))
        self.sent.connect(self._send)
        self.finish_fields(self.day)

    def is_filled(self) -> bool:
        return bool(self._parcels)

    def _send(self) -> None:
        self.set_busy(True)
        self.message.clear()
        self._waiting = list(self._parcels)
        self._send_next()

    def _send_next(self, _: object = None) -> None:
        if not self._waiting:
            count = sum(len(one.rows) for one in self._parcels)
            self.accept()
            self.issued.emit(len(self._parcels), count)
            return
        work = partial(self._issue, self._waiting[0], day_of(self.day))
        self._desk.tasks.command(work, then=self._sent_one, refused=self._refuse)

    def _sent_one(self, _: IssueId) -> None:
        self._waiting.pop(0)
        self._send_next()

    def _issue(self, parcel: Parcel, day: date, _: Progress) -> tuple[IssueId, Changes]:
        ids = tuple(row.id for row in parcel.rows)
        return self._desk.rectifying.issue(parcel.to, ids, day)

    def _refuse(self, error: AppError) -> None:
        # what went out before is out: only the rest is tried again
        self._parcels = tuple(self._waiting)
        self.set_busy(False)
        self.message.show_message(message_for(error))
