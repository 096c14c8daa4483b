"""The yearly plan on paper."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.documents.pdfium import opened
from app.documents.plan_table import PlanFacts, PlanLine, plan_table

MADE_AT = datetime.fromisoformat("2026-03-05T09:00:00+08:00")
LINE = PlanLine("3月", "张三", "清溪镇", "党委书记", "监督谈话", "李明", "未安排")


def pages(count: int) -> list[str]:
    pdf = plan_table(
        PlanFacts("清河县纪委监委", 2026, "应谈1人，已谈0人", (LINE,) * count, MADE_AT)
    )
    with opened(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.parametrize("count", [1, *range(12, 20), 33, 34, 35])
def test_the_line_to_sign_never_stands_on_a_page_without_a_talk(count):
    told = pages(count)
    assert sum(page.count("张三") for page in told) == count
    assert "审批人" in told[-1]
    assert "张三" in told[-1]
    assert all("谈话对象" in page for page in told)
