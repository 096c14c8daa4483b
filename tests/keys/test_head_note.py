from __future__ import annotations

import json

import pytest

from app.domain.audit import AuditHead
from app.keys import chain
from app.keys.head_note import note_of, read_note

DATABASE = "ab" * 16
KEY = chain.new_chain_key()
HEAD = AuditHead(7, "c" * 64)
WRITTEN = note_of(KEY, DATABASE, HEAD).written()


def test_a_note_is_read_back_by_its_own_vault_alone():
    note = read_note(WRITTEN, KEY.public, DATABASE)
    assert note
    assert note.head == HEAD
    assert read_note(WRITTEN, KEY.public, "cd" * 16) is None
    assert read_note(WRITTEN, chain.new_chain_key().public, DATABASE) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", "other"),
        ("sequence", 8),
        ("sequence", True),
        ("sequence", -1),
        ("sequence", "7"),
        ("digest", "d" * 64),
        ("digest", "short"),
        ("digest", 5),
        ("signature", "AA=="),
        ("signature", "é"),
        ("more", 1),
    ],
)
def test_a_changed_note_is_not_believed(name, value):
    content = json.loads(WRITTEN) | {name: value}
    assert read_note(json.dumps(content).encode(), KEY.public, DATABASE) is None


@pytest.mark.parametrize(
    "untrusted", [b"", b"[]", b"{", b"\xff", b"[" * 4000, b" " * 5000], ids=range(6)
)
def test_garbage_is_no_note(untrusted):
    assert read_note(untrusted, KEY.public, DATABASE) is None


def test_a_key_that_is_none_has_signed_nothing():
    assert not chain.is_signed(b"short", DATABASE, HEAD, bytes(64))
