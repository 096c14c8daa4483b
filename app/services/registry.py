"""The registry's desk: offices trusted, packages taken or refused, answers given, talks found.

Receiving goes in steps, so that a window never waits: arrivals and examine beside the vault, each
for minutes if need be; standing and take on the vault's lane; write_answer beside it again. receive
does them all in order.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.changes import Changes
from app.domain.errors import (
    AppError,
    FileUnreadableError,
    FolderUnusableError,
    NameTakenError,
    OfficeKeyDiffersError,
    PackageRejectedError,
)
from app.domain.office_standing import OfficeStanding
from app.domain.package import LAST_SEQUENCE, OfficeCard, RegistryIdentity
from app.domain.progress import Progress
from app.domain.registry import (
    Arrival,
    Reception,
)
from app.handover.card import LONGEST_CARD, read_office_card
from app.handover.credentials import DeskKeys
from app.handover.schemas import Schemas
from app.services import desk_answers, examining, refusing
from app.services.desk_questions import MOST_REFUSALS, DeskQuestions
from app.services.examining import Examined, Examiner
from app.services.noticed import noticed
from app.store import registry_packages
from app.store.disk import new_file

SIGNATURE_KEY, ARCHIVE_KEY = "registry.signature", "registry.archive"
STAGE, QUARANTINE, RECEIPTS = "stage", "quarantine", "receipts"


@dataclass(frozen=True, slots=True)
class Registry(DeskQuestions):
    """An open desk. Its folder holds the vault, the identity card, quarantine and receipts."""

    folder: Path
    name: str
    keys: DeskKeys = field(repr=False)
    schemas: Schemas = field(repr=False)

    @property
    def identity(self) -> RegistryIdentity:
        """Who this desk is to the offices."""
        return RegistryIdentity(self.name, self.keys.recipient.decode(), self.keys.public_key)

    @property
    def noticed(self) -> AppError | None:
        """What was noticed when the desk was opened and its clerk must hear of."""
        return noticed(self.session)

    def close(self) -> None:
        """Let go of the ledger and lock the desk's vault."""
        self.ledger.close()
        self.session.close()

    def export_key(self, path: Path) -> None:
        """Write the key that opens packages, in the form of age, for stock tools and for a safe.

        Raises NameTakenError when the file is there, FolderUnusableError.
        """
        content = b"# tanxinbu registry\n" + self.keys.identity + b"\n"
        try:
            with new_file(path) as file:
                file.write(content)
        except FileExistsError as error:
            raise NameTakenError(path.name) from error
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error
        with self.session.vault.transaction() as connection:
            self.session.trail.write(connection, "key.export")

    # ── offices ──────────────────────────────────────────────────────────────────────────────────

    @staticmethod
    def card_in(path: Path) -> bytes:
        """The bytes of a card, for app.handover.card to read and for trust; asks no vault.

        Raises FileUnreadableError.
        """
        try:
            with path.open("rb") as file:
                return file.read(LONGEST_CARD + 1)
        except OSError as error:
            raise FileUnreadableError(path.name) from error

    @staticmethod
    def read_card(untrusted_card: bytes) -> OfficeCard:
        """What an office's card says, with the digits to be compared by telephone.

        Raises RecipientUnreadableError.
        """
        return read_office_card(untrusted_card)

    def trust(
        self, untrusted_card: bytes, first: int = 1, *, replacing: bool = False
    ) -> tuple[OfficeCard, Changes]:
        """Take packages of the office with this card from now on, beginning with that number.

        Another key under a known code is taken only when it is said to replace the old one.
        Raises RecipientUnreadableError, OfficeKeyDiffersError.
        """
        card = read_office_card(untrusted_card)
        first = min(max(first, 1), LAST_SEQUENCE)
        known = {row.card.code: row.card for row in self.ledger.offices()}.get(card.code)
        if known and known.public_key != card.public_key and not replacing:
            raise OfficeKeyDiffersError(card.code)
        self.ledger.trust(card, self.session.trail.clock.now(), first)
        return card, Changes.SETTINGS

    def distrust(self, code: str, reason: str) -> Changes:
        """Take nothing more of an office; what was taken stays. Raises KeyError."""
        self.ledger.distrust(code, self.session.trail.clock.now(), reason.strip())
        return Changes.SETTINGS

    # ── receiving, step by step ──────────────────────────────────────────────────────────────────

    @staticmethod
    def arrivals(folder: Path) -> list[Arrival]:
        """The packages in a folder or right below it, by office and number; asks no vault."""
        return examining.arrivals(folder)

    def standing(self, arrival: Arrival) -> OfficeStanding | None:
        """How the desk stands with the office as to this number, for examine."""
        return self.ledger.standing(arrival.code, arrival.sequence)

    def examine(
        self, arrival: Arrival, standing: OfficeStanding | None, progress: Progress
    ) -> Examined:
        """Check a package and make ready what it holds; asks no vault and may take minutes.

        A refused one is copied into quarantine. What is not given to take must be abandoned.
        Raises CancelledError, DiskFullError, FolderUnusableError.
        """
        return self._examiner.examine(arrival, standing, progress)

    def abandon(self, examined: Examined) -> None:
        """Let go of a package that was examined and never given to take; asks no vault."""
        self._examiner.abandon(examined)

    def take(self, examined: Examined) -> Reception:
        """Take a package that was examined, or keep that it was refused, with the answer to it.

        When it raises, nothing is known to be kept of it: examine it again later. Either way it
        is done with and needs not be abandoned.
        """
        if examined.package is None or examined.spool is None:
            return self._refuse(examined, examined.error)
        now = self.session.trail.clock.now()
        package = desk_answers.taken_package(examined.package, self.name, self.keys, now)
        arrival = examined.arrival
        obsolete = refusing.copies_of(self.ledger, arrival.code, arrival.sequence)
        try:
            self.ledger.take(package, examined.spool.talks(), examined.members)
        except BaseException as error:
            self._drop(examined)
            if isinstance(error, PackageRejectedError):
                return self._refuse(examined, error)
            raise
        examined.stage.clear()
        answer = desk_answers.received(arrival.name, package.receipt_file, self.keys)
        return Reception(
            arrival.name, "", "", package.talks, "", "", answer=answer, obsolete=obsolete
        )

    def write_answer(self, reception: Reception, folder: Path | None) -> Reception:
        """Write the answer, if there is one, into a folder such as the stick's; asks no vault.

        Without a folder it goes into the desk's own. Raises NameTakenError, FolderUnusableError.
        """
        return desk_answers.written(reception, folder or self.folder / RECEIPTS)

    def waiting(self) -> list[Arrival]:
        """Packages in quarantine whose turn has come: the number before them was taken since."""
        return refusing.next_in_quarantine(self.ledger)

    # ── receiving, all at once ───────────────────────────────────────────────────────────────────

    def receive(
        self, folders: Path | tuple[Path, ...], receipts: Path | None, progress: Progress
    ) -> list[Reception]:
        """Take every package in the folders or right below them, each office's by number.

        What waited in quarantine for one of them is taken after it by itself. Answers go into the
        given folder, else into the desk's own. What fails is put into quarantine and named.
        Raises CancelledError, DiskFullError, FolderUnusableError.
        """
        asked = folders if isinstance(folders, tuple) else (folders,)
        here = ((folder, examining.arrivals(folder)) for folder in asked)
        found = [one for folder, some in here for one in some or [Arrival(folder, "", 0)]]
        found.sort(key=lambda one: (one.name, str(one.folder)))
        taken = [self._received(one, receipts, progress) for one in found]
        return taken + self.retry(receipts, progress)

    def retry(self, receipts: Path | None, progress: Progress) -> list[Reception]:
        """Take what waits in quarantine and whose turn has come, until nothing more follows.

        Raises CancelledError, DiskFullError, FolderUnusableError.
        """
        done: list[Reception] = []
        tried: set[str] = set()
        while due := [one for one in self.waiting() if one.quarantine_id not in tried]:
            tried.update(one.quarantine_id for one in due)
            done += [self._received(one, receipts, progress) for one in due]
        return done

    def retry_one(
        self, refusal_id: str, receipts: Path | None, progress: Progress
    ) -> Reception | None:
        """Examine once more what lies in quarantine; None when its copy is gone.

        Raises KeyError, CancelledError, DiskFullError, FolderUnusableError.
        """
        arrival = self.arrival_of(refusal_id)
        return self._received(arrival, receipts, progress) if arrival else None

    def arrival_of(self, refusal_id: str) -> Arrival | None:
        """What lies in quarantine, to be examined again; None when its copy is gone or none was.

        Raises KeyError.
        """
        found = {one.id: one for one in self.refusals(limit=MOST_REFUSALS)}[refusal_id]
        if not found.folder or not Path(found.folder).is_dir():
            return None
        return examining.arrival_in(Path(found.folder), found.id)

    def _received(self, arrival: Arrival, receipts: Path | None, progress: Progress) -> Reception:
        examined = self.examine(arrival, self.standing(arrival), progress)
        reception = self.take(examined)
        self.tidy(reception)
        return self.write_answer(reception, receipts)

    @staticmethod
    def tidy(reception: Reception) -> None:
        """Take away copies in quarantine that are of no more use; asks no vault."""
        for folder in reception.obsolete:
            examining.forget_copy(Path(folder))

    @property
    def _examiner(self) -> Examiner:
        return Examiner(
            keys=self.keys,
            schemas=self.schemas,
            files=self.session.files,
            trail=self.session.trail,
            stages=self.folder / STAGE,
            quarantine=self.folder / QUARANTINE,
        )

    def _drop(self, examined: Examined) -> None:
        """Remove the files of a package that was not taken, but those that a row names.

        A ledger elsewhere that is lost amid its commit may have kept the package: its files stay.
        """
        examined.stage.clear()
        ids = [member.id for member in examined.members]
        with suppress(AppError), self.session.vault.reading() as connection:
            for file_id in registry_packages.unnamed(connection, ids):
                self.session.files.remove(file_id)

    def _refuse(self, examined: Examined, error: PackageRejectedError | None) -> Reception:
        if error is None:
            raise AssertionError("a package that was not opened has a reason")
        desk = refusing.Desk(self.ledger, self.session.trail, self.name, self.keys)
        return refusing.refused(desk, examined, error)

    # ── quarantine ───────────────────────────────────────────────────────────────────────────────

    def settle(self, refusal_id: str, note: str) -> Changes:
        """Settle a refusal with a note; the copy in quarantine stays for whoever asks. KeyError."""
        self.ledger.settle(refusal_id, note.strip(), self.session.trail.clock.now())
        return Changes.PACKAGES
