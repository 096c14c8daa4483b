"""An attachment: a file that belongs to a talk, such as its signed minutes or their scan."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.ids import AttachmentId, FindingId, LeafId, TalkId

LONGEST_TITLE = 200


class Purpose(Enum):
    """What an attachment is for: 谈话记录, 签字扫描件, 佐证材料, 录音, 其他材料, 补正记录."""

    MINUTES = "minutes"
    SCAN = "scan"
    EVIDENCE = "evidence"
    AUDIO = "audio"
    OTHER = "other"
    AMENDMENT = "amendment"

    @property
    def is_brought(self) -> bool:
        """Whether somebody added it by hand, and may take it away again before sealing."""
        return self in _BROUGHT


_BROUGHT = frozenset({Purpose.EVIDENCE, Purpose.AUDIO, Purpose.OTHER})


@dataclass(frozen=True, slots=True)
class Attachment:
    """What the vault knows of a file that lies encrypted beside it under the same id.

    It belongs to a talk, to a finding or to a leaf of an archive; talk_id is empty for the others.
    """

    id: AttachmentId
    talk_id: TalkId
    purpose: Purpose
    media_type: str
    title: str
    size: int
    sha256: str
    pages: int
    made_at: datetime
    finding_id: FindingId | None = None
    leaf_id: LeafId | None = None

    @property
    def has_pages(self) -> bool:
        """Whether it can be looked at page by page: a PDF or a picture."""
        return self.pages > 0


@dataclass(frozen=True, slots=True)
class Removal:
    """An attachment that was taken away again, and why."""

    title: str
    purpose: Purpose
    reason: str
    removed_at: datetime


def title_from(untrusted_name: str) -> str:
    """A file's name as it can be shown: one line, no signs that cannot be seen, not too long.

    Signs that turn the direction of writing would let evil.exe look like exe.txt.
    """
    line = " ".join(unicodedata.normalize("NFC", untrusted_name).split())
    title = "".join(c for c in line if unicodedata.category(c)[0] != "C").strip()
    if len(title) <= LONGEST_TITLE:
        return title
    stem, dot, ending = title.rpartition(".")
    if not dot or len(ending) > 8:
        return title[:LONGEST_TITLE]
    return f"{stem[: LONGEST_TITLE - len(ending) - 2]}….{ending}"
