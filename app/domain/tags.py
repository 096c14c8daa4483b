"""Problem tags on two levels: the gap (差), and under it what it consists of."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_TITLE = 12


@dataclass(frozen=True, slots=True)
class ProblemTag:
    """A tag a finding may carry; parent is the key of the gap it belongs to, or empty."""

    key: str
    title: str
    parent: str = ""
    place: int = 0
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class TagBook:
    """All tags, the gaps in their order and under each its own, the retired ones among them."""

    tags: tuple[ProblemTag, ...]

    def title(self, key: str) -> str:
        """What findings with that key show: gap and part, such as 温差·政治站位; empty for none.

        A key that is not known here shows itself.
        """
        if not key:
            return ""
        tag = self._find(key)
        if tag is None:
            return key
        gap = self._find(tag.parent) if tag.parent else None
        return f"{gap.title}·{tag.title}" if gap else tag.title

    def under(self, parent: str = "") -> tuple[ProblemTag, ...]:
        """The tags of one gap in order; without a parent the gaps themselves."""
        return tuple(tag for tag in self.tags if tag.parent == parent)

    @property
    def offered(self) -> tuple[ProblemTag, ...]:
        """The tags a finding may be given: each gap and its parts, without what is retired."""
        return tuple(
            tag
            for gap in self.under()
            if not gap.is_retired
            for tag in (gap, *self.under(gap.key))
            if not tag.is_retired
        )

    def _find(self, key: str) -> ProblemTag | None:
        return next((tag for tag in self.tags if tag.key == key), None)
