"""What the self-test says, in the window and at the terminal: each part, each outcome, each remedy.

detail stands for what Found.detail holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.printing import Hindrance
from app.domain.self_test import Found, Grade, ProbedPart, ProbeReason, worst

GRADE_WORDS = {Grade.OK: "正常", Grade.CAUTION: "注意", Grade.FAULT: "不行"}
PART_WORDS = {
    ProbedPart.AES: "加密 AES-256-GCM",
    ProbedPart.SHA2: "摘要 SHA-256、SHA-512",
    ProbedPart.ARGON2: "口令计算 Argon2id",
    ProbedPart.HKDF: "密钥派生 HKDF",
    ProbedPart.ED25519: "签名 Ed25519",
    ProbedPart.X25519: "密钥交换 X25519",
    ProbedPart.DATABASE: "加密数据库 SQLCipher",
    ProbedPart.FONTS: "随带字体",
    ProbedPart.VALIDATORS: "文书检验（两个）",
    ProbedPart.PAGES: "页面显示",
    ProbedPart.KEY_STORE: "系统密钥环",
    ProbedPart.PRINTER: "打印机",
    ProbedPart.INPUT: "中文输入法",
    ProbedPart.FOLDER: "资料文件夹",
    ProbedPart.ROOM: "磁盘空间",
    ProbedPart.DISK: "磁盘写入",
    ProbedPart.CLOCK: "时钟",
    ProbedPart.MEMORY: "内存保护",
    ProbedPart.SCREEN: "屏幕",
}
_REINSTALL = "不要在这台电脑上写新内容；请管理员重新安装本程序，再检查一次。"
_CALL = "请复制诊断信息交给管理员。"

WHAT = {
    ProbeReason.AS_PUBLISHED: "与公布的标准结果逐字节一致。",
    ProbeReason.DIFFERS: "算出来的与公布的标准结果不同（{detail}）。",
    ProbeReason.OPENED: "随带的加密文件能打开、能读对；没有密钥的打不开。",
    ProbeReason.NOT_OPENED: "随带的加密文件打不开，或读出来不对（{detail}）。",
    ProbeReason.NOT_CLOSED: "没有密钥也能读出内容：加密没有起作用。",
    ProbeReason.FONTS_WHOLE: "{detail} 个字体文件都在，内容与发布时一致。",
    ProbeReason.FONT_MISSING: "少了字体文件：{detail}。",
    ProbeReason.FONT_CHANGED: "字体文件与发布时不同：{detail}。",
    ProbeReason.BOTH_CONTENT: "做了一份两页的文书，两个检验程序都认可（PDF/A）。",
    ProbeReason.OBJECTED: "做出的文书没有通过检验（{detail}）。",
    ProbeReason.DRAWN: "文书能画到屏幕上。",
    ProbeReason.BLANK: "文书画到屏幕上是空白的。",
    ProbeReason.KEEPS: "{detail}可用：存入、取出、删除都对。",
    ProbeReason.NO_STORE: "这台电脑没有本程序认得的密钥环；用口令开保险库不受影响。",
    ProbeReason.STORE_REFUSES: "{detail}没有开，或没有答应。",
    ProbeReason.STORE_FORGETS: "{detail}收下了却没有存住。",
    ProbeReason.PRINTER_READY: "找到 {detail} 台，默认的可以打印。",
    ProbeReason.NO_PRINTER: "没有找到打印机。",
    ProbeReason.PRINTER_HINDERED: "找到打印机，默认的那台现在不能打（{detail}）。",
    ProbeReason.NO_PRINT_SYSTEM: "没有打印服务，找不到打印机。",
    ProbeReason.INPUT_FOUND: "找到：{detail}。",
    ProbeReason.INPUT_OF_SYSTEM: "用系统自己的。",
    ProbeReason.NO_INPUT: "没有找到中文输入法。",
    ProbeReason.WRITABLE: "能写入、改名、删除。",
    ProbeReason.NOT_WRITABLE: "不能写入（{detail}）。",
    ProbeReason.FOLDER_GONE: "找不到资料文件夹：可能 U 盘没有插好。",
    ProbeReason.ROOM_ENOUGH: "还剩 {detail}。",
    ProbeReason.ROOM_LITTLE: "只剩 {detail}。",
    ProbeReason.ROOM_NONE: "快满了，只剩 {detail}。",
    ProbeReason.DISK_QUICK: "每次存盘约 {detail} 毫秒。",
    ProbeReason.DISK_SLOW: "每次存盘要 {detail} 毫秒，太慢。",
    ProbeReason.CLOCK_SANE: "日期、时间说得通，时区是东八区。",
    ProbeReason.CLOCK_BEFORE_BUILD: "这台电脑的日期（{detail}）早于本程序的发布日期。",
    ProbeReason.CLOCK_BEFORE_TRAIL: "这台电脑的时间（{detail}）早于保险库里最后一条留痕。",
    ProbeReason.CLOCK_FAR_AHEAD: "这台电脑的日期（{detail}）比本程序的发布日期晚了十年以上。",
    ProbeReason.OTHER_ZONE: "这台电脑的时区不是东八区（{detail}），文书上的时间会不同。",
    ProbeReason.MEMORY_CLOSED: "内容不会随内存写到磁盘上，别的程序也看不到。",
    ProbeReason.DUMPS_OPEN: "程序崩溃时，内存里的内容可能被系统存成文件。",
    ProbeReason.MEMORY_SWAPS: "内存紧张时，密钥可能被换到磁盘上（能锁住的内存只有 {detail} KB）。",
    ProbeReason.SCREEN_FITS: "{detail}，每一页都放得下。",
    ProbeReason.SCREEN_SMALL: "{detail}，比 1366×720 小，有的页面要滚动着看。",
    ProbeReason.BROKEN: "这一项没有查成（{detail}）。",
}

REMEDY = {
    ProbeReason.DIFFERS: _REINSTALL,
    ProbeReason.NOT_OPENED: _REINSTALL,
    ProbeReason.NOT_CLOSED: _REINSTALL,
    ProbeReason.FONT_MISSING: "已有的资料不受影响；请管理员重新安装本程序。",
    ProbeReason.FONT_CHANGED: "已有的资料不受影响；请管理员重新安装本程序。",
    ProbeReason.OBJECTED: "已封存的文书不受影响；先不要封存新的，" + _CALL,
    ProbeReason.BLANK: "可以先在别的电脑上看文书；" + _CALL,
    ProbeReason.STORE_REFUSES: "只有把保险库绑定到本机时才用得着；要用，先在系统里解开密钥环。",
    ProbeReason.STORE_FORGETS: "不要把保险库绑定到这台电脑：下次会打不开，要用恢复卡。",
    ProbeReason.NO_PRINTER: "要打印时，请在系统设置里添加打印机；也可以存成文件到别处打印。",
    ProbeReason.PRINTER_HINDERED: "请到打印机前看一看，纸、盖子和连线都好了再打印。",
    ProbeReason.NO_PRINT_SYSTEM: "要打印时，请管理员装上打印服务；也可以存成文件到别处打印。",
    ProbeReason.NO_INPUT: "请到“输入法自检”，按那里说的做。",
    ProbeReason.NOT_WRITABLE: "已有的资料还在；请管理员看这个文件夹的权限，U 盘看有没有写保护。",
    ProbeReason.FOLDER_GONE: "请插好 U 盘，再检查一次。",
    ProbeReason.ROOM_LITTLE: "可以继续用；请清理磁盘，备份和附件要用地方。",
    ProbeReason.ROOM_NONE: "已保存的内容完好；请马上清理磁盘，满了就存不进去了。",
    ProbeReason.DISK_SLOW: "内容照样存得住，只是慢；放在 U 盘上的，可以换一个快些的或搬到本机。",
    ProbeReason.CLOCK_BEFORE_BUILD: "请先把系统的日期和时间调对，再写笔录。",
    ProbeReason.CLOCK_BEFORE_TRAIL: "留痕完好；请先把系统的日期和时间调对，再写笔录。",
    ProbeReason.CLOCK_FAR_AHEAD: "请看系统的日期对不对；对的话不用管。",
    ProbeReason.OTHER_ZONE: "请在系统设置里把时区改成北京时间（东八区）。",
    ProbeReason.DUMPS_OPEN: "可以继续用；请管理员关掉系统的崩溃转储。",
    ProbeReason.MEMORY_SWAPS: "可以继续用；请管理员放宽内存锁定的限额，或给磁盘交换区加密。",
    ProbeReason.SCREEN_SMALL: "可以把字号调小一档，或把显示分辨率调高。",
    ProbeReason.BROKEN: "其余各项照常；" + _CALL,
}


_HINDRANCES = {
    Hindrance.OFFLINE: "没有连上，或没有开机",
    Hindrance.PAPER_OUT: "没有纸了",
    Hindrance.PAPER_JAM: "卡纸",
    Hindrance.DOOR_OPEN: "盖子开着",
    Hindrance.INK_OUT: "没有墨了",
    Hindrance.PAUSED: "已暂停",
    Hindrance.FAULT: "有故障",
}
_SPOKEN = {hindrance.value: words for hindrance, words in _HINDRANCES.items()}


def sentence(found: Found) -> str:
    """What was found, in one sentence."""
    return WHAT[found.reason].format(detail=_SPOKEN.get(found.detail, found.detail))


def remedy(found: Found) -> str:
    """What is to be done; empty when nothing is."""
    return REMEDY.get(found.reason, "")


def summary(found: tuple[Found, ...]) -> str:
    """The outcome of all of it, in one sentence."""
    cautions = sum(one.grade is Grade.CAUTION for one in found)
    faults = sum(one.grade is Grade.FAULT for one in found)
    if worst(found) is Grade.OK:
        return f"查了 {len(found)} 项，都正常。"
    told = [f"{faults} 项不行" if faults else "", f"{cautions} 项要注意" if cautions else ""]
    return f"查了 {len(found)} 项，{'，'.join(filter(None, told))}。"


def diagnostics(found: Iterable[Found]) -> str:
    """What somebody who helps wants to know: words of the program, numbers, no name, no folder."""
    return "".join(
        f"selftest.{one.part.value}: {one.grade.value} {one.reason.value} {one.detail}".rstrip()
        + "\n"
        for one in found
    )
