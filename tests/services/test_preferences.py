from __future__ import annotations

import pytest

from app.services.preferences import Choices, Preferences


def test_choices_are_kept(tmp_path):
    preferences = Preferences(tmp_path / "config")
    assert preferences.load() == Choices()
    choices = Choices(tmp_path / "谈心簿", 18, "high", talk_zoom=4, is_talk_night=True)
    preferences.keep(choices)
    assert preferences.load() == choices


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b'{"last_folder": 5, "type_size": 99, "contrast": "pink"}',
        b'{"type_size": [12], "contrast": {}}',
        b'{"talk_zoom": true, "is_talk_night": 1}',
        b'{"talk_zoom": 99, "is_talk_night": "yes"}',
    ],
    ids=range(9),
)
def test_a_file_that_makes_no_sense_is_as_if_there_were_none(tmp_path, content):
    (tmp_path / "preferences.json").write_bytes(content)
    assert Preferences(tmp_path).load() == Choices()


def test_a_disk_that_refuses_costs_only_the_choice(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    Preferences(tmp_path / "file").keep(Choices(type_size=18))
    assert Preferences(tmp_path / "file").load() == Choices()
