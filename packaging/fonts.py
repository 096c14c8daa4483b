"""Make resources/fonts from the published fonts: recorded, checked by digest, repeatable.

    python packaging/fonts.py WORKDIR [OUTDIR]

Fetches the packages named in SOURCES with their ordinary clients (npm pack, apt-get download) into
WORKDIR, or takes those that already lie there, checks each SHA-256, prunes what need not be
carried, renames what a Reserved Font Name asks to be renamed, and writes the fonts, their licences
and README.md. Needs npm, dpkg-deb, apt-get and fontTools; a user never needs to run it.
"""

from __future__ import annotations

import bz2
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
HAN_REMAINDER = (
    (0x2E80, 0x2FDF),  # radicals
    (0x2FF0, 0x2FFB),  # description characters
    (0x3000, 0x33FF),  # symbols, kana, strokes, enclosed and squared forms
    (0x3400, 0x9FFF),  # extension A and the unified ideographs
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0x20000, 0x2EBEF),  # extensions B to F
    (0x2F800, 0x2FA1F),  # compatibility supplement
)


@dataclass(frozen=True, slots=True)
class Source:
    """A published package: how it is fetched, and what its bytes must be."""

    client: str
    package: str
    version: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Make:
    """A font we carry: where it comes from and what is done to it."""

    file: str
    source: str
    member: str
    keep: str
    family: str
    licence: str


SOURCES = {
    "serif": Source(
        "npm",
        "@expo-google-fonts/noto-serif-sc",
        "0.4.3",
        "expo-google-fonts-noto-serif-sc-0.4.3.tgz",
        "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
    ),
    "sans": Source(
        "npm",
        "@expo-google-fonts/noto-sans-sc",
        "0.4.3",
        "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
        "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
    ),
    "wenkai": Source(
        "apt",
        "fonts-lxgw-wenkai",
        "1.250+repack-1",
        "fonts-lxgw-wenkai_1.250+repack-1_all.deb",
        "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
    ),
    "hanazono": Source(
        "apt",
        "fonts-hanazono",
        "20170904-2.1",
        "fonts-hanazono_20170904-2.1_all.deb",
        "a6943366b4f5a6cec34221f8b4eb22555a628f0ee6ef4e3d3401cabe9363aeae",
    ),
    "unihan": Source(
        "apt",
        "unicode-data",
        "15.0.0-1",
        "unicode-data_15.0.0-1_all.deb",
        "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
    ),
}
TRUETYPE = "usr/share/fonts/truetype"
MAKES = (
    Make(
        "NotoSerifSC-Regular.ttf",
        "serif",
        "package/400Regular/NotoSerifSC_400Regular.ttf",
        "untouched",
        "",
        "OFL-NotoSerifSC.txt",
    ),
    Make(
        "NotoSerifSC-Bold.ttf",
        "serif",
        "package/700Bold/NotoSerifSC_700Bold.ttf",
        "standard",
        "",
        "OFL-NotoSerifSC.txt",
    ),
    Make(
        "NotoSansSC-Regular.ttf",
        "sans",
        "package/400Regular/NotoSansSC_400Regular.ttf",
        "names",
        "",
        "OFL-NotoSansSC.txt",
    ),
    Make(
        "NotoSansSC-Medium.ttf",
        "sans",
        "package/500Medium/NotoSansSC_500Medium.ttf",
        "standard",
        "",
        "OFL-NotoSansSC.txt",
    ),
    Make(
        "LXGWWenKai-Regular.ttf",
        "wenkai",
        f"{TRUETYPE}/lxgw-wenkai/LXGWWenKai-Regular.ttf",
        "untouched",
        "",
        "OFL-LXGWWenKai.txt",
    ),
    Make(
        "TanxinRareA.ttf",
        "hanazono",
        f"{TRUETYPE}/hanazono/HanaMinA.ttf",
        "remainder",
        "TanxinRareA",
        "OFL-TanxinRare.txt",
    ),
    Make(
        "TanxinRareB.ttf",
        "hanazono",
        f"{TRUETYPE}/hanazono/HanaMinB.ttf",
        "remainder",
        "TanxinRareB",
        "OFL-TanxinRare.txt",
    ),
)

