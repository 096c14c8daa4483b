"""A refused package in words: for its line in the list, and told in whole."""

from __future__ import annotations

from pathlib import Path

from app.domain.calendar import written_time
from app.domain.package import Rejection
from app.domain.registry import Refusal
from ui.desk.tools import DeskTools
from ui.desk.words import remedy_text, settled_text
from ui.terms import REJECTION


def reason_text(refusal: Refusal) -> str:
    """Why it was refused, in words."""
    return REJECTION[Rejection(refusal.reason)]


def refusal_texts(refusal: Refusal, tools: DeskTools) -> tuple[str, str, str]:
    """The package, when, and why; a settled one says so first."""
    reason = REJECTION[Rejection(refusal.reason)]
    told = reason if refusal.is_open else f"✓ {settled_text(refusal)}（{reason}）"
    return refusal.package or "（没有号码）", written_time(tools.local(refusal.at)), told


def refusal_facts(refusal: Refusal, name: str, tools: DeskTools) -> list[tuple[str, str]]:
    """All that is known of it; name is the office's whose code it bears, or empty."""
    is_real = refusal.is_believed
    who = f"{name}，签名可信" if is_real else f"自称 {name or '没有登记的单位'}，签名没有核实"
    pairs = [
        ("移交包", refusal.package or "没有索引，认不出号码"),
        ("发件单位", who),
        ("收到", written_time(tools.local(refusal.at))),
        ("原因", REJECTION[Rejection(refusal.reason)]),
    ]
    if refusal.detail:
        pairs.append(("给技术人员", refusal.detail))
    if refusal.is_open:
        pairs.append(("怎么办", remedy_text(refusal.reason, refusal.detail)))
    else:
        pairs.append(("已处理", settled_text(refusal)))
    where = "没有留下文件"
    if refusal.folder:
        name = Path(refusal.folder).name  # the whole path is wider than the page
        where = f"在受理台文件夹的 quarantine 里：\n{name}\n不要双击打开里面的文件。"
    return [*pairs, ("文件", where)]
