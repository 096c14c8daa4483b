"""ledger.xlsx: all talks and findings of a package, for people without the program."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.finding import Finding, FindingStatus
from app.domain.people import Role
from app.domain.talk import Participant, Talk
from app.handover.documents import TalkDossier
from app.handover.workbook import Sheet, workbook

_TALK_HEADINGS = (
    ("编号", 13),
    ("类型", 14),
    ("日期", 13),
    ("地点", 20),
    ("主谈人", 14),
    ("记录人", 14),
    ("谈话对象", 24),
    ("单位及职务", 40),
    ("应到", 8),
    ("实到", 8),
    ("事由", 40),
    ("页数", 8),
    ("问题数", 8),
)
_FINDING_HEADINGS = (
    ("问题编号", 14),
    ("谈话编号", 13),
    ("聚焦", 28),
    ("具体表现", 50),
    ("整改措施", 40),
    ("整改时限", 13),
    ("责任单位", 24),
    ("责任人", 14),
    ("共性问题", 10),
    ("状态", 10),
)
_STATUS = {FindingStatus.REGISTERED: "整改中", FindingStatus.CLOSED: "已销号"}


@dataclass(frozen=True, slots=True)
class Ledger:
    """Takes talks one by one and becomes a workbook of two sheets."""

    _talks: Sheet = field(default_factory=lambda: Sheet("谈话台账", _TALK_HEADINGS))
    _findings: Sheet = field(default_factory=lambda: Sheet("整改台账", _FINDING_HEADINGS))

    def add(self, dossier: TalkDossier) -> None:
        """One more talk with its findings."""
        talk = dossier.talk
        interviewees = talk.in_role(Role.INTERVIEWEE)
        self._talks.add(
            (
                talk.number,
                dossier.kind.title,
                dossier.day.isoformat(),
                talk.place,
                _names(talk, Role.INTERVIEWER),
                _names(talk, Role.RECORDER),
                _names(talk, Role.INTERVIEWEE),
                "\n".join(_post(p) for p in interviewees),
                len(interviewees),
                sum(p.is_present for p in interviewees),
                talk.subject,
                talk.minutes_pages,
                len(dossier.findings),
            )
        )
        for finding in dossier.findings:
            self._findings.add(_finding(finding, dossier))

    def file(self) -> bytes:
        """The finished workbook."""
        return workbook((self._talks, self._findings))


def _finding(finding: Finding, dossier: TalkDossier) -> tuple[str, ...]:
    return (
        finding.number,
        dossier.talk.number,
        dossier.area_titles.get(finding.area, ""),
        finding.manifestation,
        finding.measure,
        finding.deadline.isoformat(),
        dossier.unit_names.get(finding.unit_id or "", ""),
        dossier.person_names.get(finding.person_id or "", ""),
        "是" if finding.is_common else "否",
        _STATUS[finding.status],
    )


def _names(talk: Talk, role: Role) -> str:
    return "、".join(p.name for p in talk.in_role(role))


def _post(participant: Participant) -> str:
    return f"{participant.unit_name}{participant.title}"
