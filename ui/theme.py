"""How everything looks: one table of colours, one scale of type, one grid of eight pixels.

Pages never write a colour or a size; they set a property (kind, tone, level) that the style sheet
in resources/style knows, or ask px() for a multiple of the grid.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui import assets
from ui.contrast import Contrast

ON_CHOSEN = QPalette.ColorRole.Shadow  # Qt has no role for words on a quietly marked row
SIGNS = "Tanxin Signs"  # ✓ ✕ ⚠ and the like, which no font of hanzi has
TYPE_SIZES = (12, 15, 18)
DEFAULT_TYPE_SIZE = 15
GRID = 8
_SCALE = {"body": 1.0, "large": 1.25, "title": 1.5, "figure": 2.0, "small": 0.87}


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour there is. brick is for what is overdue or refused, green for what is proven."""

    desk: str
    paper: str
    band: str
    ink: str
    quiet: str
    line: str
    edge: str
    accent: str
    accent_hover: str
    accent_wash: str
    on_accent: str
    chosen: str
    on_chosen: str
    brick: str
    brick_wash: str
    green: str
    green_wash: str


COLOURS = {
    Contrast.LIGHT: Colours(
        desk="#f4f3ef",
        paper="#fffefc",
        band="#f8f7f3",
        ink="#1b2026",
        quiet="#4b525a",
        line="#dddad2",
        edge="#8d8b85",
        accent="#22427a",
        accent_hover="#2f5597",
        accent_wash="#e7ecf5",
        on_accent="#ffffff",
        chosen="#dfe7f4",
        on_chosen="#14294f",
        brick="#97301d",
        brick_wash="#f8eae6",
        green="#17583a",
        green_wash="#e6f1ea",
    ),
    Contrast.DARK: Colours(
        desk="#1a1d21",
        paper="#22262c",
        band="#272c33",
        ink="#ebe8e2",
        quiet="#bfc3c8",
        line="#3c424b",
        edge="#838a94",
        accent="#a9c1ee",
        accent_hover="#c3d4f5",
        accent_wash="#2b3850",
        on_accent="#131f36",
        chosen="#34456a",
        on_chosen="#f2f5fb",
        brick="#f3ab9b",
        brick_wash="#45271f",
        green="#96d7b3",
        green_wash="#1f3b2d",
    ),
    Contrast.HIGH: Colours(
        desk="#000000",
        paper="#000000",
        band="#000000",
        ink="#ffffff",
        quiet="#ffffff",
        line="#ffffff",
        edge="#ffffff",
        accent="#ffff00",
        accent_hover="#ffffff",
        accent_wash="#000000",
        on_accent="#000000",
        chosen="#ffff00",
        on_chosen="#000000",
        brick="#ffb3a3",
        brick_wash="#000000",
        green="#8affb1",
        green_wash="#000000",
    ),
}

# dark and warm, for talk mode in a dim room; high contrast is dark already and stays as it is
NIGHT = Colours(
    desk="#15110d",
    paper="#1d1813",
    band="#231d16",
    ink="#f0dfc8",
    quiet="#cdb797",
    line="#40362a",
    edge="#918069",
    accent="#efc382",
    accent_hover="#f7d9a8",
    accent_wash="#382c1b",
    on_accent="#241804",
    chosen="#4d3b20",
    on_chosen="#fbf0dd",
    brick="#f3a893",
    brick_wash="#43241a",
    green="#b6d79c",
    green_wash="#29361f",
)
ZOOMS = (0.8, 1.0, 1.25, 1.5, 1.8, 2.2)  # of question and answer in talk mode
USUAL_ZOOM = ZOOMS.index(1.0)


@dataclass(frozen=True, slots=True)
class Look:
    """What the user chose: the size of the type in points and the set of colours.

    is_night says that talk mode is in sight and dark. Contrast.SYSTEM is a choice, not yet a set:
    LookControl knows which set the machine asks for, and has that one put on.
    """

    type_size: int = DEFAULT_TYPE_SIZE
    contrast: Contrast = Contrast.LIGHT
    is_night: bool = False


