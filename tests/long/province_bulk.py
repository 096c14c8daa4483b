"""A province's ledger under load: very many talks, then how fast they are found and counted.

    .venv/bin/python -m tests.long.province_bulk TAKEN TIMES OFFICES [folder of the server]

So many talks are taken by the way every package goes; the server then makes them so many times as
many, each time as the talks of other offices. Prints rates as JSON lines, and the plans that matter.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from app.domain.package import NO_PACKAGE_BEFORE, OfficeCard
from app.domain.registry import DeskSearch, Heard, TakenFinding, TakenPackage, TakenTalk
from app.store.province import tables
from app.store.province.address import read_address
from tests.conftest import StandingClock
from tests.postgres import Server, own_server
from tests.services.province_desk import NOON, Clerk, a_clerk, a_finding, a_package, a_talk, root_of

PER_PACKAGE = 500
SETTINGS = {
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "autovacuum": "on",
    "work_mem": "32MB",
}
_COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"


class Writer:
    """Makes up talks of about a hundred characters each, as lists without narrative have."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(seed)
        rare = [chr(0x4E00 + n) for n in range(0, 20000, 8)]
        self.words = ["".join(dice.choices(_COMMON, k=2)) for _ in range(1500)]
        self.words += ["".join(dice.choices(rare, k=dice.randrange(2, 5))) for _ in range(6000)]
        self.dice = dice

    def text(self, words: int) -> str:
        return "".join(self.dice.choices(self.words, k=words))

    def talk(self, code: str, sequence: int, place: int) -> TakenTalk:
        dice = self.dice
        name = dice.choice(SURNAMES) + "".join(dice.choices(_COMMON, k=2))
        unit = f"{self.words[dice.randrange(900)]}局"
        subject, said = self.text(6), self.text(25)
        number = f"2026-{sequence:03}-{place:05}"
        return a_talk(
            sequence,
            office_code=code,
            talk_id=f"{code}-{sequence:04}-{place:05}",
            number=number,
            day=(date(2021, 1, 1) + timedelta(days=dice.randrange(2000))).isoformat(),
            subject=subject,
            interviewees=name,
            unit_names=unit,
            heard=(Heard(f"{name}\n{unit}", dice.random() < 0.1),),
            findings=(self.finding(sequence, place),) if place % 2 else (),
            texts="\n".join((number, subject, f"{name} {unit}", said)),
            document=json.dumps({"number": number, "text": said}, ensure_ascii=False),
        )

    def finding(self, sequence: int, place: int) -> TakenFinding:
        return a_finding(f"f{sequence}-{place}", document=json.dumps({"x": self.text(10)}))


def say(what: str, **told: object) -> None:
    print(json.dumps({"what": what, **told}, ensure_ascii=False), flush=True)


def of_office(code: str, sequence: int) -> TakenPackage:
    """The next package of an office."""
    package = a_package(sequence, code, PER_PACKAGE)
    previous = root_of(sequence - 1, code) if sequence > 1 else NO_PACKAGE_BEFORE
    seal = replace(package.index.seal, office_code=code, previous=previous)
    return replace(package, index=replace(package.index, seal=seal))


def load(clerk: Clerk, many: int, codes: list[str]) -> None:
    """Take packages of five hundred talks, one office after the other."""
    for number, code in enumerate(codes):
        key = number.to_bytes(32, "big")
        clerk.ledger.trust(OfficeCard(code, f"第{number}县", f"age1{code}", key), NOON, 1)
    writer, taken, begun, shown = Writer(1), 0, time.monotonic(), time.monotonic()
    sequence = 0
    while taken < many:
        sequence += 1
        for code in codes:
            if taken >= many:
                break
            talks = (writer.talk(code, sequence, place) for place in range(PER_PACKAGE))
            clerk.ledger.take(of_office(code, sequence), talks, [])
            taken += PER_PACKAGE
            if time.monotonic() - shown > 30:
                shown = time.monotonic()
                say("loading", talks=taken, per_second=round(taken / (shown - begun)))
    spent = time.monotonic() - begun
    say("loaded", talks=taken, seconds=round(spent, 1), per_second=round(taken / spent))


_COPIED = (
    tables.OFFICE,
    tables.PACKAGE,
    tables.TALK,
    tables.FINDING,
    tables.NEWEST_TALK,
    tables.NEWEST_HEARD,
    tables.NEWEST_FINDING,
)
_SHIFTED = {"code": "lpad((code::int + {by})::text, 6, '0')"}
_SHIFTED["office_code"] = _SHIFTED["code"].replace("code", "office_code")


