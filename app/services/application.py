"""The unlocked application: everything a window may ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import AppError
from app.domain.standing import VaultStanding
from app.services.amending import Amending
from app.services.archives import Archives
from app.services.attaching import Attaching
from app.services.audit import Audit
from app.services.backups import Backups
from app.services.checking import Checking
from app.services.copies import Copies
from app.services.destroying import Destroying
from app.services.device_binding import DeviceBinding
from app.services.early_signs import EarlySigns
from app.services.facts import Facts
from app.services.figures import Figures
from app.services.finding_ledger import FindingLedger
from app.services.hand_signing import HandSigning
from app.services.handover import Handover
from app.services.indexing import Indexing
from app.services.integrity import Integrity
from app.services.key_holders import KeyHolders
from app.services.kinds import Kinds
from app.services.last_place import LastPlace, last_place
from app.services.letters import Letters
from app.services.minutes import MinutesPapers
from app.services.notes import Notes
from app.services.noticed import noticed
from app.services.outlines import Outlines
from app.services.overview import Overview
from app.services.papers import Papers
from app.services.people import People
from app.services.plain_forms import PlainForms
from app.services.plan_papers import PlanPapers
from app.services.plans import Plans
from app.services.portraits import Portraits
from app.services.program_care import ProgramCare
from app.services.prompts import Prompts
from app.services.receipts import Receipts
from app.services.recovery import Recovery
from app.services.recovery_paper import RecoveryPaper
from app.services.rectifying import Rectifying
from app.services.recusals import Recusals
from app.services.rehearsal import Rehearsal
from app.services.retention import Retention
from app.services.rosters import Rosters
from app.services.rotation import KeyRotation
from app.services.screen_privacy import ScreenPrivacy
from app.services.search import Search
from app.services.session import Session
from app.services.settings import Settings
from app.services.signers import Signers
from app.services.sticks import StickRegister
from app.services.talk_papers import TalkPapers
from app.services.talks import Talks
from app.services.typefaces import Typefaces
from app.services.upkeep import Upkeep
from app.services.verifying import Verifying
from app.services.workdays import WorkdayTable
from app.services.year_export import YearExport


@dataclass(frozen=True, slots=True)
class Application:
    """The services over one unlocked vault, until it is locked."""

    session: Session = field(repr=False)
    people: People
    rosters: Rosters
    prompts: Prompts
    talks: Talks
    rectifying: Rectifying
    minutes: MinutesPapers
    verifying: Verifying
    checking: Checking
    amending: Amending
    attaching: Attaching
    archives: Archives
    kinds: Kinds
    letters: Letters
    figures: Figures
    handover: Handover
    receipts: Receipts
    overview: Overview
    early_signs: EarlySigns
    settings: Settings
    signers: Signers
    hand_signing: HandSigning
    screen: ScreenPrivacy
    audit: Audit
    backups: Backups
    rehearsal: Rehearsal
    integrity: Integrity
    key_holders: KeyHolders
    recovery: Recovery
    recovery_paper: RecoveryPaper
    device: DeviceBinding
    rotation: KeyRotation
    search: Search
    indexing: Indexing
    upkeep: Upkeep
    facts: Facts
    portraits: Portraits
    outlines: Outlines
    notes: Notes
    plans: Plans
    plan_papers: PlanPapers
    recusals: Recusals
    typefaces: Typefaces
    talk_papers: TalkPapers
    papers: Papers
    copies: Copies
    plain_forms: PlainForms
    year_export: YearExport
    retention: Retention
    destroying: Destroying
    stick_register: StickRegister
    finding_ledger: FindingLedger
    workdays: WorkdayTable
    program_care: ProgramCare

    @property
    def folder(self) -> Path:
        """The vault's folder."""
        return self.session.folder

    @property
    def last_place(self) -> LastPlace:
        """Where who opened the vault was when the program ended last."""
        return last_place(self.session)

    @property
    def standing(self) -> VaultStanding:
        """How the vault stood to its last known head when it was unlocked."""
        return self.session.standing

    @property
    def is_behind(self) -> bool:
        """Whether an older copy was put back, or commits are lost: the user must hear of it."""
        return self.session.standing is VaultStanding.BEHIND

    @property
    def noticed(self) -> AppError | None:
        """What was noticed at unlocking that the user must hear of; it kept nothing closed."""
        return noticed(self.session)

    def lock(self) -> None:
        """Close the vault. Everything was saved before; this cannot be refused."""
        self.session.close()
