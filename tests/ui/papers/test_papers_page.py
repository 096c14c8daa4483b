"""文书 in the window: a document is chosen, made, looked at, saved; an archive gets its 份号."""

from __future__ import annotations

from datetime import timedelta

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.copies import CopyWay
from app.domain.holders import HolderRole, may
from app.domain.papers import FindingList, PaperKind
from app.services.talks import FindingEntry
from tests.ui.conftest import settle
from tests.ui.office import Office
from tests.ui.sight import cut_off, nameless
from ui.page import Destination
from ui.papers.desk import paper_desk_of
from ui.papers.papers_page import PapersPage
from ui.papers.wanted_fields import TALK, UNIT

K = PaperKind


@pytest.fixture
def talk_id(office: Office):
    """A talk under way that brought up what is late already."""
    talk_id = office.begun(0)
    late = office.clock.now().date() - timedelta(days=9)
    entry = FindingEntry("a1", "会议纪要不全", measure="补齐纪要", deadline=late)
    office.lane.do(lambda: office.talks.add_finding(talk_id, entry))
    return talk_id


@pytest.fixture
def page(qtbot, office: Office, talk_id) -> PapersPage:
    shown = PapersPage(paper_desk_of(office.application, office.tasks))
    qtbot.addWidget(shown)
    shown.resize(1100, 620)
    shown.show()
    shown.refresh_if_stale()
    qtbot.waitUntil(lambda: shown.form.unit.count() > 1)
    return shown


def made(qtbot, page: PapersPage) -> PapersPage:
    """The page after its document was made and is seen."""
    qtbot.waitUntil(page.make_button.isEnabled)
    page.make()
    qtbot.waitUntil(lambda: page.preview.pages.count > 0, timeout=20_000)
    return page


def said(page: PapersPage) -> str:
    message = page.messages.message
    return f"{message.what}{message.safe}{message.remedy}" if message else ""


def fields(page: PapersPage) -> set[str]:
    return {name for name, field in page.form._fields.items() if field.isVisibleTo(page)}


def test_each_document_shows_its_own_fields_and_is_offered_only_when_enough_is_chosen(
    qtbot, office, page, talk_id
):
    page.form.choose(K.UNDERTAKING)
    assert fields(page) == {"talk", "points"}
    assert "两个维护" in page.form.points.toPlainText()
    assert not page.make_button.isEnabled()
    qtbot.waitUntil(lambda: page.form.talk.list.count() == 1)
    page.form.talk.list.setCurrentRow(0)
    assert page.make_button.isEnabled()
    page.form.choose(K.PERSON_ARCHIVE)
    qtbot.waitUntil(lambda: page.form.person.list.count() == 4)
    page.form.person.list.setCurrentRow(0)
    assert not page.make_button.isEnabled()
    page.form.reason.setText("谈话准备")
    assert page.make_button.isEnabled()
    page.form.choose(K.FINDING_LISTS)
    for tick in page.form.lists.values():
        tick.setChecked(False)
    assert not page.make_button.isEnabled()
    page.form.choose(K.HANDOVER_SLIP)
    assert not page.make_button.isEnabled()  # nothing was handed over yet


def test_a_list_is_made_looked_at_and_saved(qtbot, page, tmp_path):
    page.form.choose(K.FINDING_LISTS)
    for one, tick in page.form.lists.items():
        tick.setChecked(one is FindingList.DUTIES)
    qtbot.waitUntil(page.make_button.isEnabled)
    page.make()
    assert not page.make_button.isEnabled()
    assert page.make_button.text() == "正在做…"
    page.make()  # pressed twice, made once
    qtbot.waitUntil(lambda: page.preview.pages.count == 1, timeout=20_000)
    assert page.make_button.isEnabled()
    path = tmp_path / "清单.pdf"
    page.save_to(path)
    qtbot.waitUntil(path.exists)
    assert path.read_bytes() == page.preview.pdf
    qtbot.waitUntil(lambda: "没有加密" in said(page))


def test_what_is_empty_is_said_in_its_place(qtbot, page):
    page.form.choose(K.LEDGER)
    page.form.range.setCurrentIndex(page.form.range.findData(UNIT))
    assert not page.make_button.isEnabled()
    page.form.unit.setCurrentIndex(page.form.unit.findText("县财政局"))
    qtbot.waitUntil(page.make_button.isEnabled)
    page.make()
    qtbot.waitUntil(lambda: "没有登记问题" in said(page))
    assert page.make_button.isEnabled()
    assert not page.preview.print_button.isEnabled()


