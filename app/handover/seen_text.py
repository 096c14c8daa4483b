"""Texts as a package tells them: what nobody can see in them is left out.

Pasted text may hold signs that stand for nothing on paper. A registry refuses them, for they do
things in terminals, tables and file names; and a package that nobody takes stops all that follow.
"""

from __future__ import annotations

import re

# a line feed, a tab and what else ends a line are seen
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# names are one line, and no sign in them turns the direction of writing
_UNSEEN_IN_NAMES = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("[\t-\r\x85\u2028\u2029]+")
NAMES = frozenset(
    {"name", "unit_name", "person_name", "office_name", "who", "number", "interviewee"}
)


def seen(content: object, key: str = "") -> object:
    """The content of a document with its texts as they can be seen; names in one line."""
    if isinstance(content, str):
        if key in NAMES:
            return _LINE_ENDS.sub(" ", _UNSEEN_IN_NAMES.sub("", content))
        return _UNSEEN.sub("", content)
    if isinstance(content, dict):
        return {name: seen(below, name) for name, below in content.items()}
    if isinstance(content, list):
        return [seen(below, key) for below in content]
    return content
