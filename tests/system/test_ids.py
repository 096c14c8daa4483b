from __future__ import annotations

import time
from uuid import RFC_4122, UUID

from app.system import ids
from app.system.ids import new_id


def test_ids_are_uuids_of_version_seven():
    made = UUID(new_id())
    assert (made.version, made.variant) == (7, RFC_4122)


def test_ids_sort_by_the_time_they_were_made():
    made = [new_id() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_an_id_tells_its_millisecond():
    before = time.time_ns() // 1_000_000
    told = UUID(new_id()).int >> 80
    assert before <= told <= before + 2000


def test_a_clock_set_back_does_not_bring_an_older_id(monkeypatch):
    first = new_id()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 10**18)
    assert new_id() > first
