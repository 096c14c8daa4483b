"""Which fields a document needs: those of its kind, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.papers import SHEETS, PaperKind

COUNTY, UNIT, TALK = "county", "unit", "talk"
OF_FINDINGS = (PaperKind.FINDING_LISTS, PaperKind.LEDGER)
OF_PERIOD = (PaperKind.FIGURES_REPORT, PaperKind.DESTRUCTION_NOTE)
MAY_BE_CHOSEN = (*OF_FINDINGS, PaperKind.URGING)
AFTER_THE_TALK = (*MAY_BE_CHOSEN, PaperKind.ISSUE_SLIP, *SHEETS)
_ABOUT_TALK = (PaperKind.UNDERTAKING, PaperKind.TALK_REPORT)
_OF_KIND = {
    PaperKind.UNDERTAKING: ("points",),
    PaperKind.TALK_REPORT: ("addressee", "copies_to"),
    PaperKind.FINDING_LISTS: ("lists",),
    PaperKind.ISSUE_SLIP: ("issue",),
    PaperKind.PERSON_ARCHIVE: ("person", "reason"),
    PaperKind.FIGURES_REPORT: ("period",),
    PaperKind.HANDOVER_SLIP: ("package",),
    PaperKind.DESTRUCTION_NOTE: ("period", "reason", "method"),
    **dict.fromkeys(SHEETS, ("finding",)),
}


def wanted_fields(kind: PaperKind, about: str, has_chosen: bool, is_chosen: bool) -> Iterator[str]:
    """The names of the fields. about is the range of a list: COUNTY, UNIT or TALK.

    has_chosen: findings were chosen on another page; is_chosen: it is to be about these alone.
    """
    if kind in _ABOUT_TALK:
        yield "talk"
    yield from _OF_KIND.get(kind, ())
    if kind in MAY_BE_CHOSEN and has_chosen:
        yield "these"
    is_narrowed = is_chosen and has_chosen
    if kind is PaperKind.URGING:
        yield from ("answer_by",) if is_narrowed else ("unit", "days", "answer_by")
    if kind in OF_FINDINGS and not is_narrowed:
        yield from ("range", "open_only")
        yield {UNIT: "unit", TALK: "talk"}.get(about, "range")
        if about != TALK:
            yield "period"
