"""Where the ledger of a province is: a URL without a password, and nothing but what it says.

The library behind psycopg would fill what is not said from the environment, from files in the
user's home and from its own defaults; every such door is shut here, so that the desk speaks to
the database the setting names and to no other.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from app.domain.province_errors import LedgerAddressError

SCHEMES = ("postgresql", "postgres")
PORT = 5432
_PORTS = 65536
_AFTER_SCHEME = re.compile(
    r"(?:(?P<user>[^@/?#]*)@)?(?P<host>\[[^\]/]*\]|[^:@/?#\[\]]*)(?::(?P<port>[0-9]{1,5}))?"
    r"(?:/(?P<database>[^/?#]*))?(?:\?(?P<query>[^#]*))?"
)
_ENCODED = re.compile(rb"%([0-9A-Fa-f]{2})")
_UNFINISHED = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_FILES = ("sslrootcert", "sslcert", "sslkey")
_CHECKED = "verify-full"
_ENCRYPTED = frozenset({"require", "verify-ca", _CHECKED})
_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,63}\Z")
_ANSWER_SECONDS = 10
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
    scheme, between, rest = url.strip().partition("://")
    if not between or scheme not in SCHEMES:
        raise LedgerAddressError("scheme", scheme if between else "")
    parts = _AFTER_SCHEME.fullmatch(rest)
    if parts is None:
        raise LedgerAddressError("format")
    given = _options(parts["query"])
    user = parts["user"] or ""
    if ":" in user or {"password", "passfile"} & set(given):
        raise LedgerAddressError("password")
    host = _host(_plain((parts["host"] or "").strip("[]")), given)
    if unknown := sorted(set(given) - {"host", "sslmode", *_FILES}):
        raise LedgerAddressError("option", unknown[0])
    return Address(
        host=host,
        port=_port(parts["port"]),
        user=_named("user", _plain(user)),
        database=_named("database", _plain(parts["database"] or "")),
        encryption=_encryption(host, given),
        files=tuple((name, given[name]) for name in _FILES if given.get(name)),
    )


def _options(query: str | None) -> dict[str, str]:
    given: dict[str, str] = {}
    for option in query.split("&") if query else ():
        name, between, value = option.partition("=")
        if not between or name in given:
            raise LedgerAddressError("format")
        given[_plain(name)] = _plain(value)
    return given


def _plain(text: str) -> str:
    """A part of a URL as it is meant: %E5%8F%B0 is 台."""
    if _UNFINISHED.search(text):
        raise LedgerAddressError("format")
    try:
        return _ENCODED.sub(lambda found: bytes.fromhex(found[1].decode()), text.encode()).decode()
    except UnicodeError as error:
        raise LedgerAddressError("format") from error


def _port(digits: str | None) -> int:
    port = int(digits or PORT)
    if not 0 < port < _PORTS:
        raise LedgerAddressError("format")
    return port


def _host(named: str, given: dict[str, str]) -> str:
    host = named or given.get("host", "")
    # several hosts in one word would let the library choose among them
    if not host or "," in host or (named and "host" in given):
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
