"""Who signs with which key: made here, in a key file, on a token; and the office's certificate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from app.domain.changes import Changes
from app.domain.ids import SignerId, TalkId
from app.domain.refusals import NameMissingError
from app.domain.signer import (
    EXPIRY_WATCHED_DAYS,
    CertificateFacts,
    Expiring,
    KeyKind,
    OfficeCertificate,
    SignatureField,
    Signer,
    TokenInfo,
)
from app.domain.signer_errors import SignerKnownError
from app.services import sign_fields
from app.services.office_signing import earlier_certificates, renewed, signing_pair
from app.services.opened_keys import OWN_KEY, file_key
from app.services.settings import read_office
from app.services.trail import Trail
from app.store import credentials, signers, talks
from app.store.connection import Connection
from app.store.vault import Vault


def _nobody_hears(_fingerprint: str) -> None:
    """Where no machine remembers certificates."""


@dataclass(frozen=True, slots=True)
class Signers:
    """The commands and queries about signing keys; know hears of a new office certificate."""

    vault: Vault
    trail: Trail
    know: Callable[[str], None] = _nobody_hears

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def all(self) -> tuple[Signer, ...]:
        """Every signer, those still in use first, in the order they were added."""
        with self.vault.reading() as connection:
            return signers.everybody(connection)

    def facts(self, signer_id: SignerId) -> CertificateFacts:
        """What a signer's certificate says. KeyError when there is no such signer."""
        # starts faster
        from app.signing.credentials import facts_of

        with self.vault.reading() as connection:
            return facts_of(signers.get(connection, signer_id).certificate)

    def certificate(self, signer_id: SignerId) -> bytes:
        """A signer's certificate as a text file (PEM), for those who verify elsewhere."""
        # starts faster
        from app.signing.credentials import as_pem

        with self.vault.reading() as connection:
            return as_pem(signers.get(connection, signer_id).certificate)

    def office(self) -> OfficeCertificate:
        """The office's own certificate. Raises CertificateMissingError."""
        # starts faster
        from app.signing.credentials import facts_of

        with self.vault.reading() as connection:
            facts = facts_of(signing_pair(connection).public)
            earlier = earlier_certificates(connection)
        return OfficeCertificate(facts, tuple(sha256(one).hexdigest() for one in earlier))

    def expiring(self) -> tuple[Expiring, ...]:
        """Certificates that end within EXPIRY_WATCHED_DAYS or are over, the first to end first."""
        with self.vault.reading() as connection:
            return expiring(connection, self.trail.clock.now())

    def read_file(self, path: Path, passphrase: str) -> CertificateFacts:
        """What certificate a key file holds; nothing is kept. Raises what add_file raises of it."""
        # starts faster
        from app.signing.credentials import facts_of

        return facts_of(file_key(path, passphrase).certificate)

    def tokens(self, module: str) -> tuple[TokenInfo, ...]:
        """The tokens that are put in, seen through their maker's library; no PIN is asked.

        Raises TokenModuleError, TokenMissingError, TokenFailedError.
        """
        # starts faster
        from app.signing.tokens import tokens_seen

        return tokens_seen(module)

    def offered_fields(self, talk_id: TalkId) -> tuple[SignatureField, ...]:
        """The personal fields the minutes of a talk can have."""
        with self.vault.reading() as connection:
            return sign_fields.offered(connection, talks.get(connection, talk_id))

    # ── changing ─────────────────────────────────────────────────────────────────────────────────

    def make_own(self, name: str) -> tuple[Signer, Changes]:
        """Make a key of somebody's own, kept in the vault. Raises NameMissingError."""
        # starts faster
        from app.signing.credentials import new_personal_certificate

        private, certificate = new_personal_certificate(self.trail.clock.now())
        signer = self._described(name, KeyKind.VAULT, certificate)
        with self.vault.transaction() as connection:
            credentials.keep(connection, OWN_KEY + signer.id, private, certificate)
            self._add(connection, signer, "signer.make")
        return signer, Changes.SIGNERS

    def add_file(self, name: str, path: Path, passphrase: str) -> tuple[Signer, Changes]:
        """Know a key file from now on; it stays where it is, and its passphrase is not kept.

        Raises NameMissingError, FileUnreadableError, FileTooLargeError, SignerKnownError, and of
        the file SigningFileUnreadableError, SigningFilePassphraseError,
        SigningKeyMissingError, SigningCertificateMissingError, SigningKeyUnsuitableError,
        CertificateNotForSigningError, CertificateExpiredError, CertificateNotYetError.
        """
        self._refuse_nameless(name)
        key = file_key(path, passphrase)
        signer = replace(
            self._described(name, KeyKind.FILE, key.certificate), path=str(path.absolute())
        )
        return self._added(signer)

    def add_token(
        self, name: str, module: str, serial: str, pin: str, key_label: str = ""
    ) -> tuple[Signer, Changes]:
        """Know a key on a token from now on; without a label the only key on it.

        Raises NameMissingError, SignerKnownError, TokenModuleError, TokenMissingError,
        TokenPinError, TokenPinLockedError, TokenRemovedError, TokenFailedError,
        SigningKeyMissingError, SigningCertificateMissingError, SigningKeySeveralError,
        SigningKeyUnsuitableError, CertificateNotForSigningError, CertificateExpiredError,
        CertificateNotYetError.
        """
        # starts faster
        from app.signing.tokens import TokenPlace, open_token

        self._refuse_nameless(name)
        with open_token(TokenPlace(module, serial), pin) as token:
            key = token.key(key_label)
        signer = self._described(name, KeyKind.TOKEN, key.certificate)
        return self._added(replace(signer, path=module, serial=serial))

    def retire(self, signer_id: SignerId) -> Changes:
        """Sign nothing more with a key; of one kept in the vault the private half is destroyed.

        What was signed with it stays good.
        """
        with self.vault.transaction() as connection:
            signer = signers.get(connection, signer_id)
            signers.retire(connection, signer_id, self.trail.clock.now())
            if signer.kind is KeyKind.VAULT:
                credentials.keep(connection, OWN_KEY + signer_id, b"", signer.certificate)
            self.trail.write(connection, "signer.retire", signer_id, signer.fingerprint)
        return Changes.SIGNERS

    def renew_office(self) -> Changes:
        """Make the office a new certificate; what the old one signed stays good.

        Others who verify have to be given the new one. Raises CertificateMissingError.
        """
        # starts faster
        from app.signing.credentials import new_office_certificate

        private, certificate = new_office_certificate(self.trail.clock.now())
        fingerprint = sha256(certificate).hexdigest()
        with self.vault.transaction() as connection:
            renewed(connection, private, certificate)
            self.trail.write(connection, "signer.renew", "", fingerprint)
        self.know(fingerprint)
        return Changes.SIGNERS

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _added(self, signer: Signer) -> tuple[Signer, Changes]:
        # starts faster
        from app.signing.credentials import refuse_out_of_date

        refuse_out_of_date(signer.certificate, signer.name, self.trail.clock.now())
        with self.vault.transaction() as connection:
            self._add(connection, signer, "signer.add")
        return signer, Changes.SIGNERS

    def _add(self, connection: Connection, signer: Signer, act: str) -> None:
        known = signers.by_fingerprint(connection, signer.fingerprint)
        if known is not None and not known.is_retired:
            raise SignerKnownError(known.name)
        signers.add(connection, signer, self.trail.clock.now())
        self.trail.write(connection, act, signer.id, signer.fingerprint)

    def _described(self, name: str, kind: KeyKind, certificate: bytes) -> Signer:
        # starts faster
        from app.signing.credentials import facts_of

        self._refuse_nameless(name)
        facts = facts_of(certificate)
        return Signer(
            id=SignerId(self.trail.new_id()),
            name=name.strip(),
            kind=kind,
            certificate=certificate,
            fingerprint=facts.fingerprint,
            not_after=facts.not_after,
        )

    def _refuse_nameless(self, name: str) -> None:
        if not name.strip():
            raise NameMissingError(field="person")


def expiring(connection: Connection, now: datetime) -> tuple[Expiring, ...]:
    """Certificates in use that end soon or are over; the office's own has no signer."""
    # starts faster
    from app.signing.credentials import facts_of

    found = [
        Expiring(one.name, one.not_after, (one.not_after - now).days, one.id)
        for one in signers.everybody(connection)
        if not one.is_retired
    ]
    end = facts_of(signing_pair(connection).public).not_after
    found.append(Expiring(read_office(connection).name, end, (end - now).days))
    watched = timedelta(days=EXPIRY_WATCHED_DAYS)
    return tuple(
        sorted((one for one in found if one.not_after - now < watched), key=lambda o: o.not_after)
    )
