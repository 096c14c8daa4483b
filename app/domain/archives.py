"""What somebody's archive (一人一档) holds when it is taken out, read at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.archive_leaves import ArchiveAccess, Leaf
from app.domain.archive_timeline import ArchiveFinding, TimelineYear
from app.domain.attachment import Attachment
from app.domain.ids import PersonId
from app.domain.talk_list import TalkRow


@dataclass(frozen=True, slots=True)
class PaperOrigin:
    """Where a file belongs: sort is talk, finding or leaf; name its number, or a leaf's title."""

    sort: str
    name: str
    id: str


@dataclass(frozen=True, slots=True)
class ArchivePaper:
    """A file of an archive with where it belongs; day is the day it was brought, local."""

    attachment: Attachment
    origin: PaperOrigin
    day: date


@dataclass(frozen=True, slots=True)
class ArchiveLeaf:
    """A leaf with the name of the unit it speaks of and its papers, oldest first."""

    leaf: Leaf
    unit_name: str = ""
    papers: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """An archive that was taken out, everything newest first; reason is why it was."""

    person_id: PersonId
    reason: str
    years: tuple[TimelineYear, ...]
    talks: tuple[TalkRow, ...]
    findings: tuple[ArchiveFinding, ...]
    leaves: tuple[ArchiveLeaf, ...]
    papers: tuple[ArchivePaper, ...]
    accesses: tuple[ArchiveAccess, ...]
