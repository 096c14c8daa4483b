"""安装.sh and 卸载.sh, run by a plain POSIX shell in the C locale from a path with blanks and hanzi."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.releases import NEXT, NOW, frozen, release, running

sys.path.insert(0, str(Path(__file__).parents[1] / "packaging"))
from building import signing
from building.bundle import INSTALL, SCRIPTS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="they are for Linux")
SHELL = shutil.which("dash") or "/bin/sh"
MACHINE = f"linux-{os.uname().machine}" if hasattr(os, "uname") else ""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "主 文件夹"
    folder.mkdir()
    return folder


def unpacked(tmp_path: Path, version: str, platform: str = MACHINE) -> Path:
    """The unpacked ZIP of a release, on a stick with an awkward name."""
    folder = tmp_path / f"U 盘 {version}" / f"谈心簿 {version}"
    frozen(folder / "tanxinbu", release(version, platform=platform))
    icons = folder / "tanxinbu/_internal/resources/icons"
    icons.mkdir()
    (icons / "tanxinbu.svg").write_text("<svg/>", "utf-8")
    for source, name in SCRIPTS.items():
        shutil.copy(INSTALL / source, folder / name)
    (folder / "SHA256SUMS").write_bytes(signing.sums(folder, frozenset({"SHA256SUMS"})))
    return folder


def run(script: Path, home: Path, **more: str) -> tuple[int, str]:
    given = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C", **more}
    done = subprocess.run(
        [SHELL, str(script)], env=given, cwd="/", capture_output=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).decode()


def root_of(home: Path) -> Path:
    return home / ".local/share/tanxinbu-program"


def says(home: Path) -> str:
    program = home / ".local/bin/tanxinbu"
    return subprocess.run([program], capture_output=True, text=True, check=True).stdout


def test_installed_updated_by_a_zip_and_removed(tmp_path, home):
    vault = home / "Documents/谈心簿"
    vault.mkdir(parents=True)
    (vault / "vault.db").write_bytes(b"x")
    preferences = home / ".config/tanxinbu/preferences.json"
    preferences.parent.mkdir(parents=True)
    preferences.write_text('{"desk_folder":"","last_folder":"/media/盘 一/资料"}', "utf-8")

    code, said = run(unpacked(tmp_path, NOW) / "安装.sh", home)
    assert code == 0, said
    assert f"装好了：谈心簿 {NOW}" in said
    assert NOW in says(home)
    menu = (home / ".local/share/applications/tanxinbu.desktop").read_text("utf-8")
    assert f'Exec="{root_of(home)}/current/tanxinbu"' in menu
    assert (home / ".local/share/icons/hicolor/scalable/apps/tanxinbu.svg").is_file()
    assert running(root_of(home) / "versions" / NOW).can_update

    code, said = run(unpacked(tmp_path, NEXT) / "安装.sh", home)
    assert code == 0, said
    assert f"原来的 {NOW} 版还留着" in said
    assert NEXT in says(home)
    assert str(running(root_of(home) / "versions" / NEXT).other().version) == NOW

    code, said = run(root_of(home) / "卸载.sh", home)
    assert code == 0, said
    assert str(vault) in said
    assert "/media/盘 一/资料" in said
    assert str(preferences.parent) in said
    left = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}
    assert left == {"Documents/谈心簿/vault.db", ".config/tanxinbu/preferences.json"}

    code, said = run(tmp_path / f"U 盘 {NOW}/谈心簿 {NOW}/卸载.sh", home)
    assert (code, "没有装" in said) == (0, True)


def test_run_again_it_changes_nothing_and_mends_what_is_amiss(tmp_path, home):
    folder = unpacked(tmp_path, NOW)
    run(folder / "安装.sh", home)
    program = root_of(home) / "versions" / NOW / "tanxinbu"
    before = program.stat().st_ino
    code, said = run(folder / "安装.sh", home)
    assert (code, "已经装着" in said) == (0, True)
    assert program.stat().st_ino == before
    library = root_of(home) / "versions" / NOW / "_internal/lib/libtan.so"
    library.write_bytes(b"?")
    assert run(folder / "安装.sh", home)[0] == 0
    assert library.read_bytes() != b"?"
    assert not (root_of(home) / "previous").exists()


def test_links_that_a_stick_cannot_hold_are_made_anew(tmp_path, home):
    folder = unpacked(tmp_path, NOW)
    (folder / "tanxinbu/_internal/libtan.so").unlink()
    code, said = run(folder / "安装.sh", home)
    assert code == 0, said
    made = root_of(home) / "versions" / NOW / "_internal/libtan.so"
    assert made.readlink() == Path("../_internal/lib/libtan.so")
    assert made.read_bytes() == (folder / "tanxinbu/_internal/lib/libtan.so").read_bytes()


def test_a_file_that_was_altered_is_not_installed(tmp_path, home):
    folder = unpacked(tmp_path, NOW)
    (folder / "tanxinbu/_internal/lib/libtan.so").write_bytes(b"?")
    code, said = run(folder / "安装.sh", home)
    assert (code, "什么也没有装" in said) == (1, True)
    assert not root_of(home).exists()


def test_a_program_that_does_not_start_here_is_not_put_in_place(tmp_path, home):
    run(unpacked(tmp_path, NOW) / "安装.sh", home)
    folder = unpacked(tmp_path, NEXT)
    (folder / "tanxinbu/tanxinbu").write_text("#!/bin/sh\nexit 127\n", "utf-8")
    (folder / "SHA256SUMS").write_bytes(signing.sums(folder, frozenset({"SHA256SUMS"})))
    code, said = run(folder / "安装.sh", home)
    assert (code, "启动不了" in said) == (1, True)
    assert NOW in says(home)
    assert [path.name for path in (root_of(home) / "versions").iterdir()] == [NOW]


def test_another_machine_and_an_old_system_are_told_in_plain_words(tmp_path, home):
    code, said = run(unpacked(tmp_path, NOW, "linux-sparc64") / "安装.sh", home)
    assert (code, "linux-sparc64" in said) == (1, True)
    tools = tmp_path / "tools"
    tools.mkdir()
    old = tools / "getconf"
    old.write_text("#!/bin/sh\necho glibc 2.28\n", "utf-8")
    old.chmod(0o755)
    path = f"{tools}:{os.environ['PATH']}"
    code, said = run(unpacked(tmp_path, NEXT) / "安装.sh", home, PATH=path)
    assert (code, "glibc 是 2.28" in said) == (1, True)
    assert not root_of(home).exists()


def test_a_lacking_library_is_named_with_its_package(tmp_path, home):
    folder = unpacked(tmp_path, NOW)
    script = (folder / "安装.sh").read_text("utf-8")
    # the machine of this test has libGL: the same list with a name that no machine has
    (folder / "安装.sh").write_text(script.replace("libGL.so.1=", "libNowhere.so.1="), "utf-8")
    (folder / "SHA256SUMS").write_bytes(signing.sums(folder, frozenset({"SHA256SUMS"})))
    code, said = run(folder / "安装.sh", home)
    assert (code, "libNowhere.so.1" in said, "libgl1" in said) == (1, True, True)


def test_a_vault_in_the_programs_folder_is_not_removed(tmp_path, home):
    run(unpacked(tmp_path, NOW) / "安装.sh", home)
    vault = root_of(home) / "资料/vault.db"
    vault.parent.mkdir()
    vault.write_bytes(b"x")
    code, said = run(root_of(home) / "卸载.sh", home)
    assert (code, str(vault.parent) in said) == (1, True)
    assert vault.is_file()


def test_what_belongs_to_others_is_left_alone(tmp_path, home):
    own = home / ".local/bin/tanxinbu"
    own.parent.mkdir(parents=True)
    own.write_text("mine", "utf-8")
    code, said = run(unpacked(tmp_path, NOW) / "安装.sh", home)
    assert (code, "没有动它" in said) == (0, True)
    run(root_of(home) / "卸载.sh", home)
    assert own.read_text("utf-8") == "mine"


def test_it_goes_where_the_desktop_keeps_programs(tmp_path, home):
    place = tmp_path / "数据 夹"
    code, said = run(unpacked(tmp_path, NOW) / "安装.sh", home, XDG_DATA_HOME=str(place))
    assert code == 0, said
    assert (place / "tanxinbu-program/current/tanxinbu").is_file()
    assert not root_of(home).exists()
    assert run(place / "tanxinbu-program/卸载.sh", home, XDG_DATA_HOME=str(place))[0] == 0
    assert not (place / "tanxinbu-program").exists()
