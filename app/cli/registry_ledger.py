"""`tanxinbu registry ledger`: where the desk's ledger lies — its own vault, or a database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.cli import passphrase
from app.cli.parser import ChineseParser
from app.cli.registry_saying import DONE, REFUSED, as_json, said
from app.domain.errors import AppError
from app.services.desk_ledger import ledger_of
from app.services.ledger_place import LedgerPlace
from app.services.registry import Registry

_OWN = "台账在受理台自己的保险库里。"
_TABLES = {
    "office": "单位",
    "office_card": "单位卡片",
    "package": "移交包",
    "talk": "谈话（每次移交各一份）",
    "finding": "问题（每次移交各一份）",
    "newest_talk": "谈话（最新一份）",
    "newest_heard": "到场的谈话对象",
    "newest_finding": "问题（最新一份）",
    "quarantine": "拒收记录",
}


def add(acts: argparse._SubParsersAction[ChineseParser]) -> None:
    """Describe the act with its own acts; each takes the desk's folder."""
    ledger = acts.add_parser("ledger", help="台账放在哪里：自己的保险库，或省里的数据库")
    doings = ledger.add_subparsers(title="动作", dest="doing", metavar="动作", required=True)
    show = _doing(doings, "show", "台账在哪里、连不连得上、有多少")
    show.add_argument("--json", action="store_true", help="以 JSON 输出")
    for name, told in (
        ("use", "新受理台：台账从一开始就写进数据库"),
        ("move", "已收过包的受理台：把台账搬进一个空数据库，核对一致后改用"),
    ):
        act = _doing(doings, name, told)
        act.add_argument(
            "url", metavar="地址", help="postgresql://用户@服务器:5432/数据库，不写口令"
        )
        _add_password(act)
    _add_password(_doing(doings, "password", "换数据库的口令；先试连，连得上才换"))


def _doing(
    doings: argparse._SubParsersAction[ChineseParser], name: str, told: str
) -> argparse.ArgumentParser:
    doing = doings.add_parser(name, help=told)
    doing.add_argument("folder", metavar="登记处", help="登记处所在文件夹", type=Path)
    passphrase.describe(doing)
    return doing


def _add_password(doing: argparse.ArgumentParser) -> None:
    doing.add_argument(
        "--database-password-fd",
        type=int,
        metavar="N",
        help="从文件描述符 N 的第一行读数据库口令；不写则在终端里输入",
    )


def run(desk: Registry, arguments: argparse.Namespace) -> int:
    """Do it over a desk that was opened with its own ledger; give the exit code."""
    place = LedgerPlace(desk.session)
    if arguments.doing == "show":
        return _show(desk, place, arguments)
    password = passphrase.line_of(arguments.database_password_fd, "数据库口令：")
    if arguments.doing == "use":
        place.use(arguments.url, password)
        print(f"从现在起台账写进：{arguments.url}")
    elif arguments.doing == "move":
        _move(place, arguments.url, password)
    elif not place.url():
        print(f"{_OWN}没有数据库口令可换。", file=sys.stderr)
        return REFUSED
    else:
        place.keep_password(password)
        print("新口令已试过，从现在起使用。")
    return DONE


def _move(place: LedgerPlace, url: str, password: str) -> None:
    moved = place.move(url, password, lambda name, rows: print(f"搬：{_TABLES[name]} {rows} 条"))
    print("两边逐条核对一致：")
    for table in moved:
        print(f"  {_TABLES[table.name]}  {table.rows} 条  {table.digest[:16]}")
    print(f"从现在起台账写进：{url}")
    print("保险库里的旧台账原样留着，不再更新。")


def _show(desk: Registry, place: LedgerPlace, arguments: argparse.Namespace) -> int:
    url = place.url()
    try:
        ledger = ledger_of(desk.session)
        try:
            offices = ledger.offices()
        finally:
            ledger.close()
    except AppError as error:
        if arguments.json:
            as_json({"url": url, "answers": False, "reason": said(error, arguments)})
        print(said(error, arguments), file=sys.stderr)
        return REFUSED
    packages, talks = sum(o.packages for o in offices), sum(o.talks for o in offices)
    if arguments.json:
        counted = {"offices": len(offices), "packages": packages, "talks": talks}
        as_json({"url": url, "answers": True, **counted})
        return DONE
    print(f"台账在数据库里：{url}" if url else _OWN)
    print(f"{len(offices)} 个单位，{packages} 个移交包，{talks} 场谈话。")
    return DONE
