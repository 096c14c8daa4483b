"""How the register of sticks refuses, and why nothing is written to one."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import RefusedError, SurroundingsError


@dataclass(eq=False)
class StickKnownError(RefusedError):
    """A stick of this serial is in the register already, under this label."""

    label: str


class StickNamelessError(RefusedError):
    """The stick has neither a serial nor a volume number, so nothing tells it from another."""


@dataclass(eq=False)
class StickSerialSharedError(RefusedError):
    """Two sticks of one serial are plugged in; the register could not tell them apart."""

    serial: str


@dataclass(eq=False)
class StickLabelTakenError(RefusedError):
    """Another stick that is still in use bears this label."""

    label: str


@dataclass(eq=False)
class StickWordMissingError(RefusedError):
    """A stick without a label or without somebody who keeps it: field is label or custodian."""

    field: str


@dataclass(eq=False)
class StickWordTooLongError(RefusedError):
    """A label, a custodian or a note longer than its place: field names which."""

    field: str
    length: int
    longest: int


@dataclass(eq=False)
class StickStateError(RefusedError):
    """The stick stands otherwise than the act needs, such as one that is lost already."""

    label: str
    state: str


@dataclass(eq=False)
class StickRefusedError(SurroundingsError):
    """Nothing is written to this stick: fault is one of app.domain.sticks.StickFault's values."""

    fault: str
    name: str
