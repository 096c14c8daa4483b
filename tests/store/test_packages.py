"""What the vault keeps of packages can be added to and read, not changed behind anybody's back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from app.domain.audit import AuditHead
from app.domain.errors import VaultDamagedError
from app.domain.handover import Place
from app.domain.package import (
    PackageLevel,
    PackageSeal,
    PackageState,
    Receipt,
    RegistryIdentity,
)
from app.store import package_copies, packages, receipts, registries
from app.store.migrate import OFFICE, REGISTRY, steps
from app.store.package_copies import BegunCopy
from app.store.packages import KeptPackage, KeptPart
from app.store.vault import Vault, create_vault, open_vault
from tests.conftest import KEY

NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
IDENTITY = RegistryIdentity("市纪委登记处", "age1recipient", b"k" * 32)


@pytest.fixture
def package(vault: Vault) -> KeptPackage:
    with vault.transaction() as connection:
        registries.trust(connection, IDENTITY, NOON)
        seal = PackageSeal(
            "320999",
            1,
            "0" * 64,
            (IDENTITY.recipient,),
            "age1archive",
            NOON,
            AuditHead(3, "ab" * 32),
        )
        kept = KeptPackage(1, 1, PackageLevel.LEDGER, "", seal, "cd" * 32, PackageState.RESERVED)
        packages.begin(connection, kept, "ours")
        assert packages.rows(connection, 9) == []
        assert (packages.is_still(connection, 1, "ours"), packages.is_still(connection, 1, "")) == (
            True,
            False,
        )
        packages.add_part(
            connection, 1, KeptPart(0, "data/x", 3, "ef" * 32, None), packages.packed(b"abc")
        )
        packages.complete(connection, kept, [])
    return kept


def test_a_package_is_kept_as_it_was_put_together(vault: Vault, package: KeptPackage):
    with vault.reading() as connection:
        assert packages.get(connection, 1) == package
        ((place, packed),) = packages.packed_contents(connection, 1, -1, 9)
        assert (place, packages.unpacked(packed)) == (0, b"abc")
        assert packages.parts_of(connection, 1) == [KeptPart(0, "data/x", 3, "ef" * 32, None)]
        assert packages.next_number(connection) == (2, "cd" * 32)
        with pytest.raises(KeyError):
            packages.get(connection, 2)


def test_a_part_without_its_package_is_not_kept(vault: Vault):
    with pytest.raises(sqlite.IntegrityError), vault.transaction() as connection:
        packages.add_part(
            connection, 7, KeptPart(0, "data/x", 3, "ef" * 32, None), packages.packed(b"abc")
        )


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE package SET bag_root = 'x'",
        "UPDATE package SET previous = 'x'",
        "UPDATE package SET head_digest = 'x'",
        "DELETE FROM package",
        "INSERT OR REPLACE INTO package SELECT * FROM package",
        "UPDATE package_part SET content = x'00'",
        "DELETE FROM package_part",
        "UPDATE receipt SET file = x'00'",
        "DELETE FROM receipt",
    ],
)
def test_what_was_begun_is_never_changed_nor_removed(vault: Vault, package: KeptPackage, sql: str):
    receipt = Receipt("市", "320999", 1, "aa" * 32, "cd" * 32, AuditHead(), "received", 0, NOON)
    with vault.transaction() as connection:
        place = Place(Path("/media/stick"))
        package_copies.add(connection, BegunCopy(1, "aa" * 32, NOON, place))
        receipts.add(connection, receipt, b"file", NOON)
    with pytest.raises(sqlite.IntegrityError), vault.transaction() as connection:
        connection.execute(sql)


def test_a_package_of_which_nothing_was_begun_gives_its_number_back(
    vault: Vault, package: KeptPackage
):
    with vault.transaction() as connection:
        assert not package_copies.is_begun(connection, 1)
        packages.unmake(connection, package)
        assert packages.rows(connection, 9) == []
        assert packages.clear_some(connection, 9)
        assert not packages.clear_some(connection, 9)
        assert packages.next_number(connection) == (1, "0" * 64)


def test_a_registry_that_is_trusted_again_is_the_one_packages_go_to(vault: Vault):
    other = replace(IDENTITY, name="另一个", recipient="age1other")
    with vault.transaction() as connection:
        assert registries.trusted(connection) is None
        registries.trust(connection, IDENTITY, NOON)
        registries.trust(connection, other, NOON.replace(hour=5))
        assert registries.trusted(connection) == (2, other)
        registries.trust(connection, IDENTITY, NOON.replace(hour=6))
        assert registries.trusted(connection) == (1, IDENTITY)
        assert [found for _, found in registries.every(connection)] == [IDENTITY, other]


def test_the_list_of_what_is_ready_walks_its_index(vault: Vault):
    with vault.reading() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {packages._READY}", (100,)).fetchall()
    told = " ".join(row[3] for row in plan)
    assert "talk_not_received" in told
    assert "package_talk_by_talk" in told
    assert "TEMP B-TREE" not in told


# ── two kinds of vault ───────────────────────────────────────────────────────────────────────────


def test_a_registrys_vault_is_no_offices_vault_and_the_other_way_round(
    vault: Vault, tmp_path: Path
):
    desk = tmp_path / "desk"
    desk.mkdir()
    create_vault(desk, bytearray(KEY), REGISTRY).close()
    with pytest.raises(VaultDamagedError):
        open_vault(desk, bytearray(KEY))
    with pytest.raises(VaultDamagedError):
        open_vault(vault.folder, bytearray(KEY), REGISTRY)
    opened = open_vault(desk, bytearray(KEY), REGISTRY)
    with opened.reading() as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    opened.close()
    assert {"office", "package", "talk", "audit_entry", "credential"} <= tables
    assert "person" not in tables


@pytest.mark.parametrize("schema", [OFFICE, REGISTRY])
def test_the_steps_of_each_kind_follow_without_a_gap(schema):
    numbers = [number for number, _ in steps(schema)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_file_that_goes_is_not_looked_for_in_every_package(vault):
    with vault.reading() as connection:
        rows = connection.execute("EXPLAIN QUERY PLAN DELETE FROM attachment WHERE id = 'a'")
        told = [row[3] for row in rows]
    assert any("package_part_by_attachment" in one for one in told), told
    assert not any("SCAN package_part" in one for one in told), told
