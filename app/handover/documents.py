"""The JSON documents inside a package, made from what talks and findings are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.audit import AuditEntry
from app.domain.canonical import canonical
from app.domain.finding import Finding, FindingStatus
from app.domain.kinds import TalkKind
from app.domain.package import PackageLevel
from app.domain.people import Role
from app.domain.record_text import answer_key
from app.domain.talk import Participant, Talk

VERSION = 1


@dataclass(frozen=True, slots=True)
class TalkFile:
    """A file that goes with a talk, as its process record lists it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TalkDossier:
    """All that a package can tell of one talk.

    day is the local day of the talk, whose own moments are UTC; area_titles, unit_names and
    person_names give words for the keys and ids in talk and findings.
    """

    talk: Talk
    day: date
    findings: tuple[Finding, ...]
    steps: tuple[AuditEntry, ...]
    area_titles: Mapping[str, str]
    unit_names: Mapping[str, str]
    person_names: Mapping[str, str]
    kind: TalkKind


def talk_document(dossier: TalkDossier, level: PackageLevel) -> bytes:
    """talk.json; what was asked and said is in it only when everything goes."""
    talk = dossier.talk
    content: dict[str, object] = {
        "format": "tanxinbu-talk",
        "version": VERSION,
        "talk_id": talk.id,
        "number": talk.number,
        "kind": talk.kind,
        "kind_title": dossier.kind.title,
        "subject": talk.subject,
        "place": talk.place,
        "planned_at": talk.planned_at.isoformat(),
        "began_at": _moment(talk.began_at),
        "ended_at": _moment(talk.ended_at),
        "sealed_at": _moment(talk.sealed_at),
        "prompt_set_id": talk.prompt_set_id,
        "text_digest": talk.text_digest,
        "minutes_pages": talk.minutes_pages,
        "scan_pages": talk.scan_pages,
        "refusal_note": talk.refusal_note,
        "participants": [_participant(p) for p in talk.participants],
        "breaks": [
            {"began_at": _moment(b.began_at), "ended_at": _moment(b.ended_at), "note": b.note}
            for b in talk.breaks
        ],
    }
    if level is PackageLevel.FULL:
        content["text"] = _text(dossier)
    return _file(content)


def findings_document(dossier: TalkDossier) -> bytes:
    """findings.json: what must be put right, by whom and by when."""
    return _file(
        {
            "format": "tanxinbu-findings",
            "version": VERSION,
            "talk_id": dossier.talk.id,
            "findings": [_finding(finding, dossier) for finding in dossier.findings],
        }
    )


def process_document(dossier: TalkDossier, files: Iterable[TalkFile]) -> bytes:
    """process.json: who did what when, and the digests of the files that go with the talk."""
    return _file(
        {
            "format": "tanxinbu-process",
            "version": VERSION,
            "talk_id": dossier.talk.id,
            "steps": [
                {
                    "sequence": step.sequence,
                    "at": step.at.isoformat(),
                    "who": step.who,
                    "what": step.what,
                    "content": step.content,
                    "digest": step.digest,
                }
                for step in dossier.steps
            ],
            "files": [{"name": f.name, "size": f.size, "sha256": f.sha256} for f in files],
        }
    )


class Figures:
    """Counts talks one by one, so that any number of them needs no more memory than the counts."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._days: list[date] = []
        self._talks, self._attendances = Counter[str](), Counter[str]()
        self._months, self._findings = Counter[str](), Counter[str]()
        self._persons: set[str] = set()
        self._kinds: dict[str, TalkKind] = {}

    def add(self, dossier: TalkDossier) -> None:
        """Count one talk with its findings."""
        talk, day = dossier.talk, dossier.day
        present = [p for p in talk.in_role(Role.INTERVIEWEE) if p.is_present]
        self._kinds[talk.kind] = dossier.kind
        self._talks[talk.kind] += 1
        self._attendances[talk.kind] += len(present)
        self._months[f"{day:%Y-%m}"] += 1
        self._persons.update(p.person_id or f"{p.name}\n{p.unit_name}" for p in present)
        self._days = [min([*self._days[:1], day]), max([*self._days[1:], day])]
        for finding in dossier.findings:
            closed = finding.status is FindingStatus.CLOSED
            self._findings["all"] += 1
            self._findings["common"] += finding.is_common
            self._findings["closed"] += closed
            self._findings["overdue"] += not closed and finding.deadline < self._today

    def document(self, office_code: str, office_name: str) -> bytes:
        """statistics.json."""
        kinds = sorted(self._talks)
        collective = [kind for kind in kinds if self._kinds[kind].is_collective]
        return _file(
            {
                "format": "tanxinbu-statistics",
                "version": VERSION,
                "office_code": office_code,
                "office_name": office_name,
                "first_day": self._days[0].isoformat() if self._days else "",
                "last_day": self._days[1].isoformat() if self._days else "",
                "talks": self._talks.total(),
                "attendances": self._attendances.total(),
                "persons": len(self._persons),
                "collective_talks": sum(self._talks[kind] for kind in collective),
                "collective_attendances": sum(self._attendances[kind] for kind in collective),
                "kinds": [
                    {
                        "kind": kind,
                        "title": self._kinds[kind].title,
                        "talks": self._talks[kind],
                        "attendances": self._attendances[kind],
                    }
                    for kind in kinds
                ],
                "months": [
                    {"month": month, "talks": count}
                    for month, count in sorted(self._months.items())
                ],
                "findings": {
                    name: self._findings[name] for name in ("all", "common", "closed", "overdue")
                },
            }
        )


def _participant(participant: Participant) -> dict[str, object]:
    return {
        "role": participant.role.value,
        "name": participant.name,
        "unit_name": participant.unit_name,
        "title": participant.title,
        "is_present": participant.is_present,
        "absence_reason": participant.absence_reason,
    }


def _text(dossier: TalkDossier) -> dict[str, object]:
    talk = dossier.talk
    orders = {answer_key(answer.id): answer.order for answer in talk.answers}
    return {
        "answers": [
            {
                "order": answer.order,
                "area": answer.area,
                "area_title": dossier.area_titles.get(answer.area, ""),
                "question": answer.question,
                "prompt_number": answer.prompt_number,
                "text": answer.text,
                "skipped_reason": answer.skipped_reason,
            }
            for answer in talk.answers
        ],
        "corrections": [
            {
                "at": correction.at.isoformat(),
                "order": orders.get(correction.place, 0),
                "old_text": correction.old_text,
                "new_text": correction.new_text,
                "note": correction.note,
            }
            for correction in talk.corrections
        ],
        "summary": talk.summary,
        "requirement": talk.requirement,
        "statement": talk.statement,
    }


def _finding(finding: Finding, dossier: TalkDossier) -> dict[str, object]:
    return {
        "id": finding.id,
        "number": finding.number,
        "area": finding.area,
        "area_title": dossier.area_titles.get(finding.area, ""),
        "manifestation": finding.manifestation,
        "measure": finding.measure,
        "found_at": finding.found_at.isoformat(),
        "deadline": finding.deadline.isoformat(),
        "is_common": finding.is_common,
        "status": finding.status.value,
        "unit_name": dossier.unit_names.get(finding.unit_id or "", ""),
        "person_name": dossier.person_names.get(finding.person_id or "", ""),
    }


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _file(content: dict[str, object]) -> bytes:
    return canonical(content) + b"\n"
