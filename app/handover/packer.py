"""Puts a package together: documents of each talk, ledger, figures, and package.json on top."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from app.domain.package import PackageContent, PackageLevel, PackagePart, PackageSeal
from app.handover.bag import PACKAGE_FILE
from app.handover.documents import (
    Figures,
    TalkDossier,
    TalkFile,
    findings_document,
    process_document,
    talk_document,
)
from app.handover.ledger import Ledger
from app.handover.package_file import LEDGER_FILE, STATISTICS_FILE, PackageFile, PackedTalk


@dataclass(frozen=True, slots=True)
class Office:
    """Who packs."""

    code: str
    name: str


@dataclass(slots=True)
class Packer:
    """Takes talks one by one; parts are all payload files but package.json."""

    level: PackageLevel
    figures: Figures
    talks: list[PackedTalk] = field(default_factory=list)
    parts: list[PackagePart] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    def add(self, dossier: TalkDossier, attached: tuple[PackagePart, ...]) -> None:
        """One more talk; attached are minutes.pdf and the scan, named without their folder."""
        self.figures.add(dossier.talk, dossier.findings)
        if self.level is PackageLevel.STATISTICS:
            return
        self.ledger.add(dossier)
        kept = attached if self.level is PackageLevel.FULL else ()
        files = {
            "talk.json": talk_document(dossier, self.level),
            "findings.json": findings_document(dossier),
            "process.json": process_document(
                dossier, (TalkFile(part.name, part.size, part.sha256) for part in attached)
            ),
        }
        packed = PackedTalk(
            folder=f"{len(self.talks) + 1:06}",
            id=dossier.talk.id,
            number=dossier.talk.number,
            files=(*files, *(part.name for part in kept)),
        )
        self.talks.append(packed)
        self.parts += [part_of(packed.path(name), content) for name, content in files.items()]
        self.parts += [
            PackagePart(packed.path(part.name), part.size, part.sha256, part.open) for part in kept
        ]

    def finish(self, office: Office) -> None:
        """Add ledger and figures, once the last talk is in."""
        if self.level is not PackageLevel.STATISTICS:
            self.parts.append(part_of(LEDGER_FILE, self.ledger.file()))
        document = self.figures.document(office.code, office.name)
        self.parts.append(part_of(STATISTICS_FILE, document))

    def sealed(self, seal: PackageSeal, office: Office, reason: str) -> PackageContent:
        """The package under this seal; package.json comes first."""
        file = PackageFile(seal, self.level, office.name, reason, tuple(self.talks)).file()
        return PackageContent(seal, (part_of(PACKAGE_FILE, file), *self.parts))


def part_of(name: str, content: bytes) -> PackagePart:
    """A payload file that lies in memory."""
    return PackagePart(name, len(content), hashlib.sha256(content).hexdigest(), _opening(content))


def _opening(content: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(content)
