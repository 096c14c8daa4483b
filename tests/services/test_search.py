"""One question over everything: talks, persons, findings and attachments are found by words."""

from __future__ import annotations

import contextlib
import random
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.attachment import Attachment, Purpose
from app.domain.finding import FindingStatus
from app.domain.ids import AttachmentId
from app.domain.people import Role, Unit, UnitKind
from app.domain.progress import CancelledError, NoProgress
from app.domain.search import FoundKind, Hit, SearchFilter, SearchPage
from app.domain.talk import TalkStatus
from app.services.indexing import Indexing
from app.services.search import Search
from app.services.seeding import Seeding
from app.services.talks import FindingEntry, ParticipantEntry
from app.store import attachments, search_bodies, search_index, search_query, talks
from app.store.folding import folded
from app.store.search_bodies import Owner
from app.store.search_words import terms_of
from tests.desk import Desk

S = TalkStatus
K = FoundKind


@pytest.fixture
def search(desk: Desk) -> Search:
    return Search(desk.vault, desk.trail)


def answered(desk: Desk, *texts: str, **more: Any) -> str:
    """A talk that is over, in which these answers were given."""
    talk_id = desk.talk_at(S.UNDER_WAY, **more)
    answers = desk.talk(talk_id).answers
    for answer, text in zip(answers, texts, strict=False):
        desk.talks.save_answer(talk_id, answer.id, text)
    for answer in answers[len(texts) :]:
        desk.talks.save_answer(talk_id, answer.id, "无")
    desk.trail.clock.move(minutes=40)
    desk.talks.end(talk_id)
    return talk_id


def attached(desk: Desk, talk_id: str, title: str, purpose: Purpose = Purpose.EVIDENCE) -> str:
    attachment = Attachment(
        id=AttachmentId(desk.trail.new_id()),
        talk_id=talk_id,
        purpose=purpose,
        media_type="application/pdf",
        title=title,
        size=1,
        sha256="a" * 64,
        pages=1,
        made_at=desk.trail.clock.now(),
    )
    with desk.vault.transaction() as connection:
        attachments.add(connection, attachment)
    return attachment.id


def ids(page: SearchPage, kind: FoundKind = K.TALK) -> list[str]:
    return [hit.id for hit in page.hits if hit.kind is kind]


def marked(hit: Hit) -> str:
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in hit.snippet)


# ── what is found ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "typed",
    [
        "贪",
        "水利",
        "水利款",
        "截留了水利款",
        "水利 扶贫",
        "水利款3万",
        "\uff12\uff10\uff12\uff15",
        "貪",
        "\uff13萬",
        "2025年",
    ],
)
def test_words_of_any_length_and_form_find_the_talk_they_were_said_in(desk, search, typed):
    talk_id = answered(desk, "2025年底截留了水利款3万元，不算贪", "扶贫项目没有公示")
    other = answered(desk, "没有这回事")
    found = ids(search.find(typed))
    assert talk_id in found
    assert other not in found


def test_every_word_must_be_there_in_whatever_order(desk, search):
    talk_id = answered(desk, "截留了水利款", "扶贫项目没有公示")
    answered(desk, "截留了水利款")
    assert ids(search.find("公示 水利款")) == [talk_id]
    assert ids(search.find("公示 张三 水利款")) == [talk_id]


def test_a_talk_is_found_by_number_name_unit_subject_place_and_what_was_asked(desk, search):
    talk_id = answered(desk, "无", place="三楼小会议室", subject="换届之后")
    number = desk.talk(talk_id).number
    for typed in (number, "张三", "清溪", "换届", "小会议室"):
        assert talk_id in ids(search.find(typed)), typed
    under_way = desk.talk_at(S.UNDER_WAY)
    desk.talks.ask(under_way, "a1", "食堂的账目呢？")
    assert ids(search.find("食堂的账目")) == [under_way]


def test_the_questions_of_a_set_stand_in_every_talk_and_find_none(desk, search):
    answered(desk, "无")
    assert search.find("说一件具体的事").hits == ()


