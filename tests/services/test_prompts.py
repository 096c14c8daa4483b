from __future__ import annotations

import pytest

from app.domain.changes import Changes
from app.domain.errors import FileUnreadableError
from app.domain.people import UnitKind
from app.domain.prompts import Situation
from app.domain.talk import TalkStatus
from app.services.prompts import Prompts
from tests.makers import make_prompt_set


def test_a_set_is_read_back_as_it_was(desk):
    assert desk.prompts.current() == make_prompt_set()
    assert desk.prompts.get("set-1") == make_prompt_set()
    with pytest.raises(KeyError):
        desk.prompts.get("set-9")


def test_a_set_is_kept_once(desk):
    assert desk.prompts.add(make_prompt_set()) is Changes.NONE
    assert desk.acts("set-1") == ["prompt_set.add"]


def test_the_newest_version_is_current_and_older_ones_stay(desk):
    desk.talk_at(TalkStatus.PREPARED)
    assert desk.prompts.add(make_prompt_set(2)) is Changes.PROMPTS
    assert desk.prompts.current().version == 2
    assert [(r.version, r.prompts, r.is_used) for r in desk.prompts.sets()] == [
        (2, 12, False),
        (1, 12, True),
    ]


def test_a_vault_without_a_set_says_so(vault, trail):
    with pytest.raises(KeyError):
        Prompts(vault, trail).current()
    assert Prompts(vault, trail).sets() == []


def test_the_shipped_sets_are_installed_once(vault, trail):
    prompts = Prompts(vault, trail)
    assert prompts.install_shipped() is Changes.PROMPTS
    assert prompts.install_shipped() is Changes.NONE
    shipped = prompts.current()
    assert len(shipped.areas) == 4
    for area in shipped.areas:
        assert 10 <= len(shipped.in_area(area.key)) <= 12
    assert shipped.applying(Situation(UnitKind.TOWNSHIP))


def test_a_program_without_its_sets_says_which_file(vault, trail, tmp_path, monkeypatch):
    monkeypatch.setattr("app.services.prompts.resources_folder", lambda: tmp_path)
    with pytest.raises(FileUnreadableError):
        Prompts(vault, trail).install_shipped()
    (tmp_path / "prompts" / "set.json").mkdir(parents=True)
    with pytest.raises(FileUnreadableError) as caught:
        Prompts(vault, trail).install_shipped()
    assert caught.value.file_name == "set.json"
