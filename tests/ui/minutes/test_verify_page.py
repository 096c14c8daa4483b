"""Any PDF is looked at, and the answer stands in plain words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from app.documents.pictures import text_of
from app.domain.progress import NoProgress
from app.domain.verdict import Outcome, Reason
from app.domain.verdict_words import OUTCOMES, REASONS
from ui import verdicts
from ui.minutes.verify_page import VerifyPage


@pytest.fixture
def page(qtbot, office) -> VerifyPage:
    shown = VerifyPage(office.tasks, office.application.verifying, office.clock.local)
    qtbot.addWidget(shown)
    shown.resize(1100, 600)
    shown.show()
    return shown


@pytest.fixture
def signed(office, tmp_path):
    """The signed minutes of a talk as a file."""
    talk_id = office.ended(2)
    minutes = office.application.minutes
    office.lane.do(lambda: minutes.confirm(talk_id, NoProgress()))
    path = tmp_path / "signed.pdf"
    path.write_bytes(office.lane.do(lambda: minutes.pdf(talk_id)))
    return path


def verified(qtbot, page, *paths) -> None:
    page.verify(*paths)
    qtbot.waitUntil(lambda: not page.run.is_running, timeout=20_000)
    qtbot.waitUntil(page.choose_button.isEnabled)


def answer(qtbot, page, path) -> str:
    verified(qtbot, page, path)
    assert page.result.isVisible()
    return page.result.answer.what.text()


def test_the_file_as_it_was_signed_is_genuine(qtbot, page, signed, office, tmp_path):
    assert answer(qtbot, page, signed) == "原件，没有被改动过。"
    assert not page.result.reasons.isVisible()
    said = page.result._signature_facts(page.shown[0].verdict)
    assert said[0][0] == "谈话单位"
    assert "盖住整个文件" in said[0][1]
    page.save_to(tmp_path / "sheet.pdf")
    qtbot.waitUntil((tmp_path / "sheet.pdf").exists)
    office.tasks.finish()
    (text,) = text_of((tmp_path / "sheet.pdf").read_bytes())[:1]
    assert "结论：原件，没有被改动过。" in text
    assert page.shown[0].verdict.talk_number in text


def test_one_byte_altered_is_told_with_the_reason(qtbot, page, signed):
    content = bytearray(signed.read_bytes())
    content[5000] ^= 1
    signed.write_bytes(content)
    assert answer(qtbot, page, signed) == "这份文件在签名之后被改动过。"
    assert "签名与内容对不上" in page.result.reason_text.text()


def test_what_is_no_pdf_is_said_to_be_none(qtbot, page, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_text("这不是 PDF")
    assert answer(qtbot, page, path) == "这份文件读不出来，无法核验。"
    assert not page.result.signature_card.isVisible()


def test_a_file_that_is_gone_is_told(qtbot, page, tmp_path):
    verified(qtbot, page, tmp_path / "gone.pdf")
    assert page.result.answer.isVisible()
    assert "gone.pdf" in page.result.answer.what.text()
    assert not page.result.found.isVisible()


def test_a_folder_is_gone_through_and_each_file_can_be_opened(qtbot, page, signed, tmp_path):
    spoiled = tmp_path / "deeper" / "signed.pdf"
    spoiled.parent.mkdir()
    spoiled.write_bytes(signed.read_bytes() + b"more")
    (tmp_path / "letter.pdf").write_text("这不是 PDF")
    (tmp_path / "note.txt").write_text("不看")
    verified(qtbot, page, tmp_path)
    assert page.list.isVisible()
    assert page.list.counts.text() == "共 3 份：原件 1 份，被改动过 1 份，读不出来 1 份"
    told = [[page.list.table.item(at, column).text() for column in range(2)] for at in range(3)]
    assert told[0] == ["被改动过", "deeper/signed.pdf"]
    assert told[1] == ["读不出来", "letter.pdf"]
    page.list.table.setCurrentCell(0, 0)
    page.list.table.itemActivated.emit(page.list.table.item(0, 0))
    assert page.result.isVisible()
    assert page.back_button.isVisible()
    assert "末尾之后" in page.result.reason_text.text()
    assert page.step_back()
    assert page.list.isVisible()
    assert not page.step_back()
    page.save_to(tmp_path / "summary.pdf")
    qtbot.waitUntil((tmp_path / "summary.pdf").exists)
    assert "签名核验汇总单" in text_of((tmp_path / "summary.pdf").read_bytes())[0]


def test_it_can_be_stopped_half_way(qtbot, page, tmp_path):
    for number in range(30):
        (tmp_path / f"{number:02}.pdf").write_text("这不是 PDF")
    page.run.examined.connect(lambda _, done, __: done == 3 and page.run.stop())
    verified(qtbot, page, tmp_path)
    assert 3 <= len(page.shown) <= 5
    assert page.print_button.isVisible()
    page.verify(tmp_path)
    page.stop_work()
    qtbot.waitUntil(page.choose_button.isEnabled)
    assert page.shown == ()
    assert page.empty.isVisible()


def test_a_folder_without_a_pdf_or_that_is_gone_is_told(qtbot, page, tmp_path):
    with qtbot.waitSignal(page.run.found_nothing):
        page.verify(tmp_path)
    assert page.empty.isVisible()
    assert page.choose_button.isEnabled()


def test_files_are_chosen_or_dropped(qtbot, page, tmp_path, monkeypatch):
    path = tmp_path / "letter.pdf"
    path.write_text("这不是 PDF")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    with qtbot.waitSignal(page.run.finished):
        page.begin_new()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    with qtbot.waitSignal(page.run.finished):
        page.choose_folder()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(page.run.finished):
        page.dropEvent(drop)
    assert page.result.isVisible()


def test_every_outcome_and_every_reason_has_its_words():
    assert set(verdicts.TONES) == set(OUTCOMES) == set(Outcome)
    assert set(REASONS) == set(Reason)
