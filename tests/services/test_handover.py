"""Talks go to the registry under a number, once, whatever happens to the stick; the answer counts."""

from __future__ import annotations

import io
import json
import subprocess
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.audit import AuditHead
from app.domain.changes import Changes
from app.domain.errors import (
    FileTooLargeError,
    FileUnreadableError,
    PackageRejectedError,
    ReceiptRejectedError,
    RecipientMissingError,
    RecipientUnreadableError,
    StickMissingError,
    StickReadOnlyError,
    StickRemovedError,
)
from app.domain.ids import TalkId
from app.domain.office_standing import OfficeStanding
from app.domain.package import PackageLevel, PackageState, Receipt, RegistryIdentity
from app.domain.papers import HandoverSlipPaper, PaperKind, PaperWish
from app.domain.progress import CancelledError, NoProgress
from app.domain.refusals import (
    NothingChosenError,
    NotSealedError,
    PackageTooLargeError,
    ReasonMissingError,
)
from app.domain.talk import Talk, TalkStatus
from app.handover.card import read_office_card, registry_card
from app.handover.credentials import DeskKeys, new_office_keys, new_registry_keys
from app.handover.reader import PackageReader, ReceivedPackage
from app.handover.receipt import receipt_file
from app.handover.schemas import Schemas
from app.handover.stage import Stage
from app.handover.writer import PackageWriter
from app.services import dispatch
from app.services.figures import Figures
from app.services.handover import Handover
from app.services.packing import ARCHIVE_KEY, SIGNATURE_KEY
from app.services.papers import Papers
from app.services.settings import OfficeFacts, write_office
from app.services.trail import Trail
from app.store import audit, credentials, packages, talks
from app.store.attachment_files import AttachmentFiles
from app.store.vault import Vault
from app.system.media import NoSticks
from app.system.paths import resources_folder
from tests.documents.paper import text_of
from tests.handover.sealed import seal_a_talk

SCHEMAS = Schemas(resources_folder() / "schemas")


@dataclass
class Registry:
    """The other side, as far as an office can see it."""

    folder: Path
    keys: DeskKeys = field(default_factory=new_registry_keys)
    name: str = "市纪委登记处"
    receptions: int = 0

    def card(self) -> Path:
        identity = RegistryIdentity(self.name, self.keys.recipient.decode(), self.keys.public_key)
        path = self.folder / "identity.txt"
        path.write_bytes(registry_card(identity, self.keys))
        return path

    def open(
        self, folder: str, office: Handover, last: OfficeStanding | None = None
    ) -> ReceivedPackage:
        self.receptions += 1
        stage = Stage(self.folder / f"stage-{self.receptions}")
        stage.folder.mkdir()
        card = read_office_card(office.office_card())
        reader = PackageReader(self.keys, SCHEMAS)
        return reader.read(Path(folder), stage, lambda code, n: last or OfficeStanding(card))

    def answer(self, package: ReceivedPackage, **changes: object) -> Path:
        seal = package.index.seal
        receipt = Receipt(
            registry_name=self.name,
            office_code=seal.office_code,
            sequence=seal.sequence,
            index_digest=package.signed.digest,
            bag_root=package.index.bag_root,
            audit_head=seal.audit_head,
            result="received",
            talks=len(package.package.talks),
            received_at=datetime(2026, 3, 9, 2, 0, tzinfo=UTC),
        )
        path = self.folder / "answer.json"
        path.write_bytes(receipt_file(replace(receipt, **changes), self.keys))  # type: ignore[arg-type]
        return path


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    folder = tmp_path / "other-side"
    folder.mkdir()
    return Registry(folder)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def handover(vault: Vault, trail: Trail, attachment_files: AttachmentFiles) -> Handover:
    keys = new_office_keys()
    with vault.transaction() as connection:
        credentials.keep(connection, SIGNATURE_KEY, keys.signing_key, keys.public_key)
        credentials.keep(connection, ARCHIVE_KEY, keys.identity, keys.recipient)
        write_office(connection, OfficeFacts("某县纪委监委", "李明", "320999"))
    return Handover(vault, trail, attachment_files, NoSticks(), SCHEMAS)


def status_of(handover: Handover, talk_id: TalkId) -> Talk:
    with handover.vault.reading() as connection:
        return talks.get(connection, talk_id)


