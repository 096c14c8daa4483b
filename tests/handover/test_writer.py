"""A package is written, read back, and can be opened by the registry and by anybody's tools."""

from __future__ import annotations

import base64
import json
import subprocess
import warnings
from pathlib import Path

import pytest

from app.domain.errors import AttachmentDamagedError, StickMissingError
from app.domain.package import PackageLevel, PackagePart
from app.domain.progress import CancelledError, NoProgress
from app.handover.volumes import VolumeRules
from app.handover.writer import PackageWriter, bag_around, room_needed
from tests.handover.makers import Circle

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the stock reader has escapes that newer Pythons warn of


def test_a_package_travels_from_office_to_registry(circle: Circle):
    content = circle.pack()
    written = circle.write(content)
    received = circle.read(written.folder)
    assert written.verified
    assert received.signed.digest == written.index_digest
    assert received.index.bag_root == written.bag_root
    assert [talk.number for talk in received.package.talks] == ["2026-0001", "2026-0002"]
    assert received.document("data/talks/000001/talk.json")["text"]["summary"] == "谈透了。"
    for part in content.parts:
        with received.open(part.name) as arrived:
            assert b"".join(part.pieces()) == arrived.read()


@pytest.mark.parametrize("level", list(PackageLevel))
def test_each_level_carries_what_it_may(circle: Circle, level: PackageLevel):
    received = circle.read(circle.write(circle.pack(level=level)).folder)
    names = set(received.members)
    assert ("data/ledger.xlsx" in names) == (level is not PackageLevel.STATISTICS)
    assert ("data/talks/000001/minutes.pdf" in names) == (level is PackageLevel.FULL)
    assert received.document("data/statistics.json")["talks"] == 2
    if level is PackageLevel.LEDGER:
        assert "text" not in received.document("data/talks/000001/talk.json")


def test_names_on_the_stick_tell_nothing_but_office_and_number(circle: Circle):
    written = circle.write(circle.pack())
    found = sorted(p.name for p in circle.stick.rglob("*"))
    stem = "320999-000001"
    assert found == [stem, f"{stem}.001", f"{stem}.json", f"{stem}.json.minisig"]
    outside = b"".join(p.read_bytes() for p in Path(written.folder).glob("*.json*"))
    assert "张三".encode() not in outside
    assert "青石".encode() not in outside


def test_the_same_content_has_the_same_root_whenever_it_is_written(circle: Circle):
    first, second = circle.write(circle.pack()), circle.write(circle.pack())
    assert first.bag_root == second.bag_root
    assert first.index_digest != second.index_digest
    assert Path(second.folder).name == "320999-000001-2"


def test_volumes_are_cut_and_joined(circle: Circle):
    content = circle.pack(size=200_000)
    written = circle.write(content, rules=VolumeRules(longest=65_536, flush_every=20_000))
    volumes = [file for file in written.files if not file.name.endswith((".json", ".minisig"))]
    assert len(volumes) > 5
    assert all(file.size <= 65_536 for file in volumes)
    assert len(circle.read(written.folder).package.talks) == 2


def test_the_room_said_to_be_needed_suffices_and_is_not_absurd(circle: Circle):
    content = circle.pack(size=500_000)
    taken = sum(file.size for file in circle.write(content).files)
    assert taken <= room_needed(content) <= taken + 200_000


def test_the_office_opens_its_own_package_with_its_archive_key(circle: Circle, tmp_path: Path):
    folder = Path(circle.write(circle.pack()).folder)
    key = tmp_path / "key.txt"
    key.write_bytes(circle.office.identity + b"\n")
    volume = folder / "320999-000001.001"
    subprocess.run(["age", "-d", "-i", str(key), "-o", "/dev/null", str(volume)], check=True)


def test_nothing_that_was_on_the_stick_is_touched(circle: Circle):
    taken = circle.stick / "320999-000001"
    taken.mkdir()
    (taken / "320999-000001.001").write_bytes(b"theirs")
    written = circle.write(circle.pack())
    assert Path(written.folder) != taken
    assert (taken / "320999-000001.001").read_bytes() == b"theirs"


def test_a_stopped_writing_leaves_nothing_behind(circle: Circle):
    class Stop:
        def step(self, done: int, total: int) -> None:
            if done > total // 4:
                raise CancelledError

    writer = PackageWriter(circle.office)
    with pytest.raises(CancelledError):
        writer.write(circle.pack(size=4_000_000), circle.stick, lambda signed: None, Stop())
    assert list(circle.stick.iterdir()) == []


def test_progress_grows_to_its_end(circle: Circle):
    steps: list[tuple[int, int]] = []

    class Watch:
        def step(self, done: int, total: int) -> None:
            steps.append((done, total))

    writer = PackageWriter(circle.office)
    writer.write(circle.pack(size=3_000_000), circle.stick, lambda signed: None, Watch())
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert steps[-1][0] == steps[-1][1]
    assert len(steps) > 5


def test_a_damaged_attachment_stops_the_writing(circle: Circle):
    content = circle.pack()
    damaged = PackagePart("data/talks/000001/minutes.pdf", 9, "00" * 32, lambda: (b"x" * 9,))
    parts = tuple(damaged if p.name == damaged.name else p for p in content.parts)
    with pytest.raises(AttachmentDamagedError):
        circle.write(type(content)(content.seal, parts))
    assert list(circle.stick.iterdir()) == []


def test_a_stick_that_is_not_there_is_named(circle: Circle, tmp_path: Path):
    writer = PackageWriter(circle.office)
    with pytest.raises(StickMissingError):
        writer.write(circle.pack(), tmp_path / "nowhere", lambda signed: None, NoProgress())


def test_what_the_vault_refuses_stops_before_the_index(circle: Circle):
    def refuse(signed: object) -> None:
        assert not list(circle.stick.rglob("*.json"))
        raise RuntimeError("vault")

    with pytest.raises(RuntimeError, match="vault"):
        PackageWriter(circle.office).write(circle.pack(), circle.stick, refuse, NoProgress())
    assert list(circle.stick.iterdir()) == []


def test_the_index_is_one_canonical_line_that_names_the_root(circle: Circle):
    content = circle.pack()
    folder = Path(circle.write(content).folder)
    said = json.loads((folder / "320999-000001.json").read_text("utf-8"))["content"]
    assert said["bag_root"] == bag_around(content).root
    assert said["audit_head"] == {"sequence": 12, "digest": "cd" * 32}
    assert base64.b64encode(bytes.fromhex(said["bag_root"]))
