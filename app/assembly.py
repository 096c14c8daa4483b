"""All the services over one unlocked vault; loaded when a vault is opened, not before."""

from __future__ import annotations

from app.handover.schemas import Schemas
from app.services.amending import Amending
from app.services.application import Application
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
from app.services.key_ring import KeyRing
from app.services.kinds import Kinds
from app.services.known_certificates import KnownCertificates
from app.services.letters import Letters
from app.services.minutes import MinutesPapers
from app.services.notes import Notes
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
from app.system.media import sticks_here


def assemble(
    known: KnownCertificates, published: Schemas, session: Session, ring: KeyRing
) -> Application:
    """The unlocked application; published are the schemas that packages are checked against."""
    vault, trail = session.vault, session.trail
    minutes = MinutesPapers(vault, trail, session.files)
    backups, integrity, recovery = Backups(session), Integrity(session), Recovery(ring)
    amending = Amending(vault, trail, session.files)
    copies = Copies(vault, trail, minutes, amending)
    receipts = Receipts(vault, trail, published)
    rectifying = Rectifying(vault, trail, session.files)
    known.remember(minutes.fingerprint())
    verifying = Verifying(vault, trail)
    known.remember_persons(verifying.persons())
    return Application(
        session=session,
        people=People(vault, trail),
        rosters=Rosters(vault, trail),
        prompts=Prompts(vault, trail),
        talks=Talks(vault, trail),
        rectifying=rectifying,
        minutes=minutes,
        verifying=verifying,
        checking=Checking(vault, trail),
        amending=amending,
        attaching=Attaching(vault, trail, session.files),
        archives=Archives(vault, trail, session.files),
        kinds=Kinds(vault, trail),
        letters=Letters(vault, trail),
        figures=Figures(vault, trail),
        handover=Handover(vault, trail, session.files, sticks_here(), published),
        receipts=receipts,
        overview=Overview(vault, trail),
        early_signs=EarlySigns(vault, trail),
        settings=Settings(vault, trail),
        signers=Signers(vault, trail, known.remember),
        hand_signing=HandSigning(vault, trail, session.files),
        screen=ScreenPrivacy(vault, trail),
        audit=Audit(vault, session.heads, trail, published),
        backups=backups,
        rehearsal=Rehearsal(session, ring.door),
        integrity=integrity,
        key_holders=KeyHolders(ring),
        recovery=recovery,
        recovery_paper=RecoveryPaper(vault, trail.clock),
        device=DeviceBinding(ring),
        rotation=KeyRotation(ring),
        search=Search(vault, trail),
        indexing=Indexing(vault, trail),
        upkeep=Upkeep(session, backups, recovery, integrity, receipts),
        facts=Facts(vault, trail),
        portraits=Portraits(vault, trail),
        outlines=Outlines(vault, trail),
        notes=Notes(vault, trail),
        plans=Plans(vault, trail),
        plan_papers=PlanPapers(Plans(vault, trail)),
        talk_papers=TalkPapers(vault, trail),
        papers=Papers(vault, trail, Figures(vault, trail), rectifying.urge),
        recusals=Recusals(vault, trail),
        typefaces=Typefaces(vault, trail),
        retention=Retention(vault, trail),
        destroying=Destroying(vault, trail, session.files, lambda: len(ring.file().slots)),
        copies=copies,
        plain_forms=PlainForms(vault, trail),
        year_export=YearExport(vault, copies),
        stick_register=StickRegister(vault, trail, sticks_here()),
        finding_ledger=FindingLedger(vault, trail),
        workdays=WorkdayTable(vault, trail),
        program_care=ProgramCare(session, backups),
    )
