"""`tanxinbu verify FOLDER`: where a vault's audit trail ends, and whether its witnesses agree.

Without a passphrase the signed head beside the vault is read and held against what this machine saw
before, the fingerprint on a printed sheet, and a registry's receipt. With --whole the passphrase is
asked for, and every entry, every signed head and every receipt inside is checked as well, and with
--paper that the digest printed on a sheet or below minutes is in the trail; that is an unlocking
like any other, and stands in the trail.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from app.bootstrap import access, known_heads, schemas
from app.cli import passphrase
from app.domain.audit import AuditHead
from app.domain.errors import FileUnreadableError, PackageRejectedError, ReceiptRejectedError
from app.domain.head_verdict import HeadFault, HeadVerdict
from app.domain.package import Receipt
from app.domain.progress import NoProgress
from app.handover.card import read_registry_card
from app.handover.receipt import read_receipt, receipt_as_written
from app.services.audit import ChainReport
from app.services.note_check import Witnesses, check_note

GOOD, REFUSED = 0, 1
_LONGEST = 1 << 20

FAULTS = {
    HeadFault.NO_NOTE: "文件夹里没有记号文件 head.json",
    HeadFault.NOT_A_NOTE: "记号文件 head.json 读不出来",
    HeadFault.OLD_FORM: "记号是旧版程序写的，没有写明公钥；用本版程序打开一次再核对",
    HeadFault.OTHER_VAULT: "记号与旁边的密钥文件不是同一个保险库的",
    HeadFault.SIGNATURE: "记号的签名对不上，记号被改动过",
    HeadFault.KEY_DIFFERS: "签名的公钥不是所认得的那一把",
    HeadFault.KEY_UNKNOWN: "签名完好，但不认得这把公钥；"
    "请用 --fingerprint 给出摘要单上的公钥指纹，或在打开过它的电脑上核对",
    HeadFault.OLDER_THAN_KNOWN: "记号比这台电脑上次见到的旧，保险库可能换成了较早的一份",
    HeadFault.OLDER_THAN_RECEIPT: "记号比回执还旧，保险库换成了较早的一份，或丢了后来的内容",
    HeadFault.REWRITTEN: "同一条号，摘要却不同，留痕被重写过",
    HeadFault.VAULT_BEHIND: "保险库比记号旧，换成了较早的一份，或丢了最后几次保存",
    HeadFault.CHAIN_BROKEN: "留痕对不上，有人改动过或抽掉过",
    HeadFault.RECEIPT_NOT_IN_CHAIN: "回执记下的那一条不在留痕里，留痕被重写过",
    HeadFault.PAPER_NOT_IN_CHAIN: "纸上印的摘要不在留痕里，留痕被重写过，或纸面抄错了",
}


@dataclass(frozen=True, slots=True)
class _Finding:
    """All that is told in the end."""

    verdict: HeadVerdict
    receipt: Receipt | None = None
    is_receipt_signed: bool = False
    report: ChainReport | None = None


def run(arguments: argparse.Namespace) -> int:
    """Check the head, and the whole trail when asked; give the exit code."""
    untrusted = _content(arguments.receipt) if arguments.receipt else b""
    receipt = _read_receipt(untrusted, arguments.registry) if untrusted else None
    head = receipt.audit_head if receipt else None
    # read before the vault is opened: opening it writes the note anew
    witnesses = Witnesses(known_heads(), arguments.fingerprint or "", head)
    verdict = check_note(arguments.file, witnesses)
    finding = _Finding(verdict, receipt, bool(receipt and arguments.registry))
    if arguments.whole or arguments.paper or arguments.passphrase_fd is not None:
        finding = _checked_whole(finding, untrusted, arguments)
    print(_as_json(finding) if arguments.json else _told(finding))
    if finding.verdict.is_good:
        return GOOD
    faults = "；".join(FAULTS[fault] for fault in finding.verdict.faults)
    print(f"核对没有通过：{faults}。", file=sys.stderr)
    return REFUSED


# ── reading what was given ───────────────────────────────────────────────────────────────────────


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST + 1)
    except OSError as error:
        raise FileUnreadableError(path.name) from error


def _read_receipt(untrusted: bytes, registry: Path | None) -> Receipt:
    published = schemas()
    try:
        if registry is None:
            return receipt_as_written(untrusted, published)
        identity = read_registry_card(_content(registry))
        return read_receipt(untrusted, identity.public_key, published)
    except PackageRejectedError as error:
        raise ReceiptRejectedError(error.reason, error.detail) from error


# ── with the passphrase ──────────────────────────────────────────────────────────────────────────


def _checked_whole(
    finding: _Finding, untrusted_receipt: bytes, arguments: argparse.Namespace
) -> _Finding:
    application = access().unlock(arguments.file, passphrase.asked(arguments), NoProgress())
    try:
        report = application.audit.check()
        application.audit.note_check(report)
        faults = [HeadFault.VAULT_BEHIND] if application.is_behind else []
        faults += [] if report.is_whole else [HeadFault.CHAIN_BROKEN]
        if untrusted_receipt and not application.audit.leads_to(untrusted_receipt):
            faults.append(HeadFault.RECEIPT_NOT_IN_CHAIN)
        if arguments.paper and not application.audit.holds(arguments.paper):
            faults.append(HeadFault.PAPER_NOT_IN_CHAIN)
        own = application.audit.heads
        verdict = replace(
            finding.verdict,
            database=own.database,
            head=finding.verdict.head or report.head,
            fingerprint=own.fingerprint(),
            key_is_known=True,
            faults=(*_still_open(finding.verdict), *faults),
        )
    finally:
        application.lock()
    return _Finding(verdict, finding.receipt, bool(finding.receipt), report)


def _still_open(verdict: HeadVerdict) -> tuple[HeadFault, ...]:
    """What the passphrase did not answer: whoever opens the vault has its key."""
    answered = {HeadFault.KEY_UNKNOWN, HeadFault.OLD_FORM}
    return tuple(fault for fault in verdict.faults if fault not in answered)


# ── telling ──────────────────────────────────────────────────────────────────────────────────────


def _told(finding: _Finding) -> str:
    verdict, report = finding.verdict, finding.report
    lines = [f"保险库　　{verdict.database}"] if verdict.database else []
    if verdict.head:
        lines.append(f"记号　　　第 {verdict.head.sequence:,} 条，{verdict.head.digest}")
    if verdict.fingerprint:
        known = "" if verdict.key_is_known else "（还不认得）"
        lines.append(f"公钥指纹　{' '.join(verdict.fingerprint)}{known}")
    if finding.receipt:
        lines.append(_receipt_line(finding, finding.receipt))
    if report:
        lines.append(
            f"整条留痕　{report.count:,} 条，{report.checkpoints:,} 处签名摘要，"
            f"{report.receipts:,} 份回执"
            + (f"；从第 {report.first_break:,} 条起对不上" if report.first_break else "")
        )
    if verdict.is_good:
        lines.append(f"结论　　　{_conclusion(finding)}")
    return "\n".join(lines)


def _receipt_line(finding: _Finding, receipt: Receipt) -> str:
    signed = "签名已核对" if finding.is_receipt_signed else "签名没有核对（没有给 --registry）"
    return (
        f"回执　　　{receipt.registry_name}，第 {receipt.audit_head.sequence:,} 条，"
        f"{receipt.audit_head.digest}，{signed}"
    )


def _conclusion(finding: _Finding) -> str:
    if finding.report:
        return (
            "留痕完整，与记号和见证都对得上。拥有电脑和口令的人，可以重写还没有给别人看过的那一段。"
        )
    said = "记号的签名完好"
    if finding.receipt:
        is_same = finding.verdict.head == finding.receipt.audit_head
        said += "，与回执完全一致" if is_same else "，比回执新，与它没有矛盾"
    return f"{said}。没有打开保险库，只核对了旁边的记号；要逐条核对，请加 --whole。"


def _as_json(finding: _Finding) -> str:
    verdict, receipt, report = finding.verdict, finding.receipt, finding.report
    plain: dict[str, object] = {
        "good": verdict.is_good,
        "faults": [fault.value for fault in verdict.faults],
        "database": verdict.database or None,
        "head": _plain(verdict.head),
        "fingerprint": " ".join(verdict.fingerprint) or None,
        "key_known": verdict.key_is_known,
        "receipt": _plain(receipt.audit_head) if receipt else None,
        "receipt_signed": finding.is_receipt_signed,
        "entries": report.count if report else None,
        "first_break": report.first_break if report else None,
    }
    return json.dumps(plain, ensure_ascii=False, indent=2)


def _plain(head: AuditHead | None) -> dict[str, object] | None:
    return {"sequence": head.sequence, "digest": head.digest} if head else None
