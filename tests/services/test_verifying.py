"""A vault knows its own signed files: who signed, what was waived, which is the newest of a talk."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.documents import archive
from app.documents.pictures import text_of
from app.domain.errors import FileUnreadableError, FolderUnusableError
from app.domain.ids import TalkId
from app.domain.progress import NoProgress
from app.domain.signer import SigningKey
from app.domain.verdict import Examined, Outcome, Reason, Verdict
from app.services.application import Application
from app.services.verifying_files import each_examined, names_of, pdfs_in
from tests.conftest import StandingClock
from tests.services.test_hand_signing import INTERVIEWER, OBJECT, a_hand, frozen
from tests.signing.conftest import new_office
from tests.signing.several import Signers, own_key


def signed_minutes(
    application: Application, clock: StandingClock
) -> tuple[TalkId, SigningKey, list[bytes]]:
    """Minutes of two fields, as they were after each signature."""
    talk_id = frozen(application, clock, OBJECT, INTERVIEWER)
    signer, _ = application.signers.make_own("周小雨")
    key = SigningKey(signer.id)
    revisions = [application.minutes.pdf(talk_id)]
    for field, ink in ((OBJECT, a_hand()), (INTERVIEWER, None)):
        application.hand_signing.sign(talk_id, field, key, ink, NoProgress())
        revisions.append(application.minutes.pdf(talk_id))
    return talk_id, key, revisions


def judge(application: Application, content: bytes) -> Verdict:
    return application.verifying.verdict_on(content)


def test_a_vault_tells_who_signed_and_which_revision_it_is(
    application: Application, clock: StandingClock, tmp_path: Path
) -> None:
    talk_id, key, revisions = signed_minutes(application, clock)
    verdict = judge(application, revisions[-1])
    assert_names_are_told(application, talk_id, verdict)
    for earlier in revisions[:-1]:
        assert_is_not_the_whole(judge(application, earlier))
    assert_a_forger_is_not_believed(application, revisions[1])
    spoiled = judge(application, revisions[-1] + b"more")
    assert_is_told_on_paper(application, verdict, spoiled, tmp_path)
    application.signers.retire(key.signer_id)
    application.signers.renew_office()
    assert judge(application, revisions[-1]).is_genuine
    again = application.minutes.pdf(frozen(application, clock))
    assert judge(application, again).is_genuine
    assert application.minutes.verify_kept(talk_id).is_genuine


def assert_names_are_told(application: Application, talk_id: TalkId, verdict: Verdict) -> None:
    assert verdict.outcome is Outcome.GENUINE
    assert verdict.talk_number == application.talks.get(talk_id).number
    assert [(one.field, one.name, one.has_ink) for one in verdict.signatures] == [
        ("谈话单位", application.settings.office().name, False),
        ("谈话对象", "周小雨", True),
        ("主谈人", "周小雨", False),
    ]
    assert application.minutes.verify_kept(talk_id) == verdict


def assert_is_not_the_whole(verdict: Verdict) -> None:
    assert verdict.outcome is Outcome.INCOMPLETE
    assert verdict.reasons == (Reason.FIELD_UNSIGNED, Reason.NEWER_IN_VAULT)
    assert verdict.talk_number


def assert_a_forger_is_not_believed(application: Application, before_the_last: bytes) -> None:
    """Whoever gets the file before the last signature cannot put in his own."""
    forger = Signers(new_office(), ())
    verdict = judge(application, forger.add(before_the_last, INTERVIEWER.value, own_key()))
    assert verdict.outcome is Outcome.FOREIGN
    assert set(verdict.reasons) == {Reason.CERTIFICATE_UNKNOWN, Reason.NOT_IN_VAULT}
    assert verdict.signatures[-1].name == ""


def assert_is_told_on_paper(
    application: Application, verdict: Verdict, spoiled: Verdict, folder: Path
) -> None:
    good, bad = Examined("甲.pdf", verdict), Examined("乙.pdf", spoiled)
    sheet = application.verifying.sheet([good])
    archive.check(sheet)
    text = "".join(text_of(sheet))
    for said in ("签名核验单", "原件，没有被改动过", "密钥属于：周小雨，有手写笔迹", "谈心簿 "):
        assert said in text
    summary = "".join(text_of(application.verifying.sheet([good, bad])))
    assert "共 2 份：原件 1 份，被改动过 1 份" in summary
    assert application.verifying.save(sheet, folder / "sheet.pdf").read_bytes() == sheet
    with pytest.raises(FolderUnusableError):
        application.verifying.save(sheet, folder / "gone" / "sheet.pdf")


def test_a_waived_field_is_told_and_asked_for_no_more(
    application: Application, clock: StandingClock
) -> None:
    talk_id = frozen(application, clock, OBJECT, INTERVIEWER)
    pdf = application.minutes.pdf(talk_id)
    assert judge(application, pdf).reasons == (Reason.FIELD_UNSIGNED,)
    application.hand_signing.waive(talk_id, OBJECT, "本人只在纸上签名")
    verdict = judge(application, pdf)
    assert verdict.reasons == (Reason.FIELD_UNSIGNED,)
    assert (verdict.open_fields, verdict.waived) == (("谈话对象", "主谈人"), ("谈话对象",))
    application.hand_signing.waive(talk_id, INTERVIEWER, "钥匙不在")
    assert judge(application, pdf).is_genuine


def test_a_folder_is_looked_through_and_what_cannot_be_opened_does_not_end_it(
    application: Application, clock: StandingClock, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.PDF").write_bytes(application.minutes.pdf(frozen(application, clock)))
    with (tmp_path / "huge.pdf").open("wb") as huge:
        huge.truncate(1 << 30)
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "x.PDF").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "note.txt").write_text("不看")
    paths = pdfs_in(tmp_path)
    assert [path.name for path in paths] == ["x.PDF", "huge.pdf", "x.PDF"]
    found = each_examined(paths, application.verifying.verify, NoProgress())
    assert [one.outcome for one in found] == [
        Outcome.GENUINE,
        Outcome.UNREADABLE,
        Outcome.UNREADABLE,
    ]
    assert found[1].verdict is None
    assert names_of(paths) == ("a/x.PDF", "huge.pdf", f"{tmp_path.name}/x.PDF")
    with pytest.raises(FileUnreadableError):
        pdfs_in(tmp_path / "gone")
