"""公文字体: chosen by the office, named in the file and in the vault, never exchanged in silence."""

from __future__ import annotations

import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Pdf

from app.documents import fonts
from app.documents.pictures import text_of
from app.domain.amendment import AmendedLine, AmendmentEntry
from app.domain.attachment import Purpose
from app.domain.holders import HolderRole
from app.domain.progress import CancelledError, NoProgress
from app.domain.record_text import answer_key
from app.domain.typeface_errors import FontGoneError, FontUnusableError
from app.domain.typefaces import CARRIED, FontFault, FontProfile, FontRole
from app.domain.vault_errors import RoleRefusedError
from app.services.application import Application
from app.services.typefaces import Typefaces
from app.store import attachments, set_in
from tests.conftest import StandingClock
from tests.documents.font_smith import Wanted, smithed
from tests.services.test_minutes import spoken

FOUND = (
    Wanted(),
    Wanted(name="仿宋", postscript="FangSong", has_few=True),
    Wanted(name="方正小标宋简体", postscript="FZXBSJW--GB1-0", allowed=2, has_few=True),
    Wanted(name="黑体", postscript="SimHei", units=256, has_few=True),
    Wanted(name="某某体", postscript="Other", has_few=True),
)


@pytest.fixture(scope="module")
def smithy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("smithy")
    for number, one in enumerate(FOUND):
        smithed(folder / f"{number}.ttf", one)
    (folder / "broken.ttf").write_bytes(b"\0\1\0\0" + bytes(40))
    return folder


@pytest.fixture
def typefaces(application: Application, smithy: Path, tmp_path: Path) -> Typefaces:
    folder = Path(shutil.copytree(smithy, tmp_path / "fonts"))
    own = application.typefaces
    return Typefaces(own.vault, own.trail, (folder,))


def offered(typefaces: Typefaces, role: FontRole) -> list[tuple[str, FontFault | None]]:
    found = typefaces.offered(NoProgress())
    return [(font.face.name, font.fault) for font in found if font.role is role]


def test_fonts_usual_in_official_documents_are_found_by_their_role(typefaces: Typefaces) -> None:
    assert offered(typefaces, FontRole.BODY) == [("仿宋_GB2312", None), ("仿宋", None)]
    assert offered(typefaces, FontRole.HEADING) == [("黑体", None)]
    assert offered(typefaces, FontRole.TITLE) == [("方正小标宋简体", FontFault.NO_EMBEDDING)]
    assert offered(typefaces, FontRole.NOTE) == []


def test_at_first_the_carried_fonts_are_used(typefaces: Typefaces) -> None:
    assert typefaces.chosen() == CARRIED
    assert typefaces.gone() == ()


def test_what_was_chosen_is_kept_and_noted(typefaces: Typefaces, application: Application) -> None:
    body = typefaces.offered(NoProgress())[0]
    profile = CARRIED.with_face(FontRole.BODY, body.face)
    typefaces.choose(profile)
    assert typefaces.chosen() == profile
    assert application.audit.page()[0].what == "office.fonts"
    assert "仿宋：FangSong_GB2312" in "".join(text_of(typefaces.sample(profile)))
    typefaces.choose(profile.with_face(FontRole.BODY, None))
    assert typefaces.chosen() == CARRIED


def test_a_font_that_may_not_be_embedded_is_refused_by_name(typefaces: Typefaces) -> None:
    (title,) = [f for f in typefaces.offered(NoProgress()) if f.role is FontRole.TITLE]
    with pytest.raises(FontUnusableError) as refusal:
        typefaces.choose(FontProfile(((FontRole.TITLE, title.face),)))
    assert (refusal.value.name, refusal.value.fault) == ("方正小标宋简体", "no_embedding")
    assert typefaces.chosen() == CARRIED


def test_a_font_that_vanished_is_told_and_nothing_takes_its_place(typefaces: Typefaces) -> None:
    body = typefaces.offered(NoProgress())[0]
    profile = CARRIED.with_face(FontRole.BODY, body.face)
    typefaces.choose(profile)
    Path(body.face.path).unlink()
    fonts.open_font.cache_clear()
    fonts._chain.cache_clear()
    assert typefaces.gone() == ((FontRole.BODY, body.face),)
    with pytest.raises(FontGoneError):
        typefaces.sample(typefaces.chosen())


def test_minutes_and_amendments_name_their_fonts_in_the_file_and_in_the_vault(
    typefaces: Typefaces, application: Application, clock: StandingClock
) -> None:
    body = typefaces.offered(NoProgress())[0]
    typefaces.choose(CARRIED.with_face(FontRole.BODY, body.face))
    talk_id = spoken(application, clock, "办结3件，还有2件。")
    application.minutes.confirm(talk_id, NoProgress())
    application.talks.note_refusal_and_sign(talk_id, "拒签，两人在场。")
    application.talks.seal(talk_id)
    place = answer_key(application.talks.get(talk_id).answers[0].id)
    line = AmendedLine(place, "3件", "4件")
    application.amending.amend(talk_id, AmendmentEntry("写少了。", (line,)), NoProgress())
    for purpose in (Purpose.MINUTES, Purpose.AMENDMENT):
        with typefaces.vault.reading() as connection:
            kept = attachments.newest(connection, talk_id, purpose)
            assert kept is not None
            told = set_in.of(connection, kept.id)
        assert "FangSong_GB2312 5.000" in told
        with Pdf.open(BytesIO(application.session.files.read(kept.id, kept.sha256))) as pdf:
            assert all(font in str(pdf.docinfo["/Keywords"]) for font in told)
            assert all(font in str(pdf.open_metadata()["pdf:Keywords"]) for font in told)
    Path(body.face.path).unlink()
    fonts.open_font.cache_clear()
    fonts._chain.cache_clear()
    with pytest.raises(FontGoneError):
        application.minutes.draft(talk_id)


def test_looking_for_fonts_can_be_stopped(typefaces: Typefaces) -> None:
    class Stop:
        def step(self, done: int, total: int) -> None:
            raise CancelledError

    with pytest.raises(CancelledError):
        typefaces.offered(Stop())


def test_a_recorder_does_not_choose_for_the_office(typefaces: Typefaces) -> None:
    recorder = replace(typefaces, trail=replace(typefaces.trail, role=HolderRole.RECORDER))
    with pytest.raises(RoleRefusedError):
        recorder.choose(CARRIED)
