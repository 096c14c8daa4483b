"""M4, M7, M11, M12: what the vault costs where the disk is asked — cold, in bulk, as a whole."""

from __future__ import annotations

import hmac
import os
import shutil
from collections.abc import Callable, Iterator
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
from app.store.vault import FILE_NAME, Vault, open_vault

_OPENED = 100
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


def importing(ground: Ground, rounds: int, people: int = 500) -> Row:
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


def checking(ground: Ground, rounds: int) -> Row:
    """M11: the check of the whole vault, as the screen offers it."""
    ground.application.session.vault.checkpoint()
    check = ground.application.integrity.check
    return _speed(("M11", "完整检查保险库", 0.50), ground, rounds, lambda: check(NoProgress()))


def backing_up(ground: Ground, rounds: int) -> Row:
    """M12: a backup set, written, read back and checked, with its attachments."""
    sets = ground.application.folder / "backups"

    def back_up() -> None:
        ground.application.backups.make(NoProgress())

    def clear() -> None:
        shutil.rmtree(sets, ignore_errors=True)

    row = _speed(("M12", "做一份核对过的备份", 0.30), ground, rounds, back_up, clear)
    clear()
    return row


def _speed(
    named: tuple[str, str, float],
    ground: Ground,
    rounds: int,
    act: Act,
    before: Callable[[], None] = lambda: None,
) -> Row:
    """How many bytes of the vault the act gets through in a second, against their mere digest."""
    size = (ground.application.folder / FILE_NAME).stat().st_size
    ours, limit = [], []
    for number in range(rounds + 1):
        before()
        ours.append(milliseconds(act))
        limit.append(milliseconds(lambda: _digest(size)))
        if not number:  # the warm-up
            ours.clear()
            limit.clear()
    speed = size / _MEBIBYTE * 1000
    note = f"{_LIMIT}（{size / _MEBIBYTE:.0f} MB）"
    row_id, measure, goal = named
    return Row(
        row_id, measure, speed / median(ours), speed / median(limit), "MB/s", goal, note, True
    )


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
