"""M1–M3, M5, M6: what the encrypted vault costs over plain SQLite doing the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median

from app import bootstrap
from app.cli.measures.ground import PASSPHRASE, Ground, new_vault
from app.cli.measures.measuring import Act, Row, interleaved, milliseconds
from app.domain.people import Role
from app.domain.progress import NoProgress
from app.keys.derivation import slot_key
from app.keys.opening import open_keys
from app.services import key_files
from app.services.application import Application
from app.services.talks import ParticipantEntry, TalkEntry, Talks

_SAME_CODE = "下限是同一段程序，跑在同一版 SQLite 的不加密副本上"


def unlocking(folder: Path, rounds: int) -> Row:
    """M1: opening a vault against the key derivation it cannot do without."""
    folder.mkdir()
    application = new_vault(folder)
    vault = application.folder
    application.lock()
    slot = open_keys(key_files.read(vault), PASSPHRASE).slot
    access = bootstrap.access(folder / "preferences")
    unlocked: list[Application] = []

    def unlock() -> None:
        unlocked.append(access.unlock(vault, PASSPHRASE, NoProgress()))

    def derive() -> None:
        slot_key(PASSPHRASE, slot.salt, slot.cost)

    ours, floor = [], []
    for number in range(rounds + 1):
        ours.append(milliseconds(unlock))
        unlocked.pop().lock()
        floor.append(milliseconds(derive))
        if not number:  # the warm-up
            ours.clear()
            floor.clear()
    note = f"下限是单独的 Argon2id（{slot.cost.memory_kib // 1024} MiB，{slot.cost.passes} 遍）"
    return Row("M1", "解锁保险库", median(ours), median(floor), "ms", 1.10, note)


def listing(ground: Ground, rounds: int, listed: int) -> Row:
    """M2: the first page of the list of talks."""
    plain = ground.plain_talks()
    found = interleaved(
        rounds, {"ours": ground.talks.page, "floor": lambda: plain.page()}, repeat=30
    )
    measure = f"谈话列表一页 100 行（共 {listed} 场）"
    return Row("M2", measure, found["ours"], found["floor"], "ms", 1.05, _SAME_CODE)


def opening(ground: Ground, rounds: int) -> Row:
    """M3: one talk with all that is in it."""
    chosen = random.Random(3).choices(ground.talk_ids, k=200)  # noqa: S311 — nothing secret

    def opener(talks: Talks) -> Act:
        return lambda: [talks.get(talk_id) for talk_id in chosen]

    acts = {"ours": opener(ground.talks), "floor": opener(ground.plain_talks())}
    found = interleaved(rounds, acts)
    ours, floor = found["ours"] / len(chosen), found["floor"] / len(chosen)
    return Row("M3", "打开一场谈话", ours, floor, "ms", 1.10, _SAME_CODE)


def saving(ground: Ground, rounds: int) -> tuple[Row, Row]:
    """M5 and M6: entering a talk, against plain SQLite and against doing so without the audit."""
    acts = {
        "ours": planner(ground.talks),
        "plain": planner(ground.plain_talks()),
        "silent": planner(ground.silent_talks()),
    }
    found = interleaved(rounds, acts)
    note = "每次存一场谈话：行、索引、参加人、留痕，一个事务，落盘"
    return (
        Row("M5", "存一场谈话", found["ours"], found["plain"], "ms", 1.30, note),
        Row("M6", "存一场谈话，有无留痕", found["ours"], found["silent"], "ms", 1.08),
    )


def planner(talks: Talks) -> Act:
    """An act that enters one talk after another."""
    days = _days()
    return lambda: talks.plan(_entry(next(days)))


def _days() -> Iterator[datetime]:
    first = datetime(2030, 1, 1, 1, 0, tzinfo=UTC)
    return (first + timedelta(hours=number) for number in count())


def _entry(at: datetime) -> TalkEntry:
    people = (
        ParticipantEntry(Role.INTERVIEWEE, name="赵示例", unit_name="示例镇", title="党委书记"),
        ParticipantEntry(Role.INTERVIEWER, name="周示例", unit_name="示例县纪委", title="书记"),
        ParticipantEntry(Role.RECORDER, name="吴示例", unit_name="示例县纪委", title="主任"),
    )
    return TalkEntry("supervision", "年度监督谈话", at, "谈话室", people)
