"""The container we write is the one a library that knows every form of CMS would write."""

from __future__ import annotations

from datetime import timedelta

import pytest
from asn1crypto.cms import ContentInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.signing.cms import signature_container
from app.signing.keys import MemoryKey
from app.signing.quiet_loop import completed
from app.signing.sign import _KeySigner
from tests.documents.paper import MADE_AT
from tests.signing.soft_token import PrivateKey, certificate_of, der, new_key

DIGEST = bytes(range(32))


def by_the_library(key: MemoryKey) -> ContentInfo:
    signer = _KeySigner(key)
    signer._cert_registry = SimpleCertificateStore()
    made = signer.async_sign(
        DIGEST, "sha256", use_pades=True, signed_attr_settings=PdfCMSSignedAttributes()
    )
    return completed(made)


def issued(key: PrivateKey) -> x509.Certificate:
    """A certificate as an authority gives it out: other names, a long number, Chinese in it."""
    authority = new_key("p256")
    person = [(NameOID.COUNTRY_NAME, "CN"), (NameOID.COMMON_NAME, "王五")]
    above = [(NameOID.ORGANIZATION_NAME, "某某证书中心" * 12), (NameOID.COMMON_NAME, "CA")]
    subject, issuer = (
        x509.Name([x509.NameAttribute(oid, value) for oid, value in names])
        for names in (person, above)
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(2**158 + 12345)
        .not_valid_before(MADE_AT - timedelta(days=1))
        .not_valid_after(MADE_AT + timedelta(days=1))
        .sign(authority, hashes.SHA256())
    )


def test_for_rsa_keys_every_byte_is_the_same() -> None:
    key = new_key("rsa2048")
    for certificate in (certificate_of(key), issued(key)):
        hand = MemoryKey(der(certificate), key)
        assert signature_container(hand, DIGEST) == by_the_library(hand).dump()


@pytest.mark.parametrize("kind", ["p256", "p384"])
def test_for_ec_keys_all_but_the_signature_is_the_same(kind: str) -> None:
    key = new_key(kind)
    for certificate in (certificate_of(key), issued(key)):
        hand = MemoryKey(der(certificate), key)
        ours = ContentInfo.load(signature_container(hand, DIGEST), strict=True)
        theirs = by_the_library(hand)
        (signer,) = ours["content"]["signer_infos"]
        (other,) = theirs["content"]["signer_infos"]
        for part in ("version", "sid", "digest_algorithm", "signature_algorithm", "signed_attrs"):
            assert signer[part].dump() == other[part].dump(), part
        for part in ("version", "digest_algorithms", "encap_content_info", "certificates"):
            assert ours["content"][part].dump() == theirs["content"][part].dump(), part


def test_the_signer_s_certificate_stands_in_it_once() -> None:
    key = new_key("p256")
    certificate = der(certificate_of(key))
    container = signature_container(MemoryKey(certificate, key), DIGEST)
    assert container.count(certificate) == 1
    (found,) = ContentInfo.load(container)["content"]["certificates"]
    assert found.chosen.dump() == Certificate.load(certificate).dump()
