"""What an update is, and the way back, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.calendar import written_time
from app.domain.release import Installation, Release, Version
from app.services.program_care import WayBack
from app.services.updating import ReleaseOffer
from ui.sizes import size_text
from ui.update_messages import STANDING
from ui.updates.desk import UpdateDesk

_BACKUP = "先给保险库做一份备份，读回核对；备份做不成，就停在这一步。"
_OPEN = "现在开着的窗口不受影响；重新打开程序，就是换好的那一版。"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is about to be done with the program, told before it is done.

    caution is what the user must know and confirm in the words of confirm; both may be empty.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    act: str
    caution: str = ""
    confirm: str = ""


def here_facts(found: Installation, running: Version) -> list[tuple[str, str]]:
    """How the program stands on this machine."""
    pairs = [("版本", str(running)), ("安装方式", STANDING[found.kind]), ("位置", str(found.root))]
    if found.release.version != running:
        pairs.insert(1, ("重新打开后", f"{found.release.version}（已经换好）"))
    if found.previous is not None:
        pairs.append(("另外留着", f"{found.previous.version} 版"))
    return pairs


def taking(offer: ReleaseOffer, running: Release) -> Exchange:
    """What is told before a release is taken."""
    new, now = offer.release, running.version
    count = len(offer.manifest.files)
    return Exchange(
        title=f"更新到 {new.version}",
        facts=(
            ("版本", f"{new.version}（现在是 {now}）"),
            ("文件", offer.path.name),
            ("谁签的", f"与本程序同一把发布密钥（{spaced(offer.signer)}），核对无误"),
            ("内容", f"{count} 个文件，{size_text(offer.manifest.size)}，逐个核对无误"),
            ("保险库格式", _schema_words(new, running)),
        ),
        steps=(
            _BACKUP,
            "把新版写到现在这版的旁边，再从磁盘读回，逐个文件核对。",
            f"换成新版；现在的 {now} 版留着，随时可以退回。",
            _OPEN,
        ),
        act="备份并更新",
    )


def going_to(way: WayBack, running: Release, desk: UpdateDesk) -> Exchange:
    """What is told before the other version is gone to."""
    version, now = way.release.version, running.version
    is_older = version < now
    caution, confirm, opens = "", "", f"第 {way.found} 版，{version} 打得开，内容一个字不少"
    if way.record is not None:
        at = written_time(desk.local(way.record.made_at))
        opens = f"第 {way.found} 版，{version} 只认得到第 {way.supported} 版，打不开"
        caution = (
            f"退回以后，现在的保险库打不开。要继续工作，在解锁页按“从备份恢复…”，"
            f"选{at}的备份（{way.record.folder}）。那以后写的内容不在里面。"
            f"现在的保险库不删不改，换回 {now} 版还能打开。"
        )
        confirm = f"我知道：退回后从{at}的备份接着做，那以后写的不在里面"
    return Exchange(
        title=f"退回 {version}" if is_older else f"换回 {version}",
        facts=(("版本", f"{version}（现在是 {now}）"), ("保险库格式", opens)),
        steps=(
            _BACKUP,
            f"逐个核对留着的 {version} 版的文件。",
            f"换成 {version}；现在的 {now} 版留着，还可以换回来。",
            _OPEN,
        ),
        act="备份并退回" if is_older else "备份并换回",
        caution=caution,
        confirm=confirm,
    )


def spaced(key: str) -> str:
    """A key's number in groups of four, to be read aloud."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def _schema_words(new: Release, running: Release) -> str:
    if new.schemas is None or running.schemas is None:
        return "更新文件没有说明"
    there, here = new.schemas.office, running.schemas.office
    if there == here:
        return f"第 {here} 版，与现在一样"
    return (
        f"第 {there} 版，现在是第 {here} 版：新版第一次打开保险库时升级，"
        "升级前另做一份备份；升级以后旧版打不开它"
    )
