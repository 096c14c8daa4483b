"""Where a finding is on its way from 登记 to 归档: the steps in a line, the present one marked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtWidgets import QLabel, QWidget

from app.domain.finding import Finding, FindingStatus
from ui.theme import px
from ui.widgets.buttons import FlowLayout
from ui.widgets.words import label

_STATIONS = (
    ("登记", FindingStatus.REGISTERED),
    ("下达", FindingStatus.ISSUED),
    ("认领签收", FindingStatus.CLAIMED),
    ("整改", FindingStatus.UNDER_WAY),
    ("申请销号", FindingStatus.SUBMITTED),
    ("销号", FindingStatus.CLOSED),
)
_LOOK_BACK, _ARCHIVE, _CLUE = "回头看", "归档", "转线索"


class Mark(Enum):
    """How a station stands: gone through, left out, the present one, still to come."""

    DONE = "✓"
    SKIPPED = "－"
    NOW = "●"
    AHEAD = "○"


_SPOKEN = {Mark.DONE: "已过", Mark.SKIPPED: "没有单独走", Mark.NOW: "现在", Mark.AHEAD: "还没到"}
_TONES = {Mark.DONE: "ink", Mark.SKIPPED: "quiet", Mark.NOW: "accent", Mark.AHEAD: "quiet"}


@dataclass(frozen=True, slots=True)
class Station:
    """One step of the way, and what more is to be said of it, such as 待监督检查室初审."""

    word: str
    mark: Mark
    more: str = ""

    def text(self) -> str:
        """The station as it stands in the line."""
        more = f"（{self.more}）" if self.more else ""
        return f"{self.mark.value} {self.word}{more}"

    def spoken(self) -> str:
        """The station as a screen reader says it."""
        return "".join((self.word, _SPOKEN[self.mark], self.more))


@dataclass(frozen=True, slots=True)
class Standing:
    """What besides the finding itself tells where it is.

    passed are the statuses it has been in; waiting_for is the place of the chain that decides next;
    looked_back counts the look-backs that were done, of so many planned.
    """

    passed: frozenset[FindingStatus] = frozenset()
    waiting_for: str = ""
    looked_back: int = 0
    planned: int = 0


def stations(finding: Finding, standing: Standing) -> tuple[Station, ...]:
    """The way of a finding, each step with its mark."""
    status, passed = finding.status, standing.passed
    at = _place(status, passed)
    made = []
    for number, (word, own) in enumerate(_STATIONS):
        if own is status and status is not FindingStatus.CLOSED:
            mark = Mark.NOW
        elif number < at:
            mark = Mark.DONE if own in passed or not number else Mark.SKIPPED
        else:
            mark = Mark.AHEAD
        is_asked = mark is Mark.NOW and own is FindingStatus.SUBMITTED and standing.waiting_for
        made.append(Station(word, mark, f"待{standing.waiting_for}" if is_asked else ""))
    if status is FindingStatus.TRANSFERRED:
        gone = [one for one in made if one.mark is Mark.DONE]
        return (*gone, Station(_CLUE, Mark.NOW, finding.clue))
    return (*made, *_after_closing(status, standing))


def _after_closing(status: FindingStatus, standing: Standing) -> tuple[Station, ...]:
    done = f"{standing.looked_back}／{standing.planned}" if standing.planned else ""
    if status is FindingStatus.ARCHIVED:
        looked = Mark.DONE if standing.looked_back else Mark.SKIPPED
        return Station(_LOOK_BACK, looked, done), Station(_ARCHIVE, Mark.NOW)
    looked = Mark.NOW if status is FindingStatus.CLOSED else Mark.AHEAD
    more = done if status is FindingStatus.CLOSED else ""
    return Station(_LOOK_BACK, looked, more), Station(_ARCHIVE, Mark.AHEAD)


def _place(status: FindingStatus, passed: frozenset[FindingStatus]) -> int:
    """How many stations lie behind; what went on as a clue got as far as it had been."""
    order = [own for _, own in _STATIONS]
    if status is FindingStatus.TRANSFERRED:
        return 1 + max((order.index(one) for one in passed if one in order), default=0)
    return order.index(status) if status in order[:-1] else len(order)


class WayBar(QWidget):
    """The line of steps; it wraps when there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: list[QLabel] = []
        self._line = FlowLayout(self, gap=px(1.5))
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_way(self, way: tuple[Station, ...]) -> None:
        """Show these steps."""
        for old in self.labels:
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.labels = [self._made(one) for one in way]
        self.setAccessibleName("；".join(one.spoken() for one in way))
        self.updateGeometry()

    def _made(self, station: Station) -> QLabel:
        level = "strong" if station.mark is Mark.NOW else "body"
        made = label(station.text(), level, _TONES[station.mark], wrap=False)
        made.setAccessibleName(station.spoken())
        self._line.addWidget(made)
        return made

    def text(self) -> str:
        """The line in words."""
        return "　".join(one.text() for one in self.labels)
