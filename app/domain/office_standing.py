"""How the registry stands with an office, and whether a package is the next one it may take."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import PackageRejectedError
from app.domain.package import OfficeCard, PackageIndex, Rejection


@dataclass(frozen=True, slots=True)
class Arrived:
    """A package that was taken before under the number in question."""

    index_digest: str
    bag_root: str


@dataclass(frozen=True, slots=True)
class OfficeStanding:
    """The office's trusted card, the last number taken, and the bag root of that package.

    last_root is None when the registry began in the middle and takes any predecessor.
    """

    card: OfficeCard
    last_sequence: int = 0
    last_root: str | None = None
    arrived: Arrived | None = None

    def check(self, index: PackageIndex) -> None:
        """Whether the package is the next in the office's chain.

        A package written again to another stick has other ciphertext and so another index, but the
        same root: that is a duplicate, not a fork.
        Raises PackageRejectedError(DUPLICATE, FORK, ROLLBACK, GAP).
        """
        found = index.seal.sequence
        if self.arrived is not None:
            if self.arrived.bag_root == index.bag_root:
                raise _rejected(Rejection.DUPLICATE, str(found))
            raise _rejected(Rejection.FORK, f"{found}: other content under this number")
        if found <= self.last_sequence:
            raise _rejected(Rejection.ROLLBACK, f"{found} after {self.last_sequence}")
        if found != self.last_sequence + 1:
            raise _rejected(Rejection.GAP, f"expected {self.last_sequence + 1}, found {found}")
        if self.last_root is not None and index.seal.previous != self.last_root:
            raise _rejected(Rejection.FORK, f"{found}: follows another package")


def _rejected(reason: Rejection, detail: str) -> PackageRejectedError:
    return PackageRejectedError(reason.value, detail)
