"""What the program is made of: fonts, libraries and words, where each comes from, its licence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from ui import assets

# What the program is built on; each brings its licence along where it is installed.
LIBRARIES = (
    "PySide6-Essentials",
    "sqlcipher3",
    "cryptography",
    "keyring",
    "SecretStorage",
    "jeepney",
    "filelock",
    "platformdirs",
    "reportlab",
    "segno",
    "pikepdf",
    "page-validation",
    "pyHanko",
    "python-pkcs11",
    "zxing-cpp",
    "pypdfium2",
    "pyrage",
    "openpyxl",
    "defusedxml",
    "pypinyin",
    "pillow",
    "markdown-it-py",
)
_OTHERS = {
    "jieba": ("jieba 词表", "提示同音字和缺字时查的常用词，MIT 许可"),
    "lucide": ("Lucide 图标", "界面上的图标，ISC 许可"),
    "opencc": ("OpenCC 字表", "搜索时繁简对照，Apache-2.0 许可"),
}
_FONT_USES = {
    "NotoSerifSC-Regular": "思源宋体：文书正文",
    "NotoSerifSC-Bold": "思源宋体（粗）：文书标题",
    "NotoSansSC-Regular": "思源黑体：界面",
    "NotoSansSC-Medium": "思源黑体（中）：文书小标题",
    "LXGWWenKai-Regular": "霞鹜文楷：文书里的楷体",
    "TanxinRareA": "冷僻字甲（取自花园明朝）",
    "TanxinRareB": "冷僻字乙（取自花园明朝）",
}
_MADE = {
    "byte for byte": "原样，一个字节没有动",
    "通用规范汉字表 (8105) + signs of GBK": "取通用规范汉字表的字和 GBK 的符号",
    "GBK + 通用规范汉字表 (8105)": "取 GBK 和通用规范汉字表的字",
    "Han to extension F that Noto Serif SC lacks": "取思源宋体没有的汉字，到扩展F区；改了名",
}
_LICENCE_FILE = re.compile(r"(?:^|/)(?:licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
_NO_TEXT = "这个组件没有随带许可全文，许可名称见上。"


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that is shipped: what it is called, what is known of it, its licence's text."""

    title: str
    facts: tuple[tuple[str, str], ...]
    licences: tuple[Path, ...]

    def text(self) -> str:
        """What is known of it, and the whole of its licence."""
        known = "\n".join(f"{name}：{value}" for name, value in self.facts if value)
        whole = "\n\n".join(path.read_text("utf-8", errors="replace") for path in self.licences)
        return f"{self.title}\n{known}\n\n{whole or _NO_TEXT}"


def components() -> tuple[Component, ...]:
    """Everything that is shipped: the fonts, other resources, then the libraries."""
    return (*fonts(), *_resources(), *_libraries())


def fonts() -> tuple[Component, ...]:
    """The fonts with package, digest and how each was made, as the table beside them has it."""
    folder = assets.resource("fonts")
    rows = (folder / "README.md").read_text("utf-8").splitlines()
    return tuple(_font(folder, row) for row in rows if row.startswith("| ") and ".ttf |" in row)


def _font(folder: Path, row: str) -> Component:
    name, size, digest, source, how, licence = (cell.strip() for cell in row.strip("|").split("|"))
    stem = Path(name).stem
    known = (
        ("文件", f"{name}，{size} 字节"),
        ("取自", source.replace("`", "")),
        ("做法", _MADE.get(how, how)),
        ("SHA-256", digest.strip("`")),
        ("许可", "SIL Open Font License 1.1"),
    )
    return Component(_FONT_USES.get(stem, stem), known, (folder / licence,))


def _resources() -> Iterator[Component]:
    for path in sorted(assets.resource("licences").glob("*.txt")):
        title, what = _OTHERS.get(path.stem, (path.stem, ""))
        yield Component(title, (("用处", what),), (path,))


def _libraries() -> Iterator[Component]:
    for name in LIBRARIES:
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # not needed on this system
        told = found.metadata
        kinds = [c.split(" :: ")[-1] for c in told.get_all("Classifier") or [] if "License" in c]
        ways = (told.get_all("License-Expression"), kinds, told.get_all("License"))
        licence = "；".join(next((way for way in ways if way), ()))
        texts = [Path(str(file.locate())) for file in found.files or () if _is_licence(str(file))]
        known = (("版本", found.version), ("许可", licence.splitlines()[0] if licence else ""))
        yield Component(name, known, tuple(path for path in texts if path.is_file()))


def _is_licence(path: str) -> bool:
    return ".dist-info" in path and _LICENCE_FILE.search(path) is not None
