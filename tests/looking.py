"""Looking a record through before it is confirmed, as a secretary does who has nothing to mend."""

from __future__ import annotations

from app.domain.ids import TalkId
from app.services.application import Application


def look_through(application: Application, talk_id: TalkId) -> None:
    """Pass what is pointed at; what must be mended stays and will be refused."""
    marks = tuple(c.remark.mark for c in application.checking.of(talk_id) if c.is_open)
    if marks:
        application.checking.let_pass(talk_id, marks, "看过，就是这样")
