"""首页: what is due, what is missing, and the last months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.changes import Changes
from app.domain.early_signs import SignKind
from app.domain.notices import CareGlance
from app.domain.plan import PlanReminder
from app.domain.progress import Progress
from app.domain.talk_list import TalkRow
from app.services.early_signs import EarlySigns
from app.services.overview import AfterTalks, HomeFigures, Overview
from app.services.upkeep import Upkeep
from ui.overview.figure_card import FigureCard
from ui.overview.reminder import of_plan, of_talk, of_vault, of_week
from ui.overview.reminders import Part, Reminders
from ui.overview.tile_row import TileRow
from ui.overview.wording import NONE, Wording, waiting_line
from ui.page import Destination, Page
from ui.tasks import Tasks
from ui.theme import px
from ui.widgets.bars import Bars
from ui.widgets.empty_state import EmptyState
from ui.widgets.paged_table import PagedModel, PagedTable, PageRequest
from ui.widgets.surfaces import Card, scrolled

LOWEST = 22  # steps of the grid: a heading and two lines of the table


@dataclass(frozen=True, slots=True)
class HomeServices:
    """What the first page asks."""

    overview: Overview
    upkeep: Upkeep
    signs: EarlySigns


class HomePage(Page):
    """What the vault wants done, figures, then the coming talks and a small chart.

    Each part is read by itself, so that nothing holds the vault lane for long.
    """

    help_topic = "home"
    watches = (
        Changes.PLANS
        | Changes.TALKS
        | Changes.FINDINGS
        | Changes.PACKAGES
        | Changes.MINUTES
        | Changes.SETTINGS
        | Changes.FACTS
        | Changes.ARCHIVES
        | Changes.WORKDAYS
    )

    def __init__(self, tasks: Tasks, services: HomeServices) -> None:
        super().__init__(tasks)
        self._overview, self._upkeep = services.overview, services.upkeep
        self._signs = services.signs
        self._clock = services.overview.trail.clock
        self._wording = Wording(self._clock)
        self._opened_at = self._clock.now()
        self._rows: list[TalkRow] = []
        self._counted: dict[SignKind, int] = {}
        self._figures: HomeFigures | None = None
        self.reminders, self.tiles = Reminders(), TileRow()
        self.due = FigureCard("今日待谈", "去谈话")
        self.unsigned = FigureCard("待核对和待签字", "去办理")
        self.overdue = FigureCard("逾期整改", "去处理", urgent=True)
        self.ready = FigureCard("待移交", "去移交")
        self.model = PagedModel(self._wording.columns(), self._give, self)
        empty = EmptyState("calendar-plus", "今天和明天没有安排谈话。", "安排谈话")
        empty.pressed.connect(self.begin_new)
        self.table = PagedTable(self.model, "近日安排的谈话", empty)
        self.table.view.setProperty("kind", "plain")
        self.bars = Bars("近六个月谈话人次", "人次")
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self.reminders.went.connect(self.go)
        self.tiles.went.connect(self.go)
        self.table.opened.connect(self._open)
        self.due.pressed.connect(self._go_to_due)
        self.unsigned.pressed.connect(self._go_to_unsigned)
        self.overdue.pressed.connect(self._go_to_overdue)
        self.ready.pressed.connect(lambda: self.go.emit(Destination("handover")))

    def _lay_out(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(px(1))
        for card in (self.due, self.unsigned, self.overdue, self.ready):
            cards.addWidget(card, 1)
        below = QHBoxLayout()
        below.setSpacing(px(1))
        talks = Card("近日安排").add(self.table)
        talks.body.setStretchFactor(self.table, 1)
        chart = Card("近六个月谈话人次").add(self.bars)
        chart.body.setStretchFactor(self.bars, 1)
        for frame, part in ((talks, self.table), (chart, self.bars)):
            # they take what room there is: the reminders and figures above come first
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            frame.setMinimumHeight(px(LOWEST))
        below.addWidget(talks, 3)
        below.addWidget(chart, 2)
        content = QWidget()
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(1))
        whole.addWidget(self.reminders)
        whole.addLayout(cards)
        whole.addWidget(self.tiles)
        whole.addLayout(below, 1)
        # whole on a small screen; with every reminder open in the largest type it scrolls
        self.body.addWidget(scrolled(content, "首页"), 1)

    def refresh(self) -> None:
        self.tasks.query(self._read, then=self._show)
        self.tasks.query(self._read_after, then=self._show_after)
        self.tasks.query(self._read_plan, then=self._show_plan)
        self.tasks.query(self._read_months, then=self._show_months)
        for kind in SignKind:
            self.tasks.query(partial(self._count_signs, kind), then=self._show_signs)
        self._ask_care()

    def arrive(self, destination: Destination) -> None:
        if not self.is_stale:
            self._ask_care()  # it comes with the days, not with a change

    def begin_new(self) -> None:
        self.go.emit(Destination("talks", act="new"))

    def offer_no_handover(self) -> None:
        """Have no way to the packages: who sits here may not write any."""
        self.ready.offer_nothing()
        self.tiles.receipts.offer_nothing()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def _read(self, _: Progress) -> HomeFigures:
        return self._overview.home()

    def _read_after(self, _: Progress) -> AfterTalks:
        return self._overview.after()

    def _read_plan(self, _: Progress) -> PlanReminder:
        return self._overview.plan()

    def _read_months(self, _: Progress) -> list[tuple[str, int]]:
        return self._overview.months()

    def _count_signs(self, kind: SignKind, _: Progress) -> tuple[SignKind, int]:
        return kind, self._signs.count(kind)

    def _ask_care(self) -> None:
        self.tasks.query(self._read_care, then=self._show_care)

    def _read_care(self, _: Progress) -> CareGlance:
        return self._upkeep.glance()

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def _show(self, figures: HomeFigures) -> None:
        self._figures = figures
        self.due.show_figure(len(figures.due_today), self._wording.next_line(figures.due_today))
        self.unsigned.show_figure(len(figures.unsigned), waiting_line(figures.unsigned))
        ready = "已封存，还没有写到 U 盘" if figures.ready_to_hand_over else NONE
        self.ready.show_figure(figures.ready_to_hand_over, ready)
        self._rows = [*figures.missed, *figures.due_today, *figures.tomorrow]
        self.model.reset()
        self._show_under_way(figures.under_way, figures.left_at)

    def _show_after(self, after: AfterTalks) -> None:
        first = after.first_deadline
        late = f"最久逾期 {(after.today - first).days} 天" if first else NONE
        self.overdue.show_figure(after.overdue, late)
        self.tiles.show_after(after)
        self.reminders.show_part(Part.WEEK, of_week(after))

    def _show_plan(self, reminder: PlanReminder) -> None:
        self.reminders.show_part(Part.PLAN, of_plan(reminder))
        self.tiles.show_plan(reminder)

    def _show_months(self, months: list[tuple[str, int]]) -> None:
        self.bars.show_pairs([(name.split("年")[-1], count) for name, count in months])

    def _show_signs(self, counted: tuple[SignKind, int]) -> None:
        kind, count = counted
        self._counted[kind] = count
        self.tiles.show_signs(sum(self._counted.values()))

    def _show_care(self, glance: CareGlance) -> None:
        self.reminders.show_part(Part.VAULT, of_vault(glance.notices))
        self.tiles.show_care(glance, self._clock.now())

    def _show_under_way(self, talks: list[TalkRow], left_at: datetime | None) -> None:
        shown = []
        for talk in talks[:1]:
            is_broken_off = left_at is not None and left_at < self._opened_at
            left = self._wording.moment(left_at) if left_at and is_broken_off else ""
            how = f"在 {left} 中断" if left else "还在进行"
            shown.append(of_talk(talk.interviewees, how, talk.id))
        self.reminders.show_part(Part.UNDER_WAY, shown)

    def _give(self, request: PageRequest[TalkRow]) -> None:
        rows = [] if request.after is not None else self._rows
        self.model.add_page(request.answered(rows))

    # ── going ────────────────────────────────────────────────────────────────────────────────────

    def _open(self, talk: TalkRow) -> None:
        self.go.emit(Destination("talks", talk.id))

    def _go_to_due(self) -> None:
        if self._figures and self._figures.due_today:
            self._open(self._figures.due_today[0])

    def _go_to_unsigned(self) -> None:
        if self._figures and self._figures.unsigned:
            self._open(self._figures.unsigned[0])

    def _go_to_overdue(self) -> None:
        self.go.emit(Destination("findings", act="overdue"))
