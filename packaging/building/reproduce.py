"""Whether two builds are the same, byte for byte, and where not.

python -m building.reproduce FOLDER FOLDER
"""

from __future__ import annotations

import filecmp
import os
import sys
from pathlib import Path


def differences(one: Path, other: Path) -> list[str]:
    """The places that differ between two folders, each with how; none when they are the same."""
    names = sorted(_names(one) | _names(other))
    return [f"{name}: {how}" for name in names if (how := _how(one / name, other / name))]


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def _how(one: Path, other: Path) -> str:
    if not (os.path.lexists(one) and os.path.lexists(other)):
        return "only in one"
    if one.is_symlink() or other.is_symlink():
        same = one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
        return "" if same else "another link"
    if one.is_dir() or other.is_dir():
        return "" if one.is_dir() and other.is_dir() else "folder and file"
    if one.stat().st_mode != other.stat().st_mode:
        return "another mode"
    return "" if filecmp.cmp(one, other, shallow=False) else "other bytes"


def main() -> int:
    """Say what differs; 1 when something does."""
    found = differences(Path(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join(found) if found else "the same, byte for byte")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
