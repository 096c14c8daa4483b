"""Desks of a province: each with a vault of its own, all with one ledger; and packages to take."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from app.domain.audit import AuditHead
from app.domain.package import (
    NO_PACKAGE_BEFORE,
    OfficeCard,
    PackageIndex,
    PackageSeal,
    RegistryIdentity,
)
from app.domain.registry import Heard, Member, TakenFinding, TakenPackage, TakenTalk
from app.services import ledger_settings
from app.services.province_ledger import ProvinceLedger
from app.services.trail import Trail
from app.store import audit, registry_packages, settings
from app.store.migrate import REGISTRY
from app.store.province import tables
from app.store.province.address import read_address
from app.store.vault import Vault, create_vault, open_vault
from app.system.ids import new_id
from tests.conftest import KEY, StandingClock
from tests.postgres import PASSWORD, Server

IDENTITY = RegistryIdentity("省纪委登记处", "age1province", b"r" * 32)
NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
CODE = "320999"
CARD = OfficeCard(CODE, "某县纪委监委", "age1county", b"c" * 32)


@cache
def _desk_once() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="desk"))
    create_vault(folder, bytearray(KEY), REGISTRY).close()
    return folder


@dataclass(slots=True)
class Clerk:
    """One desk: its vault, its trail, and its way to the ledger."""

    vault: Vault
    trail: Trail
    ledger: ProvinceLedger

    def again(self, trail: Trail | None = None) -> ProvinceLedger:
        """The desk is closed and opened: another look at the same ledger."""
        self.ledger.close()
        at = (self.ledger.line.address, PASSWORD)
        self.ledger = ProvinceLedger.at(self.vault, trail or self.trail, IDENTITY, at)
        return self.ledger

    def acts(self) -> list[tuple[str, str]]:
        """What stands in the desk's trail: verbs and what they are about."""
        with self.vault.reading() as connection:
            return [(entry.what, entry.which) for entry in audit.entries(connection, 0, 1000)]

    def files(self, sequence: int) -> list[str]:
        """The names of a package's files that the vault keeps."""
        with self.vault.reading() as connection:
            return [m.name for m in registry_packages.members_of(connection, CODE, sequence)]


@contextmanager
def a_clerk(folder: Path, url: str, clock: StandingClock) -> Iterator[Clerk]:
    """A desk in a folder that is not there yet, which uses this database."""
    shutil.copytree(_desk_once(), folder)
    vault = open_vault(folder, bytearray(KEY), REGISTRY)
    trail = Trail(clock=clock, who="登记处", new_id=new_id)
    with vault.transaction() as connection:
        settings.keep(connection, ledger_settings.DESK, new_id())
    ledger = ProvinceLedger.at(vault, trail, IDENTITY, (read_address(url), PASSWORD))
    clerk = Clerk(vault, trail, ledger)
    try:
        yield clerk
    finally:
        clerk.ledger.close()
        vault.close()


def a_prepared_database(server: Server) -> str:
    """The name of an empty ledger, from which others are copied: that takes a fifth of the time."""
    name = server.new_database()
    vault = Path(tempfile.mkdtemp(prefix="prepared"))
    try:
        with a_clerk(vault / "desk", server.url(name), StandingClock()) as clerk:
            clerk.ledger.prepare()
    finally:
        shutil.rmtree(vault)
    return name


def a_copy(server: Server, prepared: str) -> str:
    """The URL of a new empty ledger."""
    server.made += 1
    name = f"copy{server.made}"
    server.tell(f"CREATE DATABASE {name} TEMPLATE {prepared} OWNER clerk")
    return server.url(name)


def empty_again(server: Server, database: str) -> None:
    """Take everything out of a ledger but whose it is, past the triggers that keep it."""
    kept = {tables.VERSION, tables.OWNER}
    emptied = (f"DELETE FROM {t.name}" for t in tables.METADATA.tables.values() if t not in kept)
    heads = ("SET search_path = tanxinbu", "SET session_replication_role = replica")
    server.tell(*heads, "; ".join(emptied), database=database)


# ── what comes ───────────────────────────────────────────────────────────────────────────────────


def a_talk(sequence: int = 1, place: int = 1, **changes: object) -> TakenTalk:
    """A talk of a package, as it was made ready to be taken."""
    values: dict[str, object] = {
        "office_code": CODE,
        "sequence": sequence,
        "talk_id": f"talk-{place:06}",
        "number": f"2026-{place:04}",
        "kind": "supervision",
        "kind_title": "监督谈话",
        "is_collective": False,
        "is_make_up": False,
        "day": f"2026-03-{place % 28 + 1:02}",
        "subject": "落实主体责任",
        "interviewees": "张三",
        "unit_names": "青石镇",
        "is_full": True,
        "heard": (Heard("张三\n青石镇"),),
        "findings": (a_finding(f"finding-{place}", sequence=sequence),),
        "texts": f"2026-{place:04}\n落实主体责任\n张三 青石镇 党委书记\n谈透了。",
        "document": '{"text":{}}',
        "process": "{}",
    }
    return TakenTalk(**{**values, **changes})  # type: ignore[arg-type]


def a_finding(finding_id: str = "finding-1", sequence: int = 1, **changes: object) -> TakenFinding:
    values: dict[str, object] = {
        "id": finding_id,
        "number": f"2026-1-{sequence:04}",
        "deadline": "2026-04-05",
        "status": "registered",
        "nature": "problem",
        "is_common": False,
        "is_personal": False,
        "regulation": "",
        "is_regulation_new": False,
        "document": '{"manifestation":"台账不全"}',
    }
    return TakenFinding(**{**values, **changes})  # type: ignore[arg-type]


def root_of(sequence: int, content: str = "") -> str:
    """The bag root of a made-up package."""
    if sequence == 0:
        return NO_PACKAGE_BEFORE
    return sha256(f"{sequence}{content}".encode()).hexdigest()


def a_package(sequence: int = 1, content: str = "", talks: int = 2) -> TakenPackage:
    """A package as the desk takes it; another content makes another package of that number."""
    seal = PackageSeal(
        office_code=CODE,
        sequence=sequence,
        previous=root_of(sequence - 1),
        recipients=("age1province",),
        archive="age1county",
        created_at=NOON,
        audit_head=AuditHead(12, "cd" * 32),
    )
    root = root_of(sequence, content)
    return TakenPackage(
        index=PackageIndex(seal, root, 3, 3000, ()),
        index_digest=sha256(root.encode()).hexdigest(),
        index_file=b"{}",
        receipt_file=f"receipt {sequence} {content}".encode(),
        level="full",
        reason="上级调阅",
        talks=talks,
        received_at=NOON,
        statistics={"first_day": "", "last_day": "", "talks": talks, "attendances": talks},
    )


def talks_of(sequence: int = 1, many: int = 2) -> list[TakenTalk]:
    """The talks of a package, different from those of other packages."""
    return [a_talk(sequence, sequence * 1000 + place) for place in range(many)]


def files_of(sequence: int = 1) -> list[Member]:
    """The files of a package."""
    return [Member(new_id(), "", f"data/ledger-{sequence}.xlsx", 10, "ab" * 32)]
