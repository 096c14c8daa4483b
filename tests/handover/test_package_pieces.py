"""The small pieces of a package, each at its edges."""

from __future__ import annotations

import errno
import io
import os
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from app.domain.audit import AuditHead
from app.domain.errors import (
    AttachmentDamagedError,
    DiskFullError,
    NameTakenError,
    PackageRejectedError,
    StickFullError,
    StickReadOnlyError,
    StickRemovedError,
)
from app.domain.package import PackageContent, PackageLevel, PackagePart, Receipt, Rejection
from app.domain.progress import CancelledError, NoProgress
from app.handover import page_cache
from app.handover.arrival import CiphertextReader, packages_below
from app.handover.faults import Attempt, stick_fault
from app.handover.package_file import PAYLOAD_NAME, PackageFile, PackedTalk, read_package_file
from app.handover.packer import Packer
from app.handover.page_cache import digest_from_medium
from app.handover.reader import PackageReader
from app.handover.receipt import read_receipt, receipt_file
from app.handover.relay import RelayBrokenError
from app.handover.schemas import Schemas
from app.handover.seal import moment
from app.handover.signed_json import file_digest, signed_file
from app.handover.stage import Stage
from app.handover.statistics import Figures
from app.handover.tar_sink import Limits, TarSink
from app.handover.tar_source import TarSource, tar_size
from app.handover.ustar import member_header
from app.handover.volumes import VolumeTarget, VolumeWriter, to_medium
from app.handover.workbook import Sheet, workbook
from app.handover.writer import bag_around
from app.system.paths import resources_folder
from tests.handover.makers import NOON, OFFICE, Circle, a_dossier

SCHEMAS = Schemas(resources_folder() / "schemas")


def nothing() -> None:
    """Called now and then by who waits."""


def test_a_member_header_has_room_for_a_plain_name_and_size_alone():
    for name, size in (("", 1), ("x" * 101, 1), ("ok", -1), ("ok", 8**11)):
        with pytest.raises(ValueError, match=r".*"):
            member_header(name, size)
    assert len(member_header("x" * 100, 8**11 - 1)) == 512


def test_numbers_of_the_system_become_outcomes():
    attempt = Attempt(100, 50, 30)
    windows = OSError(errno.EACCES, "not ready")
    windows.winerror = 21  # type: ignore[attr-defined]
    assert isinstance(stick_fault(windows, attempt), StickRemovedError)
    assert isinstance(stick_fault(OSError(errno.EACCES, "x"), attempt), StickReadOnlyError)
    assert isinstance(stick_fault(OSError(errno.EFBIG, "x"), attempt), StickFullError)
    assert isinstance(stick_fault(OSError(errno.ESTALE, "x"), attempt), StickRemovedError)
    taken = FileExistsError(errno.EEXIST, "taken", "/stick/320999-000001.001")
    fault = stick_fault(taken, attempt)
    assert isinstance(fault, NameTakenError)
    assert fault.file_name == "320999-000001.001"


def test_moments_without_an_offset_are_none():
    for bad in ("2026-03-05T10:00:00", "never", ""):
        with pytest.raises(PackageRejectedError):
            moment(bad, Rejection.NOT_A_RECEIPT)


def test_a_receipt_of_another_kind_or_a_later_version(circle: Circle):
    keys = circle.registry
    receipt = Receipt("市", "320999", 1, "ab" * 32, "cd" * 32, AuditHead(), "received", 2, NOON)
    assert read_receipt(receipt_file(receipt, keys), keys.public_key, SCHEMAS) == receipt
    for content, expected in (
        ({"format": "tanxinbu-index", "version": 1}, "not_a_receipt"),
        ({"format": "tanxinbu-receipt", "version": 3}, "newer_format"),
        ({"format": "tanxinbu-receipt", "version": 1}, "not_a_receipt"),
    ):
        with pytest.raises(PackageRejectedError) as refused:
            read_receipt(signed_file(content, keys), keys.public_key, SCHEMAS)
        assert refused.value.reason == expected


def test_the_root_is_known_before_a_byte_is_written(circle: Circle):
    packer = Packer(PackageLevel.STATISTICS, Figures(NOON.date()))
    packer.add(a_dossier(), ())
    parts = packer.finish(OFFICE)
    top = packer.top(circle.seal(), OFFICE)
    content = PackageContent(circle.seal(), (top, *parts))
    assert packer.bag(circle.seal(), top).root == circle.write(content).bag_root


