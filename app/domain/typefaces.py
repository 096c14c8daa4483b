"""公文字体: which fonts documents are set in, those the program carries or those of this machine.

GB/T 9704-2012 asks for 仿宋, 小标宋, 黑体 and 楷体; the program carries free fonts that stand for
them. Where an office has the usual ones installed it may choose them, and only by being told does
a document ever fall back to others: another font breaks lines elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class FontRole(Enum):
    """What a piece of text is, in the language of official documents."""

    BODY = "仿宋"
    TITLE = "小标宋"
    HEADING = "黑体"
    NOTE = "楷体"


class FontFault(Enum):
    """Why a font that is installed cannot be used for documents."""

    NO_EMBEDDING = "no_embedding"
    NO_CUTTING = "no_cutting"
    CUBIC_OUTLINES = "cubic_outlines"
    VARIABLE = "variable"
    NOT_CHINESE = "not_chinese"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Typeface:
    """One font of this machine: its file, which one in a collection, and what it calls itself.

    name is the full name, postscript the one that files name it by, revision tells its editions
    apart.
    """

    path: str
    index: int
    name: str
    postscript: str
    revision: str

    @property
    def said(self) -> str:
        """The font as documents and the vault name it, such as 仿宋_GB2312 5.00."""
        return f"{self.name} {self.revision}"


@dataclass(frozen=True, slots=True)
class FontProfile:
    """Which typeface stands first in which role; a role that is not named has the carried fonts."""

    chosen: tuple[tuple[FontRole, Typeface], ...] = ()

    def of(self, role: FontRole) -> Typeface | None:
        """The typeface chosen for the role, or None: the carried one."""
        return dict(self.chosen).get(role)

    def with_face(self, role: FontRole, face: Typeface | None) -> FontProfile:
        """The profile with that typeface, or the carried one, in the role."""
        chosen = dict(self.chosen)
        chosen.pop(role, None)
        if face is not None:
            chosen[role] = face
        return FontProfile(tuple((one, chosen[one]) for one in FontRole if one in chosen))


CARRIED = FontProfile()
# What the fonts that offices use call themselves, in the order in which they are proposed.
USUAL_NAMES = {
    FontRole.BODY: (
        "仿宋_GB2312",
        "FangSong_GB2312",
        "方正仿宋_GB2312",
        "FZFangSong_GB2312",
        "方正仿宋_GBK",
        "方正仿宋简体",
        "FZFangSong-Z02S",
        "FZFangSong-Z02",
        "仿宋",
        "FangSong",
        "华文仿宋",
        "STFangsong",
    ),
    FontRole.TITLE: (
        "方正小标宋_GBK",
        "方正小标宋简体",
        "方正小标宋_GB18030",
        "FZXiaoBiaoSong-B05S",
        "FZXiaoBiaoSong-B05",
        "小标宋",
        "华文中宋",
        "STZhongsong",
    ),
    FontRole.HEADING: (
        "黑体",
        "SimHei",
        "方正黑体_GBK",
        "方正黑体简体",
        "FZHei-B01S",
        "FZHei-B01",
        "华文黑体",
        "STHeiti",
    ),
    FontRole.NOTE: (
        "楷体_GB2312",
        "KaiTi_GB2312",
        "方正楷体_GB2312",
        "FZKai_GB2312",
        "方正楷体_GBK",
        "方正楷体简体",
        "FZKai-Z03S",
        "FZKai-Z03",
        "楷体",
        "KaiTi",
        "华文楷体",
        "STKaiti",
    ),
}


@dataclass(frozen=True, slots=True)
class InstalledFont:
    """A font found on this machine that is usual for a role; fault says why it cannot be used."""

    role: FontRole
    face: Typeface
    fault: FontFault | None = None
