"""The documents of the demo: each kind made once from the vault, as a PDF to look at and print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.domain.copies import CopyWay, CopyWish
from app.domain.ids import FindingId, TalkId
from app.domain.papers import PaperKind, PaperWish
from app.domain.verdict import Examined
from app.services.application import Application


def keep_papers(
    application: Application,
    talks: tuple[TalkId, TalkId, TalkId],
    findings: dict[str, FindingId],
    folder: Path,
) -> int:
    """Write every kind of document into the folder; how many there are.

    talks are a sealed talk with one, a sealed talk with many, and one that is still ahead; findings
    are named as in the script. No name of a file tells of anybody. Raises OSError.
    """
    folder.mkdir()
    count = 0
    made = (
        *_before(application, talks),
        *_after(application, talks),
        *_of_findings(application, findings),
    )
    for title, pdf in made:
        count += 1
        (folder / f"{count:02}-{title}.pdf").write_bytes(pdf)
    return count


def _before(
    application: Application, talks: tuple[TalkId, TalkId, TalkId]
) -> Iterator[tuple[str, bytes]]:
    """What goes out before a talk."""
    single, many, ahead = talks
    papers = application.talk_papers
    year = application.session.trail.clock.now().year
    yield "年度计划", application.plan_papers.table(year)[0]
    yield "谈话通知书", papers.notice(ahead)[0]
    yield "调阅情况函", papers.request_slip(ahead)[0]
    yield "签到表", papers.sign_in(many)[0]
    whom, _ = application.portraits.names(ahead)[0]
    yield "精准画像", application.portraits.pdf(ahead, whom)[0].pdf
    yield "谈话提纲", application.outlines.pdf(single)[0]
    yield "空白谈话记录纸", papers.blank_form(ahead, 2)[0]


def _after(
    application: Application, talks: tuple[TalkId, TalkId, TalkId]
) -> Iterator[tuple[str, bytes]]:
    """What comes of a talk."""
    single, many, _ = talks
    year = application.session.trail.clock.now().year
    whom = next(p.person_id for p in application.talks.get(single).participants if p.person_id)
    wishes = {
        "廉政承诺书": PaperWish(
            PaperKind.UNDERTAKING, single, text=application.papers.usual().points
        ),
        "谈话情况报告": PaperWish(PaperKind.TALK_REPORT, many),
        "四张清单": PaperWish(PaperKind.FINDING_LISTS, year=year),
        "整改台账": PaperWish(PaperKind.LEDGER, year=year),
        "催办单": PaperWish(PaperKind.URGING, days=400),
        "一人一档": PaperWish(PaperKind.PERSON_ARCHIVE, whom, reason="述责述廉前查阅"),
        "统计报告": PaperWish(PaperKind.FIGURES_REPORT, year=year),
        "移交清单": PaperWish(PaperKind.HANDOVER_SLIP, "1"),
    }
    for title, wish in wishes.items():
        yield title, application.papers.make(wish)[0]
    yield from _copied(application, single)


def _of_findings(
    application: Application, findings: dict[str, FindingId]
) -> Iterator[tuple[str, bytes]]:
    """The slip of what was issued, and the sheets of what was asked and decided."""
    issue = application.rectifying.issues()[0]
    wishes = {
        "签收单": PaperWish(PaperKind.ISSUE_SLIP, issue.id),
        "销号审批表": PaperWish(PaperKind.CLOSING_SHEET, findings["dinner"]),
        "延期审批表": PaperWish(PaperKind.EXTENSION_SHEET, findings["dinner"]),
        "回头看记录": PaperWish(PaperKind.LOOK_BACK_SHEET, findings["handover"]),
        "提请问责审批表": PaperWish(PaperKind.ACCOUNTABILITY_SHEET, findings["subsidiary"]),
    }
    for title, wish in wishes.items():
        yield title, application.papers.make(wish)[0]


def _copied(application: Application, talk_id: TalkId) -> Iterator[tuple[str, bytes]]:
    """A marked copy, the sheet on the signed file, and the note that the copy is destroyed."""
    copies = application.copies
    wish = CopyWish("县委办公室", "阅后退回")
    original = copies.minutes_original(talk_id)
    prepared, _ = copies.take(original, CopyWay.EXPORT, wish)
    yield "谈话记录复制件", prepared.content
    verdict = application.verifying.verdict_on(original.pdf)
    yield "签名核验单", application.verifying.sheet([Examined("minutes.pdf", verdict)])
    copies.destroy((prepared.copy.id,), "用毕销毁")
    year = application.session.trail.clock.now().year
    note = PaperWish(PaperKind.DESTRUCTION_NOTE, year=year, reason="用毕", method="碎纸")
    yield "销毁证明", application.papers.make(note)[0]
