"""What the user reads when a signing key, or a signature given with it, is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.domain import errors, signer_errors
from ui.safe_words import KEPT
from ui.widgets.message import Message

NOTHING_TAKEN = "什么也没有登记，文件没有改动。"
NOTHING_SIGNED = "什么也没有签、没有登记，谈话记录还是原来的样子。"
_TRIES = {
    "some": "请再输入一次；多次输错，令牌会自己锁住。",
    "few": "令牌提示剩下的次数不多了，请想准再输。",
    "one": "只剩最后一次，再输错令牌就会锁住。想不起来，请先问发放令牌的单位。",
}

SIGNER_MESSAGES: dict[type[errors.AppError], Callable[[Any], Message]] = {
    # ── key files ────────────────────────────────────────────────────────────────────────────────
    signer_errors.SigningFileUnreadableError: lambda e: Message(
        f"“{e.file_name}”不是证书密钥文件（.p12、.pfx），或者已经损坏。",
        NOTHING_TAKEN,
        "请另选文件，或向发证单位重新领取。",
    ),
    signer_errors.SigningFilePassphraseError: lambda e: Message(
        f"这个口令打不开“{e.file_name}”。",
        NOTHING_SIGNED,
        "请核对大小写和输入法后再试；这是文件自己的口令，不是保险库的口令。",
    ),
    # ── what a file or a token holds ─────────────────────────────────────────────────────────────
    signer_errors.SigningKeyMissingError: lambda e: Message(
        f"“{e.place}”里没有能签名的密钥，只有证书也不能签。",
        NOTHING_SIGNED,
        "请另选一份带密钥的文件或令牌。",
    ),
    signer_errors.SigningCertificateMissingError: lambda e: Message(
        f"“{e.place}”里有密钥，没有与它配对的证书。",
        NOTHING_SIGNED,
        "请向发证单位领取证书，写进文件或令牌后再来。",
    ),
    signer_errors.SigningKeySeveralError: lambda e: Message(
        f"“{e.place}”里有几把密钥：{'、'.join(e.names)}。",
        NOTHING_TAKEN,
        "请选定其中一把。",
    ),
    signer_errors.SigningKeyUnsuitableError: lambda e: Message(
        f"“{e.place}”里的密钥是 {e.kind}，谈话记录不用这一种签名。",
        NOTHING_TAKEN,
        "可以用 RSA（2048 位以上）或椭圆曲线 P-256、P-384、P-521 的密钥。",
    ),
    signer_errors.CertificateNotForSigningError: lambda e: Message(
        f"“{e.place}”里的证书写明不用于签名。",
        NOTHING_TAKEN,
        "请选签名证书；加密用的证书和发证机构的证书都不能用。",
    ),
    signer_errors.CertificateExpiredError: lambda e: Message(
        f"“{e.name}”的证书 {_day(e.until)} 到期，不能再用它签名。",
        "没有签上；以前签过的文件照常可以核验。",
        "请到“签名证书”更换新的证书；电脑日期不对的，先校准日期。",
    ),
    signer_errors.CertificateNotYetError: lambda e: Message(
        f"“{e.name}”的证书要从 {_day(e.since)} 起才能使用。",
        NOTHING_SIGNED,
        "请核对电脑的日期；日期没有错，就等到那一天。",
    ),
    # ── tokens ───────────────────────────────────────────────────────────────────────────────────
    signer_errors.TokenModuleError: lambda e: Message(
        f"令牌的驱动库“{e.file_name}”不在这台电脑上，或者打不开。",
        NOTHING_SIGNED,
        "请装好令牌厂家的驱动，再选它的驱动库（PKCS#11）。",
    ),
    signer_errors.TokenMissingError: lambda _: Message(
        "没有找到要用的签名令牌。",
        NOTHING_SIGNED,
        "请插好令牌，等指示灯亮了再试。",
    ),
    signer_errors.TokenPinError: lambda e: Message(
        "令牌的 PIN 码没有输对。", NOTHING_SIGNED, _TRIES.get(e.tries, _TRIES["few"])
    ),
    signer_errors.TokenPinLockedError: lambda _: Message(
        "令牌的 PIN 码已经锁住。",
        NOTHING_SIGNED,
        "本程序解不开，请找发放令牌的单位解锁；急用可以先换别的密钥签。",
    ),
    signer_errors.TokenRemovedError: lambda _: Message(
        "签名时令牌被拔掉了。",
        NOTHING_SIGNED,
        "请插好令牌，重新签一次。",
    ),
    signer_errors.TokenFailedError: lambda e: Message(
        f"令牌没有完成这一步（{e.what}）。",
        NOTHING_SIGNED,
        "请拔下重插后再试；还不行，请找令牌的厂家或发放单位。",
    ),
    # ── signers ──────────────────────────────────────────────────────────────────────────────────
    signer_errors.SignerKnownError: lambda e: Message(
        f"这张证书已经以“{e.name}”登记过。", NOTHING_TAKEN, "请直接使用登记过的那一条。"
    ),
    signer_errors.SignerRetiredError: lambda e: Message(
        f"“{e.name}”的密钥已经停用。", NOTHING_SIGNED, "请选另一把密钥。"
    ),
    signer_errors.SignerKeyDiffersError: lambda e: Message(
        f"文件或令牌里的证书，已经不是“{e.name}”登记的那一张。",
        NOTHING_SIGNED,
        "换过证书的，请到“签名证书”重新登记；没有换过，请核对文件或令牌。",
    ),
    # ── fields of the minutes ────────────────────────────────────────────────────────────────────
    signer_errors.FieldUnknownError: lambda e: Message(
        f"这份谈话记录没有“{e.field}”的电子签名栏。",
        KEPT,
        "电子签名栏在定稿时选定，定稿以后不能再加；请在纸上签名。",
    ),
    signer_errors.FieldClosedError: lambda e: Message(
        f"“{e.field}”这一栏已经签过，或者已经写明不作电子签名。",
        KEPT,
        "请看刷新后的签名情况。",
    ),
    signer_errors.FieldTurnError: lambda e: Message(
        f"还没有轮到“{e.field}”，先由“{e.first}”签。",
        NOTHING_SIGNED,
        f"请先签“{e.first}”；不签的，写明原因。",
    ),
    signer_errors.FieldsOpenError: lambda e: Message(
        f"谈话 {e.talk_number} 还有没签的电子签名栏：{e.fields}。",
        "还没有封存，已有的都在。",
        "请在“签字”这一步签好；不签的，写明原因。",
    ),
    signer_errors.SignedMeanwhileError: lambda e: Message(
        f"谈话 {e.talk_number} 的签名情况刚才已经变化。",
        "这一次没有签上，别的签名都在。",
        "请看刷新后的签名情况，再签一次。",
    ),
    signer_errors.SignatureDoubtedError: lambda e: Message(
        f"签好的文件没有通过本程序的核验（{e.rule}）。",
        NOTHING_SIGNED,
        "请重新签一次；再次出现，请换一把密钥，并把这一句告诉维护人员。",
    ),
}


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