def test_initials_find_persons_first_and_their_talks(desk, search):
    talk_id = answered(desk, "水利款")
    guest = ParticipantEntry(Role.INTERVIEWEE, name="仇英", unit_name="外县")
    other = desk.plan(participants=(*desk.everybody()[1:], guest))
    found = search.find("zs")
    assert [hit.kind for hit in found.hits] == [K.PERSON, K.TALK]
    assert (found.hits[0].id, found.hits[0].title) == (desk.leader, "张三")
    assert ids(search.find("zs 水利")) == [talk_id]
    assert ids(search.find("qy")) == [other]


def test_persons_are_found_by_former_names_posts_and_units(desk, search):
    rename(desk, "张山")
    for typed in ("张三", "张山", "清溪镇", "党委书记"):
        assert desk.leader in ids(search.find(typed), K.PERSON), typed
    desk.people.change_unit(Unit(desk.township, "清河街道", UnitKind.TOWNSHIP))
    assert ids(search.find("清河"), K.PERSON) == [desk.leader]
    assert search.find("书记 清溪镇", SearchFilter(found=(K.PERSON,))).hits == ()


def test_findings_and_attachments_lead_to_their_talk(desk, search):
    talk_id = answered(desk, "水利款")
    finding, _ = desk.talks.add_finding(talk_id, FindingEntry("a1", "村务公开流于形式"))
    attachment = attached(desk, talk_id, "村务公开栏照片.jpg")
    attached(desk, talk_id, "签字扫描件", Purpose.SCAN)
    found = search.find("村务公开")
    assert {(hit.kind, hit.id, hit.talk_id) for hit in found.hits} == {
        (K.FINDING, finding, talk_id),
        (K.ATTACHMENT, attachment, talk_id),
    }
    assert ids(search.find("张三 流于形式"), K.FINDING) == [finding]
    number = desk.talks.findings(talk_id)[0].number
    assert ids(search.find(number), K.FINDING) == [finding]
    assert found.hits[-1].status in {FindingStatus.REGISTERED, S.TO_CONFIRM}
    assert search.find("签字扫描件").hits == ()


def test_what_was_taken_away_is_found_no_more(desk, search):
    talk_id = answered(desk, "水利款")
    attachment = attached(desk, talk_id, "借条.pdf")
    assert ids(search.find("借条"), K.ATTACHMENT) == [attachment]
    with desk.vault.transaction() as connection:
        attachments.remove(connection, attachment)
    assert search.find("借条").hits == ()


def test_the_words_that_were_found_are_marked_and_lead_to_the_answer(desk, search):
    talk_id = answered(desk, "无", "会上讲得很多，後來截留了水利款三万元，已经退了")
    (hit,) = search.find("水利 后来").hits
    assert marked(hit) == "会上讲得很多，[後來]截留了[水利]款三万元，已经退了"
    assert hit.place == desk.talk(talk_id).answers[1].id
    assert (hit.status, hit.title) == (S.TO_CONFIRM, "张三　清溪镇")


def test_a_long_answer_is_shown_around_the_words(desk, search):
    answered(desk, "前" * 300 + "水利款" + "后" * 300)
    (hit,) = search.find("水利款").hits
    assert marked(hit).startswith("…前")
    assert "[水利款]后" in marked(hit)
    assert marked(hit).endswith("后…")
    assert len(marked(hit)) < 90


def test_private_notes_are_found_by_nobody(desk, search):
    talk_id = answered(desk, "无")
    with desk.vault.transaction() as connection:
        sql = "INSERT INTO private_note (talk_id, text, kept_at) VALUES (?, '只给自己看的线索', '2026')"
        connection.execute(sql, (talk_id,))
    Indexing(desk.vault, desk.trail).finish()
    assert search.find("只给自己看").hits == ()


# ── narrowing ────────────────────────────────────────────────────────────────────────────────────


