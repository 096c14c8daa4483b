from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.services.known_certificates import FILE_NAME, KnownCertificates

OURS, THEIRS = "a1" * 32, "b2" * 32


@pytest.fixture
def known(tmp_path: Path) -> KnownCertificates:
    return KnownCertificates(tmp_path / "preferences")


def test_a_machine_knows_nobody_at_first(known: KnownCertificates) -> None:
    assert known.fingerprints() == frozenset()


def test_what_was_opened_here_is_known_from_then_on(known: KnownCertificates) -> None:
    known.remember(OURS)
    known.remember(THEIRS)
    known.remember(OURS)
    assert known.fingerprints() == {OURS, THEIRS}
    assert not known.is_made_up(OURS)


def test_a_demonstration_is_told_from_an_office(known: KnownCertificates) -> None:
    known.remember(OURS)
    known.remember(THEIRS, is_made_up=True)
    assert known.is_made_up(THEIRS)
    assert not known.is_made_up(OURS)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, json.dumps({"x": "office"}).encode()]
)
def test_a_spoiled_file_knows_nobody(known: KnownCertificates, content: bytes) -> None:
    known.remember(OURS)
    (known.folder / FILE_NAME).write_bytes(content)
    assert known.fingerprints() == frozenset()
    known.remember(OURS)
    assert known.fingerprints() == {OURS}


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "preferences").write_bytes(b"a file where the folder should be")
    KnownCertificates(tmp_path / "preferences").remember(OURS)


def test_a_vault_made_here_is_known_here(application, tmp_path: Path) -> None:
    known = KnownCertificates(tmp_path / "preferences")
    assert known.fingerprints() == {application.minutes.fingerprint()}
