"""Made-up releases of the program: small folders, signed and packed as the real ones are."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from app.domain.release import (
    MANIFEST,
    SIGNATURE,
    Installation,
    Release,
    Schemas,
    release_content,
    version_of,
)
from app.handover import minisign
from app.handover.credentials import DeskKeys, new_office_keys
from app.services.updating import Updating, key_in
from app.system import installation
from app.system.installation import Shelf

sys.path.insert(0, str(Path(__file__).parents[1] / "packaging"))
from building import update_file

KEYS = new_office_keys()
PLATFORM = "linux-x86_64"
NOW, NEXT, LAST = "0.6.0", "0.7.0", "0.8.0"


def signer(keys: DeskKeys = KEYS) -> Callable[[bytes], bytes]:
    return lambda content: minisign.signature_file(keys, content, "made for a test")


def release(version: str, office: int = 10, platform: str = PLATFORM) -> Release:
    return Release(version_of(version), platform, Schemas(office, 7), "abc")


def frozen(folder: Path, made: Release, keys: DeskKeys = KEYS, load: bytes = b"") -> Path:
    """A frozen folder of that release: an executable that tells its version, libraries, a link."""
    inside = folder / "_internal"
    (inside / "resources/release").mkdir(parents=True)
    (inside / "lib").mkdir()
    program = folder / "tanxinbu"
    program.write_text(f"#!/bin/sh\necho 谈心簿 {made.version}\n", "utf-8")
    program.chmod(0o755)
    (inside / "lib/libtan.so").write_bytes(bytes(range(256)) * 200 + str(made.version).encode())
    if load:
        (inside / "load.bin").write_bytes(load)
    (inside / "libtan.so").symlink_to("lib/libtan.so")
    (inside / "一页上手.txt").write_text("第一步", "utf-8")
    facts = json.dumps(release_content(made))
    (inside / "resources/release/build.json").write_text(facts, "utf-8")
    public = f"untrusted comment: x\n{minisign.public_key_text(KEYS.public_key)}\n"
    (inside / "resources/release/release.pub").write_text(public, "utf-8")
    update_file.seal(folder, made, signer(keys))
    return folder


def update(folder: Path, made: Release, keys: DeskKeys = KEYS, load: bytes = b"") -> Path:
    """The update file of such a release, in a folder of its own."""
    stick = folder / f"盘 {made.version}"
    stick.mkdir(parents=True)
    return update_file.write(frozen(folder / f"build-{made.version}", made, keys, load), stick)


def installed(root: Path, made: Release) -> Updating:
    """The program of that release, installed for one user below root."""
    shelf = Shelf(root)
    (root / "versions").mkdir(parents=True, exist_ok=True)
    program = frozen(shelf.folder(made.version), made)
    shelf.start_with(made.version)
    return running(program)


def running(program: Path) -> Updating:
    """The services of the program that runs in this folder."""
    found: Installation = installation.of(program)
    return Updating(found, key_in(program))


def rewritten(path: Path, change: Callable[[dict[str, zipfile.ZipInfo], dict[str, bytes]], None]):
    """The update file made anew after its members were changed."""
    with zipfile.ZipFile(path) as archive:
        infos = {info.filename: info for info in archive.infolist()}
        contents = {name: archive.read(name) for name in infos}
    change(infos, contents)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, info in infos.items():
            archive.writestr(info, contents[name])
    return path


def resigned(contents: dict[str, bytes], change: Callable[[dict], None], keys=KEYS) -> None:
    """Change the list of files and sign it again."""
    told = json.loads(contents[MANIFEST])
    change(told)
    contents[MANIFEST] = json.dumps(told).encode()
    contents[SIGNATURE] = signer(keys)(contents[MANIFEST])
