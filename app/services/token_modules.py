"""Which makers' libraries for signing tokens this machine has, to be proposed."""

from __future__ import annotations

from app.system.token_modules import found_modules


def proposed_modules() -> tuple[str, ...]:
    """Paths of PKCS#11 libraries in the places makers put them; none is loaded."""
    return found_modules()
