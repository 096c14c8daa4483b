"""Looking back, going on as a clue, and calling to account."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.calendar import written_date
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.finding_closing import LookBackEntry
from app.domain.finding_errors import ClueReferenceError
from app.domain.finding_history import LookBackMethod
from app.domain.finding_pleas import AccountabilityEntry
from app.domain.finding_words import METHOD_WORDS
from app.domain.ids import FindingId
from app.domain.progress import Progress
from app.services.rectifying import Rectifying
from ui.messages import message_for
from ui.rectifying.finding_form import Command, FindingForm, Ground
from ui.rectifying.term_of import term_field
from ui.widgets.dates import day_of
from ui.widgets.fields import Field, choice, line_edit
from ui.widgets.surfaces import Card, facts
from ui.widgets.words import label

_AGAIN = "发现反弹，重新整改"
_CLUE = "问题线索的内容、来信人、反映对象都不能写进这里；只写文号，其余按线索管理的规定办。"


class LookBackForm(FindingForm):
    """How one looked, what was seen, and whether it has come up again."""

    name = "look_back"

    def __init__(self, parent: QWidget, ground: Ground) -> None:
        super().__init__(parent, ground, "回头看", "登记回头看")
        self._is_last = _tell_plan(self, ground)
        methods: list[tuple[str, object]] = [
            (words, method) for method, words in METHOD_WORDS.items() if words
        ]
        self.method = choice("方式", methods)
        self.add(self.named_field("method", Field("方式", self.method)))
        self.seen = self.words("result", "看到的情况", "照当初的具体表现逐项对：改了的还在不在")
        self.who = line_edit("谁去看的", "姓名")
        self.who.textChanged.connect(self._typed)
        self.add(self.named_field("who", Field("谁去看的", self.who, is_needed=True)))
        self.done_on = self.day("done_on", "回头看日期", ground.today)
        self.relapse = QCheckBox(_AGAIN)
        self.term = term_field(ground, "新的整改时限")
        self.term.show_term(ground.rules.term)
        again = Field("新的整改时限", self.term, "问题重新打开，以后各次回头看取消，销号后重新安排")
        self.named_field("new_deadline", again).setVisible(False)
        self.relapse.toggled.connect(again.setVisible)
        self.relapse.toggled.connect(self._typed)
        self.add(self.relapse, again)
        self.finish_fields(self.method)

    @classmethod
    def lines(cls) -> float:
        return 30

    def is_filled(self) -> bool:
        return bool(self.seen.toPlainText().strip() and self.who.text().strip())

    def command(self, rectifying: Rectifying) -> Command:
        is_relapse = self.relapse.isChecked()
        entry = LookBackEntry(
            method=LookBackMethod(self.method.currentData()),
            result=self.seen.toPlainText(),
            who=self.who.text(),
            day=day_of(self.done_on),
            is_relapse=is_relapse,
            new_deadline=self.term.deadline() if is_relapse else None,
        )
        return partial(_looked_back, rectifying, self.ground.sheet.finding.id, entry)

    def success(self) -> str:
        if self.relapse.isChecked():
            return f"发现反弹，已重新打开，时限{written_date(self.term.deadline())}。"
        if self._is_last:
            return "最后一次回头看没有反弹，已经归档。"
        return "回头看已登记，没有反弹。"


def _tell_plan(form: FindingForm, ground: Ground) -> bool:
    """Say which look-back it is; whether it is the last one."""
    ahead = [one for one in ground.sheet.history.look_backs if one.is_ahead]
    if not ahead:
        return False
    kept = [one for one in ground.sheet.history.look_backs if not one.is_dropped]
    closed_on = ground.sheet.finding.closed_on
    pairs = [
        ("这一次", f"第 {kept.index(ahead[0]) + 1} 次，共 {len(kept)} 次"),
        ("应看日期", f"{written_date(ahead[0].due_on)}（销号后 {ahead[0].days} 天）"),
        ("销号日期", written_date(closed_on) if closed_on else "—"),
    ]
    form.add(facts(pairs))
    return len(ahead) == 1


class TransferForm(FindingForm):
    """It goes on as a clue: nothing but the reference number is kept of that."""

    name = "transfer"

    def __init__(self, parent: QWidget, ground: Ground) -> None:
        super().__init__(parent, ground, "转线索", "转线索，不再整改")
        self.add(label(_CLUE, "strong"))
        self.reference = line_edit("文号", "如：清纪函〔2026〕12号")
        self.reference.textChanged.connect(self._typed)
        self.reference.returnPressed.connect(self.way_on.click)
        field = Field("文号", self.reference, "只写文号，不写内容", is_needed=True)
        self.add(self.named_field("reference", field))
        self.add(label("转走以后这一条不再整改、不再统计整改率，也不能转回来。", tone="quiet"))
        self.finish_fields(self.reference)

    def is_filled(self) -> bool:
        return bool(self.reference.text().strip())

    def refuse(self, error: AppError) -> None:
        super().refuse(error)
        if isinstance(error, ClueReferenceError):
            self.named["reference"].set_fault(message_for(error).what)

    def command(self, rectifying: Rectifying) -> Command:
        work = partial(_transferred, rectifying, self.ground.sheet.finding.id)
        return partial(work, self.reference.text())

    def success(self) -> str:
        return "已转线索，这里只留文号。"


class AccountabilityForm(FindingForm):
    """On which of 五个必追, on what facts, and what is proposed."""

    name = "call_to_account"

    def __init__(self, parent: QWidget, ground: Ground) -> None:
        super().__init__(parent, ground, "提请问责", "登记提请")
        self.ticks = {one.key: QCheckBox(one.title) for one in ground.rules.grounds}
        card = Card("属于哪种情形（至少选一种）").add(*self.ticks.values())
        for tick in self.ticks.values():
            tick.toggled.connect(self._typed)
        self.add(card)
        self.facts = self.words("facts", "事实", "哪一天、哪件事、谁的责任；有据可查的才写")
        self.proposal = self.words("proposal", "建议", "建议怎样问责", is_needed=False)
        self.asked_on = self.day("asked_on", "提请日期", ground.today)
        self.add(label("要不要问责由有权的机关决定，这里只登记提请和批复。", tone="quiet"))
        self.finish_fields(next(iter(self.ticks.values())))

    @classmethod
    def lines(cls) -> float:
        return 34

    def is_filled(self) -> bool:
        is_ticked = any(tick.isChecked() for tick in self.ticks.values())
        return is_ticked and bool(self.facts.toPlainText().strip())

    def command(self, rectifying: Rectifying) -> Command:
        chosen = (one for one in self.ground.rules.grounds if self.ticks[one.key].isChecked())
        entry = AccountabilityEntry(
            tuple(chosen), self.facts.toPlainText(), self.proposal.toPlainText()
        )
        day = day_of(self.asked_on)
        return partial(_called, rectifying, self.ground.sheet.finding.id, entry, day)

    def success(self) -> str:
        return "提请问责已登记。"

    def remedy(self) -> str:
        return "按“打印”可以印提请问责审批表。"


def _looked_back(
    rectifying: Rectifying, finding_id: FindingId, entry: LookBackEntry, _: Progress
) -> Changes:
    return rectifying.look_back(finding_id, entry)


def _transferred(
    rectifying: Rectifying, finding_id: FindingId, reference: str, _: Progress
) -> Changes:
    return rectifying.transfer(finding_id, reference)


def _called(
    rectifying: Rectifying,
    finding_id: FindingId,
    entry: AccountabilityEntry,
    day: date,
    _: Progress,
) -> Changes:
    return rectifying.call_to_account(finding_id, entry, day)
