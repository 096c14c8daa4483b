"""Names in certificates may hold every character there is.

asn1crypto prepares names for comparing by RFC 4518, which knows Unicode 3.2: for a name such as
王𬭎, written in 2003 and later, it says that such a character cannot be. Who is trusted is decided
here by fingerprints; names are only compared to tell one certificate from another.
"""

from __future__ import annotations

import unicodedata

from asn1crypto.x509 import NameTypeAndValue

# the library offers no other way to change its rule
_as_it_was = NameTypeAndValue._ldap_string_prep  # noqa: SLF001


def _prepared(self: NameTypeAndValue, text: str) -> str:
    try:
        return str(_as_it_was(self, text))
    except ValueError:
        words = unicodedata.normalize("NFKC", text).casefold().split()
        return f" {' '.join(words)} "


def know_every_character() -> None:
    """Let certificates be compared whose names hold characters younger than the rule."""
    NameTypeAndValue._ldap_string_prep = _prepared  # noqa: SLF001
