"""Minutes signed electronically in the window: fields chosen, a name written, a reason given."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app import bootstrap
from app.domain.ids import TalkId
from app.domain.progress import NoProgress
from app.domain.signer import KeyKind, SignatureField
from app.domain.talk import TalkStatus
from app.services.new_vault import NewVault
from tests.conftest import CHEAP, PASSPHRASE, StandingClock
from tests.signing.soft_token import PIN, certificate_of, new_key, soft_token
from tests.ui.key_files import key_file
from tests.ui.office import Office, WaitingLane, close_office, open_office, write
from ui.tasks import Tasks

LONG = 30_000
SECRET = "长江东流𠮷"
INTERVIEWEE, RECORDER = SignatureField.INTERVIEWEE, SignatureField.RECORDER
INTERVIEWER = SignatureField.INTERVIEWER
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True)
class Waiting:
    """A locked vault with two talks that wait to be signed, and one that waits to be read."""

    folder: Path
    moment: datetime
    one: TalkId
    two: TalkId
    unread: TalkId


@pytest.fixture(scope="session")
def waiting(qapp, tmp_path_factory) -> Waiting:
    """Setting and freezing minutes costs much: it is done once, and each test has a copy."""
    home, clock = tmp_path_factory.mktemp("waiting"), StandingClock()
    new = NewVault(home / "vault", PASSPHRASE, PASSPHRASE, "清河县纪委监委", "李明")
    office = open_office(bootstrap.access(home / "preferences", clock, CHEAP), new, clock)
    minutes, talks = office.application.minutes, []
    for fields in ((RECORDER,), (INTERVIEWEE, INTERVIEWER)):
        talks.append(office.ended(2))
        office.lane.do(lambda f=fields: minutes.confirm(talks[-1], NoProgress(), f))
    unread = office.ended(2)
    close_office(office)
    return Waiting(home / "vault", clock.now(), *talks, unread)


@pytest.fixture
def office(qapp, access, new_vault, clock, waiting) -> Iterator[Office]:
    shutil.copytree(waiting.folder, new_vault.folder)
    clock.moment = waiting.moment
    lane = WaitingLane()
    folder = new_vault.folder
    application = lane.do(lambda: access.unlock(folder, PASSPHRASE, NoProgress()))
    opened = Office(lane, application, Tasks(lane), [], clock)
    yield opened
    close_office(opened)


def own_key(office, name: str):
    return office.lane.do(lambda: office.application.signers.make_own(name)[0])


def own_key_by_command(qtbot, office, name: str) -> None:
    """As the page of certificates makes one: everybody hears of it."""
    with qtbot.waitSignal(office.tasks.changed, timeout=LONG):
        office.tasks.command(lambda _: office.application.signers.make_own(name))


def shown(qtbot, page, talk_id: TalkId):
    page.open_talk(talk_id)
    editor = page.editor
    qtbot.waitUntil(lambda: editor.talk is not None and editor.talk.id == talk_id, timeout=LONG)
    return editor


def frozen(qtbot, page, talk_id: TalkId):
    """A talk whose minutes wait to be signed, on screen."""
    editor = shown(qtbot, page, talk_id)
    qtbot.waitUntil(lambda: bool(editor.sign.signatures.fields), timeout=LONG)
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


def sign(qtbot, editor, field: SignatureField) -> None:
    panel = opened(qtbot, editor, field)
    panel.sign_button.click()
    states = editor.sign.signatures
    qtbot.waitUntil(
        lambda: any(s.field is field and s.signed_at for s in states.fields), timeout=LONG
    )


def test_what_is_chosen_waits_for_its_signature_and_may_become_usual(qtbot, page, office, waiting):
    editor = shown(qtbot, page, waiting.unread)
    confirm, drawer = editor.confirm, editor.confirm.fields
    assert confirm.fields_button.text() == "电子签名：不另加"  # paper alone is the rule
    confirm.fields_button.click()  # perhaps before it is known what can be chosen
    qtbot.waitUntil(drawer.isVisible, timeout=LONG)
    drawer.ticks[INTERVIEWEE].setChecked(True)
    drawer.ticks[INTERVIEWER].setChecked(True)
    drawer.always.setChecked(True)
    drawer.try_to_confirm()
    qtbot.waitUntil(lambda: not drawer.isVisible(), timeout=LONG)
    assert confirm.fields_button.text() == "电子签名：另加 2 人"
    assert "谈话对象、主谈人" in confirm.fields_button.accessibleName()
    usual = office.lane.do(office.application.settings.usual_fields)
    assert usual == (INTERVIEWEE, INTERVIEWER)
    confirm.confirm()
    qtbot.waitUntil(lambda: len(editor.sign.signatures.fields) == 2, timeout=LONG)
    assert list(editor.sign.signatures.sign_buttons) == [INTERVIEWEE]


def test_what_is_usual_is_proposed(qtbot, page, office, waiting):
    settings = office.application.settings
    office.lane.do(lambda: settings.keep_usual_fields((RECORDER,)))
    editor = shown(qtbot, page, waiting.unread)
    qtbot.waitUntil(lambda: editor.confirm.signing.chosen == (RECORDER,), timeout=LONG)


def test_each_signs_in_turn_and_the_file_stays_genuine(qtbot, page, office, waiting):
    own_key(office, "周小雨")
    own_key(office, "李明")
    editor = frozen(qtbot, page, waiting.two)
    sign_step = editor.sign
    assert list(sign_step.signatures.sign_buttons) == [INTERVIEWEE]

    panel = opened(qtbot, editor, INTERVIEWEE)
    assert panel.who.text() == "谈话对象　买买提·艾力"
    assert editor.talk.text_digest[:8].upper() in panel.what.text()
    assert panel.key.signer.name == "周小雨"  # he has no key of his own
    scribble(panel.pad)
    qtbot.waitUntil(lambda: not panel.look.is_blank, timeout=LONG)
    panel.sign_button.click()
    assert page.step_back()
    assert panel.isVisible()  # one waits for the signature that is being made
    assert not panel.sign_button.isEnabled()
    qtbot.waitUntil(lambda: sign_step.signatures.fields[0].signed_at is not None, timeout=LONG)
    assert sign_step.signatures.fields[0].has_ink
    assert panel.pad.is_blank  # nothing of a hand is left behind
    assert not panel.isVisible()
    qtbot.waitUntil(lambda: sign_step.verdict.text().startswith("○ 已有的签名完好"), timeout=LONG)
    last = editor.talk.minutes_pages - 1
    qtbot.waitUntil(lambda: sign_step.pages.page == last, timeout=LONG)  # where it can be seen

    sign(qtbot, editor, INTERVIEWER)
    assert [state.has_ink for state in sign_step.signatures.fields] == [True, False]
    qtbot.waitUntil(lambda: sign_step.verdict.text().startswith("✓ 原件"), timeout=LONG)
    assert sign_step.verdict.text().count("证书指纹") == 3
    assert editor.attachments_button.accessibleName() == "附件 1"  # one file, signed three times


def test_what_is_chosen_must_be_signed_or_waived_before_sealing(qtbot, page, office, waiting):
    editor = frozen(qtbot, page, waiting.one)
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
    ways = step.messages.findChildren(type(step.seal_button))
    next(way for way in ways if "去签名" in way.text()).click()
    assert step.signing.panel.isVisible()
    assert page.step_back()

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


def test_without_a_key_one_is_told_where_to_get_one(qtbot, page, office, waiting):
    editor = frozen(qtbot, page, waiting.one)
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


def test_ink_and_secret_are_forgotten_whenever_the_pad_is_left(
    qtbot, page, office, tmp_path, waiting
):
    own_key(office, "周小雨")
    editor = frozen(qtbot, page, waiting.one)
    panel = opened(qtbot, editor, RECORDER)
    scribble(panel.pad)
    panel.key.secret.set_text("口令")
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.pad.is_blank
    assert not panel.key.secret.text()
    assert not panel.isVisible()
    assert editor.sign.signatures.sign_buttons[RECORDER].hasFocus()

    scribble(opened(qtbot, editor, RECORDER).pad)
    place = editor.place()  # as a lock keeps it
    panel.leave()
    editor.open(editor.talk.id, place)
    qtbot.waitUntil(panel.isVisible, timeout=LONG)
    assert panel.pad.is_blank


@pytest.fixture
def brought(office, tmp_path):
    """A PKCS#12 file with a passphrase of hanzi, and who it belongs to, in the list."""
    path = tmp_path / "recorder.p12"
    path.write_bytes(key_file(SECRET, office.clock.now()))
    signers = office.application.signers
    return office.lane.do(lambda: signers.add_file("周小雨", path, SECRET)[0])


