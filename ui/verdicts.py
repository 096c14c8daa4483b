"""What is said of a signed document, in plain words: the answer, the reasons, what to do."""

from __future__ import annotations

from app.domain.verdict import Outcome, Reason, Verdict
from ui.widgets.message import Message, Tone

OUTCOMES: dict[Outcome, tuple[str, str, Tone]] = {
    Outcome.GENUINE: (
        "原件，没有被改动过。",
        "签名完好，内容和签名时一致。这是完整性校验，不是电子印章。",
        Tone.PROVEN,
    ),
    Outcome.FOREIGN: (
        "签名完好，但不是本保险库签的。",
        "请向来源单位核对下面的证书指纹。",
        Tone.NOTE,
    ),
    Outcome.ALTERED: (
        "这份文件在签名之后被改动过。",
        "不要采用，请向来源单位要原件。",
        Tone.REFUSED,
    ),
    Outcome.INCOMPLETE: (
        "这份文件没有签名，或签名不全。",
        "只能当作草稿看待。",
        Tone.REFUSED,
    ),
    Outcome.UNREADABLE: (
        "这份文件读不出来，无法核验。",
        "请确认选的是 PDF，或重新拷贝一份。",
        Tone.REFUSED,
    ),
}
REASONS: dict[Reason, str] = {
    Reason.NOT_A_PDF: "这不是 PDF 文件。",
    Reason.CANNOT_BE_READ: "文件的内部结构已损坏，读不出来。",
    Reason.NO_SIGNATURE: "文件里没有签名。",
    Reason.FIELD_UNSIGNED: "应签的栏目里有空着没签的。",
    Reason.UNEXPECTED_FIELD: "文件里有本程序不会放的签名栏。",
    Reason.SIGNATURE_BROKEN: "签名与内容对不上。",
    Reason.CHANGED_AFTER_SIGNING: "签名之后又加进了内容。",
    Reason.NOT_WHOLE_FILE: "最后一个签名没有盖住整个文件。",
    Reason.BYTES_AFTER_END: "文件末尾之后还跟着别的内容。",
    Reason.SIGNATURE_PADDED: "签名的空位里藏有别的内容。",
    Reason.NOT_CERTIFIED: "首个签名没有限制以后的改动。",
    Reason.DIGEST_DIFFERS: "内容摘要与保险库里记的不同。",
    Reason.CERTIFICATE_UNKNOWN: "签名用的证书不是本单位的。",
    Reason.CERTIFICATE_OUT_OF_DATE: "签名时证书不在有效期内。",
    Reason.NOT_IN_VAULT: "这份文件不在本保险库里。",
}


def verdict_message(verdict: Verdict) -> Message:
    """The answer with what to do about it."""
    what, remedy, tone = OUTCOMES[verdict.outcome]
    return Message(what, remedy=remedy, tone=tone)


def reason_lines(verdict: Verdict) -> str:
    """Every reason on its own line."""
    return "\n".join(f"· {REASONS[reason]}" for reason in verdict.reasons)


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups of four, to be compared aloud."""
    plain = fingerprint.replace(":", "").replace(" ", "").upper()
    return " ".join(plain[n : n + 4] for n in range(0, len(plain), 4))
