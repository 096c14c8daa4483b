"""The place of work in words, so that it outlives the program: WorkPlace to text and back.

Places are frozen values of the screens and of the domain, nested as they like. Each is written with
the name of its class, and read back only as a dataclass or an enumeration of those two, so that a
word in a vault can make nothing but values. What cannot be written costs its page's place alone;
what cannot be read costs the whole place, never the start.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from ui.work_place import WorkPlace

_HOMES = ("app.domain.", "ui.")
_PLAIN = (str, bool, int, float, type(None))


@runtime_checkable
class Lasting(Protocol):
    """A place that is not kept whole: typed words that are on their way to the vault, say.

    They would come back over what was saved after them.
    """

    def lasting(self) -> object:
        """What of the place may outlive the program."""


class UnwritableError(Exception):
    """A value of a kind that is not kept."""


def words_of(place: WorkPlace) -> str:
    """The place as text; pages whose own place cannot be written are left out."""
    pages: dict[str, object] = {}
    for key, spot in place.pages.items():
        try:
            _written(spot)
        except UnwritableError:
            continue
        pages[key] = spot
    # after a power cut every page comes back at once; what is unsaved changes with every key
    kept = replace(place, pages=pages, unsaved=frozenset())
    return json.dumps(_written(kept), ensure_ascii=False)


def place_in(words: str) -> WorkPlace | None:
    """The place that was written; None when it is of another version, or makes no sense."""
    try:
        found = _read(json.loads(words))
    except (ValueError, TypeError, LookupError, AttributeError, ImportError, RecursionError):
        return None
    return found if isinstance(found, WorkPlace) else None


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


def _written(value: Any) -> object:
    if isinstance(value, Enum):
        return {"enum": [*_name(type(value)), value.name]}
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Lasting):
        value = value.lasting()
    if is_dataclass(value) and not isinstance(value, type):
        parts = [[f.name, _written(getattr(value, f.name))] for f in fields(value) if f.init]
        return {"made": [*_name(type(value)), parts]}
    return _written_collection(value)


def _written_collection(value: Any) -> object:
    if isinstance(value, Mapping):
        return {"map": [[_written(key), _written(one)] for key, one in value.items()]}
    for kind, name in ((tuple, "tuple"), (list, "list"), (frozenset, "set"), (set, "set")):
        if isinstance(value, kind):
            written = [_written(one) for one in value]
            return {name: sorted(written, key=str) if name == "set" else written}
    return _written_moment(value)


def _written_moment(value: Any) -> object:
    for kind, name in ((datetime, "moment"), (date, "day"), (time, "time")):
        if isinstance(value, kind):
            return {name: value.isoformat()}
    if isinstance(value, timedelta):
        return {"span": [value.days, value.seconds, value.microseconds]}
    if isinstance(value, Path):
        return {"path": str(value)}
    raise UnwritableError(type(value).__name__)


def _name(kind: type) -> tuple[str, str]:
    if not kind.__module__.startswith(_HOMES) or "." in kind.__qualname__:
        raise UnwritableError(kind.__qualname__)
    return kind.__module__, kind.__qualname__


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def _read(content: Any) -> Any:
    if isinstance(content, _PLAIN):
        return content
    ((kind, inner),) = content.items()
    return _READERS[kind](inner)


def _read_made(inner: Any) -> Any:
    module, name, parts = inner
    kind = _kind(module, name)
    if not is_dataclass(kind):
        raise TypeError(name)
    return kind(**{str(key): _read(value) for key, value in parts})


def _read_enum(inner: Any) -> Enum:
    module, name, member = inner
    kind = _kind(module, name)
    if not issubclass(kind, Enum):
        raise TypeError(name)
    return kind[member]


def _kind(module: str, name: str) -> type:
    if not module.startswith(_HOMES):
        raise TypeError(module)
    kind = getattr(import_module(module), name)
    if not isinstance(kind, type) or kind.__module__ != module:
        raise TypeError(name)
    return kind


def _read_all(inner: Any) -> list[Any]:
    return [_read(one) for one in inner]


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "made": _read_made,
    "enum": _read_enum,
    "map": lambda inner: {_read(key): _read(value) for key, value in inner},
    "tuple": lambda inner: tuple(_read_all(inner)),
    "list": _read_all,
    "set": lambda inner: frozenset(_read_all(inner)),
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
    "span": lambda inner: timedelta(*inner),
    "path": Path,
}
