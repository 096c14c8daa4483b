"""概况 of one person: the posts for everybody; the rest once the archive was taken out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.domain.archives import ArchiveView
from app.domain.calendar import written_time
from app.domain.people import PersonCard, Post, PostView
from app.domain.recusal import RecusalRow
from app.services.facts import KnownFacts
from ui import icons
from ui.people.facts_card import FactsCard
from ui.people.recusal_card import RecusalCard
from ui.people.words import person_line, span
from ui.terms import UNIT_KIND
from ui.theme import px
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import column
from ui.widgets.words import label

_MOST_ACCESSES = 10


class Basics(QWidget):
    """Made anew for each person; tells what the user wants to do."""

    edit_asked = Signal(object)
    post_asked = Signal(object)
    post_edit_asked = Signal(object)
    post_end_asked = Signal(object)
    facts_asked = Signal(object)
    figures_asked = Signal(object)
    recusal_asked = Signal(object)
    recusal_released = Signal(str, str)

    def __init__(self, card: PersonCard) -> None:
        super().__init__()
        self._card = card
        self._box = column(gap=1)
        self.setLayout(self._box)
        person = card.person
        edit, post = button("修改", "pencil"), button("登记任职", "plus")
        edit.clicked.connect(lambda: self.edit_asked.emit(person))
        post.clicked.connect(lambda: self.post_asked.emit(person))
        self._box.addWidget(label(person_line(person) or "基本情况还没有填写。", tone="quiet"))
        if person.note:
            self._box.addWidget(label(person.note, tone="quiet"))
        self._box.addWidget(flow(edit, post))
        self._box.addWidget(label("任职", "strong"))
        for view in card.posts:
            self._box.addWidget(self._post(view))
        if not card.posts:
            nothing = "还没有任职。按“登记任职”补上单位和职务。"
            self._box.addWidget(label(nothing, tone="quiet"))

    def add_known(self, known: KnownFacts, recused: Sequence[RecusalRow]) -> None:
        """Show what is known of the person, and of whom to keep away."""
        card = self._card
        facts, recusals = FactsCard(known), RecusalCard(recused)
        facts.facts_asked.connect(lambda: self.facts_asked.emit(card.person))
        facts.figures_asked.connect(lambda: self.figures_asked.emit(known.unit_id))
        recusals.add_asked.connect(lambda: self.recusal_asked.emit(card.person))
        recusals.released.connect(lambda other: self.recusal_released.emit(card.person.id, other))
        for part in (facts, recusals):
            self._box.addSpacing(px(1))
            self._box.addWidget(part)

    def add_accesses(self, archive: ArchiveView) -> None:
        """Show why the archive is open now, and who took it out, the newest first."""
        accesses = archive.accesses
        self._box.addSpacing(px(1))
        self._box.addWidget(label("调阅记录", "strong"))
        told = f"这一次的事由：{archive.reason}。锁定以后再看要重新写。"
        self._box.addWidget(label(told, tone="quiet"))
        for one in accesses[:_MOST_ACCESSES]:
            self._box.addWidget(label(f"{written_time(one.at)}　{one.who}　{one.reason}"))
        if len(accesses) > _MOST_ACCESSES:
            more = f"更早的 {len(accesses) - _MOST_ACCESSES} 次见操作留痕。"
            self._box.addWidget(label(more, tone="quiet"))

    def finish(self) -> None:
        """Push everything to the top; call it after the last part."""
        self._box.addStretch(1)

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
