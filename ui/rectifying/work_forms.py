"""While it is put right: what the unit reports, the application to close, and more time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.calendar import written_date
from app.domain.changes import Changes
from app.domain.finding_closing import ClosingEntry
from app.domain.ids import FindingId
from app.domain.progress import Progress
from app.services.rectifying import Rectifying
from ui.rectifying.evidence_words import EVIDENCE_FILES
from ui.rectifying.finding_form import Command, FindingForm, Ground
from ui.rectifying.term_of import term_field
from ui.widgets.buttons import button
from ui.widgets.dates import day_of
from ui.widgets.fields import Field, line_edit
from ui.widgets.surfaces import facts, row
from ui.widgets.words import label


class ReportForm(FindingForm):
    """What the unit says it has done; papers that show it may come with it."""

    name = "report"

    def __init__(self, parent: QWidget, ground: Ground) -> None:
        super().__init__(parent, ground, "记整改情况", "记下")
        self.files: tuple[Path, ...] = ()
        hint = "做了什么、做到哪一步、还差什么；按单位报来的写"
        self.text = self.words("report", "整改情况", hint)
        self.reported_on = self.day("day", "报来的日期", ground.today)
        self.files_button = button("一起附上佐证…", "plus", name="一起附上佐证")
        self.files_button.clicked.connect(self.choose_files)
        self.chosen = label("", "small", "quiet")
        self.add(row(self.files_button, None), self.chosen)
        self.finish_fields(self.text)

    @classmethod
    def lines(cls) -> float:
        return 25

    def choose_files(self) -> None:
        """Ask which papers come with it."""
        names, _ = QFileDialog.getOpenFileNames(self, "选择佐证材料", "", EVIDENCE_FILES)
        if names:
            self.take_files([Path(name) for name in names])

    def take_files(self, files: Sequence[Path]) -> None:
        """Bring these once the report is kept."""
        self.files = tuple(files)
        self.chosen.setText(f"记下以后附上 {len(self.files)} 个文件。")

    def is_filled(self) -> bool:
        return bool(self.text.toPlainText().strip())

    def command(self, rectifying: Rectifying) -> Command:
        told = (self.text.toPlainText(), day_of(self.reported_on))
        return partial(_reported, rectifying, self.ground.sheet.finding.id, *told)

    def success(self) -> str:
        return "整改情况已记下。"


class SubmitForm(FindingForm):
    """The application to close, with what came of it; its first place signs with it."""

    name = "submit"

    def __init__(self, parent: QWidget, ground: Ground) -> None:
        super().__init__(parent, ground, "申请销号", "申请销号")
        chain, evidence = ground.rules.chain, ground.sheet.evidence
        way = " → ".join(f"{place.title}{place.act_word}" for place in chain)
        held = f"{len(evidence)} 份" if evidence else "⚠ 还没有，申请前先附上"
        self.add(facts([("审批", way), ("佐证材料", held)]))
        self.came_of_it = self.words("result", "整改结果", "改成了什么样，对着当初的具体表现写")
        self.done_on = self.loose_day("done_on", "整改完成日期", ground.today)
        self.asked_on = self.loose_day("asked_on", "申请日期", ground.today)
        self.add(row(self.named["done_on"], self.named["asked_on"], gap=2))
        self.signed_by = line_edit(f"{chain[0].title}签字", "申请上签字的人")
        self.signed_by.textChanged.connect(self._typed)
        signer = Field(f"{chain[0].title}签字", self.signed_by, is_needed=True)
        self.add(self.named_field("signed_by", signer))
        signer.setVisible(self._is_signed)
        self.finish_fields(self.came_of_it)

    @property
    def _is_signed(self) -> bool:
        return len(self.ground.rules.chain) > 1

    @classmethod
    def lines(cls) -> float:
        return 36

    def is_filled(self) -> bool:
        signed = not self._is_signed or bool(self.signed_by.text().strip())
        return signed and bool(self.came_of_it.toPlainText().strip())

    def command(self, rectifying: Rectifying) -> Command:
        entry = ClosingEntry(
            result=self.came_of_it.toPlainText(),
            done_on=day_of(self.done_on),
            asked_on=day_of(self.asked_on),
            signed_by=self.signed_by.text(),
        )
        return partial(_submitted, rectifying, self.ground.sheet.finding.id, entry)

    def success(self) -> str:
        return "已申请销号。"

    def remedy(self) -> str:
        return "按“打印”可以印销号审批表，各级在纸上签，这里照纸登记。"


class MoreTimeForm(FindingForm):
    """The unit asks for more time; until it is decided the deadline stays."""

    name = "ask_more_time"

    def __init__(self, parent: QWidget, ground: Ground) -> None:
        super().__init__(parent, ground, "申请延期", "登记申请")
        old = ground.sheet.finding.deadline
        self.add(facts([("现在的时限", written_date(old))]))
        self.term = term_field(ground, "延长到", old)
        self.term.show_day(old + timedelta(days=14))
        self.term.changed.connect(self._typed)
        hint = "写天数的，从现在的时限往后算"
        self.add(self.named_field("wanted", Field("延长到", self.term, hint)))
        self.reason = self.words("reason", "延期的理由", "为什么到时改不完，延了以后怎么改")
        self.asked_on = self.day("asked_on", "申请日期", ground.today)
        self.add(label("批准以前时限不变；原来的时限一直留着。", tone="quiet"))
        self.finish_fields(self.term)

    @classmethod
    def lines(cls) -> float:
        return 32

    def is_filled(self) -> bool:
        return bool(self.reason.toPlainText().strip())

    def command(self, rectifying: Rectifying) -> Command:
        asked = (self.term.deadline(), self.reason.toPlainText(), day_of(self.asked_on))
        return partial(_asked, rectifying, self.ground.sheet.finding.id, *asked)

    def success(self) -> str:
        return f"延到{written_date(self.term.deadline())}的申请已登记，等审批。"


def _reported(
    rectifying: Rectifying, finding_id: FindingId, text: str, day: date, _: Progress
) -> Changes:
    return rectifying.report(finding_id, text, day)


def _submitted(
    rectifying: Rectifying, finding_id: FindingId, entry: ClosingEntry, _: Progress
) -> Changes:
    return rectifying.submit(finding_id, entry)


def _asked(
    rectifying: Rectifying,
    finding_id: FindingId,
    wanted: date,
    reason: str,
    day: date,
    _: Progress,
) -> Changes:
    return rectifying.ask_more_time(finding_id, wanted, reason, day)
