from __future__ import annotations

import pytest

from app.system import logs


@pytest.fixture
def log(tmp_path):
    yield logs.start(tmp_path / "logs")
    logs.stop()


def written(tmp_path):
    return (tmp_path / "logs" / "tanxinbu.log").read_text("utf-8")


def test_numbers_are_written_and_texts_only_by_their_length(log, tmp_path):
    log.info("opened in %d ms, %s rows, schema %s, kind %s", 12, 3.5, None, KeyError)
    log.warning("skipped %s", "张三的谈话")
    log.info("named %(name)s", {"name": "李四"})
    assert "opened in 12 ms, 3.5 rows, schema None, kind KeyError" in written(tmp_path)
    assert "skipped <str of 5>" in written(tmp_path)
    assert "张三" not in written(tmp_path)
    assert "李四" not in written(tmp_path)


def test_of_an_error_only_kind_and_place_are_written(log, tmp_path):
    def fails():
        try:
            int("李四说")
        except ValueError as error:
            raise KeyError("张三") from error

    try:
        fails()
    except KeyError:
        log.exception("a bug")
    assert "KeyError\n  test_logs.py:" in written(tmp_path)
    assert "ValueError\n  test_logs.py:" in written(tmp_path)
    assert "李四" not in written(tmp_path)
    assert "张三" not in written(tmp_path)


def test_the_log_does_not_grow_for_ever(log, tmp_path):
    for _ in range(40_000):
        log.info("%d is a number like every other, and a line of some length", 123_456_789)
    sizes = [path.stat().st_size for path in (tmp_path / "logs").iterdir()]
    assert len(sizes) == 4
    assert max(sizes) <= 512 * 1024


def test_starting_twice_writes_each_line_once(log, tmp_path):
    logs.start(tmp_path / "logs").info("once")
    assert written(tmp_path).count("once") == 1
