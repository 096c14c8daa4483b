"""Pinyin through every input method there is here, into the real program: ibus and fcitx 4 too.

    python -m tests.long.input_methods

Wants ibus and ibus-libpinyin, and for the bridge fcitx, fcitx-module-dbus, fcitx-module-x11 and
fcitx-googlepinyin; what is missing is left out and said. fcitx 4 and 5 exclude each other as
packages: unpack those of fcitx 4 into a folder and lay it over /usr in a space of mounts of one's
own (unshare -m, mount -t overlay), then run this there.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.domain.input_standing import PORTAL_NAME
from app.domain.progress import NoProgress
from app.system.bus_names import names_on_bus
from tests.conftest import PASSPHRASE
from tests.input_desktop import FCITX5_PINYIN, Desktop, desktop, lacking, until
from tests.journeys import test_pinyin
from tests.journeys.test_kill import talk  # noqa: F401  (a talk under way)
from tests.journeys.test_pinyin import HANZI, PINYIN, answer, written

IBUS_PORTAL = Path("/usr/libexec/ibus-portal")
LIBPINYIN = Path("/usr/libexec/ibus-engine-libpinyin")
GOOGLE_PINYIN = Path("/usr/share/fcitx/inputmethod/googlepinyin.conf")
FCITX4_PROFILE = (
    "[Profile]\nIMName=googlepinyin\nEnabledIMList=fcitx-keyboard-us:True,googlepinyin:True\n"
)
FCITX4_CONFIG = "[Program]\nShareStateAmongWindow=All\nDefaultInputMethodState=Active\n"


def start_ibus(screen: Desktop, has_portal: bool) -> None:
    screen.start("env", "GSETTINGS_BACKEND=memory", "ibus-daemon", "--panel=disable", "--xim")
    screen.wait_for("org.freedesktop.IBus")
    until(lambda: _engine(screen) == "libpinyin")
    if has_portal:
        screen.start(str(IBUS_PORTAL))
        screen.wait_for(PORTAL_NAME)


def _engine(screen: Desktop) -> str:
    """The engine in use after the wanted one was asked for; the command's exit code tells less."""
    for words in (["ibus", "engine", "libpinyin"], ["ibus", "engine"]):
        asked = subprocess.run(
            words, env=screen.environment(), capture_output=True, text=True, check=False
        )
    return asked.stdout.strip()


def start_fcitx4(screen: Desktop) -> None:
    folder = screen.bus.home / "config" / "fcitx"
    folder.mkdir(parents=True)
    (folder / "profile").write_text(FCITX4_PROFILE, "ascii")
    (folder / "config").write_text(FCITX4_CONFIG, "ascii")
    screen.start("fcitx", "-D")
    screen.wait_for(f"org.fcitx.Fcitx-{screen.display[1:]}")


def said(way: str) -> list[str]:
    return [f"door {way} 0", f"door {way} {len(PASSPHRASE)}", "answer ", f"answer {HANZI}"]


def proved(screen: Desktop, way: str, access, new_vault, talk_id: str) -> None:
    told = written(screen, new_vault.folder, talk_id)
    assert [line for line in told if line in said(way)] == said(way), told
    application = access.unlock(new_vault.folder, PASSPHRASE, NoProgress())
    try:
        assert HANZI in [answer.text for answer in application.talks.get(talk_id).answers]
    finally:
        application.lock()


@pytest.mark.skipif(
    bool(lacking("ibus-daemon", str(LIBPINYIN))), reason="ibus-libpinyin is missing"
)
@pytest.mark.parametrize(("has_portal", "way"), [(True, "portal"), (False, "ibus")])
def test_by_ibus(tmp_path, access, new_vault, talk, has_portal, way):  # noqa: F811
    with desktop(tmp_path / "desk") as screen:
        start_ibus(screen, has_portal)
        proved(screen, way, access, new_vault, talk)


@pytest.mark.skipif(bool(lacking("fcitx", str(GOOGLE_PINYIN))), reason="fcitx 4 is missing")
def test_by_fcitx_4_through_the_bridge(tmp_path, access, new_vault, talk):  # noqa: F811
    with desktop(tmp_path / "desk") as screen:
        start_fcitx4(screen)
        proved(screen, "bridge", access, new_vault, talk)


@pytest.mark.skipif(bool(lacking("fcitx5", str(FCITX5_PINYIN))), reason="fcitx5 is missing")
def test_what_is_half_spelt_outlives_the_saving_of_what_stood_before(
    tmp_path,
    access,
    new_vault,
    talk,  # noqa: F811
    monkeypatch,
):
    def slowly(screen: Desktop, told: str) -> None:
        if told == f"answer {HANZI}":
            screen.type(PINYIN[:2])
            time.sleep(5)  # the first two characters are in the vault by now
            screen.type(PINYIN[2:])
            screen.hand("key", "space")
        else:
            answer(screen, told)

    monkeypatch.setattr(test_pinyin, "answer", slowly)
    with desktop(tmp_path / "desk") as screen:
        screen.start_fcitx5()
        told = written(screen, new_vault.folder, talk, awaited=HANZI * 2)
    assert told[-1] == f"answer {HANZI * 2}"


@pytest.mark.skipif(bool(lacking()), reason="openbox or xdotool is missing")
def test_where_there_is_none_the_program_says_so_and_letters_come(
    tmp_path,
    access,
    new_vault,
    talk,  # noqa: F811
    monkeypatch,
):
    without = tmp_path / "bin"
    without.mkdir()
    monkeypatch.setenv("PATH", str(without))
    for tool in ("Xvfb", "openbox", "xdotool", "dbus-daemon"):
        found = shutil.which(tool, path="/usr/bin:/bin")
        assert found is not None
        (without / tool).symlink_to(found)
    with desktop(tmp_path / "desk") as screen:
        told = written(screen, new_vault.folder, talk, awaited="nihao ")
    assert told[0] == "door none 0"
    assert told[-1] == "answer nihao "


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing")
def test_the_question_to_the_bus_takes_less_than_ten_milliseconds(tmp_path):
    with desktop(tmp_path / "desk") as screen:
        environment, took = screen.environment(), []
        for _ in range(50):
            began = time.perf_counter()
            assert names_on_bus(environment) is not None
            took.append((time.perf_counter() - began) * 1000)
    print(f"names_on_bus: median {statistics.median(took):.2f} ms, longest {max(took):.2f} ms")
    assert statistics.median(took) < 10


if __name__ == "__main__":
    # this module has loaded Hypothesis before pytest could look at it
    known = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    sys.exit(pytest.main([__file__, "-n0", "-rs", "-s", *known, *sys.argv[1:]]))
