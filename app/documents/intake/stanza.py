"""A piece of foreign JSON whose every member is checked as it is read, its place remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.errors import PromptSetDamagedError


@dataclass(frozen=True, slots=True)
class Stanza:
    """One object of a prompt set file; place is its path, such as prompts[3].applies.

    Every reading method raises PromptSetDamagedError with the path of the member at fault.
    """

    untrusted: Mapping[str, object]
    place: str = ""

    def only(self, *known: str) -> Stanza:
        """The stanza itself, if it has no member beside these. Raises PromptSetDamagedError."""
        for key in self.untrusted:
            if key not in known:
                raise PromptSetDamagedError(self.at(key[:40]), "unknown")
        return self

    def text(self, key: str, longest: int, shortest: int = 1) -> str:
        """A text without padding, of bounded length. Raises PromptSetDamagedError."""
        return _text(self._member(key), self.at(key), (shortest, longest))

    def texts(self, key: str, fewest: int, most: int, longest: int) -> tuple[str, ...]:
        """A list of texts, bounded in number and length. Raises PromptSetDamagedError."""
        found = self._list(key, fewest, most)
        return tuple(_text(t, f"{self.at(key)}[{n}]", (1, longest)) for n, t in enumerate(found, 1))

    def flag(self, key: str) -> bool:
        """True or false. Raises PromptSetDamagedError."""
        found = self._member(key)
        if not isinstance(found, bool):
            raise PromptSetDamagedError(self.at(key), "flag")
        return found

    def whole(self, key: str, most: int) -> int:
        """A whole number from 1. Raises PromptSetDamagedError."""
        found = self._member(key)
        if not isinstance(found, int) or isinstance(found, bool) or not 1 <= found <= most:
            raise PromptSetDamagedError(self.at(key), "number")
        return found

    def stanza(self, key: str) -> Stanza:
        """An object within this one. Raises PromptSetDamagedError."""
        return stanza_of(self._member(key), self.at(key))

    def stanzas(self, key: str, fewest: int, most: int) -> tuple[Stanza, ...]:
        """A list of objects within this one. Raises PromptSetDamagedError."""
        found = self._list(key, fewest, most)
        return tuple(stanza_of(o, f"{self.at(key)}[{n}]") for n, o in enumerate(found, 1))

    def at(self, key: str) -> str:
        """The path of one member."""
        return f"{self.place}.{key}" if self.place else key

    def _member(self, key: str) -> object:
        if key not in self.untrusted:
            raise PromptSetDamagedError(self.at(key), "missing")
        return self.untrusted[key]

    def _list(self, key: str, fewest: int, most: int) -> list[object]:
        found = self._member(key)
        if not isinstance(found, list):
            raise PromptSetDamagedError(self.at(key), "list")
        if not fewest <= len(found) <= most:
            raise PromptSetDamagedError(self.at(key), "count")
        return found


def stanza_of(untrusted: object, place: str) -> Stanza:
    """The object at this place. Raises PromptSetDamagedError when it is none."""
    if not isinstance(untrusted, dict):
        raise PromptSetDamagedError(place, "object")
    return Stanza(untrusted, place)


def _text(untrusted: object, place: str, bounds: tuple[int, int]) -> str:
    if not isinstance(untrusted, str):
        raise PromptSetDamagedError(place, "text")
    text = untrusted.strip()
    if not bounds[0] <= len(text) <= bounds[1]:
        raise PromptSetDamagedError(place, "length")
    if any(ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise PromptSetDamagedError(place, "unprintable")
    return text
