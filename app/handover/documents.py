"""The JSON documents of a talk inside a package: talk, findings; in version 2 of the format."""

from __future__ import annotations

from datetime import datetime

from app.domain.amendment import Amendment, amendment_number
from app.domain.canonical import canonical
from app.domain.finding import Finding
from app.domain.make_up import TalkLink
from app.domain.package import PackageLevel
from app.domain.people import Role
from app.domain.record_text import answer_key
from app.domain.talk import Answer, Correction, Participant
from app.handover.dossier import TalkDossier
from app.handover.levels import Share, holds
from app.handover.seen_text import seen

VERSION = 2


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
        "is_collective": dossier.kind.is_collective,
        "subject": talk.subject,
        "place": talk.place,
        "delegation": talk.delegation,
        "prompt_set_id": talk.prompt_set_id,
        "prompt_set_version": dossier.prompts.version,
        "prompt_set_title": dossier.prompts.title,
        "text_digest": talk.text_digest,
        "minutes_pages": talk.minutes_pages,
        "scan_pages": talk.scan_pages,
        "refusal_note": talk.refusal_note,
        "makes_up_for": [_link(dossier.makes_up_for)] if dossier.makes_up_for else [],
        "made_up_by": [_link(link) for link in dossier.made_up_by],
        "participants": [_participant(p, dossier) for p in talk.participants],
        "amendments": [_amendment(one, dossier) for one in dossier.amendments],
    }
    content |= _times(dossier)
    if holds(level, Share.TEXT):
        content["text"] = _text(dossier)
    return document(content)


def findings_document(dossier: TalkDossier) -> bytes:
    """findings.json: what must be put right, by whom and by when; advice; undertakings."""
    return document(
        {
            "format": "tanxinbu-findings",
            "version": VERSION,
            "talk_id": dossier.talk.id,
            "findings": [_finding(finding, dossier) for finding in dossier.findings],
        }
    )


def document(content: dict[str, object]) -> bytes:
    """The one spelling of a document: canonical JSON and a newline, texts as they can be seen."""
    return canonical(seen(content)) + b"\n"


def told(moment: datetime | None) -> str:
    """A moment in ISO 8601 with its offset, or nothing."""
    return moment.isoformat() if moment else ""


# ── a talk ───────────────────────────────────────────────────────────────────────────────────────


def _times(dossier: TalkDossier) -> dict[str, object]:
    talk = dossier.talk
    return {
        "day": dossier.day.isoformat(),
        "planned_at": told(talk.planned_at),
        "began_at": told(talk.began_at),
        "ended_at": told(talk.ended_at),
        "sealed_at": told(talk.sealed_at),
        "breaks": [
            {"began_at": told(b.began_at), "ended_at": told(b.ended_at), "note": b.note}
            for b in talk.breaks
        ],
    }


def _link(link: TalkLink) -> dict[str, object]:
    return {"talk_id": link.id, "number": link.number}


def _participant(participant: Participant, dossier: TalkDossier) -> dict[str, object]:
    is_interviewee = participant.role is Role.INTERVIEWEE
    return {
        "role": participant.role.value,
        "name": participant.name,
        "unit_name": participant.unit_name,
        "title": participant.title,
        "person_id": participant.person_id or "",
        "unit_id": participant.unit_id or "",
        "is_present": participant.is_present,
        "absence_reason": participant.absence_reason,
        "is_first_form": is_interviewee and dossier.is_first_form(participant),
    }


def _amendment(amendment: Amendment, dossier: TalkDossier) -> dict[str, object]:
    return {
        "serial": amendment.serial,
        "number": amendment_number(dossier.talk, amendment.serial),
        "made_at": told(amendment.made_at),
        "digest": amendment.digest(),
    }


# ── what was asked and said ──────────────────────────────────────────────────────────────────────


def _text(dossier: TalkDossier) -> dict[str, object]:
    talk = dossier.talk
    orders = {answer_key(answer.id): answer.order for answer in talk.answers}
    return {
        "answers": [_answer(answer, dossier) for answer in talk.answers],
        "corrections": [_correction(one, orders) for one in talk.corrections],
        "amendments": [_amended(one) for one in dossier.amendments],
        "summary": talk.summary,
        "requirement": talk.requirement,
        "statement": talk.statement,
    }


def _answer(answer: Answer, dossier: TalkDossier) -> dict[str, object]:
    return {
        "id": answer.id,
        "order": answer.order,
        "area": answer.area,
        "area_title": dossier.area_titles.get(answer.area, ""),
        "question": answer.question,
        "prompt_number": answer.prompt_number,
        "text": answer.text,
        "skipped_reason": answer.skipped_reason,
        "is_left_out": answer.is_left_out,
    }


def _correction(correction: Correction, orders: dict[str, int]) -> dict[str, object]:
    return {
        "at": told(correction.at),
        "place": correction.place,
        "order": orders.get(correction.place, 0),
        "old_text": correction.old_text,
        "new_text": correction.new_text,
        "note": correction.note,
    }


def _amended(amendment: Amendment) -> dict[str, object]:
    return {
        "serial": amendment.serial,
        "reason": amendment.reason,
        "lines": [
            {"place": line.place, "label": line.label, "was": line.was, "should": line.should}
            for line in amendment.lines
        ],
    }


# ── a finding ────────────────────────────────────────────────────────────────────────────────────


def _finding(finding: Finding, dossier: TalkDossier) -> dict[str, object]:
    orders = {answer.id: answer.order for answer in dossier.talk.answers}
    return {
        "id": finding.id,
        "number": finding.number,
        "nature": finding.nature.value,
        "area": finding.area,
        "area_title": dossier.area_titles.get(finding.area, ""),
        "tag": finding.tag,
        "tag_title": dossier.tags.title(finding.tag),
        "answer_order": orders.get(finding.answer_id, 0) if finding.answer_id else 0,
        "manifestation": finding.manifestation,
        "measure": finding.measure,
        "found_at": told(finding.found_at),
        "deadline": finding.deadline.isoformat(),
        "is_common": finding.is_common,
        "is_personal": finding.is_personal,
        "regulation": finding.regulation,
        "is_regulation_new": finding.is_regulation_new,
        "status": "registered" if finding.status.is_open else "closed",
        "unit_id": finding.unit_id or "",
        "unit_name": dossier.unit_names.get(finding.unit_id or "", ""),
        "person_id": finding.person_id or "",
        "person_name": dossier.person_names.get(finding.person_id or "", ""),
    }
