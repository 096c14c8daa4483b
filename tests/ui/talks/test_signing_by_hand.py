"""Minutes signed electronically in the window: fields chosen, a name written, a reason given."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.signer import KeyKind, SignatureField
from app.domain.talk import TalkStatus
from tests.signing.soft_token import PIN, certificate_of, new_key, soft_token
from tests.ui.key_files import key_file
from tests.ui.office import write

LONG = 30_000
SECRET = "长江东流𠮷"
INTERVIEWEE, RECORDER = SignatureField.INTERVIEWEE, SignatureField.RECORDER
INTERVIEWER = SignatureField.INTERVIEWER
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def own_key(office, name: str):
    return office.lane.do(lambda: office.application.signers.make_own(name)[0])


def own_key_by_command(qtbot, office, name: str) -> None:
    """As the page of certificates makes one: everybody hears of it."""
    with qtbot.waitSignal(office.tasks.changed, timeout=LONG):
        office.tasks.command(lambda _: office.application.signers.make_own(name))


def read_through(qtbot, page, office):
    """A talk whose text waits to be frozen, on screen."""
    page.open_talk(office.ended(2))
    editor = page.editor
    qtbot.waitUntil(lambda: editor.talk is not None)
    qtbot.waitUntil(lambda: editor.confirm.signing._usual is not None)
    return editor


def frozen(qtbot, page, office, *fields: SignatureField):
    """A talk whose minutes wait for these signatures."""
    editor = read_through(qtbot, page, office)
    confirm = editor.confirm
    confirm.fields_button.click()
    for field in fields:
        confirm.fields.ticks[field].setChecked(True)
    confirm.fields.try_to_confirm()
    confirm.confirm()
    qtbot.waitUntil(lambda: editor.talk.status is TalkStatus.TO_SIGN, timeout=LONG)
    qtbot.waitUntil(lambda: len(editor.sign.signatures.fields) == len(fields), timeout=LONG)
    return editor


def scribble(pad) -> None:
    for row in (60, 120):
        QTest.mousePress(pad, LEFT, NONE, QPoint(80, row))
        for step in range(1, 12):
            QTest.mouseMove(pad, QPoint(80 + 20 * step, row + 9 * (step % 3)))
        QTest.mouseRelease(pad, LEFT, NONE, QPoint(300, row))


def opened(qtbot, editor, field: SignatureField):
    """The pad of that field, with a key chosen."""
    editor.sign.signatures.sign_buttons[field].click()
    panel = editor.sign.signing.panel
    qtbot.waitUntil(lambda: panel.isVisible() and panel.key.signer is not None, timeout=LONG)
    return panel


def sign(qtbot, editor, field: SignatureField, has_ink: bool = True) -> None:
    panel = opened(qtbot, editor, field)
    if has_ink:
        scribble(panel.pad)
    panel.sign_button.click()
    states = editor.sign.signatures
    qtbot.waitUntil(
        lambda: any(s.field is field and s.signed_at for s in states.fields), timeout=LONG
    )


def test_paper_alone_is_the_rule_and_shows_nothing_of_it(qtbot, page, office):
    editor = read_through(qtbot, page, office)
    assert editor.confirm.fields_button.text() == "电子签名：不另加"
    editor.confirm.confirm()
    qtbot.waitUntil(lambda: editor.talk.status is TalkStatus.TO_SIGN, timeout=LONG)
    qtbot.waitUntil(lambda: editor.sign.verdict.text().startswith("✓"), timeout=LONG)
    assert editor.sign.signatures.isHidden()


def test_what_is_usual_is_ticked_and_can_be_kept(qtbot, page, office):
    editor = read_through(qtbot, page, office)
    drawer = editor.confirm.fields
    editor.confirm.fields_button.click()
    drawer.ticks[INTERVIEWEE].setChecked(True)
    drawer.ticks[INTERVIEWER].setChecked(True)
    drawer.always.setChecked(True)
    drawer.try_to_confirm()
    qtbot.waitUntil(lambda: not drawer.isVisible())
    assert editor.confirm.fields_button.text() == "电子签名：另加 2 人"
    assert "谈话对象、主谈人" in editor.confirm.fields_button.accessibleName()
    another = read_through(qtbot, page, office)
    assert another.confirm.signing.chosen == (INTERVIEWEE, INTERVIEWER)


def test_each_signs_in_turn_and_the_file_stays_genuine(qtbot, page, office):
    own_key(office, "周小雨")
    own_key(office, "李明")
    editor = frozen(qtbot, page, office, INTERVIEWEE, RECORDER, INTERVIEWER)
    sign_step = editor.sign
    assert list(sign_step.signatures.sign_buttons) == [INTERVIEWEE]

    panel = opened(qtbot, editor, INTERVIEWEE)
    assert panel.who.text() == "谈话对象　买买提·艾力"
    assert editor.talk.text_digest[:8].upper() in panel.what.text()
    assert panel.key.signer.name == "周小雨"  # he has no key of his own
    scribble(panel.pad)
    qtbot.waitUntil(lambda: not panel.look.is_blank, timeout=LONG)
    panel.sign_button.click()
    qtbot.waitUntil(lambda: sign_step.signatures.fields[0].signed_at is not None, timeout=LONG)
    assert sign_step.signatures.fields[0].has_ink
    assert panel.pad.is_blank  # nothing of a hand is left behind
    assert not panel.isVisible()

    sign(qtbot, editor, RECORDER, has_ink=False)
    sign(qtbot, editor, INTERVIEWER)
    assert [state.has_ink for state in sign_step.signatures.fields] == [True, False, True]
    qtbot.waitUntil(lambda: sign_step.verdict.text().startswith("✓ 原件"), timeout=LONG)
    assert sign_step.verdict.text().count("证书指纹") == 4
    assert editor.attachments_button.accessibleName() == "附件 1"  # one file, signed four times


def test_what_is_chosen_must_be_signed_or_waived_before_sealing(qtbot, page, office):
    editor = frozen(qtbot, page, office, RECORDER)
    step = editor.sign
    step.refusal.open()
    write(step.refusal.edit, "对方看过后拒签，张三、李四在场。")
    step.refusal.try_to_confirm()
    qtbot.waitUntil(lambda: editor.talk.status is TalkStatus.SIGNED, timeout=LONG)
    step.understood.setChecked(True)
    step.seal_button.click()
    qtbot.waitUntil(step.messages.isVisible, timeout=LONG)
    assert "记录人" in step.messages.message.text()
    assert editor.talk.status is TalkStatus.SIGNED

    step.signatures.waive_buttons[RECORDER].click()
    assert "记录人" in step.waiving.heading.text()
    step.waiving.try_to_confirm()
    assert "还没有写" in step.waiving.told.text()
    write(step.waiving.edit, "证书过期，来不及换。")
    step.waiving.try_to_confirm()
    qtbot.waitUntil(lambda: not step.signatures.fields[0].is_open, timeout=LONG)
    assert not step.waiving.isVisible()
    step.seal_button.click()
    qtbot.waitUntil(lambda: editor.talk.status is TalkStatus.SEALED, timeout=LONG)
    qtbot.waitUntil(lambda: not step.signatures.waive_buttons)


def test_a_refusal_to_seal_leads_to_the_pad(qtbot, page, office):
    own_key(office, "周小雨")
    editor = frozen(qtbot, page, office, RECORDER)
    step = editor.sign
    step.refusal.open()
    write(step.refusal.edit, "拒签，两人在场")
    step.refusal.try_to_confirm()
    qtbot.waitUntil(lambda: editor.talk.status is TalkStatus.SIGNED, timeout=LONG)
    step.understood.setChecked(True)
    step.seal_button.click()
    qtbot.waitUntil(step.messages.isVisible, timeout=LONG)
    way = next(
        b for b in step.messages.findChildren(type(step.seal_button)) if "去签名" in b.text()
    )
    way.click()
    qtbot.waitUntil(step.signing.panel.isVisible)


def test_without_a_key_one_is_told_where_to_get_one(qtbot, page, office):
    editor = frozen(qtbot, page, office, RECORDER)
    editor.sign.signatures.sign_buttons[RECORDER].click()
    panel = editor.sign.signing.panel
    qtbot.waitUntil(panel.isVisible)
    assert not panel.sign_button.isEnabled()
    assert panel.key.none.isVisible()
    qtbot.waitUntil(panel.messages.isVisible)
    assert "签名证书" in panel.messages.message.remedy
    own_key_by_command(qtbot, office, "周小雨")
    qtbot.waitUntil(lambda: panel.key.signer is not None)
    assert not panel.messages.isVisible()
    assert panel.sign_button.isEnabled()
    assert page.step_back()
    assert not panel.isVisible()


def test_ink_and_secret_are_forgotten_when_the_pad_is_left(qtbot, page, office, tmp_path):
    own_key(office, "周小雨")
    editor = frozen(qtbot, page, office, RECORDER)
    panel = opened(qtbot, editor, RECORDER)
    scribble(panel.pad)
    panel.key.secret.set_text("口令")
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.pad.is_blank
    assert not panel.key.secret.text()
    assert not panel.isVisible()
    assert editor.sign.signatures.sign_buttons[RECORDER].hasFocus()


def test_after_a_lock_one_is_at_the_pad_again_with_nothing_on_it(qtbot, page, office):
    own_key(office, "周小雨")
    editor = frozen(qtbot, page, office, RECORDER)
    scribble(opened(qtbot, editor, RECORDER).pad)
    place = editor.place()
    editor.sign.signing.panel.leave()
    editor.open(editor.talk.id, place)
    panel = editor.sign.signing.panel
    qtbot.waitUntil(panel.isVisible, timeout=LONG)
    assert panel.pad.is_blank


@pytest.fixture
def brought(office, tmp_path):
    """A PKCS#12 file with a passphrase of hanzi, and who it belongs to, in the list."""
    path = tmp_path / "recorder.p12"
    path.write_bytes(key_file(SECRET, office.clock.now()))
    signers = office.application.signers
    return office.lane.do(lambda: signers.add_file("周小雨", path, SECRET)[0])


