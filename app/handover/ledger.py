"""ledger.xlsx: all talks and findings of a package, for people without the program."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.amendment import Amendment, amendment_number
from app.domain.finding import Finding, FindingNature
from app.domain.people import Role
from app.domain.talk import Participant, Talk
from app.handover.dossier import TalkDossier
from app.handover.statistics import Figures
from app.handover.workbook import Sheet, workbook

_TALKS = (
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
    ("受委托", 24),
    ("补谈", 16),
    ("页数", 8),
    ("扫描页数", 10),
    ("补正次数", 10),
    ("问题数", 8),
    ("意见建议数", 11),
    ("封存日期", 13),
    ("前次移交包号", 13),
)
_PERSONS = (
    ("谈话编号", 13),
    ("日期", 13),
    ("身份", 10),
    ("姓名", 14),
    ("单位", 30),
    ("职务", 24),
    ("到场", 8),
    ("缺席原因", 24),
    ("第一种形态", 11),
)
_FINDINGS = (
    ("问题编号", 14),
    ("谈话编号", 13),
    ("性质", 10),
    ("聚焦", 28),
    ("标签", 18),
    ("具体表现", 50),
    ("整改措施", 40),
    ("发现日期", 13),
    ("整改时限", 13),
    ("责任单位", 24),
    ("责任人", 14),
    ("共性问题", 10),
    ("建章立制", 30),
    ("新建或修订", 11),
    ("状态", 10),
)
_AMENDMENTS = (
    ("补正编号", 18),
    ("谈话编号", 13),
    ("补正日期", 13),
    ("内容摘要值", 68),
)
_FIGURES = (("项目", 20), ("数", 24), ("口径", 50))
_ROLES = {
    Role.INTERVIEWEE: "谈话对象",
    Role.INTERVIEWER: "主谈人",
    Role.COMPANION: "陪同",
    Role.OBSERVER: "列席",
    Role.RECORDER: "记录人",
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """Takes talks one by one and becomes a workbook: 台账, 人员, 整改, 补正, 统计."""

    _talks: Sheet = field(default_factory=lambda: Sheet("谈话台账", _TALKS))
    _persons: Sheet = field(default_factory=lambda: Sheet("人员", _PERSONS))
    _findings: Sheet = field(default_factory=lambda: Sheet("整改台账", _FINDINGS))
    _amendments: Sheet = field(default_factory=lambda: Sheet("补正", _AMENDMENTS))

    def add(self, dossier: TalkDossier) -> None:
        """One more talk with its people, findings and amendments."""
        self._talks.add(_talk(dossier))
        for participant in dossier.talk.participants:
            self._persons.add(_person(participant, dossier))
        for finding in dossier.findings:
            self._findings.add(_finding(finding, dossier))
        for amendment in dossier.amendments:
            self._amendments.add(_amendment(amendment, dossier))

    def file(self, office_name: str, figures: Figures) -> bytes:
        """The finished workbook, with the office's figures as its last sheet."""
        counted = Sheet("统计", _FIGURES)
        counted.add(("单位", office_name, ""))
        for line in figures.lines():
            counted.add(line)
        sheets = (self._talks, self._persons, self._findings, self._amendments, counted)
        return workbook(sheets)


def _talk(dossier: TalkDossier) -> tuple[str | int, ...]:
    talk = dossier.talk
    interviewees = talk.in_role(Role.INTERVIEWEE)
    advice = sum(f.nature is FindingNature.ADVICE for f in dossier.findings)
    return (
        talk.number,
        dossier.kind.title,
        dossier.day.isoformat(),
        talk.place,
        _names(talk, Role.INTERVIEWER),
        _names(talk, Role.RECORDER),
        _names(talk, Role.INTERVIEWEE),
        "\n".join(f"{p.unit_name}{p.title}" for p in interviewees),
        len(interviewees),
        sum(p.is_present for p in interviewees),
        talk.subject,
        talk.delegation,
        f"补{dossier.makes_up_for.number}" if dossier.makes_up_for else "",
        talk.minutes_pages,
        talk.scan_pages,
        len(dossier.amendments),
        len(dossier.findings) - advice,
        advice,
        dossier.on_day(talk.sealed_at) if talk.sealed_at else "",
        str(dossier.earlier) if dossier.earlier else "",
    )


def _person(participant: Participant, dossier: TalkDossier) -> tuple[str, ...]:
    is_interviewee = participant.role is Role.INTERVIEWEE
    is_first_form = is_interviewee and dossier.is_first_form(participant)
    return (
        dossier.talk.number,
        dossier.day.isoformat(),
        _ROLES[participant.role],
        participant.name,
        participant.unit_name,
        participant.title,
        "是" if participant.is_present else "否",
        participant.absence_reason,
        "是" if is_first_form else "",
    )


def _finding(finding: Finding, dossier: TalkDossier) -> tuple[str, ...]:
    is_advice = finding.nature is FindingNature.ADVICE
    made = "新建" if finding.is_regulation_new else "修订"
    return (
        finding.number,
        dossier.talk.number,
        "意见建议" if is_advice else "个人承诺" if finding.is_personal else "问题",
        dossier.area_titles.get(finding.area, ""),
        dossier.tags.title(finding.tag),
        finding.manifestation,
        finding.measure,
        dossier.on_day(finding.found_at),
        "" if is_advice else finding.deadline.isoformat(),
        dossier.unit_names.get(finding.unit_id or "", ""),
        dossier.person_names.get(finding.person_id or "", ""),
        "是" if finding.is_common else "否",
        finding.regulation,
        made if finding.regulation.strip() else "",
        "" if is_advice else ("整改中" if finding.status.is_open else "已销号"),
    )


def _amendment(amendment: Amendment, dossier: TalkDossier) -> tuple[str, ...]:
    return (
        amendment_number(dossier.talk, amendment.serial),
        dossier.talk.number,
        dossier.on_day(amendment.made_at),
        amendment.digest(),
    )


def _names(talk: Talk, role: Role) -> str:
    return "、".join(p.name for p in talk.in_role(role))
