"""What the registry answers is found on the stick, believed or refused by name, and counts once."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.audit import AuditHead
from app.domain.changes import Changes
from app.domain.holders import HolderRole
from app.domain.ids import TalkId
from app.domain.package import (
    PackageLevel,
    Receipt,
    RegistryIdentity,
)
from app.domain.receipt_errors import OverdueDaysError
from app.domain.receipts import Answer, ReceiptFile, ReceiptOutcome
from app.domain.vault_errors import RoleRefusedError
from app.handover.credentials import DeskKeys, new_registry_keys
from app.handover.receipt import receipt_file
from app.handover.schemas import Schemas
from app.handover.signed_json import signed_file
from app.services.receipts import Receipts
from app.services.trail import Trail
from app.store import audit, packages, receipts, registries, talks
from app.store.moments import kept
from app.store.vault import Vault
from app.system.paths import resources_folder
from tests.handover.makers import a_talk

SCHEMAS = Schemas(resources_folder() / "schemas")
ANSWERED = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)


@dataclass
class County:
    """An office that has handed packages over, and the registry that answers them."""

    vault: Vault
    trail: Trail
    stick: Path
    keys: DeskKeys = field(default_factory=new_registry_keys)
    talks: list[TalkId] = field(default_factory=list)

    @property
    def receipts(self) -> Receipts:
        return Receipts(self.vault, self.trail, SCHEMAS)

    def trust(self, name: str = "市纪委登记处", keys: DeskKeys | None = None) -> int:
        keys = keys or self.keys
        identity = RegistryIdentity(name, keys.recipient.decode(), keys.public_key)
        with self.vault.transaction() as connection:
            registries.trust(connection, identity, self.trail.clock.now())
            return registries.every(connection)[0][0]

    def a_sealed_talk(self) -> TalkId:
        talk = replace(a_talk(len(self.talks) + 1), prompt_set_id="", answers=())
        with self.vault.transaction() as connection:
            talks.add(connection, talk)
            self.trail.write(connection, "talk.seal", talk.id)
        self.talks.append(talk.id)
        return talk.id

    def write(self, number: int, *, registry: int = 1, whole: bool = True, **how: object) -> None:
        """A package as it lies in the vault once it was written to a stick."""
        talk = self.a_sealed_talk()
        with self.vault.transaction() as connection:
            head, now = audit.head(connection), kept(self.trail.clock.now())
            level = how.get("level", PackageLevel.LEDGER)
            state = "written" if whole else "reserved"
            previous = how.get("previous", root(number - 1))
            connection.execute(
                """
                INSERT INTO package (number, registry_id, office_code, level, reason, archive,
                    previous, bag_root, head_sequence, head_digest, created_at, state, talks)
                VALUES (?, ?, '320999', ?, '', 'age1', ?, ?, ?, ?, ?, ?, 1)
                """,
                (number, registry, level.value, previous, how.get("root", root(number)),
                 head.sequence, head.digest, now, state),
            )  # fmt: skip
            connection.execute("INSERT INTO package_talk VALUES (?, ?)", (number, talk))
            if whole:
                connection.execute(
                    "INSERT INTO package_copy (index_digest, number, begun_at, verified_at) "
                    "VALUES (?, ?, ?, ?)",
                    (index(number), number, now, now),
                )

    def answer(self, number: int, keys: DeskKeys | None = None, **changes: object) -> ReceiptFile:
        """The registry's answer to a package, on the stick."""
        with self.vault.reading() as connection:
            try:
                head = packages.get(connection, number).seal.audit_head
            except KeyError:
                head = AuditHead(3, "ab" * 32)
        receipt = Receipt(
            registry_name="市纪委登记处",
            office_code="320999",
            sequence=number,
            index_digest=index(number),
            bag_root=root(number),
            audit_head=head,
            result="received",
            talks=1,
            received_at=ANSWERED,
        )
        receipt = replace(receipt, **changes)  # type: ignore[arg-type]
        path = self.stick / receipt.file_name
        path.write_bytes(receipt_file(receipt, keys or self.keys))
        return self.receipts.file_at(path)

    def refusal(self, number: int, reason: str = "gap", **changes: object) -> ReceiptFile:
        said = {"result": "refused", "reason": reason, "talks": 0} | changes
        return self.answer(number, **said)

    def take(self, *files: ReceiptFile) -> list[ReceiptOutcome]:
        return self.receipts.take(files)[0]

    def acts(self) -> list[tuple[str, str]]:
        with self.vault.reading() as connection:
            return [(one.what, one.which) for one in audit.every(connection)]


