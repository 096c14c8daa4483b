"""Persons sign minutes electronically, beside the paper: in a real vault, with real keys."""

from __future__ import annotations

import atexit
import math
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from app import bootstrap
from app.domain.attachment import Purpose
from app.domain.changes import Changes
from app.domain.errors import FileUnreadableError
from app.domain.holders import HolderRole
from app.domain.ids import AttachmentId, TalkId
from app.domain.people import Role
from app.domain.progress import CancelledError, NoProgress
from app.domain.refusals import ReasonMissingError, TalkSealedError, WrongStatusError
from app.domain.signer import Ink, InkPoint, SignatureField, SigningKey
from app.domain.signer_errors import (
    CertificateExpiredError,
    CertificateNotYetError,
    FieldClosedError,
    FieldsOpenError,
    FieldTurnError,
    FieldUnknownError,
    SignatureDoubtedError,
    SignedMeanwhileError,
    SignerKeyDiffersError,
    SignerRetiredError,
    SigningFilePassphraseError,
    SigningKeyMissingError,
    TokenMissingError,
    TokenPinError,
)
from app.domain.talk import TalkStatus
from app.domain.vault_errors import RoleRefusedError
from app.domain.verdict import Reason
from app.services.access import Access
from app.services.application import Application
from app.services.new_vault import NewVault
from app.services.opened_keys import OWN_KEY
from app.services.talk_entries import ParticipantEntry, TalkEntry
from app.signing.verify import Trust, verified
from app.store import attachments
from tests.conftest import CHEAP, PASSPHRASE, StandingClock, unlocked_copy
from tests.documents.paper import tool
from tests.services.test_minutes import RARE, picture, spoken
from tests.signing.conftest import new_office
from tests.signing.soft_token import PIN, certificate_of, new_key, soft_token
from tests.signing.test_hands import with_fields
from tests.signing.test_pkcs12 import WORDS, a_file

OBJECT, RECORDER, INTERVIEWER = (
    SignatureField.INTERVIEWEE,
    SignatureField.RECORDER,
    SignatureField.INTERVIEWER,
)
ALL = (OBJECT, RECORDER, INTERVIEWER)
STILL_OPEN = (Reason.FIELD_UNSIGNED,)


def a_hand() -> Ink:
    """Two strokes, pressed harder in the middle."""
    first = tuple(
        InkPoint(0.1 + n / 60, 0.2 + 0.05 * math.sin(n / 4), n % 20 / 20) for n in range(40)
    )
    return Ink((first, (InkPoint(0.5, 0.1, 0.9), InkPoint(0.45, 0.3, 0.4))), 1 / 3)


