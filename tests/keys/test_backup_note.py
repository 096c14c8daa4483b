"""backup.json: bound to its facts, told apart when damaged, read without believing it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit import AuditHead
from app.domain.canonical import canonical, digest_of
from app.domain.errors import VaultTooNewError
from app.domain.vault_errors import BackupDamagedError
from app.keys.backup_note import BackupFacts, BackupSecret, FileFacts, new_note, parse

KEY, SET_KEY = bytearray(range(32)), bytearray(range(32, 64))
COUNTS = {"talk": 300_017, "person": 120}
FACTS = BackupFacts(
    database="ab" * 16,
    epoch=0,
    schema=4,
    made_at=datetime(2026, 3, 5, 1, 0, tzinfo=UTC),
    head=AuditHead(1284, "cd" * 32),
    files={"vault.db": FileFacts(4096, "ef" * 32)},
    attachments=7,
    lacking=1,
)
NOTE = new_note(FACTS, BackupSecret(SET_KEY, COUNTS), KEY)


def rewritten(**changed: object) -> bytes:
    """The note with other words and a digest that fits them, as a forger would write it."""
    content = {**json.loads(NOTE.written()), **changed}
    content.pop("digest")
    return canonical({**content, "digest": digest_of(content)})


def test_a_note_tells_what_was_written():
    read = parse(NOTE.written())
    assert read == NOTE
    secret = read.opened(KEY)
    assert (secret.key, secret.counts) == (SET_KEY, COUNTS)


def test_counts_and_key_are_not_readable():
    text = NOTE.written().decode()
    assert "talk" not in text
    assert "300017" not in text
    assert "key=" not in repr(BackupSecret(SET_KEY, COUNTS))


def test_another_vaults_key_opens_nothing():
    assert parse(NOTE.written()).opened(bytearray(32)) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"database": "ba" * 16},
        {"epoch": 1},
        {"schema": 3},
        {"made_at": "2026-03-06T01:00:00+00:00"},
        {"head": {"sequence": 1283, "digest": "cd" * 32}},
        {"files": {"vault.db": {"size": 8192, "sha256": "ef" * 32}}},
        {"files": {}},
        {"attachments": {"count": 7, "lacking": 0}},
    ],
)
def test_no_fact_can_be_exchanged(changed):
    assert parse(rewritten(**changed)).opened(KEY) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "tanxinbu-keys"},
        {"epoch": -1},
        {"epoch": True},
        {"epoch": 2**60},
        {"schema": "4"},
        {"database": "AB" * 16},
        {"made_at": "2026-03-05T01:00:00"},
        {"made_at": None},
        {"head": {"sequence": 1}},
        {"head": []},
        {"files": {"vault.db": {"size": 1}}},
        {"files": []},
        {"attachments": {"count": 7}},
        {"key": {"cipher": "AES-256-GCM", "nonce": "", "sealed": ""}},
        {"key": {"cipher": "SM4", "nonce": "VGI01VCEJ5Km8Eie", "sealed": "x"}},
        {"key": {"cipher": "AES-256-GCM", "nonce": 5, "sealed": "x"}},
        {"more": 1},
    ],
)
def test_what_no_program_wrote_is_a_damaged_note(changed):
    with pytest.raises(BackupDamagedError) as caught:
        parse(rewritten(**changed))
    assert caught.value.what == "backup.json"


def test_a_note_of_a_newer_program_is_told_from_a_damaged_one():
    with pytest.raises(VaultTooNewError):
        parse(rewritten(version=2))


@pytest.mark.parametrize(
    "untrusted", [b"", b"{}", b"[]", b"null", b'{"a":1,"a":2}', b"[" * 9000, b"\xff", b"x" * 70000]
)
def test_no_note_at_all(untrusted):
    with pytest.raises(BackupDamagedError):
        parse(untrusted)


@given(st.integers(0, len(NOTE.written()) - 1), st.integers(1, 255))
def test_one_changed_byte_is_always_noticed(place, change):
    content = bytearray(NOTE.written())
    content[place] ^= change
    with pytest.raises(BackupDamagedError):
        parse(bytes(content))


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_by_name(untrusted):
    with pytest.raises(BackupDamagedError):
        parse(untrusted)


@given(
    st.builds(
        replace,
        st.just(FACTS),
        epoch=st.integers(0, 99),
        schema=st.integers(1, 99),
        made_at=st.datetimes(datetime(2000, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
            lambda moment: moment.replace(microsecond=0)
        ),
        attachments=st.integers(0, 2**40),
    )
)
def test_whatever_is_written_is_read_again(facts):
    note = new_note(facts, BackupSecret(SET_KEY, COUNTS), KEY)
    assert parse(note.written()).facts == facts
