"""The right half of talk mode: the question, and below it what is being written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.domain.changes import Changes
from app.domain.ids import AnswerId, TalkId
from app.domain.talk import OPEN_TEXT, Answer, Talk, TalkStatus
from app.domain.talk_times import Cursor
from ui import theme
from ui.talks.answer_editor import START, AnswerEditor, Spot
from ui.talks.attendance_panel import AttendancePanel
from ui.talks.cursor_keeper import CursorKeeper
from ui.talks.desk import Desk
from ui.talks.drafts import Drafts, Typed
from ui.talks.outline import ATTENDANCE, CLOSING
from ui.talks.question_view import QuestionView
from ui.widgets.surfaces import column

CLOSING_KEY = "closing"
_LOW = 15  # lines
_QUESTION = 0.52  # of the height at most: the rest is for what is being written
_HINTS = {
    "closing:summary": "主谈人归纳：谈了什么，指出了哪些问题",
    "closing:requirement": "做什么、谁来做、什么时间做完",
    "closing:statement": "谈话对象当场的表态，照原话记",
}


class RecordSheet(QWidget):
    """One question or closing word at a time; what is typed is saved within two seconds."""

    typed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._talk: Talk | None = None
        self._areas: Mapping[str, str] = {}
        self._key = ""
        self.question = QuestionView()
        self.editor = AnswerEditor()
        self.attendance = AttendancePanel(desk)
        self.drafts = Drafts(desk.tasks, self._words_of, self._save, self)
        self._keeper = CursorKeeper(desk, self.writing_at, self)
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._stack.addWidget(self.editor)
        self._stack.addWidget(self.attendance)
        self._layout = column(self.question, self._stack)
        self._layout.setStretch(1, 1)
        self.setLayout(self._layout)
        self.editor.typed.connect(self._note)
        self.editor.left.connect(self.drafts.save_now)
        self.editor.moved.connect(self._keeper.moved)
        self.drafts.settled.connect(self._keeper.moved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.question.setMaximumHeight(round(self.height() * _QUESTION))

    def make_room(self, is_needed: bool) -> None:
        """Let the question go while a form is open and the screen is low; the outline shows it."""
        is_low = self.height() < theme.line(self, _LOW)
        self.question.setVisible(not (is_needed and is_low))

    def put_between(self, widget: QWidget) -> None:
        """Give a form its place between question and record."""
        self._layout.insertWidget(1, widget)

    def show_talk(self, talk: Talk, areas: Mapping[str, str]) -> None:
        """Take over a talk as it is stored; texts typed and not saved yet are kept."""
        if self._talk is None or self._talk.id != talk.id:
            self.drafts.detach()
            self.editor.forget()
            self._key = ""
        is_open = talk.status is TalkStatus.UNDER_WAY
        self._talk, self._areas = talk, areas
        self._keeper.follow(talk.id if is_open else "")
        for answer in talk.answers:
            if not (is_open and self.editor.knows(answer.id)):
                self.editor.load(answer.id, answer.text)
        for key, text in zip(
            CLOSING, (talk.summary, talk.requirement, talk.statement), strict=True
        ):
            if not (is_open and self.editor.knows(key)):
                self.editor.load(key, text)
        self.editor.setReadOnly(not is_open)
        self.attendance.setEnabled(
            talk.status in OPEN_TEXT
        )  # until it is signed it can be put right
        self.attendance.show_talk(talk)

    def show_key(self, key: str) -> None:
        """Show this question, closing word, or who came."""
        self.drafts.save_now()
        if self._talk is None:
            return
        self._key = key
        self._stack.setCurrentWidget(self.attendance if key == ATTENDANCE else self.editor)
        if key == ATTENDANCE:
            self.question.show_words("集体谈话", "到会情况", "")
        elif key in CLOSING:
            self.editor.show_key(key)
            self.editor.setAccessibleName(CLOSING[key])
            self.question.show_words("结束语", CLOSING[key], _HINTS[key])
        else:
            self._show_answer(self._talk.answer(AnswerId(key)))
        self._keeper.keep_now()

    def talk(self) -> Talk | None:
        """The talk with every text as it stands on screen."""
        if self._talk is None:
            return None
        answers = tuple(self._live(a) for a in self._talk.answers)
        summary, requirement, statement = (self.editor.text_of(key) for key in CLOSING)
        return replace(
            self._talk,
            answers=answers,
            summary=summary,
            requirement=requirement,
            statement=statement,
        )

    def answer(self, key: str) -> Answer | None:
        """The answer under that key with its text as it stands on screen."""
        if self._talk is None:
            return None
        return next((self._live(a) for a in self._talk.answers if a.id == key), None)

    def save_now(self) -> None:
        """Send everything typed to the vault, what the input method still holds included."""
        self.editor.finish_composing()
        self.attendance.save_now()
        self.drafts.save_now()
        self._keeper.keep_now()

    def adopt(self, unsaved: Mapping[str, Typed]) -> None:
        """Show and save what could not be saved before a lock."""
        if self._talk is not None:
            for key, words in unsaved.items():
                places = tuple(CLOSING) if key == CLOSING_KEY else (key,)
                if words.talk_id == self._talk.id:
                    for place, text in zip(places, words.texts, strict=True):
                        self.editor.load(place, text)
        self.drafts.adopt(unsaved)

    def focus_record(self) -> None:
        """Put the cursor where one writes."""
        self._stack.currentWidget().setFocus()

    def chosen_words(self) -> str:
        """The words that are chosen in the answer, or nothing."""
        chosen = self.editor.textCursor().selectedText()
        return chosen.replace("\u2029", "\n").strip() if self.editor.isVisible() else ""

    def spot(self) -> Spot:
        """Where the cursor stands."""
        return self.editor.spot()

    def writing_at(self) -> Cursor:
        """Where the cursor stands, and in which of the texts."""
        spot = self.editor.spot() if self._key == self.editor.key() else START
        return Cursor(self._key, spot.cursor, spot.scroll)

    def stand_at(self, cursor: Cursor) -> None:
        """Have the cursor where the vault says it stood, once its text is shown."""
        self.editor.remember(cursor.place, Spot(cursor.position, cursor.scroll))
        self._keeper.went(cursor)

    def zoom(self, step: int) -> None:
        """Show question and answer larger or smaller, and nothing else."""
        theme.zoom(self, step)

    def _show_answer(self, answer: Answer) -> None:
        self.editor.show_key(answer.id)
        self.editor.setAccessibleName(f"第{answer.order}问的答复")
        self.question.show_answer(answer, self._areas.get(answer.area, answer.area))

    def _live(self, answer: Answer) -> Answer:
        if not self.editor.knows(answer.id):
            return answer
        return replace(answer, text=self.editor.text_of(answer.id))

    def _note(self, key: str) -> None:
        self.drafts.touch(CLOSING_KEY if key in CLOSING else key)
        self.typed.emit(key)

    def _words_of(self, key: str) -> Typed:
        """The text of a key, or the three closing words together."""
        talk_id = self._talk.id if self._talk else ""
        keys = tuple(CLOSING) if key == CLOSING_KEY else (key,)
        texts = tuple(self.editor.text_of(k) for k in keys)
        return Typed(talk_id, texts, self._keeper.went(self.writing_at()))

    def _save(self, key: str, words: Typed) -> Changes:
        talk_id = TalkId(words.talk_id)
        if key != CLOSING_KEY:
            text = words.texts[0]
            return self._desk.talks.save_answer(talk_id, AnswerId(key), text, words.cursor)
        summary, requirement, statement = words.texts
        changes = self._desk.talks.save_closing(talk_id, summary, requirement, statement)
        if words.cursor:
            changes |= self._desk.talks.keep_cursor(talk_id, words.cursor)
        return changes
