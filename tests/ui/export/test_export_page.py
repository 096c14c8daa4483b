"""批量导出 in the window: chosen, carried out, stopped, gone on with, and refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QStackedWidget

from app.domain.progress import NoProgress
from tests.services.test_minutes import spoken
from tests.ui.conftest import settle
from tests.ui.office import Office
from tests.ui.sight import nameless
from ui.export.export_page import ExportPage
from ui.page import Destination
from ui.widgets.message import Tone


def standing(qtbot, office: Office) -> QStackedWidget:
    """The page in a window, as it always is: a page alone would go with the last who knows it."""
    window = QStackedWidget()
    window.addWidget(ExportPage(office.tasks, office.application.year_export))
    qtbot.addWidget(window)
    return window


@pytest.fixture
def around(qtbot, office: Office) -> QStackedWidget:
    return standing(qtbot, office)


@pytest.fixture
def page(qtbot, office: Office, around: QStackedWidget) -> ExportPage:
    """Over a vault with two talks whose minutes wait for ink."""

    def confirm() -> None:
        for said in ("讲了一件事。", "讲了两件事。"):
            talk_id = spoken(office.application, office.clock, said)
            office.application.minutes.confirm(talk_id, NoProgress())

    office.lane.do(confirm)
    shown = around.currentWidget()
    around.resize(1100, 620)
    around.show()
    shown.refresh_if_stale()
    qtbot.waitUntil(lambda: shown.form.year.count() == 1)
    return shown


def wait_for_end(qtbot, page: ExportPage) -> None:
    qtbot.waitUntil(lambda: not page.run.is_running, timeout=20_000)


def carried(page: ExportPage) -> list[Path]:
    return sorted((page.form.folder / "2026年谈话记录").glob("*.pdf"))


def ways(page: ExportPage) -> dict[str, QPushButton]:
    return {one.text(): one for one in page.answer.findChildren(QPushButton) if one.isVisible()}


def test_a_year_is_carried_out_and_each_file_told(qtbot, page, tmp_path):
    assert not page.start_button.isEnabled()
    page.form.all.setChecked(True)
    page.form.take_folder(tmp_path)
    qtbot.waitUntil(lambda: page.counted.text().startswith("2 份（2 场谈话）"))
    page.form.holder.setText("县档案馆")
    page.start()
    assert not page.form.year.isEnabled()
    wait_for_end(qtbot, page)
    assert page.answer.message.tone is Tone.PROVEN
    assert [path.name for path in carried(page)] == ["2026-0001.pdf", "2026-0002.pdf"]
    texts = [page.result.table.item(row, 3).text() for row in range(2)]
    assert texts == ["写好，读回核对相符"] * 2
    assert not page.top.isVisible()
    assert page.step_back()
    assert page.top.isVisible()
    assert not page.step_back()
    assert not nameless(page)


def test_it_is_stopped_after_a_file_and_gone_on_with(qtbot, page, tmp_path):
    page.form.all.setChecked(True)
    page.form.take_folder(tmp_path)
    is_to_stop = [True]
    page.run.stepped.connect(lambda *_: is_to_stop and page.run.stop())
    page.start()
    wait_for_end(qtbot, page)
    whole = len(carried(page))
    assert f"写好的 {whole} 份是完整的" in page.answer.message.what
    is_to_stop.clear()
    qtbot.waitUntil(lambda: "接着导出" in ways(page))
    ways(page)["接着导出"].click()
    wait_for_end(qtbot, page)
    assert len(carried(page)) == 2


def test_what_is_in_the_way_is_left_and_told(qtbot, page, tmp_path):
    folder = tmp_path / "2026年谈话记录"
    folder.mkdir()
    (folder / "2026-0002.pdf").write_bytes(b"something else")
    page.form.all.setChecked(True)
    page.form.take_folder(tmp_path)
    page.start()
    wait_for_end(qtbot, page)
    assert "有 1 份没有写" in page.answer.message.what
    assert "没有动它" in page.result.table.item(0, 3).text()
    assert (folder / "2026-0002.pdf").read_bytes() == b"something else"


def test_a_place_that_cannot_be_used_and_a_year_without_papers_are_told(qtbot, page, tmp_path):
    qtbot.waitUntil(lambda: page.answer.message is not None)
    assert "还没有可以导出的谈话记录" in page.answer.message.what
    page.form.all.setChecked(True)
    page.form.take_folder(tmp_path / "nowhere")
    qtbot.waitUntil(lambda: "不在了" in page.answer.what.text())
    page.start()
    wait_for_end(qtbot, page)
    qtbot.waitUntil(lambda: "再导出一次" in ways(page))


def test_locking_stops_it_and_the_place_is_kept(qtbot, page, tmp_path, office):
    page.form.all.setChecked(True)
    page.form.purpose.setText("年度归档")
    page.form.take_folder(tmp_path)
    page.start()
    page.stop_work()
    wait_for_end(qtbot, page)
    window = standing(qtbot, office)
    again = window.currentWidget()
    again.return_to(page.place())
    assert again.form.purpose.text() == "年度归档"
    assert (again.form.folder, again.form.all.isChecked()) == (tmp_path, True)
    assert again.form.order() == page.form.order()


def test_the_list_of_talks_leads_there(window, workspace):
    workspace.go(Destination("talks"))
    settle(window)
    menu = workspace.current.list.more_button.menu()
    offered = {action.text(): action for action in menu.actions()}
    offered["批量导出…"].trigger()
    settle(window)
    assert isinstance(workspace.current, ExportPage)
