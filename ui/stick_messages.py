"""What the user reads of sticks: what is against one, with the one thing to do, and refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from app.domain import errors, stick_errors
from app.domain.sticks import (
    Ejected,
    EjectOutcome,
    StickBus,
    StickFault,
    StickRow,
    StickStanding,
    StickState,
)
from ui.safe_words import KEPT, TYPED_KEPT, VAULT_SAFE
from ui.sizes import size_text
from ui.widgets.message import Message, Tone

STICK_STANDING = {
    StickStanding.REGISTERED: "已登记",
    StickStanding.UNKNOWN: "没有登记",
    StickStanding.LOST: "已挂失",
    StickStanding.RETIRED: "已停用",
}
STICK_STATE = {
    StickState.ACTIVE: "在用",
    StickState.LOST: "丢失",
    StickState.RETIRED: "停用",
}
STICK_BUS = {
    StickBus.USB: "USB",
    StickBus.CARD: "存储卡",
    StickBus.OTHER: "可移动盘",
}
_FIELDS = {"label": "盘签", "custodian": "保管人", "note": "说明"}
_ON_STICK_SAFE = "保险库和 U 盘上已有的文件都没有受影响。"
_WRITTEN_SAFE = "已经写好的文件没有受影响。"


class StickAct(Enum):
    """The one thing that is offered as a button beside a fault."""

    REFRESH = "refresh"
    CHOOSE = "choose"
    REGISTER = "register"
    OPEN_REGISTER = "open_register"
    EJECT = "eject"


STICK_ACT = {
    StickAct.REFRESH: "刷新",
    StickAct.CHOOSE: "另选一个",
    StickAct.REGISTER: "登记…",
    StickAct.OPEN_REGISTER: "打开 U 盘登记",
    StickAct.EJECT: "再弹出一次",
}


@dataclass(frozen=True, slots=True)
class FaultWords:
    """A fault on screen: a few words for a list, the sentence, and the one act."""

    brief: str
    message: Message
    act: StickAct


@dataclass(frozen=True, slots=True)
class _Said:
    brief: str
    what: str
    remedy: str
    act: StickAct
    safe: str = VAULT_SAFE


_FAULTS = {
    StickFault.NONE_FOUND: _Said(
        "没有发现 U 盘", "没有发现 U 盘。", "请插好 U 盘，这里会自己刷新。", StickAct.REFRESH
    ),
    StickFault.SEVERAL: _Said(
        "插着几个 U 盘", "插着不止一个 U 盘，程序不替您选。", "请选定其中一个。", StickAct.CHOOSE
    ),
    StickFault.VANISHED: _Said(
        "已经不在", "“{name}”已经不在这台电脑上了。", "请把它插回来。", StickAct.REFRESH
    ),
    StickFault.SYSTEM_DISK: _Said(
        "电脑自己的磁盘",
        "“{name}”是电脑自己的磁盘，不是 U 盘。",
        "请另选一个 U 盘。",
        StickAct.CHOOSE,
    ),
    StickFault.LOCKED: _Said(
        "加密，没有解锁",
        "“{name}”是加密的，还没有解锁。",
        "请在文件管理器里点它，输入它自己的口令。",
        StickAct.REFRESH,
    ),
    StickFault.NOT_MOUNTED: _Said(
        "没有打开",
        "“{name}”插着，但系统没有打开它。",
        "请在文件管理器里点一下它，这里会自己刷新。",
        StickAct.REFRESH,
    ),
    StickFault.SAME_SERIAL: _Said(
        "序列号相同",
        "插着两个序列号相同的 U 盘（{serial}），分不清哪个是哪个。",
        "请拔掉其中一个。",
        StickAct.REFRESH,
    ),
    StickFault.NAMELESS: _Said(
        "认不准",
        "“{name}”没有序列号，也没有卷号，登记了也认不准。",
        "请另选一个 U 盘。",
        StickAct.CHOOSE,
    ),
    StickFault.LOST: _Said(
        "已挂失",
        "“{name}”登记为丢失，现在又出现了。",
        "请到“U 盘登记”查明后销去挂失。",
        StickAct.OPEN_REGISTER,
    ),
    StickFault.RETIRED: _Said(
        "已停用", "“{name}”已经停用，不再往里写。", "请另选一个 U 盘。", StickAct.CHOOSE
    ),
    StickFault.OTHER_STICK: _Said(
        "容量对不上",
        "这个 U 盘的序列号与“{name}”相同，容量却不同，不是登记的那一个。",
        "请换用登记过的那一个。",
        StickAct.CHOOSE,
    ),
    StickFault.NOT_REGISTERED: _Said(
        "没有登记",
        "“{name}”没有登记；现在定的是只用登记过的 U 盘。",
        "请先登记它，写明保管人。",
        StickAct.REGISTER,
    ),
    StickFault.READ_ONLY: _Said(
        "写保护",
        "“{name}”开着写保护，写不进去。",
        "请拨开写保护开关，再插一次。",
        StickAct.REFRESH,
    ),
    StickFault.NOT_WRITABLE: _Said(
        "没有写的权限",
        "现在登录的用户不能往“{name}”里写。",
        "请另选一个 U 盘（exFAT 格式的都能写）。",
        StickAct.CHOOSE,
    ),
    StickFault.DIRTY: _Said(
        "上次没有弹出",
        "“{name}”上次没有弹出就被拔掉，里面的目录可能有损伤。",
        "请先用系统的磁盘检查修好它，再插一次。",
        StickAct.REFRESH,
        _ON_STICK_SAFE,
    ),
    StickFault.UNSUITED: _Said(
        "格式不能用",
        "“{name}”的格式是{system}，放不了移交包。",
        "请另选一个 exFAT 或 FAT32 格式的 U 盘。",
        StickAct.CHOOSE,
    ),
    StickFault.FILE_TOO_LONG: _Said(
        "单个文件放不下",
        "“{name}”的格式是{system}，一个文件最大 {longest}，这一份放不下。",
        "请另选一个 exFAT 格式的 U 盘。",
        StickAct.CHOOSE,
    ),
    StickFault.TOO_LITTLE_ROOM: _Said(
        "空间不够",
        "“{name}”空间不够：要 {needed}，剩 {free}。",
        "请在它上面再腾出 {short}。",
        StickAct.REFRESH,
        _ON_STICK_SAFE,
    ),
    StickFault.STILL_BUSY: _Said(
        "还被占用",
        "“{name}”还被别的程序占用着{holders}，没有弹出。",
        "请关掉那个程序里打开的文件，再弹出一次。",
        StickAct.EJECT,
        _WRITTEN_SAFE,
    ),
    StickFault.NOT_EJECTED: _Said(
        "没有弹出",
        "“{name}”没有弹出，系统没有说明原因{holders}。",
        "请再弹出一次；还不行，就关机以后再拔。",
        StickAct.EJECT,
        _WRITTEN_SAFE,
    ),
    StickFault.NO_PERMISSION: _Said(
        "不能弹出",
        "现在登录的用户不能弹出“{name}”。",
        "请关机以后再拔，或由管理员来弹出。",
        StickAct.EJECT,
        _WRITTEN_SAFE,
    ),
}


def fault_words(
    fault: StickFault,
    row: StickRow | None = None,
    needed_bytes: int = 0,
    holders: tuple[str, ...] = (),
) -> FaultWords:
    """A fault of a stick in words: what it is, what is safe, and exactly one thing to do."""
    said = _FAULTS[fault]
    words = {
        "name": row.name if row else "这个 U 盘",
        "serial": row.serial if row else "",
        "system": f" {system_text(row.file_system)}" if row and row.file_system else "别的一种",
        "longest": size_text(row.longest_file) if row and row.longest_file else "",
        "needed": size_text(needed_bytes),
        "free": size_text(row.free_bytes) if row else "",
        "short": size_text(max(0, needed_bytes - row.free_bytes)) if row else "",
        "holders": f"（{'、'.join(holders)}）" if holders else "",
    }
    message = Message(said.what.format(**words), said.safe, said.remedy.format(**words))
    return FaultWords(said.brief, message, said.act)


STICK_EJECTED = {
    EjectOutcome.EJECTED: "“{name}”已经弹出。",
    EjectOutcome.UNMOUNTED: "“{name}”已经写完并卸下，指示灯可能还亮着。",
    EjectOutcome.BUSY: "“{name}”还被占用着。",
    EjectOutcome.NO_PERMISSION: "“{name}”不能由现在登录的用户弹出。",
    EjectOutcome.GONE: "“{name}”已经不在了。",
    EjectOutcome.FAILED: "“{name}”没有弹出。",
}


def ejected_words(ejected: Ejected, row: StickRow) -> Message:
    """How the ejecting ended; 可以拔出 only when it is true."""
    if ejected.fault is not None:
        return fault_words(ejected.fault, row, holders=ejected.holders).message
    what = STICK_EJECTED[ejected.outcome].format(name=row.name)
    return Message(what, _WRITTEN_SAFE, "可以拔出。", tone=Tone.PROVEN)


_SYSTEMS = {
    "vfat": "FAT32",
    "msdos": "FAT（短文件名）",
    "exfat": "exFAT",
    "ntfs": "NTFS",
    "ntfs3": "NTFS",
    "crypto_luks": "加密（LUKS）",
    "bitlocker": "加密（BitLocker）",
}


def system_text(file_system: str) -> str:
    """A file system as people know it."""
    return _SYSTEMS.get(file_system.lower(), file_system)


def _refused(error: stick_errors.StickRefusedError) -> Message:
    row = StickRow("", "", error.name, "", "", "", 0, 0, is_read_only=False)
    known = {fault.value: fault for fault in StickFault}
    if error.fault in known:
        return fault_words(known[error.fault], row).message
    return Message(f"“{error.name}”现在不能用。", VAULT_SAFE, "请另选一个 U 盘。")


_STATES = {"active": "还在用", "lost": "已经挂失", "retired": "已经停用"}

STICK_MESSAGES: dict[type[errors.AppError], Callable[[Any], Message]] = {
    stick_errors.StickKnownError: lambda e: Message(
        f"这个 U 盘已经登记过，盘签是“{e.label}”。", KEPT, "请直接用登记过的那一条。"
    ),
    stick_errors.StickNamelessError: lambda _: Message(
        "这个 U 盘没有序列号，也没有卷号，登记了也认不准。", KEPT, "请另选一个 U 盘登记。"
    ),
    stick_errors.StickSerialSharedError: lambda e: Message(
        f"插着两个序列号相同的 U 盘（{e.serial}），分不清哪个是哪个。",
        TYPED_KEPT,
        "请拔掉其中一个再登记。",
    ),
    stick_errors.StickLabelTakenError: lambda e: Message(
        f"盘签“{e.label}”已经给了另一个 U 盘。", TYPED_KEPT, "请换一个盘签，免得拿混。"
    ),
    stick_errors.StickWordMissingError: lambda e: Message(
        f"{_FIELDS.get(e.field, e.field)}还没有填写。",
        TYPED_KEPT,
        f"请填写{_FIELDS.get(e.field, e.field)}。",
    ),
    stick_errors.StickWordTooLongError: lambda e: Message(
        f"{_FIELDS.get(e.field, e.field)}有 {e.length} 个字，最多 {e.longest} 个字。",
        TYPED_KEPT,
        "请改短一些。",
    ),
    stick_errors.StickStateError: lambda e: Message(
        f"“{e.label}”{_STATES.get(e.state, '现在的情况不同')}，这一步做不了。",
        KEPT,
        "请看刷新后的登记。",
    ),
    stick_errors.StickRefusedError: _refused,
}
