"""What the user reads for each error: what happened, what is safe, what to do.

The refusals of the trade and the troubles of keys and backups have files of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import errors
from app.domain.package import Rejection
from ui.archive_messages import ARCHIVE_MESSAGES
from ui.attachment_messages import ATTACHMENT_MESSAGES
from ui.check_messages import CHECK_MESSAGES
from ui.copy_messages import COPY_MESSAGES
from ui.early_sign_messages import EARLY_SIGN_MESSAGES
from ui.export_messages import EXPORT_MESSAGES
from ui.finding_messages import FINDING_MESSAGES
from ui.holiday_messages import HOLIDAY_MESSAGES
from ui.kind_messages import KIND_MESSAGES
from ui.paper_messages import PAPER_MESSAGES
from ui.plan_messages import PLAN_MESSAGES
from ui.preparing_messages import PREPARING_MESSAGES
from ui.prompt_messages import PROMPT_MESSAGES
from ui.province_messages import PROVINCE_MESSAGES
from ui.receipt_messages import RECEIPT_MESSAGES
from ui.refusal_messages import REFUSALS
from ui.retention_messages import RETENTION_MESSAGES
from ui.safe_words import CLOSED_SAFE, KEPT, NOTHING_WRITTEN, VAULT_SAFE
from ui.signer_messages import SIGNER_MESSAGES
from ui.sizes import size_text as size_text
from ui.stick_messages import STICK_MESSAGES
from ui.terms import REJECTION
from ui.typeface_messages import TYPEFACE_MESSAGES
from ui.update_messages import UPDATE_MESSAGES
from ui.vault_messages import VAULT_MESSAGES
from ui.widgets.message import Message

BACKUPS_ACT = "backups"  # the window leads to the backups there are
SIGNERS_ACT = "signers"  # the window leads to the keys one signs with
ROOM_ACT = "room"  # the window gives up the spare room it keeps for a full disk
_KEY_FAULTS = {
    "json": "内容读不出来",
    "digest": "内容不完整",
    "format": "格式不对",
    "version": "版本号不对",
    "recovery": "恢复单的部分被改动过",
    "mac": "内容被改动过",
    "bounds": "参数超出安全范围",
    "slot": "密钥槽读不出来",
    "database": "与保险库不是一套",
}


_AFTER_REJECTION = {
    Rejection.NO_INDEX: "请选移交包所在的文件夹。",
    Rejection.UNKNOWN_SENDER: "请先登记该单位的卡片。",
    Rejection.GAP: "请先接收前面缺的号，这一份补齐后再收。",
    Rejection.FORK: "请打电话给移交单位核实。",
    Rejection.ROLLBACK: "请打电话给移交单位核实。",
    Rejection.NEWER_FORMAT: "请先更新本程序。",
    Rejection.MEDIUM: "请把 U 盘插好再试一次。",
    Rejection.CHANGED: "请把 U 盘插好再试一次。",
}


def _rejection(reason: str, detail: str) -> str:
    said = REJECTION[Rejection(reason)]
    return f"{said}（{detail}）" if detail else said


_MESSAGES: dict[type[errors.AppError], Callable[[Any], Message]] = {
    **REFUSALS,
    **VAULT_MESSAGES,
    **CHECK_MESSAGES,
    **COPY_MESSAGES,
    **PROMPT_MESSAGES,
    **PREPARING_MESSAGES,
    **ARCHIVE_MESSAGES,
    **ATTACHMENT_MESSAGES,
    **PAPER_MESSAGES,
    **PLAN_MESSAGES,
    **RETENTION_MESSAGES,
    **KIND_MESSAGES,
    **FINDING_MESSAGES,
    **HOLIDAY_MESSAGES,
    **EXPORT_MESSAGES,
    **EARLY_SIGN_MESSAGES,
    **TYPEFACE_MESSAGES,
    **SIGNER_MESSAGES,
    **STICK_MESSAGES,
    **RECEIPT_MESSAGES,
    **PROVINCE_MESSAGES,
    **UPDATE_MESSAGES,
    # ── what came in cannot be taken ─────────────────────────────────────────────────────────────
    errors.FileUnreadableError: lambda e: Message(
        f"打不开文件“{e.file_name}”。",
        NOTHING_WRITTEN,
        "请看看文件是否还在，是否正被别的程序占用。",
    ),
    errors.WrongFileKindError: lambda e: Message(
        f"“{e.file_name}”不是 {e.wanted} 文件。", NOTHING_WRITTEN, f"请选择 {e.wanted} 文件。"
    ),
    errors.FileTooLargeError: lambda e: Message(
        f"“{e.file_name}”有 {size_text(e.size_bytes)}，超过了 {size_text(e.limit_bytes)}。",
        NOTHING_WRITTEN,
        "请看看是不是选错了文件；扫描件可以调低分辨率。",
    ),
    errors.HeadingMissingError: lambda e: Message(
        f"“{e.file_name}”里没有找到表头“{e.wanted}”。",
        NOTHING_WRITTEN,
        "请在名册里加一行表头，至少有“姓名”和“单位”两列。",
    ),
    errors.FormDamagedError: lambda e: Message(
        f"“{e.file_name}”第 {e.line} 行读不下去：{e.what}。",
        NOTHING_WRITTEN,
        "请从任免表软件里重新导出这一份。",
    ),
    errors.ImportHasFaultsError: lambda e: Message(
        f"预览里还有 {e.count} 处要改。",
        NOTHING_WRITTEN,
        "请在原文件里改好后重新读取，或跳过这些行。",
    ),
    errors.RowsUndecidedError: lambda e: Message(
        f"还有 {e.count} 行与已有人员同名，没有说明是不是同一个人。",
        NOTHING_WRITTEN,
        "请在这些行选“是同一人”“另一个人”或“跳过”。",
    ),
    errors.ScanUnreadableError: lambda e: Message(
        f"扫描件“{e.file_name}”打不开。",
        "谈话记录没有改动，扫描件没有收进来。",
        "请重新扫描成 PDF、JPEG、PNG 或 TIFF。",
    ),
    errors.PromptSetDamagedError: lambda e: Message(
        f"提问集在“{e.place}”处不完整：{e.what}。", "原来的提问集没有改动。", "请更正后重新读取。"
    ),
    # ── the vault stays closed ───────────────────────────────────────────────────────────────────
    errors.WrongPassphraseError: lambda _: Message(
        "口令不对，保险库没有打开。", "里面的资料没有受影响。", "请看看大写锁定和输入法，再输一次。"
    ),
    errors.TooManyTriesError: lambda e: Message(
        f"口令连续输错几次，要等 {e.wait_seconds} 秒才能再试。",
        CLOSED_SAFE,
        "等待时请回想一下设口令时的写法和大小写。",
    ),
    errors.PassphraseTooWeakError: lambda e: Message(
        f"口令还不够牢固：有 {e.length} 个字符，至少要 {e.needed} 个。",
        "还没有建任何东西。",
        "请加几个不相干的词，或用“替我想一个”。",
    ),
    errors.PassphrasesDifferError: lambda _: Message(
        "两次输入的口令不一样。", "还没有建任何东西。", "请按“显示”对照着再输一次。"
    ),
    errors.VaultMissingError: lambda e: Message(
        f"这个文件夹里没有保险库：{e.folder}",
        "没有改动任何文件。",
        "如果保险库在 U 盘上，请插好后再试；也可以另选文件夹。",
    ),
    errors.VaultExistsError: lambda e: Message(
        f"这个文件夹里已经有保险库：{e.folder}",
        "它没有被覆盖。",
        "请另选一个文件夹，或直接打开它。",
    ),
    errors.FolderNotEmptyError: lambda e: Message(
        f"这个文件夹里已有别的文件：{e.folder}",
        "没有改动任何文件。",
        "请另选一个空文件夹，或写一个新的文件夹名。",
    ),
    errors.VaultInUseError: lambda e: Message(
        "保险库正被另一个窗口使用" + (f"（{e.since} 打开）。" if e.since else "。"),
        "资料没有受影响。",
        "请切换到那个窗口；找不到时重新启动电脑即可。",
    ),
    errors.VaultTooNewError: lambda e: Message(
        f"这个保险库由更新版本的程序建立（第 {e.found} 版，本程序认得到第 {e.supported} 版）。",
        CLOSED_SAFE,
        "请换用新版程序打开。",
    ),
    errors.VaultDamagedError: lambda _: Message(
        "口令是对的，但保险库文件读不出来，可能已经损坏。",
        "程序没有改动它。",
        "请不要再往这个磁盘写东西，用最近的备份恢复。",
        act=BACKUPS_ACT,
    ),
    errors.VaultEmptyError: lambda _: Message(
        "保险库文件是空的。", "程序没有改动它。", "可能是复制时中断了，请用原来的那一份或备份。"
    ),
    errors.KeyFileMissingError: lambda _: Message(
        "保险库还在，但密钥文件 keys.json 和它的副本都不见了。",
        CLOSED_SAFE,
        "请把密钥文件放回保险库的文件夹；备份里也有一份。",
    ),
    errors.KeyFileDamagedError: lambda e: Message(
        f"密钥文件损坏：{_KEY_FAULTS.get(e.what, e.what)}。",
        CLOSED_SAFE,
        "请用备份里的密钥文件替换它，再打开。",
    ),
    errors.VaultBehindError: lambda _: Message(
        "这个保险库比上次用的旧：可能换成了一份较早的副本，或丢了最后几次保存。",
        "里面现有的内容完好，这件事已记入留痕。",
        "请先找到最近用过的那一份；弄清之前请不要在这里接着记录。",
        act=BACKUPS_ACT,
    ),
    # ── the machine or the medium ────────────────────────────────────────────────────────────────
    errors.DiskFullError: lambda e: Message(
        f"磁盘已满（剩 {size_text(e.free_bytes)}），这一次没有写成。",
        "已经保存的内容完好，屏幕上还没存的文字也还在。",
        "请清理磁盘再试；正在写的文字按 Ctrl+S 再存一次。",
        act=ROOM_ACT,
    ),
    errors.FolderUnusableError: lambda e: Message(
        f"不能在这个文件夹里写东西：{e.folder}", "没有改动任何文件。", "请另选一个文件夹。"
    ),
    errors.SettingRefusedError: lambda e: Message(
        f"保险库的一项安全设置没有生效（{e.name}：应为 {e.wanted}，实为 {e.found}）。",
        CLOSED_SAFE,
        "请重新安装程序后再打开。",
    ),
    errors.AttachmentDamagedError: lambda e: Message(
        f"附件“{e.title}”与登记的摘要不符，可能已经损坏。",
        "其他内容没有受影响。",
        "请用备份里的这一份。",
    ),
    errors.StickMissingError: lambda _: Message(
        "没有发现 U 盘。", VAULT_SAFE, "插好 U 盘后按“刷新”，或选择一个文件夹。"
    ),
    errors.StickFullError: lambda e: Message(
        f"U 盘空间不够：要 {size_text(e.needed_bytes)}，剩 {size_text(e.free_bytes)}。",
        VAULT_SAFE,
        "请换一个 U 盘，或先清理出空间。",
    ),
    errors.StickReadOnlyError: lambda _: Message(
        "U 盘写不进去，可能开着写保护。", VAULT_SAFE, "请关掉写保护开关，或换一个 U 盘。"
    ),
    errors.StickRemovedError: lambda e: Message(
        f"写到 {size_text(e.written_bytes)} 时 U 盘断开了。",
        "保险库没有受影响；U 盘上的这一份不完整，不会被接收。",
        "请插回 U 盘，重新写一次。",
    ),
    errors.ReadBackError: lambda e: Message(
        f"读回核对时，文件“{e.file_name}”与写进去的不一样。",
        "保险库没有受影响；这一份不能交出去。",
        "请换一个 U 盘再写。",
    ),
    errors.NameTakenError: lambda e: Message(
        f"已经有同名的文件“{e.file_name}”。", "它没有被覆盖。", "请换一个位置，或先移走原来的文件。"
    ),
    errors.PrinterMissingError: lambda _: Message(
        "这台电脑没有装打印机。",
        "谈话记录完好。",
        "请先装好打印机；也可以把 PDF 存到 U 盘去别处打印。",
    ),
    # ── documents ────────────────────────────────────────────────────────────────────────────────
    errors.MissingGlyphError: lambda e: Message(
        f"{e.field}里的“{e.character}”（{e.code_point}）没有字体能印出来。",
        "没有生成文件，内容没有改动。",
        "请核对这个字；确实是这个字时，请联系管理员补装字体。",
    ),
    errors.FontMissingError: lambda e: Message(
        f"程序自带的字体“{e.file_name}”不见了。", "没有生成文件，内容没有改动。", "请重新安装程序。"
    ),
    errors.ArchiveRuleError: lambda e: Message(
        f"生成的文件不符合归档规则（{e.rule}），没有签名。",
        "内容没有改动。",
        "请把这一条告诉管理员。",
    ),
    errors.NotAPdfError: lambda e: Message(
        f"“{e.file_name}”不是 PDF 文件。", "没有改动任何文件。", "请选择要核验的 PDF。"
    ),
    errors.CertificateMissingError: lambda _: Message(
        "保险库里没有本单位的签名证书。", "内容没有改动。", "请用备份里的保险库，或联系管理员。"
    ),
    # ── packages and receipts ────────────────────────────────────────────────────────────────────
    errors.RecipientUnreadableError: lambda e: Message(
        f"登记处的身份文件读不出来：{e.what}。",
        "没有改动任何内容。",
        "请向登记处重新要一份 identity.txt。",
    ),
    errors.OfficeKeyDiffersError: lambda e: Message(
        f"代码 {e.code} 的单位已经登记过另一把密钥。",
        KEPT,
        "请先打电话逐组核对新卡片的指纹；确认是换机换钥，再用“替换”登记。",
    ),
    errors.RecipientMissingError: lambda _: Message(
        "还没有登记移交给谁。", VAULT_SAFE, "请先导入登记处的 identity.txt。"
    ),
    errors.PackageRejectedError: lambda e: Message(
        f"移交包不可信：{_rejection(e.reason, e.detail)}。",
        NOTHING_WRITTEN,
        _AFTER_REJECTION.get(Rejection(e.reason), "请让移交单位重新写一份。"),
    ),
    errors.ReceiptRejectedError: lambda e: Message(
        f"回执不可信：{_rejection(e.reason, e.detail)}。",
        "移交登记没有改动。",
        "请向登记处重新要一份回执。",
    ),
}


def message_for(error: errors.AppError) -> Message:
    """The message for this error."""
    return _MESSAGES[type(error)](error)