COPYRIGHTS = {
    "OFL-LXGWWenKai.txt": (
        "Copyright 2021-2022 LXGW (https://github.com/lxgw/LxgwWenKai),\n"
        'with Reserved Font Names "霞鹜" and "LXGW".\n'
        "Copyright 2020 The Klee Project Authors (https://github.com/fontworks-fonts/Klee)\n"
    ),
    "OFL-TanxinRare.txt": (
        "Copyright (c) 2011, GlyphWiki Project (kamichi@fonts.jp),\n"
        'with Reserved Font Name "Hanazono Font", "HanaMinA", "HanaMinB",\n'
        '"花園フォント", "花園明朝A", and "花園明朝B".\n'
        "TanxinRareA and TanxinRareB are Modified Versions of HanaMinA and HanaMinB,\n"
        "reduced to the characters Noto Serif SC lacks, and therefore renamed.\n"
    ),
}
HOW = {
    "untouched": "byte for byte",
    "names": "GBK + 通用规范汉字表 (8105)",
    "standard": "通用规范汉字表 (8105) + signs of GBK",
    "remainder": "Han to extension F that Noto Serif SC lacks",
}


class SourceChangedError(Exception):
    """A package's bytes are not those recorded here."""


def fetch(source: Source, work: Path) -> Path:
    """The package's file in the work folder. Raises SourceChangedError."""
    path = work / source.file
    if not path.exists():
        what = {
            "npm": ["npm", "pack", "--silent", f"{source.package}@{source.version}"],
            "apt": ["apt-get", "download", f"{source.package}={source.version}"],
        }[source.client]
        subprocess.run(what, cwd=work, check=True)
    if (found := hashlib.sha256(path.read_bytes()).hexdigest()) != source.sha256:
        raise SourceChangedError(f"{source.file}: {found}")
    return path


def unpack(archive: Path, work: Path) -> Path:
    """The folder with the package's content."""
    folder = work / f"{archive.name}.content"
    if not folder.exists():
        if archive.suffix == ".deb":
            subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)
        else:
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
    return folder


def gbk() -> set[int]:
    """Every character of GBK."""
    pairs = (bytes([a, b]) for a in range(0x81, 0xFF) for b in range(0x40, 0xFF))
    read = (pair.decode("gbk", "ignore") for pair in pairs)
    return {ord(text) for text in read if len(text) == 1 and ord(text) > 0x7F}


def general_standard(unihan: Path) -> set[int]:
    """The 8105 characters of 通用规范汉字表, after Unihan's kTGH."""
    line = re.compile(r"U\+([0-9A-F]+)\tkTGH\t")
    found: set[int] = set()
    for path in sorted(unihan.rglob("Unihan_*.txt.bz2")):
        with bz2.open(path, "rt", encoding="utf-8") as lines:
            found |= {int(match[1], 16) for text in lines if (match := line.match(text))}
    return found


def wanted(keep: str, standard: set[int], lacking: set[int]) -> set[int]:
    """The characters a font is reduced to."""
    signs = {*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2000, 0x2070)}
    if keep == "names":
        return signs | gbk() | standard
    if keep == "standard":
        return signs | standard | {c for c in gbk() if not 0x3400 <= c <= 0x9FFF}
    return lacking


def reduce(font: TTFont, characters: Iterable[int]) -> None:
    """Leave only these characters, without hints and layout tables."""
    options = Options(
        hinting=False,
        layout_features=[],
        notdef_outline=True,
        glyph_names=False,
        recalc_timestamp=False,
        name_IDs=["*"],
        name_languages=["*"],
    )
    options.drop_tables += [
        "GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "STAT", "DSIG", "FFTM", "gasp",
    ]  # fmt: skip
    pruner = Subsetter(options)
    pruner.populate(unicodes=characters)
    pruner.subset(font)


