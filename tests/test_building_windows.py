"""What is carried to Windows and to administrators: wheels, licences, set-up, and their check."""

from __future__ import annotations

import contextlib
import marshal
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from building import (
    check_windows,
    licences,
    program_wheel,
    slim_windows,
    wheelhouse,
    windows_files,
    windows_python,
)
from building.places import BuildError
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[1]
SITE = Path(pytest.__file__).parents[1]
BUILDING = ROOT / "packaging" / "building"
WINDOWS_PROGRAMS = SITE / "setuptools"  # its starters for Windows lie in the wheel of every system
LOCK = wheelhouse.LOCKED.read_text("utf-8")


def names(target: wheelhouse.Target) -> set[str]:
    return {licences.plain(e.split("==")[0]) for e in wheelhouse.chosen(LOCK, target)}


def test_markers_are_weighed_for_the_platform_meant():
    windows, linux = names(wheelhouse.WINDOWS), names(wheelhouse.LINUX)
    assert {"pywin32-ctypes", "tzdata"} <= windows - linux
    assert {"secretstorage", "jeepney"} <= linux - windows
    arm = "".join(wheelhouse.chosen(LOCK, wheelhouse.LINUX_ARM))
    assert "pyside6-essentials==6.8.0.2 " in arm
    assert "pyside6-essentials==6.8.3 " not in arm
    assert set.union(*map(names, wheelhouse.TARGETS.values())) == licences.locked_names()


def test_what_pip_is_given_has_every_digest_and_no_marker():
    for entry in wheelhouse.chosen(LOCK, wheelhouse.WINDOWS):
        assert ";" not in entry
        assert re.fullmatch(r"[\w.-]+==[\w.]+ \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+", entry)


