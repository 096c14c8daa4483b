"""谈话通知书: one page for each interviewee, with a slip at its foot that comes back signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.documents import letter
from app.documents.fonts import FontRole
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.numbering import Level, label
from app.documents.page_frame import LEADING, WIDTH
from app.documents.sheet import Imprint
from app.documents.typesetting import Piece, Space, Style, paragraph
from app.domain.calendar import written_time
from app.domain.people import Role
from app.domain.talk import Participant, Talk
from app.domain.talk_papers import Contact, NoticeWish

TITLE = "谈话通知书"
_SLIP_HEAD = Style(FontRole.HEADING, 14, 26, align=0.5)
_SLIP = Style(FontRole.BODY, 14, 26)


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What the notices say: the talk in local times, its kind's title, the office, the wish."""

    talk: Talk
    kind_title: str
    office: str
    wish: NoticeWish
    made_at: datetime


def notices(facts: NoticeFacts) -> bytes:
    """One notice for each interviewee, as one PDF. Raises MissingGlyphError."""
    imprint = Imprint(f"{TITLE} {facts.talk.number}", TITLE, facts.made_at)
    return letter.letters(
        imprint, [_notice(facts, who) for who in facts.talk.in_role(Role.INTERVIEWEE)]
    )


def _notice(facts: NoticeFacts, who: Participant) -> list[Piece]:
    talk = facts.talk
    place = f"在{talk.place}" if talk.place else ""
    invitation = (
        f"定于{written_time(talk.planned_at)}{place}，与你进行{facts.kind_title}。请按时到场。"
    )
    points = [(text, field) for text, field in _points(facts) if text]
    numbered = [
        (label(Level.FIRST, number) + text, field) for number, (text, field) in enumerate(points, 1)
    ]
    return [
        *letter.opening(TITLE, f"编号：{talk.number}"),
        letter.to(f"{who.name}同志", "谈话对象"),
        *letter.said((invitation, "谈话地点"), *numbered),
        *letter.closing(facts.office, facts.made_at.date()),
        Space(LEADING),
        _slip(who),
    ]


def _points(facts: NoticeFacts) -> list[tuple[str, str]]:
    talk, wish = facts.talk, facts.wish
    leaders = "、".join(p.name for p in talk.in_role(Role.INTERVIEWER))
    behalf = f"（{talk.delegation}）" if talk.delegation and leaders else ""
    return [
        (f"谈话事由：{talk.subject}。" if talk.subject else "", "谈话事由"),
        (f"主谈人：{leaders}{behalf}。" if leaders else "", "主谈人"),
        (f"请携带：{_ended(wish.bring)}" if wish.bring.strip() else "", "请携带"),
        (
            f"确有原因不能按时到场的，请提前说明。{contact_line(wish.contact)}".strip(),
            "联系人",
        ),
    ]


def contact_line(contact: Contact) -> str:
    """Whom to ask, as a sentence; empty when nobody is named."""
    said = []
    if contact.name.strip():
        said.append(f"联系人：{contact.name.strip()}")
    if contact.phone.strip():
        said.append(f"电话：{contact.phone.strip()}")
    return "，".join(said) + "。" if said else ""


def _ended(text: str) -> str:
    return text.strip().rstrip("。．.；;") + "。"


def _slip(who: Participant) -> FormTable:
    measure = column_measure(WIDTH)
    text = (
        "通知书已收到。\n"
        "□ 按时到场　　□ 不能按时到场，原因：\n"
        "签名：＿＿＿＿＿＿＿＿　　　　　　年　　月　　日　　时　　分"
    )
    head = Row((paragraph(f"回执（{who.name}）", _SLIP_HEAD, measure, "谈话对象"),))
    return FormTable((WIDTH,), (Row((paragraph(text, _SLIP, measure),)),), head)
