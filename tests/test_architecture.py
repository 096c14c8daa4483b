"""The rules of the house that no tool can say: words, sizes, and what must never appear."""

from __future__ import annotations

import ast
import enum
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import app.domain

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 400
LONGEST_MAIN_WINDOW = 300
TOP_LEVEL = {
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "app",
    "ui",
    "resources",
    "tests",
    "packaging",
}
BAD_NAMES = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?|handlers?|data|infos?)(_|$)")
NETWORK = {
    "socket", "socketserver", "ssl", "urllib", "urllib3", "http", "httpx", "requests", "aiohttp",
    "ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "xmlrpc", "webbrowser", "asyncio",
    "PySide6.QtNetwork",
}  # fmt: skip
SLOW_TO_START = {"pyhanko", "reportlab", "keyring", "PIL", "lxml", "pikepdf", "openpyxl"}
# Addresses that are names of formats, not places to go to.
NAMES_OF_FORMATS = {
    "json-schema.org", "www.w3.org", "ns.adobe.com", "www.aiim.org", "purl.org", "www.apache.org", "schemas.openxmlformats.org",
}  # fmt: skip
ADDRESS = re.compile(r"\b(?:https?|ftp|git|ssh)://([\w.-]*[\w-])")
BARE_HOST = re.compile(r"\b(?:pypi|pythonhosted|github|gitlab|googleapis|debian)\.(?:org|com|io)\b")
MACHINE_PATH = re.compile(
    r"(?<![\w.])/(?:work|root|home|Users|opt/\w|mnt/\w|var/tmp)/\w|[A-Z]:\\Users"
)
# How the text of the minutes is laid out; what a button of the import does, worded where it stands.
ENUMS_NEVER_SHOWN = {"BlockKind", "Choice"}


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


@cache
def text_of(path: Path) -> str:
    """What stands in a file of the tree; read once, as many rules look at it."""
    return path.read_text("utf-8", errors="replace")


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_files() -> Iterator[Path]:
    """Every text file a clone of the repository would hold."""
    skipped = {*ignored_at_top(), "LICENSE", "resources/licences", "packaging/licences"}
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts[:-1])
        if hidden or "__pycache__" in parts or any(short(path).startswith(s) for s in skipped):
            continue
        if path.name.startswith("OFL"):  # a font's licence stands beside it, as it asks
            continue
        if path.is_file() and (path.suffix in TEXT or path.parent.name == ".ci"):
            yield path


TEXT = {".py", ".toml", ".md", ".txt", ".json", ".sql", ".qss", ".svg", ".sh", ".yaml", ".html"}


def ignored_at_top() -> set[str]:
    lines = (ROOT / ".gitignore").read_text("utf-8").split()
    return {p.name for line in lines if line.startswith("/") for p in ROOT.glob(line.strip("/"))}


def imported_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


# ── the tree ─────────────────────────────────────────────────────────────────────────────────────


def test_packaging_is_no_python_package():
    # as a package it would stand before PyPI's `packaging`, and `import packaging.version` would fail
    assert not (ROOT / "packaging/__init__.py").exists()


def test_the_top_level_holds_only_what_the_customer_fixed():
    found = {p.name for p in ROOT.iterdir() if not p.name.startswith(".")} - ignored_at_top()
    assert found <= TOP_LEVEL
    assert found >= TOP_LEVEL


def test_no_file_is_too_long():
    def longest(path: Path) -> int:
        return LONGEST_MAIN_WINDOW if path.name == "main_window.py" else LONGEST_FILE

    lines = {path: len(text_of(path).splitlines()) for path in modules("app", "ui")}
    assert not {short(path): n for path, n in lines.items() if n > longest(path)}


def test_modules_are_named_after_what_they_hold():
    assert not [short(path) for path in modules("app", "ui") if BAD_NAMES.search(path.stem)]


def test_a_package_says_one_sentence_and_exports_nothing():
    loud = []
    for path in modules("app", "ui", "tests"):
        if path.name == "__init__.py":
            body = ast.parse(text_of(path)).body
            if len(body) > 1 or any(not isinstance(node, ast.Expr) for node in body):
                loud.append(short(path))
    assert not loud


def test_an_import_inside_a_function_gives_its_reason():
    silent = []
    for path in modules("app", "ui"):
        if not re.search(r"(?m)^\s+(import|from)\s", text_of(path)):
            continue  # nothing to look for, and a tree takes long to walk through
        lines = text_of(path).splitlines()
        for function in ast.walk(ast.parse(text_of(path))):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    near = "\n".join(lines[function.lineno : node.end_lineno])
                    if not re.search("starts? faster", near):
                        silent.append(f"{short(path)}:{node.lineno}")
    assert not silent


