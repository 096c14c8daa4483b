"""The documents made from what a vault knows, from made-up facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.documents.destruction_note import destruction_note
from app.documents.figures_report import figures_report
from app.documents.finding_lists import finding_lists
from app.documents.handover_slip import handover_slip
from app.documents.ledger import ledger
from app.documents.person_archive import person_archive
from app.documents.talk_report import talk_report
from app.documents.undertaking import undertaking
from app.documents.urging import urging
from app.documents.validity_sheet import Verification, validity_sheet, validity_summary
from app.domain.calendar import PartialDate
from app.domain.copies import MINUTES, CopyWay, PaperCopy
from app.domain.facts import FactCategory, SourceFact, UnitFigure
from app.domain.figures import Figure, KindFigures, PeriodFigures
from app.domain.finding import FindingNature, FindingStatus
from app.domain.ids import CopyId, FactId, PersonId, PostId, UnitId
from app.domain.package import PackageLevel, Volume
from app.domain.papers import (
    ArchivedTalk,
    DestructionPaper,
    FiguresPaper,
    FindingLine,
    FindingsPaper,
    HandoverSlipPaper,
    PersonArchivePaper,
    SlipCopy,
    TalkReportPaper,
    UndertakingPaper,
    UrgingPaper,
)
from app.domain.people import Person, PersonCard, Post, PostView, UnitKind
from app.domain.verdict import Examined, Reason, Signature, Verdict
from tests.documents.paper import MADE_AT, OFFICE, RARE
from tests.documents.papers_made import make_statistics
from tests.makers import make_talk

DIGEST = "0123456789abcdef" * 4
FINGERPRINT = tuple(["0123", "4567", "89AB", "CDEF"] * 4)
SHOWN = (
    "惠民惠农补贴“一卡通”发放滞后两个月，公示栏内容没有更新，群众三次反映没有答复。",
    "镇属工程3 680.5万元没有按规定招标，拆成5个标段直接发包，会议记录缺2次。",
    "公务接待费同比上升25%，两张发票没有附菜单。",
)


def _lines(count: int) -> tuple[FindingLine, ...]:
    return tuple(_line(number) for number in range(1, count + 1))


def _line(number: int) -> FindingLine:
    return FindingLine(
        number=f"2026-1-{number:03}",
        talk_number=f"2026-{1 + number // 3:04}",
        day=date(2026, 1, 10),
        manifestation=SHOWN[number % 3],
        deadline=MADE_AT.date() + timedelta(days=11 * number - 30),
        area="聚焦“两个维护”" if number % 2 else "聚焦权力运行",
        tag="四风问题",
        measure="限期发放到位，公开发放明细，建立月度核对制度。" if number % 3 else "",
        regulation="《补贴发放月度核对办法》" if number % 4 == 0 else "",
        unit_name=f"第{1 + number % 2}镇",
        person_name="张三" if number % 2 else RARE,
        nature=FindingNature.ADVICE if number % 7 == 0 else FindingNature.PROBLEM,
        status=FindingStatus.CLOSED if number % 5 == 0 else FindingStatus.REGISTERED,
        is_common=number % 3 == 0,
        is_personal=number % 6 == 0,
    )


def made_undertaking() -> bytes:
    points = (
        "严格遵守中央八项规定及其实施细则精神，不收受可能影响公正执行公务的礼品、礼金。",
        "认真履行党风廉政建设第一责任人职责，管好班子、带好队伍。",
        "按期完成整改，接受组织和群众监督。",
    )
    paper = UndertakingPaper("2026-0012", "监督谈话", (("张三", "清溪镇党委书记"),), points)
    return undertaking(paper, OFFICE, MADE_AT)


def made_lists() -> bytes:
    return finding_lists(FindingsPaper("清溪镇", _lines(5)), OFFICE, MADE_AT)


def made_ledger() -> bytes:
    return ledger(FindingsPaper("全县", _lines(12)), OFFICE, MADE_AT)


def made_urging() -> bytes:
    late = tuple(line for line in _lines(6) if line.status is FindingStatus.REGISTERED)
    units = (("清溪镇", late[:4]),)
    return urging(UrgingPaper(units, date(2026, 3, 20)), OFFICE, MADE_AT)


def made_report() -> bytes:
    talk = replace(
        make_talk(planned_at=MADE_AT, place="谈心谈话室"),
        began_at=MADE_AT,
        ended_at=MADE_AT + timedelta(minutes=85),
        summary="谈话对象对反映的问题作了说明，承认公示不及时，表示接受组织的提醒。",
        requirement="一个月内整改到位，报送整改报告。",
        statement="坚决整改，举一反三。",
    )
    areas = (("聚焦“两个维护”", 3, 4), ("聚焦权力运行", 5, 5))
    paper = TalkReportPaper(talk, "监督谈话", areas, _lines(3), "县纪委常委会", "县委办公室")
    return talk_report(paper, OFFICE, MADE_AT)


def made_archive() -> bytes:
    person = Person(
        PersonId("p"), RARE, "男", "土家族", "中共党员", PartialDate(1975, 6), "分管财务"
    )
    post = Post(
        PostId("q"), PersonId("p"), UnitId("u"), "党委书记", "正科级", True, PartialDate(2021, 3)
    )
    card = PersonCard(person, (PostView(post, "清溪镇", UnitKind.TOWNSHIP),))
    talks = tuple(
        ArchivedTalk(
            date(2025, month, 8), f"2025-{month:04}", "监督谈话", "年度监督谈话", "王五",
            "清溪镇党委书记", month != 9, "作了说明。", "限期整改。", "坚决整改。",
        )
        for month in (3, 9)
    )  # fmt: skip
    facts = (SourceFact(FactId("f"), FactCategory.AUDIT, date(2025, 5, 6), SHOWN[1], MADE_AT),)
    figures = (UnitFigure(UnitId("u"), 2025, "信访量", "12件", 3, 17),)
    paper = PersonArchivePaper(
        card, talks, _lines(3), facts, figures, "干部考察，经县纪委书记批准", "李明"
    )
    return person_archive(paper, OFFICE, MADE_AT)


def _figures(many: int) -> PeriodFigures:
    some, few = Figure(many), Figure(many // 3)
    kinds = (
        KindFigures("supervision", "监督谈话", False, some, some, some),
        KindFigures("collective", "集体约谈", True, few, Figure(many * 4), Figure(many * 3)),
        KindFigures("reminder", "提醒谈话", False, few, few, few),
    )
    return PeriodFigures(
        Figure(many + 2 * (many // 3)), Figure(many * 5), Figure(many * 4), kinds, few,
        Figure(many * 4), few, few, Figure(many // 4), Figure(many // 9), some, few, few, few, few,
    )  # fmt: skip


def made_figures() -> bytes:
    paper = FiguresPaper(make_statistics(2025, _figures(75)), make_statistics(2024, _figures(60)))
    return figures_report(paper, OFFICE, MADE_AT)


def made_slip() -> bytes:
    paper = HandoverSlipPaper(
        package="420322-000003",
        level=PackageLevel.FULL,
        talks=75,
        files=214,
        size=2_415_380_112,
        bag_root=DIGEST,
        made_at=MADE_AT,
        copies=(
            SlipCopy(
                DIGEST[::-1],
                MADE_AT,
                MADE_AT + timedelta(minutes=9),
                "移交盘一号 4C530001230711",
                "周小雨",
                (
                    Volume("420322-000003.001", 2_097_152_000, DIGEST),
                    Volume("420322-000003.002", 318_231_040, DIGEST[::-1]),
                ),
            ),
        ),
        registry_name="省级接收单位",
        fingerprint=FINGERPRINT,
        office_fingerprint=FINGERPRINT[::-1],
    )
    return handover_slip(paper, OFFICE, MADE_AT)


def made_destruction() -> bytes:
    copies = tuple(
        PaperCopy(
            CopyId(str(n)), MINUTES, str(n), f"谈话记录 2026-{n:04}", n, DIGEST, CopyWay.PRINT, 4,
            MADE_AT - timedelta(days=30), "李明", "第二审查调查室", "阅卷", MADE_AT,
        )
        for n in range(1, 7)
    )  # fmt: skip
    paper = DestructionPaper(copies, "阅卷结束，不再需要", "两人监督，碎纸机粉碎")
    return destruction_note(paper, OFFICE, MADE_AT)


HOW = Verification(OFFICE, "本保险库", "谈心簿 1.0", MADE_AT, lambda moment: moment)


def _signature(field: str, more: int, **other: object) -> Signature:
    return Signature(
        field, MADE_AT + timedelta(minutes=more), DIGEST, True, 100_000 + 40_000 * more,
        method="ECDSA P-256，SHA-256", valid_to=MADE_AT + timedelta(days=3650), **other,
    )  # type: ignore[arg-type]  # fmt: skip


def _verdict(*reasons: Reason) -> Verdict:
    signatures = (
        _signature("谈话单位", 0, certifies=True),
        _signature("谈话对象", 1, name="张三", has_ink=True),
        _signature("主谈人", 2, name="王五", locks=True),
    )
    return Verdict(DIGEST, 180_000, reasons, signatures, "2026-0012")


def made_validity() -> bytes:
    return validity_sheet(Examined("2026-0012.pdf", _verdict()), HOW)


def made_refusal() -> bytes:
    reasons = (Reason.CHANGED_AFTER_SIGNING, Reason.NOT_IN_VAULT)
    return validity_sheet(Examined("来历不明.pdf", _verdict(*reasons)), HOW)


def made_summary() -> bytes:
    files = [Examined(f"2026-{n:04}.pdf", _verdict()) for n in range(1, 9)]
    files[3] = Examined("2026-0004.pdf", _verdict(Reason.BYTES_AFTER_END))
    return validity_summary(files, HOW)


DOCUMENTS = {
    "undertaking": made_undertaking,
    "finding-lists": made_lists,
    "ledger": made_ledger,
    "urging": made_urging,
    "talk-report": made_report,
    "person-archive": made_archive,
    "figures-report": made_figures,
    "handover-slip": made_slip,
    "destruction-note": made_destruction,
    "validity-sheet": made_validity,
    "validity-sheet-refused": made_refusal,
    "validity-summary": made_summary,
}
