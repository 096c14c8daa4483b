"""Making a vault: whole in its folder, or not there at all."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.holders import HolderRole, KeyHolder
from app.domain.progress import Progress
from app.keys import chain
from app.keys.derivation import KEY_LENGTH, Cost, key_for, wipe
from app.keys.key_file import KeyFile
from app.keys.opening import Opened
from app.keys.slots import Holder, VaultKey, Words, new_slot
from app.services import key_files
from app.services.heads import HeadKeeper
from app.services.session import ATTACHMENTS, DATABASE_SETTING, Session, SessionKeys
from app.services.settings import NO_CODE, OfficeFacts, write_office
from app.services.trail import Trail
from app.services.whole_folder import whole_folder
from app.store import credentials, settings
from app.store.attachment_files import AttachmentFiles
from app.store.migrate import OFFICE, Schema
from app.store.vault import Vault, create_vault
from app.system.clock import Clock
from app.system.ids import new_id

STEPS = 5
FIRST_ROLE = HolderRole.ADMINISTRATOR.value
_NEEDED_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class NewVault:
    """What the first-run wizard asks. The folder is new or empty."""

    folder: Path
    passphrase: str = field(repr=False)
    repeated: str = field(repr=False)
    office: str
    secretary: str
    code: str = NO_CODE

    @property
    def facts(self) -> OfficeFacts:
        """The unit's facts, checked.

        Raises NameMissingError, OfficeCodeError.
        """
        return OfficeFacts(self.office, self.secretary, self.code).checked()


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds a vault in a folder beside the wanted one, and moves it there when it is whole."""

    clock: Clock
    cost: Callable[[], Cost]
    furnish: Callable[[Session, Progress], None]
    schema: Schema = OFFICE

    def build(self, new: NewVault, progress: Progress) -> None:
        """Make the vault; a failure, or a kill, leaves nothing that looks like one.

        Raises VaultExistsError, FolderNotEmptyError, FolderUnusableError, DiskFullError.
        """
        with whole_folder(new.folder.absolute(), _NEEDED_BYTES) as work:
            self._fill(work, new, progress)

    def _fill(self, work: Path, new: NewVault, progress: Progress) -> None:
        facts = new.facts
        progress.step(1, STEPS)
        keys = self._new_keys(facts.secretary, new.passphrase)
        try:
            progress.step(2, STEPS)
            opened = create_vault(work, key_for("sqlcipher", keys.data_key), self.schema)
            try:
                session = self._begin(opened, keys, facts)
                self.furnish(session, progress)
                session.heads.write()
                session.keys.wipe()
            finally:
                opened.close()
            key_files.write(work, keys.file)
            progress.step(STEPS, STEPS)
        finally:
            wipe(keys.data_key)

    def _new_keys(self, secretary: str, passphrase: str) -> Opened:
        data_key = bytearray(secrets.token_bytes(KEY_LENGTH))
        database = secrets.token_hex(16)
        holder = Holder(secretary, FIRST_ROLE)
        key = VaultKey(database, 0, data_key)
        slot = new_slot(key, holder, Words(passphrase), self.cost())
        return Opened(data_key, slot, secretary, KeyFile(database, 1, (slot,)).sealed(data_key))

    def _begin(self, opened: Vault, keys: Opened, facts: OfficeFacts) -> Session:
        key = chain.new_chain_key()
        database = keys.file.database
        heads = HeadKeeper(opened, database, key)
        trail = Trail(self.clock, facts.secretary, new_id, heads.written)
        with opened.transaction() as connection:
            trail.write(connection, "vault.create")
            settings.keep(connection, DATABASE_SETTING, database)
            key_files.keep(connection, keys.file)
            credentials.keep(connection, chain.PURPOSE, key.private, key.public)
            write_office(connection, facts)
        attachments_key = key_for("attachments", keys.data_key)
        return Session(
            vault=opened,
            trail=trail,
            files=AttachmentFiles(opened.folder / ATTACHMENTS, attachments_key),
            heads=heads,
            holder=KeyHolder(keys.slot.id, keys.owner, HolderRole.ADMINISTRATOR, is_self=True),
            keys=SessionKeys.of(keys.data_key, keys.file.epoch),
        )
