"""The office's sticks: who holds which, which may be written to, and what lies on one that is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings as property_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.domain.changes import Changes
from app.domain.errors import StickMissingError
from app.domain.handover import Place
from app.domain.holders import HolderRole
from app.domain.package import RegistryIdentity
from app.domain.stick_errors import (
    StickKnownError,
    StickLabelTakenError,
    StickNamelessError,
    StickRefusedError,
    StickSerialSharedError,
    StickStateError,
    StickWordMissingError,
    StickWordTooLongError,
)
from app.domain.sticks import (
    EjectOutcome,
    StickFault,
    StickRow,
    StickStanding,
    StickState,
    cautions_of,
    faults_of,
)
from app.domain.vault_errors import RoleRefusedError
from app.services.sticks import StickRegister, kept_stick
from app.services.trail import Trail
from app.store import audit, package_copies, registries
from app.store.moments import kept
from app.store.package_copies import BegunCopy
from app.store.vault import Vault
from app.system.ids import new_id
from app.system.media import NoSticks
from tests.conftest import StandingClock, empty_vault
from tests.loop_sticks import LoopMachine
from tests.loop_sticks import loop_machine as loop_machine

GB = 1 << 30
PACKAGE = """
INSERT INTO package (number, registry_id, office_code, level, reason, archive, previous, bag_root,
    head_sequence, head_digest, created_at, state, talks)