def root(number: int) -> str:
    return f"{number:064}"


def index(number: int) -> str:
    return f"{number:064}".replace("0", "a", 1)


@pytest.fixture
def county(vault: Vault, trail: Trail, tmp_path: Path) -> County:
    (tmp_path / "stick").mkdir()
    county = County(vault, trail, tmp_path / "stick")
    county.trust()
    return county


# ── what is found on a stick ─────────────────────────────────────────────────────────────────────


def test_answers_are_found_by_their_names_wherever_they_lie(county: County):
    county.write(1)
    county.write(2)
    content = county.answer(1).content
    deeper = county.stick / "回执" / "三月"
    deeper.mkdir(parents=True)
    (deeper / "320999-000002.answer-2.json").write_bytes(content)
    for other in ("320999-000001.json", "receipt.json", "320999-000001.receipt.json.minisig",
                  "320999-000001.receipt-2000.json", "320999-000001.receipt.json\n"):  # fmt: skip
        (county.stick / other).write_bytes(b"{}")
    (deeper / "four").mkdir()
    (deeper / "four" / "320999-000003.receipt.json").write_bytes(content)
    found = county.receipts.found_in(county.stick)
    assert [file.name for file in found] == [
        "320999-000001.receipt.json", "320999-000002.answer-2.json",
    ]  # fmt: skip
    assert all(file.content == content and not file.problem for file in found)
    assert Path(found[1].folder) == deeper


def test_what_is_no_plain_file_is_named_and_never_opened(county: County, tmp_path: Path):
    outside = tmp_path / "outside"
    outside.write_bytes(b"of this machine")
    (county.stick / "320999-000001.receipt.json").symlink_to(outside)
    os.mkfifo(county.stick / "320999-000002.receipt.json")
    (county.stick / "320999-000003.receipt.json").write_bytes(b"x" * (65 * 1024))
    (county.stick / "loop").symlink_to(county.stick)
    found = county.receipts.found_in(county.stick)
    assert [file.problem for file in found] == ["not_a_receipt", "not_a_receipt", "too_large"]
    outcomes = county.take(*found)
    assert [one.rejection for one in outcomes] == ["not_a_receipt", "not_a_receipt", "too_large"]
    assert not any(one.is_settled for one in outcomes)


def test_a_stick_that_is_gone_or_crowded_is_no_trouble(county: County, tmp_path: Path):
    assert county.receipts.found_in(tmp_path / "pulled") == []
    gone = county.receipts.file_at(tmp_path / "pulled" / "320999-000001.receipt.json")
    assert gone.problem == "not_a_receipt"
    for number in range(1010):
        (county.stick / f"320999-{number:06}.receipt.json").touch()
    assert len(county.receipts.found_in(county.stick)) == 1000


# ── what is believed ─────────────────────────────────────────────────────────────────────────────


def test_receipts_mark_their_talks_and_anchor_the_trail(county: County):
    for number in (1, 2):
        county.write(number)
    assert county.receipts.standing().last_anchor is None
    outcomes, changes = county.receipts.take([county.answer(1), county.answer(2)])
    assert [(one.answer, one.number) for one in outcomes] == [
        (Answer.RECEIVED, 1), (Answer.RECEIVED, 2),
    ]  # fmt: skip
    assert [(one.talks, one.newly_received) for one in outcomes] == [(1, 1), (1, 1)]
    assert outcomes[0].registry_name == "市纪委登记处"
    assert outcomes[0].answered_at == ANSWERED
    assert changes == Changes.PACKAGES | Changes.TALKS
    with county.vault.reading() as connection:
        assert talks.get(connection, county.talks[0]).received_at == ANSWERED
        newest = packages.get(connection, 2).seal.audit_head
    standing = county.receipts.standing()
    assert (standing.unreceipted, standing.last_anchor) == ((), newest)
    assert county.acts()[-2:] == [("receipt.take", "320999-000001"), ("receipt.take", "320999-000002")]  # fmt: skip


