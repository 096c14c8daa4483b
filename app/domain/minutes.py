"""What the minutes of a talk say, block by block; how it looks on paper is decided elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from hashlib import sha256

from app.domain.calendar import written_date, written_time
from app.domain.canonical import canonical
from app.domain.kinds import TalkKind
from app.domain.people import Role
from app.domain.talk import Participant, Talk

DEFAULT_MARK = "内部"
CLOSING_LINE = "以上记录共＿＿页，我已看过，与谈话内容相符。"


class BlockKind(Enum):
    """What a block of the minutes is."""

    HEADING = "heading"
    QUESTION = "question"
    REPLY = "reply"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text; field names it for messages about a character that cannot be printed."""

    kind: BlockKind
    text: str
    field: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """One line of the attendance page of a collective talk."""

    name: str
    unit_name: str
    title: str
    is_present: bool
    absence_reason: str

    @property
    def post(self) -> str:
        """Unit and title, and of somebody who came late when that was."""
        late = f"（{self.absence_reason}）" if self.is_present and self.absence_reason else ""
        return f"{self.unit_name}{self.title}{late}"

    @property
    def remark(self) -> str:
        """What stands where others sign: why somebody did not come."""
        return "" if self.is_present else f"缺席：{self.absence_reason}"


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes in the order they are read; fields are label and value of the head table."""

    title: str
    number: str
    mark: str
    office: str
    fields: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    attendance: tuple[Attendance, ...]
    closing_line: str
    has_fingerprint: bool

    def record(self) -> bytes:
        """All that is said as JSON, for programs that come after this one."""
        content = asdict(self)
        content["blocks"] = [[b.kind.value, b.text] for b in self.blocks]
        return canonical(content)

    def digest(self) -> str:
        """SHA-256 of the record; printed on paper, so that paper and file can be matched."""
        return sha256(self.record()).hexdigest()


def minutes_of(talk: Talk, kind: TalkKind, area_titles: Mapping[str, str], office: str) -> Minutes:
    """The minutes of a talk of that kind. Times must be local; area_titles maps area keys."""
    return Minutes(
        title="谈话记录",
        number=talk.number,
        mark=DEFAULT_MARK,
        office=office,
        fields=_fields(talk, kind),
        blocks=_blocks(talk, area_titles),
        attendance=_attendance(talk) if kind.is_collective else (),
        closing_line=CLOSING_LINE,
        has_fingerprint=kind.has_fingerprint,
    )


def _fields(talk: Talk, kind: TalkKind) -> tuple[tuple[str, str], ...]:
    began = written_time(talk.began_at) if talk.began_at else written_date(talk.planned_at.date())
    ended = f"至{written_time(talk.ended_at)}" if talk.ended_at else ""
    fields = [("谈话时间", began + ended), ("谈话地点", talk.place)]
    fields.append(("谈话类型", kind.title))
    labels = (
        (Role.INTERVIEWER, "主谈人"),
        (Role.RECORDER, "记录人"),
        (Role.COMPANION, "陪同人员"),
        (Role.OBSERVER, "列席人员"),
    )
    on_behalf = f"，{talk.delegation}" if talk.delegation else ""
    for role, label in labels:
        if people := talk.in_role(role):
            behalf = on_behalf if role is Role.INTERVIEWER else ""
            fields.append((label, "、".join(map(_who, people)) + behalf))
    interviewees = talk.in_role(Role.INTERVIEWEE)
    if kind.is_collective:
        present = sum(p.is_present for p in interviewees)
        fields.append(("谈话对象", f"应到{len(interviewees)}人，实到{present}人（名单附后）"))
    else:
        fields += [("谈话对象", "、".join(p.name for p in interviewees))]
        fields += [("单位及职务", "、".join(p.unit_name + p.title for p in interviewees))]
    fields.append(("谈话事由", talk.subject))
    return tuple((label, value) for label, value in fields if value)


def _who(participant: Participant) -> str:
    post = participant.unit_name + participant.title
    return f"{participant.name}（{post}）" if post else participant.name


def _blocks(talk: Talk, area_titles: Mapping[str, str]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    area = ""
    for answer in talk.answers:
        if not answer.is_on_record:
            continue
        if answer.area != area:
            area = answer.area
            blocks.append(Block(BlockKind.HEADING, area_titles.get(area, area), area))
        place = f"第{answer.order}问"
        blocks.append(Block(BlockKind.QUESTION, answer.question, place))
        reply = answer.text.strip() or f"（未答。{answer.skipped_reason.strip()}）"
        blocks.append(Block(BlockKind.REPLY, reply, f"{place}的答复"))
    blocks += [
        Block(
            BlockKind.PARAGRAPH,
            f"中途休息：{written_time(b.began_at)}至{written_time(b.ended_at)}。{b.note}",
            "休息",
        )
        for b in talk.breaks
        if b.ended_at
    ]
    closing = (("谈话小结", talk.summary), ("整改要求", talk.requirement), ("表态", talk.statement))
    for label, text in closing:
        if text.strip():
            blocks.append(Block(BlockKind.HEADING, label, label))
            blocks.append(Block(BlockKind.PARAGRAPH, text.strip(), label))
    return tuple(blocks)


def _attendance(talk: Talk) -> tuple[Attendance, ...]:
    return tuple(
        Attendance(p.name, p.unit_name, p.title, p.is_present, p.absence_reason)
        for p in talk.in_role(Role.INTERVIEWEE)
    )
