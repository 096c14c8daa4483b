"""Nothing of a talk can be read in any file that is written, in the vault's folder or outside it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.progress import NoProgress
from app.store.vault import Vault
from tests.conftest import PASSPHRASE
from tests.services.killing_talks import hold_a_talk, set_up, way_in
from tests.services.marked_story import found_in, prepare, readable, story

ROOT = Path(__file__).parents[2]
CHAPTERS = ("made", "sealed", "handed over", "looked after", "exchanged", "locked")
WRITES = "write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,rename,renameat2,openat"
STRACE = ["strace", "-f", "-qq", "--seccomp-bpf", "-xx", "-s", "3000000", "-e", f"trace={WRITES}"]


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    prepare(folder)
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where everything is written: vault, preferences, log, stick, and the machine's own temp."""
    folder = tmp_path / "place"
    (folder / "tmp").mkdir(parents=True)
    return folder


def child(place: Path, outside: Path, *before: str) -> tuple[subprocess.Popen[bytes], int]:
    """The story told in a process of its own, and where it tells its chapters."""
    reading, writing = os.pipe()
    temp = str(place / "tmp")
    process = subprocess.Popen(
        [*before, sys.executable, "-B", "-m", "tests.services.marked_story",
         str(place), str(outside), str(writing)],
        cwd=ROOT, pass_fds=[writing], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "TMPDIR": temp, "SQLITE_TMPDIR": temp, "HOME": temp},
    )  # fmt: skip
    os.close(writing)
    return process, reading


def test_the_markers_would_be_found(tmp_path: Path) -> None:
    for number, code in enumerate(("utf-8", "utf-16-le", "utf-16-be", "gb18030")):
        (tmp_path / f"{number}.bin").write_bytes(b"\x00\x01" + "欧阳青岚".encode(code))
    (tmp_path / "4.json").write_text('{"name": "\\u6b27\\u9633\\u9752\\u5c9a"}')
    (tmp_path / "欧阳青岚.db").write_bytes(b"")
    assert len(readable(tmp_path)) == 6


def test_every_file_of_the_whole_story_is_unreadable_while_it_is_open_and_after(
    place: Path, outside: Path
) -> None:
    told = []
    for chapter in story(place, outside):
        told.append(chapter)
        assert readable(place) == [], chapter
    assert tuple(told) == CHAPTERS
    names = {path.name for path in place.rglob("*")}
    # so that the search looked at what it is about
    assert {"vault.db", "keys.json", "head.json", "backup.json", "tanxinbu.log"} <= names
    assert list(place.rglob("*.001")), "a package on the stick"
    assert "ValueError" in (place / "logs" / "tanxinbu.log").read_text("utf-8")
    assert found_in((outside / "3.pdf").read_bytes()), "the scan itself could be read outside"


@pytest.mark.parametrize("chapter", CHAPTERS[:-2])
def test_a_kill_amid_the_story_leaves_nothing_readable(
    place: Path, outside: Path, chapter: str
) -> None:
    """Not at a chapter's end but within the next one: what is under way is cut off."""
    process, reading = child(place, outside)
    with os.fdopen(reading, "rb") as told:
        for said in told:
            if said.decode().strip() == chapter:
                break
        try:
            process.wait(0.3)
        except subprocess.TimeoutExpired:
            process.kill()
        output, _ = process.communicate()
    assert process.returncode in (0, -9), output.decode()
    assert output == b""
    assert list((place / "vault").glob("vault.db*"))
    assert readable(place) == []


def strace_refusal() -> str:
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run([*STRACE, "-o", os.devnull, "true"], check=False, capture_output=True)
    return "strace is not permitted here" if tried.returncode else ""


@pytest.mark.skipif(bool(strace_refusal()), reason=strace_refusal())
def test_no_write_at_all_carries_a_readable_word(
    place: Path, outside: Path, tmp_path: Path
) -> None:
    """Every write, and the name of every file made, also of those gone when one comes to look."""
    log = tmp_path / "writes.txt"
    process, reading = child(place, outside, *STRACE, "-o", str(log))
    with os.fdopen(reading, "rb") as told:
        chapters = told.read().decode().splitlines()
    output, _ = process.communicate()
    assert process.returncode == 0, output.decode()
    assert tuple(chapters) == CHAPTERS
    writes, is_seen = 0, False
    escaped = re.compile(rb"(?:\\x[0-9a-f]{2})+")
    with log.open("rb") as lines:
        for line in lines:
            if b" openat(" in line and b"O_CREAT" not in line:
                continue  # what is only read, such as the program itself
            for piece in escaped.findall(line):
                writes += 1
                content = bytes.fromhex(piece.replace(b"\\x", b"").decode())
                is_seen = is_seen or b'"format":"tanxinbu-head"' in content
                assert not found_in(content), line[:80]
    assert writes > 1_000
    assert is_seen, "what is written readable on purpose was seen in the trace"


# ── how it is brought about ──────────────────────────────────────────────────────────────────────


def test_temporary_tables_and_sorting_stay_in_memory(vault: Vault) -> None:
    with vault.reading() as connection:
        assert connection.execute("PRAGMA temp_store").fetchone() == (2,)
        (options,) = zip(*connection.execute("PRAGMA compile_options"), strict=True)
        assert "TEMP_STORE=2" in options


SORTING = """
import os, sys
from pathlib import Path
from app.store import pragmas
from tests.conftest import opened_connection

with opened_connection(Path(sys.argv[1]), sys.argv[2]) as connection:
    pragmas.settle(connection)
    connection.execute("PRAGMA cache_size = 50")
    connection.execute("CREATE TEMP TABLE t (a TEXT)")
    connection.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
        " INSERT INTO t SELECT '鸬鹚渡' || hex(randomblob(40)) FROM n"
    )
    rows = connection.execute("SELECT a FROM t ORDER BY a DESC")
    rows.fetchone()
    held = [os.readlink(entry) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
    print([name for name in held if "etilqs" in name or "deleted" in name])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="open files are listed under /proc")
def test_a_sort_larger_than_the_cache_opens_no_temporary_file(application, place: Path) -> None:
    application.lock()
    told = subprocess.run(
        [sys.executable, "-c", SORTING, str(application.folder), PASSPHRASE],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "SQLITE_TMPDIR": str(place / "tmp"), "TMPDIR": str(place / "tmp")},
    )  # fmt: skip
    assert told.stdout.strip() == "[]", told.stderr
    assert list((place / "tmp").iterdir()) == []


def test_nothing_but_the_vaults_own_files_lies_in_its_folder(tmp_path: Path) -> None:
    desk = set_up(tmp_path)
    application = way_in(tmp_path).unlock(desk.folder, PASSPHRASE, NoProgress())
    hold_a_talk(application, lambda *_: None)
    application.lock()
    names = {path.name for path in desk.folder.iterdir()}
    assert names - {"ballast", "backups"} == {
        "vault.db", "keys.json", "keys.json.1", "head.json", "vault.lock", "attachments",
    }  # fmt: skip