def test_figures_alone_bring_no_talk_to_the_registry(county: County):
    county.write(1, level=PackageLevel.STATISTICS)
    (outcome,) = county.take(county.answer(1))
    assert (outcome.is_settled, outcome.talks, outcome.newly_received) == (True, 0, 0)


def test_the_same_file_again_is_known_and_leaves_no_trace(county: County):
    county.write(1)
    county.write(2)
    files = [county.answer(1), county.refusal(2)]
    county.take(*files)
    before = county.acts()
    outcomes, changes = county.receipts.take(files)
    assert [one.answer for one in outcomes] == [Answer.KNOWN] * 2
    assert changes is Changes.NONE
    assert county.acts() == before


def test_a_refusal_tells_the_numbers_the_registry_misses(county: County):
    for number in (1, 2, 3):
        county.write(number)
    (outcome,) = county.take(county.refusal(3, missing=(1, 2)))
    assert (outcome.answer, outcome.reason) == (Answer.REFUSED, "gap")
    assert not outcome.is_settled
    standing = county.receipts.standing()
    assert standing.missing_at_registry == (1, 2)
    assert [(w.number, w.refused_because) for w in standing.unreceipted] == [
        (1, ""), (2, ""), (3, "gap"),
    ]  # fmt: skip
    assert standing.unreceipted[2].refused_at == ANSWERED
    assert ("receipt.answer", "320999-000003 gap") in county.acts()
    county.take(county.answer(1), county.answer(2))
    assert county.receipts.standing().missing_at_registry == ()
    county.take(county.answer(3))
    assert county.receipts.standing().unreceipted == ()


def test_only_a_later_refusal_counts(county: County):
    county.write(1)
    (first,) = county.take(county.refusal(1, "volume_missing"))
    assert first.answer is Answer.REFUSED
    older = county.refusal(1, "gap", received_at=ANSWERED - timedelta(days=1))
    same = county.refusal(1, "gap")
    later = county.refusal(1, "volume_size", received_at=ANSWERED + timedelta(days=1))
    assert [one.rejection for one in county.take(older, same)] == ["older", "older"]
    (newest,) = county.take(later)
    assert newest.reason == "volume_size"
    (waiting,) = county.receipts.standing().unreceipted
    assert waiting.refused_because == "volume_size"
    county.take(county.answer(1))
    late = county.refusal(1, "gap", received_at=ANSWERED + timedelta(days=2))
    assert county.take(late)[0].rejection == "older"
    assert county.receipts.standing().unreceipted == ()


# ── what is refused by name ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "rejection"),
    [
        ({"sequence": 9}, "unknown_number"),
        ({"office_code": "320998"}, "wrong_office"),
        ({"bag_root": "ab" * 32}, "other_content"),
        ({"index_digest": "ab" * 32}, "other_content"),
        ({"audit_head": AuditHead(1, "ab" * 32)}, "audit_head"),
        ({"result": "maybe"}, "not_a_receipt"),
        ({"result": "refused"}, "not_a_receipt"),
        ({"reason": "gap"}, "not_a_receipt"),
        ({"missing": (3,)}, "not_a_receipt"),
        ({"result": "refused", "missing": (3,)}, "not_a_receipt"),
        ({"result": "refused", "reason": "Gap!"}, "not_a_receipt"),
        ({"result": "refused", "reason": "gap", "missing": (0,)}, "not_a_receipt"),
        ({"result": "refused", "reason": "gap", "missing": (2, 2)}, "not_a_receipt"),
        ({"received_at": datetime(1, 1, 1, tzinfo=UTC)}, "not_a_receipt"),
        ({"received_at": datetime(9999, 12, 31, 23, tzinfo=UTC)}, "not_a_receipt"),
        ({"received_at": datetime(2026, 3, 1)}, "not_a_receipt"),  # noqa: DTZ001 — of nowhere
    ],
    ids=str,
)
def test_an_answer_about_something_else_is_refused(
    county: County, change: dict[str, object], rejection: str
):
    county.write(1)
    (outcome,) = county.take(county.answer(1, **change))
    assert (outcome.answer, outcome.rejection) == (Answer.REJECTED, rejection)
    assert [waiting.number for waiting in county.receipts.standing().unreceipted] == [1]
    assert county.acts()[-1] == ("receipt.refuse", rejection)


