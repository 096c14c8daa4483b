"""Who must not sit opposite whom is noted on the person's card."""

from __future__ import annotations

import pytest

from tests.ui.office import write
from ui.people.desk import people_desk_of
from ui.people.people_page import PeoplePage
from ui.widgets.words import label as words


@pytest.fixture
def page(qtbot, office) -> PeoplePage:
    desk = people_desk_of(office.application, office.tasks)
    for person in office.persons:
        office.lane.do(lambda known=person: desk.archives.open(known, "登记回避"))
    shown = PeoplePage(desk)
    qtbot.addWidget(shown)
    shown.resize(1150, 620)
    shown.show()
    shown.refresh_if_stale()
    qtbot.waitUntil(lambda: shown.view.card is not None)
    return shown


def pairs(office, number: int) -> list[tuple[str, str]]:
    recusals = office.application.recusals
    return [(r.name, r.ground) for r in office.lane.do(lambda: recusals.of(office.persons[number]))]


def seen(page) -> str:
    return "\n".join(one.text() for one in page.view.findChildren(type(words(""))))


def test_a_pair_is_noted_with_its_ground_and_seen_from_both_sides(qtbot, page, office):
    first = page.view.card.person
    page.view.recusal_asked.emit(first)
    form = page.recusal_forms.dialog
    other = next(n for n, p in enumerate(office.persons) if p != first.id)
    name = {0: "wjg", 1: "zxm", 2: "mmt", 3: "tf"}[other]
    write(form.search, name)
    qtbot.waitUntil(lambda: form.found.count() == 1)
    assert not form.way_on.isEnabled()
    write(form.ground, "夫妻")
    place = page.place()
    form.way_on.click()
    qtbot.waitUntil(lambda: "夫妻" in seen(page))
    assert [ground for _, ground in pairs(office, other)] == ["夫妻"]
    assert pairs(office, other)[0][0] == first.name
    page.view.recusal_released.emit(first.id, office.persons[other])
    qtbot.waitUntil(lambda: "夫妻" not in seen(page))
    assert pairs(office, other) == []
    page.return_to(place)
    again = page.recusal_forms.dialog
    assert again.ground.text() == "夫妻"
    assert again.other().id == office.persons[other]
    again.reject()
