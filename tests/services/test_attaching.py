"""Files are brought to a talk, looked at, named, taken away and copied out, each with its trace."""

from __future__ import annotations

import os
import threading
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.attachment import LONGEST_TITLE, Purpose, title_from
from app.domain.attachment_errors import (
    AttachmentBrokenError,
    AttachmentChangedError,
    AttachmentEmptyError,
    AttachmentFolderError,
    AttachmentGoneError,
    AttachmentKindError,
    AttachmentStaysError,
    AttachmentTitleError,
    AttachmentTooLargeError,
    AttachmentTwiceError,
    AttachmentVanishedError,
)
from app.domain.changes import Changes
from app.domain.errors import (
    AttachmentDamagedError,
    DiskFullError,
    FileUnreadableError,
    FolderUnusableError,
)
from app.domain.holders import HolderRole
from app.domain.progress import CancelledError, NoProgress
from app.domain.refusals import ReasonMissingError, TalkSealedError
from app.domain.search import FoundKind
from app.domain.talk import TalkStatus
from app.domain.vault_errors import RoleRefusedError
from app.services.attaching import Attaching, Brought
from app.services.search import Search
from app.services.trail import Trail
from app.store import attachments as kept_attachments
from app.store.attachment_files import AttachmentFiles
from app.store.vault import create_vault
from app.system.ids import new_id
from tests import brought
from tests.conftest import KEY, StandingClock
from tests.desk import Desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """One desk for all: each test has talks and a folder of files of its own."""
    with closing(create_vault(tmp_path_factory.mktemp("vault"), bytearray(KEY))) as vault:
        yield Desk.set_up(vault, Trail(StandingClock(), "李明", new_id))


@pytest.fixture
def files(tmp_path):
    return AttachmentFiles(tmp_path / "attachments", KEY)


@pytest.fixture
def attaching(desk, files):
    return Attaching(desk.vault, desk.trail, files)


@pytest.fixture
def talk_id(desk):
    return desk.plan()


@pytest.fixture
def add(attaching, talk_id, tmp_path):
    def bring(name="台账.pdf", content=None, to=None, purpose=Purpose.EVIDENCE):
        path = tmp_path / name
        path.write_bytes(brought.pdf() if content is None else content)
        taken = attaching.take(Brought.file(path), NoProgress())
        return attaching.keep(to or talk_id, taken, purpose)[0]

    return bring


class Stopper:
    """A user who presses 停止 at that step."""

    def __init__(self, at: int) -> None:
        self.at, self.steps = at, 0

    def step(self, done: int, total: int) -> None:
        self.steps += 1
        if self.steps > self.at:
            raise CancelledError


def test_a_file_is_kept_encrypted_and_read_back(attaching, add, files, talk_id, desk):
    content = brought.pdf(3)
    kept = add("整改台账（三月）.pdf", content).attachment
    assert (kept.title, kept.pages, kept.media_type) == (
        "整改台账（三月）.pdf",
        3,
        "application/pdf",
    )
    assert files.read(kept.id, kept.sha256) == content
    assert attaching.of(talk_id).items == (kept,)
    assert desk.acts(kept.id) == ["attachment.add"]
    assert [p.name for p in files.folder.iterdir()] == [kept.id]


def test_a_recording_is_kept_as_one_whatever_was_said(attaching, add):
    kept = add("笔录.pdf", brought.wav(9), purpose=Purpose.OTHER).attachment
    assert (kept.purpose, kept.pages) == (Purpose.AUDIO, 0)
    assert attaching.seconds(kept) == 9


def test_a_document_of_an_office_is_kept_as_it_is(attaching, add):
    kept = add("汇报.docx", brought.office()).attachment
    assert kept.purpose is Purpose.EVIDENCE
    assert not kept.has_pages


def test_a_pasted_picture_is_kept_under_its_name(attaching, talk_id):
    pasted = Brought("粘贴的图片", untrusted_content=brought.picture())
    kept = attaching.keep(talk_id, attaching.take(pasted, NoProgress()), Purpose.EVIDENCE)[0]
    assert kept.attachment.title == "粘贴的图片"
    assert attaching.page(kept.attachment, 0).width == 40


