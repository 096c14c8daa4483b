"""First page, settings, trail, prompts and help, each over a real vault."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from tests.conftest import PASSPHRASE
from tests.ui.conftest import application_of, settle, unlock
from ui.contrast import Contrast
from ui.desk_pages import DESK_PAGES
from ui.help.help_page import HelpPage, shipped_manual
from ui.page import Destination, Page
from ui.pages import PAGES


def page(window, key):
    window.workspace.go(Destination(key))
    settle(window)
    return window.workspace.current


def words_in(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


# ── 首页 ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_page_tells_what_is_due_and_what_went_by(window):
    home = page(window, "home")
    assert home.due.figure.text() == "1"
    assert "下一场 11:00 王建国" in home.due.detail.text()
    first = home.model.index(0, 0)
    assert home.model.index(0, 3).data() == "⚠ 过了时间"
    assert first.data().startswith("3月2日")
    assert [home.model.index(n, 0).data().split()[0] for n in (1, 2)] == ["今天", "明天"]


def test_a_nought_is_quiet_and_offers_no_button(window):
    home = page(window, "home")
    assert home.ready.figure.text() == "0"
    assert not home.ready.button.isVisible()
    assert home.ready.figure.property("tone") == "quiet"


def test_the_chart_says_its_numbers_to_those_who_do_not_see_it(window):
    home = page(window, "home")
    assert "3月 0 人次" in home.bars.accessibleDescription()


def test_a_row_leads_to_its_talk(window):
    home = page(window, "home")
    home.table.choose(1)
    home.table.opened.emit(home.table.current())
    settle(window)
    assert window.workspace.heading.text() != "首页"
    assert "王建国" in words_in(window.workspace.current) + window.workspace.heading.text()


# ── 设置 ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_office_is_kept_and_shown_at_the_foot(window):
    office = page(window, "settings").office_card
    assert not office.save.isEnabled()
    office.name.setText("临江县纪委监委")
    office.minutes.setValue(7)
    office.save.click()
    settle(window)
    assert "临江县纪委监委" in words_in(window.status)
    assert window.idle.minutes() == 7
    assert not office.save.isEnabled()


def test_a_code_that_is_not_six_digits_holds_the_button_back(window):
    office = page(window, "settings").office_card
    office.code.setText("42032")
    assert not office.save.isEnabled()
    assert "六位数字" in office.code_field.fault.text()


def test_whether_minutes_carry_their_data_counts_at_once(window):
    card = page(window, "settings").record_card
    assert not card.tick.isChecked()
    card.tick.click()
    settle(window)
    assert "从下一份" in words_in(card)
    assert page(window, "settings").record_card.tick.isChecked()


def test_type_and_colours_change_at_once(window, access):
    look = page(window, "settings").look_card
    look.sizes.button(18).click()
    assert QApplication.font().pointSizeF() == pytest.approx(18)
    look.contrasts.button(tuple(Contrast).index(Contrast.HIGH)).click()
    assert access.preferences.load().contrast == Contrast.HIGH.value


def test_the_passphrase_is_changed_and_only_the_new_one_opens(qtbot, window):
    card = page(window, "settings").passphrase_card
    card.open_dialog()
    dialog = card.dialog
    dialog.old.set_text(PASSPHRASE)
    dialog.take_suggestion("chahu-shanlu-yupao-tiande-qingfeng-2026")
    settle(window)
    new = dialog.first.text()
    dialog.way_on.click()
    settle(window)
    assert card.dialog is None
    assert "口令已更换" in card.message.what.text()
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window, new)


def test_a_wrong_old_passphrase_is_told_in_the_form(window):
    card = page(window, "settings").passphrase_card
    card.open_dialog()
    card.dialog.old.set_text("bushi-zhege-2026")
    card.dialog.take_suggestion("chahu-shanlu-yupao-tiande-qingfeng-2026")
    settle(window)
    card.dialog.way_on.click()
    settle(window)
    assert "口令不对" in card.dialog.message.what.text()
    card.dialog.reject()


# ── 帮助 ─────────────────────────────────────────────────────────────────────────────────────────


def test_help_opens_the_topic_of_the_page(window):
    window.workspace.go(Destination("help", "shortcuts"))
    settle(window)
    shown = window.workspace.current
    assert "Ctrl+L" in shown.text.toPlainText()


def test_every_page_has_its_topic_in_the_manual(qapp):
    kinds = set(every_kind_of(Page))
    topics = {topic.name for topic in shipped_manual().topics}
    assert len(kinds) > max(len(PAGES), len(DESK_PAGES))
    assert {kind.help_topic for kind in kinds} <= topics
    assert {kind for kind in kinds if "help_topic" not in vars(kind)} == {HelpPage}


def every_kind_of(page):
    for kind in page.__subclasses__():
        if kind.__module__.startswith("ui."):
            yield kind
        yield from every_kind_of(kind)


def test_the_diagnosis_holds_versions_and_no_name(window):
    about = page(window, "settings").about_card
    about.copy_button.click()
    copied = QApplication.clipboard().text()
    assert "qt" in copied
    assert "清河" not in copied
    assert "李明" not in copied


def test_what_was_typed_in_the_settings_is_there_after_a_lock(qtbot, window):
    office = page(window, "settings").office_card
    office.name.setText("临江县纪委监委")
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    settle(window)
    office = window.workspace.current.office_card
    assert office.name.text() == "临江县纪委监委"
    assert office.save.isEnabled()


def test_the_prompt_one_read_is_read_on_after_a_lock(qtbot, window):
    prompts = page(window, "prompts")
    prompts.reader.tree.setCurrentItem(prompts.reader.tree.topLevelItem(2).child(1))
    number = prompts.place()
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    settle(window)
    assert window.workspace.current.place() == number


def test_a_talk_broken_off_is_told_with_the_minute_and_the_way_back(qtbot, window, clock):
    application = application_of(window)

    def begin(_):
        talk_id = application.talks.page()[0].id
        numbers = tuple(p.number for p in application.prompts.current().prompts[:3])
        application.talks.prepare(talk_id, numbers)
        application.talks.begin(talk_id)

    window._tasks.query(begin, then=lambda _: None)
    settle(window)
    home = page(window, "home")
    home.refresh()
    settle(window)
    assert "还在进行" in home.reminders.lines[0].said.text()
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    clock.move(minutes=40)
    unlock(qtbot, window)
    settle(window)
    home = page(window, "home")
    first = home.reminders.lines[0]
    assert "在 9:00 中断，内容已保留到最后一次停顿。" in first.said.text()
    assert first.button.text() == "继续"
    first.button.click()
    settle(window)
    conduct = window.workspace.current.editor.conduct
    qtbot.waitUntil(lambda: bool(conduct.outline.key()))
    assert conduct.isVisible()
