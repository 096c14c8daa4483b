"""The top of a finding's sheet: what it is, where it is on its way, and what is next."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget

from app.domain.calendar import written_date
from app.domain.finding import Finding, FindingNature, FindingStatus
from app.domain.finding_history import FindingAct, FindingHistory
from app.domain.finding_words import STATUS_WORDS, nature_words
from app.services.rectifying import FindingSheet
from ui import icons
from ui.page import Destination
from ui.rectifying.finding_form import shortened
from ui.rectifying.next_words import next_text, primary_act
from ui.rectifying.sheet_papers import papers_of
from ui.rectifying.sheet_words import (
    BUTTON,
    counts_text,
    lacking_text,
    left_text,
    left_tone,
    waiting_text,
)
from ui.rectifying.way_bar import Standing, WayBar, stations
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import Card, column
from ui.widgets.words import label, rule, set_property, set_tone

_LONGEST = 48  # of what was found; all of it stands below
_RARE = frozenset({FindingAct.TRANSFER, FindingAct.CALL_TO_ACCOUNT})


class SheetTitle(QWidget):
    """What it is and how it stands: always in sight above the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.number = label("", "small", "quiet")
        self.found = label("", "strong")
        self.status, self.left = _word("strong"), _word("strong")
        self.deadline, self.first_deadline, self.counts = _word(), _word(), _word()
        struck = self.first_deadline.font()
        struck.setStrikeOut(True)
        self.first_deadline.setFont(struck)
        words = (self.status, self.left, self.deadline, self.first_deadline, self.counts)
        self.setLayout(column(self.number, self.found, flow(*words), gap=0.5))

    def show_sheet(self, sheet: FindingSheet, today: date) -> None:
        """Tell of this finding."""
        finding = sheet.finding
        self.number.setText(_number_text(sheet))
        self.found.setText(shortened(finding.manifestation, _LONGEST))
        is_advice = finding.nature is FindingNature.ADVICE
        self.status.setText("意见建议" if is_advice else STATUS_WORDS[finding.status])
        _say(self.left, left_text(finding, today))
        set_tone(self.left, left_tone(finding, today))
        _say(self.deadline, "" if is_advice else f"时限 {written_date(finding.deadline)}")
        first = finding.first_deadline
        is_moved = first is not None and first != finding.deadline
        _say(self.first_deadline, f"原定 {written_date(first)}" if first and is_moved else "")
        _say(self.counts, counts_text(finding))


class SheetHead(Card):
    """Where it is on its way, what is next, and the buttons for it.

    asked tells the act somebody wants to do, go where somebody wants to go (Destination),
    origin_wanted the id of the common finding it is a part of.
    """

    asked = Signal(object)
    origin_wanted = Signal(str)
    go = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.way = WayBar()
        self.lacking, self.next = label(""), label("", "strong")
        self.paper_button = button("打印", "printer")
        self.talk_button = button("看这场谈话", kind="quiet")
        self.origin_button = button("看原来的共性问题", kind="quiet")
        self.buttons: dict[FindingAct, QPushButton] = {}
        for act, words in BUTTON.items():
            self.buttons[act] = made = button(words, kind="quiet" if act in _RARE else "")
            made.clicked.connect(partial(self._ask, act))
        self._talk_id = self._origin = ""
        self.talk_button.clicked.connect(lambda: self.go.emit(Destination("talks", self._talk_id)))
        self.origin_button.clicked.connect(lambda: self.origin_wanted.emit(self._origin))
        usual = [made for act, made in self.buttons.items() if act not in _RARE]
        rare = [self.buttons[act] for act in BUTTON if act in _RARE]
        self.acts = flow(*usual, self.paper_button, self.talk_button, self.origin_button, *rare)
        self.add(self.way, rule(), self.next, self.lacking, self.acts)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_sheet(self, sheet: FindingSheet, allowed: frozenset[FindingAct], today: date) -> None:
        """Show the head of this finding; allowed are the acts that who sits here may do now."""
        finding, history = sheet.finding, sheet.history
        self._talk_id, self._origin = finding.talk_id, finding.common_id or ""
        self.origin_button.setVisible(bool(self._origin))
        self.way.setVisible(finding.nature is not FindingNature.ADVICE)
        self.way.show_way(stations(finding, _standing(history)))
        _say(self.lacking, lacking_text(sheet.lacking) if finding.status.is_open else "")
        _say(self.next, next_text(sheet, today))
        self._offer(sheet, allowed)
        self._offer_papers(finding, history)

    def first_button(self) -> QPushButton | None:
        """The button that carries it on, or else the first that can be pressed."""
        shown = [made for made in self.buttons.values() if not made.isHidden()]
        first = [made for made in shown if made.property("kind") == "primary"]
        return next(iter((*first, *shown)), None)

    def _offer(self, sheet: FindingSheet, allowed: frozenset[FindingAct]) -> None:
        first = primary_act(sheet, allowed)
        waiting = waiting_text(sheet.history)
        for act, made in self.buttons.items():
            made.setVisible(act in allowed)
            kind = "primary" if act is first else "quiet" if act in _RARE else ""
            set_property(made, "kind", kind)
        decide = f"{waiting}…" if waiting else BUTTON[FindingAct.DECIDE]
        self.buttons[FindingAct.DECIDE].setText(decide)
        self.buttons[FindingAct.DECIDE].setAccessibleName(decide.removesuffix("…"))

    def _offer_papers(self, finding: Finding, history: FindingHistory) -> None:
        menu = QMenu(self.paper_button)
        for words, destination in papers_of(finding, history):
            menu.addAction(words).triggered.connect(partial(self.go.emit, destination))
        old = self.paper_button.menu()
        self.paper_button.setMenu(menu)
        if old is not None:
            old.deleteLater()
        icons.put(self.paper_button, "printer")

    def _ask(self, act: FindingAct) -> None:
        self.asked.emit(act)


def _word(level: str = "body") -> QLabel:
    return label("", level, wrap=False)


def _say(line: QLabel, text: str) -> None:
    line.setText(text)
    line.setVisible(bool(text))


def _number_text(sheet: FindingSheet) -> str:
    finding = sheet.finding
    nature = nature_words(finding.nature, finding.is_common, finding.is_personal)
    whose = sheet.person_name if finding.is_personal else sheet.unit_name or sheet.person_name
    return "　".join((finding.number, nature, whose or "还没有落到单位"))


def _standing(history: FindingHistory) -> Standing:
    passed = {FindingStatus.REGISTERED}
    for step in history.steps:
        passed |= {step.before, step.after}
    kept = [one for one in history.look_backs if not one.is_dropped]
    done = sum(one.done_on is not None for one in kept)
    return Standing(frozenset(passed), waiting_text(history), done, len(kept))