def test_pages_are_looked_at_one_by_one(attaching, add):
    kept = add(content=brought.pdf(2)).attachment
    assert [attaching.page(kept, n).width for n in (0, 1)] == [600, 602]
    scan = add("图.tif", brought.picture("TIFF", pages=2)).attachment
    assert attaching.page(scan, 1).height == 30


# ── what cannot be taken ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("空.pdf", b"", AttachmentEmptyError),
        ("程序.pdf", b"MZ" + bytes(100), AttachmentKindError),
        ("半截.pdf", brought.pdf()[:40], AttachmentBrokenError),
        ("半截.m4a", brought.m4a()[:200], AttachmentBrokenError),
    ],
)
def test_what_cannot_be_taken_leaves_nothing(add, files, desk, name, content, error):
    before = desk.acts()
    with pytest.raises(error) as refused:
        add(name, content)
    assert refused.value.file_name == name
    assert files.names() == []
    assert desk.acts() == before


def test_a_folder_a_pipe_and_what_is_not_there_are_told_apart(attaching, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe):
        with pytest.raises(AttachmentFolderError):
            attaching.take(Brought.file(path), NoProgress())
    with pytest.raises(FileUnreadableError):
        attaching.take(Brought.file(tmp_path / "gone.pdf"), NoProgress())


def test_a_file_larger_than_its_kind_may_be_is_refused_unread(attaching, tmp_path):
    path = tmp_path / "large.pdf"
    with path.open("wb") as large:
        large.write(b"%PDF-1.7\n")
        large.truncate(201 << 20)
    with pytest.raises(AttachmentTooLargeError) as refused:
        attaching.take(Brought.file(path), NoProgress())
    assert refused.value.limit_bytes == 200 << 20


def test_a_stick_that_is_pulled_out_while_it_is_read_leaves_nothing(
    attaching, files, tmp_path, monkeypatch
):
    # a medium that fails after its first megabyte; the file itself is a real one
    path = tmp_path / "a.wav"
    path.write_bytes(brought.wav(200))
    opened = Path.open

    class Failing:
        def __init__(self, source):
            self.source, self.is_out = source, False

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.source.close()

        def __getattr__(self, name):
            return getattr(self.source, name)

        def read(self, wanted=-1):
            if self.source.tell() >= 1 << 20:
                raise OSError(5, "Input/output error")
            return self.source.read(wanted)

    def failing(self, *arguments, **named):
        source = opened(self, *arguments, **named)
        return Failing(source) if self == path else source

    monkeypatch.setattr(Path, "open", failing)
    with pytest.raises(AttachmentVanishedError) as refused:
        attaching.take(Brought.file(path), NoProgress())
    assert refused.value.read_bytes == 1 << 20
    assert files.names() == []
    assert list(files.folder.iterdir()) == []


@pytest.mark.parametrize("growth", [5, -500_000])
def test_a_file_that_changes_while_it_is_read_is_refused(attaching, files, tmp_path, growth):
    path = tmp_path / "still recording.wav"
    path.write_bytes(brought.wav(200))
    size = path.stat().st_size

    class Recorder:
        def step(self, done, total):
            if done >= 1 << 20:
                os.truncate(path, size + growth)

    with pytest.raises(AttachmentChangedError):
        attaching.take(Brought.file(path), Recorder())
    assert files.names() == []


