"""Why a paper is taken away from a finding."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.attachment import Attachment
from app.domain.changes import Changes
from app.domain.ids import AttachmentId
from app.domain.progress import Progress
from app.services.rectifying import Rectifying
from ui.rectifying.finding_form import Command, FindingForm, Ground
from ui.widgets.fields import Field, line_edit
from ui.widgets.words import label


class RemoveEvidenceForm(FindingForm):
    """The reason stays, with the paper's name and digest."""

    name = "remove_evidence"

    def __init__(self, parent: QWidget, ground: Ground, evidence: Attachment | None = None) -> None:
        super().__init__(parent, ground, "移除佐证", "移除")
        self.evidence = evidence or ground.sheet.evidence[-1]
        self.add(label(f"移除“{self.evidence.title}”", "strong"))
        self.reason = line_edit("移除的原因", "如：附错了、换成盖章的一份")
        self.reason.textChanged.connect(self._typed)
        self.reason.returnPressed.connect(self.way_on.click)
        self.add(Field("移除的原因", self.reason, is_needed=True))
        self.add(label("名称、摘要值和原因留在经过里，文件随后清除。", tone="quiet"))
        self.finish_fields(self.reason)

    def is_filled(self) -> bool:
        return bool(self.reason.text().strip())

    def command(self, rectifying: Rectifying) -> Command:
        return partial(_removed, rectifying, self.evidence.id, self.reason.text())

    def success(self) -> str:
        return "佐证已移除，原因已留在经过里。"


def _removed(
    rectifying: Rectifying, evidence_id: AttachmentId, reason: str, _: Progress
) -> Changes:
    return rectifying.remove_evidence(evidence_id, reason)
