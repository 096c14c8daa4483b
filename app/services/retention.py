"""How long records are kept: the classes, who gets which, what is held, and what is due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.ids import RecordId, TalkId
from app.domain.refusals import WrongStatusError
from app.domain.retention import (
    LONGEST_REASON,
    LONGEST_TITLE,
    USUAL_CLASS,
    DueRecord,
    RetentionBook,
    RetentionClass,
)
from app.domain.retention_errors import (
    HoldReasonMissingError,
    RecordDestroyedError,
    RecordUnknownError,
    RetentionClassInUseError,
    RetentionTitleError,
    RetentionYearsError,
)
from app.domain.retention_kinds import HoldAct, TitleFault
from app.domain.talk import TalkStatus
from app.services.trail import Trail
from app.store import destructions, leaf_retention, retention, talks
from app.store.connection import Connection
from app.store.vault import Vault

MOST_SHOWN = 500
_LONGEST_TERM = 100


@dataclass(frozen=True, slots=True)
class Retention:
    """The commands and queries about how long records are kept."""

    vault: Vault
    trail: Trail

    def book(self) -> RetentionBook:
        """The classes, and which of them each kind of talk gets."""
        with self.vault.reading() as connection:
            return retention.book(connection)

    def keep_class(self, one: RetentionClass) -> Changes:
        """Keep a class, new when its key is empty. Lists made before keep their words.

        Raises RetentionTitleError, RetentionYearsError, RoleRefusedError.
        """
        title = " ".join(one.title.split())
        if not title or len(title) > LONGEST_TITLE:
            raise RetentionTitleError(title, TitleFault.LONG if title else TitleFault.MISSING)
        if one.years is not None and not 1 <= one.years <= _LONGEST_TERM:
            raise RetentionYearsError(one.years)
        with self.vault.transaction() as connection:
            known = retention.book(connection).classes
            if any(other.title == title and other.key != one.key for other in known):
                raise RetentionTitleError(title, TitleFault.TAKEN)
            place = one.place or max(other.place for other in known) + 1
            new = replace(one, key=one.key or self.trail.new_id(), title=title, place=place)
            retention.keep_class(connection, new)
            self.trail.write(connection, "retention.class", new.key, digest_of(plain(new)))
        return Changes.RETENTION

    def retire_class(self, key: str, is_retired: bool) -> Changes:
        """Offer a class no longer, or again; records that have it keep it.

        Raises RetentionClassInUseError, KeyError, RoleRefusedError.
        """
        with self.vault.transaction() as connection:
            book = retention.book(connection)
            one = book.of(key)
            if is_retired and (key in book.kinds.values() or key == USUAL_CLASS):
                raise RetentionClassInUseError(one.title)
            new = replace(one, is_retired=is_retired)
            retention.keep_class(connection, new)
            self.trail.write(connection, "retention.class", key, digest_of(plain(new)))
        return Changes.RETENTION

    def keep_kind(self, kind: str, class_key: str) -> Changes:
        """The records of a kind of talk get that class. Raises KeyError, RoleRefusedError."""
        with self.vault.transaction() as connection:
            retention.book(connection).of(class_key)
            retention.keep_kind(connection, kind, class_key)
            self.trail.write(connection, "retention.kind", kind, digest_of([kind, class_key]))
        return Changes.RETENTION

    def mark(self, record_id: RecordId, class_key: str | None) -> Changes:
        """Give one record a class of its own, or with None that of its kind again.

        Raises KeyError, RecordDestroyedError, RoleRefusedError.
        """
        with self.vault.transaction() as connection:
            if class_key is not None:
                retention.book(connection).of(class_key)
            self._refuse_destroyed(connection, record_id)
            retention.mark(connection, record_id, class_key)
            self.trail.write(connection, "retention.mark", record_id, digest_of([class_key]))
        return Changes.RETENTION

    def hold(self, record_id: RecordId, reason: str) -> Changes:
        """Keep a sealed record from being destroyed, whatever its term, until it is let go.

        Raises HoldReasonMissingError, WrongStatusError, RecordDestroyedError, RoleRefusedError.
        """
        with self.vault.transaction() as connection:
            self._refuse_destroyed(connection, record_id)
            self._keep_hold(connection, record_id, HoldAct.HOLD, reason)
        return Changes.RETENTION

    def hold_number(self, number: str, reason: str) -> Changes:
        """Hold the record of that number, which may be far from due.

        Raises RecordUnknownError and what hold() raises.
        """
        with self.vault.reading() as connection:
            talk_id = talks.by_number(connection, number.strip())
        if talk_id is None:
            raise RecordUnknownError(number.strip())
        return self.hold(RecordId(talk_id), reason)

    def mark_number(self, number: str, class_key: str | None) -> Changes:
        """Give the record of that number a class of its own, or that of its kind again.

        Raises RecordUnknownError and what mark() raises.
        """
        with self.vault.reading() as connection:
            talk_id = talks.by_number(connection, number.strip())
        if talk_id is None:
            raise RecordUnknownError(number.strip())
        return self.mark(RecordId(talk_id), class_key)

    def release(self, record_id: RecordId, reason: str) -> Changes:
        """Let a record go that was held; its term counts again.

        Raises HoldReasonMissingError, WrongStatusError, RoleRefusedError.
        """
        with self.vault.transaction() as connection:
            self._keep_hold(connection, record_id, HoldAct.RELEASE, reason)
        return Changes.RETENTION

    def due(self) -> list[DueRecord]:
        """The records whose term is over today, with what is against their end; free ones first."""
        local = self.trail.clock.local
        with self.vault.reading() as connection:
            cutoffs = self._cutoffs(retention.book(connection))
            found = retention.due(connection, cutoffs, MOST_SHOWN, local)
            found += leaf_retention.due(connection, cutoffs, MOST_SHOWN)
        return sorted(found, key=lambda one: (one.obstacle is not None, one.day))[:MOST_SHOWN]

    def held(self) -> list[DueRecord]:
        """The records that are held, the newest hold first."""
        with self.vault.reading() as connection:
            found = retention.held(connection, MOST_SHOWN, self.trail.clock.local)
            return found + leaf_retention.held(connection, MOST_SHOWN)

    def today(self) -> date:
        """The day it is."""
        return self.trail.clock.local(self.trail.clock.now()).date()

    # ── inside a transaction ─────────────────────────────────────────────────────────────────────

    def _cutoffs(self, book: RetentionBook) -> dict[str, datetime]:
        """For each class the moment before which its records are due."""
        zone = self.trail.clock.local(self.trail.clock.now()).tzinfo
        years = {one.key: one.due_before(self.today()) for one in book.classes}
        return {key: datetime(year, 1, 1, tzinfo=zone) for key, year in years.items() if year}

    def _keep_hold(
        self, connection: Connection, record_id: RecordId, act: HoldAct, reason: str
    ) -> None:
        said = reason.strip()[:LONGEST_REASON]
        if not said:
            raise HoldReasonMissingError(act)
        if not leaf_retention.is_leaf(connection, record_id):
            talk = talks.get(connection, TalkId(record_id))
            if talk.status is not TalkStatus.SEALED:
                raise WrongStatusError(talk.number, talk.status.value, act.value)
        is_held = act is HoldAct.HOLD
        moment = self.trail.clock.now() if is_held else None
        retention.hold(connection, record_id, said if is_held else "", moment)
        self.trail.write(connection, f"retention.{act.value}", record_id, digest_of([said]))

    def _refuse_destroyed(self, connection: Connection, record_id: RecordId) -> None:
        if destructions.is_destroyed(connection, record_id):
            raise RecordDestroyedError(destructions.number_of(connection, record_id))
