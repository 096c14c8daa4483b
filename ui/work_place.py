"""Where somebody is in a window: which page, where on each, in which field."""

from __future__ import annotations

from dataclasses import dataclass

from ui.page import Destination
from ui.whereabouts import Whereabouts


@dataclass(frozen=True, slots=True)
class WorkPlace:
    """Which page is in work, where the user is on each page, and in which field of this one.

    unsaved names the pages with words in them that are not known to be in the vault.
    """

    here: Destination
    pages: dict[str, object]
    whereabouts: Whereabouts
    unsaved: frozenset[str] = frozenset()