def test_the_whole_circle(handover: Handover, registry: Registry, stick: Path):
    chosen = [seal_a_talk(handover, n) for n in (1, 2)]
    handover.trust_registry(registry.card())
    preflight = handover.check(chosen, PackageLevel.FULL, stick, "上级调阅")
    assert preflight.has_room
    assert preflight.fingerprint == handover.registry().fingerprint
    written = handover.write(chosen, PackageLevel.FULL, stick, NoProgress(), "上级调阅")
    assert (written.number, written.verified) == (1, True)
    assert [row.package_state for row in handover.ready()] == [PackageState.WRITTEN] * 2
    package = registry.open(written.folder, handover)
    assert len(package.package.talks) == 2
    assert package.package.reason == "上级调阅"
    steps = package.document("data/talks/000001/process.json")["steps"]
    assert [step["what"] for step in steps] == ["talk.seal"]
    assert {"minutes.pdf", "scan.png"} <= set(package.package.talks[0].files)
    report, changes = handover.take_receipt(registry.answer(package))
    assert (report.number, report.newly_received, report.unreceipted) == (1, 2, ())
    assert changes == Changes.PACKAGES | Changes.TALKS
    assert status_of(handover, chosen[0]).received_at == datetime(2026, 3, 9, 2, 0, tzinfo=UTC)
    assert handover.ready() == []
    assert [row.state for row in handover.packages()] == [PackageState.RECEIVED]


def test_packages_follow_one_another(handover: Handover, registry: Registry, stick: Path):
    handover.trust_registry(registry.card())
    roots = ["0" * 64]
    for number in (1, 2, 3):
        talk = seal_a_talk(handover, number)
        written = handover.write([talk], PackageLevel.LEDGER, stick, NoProgress())
        said = json.loads((Path(written.folder) / f"320999-{number:06}.json").read_text())
        assert said["content"]["previous"] == roots[-1]
        roots.append(written.bag_root)
    assert handover.unreceipted() == (1, 2, 3)


def test_a_failed_writing_is_repeated_under_its_number_with_its_content(
    handover: Handover, registry: Registry, stick: Path, monkeypatch: pytest.MonkeyPatch
):
    handover.trust_registry(registry.card())
    talk = seal_a_talk(handover)
    failing = fails_after(2000)
    monkeypatch.setattr(dispatch, "PackageWriter", lambda keys: PackageWriter(keys, failing))
    with pytest.raises(StickRemovedError):
        handover.write([talk], PackageLevel.FULL, stick, NoProgress(), "调阅")
    assert list(stick.iterdir()) == []
    before = handover.packages()[0]
    assert before.state is PackageState.RESERVED
    monkeypatch.undo()
    handover.trail.clock.move(days=3)
    written = handover.write([talk], PackageLevel.FULL, stick, NoProgress(), "调阅")
    assert (written.number, written.bag_root) == (before.number, before.bag_root)


def test_a_number_of_which_nothing_was_ever_written_goes_to_the_next_order(
    handover: Handover, registry: Registry, stick: Path, monkeypatch: pytest.MonkeyPatch
):
    handover.trust_registry(registry.card())
    first, second = seal_a_talk(handover, 1), seal_a_talk(handover, 2)
    failing = fails_after(2000)
    monkeypatch.setattr(dispatch, "PackageWriter", lambda keys: PackageWriter(keys, failing))
    with pytest.raises(StickRemovedError):
        handover.write([first], PackageLevel.FULL, stick, NoProgress(), "调阅")
    monkeypatch.undo()
    written = handover.write([first, second], PackageLevel.LEDGER, stick, NoProgress())
    assert written.number == 1
    assert [row.talks for row in handover.packages()] == [2]


def test_a_number_whose_index_may_lie_on_a_stick_is_never_used_for_other_content(
    handover: Handover, registry: Registry, stick: Path
):
    class StopAtReadBack:
        def step(self, done: int, total: int) -> None:
            if done > total // 2:
                raise CancelledError

    handover.trust_registry(registry.card())
    first, second = seal_a_talk(handover, 1), seal_a_talk(handover, 2)
    with pytest.raises(CancelledError):
        handover.write([first], PackageLevel.LEDGER, stick, StopAtReadBack())
    other = handover.write([second], PackageLevel.LEDGER, stick, NoProgress())
    again = handover.write([first], PackageLevel.LEDGER, stick, NoProgress())
    assert (other.number, again.number) == (2, 1)


def test_a_lost_stick_is_replaced_by_the_same_package(
    handover: Handover, registry: Registry, stick: Path
):
    handover.trust_registry(registry.card())
    talk = seal_a_talk(handover)
    first = handover.write([talk], PackageLevel.FULL, stick, NoProgress(), "调阅")
    second = handover.write_again(1, stick, NoProgress())
    assert first.bag_root == second.bag_root
    for folder in (first.folder, second.folder):
        package = registry.open(folder, handover)
    handover.take_receipt(registry.answer(package))
    assert handover.packages()[0].copies == 2


