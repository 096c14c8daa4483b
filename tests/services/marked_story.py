"""A whole story in which every word that must stay secret is one that is found again.

Vault, people, a talk with answers, corrections, findings, minutes and a scan, a package for the
registry, backup, rehearsal and restoring, other key holders, recovery cards, a new data key; and
the developers' log, which hears of trouble. Told by a child, so that each write can be traced, and
so that it can be killed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from pikepdf import Pdf

from app import bootstrap
from app.domain.holders import HolderRole
from app.domain.ids import TalkId
from app.domain.package import PackageLevel
from app.domain.people import Role, UnitKind
from app.domain.progress import NoProgress
from app.domain.refusals import RecorderIsInterviewerError
from app.domain.talk_list import TalkFilter
from app.keys.derivation import Cost
from app.services.access import Access
from app.services.application import Application
from app.services.key_holders import NewHolder
from app.services.new_vault import NewVault
from app.services.people import PersonEntry
from app.services.registry_access import NewRegistry
from app.services.restoring import Restoring
from app.services.talk_entries import ParticipantEntry, TalkEntry
from app.system import logs
from app.system.clock import SystemClock
from tests.looking import look_through

CHEAP = Cost(16 * 1024, 1, 1)
OFFICE, SECRETARY, UNIT = "白鹭洲县纪委监委", "司马未央", "鹿鸣溪镇"
PEOPLE = (
    (Role.INTERVIEWEE, "欧阳青岚"),
    (Role.INTERVIEWER, SECRETARY),
    (Role.RECORDER, "尉迟听雨"),
)
HOLDER = "慕容晚舟"
ANSWER = "他说鸬鹚渡的房子登记在内弟名下，marker Lumingxi-7f3c。"
SUBJECT, REASON, FINDING = "鸬鹚渡房产说明", "上级调阅鸬鹚渡一案", "未报告鸬鹚渡房产"
PASSPHRASE, SECOND, HOLDERS = (
    "luming-xi-zaoshang-2026",
    "bailu-zhou-wanshang-2026",
    "wanzhou-guo-dukou-2026",
)
DESK = "dengji-chu-changchang-kouling"
SCAN_WORDS = "scan of Lumingxi-7f3c"
WORDS = (
    OFFICE, SECRETARY, UNIT, HOLDER, *(name for _, name in PEOPLE), "鸬鹚渡", "内弟名下", "Lumingxi-7f3c",
    PASSPHRASE, SECOND, HOLDERS, DESK, "talk.seal", "vault.unlock", "CREATE TABLE", "participant",
    "BEGIN PRIVATE KEY", "AGE-SECRET-KEY",
)  # fmt: skip


def forms(word: str) -> set[bytes]:
    """The word as it would stand in a file: plain, wide, in the county's old code, as JSON."""
    plain = {word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    return plain | {json.dumps(word)[1:-1].encode()}


MARKS = {form: word for word in WORDS for form in forms(word)}


def found_in(content: bytes) -> set[str]:
    """The words that can be read in these bytes."""
    return {word for form, word in MARKS.items() if form in content}


def readable(place: Path) -> list[tuple[str, str]]:
    """Every file below the place in whose content or name a word can be read, and the word."""
    found = []
    for path in sorted(place.rglob("*")):
        content = str(path.relative_to(place)).encode()
        content += path.read_bytes() if path.is_file() else b""
        found += [(str(path.relative_to(place)), word) for word in sorted(found_in(content))]
    return found


def prepare(outside: Path) -> None:
    """What comes from outside and is readable there: scans of one to nine pages."""
    outside.mkdir(parents=True)
    for pages in range(1, 10):
        scan = Pdf.new()
        for _ in range(pages):
            scan.add_blank_page()
        scan.docinfo["/Title"] = SCAN_WORDS
        scan.save(outside / f"{pages}.pdf")


# ── the story ────────────────────────────────────────────────────────────────────────────────────


def way_in(place: Path) -> Access:
    return bootstrap.access(place / "preferences", cost=CHEAP)


def begin(place: Path) -> Application:
    logs.start(place / "logs")
    new = NewVault(place / "vault", PASSPHRASE, PASSPHRASE, OFFICE, SECRETARY)
    application = way_in(place).create(new, NoProgress())
    for role, name in PEOPLE:
        application.people.add_person(
            PersonEntry(
                name,
                new_unit_name=f"{UNIT}{role.value}",
                new_unit_kind=UnitKind.TOWNSHIP,
                title="书记",
            )
        )
    return application


def hold_a_talk(application: Application, outside: Path) -> TalkId:
    talks = application.talks
    people = tuple(ParticipantEntry(r, name=n, unit_name=UNIT, title="书记") for r, n in PEOPLE)
    entry = TalkEntry("supervision", SUBJECT, SystemClock().now(), "谈话室", people)
    talk_id, _ = talks.plan(entry)
    talks.prepare(talk_id, tuple(p.number for p in application.prompts.current().prompts[:3]))
    talks.begin(talk_id)
    for answer in talks.get(talk_id).answers:
        for count in range(1, 6):
            talks.save_answer(talk_id, answer.id, ANSWER * count)
    talks.save_closing(talk_id, ANSWER, ANSWER, ANSWER)
    talks.end(talk_id)
    look_through(application, talk_id)
    application.minutes.confirm(talk_id, NoProgress())
    pages = talks.get(talk_id).minutes_pages
    application.minutes.pictures(application.minutes.pdf(talk_id), 96)
    application.minutes.attach_scan(talk_id, outside / f"{pages}.pdf")
    talks.seal(talk_id)
    talks.page(TalkFilter("欧阳"))
    application.people.page("欧阳")
    return talk_id


def hand_over(application: Application, talk_id: TalkId, place: Path) -> None:
    way = bootstrap.registry_access(cost=CHEAP)
    way.create(NewRegistry(place / "desk", "登记处", DESK, DESK), NoProgress())
    desk = way.open(place / "desk", DESK)
    desk.trust(application.handover.office_card())
    application.handover.trust_registry(place / "desk" / "identity.txt")
    stick = place / "stick"
    stick.mkdir()
    application.handover.write([talk_id], PackageLevel.FULL, stick, NoProgress(), REASON)
    (reception,) = desk.receive(stick, stick, NoProgress())
    application.handover.take_receipt(Path(reception.receipt))
    desk.close()


def look_after(application: Application, access: Access, place: Path) -> None:
    """What keeps the vault safe: other holders, cards, backups, and trying them."""
    access.change_passphrase(application, PASSPHRASE, SECOND, SECOND)
    new = NewHolder(HOLDER, HolderRole.RECORDER, HOLDERS, HOLDERS)
    application.key_holders.add(SECOND, new)
    cards = application.recovery.prepare()
    application.recovery_paper.sheet(cards)
    application.recovery.keep(SECOND, cards, [card.code for card in cards.cards])
    application.backups.note(application.backups.make(NoProgress()))
    record = application.backups.list()[0]
    report = application.rehearsal.rehearse(record, SECOND, NoProgress())
    application.rehearsal.sheet(report)
    application.rehearsal.note(report)
    application.integrity.note(application.integrity.check(NoProgress()))
    application.audit.note_check(application.audit.check())
    application.audit.head_paper()
    Restoring(access).restore(record, SECOND, place / "restored", NoProgress())


def meet_trouble() -> None:
    """The developers' log hears of a refusal and a bug, both full of names."""
    log = logs.developer_log()
    log.error("refused: %s", ANSWER, exc_info=RecorderIsInterviewerError(name=PEOPLE[0][1]))
    try:
        int(ANSWER)
    except ValueError:
        log.exception("a bug while saving %s of %s", ANSWER, OFFICE)


def exchange_keys(application: Application) -> None:
    slots = {holder.slot_id for holder in application.key_holders.list() if not holder.is_self}
    application.rotation.rotate(SECOND, dict.fromkeys(slots, HOLDERS), None, NoProgress())


def story(place: Path, outside: Path) -> Iterator[str]:
    """Tell it chapter by chapter; what is open stays open until the last."""
    application = begin(place)
    yield "made"
    talk_id = hold_a_talk(application, outside)
    yield "sealed"
    hand_over(application, talk_id, place)
    yield "handed over"
    look_after(application, way_in(place), place)
    yield "looked after"
    meet_trouble()
    exchange_keys(application)
    again = way_in(place).unlock(place / "vault", SECOND, NoProgress())
    yield "exchanged"
    again.lock()
    logs.stop()
    yield "locked"


def tell(place: Path, outside: Path, told: Callable[[str], object]) -> None:
    for chapter in story(place, outside):
        told(chapter)


if __name__ == "__main__":
    to = int(sys.argv[3])
    tell(Path(sys.argv[1]), Path(sys.argv[2]), lambda said: os.write(to, f"{said}\n".encode()))
