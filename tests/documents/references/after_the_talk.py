"""The documents of a finding on its way, from made-up facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from app.documents.accountability_sheet import accountability_sheet
from app.documents.closing_sheet import closing_sheet
from app.documents.extension_sheet import extension_sheet
from app.documents.issue_slip import issue_slip
from app.documents.look_back_sheet import look_back_sheet
from app.domain.papers import FindingSheetPaper
from tests.documents.paper import MADE_AT, OFFICE
from tests.documents.papers_made import make_issue_slip, make_mended, make_sheet


def _sheet(make: Callable[..., bytes]) -> bytes:
    """A sheet about somebody with a name of usual length."""
    line = make_mended(responsible="赵干事", evidence=("会议纪要4份.pdf", "议事规则.pdf"))
    sheet: FindingSheetPaper = replace(make_sheet(), line=line)
    return make(sheet, OFFICE, MADE_AT)


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "issue-slip": lambda: issue_slip(make_issue_slip(), OFFICE, MADE_AT),
    "extension-sheet": partial(_sheet, extension_sheet),
    "closing-sheet": partial(_sheet, closing_sheet),
    "look-back-sheet": partial(_sheet, look_back_sheet),
    "accountability-sheet": partial(_sheet, accountability_sheet),
}
