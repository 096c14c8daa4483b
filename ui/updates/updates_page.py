"""程序更新: which program this is, a newer one from a stick, and the way back to the one before."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.release import Installation, Release
from app.services.program_care import WayBack
from app.services.updating import ReleaseOffer
from ui.page import Page
from ui.tasks import Task
from ui.update_messages import HOW_ELSEWHERE
from ui.updates.desk import UpdateDesk
from ui.updates.exchange_panel import ExchangePanel
from ui.updates.exchange_run import ExchangeRun
from ui.updates.file_card import FileCard
from ui.updates.words import Exchange, going_to, here_facts, taking
from ui.widgets.buttons import button
from ui.widgets.message import Message, Tone
from ui.widgets.surfaces import Card, Place, column, facts, row, scrolled
from ui.widgets.words import label

_HEADING = "程序更新"
_SAID = (
    "程序从不联网，也不会自己更新。新版由发布方做成一个签了名的更新文件，用 U 盘带来。"
    "核对不上的，一个字也不会写进来。"
)
_OTHER = "更新以后，前一版一直留着。新版用着不对，可以退回去。"
_NO_OTHER = "这里还没有留着别的版本。"
_LOOK_STOPPED = Message("已停下，没有看完。", "什么也没有改动。", "可以再选一次。", Tone.NOTE)


class UpdatesPage(Page):
    """What stands here, and one step further what would be done, before it is done."""

    help_topic = "updates"

    def __init__(self, desk: UpdateDesk) -> None:
        super().__init__(desk.tasks)
        self._desk = desk
        self._looking: Task | None = None
        self.offer: ReleaseOffer | None = None
        self.way: WayBack | None = None
        self.here = Card("现在的程序")
        self.standing, self.how = Place(), label("")
        self.here.add(self.standing, self.how, label(_SAID, tone="quiet"))
        self.file = FileCard(desk)
        self.other = Card("退回上一版本")
        self.other_said = label("", tone="quiet")
        self.other_button = button("退回上一版本", "history")
        self.other.add(self.other_said, row(self.other_button, None))
        self.other.body.addStretch(1)
        self.panel = ExchangePanel()
        self.run = ExchangeRun(desk, self)
        self.stack = QStackedWidget()
        self._lay_out()
        self._hear_parts()

    def _lay_out(self) -> None:
        halves = row(self.file, self.other, gap=1.5)
        halves.setStretch(0, 3)
        halves.setStretch(1, 2)
        overview = QWidget()
        whole = column(self.here, halves, gap=1.5)
        whole.addStretch(1)
        overview.setLayout(whole)
        self.stack.addWidget(scrolled(overview, _HEADING))
        self.stack.addWidget(self.panel)
        self.body.addWidget(self.stack, 1)

    def _hear_parts(self) -> None:
        self.file.chosen.connect(self.look)
        self.file.stopped.connect(self._stop_looking)
        self.other_button.clicked.connect(self.ask_other)
        self.panel.wanted.connect(self.exchange)
        self.panel.stopped.connect(self.run.stop)
        self.panel.left.connect(self.show_overview)
        self.panel.reopened.connect(self.open_anew)
        self.run.stepped.connect(self.panel.progress.step)
        self.run.backed_up.connect(self.panel.tell_backup)
        self.run.done.connect(self._tell_done)
        self.run.refused.connect(self.panel.tell_refused)
        self.run.stopped.connect(self.panel.tell_stopped)
        self.tasks.crashed.connect(self._rest)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        self.tasks.background(self._read, then=self._show)

    def begin_new(self) -> None:
        if self.file.isVisible():
            self.file.choose()

    def step_back(self) -> bool:
        if self.stack.currentWidget() is self.panel:
            if not self.run.is_running:
                self.show_overview()
            return True
        return False

    def stop_work(self) -> None:
        self._stop_looking()
        self.run.stop()

    def show_overview(self) -> None:
        """Back to what stands here."""
        self.titled.emit(_HEADING)
        self.offer, self.way = None, None
        self.stack.setCurrentIndex(0)
        self.refresh()

    # ── a newer one ──────────────────────────────────────────────────────────────────────────────

    def look(self, path: Path) -> None:
        """Look the file through, and tell what it is."""
        self.tell(None)
        self.file.begin()
        work = partial(self._look, path)
        self.tasks.beside(work, self._show_offer, refused=self._refuse, watch=self._mind)

    def _look(self, path: Path, progress: Progress) -> ReleaseOffer:
        return self._desk.updating.look(path, progress)

    def _mind(self, task: Task) -> None:
        self._looking = task
        task.stepped.connect(self.file.progress.step)
        task.cancelled.connect(self._tell_not_looked)

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.cancel()

    def _tell_not_looked(self) -> None:
        self._rest()
        self.tell(_LOOK_STOPPED)

    def _refuse(self, error: AppError) -> None:
        self._rest()
        self.tell_error(error)

    def _rest(self, _: object = None) -> None:
        self._looking = None
        self.file.end()
        if not self.run.is_running and self.panel.progress.isVisible():
            self.panel.rest()

    def _show_offer(self, offer: ReleaseOffer) -> None:
        self._rest()
        self.offer, self.way = offer, None
        self._show_exchange(taking(offer, self._running))

    # ── the other one ────────────────────────────────────────────────────────────────────────────

    def ask_other(self) -> None:
        """Find out what the other version would do with this vault, and tell it."""
        self.tell(None)
        other = self._desk.updating.other()
        if other is not None:
            self.tasks.query(partial(self._ask, other), self._show_way, refused=self._refuse)

    def _ask(self, other: Release, _: Progress) -> WayBack:
        return self._desk.care.way_back(other)

    def _show_way(self, way: WayBack) -> None:
        self.offer, self.way = None, way
        self._show_exchange(going_to(way, self._running, self._desk))

    # ── done ─────────────────────────────────────────────────────────────────────────────────────

    def exchange(self) -> None:
        """Do what was told."""
        if self.run.is_running:
            return
        self.panel.begin()
        if self.offer is not None:
            self.run.take(self.offer)
        elif self.way is not None:
            self.run.change_to_other()

    def open_anew(self) -> None:
        """Lock, and start the version that is current now, in the same place."""
        self.reopen.emit(self._desk.updating.executable())

    def _tell_done(self, after: Installation) -> None:
        self.panel.tell_done(after)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    @property
    def _running(self) -> Release:
        return self._desk.updating.installation.release

    def _read(self, _: Progress) -> Installation:
        return self._desk.updating.now()

    def _show(self, found: Installation) -> None:
        can_update = self._desk.updating.can_update
        self.standing.put(facts(here_facts(found, self._running.version)))
        self.how.setText("" if can_update else HOW_ELSEWHERE[found.kind])
        self.how.setVisible(not can_update)
        for card in (self.file, self.other):
            card.setVisible(can_update)
        other = found.previous
        self.other_button.setVisible(other is not None)
        self.other_said.setText(_OTHER if other is not None else f"{_NO_OTHER}{_OTHER}")
        if other is not None:
            is_older = other.version < found.release.version
            words = f"退回 {other.version}…" if is_older else f"换回 {other.version}…"
            self.other_button.setText(words)
            self.other_button.setAccessibleName(words)

    def _show_exchange(self, exchange: Exchange) -> None:
        self.titled.emit(exchange.title)
        self.stack.setCurrentWidget(self.panel)
        self.panel.show_exchange(exchange)