def test_another_page_leads_here_with_what_it_is_about(qtbot, office, page, talk_id):
    page.arrive(Destination("papers", talk_id, K.TALK_REPORT.value))
    qtbot.waitUntil(lambda: page.form.talk.chosen == talk_id)
    assert page.form.paper is K.TALK_REPORT
    made(qtbot, page)
    page.arrive(Destination("papers", act=K.FIGURES_REPORT.value, place="2025:4-6"))
    qtbot.waitUntil(lambda: page.form.paper is K.FIGURES_REPORT)
    wish = page.form.wish()
    assert (wish.year, wish.months) == (2025, (4, 6))
    assert page.preview.pdf == b""
    page.arrive(Destination("papers", talk_id, K.LEDGER.value))
    qtbot.waitUntil(lambda: page.form.range.currentData() == TALK)
    qtbot.waitUntil(lambda: page.form.wish().subject == talk_id)


def test_what_a_finding_needs_is_made_as_soon_as_another_page_asks_for_it(
    qtbot, office, page, talk_id
):
    finding = office.lane.do(lambda: office.talks.findings(talk_id)[0])
    page.arrive(Destination("papers", finding.id, K.URGING.value, "these"))
    qtbot.waitUntil(lambda: page.preview.pages.count == 1, timeout=20_000)
    assert fields(page) == {"these", "answer_by"}
    assert page.form.these.text() == "只做选出的 1 条"
    assert page.preview.made.wish.finding_ids == (finding.id,)
    page.arrive(Destination("papers", finding.id, K.CLOSING_SHEET.value))
    qtbot.waitUntil(lambda: page.preview.pages.count == 1, timeout=20_000)
    assert page.preview.made.wish.subject == finding.id
    assert fields(page) == {"finding"}
    assert page.form.finding.list.item(0).text().startswith(f"{finding.number}　羊尾镇　已登记")
    page.arrive(Destination("papers", finding.unit_id, "finding_lists:duties", "unit"))
    qtbot.waitUntil(lambda: page.preview.pages.count == 1, timeout=20_000)
    made = page.preview.made.wish
    assert (made.unit_id, made.lists) == (finding.unit_id, (FindingList.DUTIES,))
    page.form.choose_period(2020, (1, 12))
    page.arrive(Destination("papers", act=K.LEDGER.value))
    qtbot.waitUntil(lambda: page.preview.pages.count == 1, timeout=20_000)
    made = page.preview.made.wish
    assert (made.unit_id, made.year, made.finding_ids) == (None, 0, ())


def test_an_archive_goes_out_as_a_registered_copy_with_its_number(qtbot, office, page, tmp_path):
    told = "年度考核"  # when the archive was taken out
    page.arrive(Destination("papers", office.persons[0], K.PERSON_ARCHIVE.value, told))
    qtbot.waitUntil(lambda: page.form.person.chosen == office.persons[0])
    made(qtbot, page)
    path = tmp_path / "档案.pdf"
    page.preview.save_registered(path)
    qtbot.waitUntil(path.exists, timeout=20_000)
    with pikepdf.open(path) as file:
        assert len(file.pages) == page.preview.pages.count
        assert "000001" in str(file.docinfo["/Subject"])
        assert "王建国" not in f"{dict(file.docinfo)}{file.Root.Metadata.read_bytes().decode()}"
    copies = office.lane.do(lambda: office.application.copies.page())
    assert [(c.number, c.way, c.purpose) for c in copies] == [(1, CopyWay.EXPORT, "年度考核")]
    assert "王建国" in copies[0].title
    assert path.read_bytes() != page.preview.pdf


def test_after_a_lock_the_same_is_wanted(qtbot, office, page, talk_id):
    page.form.choose(K.TALK_REPORT)
    page.form.talk.choose(talk_id)
    qtbot.waitUntil(lambda: page.form.talk.chosen == talk_id)
    page.form.addressee.setText("县纪委常委会")
    again = PapersPage(paper_desk_of(office.application, office.tasks))
    qtbot.addWidget(again)
    again.return_to(page.place())
    again.show()
    qtbot.waitUntil(lambda: again.form.talk.chosen == talk_id)
    assert again.form.wish() == page.form.wish()


def test_every_document_has_room_for_its_fields_in_large_type(window, workspace):
    window._look.choose(18)
    window.resize(1366, 720)
    workspace.go(Destination("papers"))
    settle(window)
    for kind in PaperKind:
        workspace.current.form.choose(kind)
        settle(window, 2)
        assert not cut_off(window), kind


def test_enter_on_a_talk_makes_its_paper(qtbot, page):
    page.form.choose(K.TALK_REPORT)
    qtbot.waitUntil(lambda: page.form.talk.list.count() == 1)
    QTest.keyClick(page.form.talk.list, Qt.Key.Key_Home)
    QTest.keyClick(page.form.talk.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.preview.pages.count > 0, timeout=20_000)


def test_everything_has_a_name_and_each_role_its_documents(page):
    for kind in PaperKind:
        page.form.choose(kind)
        assert not nameless(page), kind
    assert may(HolderRole.RECORDER, K.LEDGER.act)
    assert not may(HolderRole.RECORDER, K.HANDOVER_SLIP.act)
    assert not may(HolderRole.AUDITOR, K.PERSON_ARCHIVE.act)