def test_the_stage_keeps_nothing_readable_and_clears_only_its_own(tmp_path: Path):
    folder = tmp_path / "stage"
    folder.mkdir()
    stage = Stage(folder)
    writer = stage.new("data/talks/000001/talk.json")
    writer.write("张三".encode() * 100)
    staged = writer.close()
    assert "张三".encode() not in staged.path.read_bytes()
    assert "talk" not in staged.path.name
    with stage.open(staged) as file:
        assert file.read() == "张三".encode() * 100
    theirs = folder / "theirs"
    theirs.touch()
    stage.clear()
    assert list(folder.iterdir()) == [theirs]
    theirs.unlink()
    stage.clear()
    assert not folder.exists()
    stage.clear()


def test_a_sink_that_is_left_in_the_middle_lets_go(tmp_path: Path):
    sink = TarSink(Stage(tmp_path), Limits(5, 5000))
    sink.write(member_header("data/ledger.xlsx", 100) + b"half")
    sink.flush()
    with pytest.raises(PackageRejectedError):
        sink.finish()
    sink.abandon()
    sink.abandon()


def test_a_source_gives_the_whole_stream_in_whole_blocks(circle: Circle):
    content = circle.pack()
    bag = bag_around(content)
    source = TarSource(content, bag, bytes(64), nothing)
    read = source.read(1000)
    assert len(read) == 1000
    while chunk := source.read():
        read += chunk
    source.close()
    assert len(read) == tar_size(content, bag)
    assert len(read) % 512 == 0
    assert source.failure is None


def test_a_source_longer_than_it_said_is_stopped(circle: Circle):
    content = circle.pack()
    endless = PackagePart(content.parts[1].name, 5, "00" * 32, lambda: iter(lambda: b"xxxx", None))
    parts = (content.parts[0], endless)
    source = TarSource(replace(content, parts=parts), bag_around(content), bytes(64), nothing)
    with pytest.raises(RelayBrokenError):
        list(iter(source.read, b""))
    assert isinstance(source.failure, AttachmentDamagedError)
    source.close()


def test_a_volume_writer_without_a_word_makes_no_volume(tmp_path: Path):
    writer = VolumeWriter(VolumeTarget(tmp_path, "320999-000001"), nothing)
    assert writer.finish() == ()
    writer.flush()
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


def test_a_volume_on_a_stick_that_is_gone_cannot_even_be_closed(tmp_path: Path):
    class Gone(io.FileIO):
        def close(self) -> None:
            super().close()
            raise OSError(errno.ENODEV, "gone")

    target = VolumeTarget(tmp_path, "320999-000001", opener=lambda path: Gone(path, "xb"))
    writer = VolumeWriter(target, nothing)
    writer.write(b"x" * (2 << 20))
    writer.abandon()


def test_a_volume_of_an_arrival_reads_as_a_stream(circle: Circle):
    written = circle.write(circle.pack())
    folder = Path(written.folder)
    received = circle.read(folder)
    with CiphertextReader(folder, received.index) as reader:
        assert reader.readable()
        head = bytearray(21)
        assert reader.readinto(memoryview(head)) == 21
        assert head == b"age-encryption.org/v1"
    with CiphertextReader(folder, received.index) as reader:
        assert len(reader.read_up_to(10**9)) == written.files[0].size


def test_flushing_and_reading_work_where_the_finer_calls_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("fdatasync", "posix_fadvise", "O_DIRECT"):
        monkeypatch.delattr(os, name)
    path = tmp_path / "file"
    with io.FileIO(path, "xb") as file:
        file.write(b"content")
        to_medium(file)
    assert digest_from_medium(path, lambda count: None) == (file_digest(b"content"), 7, False)


def test_an_empty_file_and_a_file_system_without_direct_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    empty = tmp_path / "empty"
    empty.touch()
    assert digest_from_medium(empty, lambda count: None)[:2] == (file_digest(b""), 0)
    path = tmp_path / "file"
    path.write_bytes(b"content")
    really = os.open

    def refusing(path: Path, flags: int, *rest: int) -> int:
        if flags & os.O_DIRECT:
            raise OSError(errno.EINVAL, "no direct reading here")
        return really(path, flags, *rest)

    monkeypatch.setattr(page_cache, "_forget", lambda path: False)
    monkeypatch.setattr(os, "open", refusing)
    assert digest_from_medium(path, lambda count: None) == (file_digest(b"content"), 7, False)


