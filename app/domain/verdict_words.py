"""What is said of a signed document in plain words, on the screen, in the terminal and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.verdict import Examined, Outcome, Reason, Signature, Verdict, counted


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """An outcome: in two or three words for a table, as a sentence, and what to do about it."""

    short: str
    said: str
    remedy: str


OUTCOMES = {
    Outcome.GENUINE: OutcomeWords(
        "原件",
        "原件，没有被改动过。",
        "签名完好，内容和签名时一致。这是完整性校验，不是电子印章。",
    ),
    Outcome.FOREIGN: OutcomeWords(
        "来源未确认",
        "签名完好，但签名者或来源没有得到确认。",
        "请向来源单位核对证书指纹。",
    ),
    Outcome.ALTERED: OutcomeWords(
        "被改动过",
        "这份文件在签名之后被改动过。",
        "不要采用，请向来源单位要原件。",
    ),
    Outcome.INCOMPLETE: OutcomeWords(
        "签名不全",
        "这份文件没有签名，或签名不全。",
        "只能当作草稿看待。",
    ),
    Outcome.UNREADABLE: OutcomeWords(
        "读不出来",
        "这份文件读不出来，无法核验。",
        "请确认选的是 PDF，或向来源单位重新拷贝一份。",
    ),
}
REASONS = {
    Reason.NOT_A_PDF: "这不是 PDF 文件。",
    Reason.CANNOT_BE_READ: "文件的内部结构已损坏，读不出来。",
    Reason.OTHER_STRUCTURE: "文件的内部结构不是本程序写的样子：由别的软件制作，或重新保存过。",
    Reason.TOO_MANY_REVISIONS: "文件后面被追加过太多次，本程序的文件不会这样。",
    Reason.NO_SIGNATURE: "文件里没有签名。",
    Reason.FIELD_UNSIGNED: "应签的栏目里有空着没签的。",
    Reason.UNEXPECTED_FIELD: "文件里有本程序不会放的签名栏。",
    Reason.SIGNATURE_BROKEN: "签名与内容对不上。",
    Reason.CHANGED_AFTER_SIGNING: "签名之后又加进或换掉了内容。",
    Reason.NOT_WHOLE_FILE: "最后一个签名没有盖住整个文件。",
    Reason.BESIDE_SIGNATURES: "两个签名之间夹着不属于签名的内容。",
    Reason.BYTES_AFTER_END: "文件末尾之后还跟着别的内容。",
    Reason.SIGNATURE_PADDED: "签名的空位里藏有别的内容。",
    Reason.NOT_CERTIFIED: "首个签名没有限制以后的改动。",
    Reason.OFFICE_NOT_FIRST: "单位的签名不是第一个。",
    Reason.DIGEST_DIFFERS: "文件摘要与给出的不同。",
    Reason.WEAK_SIGNATURE: "签名用的算法太弱，或不认得，不足为凭。",
    Reason.CERTIFICATE_UNKNOWN: "签名用的证书不是所信任的那一张。",
    Reason.KEY_OF_A_PERSON: "单位一栏用的是个人的证书。",
    Reason.CERTIFICATE_NOT_FOR_SIGNING: "签名用的证书不是用来签名的。",
    Reason.CERTIFICATE_OUT_OF_DATE: "签名时证书不在有效期内。",
    Reason.NEWER_IN_VAULT: "保险库里有这份文件签名更全的一版。",
    Reason.NOT_IN_VAULT: "这份文件不在本单位的保险库里。",
}
NO_TIME = "没有写时间"
CLOCK = "本机时间，未经第三方时间戳"


def grouped(digits: str) -> str:
    """A fingerprint or digest in groups of four, to be compared aloud."""
    plain = digits.replace(":", "").replace(" ", "").upper()
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def reach(signature: Signature, size: int) -> str:
    """What a signature in a file of that many bytes answers for."""
    if signature.covers == size:
        covered = "盖住整个文件"
    else:
        covered = f"盖住前 {signature.covers:,} 字节，共 {size:,} 字节"
    if signature.locks:
        return f"{covered}，此后不许再改"
    return f"{covered}，此后只许签名" if signature.certifies else covered


def open_field_words(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    """Each field that has no signature, and whether that was decided."""
    return tuple(
        (field, "免签，理由记在保险库里" if field in verdict.waived else "空着没签")
        for field in verdict.open_fields
    )


def reasons_of(found: Examined) -> tuple[str, ...]:
    """Why a file is not genuine, a sentence for each reason."""
    if found.verdict is None:
        return ("这个文件打不开，或大得不像谈话记录。",)
    return tuple(REASONS[reason] for reason in found.verdict.reasons)


def counts_words(files: Iterable[Examined]) -> str:
    """How many files have each outcome; those that none has are left out."""
    counts = counted(files).items()
    return "，".join(f"{OUTCOMES[one].short} {count:,} 份" for one, count in counts if count)