def test_a_search_is_narrowed_by_period_kind_area_state_unit_and_sort(desk, search):
    first = answered(desk, "水利款")
    finding, _ = desk.talks.add_finding(first, FindingEntry("a1", "水利款截留", tag="drop.duty"))
    desk.trail.clock.move(days=400)
    second = answered(desk, "水利款", kind="heart")
    day = desk.trail.clock.local(desk.talk(second).began_at).date()

    def found(**narrowed: Any) -> set[str]:
        return {hit.id for hit in search.find("水利", SearchFilter(**narrowed)).hits}

    assert found() == {first, second, finding}
    assert found(first_day=day, last_day=day) == {second}
    assert found(last_day=day - timedelta(days=1)) == {first, finding}
    assert found(kinds=("heart",)) == {second}
    assert found(kinds=("heart", "supervision")) == {first, second, finding}
    assert found(areas=("a1",)) == {first, second, finding}
    assert found(areas=("a4",)) == set()
    assert found(tags=("drop.duty",)) == {first, finding}
    assert found(statuses=(S.TO_CONFIRM,)) == {first, second}
    assert found(statuses=(S.SEALED,)) == set()
    assert found(unit_id=desk.township) == {first, second, finding}
    assert found(unit_id=desk.office) == set()
    assert found(found=(K.FINDING,)) == {finding}
    confirmed = {hit.id for hit in search.find("", SearchFilter(statuses=(S.TO_CONFIRM,))).hits}
    assert confirmed == {first, second}


def test_an_upper_tag_stands_for_those_under_it(desk, search):
    talk_id = answered(desk, "水利款")
    entry = FindingEntry("a1", "水利款截留", tag="drop.responsibility")
    finding, _ = desk.talks.add_finding(talk_id, entry)
    assert ids(search.find("", SearchFilter(tags=("drop",))), K.FINDING) == [finding]


def test_nothing_is_looked_for_when_nothing_is_asked(desk, search):
    answered(desk, "水利款")
    assert search.find("  ，") == SearchPage()
    assert search.find("", SearchFilter(found=(K.TALK,))) == SearchPage()
    assert search.find('"*) OR (NEAR ^').hits == ()


# ── the index follows ────────────────────────────────────────────────────────────────────────────


def test_what_is_typed_is_found_at_once_and_the_index_is_not_touched(desk, search):
    talk_id = desk.talk_at(S.UNDER_WAY)
    answer = desk.first_answer(talk_id)
    desk.talks.save_answer(talk_id, answer, "水利")
    before = index_writes(desk)
    desk.talks.save_answer(talk_id, answer, "水利款的事")
    assert index_writes(desk) == before
    assert ids(search.find("水利款")) == [talk_id]
    desk.talks.save_answer(talk_id, answer, "没有的事")
    assert ids(search.find("水利款")) == []
    desk.end(talk_id)
    assert waiting(desk) == 0


def test_a_correction_changes_what_is_found(desk, search):
    talk_id = answered(desk, "水利款")
    answer = desk.first_answer(talk_id)
    desk.talks.correct(talk_id, answer, "水库款")
    assert (ids(search.find("水库款")), ids(search.find("水利款"))) == ([talk_id], [])
    desk.confirm(talk_id)
    assert (ids(search.find("水库款")), ids(search.find("水利款"))) == ([talk_id], [])
    assert waiting(desk) == 0


def test_a_change_that_was_rolled_back_is_not_in_the_index(desk, search):
    talk_id = answered(desk, "水利款")
    talk = replace(desk.talk(talk_id), summary="后来的话")
    with contextlib.suppress(RuntimeError), desk.vault.transaction() as connection:
        talks.keep(connection, talk)
        raise RuntimeError
    assert search.find("后来的话").hits == ()
    assert ids(search.find("水利款")) == [talk_id]


