"""Before the talk: who with which post, in which situation, and what is to be asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.calendar import written_date, written_time
from app.domain.changes import Changes
from app.domain.checks import Caution
from app.domain.errors import AppError
from app.domain.finding import Finding
from app.domain.people import Role
from app.domain.progress import Progress
from app.domain.prompts import PromptSet, Situation
from app.domain.talk import BEFORE_TALK, Participant, Talk
from ui.messages import message_for
from ui.talks.cautions import caution_lines
from ui.talks.desk import Desk
from ui.talks.drawer import LineDrawer
from ui.talks.prompt_choice import PromptChoice
from ui.terms import ROLE, UNIT_KIND
from ui.widgets.buttons import button, flow
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, column, facts, row, scrolled
from ui.widgets.words import label

_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Preparation:
    """What the panel reads before it can propose anything."""

    situation: Situation
    prompts: PromptSet
    cautions: tuple[Caution, ...]
    findings: tuple[Finding, ...]


class PreparePanel(QWidget):
    """reload: the talk has changed; change_wanted: who, when and where are to be altered."""

    reload = Signal()
    change_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._talk: Talk | None = None
        self._ready: Preparation | None = None
        self._ticked: tuple[str, ...] = ()
        self.messages = MessageBar()
        self.facts = Card("这场谈话")
        self._facts_inside: QWidget | None = None
        self.new_post = QCheckBox("新任职")
        self.open_findings = QCheckBox("有未销号的问题")
        self.bottom_ranked = QCheckBox("考核排名靠后")
        self.cautions = label("", tone="brick")
        self.cautions.hide()
        self.open_list = label("")
        self.choice = PromptChoice()
        self.chosen = label("", tone="quiet", wrap=False)
        self.change_button = button("修改安排…")
        self.cancel_button = button("取消谈话…")
        self.keep_button = button("存下准备")
        self.begin_button = button("开始谈话", kind="primary")
        self.cancel_drawer = LineDrawer(("取消这场谈话", "原因", "取消谈话"), is_needed=True)
        self._lay_out()
        self._hear()

    def _lay_out(self) -> None:
        self.situation = Card("情况")
        self.situation.add(flow(self.new_post, self.open_findings, self.bottom_ranked))
        self.situation.add(label("勾上后，适用的提问会自动选上。", "small", "quiet"))
        self.earlier = Card("以前提出、还没有销号的问题").add(self.open_list)
        self.earlier.hide()
        left = QWidget()
        sides = column(self.cautions, self.facts, self.earlier, self.situation)
        sides.addStretch(1)
        left.setLayout(sides)
        right = QWidget()
        right.setLayout(column(self.choice))
        halves = row(scrolled(left, "谈话安排与情况"), right, gap=2)
        halves.setStretch(0, 2)
        halves.setStretch(1, 3)
        foot = row(self.change_button, self.cancel_button, None, self.chosen)
        foot.addWidget(self.keep_button)
        foot.addWidget(self.begin_button)
        whole = column(self.messages, self.cancel_drawer, halves, foot)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _hear(self) -> None:
        for box in (self.new_post, self.open_findings, self.bottom_ranked):
            box.toggled.connect(self._propose)
        self.choice.altered.connect(self._note_ticks)
        self.change_button.clicked.connect(self.change_wanted)
        self.cancel_button.clicked.connect(self.cancel_drawer.open)
        self.cancel_drawer.confirmed.connect(self._cancel)
        self.keep_button.clicked.connect(self.keep)
        self.begin_button.clicked.connect(self.begin)
        self._desk.tasks.crashed.connect(self._allow)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_talk(self, talk: Talk) -> None:
        """Show what is known, and read what is to be proposed while it can still be chosen."""
        is_new = self._talk is None or self._talk.id != talk.id
        if is_new:
            self._ticked = ()
            self.messages.clear()
            self.cancel_drawer.hide()
        self._talk = talk
        self._show_facts(talk)
        can_change = talk.status in BEFORE_TALK
        buttons = (self.change_button, self.cancel_button, self.keep_button, self.begin_button)
        for one in (*buttons, self.situation):
            one.setVisible(can_change)
        self.choice.setEnabled(can_change)
        if is_new or can_change or self._ready is None:
            self._ready = None
            self._desk.tasks.query(partial(self._read, talk), then=self._show_ready)

    def _show_facts(self, talk: Talk) -> None:
        pairs = [
            ("类型", self._desk.kinds.book.of(talk.kind).title),
            ("时间", written_time(self._desk.local(talk.began_at or talk.planned_at))),
            ("地点", talk.place),
            ("事由", talk.subject),
        ]
        for role in Role:
            if people := talk.in_role(role):
                pairs.append((ROLE[role], _written(people)))
        if talk.cancel_reason:
            pairs.append(("取消原因", talk.cancel_reason))
        inside = facts([p for p in pairs if p[1]])
        if self._facts_inside is not None:
            self.facts.body.removeWidget(self._facts_inside)
            self._facts_inside.deleteLater()
        self._facts_inside = inside
        self.facts.add(inside)

    def _show_ready(self, ready: Preparation) -> None:
        self._ready = ready
        situation = ready.situation
        self.cautions.setText(caution_lines(ready.cautions))
        self.cautions.setVisible(bool(ready.cautions) and self.begin_button.isVisibleTo(self))
        self._show_findings(ready.findings)
        for box, is_so in (
            (self.new_post, situation.is_newly_appointed),
            (self.open_findings, situation.has_open_findings),
            (self.bottom_ranked, situation.is_bottom_ranked),
        ):
            with QSignalBlocker(box):
                box.setChecked(is_so)
        kind = UNIT_KIND[situation.unit_kind] if situation.unit_kind else ""
        self.situation.title.setText(f"情况（{kind}）" if kind else "情况")
        self.choice.show_set(ready.prompts, self._numbers(ready))
        self._count()

    def _numbers(self, ready: Preparation) -> tuple[str, ...]:
        """What to tick: what the user had ticked, else what was kept, else what applies."""
        asked = self._talk.answers if self._talk else ()
        kept = tuple(answer.prompt_number for answer in asked)
        applying = tuple(p.number for p in ready.prompts.applying(ready.situation))
        return self._ticked or kept or applying

    def place(self) -> tuple[str, ...]:
        """What is ticked and not kept yet."""
        return self._ticked

    def return_to(self, ticked: tuple[str, ...]) -> None:
        """Tick what was ticked before."""
        self._ticked = ticked
        if ticked and self._ready is not None:
            self._show_ready(self._ready)

    def _show_findings(self, findings: tuple[Finding, ...]) -> None:
        lines = [
            f"{one.number}　{one.manifestation}（{written_date(one.deadline)}前）"
            for one in findings[:_MOST_NAMES]
        ]
        self.open_list.setText("\n".join(lines))
        self.earlier.setVisible(bool(lines))

    def _propose(self) -> None:
        if self._ready is not None:
            situation = replace(
                self._ready.situation,
                is_newly_appointed=self.new_post.isChecked(),
                has_open_findings=self.open_findings.isChecked(),
                is_bottom_ranked=self.bottom_ranked.isChecked(),
            )
            self.choice.propose(p.number for p in self._ready.prompts.applying(situation))

    def _note_ticks(self) -> None:
        self._ticked = self.choice.chosen()
        self._count()

    def _count(self) -> None:
        self.chosen.setText(f"已选 {len(self.choice.chosen())} 问")

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def keep(self) -> None:
        """Keep the choice; it can be altered until the talk begins."""
        self._run(self._prepare)

    def begin(self) -> None:
        """Keep the choice and begin to talk."""
        self._run(self._begin)

    def _cancel(self) -> None:
        if self._talk is not None:
            work = partial(self._call_off, self._talk, self.cancel_drawer.text())
            self._desk.tasks.command(work, then=self._done, refused=self._refuse)

    def _run(self, act: object) -> None:
        if self._talk is not None and self._ready is not None and callable(act):
            self.begin_button.setEnabled(False)
            work = partial(act, self._talk, self.choice.chosen())
            self._desk.tasks.command(work, then=self._done, refused=self._refuse)

    def _read(self, talk: Talk, _: Progress) -> Preparation:
        talks, prompts = self._desk.talks, self._desk.prompts
        is_fixed = bool(talk.prompt_set_id) and talk.status not in BEFORE_TALK
        return Preparation(
            talks.situation(talk.id),
            prompts.get(talk.prompt_set_id) if is_fixed else prompts.current(),
            talks.warnings(talk.id),
            tuple(talks.open_findings(talk.id)),
        )

    def _prepare(self, talk: Talk, numbers: tuple[str, ...], _: Progress) -> Changes:
        return self._desk.talks.prepare(talk.id, numbers)

    def _begin(self, talk: Talk, numbers: tuple[str, ...], _: Progress) -> Changes:
        prepared = self._desk.talks.prepare(talk.id, numbers)
        return prepared | self._desk.talks.begin(talk.id)

    def _call_off(self, talk: Talk, reason: str, _: Progress) -> Changes:
        return self._desk.talks.cancel(talk.id, reason)

    def _done(self, _: object) -> None:
        self._ticked = ()
        self.begin_button.setEnabled(True)
        self.messages.clear()
        self.cancel_drawer.hide()
        self.reload.emit()

    def _allow(self, _: object = None) -> None:
        self.begin_button.setEnabled(True)

    def _refuse(self, error: AppError) -> None:
        self.begin_button.setEnabled(True)
        self.messages.show_message(message_for(error))


def _written(people: tuple[Participant, ...]) -> str:
    lines = ["　".join(filter(None, (p.name, p.unit_name + p.title))) for p in people[:_MOST_NAMES]]
    if len(people) > _MOST_NAMES:
        lines.append(f"等 {len(people)} 人")
    return "\n".join(lines)
