"""The page of signing certificates: made, brought in files and on tokens, ended, renewed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStackedWidget

from app.domain.signer import KeyKind
from app.signing.credentials import fingerprint_of, read_certificate
from tests.signing.soft_token import PIN, certificate_of, new_key, soft_token
from tests.ui.key_files import key_file
from tests.ui.office import write
from tests.ui.sight import cut_off, nameless
from ui import start
from ui.page import Destination
from ui.signers.desk import signer_desk_of
from ui.signers.signers_page import SignersPage

LONG = 20_000
SECRET = "长江东流𠮷"
ROOM = (1156, 591)  # what 1366×720 leaves for a page at 18 points


@pytest.fixture
def page(qtbot, office) -> SignersPage:
    shown = SignersPage(signer_desk_of(office.application, office.tasks))
    qtbot.addWidget(shown)
    shown.resize(1100, 600)
    shown.show()
    shown.refresh_if_stale()
    qtbot.waitUntil(lambda: shown.office.found is not None, timeout=LONG)
    return shown


@pytest.fixture
def brought(office, tmp_path: Path) -> Path:
    path = tmp_path / "key.p12"
    path.write_bytes(key_file(SECRET, office.clock.now()))
    return path


def signers_of(office):
    return office.lane.do(office.application.signers.all)


def made(qtbot, page, name: str) -> None:
    count = page.table.rowCount()
    page.own_button.click()
    write(page.form.name, name)
    page.form.way_on.click()
    qtbot.waitUntil(lambda: page.table.rowCount() == count + 1, timeout=LONG)


def test_a_key_is_made_for_somebody_and_stands_in_the_list(qtbot, page, office):
    assert page.table.isHidden()
    assert not page.retire_button.isEnabled()
    made(qtbot, page, "𠮷田芳")
    assert page.form is None
    signer = signers_of(office)[0]
    words = [page.table.item(0, column).text() for column in range(page.table.columnCount())]
    assert words[:2] == ["𠮷田芳", "保险库里的密钥"]
    assert words[2].replace(" ", "") == signer.fingerprint[:16].upper()
    assert words[4] == "可以签"
    assert "𠮷田芳" in page.message.message.what


def test_nobody_is_given_a_key_without_a_name(page):
    page.open_own()
    assert not page.form.way_on.isEnabled()
    write(page.form.name, " 　")
    assert not page.form.way_on.isEnabled()
    page.form.reject()
    assert page.form is None


def test_a_key_file_is_looked_at_and_added(qtbot, page, office, brought):
    page.open_file()
    form = page.form
    form.path.setText(str(brought))
    form.secret.set_text("不是它")
    form.look_button.click()
    qtbot.waitUntil(form.message.isVisible, timeout=LONG)
    assert "口令" in form.message.message.what
    form.secret.set_text(SECRET)
    form.look_button.click()
    qtbot.waitUntil(lambda: form.found.part is not None, timeout=LONG)
    write(form.name, "周小雨")
    form.way_on.click()
    qtbot.waitUntil(lambda: page.table.rowCount() == 1, timeout=LONG)
    assert signers_of(office)[0].kind is KeyKind.FILE
    assert signers_of(office)[0].path == str(brought)


def test_what_is_no_key_file_keeps_the_form_with_everything_typed(qtbot, page, tmp_path):
    letter = tmp_path / "letter.p12"
    letter.write_bytes(b"a letter")
    page.open_file()
    form = page.form
    form.path.setText(str(letter))
    write(form.name, "周小雨")
    form.way_on.click()
    qtbot.waitUntil(form.message.isVisible, timeout=LONG)
    assert form.name.text() == "周小雨"
    assert form.path.text() == str(letter)
    assert form.way_on.isEnabled()
    form.reject()


def test_a_library_that_is_none_is_told_in_the_form(qtbot, page, tmp_path):
    fake = tmp_path / "maker.so"
    fake.write_bytes(b"no library")
    page.open_token()
    form = page.form
    form.module.setEditText(str(fake))
    form.look_button.click()
    qtbot.waitUntil(form.message.isVisible, timeout=LONG)
    assert "maker.so" in form.message.message.what
    assert not form.way_on.isEnabled()
    form.reject()


def test_a_token_is_found_and_one_of_its_keys_added(qtbot, page, office, tmp_path):
    with soft_token(tmp_path / "token") as token:
        for label in ("first", "second"):
            key = new_key("p256")
            certificate = certificate_of(key, now=office.clock.now(), name=label)
            token.add_key(key, label, certificate)
        page.open_token()
        form = page.form
        form.module.setEditText(token.module)
        form.look_button.click()
        qtbot.waitUntil(lambda: form.token.count() == 1, timeout=LONG)
        assert token.serial in form.token.currentText()
        write(form.name, "王五")
        assert not form.way_on.isEnabled()
        form.pin.set_text("000000")
        form.way_on.click()
        qtbot.waitUntil(form.message.isVisible, timeout=LONG)
        assert "PIN" in form.message.message.what
        assert form.pin.edit.hasSelectedText()
        assert form.pin.text() == "000000"
        form.pin.set_text(PIN)
        assert form.key.currentData() == ""  # there are two, and none was chosen yet
        form.way_on.click()
        qtbot.waitUntil(lambda: form.key.findData("") < 0, timeout=LONG)
        form.key.setCurrentIndex(form.key.findData("second"))
        form.way_on.click()
        qtbot.waitUntil(lambda: page.table.rowCount() == 1, timeout=LONG)
        assert signers_of(office)[0].serial == token.serial


def test_an_ended_key_stays_in_the_list_and_cannot_be_ended_twice(qtbot, page, office):
    made(qtbot, page, "周小雨")
    page.retire_button.click()
    page.form.way_on.click()
    qtbot.waitUntil(lambda: signers_of(office)[0].is_retired, timeout=LONG)
    qtbot.waitUntil(lambda: page.table.item(0, 4).text() == "已停用")
    assert not page.retire_button.isEnabled()
    assert page.export_button.isEnabled()


def test_what_ends_soon_and_what_is_over_is_said(qtbot, page, office):
    made(qtbot, page, "周小雨")
    left = signers_of(office)[0].not_after - office.clock.now() - timedelta(days=30)
    office.clock.move(seconds=left.total_seconds())
    page.refresh()
    qtbot.waitUntil(lambda: "还有 30 天" in page.table.item(0, 4).text(), timeout=LONG)
    office.clock.move(days=31)
    page.refresh()
    qtbot.waitUntil(lambda: "已到期" in page.table.item(0, 4).text(), timeout=LONG)


def test_certificates_are_written_out_without_their_keys(qtbot, page, office, tmp_path):
    made(qtbot, page, "周小雨")
    own, offices = tmp_path / "own.pem", tmp_path / "office.pem"
    page.write_certificate(own)
    page.office.write(offices)
    qtbot.waitUntil(lambda: own.exists() and offices.exists(), timeout=LONG)
    assert fingerprint_of(read_certificate(own.read_bytes())) == signers_of(office)[0].fingerprint
    told = page.office.found.facts.fingerprint
    assert fingerprint_of(read_certificate(offices.read_bytes())) == told
    assert b"PRIVATE" not in own.read_bytes() + offices.read_bytes()
    page.write_certificate(tmp_path / "missing" / "own.pem")
    qtbot.waitUntil(lambda: "不能在这个文件夹里写" in page.message.what.text(), timeout=LONG)


def test_the_office_gets_another_certificate_and_knows_the_one_before(qtbot, page):
    before = page.office.found.facts.fingerprint
    page.office.renew_button.click()
    page.form.way_on.click()
    qtbot.waitUntil(lambda: page.office.found.facts.fingerprint != before, timeout=LONG)
    assert page.office.found.earlier == (before,)


def test_a_destination_opens_the_form_it_names(page):
    for act, title in (("own", "新建证书"), ("file", "添加证书文件"), ("token", "添加令牌")):
        page.arrive(Destination("signers", act=act))
        assert page.form.windowTitle() == title
        page.form.reject()


def test_after_a_lock_the_form_is_there_again_without_its_secret(page, office):
    page.open_file()
    write(page.form.name, "周小雨")
    page.form.path.setText("key.p12")
    page.form.secret.set_text(SECRET)
    place = page.place()
    assert SECRET not in repr(place)
    page.form.reject()
    page.return_to(place)
    assert (page.form.name.text(), page.form.path.text()) == ("周小雨", "key.p12")
    assert not page.form.secret.text()
    page.form.reject()


def test_the_forms_are_filled_in_by_keys_alone(qtbot, page, office):
    page.own_button.setFocus()
    QTest.keyClick(page.own_button, Qt.Key.Key_Return)
    write(page.form.name, "周小雨")
    QTest.keyClick(page.form.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.table.rowCount() == 1, timeout=LONG)


def test_everything_fits_on_the_smallest_screen_at_the_largest_type(
    qtbot, page, office, access, brought
):
    look = start.look_control(access)
    before = look.look
    look.choose(18, before.contrast)
    frame = QStackedWidget()
    qtbot.addWidget(frame)
    frame.setFixedSize(*ROOM)
    frame.addWidget(page)
    frame.show()
    faults = []

    def see(what: str, shown) -> None:
        for _ in range(3):
            QApplication.processEvents()
        faults.extend(f"{what}: {fault}" for fault in (*cut_off(shown), *nameless(shown)))

    see("empty", page)
    made(qtbot, page, "买买提·艾力")
    see("one", page)
    for name in ("own", "file", "token", "retire", "renew"):
        getattr(page, f"open_{name}")()
        if name == "file":
            page.form.path.setText(str(brought))
            page.form.secret.set_text(SECRET)
            page.form.look()
            qtbot.waitUntil(lambda: page.form.found.part is not None, timeout=LONG)
        see(name, page.form)
        page.form.reject()
    page.setParent(None)
    look.choose(before.type_size, before.contrast)
    assert not faults, "\n".join(faults)
