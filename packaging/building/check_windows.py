"""Looks through what was built for Windows, since it is built where no Windows is.

    .venv/bin/python packaging/building/check_windows.py SET-UP.exe or FOLDER

A set-up is unpacked first (7z, Debian's p7zip-full). Prints each complaint; the exit code is 1 when
there is one.
"""

from __future__ import annotations

import ast
import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HOME), str(HOME / "packaging")]

from building import slim, windows_files  # noqa: E402  (found by the line above)

INSIDE = "_internal"
STARTERS = ("tanxinbu.exe", "tanxinbu-cli.exe")
PLUGINS = ("platforms/qwindows.dll", "iconengines/qsvgicon.dll", "imageformats/qsvg.dll")
# Libraries that libraries load by name while running, and what belongs to other systems alone.
NEEDED_MODULES = (
    "keyring.backends.Windows", "win32ctypes.core", "tzdata", "ui.main", "app.cli.main", "pypinyin",
)  # fmt: skip
FOREIGN_MODULES = ("secretstorage", "jeepney")
ONLY_ELSEWHERE = frozenset(FOREIGN_MODULES)
# What Windows 10 1809 itself has, of what our libraries import.
OF_WINDOWS = frozenset(
    """advapi32 authz avrt bcrypt bcryptprimitives cfgmgr32 combase comctl32 comdlg32 crypt32
    cryptbase d2d1 d3d11 d3d12 d3d9 dbghelp dcomp dnsapi dwmapi dwrite dxgi dxva2 gdi32 gdiplus
    hid imm32 iphlpapi kernel32 kernelbase mpr msi msimg32 msvcrt ncrypt netapi32 normaliz ntdll
    ole32 oleacc oleaut32 opengl32 pdh powrprof propsys psapi rpcrt4 secur32 setupapi shcore shell32
    shlwapi ucrtbase uiautomationcore user32 userenv usp10 uxtheme version winmm winspool.drv
    wintrust wldap32 ws2_32 wtsapi32""".split()  # noqa: SIM905  (sixty names in quotes are no easier to read)
)


def check(folder: Path, source: Path = HOME) -> list[str]:
    """What is wrong with a frozen folder made from that source; nothing when all is well."""
    if not (folder / INSIDE).is_dir():
        return [f"no {INSIDE} in {folder}"]
    return [
        *_starters(folder),
        *_libraries(folder),
        *_resources(folder, source),
        *_modules(folder, source),
        *_manifest(folder),
    ]


def check_setup(setup: Path) -> list[str]:
    """What is wrong with what a set-up program carries. Raises OSError, CalledProcessError."""
    with tempfile.TemporaryDirectory() as place:
        words = ["7z", "x", "-y", "-bd", f"-o{place}", str(setup)]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        found = sorted(path.parent for path in Path(place).rglob(STARTERS[0]))
        inner = [folder for folder in found if (folder / INSIDE).is_dir()]
        if len(inner) != 1:
            return [f"{len(inner)} frozen folders in {setup.name}"]
        return check(inner[0])


def imported(sources: Iterable[Path]) -> frozenset[str]:
    """Every module the sources import from others, whole names, wherever the import stands."""
    names: set[str] = set()
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
    return frozenset(names)


def is_of_windows(library: str) -> bool:
    """Whether Windows 10 itself has that library."""
    return library.removesuffix(".dll") in OF_WINDOWS or library.startswith(("api-ms-", "ext-ms-"))


def _starters(folder: Path) -> Iterator[str]:
    for name in STARTERS:
        if not (folder / name).is_file():
            yield f"{name} is missing"


