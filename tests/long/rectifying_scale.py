"""The steps of a finding among very many: how long each holds the vault; works on the vault as it is.

    tanxinbu demo DIR --talks 200000
    python -m tests.long.rectifying_scale DIR PASSPHRASE

DIR holds vault and preferences; give it a copy. Times are milliseconds of work, the first one cold.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app import bootstrap
from app.domain.finding import MeasureKind
from app.domain.finding_closing import ClosingEntry, Decision, LookBackEntry
from app.domain.finding_course import Completion
from app.domain.finding_history import LookBackMethod
from app.domain.ids import FindingId, TalkId
from app.domain.progress import NoProgress
from app.services.application import Application
from app.services.attachment_taking import Brought
from tests import brought

_NEW = """
SELECT id, unit_id FROM finding WHERE status = 'registered' AND nature = 'problem' AND
    unit_id IS NOT NULL AND NOT is_personal AND NOT is_common LIMIT 1
"""
_LATE = """
SELECT id FROM finding WHERE nature = 'problem' AND status = 'under_way' AND deadline < ? LIMIT ?
"""
_TALK = "SELECT talk_id FROM participant WHERE role = 'interviewee' AND unit_id = ? LIMIT 1"


@dataclass(frozen=True, slots=True)
class Trial:
    """The application, and what day it is."""

    application: Application
    today: date

    def ids(self, asked: str, *bound: object) -> list[tuple[str, ...]]:
        with self.application.session.vault.reading() as connection:
            return list(connection.execute(asked, bound))

    def told(self, name: str, work: Callable[[], Any], rounds: int = 1) -> None:
        times = []
        for _ in range(rounds):
            began = time.process_time()
            work()
            times.append((time.process_time() - began) * 1000)
        print(f"{name:24}", "  ".join(f"{one:.1f}" for one in times))

    def way(self, one: FindingId) -> None:
        """From the four lists to a relapse."""
        rectifying, today = self.application.rectifying, self.today
        finding = rectifying.sheet(one).finding
        self.told("sheet", lambda: rectifying.sheet(one), 3)
        entry = Completion("补齐", MeasureKind.BY_DEADLINE, deadline=finding.deadline)
        self.told("complete", lambda: rectifying.complete(one, entry), 3)
        to = (finding.unit_id, None)
        issue_id, _ = rectifying.issue(to, (one,), today)
        self.told("sign_for", lambda: rectifying.sign_for(issue_id, "张三", today))
        self.told("report", lambda: rectifying.report(one, "已补", today), 3)
        picture = Brought("照片.png", untrusted_content=brought.picture())
        taken = rectifying.take_evidence(picture, NoProgress())
        self.told("keep_evidence", lambda: rectifying.keep_evidence(one, taken))
        closing = ClosingEntry("好", today, today, "张三")
        self.told("submit", lambda: rectifying.submit(one, closing))
        yes = Decision(True, "书记", "", today)
        self.told("decide", lambda: rectifying.decide(one, yes), 3)
        again = LookBackEntry(
            LookBackMethod.SITE, "反弹", "赵六", today, True, today + timedelta(days=30)
        )
        self.told("look_back", lambda: rectifying.look_back(one, again))

    def about(self, unit: str) -> None:
        """What is carried into the next talk, what was issued, and urging many at once."""
        application = self.application
        talk = TalkId(self.ids(_TALK, unit)[0][0])
        self.told("open_findings", lambda: application.talks.open_findings(talk), 3)
        self.told("outline ground", lambda: application.outlines.ground(talk), 3)
        self.told("issues", application.rectifying.issues, 3)
        for many in (1, 50, 300):
            late = tuple(FindingId(i) for (i,) in self.ids(_LATE, self.today.isoformat(), many))
            if late:
                self.told(f"urge {len(late)}", lambda: application.rectifying.urge(late))  # noqa: B023


def main(place: str, passphrase: str) -> None:
    """Measure the steps of one finding in the vault of that place."""
    folder = Path(place)
    access = bootstrap.access(folder / "preferences")
    application = access.unlock(folder / "vault", passphrase, NoProgress())
    try:
        clock = application.session.trail.clock
        trial = Trial(application, clock.local(clock.now()).date())
        one, unit = trial.ids(_NEW)[0]
        trial.way(FindingId(one))
        trial.about(unit)
    finally:
        application.lock()


if __name__ == "__main__":
    main(*sys.argv[1:3])
