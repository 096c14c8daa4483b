"""process.json: who did what when around a talk, and the digests of every file of it.

In the spirit of GB/T 18894-2016, which asks that the process data of an electronic record are kept
with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.attachment import Removal
from app.domain.audit import AuditEntry
from app.domain.package import PackageLevel
from app.domain.recusal import Conflict
from app.domain.remarks import Passed
from app.domain.signer import FieldState
from app.domain.talk_times import OUTSIDE
from app.handover.documents import VERSION, document, told
from app.handover.dossier import TalkDossier, TalkFile
from app.handover.levels import Share, holds


def process_document(dossier: TalkDossier, files: Iterable[TalkFile], level: PackageLevel) -> bytes:
    """process.json; what may say something about persons is in it only when everything goes.

    The files are listed with their digests also when they do not travel.
    """
    has_titles = holds(level, Share.TITLES)
    passed = dossier.passed if holds(level, Share.PASSED) else ()
    conflicts = dossier.conflicts if holds(level, Share.RECUSALS) else ()
    removals = dossier.removals if holds(level, Share.REMOVED) else ()
    return document(
        {
            "format": "tanxinbu-process",
            "version": VERSION,
            "talk_id": dossier.talk.id,
            "steps": [_step(step) for step in dossier.steps],
            "times": _times(dossier),
            "signatures": [_signature(state) for state in dossier.signatures],
            "passed_checks": [_passed(one) for one in passed],
            "recusals": [_recusal(one) for one in conflicts],
            "files": [_file(file, has_titles) for file in files],
            "removed_files": [_removal(one) for one in removals],
        }
    )


def _step(step: AuditEntry) -> dict[str, object]:
    return {
        "sequence": step.sequence,
        "at": told(step.at),
        "who": step.who,
        "what": step.what,
        "which": step.which,
        "content": step.content,
        "digest": step.digest,
    }


def _times(dossier: TalkDossier) -> list[dict[str, object]]:
    times = dossier.times
    known = [*dossier.area_titles, OUTSIDE]
    areas = [*known, *sorted({*times.planned, *times.used} - {*known})]
    return [
        {
            "area": area,
            "area_title": dossier.area_titles.get(area, ""),
            "planned_minutes": times.planned.get(area, 0),
            "used_seconds": times.used.get(area, 0),
        }
        for area in areas
        if area in times.planned or area in times.used
    ]


def _signature(state: FieldState) -> dict[str, object]:
    return {
        "field": state.field.value,
        "who": state.who,
        "signed_at": told(state.signed_at),
        "certificate": state.fingerprint,
        "has_ink": state.has_ink,
        "waived": state.waived,
    }


def _passed(passed: Passed) -> dict[str, object]:
    return {"rule": passed.rule, "reason": passed.reason, "at": told(passed.at)}


def _recusal(conflict: Conflict) -> dict[str, object]:
    return {
        "interviewee": conflict.interviewee,
        "role": conflict.role.value,
        "name": conflict.name,
        "ground": conflict.ground,
    }


def _file(file: TalkFile, has_title: bool) -> dict[str, object]:
    return {
        "id": file.id,
        "name": file.name,
        "purpose": file.purpose.value,
        "title": file.title if has_title else "",
        "media_type": file.media_type,
        "pages": file.pages,
        "made_at": told(file.made_at),
        "size": file.size,
        "sha256": file.sha256,
    }


def _removal(removal: Removal) -> dict[str, object]:
    return {
        "purpose": removal.purpose.value,
        "title": removal.title,
        "reason": removal.reason,
        "removed_at": told(removal.removed_at),
    }
