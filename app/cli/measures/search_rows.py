"""M8–M10: what searching costs over plain SQLite, over looking through everything, and in bytes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from app import bootstrap
from app.cli.measures.ground import PASSPHRASE, new_vault, plain_copy
from app.cli.measures.measuring import Row, interleaved, milliseconds
from app.domain.progress import NoProgress
from app.domain.search import FoundKind
from app.keys.derivation import Cost
from app.services.application import Application
from app.services.search import Search
from app.services.seeding import Seeding
from app.store import search_bodies, search_query
from app.store.connection import Connection
from app.store.search_bodies import Owner
from app.store.search_query import Question
from app.store.search_words import terms_of, words_of
from app.store.vault import Vault

_SEED = 20_230_601
_ASKED, _PAGE, _SHOWN_OF = 120, 50, 10
# The same talks again under other ids, dates and numbers; heads last, for they close the rest.
_COPIES = (
    """INSERT INTO talk_body (talk_id, planned_at, place, began_at, ended_at, summary, requirement,
    statement, text_digest, sealed_at, delegation) SELECT talk_id || :n, planned_at, place,
    began_at, ended_at, summary, requirement, statement, text_digest, sealed_at, delegation
    FROM talk_body WHERE length(talk_id) = 36""",
    """INSERT INTO participant (talk_id, position, role, name, unit_name, title, person_id, unit_id,
    guest_key) SELECT talk_id || :n, position, role, name, unit_name, title, person_id, unit_id,
    guest_key FROM participant WHERE length(talk_id) = 36 AND role = 'interviewee'""",
    """INSERT INTO answer (talk_id, id, place, prompt_set_id, prompt_number, area, question, text)
    SELECT talk_id || :n, id, place, prompt_set_id, prompt_number, area, question, text
    FROM answer WHERE length(talk_id) = 36""",
    """INSERT INTO talk (id, number_year, serial, number, kind, status, day, subject, interviewees,
    unit_names, attendance) SELECT id || :n, number_year - 100 * :n, serial, number || '-' || :n,
    kind, status, day, subject, interviewees, unit_names, attendance
    FROM talk WHERE length(id) = 36""",
)
_TALKS = "SELECT id, day FROM talk WHERE length(id) = 36 ORDER BY day DESC, id"
_ENTRIES = """
INSERT INTO search_entry (number, kind, owner_id, day, mark) VALUES (?, 'talk', ?, ?, 0)
"""
_FIRST = "SELECT min(number) FROM search_entry WHERE kind = 'talk'"
_WORDS = "INSERT INTO search_index (rowid, words) VALUES (?, ?)"
_LIKE = "SELECT count(DISTINCT talk_id) FROM answer WHERE text LIKE ?"
_INDEX_BYTES = """
SELECT (SELECT sum(length(block)) FROM search_index_data)
    + (SELECT sum(length(owner_id) + length(day) + 20) FROM search_entry)
