#!/usr/bin/env python3
"""One command runs the program from its source, one tests it, on a machine that has only Python.

    python3 packaging/dev.py run [arguments of tanxinbu]
    python3 packaging/dev.py test [arguments of pytest]
    python3 packaging/dev.py build [linux|wheelhouse|windows|all] [--key FILE] [--root DIR]
    python3 packaging/dev.py lock

Standard library only: this file runs before anything is installed. What it sets up stays in .venv
and is remembered by a stamp there, so that the second time costs next to nothing.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import importlib.util
import itertools
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
ON_WINDOWS = os.name == "nt"
BINARIES = ENVIRONMENT / ("Scripts" if ON_WINDOWS else "bin")
PYTHON = BINARIES / ("python.exe" if ON_WINDOWS else "python")
STAMP = ENVIRONMENT / "set-up.json"
RUNTIME = ROOT / "packaging" / "requirements.txt"
TOOLS = ROOT / "packaging" / "requirements-dev.txt"
BUILDING = ROOT / "packaging" / "requirements-build.txt"
MEMORY = Path("/dev/shm")  # noqa: S108  (a folder of our own is made in it)
ROOM = 4 << 30  # many times what the tests ever held at once
ADDRESS = r"//|https?:|file:|--(extra-)?index|--find-links"  # what a locked list never holds
OLDEST, NEWEST = (3, 11), (3, 13)

# The shared libraries the Qt wheels expect of the system, and the Debian package that brings each.
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",  # QtCore
    "libGL.so.1": "libgl1",  # QtGui
    "libEGL.so.1": "libegl1",  # QtGui
    "libfontconfig.so.1": "libfontconfig1",  # finding the fonts of the system
    "libxkbcommon.so.0": "libxkbcommon0",  # keyboard layouts
    "libdbus-1.so.3": "libdbus-1-3",  # input methods, the desktop's own dialogs
    "libcups.so.2": "libcups2",  # printers
    "libxcb-cursor.so.0": "libxcb-cursor0",  # from here on: windows under X11
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
LIBRARIES_OF_AARCH64 = {"libSM.so.6": "libsm6", "libICE.so.6": "libice6"}

# The stock tools that tests hold our files against, by the program each package brings.
TEST_TOOLS = {
    "pdfsig": "poppler-utils",  # a second reader of signatures, fonts and text of the PDFs
    "qpdf": "qpdf",  # a second reader of the PDF's structure
    "mutool": "mupdf-tools",  # a third, of another family
    "gs": "ghostscript",  # a fourth
    "softhsm2-util": "softhsm2",  # a token in software, to sign with
    "lpadmin": "cups-client",  # from here on: a printer that runs out of paper
    "cupsd": "cups-daemon",
    "age": "age",  # opens our packages without our code
    "minisign": "minisign",  # checks the signed index without our code
    "Xvfb": "xvfb",  # real windows where there is no screen
    "strace": "strace",  # shows what is written, and where a window connects to
    "dbus-run-session": "dbus-daemon",  # a session bus of the test's own
    "gnome-keyring-daemon": "gnome-keyring",  # the machine's key store on that bus
}

# What building for other machines calls: an old Debian in a folder, its source packages, ELF files.
BUILD_TOOLS = {
    "debootstrap": "debootstrap",
    "dpkg-source": "dpkg-dev",
    "readelf": "binutils",
    "unshare": "util-linux",
}

# Tools that not every system has a package of: the tests that want one are left out without it.
# fcitx5-pinyin is used where it is, and not asked for: 56 packages, 100 MB, come along with it.
RARE_TOOLS = {
    "mkfs.vfat": "dosfstools",  # sticks made of files, as sticks are formatted
    "mkfs.exfat": "exfatprogs",
    "fusefat": "fusefat",
    "mount.exfat-fuse": "exfat-fuse",
    "/usr/lib/postgresql/15/bin/initdb": "postgresql-15",  # the ledger of a province
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",  # what a screen reader is told
    "openbox": "openbox",  # real windows get the keys only where something manages them
    "xdotool": "xdotool",  # a hand at a real keyboard
    "makensis": "nsis",  # the set-up for Windows compiles
}


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument names; give the exit code."""
    commands = {"run": run, "test": test, "build": build, "lock": lock}
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return stop(f"Python 3.11, 3.12 or 3.13 is needed; this is {platform.python_version()}.")
    return commands[arguments[0]](arguments[1:])


def run(arguments: Sequence[str]) -> int:
    """Start the windows; without a display, do the demonstration instead and say so."""
    if not (prepare_system({}) and prepare_environment([RUNTIME])):
        return 1
    if not arguments and not has_display():
        folder = next_free_folder()
        say(f"No display here, so the windows stay closed; `tanxinbu demo {folder}` runs instead:")
        arguments = ["demo", folder]
    command = [str(BINARIES / "tanxinbu"), *arguments]
    if ON_WINDOWS:
        return subprocess.call(command)
    os.execv(command[0], command)  # noqa: S606  (no shell is wanted: the program takes this place)
    return 1  # never reached


