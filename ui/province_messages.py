"""What the user reads when a province's ledger in PostgreSQL cannot be reached or used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import errors, province_errors
from ui.widgets.message import Message

_NOTHING_DONE = "这一步没有做，台账和受理台自己的保险库都没有改动。"
_NOT_COUNTED = "没有提交的一律不算，已经接收的包和出具的回执都在。"
_ADDRESS_FAULTS = {
    "format": "格式读不懂",
    "scheme": "开头应是 postgresql://",
    "host": "没有写明哪一台服务器（或写了不止一台）",
    "user": "没有写明用户名",
    "database": "没有写明数据库名",
    "password": "里面写了口令",
    "option": "里面有本程序不用的选项",
    "encryption": "要求的加密程度太低，连到别的机器必须加密",
}
_FOUND = {
    "nothing": "里面没有台账：可能换了库，也可能被清空了",
    "tables": "里面的 tanxinbu 不是本程序建的",
    "registry": "里面是另一个登记处的台账",
    "encoding": "它的字符集不是 UTF-8，存不了中文",
}


def _address(error: province_errors.LedgerAddressError) -> Message:
    at = f"（{error.at}）" if error.at and error.fault != "password" else ""
    return Message(
        f"台账的地址不能用：{_ADDRESS_FAULTS.get(error.fault, error.fault)}{at}。",
        _NOTHING_DONE,
        "请写成 postgresql://用户@服务器:5432/数据库，口令另外输入。",
    )


PROVINCE_MESSAGES: dict[type[errors.AppError], Callable[[Any], Message]] = {
    province_errors.LedgerAddressError: _address,
    province_errors.LedgerProgramMissingError: lambda e: Message(
        f"本机没有装连接 PostgreSQL 的部件（{e.name}）。",
        _NOTHING_DONE,
        "请装上带“province”部件的版本，再打开受理台。",
    ),
    province_errors.LedgerUnreachableError: lambda e: Message(
        f"台账所在的服务器没有应答：{e.place}。",
        _NOT_COUNTED,
        "请确认服务器开着、线路通着、证书没有过期，再试一次。",
    ),
    province_errors.LedgerLostError: lambda e: Message(
        f"与台账服务器的连接中途断了：{e.place}。",
        _NOT_COUNTED,
        "请等连接恢复后把同一个包再收一次：收过的会原样补发回执。",
    ),
    province_errors.LedgerPasswordError: lambda e: Message(
        f"服务器 {e.place} 没有让用户 {e.user} 进去：口令或用户名不对。",
        _NOTHING_DONE,
        "请用“registry ledger password”重新输入口令，或找数据库管理员。",
    ),
    province_errors.LedgerDatabaseMissingError: lambda e: Message(
        f"服务器 {e.place} 上没有名叫 {e.database} 的数据库。",
        _NOTHING_DONE,
        "请核对地址里的数据库名，或请数据库管理员先建库。",
    ),
    province_errors.LedgerNotOursError: lambda e: Message(
        f"数据库 {e.database} 不能当台账用：{_FOUND.get(e.found, e.found)}。",
        "没有往里面写任何东西，受理台自己的保险库没有改动。",
        "请核对地址；地址没有变过的，先别再收包，请数据库管理员查清原因。",
    ),
    province_errors.LedgerTooNewError: lambda e: Message(
        f"台账已经由更新的程序升级到第 {e.found} 版，本程序只认到第 {e.known} 版。",
        "台账没有改动。",
        "请先更新这台机器上的程序。",
    ),
    province_errors.LedgerFullError: lambda e: Message(
        f"台账服务器 {e.place} 的磁盘写满了。",
        _NOT_COUNTED,
        "请数据库管理员腾出空间，再把同一个包收一次。",
    ),
    province_errors.LedgerBusyError: lambda e: Message(
        f"台账服务器 {e.place} 一时忙不过来，或别的受理台正在收同一单位的包。",
        _NOT_COUNTED,
        "请过一会儿再试一次。",
    ),
    province_errors.LedgerRightsError: lambda e: Message(
        f"用户 {e.user} 在数据库 {e.database} 里没有这一步的权限，或服务器只让读、不让写。",
        _NOTHING_DONE,
        "请数据库管理员按说明给足权限，或让受理台连到主服务器。",
    ),
    province_errors.LedgerDamagedError: lambda e: Message(
        f"服务器 {e.place} 说它存的内容坏了{f'（{e.at}）' if e.at else ''}。",
        "受理台自己的保险库没有受影响；各单位的包、回执还在各自手里。",
        "请先停止收包，请数据库管理员用备份恢复。",
    ),
    province_errors.LedgerNotEmptyError: lambda e: Message(
        f"台账不是空的：已有 {e.offices} 个单位、{e.packages} 个包。",
        _NOTHING_DONE,
        "本台已收过包的，请用“registry ledger move”搬到一个空库；库里已有内容的，请另建一个库。",
    ),
    province_errors.LedgerDiffersError: lambda e: Message(
        f"搬过去的台账与原来的不一致：{e.what} 原有 {e.here} 条，搬到 {e.there} 条。",
        "没有切换，仍用原来的台账；新库里什么也没有留下。",
        "请先核对保险库是否完好，再搬一次。",
    ),
}
