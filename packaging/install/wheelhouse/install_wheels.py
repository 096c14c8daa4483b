#!/usr/bin/env python3
"""Install the program from this folder, without a network, into an environment of its own.

    python3 install_wheels.py FOLDER

FOLDER is made, or brought up to this version when it was made by this script. Needs Python 3.11 and
its venv module; every wheel is held to its digest. The command is FOLDER/bin/tanxinbu, on Windows
FOLDER\\Scripts\\tanxinbu.exe.
"""

from __future__ import annotations

import platform
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
LISTED = "requirements.txt"
WINDOWS = platform.system() == "Windows"
ENDING = ".exe" if WINDOWS else ""
MACHINES = {"AMD64": "x86_64", "arm64": "aarch64"}


def main(words: list[str]) -> int:
    """Install into the folder that is named; give the exit code."""
    if len(words) != 1 or words[0].startswith("-"):
        print(__doc__)
        return 2
    kind = platform_name()
    wheels, program = HERE / kind, sorted(HERE.glob("tanxinbu-*.whl"))
    place = Path(words[0]).absolute()
    if sys.version_info[:2] != (3, 11):
        return stop(f"要用 Python 3.11 运行，现在是 {platform.python_version()}。什么也没有装。")
    if not (wheels / LISTED).is_file() or len(program) != 1:
        return stop(f"这里没有给 {kind} 的部件。什么也没有装。")
    if place.exists() and not (place / "pyvenv.cfg").is_file() and any(place.iterdir()):
        return stop(f"{place} 里已经有别的东西，没有动它。请另选一个文件夹。")
    print(f"正在装到 {place}……", flush=True)
    try:
        venv.create(place, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        return stop(f"没有装成：{error}。请装上 python3-venv，看看磁盘是否满了，再运行一次。")
    binaries = place / ("Scripts" if WINDOWS else "bin")
    pip = [str(binaries / f"python{ENDING}"), "-m", "pip", "--isolated"]
    pip += ["--disable-pip-version-check", "install", "--quiet", "--no-index", "--no-deps"]
    locked = ["--require-hashes", "--find-links", str(wheels), "-r", str(wheels / LISTED)]
    for more in (locked, ["--force-reinstall", str(program[0])]):
        if subprocess.call([*pip, *more]) != 0:
            return stop(f"没有装成，原因见上面几行。保险库没有动。删掉 {place} 再试一次。")
    print(f"装好了。打开程序：{binaries / f'tanxinbu{ENDING}'}")
    return 0


def platform_name() -> str:
    """This machine in the words of the folders beside."""
    machine = MACHINES.get(platform.machine(), platform.machine())
    return f"{platform.system().lower()}-{machine}"


def stop(reason: str) -> int:
    """Say why it ends here; the exit code of failure."""
    print(reason, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
