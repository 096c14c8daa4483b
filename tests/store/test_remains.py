"""The own reader of pages: what SQLite wrote it reads, and nothing it is given makes it fall over."""

from __future__ import annotations

import io
import os
import random
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import VaultDamagedError, VaultTooNewError
from app.domain.progress import NoProgress
from app.store import btree, wal
from app.store import settings as kept_settings
from app.store.btree import BrokenPageError
from app.store.layout import layout_of, newest_number
from app.store.migrate import OFFICE, REGISTRY
from app.store.remains import Remains
from app.store.sealed_pages import USABLE
from app.store.vault import create_vault, open_vault
from tests.conftest import KEY, empty_vault

SOME = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


def rows_left(folder, table, schema=OFFICE):
    with closing(Remains(folder / "vault.db", bytearray(KEY), schema, NoProgress())) as remains:
        return list(remains.rows(remains.layout.table(table)))


@pytest.mark.parametrize("schema", [OFFICE, REGISTRY], ids=["office", "registry"])
def test_a_new_vaults_trees_stand_where_the_layout_says(tmp_path, schema):
    with closing(create_vault(tmp_path, bytearray(KEY), schema)) as vault, vault.reading() as view:
        asked = "SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0"
        assert layout_of(schema, newest_number(schema)).roots == dict(
            view.execute(asked).fetchall()
        )


@SOME
@given(rows=st.dictionaries(TEXTS, TEXTS.map(lambda t: t * 400) | TEXTS, max_size=25))
def test_whatever_was_kept_is_read_back(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("of-one") / "vault"
    with closing(empty_vault(folder)) as vault:
        with vault.transaction() as connection:
            for key, value in rows.items():
                kept_settings.keep(connection, key, value)
        in_log = rows_left(folder, "setting")
    for found in (in_log, rows_left(folder, "setting")):
        assert {row["key"]: row["value"] for row in found} == rows


def test_numbers_of_every_size_and_long_blobs_are_read_back(tmp_path):
    numbers = [0, 1, 2, 127, 128, 32768, 8388608, 2**31, 2**47, 2**62]
    blob = random.Random(1).randbytes(3 * USABLE)
    vault = create_vault(tmp_path, bytearray(KEY))
    with vault.transaction() as connection:
        for number in numbers:
            entry = (number + 1, "at", "who", "what", "which", "", "p" * 64, "d" * 64)
            connection.execute("INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", entry)
        connection.execute("INSERT INTO credential VALUES ('x', ?, ?)", (blob, b""))
    vault.close()
    assert sorted(row["sequence"] for row in rows_left(tmp_path, "audit_entry")) == [
        n + 1 for n in numbers
    ]
    assert rows_left(tmp_path, "credential") == [{"purpose": "x", "private": blob, "public": b""}]


def test_deleted_words_do_not_come_back(tmp_path):
    vault = create_vault(tmp_path, bytearray(KEY))
    with vault.transaction() as connection:
        for number in range(400):
            kept_settings.keep(connection, f"key-{number:04}", "话" * 300)
    with vault.transaction() as connection:
        connection.execute("DELETE FROM setting WHERE key < 'key-0390'")
    vault.close()
    assert len(rows_left(tmp_path, "setting")) == 10


def test_a_page_of_the_middle_costs_no_page_below_it(tmp_path):
    vault = create_vault(tmp_path, bytearray(KEY))
    with vault.transaction() as connection:
        for number in range(3000):
            kept_settings.keep(connection, f"key-{number:04}", "话" * 60)
        root = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'setting'"
        ).fetchone()[0]
    vault.close()
    with (tmp_path / "vault.db").open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(os.urandom(4096))
    # the rows that stood on the page itself are lost, no other: a tree of rows keeps some on each floor
    assert len(rows_left(tmp_path, "setting")) > 2900


def test_a_vault_of_a_later_version_or_another_kind_is_refused(tmp_path):
    vault = create_vault(tmp_path, bytearray(KEY), REGISTRY)
    vault.close()
    with pytest.raises(VaultDamagedError):
        rows_left(tmp_path, "setting")
    with closing(open_vault(tmp_path, bytearray(KEY), REGISTRY)) as vault:
        vault._connection.execute("PRAGMA user_version = 999")
    with pytest.raises(VaultTooNewError):
        rows_left(tmp_path, "setting", REGISTRY)


# ── bytes that nobody wrote ──────────────────────────────────────────────────────────────────────


@SOME
@given(
    seed=st.integers(0, 2**32), kind=st.sampled_from([2, 5, 10, 13]), size=st.integers(0, USABLE)
)
def test_no_page_makes_the_reader_fall_over(seed, kind, size):
    page = bytes([kind]) + random.Random(seed).randbytes(size)
    try:
        found = btree.node(page, 7)
    except BrokenPageError:
        return
    for cell in found.cells:
        try:
            btree.values(btree.whole(cell, lambda _: page))
        except BrokenPageError:
            continue


@SOME
@given(st.binary(max_size=300))
def test_no_record_makes_the_reader_fall_over(record):
    try:
        found = btree.values(record)
    except BrokenPageError:
        return
    assert isinstance(found, list)


@SOME
@given(st.binary(max_size=9000))
def test_no_log_makes_the_reader_fall_over(content):
    assert wal.committed(io.BytesIO(content)) == wal.NOTHING
