"""What `tanxinbu verify` says of signed PDFs: in words, or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from app.bootstrap import known_certificates
from app.domain.calendar import written_time
from app.domain.errors import AppError
from app.domain.verdict import Examined, Outcome, Signature, Verdict, counted
from app.domain.verdict_words import (
    CLOCK,
    NO_TIME,
    OUTCOMES,
    open_field_words,
    reach,
    reasons_of,
)

Sentence = Callable[[AppError], str]


def tell(found: tuple[Examined, ...], is_json: bool, sentence: Sentence) -> None:
    """Print what was found; what is not genuine is told on standard error as well."""
    if is_json:
        plain = [_plain(one) for one in found]
        whole = plain[0] if len(plain) == 1 else {"files": plain, "counts": _counts(found)}
        print(json.dumps(whole, ensure_ascii=False, indent=2))
    elif len(found) != 1:
        _tell_many(found, sentence)
        return
    elif found[0].verdict:
        print(_told(found[0].verdict))
    if len(found) == 1 and found[0].outcome is not Outcome.GENUINE:
        said = "".join(reasons_of(found[0]))
        print(f"{OUTCOMES[found[0].outcome].said}{said}", file=sys.stderr)


def _tell_many(found: tuple[Examined, ...], sentence: Sentence) -> None:
    for one in found:
        why = sentence(one.error) if one.error else "".join(reasons_of(one))
        line = f"{OUTCOMES[one.outcome].short}　{one.name}"
        print(f"{line}　{why}" if why else line)
    counts = counted(found).items()
    told = "，".join(
        f"{OUTCOMES[outcome].short} {count:,} 份" for outcome, count in counts if count
    )
    print(f"共 {len(found):,} 份" + (f"：{told}。" if told else "，没有找到 PDF 文件。"))


def _told(verdict: Verdict) -> str:
    lines = [f"摘要　　　{verdict.sha256}"]
    if verdict.talk_number:
        lines.append(f"谈话　　　{verdict.talk_number}")
    for signature in verdict.signatures:
        lines += _signature_lines(signature, verdict)
    lines += [f"签名　　　{field}，{state}" for field, state in open_field_words(verdict)]
    if verdict.is_genuine:
        lines.append(f"结论　　　{OUTCOMES[Outcome.GENUINE].said}{_caution(verdict)}")
    return "\n".join(lines)


def _signature_lines(signature: Signature, verdict: Verdict) -> list[str]:
    at = signature.signed_at
    moment = f"{written_time(at.astimezone())}（{CLOCK}）" if at else NO_TIME
    name = f"，{signature.name}" if signature.name else ""
    state = "完好" if signature.is_intact else "与内容对不上"
    return [
        f"签名　　　{signature.field}{name}，{state}，{moment}，{reach(signature, verdict.size)}",
        f"证书指纹　{signature.fingerprint}",
    ]


def _caution(verdict: Verdict) -> str:
    known = known_certificates()
    if any(known.is_made_up(signature.fingerprint) for signature in verdict.signatures):
        return "（由演示证书签名，口令公开，只供试用）"
    return ""


def _counts(found: tuple[Examined, ...]) -> dict[str, int]:
    return {outcome.value: count for outcome, count in counted(found).items()}


def _plain(one: Examined) -> dict[str, object]:
    verdict = one.verdict
    if verdict is None:
        error = type(one.error).__name__ if one.error else None
        return {"file": one.name, "outcome": one.outcome.value, "genuine": False, "error": error}
    return {
        "file": one.name,
        "outcome": verdict.outcome.value,
        "genuine": verdict.is_genuine,
        "reasons": [reason.value for reason in verdict.reasons],
        "sha256": verdict.sha256,
        "size": verdict.size,
        "talk": verdict.talk_number or None,
        "open_fields": list(verdict.open_fields),
        "waived": list(verdict.waived),
        "signatures": [_plain_signature(signature) for signature in verdict.signatures],
    }


def _plain_signature(signature: Signature) -> dict[str, object]:
    at = signature.signed_at
    return {
        "field": signature.field,
        "name": signature.name or None,
        "signed_at": at.isoformat() if at else None,
        "fingerprint": signature.fingerprint,
        "intact": signature.is_intact,
        "covers": signature.covers,
        "certifies": signature.certifies,
        "locks": signature.locks,
        "method": signature.method or None,
        "ink": signature.has_ink,
    }
