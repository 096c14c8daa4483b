"""The personal fields that the minutes of a talk can have, and those that wait to be signed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.domain.people import Role
from app.domain.signer import PERSONAL_FIELDS, FieldState, SignatureField
from app.domain.signer_errors import FieldsOpenError, FieldUnknownError
from app.domain.talk import Talk
from app.store import kinds, talk_signatures
from app.store.connection import Connection

if TYPE_CHECKING:
    from app.documents.minutes import SignerBox
    from app.signing.sign import OpenField

ROLES = {
    SignatureField.INTERVIEWEE: Role.INTERVIEWEE,
    SignatureField.RECORDER: Role.RECORDER,
    SignatureField.INTERVIEWER: Role.INTERVIEWER,
}


def offered(connection: Connection, talk: Talk) -> tuple[SignatureField, ...]:
    """The fields these minutes can have; those who come to a collective talk sign on the list."""
    is_collective = kinds.of(connection, talk.kind).is_collective
    return tuple(
        field
        for field in PERSONAL_FIELDS
        if talk.in_role(ROLES[field])
        and not (is_collective and field is SignatureField.INTERVIEWEE)
    )


def chosen(
    connection: Connection, talk: Talk, fields: Iterable[SignatureField]
) -> tuple[FieldState, ...]:
    """The fields as they will wait for their signatures, in their order.

    Raises FieldUnknownError.
    """
    possible = offered(connection, talk)
    for field in fields:
        if field not in possible:
            raise FieldUnknownError(field.value)
    return tuple(
        FieldState(field, "、".join(one.name for one in talk.in_role(ROLES[field])))
        for field in possible
        if field in set(fields)
    )


def open_fields(boxes: Iterable[SignerBox], states: Iterable[FieldState]) -> tuple[OpenField, ...]:
    """Where the chosen fields stand on the pages, in their order."""
    # starts faster
    from app.signing.sign import OpenField

    places = {one.signer: one for one in boxes}
    named = [(state.field.value, places[state.field.value]) for state in states]
    return tuple(OpenField(name, place.page, place.box) for name, place in named)


def keep_open(connection: Connection, talk: Talk, states: tuple[FieldState, ...]) -> None:
    """Keep which fields wait, in the transaction in which the text is frozen."""
    talk_signatures.add(connection, talk.id, states)


def refuse_open_fields(connection: Connection, talk: Talk) -> None:
    """See that every chosen field is signed or waived. Raises FieldsOpenError."""
    waiting = [one.field.value for one in talk_signatures.of(connection, talk.id) if one.is_open]
    if waiting:
        raise FieldsOpenError(talk.number, "、".join(waiting))
