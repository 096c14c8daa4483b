"""A signed document is still PDF/A, says what it is, and every tool finds it whole."""

from __future__ import annotations

import asyncio
import re
import socket
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_private_key

from app.documents import archive
from app.documents.pictures import picture, text_of
from app.signing.credentials import as_pem, fingerprint_of, new_office_certificate, read_certificate
from app.signing.quiet_loop import completed
from tests.documents.paper import MADE_AT, tool
from tests.signing.conftest import Office


def test_nothing_before_the_signature_is_rewritten(archived: bytes, signed_minutes: bytes) -> None:
    assert signed_minutes.startswith(archived)


def test_the_signed_file_is_still_pdfa(signed_minutes: bytes) -> None:
    archive.check_signed(signed_minutes)


def test_stock_tools_find_one_good_signature_over_the_whole_file(
    signed_minutes: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed_minutes)
    said = tool("pdfsig", file)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", file)
    for line in tool("pdffonts", file).splitlines()[2:]:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line


def test_the_appearance_says_whose_clock_it_is(signed_minutes: bytes, tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed_minutes)
    said = tool("pdftotext", "-f", "1", "-l", "1", file, "-").replace(" ", "")
    assert "本机时间（未经第三方时间戳）" in said
    assert "未经商用密码产品认证" in said
    assert "2026年3月5日11时50分" in said
    assert "电子印章" not in said


def test_the_appearance_is_seen_where_it_belongs(archived: bytes, signed_minutes: bytes) -> None:
    before, after = picture(archived, 0, 72), picture(signed_minutes, 0, 72)
    changed = [
        at
        for at in range(0, len(before.rgb), before.stride)
        if before.rgb[at : at + before.stride] != after.rgb[at : at + after.stride]
    ]
    rows = [at // before.stride for at in changed]
    assert min(rows) > 30
    assert max(rows) < 37 / 297 * before.height


def test_nothing_is_said_of_the_machine_clock_besides_the_signature(
    archived: bytes, signed_minutes: bytes
) -> None:
    added = signed_minutes[len(archived) :]
    assert b"ModDate" not in added
    (metadata,) = set(re.findall(rb"/Metadata \d+ 0 R", archived))
    assert metadata in added


def test_the_text_stays_the_same(archived: bytes, signed_minutes: bytes) -> None:
    assert text_of(archived)[1:] == text_of(signed_minutes)[1:]


def test_the_office_certificate_is_its_own_and_names_nobody() -> None:
    private, certificate = new_office_certificate(MADE_AT)
    key = load_der_private_key(private, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    loaded = x509.load_der_x509_certificate(certificate)
    loaded.verify_directly_issued_by(loaded)
    assert loaded.subject.rfc4514_string().isascii()
    assert loaded.not_valid_before_utc < MADE_AT < loaded.not_valid_after_utc
    assert loaded.not_valid_after_utc - MADE_AT > timedelta(days=29 * 365)
    assert new_office_certificate(MADE_AT)[1] != certificate


def test_an_exported_certificate_comes_back_the_same(office: Office) -> None:
    for form in (office.certificate, as_pem(office.certificate)):
        assert read_certificate(form) == office.certificate
    assert len(fingerprint_of(office.certificate)) == 64
    with pytest.raises(ValueError, match="parsing"):
        read_certificate(b"no certificate")


def test_signing_opens_no_socket(
    office: Office, archived: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socketpair", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
    assert office.judge(office.sign(archived)).is_genuine


def test_work_that_would_wait_is_refused() -> None:
    async def waits() -> None:
        await asyncio.sleep(1)

    with pytest.raises(RuntimeError):
        completed(waits())