def test(arguments: Sequence[str]) -> int:
    """Hold the tree against its rules, then run the tests; the first failure ends it."""
    if not (prepare_system(TEST_TOOLS) and prepare_environment([RUNTIME, TOOLS])):
        return 1
    if not prepare_system(RARE_TOOLS):
        one_by_one = RARE_TOOLS.items() if os.geteuid() == 0 else ()
        lacking = [package for tool, package in one_by_one if not prepare_system({tool: package})]
        names = " ".join(lacking) or "them"
        say(f"Going on without {names}: tests that want one are left out and say so.")
    checks = {
        "The code is not in its standard form (ruff format .)": ["ruff", "format", "--check", "."],
        "ruff objects": ["ruff", "check", "."],
        "mypy objects": ["mypy"],
        "An import goes the wrong way": ["lint-imports"],
    }
    for complaint, (tool, *rest) in checks.items():
        say(f"· {' '.join([tool, *rest])}")
        if subprocess.call([str(BINARIES / tool), *rest], cwd=ROOT) != 0:
            return stop(f"{complaint}: see the lines above. The tests were not run.")
    say("· pytest")
    # A file at a time, so that what a file makes for its tests is made once; three on two cores, as
    # one often waits, for a child to be killed or a second to pass.
    shares = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
    pytest = [str(PYTHON), "-m", "pytest", *shares, *arguments]
    with scratch() as place:
        environment = {"QT_QPA_PLATFORM": "offscreen", **quiet(), **place}
        return subprocess.call(pytest, cwd=ROOT, env=environment)


def build(arguments: Sequence[str]) -> int:
    """Make what is carried to machines without a network; see packaging/building/build.py."""
    if not (prepare_system(BUILD_TOOLS) and prepare_environment([RUNTIME])):
        return 1
    places = os.pathsep.join([str(ROOT), str(ROOT / "packaging")])
    words = [str(PYTHON), "-m", "building.build", *arguments]
    return subprocess.call(words, cwd=ROOT, env={**quiet(), "PYTHONPATH": places})


@contextlib.contextmanager
def scratch() -> Iterator[dict[str, str]]:
    """Where the tests write: in memory where it has room, since every commit waits for a disk."""
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and room_in_memory() >= ROOM):
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="tanxinbu-tests-", dir=MEMORY) as folder:
        Path(folder).chmod(0o711)  # a test that gives up its rights must still come through
        yield {"TMPDIR": folder}


def room_in_memory() -> int:
    """How many bytes may lie in memory: what its file system takes, and what the machine has."""
    told = Path("/proc/meminfo").read_text("ascii").split("MemAvailable:")
    available = int(told[1].split()[0]) << 10 if len(told) > 1 else 0
    return min(shutil.disk_usage(MEMORY).free, available)


