"""Every print and file that goes out has its 份号, and is followed to its end."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.documents import scan_match
from app.documents.archive import check
from app.documents.pictures import text_of
from app.documents.scan_binding import bound
from app.documents.trial_page import trial_page
from app.domain.amendment import AmendedLine, AmendmentEntry
from app.domain.copies import AMENDMENT, MINUTES, CopyFilter, CopyWay, CopyWish, Original
from app.domain.copy_errors import (
    CopyGoneError,
    CopyNumberTakenError,
    ScanOfOtherRecordError,
    ScanOfOtherTextError,
    ScanOrderError,
    ScanPageTwiceError,
)
from app.domain.errors import FolderUnusableError
from app.domain.holders import HolderRole
from app.domain.ids import TalkId
from app.domain.progress import NoProgress
from app.domain.record_text import answer_key
from app.domain.refusals import NameTooLongError
from app.domain.signer import SignatureField, SigningKey
from app.domain.talk import TalkStatus
from app.domain.vault_errors import RoleRefusedError
from app.services.application import Application
from tests.conftest import StandingClock
from tests.documents.paper import MADE_AT
from tests.documents.paper import OFFICE as OFFICE_NAME
from tests.services.test_minutes import spoken

NOBODY = CopyWish()
OFFICE = CopyWish(" 县委办 ", "存档")


@pytest.fixture
def talk_id(application: Application, clock: StandingClock) -> TalkId:
    talk_id = spoken(application, clock, "办结3件，还有2件。")
    application.minutes.confirm(talk_id, NoProgress())
    return talk_id


@pytest.fixture(scope="module")
def sheet() -> Original:
    """A small document with a number and a text of its own, to take many copies of."""
    pdf = trial_page(OFFICE_NAME, MADE_AT)
    return Original("trial", "talk-1", "谈话记录 2026-0007", pdf, "2026-0007", "ab" * 32)


def acts(application: Application) -> list[str]:
    return [entry.what for entry in application.audit.page()]


# ── taking ───────────────────────────────────────────────────────────────────────────────────────


def test_each_print_gets_the_next_number_and_stands_in_the_register(application, talk_id, clock):
    first, _ = application.copies.print_minutes(talk_id, OFFICE)
    clock.move(minutes=1)
    second, _ = application.copies.print_minutes(talk_id, NOBODY)
    assert [first.copy.number, second.copy.number] == [1, 2]
    newest, oldest = application.copies.page()
    assert (newest, oldest) == (second.copy, first.copy)
    number = application.talks.get(talk_id).number
    assert (oldest.holder, oldest.purpose, oldest.title) == ("县委办", "存档", f"谈话记录 {number}")
    assert (oldest.document, oldest.owner_id, oldest.way) == (MINUTES, talk_id, CopyWay.PRINT)
    assert oldest.pages == application.talks.get(talk_id).minutes_pages
    assert all("000002" in text for text in text_of(second.content))
    assert acts(application)[:2] == ["copy.take", "copy.take"]


def test_the_archived_file_is_never_touched(application, talk_id):
    before = application.minutes.pdf(talk_id)
    application.copies.print_minutes(talk_id, NOBODY)
    assert application.minutes.pdf(talk_id) == before
    assert application.minutes.verify_kept(talk_id).is_genuine


def test_the_signed_file_goes_out_byte_for_byte_and_can_be_verified(application, talk_id, tmp_path):
    path = tmp_path / "copy.pdf"
    original = application.copies.minutes_original(talk_id)
    copy, _ = application.copies.export(original, CopyWay.ORIGINAL, OFFICE, path)
    assert path.read_bytes() == application.minutes.pdf(talk_id)
    assert application.minutes.verify(path).is_genuine
    assert application.copies.of(MINUTES, talk_id) == (copy,)


def test_a_marked_file_bears_its_number_and_is_not_taken_for_the_signed_one(
    application, talk_id, tmp_path
):
    path = tmp_path / "copy.pdf"
    original = application.copies.minutes_original(talk_id)
    application.copies.export(original, CopyWay.EXPORT, OFFICE, path)
    assert not application.minutes.verify(path).is_genuine
    assert all("000001" in text for text in text_of(path.read_bytes()))


def test_a_folder_that_is_gone_leaves_no_number_taken(application, talk_id, tmp_path):
    original = application.copies.minutes_original(talk_id)
    gone = tmp_path / "gone" / "copy.pdf"
    with pytest.raises(FolderUnusableError):
        application.copies.export(original, CopyWay.ORIGINAL, OFFICE, gone)
    assert application.copies.page() == []
    assert application.copies.print_minutes(talk_id, NOBODY)[0].copy.number == 1


def test_a_number_that_was_taken_meanwhile_is_not_given_twice(application, sheet):
    one = application.copies.prepare(sheet, CopyWay.PRINT, NOBODY)
    other = application.copies.prepare(sheet, CopyWay.PRINT, NOBODY)
    application.copies.keep(one)
    with pytest.raises(CopyNumberTakenError):
        application.copies.keep(other)
    assert len(application.copies.page()) == 1


def test_copies_of_an_amendment_are_counted_by_themselves(application, talk_id, clock):
    application.copies.print_minutes(talk_id, NOBODY)
    application.talks.note_refusal_and_sign(talk_id, "拒签，两人在场。")
    application.talks.seal(talk_id)
    clock.move(days=1)
    place = answer_key(application.talks.get(talk_id).answers[0].id)
    entry = AmendmentEntry("核对台账。", (AmendedLine(place, "3件", "4件"),))
    application.amending.amend(talk_id, entry, NoProgress())
    taken, _ = application.copies.print_amendment(talk_id, 1, NOBODY)
    assert (taken.copy.document, taken.copy.number) == (AMENDMENT, 1)
    marks = scan_match.read(taken.content, "x")
    number = f"{application.talks.get(talk_id).number}-补1"
    assert {mark.number for mark in marks if mark} == {number}


def test_an_auditor_takes_no_copy(application, sheet):
    copies = application.copies
    trail = type(copies.trail)(
        copies.trail.clock, "审计员", copies.trail.new_id, role=HolderRole.AUDITOR
    )
    auditors = type(copies)(copies.vault, trail, copies.minutes, copies.amending)
    with pytest.raises(RoleRefusedError):
        auditors.take(sheet, CopyWay.PRINT, NOBODY)
    assert copies.page() == []


def test_signatures_of_persons_stay_as_pictures_and_data_stays_behind(application, clock, tmp_path):
    talk_id = spoken(application, clock, "办结3件。")
    application.settings.attach_record(True)
    field = SignatureField.RECORDER
    application.minutes.confirm(talk_id, NoProgress(), (field,))
    signer, _ = application.signers.make_own("周小雨")
    application.hand_signing.sign(talk_id, field, SigningKey(signer.id), None, NoProgress())
    original = application.copies.minutes_original(talk_id)
    with pikepdf.open(BytesIO(original.pdf)) as pdf:
        assert pdf.attachments
        assert len(pdf.Root.AcroForm.Fields) == 2
    copy = application.copies.prepare(original, CopyWay.EXPORT, NOBODY).content
    check(copy)
    with pikepdf.open(BytesIO(copy)) as pdf:
        assert not pdf.attachments
        assert "/AcroForm" not in pdf.Root
        assert not any("/Annots" in page.obj for page in pdf.pages)
    signed = "".join("".join(text_of(copy)).split())
    assert "周小雨" in signed
    assert "本机时间" in signed, "what the signatures showed is still to be seen"


# ── followed to its end ──────────────────────────────────────────────────────────────────────────


def test_what_was_left_for_later_is_filled_in(application, sheet):
    taken, _ = application.copies.take(sheet, CopyWay.PRINT, NOBODY)
    application.copies.name(taken.copy.id, OFFICE)
    kept = application.copies.get(taken.copy.id)
    assert (kept.holder, kept.purpose) == ("县委办", "存档")
    assert application.copies.proposed() == (("县委办",), ("存档",))
    with pytest.raises(NameTooLongError):
        application.copies.name(taken.copy.id, CopyWish("长" * 101))


def test_a_copy_comes_back_and_is_destroyed_and_stays_in_the_register(application, sheet, clock):
    copies = application.copies
    one, two = (copies.take(sheet, CopyWay.PRINT, NOBODY)[0].copy for _ in range(2))
    assert copies.count_out() == 2
    copies.give_back(one.id, "完好")
    assert not copies.get(one.id).is_out
    assert [c.number for c in copies.page(wanted=CopyFilter(is_out=True))] == [two.number]
    clock.move(days=1)
    copies.destroy((one.id, two.id), "两人监销，碎纸机")
    assert copies.count_out() == 0
    gone = copies.get(one.id)
    assert (gone.destroyed_at, gone.end_note) == (clock.now(), "两人监销，碎纸机")
    assert len(copies.page()) == 2
    assert acts(application)[:3] == ["copy.destroy", "copy.destroy", "copy.return"]


def test_what_is_destroyed_is_closed_for_ever(application, sheet):
    copies = application.copies
    one, two = (copies.take(sheet, CopyWay.PRINT, NOBODY)[0].copy for _ in range(2))
    copies.destroy((one.id,), "碎纸机")
    for again in (
        lambda: copies.destroy((two.id, one.id), "再一次"),
        lambda: copies.give_back(one.id),
        lambda: copies.name(one.id, OFFICE),
    ):
        with pytest.raises(CopyGoneError):
            again()
    assert copies.get(two.id).is_out, "none of them was changed"


def test_copies_are_found_by_number_holder_title_and_digest(application, sheet, clock):
    copies = application.copies
    first = copies.take(sheet, CopyWay.PRINT, OFFICE)[0].copy
    clock.move(minutes=1)
    second = copies.take(sheet, CopyWay.PRINT, CopyWish("市纪委监委", "上报"))[0].copy

    def found(words: str) -> list[int]:
        return [copy.number for copy in copies.page(wanted=CopyFilter(words=words))]

    assert found("000002") == found("市纪委") == found("上报") == [second.number]
    assert found("县委办") == [first.number]
    assert found(first.sha256[:12]) == found("谈话记录") == [2, 1]
    assert found("没有") == []
    assert found("%") == []


def test_the_register_is_read_page_by_page_newest_first(application, sheet):
    copies = application.copies
    for _ in range(7):
        copies.keep(copies.prepare(sheet, CopyWay.ORIGINAL, NOBODY))
    seen, after = [], None
    while page := copies.page(after, limit=3):
        seen += [copy.number for copy in page]
        after = page[-1]
    assert sorted(seen) == list(range(1, 8))
    assert len(seen) == 7


# ── scans of copies ──────────────────────────────────────────────────────────────────────────────


def printed(application: Application, talk_id: TalkId) -> list[bytes]:
    """The pages of a print, each as a file of its own."""
    content = application.copies.print_minutes(talk_id, NOBODY)[0].content
    pages = []
    with pikepdf.open(BytesIO(content)) as pdf:
        for page in pdf.pages:
            with pikepdf.new() as one:
                one.pages.append(page)
                out = BytesIO()
                one.save(out)
            pages.append(out.getvalue())
    return pages


def scan(folder: Path, *pages: bytes) -> Path:
    path = folder / "scan.pdf"
    path.write_bytes(bound([(f"{n}.pdf", page) for n, page in enumerate(pages)]))
    return path


def test_the_signed_paper_comes_back_as_a_scan_and_tells_its_copy(application, talk_id, tmp_path):
    path = scan(tmp_path, *printed(application, talk_id))
    match, _ = application.minutes.attach_scan(talk_id, path)
    assert (match.unread, match.copies) == ((), (1,))
    assert application.talks.get(talk_id).status is TalkStatus.SIGNED
    (found,) = application.copies.of_scan(path)
    assert found.copy == application.copies.page()[0]


def test_a_scan_of_something_else_is_refused_and_nothing_is_kept(
    application, talk_id, clock, tmp_path
):
    pages = printed(application, talk_id)
    assert len(pages) > 1
    other_id = spoken(application, clock, "另一场谈话。")
    application.minutes.confirm(other_id, NoProgress())
    others = printed(application, other_id)
    wrong = [
        (ScanOfOtherRecordError, [*pages[:-1], others[0]]),
        (ScanOrderError, [pages[1], pages[0], *pages[2:]]),
        (ScanPageTwiceError, [pages[0], pages[0], *pages[2:]]),
    ]
    for refusal, given in wrong:
        with pytest.raises(refusal):
            application.minutes.attach_scan(talk_id, scan(tmp_path, *given))
    assert application.talks.get(talk_id).status is TalkStatus.TO_SIGN


def test_paper_of_an_earlier_text_is_refused(application, clock, tmp_path):
    talk_id = spoken(application, clock, "办结3件。")
    application.minutes.confirm(talk_id, NoProgress())
    mark = application.talks.get(talk_id)
    original = application.copies.minutes_original(talk_id)
    older = type(original)(
        original.document, talk_id, original.title, original.pdf, mark.number, "f" * 64
    )
    content = application.copies.prepare(older, CopyWay.PRINT, NOBODY).content
    path = tmp_path / "scan.pdf"
    path.write_bytes(content)
    with pytest.raises(ScanOfOtherTextError):
        application.minutes.attach_scan(talk_id, path)
