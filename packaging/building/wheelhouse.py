"""The locked wheels of one platform: chosen by that platform's markers, held to their digests.

`pip download --platform` weighs markers for the machine it runs on, so that a folder for Windows
made on Linux would lack pywin32-ctypes and hold secretstorage. Here the markers are weighed first,
for the platform meant, and pip is given plain names with their digests.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from packaging.requirements import Requirement

from building import program_wheel

ROOT = Path(__file__).resolve().parents[2]
LOCKED = ROOT / "packaging" / "requirements.txt"
BUILDING = ROOT / "packaging" / "requirements-build.txt"
INSTALL = ROOT / "packaging" / "install"
LISTED = "requirements.txt"
_STAMP = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP knows: same wheels, same bytes


class WheelError(Exception):
    """pip could not bring the wheels: what it said last."""


@dataclass(frozen=True, slots=True)
class Target:
    """A platform as wheels and markers name it; Python is the version the wheels are for."""

    name: str
    tags: tuple[str, ...]
    markers: Mapping[str, str] = field(hash=False)
    python: str = "3.11"


def _target(name: str, tags: Iterable[str], system: str, machine: str) -> Target:
    of_system = {
        "Linux": {"os_name": "posix", "sys_platform": "linux"},
        "Windows": {"os_name": "nt", "sys_platform": "win32"},
    }[system]
    facts = {"platform_system": system, "platform_machine": machine, "platform_release": ""}
    return Target(name, tuple(tags), {**of_system, **facts, "platform_version": ""})


_MANY = ("2_31", "2_28", "2_27", "2_26", "2_24", "2_17", "2_12", "2_5")
_OLD = ("2014", "2010", "1")
WINDOWS = _target("windows-x86_64", ["win_amd64"], "Windows", "AMD64")
LINUX = _target(
    "linux-x86_64",
    [*(f"manylinux_{n}_x86_64" for n in _MANY), *(f"manylinux{n}_x86_64" for n in _OLD)],
    "Linux",
    "x86_64",
)
LINUX_ARM = _target(
    "linux-aarch64",
    [*(f"manylinux_{n}_aarch64" for n in _MANY), "manylinux2014_aarch64"],
    "Linux",
    "aarch64",
)
TARGETS = {each.name: each for each in (LINUX, LINUX_ARM, WINDOWS)}


def chosen(text: str, target: Target, python: str | None = None) -> tuple[str, ...]:
    """The entries of a locked list that the platform needs, digests kept, markers taken off."""
    version = python or target.python
    environment = {
        **target.markers,
        "python_version": version,
        "python_full_version": f"{version}.9",
        "implementation_name": "cpython",
        "implementation_version": f"{version}.9",
        "platform_python_implementation": "CPython",
        "extra": "",
    }
    kept = []
    for entry in re.split(r"(?m)^(?=\S)", text)[1:]:
        head, _, digests = entry.partition("\\")
        need = Requirement(head.strip())
        if need.marker is None or need.marker.evaluate(environment):
            kept.append(f"{need.name}{need.specifier} \\{digests.rstrip()}\n")
    return tuple(kept)


def fetch(lists: Iterable[Path], target: Target, folder: Path) -> tuple[Path, ...]:
    """Bring the wheels of the lists into the folder, or find them there; give the folder's wheels.

    The folder holds nothing else afterwards but the list they were brought by. Raises WheelError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    entries = [e for path in lists for e in chosen(path.read_text("utf-8"), target)]
    wanted = folder / LISTED
    listed = "".join(entries)
    present = sorted(folder.glob("*.whl"))
    if wanted.is_file() and wanted.read_text("utf-8") == listed and len(present) == len(entries):
        return tuple(present)
    for old in present:
        old.unlink()
    wanted.unlink(missing_ok=True)
    partial = folder / "asked.txt"
    partial.write_text(listed, "utf-8")
    _download(partial, target, folder)
    partial.replace(wanted)
    return tuple(sorted(folder.glob("*.whl")))


def unpack(wheels: Iterable[Path], site_packages: Path) -> None:
    """Lay wheels out as an installer would, without running anything: no scripts, no byte code."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for item in archive.infolist():
                if not item.is_dir() and (place := _place(item.filename)):
                    target = site_packages / place
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(item) as source, target.open("wb") as file:
                        shutil.copyfileobj(source, file)


def build(target: Target, program: Path, work: Path, out: Path) -> Path:
    """Write the ZIP for administrators of one platform: its wheels, the program's own, a script.

    `program` is the wheel of the program, `work` where wheels are kept. Raises WheelError, OSError.
    """
    folder = work / target.name
    wheels = fetch([LOCKED], target, folder)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # wheels are packed already
        for source, name in (("install_wheels.py",) * 2, ("read-me.txt", "读我.txt")):
            _put(archive, name, (INSTALL / "wheelhouse" / source).read_bytes())
        _put(archive, "LICENSE", (ROOT / "LICENSE").read_bytes())
        _put(archive, program.name, program.read_bytes())
        for wheel in wheels:
            _put(archive, f"{target.name}/{wheel.name}", wheel.read_bytes())
        _put(archive, f"{target.name}/{LISTED}", (folder / LISTED).read_bytes())
    return out


def products(version: str, work: Path, folder: Path) -> list[Path]:
    """The ZIP of each platform, in the folder. Raises WheelError, OSError."""
    program = program_wheel.write(work)
    folder.mkdir(parents=True, exist_ok=True)
    return [
        build(each, program, work, folder / f"tanxinbu-{version}-wheelhouse-{each.name}.zip")
        for each in TARGETS.values()
    ]


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    item = zipfile.ZipInfo(name, _STAMP)
    item.create_system, item.external_attr = 3, 0o100644 << 16
    archive.writestr(item, content)


def _place(name: str) -> str:
    """Where a file of a wheel goes: `.data/purelib` and `platlib` too; scripts and headers not."""
    first, _, rest = name.partition("/")
    if not first.endswith(".data"):
        return name
    kind, _, inner = rest.partition("/")
    return inner if kind in ("purelib", "platlib") else ""


def _download(listed: Path, target: Target, folder: Path) -> None:
    digits = target.python.replace(".", "")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--dest", str(folder)]
    command += ["--implementation", "cp", "--python-version", target.python]
    for abi in (f"cp{digits}", "abi3", "none"):
        command += ["--abi", abi]
    for tag in target.tags:
        command += ["--platform", tag]
    done = subprocess.run(
        [*command, "-r", str(listed)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise WheelError(done.stderr.strip()[-2000:])
