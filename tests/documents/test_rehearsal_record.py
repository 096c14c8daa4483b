"""The record of a rehearsal: one page, every check with its outcome, room for two hands."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.documents.rehearsal_record import RehearsalFacts, rehearsal_record
from app.domain.audit import AuditHead
from app.domain.backup import BackupRecord, RehearsalCheck, RehearsalReport
from app.domain.errors import MissingGlyphError
from tests.documents.paper import LOCAL, OFFICE, tool

AT = datetime(2026, 3, 5, 9, 5, tzinfo=LOCAL)


def facts(office=OFFICE, holder="李明", is_second=False, failed=frozenset(), damaged=0):
    record = BackupRecord(
        Path("/x/backup-20260305T010500Z-1284"), AT, 1284, 4, 12_345_678, is_second, attachments=612
    )
    head = AuditHead(1284, "0123456789abcdef" * 4)
    report = RehearsalReport(record, holder, AT, AT, failed, head, {"talk": 300}, 612, damaged)
    return RehearsalFacts(office, report, AT, AT, AT + timedelta(minutes=2))


def words(content: bytes, tmp_path: Path) -> str:
    path = tmp_path / "record.pdf"
    path.write_bytes(content)
    return "".join(tool("pdftotext", "-layout", path, "-").split())


def test_a_good_rehearsal_says_so_and_names_the_set(tmp_path):
    text = words(rehearsal_record(facts()), tmp_path)
    assert "备份恢复演练记录" in text
    assert OFFICE in text
    assert "backup-20260305T010500Z-1284" in text
    assert "能够完整恢复" in text
    assert text.count("相符") >= 6
    assert "不符" not in text
    assert "演练人（签名）" in text
    assert "监督人（签名）" in text


@pytest.mark.parametrize("check", RehearsalCheck)
def test_a_check_that_failed_is_seen(tmp_path, check):
    text = words(rehearsal_record(facts(failed=frozenset({check}), damaged=2)), tmp_path)
    assert "不能完整恢复" in text
    assert text.count("不符") == 1


def test_it_is_one_page_and_says_where_the_set_lay(tmp_path):
    path = tmp_path / "record.pdf"
    path.write_bytes(rehearsal_record(facts(is_second=True)))
    assert "Pages:           1" in tool("pdfinfo", path)
    assert "第二处" in tool("pdftotext", path, "-")


def test_same_facts_same_bytes():
    assert rehearsal_record(facts()) == rehearsal_record(facts())


def test_a_name_that_cannot_be_printed_is_refused_by_its_place():
    with pytest.raises(MissingGlyphError):
        rehearsal_record(facts(holder="李\U000f0000"))
