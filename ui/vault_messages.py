"""What the user reads when the vault's keys, backups, rotation or rescue go wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import vault_errors as errors
from app.domain.errors import AppError
from ui.safe_words import CLOSED_SAFE, KEPT, VAULT_SAFE
from ui.widgets.message import Message

_PARTS = {
    "vault.db": "数据库",
    "keys.json": "密钥文件",
    "head.json": "留痕记号",
    "backup.json": "备份说明",
}


def part_of_backup(what: str) -> str:
    """The part of a backup set that is not what was written, in the words of the screen."""
    return _PARTS.get(what, what)


VAULT_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    # ── who may what ─────────────────────────────────────────────────────────────────────────────
    errors.RoleRefusedError: lambda _: Message(
        "这件事不在您的职责范围里。", KEPT, "请由主谈人或管理人用自己的口令来办。"
    ),
    errors.LastAdministratorError: lambda _: Message(
        "这是最后一位管理人，取消以后就没有人能管口令了。", KEPT, "请先让另一位持有人担任管理。"
    ),
    errors.OwnSlotError: lambda _: Message(
        "不能取消自己正在用的口令。", KEPT, "请由另一位管理人解锁后再取消。"
    ),
    errors.HolderNameTakenError: lambda e: Message(
        f"已经有一位持有人叫“{e.name}”。", KEPT, "请在姓名后加上职务，让留痕分得清是谁。"
    ),
    errors.PassphraseTakenError: lambda _: Message(
        "这个口令不能用。", KEPT, "请另想一个，或用“替我想一个”。"
    ),
    errors.HolderPassphraseWrongError: lambda e: Message(
        f"{e.name}的口令与原来的不一样，数据密钥没有换。",
        KEPT,
        "请本人再输一次；人不在场就留空，换完以后重新添加。",
    ),
    errors.TooManyHoldersError: lambda e: Message(
        f"一个保险库最多有 {e.limit} 位持有人。", KEPT, "请先取消已经离岗的人。"
    ),
    # ── the vault stays closed ───────────────────────────────────────────────────────────────────
    errors.VaultLockedError: lambda _: Message(
        "保险库已经锁定，这一步没有做。", CLOSED_SAFE, "请解锁后再做一次。"
    ),
    errors.KeyFileRolledBackError: lambda _: Message(
        "密钥文件被换成了较早的一份，这个口令已经停用。",
        CLOSED_SAFE,
        "请用现在的口令，或用恢复单打开；不是您换的，请报告上级。",
    ),
    errors.DeviceSecretMissingError: lambda e: Message(
        "口令还要配合原来那台电脑里的本机密钥，"
        + (f"“{e.store}”里没有它。" if e.store else "这台电脑没有可用的密钥库。"),
        CLOSED_SAFE,
        "请回到原来的电脑和系统账户打开，或用两张恢复单打开。",
    ),
    errors.RecoveryMissingError: lambda _: Message(
        "这个保险库没有做过恢复单。", CLOSED_SAFE, "请找另一位知道口令的持有人打开。"
    ),
    errors.RecoveryCardUnreadableError: lambda e: Message(
        (
            f"恢复单第 {e.group} 组与印的不一样。"
            if e.group
            else "恢复单少了字符，或有几组填错了位置。"
        ),
        CLOSED_SAFE,
        "请对照纸面一组一组再看一遍；单子上没有字母 I、L、O、U。",
    ),
    errors.RecoveryCardForeignError: lambda _: Message(
        "这张恢复单不是这个保险库现在用的那一套。",
        CLOSED_SAFE,
        "请看看单子上的日期和编号，用最近做的那一套。",
    ),
    errors.RecoveryCardsSameError: lambda _: Message(
        "两次填的是同一张恢复单。", CLOSED_SAFE, "请换另一张，甲、乙、丙任意两张都可以。"
    ),
    errors.ClockBackError: lambda e: Message(
        f"电脑的时间倒回去了：上一次留痕是在 {e.latest}，比现在显示的还晚。",
        "资料没有受影响，留痕仍按先后顺序编号。",
        "请先校准电脑的日期和时间，再接着记录。",
    ),
    # ── the machine's key store ──────────────────────────────────────────────────────────────────
    errors.DeviceStoreMissingError: lambda _: Message(
        "这台电脑没有可以信任的系统密钥库。",
        "保险库照旧只用口令打开。",
        "不用本机密钥也是安全的；请把口令设得长一些。",
    ),
    errors.DeviceStoreUntrueError: lambda e: Message(
        f"“{e.store}”没有把存进去的本机密钥原样还回来。",
        "没有启用，保险库照旧只用口令打开。",
        "请不要在这台电脑上启用本机密钥，并告诉管理电脑的人。",
    ),
    errors.DeviceStoreRefusedError: lambda e: Message(
        f"“{e.store}”没有打开。", VAULT_SAFE, "请先登录并打开系统密钥库，再试一次。"
    ),
    # ── backups, rotation, rescue ────────────────────────────────────────────────────────────────
    errors.BackupDamagedError: lambda e: Message(
        f"这份备份不完整：{part_of_backup(e.what)}与写下时不一样。",
        "保险库没有受影响，备份没有改动。",
        "请换一份备份。",
    ),
    errors.BackupMissingError: lambda _: Message(
        "这个文件夹里没有备份。", VAULT_SAFE, "请插好存放备份的盘，选里面的备份文件夹。"
    ),
    errors.BackupPlaceMissingError: lambda e: Message(
        f"存放第二份备份的地方不在：{e.folder}",
        "保险库没有受影响，本机上的备份照做。",
        "请插好那个盘再试，或在“备份与检查”里另选一个地方。",
    ),
    errors.NothingToRescueError: lambda _: Message(
        "这个保险库里一行也读不出来了。", "程序没有改动它。", "请把它原样保存，用最近的备份恢复。"
    ),
}
