"""Attachments of a talk on the screen: brought by key, drag or paste, looked at, taken away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest

from app.domain.attachment import Purpose
from app.domain.attachment_errors import NothingToPasteError
from app.domain.progress import NoProgress
from app.domain.talk import TalkStatus
from app.services.attaching import Brought
from tests import brought
from tests.ui.office import write
from ui.attachment_bringing import brought_by


@pytest.fixture
def open_talk(qtbot, page, office):
    """The page with a talk open and its attachments in sight."""

    def open_it(talk_id=None):
        page.open_talk(talk_id or office.plan(0))
        qtbot.waitUntil(lambda: page.editor.talk is not None)
        QTest.keyClick(page.editor, Qt.Key.Key_F4)
        panel = page.editor.attachments
        assert panel.isVisible()
        qtbot.waitUntil(lambda: panel.is_open or bool(panel.items))
        return panel

    return open_it


@pytest.fixture
def files(tmp_path):
    made = {
        "台账.pdf": brought.pdf(3),
        "现场.jpg": brought.picture("JPEG", size=(300, 200)),
        "录音.m4a": brought.m4a(3_723),
        "汇报.docx": brought.office(),
        "空.pdf": b"",
        "程序.pdf": b"MZ" + bytes(50),
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def titles(panel) -> list[str]:
    """The names in the list; what came at one stroke of the standing clock has no order."""
    return sorted(panel.table.item(n, 0).text() for n in range(panel.table.rowCount()))


def choose(panel, title: str) -> None:
    (row,) = (n for n in range(panel.table.rowCount()) if panel.table.item(n, 0).text() == title)
    panel.table.selectRow(row)


def bring(qtbot, panel, *paths) -> None:
    panel.bring_files(paths)
    qtbot.waitUntil(lambda: not panel.bringing.is_busy, timeout=10_000)
    panel._desk.tasks.finish()
    qtbot.wait(20)


def test_files_are_brought_listed_and_looked_at(qtbot, page, open_talk, files):
    panel = open_talk()
    bring(qtbot, panel, files / "台账.pdf", files / "录音.m4a", files / "汇报.docx")
    assert titles(panel) == ["台账.pdf", "录音.m4a", "汇报.docx"]
    assert panel.messages.message is None
    assert page.editor.attachments_button.text() == "关上附件 F4"
    choose(panel, "台账.pdf")
    view = panel.view
    qtbot.waitUntil(lambda: view.pages.isVisible() and view.pages.sheet.width() > 0)
    view.pages.next()
    assert view.pages.number.text() == "第 2 页，共 3 页"
    qtbot.waitUntil(lambda: view.pages.sheet.width() > 0)
    choose(panel, "录音.m4a")
    qtbot.waitUntil(lambda: "1小时02分03秒" in view.told.text())
    choose(panel, "汇报.docx")
    assert "程序不打开它" in view.told.text()


def test_what_could_not_be_brought_is_told_and_the_rest_is_kept(qtbot, open_talk, files):
    panel = open_talk()
    bring(qtbot, panel, files / "空.pdf", files / "现场.jpg", files / "程序.pdf", files)
    assert titles(panel) == ["现场.jpg"]
    message = panel.messages.message
    assert message.what == "附上了 1 个，另外 3 个没有附上："
    assert "0 字节" in message.safe
    assert "是 程序" in message.safe
    assert "是文件夹" in message.safe


def test_one_file_that_is_refused_has_its_own_words(qtbot, open_talk, files):
    panel = open_talk()
    bring(qtbot, panel, files / "空.pdf")
    assert panel.messages.message.what.startswith("“空.pdf”里什么也没有")
    bring(qtbot, panel, files / "现场.jpg")
    assert panel.messages.message is None
    bring(qtbot, panel, files / "现场.jpg")
    assert "已经附在这场谈话里" in panel.messages.message.what


def test_a_picture_and_files_are_pasted(qtbot, open_talk, files):
    panel = open_talk()
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(titles(panel)) == 1)
    assert titles(panel) == ["粘贴的图片 2026-03-05 09.00.00"]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(files / "台账.pdf"))])
    QGuiApplication.clipboard().setMimeData(data)
    panel.paste_button.click()
    qtbot.waitUntil(lambda: len(titles(panel)) == 2)
    QGuiApplication.clipboard().setText("只有字")
    panel.paste_button.click()
    assert panel.messages.message.what == "剪贴板里没有文件，也没有图片。"


def test_a_clipboard_that_never_held_anything_has_nothing_to_paste():
    with pytest.raises(NothingToPasteError):
        brought_by(None, "粘贴的图片")


def test_files_are_dropped_anywhere_on_the_panel(qtbot, open_talk, files):
    panel = open_talk()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(files / n)) for n in ("台账.pdf", "现场.jpg")])
    spot = QPointF(QPoint(50, 50))
    panel.dropEvent(
        QDropEvent(
            spot,
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: len(titles(panel)) == 2)


def test_a_name_is_put_right_and_one_is_taken_away_by_keyboard_alone(qtbot, open_talk, files):
    panel = open_talk()
    bring(qtbot, panel, files / "台账.pdf", files / "现场.jpg")
    choose(panel, "台账.pdf")
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_F2)
    panel.naming.edit.clear()
    write(panel.naming.edit, "一季度台账")
    QTest.keyClick(panel.naming.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(panel) == ["一季度台账", "现场.jpg"])
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    QTest.keyClick(panel.removing.edit, Qt.Key.Key_Return)
    assert "还没有写" in panel.removing.told.text()
    write(panel.removing.edit, "附错了")
    QTest.keyClick(panel.removing.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(panel) == ["现场.jpg"])
    assert panel.removed.text() == "已移除“一季度台账”：附错了"


def test_a_copy_is_written_with_its_trace_and_the_warning(qtbot, open_talk, files, office):
    panel = open_talk()
    bring(qtbot, panel, files / "录音.m4a")
    panel.save_copy_to(files / "out.m4a")
    qtbot.waitUntil(lambda: panel.messages.message is not None)
    assert (files / "out.m4a").read_bytes() == (files / "录音.m4a").read_bytes()
    assert "没有加密" in panel.messages.message.remedy


def test_stopping_tells_what_is_there(qtbot, open_talk, tmp_path):
    panel = open_talk()
    sound = tmp_path / "长.wav"
    with sound.open("wb") as long:
        long.write(brought.wav(1)[:44])
        long.truncate(300 << 20)
    panel.bringing.stepped.connect(lambda done, total: panel.progress.stop.click())
    panel.bring_files([sound, sound])
    assert panel.progress.isVisible()
    qtbot.waitUntil(lambda: not panel.bringing.is_busy, timeout=20_000)
    assert panel.messages.message.what.startswith("已停止。附上了 0 个")
    assert titles(panel) == []


def test_after_a_lock_the_attachments_are_where_they_were(qtbot, page, open_talk, files, office):
    from ui.talks.talks_page import TalksPage

    panel = open_talk()
    bring(qtbot, panel, files / "台账.pdf", files / "现场.jpg")
    choose(panel, "台账.pdf")
    panel.open_removing()
    write(panel.removing.edit, "写到一")
    place = page.place()
    fresh = TalksPage(office.desk())
    qtbot.addWidget(fresh)
    fresh.show()
    fresh.return_to(place)
    again = fresh.editor.attachments
    qtbot.waitUntil(lambda: again.removing.isVisible())
    assert again.removing.edit.text() == "写到一"
    assert again.chosen().title == "台账.pdf"


def test_a_sealed_talk_shows_its_attachments_and_takes_no_more(
    qtbot, page, office, open_talk, files
):
    talk_id = office.ended(0)
    application = office.application

    def finish() -> None:
        application.minutes.confirm(talk_id, NoProgress())
        application.talks.note_refusal_and_sign(talk_id, "拒签，两人在场")
        taken = application.attaching.take(Brought.file(files / "台账.pdf"), NoProgress())
        application.attaching.keep(talk_id, taken, Purpose.EVIDENCE)
        application.talks.seal(talk_id)

    office.lane.do(finish)
    assert office.talk(talk_id).status is TalkStatus.SEALED
    panel = open_talk(talk_id)
    assert titles(panel) == ["台账.pdf", "谈话记录"]
    assert not panel.add_button.isEnabled()
    assert not panel.remove_button.isEnabled()
    assert panel.copy_button.isEnabled()
    QTest.keyClick(page.editor, Qt.Key.Key_F4)
    assert not panel.isVisible()
