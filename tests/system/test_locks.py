from __future__ import annotations

import subprocess
import sys

import pytest

from app.domain.errors import FolderUnusableError, VaultInUseError
from app.system.locks import InstanceLock

SINCE = "2026年3月5日9时05分"


def test_a_second_instance_is_told_since_when(tmp_path):
    lock = InstanceLock(tmp_path, SINCE)
    for _ in range(2):
        with pytest.raises(VaultInUseError) as caught:
            InstanceLock(tmp_path, "later")
        assert caught.value.since == SINCE
    lock.release()
    lock.release()
    InstanceLock(tmp_path, "later").release()


def test_another_process_is_kept_out_too(tmp_path):
    script = (
        "import sys; from pathlib import Path; from app.system.locks import InstanceLock\n"
        "from app.domain.errors import VaultInUseError\n"
        "try: InstanceLock(Path(sys.argv[1]), 'x')\n"
        "except VaultInUseError: sys.exit(7)"
    )
    lock = InstanceLock(tmp_path, SINCE)
    told = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    lock.release()
    assert told.returncode == 7


def test_a_lock_left_by_a_crash_holds_nobody_up(tmp_path):
    script = (
        "import os, sys; from pathlib import Path; from app.system.locks import InstanceLock\n"
        "lock = InstanceLock(Path(sys.argv[1]), 'x'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert (tmp_path / "vault.lock").exists()
    InstanceLock(tmp_path, SINCE).release()


def test_a_folder_that_is_none_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FolderUnusableError):
        InstanceLock(tmp_path / "file", SINCE)
