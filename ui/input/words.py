"""What 输入法自检 says of each case: what is so, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.input_standing import InputStanding, InputWay


@dataclass(frozen=True, slots=True)
class CaseWords:
    """headline is what is so, reason why it is thought so, remedies what to do, in order."""

    headline: str
    reason: str
    remedies: tuple[str, ...]


_TRY = "在右边的框里打 nihao，再按空格。"
_SWITCH = "打出来的是字母：按 Ctrl+空格（有的电脑是 Shift），切换到中文再试。"
_AGAIN = "还是不行：注销或者重新启动电脑，再打开本程序试一次。"
_ASK = "仍然不行：按“复制诊断信息”，交给系统管理员。诊断信息里没有姓名和谈话内容。"
_USUAL = (_TRY, _SWITCH, _AGAIN, _ASK)

CASES = {
    InputWay.UNASKED: CaseWords(
        "打开程序时没有查输入法。", "程序不是在屏幕上打开的。", ("要查，请按“再查一次”。",)
    ),
    InputWay.SYSTEM: CaseWords(
        "用的是系统自带的输入法。",
        "这个系统的中文输入由系统直接提供，不用另外连接。",
        (_TRY, "打出来的是字母：按 Shift 或者 Windows 键加空格，切换到中文再试。", _ASK),
    ),
    InputWay.CHOSEN: CaseWords(
        "按这台电脑自己指定的方式输入。",
        "桌面指定了输入模块，本程序照用，没有改动。",
        (_TRY, _SWITCH, "指定的模块不合用：请系统管理员去掉变量 QT_IM_MODULE 里的指定。", _ASK),
    ),
    InputWay.PORTAL: CaseWords(
        "找到了输入法，直接连上了。", "输入法正在运行，能用本程序带的方式连接。", _USUAL
    ),
    InputWay.BRIDGE: CaseWords(
        "找到了输入法，经转接连上了。",
        "正在运行的是 fcitx 4，本程序另开了一个转接的小程序；关闭本程序，它也跟着关。",
        _USUAL,
    ),
    InputWay.IBUS: CaseWords(
        "找到了 ibus，用它输入。",
        "这台电脑装了 ibus。",
        (_TRY, _SWITCH, "ibus 没有启动：在系统设置里打开它，再重新打开本程序。", _ASK),
    ),
    InputWay.NONE: CaseWords(
        "没有找到中文输入法。",
        "没有正在运行的 fcitx 或 ibus，也没有装 ibus。已经记录的内容没有受影响。",
        (
            "先按 Ctrl+空格，在右边的框里打 nihao 试一次。",
            "装了输入法而没有启动：从系统菜单里启动它，再重新打开本程序。",
            "没有装：请系统管理员从系统的安装盘装 fcitx 5 或 ibus，连同拼音。",
            _ASK,
        ),
    ),
}

NOT_HEARD = "还没有打字。"
LETTERS = "来的是字母，没有经过输入法。"
SPELT = "输入法在拼，还没有选字。"
GOOD = "输入法正常：拼音看到了，汉字收到了。"
GOOD_OUTSIDE = "输入法正常：汉字收到了，拼音显示在输入法自己的小窗里。"
COPIED = "已复制，里面没有姓名和谈话内容"


def case_words(standing: InputStanding) -> CaseWords:
    """The words of the case; ibus that was found but does not run is said to be so."""
    words = CASES[standing.way]
    if standing.way is InputWay.IBUS and not standing.facts.is_ibus_running:
        return CaseWords("找到了 ibus，它好像没有启动。", words.reason, words.remedies)
    return words


def seen_pairs(standing: InputStanding) -> list[tuple[str, str]]:
    """What was seen of the machine, name and value."""
    facts = standing.facts
    if not facts.is_linux:
        return []
    bus = "没有" if facts.names is None else "有"
    return [
        ("正在运行", standing.framework or "没有看到"),
        ("桌面指定", "、".join(facts.asked) or "没有指定"),
        ("其中能用", "、".join(facts.loadable) or "没有"),
        ("消息总线", bus),
        ("装了 ibus", "装了" if facts.is_ibus_installed else "没有装"),
    ]
