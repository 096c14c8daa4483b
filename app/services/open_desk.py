"""An open registry's desk with all that a window over it may ask for, and the way into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from app.domain.errors import (
    AppError,
    FileUnreadableError,
    FolderUnusableError,
    NameTakenError,
)
from app.domain.office_standing import OfficeStanding
from app.domain.page_picture import PagePicture
from app.domain.passphrase import Strength
from app.domain.progress import CancelledError, NoProgress, Progress
from app.domain.registry import Arrival, Member, Reception, SettledHow
from app.services import new_passphrase
from app.services.preferences import Preferences
from app.system import paths

if TYPE_CHECKING:  # to start faster: what opens a desk is loaded when one is opened
    from app.services.audit import Audit
    from app.services.desk_care import DeskCare
    from app.services.desk_rescue import DeskRescue, DeskWaysBack
    from app.services.examining import Examined
    from app.services.last_place import LastPlace
    from app.services.recovering import CardsAccepted
    from app.services.registry import Registry
    from app.services.registry_access import NewRegistry, RegistryAccess
    from app.services.session import Session
    from app.services.settings import Settings
    from app.system.clock import Clock
    from app.system.media import Sticks


IDENTITY = "identity.txt"


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """The services over one open desk, until it is locked.

    Packages are examined beside the vault: its own lock keeps the desk's keys in place meanwhile,
    and what was examined and not taken is let go of when the desk is locked.
    """

    registry: Registry
    care: DeskCare
    settings: Settings
    audit: Audit
    sticks: Sticks
    at_work: Lock = field(default_factory=Lock, repr=False)
    examined: list[Examined] = field(default_factory=list, repr=False)

    @property
    def folder(self) -> Path:
        """The desk's own folder, in which its vault lies."""
        return self.registry.folder

    @property
    def card_path(self) -> Path:
        """The identity card that the offices are given."""
        return self.folder / IDENTITY

    @property
    def session(self) -> Session:
        """The open vault and who opened it."""
        return self.registry.session

    @property
    def is_ledger_elsewhere(self) -> bool:
        """Whether the ledger is kept in a database instead of the desk's own vault."""
        # to start faster
        from app.services.vault_ledger import VaultLedger

        return not isinstance(self.registry.ledger, VaultLedger)

    @property
    def clock(self) -> Clock:
        """The desk's clock."""
        return self.registry.session.trail.clock

    @property
    def last_place(self) -> LastPlace:
        """Where who opened the desk was when the program ended last."""
        # to start faster
        from app.services.last_place import last_place

        return last_place(self.session)

    @property
    def noticed(self) -> AppError | None:
        """What was noticed when the desk was opened and its clerk must hear of."""
        return self.registry.noticed

    def card(self) -> bytes:
        """The identity card as it lies in the desk's folder. Raises FileUnreadableError."""
        try:
            return self.card_path.read_bytes()
        except OSError as error:
            raise FileUnreadableError(self.card_path.name) from error

    def ask_again(self, words: str) -> None:
        """Whether the one who opened the desk sits here; asked before its key goes out.

        Raises TooManyTriesError, WrongPassphraseError.
        """
        self.care.ring.ask_again(words)

    def examine(
        self, arrival: Arrival, standing: OfficeStanding | None, progress: Progress
    ) -> Examined:
        """Check a package beside the vault, as Registry.examine does; the desk stays open for it.

        Raises CancelledError (also when it was locked meanwhile), DiskFullError,
        FolderUnusableError.
        """
        with self.at_work:
            progress.step(0, 1)
            if not self.session.vault.is_open:
                raise CancelledError
            found = self.registry.examine(arrival, standing, progress)
            self.examined.append(found)
            return found

    def take(self, examined: Examined) -> Reception:
        """Take what was examined, as Registry.take does; on the vault lane.

        A refusal it was taken out of is settled, whoever had signed it then.
        """
        try:
            reception = self.registry.take(examined)
        finally:
            self.examined.remove(examined)
        arrival = examined.arrival
        if not (reception.is_taken and arrival.quarantine_id):
            return reception
        self.registry.settle(arrival.quarantine_id, SettledHow.TAKEN.value)
        obsolete = dict.fromkeys((*reception.obsolete, str(arrival.folder)))
        return replace(reception, obsolete=tuple(obsolete))

    def abandon(self, examined: Examined) -> None:
        """Let go of what was examined and is not to be taken."""
        with self.at_work:
            if examined in self.examined:
                self.examined.remove(examined)
                self.registry.abandon(examined)

    def pages(self, member: Member, most: int) -> list[PagePicture]:
        """The first pages of a file of a package, small enough for a screen; asks no vault.

        Raises AttachmentKindError, AttachmentEmptyError, AttachmentBrokenError,
        AttachmentProtectedError, AttachmentDamagedError.
        """
        # starts faster: PDFium and Pillow are needed for looking alone
        from app.documents.attachment_kinds import kind_of
        from app.documents.attachment_pages import count_pages, page_picture

        name = member.name.rsplit("/", 1)[-1]
        with self.registry.members.stream(member) as file:
            kind = kind_of(file, name)
            count = min(count_pages(file, kind, name), most)
            return [page_picture(file, kind, page, name) for page in range(count)]

    def lock(self) -> None:
        """Close the desk. What is being examined must have been stopped: it is waited for."""
        with self.at_work:
            for one in self.examined:
                self.registry.abandon(one)
            self.examined.clear()
            self.registry.close()


