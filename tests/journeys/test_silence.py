"""Nothing leaves this machine, and nothing outside the vault tells whom was talked to about what."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import bootstrap
from app.domain.progress import NoProgress
from app.domain.talk_list import TalkFilter
from app.services.application import Application

ROOT = Path(__file__).parents[2]
# What the demonstration is asked to make: papers, pictures, and forms to try the import with.
ASKED_FOR = {".pdf", ".png", ".xlsx", ".lrmx"}
LONGEST_SECONDS = 240
# execve is traced too, to see that there was something to see; the filter in the kernel is faster
STRACE = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=network,execve"]
SOCKET = re.compile(r"\bsocket(?:pair)?\((\w+)")
CONNECT = re.compile(r"\b(?:connect|bind|sendto)\(.*sa_family=(\w+)")


def strace_refusal() -> str:
    """Why strace cannot be used here, or nothing."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run([*STRACE, "-o", os.devnull, "true"], capture_output=True, text=True)
    return f"strace is not permitted here: {tried.stderr.strip()}" if tried.returncode else ""


NO_STRACE = strace_refusal()
needs_strace = pytest.mark.skipif(bool(NO_STRACE), reason=NO_STRACE)


def at_home_in(folder: Path) -> dict[str, str]:
    """An environment whose home, and every folder a program may write to, is this one."""
    places = {
        "HOME": folder,
        "XDG_CONFIG_HOME": folder / "config",
        "XDG_DATA_HOME": folder / "data",
        "XDG_STATE_HOME": folder / "state",
        "XDG_CACHE_HOME": folder / "cache",
        "XDG_RUNTIME_DIR": folder / "runtime",
        "TMPDIR": folder / "tmp",
    }
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        **os.environ,
        **{name: str(place) for name, place in places.items()},
        "QT_QPA_PLATFORM": "offscreen",
        # without a bus of its own Qt would start one, and strace would wait for that to end
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
    }


def traced(home: Path, *arguments: str, **surroundings: str) -> str:
    """Run the program under strace; give every act on a socket by it and its children."""
    log = home / "sockets.txt"
    tracing = [*STRACE, "-o", log] if not NO_STRACE else []
    done = subprocess.run(
        [*tracing, sys.executable, "-m", "ui.main", *arguments],
        cwd=ROOT,
        env={**at_home_in(home), **surroundings},
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    told = log.read_text("utf-8", errors="replace") if log.exists() else ""
    log.unlink(missing_ok=True)
    return told


def families(log: str) -> set[str]:
    """Every kind of address that was spoken of."""
    return {*SOCKET.findall(log), *CONNECT.findall(log)}


@needs_strace
def test_the_check_itself_sees_a_network_socket(tmp_path):
    log = tmp_path / "log"
    speaking = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
    command = [
        "strace",
        "-f",
        "-qq",
        "-e",
        "trace=network",
        "-o",
        log,
        sys.executable,
        "-c",
        speaking,
    ]
    subprocess.run(command, check=True)
    assert "AF_INET" in families(log.read_text("utf-8"))


@needs_strace
def test_opening_the_window_speaks_to_no_other_machine(tmp_path):
    assert families(traced(tmp_path, "--exit-when-shown")) <= {"AF_UNIX", "AF_LOCAL"}


@pytest.fixture
def screen() -> Iterator[str]:
    """The name of a real X11 screen that nobody sees."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    command = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1366x768x24"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        yield f":{server.stdout.readline().decode().strip()}"
        server.terminate()


@needs_strace
def test_a_window_on_a_real_screen_speaks_to_that_screen_alone(tmp_path, screen):
    log = traced(tmp_path, "--exit-when-shown", DISPLAY=screen, QT_QPA_PLATFORM="xcb")
    assert "/tmp/.X11-unix/" in log
    assert families(log) <= {"AF_UNIX", "AF_LOCAL"}


def in_any_code(words: str, content: bytes) -> bool:
    """Whether the words stand in the bytes; four bytes could do so by chance, so six are asked for."""
    written = [words.encode(code) for code in ("utf-8", "gb18030", "utf-16-le")]
    return any(bytes_ in content for bytes_ in written if len(bytes_) >= 6)


# ── the whole journey, made once by the demonstration ────────────────────────────────────────────


class Journey:
    """What one demonstration left behind."""

    def __init__(self, home: Path) -> None:
        self.home, self.out = home, home / "out"
        self.log = traced(home, "demo", str(self.out))

    @property
    def passphrase(self) -> str:
        told = (self.out / "README.txt").read_text("utf-8")
        return re.search(r"(?m)^passphrase: (.+)$", told).group(1).strip()

    def files_outside_the_vault(self) -> list[Path]:
        vaults = {path.parent for path in self.home.rglob("vault.db")}
        return [
            path
            for path in sorted(self.home.rglob("*"))
            if path.is_file() and not vaults & set(path.parents) and path.suffix not in ASKED_FOR
        ]

    def unlocked(self) -> Application:
        access = bootstrap.access(self.home / "reading")
        return access.unlock(self.out / "vault", self.passphrase, NoProgress())


@pytest.fixture(scope="module")
def journey(tmp_path_factory) -> Journey:
    return Journey(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def secrets(journey) -> set[str]:
    """Every person, every unit and every sentence of the talks."""
    application = journey.unlocked()
    try:
        rows = application.people.page(limit=1000)
        said = {row.name for row in rows} | {unit.name for unit in application.people.units()}
        for row in application.talks.page(TalkFilter(), None, 1000):
            talk = application.talks.get(row.id)
            texts = [talk.summary, talk.requirement, talk.statement, talk.subject]
            texts += [answer.text for answer in talk.answers]
            parts = {part.strip() for text in texts for part in re.split(r"[\n，。；：、]", text)}
            said |= {part for part in parts if len(part) >= 8}
        return {words for words in said if len(words) >= 2}
    finally:
        application.lock()


@needs_strace
def test_the_whole_journey_speaks_to_no_other_machine(journey):
    assert "execve(" in journey.log
    assert families(journey.log) <= {"AF_UNIX", "AF_LOCAL"}


def test_the_journey_left_something_to_look_through(journey, secrets):
    assert len(secrets) > 30
    assert len(journey.files_outside_the_vault()) > 5
    assert any(path.suffix == ".pdf" for path in journey.out.iterdir())


def test_no_file_outside_the_vault_holds_a_name_or_a_word_of_the_talk(journey, secrets):
    told = []
    for path in journey.files_outside_the_vault():
        content = path.read_bytes()
        told += [(path.name, words) for words in secrets if in_any_code(words, content)]
    assert not told


def test_no_file_is_named_after_a_person_or_unit(journey, secrets):
    names = " ".join(str(path.relative_to(journey.home)) for path in journey.home.rglob("*"))
    assert not [words for words in secrets if words in names]


def test_the_vault_itself_is_not_legible(journey, secrets):
    told = []
    for vault in {path.parent for path in journey.home.rglob("vault.db")}:
        for path in vault.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            told += [(path.name, words) for words in secrets if words.encode() in content]
    assert not told
