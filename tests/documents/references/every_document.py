"""Every document the product makes, from the same made-up facts each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from app.documents import amendment, archive, minutes, outline, portrait
from app.documents.head_sheet import HeadFacts, head_sheet
from app.documents.notice import NoticeFacts, notices
from app.documents.plan_table import PlanFacts, PlanLine, plan_table
from app.documents.recovery_sheet import SheetFacts, recovery_sheet
from app.documents.rehearsal_record import RehearsalFacts, rehearsal_record
from app.documents.request_slip import RequestFacts, request_slips
from app.documents.sign_in_sheet import SignInFacts, sign_in_sheet
from app.domain.amendment import AmendedLine, AmendmentEntry
from app.domain.audit import AuditHead
from app.domain.backup import BackupRecord, RehearsalReport
from app.domain.ids import AnswerId, TalkId
from app.domain.people import Role
from app.domain.portrait import Portrait, PortraitPart, Section
from app.domain.recovery import CardSet, RecoveryCard, written_groups
from app.domain.talk import TalkStatus
from app.domain.talk_papers import Contact, NoticeWish, RequestWish
from app.domain.talk_parts import Answer
from tests.documents.paper import (
    LOCAL,
    MADE_AT,
    OFFICE,
    RARE,
    make_attendance,
    make_minutes,
)
from tests.documents.references import after_the_talk, going_out, of_the_vault
from tests.makers import PEOPLE, make_participant, make_talk, make_talk_at

HEAD = "a1b2c3d4e5f60718" * 4
CONTACT = Contact("周小雨", "0719-123")
TALK = make_talk(
    planned_at=datetime(2026, 3, 12, 9, tzinfo=LOCAL),
    place="谈心谈话室",
    delegation="受县纪委书记李明委托",
)
KIND = "监督谈话"


def _minutes() -> bytes:
    edition = minutes.Edition(MADE_AT, HEAD)
    return archive.archived(minutes.typeset(make_minutes(5), edition).pdf)


def _collective_minutes() -> bytes:
    told = make_minutes(2, title="集体约谈记录", attendance=make_attendance(24))
    return archive.archived(minutes.typeset(told, minutes.Edition(MADE_AT, HEAD)).pdf)


def _strict_minutes() -> bytes:
    told = make_minutes(1, title="提醒谈话记录", has_fingerprint=True)
    return archive.archived(minutes.typeset(told, minutes.Edition(MADE_AT)).pdf)


def _amendment() -> bytes:
    lines = (
        AmendedLine("a", "四天以后", "五天以后", "第2问的答复"),
        AmendedLine("a", "", "已公示。", "第3问的答复"),
        AmendedLine("a", "雷同的话", "", "整改要求"),
    )
    talk = make_talk_at(TalkStatus.SEALED)
    people = (make_participant(Role.INTERVIEWEE, RARE), *talk.participants[1:])
    entry = AmendmentEntry("会后核对台账，第2问的天数记错。", lines)
    paper = amendment.AmendmentPaper(
        replace(talk, participants=people), 1, entry, OFFICE, MADE_AT, HEAD
    )
    return archive.archived(amendment.typeset(paper)[0])


def _outline() -> bytes:
    answers = tuple(
        Answer(
            AnswerId(str(n)),
            n,
            f"a{n % 2}",
            f"第{n}件事是怎样决定的？",
            concrete=("时间", "经手人", "依据的文件"),
            follow_ups=("谁提议的？", "会上有没有不同意见？"),
        )
        for n in range(1, 8)
    )
    facts = outline.OutlineFacts(
        OFFICE, KIND, {"a0": "聚焦“两个维护”", "a1": "聚焦权力运行"}, MADE_AT, {"a0": 15, "a1": 20}
    )
    return outline.typeset(replace(TALK, answers=answers), facts)


def _portrait() -> bytes:
    said = "2025年3月信访量同比上升，反映补贴发放不及时、招标程序不规范，已转镇里核实。"
    parts = tuple(
        PortraitPart(section, "\n".join([said] * (1 + place % 3)))
        for place, section in enumerate(Section)
    )
    told = Portrait(TalkId("t"), "p", "张三", parts)
    return portrait.typeset(told, portrait.PortraitFacts(OFFICE, "2026-0012", MADE_AT))[0]


def _notice() -> bytes:
    people = (make_participant(Role.INTERVIEWEE, RARE), *PEOPLE[1:])
    wish = NoticeWish("笔记本、2025年度述职报告", CONTACT)
    return notices(NoticeFacts(replace(TALK, participants=people), KIND, OFFICE, wish, MADE_AT))


def _request() -> bytes:
    wish = RequestWish(("audit",), date(2026, 3, 7), CONTACT)
    return request_slips(RequestFacts(TALK, KIND, OFFICE, wish, MADE_AT))


def _sign_in() -> bytes:
    people = (make_participant(Role.INTERVIEWEE, f"第{n}人") for n in range(1, 23))
    talk = replace(TALK, participants=(*people, *PEOPLE[1:]))
    return sign_in_sheet(SignInFacts(talk, "集体约谈", OFFICE, MADE_AT))


def _plan() -> bytes:
    lines = tuple(
        PlanLine(f"{1 + n % 12}月", f"干部{n}", f"第{n}镇", "党委书记", KIND, "李明", "未安排")
        for n in range(1, 21)
    )
    return plan_table(PlanFacts(OFFICE, 2026, "应谈20人，已谈0人", lines, MADE_AT))


def _recovery() -> bytes:
    secrets = {"A": bytes(range(16)), "B": bytes(range(100, 116)), "C": b"\xff" * 16}
    cards = tuple(RecoveryCard(letter, written_groups(s)) for letter, s in secrets.items())
    facts = SheetFacts(OFFICE, "9f3c1a2b" * 4, MADE_AT)
    return recovery_sheet(CardSet(3, MADE_AT, cards), facts)


def _rehearsal() -> bytes:
    place = Path("backup-20260305T010500Z-1284")
    record = BackupRecord(place, MADE_AT, 1284, 4, 12_345_678, False, attachments=612)
    head = AuditHead(1284, HEAD)
    counted = {"talk": 300}
    report = RehearsalReport(record, "李明", MADE_AT, MADE_AT, frozenset(), head, counted, 612, 0)
    after = MADE_AT + timedelta(minutes=2)
    return rehearsal_record(RehearsalFacts(OFFICE, report, MADE_AT, MADE_AT, after))


def _head() -> bytes:
    print_of_key = ("0123", "4567", "89AB", "CDEF") * 4
    facts = HeadFacts(OFFICE, "9f3c1a2b" * 4, AuditHead(1284, HEAD), print_of_key, "李明", MADE_AT)
    return head_sheet(facts)


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "minutes": _minutes,
    "minutes-collective": _collective_minutes,
    "minutes-strict": _strict_minutes,
    "amendment": _amendment,
    "outline": _outline,
    "portrait": _portrait,
    "notice": _notice,
    "request-slip": _request,
    "sign-in-sheet": _sign_in,
    "plan": _plan,
    "recovery-sheet": _recovery,
    "rehearsal-record": _rehearsal,
    "head-sheet": _head,
    **after_the_talk.DOCUMENTS,
    **of_the_vault.DOCUMENTS,
    **going_out.DOCUMENTS,
}
# they go from memory to the printer or the screen and are never kept: no PDF/A
NOT_KEPT = frozenset({"recovery-sheet", "copy-printed", "font-sample"})


@cache
def made(name: str) -> bytes:
    """The document of that name."""
    return DOCUMENTS[name]()