@dataclass(frozen=True, slots=True)
class DeskEntrance:
    """The way into a desk. Create and unlock run on the thread that will use the vault.

    asked_for is the folder named on the command line.
    """

    preferences: Preferences
    registries: Callable[[], RegistryAccess]
    asked_for: Path | None = None

    def last_folder(self) -> Path | None:
        """The folder that was asked for, or the desk that was opened last."""
        return self.asked_for or self.preferences.load().desk_folder

    def default_folder(self) -> Path:
        """Where a first desk is offered to stand."""
        return paths.default_desk_folder()

    def strength(self, words: str) -> Strength:
        """How well a passphrase stands against guessing."""
        return new_passphrase.strength(words)

    def suggest_passphrase(self) -> str:
        """Five words typed without an input method."""
        return new_passphrase.suggested()

    def create(self, new: NewRegistry, progress: Progress) -> OpenDesk:
        """Make a desk with its keys and identity card, and open it.

        Raises PassphrasesDifferError, PassphraseTooWeakError, NameMissingError, VaultExistsError,
        FolderNotEmptyError, FolderUnusableError, DiskFullError.
        """
        self.registries().create(new, progress)
        return self.unlock(new.folder, new.passphrase, NoProgress())

    def unlock(self, folder: Path, words: str, progress: Progress) -> OpenDesk:
        """Open the desk in the folder; may be stopped between the slots that are tried.

        Raises VaultMissingError, VaultEmptyError, KeyFileMissingError, VaultInUseError,
        TooManyTriesError, WrongPassphraseError, KeyFileDamagedError, VaultDamagedError,
        VaultTooNewError, DiskFullError, SettingRefusedError, CancelledError.
        """
        # to start faster
        from app.services.registry_access import VAULT

        access = self.registries()
        session = access.door(folder).enter(folder / VAULT, words, progress)
        return self._opened(access, access.opened(session, folder))

    def read_cards(
        self, folder: Path, first: str, second: str, progress: Progress
    ) -> CardsAccepted:
        """See that two recovery cards open the desk in the folder, and who holds a key of it.

        Raises what DeskRescue.read_cards raises.
        """
        return self._rescue().read_cards(folder, first, second, progress)

    def recover(
        self,
        accepted: CardsAccepted,
        slot_id: str,
        new: str,
        repeated: str,
        progress: Progress,
    ) -> OpenDesk:
        """Open the desk by cards, and give the chosen holder a new passphrase from now on.

        Raises what DeskRescue.recover raises.
        """
        # to start faster
        from app.services.recovering import NewWords

        rescue = self._rescue()
        words = NewWords(slot_id, new, repeated)
        return self._opened(rescue.access, rescue.recover(accepted, words, progress))

    def ways_back(self) -> DeskWaysBack:
        """What can be done for a desk that does not open."""
        # to start faster
        from app.services.desk_rescue import DeskWaysBack

        return DeskWaysBack(self._rescue())

    def _rescue(self) -> DeskRescue:
        # to start faster
        from app.services.desk_rescue import DeskRescue

        return DeskRescue(self.registries())

    def _opened(self, access: RegistryAccess, registry: Registry) -> OpenDesk:
        # to start faster
        from app.services.audit import Audit
        from app.services.desk_care import desk_care
        from app.services.settings import Settings
        from app.system.media import sticks_here

        session = registry.session
        try:
            desk = OpenDesk(
                registry=registry,
                care=desk_care(access, registry),
                settings=Settings(session.vault, session.trail),
                audit=Audit(session.vault, session.heads, session.trail, access.schemas),
                sticks=sticks_here(),
            )
        except BaseException:
            registry.close()
            raise
        self._remember(registry.folder)
        return desk

    def _remember(self, folder: Path) -> None:
        choices = self.preferences.load()
        if choices.desk_folder != folder:
            self.preferences.keep(replace(choices, desk_folder=folder))


def save_new(path: Path, content: bytes) -> None:
    """Write a file where somebody said; what is there already stays.

    Raises NameTakenError, FolderUnusableError.
    """
    # to start faster
    from app.store.disk import new_file

    try:
        with new_file(path) as file:
            file.write(content)
    except FileExistsError as error:
        raise NameTakenError(path.name) from error
    except OSError as error:
        raise FolderUnusableError(str(path.parent)) from error
