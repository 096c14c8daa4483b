"""苗头提醒: what the rules found above, the rows that made the chosen one below."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStackedWidget, QTableWidget, QTableWidgetItem, QWidget

from app.domain.changes import Changes
from app.domain.early_signs import EarlySign, RowSource, SignKind, SignRow, SignsFound
from app.domain.progress import Progress
from app.services.early_signs import EarlySigns
from ui.page import Destination, Page
from ui.sign_words import RULE_WORDS, row_texts, rule_sentence, sign_text, unit_of
from ui.tasks import Tasks
from ui.theme import row_height
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column, halves, row
from ui.widgets.words import label

_NO_SCORE = "只看单位、问题和本单位的计划，不给人打分。"
_NOTHING = "开着的规则都没有查到苗头。"


class SignsPage(Page):
    """Enter on a sign goes to its rows, Enter on a row opens the record."""

    help_topic = "signs"
    watches = (
        Changes.FINDINGS
        | Changes.TALKS
        | Changes.PLANS
        | Changes.FACTS
        | Changes.KINDS
        | Changes.SETTINGS
    )

    def __init__(self, tasks: Tasks, signs: EarlySigns) -> None:
        super().__init__(tasks)
        self._service = signs
        self._found: dict[SignKind, SignsFound] = {}
        self.signs: list[EarlySign] = []
        self.rows: list[SignRow] = []
        self.said = label(_NO_SCORE, tone="quiet")
        self.rules_button = button("改规则", "settings")
        self.rules_button.clicked.connect(lambda: self.go.emit(Destination("rules", act="signs")))
        self.table = plain_table("苗头", ("提醒", "单位", "查到什么"), stretched=2)
        self.behind = plain_table("由这些记录得出", ("记录", "内容", "说明"), stretched=1)
        self.reason = label("", tone="quiet")
        self.empty = EmptyState("circle-check", _NOTHING, "改规则")
        self.empty.pressed.connect(self.rules_button.click)
        self._stack = QStackedWidget()
        self.table.itemSelectionChanged.connect(self._choose)
        self.table.activated.connect(lambda _: self.behind.setFocus())
        self.behind.activated.connect(lambda at: self.open_row(at.row()))
        self._lay_out()

    def _lay_out(self) -> None:
        below = QWidget()
        below.setLayout(column(self.reason, self.behind))
        both = halves(self.table, below, (1, 1))
        both.setOrientation(Qt.Orientation.Vertical)
        self._stack.addWidget(both)
        self._stack.addWidget(self.empty)
        head = row(self.said, self.rules_button)
        head.setStretch(0, 1)
        self.body.addLayout(head)
        self.body.addWidget(self._stack, 1)

    def offer_no_rules(self) -> None:
        """Have no way to the rules: who sits here may not alter them."""
        self.rules_button.hide()
        self.empty.say(_NOTHING)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        for kind in SignKind:  # each by itself: nothing holds the lane for long
            self.tasks.query(partial(self._read, kind), then=self._take)

    def place(self) -> object:
        return self.table.currentRow()

    def return_to(self, place: object) -> None:
        if isinstance(place, int):
            self.table.setCurrentCell(place, 0)

    def seek(self) -> None:
        self.table.setFocus()

    def open_row(self, number: int) -> None:
        """Go to the record in that row."""
        if 0 <= number < len(self.rows):
            self.go.emit(leads_to(self.rows[number]))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    # ── reading and showing ──────────────────────────────────────────────────────────────────────

    def _read(self, kind: SignKind, _: Progress) -> SignsFound:
        return self._service.found(kind)

    def _take(self, found: SignsFound) -> None:
        self._found[found.rule.kind] = found
        if found.rule.kind is list(SignKind)[-1]:
            self._show()

    def _show(self) -> None:
        before = max(0, self.table.currentRow())
        founds = [self._found[kind] for kind in SignKind if kind in self._found]
        self.signs = [sign for found in founds for sign in found.signs]
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(self.signs))
            for number, sign in enumerate(self.signs):
                words = RULE_WORDS[sign.kind].title
                said = sign_text(sign, self._found[sign.kind].rule)
                _fill(self.table, number, (words, unit_of(sign), said))
            self.table.setCurrentCell(min(before, len(self.signs) - 1), 0)
        self._stack.setCurrentIndex(0 if self.signs else 1)
        self.said.setText(_summary(founds))
        self._measure()
        self._choose()

    def _choose(self) -> None:
        number = self.table.currentRow()
        if 0 <= number < len(self.signs):
            self.tasks.query(partial(self._read_rows, self.signs[number]), then=self._show_rows)
        else:
            self.rows = []
            self.behind.setRowCount(0)

    def _read_rows(self, sign: EarlySign, _: Progress) -> tuple[EarlySign, tuple[SignRow, ...]]:
        return sign, self._service.rows(sign)

    def _show_rows(self, found: tuple[EarlySign, tuple[SignRow, ...]]) -> None:
        sign, rows = found
        self.rows = list(rows)
        rule = self._found[sign.kind].rule
        more = f"；列出最要紧的 {len(rows)} 条" if len(rows) < sign.many else ""
        self.reason.setText(f"规则：{rule_sentence(rule)}{more}")
        self.behind.setRowCount(len(rows))
        for number, one in enumerate(rows):
            _fill(self.behind, number, row_texts(one, sign.kind))
            if row_texts(one, sign.kind)[2].startswith("⚠") and (
                cell := self.behind.item(number, 2)
            ):
                cell.setForeground(self.palette().color(QPalette.ColorRole.BrightText))
        self._measure()

    def _measure(self) -> None:
        for table in (self.table, self.behind):
            table.verticalHeader().setDefaultSectionSize(row_height(table))


def leads_to(one: SignRow) -> Destination:
    """Where the record behind a sign is looked at."""
    if one.source is RowSource.FINDING:
        return Destination("findings", one.subject)
    if one.source is RowSource.PLAN_LINE:
        return Destination("plans", str(one.day.year), "open")
    if one.source is RowSource.FIGURE:
        return Destination("people")
    return Destination("figures")


def _summary(founds: list[SignsFound]) -> str:
    total = sum(found.total for found in founds)
    shown = sum(len(found.signs) for found in founds)
    on = sum(found.rule.is_on for found in founds)
    left_out = f"，列出最重的 {shown} 条" if shown < total else ""
    return f"{on} 条规则开着，查到 {total:,} 条{left_out}。{_NO_SCORE}"


def _fill(table: QTableWidget, number: int, texts: tuple[str, ...]) -> None:
    for place, text in enumerate(texts):
        item = QTableWidgetItem(text)
        item.setToolTip(text)
        table.setItem(number, place, item)
