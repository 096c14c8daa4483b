"""What earlier talks left: it stands in the next one's preparation, and is looked back at there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from app.domain.finding import FindingStatus, MeasureKind
from app.domain.finding_closing import ClosingEntry, Decision
from app.domain.finding_course import Completion
from app.domain.finding_history import LookBackMethod
from app.domain.ids import FindingId
from app.domain.progress import NoProgress
from app.services.talks import FindingEntry
from tests import brought
from tests.ui.office import Office
from tests.ui.talks.test_conduct import open_talk

F6 = Qt.Key.Key_F6


def found(office: Office, text: str) -> FindingId:
    talk_id = office.begun()
    return office.lane.do(lambda: office.talks.add_finding(talk_id, FindingEntry("a1", text))[0])


def close(office: Office, finding_id: FindingId, folder) -> None:
    """Mended at once, applied for, and agreed to by the chain."""
    today = office.clock.local(office.clock.now()).date()
    paper = folder / "台账.pdf"
    paper.write_bytes(brought.pdf(1))
    mend = office.application.rectifying

    def do() -> None:
        mend.complete(finding_id, Completion(measure="补齐", measure_kind=MeasureKind.AT_ONCE))
        mend.add_evidence(finding_id, (paper,), NoProgress())
        mend.submit(finding_id, ClosingEntry("补齐了", today, today, "王建国"))
        for _ in range(3):
            mend.decide(finding_id, Decision(True, "李明", "", today))

    office.lane.do(do)


@pytest.fixture
def closed(office, tmp_path) -> FindingId:
    finding_id = found(office, "台账缺两个月")
    close(office, finding_id, tmp_path)
    office.clock.move(days=31)
    return finding_id


def sheet(office, finding_id):
    return office.lane.do(lambda: office.application.rectifying.sheet(finding_id))


def test_open_and_closed_findings_stand_in_the_preparation_of_the_next_talk(
    qtbot, page, office, closed
):
    found(office, "公车私用一次")
    office.clock.move(days=40)
    page.open_talk(office.plan())
    arrange = page.editor.prepare.arrange
    qtbot.waitUntil(lambda: "公车私用" in arrange.open_list.text())
    still_open, to_look_back = arrange.open_list.text().split("\n")
    assert still_open.startswith("⚠ ")
    assert "逾期" in still_open
    assert to_look_back.startswith("△ 待回头看　")
    assert "台账缺两个月" in to_look_back


def test_a_look_back_is_noted_in_the_talk_by_key(qtbot, page, office, closed):
    conduct = open_talk(qtbot, page, office.begun())
    qtbot.waitUntil(conduct.look_back.isVisible)
    qtbot.keyClick(conduct.sheet.editor, F6)
    drawer = conduct.asides.look_back
    assert "台账缺两个月" in drawer.which.currentText()
    assert not drawer.deadline.isVisible()
    drawer.confirm_button.click()
    assert "还没有写" in drawer.told.text()
    qtbot.keyClicks(drawer.result, "ok")
    place = conduct.asides.place()
    conduct.asides.close_all()
    conduct.asides.return_to(place, page.editor.talk, None, {"1": "一"})  # as after a lock
    assert drawer.result.text() == "ok"
    qtbot.keyClick(drawer.result, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not drawer.isVisible())
    first, second, _ = sheet(office, closed).history.look_backs
    assert (first.method, first.result, first.who) == (LookBackMethod.TALK, "ok", "李明")
    assert second.is_ahead


def test_a_relapse_seen_in_the_talk_opens_the_finding_with_a_new_deadline(
    qtbot, page, office, closed
):
    conduct = open_talk(qtbot, page, office.begun())
    qtbot.waitUntil(conduct.look_back.isVisible)
    conduct.open_look_back()
    drawer = conduct.asides.look_back
    drawer.result.setText("又缺一个月")
    drawer.relapse.setChecked(True)
    assert drawer.deadline.isVisible()
    drawer.deadline.show_term("10w")
    drawer.confirm_button.click()
    qtbot.waitUntil(lambda: not drawer.isVisible())
    finding = sheet(office, closed).finding
    assert (finding.status, finding.relapses) == (FindingStatus.UNDER_WAY, 1)
    today = office.clock.local(office.clock.now()).date()
    table = office.application.workdays.known
    assert table.workdays_between(today, finding.deadline) == 10
    qtbot.waitUntil(lambda: not conduct.look_back.isVisible())


def test_the_talk_tells_a_deadline_in_working_days_and_what_it_comes_to(qtbot, page, office):
    conduct = open_talk(qtbot, page, office.begun())
    conduct.open_finding()
    drawer = conduct.asides.finding
    assert (drawer.deadline.term(), drawer.deadline.deadline()) == ("1m", date(2026, 4, 7))
    drawer.manifestation.setPlainText("台账缺两个月")
    drawer.deadline.show_term("20w")
    assert drawer.deadline.meaning.text() == "到2026年4月2日（周四）"
    drawer.repeated.setChecked(True)
    drawer.confirm_button.click()
    qtbot.waitUntil(lambda: not drawer.isVisible())
    office.clock.move(days=1)
    conduct.open_finding()
    qtbot.waitUntil(lambda: drawer.known.count() == 2)
    assert drawer.deadline.deadline() > date(2026, 4, 2) + timedelta(days=1)  # of a new one
    drawer.known.setCurrentIndex(1)
    assert (drawer.deadline.term(), drawer.deadline.deadline()) == ("20w", date(2026, 4, 2))
    assert drawer.repeated.isChecked()
    place = conduct.asides.place()
    conduct.asides.return_to(place, page.editor.talk, None, {"1": "一"})  # as after a lock
    assert (drawer.deadline.term(), drawer.deadline.deadline()) == ("20w", date(2026, 4, 2))
    drawer.deadline.show_term("20w", date(2026, 4, 3))  # reckoned by holidays that are others now
    assert (drawer.deadline.term(), drawer.deadline.deadline()) == ("", date(2026, 4, 3))
    drawer.deadline.show_day(date(2028, 4, 1))
    assert drawer.deadline.term() == ""
    assert "没有2028年的节假日表" in drawer.deadline.meaning.text()
    assert "这一天休息" in drawer.deadline.meaning.text()
