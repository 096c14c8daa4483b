"""The three sets of colours by name; without Qt, so that the terminal's words need none."""

from enum import Enum


class Contrast(Enum):
    """The three sets of colours."""

    LIGHT = "light"
    DARK = "dark"
    HIGH = "high"


CONTRAST = {Contrast.LIGHT: "浅色", Contrast.DARK: "深色", Contrast.HIGH: "高对比度"}
