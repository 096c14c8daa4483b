"""Attachments, their names and what was taken away come out of a damaged vault with the talk."""

from __future__ import annotations

from app.domain.attachment import Purpose
from app.domain.progress import NoProgress
from app.services.attaching import Brought
from app.services.salvage import Salvage
from tests import brought
from tests.conftest import PASSPHRASE
from tests.faults.ground import made


def test_attachments_are_rescued_with_their_names_and_the_reasons(tmp_path):
    ground = made(tmp_path / "office", planned=1, sealed=0)
    application = ground.unlock()
    attaching = application.attaching
    talk_id = application.talks.page()[0].id
    for name, content in (("台账.pdf", brought.pdf()), ("录音.wav", brought.wav())):
        (tmp_path / name).write_bytes(content)
        taken = attaching.take(Brought.file(tmp_path / name), NoProgress())
        attaching.keep(talk_id, taken, Purpose.EVIDENCE)
    sheet = next(kept for kept in attaching.of(talk_id).items if kept.pages)
    sound = next(kept for kept in attaching.of(talk_id).items if not kept.pages)
    attaching.rename(sheet.id, "第一季度台账")
    attaching.remove(sound.id, "附错了谈话")
    before = attaching.of(talk_id)
    application.lock()
    access, target = ground.access(), tmp_path / "saved"
    salvage = Salvage(access.preferences, access.clock)
    report = salvage.rescue(ground.folder, PASSPHRASE, target, NoProgress())
    assert report.strays == ()
    application = access.unlock(target, PASSPHRASE, NoProgress())
    try:
        found = application.attaching.of(talk_id)
        assert found == before
        assert [gone.reason for gone in found.removals] == ["附错了谈话"]
        assert application.attaching.page(found.items[0], 1).width == 602
    finally:
        application.lock()
