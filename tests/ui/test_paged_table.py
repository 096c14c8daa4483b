"""Tables read on as they are scrolled, and never mix an old answer into a new list."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ui.widgets.empty_state import EmptyState
from ui.widgets.paged_table import PAGE_SIZE, Column, PagedModel, PagedTable

COLUMNS = (Column("号", str, 4, is_number=True), Column("双倍", lambda n: str(2 * n)))


def model_of(asked):
    return PagedModel(COLUMNS, asked.append)


def test_the_model_keeps_the_contract_of_qt(qtmodeltester):
    asked = []
    model = model_of(asked)
    model.reset()
    model.add_page(asked[-1].answered(range(5)))
    qtmodeltester.check(model)


def test_a_full_page_means_there_may_be_more():
    asked = []
    model = model_of(asked)
    model.reset()
    model.add_page(asked[-1].answered(range(PAGE_SIZE)))
    assert model.canFetchMore(model.index(-1, -1))
    model.fetchMore(model.index(-1, -1))
    assert asked[-1].after == PAGE_SIZE - 1
    model.add_page(asked[-1].answered(()))
    assert not model.canFetchMore(model.index(-1, -1))
    assert model.rowCount() == PAGE_SIZE


def test_an_answer_to_an_older_wish_is_dropped():
    asked = []
    model = model_of(asked)
    model.reset()
    old = asked[-1]
    model.reset()
    model.add_page(asked[-1].answered((1, 2)))
    model.add_page(old.answered((7, 8, 9)))
    assert model.rows() == [1, 2]


def test_numbers_stand_at_the_right():
    model = model_of([])
    role = Qt.ItemDataRole.TextAlignmentRole
    assert model.headerData(0, Qt.Orientation.Horizontal, role) & Qt.AlignmentFlag.AlignRight


def test_an_empty_list_shows_its_sentence_and_enter_opens_a_row(qtbot):
    asked, opened = [], []
    model = model_of(asked)
    table = PagedTable(model, "数", EmptyState("inbox", "还没有数。", "加一个数"))
    qtbot.addWidget(table)
    table.opened.connect(opened.append)
    table.show()
    model.reset()
    model.add_page(asked[-1].answered(()))
    assert table.empty.isVisible()
    model.reset()
    model.add_page(asked[-1].answered((4, 5)))
    assert table.view.isVisible()
    table.choose(1)
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert opened == [5]
