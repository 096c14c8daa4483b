"""The whole product without a mouse: from the empty machine to the stick, the backup and the lock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.finding import FindingStatus
from app.domain.finding_history import FindingAct
from app.domain.talk import TalkStatus
from app.services.registry import Registry
from tests.conftest import PASSPHRASE
from tests.journeys.hands import ALT, CTRL, Hands, Key, shown_window
from tests.journeys.test_collective_by_keyboard import (
    begin,
    choose,
    close,
    note_finding,
    pass_warnings,
    sign_and_seal,
    unlock,
)
from tests.journeys.test_finding import open_it
from tests.journeys.test_hand_over import County, Desk
from ui.main_window import MainWindow

ANSWERS = (
    "3月2日学了一次，定了两件事，已办成一件。",
    "上级交办的征地任务还差两户，本周内由书记去谈。",
    "班子会末位表态，记录当场签字，已有四次。",
    "公务接待没有公函的有三笔，共2140元，已退回。",
)


@pytest.fixture
def window(qtbot, qapp, sticks, access) -> Iterator[MainWindow]:
    """The window of a machine on which there is no vault yet."""
    with shown_window(qtbot, access) as shown:
        yield shown


class Clerk(County):
    """The clerk at the counter of a window that is open already."""

    def __init__(self, hands: Hands, window: MainWindow) -> None:
        self.hands = hands
        hands.press(Key.Key_7, ALT)
        self.page = window.workspace.current
        self.packages, self.wizard = self.page.packages, self.page.wizard


def make_a_vault(hands: Hands, window: MainWindow, folder: Path) -> None:
    """The first run: a folder, a passphrase twice, the office, the look."""
    wizard = window.door.wizard
    hands.see(lambda: hands.here() is wizard.where.here)
    hands.press(Key.Key_Down)
    assert wizard.where.elsewhere.isChecked()
    folder.mkdir()
    hands.push_and_name(wizard.where.choose, folder)
    hands.push(wizard.next_button)
    step = wizard.passphrase
    assert hands.here() is step.first.edit
    hands.type(PASSPHRASE)
    hands.go_to(step.second)
    hands.type(PASSPHRASE)
    hands.go_to(step.understood)
    hands.press(Key.Key_Space)
    hands.push(wizard.next_button)
    hands.type("清河县纪委监委")
    hands.go_to(wizard.office.secretary)
    hands.type("李明")
    hands.go_to(wizard.office.code)
    hands.type("420322")
    hands.push(wizard.next_button)
    hands.push(wizard.next_button)
    hands.see(lambda: wizard.made is not None, 40)
    hands.see(lambda: hands.here() is wizard.next_button)
    hands.press(Key.Key_Return)
    hands.see(lambda: window.workspace is not None)


def enter_a_person(hands: Hands, window: MainWindow) -> None:
    hands.press(Key.Key_3, ALT)
    people = window.workspace.current
    hands.press(Key.Key_N, CTRL)
    hands.see(lambda: people.forms.dialog is not None)
    form = people.forms.dialog
    hands.see(lambda: form.isAncestorOf(hands.here()))
    hands.type("王建国")
    hands.go_to(form.post.unit.name.lineEdit())
    hands.type("羊尾镇")
    hands.press(Key.Key_Escape) if QApplication.activePopupWidget() else None
    hands.go_to(form.post.title)
    hands.type("党委书记")
    hands.go_to(form.post.is_principal)
    hands.press(Key.Key_Space)
    hands.push(form.way_on)
    hands.see(lambda: people.forms.dialog is None)
    hands.take_up()
    hands.see(lambda: people.model.rowCount() == 1)


def arrange(hands: Hands, window: MainWindow):
    hands.press(Key.Key_2, ALT)
    page = window.workspace.current
    hands.press(Key.Key_N, CTRL)
    form = page.plan
    hands.see(form.isVisible)
    hands.go_to(form.place_edit)
    hands.type("县纪委监委谈话室")
    hands.go_to(form.subject)
    hands.type("同下级“一把手”谈话")
    hands.go_to(form.interviewees)
    choose(hands, form.interviewees, "wjg", 1)
    hands.go_to(form.recorder)
    choose(hands, form.recorder, "周小雨", 1)
    hands.push(form.confirm_button)
    editor = page.editor
    hands.see(lambda: editor.talk is not None and editor.prepare.choice.chosen())
    return editor


def hold_the_talk(hands: Hands, editor, clock) -> None:
    begin(hands, editor)
    conduct = editor.conduct
    for number, answer in enumerate(editor.talk.answers):
        while conduct.outline.key() != answer.id:
            hands.press(Key.Key_Down, ALT)
        clock.move(minutes=4)
        hands.type(f"第{number + 1}问：" + ANSWERS[number % len(ANSWERS)])
        if number == 1:
            note_finding(hands, editor)
    close(hands, editor)


def read_through(hands: Hands, editor) -> None:
    hands.see(editor.confirm.confirm_button.isVisible)
    pass_warnings(hands, editor.confirm)
    hands.push(editor.confirm.confirm_button)
    hands.see(lambda: editor.talk.status is TalkStatus.TO_SIGN, 40)


def follow_the_finding(hands: Hands, window: MainWindow) -> None:
    """The four lists are completed and sent out."""
    follower = open_it(hands, window)
    follower.begin(FindingAct.COMPLETE)
    form = follower.panel.forms.form
    for edit, text in (
        (form.effect, "每次采购都有记录"),
        (form.leader, "王建国"),
        (form.responsible, "李四"),
    ):
        hands.go_to(edit)
        hands.type(text)
    follower.send()
    follower.begin(FindingAct.ISSUE)
    follower.send()
    follower.reach(FindingStatus.ISSUED)


def hand_over(hands: Hands, window: MainWindow, registry: Registry, sticks, folder: Path) -> None:
    county, card = Clerk(hands, window), folder / "office-card.txt"
    hands.push_and_name(county.packages.card_button, card)
    hands.see(card.exists)
    registry.trust(card.read_bytes())
    red = sticks.plug_in(folder / "red", "4C530001", "红盘")
    assert county.write(folder / "registry" / "identity.txt") == 1
    assert Desk(registry).take(red)["1"].is_taken
    sticks.rows = [red]
    assert any("第 1 号包登记处已接收" in words for words in county.take_answers())


def back_up(hands: Hands, window: MainWindow) -> None:
    hands.press(Key.Key_8, ALT)
    hands.push(window.workspace.current.backups_card.button)
    page = window.workspace.current
    hands.see(lambda: page.backup.state is not None)
    hands.push(page.backup.make_button)
    hands.see(lambda: page.backup.make_button.isEnabled())
    hands.press(Key.Key_Escape)
    hands.see(lambda: window.workspace.current is not page)


def test_the_whole_product_by_keys_alone(qtbot, window, registry, sticks, clock, tmp_path):
    hands = Hands(qtbot, window)
    make_a_vault(hands, window, tmp_path / "vault")
    enter_a_person(hands, window)
    editor = arrange(hands, window)
    hold_the_talk(hands, editor, clock)
    read_through(hands, editor)
    sign_and_seal(hands, editor, tmp_path / "signed.pdf")
    follow_the_finding(hands, window)
    hand_over(hands, window, registry, sticks, tmp_path)
    back_up(hands, window)
    hands.press(Key.Key_F1)
    hands.see(lambda: window.workspace.heading.text() == "帮助")
    hands.press(Key.Key_L, CTRL)
    hands.see(lambda: window.workspace is None)
    unlock(hands, window)
    hands.see(lambda: window.workspace.heading.text() == "帮助")
