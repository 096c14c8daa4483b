"""Puts the parts together; the only place where all objects meet."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.progress import Progress
from app.services.access import Access, Wiring
from app.services.known_certificates import KnownCertificates
from app.services.preferences import Preferences
from app.system import local_time, logs, paths, portable, process
from app.system.clock import Clock, SystemClock

if TYPE_CHECKING:
    from app.handover.schemas import Schemas
    from app.keys.derivation import Cost
    from app.services.application import Application
    from app.services.door import Devices
    from app.services.key_ring import KeyRing
    from app.services.known_heads import KnownHeads
    from app.services.open_desk import DeskEntrance
    from app.services.registry_access import RegistryAccess
    from app.services.self_test import Around, SelfTest
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


def self_test() -> SelfTest:
    """The look at the program and this machine."""
    # to start faster
    from app.services.self_test import SelfTest

    return SelfTest(SystemClock(), _device_store)


def self_test_around(folder: Path | None) -> Around:
    """What a look from the terminal knows: the folder named, or where the last vault was."""
    # to start faster
    from app.services.self_test import Around

    last = Preferences(paths.preferences_folder()).load().last_folder
    return Around(folder or last or paths.default_vault_folder())


def prepare_process() -> Path:
    """Keep this process out of dumps, settle what time it tells, begin the developers' log.

    Gives the log's folder.
    """
    process.forbid_dumps()
    local_time.settle_local_time()
    portable.keep_caches_here()
    folder = paths.logs_folder()
    logs.start(folder)
    return folder


def _assemble(known: KnownCertificates, session: Session, ring: KeyRing) -> Application:
    # to start faster: none of the services is needed before a vault is open
    from app.assembly import assemble

    return assemble(known, schemas(), session, ring)


def _device_store() -> DeviceStore | None:
    """The machine's own key store."""
    # to start faster: only a vault that is bound to the machine asks for it
    from app.system.device_store import device_store

    return device_store()


def _furnish(session: Session, progress: Progress) -> None:
    """What a new vault is given before it is used."""
    # to start faster: only a new vault needs new keys
    from hashlib import sha256

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


def desk_entrance(
    folder: Path | None = None,
    preferences_folder: Path | None = None,
    clock: Clock | None = None,
    cost: Cost | None = None,
) -> DeskEntrance:
    """The way into a registry's desk by its window; clock and cost are given by tests alone."""
    # to start faster: the office's window never opens a desk
    from app.services.open_desk import DeskEntrance

    preferences = Preferences(preferences_folder or paths.preferences_folder())
    return DeskEntrance(preferences, partial(registry_access, clock, cost), folder)
