"""公文字体 in the settings: looked for once, looked at on a page, chosen, and told when gone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.documents import fonts
from app.domain.typefaces import FontRole
from app.services import typefaces
from tests.documents.font_smith import Wanted, smithed
from tests.ui.conftest import settle
from tests.ui.test_other_pages import page, words_in
from ui.settings.about import LicencesDialog
from ui.settings.font_card import FontCard, SampleDialog
from ui.settings.provenance import LIBRARIES, components

FOUND = (
    Wanted(),
    Wanted(name="方正小标宋简体", postscript="FZXBSJW--GB1-0", allowed=2, has_few=True),
    Wanted(name="黑体", postscript="SimHei", units=256),
)


@pytest.fixture(scope="module")
def smithy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("smithy")
    for number, one in enumerate(FOUND):
        smithed(folder / f"{number}.ttf", one)
    return folder


@pytest.fixture
def installed(smithy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(shutil.copytree(smithy, tmp_path / "fonts"))
    monkeypatch.setattr(typefaces, "font_folders", lambda: (folder,))
    return folder


def card_of(window) -> FontCard:
    return page(window, "settings").font_card


def test_fonts_of_this_machine_are_offered_and_what_cannot_be_used_says_why(window, installed):
    card = card_of(window)
    body = card.choices[FontRole.BODY]
    assert [body.itemText(n) for n in range(body.count())] == [
        "随软件带的：思源宋体",
        "仿宋_GB2312 5.000",
    ]
    assert "方正小标宋简体，字体厂商不许把它放进文件" in card.found.text()
    assert not card.keep_button.isEnabled()
    assert not card.carried_button.isEnabled()


def test_a_choice_is_kept_and_can_be_taken_back(window, installed):
    card = card_of(window)
    card.choices[FontRole.BODY].setCurrentIndex(1)
    card.choices[FontRole.HEADING].setCurrentIndex(1)
    card.keep_button.click()
    settle(window)
    assert "从下一份文书起" in words_in(card.message)
    card = card_of(window)
    assert card.choices[FontRole.BODY].currentText() == "仿宋_GB2312 5.000"
    assert card.choices[FontRole.HEADING].currentText() == "黑体 5.000"
    assert not card.keep_button.isEnabled()
    card.carried_button.click()
    settle(window)
    assert card_of(window).choices[FontRole.BODY].currentIndex() == 0


def test_a_page_set_in_the_choice_is_shown_before_it_is_kept(qtbot, window, installed):
    card = card_of(window)
    card.choices[FontRole.HEADING].setCurrentIndex(1)
    card.sample_button.click()
    qtbot.waitUntil(lambda: bool(card.findChildren(SampleDialog)), timeout=10_000)
    (dialog,) = card.findChildren(SampleDialog)
    assert dialog.pages.count == 1
    dialog.close_button.click()
    assert card.keep_button.isEnabled()


def test_a_chosen_font_that_is_gone_is_told_with_the_way_out(window, installed):
    card = card_of(window)
    card.choices[FontRole.BODY].setCurrentIndex(1)
    card.keep_button.click()
    settle(window)
    (installed / "0.ttf").unlink()
    fonts.open_font.cache_clear()
    fonts._chain.cache_clear()
    card.refresh()
    settle(window)
    assert "仿宋_GB2312 5.000”（仿宋）在这台电脑上找不到了" in words_in(card.message)
    assert card.carried_button.isEnabled()


def test_fonts_and_components_tell_where_they_come_from_and_their_licence(window):
    about = page(window, "settings").about_card
    about.licences.click()
    (dialog,) = about.findChildren(LicencesDialog)
    first = dialog.text.toPlainText()
    assert "SHA-256：" in first
    assert "SIL OPEN FONT LICENSE" in first
    named = [dialog.names.item(n).text() for n in range(dialog.names.count())]
    assert {"霞鹜文楷：文书里的楷体", "Lucide 图标", "pyHanko"} <= set(named)
    dialog.accept()


def test_every_library_the_program_is_built_on_is_named():
    lines = Path("pyproject.toml").read_text("utf-8").splitlines()
    start = lines.index("dependencies = [")
    end = lines.index("]", start)
    wanted = {line.strip().strip('"').split("=")[0].split(">")[0].split("[")[0].split(";")[0].strip('"')
              for line in lines[start + 1 : end] if line.strip().startswith('"')}  # fmt: skip
    assert wanted == set(LIBRARIES)
    assert all(one.text() for one in components())
