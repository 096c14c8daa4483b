"""Which fields of the minutes are to be signed electronically too, chosen before 定稿."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.signer import PERSONAL_FIELDS, SignatureField
from app.domain.talk import Talk, TalkStatus
from ui.messages import message_for
from ui.talks.desk import Desk
from ui.talks.drawer import Drawer
from ui.terms import SIGNATURE_FIELD
from ui.widgets.buttons import flow
from ui.widgets.words import label

Fields = tuple[SignatureField, ...]
_TOLD = (
    "勾选的人除了在纸上签，还要在电脑上签，按从左到右的顺序；最后一个签完，文件就锁住。"
    "定稿以后不能再加，没签成的可以注明原因。"
)


class FieldsDrawer(Drawer):
    """Three ticks, and whether the choice is kept for the talks to come."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("另加电子签名", "定下", parent)
        self.ticks = {field: QCheckBox(SIGNATURE_FIELD[field]) for field in PERSONAL_FIELDS}
        self.always = QCheckBox("以后定稿都先这样勾好")
        for tick in (*self.ticks.values(), self.always):
            tick.setAccessibleName(tick.text())
        self.fields.addRow(flow(*self.ticks.values(), self.always))
        self.body.insertWidget(1, label(_TOLD, "small", "quiet"))

    def offer(self, possible: Iterable[SignatureField], chosen: Iterable[SignatureField]) -> None:
        """Offer these fields, and tick those of them."""
        offered, ticked = set(possible), set(chosen)
        for field, tick in self.ticks.items():
            tick.setVisible(field in offered)
            tick.setChecked(field in offered and field in ticked)
        self.always.setChecked(False)

    def chosen(self) -> Fields:
        """What is ticked, in the order it is signed."""
        return tuple(field for field, tick in self.ticks.items() if tick.isChecked())

    def first_field(self) -> QWidget:
        shown = (tick for tick in self.ticks.values() if not tick.isHidden())
        return next(shown, self.confirm_button)


@dataclass(frozen=True, slots=True)
class _Usual:
    """What the minutes of a talk can have, and what is proposed."""

    talk: Talk
    possible: Fields
    proposed: Fields


class FieldsChoice(QObject):
    """What is chosen for the talk on screen; its button says it and opens the form."""

    def __init__(self, desk: Desk, drawer: FieldsDrawer, opener: QPushButton) -> None:
        super().__init__(drawer)
        self._desk, self._drawer, self._opener = desk, drawer, opener
        self._usual: _Usual | None = None
        self.chosen: Fields = ()
        self._is_wanted = False
        drawer.always.setVisible(desk.may("signature.usual"))
        opener.clicked.connect(self.open)
        drawer.confirmed.connect(self._take)

    def show_talk(self, talk: Talk) -> None:
        """Begin with what is usual; a record that was read again keeps what was chosen for it."""
        can_choose = talk.status is TalkStatus.TO_CONFIRM
        self._opener.setVisible(can_choose)
        is_known = self._usual is not None and self._usual.talk.id == talk.id
        if can_choose and not is_known:
            self._usual, self._is_wanted = None, False
            self._choose(())
            self._desk.tasks.query(partial(self._read, talk), then=self._show)

    def open(self) -> None:
        """Show the form with what is chosen; pressed too early, as soon as it is known."""
        self._is_wanted = self._usual is None
        if self._usual is not None:
            self._drawer.offer(self._usual.possible, self.chosen)
            self._drawer.open()

    def _read(self, talk: Talk, _: Progress) -> _Usual:
        possible = self._desk.signers.offered_fields(talk.id)
        return _Usual(talk, possible, self._desk.settings.usual_fields())

    def _keep(self, fields: Fields, _: Progress) -> Changes:
        return self._desk.settings.keep_usual_fields(fields)

    def _show(self, usual: _Usual) -> None:
        self._usual = usual
        self._choose(field for field in usual.proposed if field in usual.possible)
        if self._is_wanted:
            self.open()

    def _take(self) -> None:
        self._choose(self._drawer.chosen())
        if self._drawer.always.isChecked():
            work = partial(self._keep, self.chosen)
            self._desk.tasks.command(work, then=self._close, refused=self._refuse)
        else:
            self._close()

    def _close(self, _: object = None) -> None:
        self._drawer.dismiss()
        self._opener.setFocus()

    def _refuse(self, error: AppError) -> None:
        self._drawer.tell(message_for(error).text())

    def _choose(self, fields: Iterable[SignatureField]) -> None:
        self.chosen = tuple(fields)
        self._opener.setText(fields_text(self.chosen))
        names = "、".join(SIGNATURE_FIELD[field] for field in self.chosen)
        self._opener.setAccessibleName(f"另加电子签名：{names or '不另加'}")


def fields_text(fields: Fields) -> str:
    """The choice on its button, short enough for the side of the page."""
    return f"电子签名：另加 {len(fields)} 人" if fields else "电子签名：不另加"
