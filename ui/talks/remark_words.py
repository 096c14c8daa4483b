"""What a check points at, in sentences of the screen."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.remarks import Checked, CheckRule, Remark
from ui.talks.cautions import caution_text

_LONGEST, _HEADING = 24, 30

REMARKS: dict[CheckRule, Callable[[Remark], str]] = {
    CheckRule.HOMOPHONE: lambda r: f"“{r.words}”与登记的“{r.about}”同音不同字，请核对姓名。",
    CheckRule.PLACEHOLDER: lambda r: f"还留着“{r.words}”，请换成真实的内容。",
    CheckRule.UNPRINTABLE: lambda r: f"“{r.words}”（{r.about}）没有字体能印出来，请换一个写法。",
    CheckRule.OTHER_PERSON: lambda r: f"写到了别处的“{r.about}”，请看是不是别人谈话里的话。",
    CheckRule.OTHER_UNIT: lambda r: f"写到了别的单位“{r.about}”，请看单位名称对不对。",
    CheckRule.SAME_PARAGRAPH: lambda r: (
        f"这一段与谈话 {r.about} 里别人的一段一字不差：“{_short(r.words)}”"
    ),
    CheckRule.MIXED_STYLE: lambda r: f"“{r.words}”混用了两种数字或日期写法。",
    CheckRule.SHORT_NAME_FIRST: lambda r: f"先用了简称“{r.words}”，后面才写明全称。",
    CheckRule.CAUTION: lambda r: caution_text(r.caution) if r.caution else "",
}


def remark_text(remark: Remark) -> str:
    """The sentence of one remark, with the place it is about."""
    said = REMARKS[remark.rule](remark)
    return f"{remark.label}：{said}" if remark.label else said


def heading_text(remark: Remark) -> str:
    """The sentence cut to what has room at the head of a form."""
    said = remark_text(remark)
    return said if len(said) <= _HEADING else said[:_HEADING] + "……"


def checked_text(checked: Checked) -> str:
    """The line in the list: a sign for how it stands, the sentence, and why it was passed."""
    said = remark_text(checked.remark)
    if checked.passed:
        return f"✓ {said}\n　已放过：{checked.passed.reason}"
    return f"{_sign(checked)} {said}"


def spoken_text(checked: Checked) -> str:
    """The same for a screen reader: signs as words."""
    if checked.passed:
        state = "已放过"
    elif checked.remark.is_blocking:
        state = "必须改好"
    else:
        state = "提醒" if checked.is_open else "说明"
    return f"{state}，{remark_text(checked.remark)}"


def _sign(checked: Checked) -> str:
    if checked.remark.is_blocking:
        return "■"
    return "□" if checked.is_open else "·"


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "……"
