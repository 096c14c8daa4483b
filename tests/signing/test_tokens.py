"""Keys on tokens: SoftHSM stands for a USB key, and every way it can refuse is caused for real."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from app.domain.signer import PinState
from app.domain.signer_errors import (
    CertificateNotForSigningError,
    SigningCertificateMissingError,
    SigningKeyMissingError,
    SigningKeySeveralError,
    SigningKeyUnsuitableError,
    TokenFailedError,
    TokenMissingError,
    TokenModuleError,
    TokenPinError,
    TokenPinLockedError,
    TokenRemovedError,
)
from app.signing.tokens import TokenPlace, open_token, tokens_seen
from tests.signing.soft_token import (
    PIN,
    SoftToken,
    certificate_of,
    der,
    key_usage,
    new_key,
    soft_token,
    stubborn_library,
)


@pytest.fixture
def token(tmp_path: Path) -> Iterator[SoftToken]:
    with soft_token(tmp_path / "soft") as made:
        yield made


@pytest.fixture
def stubborn(
    token: SoftToken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SoftToken]:
    """The same token through a library that counts wrong PINs and can be pulled."""
    token.add_key(key := new_key("p256"), "签名", certificate_of(key))
    real = str(Path(token.module).resolve())
    pkcs11.unload(real)  # it would be initialized twice
    monkeypatch.setenv("STUBBORN_REAL", real)
    monkeypatch.setenv("STUBBORN_PULLED", str(tmp_path / "pulled"))
    module = stubborn_library(tmp_path)
    yield SoftToken(module, token.folder, token.serial)
    pkcs11.unload(module)


@pytest.mark.parametrize("kind", ["p256", "p384", "rsa2048"])
def test_a_key_signs_without_leaving_the_token(token: SoftToken, kind: str) -> None:
    key = new_key(kind)
    certificate = certificate_of(key)
    token.add_key(key, "签名", certificate)
    with open_token(token.place, PIN) as opened:
        found = opened.key()
        assert found.certificate == der(certificate)
        signature = found.sign("谈话记录".encode())
    public = key.public_key()
    if isinstance(public, ec.EllipticCurvePublicKey):
        public.verify(signature, "谈话记录".encode(), ec.ECDSA(hashes.SHA256()))
    else:
        public.verify(signature, "谈话记录".encode(), padding.PKCS1v15(), hashes.SHA256())


def test_what_a_token_shows_is_seen_without_its_pin(token: SoftToken) -> None:
    token.add_key(key := new_key("p256"), "签名", certificate_of(key))
    token.add_key(other := new_key("rsa2048"), "另一把", certificate_of(other))
    (seen,) = tokens_seen(token.module)
    assert (seen.label, seen.serial, seen.pin) == ("王五的令牌", token.serial, PinState.GOOD)
    assert sorted(one.label for one in seen.keys) == ["另一把", "签名"]
    assert {one.certificate.key for one in seen.keys} == {"EC P-256", "RSA-2048"}


def test_of_several_keys_one_has_to_be_named(token: SoftToken) -> None:
    first, second = new_key("p256"), new_key("p256")
    token.add_key(first, "甲", certificate_of(first))
    token.add_key(second, "乙", wanted := certificate_of(second))
    with open_token(token.place, PIN) as opened:
        with pytest.raises(SigningKeySeveralError) as refusal:
            opened.key()
        assert refusal.value.names == ("乙", "甲")
        assert opened.key("乙").certificate == der(wanted)
        assert opened.key(certificate=der(wanted)).certificate == der(wanted)
        with pytest.raises(SigningKeyMissingError):
            opened.key("丙")


def test_a_token_may_lack_a_key_or_its_certificate(token: SoftToken) -> None:
    with open_token(token.place, PIN) as opened, pytest.raises(SigningKeyMissingError):
        opened.key()
    token.add_key(new_key("p256"), "没有证书", None)
    with open_token(token.place, PIN) as opened, pytest.raises(SigningCertificateMissingError):
        opened.key()


def test_a_certificate_may_not_be_for_signing_or_its_key_too_weak(token: SoftToken) -> None:
    key = new_key("p256")
    token.add_key(key, "加密", certificate_of(key, key_usage("key_agreement")))
    weak = new_key("rsa1024")
    token.add_key(weak, "旧", certificate_of(weak))
    with open_token(token.place, PIN) as opened:
        with pytest.raises(CertificateNotForSigningError):
            opened.key("加密")
        with pytest.raises(SigningKeyUnsuitableError) as refusal:
            opened.key("旧")
    assert refusal.value.kind == "RSA-1024"


def test_without_a_library_or_a_token_nothing_is_found(token: SoftToken, tmp_path: Path) -> None:
    no_library = tmp_path / "text.so"
    no_library.write_text("no library")
    for module in ("", str(tmp_path / "none.so"), str(no_library), str(tmp_path)):
        with pytest.raises(TokenModuleError):
            tokens_seen(module)
    elsewhere = TokenPlace(token.module, "0000")
    with pytest.raises(TokenMissingError), open_token(elsewhere, PIN):
        pass
    token.pull()
    with pytest.raises((TokenMissingError, TokenFailedError)), open_token(token.place, PIN):
        pass


def test_a_token_put_in_after_the_library_was_loaded_is_seen(
    tmp_path: Path, token: SoftToken
) -> None:
    tokens_seen(token.module)
    with soft_token(tmp_path / "second") as second:
        assert [one.serial for one in tokens_seen(second.module)] == [second.serial]


def test_a_token_pulled_before_it_signs_is_told(token: SoftToken) -> None:
    token.add_key(key := new_key("p256"), "签名", certificate_of(key))
    with open_token(token.place, PIN) as opened:
        found = opened.key()
        token.pull()
        with pytest.raises(TokenRemovedError):
            found.sign(b"x")


def test_a_wrong_pin_is_told_and_the_right_one_still_works(token: SoftToken) -> None:
    token.add_key(key := new_key("p256"), "签名", certificate_of(key))
    for wrong in ("000000", "", "1"):
        with pytest.raises(TokenPinError), open_token(token.place, wrong):
            pass
    assert tokens_seen(token.module)[0].pin is PinState.FEW
    with open_token(token.place, PIN) as opened:
        assert opened.key().sign(b"x")


def test_a_token_counts_wrong_pins_and_locks(stubborn: SoftToken) -> None:
    left = []
    for _ in range(2):
        with pytest.raises(TokenPinError) as refusal, open_token(stubborn.place, "000000"):
            pass
        left.append(refusal.value.tries)
    assert left == ["few", "one"]
    assert tokens_seen(stubborn.module)[0].pin is PinState.LAST
    for pin in ("000000", PIN):  # the third wrong one locks it, against the right one too
        with pytest.raises(TokenPinLockedError), open_token(stubborn.place, pin):
            pass
    assert tokens_seen(stubborn.module)[0].pin is PinState.LOCKED


def test_a_token_pulled_while_it_signs_is_told(stubborn: SoftToken, tmp_path: Path) -> None:
    with open_token(stubborn.place, PIN) as opened:
        found = opened.key()
        assert found.sign(b"x")
        (tmp_path / "pulled").touch()
        with pytest.raises(TokenRemovedError):
            found.sign(b"x")


def test_an_expired_certificate_on_a_token_can_still_be_looked_at(token: SoftToken) -> None:
    key = new_key("p256")
    over = certificate_of(key, lasting=timedelta(hours=1))
    token.add_key(key, "到期", over)
    (seen,) = tokens_seen(token.module)
    assert seen.keys[0].certificate.not_after == over.not_valid_after_utc
