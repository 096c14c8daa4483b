"""`tanxinbu registry backup …`: what keeps a desk from being lost, for desks without a screen."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path

from app.cli import passphrase
from app.domain.backup import BackupPlan
from app.domain.calendar import written_time
from app.domain.errors import AppError
from app.domain.health import Part
from app.domain.progress import NoProgress
from app.domain.vault_errors import BackupMissingError
from app.services.desk_care import DeskCare
from app.services.desk_rescue import DeskRescue
from app.services.recovering import NewWords
from app.services.registry_access import RegistryAccess

DONE, REFUSED = 0, 1
_PARTS = {
    Part.PAGE: "数据页",
    Part.STRUCTURE: "内部结构",
    Part.REFERENCE: "找不到所属的内容",
    Part.ATTACHMENT_MISSING: "不见了的文件",
    Part.ATTACHMENT_DAMAGED: "损坏的文件",
    Part.CHAIN: "留痕断开",
    Part.CHECKPOINT: "不是本登记处签的留痕",
    Part.KEY_FILE: "密钥文件",
    Part.HEAD: "库旁的留痕记号",
}
NewAct = Callable[[str, str], argparse.ArgumentParser]


def add(act: NewAct) -> None:
    """Describe the acts; act makes the parser of one, with the desk's folder and its passphrase."""
    backup = act("backup", "备份登记处：数据、密钥文件和收到的文件")
    backup.add_argument("--to", type=Path, metavar="文件夹", help="另存一份的地方，以后每次都存")
    act("check", "逐页核对登记处的数据和文件")
    act("cards", "做三张恢复卡；任意两张可以在忘记口令时打开登记处")
    act("recover", "用两张恢复卡打开登记处，换上新口令")
    restore = act("restore", "从备份恢复登记处；这里写备份所在的文件夹")
    restore.add_argument("target", type=Path, metavar="新登记处", help="新的或空的文件夹")
    rescue = act("rescue", "从损坏的登记处救出读得出的一切，放进新的文件夹")
    rescue.add_argument("target", type=Path, metavar="新登记处", help="新的或空的文件夹")


def run_open(care: DeskCare, arguments: argparse.Namespace, words: str) -> int:
    """An act on an open desk, which was opened by these words; give the exit code."""
    if arguments.act == "cards":
        return _cards(care, words)
    return _OPEN[arguments.act](care, arguments)


def run_closed(access: RegistryAccess, arguments: argparse.Namespace) -> int:
    """An act on a desk that does not open, or is not there any more; give the exit code."""
    return _CLOSED[arguments.act](DeskRescue(access), arguments)


def _backup(care: DeskCare, arguments: argparse.Namespace) -> int:
    if arguments.to:
        care.backups.plan(BackupPlan(arguments.to))
    made = care.backups.make(NoProgress())
    care.backups.note(made)
    for record in made.records:
        print(f"已备份：{record.folder}")
    for error in made.missed:
        _complain(error, arguments)
    return REFUSED if made.missed else DONE


def _check(care: DeskCare, _: argparse.Namespace) -> int:
    report = care.integrity.check(NoProgress())
    care.integrity.note(report)
    seen = (
        f"{report.pages} 页、{report.rows} 行、{report.attachments} 个文件、{report.entries} 条留痕"
    )
    if report.is_whole:
        print(f"完好：{seen}。")
        return DONE
    print(f"核对了 {seen}，{len(report.damages)} 处有损坏：", file=sys.stderr)
    for damage in report.damages:
        print(f"  {_PARTS[damage.part]}：{damage.count} 处", file=sys.stderr)
    print("先备份这个文件夹，再用 rescue 把读得出的救到新的文件夹。", file=sys.stderr)
    return REFUSED


def _cards(care: DeskCare, words: str) -> int:
    cards = care.recovery.prepare()
    print("请把三张卡分别抄在纸上，交三个人保管。屏幕上的这一份不会再出现。\n")
    for card in cards.cards:
        print(f"  {card.letter}  {card.code}")
    print("\n抄完以后，从纸上逐张输回来；三张都对上，卡片才生效。")
    typed = [getpass.getpass(f"{card.letter} 卡：") for card in cards.cards]
    care.recovery.keep(words, cards, typed)
    print(f"第 {cards.number} 套恢复卡已生效，以前的作废。")
    return DONE


def _recover(rescue: DeskRescue, arguments: argparse.Namespace) -> int:
    first, second = (getpass.getpass(f"第{which}张卡：") for which in "一二")
    cards = rescue.read_cards(arguments.folder, first, second, NoProgress())
    holder = cards.holders[0]
    if len(cards.holders) > 1:
        for number, one in enumerate(cards.holders, 1):
            print(f"  {number}  {one.name}")
        holder = cards.holders[_number(input("给谁换口令（序号）："), len(cards.holders)) - 1]
    words, repeated = passphrase.asked_twice(arguments)
    rescue.recover(cards, NewWords(holder.slot_id, words, repeated), NoProgress()).close()
    print("登记处已打开，新口令生效。请尽快用 cards 重做一套恢复卡。")
    return DONE


def _restore(rescue: DeskRescue, arguments: argparse.Namespace) -> int:
    whole = [record for record in rescue.backups_in(arguments.folder) if record.is_whole]
    if not whole:
        raise BackupMissingError
    newest, local = whole[0], rescue.access.clock.local
    words = passphrase.asked(arguments)
    restored = rescue.restore(newest, words, arguments.target, NoProgress())
    print(f"已从 {written_time(local(newest.made_at))} 的备份恢复到：{arguments.target}")
    if restored.lacking:
        print(f"有 {restored.lacking} 个文件备份里没有，请各单位把那几包再写一份。")
    print("备份以后收的包，请各单位按原号再送一次：号码和内容都不变。")
    return DONE


def _rescue(rescue: DeskRescue, arguments: argparse.Namespace) -> int:
    words = passphrase.asked(arguments)
    report = rescue.rescue(arguments.folder, words, arguments.target, NoProgress())
    print(f"救出 {report.saved_rows} 行、{report.saved_attachments} 个文件：{arguments.target}")
    lost = len(report.found.missing_attachments) + len(report.found.damaged_attachments)
    if lost:
        print(f"{lost} 个文件已经读不出，请有关单位把那几包再写一份。")
    if report.renewed_keys:
        print("登记处的密钥没能救出，已重新生成：请把新的 identity.txt 发给各单位并电话核对指纹。")
    print("原来的文件夹没有动。")
    return DONE


def _number(typed: str, most: int) -> int:
    return min(max(int(typed), 1), most) if typed.strip().isdecimal() else 1


def _complain(error: AppError, arguments: argparse.Namespace) -> None:
    said = arguments.sentence(error) if arguments.sentence else type(error).__name__
    print(said, file=sys.stderr)


_OPEN = {"backup": _backup, "check": _check}
_CLOSED = {"recover": _recover, "restore": _restore, "rescue": _rescue}
OPEN, CLOSED = frozenset({"cards", *_OPEN}), frozenset(_CLOSED)
