"""Makes the laptop the trial is held on: a Debian in a folder with what a desktop brings along.

    python -m tests.long.laptop_root SUITE FOLDER

SUITE is bullseye or bookworm. Root, debootstrap and the network of this machine's apt are needed;
the trial itself (tests.long.laptop) has none of them inside.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))

from building.root import Errand, Root  # type: ignore[import-not-found]

from tests.long.laptop_desk import USER

# a screen, a window manager, a bus, an input method, what a screen reader asks, a printer; the
# libraries every desktop has; no Python and no Qt
_PACKAGES = (
    "xvfb", "openbox", "dbus", "fcitx5", "fcitx5-chinese-addons", "at-spi2-core", "cups",
    "cups-client", "unzip", "locales", "fontconfig", "libgl1", "libegl1", "libx11-xcb1",
    "libcups2", "libdbus-1-3", "libfreetype6", "libglib2.0-0", "procps",
)  # fmt: skip


def main() -> int:
    """Make it, or put in what is lacking; 0 when it is whole."""
    root = Root(Path(sys.argv[2]).absolute(), sys.argv[1])
    root.folder.parent.mkdir(parents=True, exist_ok=True)
    root.prepare(_PACKAGES)
    (root.folder / "etc/locale.gen").write_text("zh_CN.UTF-8 UTF-8\n", "ascii")
    root.run(Errand(["locale-gen"]))
    if f"\n{USER}:" not in (root.folder / "etc/passwd").read_text("utf-8"):
        root.run(Errand(["useradd", "--create-home", "--uid", "1000", "--user-group", USER]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
