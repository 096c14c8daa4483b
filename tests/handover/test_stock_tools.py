"""A registry without our program opens a package with stock tools, as the page of the format says."""

from __future__ import annotations

import io
import json
import re
import subprocess
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.office_standing import OfficeStanding
from app.domain.package import PackageLevel
from app.handover.bag import Entry, bag_of
from app.handover.card import read_office_card
from app.handover.credentials import DeskKeys
from app.handover.minisign import public_key_text
from app.handover.package_file import PackageFile, PackedTalk
from app.handover.reader import PackageReader, ReceivedPackage
from app.handover.receipt import read_receipt
from app.handover.schemas import Schemas
from app.handover.stage import Stage
from app.handover.volumes import VolumeRules
from app.handover.writer import bag_around
from app.system.paths import resources_folder
from tests.handover.makers import NOON, Circle, more_attached

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the stock reader has escapes that newer Pythons warn of
    import bagit

SCHEMAS = Schemas(resources_folder() / "schemas")
PAGE = (resources_folder() / "schemas" / "README.md").read_text("utf-8")
KEPT = Path(__file__).parents[1] / "data" / "packages" / "1"
NAME = "320999-000007"


def commands() -> Iterator[str]:
    """What the page tells to type, block by block."""
    yield from re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def opened_by_hand(folder: Path, key: bytes, office_key: bytes) -> Path:
    """The bag, opened as the page says, each command ending well."""
    (folder / "key.txt").write_bytes(key)
    (index,) = folder.glob("*[0-9].json")
    for block in commands():
        subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", block.replace(NAME, index.stem)],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "office_key": public_key_text(office_key)},
            check=True,
            capture_output=True,
        )
    return folder / "bag"


@pytest.fixture
def folder(circle: Circle) -> Path:
    """A full package in two volumes, with everything a talk can bring."""
    content = circle.pack(circle.seal(7), size=60_000, more=more_attached())
    written = circle.write(content, rules=VolumeRules(longest=150_000))
    assert [file.name for file in written.files if file.name[-3:].isdigit()] == [
        f"{NAME}.001",
        f"{NAME}.002",
    ]
    return Path(written.folder)


def test_stock_tools_open_a_package_as_the_page_says(circle: Circle, folder: Path):
    bag = opened_by_hand(folder, circle.registry.identity + b"\n", circle.office.public_key)
    bagit.Bag(str(bag)).validate()
    talk = bag / "data" / "talks" / "000001"
    assert {str(path.relative_to(talk)) for path in talk.rglob("*.*")} == {
        *("talk.json", "findings.json", "process.json", "minutes.pdf", "scan.pdf"),
        *("amendment-01.pdf", "att/001.jpg", "att/002.wav"),
    }
    assert json.loads((bag / "data" / "package.json").read_bytes())["version"] == 2


@pytest.mark.parametrize(
    ("what", "damage"),
    [
        ("*.json", lambda content: content.replace(b'"sequence":7', b'"sequence":8')),
        ("*.001", lambda content: content[:-1] + bytes([content[-1] ^ 1])),
    ],
)
def test_the_page_finds_what_was_changed(circle: Circle, folder: Path, what: str, damage):
    (path,) = folder.glob(what)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(subprocess.CalledProcessError):
        opened_by_hand(folder, circle.registry.identity + b"\n", circle.office.public_key)


def test_the_page_opens_a_package_of_the_first_form_too(tmp_path: Path):
    first = tmp_path / "first"
    first.mkdir()
    for path in (KEPT / "320999-000001").iterdir():
        (first / path.name).write_bytes(path.read_bytes())
    card = read_office_card((KEPT / "office-card.txt").read_bytes())
    bag = opened_by_hand(first, (KEPT / "registry.identity").read_bytes(), card.public_key)
    bagit.Bag(str(bag)).validate()
    assert json.loads((bag / "data" / "package.json").read_bytes())["version"] == 1


# ── the first form is read for ever ──────────────────────────────────────────────────────────────


def read_kept(number: int, inbox: Path, root: str) -> ReceivedPackage:
    card = read_office_card((KEPT / "office-card.txt").read_bytes())
    identity = (KEPT / "registry.identity").read_bytes().strip()
    (index,) = (KEPT / f"320999-{number:06}").glob("*.json")
    (recipient,) = json.loads(index.read_bytes())["content"]["recipients"]
    keys = DeskKeys(bytes(32), bytes(32), identity, recipient.encode())
    inbox.mkdir()
    standing = OfficeStanding(card) if number == 1 else OfficeStanding(card, number - 1, root)
    reader = PackageReader(keys, SCHEMAS)
    return reader.read(index.parent, Stage(inbox), lambda code, sequence: standing)


