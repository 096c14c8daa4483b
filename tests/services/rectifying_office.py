"""An office with one finding of 清溪镇, for tests of what comes after the talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.domain.finding import FindingStatus, MeasureKind
from app.domain.finding_closing import ClosingEntry, Decision, LookBackEntry, LookBackPlan
from app.domain.finding_course import Completion
from app.domain.finding_history import LookBackMethod
from app.domain.ids import FindingId, IssueId
from app.domain.progress import NoProgress
from app.domain.talk import TalkStatus
from app.services.rectifying import FindingSheet, Rectifying
from app.services.talks import FindingEntry
from app.services.workdays import table_of
from app.store.attachment_files import AttachmentFiles
from tests import brought
from tests.desk import Desk

GRANTED = ("县纪委第一监督检查室", "分管副书记", "书记")


@dataclass
class Afterwards:
    """The service at work; the day of every step is today unless told."""

    desk: Desk
    rectifying: Rectifying
    folder: Path

    @classmethod
    def set_up(cls, desk: Desk, folder: Path) -> Afterwards:
        files = AttachmentFiles(desk.vault.folder / "attachments", bytes(range(32)))
        return cls(desk, Rectifying(desk.vault, desk.trail, files), folder)

    @property
    def today(self) -> date:
        clock = self.desk.trail.clock
        return clock.local(clock.now()).date()

    def workdays(self) -> LookBackPlan:
        """When one looks back by the rules and the table of holidays in force."""
        with self.desk.vault.reading() as connection:
            table = table_of(connection)
        return LookBackPlan(self.rectifying.rules().look_back_days, table.next_workday)

    def move(self, days: int) -> None:
        self.desk.trail.clock.move(days=days)

    def found(self, text: str = "台账缺两个月", **more) -> FindingId:
        talk_id = more.pop("talk_id", None) or self.desk.talk_at(TalkStatus.UNDER_WAY)
        return self.desk.talks.add_finding(talk_id, FindingEntry("a1", text, **more))[0]

    def found_and_sealed(self, text: str = "台账缺两个月", **more) -> FindingId:
        finding_id = self.found(text, **more)
        talk_id = self.sheet(finding_id).finding.talk_id
        self.desk.end(talk_id)
        self.desk.confirm(talk_id)
        self.desk.talks.note_refusal_and_sign(talk_id, "拒签，李四见证")
        self.desk.talks.seal(talk_id)
        return finding_id

    def sheet(self, finding_id: FindingId) -> FindingSheet:
        return self.rectifying.sheet(finding_id)

    def status(self, finding_id: FindingId) -> FindingStatus:
        return self.sheet(finding_id).finding.status

    # ── steps, each by itself ────────────────────────────────────────────────────────────────────

    def complete(self, finding_id: FindingId, **more) -> None:
        plain = {
            "measure": "补齐两个月台账，月底交叉检查",
            "measure_kind": MeasureKind.BY_DEADLINE,
            "leader": "张三",
            "responsible": "镇纪委",
            "effect": "台账逐笔可查",
        }
        self.rectifying.complete(finding_id, Completion(**{**plain, **more}))

    def issue(self, *finding_ids: FindingId) -> IssueId:
        return self.rectifying.issue((self.desk.township, None), finding_ids, self.today)[0]

    def evidence(self, finding_id: FindingId, name: str = "台账.pdf", pages: int = 2):
        path = self.folder / name
        path.write_bytes(brought.pdf(pages))
        return self.rectifying.add_evidence(finding_id, (path,), NoProgress())[0][0]

    def submit(self, finding_id: FindingId) -> None:
        entry = ClosingEntry("两个月台账已补齐并公示", self.today, self.today, "张三")
        self.rectifying.submit(finding_id, entry)

    def decide(self, finding_id: FindingId, who: str = "王五", is_granted: bool = True) -> None:
        opinion = "" if is_granted else "缺四月的签字页"
        self.rectifying.decide(finding_id, Decision(is_granted, who, opinion, self.today))

    def look_back(self, finding_id: FindingId, **more) -> None:
        plain = {
            "method": LookBackMethod.SITE,
            "result": "抽查六笔，都有签字",
            "who": "赵六",
            "day": self.today,
        }
        self.rectifying.look_back(finding_id, LookBackEntry(**{**plain, **more}))

    # ── several at once ──────────────────────────────────────────────────────────────────────────

    def under_way(self, **more) -> FindingId:
        finding_id = self.found(**more)
        self.complete(finding_id)
        self.rectifying.sign_for(self.issue(finding_id), "张三", self.today)
        self.rectifying.begin(finding_id, self.today)
        return finding_id

    def close(self, finding_id: FindingId) -> None:
        if not self.rectifying.evidence(finding_id):
            self.evidence(finding_id)
        self.submit(finding_id)
        for who in GRANTED:
            self.decide(finding_id, who)

    def closed(self, **more) -> FindingId:
        finding_id = self.under_way(**more)
        self.close(finding_id)
        return finding_id
