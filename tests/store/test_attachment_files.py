from __future__ import annotations

import hashlib
import io

import pytest

from app.domain.errors import AttachmentDamagedError, DiskFullError, FolderUnusableError
from app.store.attachment_files import AttachmentFiles
from tests.conftest import KEY

MIB = 1 << 20


@pytest.fixture
def files(tmp_path):
    return AttachmentFiles(tmp_path / "attachments", KEY)


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB])
def test_what_was_written_is_read_back(files, size):
    content = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    kept = files.write(content)
    assert (kept.size, kept.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert files.read(kept.id, kept.sha256) == content


def test_a_stream_that_gives_little_at_a_time_is_kept_whole(files):
    class Drip(io.RawIOBase):
        left = MIB + 5

        def read(self, size=-1):
            piece = min(size, 70_001, self.left)
            self.left -= piece
            return b"z" * piece

    kept = files.write(Drip())
    assert files.read(kept.id, kept.sha256) == b"z" * (MIB + 5)


def test_nothing_of_the_content_or_its_name_is_readable(files):
    kept = files.write("谈话记录扫描件".encode() * 100)
    (path,) = files.folder.iterdir()
    assert path.name == kept.id
    assert "谈话".encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("place", [0, 9, 40, MIB + 20, -1])
def test_a_flipped_bit_is_found(files, place):
    kept = files.write(b"a" * (MIB + 100))
    path = files.folder / kept.id
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(AttachmentDamagedError):
        files.read(kept.id, kept.sha256)


@pytest.mark.parametrize("length", [0, 8, 50, 8 + MIB + 16])
def test_a_file_cut_short_is_found(files, length):
    kept = files.write(b"a" * (2 * MIB))
    path = files.folder / kept.id
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(AttachmentDamagedError):
        files.read(kept.id, kept.sha256)


def test_one_file_cannot_stand_for_another(files):
    one, other = files.write(b"one"), files.write(b"two")
    (files.folder / one.id).replace(files.folder / other.id)
    with pytest.raises(AttachmentDamagedError):
        files.read(other.id, one.sha256)


def test_the_digest_of_the_row_must_fit(files):
    kept = files.write(b"one")
    with pytest.raises(AttachmentDamagedError):
        files.read(kept.id, hashlib.sha256(b"two").hexdigest())


@pytest.mark.parametrize("name", ["", "../vault.db", "A" * 32, "0" * 32])
def test_a_name_that_is_no_attachment_is_refused(files, name):
    with pytest.raises(AttachmentDamagedError):
        files.read(name, "")


def test_what_no_row_names_is_swept_away(files):
    kept, stray = files.write(b"kept"), files.write(b"stray")
    (files.folder / ("0" * 32 + ".part")).write_bytes(b"begun")
    (files.folder / "README").write_bytes(b"not ours")
    assert files.sweep([kept.id]) == 2
    assert {p.name for p in files.folder.iterdir()} == {kept.id, "README"}
    assert files.missing([kept.id, stray.id]) == [stray.id]


def test_a_folder_that_was_never_made_has_nothing_to_sweep(files):
    assert files.sweep([]) == 0


def test_a_removed_file_may_be_removed_again(files):
    kept = files.write(b"x")
    files.remove(kept.id)
    files.remove(kept.id)
    assert list(files.folder.iterdir()) == []


def test_a_writing_that_fails_leaves_nothing(files):
    class Broken(io.RawIOBase):
        def read(self, size=-1):
            raise ValueError("the scanner went away")

    with pytest.raises(ValueError, match="scanner"):
        files.write(Broken())
    assert list(files.folder.iterdir()) == []


def test_a_full_disk_is_named(files):
    class Full(io.RawIOBase):
        def read(self, size=-1):
            raise OSError(28, "No space left on device")

    with pytest.raises(DiskFullError):
        files.write(Full())


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FolderUnusableError):
        AttachmentFiles(tmp_path / "file" / "attachments", KEY).write(b"x")
