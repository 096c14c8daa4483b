"""An attachment: a file that belongs to a talk, such as its signed minutes or their scan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.ids import AttachmentId, TalkId


class Purpose(Enum):
    """What an attachment is for."""

    MINUTES = "minutes"
    SCAN = "scan"


@dataclass(frozen=True, slots=True)
class Attachment:
    """What the vault knows of a file that lies encrypted beside it under the same id."""

    id: AttachmentId
    talk_id: TalkId
    purpose: Purpose
    media_type: str
    title: str
    size: int
    sha256: str
    pages: int
    made_at: datetime
