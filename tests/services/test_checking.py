"""A record looked through in a real vault: what is found, passed, and pointed at in vain."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.cli.story.script import read_script
from app.domain.check_errors import (
    HomophoneLeftError,
    RemarkGoneError,
    RemarkMustBeMendedError,
    RemarksOpenError,
)
from app.domain.ids import AnswerId, PersonId, PostId, TalkId, UnitId
from app.domain.people import Person, Post, Role, Unit, UnitKind
from app.domain.progress import NoProgress
from app.domain.record_text import answer_key
from app.domain.refusals import ReasonMissingError, WrongStatusError
from app.domain.remarks import CheckRule
from app.domain.talk import Answer, Participant, Talk, TalkStatus
from app.services.checking import checked
from app.store import people as kept_people
from app.store import pinyin, talks
from app.system.ids import new_id
from tests.services.realistic_records import make_county, make_record
from tests.services.test_minutes import spoken

RECORDS = 50
MOST_IN_VAIN = 0.1  # warnings for each talk that nothing is wrong with
STOCK = "台账从三月起补齐并逐月对账，班子商量以后由我牵头先后开了三次会，分头到村里走访了四十二户，问题逐条登记。"


def open_ones(application, talk_id):
    return [c.remark for c in application.checking.of(talk_id) if c.is_open]


def test_a_slip_blocks_until_it_is_put_right(application, clock):
    talk_id = spoken(application, clock, "由𠮷䶮𬭎㛃签的字。")
    assert open_ones(application, talk_id) == []
    talk_id = spoken(application, clock, "王五同志在场，汪五同志记录。")
    remark = open_ones(application, talk_id)[0]
    assert (remark.rule, remark.words, remark.about) == (CheckRule.HOMOPHONE, "汪五", "王五")
    with pytest.raises(HomophoneLeftError) as refusal:
        application.minutes.confirm(talk_id, NoProgress())
    assert (refusal.value.written, refusal.value.registered) == ("汪五", "王五")
    for answer in application.talks.get(talk_id).answers:
        text = answer.text.replace("汪五", "王五")
        application.talks.correct(talk_id, answer.id, text)
    application.minutes.confirm(talk_id, NoProgress())


def test_a_warning_must_be_looked_at_before_the_record_is_confirmed(application, clock):
    talk_id = spoken(application, clock, "2026年三月办完。")
    with pytest.raises(RemarksOpenError) as refusal:
        application.minutes.confirm(talk_id, NoProgress())
    assert refusal.value.count == len(application.talks.get(talk_id).answers)
    marks = tuple(remark.mark for remark in open_ones(application, talk_id))
    application.checking.let_pass(talk_id, marks, "原文件如此")
    assert open_ones(application, talk_id) == []
    assert {c.passed.reason for c in application.checking.of(talk_id)} == {"原文件如此"}
    application.checking.take_back(talk_id, marks[0])
    assert len(open_ones(application, talk_id)) == 1
    application.checking.let_pass(talk_id, marks[:1], "原文件如此")
    application.minutes.confirm(talk_id, NoProgress())
    with pytest.raises(WrongStatusError):
        application.checking.let_pass(talk_id, marks[:1], "还是")


def test_what_may_not_be_passed(application, clock):
    talk_id = spoken(application, clock, "由××负责，2026年三月办完。")
    blank = next(r for r in open_ones(application, talk_id) if r.is_blocking)
    style = next(r for r in open_ones(application, talk_id) if not r.is_blocking)
    with pytest.raises(RemarkMustBeMendedError):
        application.checking.let_pass(talk_id, (blank.mark,), "就这样")
    with pytest.raises(ReasonMissingError):
        application.checking.let_pass(talk_id, (style.mark,), " ")
    answer = next(
        a for a in application.talks.get(talk_id).answers if answer_key(a.id) == style.key
    )
    application.talks.correct(talk_id, answer.id, "由专人负责，2026年3月办完。")
    with pytest.raises(RemarkGoneError):
        application.checking.let_pass(talk_id, (style.mark,), "原文件如此")


def test_every_text_can_be_put_right_and_keeps_what_was_there(application, clock):
    talk_id = spoken(application, clock)
    talk = application.talks.get(talk_id)
    places = ("subject", "place", "title:0", "name:0", answer_key(talk.answers[0].id))
    for place in (*places, "summary", "requirement", "statement"):
        application.talks.correct_passage(talk_id, place, "改过的话", "核对时指出")
    changed = application.talks.get(talk_id)
    assert (changed.subject, changed.place, changed.summary) == ("改过的话",) * 3
    assert (changed.participants[0].name, changed.participants[0].title) == ("改过的话",) * 2
    assert [c.place for c in changed.corrections][:2] == ["subject", "place"]
    assert changed.corrections[0].old_text == talk.subject


def test_the_same_paragraph_in_another_persons_record_is_found(application, clock):
    first = spoken(application, clock, STOCK)
    application.minutes.confirm(first, NoProgress())
    number = application.talks.get(first).number
    clock.move(days=1)
    again = spoken(application, clock, STOCK)  # the same person may say it twice
    assert open_ones(application, again) == []
    people = application.talks.get(again).participants
    application.talks.correct_passage(again, "name:0", "周大川")
    remarks = [r for r in open_ones(application, again) if r.rule is CheckRule.SAME_PARAGRAPH]
    assert people[0].name != "周大川"
    assert {r.about for r in remarks} == {number}


def test_records_of_before_are_read_bit_by_bit(application, clock):
    talk_id = spoken(application, clock, STOCK)
    application.minutes.confirm(talk_id, NoProgress())
    with application.session.vault.transaction() as connection:
        before = connection.execute("SELECT digest, talk_id FROM paragraph").fetchall()
        connection.execute("DELETE FROM paragraph")
    while application.checking.read_old():
        pass
    with application.session.vault.reading() as connection:
        assert connection.execute("SELECT digest, talk_id FROM paragraph").fetchall() == before
    assert not application.checking.read_old()


# ── how often in vain ────────────────────────────────────────────────────────────────────────────


def test_clean_records_are_hardly_ever_pointed_at(vault, trail):
    told: Counter[str] = Counter()
    with vault.transaction() as connection:
        county = make_county(connection, seed=4)
        for number in range(1, RECORDS + 1):
            at = trail.clock.now() + timedelta(days=number)
            talk = make_record(county, number, at, connection)
            told.update(
                f"{c.remark.name}: {c.remark.words} {c.remark.about}"
                for c in checked(connection, talk, trail.clock)
                if c.is_open
            )
    assert told.total() < RECORDS * MOST_IN_VAIN, told.most_common(20)


def test_slips_planted_in_those_records_are_found(vault, trail):
    missed = []
    with vault.transaction() as connection:
        county = make_county(connection, seed=5)
        for number in range(1, RECORDS // 2 + 1):
            at = trail.clock.now() + timedelta(days=number)
            talk = make_record(county, number, at, connection)
            name = talk.participants[0].name
            slip = slip_of(name)
            if slip is None or slip in {head.name for head in county.heads}:
                continue
            planted = replace(talk, summary=talk.summary.replace(name, slip))
            found = checked(connection, planted, trail.clock)
            if not any(c.remark.words == slip for c in found if c.remark.is_blocking):
                missed.append((name, slip))
    assert len(missed) <= RECORDS // 2 * 0.05, missed


def slip_of(name: str) -> str | None:
    """The name with its last character exchanged for one that sounds alike."""
    sounds = pinyin.syllables(name[-1])
    alike = (chr(code) for code in range(0x5000, 0x8FFF) if pinyin.syllables(chr(code)) & sounds)
    return next((name[:-1] + c for c in alike if c != name[-1]), None)


def test_the_demo_county_is_hardly_ever_pointed_at(vault, trail):
    script = read_script(date(2026, 3, 5))
    scenes = [e.scene for e in script.earlier]
    scenes += [script.talk, script.collective, script.unread, script.waiting, script.broken_off]
    told = []
    with vault.transaction() as connection:
        heads = {line["name"]: _registered(connection, line) for line in script.persons}
        for number, scene in enumerate(scenes, 1):
            talk = _played(scene, heads, number, trail.clock.now() + timedelta(days=number))
            talks.add(connection, talk)
            told += [
                (talk.number, c.remark) for c in checked(connection, talk, trail.clock) if c.is_open
            ]
    assert len(told) < max(1, len(scenes) * MOST_IN_VAIN), told


def _registered(connection, line):
    unit = kept_people.unit_named(connection, line["unit"])
    if unit is None:
        unit = Unit(UnitId(new_id()), line["unit"], UnitKind.OTHER)
        kept_people.add_unit(connection, unit)
    person = Person(PersonId(new_id()), line["name"])
    kept_people.add_person(connection, person)
    post = Post(PostId(new_id()), person.id, unit.id, line["title"], is_principal=True)
    kept_people.add_post(connection, post)
    return person.id, unit.id, unit.name, line["title"]


def _played(scene, heads, number, at):
    def taking_part(role, name):
        person_id, unit_id, unit_name, title = heads.get(name, (None, None, "", ""))
        is_present = name != scene.absent
        return Participant(role, name, unit_name, title, person_id, unit_id, is_present, "出差")

    people = [taking_part(Role.INTERVIEWEE, name) for name in scene.interviewees]
    people.append(taking_part(Role.INTERVIEWER, scene.interviewer))
    people += [taking_part(Role.COMPANION, name) for name in scene.companions]
    people.append(taking_part(Role.RECORDER, scene.recorder))
    summary, requirement, statement = scene.closing
    return Talk(
        id=TalkId(new_id()),
        number=f"2026-{number:04}",
        kind=scene.kind,
        subject=scene.subject,
        planned_at=at,
        place=scene.place,
        status=TalkStatus.TO_CONFIRM,
        participants=tuple(people),
        answers=tuple(
            Answer(AnswerId(new_id()), n, "a1", line.question or "问？", text=line.text)
            for n, line in enumerate(scene.lines, 1)
        ),
        began_at=at,
        ended_at=at + timedelta(minutes=scene.minutes_long),
        summary=summary,
        requirement=requirement,
        statement=statement,
    )
