"""Key files as issuers give them out: opened with their passphrase, refused each for its reason."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.domain.signer_errors import (
    CertificateNotForSigningError,
    SigningCertificateMissingError,
    SigningFilePassphraseError,
    SigningFileUnreadableError,
    SigningKeyMissingError,
    SigningKeyUnsuitableError,
)
from app.signing.pkcs12 import key_in
from tests.signing.soft_token import PrivateKey, certificate_of, der, key_usage, new_key

WORDS = "清河口令𠮷𬭎㛃2026"
NAME = "王五.p12"
QUICK = (
    PrivateFormat.PKCS12.encryption_builder()
    .kdf_rounds(1000)
    .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
    .hmac_hash(hashes.SHA256())
)


def a_file(
    key: PrivateKey | None,
    certificate: x509.Certificate | None,
    words: bytes = WORDS.encode(),
    more: list[x509.Certificate] | None = None,
) -> bytes:
    lock = QUICK.build(words) if words else serialization.NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"wang-wu", key, certificate, more, lock)


@pytest.mark.parametrize("kind", ["p256", "p384", "rsa2048"])
def test_a_chinese_passphrase_with_rare_characters_opens_it(kind: str) -> None:
    key = new_key(kind)
    certificate = certificate_of(key, key_usage("digital_signature"))
    found = key_in(a_file(key, certificate), WORDS, NAME)
    assert found.certificate == der(certificate)
    public, signature = key.public_key(), found.sign(b"x")
    if isinstance(public, ec.EllipticCurvePublicKey):
        public.verify(signature, b"x", ec.ECDSA(hashes.SHA256()))
    else:
        public.verify(signature, b"x", padding.PKCS1v15(), hashes.SHA256())


@pytest.mark.parametrize(
    ("typed", "locked_with"),
    [
        ("\uff21\uff22\uff23\uff11\uff12", b"ABC12"),  # full width, as input methods give it
        ("cafe\u0301", "café".encode()),
        ("", b""),
    ],
)
def test_other_spellings_of_the_passphrase_are_tried(typed: str, locked_with: bytes) -> None:
    key = new_key("p256")
    content = a_file(key, certificate_of(key), locked_with)
    assert key_in(content, typed, NAME).certificate


@pytest.mark.parametrize("typed", ["", "清河口令", WORDS + " ", WORDS.lower() + "x"])
def test_a_wrong_passphrase_is_told(typed: str) -> None:
    key = new_key("p256")
    content = a_file(key, certificate_of(key))
    with pytest.raises(SigningFilePassphraseError):
        key_in(content, typed, NAME)


def test_a_file_without_a_key_or_without_its_certificate_is_told() -> None:
    key = new_key("p256")
    only_certificate = a_file(None, None, more=[certificate_of(key)])
    with pytest.raises(SigningKeyMissingError):
        key_in(only_certificate, WORDS, NAME)
    with pytest.raises(SigningCertificateMissingError):
        key_in(a_file(key, None), WORDS, NAME)
    with pytest.raises(SigningCertificateMissingError):
        key_in(a_file(key, None, more=[certificate_of(new_key("p256"))]), WORDS, NAME)


def test_the_certificate_may_stand_among_others() -> None:
    key, authority = new_key("p256"), new_key("p256")
    certificate = certificate_of(key)
    content = a_file(key, None, more=[certificate_of(authority), certificate])
    assert key_in(content, WORDS, NAME).certificate == der(certificate)


@pytest.mark.parametrize(
    "extension",
    [
        key_usage("key_encipherment", "data_encipherment"),
        key_usage("key_cert_sign", "crl_sign"),
        x509.BasicConstraints(ca=True, path_length=None),
    ],
)
def test_a_certificate_that_is_not_for_signing_is_told(extension: x509.ExtensionType) -> None:
    key = new_key("p256")
    with pytest.raises(CertificateNotForSigningError):
        key_in(a_file(key, certificate_of(key, extension)), WORDS, NAME)


def test_keys_that_minutes_are_not_signed_with_are_told() -> None:
    weak = new_key("rsa1024")
    with pytest.raises(SigningKeyUnsuitableError) as refusal:
        key_in(a_file(weak, certificate_of(weak)), WORDS, NAME)
    assert refusal.value.kind == "RSA-1024"
    other = ed25519.Ed25519PrivateKey.generate()
    content = pkcs12.serialize_key_and_certificates(b"x", other, None, None, QUICK.build(b"x"))
    with pytest.raises(SigningKeyUnsuitableError):
        key_in(content, "x", NAME)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"\x30\x03\x02\x01\x03", b"\x30\x80" * 500]
)
def test_what_is_no_key_file_is_told(content: bytes) -> None:
    with pytest.raises(SigningFileUnreadableError):
        key_in(content, WORDS, NAME)


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 10_000), value=st.integers(1, 255), cut=st.booleans())
def test_a_spoiled_file_is_refused_and_nothing_breaks(at: int, value: int, cut: bool) -> None:
    content = bytearray(GOOD)
    at %= len(content)
    if cut:
        del content[at:]
    else:
        content[at] ^= value
    with contextlib.suppress(AppError):
        key_in(bytes(content), WORDS, NAME)


_KEY = new_key("p256")
GOOD = a_file(_KEY, certificate_of(_KEY))


@pytest.mark.parametrize(
    "method",
    ["AES-256-CBC", "PBE-SHA1-3DES", "PBE-SHA1-RC2-40", "PBE-SHA1-RC4-128", "PBE-SHA1-RC2-128"],
)
def test_a_file_of_another_program_opens(tmp_path: Path, method: str) -> None:
    """OpenSSL's own, as it writes today and as Windows wrote for long: RC2 and 3DES."""
    key = new_key("rsa2048")
    pem = tmp_path / "key.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate_of(key, lasting=timedelta(days=9)).public_bytes(serialization.Encoding.PEM)
    )
    file = tmp_path / "key.p12"
    way = ["-legacy"] * method.startswith("PBE") + ["-keypbe", method, "-certpbe", method]
    command = ["pkcs12", "-export", *way, "-in", str(pem), "-out", str(file)]
    openssl(*command, "-passout", f"pass:{WORDS}")
    content = file.read_bytes()
    assert key_in(content, WORDS, NAME).sign(b"x")


@pytest.mark.parametrize(
    ("algorithm", "kind"), [("SM2", "SM2"), ("RSA-PSS", "RSASSA-PSS"), ("ED448", "Ed448")]
)
def test_keys_of_other_kinds_are_told_by_their_name(
    tmp_path: Path, algorithm: str, kind: str
) -> None:
    """OpenSSL makes them; minutes are not signed with them, and it is said why."""
    given = ("-passout", f"pass:{WORDS}")
    key, certificate, file = (str(tmp_path / name) for name in ("k.pem", "c.pem", "sm2.p12"))
    for command in (
        ["genpkey", "-algorithm", algorithm, "-out", key],
        ["req", "-x509", "-key", key, "-subj", "/CN=x", "-out", certificate],
        ["pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", file, *given],
    ):
        openssl(*command)
    with pytest.raises(SigningKeyUnsuitableError) as refusal:
        key_in(Path(file).read_bytes(), WORDS, NAME)
    assert refusal.value.kind == kind


def openssl(*words: str) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl")
    made = subprocess.run(["openssl", *words], check=False, capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"this openssl does not make it: {made.stderr[:60]}")
