"""JSON from strangers: no duplicate keys, no floats, bounded in size, depth and values."""

from __future__ import annotations

import json
import re
from typing import NoReturn

from app.domain.canonical import canonical
from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection

DEEPEST = 16
MOST_VALUES = 1_000_000
LONGEST_NUMBER = 18
# a string that never ends counts to the end: else each quote in it would be tried anew
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


def strict_json(untrusted_bytes: bytes, limit: int) -> dict[str, object]:
    """The object that the bytes say, and nothing but an object.

    Raises PackageRejectedError(JSON).
    """
    if len(untrusted_bytes) > limit:
        raise _rejected("too large")
    try:
        text = untrusted_bytes.decode("utf-8", "strict")
        _check_shape(text)
        value = json.loads(
            text,
            object_pairs_hook=_no_twins,
            parse_constant=_no_number,
            parse_float=_no_number,
            parse_int=_short_number,
        )
    except UnicodeDecodeError as error:
        raise _rejected("not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise _rejected("not JSON") from error
    if not isinstance(value, dict):
        raise _rejected("not an object")
    return value


def canonical_json(untrusted_bytes: bytes, limit: int) -> dict[str, object]:
    """As strict_json, and the bytes must be the canonical form with one newline at the end.

    Raises PackageRejectedError(JSON).
    """
    value = strict_json(untrusted_bytes, limit)
    try:
        expected = canonical(value) + b"\n"
    except (ValueError, UnicodeEncodeError) as error:
        raise _rejected("not canonical") from error
    if expected != untrusted_bytes:
        raise _rejected("not canonical")
    return value


def _check_shape(text: str) -> None:
    # before the parser runs, so that no depth can exhaust it; strings are taken out first, because
    # what people said may hold any number of brackets
    bare = _STRING.sub("", text)
    # each value costs twenty times its own bytes once it is read
    if sum(map(bare.count, ",[{")) > MOST_VALUES:
        raise _rejected("too many values")
    depth = 0
    for found in _BRACKET.finditer(bare):
        bracket = found[0]
        depth += 1 if bracket in "[{" else -1
        if depth > DEEPEST:
            raise _rejected("too deep")


def _no_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _rejected("a key stands twice")
        found[key] = value
    return found


def _no_number(text: str) -> NoReturn:
    raise _rejected("a number that is not whole")


def _short_number(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise _rejected("a number too long")
    return int(text)


def _rejected(detail: str) -> PackageRejectedError:
    return PackageRejectedError(Rejection.JSON.value, detail)
