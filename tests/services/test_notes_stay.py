"""A private note comes out of the vault nowhere: on no paper, in no package, in no search."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Generator, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import pytest

from app.documents.pictures import text_of
from app.domain.canonical import digest_of
from app.domain.copies import CopyWay, CopyWish
from app.domain.handover import Order
from app.domain.ids import TalkId
from app.domain.package import PackageLevel, RegistryIdentity
from app.domain.people import Role
from app.domain.portrait import Section, about
from app.domain.progress import NoProgress
from app.handover.card import registry_card
from app.handover.credentials import new_registry_keys
from app.handover.shelf import Shelf
from app.services.application import Application
from app.services.kept_contents import KeptContents
from app.services.packing import Packing
from app.services.people import PersonEntry
from app.services.talks import FindingEntry, ParticipantEntry, TalkEntry

Result = TypeVar("Result")
APP = Path(__file__).parents[2] / "app"
MARK = "绛珠草木石前盟"
NOTE = f"{MARK}：说话绕，先让他讲完"
TRACES = (MARK, sha256(NOTE.encode()).hexdigest(), digest_of(NOTE))


@pytest.fixture
def held(application: Application) -> TalkId:
    """A talk with a private note, held, read, signed by refusal, sealed."""
    talks, person = application.talks, PersonEntry("张三", new_unit_name="清溪镇", title="书记")
    leader, _ = application.people.add_person(person)
    people = (
        ParticipantEntry(Role.INTERVIEWEE, leader),
        ParticipantEntry(Role.INTERVIEWER, name="李明"),
        ParticipantEntry(Role.RECORDER, name="周小雨"),
    )
    now = talks.trail.clock.now()
    talk_id, _ = talks.plan(TalkEntry("supervision", "年度谈话", now, "谈话室", people))
    application.notes.keep(talk_id, NOTE)
    talks.prepare(talk_id, tuple(p.number for p in application.prompts.current().prompts[:2]))
    talks.begin(talk_id)
    for answer in talks.get(talk_id).answers:
        talks.save_answer(talk_id, answer.id, "会议记录一共三本，逐次编号。")
    talks.add_finding(talk_id, FindingEntry("key_few", "接待台账缺两个月"))
    talks.trail.clock.move(minutes=50)
    talks.end(talk_id)
    application.minutes.confirm(talk_id, NoProgress())
    talks.note_refusal_and_sign(talk_id, "本人拒签，两人在场")
    talks.seal(talk_id)
    assert application.notes.get(talk_id) == NOTE
    return talk_id


def readable(content: bytes) -> str:
    """All that can be read in a file: of a PDF its text, of a workbook what is packed in it."""
    if content.startswith(b"%PDF"):
        return "".join(text_of(content)) + content.decode("latin-1")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "".join(
                packed.read(name).decode("utf-8", "replace") for name in packed.namelist()
            )
    return content.decode("utf-8", "replace")


def found_in(content: bytes) -> list[str]:
    said = readable(content)
    escaped = MARK.encode("unicode_escape").decode()
    return [trace for trace in (*TRACES, escaped) if trace in said]


def papers(application: Application, talk_id: TalkId, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Everything that can be printed or saved of a talk, and of the vault around it."""
    talk = application.talks.get(talk_id)
    whom = about(talk.in_role(Role.INTERVIEWEE)[0])
    yield "portrait", application.portraits.pdf(talk_id, whom)[0].pdf
    yield "outline", application.outlines.pdf(talk_id)[0]
    yield "minutes", application.minutes.pdf(talk_id)
    yield "draft", application.minutes.draft(talk_id)
    yield "notice", application.talk_papers.notice(talk_id)[0]
    wish = application.talk_papers.first_request(talk_id)
    yield "request", application.talk_papers.request_slip(talk_id, wish)[0]
    yield "sign-in sheet", application.talk_papers.sign_in(talk_id)[0]
    yield "head of the trail", application.audit.head_paper()[0]
    original, wish = application.copies.minutes_original(talk_id), CopyWish()
    application.copies.export(original, CopyWay.ORIGINAL, wish, folder / "copy.pdf")
    application.copies.export(original, CopyWay.EXPORT, wish, folder / "marked.pdf")
    yield "for the printer", application.copies.print_minutes(talk_id, wish)[0].content
    ids = [row.id for row in application.prompts.sets()]
    application.prompts.write_workbook(ids, folder / "prompts.xlsx")
    for path in sorted(folder.iterdir()):
        yield path.name, path.read_bytes()


def test_the_mark_would_be_found():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("a.xml", NOTE)
    assert found_in(made.getvalue())
    assert found_in(digest_of(NOTE).encode())


def test_it_is_on_no_paper(application, held, tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    seen = []
    for name, content in papers(application, held, folder):
        assert found_in(content) == [], name
        seen.append(name)
    assert len(seen) == 12
    portraits, whom = application.portraits, about(application.talks.get(held).participants[0])
    portraits.keep(held, whom, Section.WHO, NOTE)  # where a hand wrote it, it would be found
    assert found_in(portraits.pdf(held, whom)[0].pdf)


def test_it_is_in_no_package_found_by_no_search_and_in_no_entry_of_the_trail(
    application, held, tmp_path
):
    for level, name, content in packed(application, held, tmp_path):
        assert found_in(content) == [], (level, name)
    application.indexing.finish()
    assert application.search.find("清溪").hits
    for text in (MARK, MARK[:2], "先让他讲完"):
        assert not application.search.find(text).hits
    with application.talks.vault.reading() as connection:
        rows = connection.execute("SELECT * FROM audit_entry").fetchall()
    assert not [row for row in rows for trace in TRACES if trace in repr(row)]
    assert any("note.keep" in repr(row) for row in rows)


def packed(
    application: Application, talk_id: TalkId, folder: Path
) -> Iterator[tuple[PackageLevel, str, bytes]]:
    """Every part of a package of every level, before it is encrypted."""
    handover, keys = application.handover, new_registry_keys()
    identity = RegistryIdentity("登记处", keys.recipient.decode(), keys.public_key)
    card = folder / "identity.txt"
    card.write_bytes(registry_card(identity, keys))
    handover.trust_registry(card)
    packing = Packing(handover.vault, handover.trail, handover.files, handover.schemas)
    for level in PackageLevel:
        package = through(packing.packed(Order((talk_id,), level, "上级调阅"), NoProgress))
        with closing(Shelf(folder)) as shelf:
            kept = KeptContents(handover.vault, handover.files)
            parts = through(kept.content(package, shelf)).parts
            assert len(parts) > 1
            for part in parts:
                yield level, part.name, b"".join(part.pieces())


def through(way: Generator[object, None, Result]) -> Result:
    """What a work of many steps comes to."""
    while True:
        try:
            next(way)
        except StopIteration as end:
            return end.value


def test_nothing_but_its_own_store_knows_the_table():
    """What is added tomorrow cannot read it either without this test being told."""
    named = {
        str(path.relative_to(APP))
        for path in APP.rglob("*.py")
        if re.search(r"\bprivate_notes?\b", path.read_text("utf-8"))
    }
    assert named == {"store/private_notes.py", "services/notes.py", "store/destroying.py"}
    # the end of a record forgets its note and reads nothing of it
    end = (APP / "store/destroying.py").read_text("utf-8")
    assert set(re.findall(r"private_notes\.(\w+)", end)) == {"forget"}
    asking = {
        str(path.relative_to(APP))
        for path in APP.rglob("*.py")
        if re.search(r"\bservices\.notes\b", path.read_text("utf-8"))
    }
    assert asking == {"assembly.py", "services/application.py"}
