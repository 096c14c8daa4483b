"""The rescue of a damaged vault, from its keys to the new folder; Salvage is the way in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from app.documents.intake.prompt_set import read_prompt_set
from app.domain.canonical import digest_of, plain
from app.domain.health import RescueReport, SalvageReport
from app.domain.progress import Progress, Share
from app.domain.prompts import PromptSet
from app.handover.credentials import new_office_keys, new_registry_keys
from app.keys import chain
from app.keys.chain import ChainKey
from app.keys.derivation import key_for
from app.services import key_files
from app.services.door import Door
from app.services.heads import HeadKeeper
from app.services.session import ATTACHMENTS, DATABASE_SETTING
from app.services.trail import Trail
from app.services.whole_folder import whole_folder
from app.services.wreckage import Wreck
from app.signing.credentials import new_office_certificate
from app.store import credentials, search_index, settings
from app.store.attachment_copies import AttachmentCopies, bytes_of
from app.store.connection import Connection
from app.store.disk import disk_faults_named, sync_folder
from app.store.layout import layout_of, newest_number
from app.store.mending import Mender
from app.store.migrate import OFFICE, Schema
from app.store.moments import kept
from app.store.salvage import Poured, pouring
from app.store.vault import FILE_NAME, create_vault
from app.system.files import make_private_folder
from app.system.ids import new_id
from app.system.paths import resources_folder

ACT = "vault.rescue"
_SLACK = 64 << 20
HANDOVER = ("handover.signature", "handover.archive")
DESK = ("registry.signature", "registry.archive")
CERTIFICATE = "signing.certificate"


@dataclass(frozen=True, slots=True)
class Rescue:
    """One rescue: out of the wreck, into a folder beside the wanted one, moved there when whole."""

    wreck: Wreck
    found: SalvageReport
    door: Door
    target: Path

    def save(self, progress: Progress) -> RescueReport:
        """Save everything.

        Raises VaultExistsError, FolderNotEmptyError, FolderUnusableError, DiskFullError,
        CancelledError.
        """
        with whole_folder(self.target, self._needed_bytes()) as work:
            report = self._fill(work, progress)
            self._copy_attachments(work, Share(progress, 70, 100))
        return report

    def _needed_bytes(self) -> int:
        with disk_faults_named(self.wreck.folder):
            size = (self.wreck.folder / FILE_NAME).stat().st_size
        return size + bytes_of(self.wreck.whole_files) + _SLACK

    def _fill(self, work: Path, progress: Progress) -> RescueReport:
        keys = self.wreck.keys
        opened = create_vault(work, key_for("sqlcipher", keys.data_key), self.door.schema)
        try:
            with opened.transaction() as connection:
                poured, key = self._pour(connection, Share(progress, 0, 70))
                keys, _ = key_files.believed(keys, key_files.kept(connection))
                settings.keep(connection, DATABASE_SETTING, keys.file.database)
                key_files.keep(connection, keys.file)
                heads = HeadKeeper(opened, keys.file.database, key)
                trail = Trail(self.door.clock, keys.owner, new_id, heads.written)
                renewed = _renew(connection, trail, self.door.schema)
                report = self._report(poured, renewed)
                trail.write(connection, ACT, str(self.found.whole_entries), _digest(report))
            heads.write()
        finally:
            opened.close()
        key_files.write(work, keys.file)
        return report

    def _pour(self, connection: Connection, progress: Progress) -> tuple[Poured, ChainKey]:
        schema, database = self.door.schema, self.wreck.keys.file.database
        with pouring(connection, layout_of(schema, newest_number(schema))) as hand:
            hand.take_all(self.wreck.remains, progress)
            key = _chain_key(connection)
            hand.cut_chain()
            hand.drop_heads(lambda c: chain.is_signed(key.public, database, c.head, c.signature))
            if schema is OFFICE:
                now = kept(self.door.clock.now())
                Mender(hand, self.wreck.remains, now).mend(_shipped())
            hand.settle_references()
        if schema is OFFICE:  # the index of words is not poured over: it is made anew
            search_index.expect_everything(connection)
        return hand.poured, key

    def _report(self, poured: Poured, renewed: tuple[str, ...]) -> RescueReport:
        return RescueReport(
            folder=self.target,
            found=self.found,
            saved_rows=poured.rows,
            saved_attachments=len(self.wreck.whole_files),
            strays=tuple(poured.strays),
            mended=tuple(poured.mended),
            renewed_keys=renewed,
        )

    def _copy_attachments(self, work: Path, progress: Progress) -> None:
        """Bring over every attachment that was found whole, as it is: its key stays the same."""
        whole = self.wreck.whole_files
        copies = AttachmentCopies(self.wreck.folder / ATTACHMENTS, work / ATTACHMENTS)
        with disk_faults_named(self.target.parent):
            make_private_folder(work / ATTACHMENTS)
            for done, file in enumerate(whole):
                progress.step(done, len(whole))
                copies.bring(file)
            sync_folder(work / ATTACHMENTS)
        progress.step(1, 1)


def _chain_key(connection: Connection) -> ChainKey:
    """The key that signs heads; a new one when it was lost, and then no old signature counts."""
    if found := credentials.get(connection, chain.PURPOSE):
        return ChainKey(found.private, found.public)
    key = chain.new_chain_key()
    credentials.keep(connection, chain.PURPOSE, key.private, key.public)
    return key


def _renew(connection: Connection, trail: Trail, schema: Schema) -> tuple[str, ...]:
    """Make the keys of the office anew that were lost; the registry has to be told of them.

    A registry's desk has keys of its own: every office has to be told of those.
    """
    is_office = schema is OFFICE
    pair = HANDOVER if is_office else DESK
    wanted = (CERTIFICATE, *pair) if is_office else pair
    lost = [p for p in wanted if credentials.get(connection, p) is None]
    made: dict[str, tuple[bytes, bytes]] = {}
    if CERTIFICATE in lost:
        made[CERTIFICATE] = new_office_certificate(trail.clock.now())
    if set(lost) & set(pair):
        desk = new_office_keys() if is_office else new_registry_keys()
        pairs = ((desk.signing_key, desk.public_key), (desk.identity, desk.recipient))
        made |= dict(zip(pair, pairs, strict=True))
    for purpose in lost:
        private, public = made[purpose]
        credentials.keep(connection, purpose, private, public)
        trail.write(connection, "keys.make", purpose, sha256(public).hexdigest())
    return tuple(lost)


def _shipped() -> Iterator[PromptSet]:
    for file in sorted((resources_folder() / "prompts").glob("*.json")):
        yield read_prompt_set(file.read_bytes())


def _digest(report: RescueReport) -> str:
    """What the trail keeps of the report: whoever prints it can show that it is this one."""
    return digest_of([plain(report.found), plain(report.strays), plain(report.mended)])
