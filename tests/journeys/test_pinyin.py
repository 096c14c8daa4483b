"""Pinyin is typed at a real keyboard into the real program, and hanzi stand in the vault."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.domain.progress import NoProgress
from app.services.preferences import Choices, Preferences
from tests.conftest import PASSPHRASE
from tests.input_desktop import FCITX5_PINYIN, Desktop, desktop, lacking
from tests.journeys.test_kill import ROOT, talk  # noqa: F401  (a talk under way)

LONGEST_SECONDS = 150
PINYIN, HANZI = "nihao", "你好"


def written(screen: Desktop, vault: Path, talk_id: str, awaited: str = HANZI) -> list[str]:
    """Type the passphrase and then pinyin, each as it is asked for; give what the program told."""
    Preferences(screen.bus.home / "config" / "tanxinbu").keep(Choices(last_folder=vault))
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.pinyin_writer", talk_id, awaited],
        cwd=ROOT,
        env=screen.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    told: list[str] = []
    late = threading.Timer(LONGEST_SECONDS, program.kill)
    late.start()
    assert program.stdout is not None
    with program.stdout as lines:
        screen.come_to("谈心簿")
        for line in lines:
            told.append(line.rstrip("\n"))
            answer(screen, told[-1])
    late.cancel()
    assert program.wait(10) == 0, told[-6:]
    return told


def answer(screen: Desktop, told: str) -> None:
    """Do what a user does who sees that."""
    place, *facts = told.split(" ")
    if place == "door" and facts[1] == "0":
        screen.type(PASSPHRASE)
    elif place == "door" and facts[1] == str(len(PASSPHRASE)):
        screen.hand("key", "Return")
    elif told == "answer ":
        screen.type(PINYIN)
        screen.hand("key", "space")
    elif told == "answer  ":  # on a machine at its limit a first letter may come too early
        screen.hand("key", "BackSpace")


@pytest.mark.skipif(
    bool(lacking(str(FCITX5_PINYIN), "fcitx5")),
    reason=f"fcitx5, fcitx5-pinyin, openbox or xdotool is missing: {lacking('fcitx5')}",
)
def test_pinyin_by_fcitx5_becomes_hanzi_in_the_vault_and_never_touches_the_passphrase(
    tmp_path,
    access,
    new_vault,
    talk,  # noqa: F811
):
    with desktop(tmp_path / "desk") as screen:
        screen.start_fcitx5()
        told = written(screen, new_vault.folder, talk)
    # pinyin was on from the first key: had it reached the passphrase, the door had stayed shut
    assert told[0] == "door portal 0"
    assert f"door portal {len(PASSPHRASE)}" in told
    assert told[-2:] == ["answer ", f"answer {HANZI}"]
    application = access.unlock(new_vault.folder, new_vault.passphrase, NoProgress())
    try:
        assert HANZI in [answer.text for answer in application.talks.get(talk).answers]
    finally:
        application.lock()
