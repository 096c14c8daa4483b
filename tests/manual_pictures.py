"""Makes the pictures of the manual anew from the demonstration, small enough to be carried.

    python -m tests.manual_pictures [FOLDER]

FOLDER is a demonstration that was made already; without it one is made first, which takes minutes.
A demonstration serves once: its vault keeps where one was. No screen that tells a folder is shown.
"""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

PICTURES = Path(__file__).parents[1] / "resources" / "help" / "pictures"
LARGEST = 60_000
COLOURS = (128, 64, 32, 16, 12, 10, 8)
MINUTES_WIDTH = 800

# what the manual calls a picture: which of the demonstration's screens it is
SHOWN = {
    "overview": "home",
    "talk": "talk_under_way",
    "people": "people",
    "plans": "plans",
    "prompts": "prompts",
    "prepare": "talk_prepared_portrait",
    "checks": "talk_to_confirm",
    "attachments": "talk_attachments",
    "verify": "verify_file",
    "findings": "findings_monday",
    "finding": "finding_under_way",
    "figures": "figures_plots",
    "papers": "papers_figures_report",
    "copies": "copies",
    "handover": "handover_new",
    "keys": "keys",
    "backups": "backups",
    "audit": "audit",
    "settings": "settings",
    "desk": "desk_search",
}


def main(arguments: list[str]) -> None:
    """Make them all; say how large they are."""
    if arguments:
        make_from(Path(arguments[0]))
        return
    from ui.main import main as program

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with TemporaryDirectory() as folder:
        if program(["demo", f"{folder}/demo"]):
            raise SystemExit(1)
        make_from(Path(folder) / "demo")


def make_from(demo: Path) -> None:
    """Make them from a demonstration."""
    PICTURES.mkdir(exist_ok=True)
    for name, screen in SHOWN.items():
        with Image.open(demo / "screens" / f"{screen}.png") as image:
            keep(name, image.convert("RGB"))
    with pypdfium2.PdfDocument(demo / "minutes.pdf") as pdf:
        page = pdf[0]
        image = page.render(scale=MINUTES_WIDTH / page.get_width()).to_pil()
        keep("minutes", image.convert("RGB"))


def keep(name: str, image: Image.Image) -> None:
    """Write a picture with as many colours as leave it small."""
    for colours in COLOURS:
        content = flat(image, colours)
        if len(content) <= LARGEST:
            (PICTURES / f"{name}.png").write_bytes(content)
            print(f"{name}: {len(content)} bytes, {colours} colours")
            return
    raise ValueError(name)


def flat(image: Image.Image, colours: int) -> bytes:
    """The picture with a palette."""
    out = BytesIO()
    plain = image.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    plain.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
