"""JSON from strangers: no duplicate keys, no floats, bounded in size, depth and values."""

from __future__ import annotations

import json
import re
from typing import NoReturn

from app.domain.canonical import canonical
from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection

DEEPEST = 16
MOST_TOKENS = 1_000_000  # strings, commas and brackets; five thousand talks need half of it
LONGEST_NUMBER = 18
# a string that never ends counts to the end: else each quote in it would be tried anew
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)


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
    # Before the parser runs, so that neither depth nor number can exhaust it: each value costs
    # twenty times its own bytes once it is read. Strings are passed over as wholes, because what
    # people said may hold any number of brackets.
    depth = 0
    for count, found in enumerate(_TOKEN.finditer(text)):
        sign = text[found.start()]
        depth += (sign in "[{") - (sign in "]}")
        if depth > DEEPEST:
            raise _rejected("too deep")
        if count > MOST_TOKENS:
            raise _rejected("too many values")


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
