"""Step five: everything once more, before a byte is written."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget

from app.domain.errors import AppError
from app.domain.handover import Preflight
from app.domain.progress import Progress
from app.domain.sticks import StickRow, faults_of
from ui.handover.choice import Choice, Counter, WizardStep
from ui.handover.registry_step import spaced
from ui.handover.stick_words import place_words
from ui.messages import message_for, size_text
from ui.page import Destination
from ui.stick_messages import STICK_ACT, StickAct, fault_words
from ui.terms import PACKAGE_LEVEL
from ui.widgets.message_bar import MessageBar, Way
from ui.widgets.surfaces import Card, Place, column, facts, halves
from ui.widgets.words import label

_MOST_NAMED = 500


class CheckStep(WizardStep):
    """How many talks and files, of whom, how much room, how many volumes, to whom, where.

    The names are on screen alone; nothing of them is outside the encryption.
    """

    def __init__(self, counter: Counter, choice: Choice) -> None:
        super().__init__(counter, choice)
        self._found: Preflight | None = None
        self._faults = 0
        self._facts = Place()
        self.names = QListWidget()
        self.names.setAccessibleName("移交的谈话")
        self.names.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.said = label(
            "盘上已有的文件一个也不会动。写完会全部读回来核对；没有核对过的不算数。", tone="quiet"
        )
        self.card = Card("核对以后再写").add(self._facts, self.said)
        self.card.body.addStretch(1)
        self.whose = Card("移交哪些谈话（姓名只在屏幕上看，盘上看不到）").add(self.names)
        self.whose.body.setStretchFactor(self.names, 1)
        self.answer = MessageBar()
        whole = column(self.answer, halves(self.card, self.whose, (3, 2)), gap=1.5)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def enter(self) -> None:
        self._found = None
        self.answer.clear()
        self.changed.emit()
        self.counter.tasks.query(self._check, then=self._look_again, refused=self._refuse)

    def is_ready(self) -> bool:
        return self._found is not None and not self._faults

    def _check(self, _: Progress) -> Preflight:
        choice, handover = self.choice, self.counter.handover
        if choice.place is None:
            raise ValueError("no place")
        if choice.again is not None:
            return handover.check_again(choice.again, choice.place.folder)
        return handover.check(choice.talks, choice.level, choice.place.folder, choice.reason)

    def _look_again(self, found: Preflight) -> None:
        """Look at the stick once more: what is there now is what will be written to."""
        self._coming = found
        self.choice.needed = (found.needed_bytes, found.longest_file_bytes)
        self.counter.tasks.background(self._row, then=self._ask_register, refused=self._refuse)

    def _row(self, _: Progress) -> StickRow:
        if self.choice.place is None:
            raise ValueError("no place")
        return self.counter.sticks.folder(self.choice.place.folder)

    def _ask_register(self, row: StickRow) -> None:
        self._seen = row
        self.counter.tasks.query(self._known, then=self._show, refused=self._refuse)

    def _known(self, _: Progress) -> StickRow:
        return self.counter.sticks.known([self._seen])[0]

    def _show(self, row: StickRow) -> None:
        self.choice.stick = row
        self.show_found(self._coming)

    def show_found(self, found: Preflight) -> None:
        """Show what would be written, and what is against it."""
        self._found = found
        self._facts.put(facts(self._pairs(found)))
        self.names.clear()
        for talk in found.going[:_MOST_NAMED]:
            self.names.addItem(f"{talk.number}　{talk.interviewees}　{talk.unit_names}")
        more = len(found.going) - _MOST_NAMED
        if more > 0:
            self.names.addItem(f"……还有 {more} 场")
        self._tell_faults(found)
        self.changed.emit()

    def _tell_faults(self, found: Preflight) -> None:
        row = self.choice.stick
        faults = faults_of(row, *self.choice.needed) if row else ()
        self._faults = len(faults)
        if not faults:
            self.answer.clear()
            return
        words = fault_words(faults[0], row, found.needed_bytes)
        way = Way(STICK_ACT[words.act], partial(self._act, words.act))
        self.answer.show_message(words.message, way, closable=False)

    def _act(self, act: StickAct) -> None:
        if act is StickAct.CHOOSE:
            self.wants_back.emit()
        elif act in (StickAct.REGISTER, StickAct.OPEN_REGISTER):
            self.go.emit(Destination("sticks"))
        else:
            self.enter()

    def _pairs(self, found: Preflight) -> list[tuple[str, str]]:
        choice = self.choice
        what = f"{found.talks} 场谈话，{PACKAGE_LEVEL[choice.level]}"
        if choice.again is not None:
            what = f"第 {choice.again} 号包再写一份：{found.talks} 场谈话，号码和内容不变"
        attached = ""
        if found.attached:
            attached = f"，其中附件 {len(found.attached)} 个，{size_text(found.attached_bytes)}"
        volumes = f"，分成 {found.volumes} 卷" if found.volumes > 1 else "，一卷"
        pairs = [
            ("移交", what),
            ("文件", f"约 {found.files} 个{attached}"),
            ("大小", f"约 {size_text(found.needed_bytes)}{volumes}"),
            ("写到", place_words(choice.stick, choice.place)),
            ("空余", size_text(found.free_bytes)),
            ("移交给", found.registry_name),
            ("指纹", spaced(found.fingerprint)),
        ]
        return pairs + ([("理由", choice.reason)] if choice.reason else [])

    def _refuse(self, error: AppError) -> None:
        again = Way("再核对一次", self.enter)
        self.answer.show_message(message_for(error), again, closable=False)
