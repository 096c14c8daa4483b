"""Other programs that set the same text in the same font, where somebody installed them.

They are no part of the program: Typst is found as a command or as the Python package of its name,
WeasyPrint as its package.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import count
from pathlib import Path
from types import ModuleType

from app.cli.measures.measuring import Act
from app.domain.minutes import Block, BlockKind, Minutes
from app.system.paths import resources_folder

_ROOT = Path(__file__).parents[3]
_FONT = "NotoSerifSC-Regular.ttf"
# the page of the minutes: 版心 156 × 225 mm, 16 pt, 28.95 pt from line to line
_TYPST = """#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm))
#set text(font: "Noto Serif SC", size: 16pt, lang: "zh", region: "cn")
#set text(top-edge: 0.8em, bottom-edge: -0.2em, tracking: 0pt)
#set par(leading: 12.95pt, spacing: 12.95pt, justify: true)
#set par(first-line-indent: (amount: 2em, all: true))
"""
_TYPST_RUN = (
    "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], "
    "font_paths=[sys.argv[3]], ignore_system_fonts=True)"
)
_HTML = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>
@font-face {{ font-family: serif-sc; src: url({font}) }}
@page {{ size: A4; margin: 37mm 26mm 35mm 28mm }}
body {{ margin: 0; font: 16pt/28.95pt serif-sc }}
p {{ margin: 0; text-indent: 2em; text-align: justify }}
</style><body>{body}</body></html>"""
_HTML_RUN = "import sys; from weasyprint import HTML; HTML(sys.argv[1]).write_pdf(sys.argv[2])"


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that is here: how it is called, a run from nothing, and one that is warm.

    written is the file that the cold run writes.
    """

    name: str
    cold: Act
    warm: Act
    written: Path


def typst(told: Minutes, folder: Path) -> Peer | None:
    """Typst on these minutes; None where it is not installed."""
    source, out = folder / "minutes.typ", folder / "typst.pdf"
    fonts = _font_alone(folder)
    command = shutil.which("typst")
    module = _module("typst")
    if command is None and module is None:
        return None
    source.write_text(typst_text(told), "utf-8")
    if command is not None:
        places = ["--font-path", str(fonts), "--ignore-system-fonts"]
        words = [command, "compile", *places, str(source), str(out)]
    else:
        words = [sys.executable, "-c", _TYPST_RUN, str(source), str(out), str(fonts)]
    cold = partial(run, words)
    if module is None:
        return Peer("Typst（每次新进程）", cold, cold, out)
    compiler = module.Compiler(input=str(source), font_paths=[str(fonts)], ignore_system_fonts=True)
    rounds, text = count(1), typst_text(told)

    def warm() -> None:
        # it remembers what it has set: only another tracking makes it set everything anew
        tracking = f"tracking: 0.000{next(rounds)}pt"
        source.write_text(text.replace("tracking: 0pt", tracking, 1), "utf-8")
        compiler.compile(format="pdf")

    return Peer("Typst", cold, warm, out)


def weasyprint(told: Minutes, folder: Path) -> Peer | None:
    """WeasyPrint on these minutes; None where it is not installed."""
    module = _module("weasyprint")
    if module is None:
        return None
    source, out = folder / "minutes.html", folder / "weasyprint.pdf"
    text = html_text(told)
    source.write_text(text, "utf-8")
    cold = partial(run, [sys.executable, "-c", _HTML_RUN, str(source), str(out)])

    def warm() -> None:
        module.HTML(string=text).write_pdf()

    return Peer("WeasyPrint", cold, warm, out)


EVERY: tuple[Callable[[Minutes, Path], Peer | None], ...] = (typst, weasyprint)


def run(command: list[str]) -> None:
    """Run a command of ours or of a peer to its end."""
    # an installed program has its bytecode beside it
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(  # noqa: S603 — this interpreter, or a peer that the user installed
        command, cwd=_ROOT, env=environment, check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def typst_text(told: Minutes) -> str:
    """The same text for Typst, every paragraph as a string so that nothing in it is markup."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in _texts(told))
    return _TYPST + "\n\n".join(f'#"{text}"' for text in quoted)


def html_text(told: Minutes) -> str:
    """The same text as a page of HTML."""
    font = (resources_folder() / "fonts" / _FONT).as_uri()
    body = "\n".join(f"<p>{escape(text)}</p>" for text in _texts(told))
    return _HTML.format(font=font, body=body)


def _texts(told: Minutes) -> list[str]:
    texts = [told.title, told.office, *(f"{label}　{value}" for label, value in told.fields)]
    return texts + [_said(block) for block in told.blocks]


def _said(block: Block) -> str:
    marks = {BlockKind.QUESTION: "问：", BlockKind.REPLY: "答："}
    return marks.get(block.kind, "") + block.text


def _module(name: str) -> ModuleType | None:
    """A package that somebody installed beside the program's own, or None."""
    if importlib.util.find_spec(name) is None:
        return None
    try:
        return importlib.import_module(name)
    except (ImportError, OSError):  # what it needs of the system is not there
        return None


def _font_alone(folder: Path) -> Path:
    """A folder with the one font that is needed: to look through all of ours would take longer."""
    fonts = folder / "fonts"
    if not fonts.is_dir():
        fonts.mkdir()
        shutil.copyfile(resources_folder() / "fonts" / _FONT, fonts / _FONT)
    return fonts