def rename(font: TTFont, family: str) -> None:
    """Give the font a name of its own, as a Reserved Font Name asks."""
    table = font["name"]
    kept = {r.nameID: str(r) for r in table.names if r.nameID in (0, 13, 14)}
    table.names = []
    new = {1: family, 2: "Regular", 3: f"{family} 1.0", 4: family, 5: "Version 1.0", 6: family}
    for number, text in sorted((kept | new).items()):
        table.setName(text, number, 3, 1, 0x409)


def make(entry: Make, source: Path, target: Path, characters: set[int]) -> None:
    """Write one font."""
    if entry.keep == "untouched":
        shutil.copyfile(source, target)
        return
    font = TTFont(source, recalcTimestamp=False)
    reduce(font, characters)
    if entry.family:
        rename(font, entry.family)
    font.save(target)


def lacking_in(serif: Path) -> set[int]:
    """The Han characters and signs the body font lacks."""
    has = TTFont(serif).getBestCmap()
    return {c for low, high in HAN_REMAINDER for c in range(low, high + 1) if c not in has}


def licences(folders: dict[str, Path], out: Path) -> None:
    """Write the licence texts beside the fonts."""
    for key, file in (("serif", "OFL-NotoSerifSC.txt"), ("sans", "OFL-NotoSansSC.txt")):
        shutil.copyfile(folders[key] / "package" / "LICENSE_FONT", out / file)
    text = (folders["serif"] / "package" / "LICENSE_FONT").read_text("utf-8")
    body = text[text.index("This Font Software") :]
    for file, head in COPYRIGHTS.items():
        (out / file).write_text(f"{head}\n{body}", "utf-8")


def provenance(out: Path) -> str:
    """The table of where each font comes from."""
    lines = [
        "# Fonts",
        "",
        "Made by `packaging/fonts.py`; do not edit by hand. Each font is under the SIL Open Font",
        "License 1.1, text beside it. Roles: 仿宋 NotoSerifSC-Regular, 小标宋 NotoSerifSC-Bold,",
        "黑体 NotoSansSC-Medium, 楷体 LXGWWenKai-Regular, windows NotoSansSC-Regular, rare",
        "TanxinRareA and TanxinRareB (HanaMinA and HanaMinB; their names are reserved).",
        "",
        "| file | bytes | SHA-256 | made from | how | licence |",
        "|---|---|---|---|---|---|",
    ]
    for entry in MAKES:
        content = (out / entry.file).read_bytes()
        source = SOURCES[entry.source]
        lines.append(
            f"| {entry.file} | {len(content):,} | `{hashlib.sha256(content).hexdigest()}` "
            f"| {source.client} {source.package} {source.version}, `{entry.member}` "
            f"| {HOW[entry.keep]} | {entry.licence} |"
        )
    lines += ["", "| package file | SHA-256 |", "|---|---|"]
    lines += [f"| {source.file} | `{source.sha256}` |" for source in SOURCES.values()]
    return "\n".join(lines) + "\n"


def main(work: Path, out: Path) -> None:
    """Fetch, check, reduce, rename, write."""
    work.mkdir(parents=True, exist_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    folders = {key: unpack(fetch(source, work), work) for key, source in SOURCES.items()}
    standard = general_standard(folders["unihan"])
    lacking = lacking_in(folders["serif"] / MAKES[0].member)
    for entry in MAKES:
        characters = wanted(entry.keep, standard, lacking)
        make(entry, folders[entry.source] / entry.member, out / entry.file, characters)
        print(f"{entry.file}  {(out / entry.file).stat().st_size:,}")
    licences(folders, out)
    (out / "README.md").write_text(provenance(out), "utf-8")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else ROOT / "resources/fonts")
