"""A bug: text saved first, a plain sentence, and a report that holds nothing of what was written."""

from __future__ import annotations

import sys
import threading

from ui.crash import CrashGuard, report_of

SECRET = "王建国说他去年没有报告个人事项"


def failure() -> Exception:
    def deep(text):
        raise ValueError(f"cannot parse {text}")

    try:
        try:
            deep(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        return error


def test_the_report_tells_where_and_nothing_of_what():
    report = report_of(failure())
    assert SECRET not in report
    assert "KeyError" in report
    assert "ValueError" in report
    assert "tests/ui/test_crash.py" in report
    assert "deep" in report


def test_text_is_saved_before_anything_else(tmp_path, qapp):
    order = []
    guard = CrashGuard(tmp_path, lambda: order.append("saved"))
    guard.happened.connect(lambda message: order.append(message))
    guard.hear(failure())
    assert order[0] == "saved"
    assert "毛病" in order[1].what
    reports = list(tmp_path.glob("crash-*.txt"))
    assert len(reports) == 1
    assert SECRET not in reports[0].read_text("utf-8")


def test_a_disk_that_refuses_the_report_costs_only_the_report(tmp_path, qapp):
    heard = []
    (tmp_path / "file").write_text("")
    guard = CrashGuard(tmp_path / "file" / "folder", lambda: None)
    guard.happened.connect(heard.append)
    guard.hear(failure())
    assert len(heard) == 1


def test_saving_that_fails_as_well_does_not_go_round_in_circles(tmp_path, qapp, monkeypatch):
    guard = CrashGuard(tmp_path, lambda: guard.hear(failure()))
    heard = []
    guard.happened.connect(heard.append)
    guard.hear(failure())
    assert len(heard) == 1


def test_it_hears_what_nobody_caught(tmp_path, qapp, monkeypatch):
    for holder, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(holder, name, getattr(holder, name))
    guard = CrashGuard(tmp_path, lambda: None)
    heard = []
    guard.happened.connect(heard.append)
    guard.install()
    error = failure()
    sys.excepthook(type(error), error, error.__traceback__)
    assert len(heard) == 1
