"""A PostgreSQL of a test's own: made in a folder, reached by a unix socket alone, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PASSWORD = "hetang-yuese-7"  # of made-up databases only
CLERK = "clerk"
_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
_UNPRIVILEGED = ("postgres", "nobody")
_SETTINGS = {
    "listen_addresses": "",  # no port is opened on any network
    "fsync": "off",  # the machine itself is not switched off in a test; a killed server loses nothing
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "24",
    "max_locks_per_transaction": "256",
    "autovacuum": "off",
    "jit": "off",
    "logging_collector": "off",
}


@dataclass(slots=True)
class Server:
    """A server with one role that has a password; databases are made as tests need them."""

    folder: Path
    user: str | None
    settings: dict[str, str]
    process: subprocess.Popen[bytes]
    made: int = 0

    @property
    def sockets(self) -> Path:
        """Where the server listens; a folder only its user and this test reach."""
        return self.folder / "s"

    def url(self, database: str, role: str = CLERK) -> str:
        """How a desk is told of this database: no password in it."""
        return f"postgresql://{role}@/{database}?host={self.sockets}"

    def conninfo(self, database: str) -> str:
        """How the server's owner comes in."""
        return f"host={self.sockets} dbname={database} user=owner password={PASSWORD}"

    def new_database(self) -> str:
        """An empty database of the clerk's."""
        self.made += 1
        name = f"ledger{self.made}"
        self.tell(f"CREATE DATABASE {name} OWNER {CLERK}")
        return name

    def tell(self, *sentences: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Say something to the server as its owner; give the rows of the last sentence."""
        import psycopg  # the fixture starts faster without it where there is no server

        rows: list[tuple[object, ...]] = []
        with psycopg.connect(self.conninfo(database), autocommit=True) as line:
            for sentence in sentences:
                found = line.execute(sentence)  # type: ignore[call-overload]
                rows = found.fetchall() if found.description else []
        return rows

    def kill(self) -> None:
        """The server dies as if its machine did: every process of it, at once."""
        children = [int(line) for line in _children(self.process.pid)]
        self.process.send_signal(signal.SIGSTOP)  # it must not tidy up after its children
        for pid in [*children, self.process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def start(self) -> None:
        """Start it again after it was killed or stopped."""
        (self.folder / "d" / "postmaster.pid").unlink(missing_ok=True)
        self.process = _started(self.folder, self.user, self.settings)

    def stop(self) -> None:
        """Stop it without waiting for those who are still connected."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _started(folder: Path, user: str | None, own: dict[str, str]) -> subprocess.Popen[bytes]:
    settings = [
        part for key, value in (_SETTINGS | own).items() for part in ("-c", f"{key}={value}")
    ]
    sockets = ["-k", str(folder / "s")]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [str(_BINARIES[-1] / "postgres"), "-D", str(folder / "d"), *sockets, *settings],
            user=user, stdout=log, stderr=log, cwd=folder,
        )  # fmt: skip
    for _ in range(2400):  # a machine under load takes its time
        pid_file = folder / "d" / "postmaster.pid"
        if pid_file.exists() and pid_file.read_text().rstrip().endswith("ready"):
            return process
        if process.poll() is not None:
            break
        time.sleep(0.025)
    raise RuntimeError((folder / "log").read_text("utf-8"))


@contextlib.contextmanager
def own_server(place: str | None = None, **settings: str) -> Iterator[Server]:
    """A server for the tests of one file; skips with a plain word where PostgreSQL is missing.

    place is where its folder is made, in memory if nothing is said; settings differ from the usual.
    """
    if not _BINARIES:
        pytest.skip("PostgreSQL is not installed here")
    user = _somebody() if os.geteuid() == 0 else None
    shm = Path("/dev/shm")
    # a socket's path has no more than 107 bytes, and the folder must be reachable for its user
    place = place or (str(shm) if os.access(shm, os.W_OK) else None)
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=place))
    try:
        _prepare(folder, user)
        server = Server(folder, user, settings, _started(folder, user, settings))
        try:
            server.tell(f"CREATE ROLE {CLERK} LOGIN PASSWORD '{PASSWORD}'")
            yield server
        finally:
            if server.process.poll() is None:
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _somebody() -> str:
    for name in _UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    pytest.skip("PostgreSQL does not run as root, and there is no other user here")


def _prepare(folder: Path, user: str | None) -> None:
    (folder / "s").mkdir()
    (folder / "password").write_text(PASSWORD)
    if user:
        for path in (folder, folder / "s", folder / "password"):
            shutil.chown(path, user)
    folder.chmod(0o700)
    subprocess.run(
        [
            str(_BINARIES[-1] / "initdb"), "-D", str(folder / "d"), "-U", "owner", "-E", "UTF8",
            "--locale=C", "-N", "-A", "scram-sha-256", "--no-instructions",
            f"--pwfile={folder / 'password'}",
        ],
        user=user, cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