def test_a_file_that_ends_early_under_direct_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "file"
    path.write_bytes(b"content")
    monkeypatch.setattr(page_cache, "_forget", lambda path: False)
    monkeypatch.setattr(os, "readv", lambda descriptor, buffers: 0)
    assert digest_from_medium(path, lambda count: None)[1] == 0


def test_no_way_of_reading_at_all_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(page_cache, "_ways", lambda path: iter(()))
    with pytest.raises(OSError, match="file"):
        digest_from_medium(tmp_path / "file", lambda count: None)


def test_folders_with_packages_are_found_in_the_order_of_their_numbers(circle: Circle):
    second = circle.write(circle.pack(circle.seal(2)))
    first = circle.write(circle.pack(circle.seal(1)))
    assert [str(p) for p in packages_below(circle.stick)] == [first.folder, second.folder]
    assert packages_below(circle.stick / "nowhere") == []


def test_a_reception_can_be_stopped_and_a_full_disk_is_not_the_packages_fault(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
):
    folder = Path(circle.write(circle.pack(size=3_000_000)).folder)

    class Stop:
        def step(self, done: int, total: int) -> None:
            if done > total // 2 + total // 4:
                raise CancelledError

    reader = PackageReader(circle.registry, SCHEMAS)
    stage = Stage(circle.inbox)
    circle.inbox.mkdir()
    with pytest.raises(CancelledError):
        reader.read(folder, stage, circle.standing, Stop())
    stage.clear()
    circle.inbox.mkdir()

    def full(self: Stage, name: str) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Stage, "new", full)
    with pytest.raises(DiskFullError):
        reader.read(folder, Stage(circle.inbox), circle.standing, NoProgress())


def test_the_ledger_carries_odd_texts_as_text():
    sheet = Sheet("表", (("甲", 10), ("乙", 10)))
    sheet.add(("=1+1", "a\x00b<&>" + "x" * 40_000))
    sheet.add((5, "𠮷\ud800"))
    content = workbook((sheet,))
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book["表"]
    assert page["A2"].value == "=1+1"
    assert page["A2"].data_type == "s"
    assert str(page["B2"].value).startswith("ab<&>x")
    assert page["A3"].value == 5
    assert page["B3"].value == "𠮷"
    assert content == workbook((sheet,))


DOCUMENTS = ("talk.json", "findings.json", "process.json")
FULL = (*DOCUMENTS, "minutes.pdf")


@pytest.mark.parametrize(
    ("level", "version", "files"),
    [
        (PackageLevel.FULL, 2, DOCUMENTS),  # no minutes
        (PackageLevel.FULL, 2, (*FULL, "scan.pdf", "scan.jpg")),
        (PackageLevel.FULL, 2, (*FULL, "att/002.jpg")),  # the first is missing
        (PackageLevel.FULL, 2, (*FULL, "att/001.jpg", "att/001.png")),
        (PackageLevel.FULL, 2, (*FULL, "amendment-02.pdf")),
        (PackageLevel.FULL, 1, (*FULL, "att/001.jpg")),  # the first form knew none
        (PackageLevel.LEDGER, 2, FULL),
        (PackageLevel.LEDGER, 2, (*DOCUMENTS, "att/001.jpg")),
        (PackageLevel.STATISTICS, 2, DOCUMENTS),
    ],
)
def test_a_talk_with_other_files_than_its_level_has_is_refused(
    circle: Circle, level: PackageLevel, version: int, files: tuple[str, ...]
):
    seal = circle.seal()
    talks = (PackedTalk("000001", "talk-1", "2026-0001", files),)
    file = PackageFile(seal, level, "某县", "", talks, version).file()
    with pytest.raises(PackageRejectedError) as refused:
        read_package_file(file, seal, SCHEMAS)
    assert refused.value.reason in {"content", "schema"}


def test_a_talk_with_all_that_its_level_may_have_is_taken(circle: Circle):
    seal = circle.seal(9)
    brought = (f"att/{number:03}.bin" for number in range(1, 200))
    amended = (f"amendment-{number:02}.pdf" for number in range(1, 12))
    talks = (
        PackedTalk("000001", "talk-1", "2026-0001", (*FULL, "scan.tif", *amended, *brought), 8),
    )
    package = PackageFile(seal, PackageLevel.FULL, "某县", "上级调阅", talks)
    assert read_package_file(package.file(), seal, SCHEMAS) == package
    assert all(PAYLOAD_NAME.match(name) for name in package.names())
    later = replace(package, talks=(replace(talks[0], earlier=9),))
    with pytest.raises(PackageRejectedError, match=r"."):
        read_package_file(later.file(), seal, SCHEMAS)
