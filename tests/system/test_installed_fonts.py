"""Where fonts are looked for on this machine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.system import installed_fonts
from app.system.installed_fonts import font_files, font_folders

LIST = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>/usr/share/fonts/wps-office</dir><dir prefix="xdg">office</dir>
<dir>~/.more</dir><dir>relative</dir><dir></dir></fontconfig>"""


@pytest.mark.skipif(sys.platform == "win32", reason="the folders of Linux")
def test_the_users_own_folder_comes_first_and_the_systems_list_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed_fonts, "LIST", tmp_path / "fonts.conf")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_DIRS", "/usr/share")
    (tmp_path / "fonts.conf").write_text(LIST, "utf-8")
    found = font_folders()
    assert found[0] == tmp_path / ".local/share/fonts"
    assert set(found) >= {
        Path("/usr/share/fonts/wps-office"),
        tmp_path / ".local/share/office",
        tmp_path / ".more",
        Path("/usr/share/fonts"),
    }
    assert len(set(found)) == len(found)
    assert all(folder.is_absolute() for folder in found)


@pytest.mark.parametrize(
    "content", ["", "<fontconfig>", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"]
)
def test_a_list_that_cannot_be_read_is_passed_over(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fonts.conf").write_text(content, "utf-8")
    monkeypatch.setattr(installed_fonts, "LIST", tmp_path / "fonts.conf")
    assert font_folders()


def test_on_windows_both_folders_of_fonts_are_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "L")
    monkeypatch.setenv("WINDIR", "W")
    assert font_folders() == (Path("L", "Microsoft", "Windows", "Fonts"), Path("W", "Fonts"))


def test_only_fonts_are_read_below_the_folders(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/SIMFANG.TTF", "b.ttc", "c.otf", "d.pfb", "e.txt"):
        (tmp_path / name).write_bytes(b"")
    found = list(font_files([tmp_path, tmp_path / "not there"]))
    assert sorted(path.name for path in found) == ["SIMFANG.TTF", "b.ttc", "c.otf"]
