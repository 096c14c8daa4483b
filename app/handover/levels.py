"""What a package of which level holds: the one table that packing, reading and README keep to."""

from __future__ import annotations

from enum import Enum

from app.domain.package import PackageLevel


class Share(Enum):
    """Something a package may hold, by its place in the format."""

    PACKAGE = "data/package.json"
    STATISTICS = "data/statistics.json"
    LEDGER = "data/ledger.xlsx"
    TALK = "talk.json"
    FINDINGS = "findings.json"
    PROCESS = "process.json"
    TEXT = "talk.json: text"
    TITLES = "process.json: files[].title"
    REMOVED = "process.json: removed_files[]"
    PASSED = "process.json: passed_checks[]"
    RECUSALS = "process.json: recusals[]"
    MINUTES = "minutes.pdf"
    SCAN = "scan.*"
    AMENDMENTS = "amendment-NN.pdf"
    ATTACHMENTS = "att/NNN.*"


_UPWARDS = (PackageLevel.STATISTICS, PackageLevel.LEDGER, PackageLevel.FULL)
LOWEST = {
    Share.PACKAGE: PackageLevel.STATISTICS,
    Share.STATISTICS: PackageLevel.STATISTICS,
    Share.LEDGER: PackageLevel.LEDGER,
    Share.TALK: PackageLevel.LEDGER,
    Share.FINDINGS: PackageLevel.LEDGER,
    Share.PROCESS: PackageLevel.LEDGER,
    Share.TEXT: PackageLevel.FULL,
    Share.TITLES: PackageLevel.FULL,
    Share.REMOVED: PackageLevel.FULL,
    Share.PASSED: PackageLevel.FULL,
    Share.RECUSALS: PackageLevel.FULL,
    Share.MINUTES: PackageLevel.FULL,
    Share.SCAN: PackageLevel.FULL,
    Share.AMENDMENTS: PackageLevel.FULL,
    Share.ATTACHMENTS: PackageLevel.FULL,
}


def holds(level: PackageLevel, share: Share) -> bool:
    """Whether a package of this level holds it; each level holds what the ones below it hold."""
    return _UPWARDS.index(level) >= _UPWARDS.index(LOWEST[share])
