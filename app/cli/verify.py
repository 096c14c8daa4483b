"""`tanxinbu verify FILE`: whether a signed PDF is what was signed; good only if every rule holds.

A folder in the place of the file is a vault, and its audit trail is verified: see verify_vault.

A file from elsewhere is held against that office's exported certificate or its fingerprint; without
either, against the certificates of the vaults that were opened on this machine. Intact but by an
unknown hand is not good enough for exit code 0.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.bootstrap import access, known_certificates
from app.cli import passphrase
from app.cli.parser import ChineseParser
from app.documents.pages import read_scan
from app.domain.calendar import written_time
from app.domain.errors import FileUnreadableError, WrongFileKindError
from app.domain.progress import NoProgress
from app.domain.verdict import Outcome, Reason, Verdict
from app.domain.verdict_words import OUTCOMES, REASONS
from app.signing.credentials import fingerprint_of, read_certificate
from app.signing.verify import Trust, verified

GOOD, REFUSED, WRONG_USE = 0, 1, 2
LONGEST_CERTIFICATE = 65536
SHA256 = re.compile(r"[0-9a-f]{64}")
PRINTED = re.compile(r"[0-9a-f]{16,64}")
KEY_DIGITS = re.compile(r"[0-9]{40}")


def add(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser("verify", help="核验一份签名的谈话记录，或一个保险库的留痕")
    parser.add_argument(
        "file", type=Path, metavar="文件", help="要核验的 PDF，或保险库所在的文件夹"
    )
    against = parser.add_mutually_exclusive_group()
    against.add_argument(
        "--certificate", type=Path, metavar="证书", help="来源单位导出的证书（PEM 或 DER）"
    )
    against.add_argument(
        "--fingerprint",
        type=_fingerprint,
        metavar="指纹",
        help="来源单位证书的 SHA-256 指纹，64 位；核对保险库时是摘要单上的公钥指纹，40 位数字",
    )
    against.add_argument("--vault", type=Path, metavar="保险库", help="本单位保险库所在文件夹")
    parser.add_argument("--sha256", type=_digest, metavar="摘要", help="文件应有的 SHA-256")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.add_argument("--receipt", type=Path, metavar="回执", help="保险库：登记处的回执")
    parser.add_argument(
        "--registry", type=Path, metavar="身份文件", help="保险库：登记处的 identity.txt，核对回执"
    )
    parser.add_argument(
        "--paper",
        type=_printed,
        metavar="摘要",
        help="保险库：摘要单或谈话记录页脚上印的留痕摘要，至少 16 位；要输口令",
    )
    parser.add_argument("--whole", action="store_true", help="保险库：输口令，逐条核对全部留痕")
    passphrase.describe(parser)


def run(arguments: argparse.Namespace) -> int:
    """Verify the file; give the exit code."""
    fault = _misused(arguments)
    if fault:
        print(f"命令有误：{fault}", file=sys.stderr)
        return WRONG_USE
    if arguments.file.is_dir():
        # to start faster: a PDF needs nothing of vaults and packages
        from app.cli import verify_vault

        return verify_vault.run(arguments)
    verdict = _by_vault(arguments) if arguments.vault else _by_certificate(arguments)
    if arguments.sha256 and arguments.sha256 != verdict.sha256:
        verdict = replace(verdict, reasons=(*verdict.reasons, Reason.DIGEST_DIFFERS))
    if arguments.json:
        print(json.dumps(_plain(verdict), ensure_ascii=False, indent=2))
    else:
        print(_told(verdict))
    if verdict.is_genuine:
        return GOOD
    said = "".join(REASONS[reason] for reason in verdict.reasons)
    print(f"{OUTCOMES[verdict.outcome].said}{said}", file=sys.stderr)
    return REFUSED


def _misused(arguments: argparse.Namespace) -> str:
    """What was asked of a PDF that only a vault can answer, or the other way round."""
    of_pdf = ("certificate", "vault", "sha256")
    of_vault = ("receipt", "registry", "paper", "whole")
    is_vault = arguments.file.is_dir()
    wrong = [f"--{name}" for name in (of_pdf if is_vault else of_vault) if vars(arguments)[name]]
    kind = "PDF 文件" if is_vault else "保险库文件夹"
    if arguments.registry and not arguments.receipt and not wrong:
        return "--registry 要和 --receipt 一起用"
    return f"{'、'.join(wrong)} 只用于{kind}" if wrong else ""


def _by_vault(arguments: argparse.Namespace) -> Verdict:
    application = access().unlock(arguments.vault, passphrase.asked(arguments), NoProgress())
    try:
        return application.minutes.verify(arguments.file)
    finally:
        application.lock()


def _by_certificate(arguments: argparse.Namespace) -> Verdict:
    untrusted_content = read_scan(arguments.file)
    return verified(untrusted_content, Trust(_trusted(arguments)), datetime.now(UTC))


def _trusted(arguments: argparse.Namespace) -> frozenset[str]:
    if arguments.fingerprint:
        return frozenset([arguments.fingerprint])
    if arguments.certificate:
        return frozenset([_fingerprint_in(arguments.certificate)])
    return known_certificates().fingerprints()


def _fingerprint_in(path: Path) -> str:
    try:
        with path.open("rb") as file:
            untrusted_content = file.read(LONGEST_CERTIFICATE)
        return fingerprint_of(read_certificate(untrusted_content))
    except OSError as error:
        raise FileUnreadableError(path.name) from error
    except ValueError as error:
        raise WrongFileKindError(path.name, "证书") from error


def _digest(text: str) -> str:
    plain = re.sub(r"[\s:]", "", text).lower()
    if not SHA256.fullmatch(plain):
        raise argparse.ArgumentTypeError("要 64 位十六进制数字")
    return plain


def _fingerprint(text: str) -> str:
    plain = re.sub(r"[\s:]", "", text).lower()
    if not SHA256.fullmatch(plain) and not KEY_DIGITS.fullmatch(plain):
        raise argparse.ArgumentTypeError("要 64 位十六进制数字，或 40 位数字")
    return plain


def _printed(text: str) -> str:
    plain = re.sub(r"\s", "", text).lower()
    if not PRINTED.fullmatch(plain):
        raise argparse.ArgumentTypeError("要 16 到 64 位十六进制数字")
    return plain


def _told(verdict: Verdict) -> str:
    lines = [f"摘要　　　{verdict.sha256}"]
    if verdict.talk_number:
        lines.append(f"谈话　　　{verdict.talk_number}")
    for signature in verdict.signatures:
        at = signature.signed_at
        moment = written_time(at) if at else "没有写时间"
        lines.append(f"签名　　　{signature.field}，{moment}（本机时间，未经第三方时间戳）")
        lines.append(f"证书指纹　{signature.fingerprint}")
    if verdict.is_genuine:
        lines.append(f"结论　　　{OUTCOMES[Outcome.GENUINE].said}{_caution(verdict)}")
    return "\n".join(lines)


def _caution(verdict: Verdict) -> str:
    known = known_certificates()
    if any(known.is_made_up(signature.fingerprint) for signature in verdict.signatures):
        return "（由演示证书签名，口令公开，只供试用）"
    return ""


def _plain(verdict: Verdict) -> dict[str, object]:
    return {
        "outcome": verdict.outcome.value,
        "genuine": verdict.is_genuine,
        "reasons": [reason.value for reason in verdict.reasons],
        "sha256": verdict.sha256,
        "size": verdict.size,
        "talk": verdict.talk_number or None,
        "signatures": [
            {
                "field": signature.field,
                "signed_at": signature.signed_at.isoformat() if signature.signed_at else None,
                "fingerprint": signature.fingerprint,
                "intact": signature.is_intact,
            }
            for signature in verdict.signatures
        ],
    }
