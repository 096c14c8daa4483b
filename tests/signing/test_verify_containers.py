"""Keys of every kind that may sign, and containers that hold anything besides their signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from asn1crypto import cms, core
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.domain.verdict import Outcome, Reason, Verdict
from app.signing import sign
from app.signing.credentials import fingerprint_of
from app.signing.quiet_loop import completed
from app.signing.verify import Trust, verified
from tests.documents.paper import MADE_AT
from tests.signing.attacks import container_in, containers, put
from tests.signing.conftest import Office
from tests.signing.several import LOOK, NAMES, PLACES, Signers

Private = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
DIGESTS = {"sha1": hashes.SHA1, "sha256": hashes.SHA256, "sha384": hashes.SHA384}
WHO = NAMES[0]


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def issued(
    key: Private, above: tuple[Private, x509.Certificate] | None = None, **usage: bool
) -> x509.Certificate:
    """A certificate for the key, by an authority or by itself."""
    issuer = above[1].subject if above else named("signer")
    builder = (
        x509.CertificateBuilder()
        .subject_name(named("signer"))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(4711)
        .not_valid_before(MADE_AT - timedelta(days=1))
        .not_valid_after(MADE_AT + timedelta(days=365))
    )
    if usage:
        plain = dict.fromkeys(
            ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
             "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False
        )  # fmt: skip
        builder = builder.add_extension(x509.KeyUsage(**{**plain, **usage}), critical=True)
    return builder.sign(above[0] if above else key, hashes.SHA256())


def authority() -> tuple[Private, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(named("authority"))
        .issuer_name(named("authority"))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(MADE_AT - timedelta(days=1))
        .not_valid_after(MADE_AT + timedelta(days=365))
    )
    return key, builder.sign(key, hashes.SHA256())


class OtherSigner(Signer):
    """Signs as other programs do: any digest, PSS, certificates of authorities beside its own."""

    def __init__(
        self,
        key: Private,
        certificate: x509.Certificate,
        above: tuple[x509.Certificate, ...] = (),
        prefer_pss: bool = False,
    ) -> None:
        store = SimpleCertificateStore()
        store.register_multiple([loaded(one) for one in above])
        super().__init__(
            signing_cert=loaded(certificate), cert_registry=store, prefer_pss=prefer_pss
        )
        self._key = key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        digest = DIGESTS[digest_algorithm]()
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(data, ec.ECDSA(digest))
        if not self.prefer_pss:
            return self._key.sign(data, padding.PKCS1v15(), digest)
        params = self.get_signature_mechanism_for_digest(digest_algorithm)["parameters"]
        salt = params["salt_length"].native
        return self._key.sign(data, padding.PSS(padding.MGF1(digest), salt), digest)


def loaded(certificate: x509.Certificate) -> Certificate:
    return Certificate.load(certificate.public_bytes(Encoding.DER))


def signed_by(content: bytes, signer: Signer, digest: str = "sha256") -> bytes:
    """The file signed in the field of the interviewee by another program's signer."""
    metadata = sign.PdfSignatureMetadata(
        field_name=WHO, subfilter=sign.SigSeedSubFilter.PADES, md_algorithm=digest
    )
    look = sign.StaticStampStyle(border_width=0, background=sign._Look(LOOK))
    session = sign._PlainSigner(metadata, signer, stamp_style=look).session(
        sign._Increment(BytesIO(content)), MADE_AT, digest
    )
    prepared = session.prepare_tbs_document(None, bytes_reserved=8192)
    out = BytesIO()
    digested, _ = prepared.digest_tbs_document(output=out)
    completed(
        prepared.perform_signature(
            document_digest=digested.document_digest,
            pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=MADE_AT),
        )
    )
    return out.getvalue()


@pytest.fixture(scope="module")
def begun(office: Office, archived: bytes) -> bytes:
    return Signers(office, ()).begin(archived, PLACES[:1])


@pytest.fixture
def judge(office: Office) -> Callable[..., Verdict]:
    def judged(untrusted: bytes, certificate: x509.Certificate) -> Verdict:
        known = frozenset([fingerprint_of(certificate.public_bytes(Encoding.DER))])
        return verified(untrusted, Trust(office.trust.fingerprints, persons=known), MADE_AT)

    return judged


@pytest.mark.parametrize(
    ("make", "digest", "prefers_pss", "method"),
    [
        (lambda: ec.generate_private_key(ec.SECP384R1()), "sha384", False, "ECDSA P-384，SHA-384"),
        (lambda: rsa.generate_private_key(65537, 2048), "sha256", False, "RSA 2048，SHA-256"),
        (lambda: rsa.generate_private_key(65537, 2048), "sha384", True, "RSA-PSS 2048，SHA-384"),
    ],
    ids=["P-384", "PKCS#1", "PSS"],
)
def test_keys_of_every_usual_kind_are_understood(
    begun: bytes, judge: Callable[..., Verdict], make, digest: str, prefers_pss: bool, method: str
) -> None:
    key = make()
    certificate = issued(key)
    signer = OtherSigner(key, certificate, prefer_pss=prefers_pss)
    signed = signed_by(begun, signer, digest)
    verdict = judge(signed, certificate)
    assert verdict.reasons == ()
    assert verdict.signatures[1].method == method
    place = containers(signed)[-1].start(1)
    for at in range(place, place + 2 * 900, 557):
        flipped = bytearray(signed)
        flipped[at] ^= 1
        assert not judge(bytes(flipped), certificate).is_genuine, at


