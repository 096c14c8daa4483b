"""Puts a package together: documents of each talk, ledger, figures, and package.json on top."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from app.domain.package import PackageLevel, PackagePart, PackageSeal
from app.domain.refusals import PackageTooLargeError
from app.handover.bag import PACKAGE_FILE, Bag, Entry, bag_of
from app.handover.documents import findings_document, talk_document
from app.handover.dossier import TalkDossier, TalkFile
from app.handover.ledger import Ledger
from app.handover.levels import Share, holds
from app.handover.package_file import (
    LEDGER_FILE,
    MOST_FILES,
    STATISTICS_FILE,
    PackageFile,
    PackedTalk,
)
from app.handover.process_document import process_document
from app.handover.statistics import Figures


@dataclass(frozen=True, slots=True)
class Office:
    """Who packs, and why when everything goes."""

    code: str
    name: str
    reason: str = ""


@dataclass(slots=True)
class Packer:
    """Takes talks one by one and gives their parts away; keeps only what the bag's root needs."""

    level: PackageLevel
    figures: Figures
    talks: list[PackedTalk] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    _entries: list[Entry] = field(default_factory=list)

    def add(
        self, dossier: TalkDossier, attached: tuple[PackagePart, ...]
    ) -> tuple[PackagePart, ...]:
        """The parts of one more talk; attached are the files that go with it, without folder.

        Raises PackageTooLargeError.
        """
        self.figures.add(dossier)
        if not holds(self.level, Share.TALK):
            return ()
        self.ledger.add(dossier)
        kept = attached if holds(self.level, Share.MINUTES) else ()
        files = {
            "talk.json": talk_document(dossier, self.level),
            "findings.json": findings_document(dossier),
            "process.json": process_document(dossier, _listed(dossier, attached), self.level),
        }
        packed = PackedTalk(
            folder=f"{len(self.talks) + 1:06}",
            id=dossier.talk.id,
            number=dossier.talk.number,
            files=(*files, *(part.name for part in kept)),
            earlier=dossier.earlier,
        )
        self._refuse_full(len(packed.files))
        self.talks.append(packed)
        documents = (part_of(packed.path(name), content) for name, content in files.items())
        moved = (PackagePart(packed.path(p.name), p.size, p.sha256, p.pieces) for p in kept)
        return self._counted((*documents, *moved))

    def finish(self, office: Office) -> tuple[PackagePart, ...]:
        """Ledger and figures, once the last talk is in."""
        figures = part_of(STATISTICS_FILE, self.figures.document(office.code, office.name))
        if not holds(self.level, Share.LEDGER):
            return self._counted((figures,))
        ledger = self.ledger.file(office.name, self.figures)
        return self._counted((part_of(LEDGER_FILE, ledger), figures))

    def top(self, seal: PackageSeal, office: Office) -> PackagePart:
        """package.json under this seal."""
        file = PackageFile(seal, self.level, office.name, office.reason, tuple(self.talks)).file()
        return part_of(PACKAGE_FILE, file)

    def bag(self, seal: PackageSeal, top: PackagePart) -> Bag:
        """The bag around everything, with the root that the next package will point to."""
        return bag_of(seal.id, seal.created_at, (entry_of(top), *self._entries))

    def _refuse_full(self, more: int) -> None:
        beside = 3  # package.json, ledger and figures
        if len(self._entries) + more + beside > MOST_FILES:
            raise PackageTooLargeError(len(self.talks) + 1, len(self.talks))

    def _counted(self, parts: tuple[PackagePart, ...]) -> tuple[PackagePart, ...]:
        self._entries += [entry_of(part) for part in parts]
        return parts


def _listed(dossier: TalkDossier, attached: tuple[PackagePart, ...]) -> list[TalkFile]:
    known = {file.name: file for file in dossier.files}
    return [known.get(p.name) or TalkFile(p.name, p.size, p.sha256) for p in attached]


def part_of(name: str, content: bytes) -> PackagePart:
    """A payload file that lies in memory."""
    return PackagePart(name, len(content), hashlib.sha256(content).hexdigest(), _pieces(content))


def entry_of(part: PackagePart) -> Entry:
    """The part as the manifest lists it."""
    return Entry(part.name, part.size, part.sha256)


def _pieces(content: bytes) -> Callable[[], Iterable[bytes]]:
    return lambda: (content,)
