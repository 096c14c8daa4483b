"""`tanxinbu update`: which program this is, a newer one from a file, and the way back.

The vault that was opened last is backed up before anything is exchanged, and the trail tells of it:
that needs its passphrase. With --no-vault the program is exchanged alone, for a machine that has no
vault; a newer program makes a backup of its own before it raises an older vault.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.bootstrap import access
from app.cli import passphrase
from app.cli.parser import ChineseParser
from app.domain.progress import NoProgress
from app.domain.release import Installation, InstallationKind, Release
from app.services.application import Application
from app.services.updating import ReleaseOffer, Updating

_KINDS = {
    InstallationKind.SOURCE: "从源码运行的，不用这里更新",
    InstallationKind.PER_USER: "装在用户自己的文件夹里，可以更新",
    InstallationKind.SYSTEM: "系统软件包（.deb），请用新的软件包更新",
    InstallationKind.PORTABLE: "随身带，资料都在程序旁边",
    InstallationKind.LOOSE: "解压后直接运行，没有安装",
}
_NO_VAULT = "没有打开过保险库，没有要备份的。"


def add(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    """Describe the command and its acts."""
    parser = commands.add_parser("update", help="看版本；核对更新文件；更新；退回上一版本")
    acts = parser.add_subparsers(title="做什么", dest="act", metavar="做什么")
    look = acts.add_parser("look", help="核对一个更新文件，什么也不装")
    take = acts.add_parser("take", help="备份保险库，再换成更新文件里的新版")
    back = acts.add_parser("back", help="备份保险库，再换回留着的另一版")
    for act in (look, take):
        act.add_argument("file", type=Path, metavar="文件", help="更新文件（.update）")
    for act in (take, back):
        act.add_argument("--vault", type=Path, metavar="文件夹", help="不写就是上次打开的保险库")
        act.add_argument("--no-vault", action="store_true", help="没有保险库要备份")
        passphrase.describe(act)


def run(arguments: argparse.Namespace) -> int:
    """Do the act, or tell which program this is."""
    updating = Updating.here()
    if arguments.act is None:
        _tell(updating.now(), updating)
    elif arguments.act == "look":
        _tell_offer(updating.look(arguments.file, NoProgress()), updating)
    elif arguments.act == "take":
        _take(updating, arguments)
    else:
        _go_back(updating, arguments)
    return 0


def _take(updating: Updating, arguments: argparse.Namespace) -> None:
    offer = updating.look(arguments.file, NoProgress())
    _tell_offer(offer, updating)
    with _vault(arguments) as application:
        _back_up(application)
        after = updating.take(offer, NoProgress())
        if application is not None:
            application.program_care.note_update(after.release)
    _tell_done(after)


def _go_back(updating: Updating, arguments: argparse.Namespace) -> None:
    other = updating.other()
    with _vault(arguments) as application:
        if other is not None and application is not None:
            _tell_way(application, other)
            _back_up(application)
        after = updating.change_to_other(NoProgress())
        if application is not None:
            application.program_care.note_change(after.release)
    _tell_done(after)


@contextmanager
def _vault(arguments: argparse.Namespace) -> Iterator[Application | None]:
    """The vault that is to be backed up, open; None when there is none, or none is wanted."""
    door = access()
    folder = arguments.vault or door.last_folder()
    if arguments.no_vault or folder is None:
        print(_NO_VAULT if folder is None else "按要求不备份保险库。")
        yield None
        return
    application = door.unlock(folder, passphrase.asked(arguments), NoProgress())
    try:
        yield application
    finally:
        application.lock()


def _back_up(application: Application | None) -> None:
    if application is not None:
        made = application.program_care.back_up(NoProgress())
        application.program_care.note_backup(made)
        print(f"保险库已备份：{made.records[0].folder}")


def _tell(found: Installation, updating: Updating) -> None:
    running = updating.installation.release.version
    print(f"谈心簿 {running}（{found.release.platform}）")
    print(f"安装方式：{_KINDS[found.kind]}")
    print(f"位置：{found.root}")
    if found.release.version != running:
        print(f"重新打开后：{found.release.version}")
    if found.previous is not None:
        print(f"另外留着：{found.previous.version}")


def _tell_offer(offer: ReleaseOffer, updating: Updating) -> None:
    release = offer.release
    print(f"更新文件：{release.version}（现在是 {updating.installation.release.version}）")
    print(f"签名与本程序同一把密钥：{offer.signer}，{len(offer.manifest.files)} 个文件核对无误。")
    if release.schemas is not None:
        print(f"保险库格式：第 {release.schemas.office} 版")


def _tell_way(application: Application, other: Release) -> None:
    way = application.program_care.way_back(other)
    if way.record is not None:
        print(f"{other.version} 打不开现在的保险库（第 {way.found} 版）。")
        print(f"退回后请从这份备份恢复，那以后写的不在里面：{way.record.folder}")
        print("现在的保险库不删不改。")


def _tell_done(after: Installation) -> None:
    print(f"已换成 {after.release.version}，重新打开程序后生效。")
    if after.previous is not None:
        print(f"{after.previous.version} 还留着。")