def test_stopping_leaves_nothing(attaching, files, tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(brought.wav(300))
    with pytest.raises(CancelledError):
        attaching.take(Brought.file(path), Stopper(2))
    assert list(files.folder.iterdir()) == []


def test_a_full_disk_is_named_before_anything_is_written(desk, small_disk, tmp_path):
    files = AttachmentFiles(small_disk(12) / "attachments", KEY)
    path = tmp_path / "a.wav"
    path.write_bytes(brought.wav(60))
    with pytest.raises(DiskFullError):
        Attaching(desk.vault, desk.trail, files).take(Brought.file(path), NoProgress())
    assert not files.folder.exists()


def test_a_folder_that_takes_no_file_is_named(desk, tmp_path):
    (tmp_path / "attachments").write_bytes(b"")
    path = tmp_path / "a.pdf"
    path.write_bytes(brought.pdf())
    files = AttachmentFiles(tmp_path / "attachments", KEY)
    with pytest.raises(FolderUnusableError):
        Attaching(desk.vault, desk.trail, files).take(Brought.file(path), NoProgress())


def test_the_same_file_is_not_kept_twice_in_a_talk(add, files):
    first = add("台账.pdf").attachment
    with pytest.raises(AttachmentTwiceError) as refused:
        add("另一个名字.pdf")
    assert refused.value.title == "台账.pdf"
    assert files.names() == [first.id]


def test_the_same_file_in_another_talk_is_kept_and_told(desk, add, talk_id):
    content = brought.pdf(7)
    add("台账.pdf", content)
    again = add("台账.pdf", content, to=desk.plan())
    assert again.also_in == (desk.talk(talk_id).number,)


def test_an_auditor_brings_nothing(desk, files, tmp_path):
    trail = Trail(desk.trail.clock, "审计", desk.trail.new_id, role=HolderRole.AUDITOR)
    path = tmp_path / "a.pdf"
    path.write_bytes(brought.pdf())
    with pytest.raises(RoleRefusedError):
        Attaching(desk.vault, trail, files).take(Brought.file(path), NoProgress())
    assert files.names() == []


# ── names and removals ───────────────────────────────────────────────────────────────────────────


def test_a_name_can_be_put_right_until_the_talk_is_sealed(attaching, add, talk_id, desk):
    kept = add().attachment
    assert attaching.rename(kept.id, " 第一季度\n台账 ") == Changes.ATTACHMENTS
    assert attaching.of(talk_id).items[0].title == "第一季度 台账"
    with pytest.raises(AttachmentTitleError):
        attaching.rename(kept.id, " \u202e ")
    assert desk.acts(kept.id) == ["attachment.add", "attachment.rename"]


def test_what_is_taken_away_leaves_its_name_and_the_reason(attaching, add, talk_id, desk, files):
    kept = add().attachment
    with pytest.raises(ReasonMissingError):
        attaching.remove(kept.id, "  ")
    attaching.remove(kept.id, "附错了谈话")
    found = attaching.of(talk_id)
    assert found.items == ()
    assert [(r.title, r.reason) for r in found.removals] == [("台账.pdf", "附错了谈话")]
    with pytest.raises(AttachmentGoneError):
        attaching.remove(kept.id, "再来一次")
    assert files.sweep([]) == 1
    assert desk.acts(kept.id) == ["attachment.add", "attachment.remove"]


def test_a_sealed_talk_takes_and_gives_up_nothing(attaching, add, desk):
    sealed = desk.talk_at(TalkStatus.SIGNED)
    kept = add(to=sealed).attachment
    desk.talks.seal(sealed)
    assert not attaching.of(sealed).is_open
    for act in (
        lambda: add("迟到.pdf", brought.pdf(5), to=sealed),
        lambda: attaching.rename(kept.id, "别的"),
        lambda: attaching.remove(kept.id, "不要了"),
    ):
        with pytest.raises(TalkSealedError):
            act()
    assert attaching.of(sealed).items == (kept,)


def test_what_came_about_by_itself_stays(attaching, add, talk_id, desk):
    scan = add("扫描.pdf", purpose=Purpose.SCAN).attachment
    for act in (
        lambda: attaching.remove(scan.id, "不要了"),
        lambda: attaching.rename(scan.id, "别的"),
    ):
        with pytest.raises(AttachmentStaysError):
            act()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("a.pdf", "a.pdf"),
        ("图\u202egpj.exe", "图gpj.exe"),
        ("多\t 空　格.pdf", "多 空 格.pdf"),
        ("长" * 300 + ".pdf", "长" * (LONGEST_TITLE - 5) + "….pdf"),
        ("长" * 300, "长" * LONGEST_TITLE),
    ],
)
def test_the_name_of_a_file_becomes_a_title_that_can_be_seen(name, title):
    assert title_from(name) == title
    assert len(title) <= LONGEST_TITLE


