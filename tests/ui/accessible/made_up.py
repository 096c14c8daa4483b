"""Made-up values of any kind of the domain, built from what their fields say they are."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

PLAIN: dict[Any, Any] = {
    str: "清河县观音镇",
    int: 1,
    float: 1.0,
    bool: False,
    bytes: b"",
    datetime: datetime(2026, 3, 5, 1, 0, tzinfo=UTC),
    date: date(2026, 3, 5),
    time: time(9, 0),
    timedelta: timedelta(minutes=1),
    Path: Path("stick"),
}


def made_up(hint: Any, known: Mapping[Any, Any]) -> Any:
    """A value of that kind; known has those that are not made from their fields.

    Raises LookupError for a kind that cannot be made up.
    """
    for given in (known, PLAIN):
        if isinstance(hint, typing.Hashable) and hint in given:
            return given[hint]
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return made_up(next(one for one in inside if one is not type(None)), known)
    if origin is tuple and inside and inside[-1] is not Ellipsis:
        return tuple(made_up(one, known) for one in inside)
    if origin is not None and issubclass(origin, Mapping):
        return {}
    if origin is not None and issubclass(origin, Callable):  # type: ignore[arg-type]
        return lambda *_: None
    if origin is not None and issubclass(origin, Collection):
        return (
            origin([made_up(inside[0], known)])
            if origin in (list, tuple)
            else (made_up(inside[0], known),)
        )
    return _of_class(hint, known)


def _of_class(hint: Any, known: Mapping[Any, Any]) -> Any:
    if hasattr(hint, "__supertype__"):
        return made_up(hint.__supertype__, known)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        needed = [f for f in dataclasses.fields(hint) if f.init and not _has_default(f)]
        return hint(**{f.name: made_up(hints[f.name], known) for f in needed})
    raise LookupError(str(hint))


def _has_default(one: dataclasses.Field[Any]) -> bool:
    missing = dataclasses.MISSING
    return one.default is not missing or one.default_factory is not missing
