"""`tanxinbu verify FILE…`: whether signed PDFs are what was signed; good only if every rule holds.

A folder in the place of the file is a vault, and its audit trail is verified: see verify_vault;
with --folder the PDF files in it are verified one by one.

A file from elsewhere is held against that office's exported certificate or its fingerprint, and
those of the persons who signed in it; without any, against the certificates of the vaults that were
opened on this machine. Intact but by an unknown hand is not good enough for exit code 0.

Exit codes: 0 every file is genuine; 1 one is not, or could not be read; 2 wrong use. Scripts that
want to know which of the five outcomes it was read it from --json: a code for each would make the
sum over a folder one more thing to agree about.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.bootstrap import access, known_certificates
from app.cli import passphrase, verify_telling
from app.cli.parser import ChineseParser
from app.documents.pages import read_scan
from app.domain.errors import AppError, FileUnreadableError, FolderUnusableError, WrongFileKindError
from app.domain.progress import NoProgress
from app.domain.verdict import Examined, Outcome, Reason, Verdict
from app.services.verifying_files import each_examined, pdfs_in
from app.signing.credentials import fingerprint_of, read_certificate
from app.signing.verify import Trust, verified

GOOD, REFUSED, WRONG_USE = 0, 1, 2
LONGEST_CERTIFICATE = 65536
SHA256 = re.compile(r"[0-9a-f]{64}")
PRINTED = re.compile(r"[0-9a-f]{16,64}")
KEY_DIGITS = re.compile(r"[0-9]{40}")
OF_PDF = ("certificate", "signer", "vault", "sha256", "sheet", "folder")
OF_VAULT = ("receipt", "registry", "paper", "whole")
Judge = Callable[[Path], Verdict]
Sheet = Callable[[tuple[Examined, ...]], bytes]


@dataclass(frozen=True, slots=True)
class _Desk:
    """By whom files are judged, and who writes down what was found."""

    judge: Judge
    sheet: Sheet


def add(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "verify",
        help="核验签名的谈话记录，或一个保险库的留痕",
        epilog="退出码：0 每一份都是原件；1 有的不是，或读不出来；2 用法不对。是哪一种见 --json。",
    )
    parser.add_argument(
        "file", type=Path, nargs="+", metavar="文件", help="要核验的 PDF，或保险库所在的文件夹"
    )
    parser.add_argument(
        "--folder", action="store_true", help="给出的是放 PDF 的文件夹：逐份核验里面的文件"
    )
    _describe_trust(parser)
    parser.add_argument("--sha256", type=_digest, metavar="摘要", help="文件应有的 SHA-256")
    parser.add_argument("--sheet", type=Path, metavar="核验单", help="把核验单写成这个 PDF 文件")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    _describe_vault(parser)
    passphrase.describe(parser)


def _describe_trust(parser: ChineseParser) -> None:
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
    parser.add_argument(
        "--signer",
        action="append",
        metavar="个人证书",
        help="信任的个人证书：文件，或 64 位指纹；可以写几次",
    )


def _describe_vault(parser: ChineseParser) -> None:
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


def run(arguments: argparse.Namespace) -> int:
    """Verify the files; give the exit code."""
    fault = _misused(arguments)
    if fault:
        print(f"命令有误：{fault}", file=sys.stderr)
        return WRONG_USE
    if _is_of_vault(arguments):
        # to start faster: a PDF needs nothing of vaults and packages
        from app.cli import verify_vault

        arguments.file = arguments.file[0]
        return verify_vault.run(arguments)
    found = _by_vault(arguments) if arguments.vault else _by_certificate(arguments)
    verify_telling.tell(found, arguments.json, _told_error(arguments))
    is_good = found and all(one.outcome is Outcome.GENUINE for one in found)
    return GOOD if is_good else REFUSED


def _is_of_vault(arguments: argparse.Namespace) -> bool:
    return not arguments.folder and len(arguments.file) == 1 and bool(arguments.file[0].is_dir())


def _misused(arguments: argparse.Namespace) -> str:
    """What was asked of a PDF that only a vault can answer, or the other way round."""
    is_vault = _is_of_vault(arguments)
    names = OF_PDF if is_vault else OF_VAULT
    wrong = [f"--{name}" for name in names if vars(arguments)[name]]
    if wrong:
        return f"{'、'.join(wrong)} 只用于{'PDF 文件' if is_vault else '保险库文件夹'}"
    if arguments.registry and not arguments.receipt:
        return "--registry 要和 --receipt 一起用"
    if arguments.sha256 and (arguments.folder or len(arguments.file) > 1):
        return "--sha256 只能核对一份文件"
    return ""


def _by_vault(arguments: argparse.Namespace) -> tuple[Examined, ...]:
    application = access().unlock(arguments.vault, passphrase.asked(arguments), NoProgress())
    try:
        verifying = application.verifying
        return _examined(arguments, _Desk(verifying.verify, verifying.sheet))
    finally:
        application.lock()


def _by_certificate(arguments: argparse.Namespace) -> tuple[Examined, ...]:
    trust = Trust(_offices(arguments), persons=_persons(arguments))

    def judge(path: Path) -> Verdict:
        return verified(read_scan(path), trust, datetime.now(UTC))

    return _examined(arguments, _Desk(judge, lambda found: _sheet(found, arguments)))


def _examined(arguments: argparse.Namespace, desk: _Desk) -> tuple[Examined, ...]:
    paths: list[Path] = []
    for path in arguments.file:
        paths += pdfs_in(path) if arguments.folder else [path]
    found = tuple(
        _held_against(one, arguments.sha256)
        for one in each_examined(paths, desk.judge, NoProgress())
    )
    if len(paths) == 1 and found[0].error and not arguments.json:
        raise found[0].error
    if arguments.sheet:
        _write(arguments.sheet, desk.sheet(found))
    return found


def _held_against(one: Examined, digest: str | None) -> Examined:
    verdict = one.verdict
    if verdict is None or not digest or verdict.sha256 == digest:
        return one
    reasons = (*verdict.reasons, Reason.DIGEST_DIFFERS)
    return replace(one, verdict=replace(verdict, reasons=reasons))


def _sheet(found: tuple[Examined, ...], arguments: argparse.Namespace) -> bytes:
    """The sheet where no vault is asked."""
    # to start faster: few want it on paper
    from app.documents.validity_sheet import Verification, validity_sheet, validity_summary
    from app.services.verifying import program

    how = Verification(
        "", _against(arguments), program(), datetime.now(UTC), lambda moment: moment.astimezone()
    )
    return validity_sheet(found[0], how) if len(found) == 1 else validity_summary(found, how)


def _against(arguments: argparse.Namespace) -> str:
    if arguments.certificate or arguments.fingerprint:
        return "给出的单位证书或指纹" + ("，和给出的个人证书" if arguments.signer else "")
    return "在这台电脑上打开过的保险库的证书" + ("，和给出的个人证书" if arguments.signer else "")


def _write(path: Path, content: bytes) -> None:
    # to start faster
    from app.system.files import write_safely

    try:
        write_safely(path, content)
    except OSError as error:
        raise FolderUnusableError(str(path.parent)) from error


def _offices(arguments: argparse.Namespace) -> frozenset[str]:
    if arguments.fingerprint:
        return frozenset([arguments.fingerprint])
    if arguments.certificate:
        return frozenset([_fingerprint_in(arguments.certificate)])
    return known_certificates().fingerprints()


def _persons(arguments: argparse.Namespace) -> frozenset[str]:
    given = set[str]()
    for one in arguments.signer or ():
        plain = re.sub(r"[\s:]", "", one).lower()
        given.add(plain if SHA256.fullmatch(plain) else _fingerprint_in(Path(one)))
    if arguments.fingerprint or arguments.certificate:
        return frozenset(given)
    return known_certificates().persons() | given


def _fingerprint_in(path: Path) -> str:
    try:
        with path.open("rb") as file:
            untrusted_content = file.read(LONGEST_CERTIFICATE)
        return fingerprint_of(read_certificate(untrusted_content))
    except OSError as error:
        raise FileUnreadableError(path.name) from error
    except ValueError as error:
        raise WrongFileKindError(path.name, "证书") from error


def _told_error(arguments: argparse.Namespace) -> Callable[[AppError], str]:
    sentence = arguments.sentence
    return sentence if sentence else lambda error: type(error).__name__


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
