"""M4, M7, M11, M12: what the vault costs where the disk is asked — cold, in bulk, as a whole."""

from __future__ import annotations

import hmac
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from statistics import median

from app.cli.measures.ground import PLAIN, Ground, plain_vault
from app.cli.measures.measuring import Act, Row, interleaved, milliseconds
from app.domain.ids import TalkId
from app.domain.people import UnitKind
from app.domain.progress import NoProgress
from app.domain.roster import Place, PreviewRow, RosterEntry, RosterPost, RosterPreview, Standing
from app.services.rosters import Rosters
from app.services.talks import Talks
from app.services.trail import Trail
from app.store.integrity import examined
from app.store.vault import FILE_NAME, Vault, open_vault

_OPENED = 100
_FEWEST_ROUNDS = 5  # the whole database goes through each round of these
_SAME_CODE = "下限是同一段程序，跑在同一版 SQLite 的不加密副本上"
_LIMIT = "上限是 HMAC-SHA512 单独跑过同样多的字节"
_BLOCK = bytes(1 << 16)
_KEY = bytes(64)
_MEBIBYTE = 1 << 20


def cold(ground: Ground, rounds: int) -> Row:
    """M4: the list and a hundred talks, read from the disk and not from the machine's memory."""
    measure = f"谈话列表加 {_OPENED} 场谈话，系统缓存清空"
    ground.application.session.vault.checkpoint()
    ground.plain.checkpoint()
    sides: dict[str, tuple[Path, Callable[[], Vault]]] = {
        "ours": (ground.application.folder / FILE_NAME, lambda: _opened_again(ground)),
        "floor": (ground.plain.folder / PLAIN, lambda: plain_vault(ground.plain.folder)),
    }
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds + 1):  # the first one warms up the program, not the files
        for name in sides if number % 2 else reversed(sides):
            taken[name].append(_read_cold(ground, *sides[name]))
    ours, floor = (median(taken[name][1:]) for name in ("ours", "floor"))
    can_forget = hasattr(os, "posix_fadvise")
    note = _SAME_CODE if can_forget else "这个系统不让程序清空缓存，所以是热的"
    return Row("M4", measure, ours, floor if can_forget else None, "ms", 1.4, note)


def importing(ground: Ground, rounds: int, people: int = 250) -> Row:
    """M7: a roster of new persons taken in at once."""
    numbers = count(1)
    trail = ground.application.session.trail
    ours = Rosters(ground.application.session.vault, trail)
    plain = Rosters(ground.plain, Trail(trail.clock, trail.who, trail.new_id))

    def taker(rosters: Rosters) -> Act:
        return lambda: rosters.take(_roster(numbers, people), {})

    found = interleaved(rounds, {"ours": taker(ours), "floor": taker(plain)})
    measure = f"一次导入 {people} 人的名册"
    return Row("M7", measure, found["ours"], found["floor"], "ms", 1.10, _SAME_CODE)


def checking(ground: Ground, rounds: int = _FEWEST_ROUNDS) -> Row:
    """M11: whether every page of the vault is as it was sealed."""
    session = ground.application.session
    path = session.folder / FILE_NAME

    def check() -> None:
        with examined(path, session.keys.sqlcipher, NoProgress()) as view:
            view.pages()

    session.vault.checkpoint()
    row = _speed(_Named("M11", "核对每一页的封印", 0.50, rounds), path, check)
    whole = milliseconds(lambda: ground.application.integrity.check(NoProgress()))
    said = f"连结构、引用、留痕、附件一起核对是 {_speed_of(path, whole):.0f} MB/s"
    return replace(row, note=f"{row.note}；{said}")


def backing_up(ground: Ground, rounds: int = _FEWEST_ROUNDS) -> Row:
    """M12: a backup set: copied to a key of its own, synced, read back and looked through."""
    session = ground.application.session
    path, sets = session.folder / FILE_NAME, session.folder / "backups"

    def back_up() -> None:
        ground.application.backups.make(NoProgress())

    def clear() -> None:
        shutil.rmtree(sets, ignore_errors=True)

    row = _speed(_Named("M12", "做一份核对过的备份", 0.30, rounds), path, back_up, clear)
    clear()
    said = "读、写、读回各要验一遍，所以不可能超过 0.33"
    return replace(row, note=f"{row.note}；{said}")


@dataclass(frozen=True, slots=True)
class _Named:
    """Which row, what it measures, the ratio to be reached, and how often it is tried."""

    id: str
    measure: str
    goal: float
    rounds: int


def _speed(
    named: _Named,
    path: Path,
    act: Act,
    before: Callable[[], None] = lambda: None,
) -> Row:
    """How fast the act gets through the file, against a mere digest of as many bytes."""
    size = path.stat().st_size
    ours, limit = list[float](), list[float]()
    for _ in range(named.rounds + 1):
        before()
        ours.append(milliseconds(act))
        limit.append(milliseconds(lambda: _digest(size)))
    return Row(  # the first round of each was the warm-up
        id=named.id,
        measure=named.measure,
        ours=_speed_of(path, median(ours[1:])),
        floor=_speed_of(path, median(limit[1:])),
        unit="MB/s",
        goal=named.goal,
        note=f"{_LIMIT}（{size / _MEBIBYTE:.0f} MB）",
        is_least=True,
    )


def _speed_of(path: Path, milliseconds_taken: float) -> float:
    return path.stat().st_size / _MEBIBYTE * 1000 / milliseconds_taken


def _digest(size: int) -> None:
    for _ in range(-(-size // len(_BLOCK))):
        hmac.digest(_KEY, _BLOCK, "sha512")


# ── cold reading ─────────────────────────────────────────────────────────────────────────────────


def _opened_again(ground: Ground) -> Vault:
    session = ground.application.session
    return open_vault(session.folder, bytearray(session.keys.sqlcipher))


def _read_cold(ground: Ground, path: Path, opened: Callable[[], Vault]) -> float:
    vault = opened()
    try:
        talks = Talks(vault, ground.application.session.trail)
        _forget(path)
        return milliseconds(lambda: _read(talks, ground.talk_ids))
    finally:
        vault.close()


def _read(talks: Talks, ids: tuple[TalkId, ...]) -> None:
    talks.page(limit=_OPENED)
    for talk_id in ids[:: max(1, len(ids) // _OPENED)][:_OPENED]:
        talks.get(talk_id)


def _forget(path: Path) -> None:
    """Let the machine drop what it remembers of the file."""
    if not hasattr(os, "posix_fadvise"):
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


# ── a roster ─────────────────────────────────────────────────────────────────────────────────────


def _roster(numbers: Iterator[int], people: int) -> RosterPreview:
    place = Place("量一量.xlsx")
    rows = []
    for row in range(people):
        number = next(numbers)
        post = RosterPost(f"示例镇{number % 40}", UnitKind.TOWNSHIP, "党委书记", "正科", True)
        entry = RosterEntry(place, f"示{number}", "男", "汉族", "中共党员", posts=(post,))
        rows.append(PreviewRow(row, entry, Standing.NEW))
    return RosterPreview(tuple(rows))
