"""`tanxinbu registry`: the registry's desk — made, told whom to trust, given packages, asked."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from functools import partial
from pathlib import Path

from app.bootstrap import registry_access
from app.cli import (
    passphrase,
    registry_asking,
    registry_care,
    registry_ledger,
    registry_receiving,
)
from app.cli.parser import ChineseParser
from app.cli.registry_saying import DONE, REFUSED, said
from app.domain.errors import NameTakenError
from app.domain.progress import NoProgress
from app.services.desk_care import desk_care
from app.services.registry import Registry
from app.services.registry_access import NewRegistry

_JSON = "以 JSON 输出"


def add(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser("registry", help="登记处一侧：接收各单位的移交包，开具回执")
    acts = parser.add_subparsers(title="动作", dest="act", metavar="动作", required=True)
    desk = acts.add_parser("desk", help="打开受理台的窗口；不写文件夹时打开上次的")
    desk.add_argument("folder", type=Path, nargs="?", metavar="登记处", help="登记处所在文件夹")
    init = _act(acts, "init", "新建登记处，生成密钥和身份文件 identity.txt")
    init.add_argument("--name", required=True, metavar="名称", help="写在身份文件和回执上的名称")
    _add_offices(acts)
    _add_receiving(acts)
    _add_asking(acts)
    registry_ledger.add(acts)
    key = _act(acts, "key", "导出解密私钥，供 age 等通用工具打开移交包；用完即毁")
    key.add_argument("file", type=Path, metavar="文件", help="写到哪里，不覆盖已有的文件")
    registry_care.add(partial(_act, acts))


def _add_offices(acts: argparse._SubParsersAction[ChineseParser]) -> None:
    trust = _act(acts, "trust", "登记一个单位的卡片；先电话核对指纹")
    trust.add_argument("card", type=Path, metavar="卡片", help="单位从谈心簿导出的卡片文件")
    trust.add_argument("--first", type=int, default=1, metavar="N", help="从第 N 号移交包开始接收")
    trust.add_argument("--replace", action="store_true", help="以新密钥替换同一代码单位的旧密钥")
    distrust = _act(acts, "distrust", "从现在起不收一个单位的移交包；已收的照旧")
    distrust.add_argument("code", metavar="单位代码", help="六位数字")
    distrust.add_argument("--reason", required=True, metavar="原因", help="写进台账的原因")
    _act(acts, "list", "各单位收到多少、缺哪几号", json=True)
    _act(acts, "gaps", "只列缺号；有缺号时退出码为 1", json=True)


def _add_receiving(acts: argparse._SubParsersAction[ChineseParser]) -> None:
    receive = _act(acts, "receive", "接收移交包，核验、入库、写回执", json=True)
    receive.add_argument("packages", type=Path, nargs="+", metavar="移交包", help="所在的文件夹")
    where = receive.add_mutually_exclusive_group()
    where.add_argument("--receipts", type=Path, metavar="文件夹", help="回执和答复写到哪里")
    where.add_argument("--here", action="store_true", help="写回移交包所在的 U 盘或文件夹")
    retry = _act(acts, "retry", "重新核验隔离的移交包；不写号则收下轮到的", json=True)
    retry.add_argument("refusal", nargs="?", metavar="编号", help="quarantine 列出的编号")
    retry.add_argument("--receipts", type=Path, metavar="文件夹", help="回执和答复写到哪里")
    quarantine = _act(acts, "quarantine", "被拒收、隔离的移交包和原因", json=True)
    quarantine.add_argument("--all", action="store_true", help="连同已经处理的")
    settle = _act(acts, "settle", "写明怎么处理的，了结一条拒收记录")
    settle.add_argument("refusal", metavar="编号", help="quarantine 列出的编号")
    settle.add_argument("note", metavar="处理", help="一句话")


def _add_asking(acts: argparse._SubParsersAction[ChineseParser]) -> None:
    search = _act(acts, "search", "在各单位的谈话里查找", json=True)
    _add_narrowing(search)
    search.add_argument("--limit", type=int, default=50, metavar="N", help="最多列多少场")
    stats = _act(acts, "stats", "一段时间里各单位的统计", json=True)
    _add_period(stats)
    export = _act(acts, "export", "导出 XLSX 表格，不覆盖已有的文件")
    export.add_argument("what", choices=sorted(registry_asking.WORKBOOKS), metavar="内容")
    export.add_argument("file", type=Path, metavar="文件", help="写到哪里")
    _add_narrowing(export)


def _add_narrowing(act: argparse.ArgumentParser) -> None:
    act.add_argument("--words", default="", metavar="词", help="谈话里要有的每一个词，空格隔开")
    act.add_argument("--person", default="", metavar="姓名", help="谈话对象姓名里的字")
    act.add_argument("--unit", default="", metavar="单位", help="谈话对象单位里的字")
    act.add_argument("--kind", action="append", default=[], metavar="类型", help="谈话类型，可重复")
    _add_period(act)


def _add_period(act: argparse.ArgumentParser) -> None:
    act.add_argument("--from", dest="first", type=_day, metavar="日期", help="从哪天起 2026-01-01")
    act.add_argument("--to", dest="last", type=_day, metavar="日期", help="到哪天止")
    act.add_argument(
        "--office", action="append", default=[], metavar="代码", help="只要这个单位，可重复"
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _act(
    acts: argparse._SubParsersAction[ChineseParser], name: str, told: str, *, json: bool = False
) -> argparse.ArgumentParser:
    act = acts.add_parser(name, help=told)
    act.add_argument("folder", type=Path, metavar="登记处", help="登记处所在文件夹")
    passphrase.describe(act)
    if json:
        act.add_argument("--json", action="store_true", help=_JSON)
    return act


def run(arguments: argparse.Namespace) -> int:
    """Do it; give the exit code."""
    if arguments.act == "desk":
        return int(arguments.desk(arguments.folder)) if arguments.desk else REFUSED
    if arguments.act == "init":
        return _init(arguments)
    if arguments.act == "export" and arguments.file.exists():
        raise NameTakenError(arguments.file.name)
    if arguments.act in registry_care.CLOSED:
        return registry_care.run_closed(registry_access(), arguments)
    words = passphrase.asked(arguments)
    # where the ledger lies is told though it cannot be reached
    is_own = arguments.act == "ledger"
    desk = registry_access().open(arguments.folder, words, with_own_ledger=is_own)
    try:
        if desk.noticed:  # nothing is refused, so what was asked for is done all the same
            print(said(desk.noticed, arguments), file=sys.stderr)
        if arguments.act in registry_care.OPEN:
            return registry_care.run_open(desk_care(registry_access(), desk), arguments, words)
        return _ACTS[arguments.act](desk, arguments)
    finally:
        desk.close()


def _init(arguments: argparse.Namespace) -> int:
    words, repeated = passphrase.asked_twice(arguments)
    new = NewRegistry(arguments.folder, arguments.name, words, repeated)
    identity = registry_access().create(new, NoProgress())
    print(f"登记处已建好：{arguments.folder}")
    print(f"身份文件：{arguments.folder / 'identity.txt'}（复制给各单位）")
    print(f"指纹：{' '.join(identity.fingerprint)}")
    return DONE


def _key(desk: Registry, arguments: argparse.Namespace) -> int:
    desk.export_key(arguments.file)
    print(f"解密私钥已写到：{arguments.file}")
    print("谁拿到这个文件，谁就能打开发给本登记处的所有移交包。用完请立即销毁。")
    return DONE


_ACTS = (
    {"key": _key, "ledger": registry_ledger.run} | registry_receiving.ACTS | registry_asking.ACTS
)
