"""`tanxinbu selftest` in a process of its own: its lines, its JSON, its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.main import main

ROOT = Path(__file__).parents[2]


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "TZ": "Asia/Shanghai",
    }
    program = [sys.executable, "-m", "ui.main", "selftest", *arguments]
    return subprocess.run(
        program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_it_tells_each_part_without_a_screen_and_without_a_vault(tmp_path):
    folder = tmp_path / "王建国的文件夹"
    folder.mkdir()
    done = run(tmp_path, "--json", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    told = {one["part"]: one for one in json.loads(done.stdout)}
    assert told["database"]["grade"] == "ok"
    assert told["validators"]["reason"] == "both_content"
    assert told["memory"]["reason"] in ("memory_closed", "memory_swaps")
    assert "screen" not in told
    assert "王建国" not in done.stdout
    assert not list(folder.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux itself")
def test_a_part_that_does_not_work_is_the_exit_code(capsys):
    # nothing can be written in a folder of the kernel's own, whoever asks
    assert main(["selftest", "/proc/self"]) == 1
    told = capsys.readouterr().out
    assert "不行　资料文件夹：不能写入（" in told
    assert told.rstrip().splitlines()[-1].startswith("查了 ")
