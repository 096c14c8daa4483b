"""What would go in a package, and about how much room it takes, before a number is taken."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.handover import GoingFile, Order, Preflight
from app.domain.package import LONGEST_VOLUME
from app.domain.refusals import NotSealedError
from app.domain.retention_errors import RecordDestroyedError
from app.domain.talk import TalkStatus
from app.handover.levels import Share, holds
from app.handover.packer import Packer
from app.handover.statistics import Figures
from app.handover.ustar import BLOCK
from app.handover.writer import room_for
from app.services.dossiers import Dossiers
from app.services.packing import Addressed, Packing
from app.store import audit, package_copies, packages, registries
from app.store.connection import Connection

_SAMPLE = 8  # talks whose documents are made to see how long such documents are
_MARGIN = 1.3
_STEP = 600  # bytes of one step in the process record
_FILES_PER_TALK = 3
_BESIDE = 3
_SMALL = 64 * 1024  # figures, ledger and package.json of a few talks
_PER_TALK = 1024  # of a talk in ledger and package.json, headers of its documents
_HEADERS = 2 * BLOCK  # a header and the rest of a block


@dataclass(frozen=True, slots=True)
class Preflights:
    """Looks without making the package: of thousands of talks a few are made, to judge by them."""

    packing: Packing

    def of(self, connection: Connection, order: Order, free: int) -> Preflight:
        """What would go. Raises what Packing.addressed raises, NotSealedError."""
        addressed = self.packing.addressed(connection, order)
        chosen, level = addressed.order.talks, addressed.order.level
        going = package_copies.going(connection, chosen)
        for talk, status in going:
            if status != TalkStatus.SEALED.value:
                raise NotSealedError(talk.number)
        attached: tuple[GoingFile, ...] = ()
        if holds(level, Share.MINUTES):
            attached = tuple(package_copies.going_files(connection, chosen))
        size = self._documents(connection, addressed)
        size += sum(file.size + _HEADERS for file in attached)
        files = len(attached) + _BESIDE
        if holds(level, Share.TALK):
            files += _FILES_PER_TALK * len(chosen)
        needed = room_for(size)
        return Preflight(
            talks=len(chosen),
            files=files,
            needed_bytes=needed,
            free_bytes=free,
            registry_name=addressed.registry.name,
            fingerprint=addressed.registry.fingerprint,
            volumes=-(-needed // LONGEST_VOLUME),
            longest_file_bytes=min(needed, LONGEST_VOLUME),
            going=tuple(talk for talk, _ in going),
            attached=attached,
        )

    def again(self, connection: Connection, number: int, free: int) -> Preflight:
        """What would go once more. Raises RecordDestroyedError; KeyError for an unknown number."""
        package = packages.get(connection, number)
        if packages.is_emptied(connection, number):
            raise RecordDestroyedError(package.seal.id)
        registry = registries.by_id(connection, package.registry_id)
        parts = packages.parts_of(connection, number)
        chosen = packages.talks_in(connection, number)
        listed = sum(len(part.name) + 70 for part in parts)  # their lines in the manifest
        needed = room_for(sum(part.size + _HEADERS for part in parts) + listed + _SMALL)
        return Preflight(
            talks=len(chosen),
            files=len(parts),
            needed_bytes=needed,
            free_bytes=free,
            registry_name=registry.name,
            fingerprint=registry.fingerprint,
            volumes=-(-needed // LONGEST_VOLUME),
            longest_file_bytes=min(needed, LONGEST_VOLUME),
            going=tuple(talk for talk, _ in package_copies.going(connection, chosen)),
        )

    def _documents(self, connection: Connection, addressed: Addressed) -> int:
        """About how long all documents are together, rather too much than too little."""
        order = addressed.order
        if not holds(order.level, Share.TALK):
            return _SMALL
        dossiers = Dossiers(self.packing.trail, self.packing.files)
        sample = order.talks[:: -(-len(order.talks) // _SAMPLE)]
        is_read = dossiers.read_steps(connection, sample) is None
        clock = self.packing.trail.clock
        packer = Packer(order.level, Figures(clock.local(clock.now()).date()))
        sizes = []
        for talk_id in sample:
            dossier, held = dossiers.gather(connection, talk_id, order.level)
            made = packer.add(dossier, tuple(one.part for one in held))
            sizes.append(sum(p.size + _HEADERS for p in made if p.name.endswith(".json")))
        whole = sum(sizes)
        if len(sample) < len(order.talks):
            whole = round(whole / len(sample) * len(order.talks) * _MARGIN)
        # of a long trail the first piece alone is read; it is told by its average
        steps = 0 if is_read else _STEP * (1 + _steps_of_a_talk(connection))
        return _SMALL + whole + len(order.talks) * (steps + _PER_TALK)


def _steps_of_a_talk(connection: Connection) -> int:
    head = audit.head(connection).sequence
    return head // max(1, package_copies.talks_of_the_vault(connection))
