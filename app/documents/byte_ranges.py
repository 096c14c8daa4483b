"""Which bytes each signature of a file covers: all of the file as it was when it was given."""

from __future__ import annotations

import re
from itertools import pairwise

_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_CONTAINER = re.compile(rb"<[0-9A-Fa-f]*>")
_END = b"%%EOF"
_LINE_ENDS = b"\r\n"


def each_covers_its_revision(content: bytes) -> bool:
    """Whether every signature leaves out its own container alone and ends where a revision ends.

    The last one has to end where the file ends (ISO 32000-1, 12.8.1; ISO 19005-2, 6.4.3, which
    for all but the last signature means the file as it was).
    """
    ends = []
    for found in _RANGE.finditer(content):
        gap, after, length = (int(number) for number in found.groups())
        end = after + length
        if _CONTAINER.fullmatch(content, gap, after) is None:
            return False
        if not content[:end].rstrip(_LINE_ENDS).endswith(_END):
            return False
        ends.append(end)
    rising = all(earlier < later for earlier, later in pairwise(ends))
    return bool(ends) and rising and ends[-1] == len(content)
