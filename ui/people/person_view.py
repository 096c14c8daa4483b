"""One person whole: who it is, the posts as a timeline, the talks so far."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.people import PersonCard, Post, PostView
from app.domain.recusal import RecusalRow
from app.domain.talk_list import TalkRow
from app.services.facts import KnownFacts
from ui import icons
from ui.people.facts_card import FactsCard
from ui.people.recusal_card import RecusalCard
from ui.people.words import person_line, span
from ui.terms import TALK_STATUS, UNIT_KIND
from ui.theme import px
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import Card, Place, column, row, scrolled
from ui.widgets.words import label


class PersonView(QWidget):
    """Shows a card; tells what the user wants to do with it."""

    edit_asked = Signal(object)
    post_asked = Signal(object)
    post_edit_asked = Signal(object)
    post_end_asked = Signal(object)
    talk_asked = Signal(str)
    talk_new_asked = Signal(str)
    archive_asked = Signal(str)
    facts_asked = Signal(object)
    figures_asked = Signal(object)
    recusal_asked = Signal(object)
    recusal_released = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.card: PersonCard | None = None
        self._place = Place()
        self._sheet = Card().add(self._place)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(self._sheet, "所选人员"))

    def show_card(
        self,
        card: PersonCard,
        talks: list[TalkRow],
        known: KnownFacts,
        recused: tuple[RecusalRow, ...] = (),
    ) -> None:
        """Show this person."""
        self.clear()
        self.card = card
        content = QWidget()
        box = column(gap=1)
        content.setLayout(box)
        box.addWidget(label(card.person.name, "title"))
        box.addWidget(label(person_line(card.person) or "基本情况还没有填写", tone="quiet"))
        if card.person.note:
            box.addWidget(label(card.person.note))
        box.addWidget(self._buttons(card))
        box.addSpacing(px(1))
        box.addWidget(label("任职", "strong"))
        for view in card.posts:
            box.addWidget(self._post(view))
        if not card.posts:
            box.addWidget(label("还没有任职。按“登记任职”补上单位和职务。", tone="quiet"))
        box.addSpacing(px(1))
        box.addWidget(self._facts(card, known))
        box.addSpacing(px(1))
        box.addWidget(self._recusals(card, recused))
        box.addSpacing(px(1))
        box.addWidget(label("历次谈话", "strong"))
        for talk in talks:
            box.addLayout(self._talk(talk))
        if not talks:
            box.addWidget(label("还没有谈过。", tone="quiet"))
        box.addStretch(1)
        self._place.put(content)

    def _facts(self, card: PersonCard, known: KnownFacts) -> FactsCard:
        facts = FactsCard(known)
        facts.facts_asked.connect(lambda: self.facts_asked.emit(card.person))
        facts.figures_asked.connect(lambda: self.figures_asked.emit(known.unit_id))
        return facts

    def _recusals(self, card: PersonCard, recused: tuple[RecusalRow, ...]) -> RecusalCard:
        shown = RecusalCard(recused)
        shown.add_asked.connect(lambda: self.recusal_asked.emit(card.person))
        shown.released.connect(lambda other: self.recusal_released.emit(card.person.id, other))
        return shown

    def clear(self) -> None:
        """Show nobody."""
        self.card = None
        self._place.clear()

    def _buttons(self, card: PersonCard) -> QWidget:
        edit, post = button("修改", "pencil"), button("登记任职", "plus")
        talk = button("安排谈话", "calendar-plus")
        edit.clicked.connect(lambda: self.edit_asked.emit(card.person))
        post.clicked.connect(lambda: self.post_asked.emit(card.person))
        talk.clicked.connect(lambda: self.talk_new_asked.emit(card.person.id))
        archive = button("做档案…", "printer", name="做这个人的廉政谈话档案")
        archive.clicked.connect(lambda: self.archive_asked.emit(card.person.id))
        return flow(edit, post, talk, archive)

    def _post(self, view: PostView) -> QWidget:
        post = view.post
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(1))
        dot = QLabel()
        icons.put(dot, "circle" if post.until else "circle-dot", icons.Role.Link, 0.8)
        title = "　".join(filter(None, (post.title, post.rank)))
        mark = "，一把手" if post.is_principal else ""
        words = column(
            label(title, "body" if post.until else "strong"),
            label(f"{view.unit_name}（{UNIT_KIND[view.unit_kind]}）{mark}"),
            label(span(post), "small", "quiet"),
            gap=0.25,
        )
        line.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        for made in self._post_buttons(post, f"{view.unit_name}{post.title}"):
            line.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _post_buttons(self, post: Post, what: str) -> list[QWidget]:
        change = button("改", kind="quiet", name=f"修改任职：{what}")
        change.clicked.connect(lambda: self.post_edit_asked.emit(post))
        if post.until is not None:
            return [change]
        end = button("免", kind="quiet", name=f"登记免职：{what}")
        end.setToolTip("登记不再担任这一职务的时间")
        end.clicked.connect(lambda: self.post_end_asked.emit(post))
        return [change, end]

    def _talk(self, talk: TalkRow) -> QHBoxLayout:
        moment = talk.day.astimezone()
        day = f"{moment.year}年{moment.month}月{moment.day}日"
        text = f"{day}　{talk.kind_title}　{TALK_STATUS[talk.status]}"
        made = button(text, kind="quiet", name=f"打开谈话 {text}")
        made.clicked.connect(lambda: self.talk_asked.emit(talk.id))
        return row(made, None)
