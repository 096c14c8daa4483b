"""What each role of a key holder means, and how states are told on this page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.calendar import written_date
from app.domain.holders import HolderRole
from app.domain.recovery import RecoveryState
from app.services.device_binding import DeviceState

ROLE_MEANS = {
    HolderRole.INTERVIEWER: "谈话、记录、移交、备份都能做；不管口令和恢复单。",
    HolderRole.RECORDER: "记录谈话、录入人员、做备份；不能移交，也不管口令。",
    HolderRole.AUDITOR: "只看操作留痕、核验签名；看不到谈话内容的页面。",
    HolderRole.ADMINISTRATOR: "什么都能做，还管持有人、恢复单和数据密钥。",
}
ROLES_ARE = "职务由程序和操作留痕来管：每个口令打开的是同一把数据密钥。"


def recovery_text(state: RecoveryState, local: Callable[[datetime], datetime]) -> str:
    """How the vault stands to its cards, in one or two sentences."""
    if not state.has_cards:
        return "还没有做恢复单。口令忘了，谁也打不开。"
    made = f"第 {state.number} 套"
    if state.made_at is not None:
        made += f"，{written_date(local(state.made_at).date())}做的"
    drilled = "。"
    if state.drilled_at is not None:
        drilled = f"；{written_date(local(state.drilled_at).date())}照纸填对过。"
    return made + drilled


def recovery_due(state: RecoveryState) -> str:
    """What is to be done about the cards now, or nothing."""
    if not state.has_cards:
        return "请现在做一套，三张分开锁好。"
    if state.must_renew:
        return "这一套已经用过，请重做一套；重做以前，旧的仍能打开。"
    return "满一年了，请取出来演练一次：看看还找得到、认得清。" if state.is_drill_due else ""


def device_text(state: DeviceState) -> str:
    """How one's own passphrase stands to this machine, in one sentence."""
    if state.is_on and state.has_secret:
        return f"已启用：您的口令只在这台电脑上管用（密钥在“{state.store}”里）。"
    if state.is_on:
        return "⚠ 这台电脑里的本机密钥不见了：锁定以后，只能用恢复单或请另一位持有人打开。"
    if not state.store:
        return "这台电脑没有可以信任的系统密钥库，保险库只用口令打开。"
    return "没有启用：知道口令的人，拷走保险库到别的电脑也能打开。"