"""


@dataclass(frozen=True, slots=True)
class SearchGround:
    """The unlocked vault, its plain copy, what is asked, and the bytes of index and texts."""

    application: Application
    plain: Vault
    asked: tuple[str, ...]
    index_bytes: int
    text_bytes: int

    def close(self) -> None:
        """Close both."""
        self.plain.close()
        self.application.lock()


def search_ground(folder: Path, talks: int, searched: int) -> SearchGround:
    """A vault in which so many talks can be searched, made of so many different ones."""
    application = new_vault(folder, Cost(16 * 1024, 1, 1))
    session = application.session
    Seeding(session.vault, session.trail).grow(talks, _SEED, NoProgress())
    application.indexing.finish()
    with session.vault.transaction() as connection:
        texts = _texts(connection)
        sizes = connection.execute(_INDEX_BYTES).fetchone()[0], sum(len(t.encode()) for t in texts)
        asked = tuple(_questions(connection, texts))
        indexed = _indexed(connection)
        for number in range(1, searched // talks):
            _copy(connection, indexed, number)
    session.vault.checkpoint()
    plain = plain_copy(session.vault, folder / "plain")
    # both begin with fresh connections, as in ground
    application.lock()
    access = bootstrap.access(folder / "preferences")
    again = access.unlock(application.folder, PASSPHRASE, NoProgress())
    return SearchGround(again, plain, asked, *sizes)


def searching(ground: SearchGround, rounds: int, searched: int) -> Iterator[Row]:
    """M8 and M9: the newest 50 that the index has for what is asked."""
    vault, plain = ground.application.session.vault, ground.plain
    with vault.reading() as ours, plain.reading() as floor:
        sides = {"ours": partial(_newest, ours), "floor": partial(_newest, floor)}
        taken = _taken(ground.asked, sides, rounds)
        acts = [partial(_looked_through, ours, text) for text in ground.asked[:rounds]]
        likes = [milliseconds(act) for act in acts]
    p50 = median(taken["ours"]), median(taken["floor"])
    p95 = _p95(taken["ours"]), _p95(taken["floor"])
    measure = f"查索引，最新 50 条（共 {searched} 场），中位"
    yield Row("M8", measure, *p50, "ms", 1.10, "下限是同一份索引，在同一版 SQLite 的不加密副本上")
    yield Row("M8b", "查索引，最新 50 条，第95百分位", *p95, "ms", 1.30)
    note = "下限是同一保险库里用 LIKE 把答复翻一遍"
    yield Row("M9", "查索引，第95百分位", p95[0], median(likes), "ms", 0.005, note)


def showing(ground: SearchGround, rounds: int) -> Row:
    """M8c: a whole page of hits: asked, read, looked at, and its words marked."""
    trail = ground.application.session.trail
    sides = {
        "ours": Search(ground.application.session.vault, trail).find,
        "floor": Search(ground.plain, trail).find,
    }
    # a page takes twenty times what the index alone takes: every tenth question is enough
    taken = _taken(ground.asked[::_SHOWN_OF], sides, max(2, rounds // 2))
    note = "连同取回正文、逐条核对、标出字词；下限同上"
    ours, floor = median(taken["ours"]), median(taken["floor"])
    return Row("M8c", "查找一页 50 条，中位", ours, floor, "ms", 1.10, note)


def _taken(
    asked: Iterable[str], sides: Mapping[str, Callable[[str], object]], rounds: int
) -> dict[str, list[float]]:
    """The median milliseconds each side takes for each question, in turns after a warm-up."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for text in asked:
        acts = {name: partial(side, text) for name, side in sides.items()}
        for name, time in interleaved(rounds, acts).items():
            taken[name].append(time)
    return taken


def _newest(connection: Connection, text: str) -> object:
    terms = search_query.named(connection, terms_of(text))
    return search_query.candidates(connection, Question(terms), _PAGE)


def _looked_through(connection: Connection, text: str) -> object:
    return connection.execute(_LIKE, (f"%{text}%",)).fetchall()


def index_size(ground: SearchGround) -> Row:
    """M10: the bytes of the index beside those of the texts it is of."""
    mebibyte = 1 << 20
    ours, floor = ground.index_bytes / mebibyte, ground.text_bytes / mebibyte
    return Row("M10", "查找索引的大小", ours, floor, "MiB", 0.40, "下限是所收文字的 UTF-8 字节")


def _texts(connection: Connection) -> list[str]:
    rows = connection.execute("SELECT kind, owner_id FROM search_entry").fetchall()
    bodies = (search_bodies.read(connection, Owner(FoundKind(kind), own)) for kind, own in rows)
    return [field.text for body in bodies if body for field in body.fields]


def _questions(connection: Connection, texts: list[str]) -> Iterator[str]:
    """Names, common words, phrases and pairs of words, as people ask for them."""
    dice = random.Random(_SEED)  # noqa: S311 — nothing secret
    names = [row[0] for row in connection.execute("SELECT name FROM person")]
    long = [text for text in texts if len(text) > 30]
    for number in range(_ASKED):
        text = dice.choice(long)
        start = dice.randrange(len(text) - 12)
        word, other = text[start : start + 2], text[start + 6 : start + 8]
        phrase = text[start : start + dice.choice((3, 4, 6))]
        yield (dice.choice(names), word, phrase, f"{word} {other}")[number % 4]


def _indexed(connection: Connection) -> list[tuple[str, str, str]]:
    """Each talk's id, day and words, the newest first."""
    found = []
    for talk_id, day in connection.execute(_TALKS).fetchall():
        body = search_bodies.read(connection, Owner(FoundKind.TALK, talk_id))
        if body is not None:
            words = words_of(field.text for field in body.fields) | body.facets
            found.append((talk_id, day, " ".join(words)))
    return found


def _copy(connection: Connection, talks: list[tuple[str, str, str]], number: int) -> None:
    """Every talk once more, and in the index."""
    for act in _COPIES:
        connection.execute(act, {"n": number})
    first = connection.execute(_FIRST).fetchone()[0] - len(talks)
    rows = list(enumerate(talks, first))
    connection.executemany(_WORDS, ((place, words) for place, (_, _, words) in rows))
    entries = ((place, f"{talk_id}{number}", day) for place, (talk_id, day, _) in rows)
    connection.executemany(_ENTRIES, entries)


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]
