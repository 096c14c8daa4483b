"""回头看 in the talk: an earlier finding that is closed, and whether it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.calendar import written_date
from app.domain.finding import Finding
from app.domain.ids import FindingId
from app.domain.progress import Progress
from app.domain.rectifying_rules import DEFAULT_TERM
from app.domain.talk import Talk
from app.domain.workdays import Workdays
from ui.actions import key_text
from ui.talks.desk import Desk
from ui.talks.drawer import Drawer
from ui.term_field import TermField
from ui.widgets.buttons import Button
from ui.widgets.fields import choice, line_edit

_SHORT = 24  # characters of a finding in the list


@dataclass(frozen=True, slots=True)
class LookBackWords:
    """What was filled in; a new deadline tells of a relapse."""

    finding_id: FindingId | None
    result: str
    new_deadline: date | None


class LookBackOffer(Button):
    """The button that leads to the look-backs; it shows only when there is something to look at.

    term is what a new deadline is reckoned by, as the office's rules say.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__("回头看")
        self._desk = desk
        self._talk_id = ""
        self.findings: tuple[Finding, ...] = ()
        self.term = DEFAULT_TERM
        self.setAutoDefault(False)
        self.hide()

    def show_talk(self, talk: Talk, *, is_open: bool) -> None:
        """Read what is to be looked back at with these people and units."""
        if talk.id != self._talk_id or not is_open:
            self._show(((), self.term))
        self._talk_id = talk.id
        if is_open:
            self._desk.tasks.query(partial(self._read, talk), then=self._show)

    def _read(self, talk: Talk, _: Progress) -> tuple[tuple[Finding, ...], str]:
        found = self._desk.talks.open_findings(talk.id)
        closed = tuple(one for one in found if not one.status.is_open)
        return closed, self._desk.rectifying.rules().term if closed else self.term

    def _show(self, read: tuple[tuple[Finding, ...], str]) -> None:
        findings, self.term = read
        self.findings = findings
        self.setText(f"回头看 {len(findings)} 条 {key_text('talk.look_back')}")
        self.setAccessibleName(f"回头看以前的问题，{len(findings)} 条")
        self.setVisible(bool(findings))


class LookBackDrawer(Drawer):
    """Which finding, how it looks now, and when it came back, until when it is to be put right."""

    def __init__(self, workdays: Callable[[], Workdays], parent: QWidget | None = None) -> None:
        super().__init__("回头看", "记下", parent)
        self._today = date(2000, 1, 1)  # until offer() tells the day
        self.which = choice("回头看哪一条", [])
        self.which.setMinimumContentsLength(_SHORT)
        self.which.setSizeAdjustPolicy(
            self.which.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.result = line_edit("现在怎么样", "一句话写清：还在坚持，或者又出现了什么")
        self.relapse = QCheckBox("又出现了（反弹，重新整改）")
        self.relapse.setAccessibleName(self.relapse.text())
        self.deadline = TermField(lambda: self._today, workdays, "重新整改的时限", is_flat=True)
        self.fields.addRow("哪一条", self.which)
        self.fields.addRow("现在怎么样", self.result)
        self.fields.addRow("", self.relapse)
        self.fields.addRow("重新整改", self.deadline)
        self.relapse.toggled.connect(self._suit)
        self.result.returnPressed.connect(self.try_to_confirm)
        self._suit()

    def offer(self, today: date, findings: Sequence[Finding], term: str) -> None:
        """Empty the form and offer these findings; term is what a relapse gets by itself."""
        self._today = today
        self.which.clear()
        for one in findings:
            due = f"（{written_date(one.look_back_on)}）" if one.look_back_on else ""
            self.which.addItem(f"{one.number}　{one.manifestation[:_SHORT]}{due}", one.id)
        self.result.clear()
        self.relapse.setChecked(False)
        self.deadline.show_term(term)

    def words(self) -> LookBackWords:
        """What was filled in."""
        chosen = str(self.which.currentData() or "")
        return LookBackWords(
            finding_id=FindingId(chosen) if chosen else None,
            result=self.result.text().strip(),
            new_deadline=self.deadline.deadline() if self.relapse.isChecked() else None,
        )

    def written(self) -> tuple[str, ...]:
        return (
            str(self.which.currentData() or ""),
            self.which.currentText(),
            self.result.text(),
            "1" if self.relapse.isChecked() else "",
            self.deadline.term(),
            self.deadline.deadline().isoformat(),
        )

    def write(self, words: tuple[str, ...]) -> None:
        key, text, result, relapse, term, deadline = words
        if self.which.findData(key) < 0:
            self.which.addItem(text, key)
        self.which.setCurrentIndex(self.which.findData(key))
        self.result.setText(result)
        self.relapse.setChecked(bool(relapse))
        self.deadline.show_term(term, date.fromisoformat(deadline))

    def fault(self) -> str:
        return "" if self.words().result else "“现在怎么样”还没有写。"

    def first_field(self) -> QWidget:
        return self.result

    def _suit(self) -> None:
        self.fields.setRowVisible(self.deadline, self.relapse.isChecked())
