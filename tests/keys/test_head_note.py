from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit import AuditHead
from app.keys import chain
from app.keys.head_note import HeadNote, note_of, parsed, read_note

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
        ("sequence", 2**60),
        ("database", "cd" * 16),
        ("database", "../.."),
        ("database", 7),
        ("public", base64.b64encode(bytes(32)).decode()),
        ("public", "no base64"),
        ("public", ""),
        ("version", 1),
        ("version", True),
        ("version", 3),
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


def test_a_note_can_be_checked_by_whoever_reads_it_without_any_key():
    note = parsed(WRITTEN)
    assert note.is_signed
    assert (note.database, note.public) == (DATABASE, KEY.public)
    forged = HeadNote(AuditHead(8, "d" * 64), note.signature, DATABASE, KEY.public)
    assert not parsed(forged.written()).is_signed


def test_a_note_of_the_first_release_is_believed_by_its_vault_and_proves_nothing_to_others():
    content = json.loads(WRITTEN) | {"version": 1}
    del content["database"], content["public"]
    first = json.dumps(content).encode()
    assert read_note(first, KEY.public, DATABASE).head == HEAD
    assert not parsed(first).names_its_key
    assert not parsed(first).is_signed


def test_a_key_is_named_by_forty_digits_of_its_own():
    groups = chain.fingerprint(KEY.public)
    assert [len(group) for group in groups] == [5] * 8
    assert "".join(groups).isdigit()
    assert groups == chain.fingerprint(KEY.public)
    assert groups != chain.fingerprint(chain.new_chain_key().public)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=70),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=4,
)


@given(st.binary(max_size=200))
def test_no_bytes_bring_the_reader_down(untrusted):
    parsed(untrusted)


@given(st.sampled_from(sorted(json.loads(WRITTEN))), JSON)
def test_whatever_stands_in_a_field_is_a_note_or_none(name, value):
    note = parsed(json.dumps(json.loads(WRITTEN) | {name: value}).encode())
    assert note is None or isinstance(note.head.sequence, int)
    if note and name not in {"signature", "public", "database"}:
        assert value == json.loads(WRITTEN)[name] or not note.is_signed
