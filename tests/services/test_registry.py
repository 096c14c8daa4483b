"""The desk takes packages in order, answers each, sets aside what it cannot believe."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.audit import AuditHead
from app.domain.errors import (
    OfficeKeyDiffersError,
    PassphrasesDifferError,
    PassphraseTooWeakError,
    RecipientUnreadableError,
    VaultExistsError,
    WrongPassphraseError,
)
from app.domain.package import PackageLevel
from app.domain.progress import NoProgress
from app.handover.card import read_registry_card
from app.handover.credentials import new_office_keys
from app.handover.receipt import read_receipt
from app.services.registry import Registry
from app.services.registry_access import NewRegistry, RegistryAccess
from app.store import registry_packages
from tests.conftest import PASSPHRASE, StandingClock
from tests.services import counties
from tests.services.counties import SCHEMAS, County

access, desk, county = counties.access, counties.desk, counties.county


def test_a_desk_is_made_with_a_card_the_offices_can_read(desk: Registry):
    identity = read_registry_card((desk.folder / "identity.txt").read_bytes())
    assert identity == desk.identity
    assert identity.name == "市纪委登记处"


def test_a_desk_is_never_made_over_another_nor_with_a_weak_passphrase(
    access: RegistryAccess, desk: Registry, tmp_path: Path
):
    with pytest.raises(VaultExistsError):
        access.create(NewRegistry(desk.folder, "另一个", PASSPHRASE, PASSPHRASE), NoProgress())
    with pytest.raises(PassphraseTooWeakError):
        access.create(NewRegistry(tmp_path / "b", "甲", "123456", "123456"), NoProgress())
    with pytest.raises(PassphrasesDifferError):
        access.create(NewRegistry(tmp_path / "b", "甲", PASSPHRASE, PASSPHRASE + "x"), NoProgress())
    assert not (tmp_path / "b").exists()


def test_the_desk_opens_to_its_passphrase_alone(
    access: RegistryAccess, desk: Registry, clock: StandingClock
):
    desk.close()
    with pytest.raises(WrongPassphraseError):
        access.open(desk.folder, "not-the-passphrase-at-all")
    access.open(desk.folder, PASSPHRASE).close()


def test_packages_are_taken_in_order_and_answered(desk: Registry, county: County):
    desk.trust(county.card())
    first, second = county.send(), county.send(PackageLevel.LEDGER)
    receptions = desk.receive(county.circle.stick, None, NoProgress())
    assert [(r.package, r.is_taken, r.talks) for r in receptions] == [
        ("320999-000001", True, 2),
        ("320999-000002", True, 2),
    ]
    for written, reception in zip((first, second), receptions, strict=True):
        answer = read_receipt(
            Path(reception.receipt).read_bytes(), desk.identity.public_key, SCHEMAS
        )
        assert answer.index_digest == written.index_digest
        assert answer.bag_root == written.bag_root
        assert answer.audit_head == AuditHead(12, "cd" * 32)
    (office,) = desk.offices()
    assert (office.packages, office.talks, office.last_sequence, office.gaps) == (2, 2, 2, ())


def test_what_was_taken_can_be_read_again_and_nothing_lies_open(desk: Registry, county: County):
    desk.trust(county.card())
    county.send()
    desk.receive(county.circle.stick, None, NoProgress())
    with desk.session.vault.reading() as connection:
        members = registry_packages.members_of(connection, "320999", 1)
        documents = connection.execute("SELECT number, interviewees, document FROM talk").fetchall()
        findings = connection.execute("SELECT number, deadline FROM finding").fetchall()
    minutes = next(m for m in members if m.name == "data/talks/000001/minutes.pdf")
    assert desk.session.files.read(minutes.id, minutes.sha256).startswith(b"%PDF-1.7")
    assert [row[1] for row in documents] == ["张三", "张三"]
    assert json.loads(documents[0][2])["text"]["summary"] == "谈透了。"
    assert findings == [("2026-1-0001", "2026-04-05"), ("2026-1-0002", "2026-04-05")]
    written = b"".join(p.read_bytes() for p in desk.folder.rglob("*") if p.is_file())
    assert "张三".encode() not in written
    assert b"%PDF" not in written
    assert not (desk.folder / "stage").is_dir() or not list((desk.folder / "stage").iterdir())


def test_a_duplicate_is_answered_with_its_first_receipt(
    desk: Registry, county: County, clock: StandingClock
):
    desk.trust(county.card())
    written = county.send()
    (first,) = desk.receive(Path(written.folder), None, NoProgress())
    clock.move(days=2)
    (second,) = desk.receive(Path(written.folder), None, NoProgress())
    assert (second.is_taken, second.reason) == (False, "duplicate")
    assert second.receipt == first.receipt
    elsewhere = desk.folder / "elsewhere"
    (third,) = desk.receive(Path(written.folder), elsewhere, NoProgress())
    assert Path(third.receipt).read_bytes() == Path(first.receipt).read_bytes()
    (office,) = desk.offices()
    assert (office.packages, office.refused) == (1, 0)


def test_a_lost_package_is_noticed_and_filled(desk: Registry, county: County):
    desk.trust(county.card())
    first, lost, third = county.send(), county.send(), county.send()
    desk.receive(Path(first.folder), None, NoProgress())
    (refused,) = desk.receive(Path(third.folder), None, NoProgress())
    assert (refused.reason, refused.missing) == ("gap", (2,))
    answer = read_receipt(Path(refused.receipt).read_bytes(), desk.identity.public_key, SCHEMAS)
    assert (answer.is_received, answer.reason, answer.missing) == (False, "gap", (2,))
    (office,) = desk.offices()
    assert (office.gaps, office.waiting, office.refused) == ((2,), (3,), 1)
    taken = desk.receive(Path(lost.folder), None, NoProgress())
    assert [(r.package[-1], r.is_taken) for r in taken] == [("2", True), ("3", True)]
    (office,) = desk.offices()
    assert (office.last_sequence, office.gaps, office.waiting, office.refused) == (3, (), (), 0)
    assert not Path(refused.quarantine).exists()


def test_what_is_refused_lies_in_quarantine_with_its_reason(desk: Registry, county: County):
    desk.trust(county.card())
    written = county.send()
    volume = Path(written.folder) / "320999-000001.001"
    volume.write_bytes(volume.read_bytes()[:-1])
    (refused,) = desk.receive(Path(written.folder), None, NoProgress())
    assert (refused.reason, refused.missing) == ("volume_size", ())
    answer = read_receipt(Path(refused.receipt).read_bytes(), desk.identity.public_key, SCHEMAS)
    assert (answer.is_received, answer.reason, answer.talks) == (False, "volume_size", 0)
    place = Path(refused.quarantine)
    assert (place / "reason.txt").read_text().startswith("volume_size\n320999-000001.001")
    assert (place / "320999-000001.001").read_bytes() == volume.read_bytes()
    assert [(r.reason, r.sequence) for r in desk.refusals()] == [("volume_size", 1)]
    assert desk.offices()[0].packages == 0


def test_a_package_of_a_stranger_or_for_another_desk_is_refused(
    desk: Registry, county: County, tmp_path: Path
):
    written = county.send()
    (refused,) = desk.receive(Path(written.folder), None, NoProgress())
    assert refused.reason == "unknown_sender"
    desk.trust(county.card())
    county.circle.registry = new_office_keys()
    county.sequence = 0
    written = county.send()
    (refused,) = desk.receive(Path(written.folder), None, NoProgress())
    assert refused.reason == "not_for_me"
    (refused,) = desk.receive(tmp_path / "nowhere", None, NoProgress())
    assert (refused.reason, refused.answer, desk.refusals(open_only=True)[0].sequence) == (
        "medium",
        None,
        1,
    )


def test_other_content_under_a_taken_number_is_a_fork(desk: Registry, county: County):
    desk.trust(county.card())
    desk.receive(Path(county.send().folder), None, NoProgress())
    county.sequence, county.root = 0, "0" * 64
    (refused,) = desk.receive(Path(county.send(PackageLevel.LEDGER).folder), None, NoProgress())
    assert refused.reason == "fork"
    county.root = "ab" * 32
    (refused,) = desk.receive(Path(county.send().folder), None, NoProgress())
    assert refused.reason == "fork"


def test_a_desk_that_begins_in_the_middle_takes_the_next_number(desk: Registry, county: County):
    county.send()
    county.send()
    desk.trust(county.card(), first=3)
    (taken,) = desk.receive(Path(county.send().folder), None, NoProgress())
    assert taken.is_taken
    rolled_back = county.circle.stick / "320999-000002"
    (refused,) = desk.receive(rolled_back, None, NoProgress())
    assert refused.reason == "rollback"


def test_another_key_under_a_known_code_must_be_said_to_replace(desk: Registry, county: County):
    desk.trust(county.card())
    desk.receive(Path(county.send().folder), None, NoProgress())
    county.circle.office = new_office_keys()
    with pytest.raises(OfficeKeyDiffersError):
        desk.trust(county.card())
    desk.trust(county.card(), replacing=True)
    (taken,) = desk.receive(Path(county.send().folder), None, NoProgress())
    assert taken.is_taken
    with pytest.raises(RecipientUnreadableError):
        desk.trust(county.card().replace(b"320999", b"320998"))


def test_a_failure_in_the_middle_of_taking_leaves_nothing(
    desk: Registry, county: County, monkeypatch: pytest.MonkeyPatch
):
    desk.trust(county.card())
    written = county.send()

    def fail(*_: object) -> None:
        raise RuntimeError("pulled the plug")

    monkeypatch.setattr(registry_packages, "add_member", fail)
    with pytest.raises(RuntimeError):
        desk.receive(Path(written.folder), None, NoProgress())
    monkeypatch.undo()
    assert desk.offices()[0].packages == 0
    assert not list((desk.folder / "stage").iterdir())
    (taken,) = desk.receive(Path(written.folder), None, NoProgress())
    assert taken.is_taken


def test_files_of_a_failed_taking_are_swept_at_the_next_opening(
    access: RegistryAccess, desk: Registry, county: County
):
    desk.trust(county.card())
    desk.receive(Path(county.send().folder), None, NoProgress())
    files = desk.session.files.folder
    kept = len(list(files.iterdir()))
    desk.session.files.write(b"left behind")
    desk.close()
    access.open(desk.folder, PASSPHRASE).close()
    assert len(list(files.iterdir())) == kept
