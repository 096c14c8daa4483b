"""Fields for a term among the forms of a finding."""

from __future__ import annotations

from datetime import date

from ui.rectifying.finding_form import Ground
from ui.term_field import TermField


def term_field(ground: Ground, name: str, start: date | None = None) -> TermField:
    """A field whose terms are counted from start, otherwise from today."""
    first = start or ground.today
    return TermField(lambda: first, lambda: ground.workdays, name)


def shown_deadline(field: TermField, ground: Ground) -> None:
    """Show the deadline there is: by its term when that still comes to it, otherwise by its day."""
    finding = ground.sheet.finding
    if finding.term:
        field.show_term(finding.term)
        if field.deadline() == finding.deadline:
            return
    field.show_day(finding.deadline)
