"""The list and the update file that the build makes: the same twice, and good for stock minisign."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from app.domain.release import MANIFEST, SIGNATURE, ManifestError, read_manifest
from app.handover import minisign
from app.store import migrate
from tests.releases import KEYS, NOW, frozen, release, signer, update_file

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links are not made there")


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path):
    made = [frozen(tmp_path / name, release(NOW)) for name in ("a", "b")]
    (made[1] / "tanxinbu").touch()
    written = []
    for folder in made:
        (folder.parent / f"out-{folder.name}").mkdir()
        written.append(update_file.write(folder, folder.parent / f"out-{folder.name}").read_bytes())
    assert written[0] == written[1]


def test_stock_minisign_checks_the_list(tmp_path: Path):
    if not shutil.which("minisign"):
        pytest.skip("minisign is not installed")
    folder = frozen(tmp_path / "a", release(NOW))
    key = minisign.public_key_text(KEYS.public_key)
    check = ["minisign", "-V", "-P", key, "-m", folder / MANIFEST, "-x", folder / SIGNATURE]
    assert subprocess.run(check, check=False, capture_output=True).returncode == 0
    with (folder / MANIFEST).open("ab") as changed:
        changed.write(b" ")
    assert subprocess.run(check, check=False, capture_output=True).returncode == 1


def test_links_stay_in_the_folder_and_are_told_by_the_file_they_end_at(tmp_path: Path):
    folder = frozen(tmp_path / "a", release(NOW))
    (folder / "again").symlink_to("_internal/libtan.so")
    told = update_file.seal(folder, release(NOW), signer())
    assert ("again", "_internal/lib/libtan.so") in told.links
    assert read_manifest((folder / MANIFEST).read_bytes()) == read_manifest(told.written())
    (folder / "out").symlink_to("/etc/hostname")
    with pytest.raises(ValueError, match="subpath"):
        update_file.seal(folder, release(NOW), signer())
    (folder / "out").unlink()
    (folder / "whole").symlink_to("_internal")
    with pytest.raises(ManifestError, match="link"):
        update_file.seal(folder, release(NOW), signer())


def test_this_tree_knows_what_it_is():
    made = update_file.this_release("linux-x86_64", "abc")
    assert made.schemas.office == migrate.newest()
    assert made.schemas.registry == migrate.newest(migrate.REGISTRY)
