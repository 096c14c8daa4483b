"""Whatever fails in the windows: no crash file, title or standard error holds a word of a talk."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.errors import AppError
from tests.services.test_redaction import (
    EVERY_KIND,
    NAME,
    SAID,
    assert_unsaid,
    full_of_names,
    raised,
)
from tests.ui.conftest import application_of, settle
from ui.crash import CrashGuard, report_of
from ui.main_window import TITLE
from ui.page import Destination
from ui.pages import PAGES


@pytest.fixture
def hooks(monkeypatch):
    """What Python calls for an exception nobody caught, put back after the test."""
    for holder, name in (
        (sys, "excepthook"),
        (sys, "unraisablehook"),
        (threading, "excepthook"),
    ):
        monkeypatch.setattr(holder, name, getattr(holder, name))


@pytest.fixture
def guard(tmp_path, qapp, hooks):
    made = CrashGuard(tmp_path / "reports", lambda: None)
    made.install()
    return made


def written(tmp_path) -> str:
    return "".join(path.read_text("utf-8") for path in (tmp_path / "reports").glob("crash-*.txt"))


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.__name__)
def test_a_crash_full_of_names_is_reported_without_one(kind):
    report = report_of(raised(full_of_names(kind)))
    assert kind.__name__ in report
    assert "ValueError" in report
    assert_unsaid(report)


def test_an_uncaught_failure_is_written_down_and_not_printed(guard, tmp_path, capfd):
    error = raised(KeyError(SAID))
    sys.excepthook(type(error), error, error.__traceback__)
    assert "KeyError" in written(tmp_path)
    assert_unsaid(written(tmp_path))
    captured = capfd.readouterr()
    assert_unsaid(captured.out + captured.err)


def test_a_failure_while_something_is_thrown_away_is_not_printed_either(guard, tmp_path, capfd):
    class Text:
        def __del__(self) -> None:
            raise ValueError(SAID)

    text = Text()
    del text
    assert "ValueError" in written(tmp_path)
    assert_unsaid(written(tmp_path))
    assert_unsaid(capfd.readouterr().err)


def test_nor_is_a_failure_in_a_thread(guard, tmp_path, capfd):
    def fail() -> None:
        raise RuntimeError(SAID)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "RuntimeError" in written(tmp_path)
    assert_unsaid(written(tmp_path))
    assert_unsaid(capfd.readouterr().err)


def test_a_bug_on_a_lane_reaches_the_crash_file_without_its_words(guard, tmp_path, window, capfd):
    def fail(_progress) -> None:
        raise raised(LookupError(SAID))

    window._tasks.crashed.connect(guard.hear)
    window._tasks.query(fail, then=print)
    settle(window)
    assert "LookupError" in written(tmp_path)
    assert_unsaid(written(tmp_path))
    assert window.windowTitle() == TITLE
    captured = capfd.readouterr()
    assert_unsaid(captured.out + captured.err)


def test_every_refusal_is_shown_in_the_page_and_nowhere_else(window, capfd):
    """On the screen a name may stand, where the sentence needs it; not in title or output."""
    from tests.ui.test_messages import an_error

    def fail(error: AppError):
        def work(_progress) -> None:
            raise error

        return work

    for kind in EVERY_KIND:
        error = an_error(kind)
        for name, value in vars(error).items():
            if value == "某处":
                setattr(error, name, SAID)
        window._tasks.query(fail(error), then=print)
        settle(window, rounds=1)
        assert {top.windowTitle() for top in QApplication.topLevelWidgets()} <= {TITLE, ""}
    captured = capfd.readouterr()
    assert_unsaid(captured.out + captured.err)


def test_no_title_of_any_page_or_form_names_anybody(window, qapp):
    names = {NAME, "王建国", "张三", "李明", "清河县", "羊尾镇"}
    application = application_of(window)
    people = window._tasks
    found: list[str] = []
    people.query(lambda _: application.talks.page(), then=found.extend)
    settle(window)
    places = [Destination(entry.key) for entry in PAGES]
    places += [Destination("talks", talk.id) for talk in found]
    places += [Destination("talks", act="new"), Destination("people", act="import")]
    for place in places:
        window.workspace.go(place)
        settle(window, rounds=2)
        for top in QApplication.topLevelWidgets():
            assert not [name for name in names if name in top.windowTitle()], place
        assert window.windowTitle() == TITLE
    assert not [name for name in names if name in qapp.applicationDisplayName()]
