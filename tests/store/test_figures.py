from __future__ import annotations

import pytest

from app.store import figures


@pytest.mark.parametrize("sql", [figures._HELD, figures._HEARD, figures._FOUND])
def test_the_figures_of_a_period_walk_its_days_alone(vault, sql):
    """A county of decades asks for one year: what lies before and after is not read."""
    with vault.reading() as connection:
        values = ("2022", "2023")
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert "day>? AND day<?" in plan[0]
    assert not [step for step in plan if step.startswith("SCAN")]
