"""What even a trusted office may not say: documents that keep to their schema and make no sense.

An office's key may be stolen, or its program be another than this one. What is checked here would
else be shown, counted or written into tables at the desk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, BinaryIO

from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection
from app.handover.package_file import PackedTalk
from app.handover.seal import moment

Document = dict[str, Any]

# No keyboard makes these; in a terminal, a table or a file name they do things nobody sees.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
# Names are one line, and no sign in them turns the direction of writing: 三张 may not show as 张三.
_NOT_IN_NAMES = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_NAMES = frozenset(
    {"name", "unit_name", "person_name", "office_name", "who", "number", "interviewee"}
)
_DAYS = frozenset({"day", "deadline", "counted_on", "first_day", "last_day"})
_FIRST_YEAR = 1900
_PLACES = re.compile(r"(?:[0-9]+|[a-z_]{1,40})\Z")
_BEGINNING = 1024
_PDF = b"%PDF-"
_PICTURES = {
    ".jpg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".tif": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
}


def check_sense(kind: str, untrusted_document: Document) -> None:
    """Whether times and days exist, and texts hold no signs that nobody can see.

    kind names the document in the refusal. Raises PackageRejectedError(CONTENT).
    """
    for place, key, text in _texts(untrusted_document, kind, ""):
        if key == "at" or key.endswith("_at"):
            _check_moment(place, text)
        elif key in _DAYS:
            _check_day(place, text)
        elif key == "month":
            _check_day(place, f"{text}-01")
        elif (_NOT_IN_NAMES if key in _NAMES else _CONTROLS).search(text):
            raise _rejected(f"{place}: unseen")


def check_talk(
    talk: PackedTalk, documents: dict[str, Document], held: dict[str, tuple[int, str]]
) -> None:
    """Whether the documents of a talk speak of that talk, and of its files as they are.

    documents are by kind; held gives size and digest of its files that travel with it, by name.
    Raises PackageRejectedError(CONTENT).
    """
    for kind, document in documents.items():
        if document["talk_id"] != talk.id:
            raise _rejected(f"{talk.folder} {kind}: talk_id")
    if documents["talk"]["number"] != talk.number:
        raise _rejected(f"{talk.folder} talk: number")
    listed = {one["name"]: (one["size"], one["sha256"]) for one in documents["process"]["files"]}
    if len(listed) != len(documents["process"]["files"]):
        raise _rejected(f"{talk.folder} process: a file twice")
    for name, facts in held.items():
        if listed.get(name) != facts:
            raise _rejected(f"{talk.folder} process: {name}")


def check_kind_of(name: str, opened: Callable[[], BinaryIO]) -> None:
    """Whether minutes, scans and amendments begin as files of their kind do.

    Attachments may be anything: nobody opens them here, and they are handed out under the name of
    their number. Raises PackageRejectedError(CONTENT).
    """
    last = name.rpartition("/")[2]
    is_pdf = last.endswith(".pdf")
    if "/att/" in name or not (is_pdf or last.startswith("scan.")):
        return
    with opened() as file:
        beginning = file.read(_BEGINNING)
    wanted = _PICTURES.get(last[-4:], ())
    if not (_PDF in beginning if is_pdf else beginning.startswith(wanted)):
        raise _rejected(f"{name}: another kind of file")


def _texts(value: object, place: str, key: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, str):
        yield place, key, value
    elif isinstance(value, dict):
        for name, below in value.items():
            # a name that the sender made up is not repeated
            said = name if _PLACES.match(name) else "?"
            yield from _texts(below, f"{place}/{said}", name)
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from _texts(below, f"{place}/{number}", key)


def _check_moment(place: str, text: str) -> None:
    if text:
        try:
            moment(text, Rejection.CONTENT)
        except PackageRejectedError as error:
            raise _rejected(f"{place}: time") from error


def _check_day(place: str, text: str) -> None:
    if not text:
        return
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise _rejected(f"{place}: day") from error
    if found.year < _FIRST_YEAR:
        raise _rejected(f"{place}: day")


def _rejected(detail: str) -> PackageRejectedError:
    return PackageRejectedError(Rejection.CONTENT.value, detail[:120])
