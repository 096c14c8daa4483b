"""Before the talk: 安排, 画像, 提纲, 私记, and the way on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from app.domain.changes import Changes
from app.domain.checks import Caution
from app.domain.errors import AppError
from app.domain.finding import Finding
from app.domain.progress import Progress
from app.domain.proposing import OutlineGround, OutlineItem
from app.domain.talk import BEFORE_TALK, Talk
from app.services.portraits import PortraitPaper
from ui.messages import message_for
from ui.talks.desk import Desk
from ui.talks.drafts import Words
from ui.talks.drawer import LineDrawer
from ui.talks.paper_view import PaperView
from ui.talks.prepare_arrange import ArrangeTab
from ui.talks.prepare_note import NoteTab
from ui.talks.prepare_outline import OutlinePlace, OutlineTab
from ui.talks.prepare_portrait import PortraitTab
from ui.terms import PORTRAIT_SECTION
from ui.widgets.buttons import button
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

ARRANGE, PORTRAIT, OUTLINE, NOTE = range(4)
Act = Callable[[Talk, tuple[OutlineItem, ...], dict[str, int], Progress], Changes]


@dataclass(frozen=True, slots=True)
class Preparation:
    """What the panel reads before it can propose anything."""

    ground: OutlineGround
    names: tuple[tuple[str, str], ...]
    cautions: tuple[Caution, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PreparePlace:
    """Which tab is open, what is chosen and not kept, what is typed and not yet in the vault."""

    tab: int = 0
    outline: OutlinePlace = field(default_factory=OutlinePlace)
    portrait: Mapping[str, Words] = field(default_factory=dict)
    note: Mapping[str, Words] = field(default_factory=dict)

    def lasting(self) -> PreparePlace:
        """Without words that reach the vault by themselves, and later than this."""
        return PreparePlace(self.tab, self.outline)


class PreparePanel(QWidget):
    """reload: the talk has changed; change_wanted: who, when and where are to be altered."""

    reload = Signal()
    change_wanted = Signal()
    papers_wanted = Signal()
    saved = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._talk: Talk | None = None
        self._ready: Preparation | None = None
        self._wanted: Act | None = None  # pressed before all was read
        self.messages = MessageBar()
        self.arrange = ArrangeTab(desk)
        self.portrait = PortraitTab(desk)
        self.outline = OutlineTab()
        self.note = NoteTab(desk)
        self.choice = self.outline.choice
        self.paper = PaperView(desk)
        self.chosen = label("", tone="quiet", wrap=False)
        self.change_button = button("修改安排…")
        self.papers_button = button("会前文书…", name="会前文书")
        self.cancel_button = button("取消谈话…")
        self.keep_button = button("存下准备")
        self.begin_button = button("开始谈话", kind="primary")
        self.cancel_drawer = LineDrawer(("取消这场谈话", "原因", "取消谈话"), is_needed=True)
        self._lay_out()
        self._hear()

    def _lay_out(self) -> None:
        # each part stands in its place before it is filled: one that is moved with all that is in
        # it is looked at by the style sheet anew, all of it, each time
        self._stack = QStackedWidget(self)
        work = QWidget(self._stack)
        self.tabs = QTabWidget(work)
        self.tabs.setAccessibleName("准备：安排、画像、提纲、私记")
        for title, tab in (
            ("安排", self.arrange),
            ("画像", self.portrait),
            ("提纲", self.outline),
            ("私记", self.note),
        ):
            self.tabs.addTab(tab, title)
        self.tabs.tabBar().setAccessibleName("准备：左右方向键换页")
        self.tabs.setTabVisible(NOTE, self._desk.may("note.keep"))
        foot = row(self.change_button, self.papers_button, self.cancel_button, None)
        foot.addWidget(self.chosen)
        foot.addWidget(self.keep_button)
        foot.addWidget(self.begin_button)
        lines = column(self.tabs, foot)
        lines.setStretch(0, 1)
        work.setLayout(lines)
        self._stack.addWidget(work)
        self._stack.addWidget(self.paper)
        whole = column(self.messages, self.cancel_drawer, self._stack)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _hear(self) -> None:
        self.outline.altered.connect(self._count)
        self.outline.print_wanted.connect(self.print_outline)
        self.portrait.print_wanted.connect(self._show_portrait_paper)
        self.portrait.saved.connect(self.saved)
        self.note.saved.connect(self.saved)
        self.paper.left.connect(self._leave_paper)
        self.change_button.clicked.connect(self.change_wanted)
        self.papers_button.clicked.connect(self.papers_wanted)
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
            self._wanted = None
            self.outline.forget()
            self.messages.clear()
            self.cancel_drawer.hide()
            self._leave_paper()
            self.tabs.setCurrentIndex(ARRANGE)
        self._talk = talk
        self.arrange.show_talk(talk)
        self.note.show_talk(talk)
        can_change = talk.status in BEFORE_TALK
        for one in (self.change_button, self.papers_button, self.cancel_button):
            one.setVisible(can_change)
        for one in (self.keep_button, self.begin_button):
            one.setVisible(can_change)
        if is_new or can_change or self._ready is None:
            self._ready = None
            self._desk.tasks.query(partial(self._read, talk), then=self._show_ready)

    def _show_ready(self, ready: Preparation) -> None:
        talk = self._talk
        if talk is None:
            return
        self._ready = ready
        can_change = talk.status in BEFORE_TALK
        cautions = ready.cautions if can_change else ()
        self.arrange.show_cautions(cautions)
        self.tabs.setTabText(ARRANGE, f"安排　△ {len(cautions)}" if cautions else "安排")
        self.arrange.show_findings(ready.findings)
        self.portrait.show_talk(talk, ready.names, can_change)
        self.outline.show_ground(ready.ground, can_change)
        self._count()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._run(wanted)

    def _count(self) -> None:
        self.chosen.setText(f"已选 {self.choice.count()} 问")

    # ── over a lock ──────────────────────────────────────────────────────────────────────────────

    def place(self) -> PreparePlace:
        """Where one is, and what is not kept yet."""
        return PreparePlace(
            self.tabs.currentIndex(),
            self.outline.place(),
            self.portrait.drafts.unsaved(),
            self.note.drafts.unsaved(),
        )

    def return_to(self, place: PreparePlace) -> None:
        """Be where place() was."""
        self.tabs.setCurrentIndex(place.tab)
        self.outline.return_to(place.outline)
        self.portrait.adopt(place.portrait)
        self.note.adopt(place.note)

    def save_now(self) -> None:
        """Send what was typed to the vault."""
        self.portrait.drafts.save_now()
        self.note.drafts.save_now()

    def has_unsaved(self) -> bool:
        """Whether something typed is not known to be in the vault."""
        return not (self.portrait.drafts.is_settled and self.note.drafts.is_settled)

    def step_back(self) -> bool:
        """Close what is open; False when nothing is."""
        if self._stack.currentWidget() is self.paper:
            self._leave_paper()
            return True
        if self.cancel_drawer.isVisible():
            self.cancel_drawer.dismiss()
            return True
        return self.tabs.currentWidget() is self.outline and self.outline.step_back()

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def keep(self) -> None:
        """Keep the choice; it can be altered until the talk begins."""
        self._run(self._prepare)

    def begin(self) -> None:
        """Keep the choice and begin to talk."""
        self._run(self._begin)

    def print_outline(self) -> None:
        """Keep the choice, and show it as it will be printed."""
        if self._talk is not None and self._ready is not None:
            work = partial(self._outline_paper, self._talk, self.choice.items(), self._minutes())
            self._desk.tasks.command(work, then=self._show_outline_paper, refused=self._refuse)

    def _cancel(self) -> None:
        if self._talk is not None:
            work = partial(self._call_off, self._talk, self.cancel_drawer.text())
            self._desk.tasks.command(work, then=self._done, refused=self._refuse)

    def _run(self, act: Act) -> None:
        if self._talk is not None and self._ready is None:
            self._wanted = act
        elif self._talk is not None:
            self.save_now()
            self.begin_button.setEnabled(False)
            work = partial(act, self._talk, self.choice.items(), self._minutes())
            self._desk.tasks.command(work, then=self._done, refused=self._refuse)

    def _minutes(self) -> dict[str, int]:
        return self.outline.minutes()

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _read(self, talk: Talk, _: Progress) -> Preparation:
        return Preparation(
            self._desk.outlines.ground(talk.id),
            self._desk.portraits.names(talk.id),
            self._desk.talks.warnings(talk.id),
            tuple(self._desk.talks.open_findings(talk.id)),
        )

    def _prepare(
        self, talk: Talk, items: tuple[OutlineItem, ...], minutes: dict[str, int], _: Progress
    ) -> Changes:
        return self._desk.talks.prepare(talk.id, items, minutes)

    def _begin(
        self, talk: Talk, items: tuple[OutlineItem, ...], minutes: dict[str, int], _: Progress
    ) -> Changes:
        prepared = self._desk.talks.prepare(talk.id, items, minutes)
        return prepared | self._desk.talks.begin(talk.id)

    def _outline_paper(
        self, talk: Talk, items: tuple[OutlineItem, ...], minutes: dict[str, int], _: Progress
    ) -> tuple[bytes, Changes]:
        kept = Changes.NONE
        if talk.status in BEFORE_TALK:
            kept = self._desk.talks.prepare(talk.id, items, minutes)
        pdf, made = self._desk.outlines.pdf(talk.id)
        return pdf, kept | made

    def _call_off(self, talk: Talk, reason: str, _: Progress) -> Changes:
        return self._desk.talks.cancel(talk.id, reason)

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _show_outline_paper(self, pdf: bytes) -> None:
        self.outline.forget()
        self._show_paper("大字提纲", pdf, "outline")
        self.reload.emit()

    def _show_portrait_paper(self, paper: PortraitPaper) -> None:
        names = "、".join(PORTRAIT_SECTION[section] for section in paper.left_off)
        note = f"一页放不下，没有印全的有：{names}。可以先把这几栏改短。" if names else ""
        self._show_paper("一页画像", paper.pdf, "portrait", note)

    def _show_paper(self, title: str, pdf: bytes, name: str, note: str = "") -> None:
        if self._talk is not None:
            self.messages.clear()
            self._stack.setCurrentWidget(self.paper)
            self.paper.show_paper(title, pdf, f"{self._talk.number}-{name}.pdf", note)

    def _leave_paper(self) -> None:
        self.paper.forget()
        self._stack.setCurrentIndex(0)

    def _done(self, _: object) -> None:
        self.outline.forget()
        self.begin_button.setEnabled(True)
        self.messages.clear()
        self.cancel_drawer.hide()
        self.reload.emit()

    def _allow(self, _: object = None) -> None:
        self.begin_button.setEnabled(True)

    def _refuse(self, error: AppError) -> None:
        self.begin_button.setEnabled(True)
        self.messages.show_message(message_for(error))
