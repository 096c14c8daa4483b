"""Makers of packages, desks and sticks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from app.domain.audit import Act, AuditEntry, AuditHead, chained
from app.domain.finding import Finding
from app.domain.ids import AnswerId, FindingId, TalkId
from app.domain.kinds import SHIPPED
from app.domain.office_standing import OfficeStanding
from app.domain.package import (
    NO_PACKAGE_BEFORE,
    OfficeCard,
    PackageContent,
    PackageLevel,
    PackagePart,
    PackageSeal,
    WrittenPackage,
)
from app.domain.people import Role
from app.domain.progress import NoProgress
from app.domain.talk import Answer, Participant, Talk, TalkStatus
from app.handover.credentials import DeskKeys, new_office_keys, new_registry_keys
from app.handover.dossier import TalkDossier
from app.handover.packer import Office, Packer, part_of
from app.handover.reader import PackageReader, ReceivedPackage
from app.handover.schemas import Schemas
from app.handover.stage import Stage
from app.handover.statistics import Figures
from app.handover.writer import PackageWriter
from app.system.paths import resources_folder

NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
OFFICE = Office("320999", "某县纪委监委", "上级调阅")


def a_talk(number: int = 1) -> Talk:
    return Talk(
        id=TalkId(f"talk-{number:06}"),
        number=f"2026-{number:04}",
        kind="supervision",
        subject="落实主体责任",
        planned_at=NOON,
        place="谈话室",
        status=TalkStatus.SEALED,
        participants=(
            Participant(Role.INTERVIEWER, "李明", "县纪委", "书记"),
            Participant(Role.RECORDER, "王芳", "县纪委", "干部"),
            Participant(Role.INTERVIEWEE, "张三", "青石镇", "党委书记"),
        ),
        answers=(
            Answer(AnswerId("a1"), 1, "two", "最近一次专题研究是哪天？", "A01", text="1月9日。"),
        ),
        began_at=NOON,
        ended_at=NOON.replace(hour=5),
        summary="谈透了。",
        text_digest="ab" * 32,
        minutes_pages=2,
        scan_pages=2,
        sealed_at=NOON.replace(hour=6),
    )


def a_dossier(number: int = 1) -> TalkDossier:
    talk = a_talk(number)
    finding = Finding(
        id=FindingId(f"finding-{number}"),
        number=f"2026-1-{number:04}",
        talk_id=talk.id,
        area="two",
        manifestation="台账不全",
        found_at=NOON,
        deadline=date(2026, 4, 5),
    )
    return TalkDossier(
        talk,
        NOON.date(),
        (finding,),
        (_step(talk),),
        {"two": "聚焦“两个维护”"},
        {},
        {},
        SHIPPED.of(talk.kind),
    )


def _step(talk: Talk) -> AuditEntry:
    return chained(AuditHead(), Act(NOON, "李明", "talk.seal", talk.id))


def attached(number: int = 1, size: int = 3000) -> tuple[PackagePart, ...]:
    minutes = (b"%PDF-1.7 minutes " + bytes([number % 251])) * (size // 18)
    return (part_of("minutes.pdf", minutes), part_of("scan.pdf", b"%PDF-1.4 scan" * 50))


def more_attached() -> tuple[PackagePart, ...]:
    """An amendment and what was brought to a talk."""
    return (
        part_of("amendment-01.pdf", b"%PDF-1.7 amended"),
        part_of("att/001.jpg", b"\xff\xd8\xff a photo" * 30),
        part_of("att/002.wav", b"RIFF a sound" * 500),
    )


@dataclass(slots=True)
class Circle:
    """An office, a registry, and a stick between them."""

    stick: Path
    inbox: Path
    office: DeskKeys = field(default_factory=new_office_keys)
    registry: DeskKeys = field(default_factory=new_registry_keys)
    schemas: Schemas = field(default_factory=lambda: Schemas(resources_folder() / "schemas"))
    receptions: int = 0

    def seal(self, sequence: int = 1, **changes: object) -> PackageSeal:
        seal = PackageSeal(
            office_code="320999",
            sequence=sequence,
            previous=NO_PACKAGE_BEFORE,
            recipients=(self.registry.recipient.decode(),),
            archive=self.office.recipient.decode(),
            created_at=NOON,
            audit_head=AuditHead(12, "cd" * 32),
        )
        return replace(seal, **changes)  # type: ignore[arg-type]

    def pack(
        self,
        seal: PackageSeal | None = None,
        level: PackageLevel = PackageLevel.FULL,
        talks: int = 2,
        size: int = 3000,
        more: tuple[PackagePart, ...] = (),
    ) -> PackageContent:
        packer = Packer(level, Figures(NOON.date()))
        parts: list[PackagePart] = []
        for number in range(1, talks + 1):
            parts += packer.add(a_dossier(number), (*attached(number, size), *more))
        seal = seal or self.seal()
        office = replace(OFFICE, code=seal.office_code)
        parts += packer.finish(office)
        return PackageContent(seal, (packer.top(seal, office), *parts))

    def write(self, content: PackageContent, **how: object) -> WrittenPackage:
        writer = PackageWriter(self.office, **how)  # type: ignore[arg-type]
        return writer.write(content, self.stick, lambda signed: None, NoProgress())

    def card(self) -> OfficeCard:
        return OfficeCard("320999", "某县", self.office.recipient.decode(), self.office.public_key)

    def standing(self, code: str, sequence: int) -> OfficeStanding | None:
        return OfficeStanding(self.card()) if code == "320999" else None

    def read(self, folder: Path | str, **how: object) -> ReceivedPackage:
        self.receptions += 1
        stage = Stage(self.inbox / str(self.receptions))
        stage.folder.mkdir(parents=True)
        standing = how.get("standing", self.standing)
        keys = how.get("keys", self.registry)
        return PackageReader(keys, self.schemas).read(Path(folder), stage, standing)  # type: ignore[arg-type]
