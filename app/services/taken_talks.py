"""From the documents of a package to talks as a ledger takes them, one after the other.

Reading and checking documents takes long, taking them must not: they are made ready beforehand,
written one after the other into one sealed file of the stage, so that memory stays flat.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from app.domain import registry_texts
from app.domain.canonical import canonical
from app.domain.figure_counting import folded_rule
from app.domain.registry import Heard, TakenFinding, TakenTalk
from app.handover.package_file import PackedTalk
from app.handover.reader import ReceivedPackage
from app.handover.stage import Stage, StagedFile
from app.system.clock import Clock

Papers = tuple[dict[str, Any], tuple[dict[str, Any], ...], dict[str, Any]]
"""A talk's documents: talk.json, its findings, process.json."""
_NAME = "taken talks"  # no member is called so: names of members have no space


@dataclass(frozen=True, slots=True)
class Spool:
    """Talks made ready in the stage, a line of JSON for each."""

    stage: Stage = field(repr=False)
    file: StagedFile = field(repr=False)

    @classmethod
    def of(cls, package: ReceivedPackage, stage: Stage, clock: Clock) -> Spool:
        """Make ready the talks of a package, whose documents were checked."""
        writer = stage.new(_NAME)
        try:
            seal = package.index.seal
            for packed in package.package.talks:
                papers = _papers(package, packed)
                talk = talk_of((seal.office_code, seal.sequence), papers, clock)
                line = json.dumps(asdict(talk), ensure_ascii=False)
                writer.write(line.encode() + b"\n")
        except BaseException:
            writer.abandon()
            raise
        return cls(stage, writer.close())

    def talks(self) -> Iterator[TakenTalk]:
        """The talks, in the order of the package."""
        with self.stage.open(self.file) as lines:
            for line in lines:
                yield _told(json.loads(line))


def talk_of(key: tuple[str, int], papers: Papers, clock: Clock) -> TakenTalk:
    """A talk as the ledger takes it; key is the office's code and the package's number."""
    document, findings, process = papers
    return TakenTalk(
        office_code=key[0],
        sequence=key[1],
        talk_id=document["talk_id"],
        number=document["number"],
        kind=document["kind"],
        kind_title=document["kind_title"] or document["kind"],
        is_collective=registry_texts.is_collective(document),
        is_make_up=registry_texts.is_make_up(document),
        day=_day(document, clock),
        subject=document["subject"],
        interviewees=registry_texts.names_of(document),
        unit_names=registry_texts.units_of(document),
        is_full="text" in document,
        heard=registry_texts.heard_in(document),
        findings=tuple(_finding(finding) for finding in findings),
        texts=registry_texts.texts_of(document, findings),
        document=_text(document),
        process=_text(process),
    )


def _papers(package: ReceivedPackage, packed: PackedTalk) -> Papers:
    findings = package.document(packed.path("findings.json"))["findings"]
    return (
        package.document(packed.path("talk.json")),
        tuple(findings),
        package.document(packed.path("process.json")),
    )


def _day(document: dict[str, Any], clock: Clock) -> str:
    if day := document.get("day"):
        return str(day)
    began = datetime.fromisoformat(document["began_at"] or document["planned_at"])
    return clock.local(began).date().isoformat()


def _finding(finding: dict[str, Any]) -> TakenFinding:
    return TakenFinding(
        id=finding["id"],
        number=finding["number"],
        deadline=finding["deadline"],
        status=finding["status"],
        nature=registry_texts.nature_of(finding),
        is_common=finding["is_common"],
        is_personal=bool(finding.get("is_personal")),
        regulation=folded_rule(finding.get("regulation") or ""),
        is_regulation_new=bool(finding.get("is_regulation_new")),
        document=_text(finding),
    )


def _text(document: dict[str, Any]) -> str:
    return canonical(document).decode()


def _told(line: dict[str, Any]) -> TakenTalk:
    heard = tuple(Heard(**one) for one in line.pop("heard"))
    findings = tuple(TakenFinding(**one) for one in line.pop("findings"))
    return TakenTalk(**line, heard=heard, findings=findings)
