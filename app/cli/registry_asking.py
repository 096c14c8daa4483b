"""`tanxinbu registry`: talks found, figures counted, workbooks written."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date

from app.cli.registry_saying import DONE, as_json, said
from app.domain.desk_figures import Counts, DeskFigures
from app.domain.errors import FolderUnusableError, NameTakenError, PackageRejectedError
from app.domain.registry import DeskSearch, FoundTalk
from app.services.registry import Registry
from app.store.disk import new_file

_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)


def _search(desk: Registry, arguments: argparse.Namespace) -> int:
    found = desk.search(_asked(arguments, max(1, arguments.limit)))
    if arguments.json:
        as_json([_described(talk) for talk in found])
        return DONE
    for talk in found:
        print(
            f"{talk.day.isoformat()}  {talk.office_code} {talk.office_name}  {talk.number}  "
            f"{talk.kind_title}  {talk.interviewees}  {talk.subject}"
        )
    print(
        f"共 {len(found)} 场"
        + ("，可能还有，请写 --limit。" if _is_cut(found, arguments) else "。")
    )
    return DONE


def _stats(desk: Registry, arguments: argparse.Namespace) -> int:
    figures = _figures(desk, arguments)
    if arguments.json:
        as_json(_figures_described(figures))
        return DONE
    for office in figures.offices:
        print(f"{office.code} {office.name}  {_counts(office.counts)}")
        if office.reported.packages:
            told = office.reported
            print(
                f"    另有统计包 {told.packages} 个，所报 {told.talks} 场 {told.attendances} 人次"
            )
    print(f"合计  {_counts(figures.total)}")
    for kind in figures.kinds:
        print(f"    {kind.title}  {kind.sittings} 场 {kind.attendances} 人次 {kind.persons} 人")
    return DONE


def _export(desk: Registry, arguments: argparse.Namespace) -> int:
    content = WORKBOOKS[arguments.what](desk, arguments)
    try:
        with new_file(arguments.file) as file:
            file.write(content)
    except FileExistsError as error:
        raise NameTakenError(arguments.file.name) from error
    except OSError as error:
        raise FolderUnusableError(str(arguments.file.parent)) from error
    print(f"已导出：{arguments.file}")
    return DONE


def _ledger_book(desk: Registry, arguments: argparse.Namespace) -> bytes:
    return desk.ledger_workbook(
        lambda refusal: said(PackageRejectedError(refusal.reason, ""), arguments)
    )


def _talks_book(desk: Registry, arguments: argparse.Namespace) -> bytes:
    return desk.talks_workbook(_asked(arguments, 1))


def _figures_book(desk: Registry, arguments: argparse.Namespace) -> bytes:
    return desk.figures_workbook(_figures(desk, arguments))


def _figures(desk: Registry, arguments: argparse.Namespace) -> DeskFigures:
    first, last = arguments.first or _FIRST, arguments.last or _LAST
    return desk.figures(first, last, tuple(arguments.office))


def _asked(arguments: argparse.Namespace, limit: int) -> DeskSearch:
    return DeskSearch(
        words=arguments.words,
        name=arguments.person,
        unit=arguments.unit,
        codes=tuple(arguments.office),
        kinds=tuple(arguments.kind),
        first=arguments.first,
        last=arguments.last,
        limit=limit,
    )


def _is_cut(found: list[FoundTalk], arguments: argparse.Namespace) -> bool:
    return len(found) >= int(arguments.limit)


def _counts(counts: Counts) -> str:
    return (
        f"{counts.sittings} 场 {counts.attendances} 人次 {counts.persons} 人；"
        f"集体 {counts.collective_sittings} 场 {counts.collective_attendances} 人次；"
        f"第一种形态 {counts.first_form} 人次；"
        f"问题 {counts.problems}（共性 {counts.problems_common}，"
        f"已销号 {counts.problems_closed}）；意见建议 {counts.advice}；"
        f"建章立制 {counts.regulations}（新建 {counts.regulations_new}）；"
        f"个人承诺 {counts.undertakings}"
    )


def _described(talk: FoundTalk) -> dict[str, object]:
    told = asdict(talk) | {"day": talk.day.isoformat()}
    del told["mark"]
    return told


def _figures_described(figures: DeskFigures) -> dict[str, object]:
    return {
        "first": figures.first.isoformat(),
        "last": figures.last.isoformat(),
        "total": asdict(figures.total),
        "reported": asdict(figures.reported),
        "kinds": [asdict(kind) for kind in figures.kinds],
        "offices": [
            {
                "code": office.code,
                "name": office.name,
                "counts": asdict(office.counts),
                "kinds": [asdict(kind) for kind in office.kinds],
                "reported": asdict(office.reported),
            }
            for office in figures.offices
        ],
    }


WORKBOOKS = {"ledger": _ledger_book, "talks": _talks_book, "figures": _figures_book}
ACTS = {"search": _search, "stats": _stats, "export": _export}
