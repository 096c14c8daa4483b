"""A recorder who works for ever: a child process that types or seals, and tells what was kept."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from app.domain.ids import AnswerId, TalkId
from app.domain.talk import TalkStatus
from app.domain.talk_list import TalkFilter
from app.services.talks import Talks
from app.services.trail import Trail
from app.store.vault import open_vault
from app.system.clock import SystemClock
from app.system.ids import new_id
from tests.children import kill, working

SENTENCE = "谈话对象说明了情况。"
_TOLD_BYTES = 8


def typed(count: int) -> str:
    """What stands in the field after so many pauses in typing."""
    return f"{count}：" + SENTENCE * (count % 200)


def count_typed(text: str) -> int:
    return int(text.partition("：")[0] or 0)


def typing(talks: Talks, talk_id: str, answer_id: str) -> Iterator[int]:
    """One more sentence at each pause, for ever."""
    count = count_typed(talks.get(TalkId(talk_id)).answer(AnswerId(answer_id)).text)
    while True:
        count += 1
        talks.save_answer(TalkId(talk_id), AnswerId(answer_id), typed(count))
        yield count


def sealing(talks: Talks) -> Iterator[int]:
    """One signed talk after the other, until there are no more."""
    count = len(talks.page(TalkFilter(statuses=(TalkStatus.SEALED,)), limit=10_000))
    for row in talks.page(TalkFilter(statuses=(TalkStatus.SIGNED,)), limit=10_000):
        count += 1
        talks.seal(row.id)
        yield count


def killed_at_work(folder: Path, key: bytes, work: list[str], pause: float) -> int:
    """Let a child work for a moment, kill it, and give the last count it was told is kept."""
    with working(work_until_killed, folder, key, work) as (child, pipe):
        told = pipe.read(_TOLD_BYTES)
        time.sleep(pause)
        kill(child)
        told += pipe.read()
    whole = len(told) - len(told) % _TOLD_BYTES
    return int.from_bytes(told[whole - _TOLD_BYTES : whole], "big")


def work_until_killed(folder: Path, key: bytes, work: list[str], told: int) -> None:
    vault = open_vault(folder, bytearray(key))
    talks = Talks(vault, Trail(SystemClock(), "记录人", new_id))
    kept = typing(talks, *work[1:]) if work[0] == "type" else sealing(talks)
    for count in kept:
        os.write(told, count.to_bytes(_TOLD_BYTES, "big"))
