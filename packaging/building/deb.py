"""The package of Debian and its relatives, from the frozen folder, by dpkg-deb."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from building import slim
from building.freeze import settle
from building.places import HOME, MACHINE, PROGRAM, call, say, version

PLACE = "opt/tanxinbu"
_ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}[MACHINE]
_DESKTOP = """[Desktop Entry]
Type=Application
Version=1.0
Name=谈心簿
Name[en]=Tanxinbu
Comment=谈话记录，只存在本机
Exec=/opt/tanxinbu/tanxinbu
Icon=tanxinbu
Terminal=false
Categories=Office;
StartupNotify=true
StartupWMClass=tanxinbu
"""
_CONTROL = """Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: {name} <{name}@localhost>
Installed-Size: {size}
Depends: {needed}
Recommends: {recommended}
Section: misc
Priority: optional
Description: 谈心簿：离线的谈心谈话记录、跟踪与移交
 所有内容只存放在本机一个加密的保险库里；程序从不联网。
 卸载不动保险库、备份和设置。
"""


def build_deb(frozen: Path, packages: Sequence[str], moment: int, products: Path) -> Path:
    """Write the package; packages are what the folder needs of the system. Raises BuildError."""
    target = products / f"{PROGRAM}_{version()}_{_ARCHITECTURE}.deb"
    say(f"· {target.name}")
    stage = frozen.parent / "deb"
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(frozen, stage / PLACE, symlinks=True)
    _beside(stage)
    settle(stage, moment)
    _describe(stage, packages)
    settle(stage / "DEBIAN", moment)
    products.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment), "DPKG_DEB_THREADS_MAX": "1"}
    words = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", stage, target]
    call(words, env=environment)
    shutil.rmtree(stage)
    return target


def _beside(stage: Path) -> None:
    """What makes it known to the desktop and the terminal."""
    share = stage / "usr/share"
    icon = share / "icons/hicolor/scalable/apps/tanxinbu.svg"
    entry = share / "applications/tanxinbu.desktop"
    rights = share / "doc" / PROGRAM / "copyright"
    for path in (icon, entry, rights):
        path.parent.mkdir(parents=True)
    shutil.copyfile(HOME / "resources/icons/tanxinbu.svg", icon)
    entry.write_text(_DESKTOP, "utf-8")
    licence = (HOME / "LICENSE").read_text("utf-8")
    rights.write_text(f"Others' licences: /opt/tanxinbu/licences\n\n{licence}", "utf-8")
    (stage / "usr/bin").mkdir()
    (stage / "usr/bin" / PROGRAM).symlink_to(f"/{PLACE}/{PROGRAM}")


def _describe(stage: Path, packages: Sequence[str]) -> None:
    sizes = (path.lstat().st_size for path in stage.rglob("*"))
    told = _CONTROL.format(
        name=PROGRAM,
        version=version(),
        architecture=_ARCHITECTURE,
        size=sum(sizes) // 1024,
        needed=", ".join(name for name in packages if name not in slim.RECOMMENDED),
        recommended=", ".join(name for name in packages if name in slim.RECOMMENDED),
    )
    (stage / "DEBIAN").mkdir()
    (stage / "DEBIAN/control").write_text(told, "utf-8")
