"""Every state of a talk fits on the smallest screen at the largest type, with nothing cut off."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QStackedWidget

from app.domain.errors import DiskFullError
from app.domain.talk import TalkStatus
from tests import brought
from tests.ui.office import write
from tests.ui.sight import cut_off
from ui import start
from ui.messages import message_for

ROOM = (1156, 591)  # what 1366×720 leaves for a page at 18 points


@pytest.fixture
def page_at_18(qtbot, page, access):
    look = start.look_control(access)
    before = look.look
    look.choose(18)
    frame = QStackedWidget()
    qtbot.addWidget(frame)
    frame.setFixedSize(*ROOM)
    frame.addWidget(page)
    frame.show()
    yield page
    page.setParent(None)
    look.choose(before.type_size, before.contrast)


class Eye:
    """Looks at the page again and again and notes what is wrong."""

    def __init__(self, page, office) -> None:
        self.page, self.office = page, office
        self.faults: list[str] = []

    def look(self, state: str) -> None:
        self.office.lane.do(lambda: None)
        for _ in range(3):
            QApplication.processEvents()
        self.faults += [f"{state}: {fault}" for fault in cut_off(self.page)]


def test_talk_mode_with_every_form_open(qtbot, page_at_18, office):
    page, eye = page_at_18, Eye(page_at_18, office)
    page.open_talk(office.begun(0, 1, 2, 3, kind="collective", count=12))
    conduct = page.editor.conduct
    qtbot.waitUntil(lambda: bool(conduct.outline.key()))
    outline = conduct.outline
    for key in outline.keys():  # noqa: SIM118 — a tree, not a dictionary
        conduct.outline.choose(key)
        qtbot.wait(1)
        eye.look(key)
    conduct.outline.choose(conduct.outline.keys()[2])
    for name in ("open_ask", "open_skip", "open_finding", "pause_or_resume"):
        getattr(conduct, name)()
        qtbot.wait(5)
        eye.look(name)
    conduct.asides.close_all()
    conduct.messages.show_message(message_for(DiskFullError(0)))
    qtbot.wait(5)
    eye.look("message")
    assert not eye.faults, "\n".join(eye.faults)


def test_plan_and_preparation(qtbot, page_at_18, office):
    page, eye = page_at_18, Eye(page_at_18, office)
    eye.look("empty list")
    page.begin_new()
    page.plan.interviewer.set_picks(())
    page.plan.confirm()
    qtbot.wait(5)
    eye.look("plan with faults")
    page.open_talk(office.plan(0))
    qtbot.waitUntil(lambda: bool(page.editor.prepare.choice.chosen()))
    page.editor.prepare.cancel_drawer.open()
    qtbot.wait(5)
    eye.look("preparation")
    assert not eye.faults, "\n".join(eye.faults)


def look_at_amending(qtbot, sign, eye):
    sign.amend()
    qtbot.waitUntil(lambda: sign.amending.place.count() > 0)
    eye.look("amendment")


def choose_signatures(qtbot, confirm, eye):
    qtbot.waitUntil(lambda: confirm.signing._usual is not None)
    confirm.fields_button.click()
    for tick in confirm.fields.ticks.values():
        tick.setChecked(True)
    qtbot.wait(5)
    eye.look("fields")
    confirm.fields.try_to_confirm()
    eye.look("fields chosen")


def look_at_reading(qtbot, editor, eye):
    editor.confirm.open_correction(editor.talk.answers[0].id)
    qtbot.wait(5)
    eye.look("correction")
    editor.confirm.correction.dismiss()
    editor.confirm.passing.open()
    eye.look("passing")
    editor.confirm.passing.dismiss()
    choose_signatures(qtbot, editor.confirm, eye)


def look_at_signing(qtbot, sign, eye):
    """The pad without a key and with one; then all is waived, so that it can be sealed."""
    signatures, panel = sign.signatures, sign.signing.panel
    next(iter(signatures.sign_buttons.values())).click()
    qtbot.waitUntil(lambda: panel.isVisible() and panel.messages.isVisible())
    eye.look("no key")
    eye.office.tasks.command(lambda _: eye.office.application.signers.make_own("买买提·艾力"))
    qtbot.waitUntil(lambda: not panel.look.is_blank, timeout=20_000)
    eye.look("pad")
    panel.leave()
    for left in (2, 1, 0):
        next(iter(signatures.waive_buttons.values())).click()
        write(sign.waiving.edit, "来不及办证书")
        qtbot.wait(5)
        eye.look("waiving")
        sign.waiving.try_to_confirm()
        qtbot.waitUntil(
            lambda left=left: sum(one.is_open for one in signatures.fields) == left, timeout=20_000
        )
    eye.look("waived")


def test_reading_signing_and_sealing(qtbot, page_at_18, office):
    page, eye = page_at_18, Eye(page_at_18, office)
    page.open_talk(office.ended(2))
    editor = page.editor
    qtbot.waitUntil(lambda: editor.talk is not None)
    look_at_reading(qtbot, editor, eye)
    editor.confirm.confirm()
    qtbot.waitUntil(lambda: editor.talk.status is TalkStatus.TO_SIGN, timeout=20_000)
    qtbot.waitUntil(lambda: editor.sign.pages.count > 0, timeout=20_000)
    qtbot.waitUntil(lambda: len(editor.sign.signatures.fields) == 3, timeout=20_000)
    eye.look("to sign")
    look_at_signing(qtbot, editor.sign, eye)
    editor.sign.refusal.open()
    write(editor.sign.refusal.edit, "拒签，两人在场")
    qtbot.wait(5)
    eye.look("refusal")
    editor.sign.refusal.try_to_confirm()
    qtbot.waitUntil(lambda: editor.talk.status is TalkStatus.SIGNED)
    qtbot.wait(5)
    eye.look("signed")
    editor.sign.understood.setChecked(True)
    editor.sign.seal()
    qtbot.waitUntil(lambda: editor.talk.status is TalkStatus.SEALED)
    qtbot.wait(5)
    eye.look("sealed")
    look_at_amending(qtbot, editor.sign, eye)
    assert not eye.faults, "\n".join(eye.faults)


def test_the_attachments_of_a_talk(qtbot, page_at_18, office, tmp_path):
    page, eye = page_at_18, Eye(page_at_18, office)
    page.open_talk(office.plan(0))
    qtbot.waitUntil(lambda: page.editor.talk is not None)
    page.editor.turn_attachments()
    panel = page.editor.attachments
    eye.look("no attachment")
    paths = [tmp_path / "羊尾镇二〇二六年第一季度整改台账及佐证材料目录.pdf", tmp_path / "录音.wav"]
    for path, content in zip(paths, (brought.pdf(), brought.wav()), strict=True):
        path.write_bytes(content)
    panel.bring_files([*paths, tmp_path])
    qtbot.waitUntil(lambda: panel.table.rowCount() == 2)
    qtbot.waitUntil(lambda: not panel.bringing.is_busy)
    for number in (0, 1):
        panel.table.selectRow(number)
        qtbot.wait(5)
        eye.look(f"attachment {number}")
        for form in (panel.open_naming, panel.open_removing):
            form()
            qtbot.wait(5)
            eye.look("form")
    assert not eye.faults, "\n".join(eye.faults)
