"""One line of a window's list of pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from app.domain.holders import HolderRole, may
from ui.look import LookControl
from ui.page import Page
from ui.vault_care import VaultCare


class Given(Protocol):
    """What the workspace itself must know of all that its pages are given."""

    @property
    def role(self) -> HolderRole:
        """What the one who opened the vault may do."""

    @property
    def look(self) -> LookControl:
        """The look in force."""

    @property
    def upkeep(self) -> VaultCare:
        """What looks after the vault."""


Around = TypeVar("Around", bound=Given, contravariant=True)


@dataclass(frozen=True, slots=True)
class PageEntry(Generic[Around]):
    """A page of a window; one without a place in the navigation names the page it belongs to.

    act is what somebody must be allowed to do, as the trail calls it, for the page to be theirs.
    """

    key: str
    title: str
    icon: str
    make: Callable[[Around], Page]
    belongs_to: str = ""
    act: str = ""

    def is_for(self, role: HolderRole) -> bool:
        """Whether the page is shown to key holders of this role."""
        return not self.act or may(role, self.act)