def test_a_chain_of_certificates_is_known_to_the_last_byte(
    begun: bytes, judge: Callable[..., Verdict]
) -> None:
    above, key = authority(), ec.generate_private_key(ec.SECP256R1())
    certificate = issued(key, above)
    signed = signed_by(begun, OtherSigner(key, certificate, (above[1],)))
    assert judge(signed, certificate).is_genuine
    at = bytes.fromhex(containers(signed)[-1][1].decode()).index(
        above[1].public_bytes(Encoding.DER)
    )
    place = containers(signed)[-1].start(1) + 2 * at
    for step in range(0, 2 * len(above[1].public_bytes(Encoding.DER)), 211):
        flipped = bytearray(signed)
        flipped[place + step] ^= 1
        assert not judge(bytes(flipped), certificate).is_genuine, step


def test_a_certificate_that_has_nothing_to_do_with_it_is_found(
    begun: bytes, judge: Callable[..., Verdict]
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = issued(key)
    signed = signed_by(begun, OtherSigner(key, certificate, (authority()[1],)))
    assert judge(signed, certificate).reasons == (Reason.SIGNATURE_PADDED,)


def test_something_beside_the_signature_in_its_container_is_found(
    begun: bytes, judge: Callable[..., Verdict]
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = issued(key)
    signed = signed_by(begun, OtherSigner(key, certificate))
    place = containers(signed)[-1]
    opened = cms.ContentInfo.load(container_in(place))
    hidden = cms.CMSAttribute({"type": "1.2.3.4", "values": [core.OctetString(b"hidden")]})
    opened["content"]["signer_infos"][0]["unsigned_attrs"] = [hidden]
    verdict = judge(put(signed, place, opened.dump(force=True)), certificate)
    assert verdict.reasons == (Reason.SIGNATURE_PADDED,)


def test_another_certificate_of_the_same_name_does_not_pass(
    begun: bytes, judge: Callable[..., Verdict]
) -> None:
    key, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    certificate, twin = issued(key), issued(other)
    assert judge(signed_by(begun, OtherSigner(other, twin)), certificate).reasons == (
        Reason.CERTIFICATE_UNKNOWN,
    )
    signed = signed_by(begun, OtherSigner(other, twin))
    place = containers(signed)[-1]
    mine, theirs = (one.public_bytes(Encoding.DER) for one in (certificate, twin))
    container = container_in(place)
    if len(mine) == len(theirs):
        verdict = judge(put(signed, place, container.replace(theirs, mine)), certificate)
        assert verdict.outcome is Outcome.ALTERED
        assert Reason.SIGNATURE_BROKEN in verdict.reasons


@pytest.mark.parametrize(
    ("make", "digest"),
    [
        (lambda: rsa.generate_private_key(65537, 1024), "sha256"),
        (lambda: ec.generate_private_key(ec.SECP256R1()), "sha1"),
        (lambda: ec.generate_private_key(ec.SECP256K1()), "sha256"),
    ],
    ids=["RSA-1024", "SHA-1", "unknown curve"],
)
def test_a_weak_signature_is_not_relied_upon(
    begun: bytes, judge: Callable[..., Verdict], make, digest: str
) -> None:
    key = make()
    certificate = issued(key)
    verdict = judge(signed_by(begun, OtherSigner(key, certificate), digest), certificate)
    assert Reason.WEAK_SIGNATURE in verdict.reasons
    assert verdict.outcome is Outcome.UNREADABLE  # nothing is claimed of what cannot be checked


def test_a_certificate_for_something_else_does_not_sign(
    begun: bytes, judge: Callable[..., Verdict]
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    for usage, is_good in (("key_encipherment", False), ("content_commitment", True)):
        certificate = issued(key, **{usage: True})
        verdict = judge(signed_by(begun, OtherSigner(key, certificate)), certificate)
        expected = () if is_good else (Reason.CERTIFICATE_NOT_FOR_SIGNING,)
        assert verdict.reasons == expected


def test_a_range_that_leaves_something_out_is_refused(
    begun: bytes, judge: Callable[..., Verdict]
) -> None:
    """Whoever has the key may sign any part of the file; only all of it will do."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = issued(key)
    signer = OtherSigner(key, certificate)
    signed = signed_by(begun, signer)
    place = containers(signed)[-1]
    start, end = place.start(1) - 1, place.end(1) + 1
    for before, after, tail in ((20, 0, 0), (0, 20, 0), (0, 0, 7)):
        plain = (0, start - before, end + after, len(signed) - end - after - tail)
        written = f"/ByteRange [{' '.join(map(str, plain))}]".encode()
        at = signed.rindex(b"/ByteRange")
        room = signed.index(b"\n", at)
        forged = signed[:at] + written.ljust(room - at) + signed[room:]
        digest = hashes.Hash(hashes.SHA256())
        digest.update(forged[: plain[1]] + forged[plain[2] : plain[2] + plain[3]])
        made = completed(signer.async_sign(digest.finalize(), "sha256", use_pades=True))
        verdict = judge(put(forged, containers(forged)[-1], made.dump()), certificate)
        assert verdict.outcome is Outcome.ALTERED, verdict
        if tail:
            assert Reason.NOT_WHOLE_FILE in verdict.reasons
