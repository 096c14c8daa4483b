"""One form of a tar member: a plain file in ustar, with no second way to spell its header."""

from __future__ import annotations

from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection

BLOCK = 512
END = bytes(2 * BLOCK)
LARGEST = 8**11 - 1
_LONGEST_NAME = 100


def member_header(name: str, size: int) -> bytes:
    """The header of a plain file: owner 0, time 0, mode 0600. Raises ValueError."""
    label = name.encode("ascii")
    if not 0 < len(label) <= _LONGEST_NAME or not 0 <= size <= LARGEST:
        raise ValueError(name)
    before = label.ljust(_LONGEST_NAME, b"\0") + b"0000600\0" + b"0000000\0" * 2
    before += b"%011o\0" % size + b"00000000000\0"
    after = b"0" + bytes(_LONGEST_NAME) + b"ustar\x0000" + bytes(64) + b"0000000\0" * 2 + bytes(167)
    checksum = sum(before) + 8 * ord(" ") + sum(after)
    return before + b"%06o\0 " % checksum + after


def padding(size: int) -> int:
    """How many zero bytes follow a member's content."""
    return -size % BLOCK


def member_of(untrusted_header: bytes) -> tuple[str, int]:
    """Name and size of a member whose header is spelled exactly as ours.

    Raises PackageRejectedError(TAR, NAME).
    """
    if untrusted_header[156:157] != b"0":
        raise PackageRejectedError(Rejection.TAR.value, "not a plain file")
    try:
        name = untrusted_header[:_LONGEST_NAME].rstrip(b"\0").decode("ascii")
    except UnicodeDecodeError as error:
        raise PackageRejectedError(Rejection.NAME.value, "not ASCII") from error
    digits = untrusted_header[124:135]
    if not digits.isdigit() or b"8" in digits or b"9" in digits:
        raise PackageRejectedError(Rejection.TAR.value, "size")
    size = int(digits, 8)
    if not name:
        raise PackageRejectedError(Rejection.NAME.value, "empty")
    if member_header(name, size) != untrusted_header:
        raise PackageRejectedError(Rejection.TAR.value, "header")
    return name, size
