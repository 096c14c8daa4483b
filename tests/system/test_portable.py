"""A portable program keeps everything beside itself, wherever its stick is seen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.domain.release import InstallationKind
from app.services.preferences import Choices, Preferences
from app.system import installation, paths, portable
from tests.releases import NOW, frozen, release


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The frozen program on a stick, running from there."""
    folder = frozen(tmp_path / "盘 一/tanxinbu", release(NOW))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "tanxinbu"))
    return folder


def test_without_the_marker_it_stands_on_the_machine(stick):
    assert portable.data_folder() is None
    assert installation.here().kind is InstallationKind.LOOSE


def test_with_the_marker_everything_lies_beside_the_program(stick, monkeypatch):
    (stick / "portable.txt").touch()
    data = stick / "data"
    assert paths.default_vault_folder() == data / "谈心簿"
    assert paths.default_desk_folder() == data / "受理台"
    assert paths.preferences_folder() == data / "preferences"
    assert paths.logs_folder() == data / "logs"
    monkeypatch.setenv("XDG_CACHE_HOME", "/nowhere")
    portable.keep_caches_here()
    assert os.environ["XDG_CACHE_HOME"] == str(data / "cache")
    assert installation.here().kind is InstallationKind.PORTABLE


def test_a_stick_that_is_seen_elsewhere_still_finds_its_vault(stick, tmp_path, monkeypatch):
    (stick / "portable.txt").touch()
    vault = paths.default_vault_folder()
    Preferences(paths.preferences_folder()).keep(Choices(last_folder=vault))
    elsewhere = tmp_path / "media/b"
    elsewhere.mkdir(parents=True)
    moved = stick.rename(elsewhere / "tanxinbu")
    monkeypatch.setattr(sys, "executable", str(moved / "tanxinbu"))
    found = Preferences(paths.preferences_folder()).load().last_folder
    assert found == moved / "data/谈心簿"
    Preferences(paths.preferences_folder()).keep(Choices(last_folder=Path("/srv/v")))
    assert Preferences(paths.preferences_folder()).load().last_folder == Path("/srv/v")


def test_from_the_source_it_is_never_portable(tmp_path, monkeypatch):
    beside = Path(sys.executable).parent
    assert not (beside / "portable.txt").exists()
    assert portable.data_folder() is None
    monkeypatch.setenv("XDG_CACHE_HOME", "/nowhere")
    portable.keep_caches_here()
    assert os.environ["XDG_CACHE_HOME"] == "/nowhere"


def test_the_pointers_of_windows_are_files(tmp_path):
    shelf = installation.Shelf(tmp_path, has_links=False)
    now, later = release("0.6.0"), release("0.7.0")
    for one in (now, later):
        frozen(shelf.folder(one.version), one)
    assert shelf.current() is None
    shelf.start_with(later.version)
    shelf.keep_beside(now.version)
    assert (tmp_path / "current.txt").read_text("ascii") == "0.7.0\n"
    assert (shelf.current(), shelf.other()) == (later.version, now)
    (tmp_path / "previous.txt").write_text("../../etc", "ascii")
    assert shelf.other() == now  # found among what is there
    (tmp_path / "current.txt").write_bytes(b"\xff\xfe")
    assert shelf.current() is None


def test_a_program_of_the_system_is_told_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(installation, "_OF_THE_SYSTEM", tmp_path / "opt/tanxinbu")
    folder = frozen(tmp_path / "opt/tanxinbu", release(NOW))
    found = installation.of(folder)
    assert found.kind is InstallationKind.SYSTEM
    assert not found.can_update
    assert installation.executable(found) == folder / "tanxinbu"


def test_a_child_is_not_given_the_libraries_of_a_frozen_program(stick, monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", "/stick/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/local/lib")
    given = installation.clean_environment()
    assert given["LD_LIBRARY_PATH"] == "/usr/local/lib"
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG")
    assert "LD_LIBRARY_PATH" not in installation.clean_environment()
