"""提纲: the situation, what is proposed for it, own questions, the order, minutes by area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSpinBox, QWidget

from app.domain.prompts import Situation
from app.domain.proposing import OutlineGround, OutlineItem
from ui.actions import bind, with_key
from ui.talks.drawer import AskDrawer, Drawer, LineDrawer
from ui.talks.prompt_choice import PromptChoice
from ui.terms import UNIT_KIND
from ui.theme import px
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import Place, column, row
from ui.widgets.words import label

_MOST_MINUTES = 180


@dataclass(frozen=True, slots=True)
class OutlinePlace:
    """What is chosen and not kept yet, and which form is half filled in."""

    items: tuple[OutlineItem, ...] = ()
    minutes: Mapping[str, int] = field(default_factory=dict)
    question: tuple[str, ...] = ()
    skipping: str = ""
    reason: tuple[str, ...] = ()


class OutlineTab(QWidget):
    """altered: something was chosen that is not kept yet; print_wanted: on paper, please."""

    altered = Signal()
    print_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ground: OutlineGround | None = None
        self._unkept: OutlinePlace | None = None
        self._skipping = ""
        self.new_post = QCheckBox("新任职")
        self.open_findings = QCheckBox("有未销号的问题")
        self.bottom_ranked = QCheckBox("考核排名靠后")
        self.kinds = label("", tone="quiet", wrap=False)
        self.choice = PromptChoice()
        self.ask_button = button(with_key("加一问", "talk.ask"), "plus", name="加一问")
        self.up_button = button("", "chevron-up", name="上移这一问 Ctrl+↑")
        self.down_button = button("", "chevron-down", name="下移这一问 Ctrl+↓")
        for one in (self.up_button, self.down_button):
            one.setToolTip(one.accessibleName())
        self.print_button = button("大字提纲", "printer", name="大字提纲，预览和打印")
        self.ask_drawer = AskDrawer()
        self.ask_drawer.heading.setText("加一问")
        self.reason_drawer = LineDrawer(
            ("这一问必问，为什么不问", "原因", "注明不问"), is_needed=True
        )
        self.total = label("", tone="quiet", wrap=False)
        self._minutes: dict[str, QSpinBox] = {}
        self._minutes_place = Place()
        self._lay_out()
        self._hear()

    def _lay_out(self) -> None:
        self.situation = flow(
            self.kinds,
            self.new_post,
            self.open_findings,
            self.bottom_ranked,
            self.ask_button,
            self.up_button,
            self.down_button,
            self.print_button,
        )
        beside = column(self.choice.detail, self._minutes_place)
        beside.setStretch(0, 1)
        halves = row(self.choice, beside, gap=2)
        halves.setStretch(0, 2)
        halves.setStretch(1, 1)
        lines = column(self.situation, self.ask_drawer, self.reason_drawer, halves, gap=0.5)
        lines.setStretch(3, 1)
        lines.setContentsMargins(0, px(1), 0, 0)
        self.setLayout(lines)

    def _hear(self) -> None:
        for box in (self.new_post, self.open_findings, self.bottom_ranked):
            box.toggled.connect(self._propose)
        self.choice.altered.connect(self._note)
        self.choice.reason_wanted.connect(self._ask_reason)
        self.ask_button.clicked.connect(self.open_ask)
        self.up_button.clicked.connect(lambda: self.choice.move_current(-1))
        self.down_button.clicked.connect(lambda: self.choice.move_current(1))
        self.print_button.clicked.connect(self.print_wanted)
        self.ask_drawer.confirmed.connect(self._add_own)
        self.ask_drawer.closed.connect(lambda: self._close(self.ask_drawer))
        self.reason_drawer.confirmed.connect(self._skip)
        self.reason_drawer.closed.connect(self._ask_after_all)
        bind(self, "talk.ask", self.open_ask)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_ground(self, ground: OutlineGround, can_change: bool) -> None:
        """Show what is proposed, or what was kept, or what is chosen and not kept yet."""
        self.ground = ground
        whos = ground.situations
        for box, is_so in (
            (self.new_post, any(s.is_newly_appointed for s in whos)),
            (self.open_findings, any(s.has_open_findings for s in whos)),
            (self.bottom_ranked, any(s.is_bottom_ranked for s in whos)),
        ):
            with QSignalBlocker(box):
                box.setChecked(is_so)
        words = dict.fromkeys(UNIT_KIND[s.unit_kind] for s in whos if s.unit_kind)
        self.kinds.setText("、".join(words) or "单位类型不详")
        unkept = self._unkept or OutlinePlace()
        items = unkept.items or ground.items
        proposed = ground.proposed()
        if not can_change:  # what was not asked then is not proposed now
            proposed = tuple(replace(one, is_ticked=False) for one in proposed)
        self.choice.show_outline(ground.prompts, proposed, items)
        self._show_minutes(ground, unkept.minutes or ground.minutes)
        for part in self._before_talk():
            part.setVisible(can_change)
        self._minutes_place.setEnabled(can_change)
        self.choice.setEnabled(can_change)
        self._return_to_forms(unkept)

    def _show_minutes(self, ground: OutlineGround, minutes: Mapping[str, int]) -> None:
        if list(self._minutes) != [area.key for area in ground.prompts.areas]:
            self._make_minutes(ground)
        for key, box in self._minutes.items():
            with QSignalBlocker(box):
                box.setValue(minutes.get(key, 0))
        self._add_up()

    def _make_minutes(self, ground: OutlineGround) -> None:
        holder = QWidget()
        lines = QGridLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setVerticalSpacing(px(0.5))
        lines.setColumnStretch(0, 1)
        self.total = label("", "small", "quiet", wrap=False)
        lines.addWidget(label("各领域计划用时", "strong", wrap=False), 0, 0)
        lines.addWidget(self.total, 0, 1)
        self._minutes = {}
        for number, area in enumerate(ground.prompts.areas, 1):
            box = QSpinBox()
            box.setRange(0, _MOST_MINUTES)
            box.setSingleStep(5)
            box.setSuffix(" 分")
            box.setAccessibleName(f"{area.title}计划用时，分钟")
            box.valueChanged.connect(self._note)
            self._minutes[area.key] = box
            lines.addWidget(label(_short(area.title), "small"), number, 0)
            lines.addWidget(box, number, 1)
        self._minutes_place.put(holder)

    def _before_talk(self) -> tuple[QWidget, ...]:
        boxes = (self.new_post, self.open_findings, self.bottom_ranked)
        return (*boxes, self.ask_button, self.up_button, self.down_button)

    def minutes(self) -> dict[str, int]:
        """How many minutes each area is to take."""
        return {key: box.value() for key, box in self._minutes.items()}

    # ── what is not kept yet ─────────────────────────────────────────────────────────────────────

    def place(self) -> OutlinePlace:
        """What is chosen and not kept yet, and what is half written."""
        place = self._unkept or OutlinePlace()
        asking = self.ask_drawer.written() if self.ask_drawer.isVisible() else ()
        if not self.reason_drawer.isVisible():
            return replace(place, question=asking)
        reason = self.reason_drawer.written()
        return replace(place, question=asking, skipping=self._skipping, reason=reason)

    def return_to(self, place: OutlinePlace) -> None:
        """Choose what was chosen before."""
        self._unkept = place if place != OutlinePlace() else None
        if self._unkept and self.ground is not None:
            self.show_ground(self.ground, self.choice.isEnabled())

    def forget(self) -> None:
        """Note that everything is kept, or that another talk comes."""
        self._unkept = None
        self.ask_drawer.hide()
        self.reason_drawer.hide()
        self._minutes_place.show()

    def step_back(self) -> bool:
        """Close the form that is open; False when none is."""
        for drawer in (self.ask_drawer, self.reason_drawer):
            if drawer.isVisible():
                drawer.dismiss()
                return True
        return False

    def _note(self) -> None:
        self._unkept = OutlinePlace(self.choice.items(), self.minutes())
        self._add_up()
        self.altered.emit()

    def _add_up(self) -> None:
        total = sum(self.minutes().values())
        self.total.setText(f"合计 {total} 分" if total else "")

    def _return_to_forms(self, place: OutlinePlace) -> None:
        if place.question:
            self.open_ask()
            self.ask_drawer.write(place.question)
        if place.skipping:
            self._ask_reason(place.skipping)
            self.reason_drawer.write(place.reason)

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def open_ask(self) -> None:
        """Write a question of one's own."""
        if self.ground is None or not self.choice.isEnabled():
            return
        areas = {area.key: area.title for area in self.ground.prompts.areas}
        self.ask_drawer.offer(areas, self.choice.area())
        self._open(self.ask_drawer)

    def _add_own(self) -> None:
        self.choice.add_own(self.ask_drawer.chosen_area(), self.ask_drawer.text())
        self._close(self.ask_drawer)

    def _ask_reason(self, number: str) -> None:
        self._skipping = number
        self._open(self.reason_drawer)

    def _skip(self) -> None:
        number, self._skipping = self._skipping, ""
        self.choice.skip(number, self.reason_drawer.text())
        self._close(self.reason_drawer)

    def _ask_after_all(self) -> None:
        number, self._skipping = self._skipping, ""
        if number:
            self.choice.tick_again(number)
            self._note()
        self._close(self.reason_drawer)

    def _open(self, drawer: Drawer) -> None:
        self._minutes_place.hide()  # a small screen has no room for both
        drawer.open()

    def _close(self, drawer: Drawer) -> None:
        drawer.hide()
        self._minutes_place.show()
        self.choice.tree.setFocus()

    def _propose(self) -> None:
        if self.ground is not None:
            self.choice.propose(self.ground.proposed(*map(self._as_ticked, self.ground.situations)))

    def _as_ticked(self, situation: Situation) -> Situation:
        return replace(
            situation,
            is_newly_appointed=self.new_post.isChecked(),
            has_open_findings=self.open_findings.isChecked(),
            is_bottom_ranked=self.bottom_ranked.isChecked(),
        )


def _short(title: str) -> str:
    """The name of an area as it fits beside a small field: 聚焦“两个维护” is 两个维护."""
    return title.removeprefix("聚焦").strip("“”")[:10]
