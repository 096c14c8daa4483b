"""The sets of colours by name; without Qt, so that the terminal's words need none."""

from enum import Enum


class Contrast(Enum):
    """What can be chosen: what the machine's user asked of every program, or one of three sets."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH = "high"


SETS = (Contrast.LIGHT, Contrast.DARK, Contrast.HIGH)
CONTRAST = {
    Contrast.SYSTEM: "跟随系统",
    Contrast.LIGHT: "浅色",
    Contrast.DARK: "深色",
    Contrast.HIGH: "高对比度",
}
