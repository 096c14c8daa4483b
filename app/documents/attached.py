"""Files that travel inside an archived document: the data its pages were made from."""

from __future__ import annotations

from dataclasses import dataclass

from pikepdf import AttachedFileSpec, Name, Pdf

from app.domain.minutes import Minutes

RECORD = "talk.json"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the document; name is seen by readers and holds no person's or unit's."""

    name: str
    content: bytes
    media_type: str
    said: str


def record_of(minutes: Minutes) -> Attached:
    """What minutes say, as data; its SHA-256 is the digest that is printed on their pages."""
    return Attached(RECORD, minutes.record(), "application/json", "谈话记录的文字")


def attach(pdf: Pdf, files: tuple[Attached, ...]) -> None:
    """Put the files in, as the data the pages were made from (ISO 19005-3, 6.8 and annex E)."""
    for file in files:
        kept = AttachedFileSpec(
            pdf,
            file.content,
            filename=file.name,
            mime_type=file.media_type,
            description=file.said,
            creation_date="",
            mod_date="",
        )
        kept.relationship = Name.Data
        pdf.attachments[file.name] = kept