VALUES (?1, 1, '320999', 'ledger', '', 'age1y', ?2, ?2, 0, '', ?3, ?4, 0)
"""


def row(serial: str = "4C530001", **more: object) -> StickRow:
    plain = StickRow(
        "/dev/sdb1", "/media/a", "JIWEI", serial, "DataTraveler", "exfat", 8 * GB, 7 * GB, False,
        disk_bytes=8 * GB,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.fixture
def register(vault: Vault, trail: Trail) -> StickRegister:
    return StickRegister(vault, trail, NoSticks())


def acts(register: StickRegister) -> list[str]:
    with register.vault.reading() as connection:
        return [entry.what for entry in audit.entries(connection)]


def standing(register: StickRegister, seen: StickRow) -> StickStanding:
    return register.known([seen])[0].standing


def write_package(register: StickRegister, number: int, serial: str, *, answered: bool = False):
    """As if a package had been written to that stick and read back."""
    now = register.trail.clock.now()
    with register.vault.transaction() as connection:
        if number == 1:
            registries.trust(connection, RegistryIdentity("登记处", "age1x", b"k" * 32), now)
        state = "received" if answered else "written"
        connection.execute(PACKAGE, (number, str(number) * 64, kept(now), state))
        digest = f"{number:064x}"
        copy = BegunCopy(number, digest, now, Place(Path("/media/a"), serial))
        package_copies.add(connection, copy)
        package_copies.mark_verified(connection, digest, now)
    return digest


def test_a_stick_is_registered_with_its_label_and_who_keeps_it(register: StickRegister):
    assert standing(register, row()) is StickStanding.UNKNOWN
    stick, changes = register.register(row(), " 移交盘 1 ", "赵六")
    assert changes is Changes.STICKS
    assert (stick.label, stick.custodian, stick.serial) == ("移交盘 1", "赵六", "4C530001")
    (kept,) = register.rows()
    assert kept == stick
    (known,) = register.known([row()])
    assert known.standing is StickStanding.REGISTERED
    assert (known.name, known.custodian, known.stick_id) == ("移交盘 1", "赵六", stick.id)
    assert faults_of(known, GB) == ()
    assert acts(register) == ["stick.register"]


def test_from_the_first_registered_stick_on_others_are_refused_until_it_is_chosen_otherwise(
    register: StickRegister,
):
    assert not register.only_registered()
    (first,) = register.known([row()])
    assert faults_of(first, GB) == ()
    assert cautions_of(first) == (StickFault.NOT_REGISTERED,)
    register.register(row(), "移交盘 1", "赵六")
    assert register.only_registered()
    (other,) = register.known([row("4C530002")])
    assert faults_of(other, GB) == (StickFault.NOT_REGISTERED,)
    (nameless,) = register.known([row("")])
    assert faults_of(nameless, GB) == (StickFault.NAMELESS,)
    register.set_only_registered(False)
    (other,) = register.known([row("4C530002")])
    assert faults_of(other, GB) == ()
    assert cautions_of(other) == (StickFault.NOT_REGISTERED,)
    assert acts(register)[-1] == "stick.allow"


def test_who_kept_the_stick_stays_known_when_it_is_handed_on(
    register: StickRegister, clock: StandingClock
):
    stick, _ = register.register(row(), "移交盘 1", "赵六")
    first = clock.now()
    clock.move(days=40)
    register.hand_to(stick.id, "钱七")
    history = register.custody(stick.id)
    assert [one.custodian for one in history] == ["钱七", "赵六"]
    assert history[1].since == first
    assert history[0].since - first == timedelta(days=40)
    assert register.rows()[0].custodian == "钱七"
    assert acts(register) == ["stick.register", "stick.hand_over"]


def test_a_lost_stick_is_written_no_more_and_tells_what_lay_on_it(register: StickRegister):
    stick, _ = register.register(row(), "移交盘 1", "赵六")
    write_package(register, 1, "4C530001", answered=True)
    write_package(register, 2, "4C530001")
    write_package(register, 3, "")
    register.lose(stick.id, "下乡途中")
    (kept,) = register.rows()
    assert (kept.state, kept.note) == (StickState.LOST, "下乡途中")
    assert (kept.packages, kept.unreceipted) == ((1, 2), (2,))
    (turned_up,) = register.known([row()])
    assert faults_of(turned_up, GB) == (StickFault.LOST,)
    with pytest.raises(StickStateError) as refused:
        register.hand_to(stick.id, "钱七")
    assert refused.value.state == "lost"
    register.found(stick.id)
    assert standing(register, row()) is StickStanding.REGISTERED
    assert acts(register) == ["stick.register", "stick.lose", "stick.find"]


def test_a_retired_stick_stays_in_the_register_and_its_label_becomes_free(register: StickRegister):
    stick, _ = register.register(row(), "移交盘 1", "赵六")
    register.retire(stick.id, "接口坏了")
    assert faults_of(register.known([row()])[0], GB) == (StickFault.RETIRED,)
    with pytest.raises(StickStateError):
        register.found(stick.id)
    again, _ = register.register(row("4C530002"), "移交盘 1", "赵六")
    assert [one.id for one in register.rows()] == [again.id, stick.id]


def test_a_lost_stick_comes_back_under_its_label_only_when_no_other_bears_it(
    register: StickRegister,
):
    stick, _ = register.register(row(), "移交盘 1", "赵六")
    register.lose(stick.id)
    register.register(row("4C530002"), "移交盘 1", "赵六")
    with pytest.raises(StickLabelTakenError):
        register.found(stick.id)


def test_a_stick_of_the_same_serial_and_another_size_is_another_stick(register: StickRegister):
    register.register(row(), "移交盘 1", "赵六")
    (larger,) = register.known([row(disk_bytes=32 * GB)])
    assert faults_of(larger, GB) == (StickFault.OTHER_STICK,)
    (formatted_anew,) = register.known([row(size_bytes=7 * GB, volume_id="FFFF-0000")])
    assert faults_of(formatted_anew, GB) == ()


def test_what_cannot_be_told_apart_or_is_no_stick_is_not_registered(register: StickRegister):
    with pytest.raises(StickNamelessError):
        register.register(row("0000000000"), "移交盘", "赵六")
    with pytest.raises(StickSerialSharedError):
        register.register(row(is_serial_shared=True), "移交盘", "赵六")
    with pytest.raises(StickRefusedError):
        register.register(row(is_system=True), "移交盘", "赵六")
    register.register(row(), "移交盘 1", "赵六")
    with pytest.raises(StickKnownError) as known:
        register.register(row(), "移交盘 2", "赵六")
    assert known.value.label == "移交盘 1"
    with pytest.raises(StickLabelTakenError):
        register.register(row("4C530002"), "移交盘 1", "赵六")
    assert acts(register) == ["stick.register"]


@pytest.mark.parametrize(
    ("label", "custodian", "field"), [(" ", "赵六", "label"), ("移交盘", "", "custodian")]
)
def test_a_stick_needs_a_label_and_somebody_who_keeps_it(
    register: StickRegister, label: str, custodian: str, field: str
):
    with pytest.raises(StickWordMissingError) as refused:
        register.register(row(), label, custodian)
    assert refused.value.field == field
    with pytest.raises(StickWordTooLongError):
        register.register(row(), label + "长" * 60, custodian + "长" * 60)


def test_a_recorder_registers_no_stick_and_chooses_no_rule(vault: Vault, trail: Trail):
    register = StickRegister(vault, replace(trail, role=HolderRole.RECORDER), NoSticks())
    with pytest.raises(RoleRefusedError):
        register.register(row(), "移交盘", "赵六")
    with pytest.raises(RoleRefusedError):
        register.set_only_registered(False)
    assert register.rows() == []
    assert not register.only_registered()


def test_what_may_be_written_to_is_asked_once_more_where_it_is_written(register: StickRegister):
    stick, _ = register.register(row(), "移交盘 1", "赵六")
    with register.vault.reading() as connection:
        assert kept_stick(connection, "4C530001") == stick.id
        assert kept_stick(connection, "") is None
        with pytest.raises(StickRefusedError) as refused:
            kept_stick(connection, "4C530002")
        assert refused.value.fault == StickFault.NOT_REGISTERED.value
    register.lose(stick.id)
    with register.vault.reading() as connection, pytest.raises(StickRefusedError) as refused:
        kept_stick(connection, "4C530001")
    assert (refused.value.fault, refused.value.name) == (StickFault.LOST.value, "移交盘 1")


def test_that_a_stick_was_ejected_is_kept_with_its_writing(register: StickRegister):
    register.register(row(), "移交盘 1", "赵六")
    digest = write_package(register, 1, "4C530001")
    register.note_ejected(digest)
    with register.vault.reading() as connection:
        (copy,) = package_copies.of(connection, 1)
    assert copy.ejected_at == register.trail.clock.now()
    assert (copy.stick_label, copy.custodian) == ("移交盘 1", "赵六")


def test_the_register_goes_with_real_sticks(
    vault: Vault, trail: Trail, loop_machine: LoopMachine, tmp_path: Path
):
    stick = loop_machine.plug("exfat", serial="AB0001")
    register = StickRegister(vault, trail, loop_machine.sticks)
    (seen,) = register.known(register.plugged_in())
    register.register(seen, "移交盘 1", "赵六")
    (known,) = register.known(register.plugged_in())
    assert register.faults(known, 1 << 20, 1 << 20) == ()
    (inside,) = register.known([register.folder(stick.folder)])
    assert inside.standing is StickStanding.REGISTERED
    (elsewhere,) = register.known([register.folder(tmp_path)])
    assert elsewhere.is_folder
    with pytest.raises(StickMissingError):
        register.folder(tmp_path / "not there")
    assert register.eject(known).outcome is EjectOutcome.UNMOUNTED
    (closed,) = register.known(register.plugged_in())
    assert register.faults(closed, 0) == (StickFault.NOT_MOUNTED,)
    loop_machine.pull(stick)
    assert register.eject(closed).fault is StickFault.VANISHED


class Register(RuleBasedStateMachine):
    """Whatever is done in whatever order, the register says what was done."""

    def __init__(self) -> None:
        super().__init__()
        self.sticks: dict[str, tuple[StickState, str, str]] = {}
        self.service = StickRegister(VAULTS[-1], VAULT_TRAIL[-1], NoSticks())
        self.prefix = new_id()

    def _id(self, serial: str):
        return next(s.id for s in self.service.rows() if s.serial == serial)

    @rule(n=st.integers(0, 3), label=st.sampled_from("甲乙"), who=st.sampled_from("丙丁"))
    def register(self, n: int, label: str, who: str) -> None:
        serial, name = f"{self.prefix}-{n}", f"{label}{self.prefix}"
        taken = any(s == (StickState.ACTIVE, name, s[2]) for s in self.sticks.values())
        try:
            self.service.register(row(serial), name, who)
        except (StickKnownError, StickLabelTakenError):
            assert serial in self.sticks or taken
        else:
            assert serial not in self.sticks
            assert not taken
            self.sticks[serial] = (StickState.ACTIVE, name, who)

    @rule(n=st.integers(0, 3), act=st.sampled_from(["lose", "found", "retire"]))
    def become(self, n: int, act: str) -> None:
        serial = f"{self.prefix}-{n}"
        if serial not in self.sticks:
            return
        state, label, who = self.sticks[serial]
        old, new = {
            "lose": (StickState.ACTIVE, StickState.LOST),
            "found": (StickState.LOST, StickState.ACTIVE),
            "retire": (StickState.ACTIVE, StickState.RETIRED),
        }[act]
        try:
            getattr(self.service, act)(self._id(serial))
        except StickStateError:
            assert state is not old
        except StickLabelTakenError:
            assert act == "found"
        else:
            assert state is old
            self.sticks[serial] = (new, label, who)

    @invariant()
    def the_register_is_what_was_done(self) -> None:
        found = {
            s.serial: (s.state, s.label, s.custodian)
            for s in self.service.rows()
            if s.serial.startswith(self.prefix)
        }
        assert found == self.sticks
        active = [label for state, label, _ in found.values() if state is StickState.ACTIVE]
        assert len(active) == len(set(active))


VAULTS: list[Vault] = []
VAULT_TRAIL: list[Trail] = []


def test_any_course_of_events(tmp_path: Path, trail: Trail):
    vault = empty_vault(tmp_path / "any")
    VAULTS.append(vault)
    VAULT_TRAIL.append(trail)
    try:
        case = Register.TestCase()
        case.settings = property_settings(max_examples=15, stateful_step_count=12, deadline=None)
        case.runTest()
    finally:
        VAULTS.pop()
        VAULT_TRAIL.pop()
        vault.close()
