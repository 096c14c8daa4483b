"""After a lock everything half written is where it was."""

from __future__ import annotations

import pytest

from tests.ui.office import write
from ui.talks.talks_page import TalksPage


@pytest.fixture
def again(qtbot, office):
    """A new page that takes up where the old one was."""

    def take_up(page: TalksPage) -> TalksPage:
        page.save_now()
        place = page.place()
        fresh = TalksPage(office.desk())
        qtbot.addWidget(fresh)
        fresh.resize(1200, 620)
        fresh.show()
        fresh.return_to(place)
        fresh.refresh_if_stale()
        return fresh

    return take_up


def test_a_half_filled_plan_is_there_again(page, again):
    page.begin_new()
    write(page.plan.subject, "谈到一半的安排")
    page.plan.kind.setCurrentIndex(page.plan.kind.findData("reminder"))
    fresh = again(page)
    assert fresh.plan.isVisible()
    assert fresh.plan.subject.text() == "谈到一半的安排"
    assert fresh.plan.kind.currentData() == "reminder"
    assert [p.name for p in fresh.plan.interviewer.picks()] == ["李明"]


def test_a_finding_half_written_is_there_again(qtbot, page, office, again):
    page.open_talk(office.begun())
    conduct = page.editor.conduct
    qtbot.waitUntil(lambda: bool(conduct.outline.key()))
    conduct.open_finding()
    write(conduct.asides.finding.manifestation, "会议没有记")
    fresh = again(page)
    finding = fresh.editor.conduct.asides.finding
    qtbot.waitUntil(lambda: finding.isVisible())
    assert finding.manifestation.toPlainText() == "会议没有记"


def test_a_correction_half_written_is_there_again(qtbot, page, office, again):
    page.open_talk(office.ended())
    qtbot.waitUntil(lambda: page.editor.talk is not None)
    page.editor.confirm.open_correction("closing:summary")
    page.editor.confirm.correction.new_text.clear()
    write(page.editor.confirm.correction.new_text, "谈了五个方")
    fresh = again(page)
    correction = fresh.editor.confirm.correction
    qtbot.waitUntil(lambda: correction.isVisible())
    assert correction.text() == "谈了五个方"


def test_the_list_is_narrowed_as_before(qtbot, page, office, again):
    office.plan(0)
    office.begun(1)
    page.refresh()
    page.list._chips.button(2).click()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1)
    fresh = again(page)
    qtbot.waitUntil(lambda: fresh.list.model.rowCount() == 1)
    assert fresh.list.filter() == page.list.filter()


def test_what_a_full_disk_kept_out_is_saved_after_the_lock(qtbot, page, office, again, monkeypatch):
    talk_id = office.begun()
    page.open_talk(talk_id)
    conduct = page.editor.conduct
    qtbot.waitUntil(lambda: bool(conduct.outline.key()))
    from app.domain.errors import DiskFullError
    from app.services.talks import Talks

    def full(*_):
        raise DiskFullError(0)

    with monkeypatch.context() as broken:
        broken.setattr(Talks, "save_answer", full)
        write(conduct.sheet.editor, "磁盘满时写的话")
        page.save_now()
        qtbot.waitUntil(conduct.messages.isVisible)
        assert page.has_unsaved()
        place = page.place()
    fresh = TalksPage(office.desk())
    qtbot.addWidget(fresh)
    fresh.show()
    fresh.return_to(place)
    qtbot.waitUntil(lambda: office.talk(talk_id).answers[0].text == "磁盘满时写的话")
    assert fresh.editor.conduct.sheet.editor.toPlainText() == "磁盘满时写的话"
    page.editor.conduct.sheet.drafts._dirty.clear()
