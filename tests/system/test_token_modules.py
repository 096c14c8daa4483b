"""The libraries of signing tokens are proposed from where their makers put them."""

from __future__ import annotations

import sys
from pathlib import Path

from app.services.token_modules import proposed_modules
from app.system.token_modules import found_in

KIND = "dll" if sys.platform == "win32" else "so"


def test_known_libraries_are_found_once_and_others_are_not(tmp_path: Path):
    far, near = tmp_path / "far", tmp_path / "near"
    for folder in (far, near):
        folder.mkdir()
    library = near / f"opensc-pkcs11.{KIND}"
    library.write_bytes(b"")
    (near / f"libsofthsm2.{KIND}").write_bytes(b"")
    (near / f"libpng16.{KIND}").write_bytes(b"")
    (far / f"opensc-pkcs11.{KIND}").symlink_to(library)
    assert found_in([near, far, tmp_path / "missing"]) == (
        str(library),
        str(near / f"libsofthsm2.{KIND}"),
    )


def test_looking_loads_nothing_and_names_files_that_are_there():
    assert all(Path(path).is_file() for path in proposed_modules())
