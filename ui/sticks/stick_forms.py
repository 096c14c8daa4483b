"""The forms about a stick: registering it, handing it on, losing it, finding it, ending it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.sticks import (
    LONGEST_CUSTODIAN,
    LONGEST_LABEL,
    LONGEST_NOTE,
    RegisteredStick,
    StickRow,
)
from app.services.sticks import StickRegister
from ui.messages import message_for
from ui.sticks.words import lost_words, plugged_pairs
from ui.widgets.fields import Field, line_edit
from ui.widgets.form_dialog import BusyForm
from ui.widgets.message import Message, Tone
from ui.widgets.surfaces import facts
from ui.widgets.words import label

Command = Callable[[Progress], Changes | tuple[Any, Changes]]
_BY_SERIAL = "登记认的是盘的序列号，不往盘上写任何东西。以后重新格式化，登记仍然有效。"
_BY_VOLUME = (
    "这个盘没有认得准的序列号，登记认的是卷号，不往盘上写任何东西；重新格式化以后要重新登记。"
)


class StickForm(BusyForm):
    """One form at a time; name tells which, so that it can be opened again after a lock."""

    name = ""

    def command(self, register: StickRegister) -> Command:
        """What is to be done with what stands in the fields."""
        raise TypeError(f"{type(self).__name__} does not say what it is for")

    def said(self) -> Message:
        """What to say once it is done."""
        raise TypeError(f"{type(self).__name__} does not say what it did")

    def refuse(self, error: AppError) -> None:
        """Say in the form why it was not done."""
        self.set_busy(False)
        self.message.show_message(message_for(error))

    def _enter(self) -> None:
        if self.way_on.isEnabled():
            self.sent.emit()


class RegisterForm(StickForm):
    """A stick that is plugged in gets a label and somebody who keeps it."""

    name = "register"

    def __init__(self, parent: QWidget, row: StickRow) -> None:
        super().__init__(parent, "登记 U 盘", "登记", lines=24)
        self.row = row
        self.label = line_edit("盘签", "如：移交盘 1", row.label)
        self.label.setMaxLength(LONGEST_LABEL)
        self.custodian = line_edit("保管人")
        self.custodian.setMaxLength(LONGEST_CUSTODIAN)
        for edit in (self.label, self.custodian):
            edit.textChanged.connect(self.check)
            edit.returnPressed.connect(self._enter)
        self.add(
            facts(plugged_pairs(row)),
            Field("盘签", self.label, "写在盘身标签上的名称，一看就分得清", is_needed=True),
            Field("保管人", self.custodian, "现在由谁保管", is_needed=True),
            label(_BY_SERIAL if row.identity == row.serial else _BY_VOLUME, tone="quiet"),
        )
        self.finish_fields(self.label)

    def is_filled(self) -> bool:
        return bool(self.label.text().strip() and self.custodian.text().strip())

    def command(self, register: StickRegister) -> Command:
        return partial(_registered, register, self.row, self.label.text(), self.custodian.text())

    def said(self) -> Message:
        keeper = self.custodian.text().strip()
        what = f"“{self.label.text().strip()}”已登记，由{keeper}保管。"
        return Message(what, remedy="请把盘签贴在盘身上。", tone=Tone.NOTE)


class HandForm(StickForm):
    """Somebody else keeps the stick from now on."""

    name = "hand"

    def __init__(self, parent: QWidget, stick: RegisteredStick) -> None:
        super().__init__(parent, "换人保管", "换", lines=17)
        self._stick = stick
        self.custodian = line_edit("新的保管人")
        self.custodian.setMaxLength(LONGEST_CUSTODIAN)
        self.custodian.textChanged.connect(self.check)
        self.custodian.returnPressed.connect(self._enter)
        self.add(
            facts([("盘签", stick.label), ("现在由谁保管", stick.custodian)]),
            Field("新的保管人", self.custodian, is_needed=True),
            label("从现在起由新的保管人负责；谁保管过、到哪一天，都留着。", tone="quiet"),
        )
        self.finish_fields(self.custodian)

    def is_filled(self) -> bool:
        typed = self.custodian.text().strip()
        return bool(typed) and typed != self._stick.custodian

    def command(self, register: StickRegister) -> Command:
        return partial(_handed, register, self._stick, self.custodian.text())

    def said(self) -> Message:
        keeper = self.custodian.text().strip()
        return Message(f"“{self._stick.label}”现在由{keeper}保管。", tone=Tone.NOTE)


class NoteForm(StickForm):
    """A step in a stick's life with a note to it."""

    def __init__(self, parent: QWidget, stick: RegisteredStick, title: str, way_on: str) -> None:
        super().__init__(parent, title, way_on, lines=19)
        self._stick = stick
        self.note = line_edit("说明", "可以不写")
        self.note.setMaxLength(LONGEST_NOTE)
        self.note.returnPressed.connect(self._enter)
        self.cancel.setText("返回")
        self.add(facts([("盘签", stick.label), ("保管人", stick.custodian)]))
        self.explain()
        self.add(Field("说明", self.note))
        self.finish_fields(self.note)

    def explain(self) -> None:
        """Say what the step means."""


