"""What is built for other machines, as far as it is known without building it."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from building import bundle, deb, elves, freeze, reproduce, root, signing, slim, unicode_data
from building.build import read, release_keys
from building.places import MACHINE, PARTS, BuildError, commit, moment, version

from app.cli.measures import again

ROOT = Path(__file__).parents[1]
MOMENT = 1_795_392_000


@pytest.fixture
def keys(tmp_path):
    return signing.make_key(tmp_path / "minisign.key")


def folder_of(place: Path) -> Path:
    """A small folder as a build leaves it, with a link, a program and Chinese names."""
    inner = place / "tanxinbu" / "_internal"
    inner.mkdir(parents=True)
    (place / "tanxinbu" / "tanxinbu").write_bytes(b"program")
    (place / "tanxinbu" / "tanxinbu").chmod(0o755)
    (inner / "a.so").write_bytes(b"library")
    (place / "安装.sh").write_text("#!/bin/sh\n", "utf-8")
    return place


# ── the lists ────────────────────────────────────────────────────────────────────────────────────


def test_what_is_left_out_is_not_what_the_program_imports():
    imported = set()
    for part in ("app", "ui"):
        for path in (ROOT / part).rglob("*.py"):
            if "province" in path.parts:  # the ledger of a province is not in the frozen folder
                continue
            for line in path.read_text("utf-8").splitlines():
                words = line.split()
                if words[:1] in (["import"], ["from"]) and len(words) > 1:
                    imported.add(words[1].rstrip(","))
    for name in slim.UNCALLED:
        if name in ("sqlalchemy", "psycopg"):
            continue  # asked for late, and only by what speaks to that ledger
        hit = {one for one in imported if one == name or one.startswith(f"{name}.")}
        assert not hit, f"{name} is left out, and asked for"


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/platforminputcontexts/libcomposeplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/platformthemes/libqxdgdesktopportal.so",
        "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "libxcb-cursor.so.0",
        "libxkbcommon-x11.so.0",
        "libpng16-1d1ba958.so.16.58.0",
        "libz-ng-1d1ba958.so",
        "libpython3.11.so.1.0",
        "libcrypto.so.1.1",
        "resources/fonts/NotoSansSC-Regular.ttf",
        "resources/help/index.md",
    ],
)
def test_what_the_folder_must_hold_is_kept(name):
    assert slim.is_kept(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "libQt6Network.so.6",
        "PySide6/QtNetwork.abi3.so",
        "libstdc++.so.6",
        "libgcc_s.so.1",
        "libGL.so.1",
        "libfontconfig.so.1",
        "libglib-2.0.so.0",
        "pikepdf/_core/foreign.pyi",
    ],
)
def test_what_the_system_brings_or_nobody_calls_is_not(name):
    assert not slim.is_kept(name)


@pytest.mark.parametrize(
    "name",
    [
        "root.res",
        "coll/zh.res",
        "coll/ucadata.icu",
        "en.res",
        "zone/zh_Hans_SG.res",
        "gb18030.cnv",
        "windows-936-2000.cnv",
        "cnvalias.icu",
        "coll/res_index.res",
        "pool.res",
    ],
)
def test_what_sorts_and_converts_chinese_stays(name):
    assert unicode_data.is_kept(name)


@pytest.mark.parametrize("name", ["de.res", "coll/ja.res", "unit/fr_CA.res", "zone/zu.res"])
def test_languages_that_are_never_shown_go(name):
    assert not unicode_data.is_kept(name)


@pytest.mark.parametrize(
    "name",
    [
        "brkitr/cjdict.dict",
        "translit/root.res",
        "unit/zh.res",
        "unames.icu",
        "ibm-930_P120-1999.cnv",
    ],
)
def test_what_qt_never_asks_for_goes(name):
    assert not unicode_data.is_kept(name)


def test_the_recipe_names_parts_that_are_there():
    for part in PARTS:
        assert (ROOT / part).is_dir()
    compile((ROOT / "packaging/building/tanxinbu.spec").read_text("utf-8"), "tanxinbu.spec", "exec")
    for name in bundle.SCRIPTS:
        assert (bundle.INSTALL / name).is_file()


def test_wheels_are_asked_for_the_old_debian_and_this_machine():
    words = freeze.target()
    assert f"manylinux_2_28_{MACHINE}" in words
    assert f"manylinux2014_{MACHINE}" in words
    newer = [word for word in words if word.startswith("manylinux_2_3") and "2_31" not in word]
    assert not newer, "the old Debian has glibc 2.31"
    assert "--only-binary=:all:" in words


# ── the key, the sums, the signature ─────────────────────────────────────────────────────────────


def test_sums_and_signature_are_good_to_the_stock_tools(tmp_path, keys):
    folder = folder_of(tmp_path / "大 包")
    (folder / "SHA256SUMS").write_bytes(signing.sums(folder, frozenset({"SHA256SUMS"})))
    signing.sign(folder / "SHA256SUMS", keys, "tanxinbu 0")
    checked = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    public = tmp_path / "release.pub"
    public.write_bytes(signing.public_file(keys))
    words = ["minisign", "-V", "-m", str(folder / "SHA256SUMS"), "-p", str(public)]
    assert subprocess.run(words, capture_output=True, check=False).returncode == 0
    (folder / "SHA256SUMS").write_bytes(b"another\n")
    assert subprocess.run(words, capture_output=True, check=False).returncode != 0


def test_the_stock_tool_signs_with_our_key_and_we_with_its(tmp_path, keys):
    content = tmp_path / "file"
    content.write_bytes(b"content")
    ours = tmp_path / "minisign.key"
    assert ours.stat().st_mode & 0o777 == 0o600
    subprocess.run(["minisign", "-S", "-s", ours, "-m", content], check=True, capture_output=True)
    public = tmp_path / "ours.pub"
    public.write_bytes(signing.public_file(keys))
    checking = ["minisign", "-V", "-m", content, "-p"]
    subprocess.run([*checking, public], check=True, capture_output=True)
    theirs = tmp_path / "theirs.key"
    made = ["minisign", "-G", "-W", "-s", theirs, "-p", tmp_path / "theirs.pub"]
    subprocess.run(made, check=True, capture_output=True)
    other = signing.release_keys(theirs)
    signing.sign(content, other, "c")
    public.write_bytes(signing.public_file(other))
    subprocess.run([*checking, public], check=True, capture_output=True)


def test_a_key_that_is_none_is_refused(tmp_path, keys):
    place = tmp_path / "minisign.key"
    whole = place.read_text("utf-8")
    for text in ("", "one line\n", "a\nnot base64\n", "a\nAAAA\n", whole.replace("RW", "XX")[:90]):
        place.write_text(text, "utf-8")
        with pytest.raises(signing.KeyFileError):
            signing.release_keys(place)


def test_the_default_key_is_made_once_and_said_loudly(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOME", str(tmp_path))
    first = release_keys(None)
    assert "release key was made" in capsys.readouterr().out
    again_ = release_keys(None)
    assert again_.public_key == first.public_key
    assert not capsys.readouterr().out


# ── the ZIP ──────────────────────────────────────────────────────────────────────────────────────


def test_the_same_files_make_the_same_zip(tmp_path):
    made = []
    for name, date in (("a", 1), ("b", 2_000_000_000)):
        place = tmp_path / name / "谈心簿"
        place.parent.mkdir()
        folder = folder_of(place)
        for path in folder.rglob("*"):
            os.utime(path, (date, date))
        freeze.settle(folder, MOMENT)
        made.append(bundle.write_zip(folder, tmp_path / f"{name}.zip", MOMENT).read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == sorted(names)
        assert "谈心簿/安装.sh" in names
        runs = archive.getinfo("谈心簿/tanxinbu/tanxinbu").external_attr >> 16
        assert runs & 0o111, "the program runs when it is unpacked"


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg-deb packs it")
def test_the_same_folder_makes_the_same_package(tmp_path):
    made = []
    for name in ("a", "b"):
        frozen = folder_of(tmp_path / name) / "tanxinbu"
        packages = ["libc6", "libcups2", "libgl1"]
        path = deb.build_deb(frozen, packages, MOMENT, tmp_path / name / "dist")
        made.append(path.read_bytes())
    assert made[0] == made[1]

    def told(*words: str) -> str:
        done = subprocess.run(["dpkg-deb", *words], capture_output=True, text=True, check=True)
        return done.stdout

    fields = told("--field", str(path))
    assert "Depends: libc6, libgl1\n" in fields
    assert "Recommends: libcups2\n" in fields
    listed = told("--contents", str(path))
    assert "-rwxr-xr-x root/root" in next(
        line for line in listed.splitlines() if line.endswith("./opt/tanxinbu/tanxinbu")
    )
    assert "./usr/bin/tanxinbu -> /opt/tanxinbu/tanxinbu" in listed
    assert "./usr/share/applications/tanxinbu.desktop" in listed


def test_differences_between_two_builds_are_named(tmp_path):
    one, other = folder_of(tmp_path / "one"), folder_of(tmp_path / "other")
    assert reproduce.differences(one, other) == []
    (other / "tanxinbu/_internal/a.so").write_bytes(b"libraRy")
    (other / "more").write_bytes(b"")
    (other / "tanxinbu/tanxinbu").chmod(0o644)
    found = reproduce.differences(one, other)
    assert found == [
        "more: only in one",
        "tanxinbu/_internal/a.so: other bytes",
        "tanxinbu/tanxinbu: another mode",
    ]


# ── the libraries ────────────────────────────────────────────────────────────────────────────────


def test_what_a_library_asks_for_is_read(tmp_path):
    interpreter = Path(os.path.realpath(sys.executable))
    shutil.copyfile(interpreter, tmp_path / "python")
    (tmp_path / "text").write_text("no ELF")
    (elf,) = elves.found_in(tmp_path)
    assert any(name.startswith("libc.so") for name in elf.needed)
    assert (2, 2) < elves.newest_glibc([elf]) < (3, 0)


def elf(path: str, *needed: str, has_table: bool = True) -> elves.Elf:
    return elves.Elf(Path(path), frozenset(needed), has_table, (2, 17))


def test_a_library_nobody_asks_for_goes_and_a_module_stays():
    inner = Path("/f/_internal")
    known = [
        elf("/f/tanxinbu", "libc.so.6"),
        elf("/f/_internal/pkg/m.so", "liba.so.1"),
        elf("/f/_internal/liba.so.1", "libb.so.1"),
        elf("/f/_internal/libb.so.1"),
        elf("/f/_internal/libgone.so.1", "libgone2.so.1"),
        elf("/f/_internal/libgone2.so.1"),
        elf("/f/_internal/_cffi_backend.so"),
        elf("/f/_internal/libpython3.11.so.1.0"),
    ]
    gone = [path.name for path in elves.unneeded(known, inner)]
    assert gone == ["libgone.so.1", "libgone2.so.1"]


def test_what_is_not_inside_is_asked_of_a_package_or_refused():
    known = [elf("/f/a.so", "libc.so.6", "libGL.so.1", "b.so"), elf("/f/b.so")]
    asked = elves.asked_of_system(known)
    assert asked == {"libGL.so.1": ["a.so"], "libc.so.6": ["a.so"]}
    assert elves.packages_of(asked) == ["libc6", "libgl1"]
    with pytest.raises(BuildError, match=r"libmystery.*a\.so"):
        elves.packages_of({"libmystery.so.1": ["a.so"]})


def test_what_a_wheel_rewrote_is_not_stripped():
    assert elf("/f/_page.so").may_be_stripped
    assert not elf("/f/_page.so", has_table=False).may_be_stripped
    assert not elf("/f/_imaging.so", "libtiff-20b7e810.so.6.3.0").may_be_stripped
    assert not elf("/f/libtiff-20b7e810.so.6.3.0").may_be_stripped


# ── the rest ─────────────────────────────────────────────────────────────────────────────────────


def test_what_is_done_in_the_root_has_no_network_unless_it_is_asked_for(tmp_path):
    place = root.Root(tmp_path, "bullseye")
    lent = {tmp_path / "a b": "/build"}
    closed = place.command(root.Errand(["true"], lent))
    assert "--net" in closed
    assert "--mount" in closed
    assert closed[-1] == "true"
    assert f"'{tmp_path}/a b'" in " ".join(closed)
    assert "--net" not in place.command(root.Errand(["true"], has_network=True))


def test_a_measure_starts_the_program_itself_where_it_is_frozen(monkeypatch, capsys):
    assert again.command("ui.bare_window", "x")[1:] == ["-m", "ui.bare_window", "x"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert again.command("ui.bare_window")[1:] == [again.WORD, "ui.bare_window"]
    assert again.command(again.PROGRAM, "--measure-list")[1:] == ["--measure-list"]
    assert again.run([]) == again.run(["os"]) == 2
    for name in again._MEASURED:
        assert importlib.util.find_spec(name) is not None


def test_facts_of_a_build(tmp_path, keys):
    inner = tmp_path / "_internal/resources"
    inner.mkdir(parents=True)
    freeze.release_facts(tmp_path, signing.public_file(keys), {"version": "1.2.3"})
    told = json.loads((inner / "release/build.json").read_text("utf-8"))
    assert told == {"version": "1.2.3"}
    assert (inner / "release/release.pub").read_text("utf-8").splitlines()[1].startswith("RW")
    assert version().count(".") == 2
    assert moment() > MOMENT - 10**9
    assert commit()
    given = read(["all", "--key", "k", "--root", "r"])
    assert (given.what, given.key, given.root) == ("all", Path("k"), Path("r"))
