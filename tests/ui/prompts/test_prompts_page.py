"""The prompt sets through their page: read, written anew, compared, retired, in and out of files."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.conftest import application_of, settle, unlock
from tests.ui.office import write
from tests.ui.sight import cut_off, nameless
from ui.page import Destination


@pytest.fixture
def prompts(window):
    window.workspace.go(Destination("prompts"))
    settle(window)
    return window.workspace.current


def words_in(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def sets_of(window):
    return window._tasks._lane, application_of(window).prompts


def begin(window, prompts, number="1-02"):
    prompts.reader.new_button.click()
    settle(window)
    prompts.editor.tree.choose(number)
    settle(window)
    return prompts.editor


def reword(window, editor, text):
    editor.form.text.clear()
    write(editor.form.text, text)
    editor._judge()
    settle(window)


def keep(window, prompts):
    prompts.editor.compare_button.click()
    settle(window)
    prompts.comparison.keep_button.click()
    settle(window)


def test_the_set_in_force_is_read_area_by_area(window, prompts):
    tree = prompts.reader.tree
    assert tree.topLevelItemCount() == 4
    tree.setCurrentItem(tree.topLevelItem(2).child(1))
    settle(window)
    said = words_in(prompts.reader.card)
    assert "追问" in said
    assert "聚焦全面从严治党责任" in said
    assert prompts.reader.versions.currentText() == "第 1 版（现用）"
    assert not prompts.reader.retire_button.isEnabled()


def test_a_new_version_is_written_seen_and_kept(window, prompts):
    editor = begin(window, prompts)
    reword(window, editor, "今年交办的事一共几件，办结几件？")
    assert "修改 1 问" in editor.state.text()
    editor.add_button.click()
    settle(window)
    assert editor.tree.number() == "1-13"
    assert "还有 1 处没有写好" in editor.state.text() or editor._look.isActive()
    reword(window, editor, "这次巡察反馈里，哪一条您最放不下？")
    editor.form.required.click()
    write(editor.form.follow_ups, "谁在办")
    editor.compare_button.click()
    settle(window)
    shown = prompts.comparison
    assert "修改 1 问" in shown.summary.text()
    assert "新增 1 问" in shown.summary.text()
    assert "改成" in words_in(shown.card)
    shown.keep_button.click()
    settle(window)
    assert prompts.reader.versions.currentText() == "第 2 版（现用）"
    assert "已存为第 2 版" in words_in(window.workspace.message)
    assert prompts.reader.retire_button.isEnabled()
    assert "（必问）这次巡察" in [leaf.text(0) for leaf in prompts.reader.tree.leaves()][2]


def test_what_is_not_whole_cannot_be_kept_and_says_where(window, prompts):
    editor = begin(window, prompts)
    editor.form.text.clear()
    editor._judge()
    assert "没有写问法" in words_in(editor.form)
    assert editor.tree.currentItem().text(0).startswith("✕ 1-02")
    editor.compare_button.click()
    settle(window)
    assert not prompts.comparison.keep_button.isEnabled()
    assert "没有写问法" in words_in(prompts.comparison.card)


def test_a_draft_is_there_again_after_a_lock_to_the_last_key(qtbot, window, prompts):
    editor = begin(window, prompts, "2-03")
    reword(window, editor, "写到一半的")
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    settle(window)
    again = window.workspace.current
    assert again.stack.currentWidget() is again.editor
    assert again.editor.tree.number() == "2-03"
    assert again.editor.form.text.toPlainText() == "写到一半的"
    again.editor.left_button.click()
    settle(window)
    assert again.reader.new_button.text() == "接着编草稿"


def test_prompts_are_moved_removed_and_put_under_another_area(window, prompts):
    editor = begin(window, prompts, "1-01")
    editor.down_button.click()
    assert [leaf.text(0)[:4] for leaf in editor.tree.leaves()][:2] == ["1-02", "1-01"]
    editor.remove_button.click()
    assert editor.tree.number() == "1-03"
    editor.back_button.click()
    assert [leaf.text(0)[:4] for leaf in editor.tree.leaves()][:2] == ["1-02", "1-01"]
    assert editor.tree.number() == "1-01"
    assert editor.back_button.isHidden()
    editor.remove_button.click()
    editor.form.area.setCurrentIndex(3)
    editor.form.area.activated.emit(3)
    assert editor.tree.number() == "4-13"
    editor._judge()
    said = editor.state.text()
    assert "删去 1 问" in said
    assert "修改 1 问" in said


def test_the_areas_are_renamed_in_a_form(window, prompts):
    editor = begin(window, prompts)
    editor.open_names()
    editor.dialog.areas[0].setText("")
    assert not editor.dialog.way_on.isEnabled()
    editor.dialog.areas[0].setText("聚焦政治建设")
    editor.dialog.way_on.click()
    settle(window)
    assert editor.dialog is None
    assert editor.tree.topLevelItem(0).text(0).startswith("聚焦政治建设")
    keep(window, prompts)
    assert "聚焦政治建设" in prompts.reader.tree.topLevelItem(0).text(0)


def test_forms_are_open_again_after_a_lock_with_what_was_typed(qtbot, window, prompts):
    editor = begin(window, prompts)
    editor.open_names()
    editor.dialog.areas[2].setText("聚焦改到一半")
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    settle(window)
    again = window.workspace.current
    assert again.editor.dialog.areas[2].text() == "聚焦改到一半"
    again.editor.dialog.way_on.click()
    settle(window)
    keep(window, again)
    again.reader.retire_button.click()
    write(again.asking.dialog.reason, "写到一半的原因")
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    settle(window)
    assert window.workspace.current.asking.dialog.text() == "写到一半的原因"
    window.workspace.current.asking.dialog.reject()


def test_an_old_version_is_retired_with_a_reason_and_stays_readable(window, prompts):
    reword(window, begin(window, prompts), "今年交办的事一共几件，办结几件？")
    keep(window, prompts)
    prompts.reader.versions.setCurrentIndex(1)
    prompts.reader.versions.activated.emit(1)
    settle(window)
    prompts.reader.retire_button.click()
    dialog = prompts.asking.dialog
    assert not dialog.way_on.isEnabled()
    write(dialog.reason, "已有新版")
    dialog.way_on.click()
    settle(window)
    assert prompts.asking.dialog is None
    assert prompts.reader.versions.currentText() == "第 1 版（已停用）"
    assert "已有新版" in prompts.reader.title.text()
    assert not prompts.reader.retire_button.isEnabled()


def test_a_draft_is_given_up_only_when_asked(window, prompts):
    reword(window, begin(window, prompts), "不要了的一问")
    prompts.editor.drop_button.click()
    prompts.asking.dialog.reject()
    assert prompts.stack.currentWidget() is prompts.editor
    prompts.editor.drop_button.click()
    prompts.asking.dialog.way_on.click()
    settle(window)
    assert prompts.stack.currentWidget() is prompts.reader
    assert prompts.reader.new_button.text() == "编新版"


def test_a_workbook_goes_out_is_altered_and_comes_back_with_its_difference(
    window, prompts, tmp_path
):
    path = tmp_path / "提问集.xlsx"
    prompts.workbooks.write(prompts.reader.shown.id, path)
    settle(window)
    assert "已导出" in words_in(window.workspace.message)
    prompts.workbooks.read(path)
    settle(window)
    assert "没有差别" in prompts.comparison.summary.text()
    assert not prompts.comparison.keep_button.isEnabled()
    book = load_workbook(path)
    book.active["C8"].value = "最近一次学习，您自己记下了哪一条？"
    book.save(path)
    prompts.comparison.again_button.click()
    settle(window)
    assert "修改 1 问" in prompts.comparison.summary.text()
    prompts.comparison.edit_button.click()
    settle(window)
    assert prompts.stack.currentWidget() is prompts.editor
    keep(window, prompts)
    assert prompts.reader.versions.currentText() == "第 2 版（现用）"


def test_what_is_wrong_in_a_workbook_is_told_with_sheet_row_column_and_remedy(
    window, prompts, tmp_path
):
    path = tmp_path / "提问集.xlsx"
    prompts.workbooks.write(prompts.reader.shown.id, path)
    settle(window)
    book = load_workbook(path)
    book.active["B9"].value = "聚焦经济发展"
    book.save(path)
    prompts.workbooks.read(path)
    settle(window)
    shown = prompts.comparison
    assert not shown.keep_button.isEnabled()
    assert not shown.edit_button.isEnabled()
    said = words_in(shown.card)
    assert "工作表“第1版”第 9 行“聚焦”（B 列）" in said
    assert "“聚焦经济发展”不是四个聚焦之一" in said
    assert "怎么改：改成四个聚焦之一" in said
    assert prompts.step_back()
    settle(window)
    assert prompts.stack.currentWidget() is prompts.reader


def test_a_file_that_is_no_workbook_is_told_in_the_page(window, prompts, tmp_path):
    path = tmp_path / "提问集.xlsx"
    path.write_bytes(b"not a workbook at all")
    prompts.workbooks.read(path)
    settle(window)
    assert prompts.stack.currentWidget() is prompts.reader
    assert "不是 XLSX 文件" in words_in(window.workspace.message)


def test_a_read_set_replaces_a_draft_only_when_asked(window, prompts, tmp_path):
    path = tmp_path / "提问集.xlsx"
    prompts.workbooks.write(prompts.reader.shown.id, path)
    reword(window, begin(window, prompts), "草稿里的这一问")
    prompts.editor.left_button.click()
    settle(window)
    prompts.workbooks.read(path)
    settle(window)
    prompts.comparison.edit_button.click()
    assert "已经有一份草稿" in words_in(prompts.asking.dialog)
    prompts.asking.dialog.way_on.click()
    settle(window)
    assert prompts.stack.currentWidget() is prompts.editor
    assert "草稿里的这一问" not in [p.text for p in prompts.editor.draft.prompts]


def test_a_prompt_is_written_by_keyboard_alone(qtbot, window, prompts):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert QApplication.focusWidget() is prompts.editor.form.text
    write(QApplication.focusWidget(), "班子里谁最近一次说过不同意见？")
    settle(window)
    assert prompts.editor.draft.prompt("1-13").text.startswith("班子里谁")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert [leaf.text(0)[:4] for leaf in prompts.editor.tree.leaves()][1:3] == ["1-02", "1-13"]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert prompts.editor.tree.number() == "1-02"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    settle(window)
    assert prompts.stack.currentWidget() is prompts.reader


def test_every_panel_fits_the_smallest_screen_in_the_largest_type(window, prompts, tmp_path):
    window._look.choose(18)
    window.resize(1366, 720)
    faults = []

    def look(name):
        settle(window)
        faults.extend(f"{name}: {fault}" for fault in (*cut_off(window), *nameless(window)))
        least = window.minimumSizeHint()
        if least.width() > 1366 or least.height() > 720:
            faults.append(f"{name}: needs {least.width()}×{least.height()}")

    path = tmp_path / "提问集.xlsx"
    prompts.workbooks.write(prompts.reader.shown.id, path)
    settle(window)
    prompts.tell(None)
    look("reader")
    editor = begin(window, prompts)
    editor.form.text.clear()
    editor._judge()
    look("editor")
    prompts.compare(editor.draft)
    look("faults")
    reword(window, editor, "今年交办的事一共几件，办结几件？")
    prompts.compare(editor.draft)
    look("difference")
    prompts.workbooks.read(path)
    look("file")
    assert not faults, "\n".join(faults)
