"""One finding by keyboard: from the talk to the archive, sent back once, given more time once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.finding import FindingStatus
from app.domain.finding_history import ExtensionOutcome, FindingAct
from app.domain.ids import TalkId
from app.domain.people import Role, UnitKind
from app.services.people import PersonEntry
from app.services.talks import ParticipantEntry, TalkEntry
from tests import brought
from tests.conftest import PASSPHRASE, unlocked_copy
from tests.documents.paper import text_of
from tests.journeys.hands import ALT, CTRL, Hands, Key, shown_window
from ui.main_window import MainWindow
from ui.papers.papers_page import PapersPage

FOUND = "三笔采购没有集体研究，会议记录是后补的。"
LOOKED = "抽查3笔采购，都有集体研究记录"
CHAIN = ("赵六", "钱七", "李明")


@pytest.fixture
def window(qtbot, qapp, access, new_vault, clock) -> Iterator[MainWindow]:
    """The locked window of an office that has a talk under way."""
    application = unlocked_copy(access, new_vault)
    person = application.people.add_person(
        PersonEntry(
            name="王建国",
            new_unit_name="羊尾镇",
            new_unit_kind=UnitKind.TOWNSHIP,
            title="党委书记",
            is_principal=True,
        )
    )[0]
    people = (
        ParticipantEntry(Role.INTERVIEWEE, person),
        ParticipantEntry(Role.INTERVIEWER, None, "李明", "县纪委监委", "书记"),
        ParticipantEntry(Role.RECORDER, None, "周小雨", "县纪委监委", "干部"),
    )
    entry = TalkEntry("supervision", "同下级“一把手”谈话", clock.now(), "谈话室", people)
    talk_id: TalkId = application.talks.plan(entry)[0]
    numbers = tuple(p.number for p in application.prompts.current().prompts[:2])
    application.talks.prepare(talk_id, numbers)
    application.talks.begin(talk_id)
    # this office looks back twice; the shipped rules do so three times
    rules = application.rectifying.rules()
    application.rectifying.keep_rules(replace(rules, look_back_days=(30, 90)))
    application.lock()
    with shown_window(qtbot, access) as shown:
        yield shown


class Follower:
    """Two hands at the sheet of one finding."""

    def __init__(self, hands: Hands, window: MainWindow) -> None:
        self.hands, self.window = hands, window

    @property
    def page(self):
        return self.window.workspace.current

    @property
    def panel(self):
        return self.page.sheet

    @property
    def finding(self):
        return self.panel.sheet.finding

    def reach(self, status: FindingStatus) -> None:
        self.hands.see(lambda: self.finding.status is status)

    def fill(self, act: FindingAct, fields: Callable[[QWidget], list[tuple[QWidget, str]]]) -> None:
        """Press the act's button, type what its form asks, and send it."""
        self.begin(act)
        form = self.panel.forms.form
        for edit, text in fields(form):
            self.hands.go_to(edit)
            self.hands.type(text)
        self.send()

    def begin(self, act: FindingAct) -> None:
        self.hands.push(self.panel.head.buttons[act])
        self.hands.see(lambda: self.panel.forms.form is not None)
        form = self.panel.forms.form
        self.hands.see(lambda: form.isAncestorOf(self.hands.here()))

    def send(self) -> None:
        count = len(self.panel.sheet.history.steps)
        self.hands.push(self.panel.forms.form.way_on)
        self.hands.see(lambda: self.panel.forms.form is None)
        self.hands.take_up()
        self.hands.see(lambda: len(self.panel.sheet.history.steps) > count)

    def decide(self, who: str, refusal: str = "") -> None:
        self.begin(FindingAct.DECIDE)
        form = self.panel.forms.form
        if refusal:
            self.hands.go_to(form.is_granted)
            self.hands.press(Key.Key_Down)
        self.hands.go_to(form.who)
        self.hands.type(who)
        if refusal:
            self.hands.go_to(form.opinion)
            self.hands.type(refusal)
        self.send()

    def submit(self) -> None:
        self.fill(
            FindingAct.SUBMIT,
            lambda f: [(f.came_of_it, "三笔已补议并公示，办法已印发。"), (f.signed_by, "王建国")],
        )
        self.reach(FindingStatus.SUBMITTED)

    def look_back(self) -> None:
        self.fill(FindingAct.LOOK_BACK, lambda f: [(f.seen, LOOKED), (f.who, "赵六")])

    def printed(self, words: str) -> str:
        """What stands on the paper of that name, made from the sheet's menu and looked at."""
        button = self.panel.head.paper_button
        self.hands.go_to(button)
        waiting = QTimer(self.window, interval=20)
        waiting.timeout.connect(lambda: self._choose(waiting, button.menu(), words))
        waiting.start()
        self.hands.press(Key.Key_Space)  # comes back when the menu is closed
        self.hands.take_up()
        self.hands.see(lambda: isinstance(self.page, PapersPage))
        papers = self.page
        self.hands.see(lambda: papers.preview.made is not None)
        self.hands.see(lambda: papers.preview.pages.count > 0)
        text = text_of(papers.preview.made.pdf)
        self.hands.press(Key.Key_Escape)
        self.hands.see(lambda: self.page is not papers)
        self.hands.see(lambda: self.panel.isVisible())
        return text

    def _choose(self, waiting: QTimer, menu: QMenu, words: str) -> None:
        if not menu.isVisible():
            return
        waiting.stop()
        waiting.deleteLater()
        texts = [act.text() for act in menu.actions()]
        for _ in range(texts.index(words) + 1):
            QTest.keyClick(menu, Key.Key_Down)  # an open menu has the keys, whatever the focus
        assert menu.activeAction().text() == words
        QTest.keyClick(menu, Key.Key_Return)