def test_a_wheelhouse_is_the_same_twice_and_holds_one_platform(tmp_path):
    target = wheelhouse.WINDOWS
    kept = tmp_path / "work" / target.name
    kept.mkdir(parents=True)
    entries = wheelhouse.chosen(LOCK, target)
    (kept / wheelhouse.LISTED).write_text("".join(entries), "utf-8")
    for number in range(len(entries)):
        (kept / f"{number}.whl").write_bytes(b"wheel")
    program = program_wheel.write(tmp_path, ("app/domain", "resources/icons"))
    assert (
        program.read_bytes()
        == program_wheel.write(tmp_path, ("app/domain", "resources/icons")).read_bytes()
    )
    places = [tmp_path / "once.zip", tmp_path / "twice.zip"]
    once, twice = (wheelhouse.build(target, program, kept.parent, place) for place in places)
    assert once.read_bytes() == twice.read_bytes()
    with zipfile.ZipFile(once) as archive:
        held = set(archive.namelist())
    assert {"install_wheels.py", "读我.txt", "LICENSE", program.name} <= held
    assert {name.split("/")[0] for name in held if "/" in name} == {target.name}
    laid_out = tmp_path / "site"
    wheelhouse.unpack([program], laid_out)
    (facts,) = laid_out.glob("*.dist-info")
    for line in (facts / "RECORD").read_text("utf-8").splitlines():
        assert (laid_out / line.split(",")[0]).is_file()
    assert "tanxinbu = ui.main:main" in (facts / "entry_points.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("is_taken", "words", "sentence"),
    [
        (False, ["place"], "没有给"),
        (True, ["place"], "已经有别的东西"),
        (False, [], "install_wheels"),
    ],
)
def test_the_script_for_administrators_touches_nothing_it_cannot_finish(
    tmp_path, is_taken, words, sentence
):
    script = Path(shutil.copy(wheelhouse.INSTALL / "wheelhouse" / "install_wheels.py", tmp_path))
    if is_taken:
        kind = f"linux-{__import__('platform').machine()}"
        (tmp_path / kind).mkdir()
        (tmp_path / kind / "requirements.txt").touch()
        (tmp_path / "tanxinbu-1-py3-none-any.whl").touch()
        (tmp_path / "place").mkdir()
        (tmp_path / "place" / "letter").touch()
    done = subprocess.run(
        [sys.executable, "-I", script, *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONUTF8": "1"},
    )
    if sys.version_info[:2] == (3, 11):
        assert sentence in done.stdout + done.stderr
    assert done.returncode in (1, 2)
    assert not (tmp_path / "place" / "pyvenv.cfg").exists()


def test_python_for_windows_is_the_published_one_or_none(tmp_path):
    dated = (2024, 4, 2, 12, 32, 56)
    files = {name: (dated, name.encode()) for name in ("_ssl.pyd", "python.exe", "libffi-8.dll")}
    made = tmp_path / "made.zip"
    made.write_bytes(windows_python.assemble(files))
    with zipfile.ZipFile(made) as archive:
        order = [item.filename for item in archive.infolist()]
        modes = {i.filename: i.external_attr >> 16 for i in archive.infolist()}
    assert order.index("_ssl.pyd") < order.index("libffi-8.dll") < order.index("python311.zip")
    assert (modes["python.exe"], modes["_ssl.pyd"]) == (0o100777, 0o100666)
    with pytest.raises(BuildError, match="--windows-python"):
        windows_python.obtain(made, tmp_path / "work")
    assert not (tmp_path / "work").exists()


# ── licences ─────────────────────────────────────────────────────────────────────────────────────


def test_every_locked_package_has_a_licence_text_or_a_stated_reason(tmp_path):
    found = {each.name: each for each in licences.collect(SITE, ROOT / "resources", tmp_path)}
    missing = licences.locked_names() - set(found)
    here = names(wheelhouse.LINUX_ARM if "aarch64" in sys.version else wheelhouse.LINUX)
    assert not missing & here  # the rest is for Windows, and looked at where Windows is built
    for each in found.values():
        assert each.texts, each.name
        assert all((tmp_path / text).stat().st_size for text in each.texts), each.name
    fonts = {path.name for path in (ROOT / "resources" / "fonts").glob("*.ttf")}
    assert fonts
    assert {"CPython", "谈心簿", "TanxinRare", "lucide", "jieba", "opencc"} <= set(found)
    index = (tmp_path / licences.INDEX).read_text("utf-8")
    assert all(f"| {name} |" in index for name in found)
    about_qt = (tmp_path / licences.OF_QT).read_text("utf-8")
    for path in re.findall(r"`([\w-]+/[\w.-]+\.txt)`", about_qt):
        assert (tmp_path / path).is_file() or (ROOT / path).is_file(), path


def test_a_package_without_a_text_stops_the_build(tmp_path):
    facts = tmp_path / "site" / "segno-1.6.6.dist-info"
    facts.mkdir(parents=True)
    (facts / "METADATA").write_text("Name: segno\nVersion: 1.6.6\n")
    with pytest.raises(licences.MissingTextError, match="segno"):
        licences.collect(tmp_path / "site", ROOT / "resources", tmp_path / "out")


def test_a_library_of_the_system_brings_its_copyright(tmp_path):
    (tmp_path / "var/lib/dpkg/info").mkdir(parents=True)
    (tmp_path / "var/lib/dpkg/info/libxcb-cursor0:amd64.list").write_text(
        "/usr/lib/libxcb-cursor.so.0\n"
    )
    text = tmp_path / "usr/share/doc/libxcb-cursor0/copyright"
    text.parent.mkdir(parents=True)
    text.write_text("MIT")
    out = tmp_path / "out"
    out.mkdir()
    (each,) = licences.of_system(["libxcb-cursor.so.0"], tmp_path, out)
    assert (out / each.texts[0]).read_text() == "MIT"
    with pytest.raises(licences.MissingTextError, match=r"libunknown\.so"):
        licences.of_system(["libunknown.so"], tmp_path, out)


# ── the set-up and its check ─────────────────────────────────────────────────────────────────────


def test_the_files_of_windows_are_read():
    told = windows_files.library(WINDOWS_PROGRAMS / "cli-64.exe")
    assert told.machine == windows_files.X86_64
    assert "kernel32.dll" in told.imports
    assert windows_files.library(WINDOWS_PROGRAMS / "cli-32.exe").machine != windows_files.X86_64


@given(st.binary(max_size=400), st.integers(0, 9000))
def test_a_damaged_library_is_called_so(tmp_path_factory, noise, cut):
    path = tmp_path_factory.getbasetemp() / "damaged.dll"
    whole = (WINDOWS_PROGRAMS / "cli-64.exe").read_bytes()
    for content in (noise, b"MZ" + noise, whole[:cut], whole[:200] + noise + whole[600:]):
        path.write_bytes(content)
        with contextlib.suppress(windows_files.ForeignFileError):
            windows_files.library(path)


def frozen_program(modules: list[str]) -> bytes:
    """A program as PyInstaller puts it together, with these modules in it and no code."""
    table = marshal.dumps([(name, (0, 17, 0)) for name in modules])
    pyz = b"PYZ\0" + b"magi" + struct.pack("!I", 17) + b"\0" * 5 + table
    name = b"PYZ.pyz\0"
    row = struct.pack("!IIIIBc", 18 + len(name), 0, len(pyz), len(pyz), 0, b"z") + name
    size = len(pyz) + len(row) + 88
    cookie = struct.pack("!8sIIII64s", windows_files._COOKIE, size, len(pyz), len(row), 311, b"")
    return (WINDOWS_PROGRAMS / "cli-64.exe").read_bytes() + pyz + row + cookie


def test_the_check_finds_what_is_wrong(tmp_path):
    inner = tmp_path / check_windows.INSIDE
    (inner / "PySide6").mkdir(parents=True)
    shutil.copy(WINDOWS_PROGRAMS / "cli-32.exe", inner / "PySide6" / "Qt6Core.dll")
    (inner / "page.so").write_bytes(b"\x7fELF")
    (inner / "lost.pyd").write_bytes(b"MZ")
    (tmp_path / "tanxinbu.exe").write_bytes(frozen_program(["ui.main", "jeepney", "app.cli.main"]))
    source = tmp_path / "source"
    (source / "app").mkdir(parents=True)
    shutil.copytree(ROOT / "ui", source / "ui", ignore=lambda _, names: set(names) - {"main.py"})
    code = "import cryptography.exceptions, fcntl, ssl\nfrom app.talk import Talk"
    (source / "app" / "talk.py").write_text(code)
    (source / "resources").mkdir()
    (source / "resources" / "a.ttf").touch()
    (source / "app" / "0001.sql").touch()
    told = check_windows.check(tmp_path, source)
    for complaint in (
        "tanxinbu-cli.exe is missing",
        "_internal/page.so is for Linux",
        "_internal/PySide6/Qt6Core.dll is for another processor (0x14c)",
        "_internal/lost.pyd cannot be read as a library of Windows",
        "Qt's platforms/qwindows.dll is missing",
        "resources/a.ttf is missing or differs",
        "app/0001.sql is missing or differs",
        "the module cryptography.exceptions is missing",
        "the module app.talk is missing",
        "the module win32ctypes.core is missing",
        "the module jeepney is for another system",
        "the program cannot tell its version",
    ):
        assert complaint in told
    assert not [
        line for line in told if " ui.main " in line or " ssl " in line or "kernel32" in line
    ]
    assert [line for line in told if line.startswith("the signed list")]


def test_what_is_left_out_for_windows():
    keep, drop = (
        slim_windows.is_kept,
        ["PySide6\\Qt6Network.dll", "PySide6\\opengl32sw.dll", "_ssl.pyd"],
    )
    assert not any(map(keep, [*drop, "PySide6\\plugins\\tls\\qschannelbackend.dll", "a\\py.typed"]))
    assert not keep("ucrtbase.dll")
    assert not keep("msvcp140.dll", "C:\\windows\\system32\\msvcp140.dll")
    assert not keep("PySide6\\translations\\qtbase_de.qm")
    for name in ("PySide6\\Qt6Core.dll", "sqlcipher3\\_sqlite3.cp311-win_amd64.pyd"):
        assert keep(name)
    assert keep("PySide6\\translations\\qtbase_zh_CN.qm")
    assert keep("resources\\style\\any.h")


def test_the_set_up_removes_nothing_but_its_own_versions():
    script = (BUILDING / "tanxinbu.nsi").read_text("utf-8")
    assert "RequestExecutionLevel user" in script
    for place in re.findall(r'(?m)^\s*RMDir /r "([^"]+)"', script):
        assert place.startswith("$INSTDIR\\versions")
    assert set(re.findall(r"WriteReg\w+ (\w+)", script)) == {"HKCU"}
    for text in re.findall(r'!insertmacro Stop "([^"]+)"', script):
        assert re.search("没有装|没有卸载|什么也没有装", text)


@pytest.mark.skipif(shutil.which("makensis") is None, reason="nsis is not installed")
def test_the_starter_and_the_set_up_compile_to_the_same_bytes(tmp_path):
    from building import windows

    frozen = tmp_path / "frozen"
    frozen.mkdir()
    (frozen / "读我.txt").write_text("x")
    icon = Path("/usr/share/nsis/Contrib/Graphics/Icons/modern-install.ico")
    launcher, made = tmp_path / "launcher.exe", [tmp_path / "once.exe", tmp_path / "twice.exe"]
    names_given = {"VERSION": "0.6.0", "ICON": icon}
    windows.makensis(BUILDING / "launcher.nsi", {**names_given, "OUT": launcher})
    for out in made:
        more = {"OUT": out, "FROZEN": frozen, "LAUNCHER": launcher, "KILOBYTES": 1}
        windows.makensis(BUILDING / "tanxinbu.nsi", {**names_given, **more})
    assert made[0].read_bytes() == made[1].read_bytes()
    for program in (launcher, made[0]):
        assert windows_files.library(program).machine == windows_files.X86_64
