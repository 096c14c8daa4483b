"""What was decided on paper is entered here: closing, more time, calling to account."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.calendar import written_date
from app.domain.changes import Changes
from app.domain.finding_closing import Decision
from app.domain.ids import FindingId
from app.domain.progress import Progress
from app.services.rectifying import Rectifying
from ui.rectifying.finding_form import Command, FindingForm, Ground
from ui.rectifying.sheet_words import approvals_text, waiting_text
from ui.widgets.dates import day_of
from ui.widgets.fields import Field, choice, line_edit
from ui.widgets.surfaces import Card, facts
from ui.widgets.words import label

_INK = "以纸上的签字为准，这里照纸登记：谁签的、哪一天、什么意见。"


class DecisionForm(FindingForm):
    """Granted or not, by whom, when, with what opinion; who says no says why."""

    yes, no = "同意", "不同意"

    def _ask_decision(self, who_hint: str) -> None:
        ways: list[tuple[str, object]] = [(self.yes, True), (self.no, False)]
        self.is_granted = choice("审批结果", ways)
        self.is_granted.currentIndexChanged.connect(self._suit)
        self.who = line_edit("审批人", who_hint)
        self.who.textChanged.connect(self._typed)
        self.add(
            Field("审批结果", self.is_granted),
            self.named_field("who", Field("审批人", self.who, is_needed=True)),
        )
        self.opinion = self.words("opinion", "审批意见", is_needed=False)
        self.decided_on = self.day("decided_on", "审批日期", self.ground.today)
        self.add(label(_INK, tone="quiet"))
        self._suit()
        self.finish_fields(self.is_granted)

    def _suit(self) -> None:
        title = "审批意见" if self.is_granted.currentData() else f"{self.no}的理由（必填）"
        self.named["opinion"].title.setText(title)
        self.opinion.setAccessibleName(title.removesuffix("（必填）"))
        self._typed()

    def is_filled(self) -> bool:
        has_reason = self.is_granted.currentData() or self.opinion.toPlainText().strip()
        return bool(self.who.text().strip() and has_reason)

    def decision(self) -> Decision:
        """What was decided."""
        return Decision(
            is_granted=bool(self.is_granted.currentData()),
            who=self.who.text(),
            opinion=self.opinion.toPlainText(),
            day=day_of(self.decided_on),
            place=self._chain_place(),
        )

    def _chain_place(self) -> int | None:
        """Which place of a chain decides, where there is one."""
        return None


class DecideForm(DecisionForm):
    """What the next place of the chain decided about the closing."""

    name = "decide"
    no = "退回补正"

    def __init__(self, parent: QWidget, ground: Ground) -> None:
        place = waiting_text(ground.sheet.history)
        super().__init__(parent, ground, f"销号审批：{place}", "登记审批")
        self._place = place
        closing = ground.sheet.history.waiting_closing
        if closing is not None:
            self.add(Card("这次申请").add(label(approvals_text(closing))))
        self._ask_decision("在审批表上签字的人")

    @classmethod
    def lines(cls) -> float:
        return 32

    def _chain_place(self) -> int | None:
        closing = self.ground.sheet.history.waiting_closing
        return closing.place if closing is not None else None

    def command(self, rectifying: Rectifying) -> Command:
        return partial(_decided, rectifying, self.ground.sheet.finding.id, self.decision())

    def success(self) -> str:
        closing = self.ground.sheet.history.waiting_closing
        if not self.is_granted.currentData():
            return f"{self._place}：退回补正，回到整改中。"
        if closing is not None and closing.place + 1 >= len(closing.chain):
            return f"{self._place}：同意，已经销号。"
        return f"{self._place}：同意。"


class DecideMoreTimeForm(DecisionForm):
    """Whether more time was granted."""

    name = "decide_more_time"
    yes, no = "批准延期", "不批准"

    def __init__(self, parent: QWidget, ground: Ground) -> None:
        super().__init__(parent, ground, "审批延期", "登记审批")
        asked = ground.sheet.history.waiting_extension
        if asked is not None:
            self.add(
                facts(
                    [
                        ("现在的时限", written_date(asked.old_deadline)),
                        ("申请延到", written_date(asked.wanted)),
                        ("理由", asked.reason),
                        ("申请日期", written_date(asked.asked_on)),
                    ]
                )
            )
        self._ask_decision("批准延期的人")

    @classmethod
    def lines(cls) -> float:
        return 30

    def command(self, rectifying: Rectifying) -> Command:
        work = partial(_decided_more_time, rectifying)
        return partial(work, self.ground.sheet.finding.id, self.decision())

    def success(self) -> str:
        asked = self.ground.sheet.history.waiting_extension
        if not self.is_granted.currentData() or asked is None:
            return "延期没有批准，时限不变。"
        return f"已延到{written_date(asked.wanted)}，原来的时限留着。"


class DecideAccountabilityForm(FindingForm):
    """What became of the proposal to call somebody to account."""

    name = "decide_accountability"

    def __init__(self, parent: QWidget, ground: Ground) -> None:
        super().__init__(parent, ground, "问责批复", "登记批复")
        asked = ground.sheet.history.waiting_accountability
        if asked is not None:
            grounds = "；".join(one.title for one in asked.grounds)
            pairs = [("提请日期", written_date(asked.asked_on)), ("情形", grounds)]
            self.add(facts([*pairs, ("建议", asked.proposal or "没有写")]))
        self.outcome = self.words("outcome", "批复结果", "如：责令作出书面检查；不予问责，理由……")
        self.who = line_edit("批复人", "在审批表上签字的人")
        self.who.textChanged.connect(self._typed)
        self.add(self.named_field("who", Field("批复人", self.who, is_needed=True)))
        self.decided_on = self.day("decided_on", "批复日期", ground.today)
        self.add(label(_INK, tone="quiet"))
        self.finish_fields(self.outcome)

    def is_filled(self) -> bool:
        return bool(self.outcome.toPlainText().strip() and self.who.text().strip())

    def command(self, rectifying: Rectifying) -> Command:
        told = (self.outcome.toPlainText(), self.who.text(), day_of(self.decided_on))
        return partial(_accounted, rectifying, self.ground.sheet.finding.id, *told)

    def success(self) -> str:
        return "问责批复已登记。"


def _decided(
    rectifying: Rectifying, finding_id: FindingId, decision: Decision, _: Progress
) -> Changes:
    return rectifying.decide(finding_id, decision)


def _decided_more_time(
    rectifying: Rectifying, finding_id: FindingId, decision: Decision, _: Progress
) -> Changes:
    return rectifying.decide_more_time(finding_id, decision)


def _accounted(
    rectifying: Rectifying,
    finding_id: FindingId,
    outcome: str,
    who: str,
    day: date,
    _: Progress,
) -> Changes:
    return rectifying.decide_accountability(finding_id, outcome, who, day)
