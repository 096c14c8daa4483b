from __future__ import annotations

import pytest

from app.system.files import make_private_folder, write_safely


def test_a_file_is_replaced_whole_and_closed_to_others(tmp_path):
    path = tmp_path / "keys.json"
    write_safely(path, b"old")
    write_safely(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in tmp_path.iterdir()] == ["keys.json"]


def test_what_an_interrupted_writing_left_is_in_nobodys_way(tmp_path):
    (tmp_path / "keys.json.new").write_bytes(b"half")
    write_safely(tmp_path / "keys.json", b"whole")
    assert [found.name for found in tmp_path.iterdir()] == ["keys.json"]


def test_a_writing_that_fails_leaves_the_old_content(tmp_path):
    path = tmp_path / "keys.json"
    path.mkdir()
    (path / "inside").write_bytes(b"")
    with pytest.raises(OSError):  # noqa: PT011 — the machine's own error, of several kinds
        write_safely(path, b"new")
    assert (path / "inside").exists()
    assert [found.name for found in tmp_path.iterdir()] == ["keys.json"]


def test_a_private_folder_is_private_and_its_parents_are_made(tmp_path):
    folder = tmp_path / "a" / "b"
    make_private_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    with pytest.raises(FileExistsError):
        make_private_folder(folder)