def test_packages_of_the_first_form_are_read_at_every_level(tmp_path: Path):
    root = ""
    for number, level in enumerate(
        (PackageLevel.FULL, PackageLevel.LEDGER, PackageLevel.STATISTICS), 1
    ):
        received = read_kept(number, tmp_path / str(number), root)
        root = received.index.bag_root
        assert (received.package.version, received.package.level) == (1, level)
        assert all(talk.earlier == 0 for talk in received.package.talks)
        # what it says is said again in the same words
        with received.open("data/package.json") as file:
            assert received.package.file() == file.read()


def test_a_receipt_of_the_first_form_is_read():
    public_key = bytes.fromhex((KEPT / "registry.public-key").read_text().strip())
    file = (KEPT / "320999-000001.receipt.json").read_bytes()
    receipt = read_receipt(file, public_key, SCHEMAS)
    assert (receipt.sequence, receipt.talks, receipt.result) == (1, 2, "received")


# ── the same content, the same root ──────────────────────────────────────────────────────────────

ENTRIES = st.lists(
    st.tuples(st.integers(1, 999), st.integers(0, 10**9), st.binary(min_size=32, max_size=32)),
    min_size=1,
    max_size=8,
    unique_by=lambda entry: entry[0],
).map(
    lambda drawn: [
        Entry(f"data/talks/000001/att/{number:03}.jpg", size, digest.hex())
        for number, size, digest in drawn
    ]
)


@settings(max_examples=40, deadline=None)
@given(entries=ENTRIES, which=st.data())
def test_the_root_hangs_on_the_content_alone(entries: list[Entry], which: st.DataObject):
    shuffled = which.draw(st.permutations(entries))
    bag = bag_of(NAME, NOON, entries)
    assert bag_of(NAME, NOON, shuffled) == bag
    place = which.draw(st.integers(0, len(entries) - 1))
    changed = list(entries)
    digest = entries[place].sha256
    other = "".join("0" if digit != "0" else "1" for digit in digest)
    changed[place] = replace(entries[place], sha256=other)
    assert bag_of(NAME, NOON, changed).root != bag.root


def test_the_same_talks_under_the_same_seal_have_the_same_root(circle: Circle):
    seal = circle.seal(7)
    one, other = (bag_around(circle.pack(seal, more=more_attached())) for _ in range(2))
    assert one == other
    later = bag_around(
        circle.pack(replace(seal, created_at=datetime.fromisoformat("2026-03-06T00:00:00Z")))
    )
    assert later.root != one.root


def test_what_a_package_says_of_its_talks_is_read_as_it_was_written(circle: Circle):
    talks = (PackedTalk("000001", "talk-1", "2026-0001", ("talk.json",), 3),)
    package = PackageFile(circle.seal(7), PackageLevel.LEDGER, "某县", "", talks)
    said = json.loads(package.file())
    assert said["talks"] == [
        {
            "earlier": 3,
            "files": ["talk.json"],
            "folder": "000001",
            "id": "talk-1",
            "number": "2026-0001",
        }
    ]
    assert "earlier" not in json.loads(replace(package, version=1).file())["talks"][0]


def test_the_ledger_opens_in_a_spreadsheet(circle: Circle):
    received = circle.read(circle.write(circle.pack()).folder)
    with received.open("data/ledger.xlsx") as file:
        book = openpyxl.load_workbook(io.BytesIO(file.read()))
    assert book.sheetnames == ["谈话台账", "人员", "整改台账", "补正", "统计"]
    assert [cell.value for cell in book["谈话台账"][2]][:3] == [
        "2026-0001",
        "监督谈话",
        "2026-03-05",
    ]
    assert book["整改台账"]["F2"].value == "台账不全"
    assert book["谈话台账"].max_row == 3
    assert book["人员"].max_row == 7
    figures = {row[0].value: row[1].value for row in book["统计"].iter_rows(min_row=2)}
    assert (figures["单位"], figures["场次"], figures["问题"]) == ("某县纪委监委", "2", "2")
