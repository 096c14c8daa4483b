"""Reading the record through, putting it right, signing and sealing it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter

from app.domain.talk import TalkStatus
from tests.ui.office import write
from ui.page_images import page_images
from ui.printing import a4_printer, print_pages
from ui.talks.sign_panel import page_order
from ui.talks.whole_screen import WholeScreen

LONG = 20_000


def open_talk(qtbot, page, office, talk_id):
    page.open_talk(talk_id)
    qtbot.waitUntil(lambda: page.editor.talk is not None and page.editor.talk.id == talk_id)
    return page.editor


def say(office, talk_id, text):
    """Answer the first question so, every other in a plain way, and end the talk."""
    for answer in office.talk(talk_id).answers:
        words = text if answer.order == 1 else "没有。"
        office.lane.do(lambda a=answer, w=words: office.talks.save_answer(talk_id, a.id, w))
    office.clock.move(minutes=20)
    office.lane.do(lambda: office.talks.end(talk_id))


def confirmed(qtbot, page, office):
    editor = open_talk(qtbot, page, office, office.ended(2))
    editor.confirm.confirm()
    qtbot.waitUntil(lambda: editor.talk.status is TalkStatus.TO_SIGN, timeout=LONG)
    return editor


def copy_of(qtbot, editor, tmp_path):
    path = tmp_path / "copy.pdf"
    editor.sign.save_copy_to(path)
    qtbot.waitUntil(lambda: path.exists() and path.stat().st_size > 1000, timeout=LONG)
    return path


def test_a_correction_keeps_the_old_words_with_the_time(qtbot, page, office):
    editor = open_talk(qtbot, page, office, office.ended(0))
    confirm = editor.confirm
    answer = editor.talk.answers[1]
    confirm.open_correction(answer.id)
    confirm.correction.try_to_confirm()
    assert "没有要改的" in confirm.correction.told.text()
    confirm.correction.new_text.clear()
    write(confirm.correction.new_text, "共办理4件。")
    write(confirm.correction.note, "数字有误")
    confirm.correction.try_to_confirm()
    qtbot.waitUntil(lambda: len(editor.talk.corrections) == 1)
    kept = office.talk(editor.talk.id).corrections[0]
    assert (kept.old_text, kept.new_text, kept.note) == (answer.text, "共办理4件。", "数字有误")
    assert "09:47 第2问（数字有误）" in confirm.corrections.text()


def test_the_clock_of_the_talk_is_not_in_sight_while_it_is_read(qtbot, page, office):
    editor = open_talk(qtbot, page, office, office.ended(0))
    assert not editor.conduct.clock.isVisible()  # also when that part was made only now
    assert not editor.conduct.pause_button.isVisible()
    editor.show_step(1)
    assert editor.conduct.clock.isVisible()


def test_closing_words_are_put_right_too(qtbot, page, office):
    editor = open_talk(qtbot, page, office, office.ended(0))
    editor.confirm.open_correction("closing:statement")
    editor.confirm.correction.new_text.clear()
    write(editor.confirm.correction.new_text, "我坚决改。")
    editor.confirm.correction.try_to_confirm()
    qtbot.waitUntil(lambda: editor.talk.statement == "我坚决改。")


def test_the_draft_is_shown_as_it_will_be_printed(qtbot, page, office):
    editor = open_talk(qtbot, page, office, office.ended(0))
    editor.confirm.draft_button.setChecked(True)
    qtbot.waitUntil(lambda: editor.confirm.pages.count > 0, timeout=LONG)
    assert editor.confirm.pages.number.text().startswith("第 1 页，共")


def test_a_placeholder_left_is_told_with_the_way_to_it(qtbot, page, office):
    talk_id = office.begun(0, count=1)
    say(office, talk_id, "由某某负责，已整改。")
    editor = open_talk(qtbot, page, office, talk_id)
    editor.confirm.confirm()
    qtbot.waitUntil(editor.confirm.messages.isVisible, timeout=LONG)
    assert "某某" in editor.confirm.messages.what.text()
    editor.confirm._go_to_first()
    assert editor.confirm.correction.isVisible()
    assert office.talk(talk_id).status is TalkStatus.TO_CONFIRM


def test_a_character_no_font_can_print_is_named_with_its_place(qtbot, page, office):
    talk_id = office.begun(0, count=1)
    say(office, talk_id, "村名里有\U0002ffff字。")
    editor = open_talk(qtbot, page, office, talk_id)
    editor.confirm.confirm()
    qtbot.waitUntil(editor.confirm.messages.isVisible, timeout=LONG)
    assert "U+2FFFF" in editor.confirm.messages.message.text()
    assert office.talk(talk_id).status is TalkStatus.TO_CONFIRM


def test_the_record_fills_the_screen_for_the_other_person(qtbot, page, office):
    editor = open_talk(qtbot, page, office, office.ended(0))
    editor.confirm.show_whole()
    whole = page.window().findChild(WholeScreen)
    assert whole.isVisible()
    whole.close()


def test_a_scan_with_another_number_of_pages_is_refused(qtbot, page, office, tmp_path):
    editor = confirmed(qtbot, page, office)
    picture = QImage(1240, 1754, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    path = tmp_path / "one-page.png"
    picture.save(str(path))
    editor.sign.attach_scan(path)
    qtbot.waitUntil(editor.sign.messages.isVisible, timeout=LONG)
    assert editor.talk.status is TalkStatus.TO_SIGN


def test_a_refusal_to_sign_is_noted_and_the_talk_can_be_sealed(qtbot, page, office):
    editor = confirmed(qtbot, page, office)
    sign = editor.sign
    sign.refusal_button.click()
    write(sign.refusal.edit, "对方看过后拒签，张三、李四在场。")
    sign.refusal.try_to_confirm()
    qtbot.waitUntil(lambda: editor.talk.status is TalkStatus.SIGNED, timeout=LONG)
    assert "拒签" in sign.signed.text()
    sign.understood.setChecked(True)
    sign.seal()
    qtbot.waitUntil(lambda: editor.talk.status is TalkStatus.SEALED, timeout=LONG)
    assert not sign.seal_button.isVisible()


def test_the_minutes_go_to_paper_page_by_page(qtbot, page, office, tmp_path):
    editor = confirmed(qtbot, page, office)
    pdf = office.lane.do(lambda: office.application.minutes.pdf(editor.talk.id))
    pages = page_images(office.application.minutes, pdf, 60)
    printer = a4_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    out = tmp_path / "paper.pdf"
    printer.setOutputFileName(str(out))
    print_pages(pages, printer)
    assert out.read_bytes().count(b"/Type /Page\n") == len(pages) == editor.talk.minutes_pages


def test_without_a_printer_that_is_said(qtbot, page, office, monkeypatch):
    editor = confirmed(qtbot, page, office)
    monkeypatch.setattr("ui.printing.QPrinterInfo.availablePrinterNames", list)
    editor.sign.print()
    assert "打印机" in editor.sign.messages.what.text()


def test_files_of_pages_are_taken_as_people_number_them():
    names = ["页10.jpg", "页2.jpg", "页1.jpg"]
    assert [p.name for p in sorted(map(Path, names), key=page_order)] == names[::-1]


def test_a_sealed_talk_shows_the_way_to_the_registry(qtbot, page, office):
    editor = confirmed(qtbot, page, office)
    assert not editor.sign.handover_button.isVisible()
    office.lane.do(lambda: office.talks.note_refusal_and_sign(editor.talk.id, "拒签，两人在场。"))
    office.lane.do(lambda: office.talks.seal(editor.talk.id))
    editor.reload()
    qtbot.waitUntil(editor.sign.handover_button.isVisible)
    with qtbot.waitSignal(page.go) as heard:
        editor.sign.handover_button.click()
    assert heard.args[0].page == "handover"
