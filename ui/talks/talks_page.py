"""The page of talks: the list, the form of a new one, and one talk opened."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from app.domain.changes import Changes
from app.domain.ids import PersonId, PlanItemId
from app.domain.talk import Talk, TalkStatus
from app.domain.talk_list import TalkFilter, TalkRow
from ui.page import Destination, Page
from ui.talks.desk import Desk
from ui.talks.editor_panel import EditorPanel, EditorPlace
from ui.talks.list_panel import TalkListPanel
from ui.talks.papers_panel import PapersPanel, PapersPlace
from ui.talks.plan_panel import PlanPanel, PlanPlace
from ui.talks.talk_look import TalkLook
from ui.widgets.paged_table import TablePlace

_HEADING = "谈话"
_PLANNING = "安排谈话"
_CHANGING = "修改安排"
_PAPERS = "会前文书"
_AHEAD_MS = 150  # between one piece and the next what was pressed meanwhile is done


@dataclass(frozen=True, slots=True)
class TalksPlace:
    """What is shown, and where in it; None for what was never opened."""

    view: str
    editor: EditorPlace | None
    plan: PlanPlace | None
    filter: TalkFilter
    list: TablePlace
    papers: PapersPlace | None

    def lasting(self) -> TalksPlace:
        """What is in sight: what lies behind it may be of a talk that is long over."""
        is_open = self.view in ("editor", "papers")
        return replace(
            self,
            editor=self.editor if is_open else None,
            plan=self.plan if self.view == "plan" else None,
            papers=self.papers if self.view == "papers" else None,
        )


class TalksPage(Page):
    """subject of a destination is a talk's id; a status as act narrows the list.

    act new begins a talk, with the person whose id the subject is, if there is one; act plan one
    from the lines of the yearly plan the subject names, parted by commas.
    """

    help_topic = "talks"
    watches = Changes.TALKS | Changes.FACTS

    def __init__(self, desk: Desk, look: TalkLook | None = None) -> None:
        super().__init__(desk.tasks)
        self._desk, self._look = desk, look or TalkLook()
        self._plan: PlanPanel | None = None
        self._editor: EditorPanel | None = None
        self._papers: PapersPanel | None = None
        self.list = TalkListPanel(desk)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self.body.addWidget(self._stack, 1)
        self.list.opened.connect(self._open_row)
        self.list.wanted.connect(self.begin_new)
        self.list.plans_wanted.connect(self._go_to_plans)
        self.list.page_wanted.connect(self._go_to_page)
        self._stack.currentChanged.connect(self._tell_topic)
        self._ahead = QTimer(self, singleShot=True, interval=_AHEAD_MS)
        self._ahead.timeout.connect(self._make_ahead)
        self.list.model.filled.connect(self._soon)

    # ── what is made when it is first wanted: the list stands the sooner ─────────────────────────

    @property
    def plan(self) -> PlanPanel:
        """The form of a new talk."""
        if self._plan is None:
            made = self._plan = PlanPanel(self._desk)
            made.planned.connect(self.open_talk)
            made.closed.connect(self._close_plan)
            self._stack.addWidget(made)
        return self._plan

    @property
    def papers(self) -> PapersPanel:
        """The papers before a talk."""
        if self._papers is None:
            made = self._papers = PapersPanel(self._desk)
            made.left.connect(self._leave_papers)
            self._stack.addWidget(made)
        return self._papers

    @property
    def editor(self) -> EditorPanel:
        """One talk opened."""
        if self._editor is None:
            made = self._editor = EditorPanel(self._desk, self._look)
            made.papers_wanted.connect(self._show_papers)
            made.left.connect(self.show_list)
            made.turned.connect(self._tell_topic)
            made.titled.connect(self._tell_title)
            made.change_wanted.connect(self._change)
            made.saved.connect(self.saved)
            made.make_up.wanted.connect(self.open_talk)
            made.handover_wanted.connect(self._hand_over)
            self._stack.addWidget(made)
        return self._editor

    def _soon(self, _: int) -> None:
        self._ahead.start()

    def _make_ahead(self) -> None:
        """Make the editor piece by piece while the list is looked at; then a talk opens at once."""
        if self.isVisible() and self.editor.make_ahead():
            self._ahead.start()

    def _shown(self) -> str:
        """Which part is in sight."""
        here = self._stack.currentWidget()
        parts = {"plan": self._plan, "editor": self._editor, "papers": self._papers}
        return next((name for name, part in parts.items() if part is here), "list")

    # ── where to ─────────────────────────────────────────────────────────────────────────────────

    def open_talk(self, talk_id: str) -> None:
        """Open one talk."""
        self._stack.setCurrentWidget(self.editor)
        self.editor.open(talk_id)

    def show_list(self) -> None:
        """Go back to the list."""
        self.save_now()
        self._stack.setCurrentWidget(self.list)
        self.titled.emit(_HEADING)
        self.list.refresh()
        self.list.table.view.setFocus()

    def begin_new(self) -> None:
        self.save_now()
        self._stack.setCurrentWidget(self.plan)
        self.titled.emit(_PLANNING)
        self.plan.begin_new()

    def seek(self) -> None:
        if self._stack.currentWidget() is not self.list:
            self.show_list()
        self.list.search.setFocus()
        self.list.search.selectAll()

    def zoom(self, by: int) -> bool:
        return self._shown() == "editor" and self.editor.zoom(by)

    def step_back(self) -> bool:
        here = self._stack.currentWidget()
        if isinstance(here, PlanPanel | EditorPanel) and here.step_back():
            return True
        shown = self._shown()
        if shown == "plan":
            self._close_plan()
        elif shown == "editor":
            self.show_list()
        elif shown == "papers":
            self._leave_papers()
        return shown != "list"

    def _tell_topic(self, _: int) -> None:
        """F1 is about the step one is at."""
        self.help_topic = "talks"
        if self._shown() == "editor":
            is_aside = self.editor.shows_attachments
            beginning = "prepare" if self.editor.is_preparing else "talks"
            self.help_topic = "attachments" if is_aside else beginning

    def _close_plan(self) -> None:
        if self.plan.is_change:
            self.open_talk(self.editor.place().talk_id)
        else:
            self.show_list()

    # ── what the window asks ─────────────────────────────────────────────────────────────────────

    def arrive(self, destination: Destination) -> None:
        if destination.act == "new":
            self.begin_new()
            if destination.subject:
                self.plan.begin_with(PersonId(destination.subject))
        elif destination.act == "plan" and destination.subject:
            self.begin_new()
            self.plan.begin_with_items(tuple(map(PlanItemId, destination.subject.split(","))))
        elif destination.act in _STATUSES:
            self.show_list()
            self.list.narrow_to(_STATUSES[destination.act])
        elif destination.place:
            self._stack.setCurrentWidget(self.editor)
            self.editor.open_at(destination.subject, destination.place)
        elif destination.subject:
            self.open_talk(destination.subject)
        else:
            self._tell_present_title()

    def refresh(self) -> None:
        self.list.refresh()
        if self._shown() == "editor":
            self.editor.reload()

    def save_now(self) -> None:
        if self._editor is not None:
            self._editor.save_now()

    def stop_work(self) -> None:
        if self._editor is not None:
            self._editor.stop_work()

    def has_unsaved(self) -> bool:
        return self._editor is not None and self._editor.has_unsaved()

    def place(self) -> TalksPlace:
        return TalksPlace(
            self._shown(),
            self._editor.place() if self._editor else None,
            self._plan.place() if self._plan else None,
            self.list.filter(),
            self.list.table.place(),
            self._papers.place() if self._papers else None,
        )

    def return_to(self, place: object) -> None:
        if not isinstance(place, TalksPlace):
            return
        self.list.narrow(place.filter)
        self.list.table.return_to(place.list)
        if place.view == "plan" and place.plan is not None:
            self._stack.setCurrentWidget(self.plan)
            self.plan.return_to(place.plan)
        if place.view == "editor" and place.editor and place.editor.talk_id:
            self._stack.setCurrentWidget(self.editor)
            self.editor.open(place.editor.talk_id, place.editor)
        if place.view == "papers" and place.papers and place.papers.talk_id:
            self.editor.open(place.papers.talk_id, place.editor)
            self._stack.setCurrentWidget(self.papers)
            self.titled.emit(_PAPERS)
            self.papers.return_to(place.papers)

    def _show_papers(self) -> None:
        if self.editor.talk is not None:
            self._stack.setCurrentWidget(self.papers)
            self.titled.emit(_PAPERS)
            self.papers.begin_for(self.editor.talk)

    def _leave_papers(self) -> None:
        self._stack.setCurrentWidget(self.editor)
        self.titled.emit(self.editor.title())

    def _go_to_plans(self) -> None:
        self.go.emit(Destination("plans"))

    def _go_to_page(self, key: str) -> None:
        self.go.emit(Destination(key))

    def _open_row(self, talk: TalkRow) -> None:
        self.open_talk(talk.id)

    def _change(self, talk: Talk) -> None:
        self._stack.setCurrentWidget(self.plan)
        self.titled.emit(_CHANGING)
        self.plan.begin_change(talk)

    def _hand_over(self) -> None:
        self.go.emit(Destination("handover", act="new"))

    def _tell_present_title(self) -> None:
        shown = self._shown()
        if shown == "papers":
            self.titled.emit(_PAPERS)
        elif shown == "plan":
            self.titled.emit(_CHANGING if self.plan.is_change else _PLANNING)
        elif shown == "editor" and self.editor.talk is not None:
            self.titled.emit(self.editor.title())

    def _tell_title(self, title: str) -> None:
        if self._shown() == "editor":
            self.titled.emit(title)


_STATUSES = {status.value: status for status in TalkStatus}
