"""人员档案: the register of persons, one person whole beside it, and the ways in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QLayout, QStackedWidget, QWidget

from app.domain.archives import ArchivePaper
from app.domain.changes import Changes
from app.domain.ids import PersonId
from app.domain.papers import PaperKind
from app.domain.people import Person, PersonRow
from ui.page import Destination, Page
from ui.people.archive_forms import ArchiveFormPlace, ArchiveForms
from ui.people.archive_tabs import TabsPlace
from ui.people.desk import PeopleDesk
from ui.people.fact_forms import FactForms, FactPlace
from ui.people.forms import FormPlace, PersonForms
from ui.people.import_panel import ImportPanel, ImportPlace
from ui.people.look_panel import LookPanel
from ui.people.person_list import PersonList
from ui.people.person_view import PersonView, WholePerson
from ui.people.recusal_card import RecusalForms, RecusalPlace
from ui.theme import characters
from ui.widgets.buttons import button, primary
from ui.widgets.message import Message, Tone
from ui.widgets.paged_table import TablePlace
from ui.widgets.surfaces import column, halves, row

ARCHIVE_PAPER = PaperKind.PERSON_ARCHIVE.value


@dataclass(frozen=True, slots=True)
class PeoplePlace:
    """What was looked for, who was shown, and what was being filled in."""

    text: str
    chosen: PersonId | None
    list: TablePlace
    form: FormPlace | None
    facts: FactPlace | None
    importing: ImportPlace | None
    recusal: RecusalPlace | None = None
    tabs: TabsPlace | None = None
    archive: ArchiveFormPlace | None = None


class PeoplePage(Page):
    """The list on the left finds by name, unit or initials; the person is on the right.

    Destination("people", person) shows somebody; with act "open" the reason is asked at once,
    with "leaves" the leaves (廉政档案) are brought to the front as well.
    """

    help_topic = "people"
    watches = (
        Changes.PEOPLE | Changes.TALKS | Changes.FACTS | Changes.FINDINGS | Changes.ATTACHMENTS
    ) | Changes.ARCHIVES

    def __init__(self, desk: PeopleDesk) -> None:
        super().__init__(desk.tasks)
        self._desk = desk
        self._chosen: PersonId | None = None
        self._is_opening = False
        self._make_forms()
        self.new_button = primary("录入人员", "user-plus")
        self.import_button = button("导入名册…", "upload")
        self.units_button = button("单位…", "building-2")
        self.new_button.clicked.connect(self.begin_new)
        self.import_button.clicked.connect(self.begin_import)
        self.units_button.clicked.connect(self.forms.units)
        self._make_list()
        self.view = PersonView()
        self._connect_view()
        self.importing = ImportPanel(desk.tasks, desk.rosters)
        self.importing.finished.connect(self._imported)
        self.look = LookPanel(desk)
        self._connect_archive()
        self.stack = QStackedWidget()
        self.importing.left.connect(self._show_register)
        self._lay_out()

    def _make_list(self) -> None:
        self.list = PersonList(self._desk, self)
        self.search, self.table = self.list.search, self.list.table
        self.model, self.empty = self.list.model, self.list.empty
        self.list.chosen.connect(self._choose)
        self.list.emptied.connect(self._show_nobody)
        self.list.import_asked.connect(self.begin_import)
        self.table.opened.connect(self._enter)

    def _make_forms(self) -> None:
        tasks, desk = self.tasks, self._desk
        self.forms = PersonForms(self, tasks, desk.people)
        self.forms.person_made.connect(self._made)
        self.fact_forms = FactForms(self, tasks, desk.facts)
        self.recusal_forms = RecusalForms(self, tasks, desk.people, desk.recusals)
        self.archive_forms = ArchiveForms(self, desk)
        self.forms.unit_facts_asked.connect(self.fact_forms.unit_facts)
        self.forms.unit_figures_asked.connect(self.fact_forms.unit_figures)

    def _lay_out(self) -> None:
        splitter = halves(self.table, self.view, (3, 5))
        self.view.setMinimumWidth(characters(self, 17))
        head = row(self.search, self.new_button, self.import_button, self.units_button)
        head.setStretch(0, 1)
        register = column(head, splitter, gap=1.5)
        register.setStretch(1, 1)
        holder = _holding(register)
        self.stack.addWidget(holder)
        self.stack.addWidget(self.importing)
        self.stack.addWidget(self.look)
        self.body.addWidget(self.stack, 1)

    def _connect_view(self) -> None:
        self.view.edit_asked.connect(self.forms.edit_person)
        self.view.post_asked.connect(self.forms.add_post)
        self.view.post_edit_asked.connect(self.forms.edit_post)
        self.view.post_end_asked.connect(self.forms.end_post)
        self.view.facts_asked.connect(
            lambda person: self.fact_forms.person_facts(person.id, person.name)
        )
        self.view.figures_asked.connect(self.fact_forms.unit_figures)
        self.view.recusal_asked.connect(
            lambda person: self.recusal_forms.add(person.id, person.name)
        )
        self.view.recusal_released.connect(self.recusal_forms.release)
        self.view.talk_new_asked.connect(
            lambda person: self.go.emit(Destination("talks", person, "new"))
        )
        self.view.archive_asked.connect(self._print_archive)
        self.view.open_asked.connect(lambda person: self._open(person))

    def _connect_archive(self) -> None:
        tabs, forms, look = self.view.tabs, self.archive_forms, self.look
        forms.opened.connect(self._opened)
        tabs.go.connect(self.go)
        tabs.leaf_opened.connect(self._look_at_leaf)
        tabs.paper_opened.connect(self._look_at_paper)
        tabs.leaves.add_asked.connect(self._add_leaf)
        tabs.leaves.change_asked.connect(forms.change_leaf)
        tabs.leaves.remove_asked.connect(forms.remove_leaf)
        look.left.connect(self._show_register)
        look.change_asked.connect(forms.change_leaf)
        look.remove_asked.connect(forms.remove_leaf)
        look.paper_gone_asked.connect(forms.remove_paper)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        self.model.reset()
        self._read_chosen()

    def arrive(self, destination: Destination) -> None:
        if destination.subject:
            self._turn_to(PersonId(destination.subject))
            self._show_register()
        if destination.act == "leaves":
            self.view.tabs.turn_to_leaves()
        self._is_opening = destination.act in ("open", "leaves")
        if destination.act == "import":
            self.begin_import()

    def seek(self) -> None:
        self.stack.setCurrentIndex(0)
        self.search.setFocus()
        self.search.selectAll()

    def begin_new(self) -> None:
        self.forms.new_person()

    def step_back(self) -> bool:
        is_inside = self.stack.currentIndex() != 0
        self._show_register()
        return is_inside

    def stop_work(self) -> None:
        self.look.stop_work()

    def place(self) -> PeoplePlace:
        is_importing = self.stack.currentWidget() is self.importing
        importing = self.importing.place() if is_importing else None
        spot = self.table.place()
        forms, facts = self.forms.place(), self.fact_forms.place()
        return PeoplePlace(
            self.search.text(),
            self._chosen,
            spot,
            forms,
            facts,
            importing,
            recusal=self.recusal_forms.place(),
            tabs=self.view.tabs.place(),
            archive=self.archive_forms.place(),
        )

    def return_to(self, place: object) -> None:
        if not isinstance(place, PeoplePlace):
            return
        self._chosen = place.chosen
        self.list.expect(place.chosen)
        self.search.setText(place.text)
        self.table.return_to(place.list)
        if place.importing is not None:
            self.begin_import()
            self.importing.return_to(place.importing)
        if place.tabs is not None:
            self.view.tabs.return_to(place.tabs)
        if place.form is not None:
            self.forms.return_to(place.form)
        if place.facts is not None:
            self.fact_forms.return_to(place.facts)
        if place.recusal is not None:
            self.recusal_forms.return_to(place.recusal)
        if place.archive is not None:
            self.archive_forms.return_to(place.archive)

    def begin_import(self) -> None:
        """Show the import instead of the register."""
        self.importing.start()
        self.stack.setCurrentWidget(self.importing)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def _turn_to(self, person_id: PersonId) -> None:
        self._chosen = person_id
        self.table.return_to(TablePlace())  # not to whom one stood on before a lock
        self.list.expect(person_id)
        self._read_chosen()

    def _choose(self, person: PersonRow) -> None:
        self._chosen = person.id
        self._read_chosen()

    def _show_nobody(self) -> None:
        self._chosen = None
        self.view.clear()

    def _enter(self, _: object) -> None:
        """Go on into what is known of the person."""
        self.view.tabs.tabBar().setFocus()

    def _read_chosen(self) -> None:
        if self._chosen is not None:
            self.tasks.query(partial(self._desk.whole, self._chosen), then=self._show)

    def _hear(self, changes: Changes) -> None:
        if self.isVisible() and changes & self.watches and not changes & Changes.PEOPLE:
            self._read_chosen()  # the list stays as it is, wherever it was scrolled to
        else:
            super()._hear(changes)

    def _show(self, whole: WholePerson) -> None:
        if whole.card.person.id != self._chosen:
            return
        self.view.show_whole(whole, self._desk.today())
        in_sight = self.stack.currentWidget() is self.look
        if in_sight and (whole.archive is None or not self.look.refresh(whole.archive)):
            self._show_register()
        is_opening, self._is_opening = self._is_opening, False
        if is_opening and whole.archive is None:
            self._open(whole.card.person)

    # ── the archive ──────────────────────────────────────────────────────────────────────────────

    def _open(self, person: Person) -> None:
        self.archive_forms.open(person.id, person.name)

    def _opened(self, _: object) -> None:
        self.view.tabs.turn_to_archive()

    def _print_archive(self, person_id: str) -> None:
        reason = self._desk.archives.reason(PersonId(person_id))
        self.go.emit(Destination("papers", person_id, ARCHIVE_PAPER, reason))

    def _add_leaf(self) -> None:
        if self._chosen is not None:
            self.archive_forms.add_leaf(self._chosen)

    def _look_at_leaf(self, leaf_id: str) -> None:
        for one in self.view.tabs.leaves.leaves():
            if one.leaf.id == leaf_id:
                self.look.show_leaf(one)
                self._turn_to_look()

    def _look_at_paper(self, paper: ArchivePaper) -> None:
        self.look.show_papers(self.view.tabs.files.papers(), paper)
        self._turn_to_look()

    def _turn_to_look(self) -> None:
        self.stack.setCurrentWidget(self.look)
        self.look.list.table.setFocus()

    def _made(self, person_id: str) -> None:
        self._turn_to(PersonId(person_id))

    def _show_register(self) -> None:
        self.stack.setCurrentIndex(0)
        self.look.clear()

    def _imported(self, count: int) -> None:
        self.stack.setCurrentIndex(0)
        self.tell(Message(f"已导入 {count} 人。", "", "可以接着安排谈话。", tone=Tone.NOTE))


def _holding(layout: QLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(layout)
    layout.setContentsMargins(0, 0, 0, 0)
    return holder
