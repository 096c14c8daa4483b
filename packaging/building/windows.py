"""What is carried to Windows, built on Linux: the frozen folder, the set-up, the update file.

Python for Windows runs under Wine, with the wheels staged for Windows, and freezes the program the
same way as on Linux; makensis packs it. Needs Debian's wine64 and nsis.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

from app.domain.release import release_content
from app.handover import minisign
from app.handover.credentials import DeskKeys
from building import (
    check_windows,
    freeze,
    licences,
    signing,
    update_file,
    wheelhouse,
    windows_icon,
    windows_python,
)
from building.places import BUILD, HOME, PROGRAM, BuildError, call, say, version

PLATFORM = wheelhouse.WINDOWS.name
PLACE = BUILD / "windows"
SCRIPTS = HOME / "packaging" / "building"
TOOLS = {"wine": "wine wine64", "makensis": "nsis"}
_ICON = "tanxinbu.ico"
_LAID_OUT = ".done"


@dataclass(frozen=True, slots=True)
class Order:
    """What a build is to be: who signs it, the second its files are dated with, where products go.

    built_from names the source; windows_python is a ZIP the builder brings, or None.
    """

    keys: DeskKeys
    moment: int
    built_from: str
    products: Path
    windows_python: Path | None = None


def missing_tools() -> list[str]:
    """The Debian packages that bring what is lacking here."""
    return [packages for tool, packages in TOOLS.items() if shutil.which(tool) is None]


def build(order: Order) -> list[Path]:
    """Make the set-up, its signature and the update file. Raises BuildError, OSError."""
    if lacking := missing_tools():
        raise BuildError(f"For Windows these are missing: apt-get install {' '.join(lacking)}")
    interpreter = stage(order.windows_python)
    icon = windows_icon.write(HOME / "resources/icons/tanxinbu.svg", PLACE / _ICON)
    frozen = freeze_under_wine(interpreter, icon, order.moment)
    complete(frozen, interpreter, order)
    if complaints := check_windows.check(frozen, PLACE / "source"):
        raise BuildError("\n".join(["What was frozen for Windows is not whole:", *complaints[:40]]))
    order.products.mkdir(parents=True, exist_ok=True)
    setup = pack(frozen, icon, order.products / f"{PROGRAM}-{version()}-{PLATFORM}-setup.exe")
    signature = signing.sign(setup, order.keys, f"{PROGRAM} {version()} {PLATFORM} set-up")
    return [setup, signature, update_file.write(frozen, order.products)]


def stage(windows_python: Path | None) -> Path:
    """Lay out Python for Windows and the locked wheels; give python.exe. Raises BuildError."""
    folder = PLACE / "python"
    wheels = _wheels()
    embedded = windows_python_zip(windows_python)
    wanted = "\n".join([hashlib.sha256(embedded.read_bytes()).hexdigest(), version(), *wheels])
    if (stamp := folder / _LAID_OUT).is_file() and stamp.read_text("utf-8") == wanted:
        return folder / "python.exe"
    say("· Python and wheels for Windows")
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(embedded) as archive:
        archive.extractall(folder)
    site = folder / "Lib/site-packages"
    wheelhouse.unpack(map(Path, wheels), site)
    freeze.without_tls(site)
    facts = site / f"{PROGRAM}-{version()}.dist-info"
    facts.mkdir()
    told = f"Metadata-Version: 2.1\nName: {PROGRAM}\nVersion: {version()}\n"
    (facts / "METADATA").write_text(told, "utf-8")
    paths = ["python311.zip", ".", "Lib\\site-packages", "..\\source", "import site"]
    (folder / "python311._pth").write_text("\n".join(paths) + "\n", "ascii")
    stamp.write_text(wanted, "utf-8")
    return folder / "python.exe"


def windows_python_zip(given: Path | None) -> Path:
    """The published ZIP of Python for Windows, checked. Raises BuildError."""
    return windows_python.obtain(given, PLACE)


def freeze_under_wine(interpreter: Path, icon: Path, moment: int) -> Path:
    """Make the frozen folder anew; give where it lies. Raises BuildError."""
    freeze.copy_source(PLACE)
    say("· PyInstaller under Wine (minutes)")
    for old in ("out", "work"):
        shutil.rmtree(PLACE / old, ignore_errors=True)
    words = ["-m", "PyInstaller", "--noconfirm", "--distpath", "out", "--workpath", "work"]
    spec = "source/packaging/building/tanxinbu-windows.spec"
    environment = {
        "SOURCE_DATE_EPOCH": str(moment),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TANXINBU_ICON": f"..\\..\\..\\{icon.name}",
    }
    _wine([str(interpreter), *words, spec], environment, PLACE / "pyinstaller.log")
    return PLACE / "out" / PROGRAM


def complete(frozen: Path, interpreter: Path, order: Order) -> None:
    """Add whose updates it takes, what it is and its licences; date, list and sign the folder."""
    release = update_file.this_release(PLATFORM, order.built_from)
    facts = release_content(release)
    freeze.release_facts(frozen, signing.public_file(order.keys), facts)
    site = interpreter.parent / "Lib/site-packages"
    licences.collect(site, HOME / "resources", frozen / "licences")
    freeze.settle(frozen, order.moment)
    comment = f"{PROGRAM} {release.version} {PLATFORM}"

    def sign(content: bytes) -> bytes:
        return minisign.signature_file(order.keys, content, comment)

    update_file.seal(frozen, release, sign)
    freeze.settle(frozen, order.moment)


def pack(frozen: Path, icon: Path, out: Path) -> Path:
    """Make the starter and the set-up program of a frozen folder. Raises BuildError."""
    say("· set-up for Windows")
    launcher = PLACE / "launcher.exe"
    given = {"VERSION": version(), "ICON": icon}
    makensis(SCRIPTS / "launcher.nsi", {**given, "OUT": launcher})
    size = sum(path.stat().st_size for path in frozen.rglob("*") if path.is_file())
    more = {"OUT": out, "FROZEN": frozen, "LAUNCHER": launcher, "KILOBYTES": size >> 10}
    makensis(SCRIPTS / "tanxinbu.nsi", {**given, **more})
    return out


def makensis(script: Path, given: dict[str, object]) -> None:
    """Compile a script with these names; a warning is a failure too. Raises BuildError."""
    words = [f"-D{name}={value}" for name, value in given.items()]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    call(["makensis", "-V2", "-WX", "-NOCD", *words, script], None, env=environment)


def _wheels() -> list[str]:
    house = BUILD / "wheelhouse"
    target = wheelhouse.WINDOWS
    try:
        ours = wheelhouse.fetch([wheelhouse.LOCKED], target, house / PLATFORM)
        tools = wheelhouse.fetch([wheelhouse.BUILDING], target, house / f"{PLATFORM}-building")
    except wheelhouse.WheelError as error:
        raise BuildError(f"The wheels for Windows could not be had:\n{error}") from error
    return [str(path) for path in (*ours, *tools)]


def _wine(words: list[str], environment: dict[str, str], log: Path) -> None:
    """Run a Windows program in a prefix of the build's own. Raises BuildError with its last words.

    Its streams are pipes: Python for Windows cannot take files of Linux for them.
    """
    quiet = {"WINEPREFIX": str(PLACE / "wine"), "WINEDEBUG": "-all", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        ["wine", *words], cwd=PLACE, env={**os.environ, **quiet, **environment}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        errors="replace", check=False,
    )  # fmt: skip
    log.write_text(done.stdout, "utf-8")
    if done.returncode != 0:
        raise BuildError(
            f"{words[0]} failed under Wine ({done.returncode}):\n{done.stdout[-2000:]}"
        )
