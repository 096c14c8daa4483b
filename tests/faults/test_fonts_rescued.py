"""In which fonts papers were set, and which the office chose, come out of a damaged vault too."""

from __future__ import annotations

from pathlib import Path

from app.domain.attachment import Purpose
from app.domain.progress import NoProgress
from app.domain.typefaces import CARRIED, FontRole
from app.services.application import Application
from app.services.salvage import Salvage
from app.services.typefaces import Typefaces
from app.store import attachments, set_in
from tests.conftest import PASSPHRASE
from tests.documents.font_smith import smithed
from tests.faults.ground import made


def fonts_kept(application: Application) -> list[tuple[str, ...]]:
    vault = application.typefaces.vault
    found = []
    for talk in application.talks.page():
        with vault.reading() as connection:
            kept = attachments.newest(connection, talk.id, Purpose.MINUTES)
            found += [set_in.of(connection, kept.id)] if kept else []
    return found


def test_the_fonts_of_papers_are_rescued_with_them(tmp_path: Path):
    ground = made(tmp_path / "office", planned=0, sealed=1)
    application = ground.unlock()
    smithed(tmp_path / "SIMFANG.TTF")
    own = application.typefaces
    (font,) = Typefaces(own.vault, own.trail, (tmp_path,)).offered(NoProgress())
    own.choose(CARRIED.with_face(FontRole.BODY, font.face))
    (told,) = fonts_kept(application)
    assert "NotoSerifSC-Regular 2.003" in told
    application.lock()
    access, target = ground.access(), tmp_path / "saved"
    salvage = Salvage(access.preferences, access.clock)
    report = salvage.rescue(ground.folder, PASSPHRASE, target, NoProgress())
    assert report.strays == ()
    application = access.unlock(target, PASSPHRASE, NoProgress())
    try:
        assert fonts_kept(application) == [told]
        assert application.typefaces.chosen().of(FontRole.BODY) == font.face
    finally:
        application.lock()
