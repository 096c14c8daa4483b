"""The way back in without a passphrase: three cards on paper, any two of which open the vault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.recovery import (
    LETTERS,
    CardSet,
    RecoveryCard,
    RecoveryState,
    is_drill_due,
    read_groups,
    written_groups,
)
from app.domain.recovery import check_group as check_group
from app.domain.vault_errors import RecoveryCardForeignError, RecoveryCardsSameError
from app.keys import cards as card_keys
from app.keys.cards import RecoveryPart
from app.keys.derivation import wipe
from app.keys.slots import VaultKey
from app.services.key_ring import KeyRing
from app.services.recovering import MUST_RENEW, opened_by_codes
from app.store import settings
from app.store.connection import Connection

_DRILLED_AT, _LAST_NUMBER = "recovery.drilled_at", "recovery.number"


@dataclass(frozen=True, slots=True)
class Recovery:
    """The commands and queries about recovery cards."""

    ring: KeyRing

    def state(self) -> RecoveryState:
        """Whether there are cards in force, and what is due."""
        part = self.ring.file().recovery
        with self.ring.session.vault.reading() as connection:
            drilled_at = _moment(settings.get(connection, _DRILLED_AT))
            must_renew = settings.get(connection, MUST_RENEW) == "1"
        if part is None:
            return RecoveryState(has_cards=False, must_renew=must_renew)
        return RecoveryState(
            has_cards=True,
            number=part.number,
            made_at=_moment(part.made_at),
            drilled_at=drilled_at,
            is_drill_due=is_drill_due(drilled_at, self._now()),
            must_renew=must_renew,
        )

    def prepare(self) -> CardSet:
        """A new set of cards, in memory alone: it opens nothing before it is kept.

        Raises RoleRefusedError.
        """
        self.ring.session.trail.refuse_early("recovery.make")
        part = self.ring.file().recovery
        with self.ring.session.vault.reading() as connection:
            latest = int(settings.get(connection, _LAST_NUMBER) or 0)
        made = card_keys.new_secrets()
        first, second, third = (
            RecoveryCard(letter, written_groups(secret))
            for letter, secret in zip(LETTERS, made, strict=True)
        )
        for secret in made:
            wipe(secret)
        number = max(latest, part.number if part else 0) + 1
        return CardSet(number, self._now(), (first, second, third))

    def keep(self, own: str, cards: CardSet, typed: Sequence[str]) -> Changes:
        """Put the set in force in place of any earlier one, once all three were typed from paper.

        Raises RoleRefusedError, RecoveryCardUnreadableError, RecoveryCardsSameError,
        RecoveryCardForeignError, TooManyTriesError, WrongPassphraseError, DiskFullError,
        FolderUnusableError.
        """
        secrets = _typed_back(cards, typed)
        try:
            with self.ring.opened(own, "recovery.make") as keys:
                key = keys.file.key(keys.data_key)
                part = _wrapped(key, cards, secrets)
                file = keys.file.with_recovery(part, keys.data_key)
                self.ring.keep(
                    file,
                    "recovery.make",
                    str(cards.number),
                    note=lambda c: note_kept(c, part.number, self._now()),
                )
        finally:
            _wipe(secrets)
        return Changes.SETTINGS

    def drill(self, codes: Sequence[str]) -> Changes:
        """See that two cards (or three) still open the vault; done once a year.

        Raises RoleRefusedError, RecoveryMissingError, RecoveryCardUnreadableError,
        RecoveryCardsSameError, RecoveryCardForeignError, KeyFileDamagedError.
        """
        session = self.ring.session
        session.trail.refuse_early("recovery.drill")
        copies = (self.ring.file().written(),)
        for pair in _pairs(codes):
            found = opened_by_codes(copies, pair)
            wipe(found.data_key)
        with session.vault.transaction() as connection:
            settings.keep(connection, _DRILLED_AT, self._now().isoformat())
            session.trail.write(connection, "recovery.drill")
        return Changes.SETTINGS

    @staticmethod
    def check_group(text: str, place: int) -> bool:
        """Whether this can be the group at that place, counted from one; needs no vault."""
        return check_group(text, place)

    def _now(self) -> datetime:
        return self.ring.session.trail.clock.now()


def note_kept(connection: Connection, number: int, now: datetime) -> None:
    """Keep, with the change that put them in force, that these cards were typed back from paper."""
    settings.keep(connection, _LAST_NUMBER, str(number))
    settings.keep(connection, _DRILLED_AT, now.isoformat())
    settings.keep(connection, MUST_RENEW, "")


def wrapped_cards(key: VaultKey, cards: CardSet) -> RecoveryPart:
    """The set as a part of the key file, under a data key; for one that was typed back before."""
    secrets = {card.letter: read_groups(card.code) for card in cards.cards}
    try:
        return _wrapped(key, cards, secrets)
    finally:
        _wipe(secrets)


def _wrapped(key: VaultKey, cards: CardSet, secrets: dict[str, bytearray]) -> RecoveryPart:
    return card_keys.wrapped(key, cards.number, cards.made_at.isoformat(), secrets)


def _typed_back(cards: CardSet, typed: Sequence[str]) -> dict[str, bytearray]:
    """The secrets of all three cards as typed from paper, under their letters."""
    letters = {card.code: card.letter for card in cards.cards}
    found: dict[str, bytearray] = {}
    try:
        for text in typed:
            secret = read_groups(text)
            letter = letters.get("-".join(written_groups(secret)))
            if letter is None:
                raise RecoveryCardForeignError
            if letter in found:
                raise RecoveryCardsSameError
            found[letter] = secret
        if set(found) != set(LETTERS):
            raise RecoveryCardsSameError
    except AppError:
        _wipe(found)
        raise
    return found


def _pairs(codes: Sequence[str]) -> list[tuple[str, str]]:
    """The codes two by two, so that each is tried; a single one is paired with itself."""
    return list(pairwise(codes)) or [(code, code) for code in codes] or [("", "")]


def _wipe(secrets: Mapping[str, bytearray]) -> None:
    for secret in secrets.values():
        wipe(secret)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
