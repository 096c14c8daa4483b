"""The register through its window: found, entered, changed, ended, imported."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from tests.ui.conftest import application_of, settle, unlock
from tests.ui.office import write
from ui.page import Destination


@pytest.fixture
def people(window):
    window.workspace.go(Destination("people"))
    settle(window)
    return window.workspace.current


def names(page) -> list[str]:
    return [row.name for row in page.model.rows()]


def search(window, page, text: str) -> None:
    page.search.setText(text)
    page.search.returnPressed.emit()
    settle(window)


def open_archive(window, page, reason: str = "登记材料") -> None:
    """Take the archive of who is shown out, through the form."""
    page.view.open_asked.emit(page.view.card.person)
    settle(window)
    write(page.archive_forms.dialog.reason, reason)
    page.archive_forms.dialog.way_on.click()
    settle(window)


def words_in(widget) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize(
    ("text", "found"),
    [("王", ["王建国"]), ("zs", ["张三"]), ("教育", ["买买提·艾力"]), ("没有这个人", [])],
)
def test_people_are_found_by_name_unit_and_initials(window, people, text, found):
    search(window, people, text)
    assert names(people) == found


def test_finding_nobody_says_so_and_offers_to_clear(window, people):
    search(window, people, "没有这个人")
    assert "没有这个人" in people.empty.sentence.text()
    people.empty.button.click()
    settle(window)
    people.search.returnPressed.emit()
    settle(window)
    assert len(names(people)) == 3


def test_the_card_shows_who_it_is_and_the_posts_and_nothing_of_the_archive(window, people):
    search(window, people, "王建国")
    said = words_in(people.view)
    assert "羊尾镇党委书记" in said
    assert "羊尾镇（乡镇），一把手" in said
    assert "掌握的情况" not in said
    assert not people.view.tabs.is_open


def test_a_person_is_entered_with_a_new_unit_and_shown(window, people):
    people.begin_new()
    settle(window)
    dialog = people.forms.dialog
    write(dialog.name, "阿卜杜拉·买买提江")
    write(dialog.post.unit.name.lineEdit(), "县林业局")
    assert dialog.post.unit.kind_field.isVisible()
    write(dialog.post.title, "局长")
    write(dialog.born.edit, "1975.08")
    dialog.way_on.click()
    settle(window)
    assert people.forms.dialog is None
    assert "阿卜杜拉·买买提江" in names(people)
    assert people.view.card.person.born.iso() == "1975-08"


def test_a_date_nobody_can_read_holds_the_form_back(window, people):
    people.begin_new()
    settle(window)
    dialog = people.forms.dialog
    write(dialog.name, "李四")
    assert dialog.way_on.isEnabled()
    dialog.born.edit.setText("七五年")
    assert not dialog.way_on.isEnabled()
    assert "看不懂" in dialog.born.meaning.text()
    dialog.born.edit.setText("1975年8月")
    assert dialog.way_on.isEnabled()


def test_a_refusal_stays_in_the_form_with_everything_typed(window, people):
    people.begin_new()
    settle(window)
    dialog = people.forms.dialog
    dialog.name.setText("李\u200b四")
    dialog.way_on.click()
    settle(window)
    assert dialog.isVisible()
    assert "看不见" in dialog.message.what.text()
    assert dialog.name.text() == "李\u200b四"
    assert dialog.way_on.isEnabled()


def test_a_post_is_ended_and_the_card_tells_until_when(window, people):
    search(window, people, "王建国")
    people.forms.end_post(people.view.card.posts[0].post)
    people.forms.dialog.until.edit.setText("2026.02")
    people.forms.dialog.way_on.click()
    settle(window)
    assert people.view.card.posts[0].post.until.iso() == "2026-02"
    assert "2026年2月" in words_in(people.view)


def test_a_post_is_changed(window, people):
    search(window, people, "张三")
    people.forms.edit_post(people.view.card.posts[0].post)
    settle(window)
    people.forms.dialog.post.title.setText("镇党委书记")
    people.forms.dialog.way_on.click()
    settle(window)
    assert people.view.card.posts[0].post.title == "镇党委书记"


def test_a_person_gets_a_second_post_and_other_facts(window, people):
    search(window, people, "张三")
    people.forms.add_post(people.view.card.person)
    settle(window)
    dialog = people.forms.dialog
    dialog.post.unit.name.setEditText("县教育局")
    assert not dialog.post.unit.kind_field.isVisible()
    dialog.post.title.setText("副局长")
    dialog.way_on.click()
    settle(window)
    assert len(people.view.card.posts) == 2
    people.forms.edit_person(people.view.card.person)
    settle(window)
    people.forms.dialog.ethnicity.setText("土家族")
    people.forms.dialog.way_on.click()
    settle(window)
    assert people.view.card.person.ethnicity == "土家族"


def test_units_are_added_and_renamed_in_one_place(window, people):
    people.forms.units()
    settle(window)
    dialog = people.forms.dialog
    write(dialog.name, "县水利局")
    dialog.way_on.click()
    settle(window)
    assert "县水利局" in {unit.name for unit in dialog._units}
    write(dialog.name, "县水利局")
    dialog.way_on.click()
    settle(window)
    assert "已经在册" in dialog.message.what.text()
    dialog.reject()


def roster(path, *rows):
    book = Workbook()
    book.active.append(("姓名", "单位", "职务", "单位类型", "是否“一把手”"))
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_namesake_waits_for_an_answer_and_nothing_is_written_before(window, people, tmp_path):
    people.begin_import()
    file = roster(tmp_path / "名册.xlsx", ("王建国", "县财政局", "局长", "部门", "是"))
    people.importing.read([file])
    settle(window)
    panel = people.importing.panel
    assert not people.importing.take_button.isEnabled()
    texts = [made.text() for made in panel.group.buttons()]
    assert any("羊尾镇" in text for text in texts)
    panel.group.button(0).click()
    assert people.importing.take_button.text() == "导入 1 人"
    assert len(application_people(window)) == 3
    people.importing.take_button.click()
    settle(window)
    assert len(application_people(window)) == 4


def test_a_fault_is_named_by_row_and_column_with_its_remedy(window, people, tmp_path):
    people.begin_import()
    file = roster(tmp_path / "名册.xlsx", ("赵六", "县财政局", "局长", "部门", "也许"))
    people.importing.read([file])
    settle(window)
    said = words_in(people.importing.panel)
    assert "第 2 行" in said
    assert "一把手" in said
    assert "也许" in said
    assert not people.importing.take_button.isEnabled()


def test_a_file_of_another_kind_is_told_in_place(window, people, tmp_path):
    people.begin_import()
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"not a workbook")
    people.importing.read([path])
    settle(window)
    assert people.importing.message.isVisible()
    assert people.importing.stack.currentIndex() == 0


def test_the_sample_can_be_kept_and_read_back(window, people, tmp_path):
    people.begin_import()
    path = tmp_path / "样表.xlsx"
    people.importing.files.save_sample(path)
    settle(window)
    assert path.stat().st_size > 1000
    assert "样表已存到" in people.importing.message.what.text()
    people.importing.files.save_sample(tmp_path / "no" / "样表.xlsx")
    settle(window)
    assert "不能在这个文件夹里写东西" in people.importing.message.what.text()


def application_people(window):
    found = []
    window._tasks.query(lambda _: application_of(window).people.page(), then=found.extend)
    settle(window)
    return found


def test_a_half_filled_form_comes_back_after_a_lock(qtbot, window, people):
    people.begin_new()
    settle(window)
    dialog = people.forms.dialog
    write(dialog.name, "阿卜杜拉·买买提江")
    dialog.post.unit.name.setEditText("县林业局")
    dialog.post.is_principal.setChecked(True)
    write(dialog.note, "写到一半的备注")
    window.lock()
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    settle(window)
    again = window.workspace.current.forms.dialog
    assert again.isVisible()
    assert again.name.text() == "阿卜杜拉·买买提江"
    assert again.post.unit.text() == "县林业局"
    assert again.post.is_principal.isChecked()
    assert again.note.toPlainText() == "写到一半的备注"
    again.reject()
    assert window.workspace.current.forms.dialog is None


def test_an_import_goes_on_after_a_lock_with_its_decisions(qtbot, window, people, tmp_path):
    people.begin_import()
    people.importing.read(
        [roster(tmp_path / "名册.xlsx", ("王建国", "县财政局", "局长", "部门", "是"))]
    )
    settle(window)
    people.importing.panel.group.button(0).click()
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    settle(window)
    again = window.workspace.current.importing
    assert again.isVisible()
    assert again.take_button.text() == "导入 1 人"
    assert again.take_button.isEnabled()


def test_a_talk_is_arranged_from_the_card_with_its_person(window, people):
    search(window, people, "张三")
    people.view.talk_new_asked.emit(people.view.card.person.id)
    settle(window)
    plan = window.workspace.current.plan
    assert plan.isVisible()
    assert [(p.name, p.unit_name, p.title) for p in plan.interviewees.picks()] == [
        ("张三", "观音镇", "镇长")
    ]
