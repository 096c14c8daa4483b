"""The sheet of one finding at work: what is refused, put back, brought, and what branches off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.changes import Changes
from app.domain.finding import FindingStatus, MeasureKind
from app.domain.finding_closing import ClosingEntry, Decision
from app.domain.finding_course import Completion
from app.domain.finding_history import FindingAct
from app.domain.holders import HolderRole
from app.domain.ids import FindingId
from app.services.talks import FindingEntry
from tests import brought
from tests.ui.office import Office, write
from tests.ui.sight import cut_off, nameless
from ui import icons, theme
from ui.page import Destination
from ui.rectifying.desk import rectifying_desk_of
from ui.rectifying.sheet_forms import FORMS
from ui.rectifying.sheet_panel import SheetPanel

S = FindingStatus


class Sheet:
    """A panel, the finding in it, and what it told."""

    def __init__(self, qtbot, office: Office) -> None:
        self.qtbot, self.office = qtbot, office
        self.rectifying = office.application.rectifying
        self.panel = self.made()
        self.told: list[object] = []
        self.gone: list[Destination] = []
        self.panel.told.connect(self.told.append)
        self.panel.go.connect(self.gone.append)

    def made(self, role: HolderRole = HolderRole.ADMINISTRATOR) -> SheetPanel:
        desk = rectifying_desk_of(self.office.application, self.office.tasks)
        panel = SheetPanel(replace(desk, role=role))
        self.qtbot.addWidget(panel)
        panel.resize(690, 600)
        panel.show()
        return panel

    @property
    def today(self):
        clock = self.office.clock
        return clock.local(clock.now()).date()

    @property
    def form(self):
        return self.panel.forms.form

    @property
    def finding(self):
        return self.panel.sheet.finding

    def found(self, **more) -> FindingId:
        talk_id = self.office.begun(0, 1)
        talk = self.office.talk(talk_id)
        whose = {} if more.get("is_common") else {"unit_id": talk.participants[0].unit_id}
        entry = FindingEntry(talk.answers[0].area, "三笔采购没有集体研究", **whose, **more)
        finding_id = self.do(lambda: self.office.talks.add_finding(talk_id, entry))[0]
        self.show(finding_id)
        return finding_id

    def under_way(self) -> FindingId:
        finding_id = self.found()
        unit_id = self.finding.unit_id

        def bring() -> None:
            entry = Completion(measure="补议", measure_kind=MeasureKind.BY_DEADLINE)
            self.rectifying.complete(finding_id, entry)
            issue = self.rectifying.issue((unit_id, None), (finding_id,), self.today)[0]
            self.rectifying.sign_for(issue, "王建国", self.today)
            self.rectifying.begin(finding_id, self.today)

        self.do(bring)
        self.hear()
        return finding_id

    def do(self, work):
        return self.office.lane.do(work)

    def show(self, finding_id: FindingId) -> None:
        self.panel.show_finding(finding_id)
        self.settle()

    def hear(self) -> None:
        self.office.tasks.changed.emit(Changes.FINDINGS)
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            self.office.tasks.finish()
            QApplication.processEvents()

    def begin(self, act: FindingAct) -> None:
        self.panel.head.buttons[act].click()
        self.settle()

    def send(self) -> None:
        assert self.form.way_on.isEnabled()
        self.form.way_on.click()
        self.settle()

    def shown_acts(self) -> set[FindingAct]:
        buttons = self.panel.head.buttons
        return {act for act, made in buttons.items() if not made.isHidden()}


@pytest.fixture
def sheet(qtbot, office) -> Sheet:
    return Sheet(qtbot, office)


def test_what_is_refused_is_said_in_the_form_and_nothing_typed_is_lost(sheet):
    sheet.under_way()
    sheet.begin(FindingAct.SUBMIT)
    form = sheet.form
    write(form.came_of_it, "三笔已补议")
    write(form.signed_by, "王建国")
    sheet.send()
    assert sheet.form is form
    assert "佐证" in form.message.message.what
    form.done_on.setDate(form.done_on.date().addDays(-40))
    add_evidence(sheet)
    sheet.send()
    assert not form.named["done_on"].fault.isHidden()
    assert form.came_of_it.toPlainText() == "三笔已补议"
    form.done_on.setDate(form.asked_on.date())
    assert form.named["done_on"].fault.isHidden()
    sheet.send()
    assert sheet.form is None
    assert sheet.finding.status is S.SUBMITTED
    assert sheet.panel.head.buttons[FindingAct.DECIDE].text() == "监督检查室初审…"


def add_evidence(sheet: Sheet, name: str = "会议记录.pdf"):
    path = sheet.office.application.folder.parent / name
    path.write_bytes(brought.pdf(2))
    sheet.panel.evidence.bring_files([path])
    sheet.qtbot.waitUntil(lambda: not sheet.panel.evidence.bringing.is_busy)
    sheet.settle()


def test_evidence_is_brought_looked_at_and_taken_away_with_a_reason(sheet):
    sheet.under_way()
    add_evidence(sheet)
    evidence = sheet.panel.evidence
    assert sheet.panel.tabs.tabText(1) == "佐证材料（1）"
    assert evidence.view.pages.count == 2
    add_evidence(sheet, "同一份.pdf")
    assert "会议记录.pdf" in sheet.told[-1].text()
    evidence.remove_button.click()
    assert not sheet.form.way_on.isEnabled()
    write(sheet.form.reason, "换成盖章的一份")
    sheet.send()
    assert sheet.panel.sheet.evidence == ()
    assert sheet.panel.sheet.history.steps[-1].note == "会议记录.pdf：换成盖章的一份"


def test_after_a_lock_the_form_stands_as_it_stood(sheet):
    finding_id = sheet.found()
    sheet.begin(FindingAct.COMPLETE)
    form = sheet.form
    write(form.measure, "补开班子会")
    write(form.leader, "王建国")
    form.term.show_term("20w")
    form.milestones.add_button.click()
    write(form.milestones.lines[0].text, "会议开完")
    form.milestones.lines[0].done.setChecked(True)
    form.repeated.setChecked(True)
    before = form.entry()
    place = sheet.panel.place()
    form.reject()
    again = sheet.made()
    again.return_to(place)
    sheet.settle()
    assert again.forms.form.entry() == before
    assert before.milestones
    assert before.term == "20w"
    again.forms.form.way_on.click()
    sheet.settle()
    kept = sheet.do(lambda: sheet.rectifying.sheet(finding_id))
    assert (kept.finding.leader, kept.finding.is_repeated) == ("王建国", True)
    assert [(m.text, m.done_on) for m in kept.history.milestones] == [("会议开完", sheet.today)]


def test_a_clue_keeps_its_number_alone_and_takes_no_more_steps(sheet):
    sheet.found()
    sheet.begin(FindingAct.TRANSFER)
    write(sheet.form.reference, "反映某某在采购中收受好处，" * 4)
    sheet.send()
    assert not sheet.form.named["reference"].fault.isHidden()
    sheet.form.reference.clear()
    write(sheet.form.reference, "清纪函〔2026〕12号")
    sheet.send()
    assert sheet.finding.status is S.TRANSFERRED
    assert "文号 清纪函〔2026〕12号" in sheet.panel.head.next.text()
    assert sheet.shown_acts() == set()


def test_a_common_finding_goes_to_the_units_that_were_there(sheet):
    sheet.found(is_common=True)
    assert FindingAct.ISSUE not in sheet.shown_acts()
    sheet.begin(FindingAct.FAN_OUT)
    assert "选了 2 个单位" in sheet.form.count.text()
    sheet.send()
    names = [part.unit_name for part in sheet.panel.units.parts]
    assert sorted(names) == ["羊尾镇", "观音镇"]
    assert "已分解到 2 个单位，销号 0 个" in sheet.panel.head.next.text()
    sheet.begin(FindingAct.FAN_OUT)
    assert [i.text(0) for i in sheet.form._items()] == ["县财政局", "县教育局"]
    sheet.form.reject()
    sheet.settle()
    sheet.panel.units.open_button.click()
    sheet.settle()
    assert sheet.finding.common_id is not None
    assert FindingAct.ISSUE in sheet.shown_acts()
    common = sheet.finding.common_id
    sheet.panel.head.origin_button.click()
    sheet.settle()
    assert sheet.finding.id == common


def closed(sheet: Sheet) -> FindingId:
    finding_id = sheet.under_way()
    add_evidence(sheet)

    def close() -> None:
        day = sheet.today
        sheet.rectifying.submit(finding_id, ClosingEntry("三笔已补议", day, day, "王建国"))
        for who in ("赵六", "钱七", "李明"):
            sheet.rectifying.decide(finding_id, Decision(True, who, "", day))

    sheet.do(close)
    sheet.hear()
    return finding_id


def test_what_comes_up_again_is_opened_with_a_new_deadline(sheet):
    closed(sheet)
    assert sheet.finding.status is S.CLOSED
    assert "第 1 次，共 3 次" in sheet.panel.head.next.text()
    sheet.begin(FindingAct.LOOK_BACK)
    form = sheet.form
    write(form.seen, "又有一笔没有研究")
    write(form.who, "赵六")
    assert form.named["new_deadline"].isHidden()
    form.relapse.setChecked(True)
    form.term.show_day(sheet.today + timedelta(days=20))
    sheet.send()
    assert sheet.finding.status is S.UNDER_WAY
    assert sheet.finding.deadline == sheet.today + timedelta(days=20)
    assert "反弹 1 次" in sheet.panel.title.counts.text()
    assert all(not one.is_ahead for one in sheet.panel.sheet.history.look_backs)


def test_calling_to_account_needs_a_ground_and_is_answered(sheet):
    sheet.under_way()
    sheet.begin(FindingAct.CALL_TO_ACCOUNT)
    write(sheet.form.facts, "催办三次仍未整改")
    assert not sheet.form.way_on.isEnabled()
    next(iter(sheet.form.ticks.values())).setChecked(True)
    sheet.send()
    assert FindingAct.DECIDE_ACCOUNTABILITY in sheet.shown_acts()
    sheet.begin(FindingAct.DECIDE_ACCOUNTABILITY)
    write(sheet.form.outcome, "责令作出书面检查")
    write(sheet.form.who, "李明")
    sheet.send()
    assert sheet.panel.sheet.history.accountabilities[0].outcome == "责令作出书面检查"
    acts = sheet.panel.head.paper_button.menu().actions()
    next(act for act in acts if act.text() == "提请问责审批表").trigger()
    assert sheet.gone[-1] == Destination("papers", sheet.finding.id, "accountability_sheet")


def test_more_time_is_not_refused_without_a_reason(sheet):
    sheet.under_way()
    old = sheet.finding.deadline
    sheet.begin(FindingAct.ASK_MORE_TIME)
    write(sheet.form.reason, "会期推迟")
    sheet.send()
    assert "等审批" in sheet.panel.head.next.text()
    assert FindingAct.SUBMIT not in sheet.shown_acts()
    sheet.begin(FindingAct.DECIDE_MORE_TIME)
    write(sheet.form.who, "李明")
    sheet.form.is_granted.setCurrentIndex(1)
    assert not sheet.form.way_on.isEnabled()
    write(sheet.form.opinion, "会期可以提前")
    sheet.send()
    assert sheet.finding.deadline == old
    assert sheet.panel.sheet.history.extensions[0].opinion == "会期可以提前"


def test_who_may_only_look_is_offered_nothing_to_do(sheet):
    finding_id = sheet.found()
    looking = sheet.made(HolderRole.AUDITOR)
    looking.show_finding(finding_id)
    sheet.settle()
    assert all(made.isHidden() for made in looking.head.buttons.values())
    assert looking.parts.complete_button.isHidden()
    assert not looking.evidence.add_button.isEnabled()


def test_sheet_and_forms_are_whole_and_named_in_the_largest_type(sheet, qapp):
    theme.apply(qapp, theme.Look(type_size=18))
    icons.refresh(qapp)
    try:
        closed(sheet)
        ground = sheet.panel.forms.ground
        faults = []
        for tab in range(3):
            sheet.panel.tabs.setCurrentIndex(tab)
            sheet.settle()
            faults += [*cut_off(sheet.panel), *nameless(sheet.panel)]
        for act, make in FORMS.items():
            form = make(sheet.panel, ground)
            form.show()
            QApplication.processEvents()
            seen = [*cut_off(form), *nameless(form)]
            faults += [f"{act.value}: {fault}" for fault in seen]
            form.reject()
        assert not faults, "\n".join(faults)
    finally:
        theme.apply(qapp, theme.Look())
