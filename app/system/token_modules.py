"""Where makers of signing tokens put their PKCS#11 libraries on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

# as the makers' own manuals name them: OpenSC, SoftHSM, Feitian, WatchData, SafeNet, Yubico
_NAMES = (
    "opensc-pkcs11",
    "libsofthsm2",
    "softhsm2",
    "softhsm2-x64",
    "libcastle",
    "libcastle_v2",
    "libshuttle_p11v220",
    "eps2003csp11",
    "eps2003csp11v2",
    "shuttlecsp11_3003",
    "libwdpkcs",
    "libwdpkcs_SignatureP11",
    "WDPKCS",
    "libeTPkcs11",
    "eTPKCS11",
    "libykcs11",
)
_LINUX = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
)
_LINUX_BELOW = ("", "pkcs11", "softhsm", "opensc")
_WINDOWS_BELOW = ("OpenSC Project/OpenSC/pkcs11", "SoftHSM2/lib", "Yubico/Yubico PIV Tool/bin")


def found_modules() -> tuple[str, ...]:
    """The libraries that are here, by their paths; none is loaded."""
    folders = _windows_folders() if sys.platform == "win32" else _linux_folders()
    return found_in(folders)


def found_in(folders: Iterable[Path]) -> tuple[str, ...]:
    """The libraries of known makers in these folders, each once."""
    kinds = ("dll",) if sys.platform == "win32" else ("so",)
    found: dict[Path, str] = {}
    for folder in folders:
        for name in _NAMES:
            for kind in kinds:
                path = folder / f"{name}.{kind}"
                if path.is_file():
                    found.setdefault(path.resolve(), str(path))
    return tuple(found.values())


def _linux_folders() -> Iterator[Path]:
    for top in _LINUX:
        for below in _LINUX_BELOW:
            yield Path(top, below)


def _windows_folders() -> Iterator[Path]:
    yield Path(os.environ.get("SYSTEMROOT", "C:/Windows"), "System32")
    for name in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
        if top := os.environ.get(name):
            for below in _WINDOWS_BELOW:
                yield Path(top, below)