@cache
def _frozen_once() -> tuple[Path, TalkId]:
    """A vault with a talk whose minutes wait for two signatures; setting a document costs much."""
    home = Path(tempfile.mkdtemp(prefix="made"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    clock = StandingClock()
    new = NewVault(home / "vault", PASSPHRASE, PASSPHRASE, "清河县纪委监委", "李明")
    application = unlocked_copy(bootstrap.access(home / "preferences", clock, CHEAP), new)
    talk_id = frozen(application, clock, INTERVIEWER, OBJECT)
    application.lock()
    return home / "vault", talk_id


@pytest.fixture
def with_two_fields(
    access: Access, new_vault: NewVault, clock: StandingClock
) -> Iterator[tuple[Application, TalkId]]:
    """A copy of that vault, opened two hours later."""
    folder, talk_id = _frozen_once()
    shutil.copytree(folder, new_vault.folder)
    clock.move(hours=2)
    application = access.unlock(new_vault.folder, PASSPHRASE, NoProgress())
    yield application, talk_id
    application.lock()


def frozen(application: Application, clock: StandingClock, *fields: SignatureField) -> TalkId:
    talk_id = spoken(application, clock)
    application.minutes.confirm(talk_id, NoProgress(), fields)
    return talk_id


def own_key(application: Application, name: str = "王五") -> SigningKey:
    signer, changes = application.signers.make_own(name)
    assert changes == Changes.SIGNERS
    return SigningKey(signer.id)


def judge(application: Application, pdf: bytes):
    trust = Trust(
        frozenset([application.signers.office().facts.fingerprint]),
        persons=frozenset(one.fingerprint for one in application.signers.all()),
    )
    return verified(pdf, trust, application.session.trail.clock.now())


def test_three_persons_sign_behind_the_office(
    application: Application, clock: StandingClock, tmp_path: Path
) -> None:
    talk_id = frozen(application, clock, *ALL)
    revisions = [application.minutes.pdf(talk_id)]
    key = own_key(application)
    trail = replace(application.session.trail, role=HolderRole.RECORDER)
    signing = replace(application.hand_signing, trail=trail)
    for field in ALL:
        clock.move(hours=-1)  # set back: the newer file counts all the same
        assert application.hand_signing.fields(talk_id)[ALL.index(field)].is_open
        ink = a_hand() if field is OBJECT else None
        changes = signing.sign(talk_id, field, key, ink, NoProgress())
        assert changes == Changes.TALKS | Changes.MINUTES
        revisions.append(application.minutes.pdf(talk_id))
        assert revisions[-1].startswith(revisions[-2])
    states = application.hand_signing.fields(talk_id)
    assert [state.has_ink for state in states] == [True, False, False]
    assert {state.fingerprint for state in states} == {application.signers.all()[0].fingerprint}
    verdict = judge(application, revisions[-1])
    assert verdict.reasons == ()
    assert [one.field for one in verdict.signatures] == ["谈话单位", *(f.value for f in ALL)]
    assert verdict.signatures[-1].locks
    file = tmp_path / "signed.pdf"
    file.write_bytes(revisions[-1])
    said = tool("pdfsig", file)
    assert said.count("Signature is Valid") == 4
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", file)


def test_only_the_chosen_fields_stand_in_the_file(
    with_two_fields: tuple[Application, TalkId],
) -> None:
    application, talk_id = with_two_fields
    states = application.hand_signing.fields(talk_id)
    assert [state.field for state in states] == [OBJECT, INTERVIEWER]
    assert [state.who for state in states] == [RARE, "王五"]
    assert judge(application, application.minutes.pdf(talk_id)).open_fields == (
        "谈话对象",
        "主谈人",
    )
    with pytest.raises(FieldUnknownError):
        application.hand_signing.sign(talk_id, RECORDER, own_key(application), None, NoProgress())


def test_fields_are_signed_in_their_order_and_once(
    with_two_fields: tuple[Application, TalkId],
) -> None:
    application, talk_id = with_two_fields
    key, signing = own_key(application), application.hand_signing
    with pytest.raises(FieldTurnError) as turn:
        signing.sign(talk_id, INTERVIEWER, key, None, NoProgress())
    assert (turn.value.field, turn.value.first) == ("主谈人", "谈话对象")
    signing.sign(talk_id, OBJECT, key, None, NoProgress())
    with pytest.raises(FieldClosedError):
        signing.sign(talk_id, OBJECT, key, None, NoProgress())
    with pytest.raises(FieldClosedError):
        signing.waive(talk_id, OBJECT, "已经签了")


def test_an_open_field_keeps_the_talk_from_being_sealed_until_it_is_waived(
    with_two_fields: tuple[Application, TalkId], clock: StandingClock, tmp_path: Path
) -> None:
    application, talk_id = with_two_fields
    scan = tmp_path / "scan.tiff"
    scan.write_bytes(picture(application.talks.get(talk_id).minutes_pages))
    application.minutes.attach_scan(talk_id, scan)
    with pytest.raises(FieldsOpenError) as refusal:
        application.talks.seal(talk_id)
    assert refusal.value.fields == "谈话对象、主谈人"
    with pytest.raises(ReasonMissingError):
        application.hand_signing.waive(talk_id, OBJECT, " ")
    application.hand_signing.waive(talk_id, OBJECT, "本人只在纸上签名")
    application.hand_signing.sign(talk_id, INTERVIEWER, own_key(application), None, NoProgress())
    application.talks.seal(talk_id)
    with pytest.raises(TalkSealedError):
        application.hand_signing.waive(talk_id, INTERVIEWER, "太晚")
    (waived, signed) = application.hand_signing.fields(talk_id)
    assert (waived.waived, waived.signed_at) == ("本人只在纸上签名", None)
    assert signed.signed_at == clock.now()
    verdict = judge(application, application.minutes.pdf(talk_id))
    assert (verdict.reasons, verdict.open_fields) == ((Reason.FIELD_UNSIGNED,), ("谈话对象",))


def test_before_the_text_is_frozen_nobody_signs(
    application: Application, clock: StandingClock
) -> None:
    talk_id = spoken(application, clock)
    with pytest.raises(WrongStatusError):
        application.hand_signing.sign(talk_id, OBJECT, own_key(application), None, NoProgress())


def test_a_collective_talk_is_not_signed_by_those_who_came(
    application: Application, clock: StandingClock
) -> None:
    assert application.talks.get(spoken(application, clock)).kind == "supervision"
    talk_id = collective(application, clock)
    assert application.signers.offered_fields(talk_id) == (RECORDER, INTERVIEWER)
    with pytest.raises(FieldUnknownError):
        application.minutes.confirm(talk_id, NoProgress(), (OBJECT,))
    assert application.talks.get(talk_id).status is TalkStatus.TO_CONFIRM
    application.minutes.confirm(talk_id, NoProgress(), (RECORDER,))
    key = own_key(application, "赵六")
    application.hand_signing.sign(talk_id, RECORDER, key, None, NoProgress())
    assert judge(application, application.minutes.pdf(talk_id)).reasons == ()


class Meddler:
    """Progress that does something else while a signature is being made."""

    def __init__(self, meddle: Callable[[], object], at: int = 3) -> None:
        self._meddle, self._at = meddle, at

    def step(self, done: int, _total: int) -> None:
        if done == self._at:
            self._meddle()


def test_a_signature_given_in_between_is_not_lost(
    with_two_fields: tuple[Application, TalkId],
) -> None:
    application, talk_id = with_two_fields
    key, signing = own_key(application), application.hand_signing
    other = Meddler(lambda: signing.sign(talk_id, OBJECT, key, None, NoProgress()))
    with pytest.raises(SignedMeanwhileError):
        signing.sign(talk_id, OBJECT, key, None, other)
    assert len(kept_minutes(application, talk_id)) == 2
    assert len(judge(application, application.minutes.pdf(talk_id)).signatures) == 2


def test_a_signature_that_is_cancelled_leaves_nothing(
    with_two_fields: tuple[Application, TalkId],
) -> None:
    application, talk_id = with_two_fields
    before = application.minutes.pdf(talk_id)

    def stop() -> None:
        raise CancelledError

    for step in (1, 4):
        with pytest.raises(CancelledError):
            application.hand_signing.sign(
                talk_id, OBJECT, own_key(application, f"第{step}人"), None, Meddler(stop, step)
            )
    assert application.minutes.pdf(talk_id) == before
    assert application.hand_signing.fields(talk_id)[0].is_open
    assert len(list((application.folder / "attachments").iterdir())) == 1


def test_retired_keys_and_expired_certificates_sign_nothing(
    with_two_fields: tuple[Application, TalkId], clock: StandingClock
) -> None:
    application, talk_id = with_two_fields
    key = own_key(application)
    application.signers.retire(key.signer_id)
    with pytest.raises(SignerRetiredError):
        application.hand_signing.sign(talk_id, OBJECT, key, None, NoProgress())
    later = own_key(application, "赵六")
    clock.move(days=4000)
    with pytest.raises(CertificateExpiredError) as refusal:
        application.hand_signing.sign(talk_id, OBJECT, later, None, NoProgress())
    assert refusal.value.name == "赵六"
    clock.move(days=-5000)
    with pytest.raises(CertificateNotYetError):
        application.hand_signing.sign(talk_id, OBJECT, later, None, NoProgress())
    assert application.hand_signing.fields(talk_id)[0].is_open


def test_nothing_is_signed_behind_what_does_not_verify(
    with_two_fields: tuple[Application, TalkId], clock: StandingClock
) -> None:
    """Somebody put minutes of another office into the vault: it is found before it is kept."""
    application, talk_id = with_two_fields
    altered = with_fields(new_office(), OBJECT.value, INTERVIEWER.value)
    with application.session.vault.reading() as connection:
        found = attachments.newest(connection, talk_id, Purpose.MINUTES)
    file = application.session.files.write(altered)
    assert found is not None
    with application.session.vault.transaction() as connection:
        forged = replace(
            found,
            id=AttachmentId(file.id),
            size=file.size,
            sha256=file.sha256,
            made_at=clock.now(),
        )
        attachments.add(connection, forged)
    with pytest.raises(SignatureDoubtedError) as refusal:
        application.hand_signing.sign(talk_id, OBJECT, own_key(application), None, NoProgress())
    assert refusal.value.rule == Reason.CERTIFICATE_UNKNOWN.value
    assert application.minutes.pdf(talk_id) == altered
    assert application.hand_signing.fields(talk_id)[0].is_open


def test_a_key_that_a_damaged_vault_lost_is_told(
    with_two_fields: tuple[Application, TalkId],
) -> None:
    application, talk_id = with_two_fields
    key = own_key(application)
    with application.session.vault.transaction() as connection:
        connection.execute("DELETE FROM credential WHERE purpose = ?", (OWN_KEY + key.signer_id,))
    with pytest.raises(SigningKeyMissingError):
        application.hand_signing.sign(talk_id, OBJECT, key, None, NoProgress())


def test_the_office_signs_nothing_with_an_expired_certificate_until_it_is_renewed(
    application: Application, clock: StandingClock
) -> None:
    early = frozen(application, clock)
    assert application.hand_signing.fields(early) == ()  # paper alone
    assert application.signers.offered_fields(early) == ALL
    clock.move(days=31 * 365)
    late = spoken(application, clock)
    with pytest.raises(CertificateExpiredError):
        application.minutes.confirm(late, NoProgress())
    assert application.talks.get(late).status is TalkStatus.TO_CONFIRM
    application.signers.renew_office()
    application.minutes.confirm(late, NoProgress())
    for talk_id in (early, late):
        assert application.minutes.verify_kept(talk_id).is_genuine


def test_a_key_file_signs_with_its_passphrase_and_is_asked_each_time(
    with_two_fields: tuple[Application, TalkId], tmp_path: Path
) -> None:
    application, talk_id = with_two_fields
    path = tmp_path / "王五.p12"
    key = new_key("rsa2048")
    path.write_bytes(a_file(key, certificate_of(key)))
    signer, _ = application.signers.add_file("王五", path, WORDS)
    with pytest.raises(SigningFilePassphraseError):
        application.hand_signing.sign(
            talk_id, OBJECT, SigningKey(signer.id, "别的口令"), None, NoProgress()
        )
    signing = SigningKey(signer.id, WORDS)
    assert WORDS not in repr(signing)
    path.rename(tmp_path / "away.p12")
    with pytest.raises(FileUnreadableError):
        application.hand_signing.sign(talk_id, OBJECT, signing, None, NoProgress())
    other = new_key("p256")
    path.write_bytes(a_file(other, certificate_of(other)))
    with pytest.raises(SignerKeyDiffersError):
        application.hand_signing.sign(talk_id, OBJECT, signing, None, NoProgress())
    (tmp_path / "away.p12").replace(path)
    application.hand_signing.sign(talk_id, OBJECT, signing, None, NoProgress())
    verdict = judge(application, application.minutes.pdf(talk_id))
    assert (verdict.reasons, verdict.signatures[-1].method) == (STILL_OPEN, "RSA 2048，SHA-256")


def test_a_token_signs_with_its_pin(
    with_two_fields: tuple[Application, TalkId], tmp_path: Path
) -> None:
    application, talk_id = with_two_fields
    with soft_token(tmp_path / "token") as token:
        token.add_key(key := new_key("p256"), "签名", certificate_of(key))
        signer, _ = application.signers.add_token("王五", token.module, token.serial, PIN)
        with pytest.raises(TokenPinError):
            application.hand_signing.sign(
                talk_id, OBJECT, SigningKey(signer.id, "000000"), None, NoProgress()
            )
        signing = SigningKey(signer.id, PIN)
        application.hand_signing.sign(talk_id, OBJECT, signing, None, NoProgress())
        assert judge(application, application.minutes.pdf(talk_id)).reasons == STILL_OPEN


def test_a_token_that_is_gone_signs_nothing(
    with_two_fields: tuple[Application, TalkId], tmp_path: Path
) -> None:
    application, talk_id = with_two_fields
    with soft_token(tmp_path / "token") as token:
        token.add_key(key := new_key("p256"), "签名", certificate_of(key))
        signer, _ = application.signers.add_token("王五", token.module, token.serial, PIN)
    with soft_token(tmp_path / "other"), pytest.raises(TokenMissingError):
        application.hand_signing.sign(
            talk_id, OBJECT, SigningKey(signer.id, PIN), None, NoProgress()
        )
    assert application.hand_signing.fields(talk_id)[0].is_open


def test_the_appearance_says_whose_key_it_was_and_whose_clock(
    with_two_fields: tuple[Application, TalkId], tmp_path: Path
) -> None:
    application, talk_id = with_two_fields
    key = own_key(application, "赵六")
    file = tmp_path / "look.pdf"
    file.write_bytes(application.hand_signing.preview(talk_id, OBJECT, key.signer_id, a_hand()))
    seen = tool("pdftotext", file, "-").replace("\n", "")
    assert f"{RARE}手写笔迹" in seen
    assert "以赵六的证书" in seen
    assert "本机时间（未经第三方时间戳）" in seen
    assert "不代替纸面签名" in seen
    assert application.hand_signing.fields(talk_id)[0].is_open


def test_an_auditor_signs_nothing_and_a_recorder_makes_no_keys(
    with_two_fields: tuple[Application, TalkId],
) -> None:
    application, talk_id = with_two_fields
    key = own_key(application)
    trail = application.session.trail
    audits = replace(application.hand_signing, trail=replace(trail, role=HolderRole.AUDITOR))
    with pytest.raises(RoleRefusedError):
        audits.sign(talk_id, OBJECT, key, None, NoProgress())
    records = replace(trail, role=HolderRole.RECORDER)
    with pytest.raises(RoleRefusedError):
        replace(application.signers, trail=records).make_own("自己")


def collective(application: Application, clock: StandingClock) -> TalkId:
    """A talk with two heads at once that is over and waits to be read."""
    people = (
        (Role.INTERVIEWEE, "张三", "党委书记"),
        (Role.INTERVIEWEE, "李四", "镇长"),
        (Role.INTERVIEWER, "王五", "书记"),
        (Role.RECORDER, "赵六", "干部"),
    )
    entry = TalkEntry(
        kind="collective_summons",
        subject="集体约谈",
        planned_at=clock.now(),
        place="三楼会议室",
        participants=tuple(
            ParticipantEntry(role, name=name, unit_name="清溪镇", title=title)
            for role, name, title in people
        ),
    )
    talks = application.talks
    talk_id, _ = talks.plan(entry)
    talks.prepare(talk_id, (application.prompts.current().prompts[0].number,))
    talks.begin(talk_id)
    (answer,) = talks.get(talk_id).answers
    talks.save_answer(talk_id, answer.id, "讲了三件事。")
    clock.move(hours=1)
    talks.end(talk_id)
    return talk_id


def kept_minutes(application: Application, talk_id: TalkId) -> list[str]:
    with application.session.vault.reading() as connection:
        found = attachments.of(connection, talk_id)
    return [one.sha256 for one in found if one.purpose is Purpose.MINUTES]
