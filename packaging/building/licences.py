"""The licence texts of everything that is carried, in one folder with one index.

Texts come from the packages themselves (what each wheel names License-File); what a wheel does not
carry lies in packaging/licences. A package without any text stops the build.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "packaging" / "licences"
LOCKED = ROOT / "packaging" / "requirements.txt"
INDEX, OF_QT = "索引.md", "Qt与LGPL.md"
_TEXT = re.compile(r"(licen[cs]e|copying|notice|copyright|authors)", re.IGNORECASE)

# What a package's own wheel leaves out: why, and which of our texts stand for it.
STATED: dict[str, tuple[str, tuple[str, ...]]] = {
    "pyside6-essentials": (
        "轮子里没有许可文本；按 LGPL-3.0 使用，见《Qt与LGPL》",
        ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt-third-party.txt"),
    ),
    "shiboken6": (
        "轮子里没有许可文本；按 LGPL-3.0 使用，见《Qt与LGPL》",
        ("LGPL-3.0.txt", "GPL-3.0.txt"),
    ),
    "sqlcipher3": (
        "轮子里只有绑定层的许可；其中的 SQLCipher、OpenSSL 另附，SQLite 属公有领域",
        ("SQLCipher.txt", "Apache-2.0.txt"),
    ),
    "cryptography": ("静态带有 OpenSSL（Apache-2.0），另附", ("Apache-2.0.txt",)),
}
# What is carried beside Python's packages, and is nobody's wheel.
BESIDE = ("pyinstaller",)


class MissingTextError(Exception):
    """A package that is carried has no licence text: the names of such packages."""


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that is carried: its name, version, licence as it says itself, texts, remark."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]
    remark: str = ""


def collect(site_packages: Path, resources: Path, out: Path) -> tuple[Component, ...]:
    """Write the texts, the index and the page about Qt to the folder; give what is in the index.

    Packages are those of the locked list that are installed in site_packages. Raises
    MissingTextError, OSError.
    """
    out.mkdir(parents=True, exist_ok=True)
    names = {*locked_names(), *BESIDE}
    found = [(f, n) for f in sorted(site_packages.glob("*.dist-info")) if (n := _name(f)) in names]
    components = [of_package(folder, name, out) for folder, name in found]
    if lacking := [each.name for each in components if not each.texts]:
        raise MissingTextError(", ".join(lacking))
    components += [_program(out), _python(site_packages, out), *_carried(resources, out)]
    (out / OF_QT).write_text((OURS / "qt-and-lgpl.md").read_text("utf-8"), "utf-8")
    (out / INDEX).write_text(_index(components), "utf-8")
    return tuple(components)


def of_package(facts: Path, name: str, out: Path) -> Component:
    """Copy the texts a package's .dist-info holds, and ours where it lacks them."""
    remark, ours = STATED.get(name, ("", ()))
    texts = [path for path in sorted(facts.rglob("*")) if path.is_file() and _is_text(path, facts)]
    to = {_place(path, facts): path for path in texts} | {each: OURS / each for each in ours}
    written = [_copy(path, out, f"{name}/{place}") for place, path in to.items()]
    said = HeaderParser().parsestr((facts / "METADATA").read_text("utf-8", errors="replace"))
    licence = said.get("License-Expression") or said.get("License") or "见文本"
    licence = licence.splitlines()[0].strip()[:60]
    return Component(name, said.get("Version", ""), licence, tuple(written), remark)


def of_system(libraries: Iterable[str], root: Path, out: Path) -> tuple[Component, ...]:
    """The Debian copyright files of shared libraries (by file name) taken from a root folder.

    Raises MissingTextError naming each library whose package has none, OSError.
    """
    owners = _owners(root, set(libraries))
    unknown = set(libraries) - set(owners)
    components = []
    for package in sorted(set(owners.values())):
        text = root / "usr/share/doc" / package / "copyright"
        if not text.is_file():
            unknown |= {name for name, owner in owners.items() if owner == package}
            continue
        written = _copy(text, out, f"系统库/{package}.txt")
        carried = "、".join(sorted(name for name, owner in owners.items() if owner == package))
        components.append(Component(package, "", "见文本", (written,), carried))
    if unknown:
        raise MissingTextError(", ".join(sorted(unknown)))
    with (out / INDEX).open("a", encoding="utf-8") as index:
        index.write("\n## 随程序带着的系统库（Debian 软件包）\n\n" + _table(components))
    return tuple(components)


def locked_names() -> frozenset[str]:
    """The packages of the locked list for users, by their plain names."""
    lines = LOCKED.read_text("utf-8").splitlines()
    return frozenset(plain(line.split("==")[0]) for line in lines if line[:1].isalnum())


def plain(name: str) -> str:
    """A package's name in the one spelling indexes use."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def _owners(root: Path, names: set[str]) -> dict[str, str]:
    owners: dict[str, str] = {}
    for listing in sorted((root / "var/lib/dpkg/info").glob("*.list")):
        package = listing.stem.split(":")[0]
        for line in listing.read_text("utf-8").splitlines():
            if (name := line.rsplit("/", 1)[-1]) in names:
                owners.setdefault(name, package)
    return owners


def _name(facts: Path) -> str:
    return plain(facts.name.removesuffix(".dist-info").split("-")[0])


def _is_text(path: Path, facts: Path) -> bool:
    inside = path.relative_to(facts)
    return inside.parts[0] in ("licenses", "sboms") or bool(_TEXT.match(path.name))


def _place(path: Path, facts: Path) -> str:
    inside = path.relative_to(facts)
    return "/".join(inside.parts[1:] if inside.parts[0] == "licenses" else inside.parts)


def _copy(path: Path, out: Path, place: str) -> str:
    target = out / place
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    return place


def _program(out: Path) -> Component:
    return Component("谈心簿", "", "Apache-2.0", (_copy(ROOT / "LICENSE", out, "谈心簿/LICENSE"),))


def _python(site_packages: Path, out: Path) -> Component:
    beside = (site_packages.parent / "LICENSE.txt", site_packages.parent.parent / "LICENSE.txt")
    text = next((path for path in beside if path.is_file()), OURS / "Python.txt")
    return Component("CPython", "", "PSF-2.0", (_copy(text, out, "CPython/LICENSE.txt"),))


def _carried(resources: Path, out: Path) -> list[Component]:
    fonts = sorted((resources / "fonts").glob("OFL-*.txt"))
    others = sorted((resources / "licences").glob("*.txt"))
    return [
        *(
            Component(path.stem[4:], "", "OFL-1.1", (_copy(path, out, f"字体/{path.name}"),))
            for path in fonts
        ),
        *(
            Component(path.stem, "", "见文本", (_copy(path, out, f"资料/{path.name}"),))
            for path in others
        ),
    ]


def _index(components: Iterable[Component]) -> str:
    head = "# 随程序带着的部件和它们的许可\n\n文本在本文件夹里，按部件各有一个子文件夹。\n\n"
    return head + _table(components)


def _table(components: Iterable[Component]) -> str:
    rows = ["| 部件 | 版本 | 许可 | 文本 | 说明 |", "|---|---|---|---|---|"]
    for each in components:
        texts = "、".join(each.texts)
        rows.append(f"| {each.name} | {each.version} | {each.licence} | {texts} | {each.remark} |")
    return "\n".join(rows) + "\n"
