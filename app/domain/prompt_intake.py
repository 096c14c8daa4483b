"""What a workbook says of prompts before it is believed: one set to a sheet, with its faults."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.prompt_difference import SetDifference, difference
from app.domain.prompt_editing import SetDraft
from app.domain.prompt_faults import PromptFault
from app.domain.prompts import PromptSet


@dataclass(frozen=True, slots=True)
class ReadSet:
    """A set as one sheet tells it; with faults it may not be kept.

    unread are the headings of the columns nobody knows, which were left out.
    """

    sheet: str
    draft: SetDraft
    faults: tuple[PromptFault, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A draft beside the set in force: what it says otherwise, and what keeps it from being kept.

    version is what the draft will become; sheet and unread are those of a ReadSet.
    """

    draft: SetDraft
    current: PromptSet
    version: int
    faults: tuple[PromptFault, ...]
    sheet: str = ""
    unread: tuple[str, ...] = ()

    @property
    def difference(self) -> SetDifference:
        """What the draft says otherwise than the set in force."""
        return difference(self.current, self.draft.title, self.draft.areas, self.draft.prompts)

    @property
    def can_be_kept(self) -> bool:
        """Whether the draft is whole and says something new."""
        return not self.faults and bool(self.difference.changes)
