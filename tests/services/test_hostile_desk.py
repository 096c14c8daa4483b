"""Hostile packages at the whole desk: named, set aside, and nothing else on the machine changes."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.canonical import canonical
from app.domain.errors import AppError, PackageRejectedError
from app.domain.package import Rejection
from app.domain.progress import NoProgress
from app.domain.registry import DeskSearch
from app.handover.sense import check_sense
from app.services.registry import Registry
from tests.handover.forging import Forgery, resigned
from tests.handover.mutating import LAYERS, NONSENSE, Mutator
from tests.services import counties
from tests.services.counties import County

access, desk, county = counties.access, counties.desk, counties.county
NAMES = {rejection.value for rejection in Rejection} - {Rejection.UNREADABLE.value}
OURS = {"desk", "stick", "inbox"}  # the desk's own folder, the stick, and the test's own stage


def outside(folder: Path) -> set[tuple[str, int]]:
    """Every path beside the desk and the stick, with its size."""
    places = [path for path in folder.iterdir() if path.name not in OURS]
    found = [path for place in places for path in (place, *place.rglob("*"))]
    return {(str(path), path.lstat().st_size) for path in found if path.is_file()}


@pytest.fixture
def trusting(desk: Registry, county: County) -> Registry:
    desk.trust(county.card())
    return desk


def test_packages_changed_in_any_layer_end_in_quarantine(
    trusting: Registry, county: County, tmp_path: Path
):
    mutator = Mutator(county.circle, 6)
    before = outside(tmp_path)
    names = Counter[str]()
    for number in range(40):
        folder = mutator.make(LAYERS[number % 4])
        (reception,) = trusting.receive(folder, None, NoProgress())
        names[reception.reason] += 1
        shutil.rmtree(folder)
    assert set(names) <= NAMES
    assert len(names) >= 5
    assert outside(tmp_path) == before
    assert list((trusting.folder / "stage").iterdir()) == []
    (office,) = trusting.offices()
    assert (office.packages, office.talks) == (0, 0)
    kept = [path for path in (trusting.folder / "attachments").rglob("*") if path.is_file()]
    assert kept == [], "of what was refused, nothing stays among what was taken"
    county.send()
    taken = [
        one for one in trusting.receive(county.circle.stick, None, NoProgress()) if one.is_taken
    ]
    assert [one.talks for one in taken] == [2], "and the true one is taken all the same"


def test_nonsense_in_the_index_of_a_trusted_office(trusting: Registry, county: County):
    """Every field of the index in turn says every kind of nonsense, signed with the true key."""
    folder = Path(county.send().folder)
    (path,) = folder.glob("*.json")
    good = path.read_bytes()
    said = json.loads(good)["content"]
    for number, field in enumerate(sorted(said)):
        resigned(county.circle, folder, said | {field: NONSENSE[number % len(NONSENSE)]})
        (reception,) = trusting.receive(folder, None, NoProgress())
        assert reception.reason in NAMES, field
    assert trusting.offices()[0].packages == 0


def test_files_of_a_package_that_are_links_pipes_or_folders(
    trusting: Registry, county: County, tmp_path: Path
):
    secret = tmp_path / "secret"
    secret.write_text("of this machine")
    for number, kind in enumerate(("link", "pipe", "folder")):
        folder = Path(county.send().folder)
        volume = next(folder.glob("*.001"))
        volume.unlink()
        if kind == "link":
            volume.symlink_to(secret)
        elif kind == "pipe":
            os.mkfifo(volume)
        else:
            volume.mkdir()
        (reception,) = trusting.receive(folder, None, NoProgress())
        assert reception.reason == ("volume_missing" if not number else "gap")
    copies = [path for path in (trusting.folder / "quarantine").rglob("*") if path.is_file()]
    assert all(b"of this machine" not in path.read_bytes() for path in copies)


def test_answers_follow_no_link_that_waits_on_the_stick(
    trusting: Registry, county: County, tmp_path: Path
):
    """Where the answer will be written, links to a file of this machine lie already."""
    county.send()
    secret = tmp_path / "secret"
    secret.write_text("of this machine")
    stick = county.circle.stick
    for ending in ("receipt.json", "receipt.json.minisig", "answer.json", "receipt.json.part"):
        for name in (f"320999-000001.{ending}", f".320999-000001.{ending}"):
            (stick / name).symlink_to(secret)
    with suppress(AppError):  # that names are taken may be told; anything else is raised here
        trusting.receive(stick, stick, NoProgress())
    assert secret.read_text() == "of this machine"


def test_what_has_the_name_of_an_answer_keeps_nobody_waiting(trusting: Registry, county: County):
    """A pipe, a gibibyte, a folder and a link without an end wait where answers will be written."""
    county.send()
    later = replace(county, sequence=4)
    later.send()
    stick = county.circle.stick
    os.mkfifo(stick / "320999-000005.answer.json")
    (stick / "320999-000005.answer-2.json").touch()
    os.truncate(stick / "320999-000005.answer-2.json", 1 << 30)
    (stick / "320999-000005.answer-3.json").mkdir()
    (stick / "320999-000005.answer-4.json").symlink_to("320999-000005.answer-4.json")
    first, second = trusting.receive(stick, stick, NoProgress())
    assert (first.is_taken, second.reason) == (True, "gap")
    assert Path(second.receipt).name == "320999-000005.answer-5.json"
    refused = trusting.refusals()[0]
    assert {path.name for path in Path(refused.folder).iterdir()} == {
        "320999-000005.json", "320999-000005.json.minisig", "320999-000005.001", "reason.txt",
    }  # fmt: skip


def test_an_insider_with_two_offices_speaks_for_one_alone(trusting: Registry, county: County):
    """The key of one office signs nothing for another, even when the desk trusts both."""
    other = replace(county, code="320998")
    trusting.trust(other.card())
    theirs = Forgery(county.circle, county.circle.pack(county.circle.seal(office_code="320998")))
    folder = theirs.seal()
    said = trusting.receive(folder, None, NoProgress())
    assert [one.is_taken for one in said] == [True]
    stranger = County(replace(county.circle, office=county.circle.registry), "320997")
    trusting.trust(stranger.card())
    forged = Forgery(county.circle, county.circle.pack(county.circle.seal(office_code="320997")))
    (reception,) = trusting.receive(forged.seal(), None, NoProgress())
    assert reception.reason in {"signature", "several_indexes"}


ODD = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "<script>alert(1)</script>&amp;",
    "'; DROP TABLE talk; --",
    "%s%n{0}\\u0000",
    "\u202e\u2066\u200b",
    "x" * 4000,
    "\n" * 300,
    "\U0010fffd\u0300\u0301",
    'NEAR( "* OR',
)


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_texts_wherever_the_format_allows_them_are_only_texts(
    trusting: Registry, county: County, odd: str
):
    """Nothing that an office writes becomes a command, a formula, a mark-up or a crash here."""
    forgery = Forgery(county.circle, county.circle.pack())
    for name in [n for n, _ in forgery.payload if n.endswith(("talk.json", "findings.json"))]:
        kind = name.rpartition("/")[2].removesuffix(".json")
        document = json.loads(dict(forgery.payload)[name])
        replace_texts(county, kind, document, document, odd)
        forgery.exchange(name, canonical(document) + b"\n")
    (reception,) = trusting.receive(forgery.seal(), None, NoProgress())
    assert reception.is_taken
    for asked in (
        DeskSearch(),
        DeskSearch(words=odd[:40]),
        DeskSearch(name=odd[:40], unit=odd[:9]),
    ):
        for found in trusting.search(asked):
            trusting.talk(found.office_code, found.sequence, found.talk_id)
    for book in (
        trusting.talks_workbook(DeskSearch()),
        trusting.ledger_workbook(),
    ):
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            sheets = [archive.read(name) for name in archive.namelist() if "sheet" in name]
        assert not any(b"<f>" in sheet or b"<script" in sheet for sheet in sheets)


def replace_texts(
    county: County, kind: str, document: dict[str, object], here: object, odd: str
) -> None:
    """Put the odd text in every place where the document is still one afterwards."""
    places = here.items() if isinstance(here, dict) else enumerate(here)  # type: ignore[arg-type]
    for key, below in list(places):
        if isinstance(below, (dict, list)):
            replace_texts(county, kind, document, below, odd)
        elif isinstance(below, str) and key not in {"talk_id", "number", "id"}:
            here[key] = odd  # type: ignore[index]
            try:
                county.circle.schemas.check(kind, document)
                check_sense(kind, document)
            except PackageRejectedError:
                here[key] = below  # type: ignore[index]
