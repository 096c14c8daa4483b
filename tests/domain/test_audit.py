from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.audit import BEGINNING, Act, AuditHead, chained, first_break
from tests.makers import BEGAN


def make_chain(length):
    entries, head = [], AuditHead()
    for n in range(length):
        entry = chained(head, Act(BEGAN, "李明", "talk.answer", f"t{n}", "d"))
        entries.append(entry)
        head = AuditHead(entry.sequence, entry.digest)
    return entries


def test_each_entry_follows_from_the_one_before():
    chain = make_chain(5)
    assert [e.sequence for e in chain] == [1, 2, 3, 4, 5]
    assert chain[0].previous == BEGINNING
    assert first_break(chain) is None
    assert first_break([]) is None


@pytest.mark.parametrize("field", ["who", "what", "which", "content", "at", "digest", "previous"])
def test_any_change_breaks_the_chain_where_it_was_made(field):
    chain = make_chain(5)
    other = BEGAN.replace(hour=2) if field == "at" else "x"
    chain[2] = replace(chain[2], **{field: other})
    assert first_break(chain) == 3


def test_a_missing_or_moved_entry_breaks_the_chain():
    chain = make_chain(5)
    assert first_break(chain[:2] + chain[3:]) == 3
    assert first_break([chain[1], chain[0], *chain[2:]]) == 1
    assert first_break(chain[1:]) == 1


def test_entries_cut_from_the_end_are_not_seen_by_the_chain_alone():
    assert first_break(make_chain(5)[:3]) is None