def test_the_index_is_the_same_as_one_made_anew(desk, search):
    talk_id = answered(desk, "水利款", "扶贫")
    desk.talks.add_finding(talk_id, FindingEntry("a1", "村务公开流于形式"))
    rename(desk, "张山")
    desk.confirm(talk_id)
    attached(desk, talk_id, "借条.pdf")
    grown = marks(desk)
    words = vocabulary(desk)
    with desk.vault.transaction() as connection:
        search_index.expect_everything(connection)
    Indexing(desk.vault, desk.trail).finish()
    assert marks(desk) == grown
    assert vocabulary(desk) == words
    with desk.vault.reading() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_removed_words_leave_nothing_in_the_index(desk):
    talk_id = desk.talk_at(S.PREPARED, subject="绝密线索甲")
    desk.talks.change_plan(talk_id, desk.entry(subject="别的"))
    with desk.vault.reading() as connection:
        blocks = connection.execute("SELECT block FROM search_index_data").fetchall()
    assert not any("绝密".encode() in block for (block,) in blocks)


def test_a_record_changed_behind_the_index_has_it_made_anew(desk, search):
    talk_id = desk.plan(subject="换届之后")
    with desk.vault.transaction() as connection:
        connection.execute("UPDATE talk SET subject = '换届之前' WHERE id = ?", (talk_id,))
    desk.talks.change_plan(talk_id, desk.entry(subject="年中"))
    assert Indexing(desk.vault, desk.trail).waiting() > 0
    Indexing(desk.vault, desk.trail).finish()
    assert ids(search.find("年中")) == [talk_id]
    assert search.find("换届").hits == ()


def test_a_long_queue_is_taken_in_step_by_step_and_told_of(desk, search, monkeypatch):
    talk_ids = [answered(desk, f"水利款第{n}笔") for n in range(3)]
    monkeypatch.setattr(search_query, "MOST_LOOKED_THROUGH", 2)
    with desk.vault.transaction() as connection:
        search_index.expect_everything(connection)
    indexing = Indexing(desk.vault, desk.trail)
    total = indexing.waiting()
    assert search.find("水利款").waiting == total
    assert search.find("水利款").hits == ()
    assert indexing.step(2) == 2  # the oldest talks; stopped here, it goes on here
    assert ids(Search(desk.vault, desk.trail).find("水利款")) == talk_ids[1::-1]
    indexing.finish()
    page = search.find("水利款")
    assert (page.waiting, ids(page)) == (0, talk_ids[::-1])


def test_bulk_made_talks_wait_and_are_then_found(desk, search):
    Seeding(desk.vault, desk.trail).grow(150, 7, NoProgress())
    indexing = Indexing(desk.vault, desk.trail)
    assert indexing.waiting() == 150
    indexing.finish()
    assert waiting(desk) == 0
    with desk.vault.reading() as connection:
        sql = "SELECT day FROM search_entry WHERE kind = 'talk' ORDER BY number DESC"
        days = connection.execute(sql).fetchall()
        assert [row[0] for row in days] == sorted(row[0] for row in days_of_talks(connection))


# ── pages, order, stopping ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("few", [200, 3])
def test_pages_follow_one_another_without_gap_or_repetition(desk, search, monkeypatch, few):
    monkeypatch.setattr(search_query, "FEW", few)
    talk_ids = []
    for number in range(7):
        talk_ids.append(answered(desk, f"水利款第{number}笔"))
        desk.trail.clock.move(days=1)
    open_talk = desk.talk_at(S.UNDER_WAY)
    desk.talks.save_answer(open_talk, desk.first_answer(open_talk), "水利款")
    seen: list[str] = []
    after = None
    while True:
        page = search.find("水利款", after=after, limit=2)
        seen += ids(page)
        after = page.next
        if after is None:
            break
    assert seen == [open_talk, *reversed(talk_ids)]


def test_how_many_there_are_is_exact_only_when_each_was_looked_at(desk, search):
    for number in range(3):
        answered(desk, f"水利款第{number}笔")
    whole = search.find("水利款")
    assert (whole.about, whole.is_exact, whole.at_least) == (3, True, False)
    part = search.find("水利款", limit=2)
    assert (part.about, part.is_exact) == (3, False)


