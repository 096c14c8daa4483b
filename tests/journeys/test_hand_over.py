"""County → stick → registry → receipt → county, twice, by keyboard; one package is lost between.

Both sides notice what is lost: the registry refuses what comes after it and says which number it
misses, and the county reads that off the stick and writes the number once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.progress import NoProgress
from app.domain.registry import Reception
from app.domain.sticks import StickRow
from app.services.registry import Registry
from tests.handover.sealed import seal_a_talk
from tests.journeys.hands import ALT, Hands, Key, shown_window, unlock
from ui.main_window import MainWindow

TALKS = 3


@pytest.fixture
def window(qtbot, qapp, sticks, access, new_vault) -> Iterator[MainWindow]:
    application = access.create(new_vault, NoProgress())
    for number in range(1, TALKS + 1):
        seal_a_talk(application.handover, number)
    application.lock()
    with shown_window(qtbot, access) as shown:
        yield shown


class County:
    """What the clerk of the county does, with two hands on a keyboard."""

    def __init__(self, hands: Hands, window: MainWindow) -> None:
        self.hands = hands
        unlock(hands, window)
        hands.press(Key.Key_7, ALT)
        self.page = window.workspace.current
        self.packages, self.wizard = self.page.packages, self.page.wizard

    def trust(self, identity: Path) -> None:
        """On the way to the first package the registry's digits are compared and trusted."""
        step = self.wizard.steps[2]
        self.hands.see(lambda: self.wizard.number == 2)
        self.hands.push_and_name(step.card_button, identity)
        self.hands.see(step.compared.isVisible)
        self.hands.go_to(step.compared)
        self.hands.press(Key.Key_Space)
        self.hands.push(step.trust_button)

    def choose_one_talk(self) -> None:
        """Of the talks that are ticked only the first stays."""
        talks = self.wizard.talks
        self.hands.see(talks.is_ready)
        self.hands.push(talks.none_button)
        self.hands.go_to(talks.table)
        self.hands.press(Key.Key_Home)
        self.hands.press(Key.Key_Space)
        self.hands.see(talks.is_ready)

    def write(self, identity: Path | None = None) -> int:
        """The next package with one talk, on the only stick that is plugged in; its number."""
        self.hands.push(self.packages.write_button)
        self.choose_one_talk()
        self.next()
        self.next()
        if identity is not None:
            self.trust(identity)
        self.hands.see(lambda: self.wizard.number == 2 and self.wizard.steps[2].is_ready())
        self.next()
        return self.put_on_stick()

    def write_again(self, number: int) -> int:
        """The number the registry misses, by the button that says so."""
        buttons = self.packages.strip.findChildren(type(self.packages.write_button))
        self.hands.push(next(one for one in buttons if f"第 {number} 号" in one.text()))
        return self.put_on_stick()

    def put_on_stick(self) -> int:
        wizard = self.wizard
        picker = wizard.steps[3].picker
        self.hands.see(lambda: picker.list.count() == 1)
        self.hands.go_to(picker.list)
        self.hands.press(Key.Key_Down)
        self.hands.press(Key.Key_Home)
        self.next()
        self.hands.see(wizard.steps[4].is_ready)
        self.next()
        self.hands.see(lambda: wizard.write.written and not wizard.write.is_at_work)
        assert "可以拔出" in wizard.write.answer.remedy.text()
        self.hands.push(wizard.next_button)
        return int(wizard.write.written.number)

    def take_answers(self) -> list[str]:
        """What the registry put on the stick that is plugged in; what each answer settled."""
        panel = self.page.receipts
        self.hands.push(self.packages.receipt_button)
        self.hands.see(lambda: panel.picker.list.count() == 1)
        self.hands.go_to(panel.picker.list)
        self.hands.press(Key.Key_Down)
        self.hands.press(Key.Key_Home)
        self.hands.push(panel.take_button)
        self.hands.see(panel.answer.isVisible)
        said = [panel.table.item(n, 1).text() for n in range(panel.table.rowCount())]
        self.hands.push(panel.close_button)
        return said

    def next(self) -> None:
        self.hands.push(self.wizard.next_button)

    def state(self, number: int) -> str:
        """What the list says of a package."""
        table = self.packages.table
        rows = {table.item(n, 0).text(): table.item(n, 5).text() for n in range(table.rowCount())}
        return rows.get(str(number), "")


class Desk:
    """What the registry does with a stick: it takes what is on it and answers onto it."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def take(self, stick: StickRow) -> dict[str, Reception]:
        folder = Path(stick.folder)
        done = self.registry.receive(folder, folder, NoProgress())
        return {one.package[-1]: one for one in done}


def introduce(county: County, registry: Registry, card: Path) -> None:
    """The county writes its card, and the registry trusts it."""
    county.hands.push_and_name(county.packages.card_button, card)
    county.hands.see(card.exists)
    registry.trust(card.read_bytes())


def settled(county: County, *numbers: int) -> bool:
    return all("已接收" in county.state(number) for number in numbers)


def test_two_rounds_and_a_package_that_was_lost_between(qtbot, window, registry, sticks, tmp_path):
    hands = Hands(qtbot, window)
    county, desk = County(hands, window), Desk(registry)
    introduce(county, registry, tmp_path / "office-card.txt")

    # the first round: taken, answered, settled
    red = sticks.plug_in(tmp_path / "red", "4C530001", "红盘")
    assert county.write(tmp_path / "registry" / "identity.txt") == 1
    assert sticks.rows == []  # ejected
    assert desk.take(red)["1"].is_taken
    sticks.rows = [red]
    assert any("第 1 号包登记处已接收" in words for words in county.take_answers())
    hands.see(lambda: settled(county, 1))

    # the second package is lost on its way; the third arrives and has to wait
    sticks.rows = []
    sticks.plug_in(tmp_path / "blue", "4C530002", "蓝盘")
    assert county.write() == 2
    sticks.rows = [red]
    assert county.write() == 3
    waits = desk.take(red)["3"]
    assert (waits.reason, waits.missing) == ("gap", (2,))

    # both sides know: the county reads it off the stick and writes number two once more
    sticks.rows = [red]
    assert any("还缺第 2 号" in words for words in county.take_answers())
    hands.see(lambda: county.state(3) == "⚠ 登记处没有收")
    sticks.rows = []
    green = sticks.plug_in(tmp_path / "green", "4C530003", "绿盘")
    assert county.write_again(2) == 2

    # the second round: number two is taken, and number three after it by itself
    taken = desk.take(green)
    assert (taken["2"].is_taken, taken["3"].is_taken) == (True, True)
    sticks.rows = [green]
    assert sum("登记处已接收" in words for words in county.take_answers()) == 2
    hands.see(lambda: settled(county, 1, 2, 3))
    assert not county.packages.strip.isVisible()
    assert [row.gaps for row in registry.offices()] == [()]
