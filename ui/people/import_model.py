"""The preview of an import with the decisions taken so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.roster import (
    Choice,
    Decision,
    PreviewRow,
    RosterEntry,
    RosterPreview,
    Standing,
)
from ui.people.fault_words import STANDING

_BY_ITSELF = {Standing.NEW: "录入", Standing.SAME: "不用动"}


@dataclass(slots=True)
class Review:
    """What was read, and what the user said about each row."""

    preview: RosterPreview
    decisions: dict[int, Decision] = field(default_factory=dict)

    def decide(self, number: int, decision: Decision) -> None:
        """Note the user's answer for a row."""
        self.decisions[number] = decision

    def skip_faulty(self, is_skipped: bool) -> None:
        """Leave all rows with faults out, or take that back."""
        for row in self.preview.rows:
            if row.standing is Standing.FAULTY:
                if is_skipped:
                    self.decisions[row.number] = Decision(Choice.SKIP)
                else:
                    self.decisions.pop(row.number, None)

    def count(self, standing: Standing) -> int:
        """How many rows stand like this."""
        return sum(row.standing is standing for row in self.preview.rows)

    def waiting(self) -> int:
        """How many rows still need an answer."""
        undecided = self.preview.undecided(self.decisions)
        return len(undecided) + len(self.preview.faulty(self.decisions))

    def to_write(self) -> int:
        """How many persons will be added or changed."""
        return sum(self._is_written(row) for row in self.preview.rows)

    def act(self, row: PreviewRow) -> str:
        """What will be done with a row, in words."""
        decision = self.decisions.get(row.number)
        if decision is None:
            return _BY_ITSELF.get(row.standing, "？ 等您决定")
        if decision.choice is Choice.SKIP:
            return "跳过"
        return "另外录入" if decision.choice is Choice.ADD else "并入已有的人"

    def summary(self) -> str:
        """The preview in one sentence."""
        counts = [f"{self.count(s)} 人{word}" for s, word in STANDING.items() if self.count(s)]
        return f"共读到 {len(self.preview.rows)} 人：{'；'.join(counts)}。"

    def _is_written(self, row: PreviewRow) -> bool:
        decision = self.decisions.get(row.number)
        if decision is None:
            return row.standing is Standing.NEW
        return decision.choice is not Choice.SKIP


def posts_text(entry: RosterEntry) -> str:
    """The present posts of an entry in one line."""
    present = [post for post in entry.posts if post.until is None] or list(entry.posts)
    return "；".join(f"{post.unit_name}{post.title}" for post in present)
