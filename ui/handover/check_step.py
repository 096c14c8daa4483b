"""Step five: everything once more, before a byte is written."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.domain.handover import Preflight
from app.domain.progress import Progress
from ui.handover.choice import Choice, Counter, WizardStep
from ui.handover.registry_step import spaced
from ui.messages import message_for, size_text
from ui.terms import PACKAGE_LEVEL
from ui.widgets.message import Message
from ui.widgets.surfaces import Card, column, facts
from ui.widgets.words import label


class CheckStep(WizardStep):
    """How many talks and files, how much room, to whom, where."""

    def __init__(self, counter: Counter, choice: Choice) -> None:
        super().__init__(counter, choice)
        self._found: Preflight | None = None
        self._facts: QWidget | None = None
        self.card = Card("核对以后再写")
        self.said = label(
            "盘上已有的文件一个也不会动。写完会全部读回来核对；没有核对过的不算数。", tone="quiet"
        )
        self.card.add(self.said)
        whole = column(self.card)
        whole.addStretch(1)
        self.setLayout(whole)

    def enter(self) -> None:
        self._found = None
        self.changed.emit()
        self.counter.tasks.query(self._check, then=self.show_found, refused=self._refuse)

    def is_ready(self) -> bool:
        return self._found is not None and self._found.has_room

    def show_found(self, found: Preflight) -> None:
        """Show what would be written."""
        self._found = found
        if self._facts is not None:
            self.card.body.removeWidget(self._facts)
            self._facts.deleteLater()
        self._facts = facts(self._pairs(found))
        self.card.body.insertWidget(1, self._facts)
        if not found.has_room:
            short = size_text(found.needed_bytes - found.free_bytes)
            told = Message(
                f"放不下：还差 {short}。", "什么也没有写。", "请换一个 U 盘，或腾出地方后再来。"
            )
            self.told.emit(told)
        self.changed.emit()

    def _pairs(self, found: Preflight) -> list[tuple[str, str]]:
        pairs = [
            ("移交", f"{found.talks} 场谈话，{PACKAGE_LEVEL[self.choice.level]}"),
            ("文件", f"{found.files} 个，约 {size_text(found.needed_bytes)}"),
            ("写到", f"{self.choice.destination}（剩 {size_text(found.free_bytes)}）"),
            ("移交给", found.registry_name),
            ("指纹", spaced(found.fingerprint)),
        ]
        return pairs + ([("理由", self.choice.reason)] if self.choice.reason else [])

    def _check(self, _: Progress) -> Preflight:
        choice = self.choice
        if choice.destination is None:
            raise ValueError("no destination")
        return self.counter.handover.check(
            choice.talks, choice.level, choice.destination, choice.reason
        )

    def _refuse(self, error: AppError) -> None:
        self.told.emit(message_for(error))
