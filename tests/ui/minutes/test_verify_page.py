"""Any PDF is looked at, and the answer stands in plain words."""

from __future__ import annotations

import pytest

from app.domain.progress import NoProgress
from app.domain.verdict import Outcome, Reason
from app.domain.verdict_words import OUTCOMES, REASONS
from ui import verdicts
from ui.minutes.verify_page import VerifyPage


@pytest.fixture
def page(qtbot, office) -> VerifyPage:
    shown = VerifyPage(office.tasks, office.application.minutes, office.clock.local)
    qtbot.addWidget(shown)
    shown.resize(1100, 600)
    shown.show()
    return shown


@pytest.fixture
def signed(office, tmp_path):
    """The signed minutes of a talk as a file."""
    talk_id = office.ended(2)
    minutes = office.application.minutes
    office.lane.do(lambda: minutes.confirm(talk_id, NoProgress()))
    path = tmp_path / "signed.pdf"
    path.write_bytes(office.lane.do(lambda: minutes.pdf(talk_id)))
    return path


def answer(qtbot, page, path) -> str:
    page.verify(path)
    qtbot.waitUntil(
        lambda: page.answer.isVisible() and page.choose_button.isEnabled(), timeout=20_000
    )
    return page.answer.what.text()


def test_the_file_as_it_was_signed_is_genuine(qtbot, page, signed):
    assert answer(qtbot, page, signed) == "原件，没有被改动过。"
    assert not page.reasons.isVisible()


def test_one_byte_altered_is_told_with_the_reason(qtbot, page, signed):
    content = bytearray(signed.read_bytes())
    content[5000] ^= 1
    signed.write_bytes(content)
    assert answer(qtbot, page, signed) == "这份文件在签名之后被改动过。"
    assert "签名与内容对不上" in page.reason_text.text()


def test_what_is_no_pdf_is_said_to_be_none(qtbot, page, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_text("这不是 PDF")
    assert answer(qtbot, page, path) == "这份文件读不出来，无法核验。"


def test_a_file_that_is_gone_is_told_by_the_window(qtbot, page, tmp_path):
    with qtbot.waitSignal(page.told) as heard:
        page.verify(tmp_path / "gone.pdf")
    assert heard.args[0] is not None
    assert page.choose_button.isEnabled()


def test_every_outcome_and_every_reason_has_its_words():
    assert set(verdicts.TONES) == set(OUTCOMES) == set(Outcome)
    assert set(REASONS) == set(Reason)
