"""What should be looked at before going on, in sentences; nothing of it forbids anything."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.checks import Caution, CautionKind

CAUTIONS: dict[CautionKind, Callable[[Caution], str]] = {
    CautionKind.NEEDS_TWO: lambda c: f"我方只有{c.count}人在场，这类谈话一般两人以上。",
    CautionKind.COLLECTIVE_OF_ONE: lambda _: "集体谈话只选了一位谈话对象。",
    CautionKind.SEVERAL_IN_SINGLE: lambda c: f"这类谈话一般一位，现在选了{c.count}位。",
    CautionKind.ABSENT: lambda c: f"{c.name}未到会，会后要补谈。",
    CautionKind.POST_OUT_OF_DATE: lambda c: f"{c.name}的职务在谈话当天可能已经变动，请核对。",
    CautionKind.TWO_TALKS_AT_ONCE: lambda c: f"{c.name}同一时间还在谈话 {c.other} 里。",
    CautionKind.PLACE_AT_ONCE: lambda c: f"同一时间，谈话 {c.other} 也安排在{c.name}。",
    CautionKind.RECUSED: lambda c: f"{c.name}与{c.other}应当回避：{c.ground}。",
    CautionKind.LONG_WITHOUT_BREAK: lambda c: f"连续谈了{c.count}小时以上，没有休息记录。",
    CautionKind.TOO_FAST: lambda c: f"平均每分钟记了{c.count}字，请核对是不是当场所记。",
}


def caution_text(caution: Caution) -> str:
    """The sentence of one caution."""
    return CAUTIONS[caution.kind](caution)


def caution_lines(cautions: tuple[Caution, ...]) -> str:
    """All of them, line by line."""
    return "\n".join(f"△ {caution_text(caution)}" for caution in cautions)
