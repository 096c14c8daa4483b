"""Keeping signing keys: made here, in files, on tokens; watched, retired, and renewed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from app.domain.changes import Changes
from app.domain.errors import FileTooLargeError, FileUnreadableError
from app.domain.notices import NoticeKind
from app.domain.refusals import NameMissingError
from app.domain.signer import KeyKind
from app.domain.signer_errors import (
    CertificateExpiredError,
    SignerKnownError,
    SigningFilePassphraseError,
    SigningKeySeveralError,
    TokenPinError,
)
from app.services.application import Application
from app.services.known_certificates import KnownCertificates
from app.services.opened_keys import OWN_KEY
from app.store import credentials
from tests.conftest import StandingClock
from tests.documents.paper import MADE_AT
from tests.signing.soft_token import PIN, certificate_of, new_key, soft_token
from tests.signing.test_pkcs12 import WORDS, a_file

RARE = "𠮷䶮𬭎㛃"


def private_half(application: Application, signer_id: str) -> bytes:
    with application.session.vault.reading() as connection:
        found = credentials.get(connection, OWN_KEY + signer_id)
    assert found is not None
    return found.private


def a_key_file(folder: Path, name: str = "王五.p12", **more) -> Path:
    key = new_key("p256")
    path = folder / name
    path.write_bytes(a_file(key, certificate_of(key, **more)))
    return path


def test_a_key_of_ones_own_names_nobody_in_its_certificate(
    application: Application, clock: StandingClock
) -> None:
    signer, changes = application.signers.make_own(f" {RARE} ")
    assert (changes, signer.name, signer.kind) == (Changes.SIGNERS, RARE, KeyKind.VAULT)
    facts = application.signers.facts(signer.id)
    assert facts.subject.isascii()
    assert (facts.key, facts.fingerprint) == ("EC P-256", signer.fingerprint)
    assert facts.not_before < clock.now() < facts.not_after == signer.not_after
    assert private_half(application, signer.id)
    loaded = x509.load_pem_x509_certificate(application.signers.certificate(signer.id))
    assert loaded.not_valid_after_utc == facts.not_after
    assert application.signers.all() == (signer,)
    assert "signer.make" in [entry.what for entry in application.audit.page()]


def test_a_signer_needs_a_name(application: Application, tmp_path: Path) -> None:
    path = a_key_file(tmp_path)
    with pytest.raises(NameMissingError):
        application.signers.make_own("　")
    with pytest.raises(NameMissingError):
        application.signers.add_file("", path, "")
    with pytest.raises(NameMissingError):
        application.signers.add_token(" ", "", "", "")
    assert application.signers.all() == ()


def test_a_key_file_is_known_by_its_place_and_its_passphrase_is_not_kept(
    application: Application, tmp_path: Path
) -> None:
    path = a_key_file(tmp_path)
    facts = application.signers.read_file(path, WORDS)
    signer, _ = application.signers.add_file("王五", path, WORDS)
    assert (signer.path, signer.fingerprint) == (str(path), facts.fingerprint)
    with application.session.vault.reading() as connection:
        assert credentials.get(connection, OWN_KEY + signer.id) is None
    for file in application.folder.iterdir():
        assert not file.is_file() or WORDS.encode() not in file.read_bytes()
    with pytest.raises(SignerKnownError) as known:
        application.signers.add_file("另一个名字", path, WORDS)
    assert known.value.name == "王五"
    application.signers.retire(signer.id)
    again, _ = application.signers.add_file("王五", path, WORDS)
    assert [one.is_retired for one in application.signers.all()] == [False, True]
    assert application.signers.all()[0] == again


def test_what_a_key_file_lacks_is_told_and_nothing_is_kept(
    application: Application, tmp_path: Path
) -> None:
    add = application.signers.add_file
    with pytest.raises(FileUnreadableError):
        add("王五", tmp_path / "none.p12", WORDS)
    large = tmp_path / "large.p12"
    large.write_bytes(bytes(1_000_001))
    with pytest.raises(FileTooLargeError):
        add("王五", large, WORDS)
    with pytest.raises(SigningFilePassphraseError):
        add("王五", a_key_file(tmp_path), "别的口令")
    over = a_key_file(tmp_path, now=MADE_AT - timedelta(days=9), lasting=timedelta(days=1))
    with pytest.raises(CertificateExpiredError):
        add("王五", over, WORDS)
    assert application.signers.all() == ()


def test_a_token_is_known_by_its_library_and_serial_number(
    application: Application, tmp_path: Path
) -> None:
    with soft_token(tmp_path / "token") as token:
        first, second = new_key("p256"), new_key("p256")
        token.add_key(first, "甲", certificate_of(first))
        token.add_key(second, "乙", certificate_of(second))
        (seen,) = application.signers.tokens(token.module)
        add = application.signers.add_token
        with pytest.raises(TokenPinError):
            add("王五", token.module, seen.serial, "000000")
        with pytest.raises(SigningKeySeveralError):
            add("王五", token.module, seen.serial, PIN)
        signer, _ = add("王五", token.module, seen.serial, PIN, "乙")
    wanted = {one.label: one.certificate.fingerprint for one in seen.keys}["乙"]
    assert (signer.fingerprint, signer.serial) == (wanted, seen.serial)
    assert (signer.kind, signer.path) == (KeyKind.TOKEN, token.module)


def test_a_retired_key_of_the_vault_is_destroyed(application: Application) -> None:
    signer, _ = application.signers.make_own("王五")
    application.signers.retire(signer.id)
    assert private_half(application, signer.id) == b""
    assert application.signers.all()[0].is_retired
    assert application.signers.facts(signer.id).fingerprint == signer.fingerprint


def test_certificates_that_end_soon_are_told_of(
    application: Application, clock: StandingClock
) -> None:
    signers = application.signers
    mine, _ = signers.make_own("王五")
    gone, _ = signers.make_own("赵六")
    signers.retire(gone.id)
    assert signers.expiring() == ()
    clock.moment = mine.not_after - timedelta(days=59)
    (soon,) = signers.expiring()
    assert (soon.name, soon.signer_id, soon.days, soon.is_over) == ("王五", mine.id, 59, False)
    clock.moment = mine.not_after + timedelta(days=1, hours=1)
    (over,) = signers.expiring()
    assert over.is_over
    clock.moment = signers.office().facts.not_after - timedelta(days=10)
    assert [one.signer_id for one in signers.expiring()] == [mine.id, None]


def test_the_first_page_says_that_a_certificate_ends(
    application: Application, clock: StandingClock
) -> None:
    def said() -> list[tuple[NoticeKind, int]]:
        kinds = (NoticeKind.CERTIFICATE_OVER, NoticeKind.CERTIFICATE_ENDS)
        return [(n.kind, n.days) for n in application.upkeep.notices() if n.kind in kinds]

    mine, _ = application.signers.make_own("王五")
    assert said() == []
    clock.moment = mine.not_after - timedelta(days=30)
    assert said() == [(NoticeKind.CERTIFICATE_ENDS, 30)]
    clock.moment = mine.not_after + timedelta(hours=1)
    assert said() == [(NoticeKind.CERTIFICATE_OVER, 0)]
    application.signers.retire(mine.id)
    assert said() == []


def test_a_renewed_office_certificate_is_known_here_and_the_old_one_stays_known(
    application: Application, tmp_path: Path
) -> None:
    known = KnownCertificates(tmp_path / "preferences")
    before = application.signers.office().facts.fingerprint
    application.signers.renew_office()
    application.signers.renew_office()
    office = application.signers.office()
    assert before in office.earlier
    assert len(office.earlier) == 2
    assert office.facts.fingerprint not in office.earlier
    assert known.fingerprints() >= {before, office.facts.fingerprint, *office.earlier}
    assert application.minutes.fingerprint() == office.facts.fingerprint
    with application.session.vault.reading() as connection:
        old = credentials.beginning(connection, "signing.earlier.")
    assert [one.private for one in old] == [b"", b""]
