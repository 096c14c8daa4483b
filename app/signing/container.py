"""What lies in the place of a signature: the one part of the file that no signature covers.

So its bytes must be the only ones that could stand there. What is proven in it — the signer's
certificate by its fingerprint, the certificates above it by each other's signatures, the signed
attributes and the signature by each other — determines all the rest (RFC 5652; PAdES B-B).
"""

from __future__ import annotations

from asn1crypto.algos import DigestAlgorithm, SignedDigestAlgorithm
from asn1crypto.cms import (
    CertificateChoices,
    ContentInfo,
    IssuerAndSerialNumber,
    SignedData,
    SignerIdentifier,
    SignerInfo,
)
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.sign.general import optimal_pss_params
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from app.signing.certificate_names import know_every_character

know_every_character()
DIGESTS = {"sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}
CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}
LEAST_RSA_BITS = 2048
MOST_CERTIFICATES = 8
PSS = "rsassa_pss"


def is_exact(signature: EmbeddedPdfSignature, content: bytes) -> bool:
    """Whether the place holds what this program writes there and nothing besides."""
    if not _is_chain(signature.signer_cert, signature.other_embedded_certs):
        return False
    start, length, rest, _ = map(int, signature.byte_range)
    gap = content[start + length : rest]
    wanted = _container(signature).hex().upper().encode()
    return gap == b"<" + wanted + b"0" * (len(gap) - 2 - len(wanted)) + b">"


def method_of(signature: EmbeddedPdfSignature) -> str:
    """The algorithms in words; empty when they are too weak or none that this program knows."""
    digest = DIGESTS.get(signature.md_algorithm, "")
    key = signature.signer_cert.public_key
    mechanism: str = signature.signer_info["signature_algorithm"]["algorithm"].native
    if not digest:
        return ""
    if key.algorithm == "ec" and mechanism == f"{signature.md_algorithm}_ecdsa":
        curve = CURVES.get(key.curve[1], "")
        return f"ECDSA {curve}，{digest}" if curve else ""
    if key.algorithm != "rsa" or key.bit_size < LEAST_RSA_BITS:
        return ""
    if mechanism in (f"{signature.md_algorithm}_rsa", "rsassa_pkcs1v15"):
        return f"RSA {key.bit_size}，{digest}"
    return f"RSA-PSS {key.bit_size}，{digest}" if mechanism == PSS else ""


def is_for_signing(certificate: Certificate) -> bool:
    """Whether the certificate may sign documents (RFC 5280, 4.2.1.3); one without usage may."""
    usage = certificate.key_usage_value
    return usage is None or bool({"digital_signature", "non_repudiation"} & usage.native)


def _container(signature: EmbeddedPdfSignature) -> bytes:
    """A signature by one signer over a content that lies elsewhere, with his certificates."""
    certificate, info = signature.signer_cert, signature.signer_info
    digest = DigestAlgorithm({"algorithm": signature.md_algorithm})
    identity = IssuerAndSerialNumber(
        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    )
    signer = SignerInfo(
        {
            "version": "v1",
            "sid": SignerIdentifier("issuer_and_serial_number", identity),
            "digest_algorithm": digest,
            "signature_algorithm": _mechanism(signature),
            "signed_attrs": info["signed_attrs"],
            "signature": info["signature"],
        }
    )
    certificates = {
        CertificateChoices(name="certificate", value=one)
        for one in (certificate, *signature.other_embedded_certs)
    }
    signed = SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "data"},
            "certificates": certificates,
            "signer_infos": [signer],
        }
    )
    return bytes(ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _mechanism(signature: EmbeddedPdfSignature) -> SignedDigestAlgorithm:
    name = signature.signer_info["signature_algorithm"]["algorithm"].native
    plain = {"algorithm": name}
    if name == PSS:
        plain["parameters"] = optimal_pss_params(signature.signer_cert, signature.md_algorithm)
    return SignedDigestAlgorithm(plain)


def _is_chain(signer: Certificate, others: list[Certificate]) -> bool:
    """Whether each certificate issued the one below it, up to one that issued itself."""
    if not others:
        return True
    if len(others) > MOST_CERTIFICATES:
        return False
    below = x509.load_der_x509_certificate(signer.dump())
    left = [x509.load_der_x509_certificate(other.dump()) for other in others]
    while left:
        above = next((one for one in left if _issued(one, below)), None)
        if above is None:
            return False
        left.remove(above)
        below = above
    return _issued(below, below)


def _issued(above: x509.Certificate, below: x509.Certificate) -> bool:
    try:
        below.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