def multiply(server: Server, database: str, times: int) -> None:
    """Make the talks so many times as many; the index of words is made anew at the end."""
    index = "CREATE INDEX newest_talk_words ON newest_talk USING gin (words)"
    begun = time.monotonic()
    heads = ["SET search_path = tanxinbu", "SET maintenance_work_mem = '512MB'"]
    server.tell(*heads, "DROP INDEX newest_talk_words", database=database)
    for turn in range(1, times):
        for table in _COPIED:
            names = [column.name for column in table.columns]
            shown = [_SHIFTED.get(name, name).format(by=turn * 1000) for name in names]
            sentence = (
                f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {', '.join(shown)} "
                f"FROM {table.name} WHERE {names[0]} < '101000'"
            )
            server.tell(heads[0], sentence, database=database)
        say("multiplying", times=turn + 1, seconds=round(time.monotonic() - begun, 1))
    made = time.monotonic()
    server.tell(*heads, index, database=database)
    say("index of words", seconds=round(time.monotonic() - made, 1))


def ask(clerk: Clerk, codes: list[str]) -> None:
    """How long questions take: the middle one and the longest of several."""
    writer = Writer(1)
    rare = [DeskSearch(words=word) for word in writer.words[2000:2010]]
    frequent = [DeskSearch(words=word) for word in writer.words[:10]]
    asked: dict[str, list[DeskSearch]] = {
        "newest": [DeskSearch()],
        "rare word": rare,
        "frequent word": frequent,
        "one character": [DeskSearch(words=sign) for sign in _COMMON[:10]],
        "two words": [replace(one, words=f"{one.words} {writer.words[7]}") for one in frequent],
        "name": [DeskSearch(name=f"{SURNAMES[n]}{_COMMON[n]}") for n in range(10)],
        "unit of an office": [
            DeskSearch(unit=writer.words[n], codes=(codes[n % len(codes)],)) for n in range(10)
        ],
        "word in a month": [
            replace(one, first=date(2023, 5, 1), last=date(2023, 5, 31)) for one in frequent
        ],
    }
    for name, questions in asked.items():
        times, found = [], 0
        for question in questions:
            begun = time.monotonic()
            found += len(clerk.ledger.search(question))
            times.append(time.monotonic() - begun)
        times.sort()
        middle = round(1000 * times[len(times) // 2])
        say("search", of=name, middle_ms=middle, longest_ms=round(1000 * times[-1]), found=found)


def count(clerk: Clerk, codes: list[str]) -> None:
    for name, period, wanted in (
        ("all offices, one year", (date(2023, 1, 1), date(2023, 12, 31)), ()),
        ("all offices, all years", (date(2021, 1, 1), date(2030, 12, 31)), ()),
        ("one office, one year", (date(2023, 1, 1), date(2023, 12, 31)), (codes[3],)),
    ):
        begun = time.monotonic()
        figures = clerk.ledger.figures(*period, wanted)
        say(
            "figures",
            of=name,
            seconds=round(time.monotonic() - begun, 2),
            sittings=figures.total.sittings,
        )
    begun = time.monotonic()
    say("offices", rows=len(clerk.ledger.offices()), seconds=round(time.monotonic() - begun, 2))


def plans(server: Server, database: str, code: str) -> Iterator[str]:
    for asked in (
        f"SELECT * FROM newest_talk WHERE office_code = '{code}' ORDER BY day DESC LIMIT 50",
        f"SELECT * FROM talk WHERE office_code = '{code}' AND sequence = 1",
        "SELECT * FROM newest_talk ORDER BY day DESC, office_code, talk_id LIMIT 50",
    ):
        rows = server.tell("SET search_path = tanxinbu", f"EXPLAIN {asked}", database=database)
        lines = [str(row[0]) for row in rows]
        pieces = sum(" on newest_talk_" in line or " on talk_" in line for line in lines)
        yield f"{asked}: {pieces} of 16 pieces; {lines[0].strip()}"


def main(many: int, times: int, offices: int, place: str | None) -> None:
    codes = [f"{100_000 + n:06}" for n in range(offices)]
    home = Path(tempfile.mkdtemp(prefix="bulk"))
    with own_server(place, **SETTINGS) as server:
        url = server.url(server.new_database())
        with a_clerk(home / "desk", url, StandingClock()) as clerk:
            clerk.ledger.prepare()
            load(clerk, many, codes)
            database = read_address(url).database
            if times > 1:
                multiply(server, database, times)
            begun = time.monotonic()
            server.tell("ANALYZE", database=database)
            sized = server.tell(
                "SELECT pg_size_pretty(pg_database_size(current_database()))", database=database
            )
            say("analyzed", seconds=round(time.monotonic() - begun, 1), size=str(sized[0][0]))
            ask(clerk, codes)
            count(clerk, codes)
            for plan in plans(server, database, codes[3]):
                say("plan", of=plan)


if __name__ == "__main__":
    given = sys.argv[1:]
    numbers = [int(one) for one in given[:3]] + [40_000, 25, 40][len(given[:3]) :]
    many, times, offices = numbers
    main(many, times, offices, given[3] if len(given) > 3 else None)