# ── copies, damage, and what a rescue brings over ────────────────────────────────────────────────


def test_a_copy_is_written_after_its_trace(attaching, add, tmp_path, desk):
    kept = add(content=brought.pdf(4)).attachment
    out = tmp_path / "out.pdf"
    attaching.allow_copy(kept)
    attaching.write_copy(kept, out, NoProgress())
    assert out.read_bytes() == brought.pdf(4)
    assert desk.acts(kept.id)[-1] == "attachment.copy"


def test_a_copy_that_is_stopped_or_cannot_be_written_leaves_what_was_there(
    attaching, add, tmp_path
):
    kept = add("a.wav", brought.wav(300)).attachment
    out = tmp_path / "out.wav"
    out.write_bytes(b"before")
    with pytest.raises(CancelledError):
        attaching.write_copy(kept, out, Stopper(1))
    assert out.read_bytes() == b"before"
    with pytest.raises(FolderUnusableError):
        attaching.write_copy(kept, tmp_path / "gone" / "out.wav", NoProgress())
    assert sorted(p.name for p in tmp_path.glob("out*")) == ["out.wav"]


@pytest.mark.parametrize("kind", ["pdf", "png", "wav"])
def test_damage_is_told_by_the_title(attaching, add, files, kind):
    content = {"pdf": brought.pdf(), "png": brought.picture(), "wav": brought.wav()}[kind]
    kept = add(f"证据.{kind}", content).attachment
    path = files.folder / kept.id
    spoilt = bytearray(path.read_bytes())
    spoilt[30] ^= 1
    path.write_bytes(spoilt)
    with pytest.raises(AttachmentDamagedError) as refused:
        attaching.seconds(kept) if kind == "wav" else attaching.page(kept, 0)
    assert refused.value.title == f"证据.{kind}"


def test_taking_needs_no_connection_and_holds_up_nobody(attaching, desk, talk_id, tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(brought.wav(200))
    taken = []
    aside = threading.Thread(
        target=lambda: taken.append(attaching.take(Brought.file(path), NoProgress()))
    )
    with desk.vault.transaction() as connection:  # the vault's thread is in the middle of a change
        aside.start()
        aside.join(20)
        assert taken
        assert kept_attachments.of(connection, talk_id) == []
    attaching.discard(taken[0])


def test_a_long_recording_is_never_whole_in_memory(attaching, add, talk_id, tmp_path):
    path = tmp_path / "两小时.wav"
    with path.open("wb") as sound:
        sound.write(brought.wav(1)[:44])
        sound.truncate(64 << 20)
    tracemalloc.start()
    try:
        taken = attaching.take(Brought.file(path), NoProgress())
        kept = attaching.keep(talk_id, taken, Purpose.AUDIO)[0].attachment
        attaching.seconds(kept)
        attaching.write_copy(kept, tmp_path / "out.wav", NoProgress())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 12 << 20
    assert (tmp_path / "out.wav").stat().st_size == 64 << 20


def test_an_attachment_is_found_by_its_name_as_it_is_now(attaching, add, desk):
    search = Search(desk.vault, desk.trail)

    def found(words):
        return [hit.title for hit in search.find(words).hits if hit.kind is FoundKind.ATTACHMENT]

    kept = add("羊尾镇水利款支出凭证.pdf", brought.pdf(9)).attachment
    assert len(found("水利款凭证")) == 0
    assert len(found("水利款 凭证")) == 1
    attaching.rename(kept.id, "牌楼村公路验收单")
    assert found("水利款 凭证") == []
    assert len(found("公路验收")) == 1
    attaching.remove(kept.id, "附错了")
    assert found("公路验收") == []
