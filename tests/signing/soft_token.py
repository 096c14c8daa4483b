"""A token of software for tests (SoftHSM 2), with keys and certificates of made-up people on it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from pkcs11 import Attribute, CertificateType, ObjectClass

from app.signing.tokens import TokenPlace
from tests.documents.paper import MADE_AT

LABEL, PIN, OFFICER_PIN = "王五的令牌", "123456", "87654321"
PLACES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def new_key(kind: str) -> PrivateKey:
    """A key such as rsa2048, p256 or p384."""
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind[3:]))
    return ec.generate_private_key({"p256": ec.SECP256R1(), "p384": ec.SECP384R1()}[kind])


def certificate_of(
    key: PrivateKey,
    *extensions: x509.ExtensionType,
    now: datetime = MADE_AT,
    lasting: timedelta = timedelta(days=700),
    name: str = "wang-wu",
) -> x509.Certificate:
    """A certificate that the key signs itself, valid from a day before."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + lasting)
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(key, hashes.SHA256())


def key_usage(*allowed: str) -> x509.KeyUsage:
    """What a key may be used for, by the names of RFC 5280."""
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: name in allowed for name in names})


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


@dataclass
class SoftToken:
    """One token in a folder of its own; a real library makes it and a real library reads it."""

    module: str
    folder: Path
    serial: str = ""
    keys: int = 0

    @property
    def place(self) -> TokenPlace:
        return TokenPlace(self.module, self.serial)

    def add_key(self, key: PrivateKey, label: str, certificate: x509.Certificate | None) -> None:
        """Bring a key onto the token as its issuer would, with its certificate if there is one."""
        self.keys += 1
        number = f"A{self.keys}"
        file = self.folder / "key.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        told("--import", file, "--token", LABEL, "--label", label, "--id", number, "--pin", PIN)
        file.unlink()
        if certificate is not None:
            self._store(label, bytes.fromhex(number), der(certificate))

    def _store(self, label: str, number: bytes, content: bytes) -> None:
        library = pkcs11.lib(self.module)
        library.reinitialize()
        (token,) = [one for one in library.get_tokens() if one.label == LABEL]
        with token.open(rw=True, user_pin=PIN) as session:
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                    Attribute.TOKEN: True,
                    Attribute.PRIVATE: False,
                    Attribute.LABEL: label,
                    Attribute.ID: number,
                    Attribute.SUBJECT: b"",
                    Attribute.VALUE: content,
                }
            )

    def pull(self) -> None:
        """The token is gone from one moment to the next."""
        shutil.rmtree(self.folder / "tokens")


def told(*words: object) -> None:
    subprocess.run(["softhsm2-util", *map(str, words)], check=True, capture_output=True)


def library() -> str:
    """SoftHSM's library on this machine; the test is left out where there is none."""
    found = [place for place in PLACES if Path(place).exists()]
    if not found or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM is not installed")
    return str(Path(found[0]).resolve())


@contextmanager
def soft_token(folder: Path) -> Iterator[SoftToken]:
    """A token that is put in, its PIN set, nothing on it."""
    module = library()
    (folder / "tokens").mkdir(parents=True)
    settings = folder / "softhsm2.conf"
    settings.write_text(
        f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    try:
        told("--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", OFFICER_PIN)
        pkcs11.lib(module).reinitialize()
        (token,) = [one for one in pkcs11.lib(module).get_tokens() if one.label == LABEL]
        yield SoftToken(module, folder, token.serial.decode().strip())
    finally:
        if before is None:
            del os.environ["SOFTHSM2_CONF"]
        else:
            os.environ["SOFTHSM2_CONF"] = before


def stubborn_library(folder: Path) -> str:
    """The library that locks its PIN, built here; left out where no compiler is."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no compiler for C")
    source, built = Path(__file__).with_name("stubborn_token.c"), folder / "stubborn.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-w", "-o", str(built), str(source), "-ldl"], check=True
    )
    return str(built)
