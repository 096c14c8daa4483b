"""Every view of the plan fits on the smallest screen at the largest type, and all has a name."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QStackedWidget

from app.domain.planning import PlanWish
from tests.ui.sight import cut_off, nameless
from ui import start
from ui.plans.desk import plan_desk_of
from ui.plans.plans_page import PlansPage

ROOM = (1156, 591)  # what 1366×720 leaves for a page at 18 points


@pytest.fixture
def page_at_18(qtbot, office, access):
    look = start.look_control(access)
    before = look.look
    look.choose(18, before.contrast)
    plans = office.application.plans
    office.lane.do(lambda: plans.build(2026, plans.propose(2026, PlanWish(owner=plans.owner()))))
    page = PlansPage(plan_desk_of(office.application, office.tasks))
    frame = QStackedWidget()
    qtbot.addWidget(frame)
    frame.setFixedSize(*ROOM)
    frame.addWidget(page)
    frame.show()
    page.refresh_if_stale()
    yield page
    page.setParent(None)
    look.choose(before.type_size, before.contrast)


def test_every_view_of_the_plan_fits_and_has_names(qtbot, page_at_18, office):
    page, faults = page_at_18, []

    def look(view: str) -> None:
        office.lane.do(lambda: None)
        for _ in range(3):
            QApplication.processEvents()
        faults.extend(f"{view}: {fault}" for fault in (*cut_off(page), *nameless(page)))

    qtbot.waitUntil(lambda: page.list.model.rowCount() == 4)
    page.list.table.choose(0)
    look("list")
    for act in ("change", "drop", "add", "copy"):
        page.begin(act)
        look(act)
    page.show_list()
    page.list.go_to_year(2027)
    page.begin("build")
    qtbot.waitUntil(lambda: page.build.table.rowCount() == 4)
    look("build")
    page.show_list()
    page.list.go_to_year(2026)
    page.begin("print")
    qtbot.waitUntil(lambda: page.paper.pages.count == 1)
    look("print")
    assert not faults, "\n".join(faults)
