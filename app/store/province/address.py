"""Where the ledger of a province is: a URL without a password, and nothing but what it says.

The library behind psycopg would fill what is not said from the environment, from files in the
user's home and from its own defaults; every such door is shut here, so that the desk speaks to
the database the setting names and to no other.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from app.domain.province_errors import LedgerAddressError

SCHEMES = ("postgresql", "postgres")
PORT = 5432
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_FILES = ("sslrootcert", "sslcert", "sslkey")
_CHECKED = "verify-full"
_ENCRYPTED = frozenset({"require", "verify-ca", _CHECKED})
_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,63}\Z")
_ANSWER_SECONDS = 6
# a clerk waits for another's transaction, not for ever; no query of a desk takes a minute
_OPTIONS = (
    "-c lock_timeout=10s -c statement_timeout=60s -c idle_in_transaction_session_timeout=120s"
    " -c timezone=UTC -c client_min_messages=error -c search_path=tanxinbu"
    " -c default_transaction_isolation=read\\ committed"
)


@dataclass(frozen=True, slots=True)
class Address:
    """A database on a server: host is a name, an address, or the folder of a unix socket."""

    host: str
    port: int
    user: str
    database: str
    encryption: str
    files: tuple[tuple[str, str], ...] = field(default=())

    @property
    def place(self) -> str:
        """The server as a person would name it."""
        return self.host if self.is_socket else f"{self.host}:{self.port}"

    @property
    def is_socket(self) -> bool:
        """Whether the server is reached through a file of this machine."""
        return self.host.startswith("/")

    def parameters(self, password: str) -> dict[str, str | int]:
        """What is handed to psycopg: everything, so that nothing is taken from elsewhere."""
        return {
            "host": self.host,
            "hostaddr": "",
            "port": self.port,
            "user": self.user,
            "dbname": self.database,
            "password": password,
            "passfile": os.devnull,
            "sslmode": self.encryption,
            "gssencmode": "disable",
            "connect_timeout": _ANSWER_SECONDS,
            "keepalives_idle": 20,
            "tcp_user_timeout": 20_000,
            "client_encoding": "UTF8",
            "application_name": "tanxinbu registry",
            "options": _OPTIONS,
            **dict(self.files),
        }


def read_address(url: str) -> Address:
    """Read the URL: postgresql://user@host:5432/database or postgresql://user@/database?host=/run/…

    Raises LedgerAddressError.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port or PORT
        given = dict(
            parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
        )
    except ValueError as error:
        raise LedgerAddressError("format") from error
    if parts.scheme not in SCHEMES:
        raise LedgerAddressError("scheme", parts.scheme)
    if parts.password is not None or {"password", "passfile"} & set(given):
        raise LedgerAddressError("password")
    host = _host(parts, given)
    if unknown := sorted(set(given) - {"host", "sslmode", *_FILES}):
        raise LedgerAddressError("option", unknown[0])
    return Address(
        host=host,
        port=port,
        user=_named("user", unquote(parts.username or "")),
        database=_named("database", unquote(parts.path.removeprefix("/"))),
        encryption=_encryption(host, given),
        files=tuple((name, given[name]) for name in _FILES if given.get(name)),
    )


def _host(parts: SplitResult, given: dict[str, str]) -> str:
    host = parts.hostname or given.get("host", "")
    # several hosts in one word would let the library choose among them
    if not host or "," in host or (parts.hostname and "host" in given):
        raise LedgerAddressError("host", host)
    return host


def _named(part: str, name: str) -> str:
    if not _NAME.match(name):
        raise LedgerAddressError(part, name)
    return name


def _encryption(host: str, given: dict[str, str]) -> str:
    asked = given.get("sslmode", "")
    if host.startswith("/"):
        return "disable"  # a file of this machine; TLS does not go through it
    if host in _LOCAL:
        return asked or "prefer"
    if asked and asked not in _ENCRYPTED:
        raise LedgerAddressError("encryption", asked)
    return asked or _CHECKED
