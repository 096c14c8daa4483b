"""The program as a wheel, for administrators who have Python 3.11 and no network.

Made here, without a build tool: the code, the resources where the code looks for them, and the
command. The same source gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from building.places import HOME

PARTS = ("app", "ui", "resources")
_STAMP = (1980, 1, 1, 0, 0, 0)
_LEFT_OUT = ("__pycache__",)


def write(folder: Path, parts: tuple[str, ...] = PARTS) -> Path:
    """Write the wheel into the folder; give its path. Raises OSError."""
    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]
    name, version = project["name"], project["version"]
    facts = f"{name}-{version}.dist-info"
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    record = []
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for place, content in (*_files(parts), *_facts(facts, project)):
            _put(archive, place, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            record.append(f"{place},sha256={digest.decode()},{len(content)}\n")
        _put(archive, f"{facts}/RECORD", "".join([*record, f"{facts}/RECORD,,\n"]).encode())
    return wheel


def _files(parts: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for part in parts:
        for path in sorted((HOME / part).rglob("*")):
            if path.is_file() and not set(path.parts) & set(_LEFT_OUT) and path.suffix != ".pyc":
                yield path.relative_to(HOME).as_posix(), path.read_bytes()


def _facts(folder: str, project: dict[str, object]) -> Iterator[tuple[str, bytes]]:
    needs = "".join(f"Requires-Dist: {each}\n" for each in _listed(project["dependencies"]))
    told = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    python = f"Requires-Python: {project['requires-python']}\nLicense: {project['license']}\n"
    scripts = project["scripts"]
    commands = scripts.items() if isinstance(scripts, dict) else ()
    entries = "".join(f"{command} = {place}\n" for command, place in commands)
    yield f"{folder}/METADATA", f"{told}{python}{needs}".encode()
    yield f"{folder}/WHEEL", b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    yield f"{folder}/entry_points.txt", f"[console_scripts]\n{entries}".encode()
    yield f"{folder}/licenses/LICENSE", (HOME / "LICENSE").read_bytes()


def _listed(untold: object) -> list[str]:
    return [str(each) for each in untold] if isinstance(untold, list) else []


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    item = zipfile.ZipInfo(name, _STAMP)
    item.create_system, item.external_attr = 3, 0o100644 << 16
    item.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(item, content)
