"""What is read before a talk is found by its indexes, however much the vault holds."""

from __future__ import annotations

import pytest

from app.store import facts, portraits, private_notes

QUERIES = {
    "facts": (facts._KNOWN, {"unit": "u", "person": "p"}),
    "figures": (facts._FIGURES, ("u",)),
    "held": (portraits._HELD, {"person": "p", "talk": "t", "before": "2026", "limit": 5}),
    "asked": (portraits._ASKED, ("t",)),
    "portrait": (portraits._GET, ("t", "p")),
    "note": (private_notes._GET, ("t",)),
}


@pytest.mark.parametrize("name", QUERIES)
def test_no_table_is_walked_through(vault, name):
    sql, values = QUERIES[name]
    with vault.reading() as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert not [step for step in plan if step.startswith("SCAN") and step != "SCAN p"], plan


def test_a_part_of_another_version_is_left_aside(vault):
    from datetime import UTC, datetime

    with vault.transaction() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        connection.execute(
            "INSERT INTO talk_body (talk_id, planned_at) VALUES ('t', '2026-01-01T00:00:00+00:00')"
        )
        connection.execute(
            "INSERT INTO talk (id, number, number_year, serial, kind, status, day, subject, "
            "interviewees, unit_names, attendance) VALUES "
            "('t', '2026-0001', 2026, 1, 'heart', 'planned', '2026', '', '', '', 0)"
        )
        body = '[["who", "张三", true], ["horoscope", "…", false]]'
        connection.execute(
            "INSERT INTO portrait (talk_id, about, body, kept_at) VALUES ('t', 'p', ?, ?)",
            (body, datetime(2026, 1, 1, tzinfo=UTC).isoformat()),
        )
    with vault.reading() as connection:
        parts, _ = portraits.get(connection, "t", "p")
        assert [part.text for part in parts] == ["张三"]
        assert portraits.get(connection, "t", "nobody") is None
