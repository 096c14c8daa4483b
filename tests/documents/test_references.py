"""Every document beside its reference pages, and what the stock tools say of all of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import page as second_validator
import pytest
from PIL import ImageChops

from app.documents import archive
from app.documents.attached import record_of
from app.documents.minutes import Edition, typeset
from tests.documents.paper import MADE_AT, make_minutes, tool
from tests.documents.references import pictures
from tests.documents.references.every_document import DOCUMENTS, NOT_KEPT, made
from tests.signing.conftest import new_office
from tests.signing.several import NAMES, Signers, own_key

TAGGED = ("minutes", "minutes-collective", "minutes-strict", "minutes-signed", "amendment")
# what Debian's mutool says of itself, whatever file it opens
IN_ORDER = "No syntax or stream encoding errors found"
NOT_BUILT_IN = "warning: ICC support is not available\n"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_page_looks_as_it_did_when_it_was_approved(name, tmp_path):
    pages, references = pictures.pages_of(made(name)), pictures.kept(name)
    assert len(pages) == len(references), "python -m tests.documents.references, then look"
    for number, (page, reference) in enumerate(zip(pages, references, strict=True), 1):
        apart = pictures.distance(page, reference)
        if apart > pictures.MOST_SEEN:
            ImageChops.difference(page, reference).save(tmp_path / f"{name}-{number}.png")
            pytest.fail(f"{name}, page {number}: {apart:.2%} of its points differ, see {tmp_path}")


def test_no_reference_is_left_over():
    assert set(pictures.names_kept()) == set(DOCUMENTS)


def test_a_line_that_moves_by_half_a_millimetre_is_seen():
    page = pictures.pages_of(made("minutes"))[0]
    moved = ImageChops.offset(page, 0, 1)
    assert pictures.distance(page, moved) > 10 * pictures.MOST_SEEN


@pytest.mark.parametrize("name", ["amendment", "ledger", "head-sheet"])
def test_the_same_facts_give_the_same_bytes(name):
    assert DOCUMENTS[name]() == made(name)


def test_every_document_that_is_kept_has_passed_the_gate_of_the_archive():
    for name in DOCUMENTS:
        if name not in NOT_KEPT:
            assert archive.claim_of(made(name)) == archive.Claim("2", name in TAGGED), name


@pytest.mark.parametrize("name", [name for name in TAGGED if name != "minutes-signed"])
@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_minutes_can_be_read_by_those_who_cannot_see_them(name, profile):
    assert second_validator.validate_pdf_bytes(made(name), profile=profile).is_compliant


@pytest.fixture(scope="module")
def with_record() -> bytes:
    told = make_minutes(1)
    return archive.archived(typeset(told, Edition(MADE_AT)).pdf, (record_of(told),))


@pytest.fixture(scope="module")
def revisions(with_record) -> list[bytes]:
    """Minutes signed by the office, then by one, two and three persons."""
    keys = tuple(own_key() for _ in NAMES)
    return Signers(new_office(), keys).revisions(with_record)


def test_whoever_signs_the_file_stays_what_it_claims_to_be(revisions):
    assert len(revisions) == 4
    for content in revisions:
        archive.check_signed(content)
        assert archive.claim_of(content) == archive.Claim("3", True)
        assert second_validator.validate_pdf_bytes(content, profile="ua1").is_compliant


def test_every_stock_tool_opens_every_document_without_a_complaint(
    tmp_path, with_record, revisions
):
    for name in DOCUMENTS:
        (tmp_path / f"{name}.pdf").write_bytes(made(name))
    for count, content in enumerate((with_record, *revisions)):
        (tmp_path / f"signed-{count}.pdf").write_bytes(content)
    files = sorted(tmp_path.glob("*.pdf"))
    assert len(files) == len(DOCUMENTS) + 5
    said = tool(
        "gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=bit", "-r20", "-o", "/dev/null", *files
    )
    assert said == ""
    with ThreadPoolExecutor(2) as lanes:
        assert list(filter(None, lanes.map(complaints, files))) == []


def complaints(file: Path) -> str:
    """What three of the tools say beyond what they say of any file in order."""
    checked = tool("qpdf", "--check", file)
    assert IN_ORDER in checked
    drawn = tool("mutool", "draw", "-q", "-F", "txt", "-o", "/dev/null", file)
    poppler = tool("pdftoppm", "-r", "10", "-l", "3", file, file.with_suffix(""))
    warned = checked if "WARNING" in checked else ""
    return warned + drawn.replace(NOT_BUILT_IN, "") + poppler
