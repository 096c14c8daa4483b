"""What the desk tells: figures as the offices count them, files let out, workbooks."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from app.domain.attachment import Attachment, Purpose
from app.domain.errors import FolderUnusableError, NameTakenError
from app.domain.figures import PeriodFigures
from app.domain.finding import Finding, FindingNature, FindingStatus
from app.domain.ids import AttachmentId, FindingId, TalkId
from app.domain.package import PackageLevel
from app.domain.people import Role
from app.domain.progress import NoProgress
from app.domain.refusals import ReasonMissingError
from app.domain.registry import DeskSearch, Member, Refusal
from app.domain.talk import Participant, Talk, TalkStatus
from app.services.application import Application
from app.services.registry import Registry
from app.store import attachments, audit, findings, talks
from app.store.attachment_files import StoredFile
from tests.handover.makers import a_talk
from tests.services import counties
from tests.services.counties import County

desk, county = counties.desk, counties.county
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


# ── figures ──────────────────────────────────────────────────────────────────────────────────────


def sealed(application: Application, talk: Talk, *found: Finding) -> TalkId:
    """A talk of the office with its minutes, findings and seal."""
    handover = application.handover
    talk = replace(talk, answers=(), status=TalkStatus.SIGNED, sealed_at=None)
    with handover.vault.transaction() as connection:
        talks.add(connection, replace(talk, status=TalkStatus.TO_CONFIRM))
        talks.keep(connection, talk)
        for finding in found:
            findings.add(connection, finding)
        stored = handover.files.write(b"%PDF-1.7\n" + talk.id.encode() * 100)
        attachments.add(connection, minutes_of(talk, stored))
        talks.keep(connection, talk.sealed(handover.trail.clock.now()))
        handover.trail.write(connection, "talk.seal", talk.id)
    return talk.id


def minutes_of(talk: Talk, stored: StoredFile) -> Attachment:
    return Attachment(
        id=AttachmentId(stored.id),
        talk_id=talk.id,
        purpose=Purpose.MINUTES,
        media_type="application/pdf",
        title="minutes",
        size=stored.size,
        sha256=stored.sha256,
        pages=2,
        made_at=talk.planned_at,
    )


def person(name: str, unit: str = "青石镇", **parts: object) -> Participant:
    return replace(Participant(Role.INTERVIEWEE, name, unit, "书记"), **parts)  # type: ignore[arg-type]


def held(number: int, kind: str, *people: Participant, day: int = 5) -> Talk:
    began = datetime(2026, 3, day, 1, 0, tzinfo=UTC)
    ours = tuple(p for p in a_talk().participants if p.role is not Role.INTERVIEWEE)
    return replace(
        a_talk(number),
        kind=kind,
        participants=(*ours, *people),
        planned_at=began,
        began_at=began,
        ended_at=began.replace(hour=2),
    )


def found(number: int, talk: Talk, **parts: object) -> Finding:
    made = Finding(
        id=FindingId(f"f-{number}"),
        number=f"2026-1-{number:04}",
        talk_id=talk.id,
        area="two",
        manifestation="台账不全",
        found_at=talk.planned_at,
        deadline=date(2026, 6, 30),
    )
    return replace(made, **parts)  # type: ignore[arg-type]


def a_quarter(application: Application) -> list[TalkId]:
    """A few talks of every sort that figures tell apart."""
    alone = held(1, "heart", person("张三"))
    again = held(2, "reminder", person("张 三"), person("李四", is_present=False), day=9)
    together = held(
        3,
        "collective",
        person("李四", is_first_form=True),
        person("王五", "白水街道"),
        person("王五", "临江镇"),
        day=31,
    )
    return [
        sealed(
            application,
            alone,
            found(1, alone, is_common=True, regulation="《用车办法》"),
            found(2, alone, nature=FindingNature.ADVICE),
            found(3, alone, is_personal=True),
        ),
        sealed(application, again, found(4, again, status=FindingStatus.CLOSED)),
        sealed(
            application,
            together,
            found(5, together, regulation="用车办法", is_regulation_new=False),
            found(6, together, regulation="接待细则", is_regulation_new=False),
        ),
    ]


def as_told(figures: PeriodFigures) -> dict[str, int]:
    return {
        name: getattr(figures, name).count
        for name in PeriodFigures.__slots__
        if name not in ("kinds",)
    }


def test_the_desk_counts_what_the_office_counted(
    application: Application, desk: Registry, tmp_path: Path
):
    handover = application.handover
    handover.trust_registry(desk.folder / "identity.txt")
    desk.trust(handover.office_card())
    ready = a_quarter(application)
    handover.write(ready[:2], PackageLevel.LEDGER, tmp_path, NoProgress())
    handover.write(ready, PackageLevel.FULL, tmp_path, NoProgress(), "上级调阅")
    assert [r.reason for r in desk.receive(tmp_path, None, NoProgress())] == ["", ""]
    for first, last in (YEAR, (date(2026, 3, 6), date(2026, 3, 30)), (date(2025, 1, 1),) * 2):
        ours = application.figures.of(first, last)
        (line,) = desk.figures(first, last).offices
        counts = line.counts
        names = list(as_told(ours))
        assert {name: getattr(counts, name) for name in names} == as_told(ours)
        assert {(k.title, k.sittings, k.attendances, k.persons) for k in line.kinds} == {
            (k.title, k.sittings.count, k.attendances.count, k.persons.count) for k in ours.kinds
        }
    year = desk.figures(*YEAR).total
    assert (year.sittings, year.attendances, year.persons) == (3, 5, 4)
    assert (year.collective_attendances, year.first_form) == (3, 2)


# ── files ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def minutes(desk: Registry, county: County) -> Member:
    """The minutes of a talk that came."""
    desk.trust(county.card())
    desk.receive(Path(county.send().folder), None, NoProgress())
    talk = desk.talk("320999", 1, "talk-000001")
    return next(member for member in talk.members if member.name.endswith("minutes.pdf"))


def acts(desk: Registry) -> list[tuple[str, str]]:
    with desk.session.vault.reading() as connection:
        return [(entry.what, entry.which) for entry in audit.entries(connection)]


def test_a_file_goes_out_with_a_reason_that_is_kept(
    desk: Registry, minutes: Member, tmp_path: Path
):
    files = desk.members
    for nothing in ("", "  "):
        with pytest.raises(ReasonMissingError):
            files.let_out("320999", 1, minutes, nothing)
    assert files.is_here(minutes)
    files.let_out("320999", 1, minutes, "分管领导调阅")
    target = tmp_path / "谈话记录.pdf"
    files.save(minutes, target)
    with files.stream(minutes) as content:
        assert content.read() == target.read_bytes()
    assert target.read_bytes().startswith(b"%PDF")
    assert acts(desk)[-2:] == [
        ("package.look", "320999-000001 talk-000001"),
        ("package.save", f"320999-000001 {minutes.name}"),
    ]
    with desk.session.vault.reading() as connection:
        kept = connection.execute("SELECT reason, name, sha256 FROM member_out").fetchall()
    assert kept == [("分管领导调阅", minutes.name, minutes.sha256)]
    with pytest.raises(NameTakenError):
        files.save(minutes, target)
    with pytest.raises(FolderUnusableError):
        files.save(minutes, tmp_path / "nowhere" / "x.pdf")


def test_a_file_that_lies_with_another_desk_is_told(desk: Registry, minutes: Member):
    assert not desk.members.is_here(replace(minutes, id="0" * 32))


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────


def rows_of(file: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(file))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    return {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}


def test_the_ledger_by_office_is_a_workbook(desk: Registry, county: County):
    desk.trust(county.card())
    third = [county.send(PackageLevel.STATISTICS) for _ in range(3)][2]
    desk.receive(Path(third.folder), None, NoProgress())
    desk.distrust("320999", "=1+1")

    def said(refusal: Refusal) -> str:
        return {"gap": "前面缺号"}[refusal.reason]

    sheets = rows_of(desk.ledger_workbook(said))
    ((code, name, packages, *_, state),) = sheets["单位台账"]
    assert (code, name, packages) == ("320999", "某县纪委监委", 0)
    assert state.endswith("=1+1")  # type: ignore[union-attr]
    ((_, _, number, reason, detail, how, _),) = sheets["拒收登记"]
    assert (number, reason, how or "") == (3, "前面缺号", "")
    assert detail
    assert acts(desk)[-1] == ("package.list", "ledger")


def test_talks_and_figures_are_workbooks(desk: Registry, minutes: Member):
    talks_found = rows_of(desk.talks_workbook(DeskSearch(name="张三")))["谈话"]
    assert [(row[0], row[5], row[9]) for row in talks_found] == [("320999", "张三", 1)] * 2
    sheets = rows_of(desk.figures_workbook(desk.figures(*YEAR)))
    (line, total) = sheets["各单位"]
    assert (line[1], line[2], total[1], total[2]) == ("某县纪委监委", 2, "合计", 2)
    assert sheets["各类型"][0][:3] == ("监督谈话", "否", 2)
    assert [act for act, _ in acts(desk)[-2:]] == ["package.list"] * 2
    # nothing of it was written in clear anywhere
    written = b"".join(p.read_bytes() for p in desk.folder.rglob("*") if p.is_file())
    assert "张三".encode() not in written
