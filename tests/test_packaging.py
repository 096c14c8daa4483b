"""What sets the program up on a fresh machine: the locked lists, the command, the plain words."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DEV = ROOT / "packaging" / "dev.py"


@pytest.fixture(scope="module")
def dev():
    spec = importlib.util.spec_from_file_location("dev", DEV)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=;]", name)[0]).lower()


def pins(path: Path) -> list[tuple[str, str]]:
    return re.findall(r"(?m)^([\w.-]+)==([\w.]+)(?![^\n]*aarch64)", path.read_text("utf-8"))


def locked(path: Path) -> set[str]:
    return {plain(line) for line in path.read_text("utf-8").splitlines() if line[:1].isalnum()}


def test_every_dependency_is_locked(dev, project):
    wanted = {plain(name) for name in project["project"]["dependencies"]}
    assert wanted <= locked(dev.RUNTIME)
    tools = {plain(name) for name in project["dependency-groups"]["dev"]}
    assert tools <= locked(dev.RUNTIME) | locked(dev.TOOLS)


def test_a_locked_list_holds_versions_and_digests_and_no_address(dev):
    for path in (dev.RUNTIME, dev.TOOLS):
        for entry in dev.entries(path):
            assert re.match(r"[\w.-]+==[\w.]+", entry)
            assert "--hash=sha256:" in entry
        assert not re.search(dev.ADDRESS, path.read_text("utf-8"))


def test_a_package_in_both_lists_has_one_version(dev):
    shipped = dict(pins(dev.RUNTIME))
    assert all(shipped.get(name, version) == version for name, version in pins(dev.TOOLS))


def test_tests_and_lint_tools_are_not_shipped(dev):
    assert not {"pytest", "ruff", "mypy", "hypothesis"} & locked(dev.RUNTIME)


def test_the_wheel_that_points_here_makes_the_command(dev, tmp_path):
    wheel = dev.pointer_wheel(tmp_path)
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps"]
    done = subprocess.run(
        [*pip, "--target", tmp_path / "site", wheel], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(wheel) as file:
        (name,) = (n for n in file.namelist() if n.endswith("/entry_points.txt"))
        commands = file.read(name).decode()
    assert "tanxinbu = ui.main:main" in commands
    assert (tmp_path / "site" / "tanxinbu.pth").read_text("utf-8").strip() == str(ROOT)


def test_a_missing_library_is_found_by_its_debian_name(dev, monkeypatch):
    monkeypatch.setattr(dev, "LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    assert "libnowhere9" in dev.missing_packages({})
    assert "frobnicator" in dev.missing_packages({"no-such-program": "frobnicator"})


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt belongs to Linux")
def test_without_root_it_prints_the_one_line_to_run(dev, monkeypatch, capsys):
    monkeypatch.setattr(dev, "LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    there = {"apt-get": "/usr/bin/apt-get", "sudo": "/usr/bin/sudo"}
    monkeypatch.setattr(dev.shutil, "which", lambda name, path=None: there.get(name))
    assert dev.prepare_system({}) is False
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert "apt-get update && apt-get install -y --no-install-recommends" in told[1]
    assert "libnowhere9" in told[1]


def test_a_screen_is_known_by_its_variables(dev, monkeypatch):
    monkeypatch.setattr(dev.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not dev.has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert dev.has_display()


def test_a_demonstration_never_takes_the_place_of_an_earlier_one(dev, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert dev.next_free_folder() == "out/"
    Path("out").mkdir()
    Path("out-2").mkdir()
    assert dev.next_free_folder() == "out-3/"


def test_wrong_use_prints_how_to_use_it():
    done = subprocess.run([sys.executable, DEV, "fly"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "packaging/dev.py run" in done.stdout


def test_ci_calls_the_test_command_and_nothing_else():
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert lines == ["#!/usr/bin/env bash", "exec python3 packaging/dev.py test"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
