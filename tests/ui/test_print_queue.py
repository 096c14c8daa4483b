"""A real queue of CUPS, with a printer that runs out of paper: what it says is told.

The server is the test's own, with a socket in the test's folder; nothing is printed anywhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from app.documents.trial_page import trial_page
from tests.documents.paper import MADE_AT, OFFICE

ROOT = Path(__file__).parents[2]
CUPSD, LPADMIN = shutil.which("cupsd") or "/usr/sbin/cupsd", shutil.which("lpadmin")
pytestmark = pytest.mark.skipif(
    not Path(CUPSD).exists() or LPADMIN is None or os.name == "nt",
    reason="no CUPS on this machine",
)
BACKEND = """#!/bin/sh
if [ $# = 0 ]; then echo 'direct paper "Unknown" "paper"'; exit 0; fi
while [ ! -e {folder}/has-paper ]; do echo "STATE: +media-empty-error" >&2; sleep 0.2; done
echo "STATE: -media-empty-error" >&2
cat "${{6:-/dev/stdin}}" > {folder}/printed.pdf
"""
CONFIGURATION = """
Listen {folder}/cups.sock
DefaultAuthType None
WebInterface No
Browsing No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
FILES = """
ServerRoot {folder}/root
ServerBin {folder}/bin
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/access
ErrorLog {folder}/error
PageLog {folder}/page
"""
PRINTS = """
import sys, time
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication
from pathlib import Path
from threading import Thread
from app.domain.errors import AppError
from ui.printing import a4_printer, print_papers, refuse_hindered, refuse_waiting
application = QApplication([])
print(QPrinterInfo.availablePrinterNames())
printer = a4_printer()
printer.setPrinterName("laser")
printer.setResolution(100)
refuse_hindered(printer)
pdf = Path(sys.argv[1]).read_bytes()
lane = Thread(target=lambda: print(print_papers([pdf, pdf], printer)))
lane.start()
lane.join()
deadline = time.monotonic() + 10
while time.monotonic() < deadline:
    try:
        refuse_waiting("laser")
    except AppError as error:
        print(type(error).__name__, error.hindrance)
        break
    time.sleep(0.1)
try:
    refuse_hindered(printer)
except AppError as error:
    print(type(error).__name__, error.hindrance)
"""


@dataclass
class Queue:
    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            arguments,
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return done.stdout + done.stderr


@pytest.fixture
def queue(tmp_path_factory) -> Iterator[Queue]:
    # the path of a socket may not be longer than a hundred characters
    folder = Path(tmp_path_factory.mktemp("q"))
    for name in ("root/ppd", "spool/tmp", "cache", "state"):
        (folder / name).mkdir(parents=True)
    shutil.copytree("/usr/lib/cups", folder / "bin", copy_function=os.symlink)
    backend = folder / "bin/backend/paper"
    backend.write_text(BACKEND.format(folder=folder))
    backend.chmod(0o700)
    for name, text in (("cupsd.conf", CONFIGURATION), ("cups-files.conf", FILES)):
        (folder / name).write_text(text.format(folder=folder))
    socket = folder / "cups.sock"
    server = subprocess.Popen(
        [CUPSD, "-f", "-c", folder / "cupsd.conf", "-s", folder / "cups-files.conf"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    environment = {
        **os.environ,
        "CUPS_SERVER": str(socket),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
    }
    made = Queue(folder, environment)
    try:
        deadline = time.monotonic() + 10
        while not socket.exists() and server.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        if not socket.exists():
            pytest.skip("this machine lets no server of CUPS start")
        made.run(str(LPADMIN), "-p", "laser", "-E", "-v", "paper:/x", "-m", "raw")
        yield made
    finally:
        server.terminate()
        server.wait(10)


def test_a_printer_without_paper_says_so_and_goes_on_when_it_has_some(queue, tmp_path):
    pdf = tmp_path / "trial.pdf"
    pdf.write_bytes(trial_page(OFFICE, MADE_AT))
    assert "'printer_ready' 1" in queue.run(sys.executable, "-c", COUNTS)
    said = queue.run(sys.executable, "-c", PRINTS, str(pdf))
    assert "['laser']" in said, said
    assert "\n4\n" in said
    assert "PrinterWaitsError paper_out" in said
    assert "PrinterNotReadyError paper_out" in said, "the next one is not even begun"
    (queue.folder / "has-paper").touch()
    printed = queue.folder / "printed.pdf"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not (printed.exists() and _is_whole(printed)):
        time.sleep(0.1)
    document = pypdfium2.PdfDocument(printed)
    pages = len(document)
    document.close()
    assert pages == 4
    listed = queue.run("lpstat", "-W", "all", "-o") + (queue.folder / "error").read_text("utf-8")
    assert OFFICE not in listed, "the queue names nobody"


def _is_whole(path: Path) -> bool:
    return path.read_bytes().rstrip().endswith(b"%%EOF")


COUNTS = """
from app.services.self_test_machine import printer
found = printer()
print(repr(found.reason.value), found.detail)
"""
ASKS = """
from PySide6.QtWidgets import QApplication
from app.domain.errors import PrinterMissingError
from app.services.printers import hindrance_of
from app.services.self_test_machine import printer
from ui.printing import a4_printer, refuse_without_printer
application = QApplication([])
try:
    refuse_without_printer()
except PrinterMissingError:
    print("no printer")
a4_printer()
print(hindrance_of("laser"))
print(printer().reason)
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="nothing to watch sockets with")
@pytest.mark.parametrize("server", ["", "printers.example:631"])
def test_no_printer_is_looked_for_over_a_network(tmp_path, server):
    """Without its socket CUPS would try port 631; and a server named elsewhere is not asked."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    environment.pop("CUPS_SERVER", None)
    if server:
        environment["CUPS_SERVER"] = server
    log = tmp_path / "calls"
    watched = ["strace", "-f", "-e", "trace=socket,connect", "-o", str(log)]
    subprocess.run(
        [*watched, sys.executable, "-c", ASKS], env=environment, cwd=ROOT, check=True, timeout=60
    )
    calls = log.read_text("utf-8")
    assert "/run/cups/cups.sock" in calls
    assert "AF_INET" not in calls
