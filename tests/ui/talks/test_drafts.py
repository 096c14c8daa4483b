"""Texts on their way to the vault: none is lost, none lands in another talk."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from app.domain.changes import Changes
from app.domain.errors import DiskFullError
from tests.ui.office import WaitingLane, write
from ui.talks.drafts import Drafts
from ui.tasks import Tasks


class Desk(QObject):
    """A screen with texts, and a vault that can be full."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.kept: dict[str, str] = {}
        self.is_full = False
        self.drafts = Drafts(tasks, lambda key: (self.texts[key],), self.save, self)

    def save(self, key, words):
        if self.is_full:
            raise DiskFullError(0)
        self.kept[key] = words[0]
        return Changes.ANSWERS

    def type(self, key, text):
        self.texts[key] = text
        self.drafts.touch(key)


@pytest.fixture
def lane(qapp):
    made = WaitingLane()
    yield made
    assert made.finish()


@pytest.fixture
def desk(lane):
    made = Desk(Tasks(lane))
    yield made
    lane.do(lambda: None)
    made.deleteLater()


def test_what_the_disk_refused_waits_and_is_kept_when_there_is_room(qtbot, desk):
    desk.is_full = True
    desk.type("a", "一")
    with qtbot.waitSignal(desk.drafts.failed):
        desk.drafts.save_now()
    assert not desk.drafts.is_settled
    desk.is_full = False
    desk.type("a", "一二")
    with qtbot.waitSignal(desk.drafts.settled):
        desk.drafts.save_now()
    assert desk.kept == {"a": "一二"}


def test_a_text_typed_while_another_is_on_its_way_is_saved_too(qtbot, desk):
    desk.type("a", "一")
    desk.drafts.save_now()
    desk.type("a", "一二")
    qtbot.waitUntil(lambda: desk.drafts.is_settled, timeout=3000)
    assert desk.kept == {"a": "一二"}


def test_a_text_taken_off_the_screen_is_saved_as_it_was(qtbot, desk):
    desk.is_full = True
    desk.type("a", "第一场的话")
    desk.drafts.save_now()
    qtbot.wait(50)
    desk.drafts.detach()
    desk.texts["a"] = ""
    desk.is_full = False
    with qtbot.waitSignal(desk.drafts.settled):
        desk.drafts.save_now()
    assert desk.kept == {"a": "第一场的话"}


def test_words_a_lock_could_not_save_are_adopted_by_the_next_screen(qtbot, lane, desk):
    desk.is_full = True
    desk.type("a", "锁定前的话")
    desk.drafts.save_now()
    unsaved = desk.drafts.unsaved()
    again = Desk(Tasks(lane))
    with qtbot.waitSignal(again.drafts.settled):
        again.drafts.adopt(unsaved)
    assert again.kept == {"a": "锁定前的话"}


def test_a_bug_on_the_lane_does_not_lose_the_text(qtbot, desk):
    def stumble(key, words):
        desk.drafts._save = desk.save
        raise ZeroDivisionError

    desk.drafts._save = stumble
    desk.type("a", "一")
    desk.drafts.save_now()
    qtbot.wait(50)
    desk.drafts.save_now()
    qtbot.waitUntil(lambda: desk.kept == {"a": "一"})


def test_going_to_another_talk_in_mid_sentence_saves_into_the_first(qtbot, page, office):
    first, second = office.begun(0), office.begun(1)
    page.open_talk(first)
    conduct = page.editor.conduct
    qtbot.waitUntil(lambda: bool(conduct.outline.key()))
    write(conduct.sheet.editor, "第一场的话")
    page.open_talk(second)
    qtbot.waitUntil(lambda: page.editor.talk is not None and page.editor.talk.id == second)
    qtbot.waitUntil(lambda: conduct.sheet.drafts.is_settled)
    assert office.talk(first).answers[0].text == "第一场的话"
    assert all(a.text == "" for a in office.talk(second).answers)
