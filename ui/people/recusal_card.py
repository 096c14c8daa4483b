"""回避 on a person's card: of whom to keep away, and the form that notes one more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import PersonId
from app.domain.people import PersonRow
from app.domain.progress import Progress
from app.domain.recusal import RecusalRow
from app.services.people import People
from app.services.recusals import Recusals
from ui.messages import message_for
from ui.tasks import Tasks
from ui.theme import line
from ui.widgets.buttons import button
from ui.widgets.fields import Field, SearchEdit, line_edit
from ui.widgets.form_dialog import FormDialog
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

_MOST_FOUND = 8


class RecusalCard(QWidget):
    """Lists the others with the ground; released gives the id of one who may be met again."""

    add_asked = Signal()
    released = Signal(str)

    def __init__(self, others: Sequence[RecusalRow]) -> None:
        super().__init__()
        add = button("登记回避…", name="登记回避")
        add.clicked.connect(self.add_asked)
        box = column(row(label("回避", "strong", wrap=False), None, add), gap=0.5)
        for one in others:
            box.addLayout(self._line(one))
        if not others:
            box.addWidget(label("没有登记。", tone="quiet"))
        self.setLayout(box)

    def _line(self, one: RecusalRow) -> QHBoxLayout:
        post = f"（{one.post}）" if one.post else ""
        words = column(label(f"{one.name}{post}"), label(one.ground, "small", "quiet"), gap=0.25)
        out = button("取消", kind="quiet", name=f"取消与{one.name}的回避")
        out.clicked.connect(partial(self._release, one.other_id))
        return row(words, None, out)

    def _release(self, other_id: PersonId, _: bool = False) -> None:
        self.released.emit(other_id)


class RecusalDialog(FormDialog):
    """With whom a person must not sit opposite, and why. looked_for asks for names."""

    looked_for = Signal(str)

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent, f"登记回避：{name}", "登记", lines=20)
        self.search = SearchEdit("输姓名、单位或拼音首字母来找")
        self.found = QListWidget()
        self.found.setAccessibleName("找到的人")
        self.found.setMinimumHeight(line(self.found, 5))
        self.ground = line_edit("原因", "如：夫妻、近亲属、曾经举报过对方")
        self._rows: list[PersonRow] = []
        self.add(
            Field("与谁回避", self.search, is_needed=True),
            self.found,
            Field("原因", self.ground, "只写一句，安排谈话时会显示", is_needed=True),
        )
        self.search.searched.connect(self.looked_for)
        self.found.currentRowChanged.connect(self.check)
        self.ground.textChanged.connect(self.check)
        self.finish_fields(self.search)

    def show_found(self, rows: Sequence[PersonRow]) -> None:
        """List who was found; the first is chosen."""
        self._rows = list(rows)
        self.found.clear()
        for one in rows:
            written = "　".join(filter(None, (one.name, one.unit_name + one.title)))
            self.found.addItem(QListWidgetItem(written))
        self.found.setCurrentRow(0 if rows else -1)
        self.check()

    def other(self) -> PersonRow | None:
        """Who was chosen."""
        number = self.found.currentRow()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def is_ready(self) -> bool:
        return self.other() is not None and bool(self.ground.text().strip())


@dataclass(frozen=True, slots=True)
class RecusalPlace:
    """For whom the form was open, and what stood in it."""

    person_id: PersonId
    name: str
    other: PersonRow | None
    ground: str


class RecusalForms(QObject):
    """Opens the form, sends what was filled in, and closes it when it is done."""

    def __init__(self, window: QWidget, tasks: Tasks, people: People, recusals: Recusals) -> None:
        super().__init__(window)
        self._window, self._tasks = window, tasks
        self._people, self._recusals = people, recusals
        self._person: tuple[PersonId, str] | None = None
        self.dialog: RecusalDialog | None = None

    def add(self, person_id: PersonId, name: str) -> None:
        """Note with whom this person must not meet."""
        self._person = (person_id, name)
        self.dialog = RecusalDialog(self._window, name)
        self.dialog.looked_for.connect(self._look)
        self.dialog.sent.connect(self._send)
        self.dialog.rejected.connect(self._forget)
        self.dialog.open()

    def release(self, person_id: PersonId, other_id: str) -> None:
        """Let these two meet again."""
        self._tasks.command(partial(self._remove, person_id, PersonId(other_id)))

    def place(self) -> RecusalPlace | None:
        """The form that is open with what was typed, or None."""
        if self.dialog is None or self._person is None:
            return None
        return RecusalPlace(*self._person, self.dialog.other(), self.dialog.ground.text())

    def return_to(self, place: RecusalPlace) -> None:
        """Open the form again as it stood."""
        self.add(place.person_id, place.name)
        if self.dialog is not None:
            self.dialog.show_found([place.other] if place.other else [])
            self.dialog.ground.setText(place.ground)

    # ── asking and sending ───────────────────────────────────────────────────────────────────────

    def _look(self, text: str) -> None:
        if text:
            self._tasks.query(partial(self._page, text), then=self._show_found)

    def _page(self, text: str, _: Progress) -> list[PersonRow]:
        return self._people.page(text, limit=_MOST_FOUND)

    def _show_found(self, rows: list[PersonRow]) -> None:
        if self.dialog is not None and self._person is not None:
            self.dialog.show_found([one for one in rows if one.id != self._person[0]])

    def _send(self) -> None:
        if self.dialog is None or self._person is None or (other := self.dialog.other()) is None:
            return
        self.dialog.way_on.setEnabled(False)
        work = partial(self._add, self._person[0], other.id, self.dialog.ground.text())
        self._tasks.command(work, then=self._close, refused=self._refuse)

    def _add(self, person: PersonId, other: PersonId, ground: str, _: Progress) -> Changes:
        return self._recusals.add(person, other, ground)

    def _remove(self, person: PersonId, other: PersonId, _: Progress) -> Changes:
        return self._recusals.remove(person, other)

    def _close(self, _: object) -> None:
        if self.dialog is not None:
            self.dialog.accept()
            self._forget()

    def _refuse(self, error: AppError) -> None:
        if self.dialog is not None:
            self.dialog.message.show_message(message_for(error))
            self.dialog.check()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
