"""Puts the parts together; the only place where all objects meet."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.progress import Progress
from app.services.access import Access, Wiring
from app.services.known_certificates import KnownCertificates
from app.services.preferences import Preferences
from app.system import logs, paths, process
from app.system.clock import Clock, SystemClock

if TYPE_CHECKING:
    from app.handover.schemas import Schemas
    from app.keys.derivation import Cost
    from app.services.application import Application
    from app.services.door import Devices
    from app.services.key_ring import KeyRing
    from app.services.known_heads import KnownHeads
    from app.services.registry_access import RegistryAccess
    from app.services.session import Session
    from app.system.device_store import DeviceStore


def access(
    preferences_folder: Path | None = None,
    clock: Clock | None = None,
    cost: Cost | None = None,
    devices: Devices | None = None,
) -> Access:
    """The way into a vault; clock, cost of guessing and key store are given by tests alone."""
    preferences = Preferences(preferences_folder or paths.preferences_folder())
    known = KnownCertificates(preferences.folder)
    wiring = Wiring(
        assemble=partial(_assemble, known),
        furnish=_furnish,
        sweep=_sweep,
        devices=devices or _device_store,
    )
    return Access(preferences, clock or SystemClock(), wiring, cost)


def known_certificates() -> KnownCertificates:
    """The signing certificates of the vaults that were opened on this machine."""
    return KnownCertificates(paths.preferences_folder())


def known_heads() -> KnownHeads:
    """The last heads of the vaults that were opened on this machine."""
    # to start faster
    from app.services.known_heads import KnownHeads

    return KnownHeads(paths.preferences_folder())


def prepare_process() -> Path:
    """Keep this process out of dumps, begin the developers' log, and tell where its folder is."""
    process.forbid_dumps()
    folder = paths.logs_folder()
    logs.start(folder)
    return folder


def _assemble(known: KnownCertificates, session: Session, ring: KeyRing) -> Application:
    # to start faster: none of these is needed before a vault is open
    from app.services.application import Application
    from app.services.audit import Audit
    from app.services.backups import Backups
    from app.services.device_binding import DeviceBinding
    from app.services.facts import Facts
    from app.services.handover import Handover
    from app.services.integrity import Integrity
    from app.services.key_holders import KeyHolders
    from app.services.kinds import Kinds
    from app.services.minutes import MinutesPapers
    from app.services.notes import Notes
    from app.services.outlines import Outlines
    from app.services.overview import Overview
    from app.services.people import People
    from app.services.plans import Plans
    from app.services.portraits import Portraits
    from app.services.prompts import Prompts
    from app.services.recovery import Recovery
    from app.services.recovery_paper import RecoveryPaper
    from app.services.recusals import Recusals
    from app.services.rehearsal import Rehearsal
    from app.services.rosters import Rosters
    from app.services.rotation import KeyRotation
    from app.services.screen_privacy import ScreenPrivacy
    from app.services.settings import Settings
    from app.services.talks import Talks
    from app.services.upkeep import Upkeep
    from app.system.media import sticks_here

    vault, trail = session.vault, session.trail
    minutes, published = MinutesPapers(vault, trail, session.files), schemas()
    backups, integrity, recovery = Backups(session), Integrity(session), Recovery(ring)
    known.remember(minutes.fingerprint())
    return Application(
        session=session,
        people=People(vault, trail),
        rosters=Rosters(vault, trail),
        prompts=Prompts(vault, trail),
        talks=Talks(vault, trail),
        minutes=minutes,
        kinds=Kinds(vault, trail),
        handover=Handover(vault, trail, session.files, sticks_here(), published),
        overview=Overview(vault, trail),
        settings=Settings(vault, trail),
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
        upkeep=Upkeep(session, backups, recovery, integrity),
        facts=Facts(vault, trail),
        portraits=Portraits(vault, trail),
        outlines=Outlines(vault, trail),
        notes=Notes(vault, trail),
        plans=Plans(vault, trail),
        recusals=Recusals(vault, trail),
    )


def _device_store() -> DeviceStore | None:
    """The machine's own key store."""
    # to start faster: only a vault that is bound to the machine asks for it
    from app.system.device_store import device_store

    return device_store()


def _furnish(session: Session, progress: Progress) -> None:
    """What a new vault is given before it is used."""
    # to start faster: only a new vault needs new keys
    from app.handover.credentials import new_office_keys
    from app.services.new_vault import STEPS
    from app.services.prompts import Prompts
    from app.signing.credentials import new_office_certificate
    from app.store import credentials

    key, certificate = new_office_certificate(session.trail.clock.now())
    desk = new_office_keys()
    with session.vault.transaction() as connection:
        for purpose, private, public in (
            ("signing.certificate", key, certificate),
            ("handover.signature", desk.signing_key, desk.public_key),
            ("handover.archive", desk.identity, desk.recipient),
        ):
            credentials.keep(connection, purpose, private, public)
            session.trail.write(connection, "keys.make", purpose, sha256(public).hexdigest())
    progress.step(STEPS - 1, STEPS)
    Prompts(session.vault, session.trail).install_shipped()


def _sweep(session: Session) -> None:
    """Remove attachments that were written and then not kept."""
    # to start faster
    from app.store import attachments

    with session.vault.reading() as connection:
        known = attachments.known_ids(connection)
    session.files.sweep(known)


def schemas() -> Schemas:
    """The published schemas that packages and receipts are checked against."""
    # to start faster: what checks them takes as long to load as all the rest
    from app.handover.schemas import Schemas

    return Schemas(paths.resources_folder() / "schemas")


def registry_access(clock: Clock | None = None, cost: Cost | None = None) -> RegistryAccess:
    """The way into a registry's desk; a clock and a cost of guessing are given by tests alone."""
    # to start faster: the window never opens a registry
    from app.services.registry_access import RegistryAccess

    return RegistryAccess(clock or SystemClock(), schemas(), cost)