def test_a_key_file_asks_for_its_passphrase_each_time(qtbot, page, office, brought, waiting):
    editor = frozen(qtbot, page, waiting.one)
    panel = opened(qtbot, editor, RECORDER)
    assert panel.key.signer.kind is KeyKind.FILE
    assert panel.key.secret_field.isVisible()
    panel.key.secret.set_text("不是它")
    panel.sign_button.click()
    qtbot.waitUntil(panel.messages.isVisible, timeout=LONG)
    assert "口令" in panel.messages.message.text()
    assert panel.key.secret.text() == "不是它"
    assert panel.key.secret.edit.hasSelectedText()  # the next key replaces it
    panel.key.secret.set_text(SECRET)
    panel.sign_button.click()
    states = editor.sign.signatures
    qtbot.waitUntil(lambda: states.fields[0].signed_at is not None, timeout=LONG)
    assert not panel.key.secret.text()


def test_a_token_asks_for_its_pin_and_says_when_it_is_wrong(qtbot, page, office, tmp_path, waiting):
    with soft_token(tmp_path / "token") as token:
        key = new_key("p256")
        token.add_key(key, "signing", certificate_of(key, now=office.clock.now()))
        signers = office.application.signers
        office.lane.do(lambda: signers.add_token("周小雨", token.module, token.serial, PIN))
        editor = frozen(qtbot, page, waiting.one)
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


def test_a_token_that_was_pulled_is_told_and_nothing_is_signed(
    qtbot, page, office, tmp_path, waiting
):
    with soft_token(tmp_path / "token") as token:
        key = new_key("p256")
        token.add_key(key, "signing", certificate_of(key, now=office.clock.now()))
        signers = office.application.signers
        office.lane.do(lambda: signers.add_token("周小雨", token.module, token.serial, PIN))
        editor = frozen(qtbot, page, waiting.one)
        panel = opened(qtbot, editor, RECORDER)
        panel.key.secret.set_text(PIN)
        token.pull()
        panel.sign_button.click()
        qtbot.waitUntil(panel.messages.isVisible, timeout=LONG)
        assert "令牌" in panel.messages.message.what
        assert editor.sign.signatures.fields[0].is_open
        assert panel.sign_button.isEnabled()
