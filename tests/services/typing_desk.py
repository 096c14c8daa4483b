"""A recorder who types for ever: a child process that saves an answer and tells what was kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from app.domain.ids import AnswerId, TalkId
from app.services.talks import Talks
from app.services.trail import Trail
from app.store.vault import open_vault
from app.system.clock import SystemClock
from app.system.ids import new_id

ROOT = Path(__file__).parents[2]
SENTENCE = "谈话对象说明了情况。"
_TOLD_BYTES = 8


def typed(count: int) -> str:
    """What stands in the field after so many pauses in typing."""
    return f"{count}：" + SENTENCE * (count % 200)


def type_for_ever(
    folder: Path, key: bytes, talk_id: TalkId, answer_id: AnswerId, told: int
) -> None:
    """The child: one more sentence at each pause, told once it is kept."""
    vault = open_vault(folder, bytearray(key))
    talks = Talks(vault, Trail(SystemClock(), "记录人", new_id))
    count = int(talks.get(talk_id).answer(answer_id).text.partition("：")[0] or 0)
    while True:
        count += 1
        talks.save_answer(talk_id, answer_id, typed(count))
        os.write(told, count.to_bytes(_TOLD_BYTES, "big"))


def killed_while_typing(folder: Path, key: bytes, where: tuple[str, str], pause: float) -> int:
    """Let a child type for a moment, kill it, and give the last count it was told is kept."""
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "tests.services.typing_desk"]
    child = subprocess.Popen(
        [*command, str(folder), key.hex(), *where, str(writing)], cwd=ROOT, pass_fds=(writing,)
    )
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read(_TOLD_BYTES)
        time.sleep(pause)
        child.send_signal(signal.SIGKILL)
        child.wait()
        told += pipe.read()
    whole = len(told) - len(told) % _TOLD_BYTES
    return int.from_bytes(told[whole - _TOLD_BYTES : whole], "big")


if __name__ == "__main__":
    type_for_ever(
        Path(sys.argv[1]),
        bytes.fromhex(sys.argv[2]),
        TalkId(sys.argv[3]),
        AnswerId(sys.argv[4]),
        int(sys.argv[5]),
    )
