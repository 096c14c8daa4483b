"""Before a talk its papers are made, and what stands in its way is said while it is arranged."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.ids import TalkId
from app.domain.people import Role
from app.domain.planning import PlanWish
from app.services.people import PersonEntry
from tests.ui.office import write
from tests.ui.sight import cut_off, nameless
from ui import start
from ui.page import Destination
from ui.talks.papers_panel import BLANK, NOTICE, REQUEST, SIGN_IN, PapersPanel
from ui.widgets.dates import moment_edit

ROOM = (1156, 591)


@pytest.fixture
def papers(qtbot, office) -> PapersPanel:
    """The papers of a talk with two persons, without the page around them."""
    panel = PapersPanel(office.desk())
    qtbot.addWidget(panel)
    panel.setFixedSize(*ROOM)
    panel.show()
    panel.begin(office.plan(0, 1, kind="collective", hours=240), "2026-0001")
    qtbot.waitUntil(lambda: bool(panel.bring.toPlainText()))
    return panel


def acts(office) -> list[str]:
    audit = office.application.audit
    return [entry.what for entry in office.lane.do(lambda: audit.page(limit=20))]


def test_the_papers_are_reached_from_the_preparation_and_come_back_after_a_lock(
    qtbot, page, office
):
    page.open_talk(office.plan(0))
    qtbot.waitUntil(lambda: page.editor.talk is not None)
    page.editor.prepare.papers_button.click()
    papers = page.papers
    qtbot.waitUntil(lambda: bool(papers.bring.toPlainText()))
    papers.choose(REQUEST)
    papers.phone.setText("0719-1")
    place = page.place()
    papers.phone.clear()
    page.return_to(place)
    qtbot.waitUntil(lambda: papers.phone.text() == "0719-1")
    assert papers.place().paper == REQUEST
    assert page.step_back()
    assert page.editor.isVisible()


def test_a_notice_is_made_for_everybody_and_its_contact_is_known_the_next_time(
    qtbot, papers, office, tmp_path
):
    write(papers.name, "周小雨")
    papers.make_button.click()
    qtbot.waitUntil(lambda: papers.preview.pages.count == 2)
    papers.preview.save_wanted.emit(tmp_path / "notice.pdf")
    qtbot.waitUntil(lambda: (tmp_path / "notice.pdf").exists())
    papers.name.clear()
    papers.begin(papers.place().talk_id)
    qtbot.waitUntil(lambda: papers.name.text() == "周小雨")
    assert {"talk.notice", "talk.paper_copy"} <= set(acts(office))


def test_the_offices_that_are_ticked_are_asked(qtbot, papers):
    papers.choose(REQUEST)
    for key, box in papers.organs.items():
        box.setChecked(key in ("audit", "petition"))
    papers.make()
    qtbot.waitUntil(lambda: papers.preview.pages.count == 2)
    for box in papers.organs.values():
        box.setChecked(False)
    papers.make()
    assert papers.messages.message.what == "一家也没有选。"


def test_the_sign_in_sheet_needs_nothing_to_be_filled_in(qtbot, papers):
    papers.choose(SIGN_IN)
    assert not papers.contact.isVisible()
    papers.make()
    qtbot.waitUntil(lambda: papers.preview.pages.count == 1)


def test_the_papers_fit_at_the_largest_type(papers, access):
    look = start.look_control(access)
    before = look.look
    look.choose(18, before.contrast)
    faults = []
    for paper in (NOTICE, REQUEST, SIGN_IN):
        papers.choose(paper)
        for _ in range(3):
            QApplication.processEvents()
        faults += [f"{paper}: {f}" for f in (*cut_off(papers), *nameless(papers))]
    look.choose(before.type_size, before.contrast)
    assert not faults, "\n".join(faults)


# ── arranging ────────────────────────────────────────────────────────────────────────────────────


def first_line(office):
    plans = office.application.plans
    wish = PlanWish(owner=plans.owner(), deputies=plans.interviewers("吴清"))
    plans.build(2026, plans.propose(2026, wish))
    rows = plans.year(2026).rows
    return next(row for row in rows if row.item.is_delegated)


def test_a_talk_is_arranged_from_a_line_of_the_plan(qtbot, page, office):
    line = office.lane.do(lambda: first_line(office))
    page.arrive(Destination("talks", line.item.id, "plan"))
    form = page.plan
    qtbot.waitUntil(lambda: bool(form.interviewees.picks()))
    assert form.interviewees.picks()[0].name == line.name
    assert form.interviewer.picks()[0].name == "吴清"
    assert form.delegation.text() == "受李明委托"
    assert form.subject.text() == "2026年度监督谈话"
    place = page.place()
    page.return_to(place)
    assert page.plan.items == (line.item.id,)
    write(form.place_edit, "谈心谈话室")
    write(form.recorder.search, "周小雨")
    qtbot.waitUntil(form.recorder.found.isVisible)
    qtbot.keyClick(form.recorder.search, Qt.Key.Key_Return)
    form.confirm_button.click()
    qtbot.waitUntil(lambda: page.editor.isVisible() and page.editor.talk is not None)
    plans = office.application.plans
    row = office.lane.do(lambda: plans.row(line.item.id))
    assert row.item.talk_id == row.talk_id == page.editor.talk.id
    talk = office.talk(TalkId(row.talk_id))
    assert talk.delegation == "受李明委托"


def test_a_collective_talk_is_arranged_from_several_lines(qtbot, page, office):
    def build():
        plans = office.application.plans
        plans.build(2026, plans.propose(2026, PlanWish(kind="collective", owner=plans.owner())))
        return [row.item.id for row in plans.year(2026).rows]

    ids = office.lane.do(build)
    page.arrive(Destination("talks", ",".join(ids), "plan"))
    qtbot.waitUntil(lambda: len(page.plan.interviewees.picks()) == len(ids) == 4)
    entry = page.plan.entry()
    talks, plans = office.application.talks, office.application.plans
    talk_id = office.lane.do(lambda: talks.plan(entry)[0])
    office.lane.do(lambda: plans.arranged_together(page.plan.items, talk_id))
    rows = office.lane.do(lambda: plans.year(2026)).rows
    assert {row.item.talk_id for row in rows} == {talk_id}


def test_who_must_keep_away_is_said_while_the_talk_is_arranged(qtbot, page, office):
    def keep_apart():
        people, recusals = office.application.people, office.application.recusals
        other = people.add_person(PersonEntry("吴清"))[0]
        recusals.add(office.persons[0], other, "近亲属")

    office.lane.do(keep_apart)
    talk_id = office.plan(0)
    page.open_talk(talk_id)
    qtbot.waitUntil(lambda: page.editor.talk is not None)
    page.plan.begin_change(page.editor.talk)
    page._stack.setCurrentWidget(page.plan)
    assert page.plan.cautions.isHidden()
    write(page.plan.companions.search, "吴清")
    qtbot.waitUntil(page.plan.companions.found.isVisible)
    qtbot.keyClick(page.plan.companions.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "应当回避：近亲属" in page.plan.cautions.text())
    assert office.talk(talk_id).in_role(Role.COMPANION) == ()


def test_a_room_that_is_taken_is_said_while_the_talk_is_arranged(qtbot, page, office):
    first = office.talk(office.plan(0, hours=3))
    second = office.plan(1, hours=30)
    page.open_talk(second)
    qtbot.waitUntil(lambda: page.editor.talk is not None)
    page.plan.begin_change(page.editor.talk)
    page._stack.setCurrentWidget(page.plan)
    same = moment_edit("", first.planned_at.astimezone()).dateTime()
    page.plan.when.setDateTime(same)
    qtbot.waitUntil(lambda: "也安排在县纪委监委谈心谈话室" in page.plan.cautions.text())


def test_blank_paper_is_made_with_as_many_pages_as_wanted(qtbot, papers, office):
    papers.choose(BLANK)
    assert papers.pages.isVisible()
    assert not papers.name.isVisible(), "it asks for nobody's telephone"
    papers.pages.setValue(3)
    papers.make_button.click()
    qtbot.waitUntil(lambda: papers.preview.pages.count == 3)
    assert acts(office)[0] == "talk.blank_form"
    QApplication.processEvents()
    assert not cut_off(papers)
    assert not nameless(papers)