def px(steps: float) -> int:
    """So many steps of the eight-pixel grid."""
    return round(steps * GRID)


def line(widget: QWidget, lines: float = 1.0) -> int:
    """So many lines of the widget's own type, in pixels."""
    return round(QFontMetrics(widget.font()).lineSpacing() * lines)


def characters(widget: QWidget, count: float) -> int:
    """So many hanzi of the widget's own type, in pixels."""
    return round(QFontMetrics(widget.font()).horizontalAdvance("国") * count)


def row_height(widget: QWidget) -> int:
    """How high a row of a table is, so that it breathes."""
    return round(QFontMetrics(widget.font()).horizontalAdvance("国") * 2.2)


def colours_of(look: Look) -> Colours:
    """The colours of a look."""
    if look.is_night and look.contrast is not Contrast.HIGH:
        return NIGHT
    return COLOURS[look.contrast]


def apply(application: QApplication, look: Look, family: str = "") -> None:
    """Give the whole application this look. family, when given, becomes the type."""
    font = QFont(application.font())
    if family:
        font.setFamilies([family, SIGNS])
    font.setPointSizeF(look.type_size)
    sheet = style_sheet(look)
    if (font, sheet) == (application.font(), application.styleSheet()):
        return  # every widget would be looked at anew, for nothing
    # one sheet put on over another costs ten times as much as taking it off and putting one on
    application.setStyleSheet("")
    application.setFont(font)
    application.setPalette(_palette(colours_of(look)))
    application.setStyleSheet(sheet)


def zoom(widget: QWidget, step: int) -> None:
    """Give the words of question and answer in a widget another size, one of ZOOMS by its place."""
    if step == USUAL_ZOOM:
        widget.setStyleSheet("")
        return
    size = QApplication.font().pointSizeF() * ZOOMS[step]
    tokens = {f"pt_{name}": f"{size * scale:.1f}pt" for name, scale in _SCALE.items()}
    text = assets.resource("style", "zoom.qss").read_text("utf-8")
    widget.setStyleSheet(Template(text).substitute(tokens))


def style_sheet(look: Look) -> str:
    """The style sheet with every token filled in. Raises KeyError for a token nobody defines."""
    tokens = dict(asdict(colours_of(look)))
    tokens |= {f"pt_{name}": f"{look.type_size * scale:.1f}pt" for name, scale in _SCALE.items()}
    tokens |= {f"s{n}": f"{n * GRID // 2}px" for n in range(1, 13)}
    tokens |= {"strong": "500", "radius": "4px", "radius_card": "8px", "focus": "2px"}
    mark = round(look.type_size * 0.6) * 2
    tokens |= {"mark": f"{mark - 2}px", "mark_half": f"{mark // 2}px"}
    tokens |= {"mark_ring": f"{mark // 4}px", "mark_dot": f"{mark - mark // 4 * 2}px"}
    tokens |= {"control": f"{round(look.type_size * 1.8)}px"}
    drawn = "night" if colours_of(look) is NIGHT else look.contrast.value
    tokens |= {"arrow": assets.resource("style", f"arrow_{drawn}.svg").as_posix()}
    tokens |= {"arrow_up": assets.resource("style", f"up_{drawn}.svg").as_posix()}
    tokens |= {"tick": assets.resource("style", f"tick_{drawn}.svg").as_posix()}
    text = assets.resource("style", "tanxinbu.qss").read_text("utf-8")
    return Template(text).substitute(tokens)


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    pairs = (
        (role.Window, colours.desk),
        (role.WindowText, colours.ink),
        (role.Base, colours.paper),
        (role.AlternateBase, colours.band),
        (role.Text, colours.ink),
        (role.Button, colours.paper),
        (role.ButtonText, colours.ink),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.PlaceholderText, colours.quiet),
        (role.ToolTipBase, colours.paper),
        (role.ToolTipText, colours.ink),
        (role.Mid, colours.line),
        (role.Dark, colours.edge),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.BrightText, colours.brick),
        (ON_CHOSEN, colours.on_chosen),
    )
    for which, colour in pairs:
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.edge))
    return palette