def test_a_candidate_that_has_the_pairs_but_not_the_words_is_no_hit(desk, search):
    answered(desk, "水利、利款、款项")
    assert search.find("水利款").hits == ()
    assert search.find("水利款项").about == 0


def test_a_search_nobody_waits_for_is_stopped(desk, search):
    for number in range(5):
        answered(desk, f"水利款第{number}笔")

    class Impatient:
        def step(self, done: int, total: int) -> None:
            raise CancelledError

    with pytest.raises(CancelledError):
        search.find("水利款", progress=Impatient())
    assert len(search.find("水利款").hits) == 5


# ── recall and precision ─────────────────────────────────────────────────────────────────────────


def test_five_hundred_random_questions_find_what_looking_through_everything_finds(desk, search):
    Seeding(desk.vault, desk.trail).grow(20, 11, NoProgress())
    Indexing(desk.vault, desk.trail).finish()
    with desk.vault.reading() as connection:
        rows = connection.execute("SELECT kind, owner_id FROM search_entry").fetchall()
        owners = [Owner(FoundKind(kind), owner) for kind, owner in rows]
        texts = {
            owner: [folded(f.text) for f in search_bodies.read(connection, owner).fields]
            for owner in owners
        }
    chance = random.Random(2022)
    everything = [text for fields in texts.values() for text in fields if text]
    asked = 0
    while asked < 520:
        typed = " ".join(_some_of(chance, everything) for _ in range(chance.choice((1, 1, 2))))
        if not (terms := search_terms(typed)):
            continue
        asked += 1
        wanted = {
            owner for owner, fields in texts.items() if all(_like(term, fields) for term in terms)
        }
        found = search.find(typed, limit=1000)
        assert {Owner(hit.kind, hit.id) for hit in found.hits} == wanted, typed
        assert found.about == len(wanted)


def _some_of(chance: random.Random, texts: list[str]) -> str:
    text = chance.choice(texts)
    length = chance.choice((1, 2, 2, 3, 4, 6))
    start = chance.randrange(max(1, len(text) - length + 1))
    return text[start : start + length]


def _like(term: str, fields: list[str]) -> bool:
    """What LIKE would find, letters and digits from the start of a word."""
    if term[0].isascii():
        pattern = re.compile(r"(?<![0-9a-z])" + re.escape(term))
        return any(pattern.search(text) for text in fields)
    return any(term in text for text in fields)


def search_terms(typed: str) -> list[str]:
    return [term.text for term in terms_of(typed) if not term.is_initials]


# ── looking behind ───────────────────────────────────────────────────────────────────────────────


def waiting(desk: Desk) -> int:
    with desk.vault.reading() as connection:
        return connection.execute("SELECT count(*) FROM search_waiting").fetchone()[0]


def index_writes(desk: Desk) -> list[tuple[Any, ...]]:
    with desk.vault.reading() as connection:
        return connection.execute("SELECT id, block FROM search_index_data ORDER BY id").fetchall()


def marks(desk: Desk) -> list[tuple[Any, ...]]:
    with desk.vault.reading() as connection:
        sql = "SELECT kind, owner_id, day, mark FROM search_entry ORDER BY kind, owner_id"
        return connection.execute(sql).fetchall()


def vocabulary(desk: Desk) -> list[tuple[Any, ...]]:
    """Every word of the index and in how many records it is."""
    with desk.vault.transaction() as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search_index, row)"
        )
        rows = connection.execute("SELECT term, doc FROM temp.words ORDER BY term").fetchall()
        connection.execute("DROP TABLE temp.words")
    return rows


def days_of_talks(connection: Any) -> list[tuple[str]]:
    return connection.execute("SELECT day FROM talk").fetchall()


def rename(desk: Desk, name: str) -> None:
    card = desk.people.card(desk.leader)
    desk.people.change_person(replace(card.person, name=name))
