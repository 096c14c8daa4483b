"""下达 and 签收: the lists go out to a unit or a person, and are signed for."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.calendar import written_date
from app.domain.changes import Changes
from app.domain.finding import Finding
from app.domain.finding_history import Issue
from app.domain.ids import IssueId
from app.domain.progress import Progress
from app.services.rectifying import FindingSheet, Rectifying
from app.services.rectifying_lists import addressee
from ui.rectifying.finding_form import Command, FindingForm, Ground
from ui.rectifying.sheet_words import lacking_text
from ui.widgets.dates import day_of
from ui.widgets.fields import Field, line_edit
from ui.widgets.surfaces import facts
from ui.widgets.words import label


class IssueForm(FindingForm):
    """One finding goes out; several at once go out from the list."""

    name = "issue"

    def __init__(self, parent: QWidget, ground: Ground) -> None:
        super().__init__(parent, ground, "下达", "下达")
        sheet = ground.sheet
        self.add(facts([("下达给", addressee_name(sheet)), ("时限", _deadline(sheet))]))
        if sheet.lacking:
            self.add(label(f"{lacking_text(sheet.lacking)}。可以先下达，以后再补。"))
        self.issued_on = self.day("issued_on", "下达日期", ground.today)
        self.add(label("下达以后时限不能直接改，要推迟须申请延期。", tone="quiet"))
        self.finish_fields(self.issued_on)

    def command(self, rectifying: Rectifying) -> Command:
        return partial(_issued, rectifying, self.ground.sheet.finding, day_of(self.issued_on))

    def success(self) -> str:
        return f"已下达给{addressee_name(self.ground.sheet)}。"

    def remedy(self) -> str:
        return "按“打印”可以印下达签收单；签回来以后按“签收”登记。"


class ClaimForm(FindingForm):
    """The slip came back signed; all that went out with it are signed for."""

    name = "claim"

    def __init__(self, parent: QWidget, ground: Ground) -> None:
        super().__init__(parent, ground, "登记签收", "登记签收")
        issue = self.issue
        pairs = [("下达给", addressee_name(ground.sheet))]
        if issue is not None:
            pairs.append(("下达日期", written_date(issue.issued_on)))
            if len(issue.finding_ids) > 1:
                pairs.append(("一起下达", f"{len(issue.finding_ids)} 条，一次都签收"))
        self.add(facts(pairs))
        self.signed_by = line_edit("签收人", "签收单上签的姓名")
        self.signed_by.textChanged.connect(self._typed)
        self.signed_by.returnPressed.connect(self.way_on.click)
        field = Field("签收人", self.signed_by, is_needed=True)
        self.add(self.named_field("signed_by", field))
        self.signed_on = self.day("signed_on", "签收日期", ground.today)
        self.finish_fields(self.signed_by)

    @property
    def issue(self) -> Issue | None:
        """The list that waits to be signed for."""
        waiting = [one for one in self.ground.sheet.history.issues if one.signed_on is None]
        return waiting[-1] if waiting else None

    def is_filled(self) -> bool:
        return self.issue is not None and bool(self.signed_by.text().strip())

    def command(self, rectifying: Rectifying) -> Command:
        issue_id = self.issue.id if self.issue else IssueId("")
        signed = (self.signed_by.text(), day_of(self.signed_on))
        return partial(_signed_for, rectifying, issue_id, *signed)

    def success(self) -> str:
        return f"{self.signed_by.text().strip()}已签收。"


def addressee_name(sheet: FindingSheet) -> str:
    """The name of who the lists go to."""
    unit_id, _ = addressee(sheet.finding)
    return sheet.unit_name if unit_id is not None else sheet.person_name


def _deadline(sheet: FindingSheet) -> str:
    return written_date(sheet.finding.deadline)


def _issued(
    rectifying: Rectifying, finding: Finding, day: date, _: Progress
) -> tuple[IssueId, Changes]:
    return rectifying.issue(addressee(finding), (finding.id,), day)


def _signed_for(
    rectifying: Rectifying, issue_id: IssueId, signed_by: str, day: date, _: Progress
) -> Changes:
    return rectifying.sign_for(issue_id, signed_by, day)
