"""Every paper of the page 文书 with made-up content, for tests and for reference pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from app.domain.archive_leaves import Leaf, LeafEntry, LeafKind
from app.domain.archives import ArchiveLeaf
from app.domain.calendar import PartialDate
from app.domain.copies import CopyWay, PaperCopy
from app.domain.facts import FactCategory, SourceFact, UnitFigure
from app.domain.figure_spans import Span
from app.domain.figures import (
    Bucket,
    Figure,
    FollowUp,
    KindFigures,
    PeriodFigures,
    SectionFigures,
    Share,
    Statistics,
)
from app.domain.finding import FindingNature, FindingSource, FindingStatus, MeasureKind
from app.domain.finding_history import (
    Accountability,
    Approval,
    Closing,
    ClosingOutcome,
    Extension,
    ExtensionOutcome,
    FindingAct,
    FindingHistory,
    FindingStep,
    Issue,
    LookBack,
    LookBackMethod,
    Milestone,
)
from app.domain.ids import CopyId, FactId, IssueId, LeafId, PersonId, PostId, UnitId
from app.domain.package import PackageLevel, Volume
from app.domain.papers import (
    ArchivedTalk,
    DestructionPaper,
    FiguresPaper,
    FindingLine,
    FindingSheetPaper,
    FindingsPaper,
    HandoverSlipPaper,
    IssueSlipPaper,
    PaperData,
    PaperKind,
    PersonArchivePaper,
    SlipCopy,
    TalkReportPaper,
    UndertakingPaper,
    UrgingPaper,
)
from app.domain.people import Person, PersonCard, Post, PostView, UnitKind
from app.domain.rectifying_rules import DEFAULT_CHAIN, FIVE_GROUNDS, RectifyingRules
from tests.documents.paper import LONG_NAME, MADE_AT, RARE
from tests.makers import make_talk

SAID = (
    "党委会议纪要只写结论，没有写各人发言和末位表态；2025年第四季度的会议有3次没有纪要，"
    "其中2次涉及项目资金1 280.5万元的安排。"
)
UNITS = ("清溪镇", "羊尾镇", "县教育局", "县自然资源和规划局")
DIGEST = "0123456789abcdef" * 4
SPOKEN = ("12345", "67890") * 4


def make_line(number: int = 1, times: int = 1, **more: object) -> FindingLine:
    """A finding; it is long when the words are said several times."""
    plain: dict[str, object] = {
        "number": f"2026-1-{number:04}",
        "talk_number": f"2026-{number % 9 + 1:04}",
        "day": date(2026, 2, 1) + timedelta(days=number % 28),
        "manifestation": SAID * times,
        "deadline": date(2026, 2, 20) + timedelta(days=3 * number % 60),
        "area": "聚焦全面从严治党责任落实",
        "tag": "落差·担当作为",
        "measure": "补齐纪要，修订议事规则。" if number % 3 else "",
        "regulation": "《党委会议事规则》" if number % 4 == 0 else "",
        "unit_name": UNITS[number % 4],
        "person_name": RARE if number % 2 else "",
        "is_common": number % 5 == 0,
        "nature": FindingNature.ADVICE if number % 7 == 0 else FindingNature.PROBLEM,
        "status": FindingStatus.CLOSED if number % 6 == 0 else FindingStatus.REGISTERED,
    }
    return FindingLine(**{**plain, **more})  # type: ignore[arg-type]


def make_lines(count: int) -> tuple[FindingLine, ...]:
    return tuple(make_line(number) for number in range(1, count + 1))


def make_mended(**more: object) -> FindingLine:
    """A finding that was extended, sent back, closed and looked back at."""
    plain: dict[str, object] = {
        "measure": "补齐2025年第四季度的会议纪要，修订议事规则，末位表态写入纪要。",
        "measure_kind": MeasureKind.BY_DEADLINE,
        "regulation": "《党委会议事规则》",
        "is_regulation_new": False,
        "unit_name": "清溪镇",
        "person_name": RARE,
        "leader": "李明",
        "responsible": LONG_NAME,
        "supervisor": "周小雨",
        "effect": "每次会议都有写明各人发言和末位表态的纪要。",
        "evidence_wanted": "会议纪要、议事规则",
        "evidence": ("会议纪要4份.pdf", "修订后的议事规则.pdf", "公示照片.jpg", "学习记录.pdf"),
        "source": FindingSource.AUDIT,
        "is_repeated": True,
        "is_common": False,
        "status": FindingStatus.CLOSED,
        "nature": FindingNature.PROBLEM,
        "first_deadline": date(2025, 11, 20),
        "deadline": date(2025, 12, 20),
        "done_on": date(2025, 12, 18),
        "closed_on": date(2025, 12, 26),
        "closed_by": "王书记",
        "signed_by": "张三",
        "signed_on": date(2025, 10, 28),
        "extensions": 1,
        "returns": 1,
        "milestones": (
            Milestone(date(2025, 10, 31), "补齐纪要", date(2025, 10, 30)),
            Milestone(date(2025, 11, 20), "规则上会审议"),
        ),
        "look_backs": make_look_backs(),
    }
    return replace(make_line(1), number="2025-4-0017", **{**plain, **more})  # type: ignore[arg-type]


def make_look_backs() -> tuple[LookBack, ...]:
    seen = "抽查2026年1月的3次会议，纪要齐全，末位表态有记录。"
    done = date(2026, 1, 27)
    return (
        LookBack(1, 30, date(2026, 1, 26), done, LookBackMethod.SITE, seen, "周小雨"),
        LookBack(2, 90, date(2026, 3, 26)),
        LookBack(3, 180, date(2026, 6, 24)),
    )


def make_history() -> FindingHistory:
    """The way of make_mended: one extension granted, one application sent back, one granted."""
    day = date(2025, 12, 26)
    agreed = tuple(
        Approval(n, place.title, who, day, True, "同意销号。")
        for n, (place, who) in enumerate(
            zip(DEFAULT_CHAIN, ("张三", "周小雨", "李明", "王书记"), strict=True)
        )
    )
    refused = Approval(1, "监督检查室", "周小雨", date(2025, 12, 20), False, "缺议事规则的文本。")
    status = FindingStatus.UNDER_WAY
    return FindingHistory(
        steps=(FindingStep(1, MADE_AT, "李明", FindingAct.REPORT, status, status, day, SAID),),
        extensions=(
            Extension(
                serial=1,
                asked_on=date(2025, 11, 12),
                old_deadline=date(2025, 11, 20),
                wanted=date(2025, 12, 20),
                reason="议事规则要上党委会审议，11月会议改期。",
                outcome=ExtensionOutcome.GRANTED,
                decided_on=date(2025, 11, 14),
                decided_by="李明",
                opinion="抓紧上会。",
            ),
        ),
        closings=(
            Closing(
                1,
                date(2025, 12, 18),
                "纪要已经补齐。",
                DEFAULT_CHAIN,
                ClosingOutcome.SENT_BACK,
                (agreed[0], refused),
            ),
            Closing(
                2,
                date(2025, 12, 22),
                "纪要已经补齐，议事规则已经修订印发，此后4次会议的纪要都写明了各人发言和末位表态。",
                DEFAULT_CHAIN,
                ClosingOutcome.GRANTED,
                agreed,
            ),
        ),
        look_backs=make_look_backs(),
        accountabilities=(
            Accountability(1, day, FIVE_GROUNDS[1:3], "两次退回仍没有整改到位。", "建议批评教育。"),
        ),
    )


def make_sheet() -> FindingSheetPaper:
    return FindingSheetPaper(make_mended(), make_history(), RectifyingRules())


def make_issue_slip() -> IssueSlipPaper:
    issue = Issue(IssueId("i"), UnitId("u"), None, date(2026, 3, 2), (), "清溪镇")
    return IssueSlipPaper(issue, (make_mended(status=FindingStatus.ISSUED), *make_lines(3)))


def make_undertaking() -> UndertakingPaper:
    people = ((RARE, "县财政局党组书记、局长"), (LONG_NAME, "县教育局党组成员"))
    points = ("对党忠诚老实，坚决做到“两个维护”。", "不插手工程、采购、资金和人事安排。")
    return UndertakingPaper("2026-0012", "任职廉政谈话", people, points)


def make_report(lines: int = 5, **more: object) -> TalkReportPaper:
    talk = replace(
        make_talk(planned_at=MADE_AT, place="谈心谈话室", delegation="受县纪委书记李明委托"),
        began_at=MADE_AT,
        ended_at=MADE_AT + timedelta(minutes=85),
        summary=SAID,
        requirement="一个月内整改，书面报告。",
        statement="诚恳接受，马上整改。",
    )
    plain: dict[str, object] = {
        "talk": talk,
        "kind_title": "监督谈话",
        "areas": (("聚焦“两个维护”", 3, 3), ("聚焦“关键少数”", 2, 3)),
        "lines": make_lines(lines),
        "addressee": "县纪委常委会",
        "copies_to": "县委组织部，县委巡察办",
    }
    return TalkReportPaper(**{**plain, **more})  # type: ignore[arg-type]


def make_archive() -> PersonArchivePaper:
    person = Person(PersonId("p"), RARE, "男", "维吾尔族", "中共党员", PartialDate(1975, 8))
    posts = tuple(
        PostView(
            Post(
                id=PostId(str(year)),
                person_id=person.id,
                unit_id=UnitId("u"),
                title=title,
                rank="正科级",
                is_principal=True,
                since=PartialDate(year, 3),
                until=PartialDate(year + 4, 2) if year < 2020 else None,
            ),
            unit,
            UnitKind.TOWNSHIP,
        )
        for year, unit, title in ((2022, "清溪镇", "党委书记"), (2018, "县财政局", "副局长"))
    )
    talks = tuple(
        ArchivedTalk(
            day=date(year, 3, 5),
            number=f"{year}-0003",
            kind_title="监督谈话",
            subject="年度监督谈话",
            interviewers="李明",
            post="清溪镇党委书记",
            is_present=year > 2025,
            summary=SAID,
            requirement="一个月内整改。",
            statement="诚恳接受。",
        )
        for year in (2025, 2026)
    )
    facts = tuple(
        SourceFact(FactId(str(at)), category, date(2025, 3, at), "往来账没有核销。", MADE_AT)
        for at, category in enumerate(FactCategory, 1)
    )
    return PersonArchivePaper(
        card=PersonCard(person, posts),
        talks=talks,
        lines=tuple(make_line(n, talk_number="2026-0003") for n in range(1, 4)),
        facts=facts,
        figures=(UnitFigure(UnitId("u"), 2025, "信访件数", "12件", 16, 17),),
        reason="谈话准备",
        taken_by="李明",
        leaves=(make_leaf(person.id),),
    )


def make_leaf(person_id: PersonId) -> ArchiveLeaf:
    entry = LeafEntry(
        kind=LeafKind.PROPOSAL,
        day=date(2025, 9, 1),
        title="关于规范公务接待和会议纪要的纪检监察建议书",
        text=SAID * 3,
        number="清纪监建〔2025〕7号",
        reply_due=date(2025, 10, 1),
    )
    return ArchiveLeaf(Leaf(LeafId("l"), person_id, entry, MADE_AT), "清溪镇")


def make_period(**more: Figure) -> PeriodFigures:
    """The figures that 郧西 published of 2022: 15 人次, 2 次 33 人, 22 条, 12 个."""
    kinds = (
        KindFigures("heart", "谈心谈话", False, Figure(15), Figure(15), Figure(15)),
        KindFigures("collective_summons", "集体约谈", True, Figure(2), Figure(33), Figure(33)),
    )
    plain = {
        "sittings": Figure(17),
        "attendances": Figure(48),
        "persons": Figure(33),
        "collective_sittings": Figure(2),
        "collective_attendances": Figure(33),
        "advice": Figure(22),
        "regulations": Figure(12),
        "regulations_new": Figure(8),
        "regulations_revised": Figure(4),
        "problems": Figure(12),
        "problems_common": Figure(2),
        "problems_individual": Figure(10),
        "undertakings": Figure(3),
        "first_form": Figure(0),
    }
    return PeriodFigures(kinds=kinds, **{**plain, **more})


def make_figures() -> FiguresPaper:
    reminder = KindFigures("reminder", "提醒谈话", False, Figure(1), Figure(1), Figure(1))
    before = replace(make_period(sittings=Figure(20), advice=Figure(22)), kinds=(reminder,))
    return FiguresPaper(make_statistics(2022, make_period()), make_statistics(2021, before))


def make_statistics(year: int, talks: PeriodFigures) -> Statistics:
    """Those figures among all that are counted of that year."""
    followed = FollowUp(Figure(12), Figure(11), Figure(1), Figure(9), days=204)
    township = SectionFigures(
        "township", "乡镇", False, Figure(33), Figure(20), Figure(8), follow_up=followed
    )
    gap = SectionFigures("warmth", "温差", problems=Figure(7), follow_up=followed)
    part = SectionFigures("stand", "政治站位", True, problems=Figure(4))
    area = SectionFigures("a", "聚焦全面从严治党责任落实", problems=Figure(7), advice=Figure(22))
    months = tuple(
        Bucket(f"{month}月", Figure(month), Share(Figure(1), Figure(month % 3)))
        for month in range(1, 13)
    )
    span = Span.of_months(year, (1, 12))
    return Statistics(
        span,
        span.last,
        talks,
        followed,
        Share(Figure(30), Figure(33)),
        (area,),
        (gap, part),
        (township,),
        months,
    )


def make_slip() -> HandoverSlipPaper:
    return HandoverSlipPaper(
        package="420322-000007",
        level=PackageLevel.FULL,
        talks=37,
        files=150,
        size=123_456_789,
        bag_root=DIGEST,
        made_at=MADE_AT,
        copies=(
            SlipCopy(
                DIGEST,
                MADE_AT,
                MADE_AT,
                "移交盘一号 4C530001",
                "周小雨",
                (Volume("420322-000007.001", 123_460_000, DIGEST),),
            ),
            SlipCopy(DIGEST[::-1], MADE_AT),
        ),
        registry_name="十堰市纪委监委档案室",
        fingerprint=SPOKEN,
        office_fingerprint=SPOKEN[::-1],
    )


def make_destruction() -> DestructionPaper:
    copies = tuple(
        PaperCopy(
            id=CopyId(str(number)),
            document="minutes",
            owner_id="t",
            title=f"谈话记录 2026-{number:04}",
            number=number,
            sha256=DIGEST,
            way=tuple(CopyWay)[number % 3],
            pages=4,
            taken_at=MADE_AT,
            taken_by="李明",
            destroyed_at=MADE_AT + timedelta(days=30),
        )
        for number in range(1, 6)
    )
    return DestructionPaper(copies, "使用完毕", "碎纸机粉碎")


PAPERS: dict[PaperKind, Callable[[], PaperData]] = {
    PaperKind.UNDERTAKING: make_undertaking,
    PaperKind.TALK_REPORT: make_report,
    PaperKind.FINDING_LISTS: lambda: FindingsPaper("全县", (make_mended(), *make_lines(7))),
    PaperKind.LEDGER: lambda: FindingsPaper(
        "清溪镇", (make_mended(), *make_lines(7)), is_open_only=True
    ),
    PaperKind.URGING: lambda: UrgingPaper(
        (("清溪镇", make_lines(2)), ("县教育局", make_lines(8))), date(2026, 3, 15)
    ),
    PaperKind.ISSUE_SLIP: make_issue_slip,
    PaperKind.CLOSING_SHEET: make_sheet,
    PaperKind.EXTENSION_SHEET: make_sheet,
    PaperKind.LOOK_BACK_SHEET: make_sheet,
    PaperKind.ACCOUNTABILITY_SHEET: make_sheet,
    PaperKind.PERSON_ARCHIVE: make_archive,
    PaperKind.FIGURES_REPORT: make_figures,
    PaperKind.HANDOVER_SLIP: make_slip,
    PaperKind.DESTRUCTION_NOTE: make_destruction,
}
