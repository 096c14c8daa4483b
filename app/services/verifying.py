"""What users do to find out whether signed files are what was signed: one file, or a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.attachment import Attachment, Purpose
from app.domain.errors import FolderUnusableError
from app.domain.signer import FieldState, SignatureField
from app.domain.verdict import Examined, Reason, Signature, Verdict
from app.services.office_signing import office_fingerprints
from app.services.settings import read_office
from app.services.trail import Trail
from app.store import attachments, signers, talk_signatures, talks
from app.store.connection import Connection
from app.store.vault import Vault
from app.system.files import write_safely

if TYPE_CHECKING:
    from app.documents.validity_sheet import Verification

AGAINST_VAULT = "本单位保险库里登记的文件摘要、单位证书和个人证书"


@dataclass(frozen=True, slots=True)
class Verifying:
    """The queries about signed files from anywhere, held against this vault."""

    vault: Vault
    trail: Trail

    def verify(self, path: Path) -> Verdict:
        """Whether that file is one of this vault's, and nobody touched it.

        Raises FileUnreadableError, FileTooLargeError, CertificateMissingError.
        """
        # starts faster
        from app.documents.pages import read_scan

        return self.verdict_on(read_scan(path))

    def verdict_on(self, untrusted_content: bytes) -> Verdict:
        """The same for content that was read. Raises CertificateMissingError."""
        # starts faster
        from app.signing.verify import Trust, verified

        digest = sha256(untrusted_content).hexdigest()
        with self.vault.reading() as connection:
            kept = _kept(connection, digest)
            states = _states(connection, kept)
            offices = office_fingerprints(connection)
            names = _names(connection, offices)
            number = talks.get(connection, kept.talk_id).number if kept else ""
            is_newest = kept is None or _is_newest(connection, kept)
        trust = Trust(
            fingerprints=offices,
            is_kept=lambda found: kept is not None and kept.sha256 == found,
            fields=(SignatureField.OFFICE.value, *(state.field.value for state in states)),
            persons=frozenset(names) - offices,
            waived=frozenset(state.field.value for state in states if state.waived),
        )
        verdict = verified(untrusted_content, trust, self.trail.clock.now())
        inked = {state.field.value for state in states if state.has_ink}
        return replace(
            verdict,
            reasons=(*verdict.reasons, *(() if is_newest else (Reason.NEWER_IN_VAULT,))),
            signatures=tuple(_named(one, names, inked) for one in verdict.signatures),
            talk_number=number,
        )

    def persons(self) -> frozenset[str]:
        """The fingerprints of the certificates by which persons sign or signed here."""
        with self.vault.reading() as connection:
            return frozenset(signer.fingerprint for signer in signers.everybody(connection))

    def sheet(self, found: Sequence[Examined]) -> bytes:
        """签名核验单 for one file, or 签名核验汇总单 for several, as an archived PDF.

        Raises MissingGlyphError, FontMissingError, ArchiveRuleError.
        """
        # starts faster
        from app.documents.validity_sheet import validity_sheet, validity_summary

        how = self._how()
        return validity_sheet(found[0], how) if len(found) == 1 else validity_summary(found, how)

    def save(self, content: bytes, path: Path) -> Path:
        """Write a sheet to a file outside the vault; give its path. Raises FolderUnusableError."""
        try:
            write_safely(path, content)
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error
        return path

    def _how(self) -> Verification:
        # starts faster
        from app.documents.validity_sheet import Verification

        with self.vault.reading() as connection:
            office = read_office(connection).name
        clock = self.trail.clock
        return Verification(office, AGAINST_VAULT, program(), clock.now(), clock.local)


def program() -> str:
    """This program and its version, as a sheet names it."""
    return f"谈心簿 {metadata.version('tanxinbu')}"


def _kept(connection: Connection, digest: str) -> Attachment | None:
    for purpose in (Purpose.MINUTES, Purpose.AMENDMENT):
        found = attachments.by_digest(connection, digest, purpose)
        if found is not None:
            return found
    return None


def _states(connection: Connection, kept: Attachment | None) -> tuple[FieldState, ...]:
    """The personal fields that belong on that file; amendments have none."""
    if kept is None or kept.purpose is not Purpose.MINUTES:
        return ()
    return talk_signatures.of(connection, kept.talk_id)


def _is_newest(connection: Connection, kept: Attachment) -> bool:
    if kept.purpose is not Purpose.MINUTES:
        return True
    newest = attachments.newest(connection, kept.talk_id, Purpose.MINUTES)
    return newest is None or newest.sha256 == kept.sha256


def _names(connection: Connection, offices: frozenset[str]) -> dict[str, str]:
    """Whose certificate each known fingerprint is."""
    names = {signer.fingerprint: signer.name for signer in signers.everybody(connection)}
    return names | dict.fromkeys(offices, read_office(connection).name)


def _named(one: Signature, names: dict[str, str], inked: set[str]) -> Signature:
    return replace(one, name=names.get(one.fingerprint, ""), has_ink=one.field in inked)