def find_it(hands: Hands, window: MainWindow) -> None:
    """Into the talk that is under way, and one key for what it brought up."""
    hands.go_to(window.door.unlock.passphrase)
    hands.type(PASSPHRASE)
    hands.press(Key.Key_Return)
    hands.see(lambda: window.workspace is not None)
    hands.press(Key.Key_2, ALT)
    page = window.workspace.current
    hands.see(lambda: page.list.model.rowCount() == 1)
    hands.go_to(page.list.table.view)
    hands.press(Key.Key_Return)
    hands.see(lambda: page.editor.isVisible() and bool(page.editor.conduct.outline.key()))
    drawer = page.editor.conduct.asides.finding
    hands.see(page.editor.conduct.sheet.editor.isVisible)
    hands.press(Key.Key_M, CTRL)
    hands.see(drawer.isVisible)
    hands.go_to(drawer.manifestation)
    hands.type(FOUND)
    hands.press(Key.Key_Return, CTRL)
    hands.see(lambda: "1 个" in page.editor.conduct.findings.text())


def open_it(hands: Hands, window: MainWindow) -> Follower:
    """From the talk to the ledger, and the one row there is opened."""
    hands.press(Key.Key_4, ALT)
    page = window.workspace.current
    hands.see(lambda: page.list.model.rowCount() == 1)
    hands.go_to(page.list.table.view)
    hands.press(Key.Key_Return)
    hands.see(lambda: page.sheet.sheet is not None)
    return Follower(hands, window)


def bring_it_to_the_unit(follower: Follower) -> None:
    """The four lists are completed, sent out, signed for; the unit begins."""
    follower.begin(FindingAct.COMPLETE)
    form, hands = follower.panel.forms.form, follower.hands
    assert hands.here() is form.measure
    hands.type("补议三笔采购，修订采购办法")
    hands.go_to(form.kind)
    hands.press(Key.Key_Down, times=2)
    for edit, text in (
        (form.effect, "每笔采购都有记录"),
        (form.leader, "王建国"),
        (form.responsible, "李四"),
    ):
        hands.go_to(edit)
        hands.type(text)
    follower.send()
    assert not follower.panel.sheet.lacking
    follower.begin(FindingAct.ISSUE)
    follower.send()
    follower.reach(FindingStatus.ISSUED)
    follower.fill(FindingAct.CLAIM, lambda f: [(f.signed_by, "王建国")])
    follower.reach(FindingStatus.CLAIMED)
    hands.push(follower.panel.head.buttons[FindingAct.BEGIN])
    follower.reach(FindingStatus.UNDER_WAY)


def put_it_right(follower: Follower, clock, folder: Path) -> None:
    """Reported with a paper, sent back once, given more time once, agreed to by the chain."""
    hands, panel = follower.hands, follower.panel
    clock.move(days=20)
    follower.begin(FindingAct.REPORT)
    form = panel.forms.form
    hands.type("三笔已补议，会议记录签字齐全。")
    paper = folder / "会议记录.pdf"
    paper.write_bytes(brought.pdf(2))
    hands.push_and_name(form.files_button, paper)
    hands.window = form
    hands.take_up()
    hands.window = follower.window
    follower.send()
    hands.see(lambda: len(panel.sheet.evidence) == 1)
    follower.submit()
    follower.decide("赵六", "缺采购办法的正式文本")
    follower.reach(FindingStatus.UNDER_WAY)
    old = follower.finding.deadline
    follower.fill(FindingAct.ASK_MORE_TIME, lambda f: [(f.reason, "办法要上党委会")])
    follower.fill(FindingAct.DECIDE_MORE_TIME, lambda f: [(f.who, "李明")])
    hands.see(lambda: follower.finding.extensions == 1)
    assert follower.finding.deadline == old + timedelta(days=14)
    assert panel.title.first_deadline.text() == f"原定 {old.year}年{old.month}月{old.day}日"
    follower.submit()
    for who in CHAIN:
        follower.decide(who)
    follower.reach(FindingStatus.CLOSED)


def test_one_finding_by_keyboard_from_the_talk_to_the_archive(qtbot, window, clock, tmp_path):
    hands = Hands(qtbot, window)
    find_it(hands, window)
    follower = open_it(hands, window)
    bring_it_to_the_unit(follower)
    put_it_right(follower, clock, tmp_path)
    assert follower.finding.number in follower.printed("四张清单（这一条）")
    assert follower.finding.number in follower.printed("整改台账（这一条）")
    sheet = follower.printed("销号审批表")
    assert all(who in sheet for who in CHAIN)
    for days in (30, 60):
        clock.move(days=days)
        follower.look_back()
    follower.reach(FindingStatus.ARCHIVED)

    finding, history = follower.finding, follower.panel.sheet.history
    assert (finding.returns, finding.extensions, finding.relapses) == (1, 1, 0)
    assert [one.outcome for one in history.extensions] == [ExtensionOutcome.GRANTED]
    assert [one.result for one in history.look_backs] == [LOOKED] * 2
    assert "● 归档" in follower.panel.head.way.text()
