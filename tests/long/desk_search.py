"""The desk's ledger of a hundred offices with a hundred thousand talks: taken, found, counted.

One office's packages are taken as they come; the others have the same talks under their own codes,
since making the words of all of them would take ten minutes and measure nothing more.

python -m tests.long.desk_search [talks]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from app.domain.registry import DeskSearch, TakenTalk
from app.services.trail import Trail
from app.services.vault_ledger import VaultLedger
from app.store import registry_words
from app.store.migrate import REGISTRY
from app.store.vault import create_vault
from app.system.ids import new_id
from tests.conftest import KEY, StandingClock
from tests.services.ledger_stories import NOON, Office, finding, person
from tests.services.realistic_records import REQUIRED, SAID, STATED, SUMMED

OFFICES, IN_A_PACKAGE, IN_FULL = 100, 200, 5
FAMILY, GIVEN = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗",
    "伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚桂",
)
UNITS = ("青石镇", "白水街道", "临江镇", "财政局", "教育局", "交通局", "水利局", "云岭乡")
KINDS = (("heart", "谈心谈话"), ("supervision", "监督谈话"), ("reminder", "提醒谈话"))
BEGAN = date(2016, 1, 4)


def said(dice: Random) -> str:
    numbers = {"n": dice.randint(2, 90), "k": dice.randint(1, 9), "a": dice.randint(1, 99)}
    days = {"m": dice.randint(1, 12), "d": dice.randint(1, 28)}
    names = {key: named(dice) for key in ("colleague", "colleague2", "leader", "who")}
    lines = [*dice.choices(SAID, k=12), dice.choice(SUMMED), dice.choice(REQUIRED)]
    lines.append(dice.choice(STATED))
    return "".join(lines).format(**numbers, **days, **names, other=dice.choice(UNITS))


def named(dice: Random) -> str:
    return dice.choice(FAMILY) + "".join(dice.choices(GIVEN, k=2))


def talks(office: Office, first: int, dice: Random) -> Iterator[TakenTalk]:
    for number in range(first, first + IN_A_PACKAGE):
        kind, title = dice.choice(KINDS)
        day = BEGAN + timedelta(days=number * 3650 // 1000 + dice.randint(0, 5))
        problems = (finding(f"f{number}", manifestation=said(dice)[:60]),)
        yield office.talk(
            f"talk-{number}",
            people=(person(named(dice), dice.choice(UNITS)),),
            # most of what counties send is the list without what was said
            said=said(dice) if number % IN_FULL == 0 else None,
            kind=kind,
            kind_title=title,
            day=day.isoformat(),
            findings=problems if dice.random() < 0.6 else (),
        )


def told(what: str, count: int, work: Callable[[], object]) -> None:
    """CPU and wall of one piece of work, the best of three."""
    best_cpu = best_wall = 1e9
    for _ in range(3):
        wall, cpu = time.monotonic(), time.process_time()
        work()
        best_cpu = min(best_cpu, time.process_time() - cpu)
        best_wall = min(best_wall, time.monotonic() - wall)
    print(f"{what:<34} {best_cpu * 1000:8.1f} ms CPU {best_wall * 1000:8.1f} ms  {count or ''}")


def fill(ledger: VaultLedger, wanted: int) -> None:
    """Take the talks of one office as packages bring them, then copy them for all others."""
    dice, office = Random(7), Office("320100", "第0县纪委监委")
    ledger.trust(office.card(), NOON, 1)
    longest, cpu = 0.0, time.process_time()
    for first in range(0, wanted // OFFICES, IN_A_PACKAGE):
        package = office.package(talks=IN_A_PACKAGE)
        coming = list(talks(office, first, dice))
        before = time.process_time()
        ledger.take(package, coming, [])
        longest = max(longest, time.process_time() - before)
    spent = time.process_time() - cpu
    print(f"one office: {spent:.1f} s CPU, the longest of {IN_A_PACKAGE} talks {longest:.2f} s CPU")
    cpu, slices, longest, left = time.process_time(), 0, 0.0, 1
    while left:
        before = time.process_time()
        left = ledger.catch_up(0.08)
        longest, slices = max(longest, time.process_time() - before), slices + 1
    spent = time.process_time() - cpu
    print(
        f"its words: {spent:.1f} s CPU, {slices} slices, the longest {longest:.2f} s CPU",
        flush=True,
    )
    copy_office(ledger, office)


_COPIES = (
    """INSERT INTO office SELECT replace(code, '320100', :code), name, recipient, public_key,
    trusted_at, last_sequence, last_root, distrusted_at, distrust_reason FROM office
    WHERE code = '320100'""",
    *(
        f"""INSERT INTO {table} SELECT :code, {rest} FROM {table} WHERE office_code = '320100'"""
        for table, rest in (
            (
                "package",
                "sequence, index_digest, bag_root, previous, level, reason, talks, head_sequence,"
                "head_digest, created_at, received_at, index_file, receipt_file, statistics",
            ),
            (
                "talk",
                "sequence, talk_id, number, kind, day, interviewees, unit_names, document, process",
            ),
            ("finding", "sequence, finding_id, talk_id, number, deadline, status, document"),
            (
                "newest_talk",
                "talk_id, sequence, full_sequence, number, kind, kind_title, is_collective,"
                "is_make_up, day, subject, interviewees, unit_names, findings",
            ),
            (
                "newest_heard",
                "day, talk_id, position, kind_title, is_collective, who, is_first_form",
            ),
            (
                "newest_finding",
                "day, talk_id, finding_id, status, nature, is_common, is_personal, regulation,"
                "is_regulation_new",
            ),
        )
    ),
)


def copy_office(ledger: VaultLedger, office: Office) -> None:
    """The same talks under ninety-nine other codes; their words are made once."""
    with ledger.vault.reading() as connection:
        rows = connection.execute(
            "SELECT talk_id, sequence, full_sequence, day, kind_title FROM newest_talk"
        ).fetchall()
        made = [
            (*row, registry_words._words(connection, (office.code, row[0]), list(row[1:3]), row[4]))
            for row in rows
        ]
    ours = registry_words.office_facet(office.code)
    for place in range(1, OFFICES):
        code = f"{320100 + place}"
        theirs = registry_words.office_facet(code)
        with ledger.vault.transaction() as connection:
            for sql in _COPIES:
                connection.execute(sql, {"code": code})
            for talk_id, sequence, full, day, _, words in made:
                number = registry_words._next_number(connection, date.fromisoformat(day))
                text = words.replace(ours, theirs)
                connection.execute(registry_words._TAKE_IN, (number, text))
                connection.execute(registry_words._ADD, (number, code, talk_id, sequence, full))


def main() -> int:
    """Fill a desk, ask it, tell what it took."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        vault = create_vault(folder, bytearray(KEY), REGISTRY)
        ledger = VaultLedger(vault, Trail(StandingClock(), "登记处", new_id))
        fill(ledger, wanted)
        vault.checkpoint()
        print(f"the vault is {(folder / 'vault.db').stat().st_size >> 20} MiB")
        year = (date(2020, 1, 1), date(2020, 12, 31))
        asked = (
            DeskSearch(),
            DeskSearch(words="宅基地"),
            DeskSearch(words="宅基地 公车费"),
            DeskSearch(words="雨"),
            DeskSearch(words="抢通", codes=("320142",)),
            DeskSearch(words="备案", kinds=("提醒谈话",), first=year[0], last=year[1]),
            DeskSearch(name="王伟"),
            DeskSearch(name="王伟芳", unit="云岭"),
            DeskSearch(unit="财政局", codes=("320107",)),
            DeskSearch(kinds=("谈心谈话",), codes=("320107",)),
            DeskSearch(words="没有人说过这句话"),
        )
        for search in asked:
            parts = (search.words, search.name, search.unit, *search.codes, *search.kinds)
            found = len(ledger.search(search))
            told(
                " ".join(filter(None, parts)) or "（全部）",
                found,
                lambda s=search: ledger.search(s),
            )
        told("figures of a year", 0, lambda: ledger.figures(*year, ()))
        told("figures of all years", 0, lambda: ledger.figures(BEGAN, date(2030, 1, 1), ()))
        told("offices", 0, ledger.offices)
        told("kinds", 0, ledger.kinds)
        vault.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
