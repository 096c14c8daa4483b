"""What a new passphrase must be, wherever one is chosen."""

from __future__ import annotations

from functools import cache

from app.domain.errors import PassphrasesDifferError, PassphraseTooWeakError
from app.domain.passphrase import SHORTEST, Strength
from app.keys import passphrase
from app.system import paths

_WORDS = "texts/passphrase-words.txt"


def strength(words: str) -> Strength:
    """How well a passphrase stands against guessing."""
    return passphrase.strength(words, frozenset(_words()))


def suggested() -> str:
    """Five words typed without an input method."""
    return passphrase.suggested(_words())


def accept(words: str, repeated: str) -> None:
    """See that the passphrase was typed alike twice and stands well enough.

    Raises PassphrasesDifferError, PassphraseTooWeakError.
    """
    if words != repeated:
        raise PassphrasesDifferError
    if not strength(words).is_enough:
        raise PassphraseTooWeakError(length=len(words), needed=SHORTEST)


@cache
def _words() -> tuple[str, ...]:
    return tuple((paths.resources_folder() / _WORDS).read_text("ascii").split())
