"""Every small window of the program: whole at each size, named, left by Esc; none is forgotten."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import ui
from app.services.rectifying import Rectifying
from tests.ui.accessible.made_up import made_up
from tests.ui.accessible.tour import SMALLEST
from tests.ui.accessible.walk import faults
from tests.ui.office import Office
from tests.ui.sight import cut_off
from ui import start
from ui.desk.tools import DeskTools
from ui.keyholders.desk import KeyDesk, key_desk_of
from ui.new_passphrase import Advice
from ui.rectifying.desk import RectifyingDesk, rectifying_desk_of
from ui.retention.desk import RetentionDesk, retention_desk_of
from ui.signers.desk import SignerDesk, signer_desk_of
from ui.tasks import Tasks
from ui.theme import TYPE_SIZES

FRAME = 32  # pixels of a window's title
# forms that others are made of; nobody ever sees one
NEVER_SHOWN = {
    "FormDialog", "BusyForm", "WordForm", "FindingForm", "DecisionForm", "SignerForm", "StickForm",
    "OwnForm", "ListedForm",
}  # fmt: skip


@cache
def dialogs() -> tuple[type[QDialog], ...]:
    """Every dialog there is in the program."""
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        if not module.name.endswith("_windows"):
            importlib.import_module(module.name)
    found = dict.fromkeys(_under(QDialog))
    return tuple(one for one in found if one.__name__ not in NEVER_SHOWN)


def _under(parent: type) -> Iterator[type]:
    for one in parent.__subclasses__():
        if one.__module__.startswith("ui."):
            yield one
        yield from _under(one)


@cache
def _words_of_the_house() -> dict[str, Any]:
    """What the hints of a form may name and its own module imports for the checker alone."""
    found: dict[str, Any] = {"Rectifying": Rectifying}
    for package in ("app.domain", "app.services"):
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
            held = vars(importlib.import_module(f"{package}.{module.name}"))
            found |= {k: v for k, v in held.items() if not k.startswith("_")}
    return found


@pytest.fixture
def known(office: Office, access) -> dict[Any, Any]:
    """What cannot be made up from its fields, because it works."""
    application, tasks = office.application, office.tasks
    return {
        Tasks: tasks,
        Advice: access,
        DeskTools: DeskTools(tasks, None),  # type: ignore[arg-type]  # nothing is asked of the desk
        KeyDesk: key_desk_of(application, access, tasks),
        RectifyingDesk: rectifying_desk_of(application, tasks),
        RetentionDesk: retention_desk_of(application, tasks),
        SignerDesk: signer_desk_of(application, tasks),
        QImage: QImage(400, 560, QImage.Format.Format_Grayscale8),
    }


def opened(kind: type[QDialog], parent: QWidget, known: dict[Any, Any]) -> QDialog:
    """A dialog of that kind over made-up facts."""
    names = {**_words_of_the_house(), **vars(importlib.import_module(kind.__module__))}
    hints = typing.get_type_hints(kind.__init__, names)
    wanted = list(inspect.signature(kind.__init__).parameters)[1:]
    given = {n: parent if hints[n] is QWidget else made_up(hints[n], known) for n in wanted}
    if kind.__name__ == "TagForm":
        given["name"] = "part"
    return kind(**given)


def amiss(dialog: QDialog) -> list[str]:
    room = dialog.screen().availableGeometry().height() - FRAME
    found = [f"{dialog.height()} high where there is room for {room}"] * (dialog.height() > room)
    # a form is as tall as the screen it is on lets it be: the smallest is looked at
    dialog.resize(dialog.size().boundedTo(QSize(SMALLEST[0], SMALLEST[1] - FRAME)))
    QApplication.processEvents()
    found += cut_off(dialog) + faults(dialog)
    if dialog.height() > SMALLEST[1] - FRAME or dialog.width() > SMALLEST[0]:
        found.append(f"{dialog.width()}×{dialog.height()} is larger than the screen")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    if dialog.isVisible():
        found.append("Esc does not leave it")
    return found


def test_every_dialog_is_whole_and_told_at_every_size(qtbot, qapp, access, known):
    look = start.look_of(access.preferences)
    faults_found: list[str] = []
    for size in TYPE_SIZES:
        look.choose(size)
        parent = QWidget()
        qtbot.addWidget(parent)
        parent.resize(*SMALLEST)
        parent.show()
        for kind in dialogs():
            dialog = opened(kind, parent, known)
            dialog.show()
            QApplication.processEvents()
            name = f"{kind.__module__}.{kind.__name__} at {size}"
            faults_found += [f"{name}: {fault}" for fault in amiss(dialog)]
            dialog.deleteLater()
            # gone at once: the next size would be put on all of them as well
            QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    look.choose(15)
    assert len(dialogs()) > 50
    assert not faults_found, "\n".join(faults_found)
