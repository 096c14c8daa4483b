"""画像: what is known of whoever is talked to, every part of it open to the hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import TalkId
from app.domain.portrait import Portrait, PortraitPart, Section
from app.domain.progress import Progress
from app.domain.talk import Talk
from app.services.portraits import PortraitPaper
from ui.messages import message_for
from ui.talks.desk import Desk
from ui.talks.drafts import Drafts, Words
from ui.talks.growing_edit import GrowingEdit
from ui.terms import PORTRAIT_SECTION
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import column, row, scrolled
from ui.widgets.words import label, set_tone

_LEFT = (Section.WHO, Section.POSTS, Section.FIGURES, Section.SOURCES)
_RIGHT = (Section.POINTS, Section.UNIT_FINDINGS, Section.OWN_FINDINGS, Section.TALKS)
_KEY_PARTS = 3
Act = Callable[[TalkId, str], Changes]


class SectionEdit(QWidget):
    """One part: its name, how it stands, its words; restored gives it back to the stored facts."""

    typed = Signal(object)
    restored = Signal(object)

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.section = section
        title = PORTRAIT_SECTION[section]
        self.state = label("", "small", "quiet", wrap=False)
        self.restore_button = button("按资料重写", kind="quiet", name=f"{title}按资料重写")
        self.restore_button.hide()
        self.edit = GrowingEdit(title)
        self.edit.setPlaceholderText("没有登记")
        head = row(label(title, "strong", wrap=False), self.state, None, self.restore_button)
        self.setLayout(column(head, self.edit, gap=0.25))
        self.edit.textChanged.connect(self._tell)
        self.restore_button.clicked.connect(lambda: self.restored.emit(self.section))

    def show_part(self, part: PortraitPart, is_news: bool, can_change: bool) -> None:
        """Show the words and how they stand."""
        if self.edit.toPlainText() != part.text:
            with QSignalBlocker(self.edit):
                self.edit.setPlainText(part.text)
        self.edit.setReadOnly(not can_change)
        self._say(part.is_edited, is_news)
        self.restore_button.setVisible(part.is_edited and can_change)

    def wait(self) -> None:
        """Show nothing and take nothing until the words of somebody else are read."""
        with QSignalBlocker(self.edit):
            self.edit.clear()
        self.edit.setReadOnly(True)

    def _tell(self) -> None:
        self._say(is_edited=True, is_news=False)
        self.typed.emit(self.section)

    def _say(self, is_edited: bool, is_news: bool) -> None:
        self.state.setText("手改过" if is_edited else "资料有更新" if is_news else "")
        set_tone(self.state, "accent" if is_news else "quiet")


class PortraitTab(QWidget):
    """print_wanted gives the page; saved tells that everything typed is in the vault."""

    print_wanted = Signal(object)
    saved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._talk: Talk | None = None
        self._whom, self._can_change = "", True
        self.messages = MessageBar()
        self.who = QComboBox()
        self.who.setAccessibleName("谁的画像")
        self.refresh_button = button("刷新（保留手改）", "refresh-cw")
        self.print_button = button("一页画像…", "printer", name="一页画像，预览和打印")
        self.said = label("由库里的资料写成，只供这次谈话使用，改动自动保存。", "small", "quiet")
        self.sections = {section: SectionEdit(section) for section in (*_LEFT, *_RIGHT)}
        self.drafts = Drafts(desk.tasks, self._words, self._save, self)
        self._lay_out()
        self._hear()

    def _lay_out(self) -> None:
        inside, sides = QWidget(), []
        for side in (_LEFT, _RIGHT):
            parts = column(*(self.sections[section] for section in side), gap=1.5)
            parts.addStretch(1)
            sides.append(parts)
        halves = row(*sides, gap=3)
        halves.setStretch(0, 1)
        halves.setStretch(1, 1)
        inside.setLayout(halves)
        head = row(self.who, self.said, self.refresh_button, self.print_button)
        head.setStretch(1, 1)
        self.area = scrolled(inside, "画像")
        whole = column(self.messages, head, self.area)
        whole.setStretch(2, 1)
        whole.setContentsMargins(0, px(1), 0, 0)
        self.setLayout(whole)

    def _hear(self) -> None:
        self.who.activated.connect(self._choose)
        self.refresh_button.clicked.connect(self.refresh)
        self.print_button.clicked.connect(self.print)
        self.drafts.settled.connect(self._settled)
        self.drafts.failed.connect(self._refuse)
        for edit in self.sections.values():
            edit.typed.connect(self._touch)
            edit.restored.connect(self.restore)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_talk(self, talk: Talk, names: tuple[tuple[str, str], ...], can_change: bool) -> None:
        """Show whoever was shown before, else the first who is talked to."""
        is_same = self._talk is not None and self._talk.id == talk.id
        people = [whom for whom, _ in names]
        whom = self._whom if is_same and self._whom in people else next(iter(people), "")
        if not is_same or whom != self._whom:  # what is typed must not reach another's portrait
            self.drafts.detach()
            self.drafts.save_now()
            self.messages.clear()
            self._wait()
        self._talk, self._whom, self._can_change = talk, whom, can_change
        with QSignalBlocker(self.who):
            self.who.clear()
            for known, name in names:
                self.who.addItem(name, known)
            self.who.setCurrentIndex(max(0, self.who.findData(whom)))
        self.who.setVisible(len(names) > 1)
        for part in (self.refresh_button, self.print_button):
            part.setEnabled(bool(names))
        self._read_again()

    def show_portrait(self, portrait: Portrait) -> None:
        """Show every part; what is being typed stays."""
        if self._talk is None or (portrait.talk_id, portrait.about) != (self._talk.id, self._whom):
            return
        unsaved = self.drafts.unsaved()
        for part in portrait.parts:
            if self._key(part.section) not in unsaved:
                is_news = part.section in portrait.news
                self.sections[part.section].show_part(part, is_news, self._can_change)
            else:
                self.sections[part.section].edit.setReadOnly(not self._can_change)
        self.refresh_button.setEnabled(self._can_change and bool(portrait.news))

    def _read_again(self, _: object = None) -> None:
        if self._talk is not None and self._whom:
            self._desk.tasks.query(partial(self._read, self._talk.id, self._whom), self._show_read)

    def _show_read(self, portrait: Portrait | None) -> None:
        if portrait is not None:
            self.show_portrait(portrait)

    def _choose(self, _: int) -> None:
        self.drafts.detach()
        self.drafts.save_now()
        self._whom = str(self.who.currentData() or "")
        self._wait()
        self._read_again()

    def _wait(self) -> None:
        for section in self.sections.values():
            section.wait()

    # ── keeping ──────────────────────────────────────────────────────────────────────────────────

    def adopt(self, unsaved: Mapping[str, Words]) -> None:
        """Save what an earlier screen could not."""
        self.drafts.adopt(unsaved)

    def _touch(self, section: Section) -> None:
        self.drafts.touch(self._key(section))

    def _key(self, section: Section) -> str:
        return f"{self._talk.id if self._talk else ''}\n{section.value}\n{self._whom}"

    def _words(self, key: str) -> Words:
        section = Section(key.split("\n", _KEY_PARTS - 1)[1])
        return (self.sections[section].edit.toPlainText(),)

    def _save(self, key: str, words: Words) -> Changes:
        talk_id, section, whom = key.split("\n", _KEY_PARTS - 1)
        return self._desk.portraits.keep(TalkId(talk_id), whom, Section(section), words[0])

    def _settled(self) -> None:
        self.messages.clear()
        self.saved.emit()
        self._read_again()

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Have every part written anew that no hand has touched."""
        self._command(self._desk.portraits.refresh)

    def restore(self, section: Section) -> None:
        """Have one part written by the stored facts again."""
        self._command(partial(_restored, self._desk, section))

    def print(self) -> None:
        """Make the page."""
        if self._talk is not None and self._whom:
            self.drafts.save_now()
            work = partial(self._make, self._talk.id, self._whom)
            self._desk.tasks.command(work, then=self.print_wanted.emit, refused=self._refuse)

    def _command(self, act: Act) -> None:
        if self._talk is not None and self._whom:
            self.drafts.save_now()
            work = partial(_carried, act, self._talk.id, self._whom)
            self._desk.tasks.command(work, then=self._read_again, refused=self._refuse)

    def _read(self, talk_id: TalkId, whom: str, _: Progress) -> Portrait | None:
        try:
            return self._desk.portraits.get(talk_id, whom)
        except KeyError:  # taken out of the talk meanwhile
            return None

    def _make(self, talk_id: TalkId, whom: str, _: Progress) -> tuple[PortraitPaper, Changes]:
        return self._desk.portraits.pdf(talk_id, whom)

    def _refuse(self, error: object) -> None:
        if isinstance(error, AppError):
            self.messages.show_message(message_for(error))


def _restored(desk: Desk, section: Section, talk_id: TalkId, whom: str) -> Changes:
    return desk.portraits.restore(talk_id, whom, section)


def _carried(act: Act, talk_id: TalkId, whom: str, _: Progress) -> Changes:
    return act(talk_id, whom)