def test_a_key_file_asks_for_its_passphrase_each_time(qtbot, page, office, brought):
    editor = frozen(qtbot, page, office, RECORDER)
    panel = opened(qtbot, editor, RECORDER)
    assert panel.key.signer.kind is KeyKind.FILE
    assert panel.key.secret_field.isVisible()
    panel.key.secret.set_text("不是它")
    panel.sign_button.click()
    qtbot.waitUntil(panel.messages.isVisible, timeout=LONG)
    assert "口令" in panel.messages.message.text()
    assert panel.key.secret.edit.selectedText() == "不是它"  # the next key replaces it
    panel.key.secret.set_text(SECRET)
    panel.sign_button.click()
    states = editor.sign.signatures
    qtbot.waitUntil(lambda: states.fields[0].signed_at is not None, timeout=LONG)
    assert not panel.key.secret.text()


def test_a_token_asks_for_its_pin_and_says_when_it_is_wrong(qtbot, page, office, tmp_path):
    with soft_token(tmp_path / "token") as token:
        key = new_key("p256")
        token.add_key(key, "signing", certificate_of(key, now=office.clock.now()))
        signers = office.application.signers
        office.lane.do(lambda: signers.add_token("周小雨", token.module, token.serial, PIN))
        editor = frozen(qtbot, page, office, RECORDER)
        panel = opened(qtbot, editor, RECORDER)
        assert panel.key.signer.kind is KeyKind.TOKEN
        assert not panel.sign_button.isEnabled()  # nothing is tried without a PIN
        panel.key.secret.set_text("000000")
        panel.sign_button.click()
        qtbot.waitUntil(panel.messages.isVisible, timeout=LONG)
        assert "PIN" in panel.messages.message.what
        panel.key.secret.set_text(PIN)
        panel.sign_button.click()
        states = editor.sign.signatures
        qtbot.waitUntil(lambda: states.fields[0].signed_at is not None, timeout=LONG)


def test_a_token_that_was_pulled_is_told_and_nothing_is_signed(qtbot, page, office, tmp_path):
    with soft_token(tmp_path / "token") as token:
        key = new_key("p256")
        token.add_key(key, "signing", certificate_of(key, now=office.clock.now()))
        signers = office.application.signers
        office.lane.do(lambda: signers.add_token("周小雨", token.module, token.serial, PIN))
        editor = frozen(qtbot, page, office, RECORDER)
        panel = opened(qtbot, editor, RECORDER)
        panel.key.secret.set_text(PIN)
        token.pull()
        panel.sign_button.click()
        qtbot.waitUntil(panel.messages.isVisible, timeout=LONG)
        assert "令牌" in panel.messages.message.what
        assert editor.sign.signatures.fields[0].is_open
        assert panel.sign_button.isEnabled()
