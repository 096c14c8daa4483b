"""What is against a stick, in the order in which it must be put right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import StickId
from app.domain.sticks import (
    Ejected,
    EjectOutcome,
    StickFault,
    StickRow,
    StickStanding,
    cautions_of,
    fault_of_all,
    faults_of,
    is_telling,
)

ROW = StickRow("/dev/sdb1", "/media/b", "U", "4C530001", "Cruzer", "exfat", 800, 500, False)


@pytest.mark.parametrize(
    ("serial", "tells"),
    [("4C530001", True), ("", False), ("0000000", False), ("0123456789ABCDEF", False), ("A0A0", False)],
)  # fmt: skip
def test_a_serial_of_noughts_or_of_samples_tells_no_stick_from_another(serial: str, tells: bool):
    assert is_telling(serial) is tells
    row = replace(ROW, serial=serial, volume_id="1A2B-3C4D")
    assert row.identity == (serial if tells else "volume:1A2B-3C4D")


def test_the_registered_label_is_what_a_stick_is_called():
    assert replace(ROW, label_kept="移交盘").name == "移交盘"
    assert ROW.name == "U"
    assert replace(ROW, label="").name == "Cruzer"
    assert replace(ROW, label="", model="").name == "/dev/sdb1"


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, ()),
        ({"is_system": True, "is_read_only": True}, (StickFault.SYSTEM_DISK,)),
        ({"is_locked": True, "is_mounted": False}, (StickFault.LOCKED,)),
        ({"is_mounted": False, "free_bytes": 0}, (StickFault.NOT_MOUNTED,)),
        ({"standing": StickStanding.LOST, "is_mounted": False}, (StickFault.LOST, StickFault.NOT_MOUNTED)),
        ({"is_allowed": False}, (StickFault.NOT_REGISTERED,)),
        ({"is_allowed": False, "serial": ""}, (StickFault.NAMELESS,)),
        ({"is_read_only": True, "is_writable": False}, (StickFault.READ_ONLY,)),
        ({"is_writable": False}, (StickFault.NOT_WRITABLE,)),
        ({"is_dirty": True, "is_suited": False}, (StickFault.DIRTY, StickFault.UNSUITED)),
        ({"longest_file": 99, "free_bytes": 99}, (StickFault.FILE_TOO_LONG, StickFault.TOO_LITTLE_ROOM)),
    ],
)  # fmt: skip
def test_what_is_against_a_stick_comes_in_the_order_it_must_be_put_right(changes, faults):
    assert faults_of(replace(ROW, **changes), 100, 100) == faults


def test_a_folder_is_nobodys_stick_and_on_the_systems_disk_it_is_said():
    folder = replace(ROW, is_folder=True, is_system=True, is_allowed=False, serial="")
    assert faults_of(folder, 100) == ()
    assert cautions_of(folder) == (StickFault.SYSTEM_DISK,)
    assert cautions_of(replace(folder, is_system=False)) == ()
    assert faults_of(folder, 501) == (StickFault.TOO_LITTLE_ROOM,)


def test_only_a_single_stick_could_be_meant():
    assert fault_of_all([]) is StickFault.NONE_FOUND
    assert fault_of_all([replace(ROW, is_system=True)]) is StickFault.NONE_FOUND
    assert fault_of_all([ROW, replace(ROW, is_system=True)]) is None
    assert fault_of_all([ROW, ROW]) is StickFault.SEVERAL


@pytest.mark.parametrize("outcome", list(EjectOutcome))
def test_a_stick_may_be_pulled_exactly_when_nothing_is_against_it(outcome: EjectOutcome):
    assert Ejected(outcome).may_be_pulled is (Ejected(outcome).fault is None)


@given(
    st.builds(
        StickRow,
        serial=st.sampled_from(["", "4C530001"]),
        free_bytes=st.integers(0, 200),
        longest_file=st.none() | st.integers(50, 150),
        standing=st.sampled_from(StickStanding),
        stick_id=st.just(StickId("1")),
    )
)
def test_a_stick_without_a_fault_can_take_what_is_to_be_written(row: StickRow):
    if faults_of(row, 100, 100):
        return
    assert row.free_bytes >= 100
    assert row.longest_file is None or row.longest_file >= 100
    assert row.is_mounted
    assert row.is_writable
    assert not any((row.is_read_only, row.is_dirty, row.is_locked))
    assert row.is_folder or not row.is_system
    lost = (StickStanding.LOST, StickStanding.RETIRED)
    assert row.is_folder or row.standing not in lost
    assert row.is_folder or row.is_allowed or row.standing is StickStanding.REGISTERED
