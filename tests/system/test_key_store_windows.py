"""The credential manager by its real class, over a stand-in for the three calls of Windows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYWINTYPES = """
class error(Exception):
    def __init__(self, winerror, funcname):
        self.winerror, self.funcname = winerror, funcname
"""
WIN32CRED = """
import json, pathlib
from win32ctypes.pywin32.pywintypes import error
CRED_TYPE_GENERIC = 1
CRED_PERSIST_SESSION, CRED_PERSIST_LOCAL_MACHINE, CRED_PERSIST_ENTERPRISE = 1, 2, 3
KEPT = {}
REFUSES = False
def CredWrite(credential, flags):
    if REFUSES:
        raise error(1312, "CredWrite")  # no such log-on session
    blob = credential["CredentialBlob"].encode("utf-16")
    KEPT[credential["TargetName"]] = dict(credential, CredentialBlob=blob)
def CredRead(Type, TargetName):
    if TargetName not in KEPT:
        raise error(1168, "CredRead")
    return KEPT[TargetName]
def CredDelete(Type, TargetName):
    if KEPT.pop(TargetName, None) is None:
        raise error(1168, "CredDelete")
"""
STORY = """
from app.domain.vault_errors import DeviceStoreRefusedError
from app.system.key_store_windows import credential_manager
from win32ctypes.pywin32 import win32cred
store = credential_manager()
secret = bytearray(range(32))
store.put("one", secret)
store.put("two", bytearray(32))
assert store.get("one") == secret and store.get("two") == bytearray(32)
assert store.get("three") is None
assert store.holds("one") and not store.holds("three")
assert {c["Persist"] for c in win32cred.KEPT.values()} == {win32cred.CRED_PERSIST_LOCAL_MACHINE}
assert sorted(win32cred.KEPT) == ["tanxinbu/one", "tanxinbu/two"], sorted(win32cred.KEPT)
store.remove("one")
store.remove("one")
assert store.get("one") is None and store.get("two") == bytearray(32)
win32cred.REFUSES = True
try:
    store.put("one", secret)
except DeviceStoreRefusedError as error:
    print(error.store)
"""


@pytest.fixture
def windows(tmp_path) -> dict[str, str]:
    """The environment of a program that finds Windows' credential calls, and a meddling word."""
    package = tmp_path / "win32ctypes" / "pywin32"
    package.mkdir(parents=True)
    for folder in (package.parent, package):
        (folder / "__init__.py").write_text("")
    (package / "pywintypes.py").write_text(PYWINTYPES)
    (package / "win32cred.py").write_text(WIN32CRED)
    return os.environ | {
        "PYTHONPATH": str(tmp_path),
        "PYTHONUTF8": "1",
        "KEYRING_PROPERTY_PERSIST": "enterprise",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has the calls themselves")
def test_the_credential_manager_keeps_the_secret_on_this_machine_alone(windows):
    told = subprocess.run(
        [sys.executable, "-c", STORY],
        cwd=ROOT,
        env=windows,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert told.stdout.strip() == "Windows 凭据管理器", told.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there it is")
def test_elsewhere_there_is_no_credential_manager():
    from app.system.key_store_windows import credential_manager

    assert credential_manager() is None
