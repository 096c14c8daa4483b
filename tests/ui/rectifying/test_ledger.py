"""A recorder works through the ledger: chips, lists, several rows at once, the week's letters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from shiboken6 import createdByPython

from app.domain.finding import FindingStatus, MeasureKind
from app.domain.finding_closing import ClosingEntry
from app.domain.finding_course import Completion
from app.domain.finding_views import FindingChip, FindingColumn, FindingFilter
from app.domain.ids import FindingId
from app.domain.papers import FindingList
from app.domain.progress import NoProgress
from app.services.talks import FindingEntry
from tests import brought
from tests.ui.office import write
from tests.ui.sight import cut_off, nameless
from ui.page import Destination
from ui.rectifying.desk import rectifying_desk_of
from ui.rectifying.ledger_page import LedgerPage

WORDS = ("台账缺了两个月", "会议记录没有写不同意见", "值班表没有公示", "清单到期没有销号")
TODAY = date(2026, 3, 5)


@pytest.fixture
def page(qtbot, office) -> LedgerPage:
    shown = LedgerPage(rectifying_desk_of(office.application, office.tasks))
    qtbot.addWidget(shown)
    shown.resize(1180, 620)
    shown.show()
    shown.refresh_if_stale()
    return shown


@pytest.fixture
def found(office) -> list[FindingId]:
    """Three findings of 羊尾镇 and one of 观音镇, registered today."""
    made = []
    for who, words in ((0, WORDS[:3]), (1, WORDS[3:])):
        talk_id = office.begun(who)
        for text in words:
            entry = FindingEntry("two_upholds", text)
            made.append(
                office.lane.do(lambda t=talk_id, e=entry: office.talks.add_finding(t, e)[0])
            )
    return made


def status(office, finding_id: FindingId) -> FindingStatus:
    return office.lane.do(lambda: office.application.rectifying.sheet(finding_id)).finding.status


def rows(page) -> list[str]:
    return [row.manifestation for row in page.list.model.rows()]


def shown(qtbot, page, *texts: str) -> None:
    qtbot.waitUntil(lambda: set(rows(page)) == set(texts) and page.list.model.is_complete)


def select(page, *places: int) -> None:
    model = page.list.table.view.selectionModel()
    model.clearSelection()
    for place in places:
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        model.select(page.list.model.index(place, 0), flags)


def chip(page, wanted: FindingChip):
    return page.list.chips.button(tuple(FindingChip).index(wanted))


def headings(page) -> list[str]:
    header = page.list.table.view.horizontalHeader()
    seen = sorted(
        (header.visualIndex(n), page.list.model.columns[n].heading)
        for n in range(header.count())
        if not header.isSectionHidden(n)
    )
    return [heading for _, heading in seen]


def went(page) -> list[Destination]:
    """Where the page asks to go from now on."""
    places: list[Destination] = []
    page.go.connect(places.append)
    return places


def test_an_empty_ledger_leads_to_the_talks(qtbot, page):
    places = went(page)
    qtbot.waitUntil(page.list.empty.isVisible)
    qtbot.waitUntil(lambda: page.list.empty.button.text() == "去谈话")
    assert not page.list.print_button.isEnabled()
    page.list.empty.button.click()
    assert places == [Destination("talks")]


def test_findings_go_out_together_are_signed_for_urged_and_printed(qtbot, office, found, page):
    chip(page, FindingChip.TO_ISSUE).click()
    shown(qtbot, page, *WORDS)
    page.list.table.view.selectAll()
    assert page.list.chosen.text() == "已选 4 条"
    page.list.issue_button.click()
    assert page.form is not None
    page.form.way_on.click()
    said = []
    page.told.connect(lambda m: said.append(m.what) if m else None)
    qtbot.waitUntil(lambda: "已下达 4 条，2 份签收单。" in said)
    assert {status(office, one) for one in found} == {FindingStatus.ISSUED}
    qtbot.waitUntil(page.list.empty.isVisible)
    assert page.list.empty.sentence.text() == "没有“待下达”的问题。"

    page.list.sign_button.click()
    panel = page.issues
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    write(panel.search, "羊尾镇")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    places = went(page)
    panel.print_button.click()
    assert (places[-1].page, places[-1].act) == ("papers", "issue_slip")
    write(panel.signed_by, "周文书")
    qtbot.keyClick(panel.signed_by, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.messages.what.text() == "羊尾镇签收了 3 条。")
    assert [status(office, one) for one in found] == [FindingStatus.CLAIMED] * 3 + [
        FindingStatus.ISSUED
    ]
    assert page.step_back()


def test_what_is_overdue_is_urged_and_printed_as_it_stands(qtbot, office, found, page):
    office.clock.move(days=45)  # they fall due after a month
    page.refresh()
    places = went(page)
    page.arrive(Destination("findings", act="overdue"))
    shown(qtbot, page, *WORDS)
    qtbot.waitUntil(lambda: chip(page, FindingChip.OVERDUE).text() == "⚠ 已逾期 4")
    shown(qtbot, page, *WORDS)
    select(page, 0, 1)
    page.list.urge_button.click()
    assert (places[-1].act, places[-1].place) == ("urging", "these")
    assert len(places[-1].subject.split(",")) == 2
    page.list.tabs.setCurrentIndex(list(FindingList).index(FindingList.DUTIES))
    shown(qtbot, page, *WORDS)
    assert headings(page)[0] == "单位或个人"
    page.list.print_button.click()  # an overdue list is gathered and printed as it stands
    qtbot.waitUntil(lambda: places[-1].act == "finding_lists:duties")
    assert len(places[-1].subject.split(",")) == 4


def test_the_columns_of_the_menu_outlive_whatever_looks_through_the_window(page):
    # an act that Qt made for the menu was once taken for gone while the menu was still there
    assert all(createdByPython(act) for act in page.list._column_acts.values())


def test_a_list_keeps_its_columns_and_its_order(qtbot, office, found, page):
    shown(qtbot, page, *WORDS)
    page.list._column_acts[FindingColumn.SUPERVISOR].trigger()
    page.list._column_acts[FindingColumn.TAG].trigger()
    assert "督办人" in headings(page)
    assert "标签" not in headings(page)
    header = page.list.table.view.horizontalHeader()
    header.sectionClicked.emit(list(FindingColumn).index(FindingColumn.NUMBER))
    assert page.list.order.currentText() == "按编号，旧的在前"
    header.sectionClicked.emit(list(FindingColumn).index(FindingColumn.NUMBER))
    assert page.list.order.currentText() == "按编号，新的在前"
    qtbot.waitUntil(lambda: rows(page) == list(reversed(WORDS)))
    office.tasks.finish()
    kept = office.lane.do(page._desk.finding_ledger.views)[FindingList.PROBLEMS]
    assert kept.order == page.list.order.currentData()
    again = LedgerPage(rectifying_desk_of(office.application, office.tasks))
    qtbot.addWidget(again)
    again.show()
    again.refresh_if_stale()
    qtbot.waitUntil(lambda: rows(again) == list(reversed(WORDS)))
    assert headings(again) == headings(page)
    place = page.place()
    again.return_to(place)
    assert again.list.filter() == page.list.filter()


def test_it_is_narrowed_by_words_and_choices_and_freed_again(qtbot, found, page):
    shown(qtbot, page, *WORDS)
    page.seek()
    write(page.list.filters.search, "记录")
    shown(qtbot, page, WORDS[1])
    assert page.list.filters.clear_button.isVisible()
    write(page.list.filters.search, "没有的话")
    qtbot.waitUntil(page.list.empty.isVisible)
    page.list.empty.button.click()
    shown(qtbot, page, *WORDS)
    assert page.list.filter() == FindingFilter(chip=FindingChip.UNDER_WAY)
    page.list.filters.more_button.click()
    unit = page.list.filters.unit
    unit.setCurrentIndex(unit.findText("观音镇"))
    shown(qtbot, page, WORDS[3])
    places = went(page)
    page.list.show_chip(FindingChip.ALL)
    unit.setCurrentIndex(unit.findText("观音镇"))
    shown(qtbot, page, WORDS[3])
    page.list.print_button.click()
    assert (places[-1].place, places[-1].act) == ("unit", "finding_lists:problems")


def test_a_finding_opens_beside_the_list_and_follows_the_arrows(qtbot, found, page):
    shown(qtbot, page, *WORDS)
    view = page.list.table.view
    view.setFocus()
    page.list.table.choose(0)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert page.is_open
    assert headings(page) == ["具体表现", "剩余"]
    assert not page.list.head.isVisible()
    first = page.sheet.place().finding_id
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert page.sheet.place().finding_id != first
    assert not cut_off(page)
    assert not nameless(page)
    kept = page.place()
    assert page.step_back()
    assert not page.is_open
    assert not page.step_back()
    page.return_to(kept)
    assert page.is_open
    page.arrive(Destination("findings", found[3]))
    assert page.sheet.place().finding_id == found[3]
    page.stop_work()


def bring_to_closing(office, finding_id: FindingId) -> None:
    """Completed, proven, and submitted at once."""
    rectifying = office.application.rectifying
    entry = Completion(measure="补齐", measure_kind=MeasureKind.AT_ONCE, leader="王建国")
    rectifying.complete(finding_id, entry)
    path = office.application.folder.parent / "台账.pdf"
    path.write_bytes(brought.pdf(1))
    rectifying.add_evidence(finding_id, (path,), NoProgress())
    rectifying.submit(finding_id, ClosingEntry("补齐了", TODAY, TODAY, "王建国"))


def test_a_monday_takes_one_button(qtbot, office, found, page):
    office.lane.do(lambda: bring_to_closing(office, found[0]))
    office.clock.move(days=30)
    page.arrive(Destination("findings", act="monday"))
    qtbot.waitUntil(lambda: bool(page.week.week.groups))
    week = page.week
    assert [group.name for group in week.week.groups] == ["羊尾镇", "观音镇"]
    assert "7天内到期 4 条" in week.summary.text() or "已逾期" in week.summary.text()
    assert "等着批的销号 1 条" in week.summary.text()
    heads = [week.tree.topLevelItem(n).text(0) for n in range(week.tree.topLevelItemCount())]
    assert heads[-1] == "等着批的销号　1 条"
    assert week.tree.topLevelItem(2).child(0).text(3) == "待监督检查室"
    qtbot.waitUntil(lambda: not cut_off(page))
    assert not nameless(page)
    places = went(page)
    week.all_button.click()  # nothing was chosen before
    assert places == [Destination("papers", act="urging")]
    week.one_button.click()
    assert (places[-1].act, places[-1].place) == ("urging", "these")
    assert len(places[-1].subject.split(",")) == 3
    week.tree.setCurrentItem(week.tree.topLevelItem(1).child(0))
    assert week.open_button.isEnabled()
    qtbot.keyClick(week.tree, Qt.Key.Key_Return)
    assert page.is_open
    assert page.sheet.place().finding_id == found[3]


def test_a_list_is_written_as_a_table_and_its_end_is_told(qtbot, office, found, page, tmp_path):
    shown(qtbot, page, *WORDS)
    said = []
    page.told.connect(lambda m: said.append(m.what) if m else None)
    page.export_to(tmp_path / "问题清单.xlsx")
    qtbot.waitUntil(lambda: "已存为 问题清单.xlsx。" in said)
    assert _lines(tmp_path / "问题清单.xlsx") == 5
    select(page, 1, 3)
    page.export_to(tmp_path / "所选.xlsx")
    qtbot.waitUntil(lambda: "已存为 所选.xlsx。" in said)
    assert _lines(tmp_path / "所选.xlsx") == 3
    page.export_to(tmp_path / "没有这里" / "a.xlsx")
    qtbot.waitUntil(lambda: len(said) == 3)
    assert not page.export.is_running


def test_what_went_out_already_is_told_and_a_refusal_keeps_the_form(qtbot, office, found, page):
    shown(qtbot, page, *WORDS)
    office.lane.do(lambda: office.application.rectifying.transfer(found[3], "问线〔2026〕3号"))
    page.list.table.view.selectAll()
    page.list.issue_button.click()
    form = page.form
    form.way_on.click()  # the list was read before the fourth went on as a clue
    qtbot.waitUntil(lambda: form.message.isVisible())
    assert [status(office, one) for one in found[:3]] == [FindingStatus.ISSUED] * 3
    assert page.form is form
    form.reject()
    page.refresh()
    shown(qtbot, page, *WORDS[:3])
    said = []
    page.told.connect(lambda m: said.append(m.what) if m else None)
    page.list.table.view.selectAll()
    page.list.issue_button.click()
    assert said == ["所选的都已经下达过，或者不用下达。"]


def _lines(path: Path) -> int:
    return int(openpyxl.load_workbook(path).active.max_row)
