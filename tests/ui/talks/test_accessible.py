"""Everything that can have the focus tells a screen reader what it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from app.domain.signer import SignatureField
from app.domain.talk import TalkStatus
from tests.ui.office import Office
from ui.handover.choice import counter_of
from ui.handover.handover_page import HandoverPage
from ui.minutes.verify_page import VerifyPage


def nameless(root: QWidget) -> list[str]:
    """The visible widgets that take the focus and have no name."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if widget.objectName().startswith("qt_") or widget.focusProxy() is not None:
            continue
        told = QAccessible.queryAccessibleInterface(widget)
        if told is None or not told.text(QAccessible.Text.Name):
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def test_the_list_and_the_form_of_a_plan(qtbot, page, office):
    office.plan(0)
    page.refresh()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1)
    assert nameless(page) == []
    page.begin_new()
    assert nameless(page) == []


@pytest.mark.parametrize("step", ["prepare", "conduct", "confirm", "sign"])
def test_every_step_of_a_talk(qtbot, page, office: Office, step):
    talk_id = {
        "prepare": lambda: office.plan(0),
        "conduct": lambda: office.begun(0, 1, kind="collective"),
        "confirm": lambda: office.ended(0),
        "sign": lambda: office.ended(0),
    }[step]()
    page.open_talk(talk_id)
    editor = page.editor
    qtbot.waitUntil(lambda: editor.talk is not None)
    if step == "conduct":
        for open_form in (
            editor.conduct.open_ask,
            editor.conduct.open_skip,
            editor.conduct.open_finding,
            editor.conduct.pause_or_resume,
        ):
            open_form()
            assert nameless(page) == []
        editor.conduct.outline.choose("attendance")
    if step == "sign":
        editor.confirm.signing.chosen = (SignatureField.RECORDER,)
        editor.confirm.confirm()
        qtbot.waitUntil(lambda: editor.talk.status is TalkStatus.TO_SIGN, timeout=20_000)
        qtbot.waitUntil(lambda: bool(editor.sign.signatures.sign_buttons), timeout=20_000)
        editor.sign.refusal.open()
        editor.sign.waiving.open()
        assert nameless(page) == []
        next(iter(editor.sign.signatures.sign_buttons.values())).click()
        qtbot.waitUntil(editor.sign.signing.panel.isVisible)
    if step == "confirm":
        editor.confirm.open_correction(editor.talk.answers[0].id)
        editor.confirm.fields.open()
    assert nameless(page) == []


def test_verifying_and_handing_over(qtbot, office):
    application = office.application
    verify = VerifyPage(office.tasks, application.verifying, office.clock.local)
    counter = counter_of(application, office.tasks, lambda words: None)
    handover = HandoverPage(counter)
    for shown in (verify, handover):
        qtbot.addWidget(shown)
        shown.show()
        assert nameless(shown) == []
    handover.begin_new()
    for number in range(5):
        handover.wizard._stack.setCurrentIndex(number)
        assert nameless(handover) == []
