"""The key of whoever builds, in the form of minisign, and what it signs.

Form of the secret key: minisign's own, without a password (`minisign -G -W`), as its manual
describes it. The number of the key in what is signed is the one the program
derives from the public key, whatever number stands in the file.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.handover import minisign
from app.handover.credentials import DeskKeys

DEFAULT = Path("~/.config/tanxinbu-release/minisign.key")
_ALGORITHM, _NO_PASSWORD, _CHECKSUM = b"Ed", b"\0\0", b"B2"
_LENGTH = 158  # two bytes each of the three above, salt 32, limits 8 + 8, number 8, keys 64, sum 32
_BODY = 54  # where the number of the key begins
_COMMENT = "untrusted comment: "


class KeyFileError(Exception):
    """The file is no minisign secret key that can be used without a password."""


def release_keys(path: Path) -> DeskKeys:
    """The key in the file, ready to sign with. Raises KeyFileError, OSError."""
    lines = path.read_text("utf-8").splitlines()
    try:
        raw = base64.b64decode(lines[1], validate=True)
    except (IndexError, binascii.Error) as error:
        raise KeyFileError(f"{path} is not a secret key of minisign") from error
    if len(raw) != _LENGTH or raw[:2] != _ALGORITHM or raw[4:6] != _CHECKSUM:
        raise KeyFileError(f"{path} is not a secret key of minisign")
    if raw[2:4] != _NO_PASSWORD:
        raise KeyFileError(f"{path} has a password; a key for building is made by minisign -G -W")
    secret = raw[_BODY + 8 : _BODY + 40]
    public = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    if public != raw[_BODY + 40 : _BODY + 72]:
        raise KeyFileError(f"{path} is damaged: its two halves do not belong together")
    return DeskKeys(secret, public, b"", b"")


def make_key(path: Path) -> DeskKeys:
    """Write a new key to the file, readable by its owner alone. Raises FileExistsError, OSError."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    number = base64.b64decode(minisign.public_key_text(public))[2:10]
    secret = private.private_bytes_raw() + public
    checksum = hashlib.blake2b(_ALGORITHM + number + secret, digest_size=32).digest()
    raw = _ALGORITHM + _NO_PASSWORD + _CHECKSUM + bytes(48) + number + secret + checksum
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(f"{_COMMENT}tanxinbu release\n{base64.b64encode(raw).decode()}\n".encode())
    return release_keys(path)


def public_file(keys: DeskKeys) -> bytes:
    """release.pub: two lines, as `minisign -p` takes it; the second begins with RW."""
    return f"{_COMMENT}tanxinbu release\n{minisign.public_key_text(keys.public_key)}\n".encode()


def sign(path: Path, keys: DeskKeys, comment: str) -> Path:
    """Write the .minisig beside the file; give its place. The comment is one plain line."""
    beside = path.with_name(f"{path.name}.minisig")
    beside.write_bytes(minisign.signature_file(keys, path.read_bytes(), comment))
    return beside


def sums(folder: Path, left_out: frozenset[str] = frozenset()) -> bytes:
    """SHA256SUMS of a folder as sha256sum writes it: every file, by its path in sorted order."""
    paths = sorted(
        (path.relative_to(folder).as_posix(), path)
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    )
    lines = [f"{_digest(path)}  {name}\n" for name, path in paths if name not in left_out]
    return "".join(lines).encode()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