def test_figures_alone_do_not_bring_a_talk_to_the_registry(
    handover: Handover, registry: Registry, stick: Path
):
    handover.trust_registry(registry.card())
    talk = seal_a_talk(handover)
    written = handover.write([talk], PackageLevel.STATISTICS, stick, NoProgress())
    package = registry.open(written.folder, handover)
    assert package.document("data/statistics.json")["attendances"] == 1
    report, _ = handover.take_receipt(registry.answer(package))
    assert (report.talks, report.newly_received) == (0, 0)
    assert status_of(handover, talk).received_at is None


# ── what is refused ──────────────────────────────────────────────────────────────────────────────


def test_what_cannot_be_handed_over_is_refused_by_name(
    handover: Handover, registry: Registry, stick: Path, tmp_path: Path
):
    talk = seal_a_talk(handover)
    with pytest.raises(RecipientMissingError):
        handover.write([talk], PackageLevel.LEDGER, stick, NoProgress())
    handover.trust_registry(registry.card())
    with pytest.raises(NothingChosenError):
        handover.write([], PackageLevel.LEDGER, stick, NoProgress())
    with pytest.raises(ReasonMissingError):
        handover.write([talk], PackageLevel.FULL, stick, NoProgress())
    with pytest.raises(StickMissingError):
        handover.write([talk], PackageLevel.LEDGER, tmp_path / "nowhere", NoProgress())
    many = [TalkId(str(n)) for n in range(5001)]
    with pytest.raises(PackageTooLargeError):
        handover.write(many, PackageLevel.LEDGER, stick, NoProgress())
    unsealed = seal_a_talk(handover, 2, TalkStatus.SIGNED)
    with pytest.raises(NotSealedError):
        handover.write([talk, unsealed], PackageLevel.LEDGER, stick, NoProgress())
    assert handover.packages() == []
    assert list(stick.iterdir()) == []


def test_a_locked_stick_is_told_before_a_number_is_taken(
    handover: Handover, registry: Registry, stick: Path
):
    handover.trust_registry(registry.card())
    talk = seal_a_talk(handover)
    mount = ["mount", "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", str(stick)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        with pytest.raises(StickReadOnlyError):
            handover.check([talk], PackageLevel.LEDGER, stick)
        with pytest.raises(StickReadOnlyError):
            handover.write([talk], PackageLevel.LEDGER, stick, NoProgress())
    finally:
        subprocess.run(["umount", str(stick)], check=True)
    assert handover.packages() == []


def test_a_card_that_was_changed_on_the_way_is_refused(
    handover: Handover, registry: Registry, tmp_path: Path
):
    card = registry.card().read_text("utf-8")
    for line in range(1, 6):
        lines = card.splitlines()
        lines[line] = lines[line][:-3] + ("000" if not lines[line].endswith("000") else "111")
        bad = tmp_path / "card.txt"
        bad.write_text("\n".join(lines), "utf-8")
        with pytest.raises(RecipientUnreadableError):
            handover.trust_registry(bad)
    assert handover.registry() is None
    with pytest.raises(FileUnreadableError):
        handover.trust_registry(tmp_path / "missing.txt")
    (tmp_path / "large.txt").write_bytes(b"x" * 9000)
    with pytest.raises(FileTooLargeError):
        handover.trust_registry(tmp_path / "large.txt")


def test_a_card_saved_by_an_editor_is_still_a_card(
    handover: Handover, registry: Registry, tmp_path: Path
):
    text = registry.card().read_text("utf-8")
    path = tmp_path / "saved.txt"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    handover.trust_registry(path)
    assert handover.registry().name == registry.name


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sequence": 9}, "unknown_number"),
        ({"office_code": "320998"}, "wrong_office"),
        ({"bag_root": "ab" * 32}, "other_content"),
        ({"index_digest": "ab" * 32}, "other_content"),
        ({"audit_head": AuditHead(1, "ab" * 32)}, "audit_head"),
        ({"result": "maybe"}, "not_a_receipt"),
    ],
)
def test_a_receipt_for_something_else_is_refused_by_name(
    handover: Handover, registry: Registry, stick: Path, change: dict[str, object], reason: str
):
    handover.trust_registry(registry.card())
    talk = seal_a_talk(handover)
    written = handover.write([talk], PackageLevel.LEDGER, stick, NoProgress())
    answer = registry.answer(registry.open(written.folder, handover), **change)
    with pytest.raises(ReceiptRejectedError) as refused:
        handover.take_receipt(answer)
    assert refused.value.reason == reason
    assert status_of(handover, talk).received_at is None
    assert handover.unreceipted() == (1,)


