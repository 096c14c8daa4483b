"""Minutes signed electronically by persons, beside the ink on paper: 谈话对象, 记录人, 主谈人."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from app.domain.attachment import Attachment, Purpose
from app.domain.canonical import digest_of
from app.domain.changes import Changes
from app.domain.ids import AttachmentId, SignerId, TalkId
from app.domain.progress import Progress
from app.domain.refusals import MinutesMissingError, ReasonMissingError
from app.domain.signer import FieldState, Ink, SignatureField, Signer, SigningKey
from app.domain.signer_errors import (
    FieldClosedError,
    FieldTurnError,
    FieldUnknownError,
    SignedMeanwhileError,
    SignerKeyDiffersError,
    SignerRetiredError,
)
from app.domain.talk import Talk, TalkStatus
from app.domain.typefaces import FontProfile
from app.services.office_signing import Signed, office_fingerprints, refuse_doubtful
from app.services.opened_keys import OWN_KEY, opened_key
from app.services.trail import Trail
from app.services.typefaces import fonts_of, read_profile
from app.store import attachments, credentials, set_in, signers, talk_signatures, talks
from app.store.attachment_files import AttachmentFiles
from app.store.connection import Connection
from app.store.vault import Vault

if TYPE_CHECKING:
    from app.documents.signature_look import PersonalHand

STEPS = 5
REASON = "谈话记录签名"
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class _Ready:
    """What a signature is made from, read at one moment."""

    talk: Talk
    state: FieldState
    fields: tuple[FieldState, ...]
    minutes: Attachment
    signer: Signer
    private: bytes
    offices: frozenset[str]
    persons: frozenset[str]
    profile: FontProfile


@dataclass(frozen=True, slots=True)
class HandSigning:
    """The commands and queries about the personal fields of minutes."""

    vault: Vault
    trail: Trail
    files: AttachmentFiles

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def fields(self, talk_id: TalkId) -> tuple[FieldState, ...]:
        """The fields chosen for a talk, in the order they are signed; none for paper alone."""
        with self.vault.reading() as connection:
            return talk_signatures.of(connection, talk_id)

    def preview(
        self, talk_id: TalkId, field: SignatureField, signer_id: SignerId, ink: Ink | None
    ) -> bytes:
        """How the signature would look, as a PDF of one page; kept nowhere.

        Raises FieldUnknownError, MinutesMissingError, AttachmentDamagedError, MissingGlyphError,
        FontMissingError, FontGoneError.
        """
        # starts faster
        from app.documents.signature_look import personal_look
        from app.signing.sign import size_of

        with self.vault.reading() as connection:
            state = _found(talk_signatures.of(connection, talk_id), field)
            signer = signers.get(connection, signer_id)
            profile = read_profile(connection)
            minutes = _minutes(connection, talks.get(connection, talk_id))
        size = size_of(self.files.read(minutes.id, minutes.sha256), field.value)
        with fonts_of(profile):
            return personal_look(self._look(state, signer, ink), size)

    # ── changing ─────────────────────────────────────────────────────────────────────────────────

    def sign(
        self,
        talk_id: TalkId,
        field: SignatureField,
        key: SigningKey,
        ink: Ink | None,
        progress: Progress,
    ) -> Changes:
        """Sign in a field: the signature is added behind the minutes, nothing is rewritten.

        Nothing is changed unless everything succeeds. Raises WrongStatusError, TalkSealedError,
        MinutesMissingError, FieldUnknownError, FieldClosedError, FieldTurnError,
        SignerRetiredError, SignerKeyDiffersError, CertificateExpiredError, CertificateNotYetError,
        SignedMeanwhileError, SignatureDoubtedError, ArchiveRuleError, MissingGlyphError,
        FontGoneError, AttachmentDamagedError, DiskFullError, what opening a key file raises
        (FileUnreadableError, SigningFilePassphraseError …) and what a token refuses (TokenPinError,
        TokenPinLockedError, TokenRemovedError …).
        """
        self.trail.refuse_early("signature.sign")
        with self.vault.reading() as connection:
            ready = self._ready(connection, talk_id, field, key.signer_id)
        progress.step(1, STEPS)
        at = self._now()
        content = self._signed(ready, key, ink, progress)
        kept = self._stored(ready, content)
        signed = replace(
            ready.state,
            signed_at=at,
            fingerprint=ready.signer.fingerprint,
            has_ink=ink is not None and not ink.is_blank,
        )
        try:
            self._keep(ready, kept, signed)
        except BaseException:
            self.files.remove(kept.id)
            raise
        progress.step(STEPS, STEPS)
        return Changes.TALKS | Changes.MINUTES

    def waive(self, talk_id: TalkId, field: SignatureField, reason: str) -> Changes:
        """Leave a field without an electronic signature, for a reason; the ink on paper counts.

        Raises ReasonMissingError, FieldUnknownError, FieldClosedError, WrongStatusError,
        TalkSealedError.
        """
        if not reason.strip():
            raise ReasonMissingError("waive")
        with self.vault.transaction() as connection:
            _check_step(talks.get(connection, talk_id))
            state = _open(talk_signatures.of(connection, talk_id), field)
            talk_signatures.keep(connection, talk_id, replace(state, waived=reason.strip()))
            content = digest_of([field.value, reason.strip()])
            self.trail.write(connection, "signature.waive", talk_id, content)
        return Changes.TALKS | Changes.MINUTES

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _ready(
        self, connection: Connection, talk_id: TalkId, field: SignatureField, signer_id: SignerId
    ) -> _Ready:
        # starts faster
        from app.signing.credentials import refuse_out_of_date

        talk = talks.get(connection, talk_id)
        _check_step(talk)
        fields = talk_signatures.of(connection, talk_id)
        state = _open(fields, field)
        first = next(one for one in fields if one.is_open)
        if first.field is not field:
            raise FieldTurnError(field.value, first.field.value)
        signer = signers.get(connection, signer_id)
        if signer.is_retired:
            raise SignerRetiredError(signer.name)
        refuse_out_of_date(signer.certificate, signer.name, self._now())
        minutes = _minutes(connection, talk)
        own = credentials.get(connection, OWN_KEY + signer.id)
        return _Ready(
            talk=talk,
            state=state,
            fields=fields,
            minutes=minutes,
            signer=signer,
            private=own.private if own else b"",
            offices=office_fingerprints(connection),
            persons=frozenset(one.fingerprint for one in signers.everybody(connection)),
            profile=read_profile(connection),
        )

    def _signed(self, ready: _Ready, key: SigningKey, ink: Ink | None, progress: Progress) -> bytes:
        # starts faster: the largest libraries of all
        from app.documents import archive
        from app.documents.signature_look import personal_look
        from app.signing.sign import Signing, signed_in, size_of

        before = self.files.read(ready.minutes.id, ready.minutes.sha256)
        name = ready.state.field.value
        hand = self._look(ready.state, ready.signer, ink)
        with fonts_of(ready.profile):
            look = personal_look(hand, size_of(before, name))
        progress.step(2, STEPS)
        with opened_key(ready.signer, ready.private, key.secret) as opened:
            if sha256(opened.certificate).hexdigest() != ready.signer.fingerprint:
                raise SignerKeyDiffersError(ready.signer.name)
            content = signed_in(before, name, Signing(opened, hand.at, look, REASON))
        progress.step(3, STEPS)
        archive.check_signed(content)
        refuse_doubtful(
            content, ready.state.field, Signed(ready.offices, self._now(), ready.persons)
        )
        progress.step(4, STEPS)
        return content

    def _keep(self, ready: _Ready, kept: Attachment, signed: FieldState) -> None:
        talk_id = ready.talk.id
        with self.vault.transaction() as connection:
            _check_step(talks.get(connection, talk_id))
            newest = attachments.newest(connection, talk_id, Purpose.MINUTES)
            if newest != ready.minutes or talk_signatures.of(connection, talk_id) != ready.fields:
                raise SignedMeanwhileError(ready.talk.number)
            attachments.add(connection, kept)
            set_in.keep(connection, kept.id, set_in.of(connection, ready.minutes.id))
            talk_signatures.keep(connection, talk_id, signed)
            content = digest_of([signed.field.value, signed.fingerprint, kept.sha256])
            self.trail.write(connection, "signature.sign", talk_id, content)

    def _stored(self, ready: _Ready, content: bytes) -> Attachment:
        file = self.files.write(content)
        # the newest counts, also when the clock was set back in between
        made_at = max(self._now(), ready.minutes.made_at + MOMENT)
        return replace(
            ready.minutes,
            id=AttachmentId(file.id),
            size=file.size,
            sha256=file.sha256,
            made_at=made_at,
        )

    def _look(self, state: FieldState, signer: Signer, ink: Ink | None) -> PersonalHand:
        # starts faster
        from app.documents.signature_look import PersonalHand

        return PersonalHand(
            role=state.field.value,
            who=state.who,
            key_of=signer.name,
            fingerprint=signer.fingerprint,
            at=self.trail.clock.local(self._now()),
            ink=ink if ink is not None and not ink.is_blank else None,
        )

    def _now(self) -> datetime:
        return self.trail.clock.now()


def _minutes(connection: Connection, talk: Talk) -> Attachment:
    found = attachments.newest(connection, talk.id, Purpose.MINUTES)
    if found is None:
        raise MinutesMissingError(talk.number)
    return found


def _found(fields: tuple[FieldState, ...], field: SignatureField) -> FieldState:
    for state in fields:
        if state.field is field:
            return state
    raise FieldUnknownError(field.value)


def _open(fields: tuple[FieldState, ...], field: SignatureField) -> FieldState:
    state = _found(fields, field)
    if not state.is_open:
        raise FieldClosedError(field.value)
    return state


def _check_step(talk: Talk) -> None:
    talk.check_step("e_sign", TalkStatus.TO_SIGN, TalkStatus.SIGNED)
