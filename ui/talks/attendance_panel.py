"""Who came to a collective talk, who came late, and why somebody did not come."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QTableWidgetItem, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import TalkId
from app.domain.kinds import FirstForm
from app.domain.people import Role
from app.domain.progress import Progress
from app.domain.talk import Participant, Talk
from ui import theme
from ui.actions import bind, with_key
from ui.talks.desk import Desk
from ui.widgets.buttons import button
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column, row
from ui.widgets.words import label, set_tone

REASONS = ("出差", "学习培训", "请假", "病假", "另有会议", "抢险救灾")
_HEADINGS = ("到会", "姓名", "单位", "职务", "形态", "说明")
_STATE, _NAME, _UNIT, _TITLE, _FORM, _REMARK = range(6)
_LONGEST_REASON = 60
_PAUSE = 1000  # ms after the last key until the reason is kept


class AttendancePanel(QWidget):
    """One line for each interviewee; space changes 到 and 缺, the reason is written below.

    noted: the talk has changed; refused gives what a rule said.
    """

    noted = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._talk: Talk | None = None
        self._people: list[tuple[int, Participant]] = []
        self._pending: tuple[int, str] | None = None
        self.table = plain_table("到会情况：空格键改变到会或缺席", _HEADINGS, _REMARK)
        self.setFocusProxy(self.table)
        self.count = label("", wrap=False)
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setAccessibleName("缺席原因")
        self.reason.addItems(["", *REASONS])
        self.whose = label("缺席原因", wrap=False)
        self.absent_button = button("缺席 空格", name="记为缺席")
        self.late_button = button(with_key("迟到", "talk.late"), name="记为迟到")
        self.form_button = button(with_key("第一种形态", "talk.first_form"), name="注明第一种形态")
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._lay_out()
        self._hear()

    def minimumSizeHint(self) -> QSize:
        """No higher than a record: the stack in which both lie asks the room of the higher one."""
        return QSize(super().minimumSizeHint().width(), theme.line(self, 3))

    def _lay_out(self) -> None:
        why = row(self.whose, self.reason)
        why.setStretch(1, 1)
        acts = row(self.absent_button, self.late_button, self.form_button, None)
        whole = column(self.count, self.table, why, acts, gap=0.5)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _hear(self) -> None:
        self.table.currentCellChanged.connect(self._moved)
        self.table.activated.connect(lambda _: self._write_reason())
        self.table.installEventFilter(self)
        if line := self.reason.lineEdit():
            line.setMaxLength(_LONGEST_REASON)
            line.setPlaceholderText("为什么没有到会，可以选，也可以写")
            line.returnPressed.connect(self._next)
        self.reason.currentTextChanged.connect(self._typed)
        self._timer.timeout.connect(self.save_now)
        self.absent_button.clicked.connect(self.toggle)
        self.late_button.clicked.connect(self.mark_late)
        self.form_button.clicked.connect(self.state_first_form)
        bind(self, "talk.late", self.mark_late)
        bind(self, "talk.first_form", self.state_first_form)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_talk(self, talk: Talk) -> None:
        """Show who was expected, the same line chosen as before."""
        is_other = self._talk is None or self._talk.id != talk.id
        if is_other:
            self._pending = None
        self._talk = talk
        self._people = [
            (n, p) for n, p in enumerate(talk.participants) if p.role is Role.INTERVIEWEE
        ]
        kind = self._desk.kinds.book.of(talk.kind)
        is_stated = kind.first_form is FirstForm.STATED
        self.table.setColumnHidden(_FORM, not is_stated)
        self.form_button.setVisible(is_stated)
        with QSignalBlocker(self.table):
            self.table.verticalHeader().setDefaultSectionSize(theme.row_height(self.table))
            self.table.setRowCount(len(self._people))
            for number, (_, person) in enumerate(self._people):
                for place, text in enumerate(_texts(person)):
                    self.table.setItem(number, place, QTableWidgetItem(text))
            if is_other or self.table.currentRow() < 0:
                self.table.setCurrentCell(0, _NAME)
        self._suit()
        self._tell_count()

    def who(self) -> tuple[int, Participant] | None:
        """Place in the talk and person of the chosen line."""
        number = self.table.currentRow()
        return self._people[number] if 0 <= number < len(self._people) else None

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def toggle(self) -> None:
        """Note that the chosen person is absent, or here after all."""
        if chosen := self.who():
            self.save_now()
            place, person = chosen
            self._run(partial(self._present, place, (not person.is_present, "")))
            if person.is_present:
                self._note(self.table.currentRow(), is_present=False)
                self._write_reason()
            else:
                self._note(self.table.currentRow(), is_present=True)

    def mark_late(self) -> None:
        """Note that the chosen person came now, after the beginning."""
        if chosen := self.who():
            self._forget_pending()
            self._run(partial(self._late, chosen[0]))

    def state_first_form(self) -> None:
        """Note that for the chosen person the talk is 第一种形态, or take it back."""
        chosen = self.who()
        if chosen and self.form_button.isVisible():
            place, person = chosen
            self._run(partial(self._stated, place, not person.is_first_form))

    def save_now(self) -> None:
        """Send a reason that is being typed to the vault."""
        self._timer.stop()
        pending, self._pending = self._pending, None
        if pending is not None:
            place, text = pending
            self._run(partial(self._present, place, (False, text)))

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.table
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
        ):
            self.toggle()
            return True
        return super().eventFilter(watched, event)

    def _note(self, number: int, *, is_present: bool) -> None:
        # seen at once; what the vault says comes a moment later
        state = self.table.item(number, _STATE)
        if state is not None:
            state.setText(_STATES[is_present])
        place, person = self._people[number]
        changed = Participant(person.role, person.name, person.unit_name, is_present=is_present)
        self._people[number] = (place, changed)
        self._suit()

    def _moved(self, number: int, _column: int, before: int, _before_column: int) -> None:
        if number != before:
            self.save_now()
            self._suit()

    def _suit(self) -> None:
        chosen = self.who()
        is_absent = chosen is not None and not chosen[1].is_present
        self.reason.setEnabled(is_absent)
        self.absent_button.setText("到会 空格" if is_absent else "缺席 空格")
        self.absent_button.setAccessibleName("记为到会" if is_absent else "记为缺席")
        self.late_button.setEnabled(chosen is not None)
        self.whose.setText(f"{chosen[1].name}的缺席原因" if chosen and is_absent else "缺席原因")
        if self._pending is None:
            with QSignalBlocker(self.reason):
                self.reason.setEditText(chosen[1].absence_reason if chosen and is_absent else "")

    def _tell_count(self) -> None:
        absent = [person for _, person in self._people if not person.is_present]
        silent = [person for person in absent if not person.absence_reason.strip()]
        said = f"应到 {len(self._people)} 人，实到 {len(self._people) - len(absent)} 人"
        if silent:
            said += f"，还有 {len(silent)} 人没有写原因"
        self.count.setText(said)
        set_tone(self.count, "brick" if silent else "quiet")

    def _write_reason(self) -> None:
        if self.reason.isEnabled():
            self.reason.setFocus()
            if line := self.reason.lineEdit():
                line.selectAll()

    def _typed(self, text: str) -> None:
        chosen = self.who()
        if chosen and not chosen[1].is_present:
            self._pending = (chosen[0], text.strip())
            self._timer.start()

    def _next(self) -> None:
        self.save_now()
        self.table.setFocus()
        if self.table.currentRow() + 1 < self.table.rowCount():
            self.table.setCurrentCell(self.table.currentRow() + 1, _NAME)

    def _forget_pending(self) -> None:
        self._timer.stop()
        self._pending = None

    def _run(self, work: Callable[[Progress], Changes]) -> None:
        if self._talk is not None:
            self._desk.tasks.command(work, then=self._noted, refused=self._refuse)

    def _present(self, place: int, how: tuple[bool, str], _: Progress) -> Changes:
        return self._desk.talks.set_present(self._known(), place, *how)

    def _late(self, place: int, _: Progress) -> Changes:
        return self._desk.talks.arrive_late(self._known(), place)

    def _stated(self, place: int, is_stated: bool, _: Progress) -> Changes:
        return self._desk.talks.state_first_form(self._known(), place, is_stated)

    def _known(self) -> TalkId:
        return self._talk.id if self._talk else TalkId("")

    def _noted(self, _: object) -> None:
        self.noted.emit()

    def _refuse(self, error: AppError) -> None:
        if self._talk is not None:
            self.show_talk(self._talk)  # as it stands in the vault
        self.refused.emit(error)


_STATES = {True: "✓ 到", False: "✕ 缺"}


def _texts(person: Participant) -> tuple[str, ...]:
    return (
        _STATES[person.is_present],
        person.name,
        person.unit_name,
        person.title,
        "注明" if person.is_first_form else "",
        person.absence_reason or ("" if person.is_present else "（还没有写原因）"),
    )
