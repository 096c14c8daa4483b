"""Minutes from the confirmed text to the scan of the signed paper, in a real vault."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Pdf
from PIL import Image

from app.documents.archive import claim_of
from app.documents.attached import RECORD
from app.domain.attachment import Purpose
from app.domain.changes import Changes
from app.domain.errors import CertificateMissingError, MissingGlyphError, ScanUnreadableError
from app.domain.ids import TalkId
from app.domain.people import Role
from app.domain.progress import CancelledError, NoProgress
from app.domain.refusals import (
    MinutesMissingError,
    PlaceholderLeftError,
    ScanPagesDifferError,
    TextChangedMeanwhileError,
    WrongStatusError,
)
from app.domain.talk import TalkStatus
from app.domain.verdict import Outcome, Reason
from app.services.application import Application
from app.services.talk_entries import ParticipantEntry, TalkEntry
from app.signing.credentials import fingerprint_of, read_certificate
from app.signing.verify import Trust, verified
from app.store import attachments
from tests.conftest import StandingClock

RARE = "𠮷䶮𬭎㛃"
LONG_NAME = "买买提·吐尔逊·阿不都热合曼·艾山江·玉素甫·卡迪尔·努尔麦麦提·热依木·司马义·库尔班江·托合提·买买提明·阿布"


def spoken(application: Application, clock: StandingClock, said: str = "讲了三件事。") -> TalkId:
    """A talk that is over and waits to be read."""
    talks = application.talks
    people = (
        (Role.INTERVIEWEE, RARE, "清溪镇", "党委书记"),
        (Role.INTERVIEWER, "王五", "县纪委监委", "书记"),
        (Role.RECORDER, LONG_NAME, "县纪委监委", "干部"),
    )
    entry = TalkEntry(
        kind="supervision",
        subject="年度监督谈话",
        planned_at=clock.now(),
        place="三楼谈话室",
        participants=tuple(
            ParticipantEntry(role, name=name, unit_name=unit, title=title)
            for role, name, unit, title in people
        ),
    )
    talk_id, _ = talks.plan(entry)
    numbers = [p.number for p in application.prompts.current().prompts[:4]]
    talks.prepare(talk_id, tuple(numbers))
    talks.begin(talk_id)
    for answer in talks.get(talk_id).answers:
        talks.save_answer(talk_id, answer.id, said)
    clock.move(hours=1)
    talks.end(talk_id)
    return talk_id


def picture(pages: int, kind: str = "TIFF") -> bytes:
    sheets = [Image.new("L", (60, 80), 255) for _ in range(pages)]
    out = BytesIO()
    more = {"save_all": True, "append_images": sheets[1:]} if pages > 1 else {}
    sheets[0].save(out, kind, **more)
    return out.getvalue()


def test_confirmed_minutes_are_signed_archived_and_wait_for_ink(
    application: Application, clock: StandingClock
) -> None:
    talk_id = spoken(application, clock)
    changes = application.minutes.confirm(talk_id, NoProgress())
    talk = application.talks.get(talk_id)
    assert changes == Changes.TALKS | Changes.MINUTES
    assert talk.status is TalkStatus.TO_SIGN
    assert talk.text_digest == application.minutes.text(talk_id).digest()
    assert talk.minutes_pages == len(
        application.minutes.pictures(application.minutes.pdf(talk_id), 20)
    )


def test_the_signed_file_is_recognised_by_its_vault(
    application: Application, clock: StandingClock, tmp_path: Path
) -> None:
    talk_id = spoken(application, clock)
    application.minutes.confirm(talk_id, NoProgress())
    file = tmp_path / "x.pdf"
    file.write_bytes(application.minutes.pdf(talk_id))
    verdict = application.minutes.verify(file)
    assert verdict.is_genuine
    assert verdict.talk_number == application.talks.get(talk_id).number
    file.write_bytes(file.read_bytes() + b"\n")
    verdict = application.minutes.verify(file)
    assert verdict.outcome is Outcome.ALTERED
    assert Reason.NOT_IN_VAULT in verdict.reasons
    assert verdict.talk_number == ""


def test_where_the_office_wishes_it_the_words_travel_in_the_file_as_data(
    application: Application, clock: StandingClock
) -> None:
    application.settings.attach_record(True)
    talk_id = spoken(application, clock)
    application.minutes.confirm(talk_id, NoProgress())
    pdf = application.minutes.pdf(talk_id)
    with Pdf.open(BytesIO(pdf)) as opened:
        record = opened.attachments[RECORD].get_file().read_bytes()
    assert sha256(record).hexdigest() == application.talks.get(talk_id).text_digest
    assert "讲了三件事" in record.decode()
    assert claim_of(pdf).part == "3"
    assert application.minutes.verify_kept(talk_id).is_genuine


def test_a_character_no_font_has_is_refused_before_anything_changes(
    application: Application, clock: StandingClock
) -> None:
    talk_id = spoken(application, clock, "他叫\U00030000。")
    with pytest.raises(MissingGlyphError) as refusal:
        application.minutes.confirm(talk_id, NoProgress())
    assert (refusal.value.code_point, refusal.value.field) == ("U+30000", "第1问的答复")
    assert application.talks.get(talk_id).status is TalkStatus.TO_CONFIRM
    with pytest.raises(MinutesMissingError):
        application.minutes.pdf(talk_id)


def test_blanks_left_in_the_text_stop_the_confirmation(
    application: Application, clock: StandingClock
) -> None:
    talk_id = spoken(application, clock, "由某某负责。")
    with pytest.raises(PlaceholderLeftError):
        application.minutes.confirm(talk_id, NoProgress())


def test_minutes_are_confirmed_once(application: Application, clock: StandingClock) -> None:
    talk_id = spoken(application, clock)
    application.minutes.confirm(talk_id, NoProgress())
    first = application.minutes.pdf(talk_id)
    with pytest.raises(WrongStatusError):
        application.minutes.confirm(talk_id, NoProgress())
    assert application.minutes.pdf(talk_id) == first


class Meddler:
    """Progress that does something else while the minutes are being made."""

    def __init__(self, meddle: Callable[[], object]) -> None:
        self._meddle = meddle

    def step(self, done: int, _total: int) -> None:
        if done == 3:
            self._meddle()


def stored_files(application: Application) -> list[Path]:
    folder = application.folder / "attachments"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_a_correction_made_meanwhile_stops_the_confirmation(
    application: Application, clock: StandingClock
) -> None:
    talk_id = spoken(application, clock)
    answer = application.talks.get(talk_id).answers[0]
    meddler = Meddler(lambda: application.talks.correct(talk_id, answer.id, "讲了四件事。"))
    with pytest.raises(TextChangedMeanwhileError):
        application.minutes.confirm(talk_id, meddler)
    assert application.talks.get(talk_id).status is TalkStatus.TO_CONFIRM
    assert stored_files(application) == []
    application.minutes.confirm(talk_id, NoProgress())
    assert len(stored_files(application)) == 1


def test_a_confirmation_that_is_cancelled_leaves_nothing(
    application: Application, clock: StandingClock
) -> None:
    def cancel() -> None:
        raise CancelledError

    talk_id = spoken(application, clock)
    with pytest.raises(CancelledError):
        application.minutes.confirm(talk_id, Meddler(cancel))
    assert application.talks.get(talk_id).status is TalkStatus.TO_CONFIRM
    assert stored_files(application) == []


def test_the_exported_certificate_is_the_one_that_signs(
    application: Application, clock: StandingClock
) -> None:
    talk_id = spoken(application, clock)
    application.minutes.confirm(talk_id, NoProgress())
    certificate = read_certificate(application.minutes.certificate())
    trust = Trust(frozenset([fingerprint_of(certificate)]))
    assert verified(application.minutes.pdf(talk_id), trust, clock.now()).is_genuine


def test_names_stand_in_no_file_outside_the_vault(
    application: Application, clock: StandingClock
) -> None:
    talk_id = spoken(application, clock)
    application.minutes.confirm(talk_id, NoProgress())
    for path in stored_files(application):
        content = path.read_bytes()
        assert b"%PDF" not in content
        assert RARE.encode() not in content


def test_without_the_office_certificate_nothing_is_signed(
    application: Application, clock: StandingClock
) -> None:
    talk_id = spoken(application, clock)
    with application.session.vault.transaction() as connection:
        connection.execute("DELETE FROM credential WHERE purpose = 'signing.certificate'")
    with pytest.raises(CertificateMissingError):
        application.minutes.confirm(talk_id, NoProgress())


def test_a_draft_says_so_and_is_not_kept(application: Application, clock: StandingClock) -> None:
    talk_id = spoken(application, clock)
    assert application.minutes.draft(talk_id).startswith(b"%PDF-1.7")
    with application.session.vault.reading() as connection:
        assert attachments.of(connection, talk_id) == []


def test_a_scan_with_every_page_makes_the_talk_signed(
    application: Application, clock: StandingClock, tmp_path: Path
) -> None:
    talk_id = spoken(application, clock)
    application.minutes.confirm(talk_id, NoProgress())
    pages = application.talks.get(talk_id).minutes_pages
    scan = tmp_path / "scan.tif"
    scan.write_bytes(picture(pages + 1))
    with pytest.raises(ScanPagesDifferError):
        application.minutes.attach_scan(talk_id, scan)
    scan.write_bytes(picture(pages))
    application.minutes.attach_scan(talk_id, scan)
    assert application.talks.get(talk_id).status is TalkStatus.SIGNED
    with application.session.vault.reading() as connection:
        kept = attachments.newest(connection, talk_id, Purpose.SCAN)
    assert kept is not None
    assert (kept.media_type, kept.pages, kept.title) == ("image/tiff", pages, "签字扫描件")
    application.talks.seal(talk_id)


def test_a_scan_of_one_file_for_each_page_is_bound_in_order(
    application: Application, clock: StandingClock, tmp_path: Path
) -> None:
    talk_id = spoken(application, clock)
    application.minutes.confirm(talk_id, NoProgress())
    pages = application.talks.get(talk_id).minutes_pages
    files = [tmp_path / f"{number}.jpg" for number in range(pages)]
    for file in files:
        file.write_bytes(picture(1, "JPEG"))
    with pytest.raises(ScanPagesDifferError):
        application.minutes.attach_scan(talk_id, *files, files[0])
    application.minutes.attach_scan(talk_id, *files)
    with application.session.vault.reading() as connection:
        kept = attachments.newest(connection, talk_id, Purpose.SCAN)
    assert kept is not None
    assert (kept.media_type, kept.pages) == ("application/pdf", pages)
    assert application.talks.get(talk_id).status is TalkStatus.SIGNED


def test_a_file_that_is_no_scan_changes_nothing(
    application: Application, clock: StandingClock, tmp_path: Path
) -> None:
    talk_id = spoken(application, clock)
    application.minutes.confirm(talk_id, NoProgress())
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"no picture at all")
    with pytest.raises(ScanUnreadableError):
        application.minutes.attach_scan(talk_id, scan)
    assert application.talks.get(talk_id).status is TalkStatus.TO_SIGN