# ── what must never appear ───────────────────────────────────────────────────────────────────────


def test_nothing_opens_the_network():
    found = []
    for path in modules("app", "ui"):
        if not any(banned.rpartition(".")[2] in text_of(path) for banned in NETWORK):
            continue  # the last part: `from PySide6 import QtNetwork` says the others apart
        for line, name in imported_names(ast.parse(text_of(path))):
            if short(path) == "app/signing/quiet_loop.py" and name == "asyncio":
                continue  # it is there to do without the sockets of the ordinary loop
            if short(path) == "app/system/bus_names.py" and name == "socket":
                continue  # the message bus among the files of this machine, and no other address
            if any(name == banned or name.startswith(f"{banned}.") for banned in NETWORK):
                found.append(f"{short(path)}:{line} {name}")
    assert not found


@pytest.mark.parametrize("phrase", [r"\bQT_TR", r"\btr\(", "PySide6", "shiboken"])
def test_the_core_does_not_name_the_screen(phrase):
    found = {short(p) for p in modules("app") if re.search(phrase, text_of(p))}
    assert not found


def test_a_vault_is_never_rekeyed_in_place():
    # a power cut during it leaves a file that no key opens
    found = [
        short(path)
        for path in ROOT.joinpath("app").rglob("*")
        if path.suffix in {".py", ".sql"} and re.search(r"(?i)\brekey\s*=", text_of(path))
    ]
    assert not found


def test_every_tree_bears_the_questions_of_a_screen_reader():
    # Qt's own throws a row away while it is being asked: ui/widgets/steady_tree.py
    made = re.compile(r"\bQTree(Widget|View)\b\)?[(:]")
    found = [short(path) for path in modules("ui") if made.search(text_of(path))]
    assert found == ["ui/widgets/steady_tree.py"]


def test_no_test_replaces_a_neighbour_by_a_mock():
    found = []
    for path in modules("tests"):
        if "mock" not in text_of(path).lower():
            continue
        names = [name for _, name in imported_names(ast.parse(text_of(path)))]
        if any("mock" in name.lower().split(".") for name in names):
            found.append(short(path))
    assert not found


def test_no_text_names_a_machine_or_an_address():
    me = Path(__file__)
    found = []
    for path in text_files():
        if path == me:
            continue
        for number, line in enumerate(text_of(path).splitlines(), 1):
            hosts = [h for h in ADDRESS.findall(line) if h not in NAMES_OF_FORMATS]
            if "Copyright" in line:  # who made a font says so with an address
                continue
            if hosts or BARE_HOST.search(line) or MACHINE_PATH.search(line):
                found.append(f"{short(path)}:{number} {line.strip()[:80]}")
    assert not found


# ── words ────────────────────────────────────────────────────────────────────────────────────────


def domain_enums() -> list[type[enum.Enum]]:
    found = []
    for entry in pkgutil.iter_modules(app.domain.__path__, "app.domain."):
        module = importlib.import_module(entry.name)
        found += [
            value
            for value in vars(module).values()
            if isinstance(value, enum.EnumMeta)
            and value.__module__ == entry.name
            and not issubclass(value, enum.Flag)
            and value.__name__ not in ENUMS_NEVER_SHOWN
        ]
    return found


def tables_of_words(path: Path) -> list[dict]:
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return [value for value in vars(module).values() if isinstance(value, dict) and value]


@pytest.mark.parametrize("kind", domain_enums(), ids=lambda e: e.__name__)
def test_every_kind_that_is_shown_has_its_words(kind):
    named = re.compile(rf"\b{kind.__name__}\.")
    # what the screen, the terminal and paper say alike stands in the domain
    shared = ("verdict_words", "finding_words", "self_test_words")
    spoken = [*modules("ui"), *(ROOT / f"app/domain/{name}.py" for name in shared)]
    naming = [
        path
        for path in spoken
        if kind.__name__ in text_of(path) and named.search(text_of(path))  # the first is quick
    ]
    tables = [
        set(table)
        for path in naming
        for table in tables_of_words(path)
        if isinstance(next(iter(table)), kind)
    ]
    missing = set(kind).difference(*tables) if tables else set()
    assert not missing
    assert tables or not naming


# ── the start ────────────────────────────────────────────────────────────────────────────────────


def test_starting_brings_none_of_the_slow_libraries():
    code = "import sys, ui.main, ui.main_window, app.bootstrap; print('\\n'.join(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert not SLOW_TO_START & {name.partition(".")[0] for name in told.stdout.split()}