def test_forged_and_foreign_receipts(county: County):
    county.write(1)
    stranger, second = new_registry_keys(), new_registry_keys()
    assert county.take(county.answer(1, stranger))[0].rejection == "signature"
    county.trust("另一登记处", second)
    assert county.take(county.answer(1, second))[0].rejection == "wrong_registry"
    good = county.answer(1)
    for place in range(0, len(good.content), 7):
        content = bytearray(good.content)
        content[place] ^= 1
        (outcome,) = county.take(replace(good, content=bytes(content)))
        assert outcome.answer is Answer.REJECTED
        assert outcome.rejection in {"json", "signature", "not_a_receipt", "newer_format"}
    assert county.take(good)[0].is_settled


def test_an_office_without_a_registry_believes_nobody(vault: Vault, trail: Trail, tmp_path: Path):
    county = County(vault, trail, tmp_path)
    assert county.take(county.answer(1))[0].rejection == "wrong_registry"


def test_content_that_is_no_receipt_at_all(county: County):
    county.write(1)
    for content, rejection in (
        (b"", "json"),
        (b"[]\n", "json"),
        (b"\xff\xfe", "json"),
        (b"[" * 60_000, "json"),
        (b'{"content":1,"content":2,"signature":""}\n', "json"),
        (signed_file({"format": "tanxinbu-index", "version": 1}, county.keys), "not_a_receipt"),
        (signed_file({"format": "tanxinbu-receipt", "version": 3}, county.keys), "newer_format"),
        (signed_file({"format": "tanxinbu-receipt", "version": [2]}, county.keys), "newer_format"),
        (signed_file({"format": "tanxinbu-receipt", "version": True}, county.keys), "newer_format"),
        (signed_file({"format": ["x"], "version": 2}, county.keys), "not_a_receipt"),
        (signed_file({"format": "tanxinbu-receipt", "version": 2}, county.keys), "not_a_receipt"),
    ):
        (outcome,) = county.take(ReceiptFile("a", "b", content))
        assert outcome.rejection == rejection, content[:60]


def test_a_second_receipt_for_the_same_package_is_a_replay(county: County):
    county.write(1)
    county.take(county.answer(1))
    other = county.answer(1, received_at=ANSWERED + timedelta(days=3))
    assert county.take(other)[0].rejection == "duplicate"


def test_a_head_that_is_no_longer_in_the_trail_is_told(county: County):
    """A vault that was put back and went on otherwise: its registry has seen another history."""
    county.write(1)
    good = county.answer(1)
    with county.vault.transaction() as connection:
        connection.execute("DROP TRIGGER audit_entry_keeps")
        connection.execute("UPDATE audit_entry SET digest = 'x' || digest")
    assert county.take(good)[0].rejection == "audit_head"


def test_a_receipt_of_the_first_version_is_still_taken(county: County):
    county.write(1)
    with county.vault.reading() as connection:
        head = packages.get(connection, 1).seal.audit_head
    first = {
        "format": "tanxinbu-receipt",
        "version": 1,
        "registry_name": "市纪委登记处",
        "office_code": "320999",
        "sequence": 1,
        "index_digest": index(1),
        "bag_root": root(1),
        "audit_head": {"sequence": head.sequence, "digest": head.digest},
        "result": "received",
        "talks": 1,
        "received_at": ANSWERED.isoformat(),
    }
    for change in ({"result": "refused"}, {"reason": ""}, {"missing": []}):
        file = signed_file(first | change, county.keys)
        assert county.take(ReceiptFile("a", "b", file))[0].rejection == "not_a_receipt"
    file = signed_file(first, county.keys)
    assert county.take(ReceiptFile("a", "b", file))[0].is_settled


def test_one_bad_file_among_good_ones_stops_nothing(county: County):
    for number in (1, 2, 3):
        county.write(number)
    bad = replace(county.answer(2), content=b"{}")
    outcomes = county.take(county.answer(1), bad, county.answer(3))
    assert [one.is_settled for one in outcomes] == [True, False, True]
    assert [waiting.number for waiting in county.receipts.standing().unreceipted] == [2]