def test_a_receipt_counts_once_and_only_from_the_right_registry(
    handover: Handover, registry: Registry, stick: Path, tmp_path: Path
):
    handover.trust_registry(registry.card())
    talk = seal_a_talk(handover)
    package = registry.open(
        handover.write([talk], PackageLevel.LEDGER, stick, NoProgress()).folder, handover
    )
    answer = registry.answer(package).read_bytes()
    path = tmp_path / "receipt.json"

    def refusal(content: bytes) -> str:
        path.write_bytes(content)
        with pytest.raises(ReceiptRejectedError) as refused:
            handover.take_receipt(path)
        return refused.value.reason

    (tmp_path / "elsewhere").mkdir()
    other = Registry(tmp_path / "elsewhere")
    assert refusal(other.answer(package).read_bytes()) == "signature"
    handover.trust_registry(other.card())
    assert refusal(other.answer(package).read_bytes()) == "wrong_registry"
    assert refusal(answer.replace(b'"talks":1', b'"talks":2')) == "signature"
    assert refusal(b"{}") == "json"
    assert refusal(b"\xff" * 100) == "json"
    path.write_bytes(answer)
    handover.take_receipt(path)
    assert refusal(answer) == "duplicate"


def test_a_vault_that_lost_its_trail_does_not_take_the_receipt(
    handover: Handover, registry: Registry, stick: Path, monkeypatch: pytest.MonkeyPatch
):
    handover.trust_registry(registry.card())
    talk = seal_a_talk(handover)
    package = registry.open(
        handover.write([talk], PackageLevel.LEDGER, stick, NoProgress()).folder, handover
    )
    monkeypatch.setattr(
        audit, "head_at", lambda connection, sequence: AuditHead(sequence, "00" * 32)
    )
    with pytest.raises(ReceiptRejectedError) as refused:
        handover.take_receipt(registry.answer(package))
    assert refused.value.reason == "audit_head"


def fails_after(count: int):
    """A medium that fails once so many bytes were written."""
    written = 0

    class Failing(io.FileIO):
        def write(self, content) -> int:
            nonlocal written
            if written + len(content) > count:
                raise OSError(5, "made-up failure")
            written += len(content)
            return super().write(content)

    return lambda path: Failing(path, "xb")


def test_a_document_nobody_would_take_is_never_given_a_number(
    handover: Handover, registry: Registry, stick: Path
):
    handover.trust_registry(registry.card())
    talk = seal_a_talk(handover)
    with handover.vault.transaction() as connection:
        handover.trail.write(connection, "talk.odd", talk, "x" * 5000)
    with pytest.raises(PackageRejectedError) as refused:
        handover.write([talk], PackageLevel.LEDGER, stick, NoProgress())
    assert refused.value.reason == "schema"
    assert handover.packages() == []


def test_the_slip_of_a_package_tells_what_was_written_and_to_whom(
    handover: Handover, registry: Registry, stick: Path
):
    handover.trust_registry(registry.card())
    talk = seal_a_talk(handover)
    written = handover.write([talk], PackageLevel.LEDGER, stick, NoProgress())
    figures, urge = Figures(handover.vault, handover.trail), lambda _: Changes.NONE
    papers = Papers(handover.vault, handover.trail, figures, urge)
    wish = PaperWish(PaperKind.HANDOVER_SLIP, str(written.number))
    slip = papers.read(wish).data
    assert isinstance(slip, HandoverSlipPaper)
    assert (slip.package, slip.talks, slip.registry_name) == ("320999-000001", 1, "市纪委登记处")
    assert (slip.bag_root, slip.files) == (written.bag_root, len(kept_parts(handover)))
    assert [copy.index_digest for copy in slip.copies] == [written.index_digest]
    assert slip.copies[0].verified_at is not None
    own = read_office_card(handover.office_card()).fingerprint
    assert (slip.office_fingerprint, slip.fingerprint) == (own, handover.registry().fingerprint)
    names = [p.name for p in status_of(handover, talk).participants]
    text = text_of(papers.make(wish)[0])
    assert "市纪委登记处" in text
    assert not any(name in text for name in names)


def kept_parts(handover: Handover) -> list[packages.KeptPart]:
    with handover.vault.reading() as connection:
        return packages.parts_of(connection, 1)