class LoseForm(NoteForm):
    """The stick is lost."""

    name = "lose"

    def __init__(self, parent: QWidget, stick: RegisteredStick) -> None:
        super().__init__(parent, stick, "U 盘挂失", "挂失")

    def explain(self) -> None:
        """Say what lies on it."""
        self.add(
            label("挂失以后不再往里写；它再插上来，程序会认出来并提醒。", "strong"),
            label(lost_words(self._stick)),
        )

    def command(self, register: StickRegister) -> Command:
        return partial(_lost, register, self._stick, self.note.text())

    def said(self) -> Message:
        what = f"“{self._stick.label}”已挂失。"
        return Message(what, lost_words(self._stick), tone=Tone.NOTE)


class FoundForm(NoteForm):
    """The stick turned up."""

    name = "found"

    def __init__(self, parent: QWidget, stick: RegisteredStick) -> None:
        super().__init__(parent, stick, "销去挂失", "销去挂失")

    def explain(self) -> None:
        """Say what to look at first."""
        self.add(
            label("销去以后又可以往里写。", "strong"),
            label(
                "离开过本单位的盘，可能被人放进过别的东西：请先在别处检查、格式化，再接着用。",
                tone="quiet",
            ),
        )

    def command(self, register: StickRegister) -> Command:
        return partial(_found, register, self._stick, self.note.text())

    def said(self) -> Message:
        return Message(f"“{self._stick.label}”已销去挂失，又可以用了。", tone=Tone.NOTE)


class RetireForm(NoteForm):
    """Nothing more is written to the stick."""

    name = "retire"

    def __init__(self, parent: QWidget, stick: RegisteredStick) -> None:
        super().__init__(parent, stick, "停用 U 盘", "停用")

    def explain(self) -> None:
        """Say that it is for good."""
        self.add(
            label("停用以后不再往里写，也不能恢复；登记和经过都留着。", "strong"),
            label(lost_words(self._stick)),
        )

    def command(self, register: StickRegister) -> Command:
        return partial(_retired, register, self._stick, self.note.text())

    def said(self) -> Message:
        what = f"“{self._stick.label}”已停用。"
        return Message(what, remedy="盘本身请按单位的规定收回或销毁。", tone=Tone.NOTE)


FORMS: dict[str, Callable[[QWidget, RegisteredStick], StickForm]] = {
    "hand": HandForm,
    "lose": LoseForm,
    "found": FoundForm,
    "retire": RetireForm,
}


def _registered(
    register: StickRegister, row: StickRow, name: str, custodian: str, _: Progress
) -> tuple[RegisteredStick, Changes]:
    return register.register(row, name, custodian)


def _handed(
    register: StickRegister, stick: RegisteredStick, custodian: str, _: Progress
) -> Changes:
    return register.hand_to(stick.id, custodian)


def _lost(register: StickRegister, stick: RegisteredStick, note: str, _: Progress) -> Changes:
    return register.lose(stick.id, note)


def _found(register: StickRegister, stick: RegisteredStick, note: str, _: Progress) -> Changes:
    return register.found(stick.id, note)


def _retired(register: StickRegister, stick: RegisteredStick, note: str, _: Progress) -> Changes:
    return register.retire(stick.id, note)
