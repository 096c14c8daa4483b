"""An office that is trusted, or whoever has stolen its key, signs nonsense: it is refused by name."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from app.domain.canonical import canonical
from app.domain.errors import PackageRejectedError
from app.domain.package import PackageLevel
from app.handover.sense import check_sense
from app.handover.signed_json import file_digest
from app.handover.strict_json import strict_json
from tests.handover.forging import Forgery
from tests.handover.makers import Circle

PACKAGE, STATISTICS = "data/package.json", "data/statistics.json"
ONE, TWO = "data/talks/000001/", "data/talks/000002/"
TALK, FINDINGS, PROCESS = f"{ONE}talk.json", f"{ONE}findings.json", f"{ONE}process.json"
Change = Callable[[dict[str, Any]], object]


def reason(circle: Circle, forgery: Forgery) -> str:
    """By which name the package is refused."""
    with pytest.raises(PackageRejectedError) as refused:
        circle.read(forgery.seal())
    return refused.value.reason


def said(forgery: Forgery, name: str) -> dict[str, Any]:
    return dict(json.loads(dict(forgery.payload)[name]))


def say(forgery: Forgery, name: str, change: Change) -> Forgery:
    """The document with the change, in a bag that was signed with it."""
    document = said(forgery, name)
    change(document)
    return forgery.exchange(name, canonical(document) + b"\n")


def put(*path: str | int, value: object) -> Change:
    """A change that sets what stands at that place."""

    def change(document: dict[str, Any]) -> None:
        here: Any = document
        for step in path[:-1]:
            here = here[step]
        here[path[-1]] = value

    return change


@pytest.fixture
def forgery(circle: Circle) -> Forgery:
    return Forgery(circle, circle.pack())


# ── documents about other things ─────────────────────────────────────────────────────────────────

ELSEWHERE = [
    (TALK, put("talk_id", value="talk-000002")),
    (FINDINGS, put("talk_id", value="talk-000002")),
    (PROCESS, put("talk_id", value="talk-000002")),
    (TALK, put("number", value="2026-0002")),
    (STATISTICS, put("office_code", value="320998")),
    (STATISTICS, put("talks", value=400)),
    (PROCESS, put("files", 0, "sha256", value="ab" * 32)),
    (PROCESS, put("files", 0, "size", value=1)),
    (PROCESS, put("files", 0, "name", value="amendment-01.pdf")),
    (PROCESS, put("files", value=[])),
    (PROCESS, lambda document: document["files"].append(document["files"][0])),
]


@pytest.mark.parametrize(("name", "change"), ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_documents_that_speak_of_something_else(
    circle: Circle, forgery: Forgery, name: str, change: Change
):
    assert reason(circle, say(forgery, name, change)) == "content"


def test_one_finding_in_two_talks(circle: Circle, forgery: Forgery):
    theirs = said(forgery, f"{TWO}findings.json")["findings"]
    say(forgery, FINDINGS, put("findings", 0, "id", value=theirs[0]["id"]))
    assert reason(circle, forgery) == "content"


# ── files that are not what their names say ──────────────────────────────────────────────────────


def exchange(forgery: Forgery, name: str, content: bytes) -> Forgery:
    """Another file, with its digest and size set right wherever they stand."""
    forgery.exchange(ONE + name, content)
    files = said(forgery, PROCESS)["files"]
    (place,) = [n for n, file in enumerate(files) if file["name"] == name]
    files[place] |= {"size": len(content), "sha256": file_digest(content)}
    return say(forgery, PROCESS, put("files", value=files))


NOT_PDF = (
    b"x",
    b"<html><script>alert(1)</script></html>",
    b"MZ" + bytes(2000),
    b"PK\x03\x04" + bytes(2000),
    bytes(1030) + b"%PDF-1.7",
)


@pytest.mark.parametrize("content", NOT_PDF, ids=range(len(NOT_PDF)))
@pytest.mark.parametrize("name", ["minutes.pdf", "scan.pdf"])
def test_minutes_and_scans_of_another_kind(
    circle: Circle, forgery: Forgery, name: str, content: bytes
):
    assert reason(circle, exchange(forgery, name, content)) == "content"


def test_minutes_may_be_any_pdf(circle: Circle, forgery: Forgery):
    other = exchange(forgery, "minutes.pdf", b"%PDF-1.7 other words")
    assert len(circle.read(other.seal()).package.talks) == 2


# ── times that do not exist, and texts that do things ────────────────────────────────────────────

TIMES = (
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "1899-12-31T23:59:59+08:00",
    "2026-02-30T00:00:00+08:00",
    "2026-03-05T25:00:00+08:00",
    "2026-03-05T00:00:00+99:99",
)
DAYS = ("2026-02-30", "2026-00-10", "0001-01-01", "1899-12-31")


@pytest.mark.parametrize("text", TIMES)
def test_moments_that_cannot_be_counted_with(circle: Circle, forgery: Forgery, text: str):
    for name, place in ((TALK, ("began_at",)), (PROCESS, ("steps", 0, "at"))):
        say(forgery, name, put(*place, value=text))
        assert reason(circle, forgery) == "content"
        forgery = Forgery(circle, circle.pack())


@pytest.mark.parametrize("text", DAYS)
def test_days_that_do_not_exist(circle: Circle, forgery: Forgery, text: str):
    say(forgery, FINDINGS, put("findings", 0, "deadline", value=text))
    assert reason(circle, forgery) == "content"
    other = Forgery(circle, circle.pack(level=PackageLevel.STATISTICS))
    say(other, STATISTICS, put("months", 0, "month", value="2026-13"))
    assert reason(circle, other) == "content"


UNSEEN = (
    "李\u202e明",
    "李\u2066明",
    "李\n明",
    "李\x00明",
    "\ufeff李明",
    "李\x1b[31m明",
    "李\u2028明",
)


@pytest.mark.parametrize("text", UNSEEN, ids=range(len(UNSEEN)))
def test_names_with_signs_that_nobody_sees(circle: Circle, text: str):
    for name, place in (
        (TALK, ("participants", 0, "name")),
        (TALK, ("participants", 0, "unit_name")),
        (FINDINGS, ("findings", 0, "person_name")),
        (PROCESS, ("steps", 0, "who")),
        (PACKAGE, ("office_name",)),
        (STATISTICS, ("office_name",)),
    ):
        forgery = Forgery(circle, circle.pack())
        say(forgery, name, put(*place, value=text))
        assert reason(circle, forgery) == "content"


def test_controls_in_what_was_said_and_what_may_stand_there(circle: Circle, forgery: Forgery):
    say(forgery, TALK, put("text", "summary", value="谈\x1b]0;x\x07透了"))
    assert reason(circle, forgery) == "content"
    say(forgery, TALK, put("text", "summary", value='一、谈透了。\n\t二、=HYPERLINK("x")\u200b。'))
    taken = circle.read(forgery.seal())
    assert "HYPERLINK" in taken.document(TALK)["text"]["summary"]


def test_a_day_or_moment_that_never_was_may_be_left_empty():
    check_sense("statistics", {"first_day": "", "last_day": "2026-03-05"})
    check_sense("talk", {"began_at": "", "breaks": [{"ended_at": "2026-03-05T04:00:00+00:00"}]})


def test_a_name_that_the_sender_made_up_is_not_repeated():
    with pytest.raises(PackageRejectedError) as refused:
        check_sense("talk", {"张三\u202e" * 100: {"x_1": ["\x00"]}})
    assert refused.value.detail == "talk/?/?/0: unseen"


# ── patterns, and documents that are meant to be dear ────────────────────────────────────────────

LOOSE = [
    (TALK, put("talk_id", value="talk-000001\n")),
    (TALK, put("text_digest", value="ab" * 32 + "\n")),
    (TALK, put("planned_at", value="2026-03-05T04:00:00+00:00\n")),
    (TALK, put("planned_at", value="\uff12\uff10\uff12\uff16-03-05T04:00:00+00:00")),
    (STATISTICS, put("office_code", value="320999\n")),
    (STATISTICS, put("office_code", value="\uff13\uff12\uff10\uff19\uff19\uff19")),
    (PACKAGE, put("talks", 0, "folder", value="000001\n")),
    (PACKAGE, put("bag_root", value="x")),
]


@pytest.mark.parametrize(("name", "change"), LOOSE, ids=range(len(LOOSE)))
def test_a_line_end_or_other_digits_do_not_slip_through_a_pattern(
    circle: Circle, forgery: Forgery, name: str, change: Change
):
    assert reason(circle, say(forgery, name, change)) == "schema"


DEAR = {
    "empty lists": b'{"a":[' + b"[]," * 4_000_000 + b"[]]}\n",
    "empty objects": b'{"a":[' + b"{}," * 4_000_000 + b"{}]}\n",
    "numbers": b'{"a":[' + b"1," * 7_000_000 + b"1]}\n",
    "brackets": b"[" * (15 << 20),
    "quotes": b'"' * (4 << 20),
    "escapes": b'{"a":"' + b"\\u0041" * 600_000,
}


@pytest.mark.parametrize("kind", DEAR)
def test_documents_that_would_fill_the_memory_are_not_begun(kind: str):
    began = time.process_time()
    with pytest.raises(PackageRejectedError) as refused:
        strict_json(DEAR[kind], 16 << 20)
    assert refused.value.reason == "json"
    assert time.process_time() - began < 4


def test_a_document_with_a_fault_in_every_line_is_told_once(circle: Circle, forgery: Forgery):
    many = {"name": "", "size": "x", "sha256": ""}
    say(forgery, PROCESS, put("files", value=[many] * 30_000))
    began = time.process_time()
    assert reason(circle, forgery) == "schema"
    assert time.process_time() - began < 5