def lock(_arguments: Sequence[str]) -> int:
    """Remake the lists of locked packages from pyproject.toml; needs uv."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(BINARIES))
    if uv is None:
        return stop(f"uv is needed to lock: {PYTHON} -m pip install uv")
    base = [uv, "pip", "compile", "pyproject.toml", "--universal", "--upgrade", "--quiet"]
    base += ["--generate-hashes", "--no-header", "--no-annotate"]
    ours = ["-c", str(RUNTIME)]
    for rest in (
        ["-o", str(RUNTIME)],
        ["-o", str(TOOLS), "--group", "dev", *ours],
        ["-o", str(BUILDING), "--group", "build", *ours],
    ):
        subprocess.run([*base, *rest], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    shipped = set(entries(RUNTIME))
    for path in (TOOLS, BUILDING):
        path.write_text("".join(e for e in entries(path) if e not in shipped), "utf-8")
    for path in (RUNTIME, TOOLS, BUILDING):
        if re.search(ADDRESS, path.read_text("utf-8")):
            return stop(
                f"{path.name} names an address; only names, versions and digests belong there."
            )
        say(f"{path.relative_to(ROOT)}: {len(entries(path))} packages")
    return 0


# ── the system ───────────────────────────────────────────────────────────────────────────────────


def prepare_system(tools: dict[str, str]) -> bool:
    """Make sure the system has the libraries and tools, as root by apt; say so when it cannot."""
    if not sys.platform.startswith("linux"):
        return True
    missing = missing_packages(tools)
    if not missing:
        return True
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if shutil.which("apt-get") is None:
        stop(f"Missing from this system (by their Debian names): {' '.join(missing)}")
        return False
    if os.geteuid() != 0:
        line = f"apt-get update && {' '.join(install)}"
        as_root = f"sudo sh -c '{line}'" if shutil.which("sudo") else f"su -c '{line}'"
        stop(f"Packages of the system are missing. Run this line, then try again:\n{as_root}")
        return False
    say(f"Installing by apt: {' '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "-q", "update"], install):
        if not quietly(command, environment):
            stop("apt could not install them: see the lines above.")
            return False
    return True


def missing_packages(tools: dict[str, str]) -> list[str]:
    """The Debian packages whose library or program is not there yet."""
    wanted = {**LIBRARIES, **(LIBRARIES_OF_AARCH64 if platform.machine() == "aarch64" else {})}
    present = present_libraries()
    missing = [package for name, package in wanted.items() if name not in present]
    missing += [package for name, package in tools.items() if not is_there(name)]
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    return missing


def is_there(tool: str) -> bool:
    """Whether the program is found, or the file that was named by its whole path."""
    return shutil.which(tool) is not None or (tool.startswith("/") and Path(tool).exists())


def present_libraries() -> set[str]:
    """The shared libraries of this machine's architecture that the loader knows."""
    loader = shutil.which("ldconfig", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if loader is None:
        return set()
    listed = subprocess.run([loader, "-p"], capture_output=True, text=True, check=False).stdout
    mine = "AArch64" if platform.machine() == "aarch64" else "x86-64"
    return {line.split()[0] for line in listed.splitlines() if mine in line}


def has_display() -> bool:
    """Whether windows can be shown here."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def next_free_folder() -> str:
    """out/, or out-2/ and so on: an earlier demonstration may have been worked in, and stays."""
    names = itertools.chain(["out/"], (f"out-{number}/" for number in itertools.count(2)))
    return next(name for name in names if not Path(name).exists())


# ── the environment ──────────────────────────────────────────────────────────────────────────────


def prepare_environment(lists: Sequence[Path]) -> bool:
    """Make .venv hold exactly what the lists lock, unless the stamp says it already does."""
    wanted = {path.name: digest(path) for path in [ROOT / "pyproject.toml", *lists]}
    wanted["place"] = str(ROOT)
    done = read_stamp()
    if PYTHON.exists() and all(done.get(name) == value for name, value in wanted.items()):
        return True
    began = time.monotonic()
    if not PYTHON.exists():
        say("Making .venv")
        venv.create(ENVIRONMENT, clear=True, with_pip=True, symlinks=not ON_WINDOWS)
    STAMP.unlink(missing_ok=True)
    say("Installing the locked packages (about 150 MB the first time)")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    locked = [word for path in lists for word in ("-r", str(path))]
    # Python compiles what is used when it is first used; all of it at once takes half a minute
    exactly = ["--require-hashes", "--only-binary=:all:", "--no-compile"]
    if not quietly([*pip, *exactly, *locked], quiet()):
        stop("pip could not install the locked packages: see the lines above.")
        return False
    wheel = pointer_wheel(ENVIRONMENT)
    if not quietly([*pip, "--no-deps", "--no-index", "--force-reinstall", str(wheel)], quiet()):
        stop("pip could not make the command tanxinbu: see the lines above.")
        return False
    wheel.unlink()
    STAMP.write_text(json.dumps({**kept(done, wanted), **wanted}, indent=1), "utf-8")
    say(f"Ready after {time.monotonic() - began:.0f} s")
    return True


def kept(done: dict[str, str], wanted: dict[str, str]) -> dict[str, str]:
    """What an older stamp says about lists that were not touched now."""
    return done if done.get("place") == wanted["place"] else {}


def read_stamp() -> dict[str, str]:
    """What was set up before, or nothing."""
    try:
        return {str(k): str(v) for k, v in json.loads(STAMP.read_text("utf-8")).items()}
    except (OSError, ValueError, AttributeError):
        return {}


def pointer_wheel(folder: Path) -> Path:
    """Write the wheel that an editable install would make: a path to this tree and the commands.

    Made here because the build backend would have to come from an index first.
    """
    import tomllib  # to start faster: not needed the second time

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    name, version = project["name"], project["version"]
    facts = f"{name}-{version}.dist-info"
    commands = "".join(f"{command} = {place}\n" for command, place in project["scripts"].items())
    files = {
        f"{name}.pth": f"{ROOT}\n",
        f"{facts}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{facts}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{facts}/entry_points.txt": f"[console_scripts]\n{commands}",
    }
    record = "".join(f"{path},{record_digest(text)},\n" for path, text in files.items())
    files[f"{facts}/RECORD"] = f"{record}{facts}/RECORD,,\n"
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel


def record_digest(text: str) -> str:
    """A file's digest as a wheel's RECORD wants it."""
    raw = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def entries(path: Path) -> list[str]:
    """The packages of a locked list, each with its digests."""
    return re.split(r"(?m)^(?=\S)", path.read_text("utf-8"))[1:] if path.exists() else []


def digest(path: Path) -> str:
    """SHA-256 of a file, or nothing for a missing one."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


# ── words and processes ──────────────────────────────────────────────────────────────────────────


def quiet() -> dict[str, str]:
    """The environment for children: without packages the user has installed elsewhere."""
    return {**os.environ, "PYTHONNOUSERSITE": "1"}


def quietly(command: Iterable[str], environment: dict[str, str]) -> bool:
    """Run a command, showing what it said only when it failed."""
    done = subprocess.run(
        list(command),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        say(done.stdout)
    return done.returncode == 0


def say(text: str) -> None:
    """One line to whoever started this."""
    print(text, flush=True)


def stop(reason: str) -> int:
    """Say why it ends here; the exit code of failure."""
    print(reason, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
