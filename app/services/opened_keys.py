"""The private half of a signing key where it lies: in the vault, in a file, on a token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import FileTooLargeError, FileUnreadableError
from app.domain.signer import KeyKind, Signer
from app.domain.signer_errors import SigningKeyMissingError

if TYPE_CHECKING:
    from app.signing.keys import Key, MemoryKey

OWN_KEY = "signer."  # under which a key of the vault is kept, its signer's id behind it
LARGEST_FILE = 1_000_000


@contextmanager
def opened_key(signer: Signer, private: bytes, secret: str) -> Iterator[Key]:
    """A signer's key as long as it is needed; private is that of a key kept in the vault.

    Raises SigningKeyMissingError when that one is lost, what file_key raises, and what
    tokens.open_token and its key raise.
    """
    # starts faster
    from app.signing.keys import MemoryKey

    if signer.kind is KeyKind.VAULT:
        if not private:
            raise SigningKeyMissingError(signer.name)
        yield MemoryKey.loaded(private, signer.certificate)
    elif signer.kind is KeyKind.FILE:
        yield file_key(Path(signer.path), secret)
    else:
        # starts faster
        from app.signing.tokens import TokenPlace, open_token

        with open_token(TokenPlace(signer.path, signer.serial), secret) as token:
            yield token.key(certificate=signer.certificate)


def file_key(path: Path, passphrase: str) -> MemoryKey:
    """The key in a file, which is read and left where it is.

    Raises FileUnreadableError, FileTooLargeError, SigningFileUnreadableError,
    SigningFilePassphraseError, SigningKeyMissingError, SigningCertificateMissingError,
    SigningKeyUnsuitableError, CertificateNotForSigningError.
    """
    # starts faster
    from app.signing.pkcs12 import key_in

    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
            size = path.stat().st_size
    except OSError as error:
        raise FileUnreadableError(path.name) from error
    if len(content) > LARGEST_FILE:
        raise FileTooLargeError(path.name, size, LARGEST_FILE)
    return key_in(content, passphrase, path.name)
