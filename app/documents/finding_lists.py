"""The four lists (四张清单): problems, measures, deadlines and duties, A4 lying."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from app.documents.listing import (
    CELL,
    LYING,
    MIDDLE,
    NUMBER_WIDTH,
    Column,
    Part,
    in_two_lines,
    listing,
    noted,
    signed,
    table,
    titled,
)
from app.documents.page_frame import MM
from app.documents.sheet import Imprint
from app.documents.typesetting import Piece
from app.domain.calendar import written_date
from app.domain.finding import FindingNature
from app.domain.finding_words import (
    MEASURE_KIND_WORDS,
    STATUS_WORDS,
    nature_words,
    regulation_words,
    source_words,
    standing_words,
)
from app.domain.papers import FindingLine, FindingList, FindingsPaper

NAMES = {
    FindingList.PROBLEMS: "问题清单",
    FindingList.MEASURES: "举措清单",
    FindingList.DEADLINES: "时限清单",
    FindingList.DUTIES: "责任清单",
}
_SUBJECT = "四张清单"
_NUMBERS = (Column("序号", NUMBER_WIDTH, MIDDLE), Column("编号", 26 * MM, MIDDLE))
_UNIT = Column("责任单位", 36 * MM, CELL)
_PERSON = Column("责任人", 24 * MM, MIDDLE)
_PROBLEM = Column("问题和具体表现")
_DEADLINE = Column("整改时限", 22 * MM, MIDDLE)
_COLUMNS: dict[FindingList, tuple[Column, ...]] = {
    FindingList.PROBLEMS: (
        *_NUMBERS,
        _UNIT,
        _PERSON,
        _PROBLEM,
        Column("聚焦", 36 * MM, CELL),
        Column("标签", 25 * MM, CELL),
        Column("性质", 18 * MM, MIDDLE),
        Column("来源", 27 * MM, MIDDLE),
    ),
    FindingList.MEASURES: (
        *_NUMBERS,
        _UNIT,
        _PROBLEM,
        Column("整改举措", 54 * MM, CELL),
        Column("建章立制", 30 * MM, CELL),
        Column("整改类型", 18 * MM, MIDDLE),
        Column("整改效果", 34 * MM, CELL),
    ),
    FindingList.DEADLINES: (
        *_NUMBERS,
        _UNIT,
        _PROBLEM,
        _DEADLINE,
        Column("阶段节点", 42 * MM, CELL),
        Column("批准延期至", 22 * MM, MIDDLE),
        Column("目前", 22 * MM, MIDDLE),
        Column("实际完成", 22 * MM, MIDDLE),
    ),
    FindingList.DUTIES: (
        *_NUMBERS,
        _UNIT,
        Column("责任领导", 22 * MM, MIDDLE),
        Column("责任人", 22 * MM, MIDDLE),
        _PROBLEM,
        _DEADLINE,
        Column("督办人", 22 * MM, MIDDLE),
        Column("认领签收", 30 * MM, MIDDLE),
        Column("备注", 18 * MM, CELL),
    ),
}
_NOTES = {
    FindingList.PROBLEMS: "来源一栏写着谈话的编号和日期。空着的责任人由责任单位填写。",
    FindingList.MEASURES: "整改类型是立行立改、限期整改或长期坚持；还没有定的举措由责任单位填写。",
    FindingList.DEADLINES: "按时限先后排列。延期和反弹后另定的，原时限保留不改；空栏手工填写。",
    FindingList.DUTIES: "按责任单位排列。认领签收由责任单位签名并写日期；空栏手工填写。",
}


def finding_lists(data: FindingsPaper, office: str, local: datetime) -> bytes:
    """The chosen lists as one PDF, each beginning on a page of its own.

    Raises MissingGlyphError, ArchiveRuleError.
    """
    names = [NAMES[one] for one in data.lists]
    title = names[0] if len(names) == 1 else _SUBJECT
    parts = [_part(data, one, office, local.date()) for one in data.lists]
    return listing(parts, Imprint(title, _SUBJECT, local), LYING)


def nature_of(line: FindingLine) -> str:
    """Problem, advice or undertaking, common or individual, in a word."""
    return nature_words(line.nature, line.is_common, line.is_personal)


def state_of(line: FindingLine, today: date) -> str:
    """How it stands that day, in the words of the list."""
    return standing_words(line.status, line.nature, line.deadline, today)


def progress_of(line: FindingLine, today: date) -> str:
    """How far it has come and what is left of its time, one below the other."""
    stands = state_of(line, today)
    if not line.status.is_open or line.nature is FindingNature.ADVICE:
        return stands
    more = [f"{words}{count}次" for count, words in _turns(line) if count]
    return "\n".join((STATUS_WORDS[line.status], stands, *more))


def _turns(line: FindingLine) -> tuple[tuple[int, str], ...]:
    return ((line.extensions, "延期"), (line.returns, "退回"), (line.relapses, "反弹"))


def said_of(data: FindingsPaper, today: date) -> str:
    """The line under the title: what is in it, how many, on which day."""
    kept = "没有销号的" if data.is_open_only else "全部"
    count = f"{len(data.lines)}条"
    return f"范围：{data.about}，{kept}　　共{count}　　截至{written_date(today)}"


def _part(data: FindingsPaper, one: FindingList, office: str, today: date) -> Part:
    name = NAMES[one]
    cells = _CELLS[one]
    lines = sorted(data.lines, key=_ORDER[one])
    rows = [(str(n), line.number, *cells(line, today)) for n, line in enumerate(lines, 1)]
    pieces: list[Piece] = [
        *titled(f"{office}{name}", said_of(data, today), LYING),
        table(_COLUMNS[one], rows, LYING.width),
        *noted(_NOTES[one], LYING),
        signed(("制表人", "审核人"), LYING),
    ]
    return Part(f"{name}　{data.about}", tuple(pieces))


def _problems(line: FindingLine, _: date) -> tuple[str, ...]:
    came = source_words(line.source, line.is_repeated)
    source = f"{came}\n{line.talk_number}\n{in_two_lines(line.day)}"
    about = (line.unit_name, who_mends(line), line.manifestation)
    return (*about, line.area, line.tag, nature_of(line), source)


def _measures(line: FindingLine, _: date) -> tuple[str, ...]:
    rule = regulation_words(line.regulation, line.is_regulation_new)
    kind = MEASURE_KIND_WORDS[line.measure_kind]
    return (line.unit_name, line.manifestation, line.measure, rule, kind, line.effect)


def _deadlines(line: FindingLine, today: date) -> tuple[str, ...]:
    return (
        line.unit_name,
        line.manifestation,
        in_two_lines(line.first_deadline or line.deadline),
        "\n".join(_stages(line)),
        moved_words(line),
        state_of(line, today),
        in_two_lines(line.done_on) if line.done_on else "",
    )


def moved_words(line: FindingLine) -> str:
    """The deadline it has instead of the first one; one set after a relapse says so."""
    if line.moved_to is None:
        return ""
    day = in_two_lines(line.moved_to)
    return f"反弹后定\n{day}" if line.relapses else day


def _stages(line: FindingLine) -> Iterable[str]:
    for stage in line.milestones:
        done = "（已完成）" if stage.done_on else ""
        yield f"{written_date(stage.due_on)}：{stage.text}{done}"


def _duties(line: FindingLine, _: date) -> tuple[str, ...]:
    due = in_two_lines(line.deadline)
    claimed = f"{line.signed_by}\n{in_two_lines(line.signed_on)}" if line.signed_on else ""
    about = (line.unit_name, line.leader, who_mends(line), line.manifestation)
    return (*about, due, line.supervisor, claimed, "")


def who_mends(line: FindingLine) -> str:
    """Who is responsible, or whom it was found on while nobody was named."""
    return line.responsible or line.person_name


def _by_number(line: FindingLine) -> tuple[str, ...]:
    return (line.number,)


def _by_deadline(line: FindingLine) -> tuple[str, ...]:
    return (line.deadline.isoformat(), line.number)


def _by_unit(line: FindingLine) -> tuple[str, ...]:
    return (line.unit_name or "\U0010ffff", line.deadline.isoformat(), line.number)


_CELLS: dict[FindingList, Callable[[FindingLine, date], tuple[str, ...]]] = {
    FindingList.PROBLEMS: _problems,
    FindingList.MEASURES: _measures,
    FindingList.DEADLINES: _deadlines,
    FindingList.DUTIES: _duties,
}
_ORDER: dict[FindingList, Callable[[FindingLine], tuple[str, ...]]] = {
    FindingList.PROBLEMS: _by_number,
    FindingList.MEASURES: _by_number,
    FindingList.DEADLINES: _by_deadline,
    FindingList.DUTIES: _by_unit,
}
