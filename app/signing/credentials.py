"""The office's own certificate: made at first run, kept in the vault, trusted as our own."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

VALID_FOR = timedelta(days=30 * 365)
CLOCK_SLACK = timedelta(days=1)


def new_office_certificate(now: datetime) -> tuple[bytes, bytes]:
    """A new EC P-256 key and a certificate it signs itself: PKCS#8 DER and certificate DER.

    The name is of plain letters and digits: some readers stumble over rare characters in names,
    and who the office is stands in the visible appearance.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    identity = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Tanxinbu"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"office-{identity.digest[:8].hex()}"),
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SLACK)
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True)
        .add_extension(identity, critical=False)
    )
    certificate = builder.sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private, certificate.public_bytes(serialization.Encoding.DER)


def fingerprint_of(certificate: bytes) -> str:
    """SHA-256 of a certificate in DER, in hex."""
    return x509.load_der_x509_certificate(certificate).fingerprint(hashes.SHA256()).hex()


def read_certificate(untrusted_content: bytes) -> bytes:
    """The DER of an exported certificate, which may be PEM. ValueError when it is neither."""
    if b"-----BEGIN" in untrusted_content:
        certificate = x509.load_pem_x509_certificate(untrusted_content)
    else:
        certificate = x509.load_der_x509_certificate(untrusted_content)
    return certificate.public_bytes(serialization.Encoding.DER)


def as_pem(certificate: bytes) -> bytes:
    """The certificate as a text file for another machine."""
    loaded = x509.load_der_x509_certificate(certificate)
    return loaded.public_bytes(serialization.Encoding.PEM)


def _signing_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
