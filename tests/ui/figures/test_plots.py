"""What a plot says in words and in numbers, and that each sort is painted whatever it is given."""

from __future__ import annotations

import pytest

from ui.widgets.plots import BarsPlot, LinePlot, LyingBarsPlot, Plot, RingPlot
from ui.widgets.plotted import Plotted, Series

MONTHS = ("1月", "2月", "3月")
DATA = Plotted(
    "整改完成率",
    "%",
    "时间",
    MONTHS,
    (Series("本期", (50.0, None, 100.0)), Series("上年同期", (0.0, 25.0))),
    has_decimals=True,
)


def test_every_number_is_said_and_so_is_the_highest():
    assert DATA.rows() == [
        ("1月", "50.0", "0.0"),
        ("2月", "—", "25.0"),
        ("3月", "100.0", "—"),
    ]
    assert DATA.described() == (
        "整改完成率（%）。1月：本期 50.0，上年同期 0.0；2月：本期 —，上年同期 25.0；"
        "3月：本期 100.0，上年同期 —。本期最高的是3月，100.0。"
    )
    none = Plotted("人次", "人次", "时间", MONTHS, (Series("本期", (0.0, 0.0, 0.0)),))
    assert none.is_empty
    assert none.described() == "人次：没有。"
    before = Plotted("人次", "人次", "时间", MONTHS[:1], (Series("本", ()), Series("前", (2.0,))))
    assert before.described() == "人次（人次）。1月：本 —，前 2。"


@pytest.mark.parametrize("sort", [BarsPlot, LinePlot, LyingBarsPlot, RingPlot])
def test_every_sort_is_painted_with_much_with_little_and_with_nothing(qtbot, qapp, sort):
    plot: Plot = sort()
    qtbot.addWidget(plot)
    plot.resize(400, 260)
    blank = plot.grab().toImage()
    many = tuple(f"第{n}个很长很长的名称" for n in range(24))
    numbers = tuple(float(n * n * 1000) for n in range(24))
    seen = []
    for data in (
        DATA,
        Plotted("人次", "人次", "时间", many, (Series("本期", numbers), Series("前5年", ()))),
        Plotted("人次", "人次", "时间", ("1月",), (Series("本期", (1.0,)),)),
    ):
        plot.show_plotted(data)
        seen.append(plot.grab().toImage())
        assert plot.accessibleDescription() == data.described()
        assert plot.minimumSizeHint().isValid()
    assert all(image != blank for image in seen)
    assert len({bytes(image.constBits()) for image in seen}) == len(seen)
