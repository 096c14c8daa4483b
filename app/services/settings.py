"""Who works here: the unit's name and code, the secretary, and when the vault locks itself."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from app.domain.changes import Changes
from app.domain.refusals import IdleMinutesError, NameMissingError, OfficeCodeError
from app.domain.signer import PERSONAL_FIELDS, SignatureField
from app.services.trail import Trail
from app.store import settings
from app.store.connection import Connection
from app.store.vault import Vault

IDLE_MINUTES = 15
LONGEST_IDLE = 30
NO_CODE = "000000"
_ATTACHING = "documents.attach_record"
_CODE = re.compile(r"[0-9]{6}")
_IDLE = "idle.minutes"
_FIELDS = "signature.fields"


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The unit as its documents name it."""

    name: str
    secretary: str
    code: str = NO_CODE
    idle_minutes: int = IDLE_MINUTES

    def checked(self) -> OfficeFacts:
        """The facts without spaces around them, and the code in plain digits.

        Raises NameMissingError, OfficeCodeError, IdleMinutesError.
        """
        code = unicodedata.normalize("NFKC", self.code).strip()
        facts = OfficeFacts(self.name.strip(), self.secretary.strip(), code, self.idle_minutes)
        if not facts.name:
            raise NameMissingError(field="unit")
        if not facts.secretary:
            raise NameMissingError(field="person")
        if not _CODE.fullmatch(facts.code):
            raise OfficeCodeError(found=facts.code)
        if not 1 <= facts.idle_minutes <= LONGEST_IDLE:
            raise IdleMinutesError(found=facts.idle_minutes, longest=LONGEST_IDLE)
        return facts


@dataclass(frozen=True, slots=True)
class Settings:
    """The commands and queries about the office."""

    vault: Vault
    trail: Trail

    def office(self) -> OfficeFacts:
        """The unit as its documents name it."""
        with self.vault.reading() as connection:
            return read_office(connection)

    def attaches_record(self) -> bool:
        """Whether minutes carry their words as data inside the archived file."""
        with self.vault.reading() as connection:
            return read_attaching(connection)

    def attach_record(self, is_wanted: bool) -> Changes:
        """Let minutes made from now on carry their words as data, or not."""
        with self.vault.transaction() as connection:
            settings.keep(connection, _ATTACHING, str(int(is_wanted)))
            self.trail.write(connection, "office.record")
        return Changes.SETTINGS

    def keep_office(self, facts: OfficeFacts) -> Changes:
        """Keep other facts from now on; finished documents stay as they are.

        Raises NameMissingError, OfficeCodeError, IdleMinutesError.
        """
        checked = facts.checked()
        with self.vault.transaction() as connection:
            write_office(connection, checked)
            self.trail.write(connection, "office.keep")
        return Changes.SETTINGS

    def keep_idle(self, minutes: int) -> Changes:
        """Lock by itself after so many minutes from now on. Raises IdleMinutesError."""
        if not 1 <= minutes <= LONGEST_IDLE:
            raise IdleMinutesError(found=minutes, longest=LONGEST_IDLE)
        with self.vault.transaction() as connection:
            settings.keep(connection, _IDLE, str(minutes))
            self.trail.write(connection, "office.idle")
        return Changes.SETTINGS

    def usual_fields(self) -> tuple[SignatureField, ...]:
        """The fields proposed to be signed electronically too; none until somebody chose some."""
        with self.vault.reading() as connection:
            kept = (settings.get(connection, _FIELDS) or "").split()
        return tuple(field for field in PERSONAL_FIELDS if field.value in kept)

    def keep_usual_fields(self, fields: tuple[SignatureField, ...]) -> Changes:
        """Propose these from now on; what is frozen already stays as it is."""
        words = " ".join(field.value for field in PERSONAL_FIELDS if field in fields)
        with self.vault.transaction() as connection:
            settings.keep(connection, _FIELDS, words)
            self.trail.write(connection, "signature.usual")
        return Changes.SETTINGS


def read_office(connection: Connection) -> OfficeFacts:
    """The unit's facts inside a transaction of the caller's."""
    minutes = settings.get(connection, _IDLE)
    return OfficeFacts(
        name=settings.get(connection, "office.name") or "",
        secretary=settings.get(connection, "secretary.name") or "",
        code=settings.get(connection, "office.code") or NO_CODE,
        idle_minutes=int(minutes) if minutes else IDLE_MINUTES,
    )


def read_attaching(connection: Connection) -> bool:
    """Whether minutes carry their data, inside a transaction of the caller's; at first not."""
    return settings.get(connection, _ATTACHING) == "1"


def write_office(connection: Connection, facts: OfficeFacts) -> None:
    """Keep the unit's facts inside a transaction of the caller's."""
    settings.keep(connection, "office.name", facts.name)
    settings.keep(connection, "office.code", facts.code)
    settings.keep(connection, "secretary.name", facts.secretary)
    settings.keep(connection, _IDLE, str(facts.idle_minutes))