def _libraries(folder: Path) -> Iterator[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    inside = {path.name.casefold() for path in files}
    for path in files:
        place = path.relative_to(folder).as_posix()
        if path.suffix == ".so" or windows_files.is_elf(path):
            yield f"{place} is for Linux"
        elif path.suffix in (".exe", ".dll", ".pyd") or windows_files.is_pe(path):
            yield from _library(path, place, inside)
    for name in PLUGINS:
        if not (folder / INSIDE / "PySide6/plugins" / name).is_file():
            yield f"Qt's {name} is missing"


def _library(path: Path, place: str, inside: set[str]) -> Iterator[str]:
    try:
        told = windows_files.library(path)
    except windows_files.ForeignFileError:
        yield f"{place} cannot be read as a library of Windows"
        return
    if told.machine != windows_files.X86_64:
        yield f"{place} is for another processor ({told.machine:#x})"
    if told.is_of_wine:
        yield f"{place} was taken from Wine"
    for name in told.imports:
        if name not in inside and not is_of_windows(name):
            yield f"{place} wants {name}, which is neither here nor part of Windows"


def _resources(folder: Path, home: Path) -> Iterator[str]:
    source, carried = home / "resources", folder / INSIDE / "resources"
    for path in sorted(source.rglob("*")):
        place = path.relative_to(source)
        if path.is_file() and _digest(path) != _digest(carried / place):
            yield f"resources/{place.as_posix()} is missing or differs"
    if not (folder / INSIDE / "PySide6/translations/qtbase_zh_CN.qm").is_file():
        yield "Qt's Chinese words are missing"
    if not list((folder / INSIDE).glob("tanxinbu-*.dist-info/METADATA")):
        yield "the program cannot tell its version"
    for path in sorted((home / "app").rglob("*.sql")):
        place = path.relative_to(home)
        if "province" not in path.parts and _digest(path) != _digest(folder / INSIDE / place):
            yield f"{place.as_posix()} is missing or differs"


def _modules(folder: Path, home: Path) -> Iterator[str]:
    program = folder / STARTERS[0]
    carried = windows_files.modules(program) if program.is_file() else frozenset()
    files = {_module_name(path, folder) for path in (folder / INSIDE).rglob("*.pyd")}
    there = {*carried, *files}
    sources = [path for part in ("app", "ui") for path in (home / part).rglob("*.py")]
    sources = [path for path in sources if "province" not in path.parts]
    wanted = {
        *imported(sources),
        *(_own_name(path.relative_to(home)) for path in sources),
        *NEEDED_MODULES,
    }
    for name in sorted(wanted):
        if not _is_there(name, there) and not _is_left_out(name):
            yield f"the module {name} is missing"
    for name in FOREIGN_MODULES:
        if name in there:
            yield f"the module {name} is for another system"


def _is_left_out(name: str) -> bool:
    ours = {*ONLY_ELSEWHERE, *slim.UNCALLED}
    return bool({name, name.split(".")[0]} & ours) or ".province" in name


def _is_there(name: str, there: set[str]) -> bool:
    """Whether the module is there; a name inside a module counts with its module."""
    is_standard = name.split(".")[0] in sys.stdlib_module_names
    return is_standard or name in there or any(each.startswith(f"{name}.") for each in there)


def _module_name(path: Path, folder: Path) -> str:
    inner = path.relative_to(folder / INSIDE)
    return ".".join([*inner.parts[:-1], inner.name.split(".")[0]])


def _own_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _manifest(folder: Path) -> Iterator[str]:
    from app.domain.release import MANIFEST, SIGNATURE, ManifestError, read_manifest

    try:
        told = read_manifest((folder / MANIFEST).read_bytes())
    except (OSError, ManifestError) as error:
        yield f"the signed list cannot be read ({error})"
        return
    for file in told.files:
        if _digest(folder / file.path) != file.sha256:
            yield f"{file.path} differs from the signed list"
    listed = {file.path for file in told.files} | {MANIFEST, SIGNATURE}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).as_posix() not in listed:
            yield f"{path.relative_to(folder).as_posix()} is not on the signed list"


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def main(arguments: list[str]) -> int:
    """Check what is named; print what is wrong."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    place = Path(arguments[0])
    complaints = check(place) if place.is_dir() else check_setup(place)
    print("\n".join(complaints) or f"{place.name}: nothing is wrong")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
