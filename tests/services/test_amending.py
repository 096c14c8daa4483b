"""A sealed record that turns out wrong: what stands beside it, and that it itself never changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.amendment import AmendedLine, AmendmentEntry
from app.domain.attachment import Purpose
from app.domain.check_errors import (
    AmendmentEmptyError,
    AmendmentQuoteError,
    AmendmentSameError,
    NotSealedYetError,
)
from app.domain.copies import CopyWay, CopyWish
from app.domain.ids import TalkId
from app.domain.progress import NoProgress
from app.domain.record_text import answer_key
from app.domain.refusals import ReasonMissingError
from app.services.application import Application
from app.signing.verify import Trust, verified
from app.store import attachments
from tests.conftest import StandingClock
from tests.services.test_minutes import spoken


@pytest.fixture
def sealed(application: Application, clock: StandingClock) -> TalkId:
    talk_id = spoken(application, clock, "办结3件，还有2件。")
    application.minutes.confirm(talk_id, NoProgress())
    application.talks.note_refusal_and_sign(talk_id, "拒签，两人在场。")
    application.talks.seal(talk_id)
    clock.move(days=3)
    return talk_id


def entry(
    application: Application, talk_id: TalkId, was: str = "3件", should: str = "4件"
) -> AmendmentEntry:
    place = answer_key(application.talks.get(talk_id).answers[0].id)
    return AmendmentEntry("会后核对台账，数字写少了一件。", (AmendedLine(place, was, should),))


def test_an_amendment_stands_beside_the_record_and_leaves_it_as_it_is(
    application: Application, sealed: TalkId
) -> None:
    talk, minutes = application.talks.get(sealed), application.minutes.pdf(sealed)
    verdict = application.minutes.verify_kept(sealed)
    amendment_id, _ = application.amending.amend(sealed, entry(application, sealed), NoProgress())
    (kept,) = application.amending.of(sealed)
    assert (kept.id, kept.serial) == (amendment_id, 1)
    (line,) = kept.lines
    assert (line.label, line.was, line.should) == ("第1问的答复", "3件", "4件")
    assert application.talks.get(sealed) == talk
    assert application.minutes.pdf(sealed) == minutes
    assert application.minutes.verify_kept(sealed) == verdict
    assert verdict.is_genuine


def test_the_signed_amendment_is_recognised_as_ours(
    application: Application, sealed: TalkId, tmp_path: Path
) -> None:
    application.amending.amend(sealed, entry(application, sealed), NoProgress())
    file = tmp_path / "copy.pdf"
    original = application.copies.amendment_original(sealed, 1)
    application.copies.export(original, CopyWay.ORIGINAL, CopyWish(), file)
    verdict = application.minutes.verify(file)
    assert verdict.is_genuine
    assert verdict.talk_number == application.talks.get(sealed).number
    elsewhere = Trust(frozenset([application.minutes.fingerprint()]))
    assert verified(file.read_bytes(), elsewhere, verdict.signatures[0].signed_at).is_genuine
    file.write_bytes(file.read_bytes() + b" ")
    assert not application.minutes.verify(file).is_genuine


def test_several_follow_one_another_and_the_later_may_quote_the_earlier(
    application: Application, sealed: TalkId
) -> None:
    application.amending.amend(sealed, entry(application, sealed), NoProgress())
    application.amending.amend(sealed, entry(application, sealed, "4件", "5件"), NoProgress())
    assert [one.serial for one in application.amending.of(sealed)] == [1, 2]
    first, second = (application.amending.pdf(sealed, n) for n in (1, 2))
    assert first != second
    with application.session.vault.reading() as connection:
        kept = [a.purpose for a in attachments.of(connection, sealed)]
    assert kept.count(Purpose.AMENDMENT) == 2


def test_something_can_be_added_and_struck_out(application: Application, sealed: TalkId) -> None:
    place = answer_key(application.talks.get(sealed).answers[0].id)
    lines = (AmendedLine(place, "", "补充：已公示。"), AmendedLine(place, "，还有2件", ""))
    application.amending.amend(sealed, AmendmentEntry("漏记。", lines), NoProgress())
    assert len(application.amending.of(sealed)[0].lines) == 2


def test_what_an_amendment_must_say(application: Application, sealed: TalkId) -> None:
    amending, good = application.amending, entry(application, sealed)
    refused = (
        (AmendmentEntry(" ", good.lines), ReasonMissingError),
        (AmendmentEntry("漏了", ()), AmendmentEmptyError),
        (entry(application, sealed, "6件"), AmendmentQuoteError),
        (entry(application, sealed, "3件", " 3件"), AmendmentSameError),
        (AmendmentEntry("漏了", (AmendedLine("answer:nobody", "", "有"),)), AmendmentQuoteError),
    )
    for wanted, error in refused:
        with pytest.raises(error):
            amending.amend(sealed, wanted, NoProgress())
    assert amending.of(sealed) == ()
    assert amending.draft(sealed, good).startswith(b"%PDF")
    assert amending.of(sealed) == ()


def test_what_is_not_sealed_is_corrected_instead(
    application: Application, clock: StandingClock
) -> None:
    talk_id = spoken(application, clock, "办结3件。")
    with pytest.raises(NotSealedYetError):
        application.amending.amend(talk_id, entry(application, talk_id), NoProgress())
