"""Signed on a machine with any time zone: named, ruled, a file, none, or nonsense."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.bootstrap import prepare_process
from app.cli.main import main
from app.system.clock import SystemClock
from app.system.local_time import settle_local_time
from tests.documents.paper import MADE_AT
from tests.signing.conftest import Office

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="TZ is a word of POSIX")

CHINA, UTC, INDIA = timedelta(hours=8), timedelta(), timedelta(hours=5, minutes=30)
ZONES = {
    "CST-8": CHINA,
    "<+08>-8": CHINA,
    "CST-8CDT,M5.1.0,M9.1.0": CHINA,
    "IST-5:30": INDIA,
    "EST5EDT": timedelta(hours=-5),
    "Asia/Shanghai": CHINA,
    ":Asia/Shanghai": CHINA,
    "/usr/share/zoneinfo/Asia/Shanghai": CHINA,
    "/etc/passwd": UTC,
    "/": UTC,
    ":": UTC,
    "": UTC,
    "Asia/Nowhere": UTC,
    "北京时间": UTC,
    "XXX-24": UTC,  # no clock stands a day away from UTC
    "XXX99": UTC,
    "XXX-8YYY-30,M5.1.0,M9.1.0": UTC,
    "LMT-8:05:43": UTC,  # a PDF knows no seconds in an offset
}


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A machine whose zone may be set; afterwards it is what it was."""
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


def set_zone(machine: pytest.MonkeyPatch, zone: str) -> None:
    machine.setenv("TZ", zone)
    time.tzset()
    # what pyHanko would ask for the zone must not remember the one of before
    machine.setattr("tzlocal.unix._cache_tz", None)


@pytest.mark.parametrize("zone", ZONES)
def test_it_signs_and_tells_the_local_time(
    zone: str, machine: pytest.MonkeyPatch, office: Office, archived: bytes
) -> None:
    set_zone(machine, zone)
    settle_local_time()
    at = SystemClock().local(MADE_AT)
    assert at.utcoffset() == ZONES[zone]
    verdict = office.judge(office.sign(archived, at))
    assert verdict.is_genuine, verdict.reasons
    (signature,) = verdict.signatures
    assert signature.signed_at == MADE_AT
    assert signature.signed_at.utcoffset() == ZONES[zone]


def test_without_a_word_about_it_the_machines_own_zone_holds(
    machine: pytest.MonkeyPatch, office: Office, archived: bytes
) -> None:
    machine.delenv("TZ", raising=False)
    time.tzset()
    settle_local_time()
    assert "TZ" not in os.environ
    assert office.judge(office.sign(archived, SystemClock().local(MADE_AT))).is_genuine


def test_the_window_and_the_terminal_settle_it_before_they_tell_a_time(
    machine: pytest.MonkeyPatch,
) -> None:
    for begin in (prepare_process, lambda: main(["version"])):
        set_zone(machine, "XXX-24")
        with pytest.raises(ValueError, match="offset"):
            SystemClock().local(MADE_AT)
        begin()
        assert SystemClock().local(MADE_AT).utcoffset() == UTC
