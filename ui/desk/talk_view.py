"""One talk as a package brought it: what it was, what was said, what came of it, its files.

All of it was written elsewhere: it is shown as plain text, and never followed anywhere.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.package import PackageLevel
from app.domain.registry import DeskTalk, Member
from ui.desk.member_files import MemberFiles
from ui.desk.talk_words import answers_of, facts_of, findings_of
from ui.desk.tools import DeskTools
from ui.terms import PACKAGE_LEVEL
from ui.widgets.buttons import button
from ui.widgets.page_view import PageView
from ui.widgets.surfaces import Card, PageHead, Place, column, facts, halves, scrolled
from ui.widgets.words import label

_NO_TEXT = "这个包没有带谈话的内容；要看内容，请单位送全卷包。"


class TalkView(QWidget):
    """left: back to the list; other_asked wants the talk as another package brought it."""

    left = Signal()
    told = Signal(object)
    other_asked = Signal(object)

    def __init__(self, tools: DeskTools) -> None:
        super().__init__()
        self._tools = tools
        self.back_button = button("返回清单", "arrow-left")
        self.other_button = button("看另一次移交的…", "history")
        self.head, self.content = PageHead(""), Place()
        self.head.add_button(self.other_button, self.back_button)
        self.files = MemberFiles(tools)
        self.page = PageView("随包文件")
        self.close_button = button("收起文件", "x")
        self._talk: DeskTalk | None = None
        self._stack = QStackedWidget()
        self._lay_out()
        self.back_button.clicked.connect(self.left)
        self.other_button.clicked.connect(self._ask_other)
        self.close_button.clicked.connect(self.step_back)
        self.files.told.connect(self.told)
        self.files.shown.connect(self._show_pages)
        self.setFocusProxy(self.back_button)

    def _lay_out(self) -> None:
        paper = QWidget()
        paper.setLayout(column(self.page, self.close_button))
        self._stack.addWidget(self.content)
        self._stack.addWidget(paper)
        sides = halves(self._stack, self.files, (3, 2))
        whole = column(self.head, sides)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_talk(self, talk: DeskTalk) -> None:
        """Show this talk."""
        self._talk = talk
        document = talk.document
        subject, kind = str(document["subject"]), str(document["kind_title"])
        self.head.title.setText(subject or kind)
        came = next((one for one in talk.versions if one.sequence == talk.sequence), None)
        level = PACKAGE_LEVEL[PackageLevel(came.level)] if came else ""
        self.head.set_subtitle(f"{talk.office_name}　第 {talk.sequence} 号{level}")
        self.other_button.setVisible(len(talk.versions) > 1)
        self.content.put(self._laid_out(talk))
        self.files.show_members(talk)
        self._stack.setCurrentIndex(0)

    def clear(self) -> None:
        """Keep nothing of the talk on screen."""
        self._talk = None
        self.content.clear()
        self.page.set_pages(())
        self.files.clear()

    def step_back(self) -> bool:
        """Close the file that is open; False when none is."""
        is_open = self._stack.currentIndex() == 1
        self.page.set_pages(())
        self._stack.setCurrentIndex(0)
        return is_open

    def stop_work(self) -> None:
        """Stop what is being drawn or saved."""
        self.files.stop_work()

    def _laid_out(self, talk: DeskTalk) -> QWidget:
        inside = QWidget()
        parts: list[QWidget] = [Card("谈话").add(facts(facts_of(talk.document, self._tools)))]
        for finding in findings_of(talk.findings):
            parts.append(Card(finding.title).add(facts(list(finding.pairs))))
        answers = answers_of(talk.document)
        if answers is None:
            parts.append(label(_NO_TEXT, tone="quiet"))
        for said in answers or ():
            parts.append(Card(said.title).add(label(said.text)))
        laid = column(*parts, gap=1.5)
        laid.addStretch(1)
        inside.setLayout(laid)
        return scrolled(inside, "谈话内容")

    def _ask_other(self) -> None:
        """The version after the one on screen, and after the last the first again."""
        talk = self._talk
        if talk is not None:
            numbers = [one.sequence for one in talk.versions]
            at = numbers.index(talk.sequence) if talk.sequence in numbers else -1
            following = numbers[(at + 1) % len(numbers)]
            self.other_asked.emit((talk.office_code, following, talk.talk_id))

    def _show_pages(self, found: tuple[Member, list[object]]) -> None:
        _, images = found
        self.page.set_pages(images)  # type: ignore[arg-type]
        self._stack.setCurrentIndex(1)
        self.close_button.setFocus()
