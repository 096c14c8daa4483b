"""A stick in a few words: what it is called, who keeps it, how much room it has."""

from __future__ import annotations

from app.domain.handover import Place
from app.domain.sticks import StickRow
from ui.sizes import size_text
from ui.stick_messages import STICK_STANDING, system_text


def name_line(row: StickRow) -> str:
    """What it is called, its serial, and who keeps it."""
    parts = [row.name]
    if row.serial:
        parts.append(f"序列号 {row.serial}")
    parts.append(STICK_STANDING[row.standing])
    if row.custodian:
        parts.append(f"保管人 {row.custodian}")
    return "　".join(parts)


def room_line(row: StickRow) -> str:
    """Where its files are seen and how much room is left."""
    if row.is_locked or not row.is_mounted:
        return f"{row.model or row.device}　还看不到里面的文件"
    room = f"剩 {size_text(row.free_bytes)}，共 {size_text(row.size_bytes)}"
    locked = "　只读" if row.is_read_only else ""
    return f"{row.folder}　{system_text(row.file_system)}　{room}{locked}"


def place_words(row: StickRow | None, place: Place | None) -> str:
    """Where a package goes: the stick and its folder, or the folder alone."""
    if place is None:
        return ""
    if row is None or row.is_folder:
        return f"文件夹 {place.folder}"
    keeper = f"，保管人 {row.custodian}" if row.custodian else ""
    return f"U 盘“{row.name}”{keeper}（{place.folder}）"