@pytest.mark.parametrize("role", [HolderRole.RECORDER, HolderRole.AUDITOR])
def test_those_who_only_record_or_look_take_no_receipts(county: County, role: HolderRole):
    county.write(1)
    county.trail = replace(county.trail, role=role)
    with pytest.raises(RoleRefusedError):
        county.take(county.answer(1))
    with county.vault.reading() as connection:
        assert receipts.unreceipted(connection) == (1,)


@pytest.mark.parametrize("seed", range(2))
def test_answers_in_any_order_come_to_the_same_end(county: County, seed: int):
    """Receipts and refusals of all ages, again and again: a package is received once and for ever."""
    dice = random.Random(seed)
    numbers = range(1, 7)
    for number in numbers:
        county.write(number)
    received, refused, seen = (
        set[int](),
        dict[int, tuple[int, str, tuple[int, ...]]](),
        set[bytes](),
    )
    for _ in range(50):
        number, age = dice.choice(numbers), dice.randrange(5)
        at = ANSWERED + timedelta(days=age)
        if dice.random() < 0.2:
            file, expected = county.answer(number, received_at=at), Answer.RECEIVED
            expected = Answer.REJECTED if number in received else expected
        else:
            reason, missing = dice.choice(("gap", "tar")), (dice.choice(numbers),)
            file = county.refusal(number, reason, missing=missing, received_at=at)
            is_late = number in received or age <= refused.get(number, (-1,))[0]
            expected = Answer.REJECTED if is_late else Answer.REFUSED
        (outcome,) = county.take(file)
        assert outcome.answer is (Answer.KNOWN if file.content in seen else expected)
        if outcome.answer is Answer.RECEIVED:
            received.add(number)
        elif outcome.answer is Answer.REFUSED:
            refused[number] = (age, reason, missing)
        if outcome.answer in {Answer.RECEIVED, Answer.REFUSED}:
            seen.add(file.content)
        standing = county.receipts.standing()
        assert {one.number for one in standing.unreceipted} == set(numbers) - received
        assert {one.number: one.refused_because for one in standing.unreceipted} == {
            n: refused.get(n, (0, ""))[1] for n in numbers if n not in received
        }
        wanted = {m for n, (_, _, ms) in refused.items() if n not in received for m in ms}
        assert set(standing.missing_at_registry) == wanted - received


# ── what waits ───────────────────────────────────────────────────────────────────────────────────


def test_what_waits_grows_old_and_presses(county: County):
    county.write(1)
    county.trail.clock.move(days=10)
    county.write(2)
    county.trail.clock.move(days=5)
    standing = county.receipts.standing()
    assert standing.overdue_days == 15
    assert [(w.number, w.days, w.is_overdue) for w in standing.unreceipted] == [
        (1, 15, True), (2, 5, False),
    ]  # fmt: skip
    assert [one.number for one in standing.overdue] == [1]
    assert county.receipts.set_overdue_days(5) == Changes.SETTINGS | Changes.PACKAGES
    assert county.receipts.overdue_days() == 5
    assert [one.number for one in county.receipts.standing().overdue] == [1, 2]
    assert county.acts()[-1] == ("receipt.days", "5")
    county.trail.clock.move(days=-40)  # a clock set back makes nothing younger than today
    assert [one.days for one in county.receipts.standing().unreceipted] == [0, 0]


@pytest.mark.parametrize("days", [0, -1, 366])
def test_days_that_make_no_sense_are_refused(county: County, days: int):
    with pytest.raises(OverdueDaysError):
        county.receipts.set_overdue_days(days)
    assert county.receipts.overdue_days() == 15


def test_numbers_that_were_left_out_are_told(county: County):
    county.write(1)
    county.write(2, whole=False)
    county.write(3)
    county.write(4, whole=False, root="0" * 64)  # one that is only being put together
    county.write(5)
    county.write(6, whole=False)  # the next to be written: nothing waits for it yet
    standing = county.receipts.standing()
    assert standing.gaps == (2,)
    assert [one.number for one in standing.unreceipted] == [1, 3, 5]
