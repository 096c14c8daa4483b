"""statistics.json: the talks of a package in figures, counted as the page of figures counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from app.domain.figure_counting import Found, Heard, HeldTalk, Period, counted
from app.domain.figures import PeriodFigures
from app.domain.finding import Finding, FindingNature
from app.domain.kinds import KindBook, TalkKind
from app.domain.people import Role, name_key
from app.domain.talk import Participant
from app.handover.documents import VERSION, document
from app.handover.dossier import TalkDossier

Line = tuple[str, str, str]
"""One line of figures as the ledger shows it: what is counted, the number, what it means."""


@dataclass(slots=True)
class Figures:
    """Takes talks one by one; today is the day on which what is overdue is counted."""

    today: date
    _days: list[date] = field(default_factory=list)
    _held: list[HeldTalk] = field(default_factory=list)
    _heard: list[Heard] = field(default_factory=list)
    _found: list[Found] = field(default_factory=list)
    _kinds: dict[str, TalkKind] = field(default_factory=dict)
    _months: dict[str, list[int]] = field(default_factory=dict)
    _areas: Counter[str] = field(default_factory=Counter)
    _tags: Counter[str] = field(default_factory=Counter)
    _due: Counter[str] = field(default_factory=Counter)
    _by_setting: bool = False

    def add(self, dossier: TalkDossier) -> None:
        """Count one talk with its findings."""
        talk = dossier.talk
        there = [p for p in talk.in_role(Role.INTERVIEWEE) if p.is_present]
        is_make_up = dossier.makes_up_for is not None
        self._by_setting = dossier.counts_by_setting
        self._kinds[talk.kind] = dossier.kind
        self._held.append(HeldTalk(talk.id, talk.kind, is_make_up))
        self._heard += [Heard(talk.id, _who(p), p.is_first_form) for p in there]
        self._days = [min([*self._days[:1], dossier.day]), max([*self._days[1:], dossier.day])]
        month = self._months.setdefault(f"{dossier.day:%Y-%m}", [0, 0])
        month[0] += not is_make_up
        month[1] += len(there)
        for finding in dossier.findings:
            self._add_finding(finding, dossier)

    def _add_finding(self, finding: Finding, dossier: TalkDossier) -> None:
        self._found.append(
            Found(
                finding.id,
                finding.talk_id,
                finding.nature,
                finding.is_common,
                finding.is_personal,
                finding.regulation,
                finding.is_regulation_new,
                not finding.status.is_open,
            )
        )
        if finding.nature is not FindingNature.PROBLEM:
            return
        is_closed = not finding.status.is_open
        self._due["closed"] += is_closed
        self._due["overdue"] += not is_closed and finding.deadline < self.today
        if not finding.is_personal:
            self._areas[dossier.area_titles.get(finding.area, finding.area)] += 1
            if finding.tag:
                self._tags[dossier.tags.title(finding.tag)] += 1

    def document(self, office_code: str, office_name: str) -> bytes:
        """statistics.json."""
        figures = self.counted()
        return document(
            {
                "format": "tanxinbu-statistics",
                "version": VERSION,
                "office_code": office_code,
                "office_name": office_name,
                "counted_on": self.today.isoformat(),
                "first_day": self._days[0].isoformat() if self._days else "",
                "last_day": self._days[1].isoformat() if self._days else "",
                "talks": len(self._held),
                **_talks(figures),
                "kinds": _kinds(figures),
                "months": [
                    {"month": month, "sittings": sittings, "attendances": attendances}
                    for month, (sittings, attendances) in sorted(self._months.items())
                ],
                "findings": _findings(figures, self._due),
                "areas": _titled(self._areas),
                "tags": _titled(self._tags),
            }
        )

    def counted(self) -> PeriodFigures:
        """The figures as the page of figures has them."""
        kinds = sorted(self._kinds.values(), key=lambda kind: (kind.place, kind.key))
        return counted(
            Period(self._held, self._heard, self._found, KindBook(tuple(kinds)), self._by_setting)
        )

    def lines(self) -> Iterable[Line]:
        """The figures as lines for people, with what each means."""
        figures = self.counted()
        yield "场次", str(figures.sittings.count), "谈话次数；补谈不另计场次"
        yield "人次", str(figures.attendances.count), "到场的谈话对象，每场各计一次"
        yield "人数", str(figures.persons.count), "到场的谈话对象，同一人只计一次"
        yield "集体谈话场次", str(figures.collective_sittings.count), ""
        yield "集体谈话人次", str(figures.collective_attendances.count), ""
        yield "第一种形态", str(figures.first_form.count), "按人次计"
        for kind in figures.kinds:
            there = f"{kind.sittings.count}场 {kind.attendances.count}人次 {kind.persons.count}人"
            yield kind.title, there, "按类型"
        yield "问题", str(figures.problems.count), "不含意见建议和个人承诺"
        yield "共性问题", str(figures.problems_common.count), ""
        yield "个性问题", str(figures.problems_individual.count), ""
        yield "个人承诺", str(figures.undertakings.count), "随人走，不计入问题"
        yield "已销号", str(self._due["closed"]), "问题和个人承诺中已办结的"
        yield "逾期未销号", str(self._due["overdue"]), f"截至{self.today.isoformat()}"
        yield "意见建议", str(figures.advice.count), "不计入问题"
        yield "建章立制", str(figures.regulations.count), "同名的只计一件"
        yield "其中新建", str(figures.regulations_new.count), ""
        yield "其中修订", str(figures.regulations_revised.count), ""


def _who(participant: Participant) -> str:
    """What tells persons apart: the register, or for guests name and unit."""
    return participant.person_id or f"{name_key(participant.name)}\n{participant.unit_name}"


def _talks(figures: PeriodFigures) -> dict[str, object]:
    return {
        "sittings": figures.sittings.count,
        "attendances": figures.attendances.count,
        "persons": figures.persons.count,
        "collective_sittings": figures.collective_sittings.count,
        "collective_attendances": figures.collective_attendances.count,
        "first_form": figures.first_form.count,
    }


def _kinds(figures: PeriodFigures) -> list[dict[str, object]]:
    return [
        {
            "kind": kind.kind,
            "title": kind.title,
            "is_collective": kind.is_collective,
            "sittings": kind.sittings.count,
            "attendances": kind.attendances.count,
            "persons": kind.persons.count,
        }
        for kind in figures.kinds
    ]


def _findings(figures: PeriodFigures, due: Counter[str]) -> dict[str, object]:
    return {
        "problems": figures.problems.count,
        "problems_common": figures.problems_common.count,
        "problems_individual": figures.problems_individual.count,
        "undertakings": figures.undertakings.count,
        "closed": due["closed"],
        "overdue": due["overdue"],
        "advice": figures.advice.count,
        "regulations": figures.regulations.count,
        "regulations_new": figures.regulations_new.count,
        "regulations_revised": figures.regulations_revised.count,
    }


def _titled(counts: Counter[str]) -> list[dict[str, object]]:
    return [{"title": title, "problems": counts[title]} for title in sorted(counts)]
