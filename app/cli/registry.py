"""`tanxinbu registry`: the registry's desk — made, told whom to trust, given packages, asked."""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path

from app.bootstrap import registry_access
from app.cli import passphrase, registry_care
from app.cli.parser import ChineseParser
from app.domain.errors import AppError, FileUnreadableError, PackageRejectedError
from app.domain.package import OfficeCard, Rejection
from app.domain.progress import NoProgress
from app.domain.registry import OfficeRow, Reception
from app.services.desk_care import desk_care
from app.services.registry import Registry
from app.services.registry_access import NewRegistry

DONE, REFUSED = 0, 1
_LONGEST_CARD = 8192


def add(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser("registry", help="登记处一侧：接收各单位的移交包，开具回执")
    acts = parser.add_subparsers(title="动作", dest="act", metavar="动作", required=True)
    init = _act(acts, "init", "新建登记处，生成密钥和身份文件 identity.txt")
    init.add_argument("--name", required=True, metavar="名称", help="写在身份文件和回执上的名称")
    trust = _act(acts, "trust", "登记一个单位的卡片；先电话核对指纹")
    trust.add_argument("card", type=Path, metavar="卡片", help="单位从谈心簿导出的卡片文件")
    trust.add_argument("--first", type=int, default=1, metavar="N", help="从第 N 号移交包开始接收")
    trust.add_argument("--replace", action="store_true", help="以新密钥替换同一代码单位的旧密钥")
    receive = _act(acts, "receive", "接收移交包，核验、入库、写回执")
    receive.add_argument("packages", type=Path, nargs="+", metavar="移交包", help="所在的文件夹")
    receive.add_argument("--receipts", type=Path, metavar="文件夹", help="回执写到哪里")
    key = _act(acts, "key", "导出解密私钥，供 age 等通用工具打开移交包；用完即毁")
    key.add_argument("file", type=Path, metavar="文件", help="写到哪里，不覆盖已有的文件")
    listing = _act(acts, "list", "各单位收到多少、缺哪几号")
    listing.add_argument("--json", action="store_true", help="以 JSON 输出")
    registry_care.add(partial(_act, acts))


def _act(
    acts: argparse._SubParsersAction[ChineseParser], name: str, said: str
) -> argparse.ArgumentParser:
    act = acts.add_parser(name, help=said)
    act.add_argument("folder", type=Path, metavar="登记处", help="登记处所在文件夹")
    passphrase.describe(act)
    return act


def run(arguments: argparse.Namespace) -> int:
    """Do it; give the exit code."""
    if arguments.act == "init":
        return _init(arguments)
    if arguments.act in registry_care.CLOSED:
        return registry_care.run_closed(registry_access(), arguments)
    words = passphrase.asked(arguments)
    desk = registry_access().open(arguments.folder, words)
    try:
        if desk.noticed:  # nothing is refused, so what was asked for is done all the same
            print(_said(desk.noticed, arguments), file=sys.stderr)
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


def _trust(desk: Registry, arguments: argparse.Namespace) -> int:
    try:
        with arguments.card.open("rb") as file:
            untrusted = file.read(_LONGEST_CARD + 1)
    except OSError as error:
        raise FileUnreadableError(arguments.card.name) from error
    card, _ = desk.trust(untrusted, arguments.first, replacing=arguments.replace)
    print(f"已登记：{card.code} {card.name}")
    print(f"指纹：{' '.join(card.fingerprint)}")
    print("请打电话给该单位逐组核对；不一致就不要接收它的移交包。")
    return DONE


def _receive(desk: Registry, arguments: argparse.Namespace) -> int:
    receptions = [
        reception
        for folder in arguments.packages
        for reception in desk.receive(folder, arguments.receipts, NoProgress())
    ]
    for reception in receptions:
        _tell(reception, arguments)
    return DONE if all(_is_here(reception) for reception in receptions) else REFUSED


def _is_here(reception: Reception) -> bool:
    """Whether the package lies with the registry, now or since before."""
    return reception.is_taken or reception.reason == Rejection.DUPLICATE.value


def _tell(reception: Reception, arguments: argparse.Namespace) -> None:
    name = reception.package or "（没有索引）"
    if reception.is_taken:
        print(f"{name}  已接收，{reception.talks} 场谈话；回执：{reception.receipt}")
    elif _is_here(reception):
        print(f"{name}  以前收过，没有重复入库；回执：{reception.receipt}")
    else:
        error = PackageRejectedError(reception.reason, reception.detail)
        print(f"{name}  {_said(error, arguments)}", file=sys.stderr)
        if reception.quarantine:
            print(f"{name}  已隔离：{reception.quarantine}", file=sys.stderr)


def _said(error: AppError, arguments: argparse.Namespace) -> str:
    return str(arguments.sentence(error)) if arguments.sentence else type(error).__name__


def _key(desk: Registry, arguments: argparse.Namespace) -> int:
    desk.export_key(arguments.file)
    print(f"解密私钥已写到：{arguments.file}")
    print("谁拿到这个文件，谁就能打开发给本登记处的所有移交包。用完请立即销毁。")
    return DONE


def _list(desk: Registry, arguments: argparse.Namespace) -> int:
    rows = desk.offices()
    if arguments.json:
        print(json.dumps([_described(row) for row in rows], ensure_ascii=False, indent=2))
        return DONE
    for row in rows:
        gaps = "、".join(str(number) for number in row.gaps) or "无"
        print(
            f"{row.card.code} {row.card.name}  收到 {row.packages} 包 {row.talks} 场，"
            f"到第 {row.last_sequence} 号；缺号：{gaps}；被拒 {row.refused} 次"
        )
    if not rows:
        print("还没有登记任何单位。")
    return DONE


def _described(row: OfficeRow) -> dict[str, object]:
    card: OfficeCard = row.card
    return {
        "code": card.code,
        "name": card.name,
        "fingerprint": " ".join(card.fingerprint),
        "trusted_at": row.trusted_at.isoformat(),
        "packages": row.packages,
        "talks": row.talks,
        "last": row.last_sequence,
        "gaps": list(row.gaps),
        "refused": row.refused,
    }


_ACTS = {"trust": _trust, "receive": _receive, "key": _key, "list": _list}
