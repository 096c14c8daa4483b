"""What the user reads when an update is not taken, or the way back is not gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import update_errors as errors
from app.domain.errors import AppError
from app.domain.release import InstallationKind
from ui.sizes import size_text
from ui.widgets.message import Message

SAME_PROGRAM = "现在用的程序和保险库都没有改动。"
_ASK = "请向发给您的人重新要一份，从他那里直接拷到 U 盘。"

STANDING = {
    InstallationKind.SOURCE: "从源码运行",
    InstallationKind.PER_USER: "装在这个用户的文件夹里",
    InstallationKind.SYSTEM: "系统软件包（.deb）",
    InstallationKind.PORTABLE: "随身带：资料、设置、记事都在程序旁边，不写进这台电脑",
    InstallationKind.LOOSE: "解压后直接运行",
}

HOW_ELSEWHERE = {
    InstallationKind.SOURCE: "从源码运行的，不用这里更新：换成新的源码就是更新。",
    InstallationKind.PER_USER: "程序没有带发布公钥，核对不了更新文件；请用新版的安装包重新安装。",
    InstallationKind.SYSTEM: "程序是用系统软件包（.deb）装的，请系统管理员用新的软件包更新。",
    InstallationKind.PORTABLE: (
        "这是随身带的一份：把新版解压到旁边，"
        "再把 portable.txt 和 data 文件夹一起移过去，就是更新；旧的先留着。"
    ),
    InstallationKind.LOOSE: (
        "这是解压后直接运行的一份：运行新版安装包里的“安装.sh”，以后就能在这里更新。"
    ),
}

_HOSTILE = {
    "extra": "里面有清单上没有的文件",
    "lacking": "清单上的文件没有带全",
    "twice": "同一个文件名出现了两次",
    "link": "里面有指向别处的链接",
    "path": "有的文件要写到程序的文件夹外面",
    "huge": "解开以后大得不合情理",
    "locked": "里面的文件加了密",
    "packed": "压缩的办法本程序不认",
    "manifest": "文件清单不合规矩",
}


def _shown(key: str) -> str:
    """A key's number as it is read aloud."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


UPDATE_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    errors.UpdateElsewhereError: lambda e: Message(
        "这份程序不在这里更新。", SAME_PROGRAM, HOW_ELSEWHERE[e.kind]
    ),
    errors.NotAnUpdateError: lambda e: Message(
        f"“{e.file_name}”不是本程序的更新文件。",
        SAME_PROGRAM,
        "请选名字以 .update 结尾、由发布方给的文件。",
    ),
    errors.UpdateCutError: lambda e: Message(
        f"“{e.file_name}”不完整，后面一截没有了。",
        SAME_PROGRAM,
        "多半是拷贝时没拷完就拔了 U 盘。请重新拷一次，拷完先弹出再拔。",
    ),
    errors.UpdateUnsignedError: lambda e: Message(
        f"“{e.file_name}”的签名对不上，文件清单被改动过，或没有签名。", SAME_PROGRAM, _ASK
    ),
    errors.UpdateForeignKeyError: lambda e: Message(
        f"这个更新文件是别人签的：签名的密钥是 {_shown(e.found)}，本程序只认 {_shown(e.wanted)}。",
        SAME_PROGRAM,
        "请打电话问发布方是不是换了密钥；换了的，用新的安装包重新安装，不能在这里更新。",
    ),
    errors.UpdateAlteredError: lambda e: Message(
        f"更新里的文件“{e.file_name}”与签过名的清单不一样，被改动过或拷坏了。", SAME_PROGRAM, _ASK
    ),
    errors.UpdateHostileError: lambda e: Message(
        f"这个更新文件不能用：{_HOSTILE.get(e.what, e.what)}。",
        SAME_PROGRAM,
        "正常的更新文件不会这样。请留好这个文件，告诉管理员。",
    ),
    errors.UpdatePlatformError: lambda e: Message(
        f"这个更新是给另一种电脑的（{e.found}），这台是 {e.wanted}。",
        SAME_PROGRAM,
        "请向发布方要这种电脑用的那一份。",
    ),
    errors.UpdateOlderError: lambda e: Message(
        f"文件里是 {e.found} 版，比现在用的 {e.current} 版旧。",
        SAME_PROGRAM,
        "要退回旧版，请用下面的“退回上一版本”；那里会先看保险库还能不能打开。",
    ),
    errors.UpdateSameError: lambda e: Message(
        f"已经是 {e.version} 版了，不用再装。", SAME_PROGRAM, "装好还没有重新打开的，重新打开即可。"
    ),
    errors.UpdateBusyError: lambda _: Message(
        "另一个窗口或终端正在更新程序。", SAME_PROGRAM, "请等它做完再试。"
    ),
    errors.UpdateNoRoomError: lambda e: Message(
        f"装程序的磁盘空间不够：要 {size_text(e.needed_bytes)}，剩 {size_text(e.free_bytes)}。",
        SAME_PROGRAM,
        "请清理出空间再更新。没装完的部分已经清掉了。",
    ),
    errors.UpdateMediumError: lambda e: Message(
        f"读“{e.file_name}”时断开了，U 盘可能已经拔出或坏了。",
        SAME_PROGRAM,
        "请插好 U 盘再试；总是这样，请换一个 U 盘重新拷。",
    ),
    errors.UpdateChangedError: lambda e: Message(
        f"“{e.file_name}”和刚才看过的不是同一个文件。",
        SAME_PROGRAM,
        "请重新选一次再更新。",
    ),
    errors.UpdateFolderError: lambda e: Message(
        f"程序的文件夹写不进去：{e.folder}",
        SAME_PROGRAM,
        "请看看文件夹是不是被设成了只读，或请管理员来看。",
    ),
    errors.UpdateReadBackError: lambda e: Message(
        f"新版的文件“{e.file_name}”写进磁盘再读出来不一样。",
        SAME_PROGRAM,
        "磁盘可能要坏了：请先给保险库做一份备份，再请管理员检查磁盘。",
    ),
    errors.NoOtherVersionError: lambda _: Message(
        "这里没有留着另一个版本。", SAME_PROGRAM, "要用别的版本，请用那一版的安装包安装。"
    ),
    errors.OtherVersionDamagedError: lambda e: Message(
        f"留着的 {e.version} 版已经不完整（{e.file_name}），不能换过去。",
        SAME_PROGRAM,
        "请用那一版的安装包重新安装。",
    ),
    errors.VaultTooNewForItError: lambda e: Message(
        f"{e.version} 版打不开现在的保险库：保险库是第 {e.found} 版格式，它只认得到"
        f"第 {e.supported} 版，也没有更新以前的备份。",
        SAME_PROGRAM,
        "请继续用现在的版本；有问题的，请告诉发布方。",
    ),
    errors.NoGoodBackupError: lambda _: Message(
        "保险库没有备份成，所以没有更新。", SAME_PROGRAM, "请到“备份与检查”看看备份为什么做不成。"
    ),
}
