"""Why a prompt is proposed, in a word for the list and in a sentence below it."""

from __future__ import annotations

from app.domain.proposing import Proposed, Reason, ReasonKind

_WORDS = {
    ReasonKind.REQUIRED: "必问",
    ReasonKind.SKIPPED: "上次跳过",
    ReasonKind.UNANSWERED: "上次没答",
    ReasonKind.RAISED: "问出的没销号",
    ReasonKind.LOOK_BACK: "要回头看",
    ReasonKind.OPEN_FINDINGS: "有问题没销号",
    ReasonKind.NEWLY_APPOINTED: "新任职",
    ReasonKind.BOTTOM_RANKED: "排名靠后",
    ReasonKind.UNIT_KIND: "这类单位",
    ReasonKind.AREA_FINDINGS: "本领域有问题",
    ReasonKind.NOT_ASKED: "上次没问",
    ReasonKind.COMMON: "",
}
_SENTENCES = {
    ReasonKind.REQUIRED: "提问集规定必问，不问要写原因",
    ReasonKind.SKIPPED: "上次谈话跳过了",
    ReasonKind.UNANSWERED: "上次谈话没有答上",
    ReasonKind.RAISED: "以前这一问问出的问题还没有销号",
    ReasonKind.LOOK_BACK: "以前这一问问出的问题已销号，要回头看",
    ReasonKind.OPEN_FINDINGS: "还有问题没有销号",
    ReasonKind.NEWLY_APPOINTED: "任现职不满一年",
    ReasonKind.BOTTOM_RANKED: "单位考核排名靠后",
    ReasonKind.UNIT_KIND: "专为这类单位而设",
    ReasonKind.AREA_FINDINGS: "这个领域还有问题没有销号",
    ReasonKind.NOT_ASKED: "上次谈话没有问到",
    ReasonKind.COMMON: "各单位通用",
}
SKIPPED = "不问"
OWN = "自拟"
NOT_APPLYING = "不适用"


def reason_word(one: Proposed) -> str:
    """The weightiest reasons in a word each, two at most."""
    if not one.reasons:
        return NOT_APPLYING
    words = [_WORDS[reason.kind] for reason in one.reasons[:2]]
    return "·".join(filter(None, words))


def reason_line(one: Proposed) -> str:
    """All reasons in one line."""
    if not one.reasons:
        return "这次的情况用不上这一问，要问也可以勾上"
    return "；".join(map(_sentence, one.reasons))


def _sentence(reason: Reason) -> str:
    said = _SENTENCES[reason.kind]
    return f"{said}（{reason.detail}）" if reason.detail else said
