"""JSON Schemas turned into rules that run fast: a package holds tens of thousands of documents.

Only the keywords that the published schemas use are known, and a schema with any other is refused
when it is read: no keyword is passed over. Source: JSON Schema draft 2020-12, validation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
_REMARKS = frozenset({"$schema", "$id", "title", "description"})


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is not as the schema has it: which keyword, and where, outermost last.

    The place is turned round because it is put together on the way out.
    """

    keyword: str
    place: tuple[str, ...] = ()

    def inside(self, step: str) -> Fault:
        """The fault as it is seen from one level further out."""
        return Fault(self.keyword, (*self.place, step))


Rule = Callable[[object], Fault | None]
"""What is wrong with a value, or None."""


def rule_of(schema: Schema) -> Rule:
    """The rule that a schema says. Raises ValueError for a keyword that is not known here."""
    for keyword, make in _MAKERS.items():
        if keyword in schema:
            return make(schema)
    make_kind = _KINDS.get(schema.get("type", ""))
    if make_kind is None:
        raise ValueError(schema.get("type"))
    return make_kind(schema)


def _only(schema: Schema, *known: str) -> None:
    unknown = set(schema) - _REMARKS - set(known)
    if unknown:
        raise ValueError(sorted(unknown))


def _const(schema: Schema) -> Rule:
    _only(schema, "const")
    return _one_of("const", (schema["const"],))


def _enum(schema: Schema) -> Rule:
    _only(schema, "enum")
    return _one_of("enum", tuple(schema["enum"]))


def _one_of(keyword: str, allowed: tuple[object, ...]) -> Rule:
    # true is no 1: in JSON they are of two kinds
    known = frozenset((type(one), one) for one in allowed)

    def check(value: object) -> Fault | None:
        if not isinstance(value, str | int):
            return Fault(keyword)
        return None if (type(value), value) in known else Fault(keyword)

    return check


def _any_of(schema: Schema) -> Rule:
    _only(schema, "anyOf")
    rules = tuple(rule_of(one) for one in schema["anyOf"])

    def check(value: object) -> Fault | None:
        return None if any(rule(value) is None for rule in rules) else Fault("anyOf")

    return check


def _yes_or_no(schema: Schema) -> Rule:
    _only(schema, "type")
    return lambda value: None if isinstance(value, bool) else Fault("type")


def _text(schema: Schema) -> Rule:
    _only(schema, "type", "minLength", "maxLength", "pattern")
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength")
    pattern = _compiled(schema["pattern"]) if "pattern" in schema else None

    def check(value: object) -> Fault | None:
        if not isinstance(value, str):
            return Fault("type")
        if len(value) < shortest:
            return Fault("minLength")
        if longest is not None and len(value) > longest:
            return Fault("maxLength")
        if pattern is not None and not pattern.search(value):
            return Fault("pattern")
        return None

    return check


def _compiled(pattern: str) -> re.Pattern[str]:
    # Schemas mean the end by $ and ten digits by \d; Python by itself would let a line end follow
    # and take the digits of every script.
    return re.compile(re.sub(r"\$\Z", r"\\Z", pattern), re.ASCII)


def _number(schema: Schema) -> Rule:
    _only(schema, "type", "minimum", "maximum")
    least, most = schema["minimum"], schema["maximum"]

    def check(value: object) -> Fault | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return Fault("type")
        if value < least:
            return Fault("minimum")
        return None if value <= most else Fault("maximum")

    return check


def _list(schema: Schema) -> Rule:
    _only(schema, "type", "items", "minItems", "maxItems", "uniqueItems")
    fewest, most = schema.get("minItems", 0), schema["maxItems"]
    all_differ, rule = schema.get("uniqueItems", False), rule_of(schema["items"])

    def check(value: object) -> Fault | None:
        if not isinstance(value, list):
            return Fault("type")
        if not fewest <= len(value) <= most:
            return Fault("minItems" if len(value) < fewest else "maxItems")
        for place, item in enumerate(value):
            fault = rule(item)
            if fault is not None:
                return fault.inside(str(place))
        # items that must differ are texts and numbers: their rule has just said so
        return Fault("uniqueItems") if all_differ and len(set(value)) < len(value) else None

    return check


def _object(schema: Schema) -> Rule:
    _only(schema, "type", "properties", "required", "additionalProperties")
    if schema.get("additionalProperties") is not False:
        raise ValueError("additionalProperties")
    rules = {name: rule_of(below) for name, below in schema["properties"].items()}
    required = frozenset(schema.get("required", ()))

    def check(value: object) -> Fault | None:
        if not isinstance(value, dict):
            return Fault("type")
        if not required <= value.keys():
            return Fault("required")
        for name, below in value.items():
            if name not in rules:
                return Fault("additionalProperties")
            fault = rules[name](below)
            if fault is not None:
                return fault.inside(name)
        return None

    return check


_MAKERS: dict[str, Callable[[Schema], Rule]] = {
    "const": _const,
    "enum": _enum,
    "anyOf": _any_of,
}
_KINDS: dict[str, Callable[[Schema], Rule]] = {
    "string": _text,
    "integer": _number,
    "boolean": _yes_or_no,
    "array": _list,
    "object": _object,
}
