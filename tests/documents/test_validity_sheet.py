"""签名核验单: whatever was found, of whatever file, it stands on paper that lasts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from app.documents import archive
from app.documents.pictures import text_of
from app.documents.validity_sheet import Verification, validity_sheet, validity_summary
from app.domain.errors import FileUnreadableError
from app.domain.verdict import Examined, Outcome, Reason, Signature, Verdict
from app.domain.verdict_words import OUTCOMES, REASONS
from tests.documents.paper import LOCAL, LONG_NAME, MADE_AT, OFFICE, RARE

HOW = Verification(OFFICE, "本单位保险库", "谈心簿 9.9.9", MADE_AT, lambda at: at.astimezone(LOCAL))
FIELDS = ("谈话单位", "谈话对象", "记录人", "主谈人")
FOUR = tuple(
    Signature(
        field,
        MADE_AT,
        f"{at}f" * 32,
        True,
        covers=1000 * (at + 1),
        certifies=not at,
        locks=at == 3,
        method="ECDSA P-256，SHA-256",
        valid_to=datetime(2056, 2, 26, tzinfo=LOCAL),
        name=(OFFICE, RARE, LONG_NAME, "王五")[at],
        has_ink=at == 1,
    )
    for at, field in enumerate(FIELDS)
)
GENUINE = Verdict("5a" * 32, 4000, (), FOUR, "2026-0012")


def words_of(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(text_of(pdf)))


def test_it_says_what_was_found_and_how() -> None:
    pdf = validity_sheet(Examined("谈话记录.pdf", GENUINE), HOW)
    archive.check(pdf)
    said = words_of(pdf)
    for told in (
        "结论：原件，没有被改动过。",
        "2026-0012",
        "5A5A5A5A",
        f"密钥属于：{RARE}，有手写笔迹",
        "盖住整个文件，此后不许再改",
        "盖住前1,000字节，共4,000字节，此后只许签名",
        "2026年3月5日11时50分（本机时间，未经第三方时间戳）",
        "证书有效期至2056年2月26日",
        "谈心簿9.9.9",
        "不是电子印章，也不代替手写签名",
        "核验人（签名）",
    ):
        assert re.sub(r"\s", "", told) in said, told
    assert pdf == validity_sheet(Examined("谈话记录.pdf", GENUINE), HOW)


def test_every_reason_has_its_words_on_paper() -> None:
    found = Examined("a.pdf", replace(GENUINE, reasons=tuple(Reason)))
    said = words_of(validity_sheet(found, HOW))
    for reason in Reason:
        assert re.sub(r"\s", "", REASONS[reason]) in said
    assert OUTCOMES[Outcome.UNREADABLE].said in said


def test_open_and_waived_fields_are_told() -> None:
    verdict = replace(
        GENUINE,
        reasons=(Reason.FIELD_UNSIGNED,),
        signatures=FOUR[:1],
        open_fields=("谈话对象", "记录人"),
        waived=("记录人",),
    )
    said = words_of(validity_sheet(Examined("a.pdf", verdict), HOW))
    assert "谈话对象空着没签" in said
    assert "记录人免签，理由记在保险库里" in said


def test_a_file_that_cannot_be_opened_and_names_no_font_has() -> None:
    lost = Examined("😀\udc80.pdf", None, FileUnreadableError("a"))
    assert lost.outcome is Outcome.UNREADABLE
    said = words_of(validity_sheet(lost, HOW))
    assert "〔U+1F600〕〔U+DC80〕.pdf" in said
    assert "这个文件打不开" in said
    archive.check(validity_sheet(lost, HOW))


def test_a_summary_of_a_hundred_and_fifty_files() -> None:
    files = [
        Examined(f"2026-{at:04}.pdf", replace(GENUINE, reasons=tuple(Reason)[: at % 3]))
        for at in range(150)
    ]
    pdf = validity_summary(files, HOW)
    said = words_of(pdf)
    assert all(one.name in said for one in files)
    assert "共150份：原件50份，读不出来100份" in said
    assert said.count("（续）") <= 3 * len(text_of(pdf))


def test_a_summary_of_nothing_says_so() -> None:
    assert "共0份" in words_of(validity_summary([], HOW))
