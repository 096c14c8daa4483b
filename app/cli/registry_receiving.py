"""`tanxinbu registry`: offices trusted or not, packages received, what lies in quarantine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.cli.registry_saying import DONE, REFUSED, as_json, numbers, said
from app.domain.errors import AppError, PackageRejectedError
from app.domain.package import Rejection
from app.domain.progress import NoProgress
from app.domain.registry import OfficeRow, Reception, Refusal
from app.services.desk_sheets import settled
from app.services.registry import Registry

_MOST = 10_000


def _trust(desk: Registry, arguments: argparse.Namespace) -> int:
    untrusted = desk.card_in(arguments.card)
    card, _ = desk.trust(untrusted, arguments.first, replacing=arguments.replace)
    print(f"已登记：{card.code} {card.name}")
    print(f"指纹：{' '.join(card.fingerprint)}")
    print("请打电话给该单位逐组核对；不一致就不要接收它的移交包。")
    return DONE


def _distrust(desk: Registry, arguments: argparse.Namespace) -> int:
    try:
        desk.distrust(arguments.code, arguments.reason)
    except KeyError:
        return _unknown(f"没有登记过代码为 {arguments.code} 的单位。")
    print(f"已停收：{arguments.code}。已收的照旧；要再收，重新登记它的卡片。")
    return DONE


def _list(desk: Registry, arguments: argparse.Namespace) -> int:
    rows = desk.offices()
    now = desk.session.trail.clock.now()
    if arguments.json:
        as_json([_described(row) | {"silent_days": row.silent_days(now)} for row in rows])
        return DONE
    for row in rows:
        stopped = "" if row.is_trusted else f"；已停收：{row.distrust_reason}"
        waiting = f"；等待前号：{numbers(row.waiting)}" if row.waiting else ""
        print(
            f"{row.card.code} {row.card.name}  收到 {row.packages} 包 {row.talks} 场，"
            f"到第 {row.last_sequence} 号；缺号：{numbers(row.gaps)}{waiting}；"
            f"待处理 {row.refused} 次；{row.silent_days(now)} 天没来{stopped}"
        )
    if not rows:
        print("还没有登记任何单位。")
    return DONE


def _gaps(desk: Registry, arguments: argparse.Namespace) -> int:
    rows = [row for row in desk.offices() if row.gaps]
    if arguments.json:
        as_json([_described(row) for row in rows])
    else:
        for row in rows:
            print(f"{row.card.code} {row.card.name}  缺号：{numbers(row.gaps)}")
        if not rows:
            print("没有缺号。")
    return REFUSED if rows else DONE


def _receive(desk: Registry, arguments: argparse.Namespace) -> int:
    if not arguments.here:
        receptions = desk.receive(tuple(arguments.packages), arguments.receipts, NoProgress())
        return _told(receptions, arguments)
    # each stick gets the answers to what it brought
    return _told(
        [
            reception
            for folder in arguments.packages
            for reception in desk.receive(folder, folder, NoProgress())
        ],
        arguments,
    )


def _retry(desk: Registry, arguments: argparse.Namespace) -> int:
    if arguments.refusal is None:
        return _told(desk.retry(arguments.receipts, NoProgress()), arguments)
    try:
        reception = desk.retry_one(arguments.refusal, arguments.receipts, NoProgress())
    except KeyError:
        return _unknown(f"没有编号为 {arguments.refusal} 的拒收记录。")
    if reception is None:
        return _unknown("这条记录没有留下移交包的副本。请让该单位再写一份。")
    return _told([reception, *desk.retry(arguments.receipts, NoProgress())], arguments)


def _quarantine(desk: Registry, arguments: argparse.Namespace) -> int:
    refusals = desk.refusals(open_only=not arguments.all, limit=_MOST)
    if arguments.json:
        as_json([_refusal(one) for one in refusals])
        return DONE
    for one in refusals:
        error = PackageRejectedError(one.reason, one.detail)
        state = "" if one.is_open else f"（已处理：{settled(one)}）"
        print(f"{one.id}  {one.package or '（没有索引）'}  {said(error, arguments)}{state}")
        if one.folder:
            print(f"    副本：{one.folder}")
    if not refusals:
        print("没有待处理的移交包。")
    return DONE


def _settle(desk: Registry, arguments: argparse.Namespace) -> int:
    try:
        desk.settle(arguments.refusal, arguments.note)
    except KeyError:
        return _unknown(f"没有编号为 {arguments.refusal} 的拒收记录。")
    print(f"已了结：{arguments.refusal}")
    return DONE


def _told(receptions: list[Reception], arguments: argparse.Namespace) -> int:
    if arguments.json:
        as_json([_reception(one) for one in receptions])
    else:
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
        error: AppError = PackageRejectedError(reception.reason, reception.detail)
        print(f"{name}  {said(error, arguments)}", file=sys.stderr)
        if reception.missing:
            print(f"{name}  还缺：{numbers(reception.missing)} 号", file=sys.stderr)
        if reception.quarantine:
            print(f"{name}  已隔离：{reception.quarantine}", file=sys.stderr)
        if reception.receipt:
            print(f"{name}  答复：{reception.receipt}", file=sys.stderr)


def _unknown(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return REFUSED


def _described(row: OfficeRow) -> dict[str, object]:
    card = row.card
    return {
        "code": card.code,
        "name": card.name,
        "fingerprint": " ".join(card.fingerprint),
        "trusted_at": row.trusted_at.isoformat(),
        "is_trusted": row.is_trusted,
        "distrust_reason": row.distrust_reason,
        "packages": row.packages,
        "talks": row.talks,
        "last": row.last_sequence,
        "gaps": list(row.gaps),
        "waiting": list(row.waiting),
        "refused": row.refused,
        "forks": row.forks,
        "duplicates": row.duplicates,
        "last_received_at": row.last_received_at.isoformat() if row.last_received_at else "",
    }


def _reception(reception: Reception) -> dict[str, object]:
    return {
        "package": reception.package,
        "is_taken": reception.is_taken,
        "reason": reception.reason,
        "detail": reception.detail,
        "talks": reception.talks,
        "missing": list(reception.missing),
        "answer": reception.receipt,
        "quarantine": reception.quarantine,
    }


def _refusal(refusal: Refusal) -> dict[str, object]:
    return {
        "id": refusal.id,
        "at": refusal.at.isoformat(),
        "package": refusal.package,
        "reason": refusal.reason,
        "detail": refusal.detail,
        "is_believed": refusal.is_believed,
        "folder": refusal.folder if refusal.folder and Path(refusal.folder).is_dir() else "",
        "is_open": refusal.is_open,
        "settled_how": refusal.settled_how,
    }


ACTS = {
    "trust": _trust,
    "distrust": _distrust,
    "list": _list,
    "gaps": _gaps,
    "receive": _receive,
    "retry": _retry,
    "quarantine": _quarantine,
    "settle": _settle,
}
