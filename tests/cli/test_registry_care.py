"""A desk without a screen is backed up, brought back, looked through and opened by cards."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.test_registry import PASSPHRASE, Registry
from tests.cli.test_registry import desk as desk  # the fixtures
from tests.cli.test_registry import registry as registry

OTHER = "qingshan-lvshui-baiyun"


def test_a_desk_that_was_lost_comes_back_from_the_second_place(
    registry: Registry, desk: Path, tmp_path: Path, capsys
):
    (tmp_path / "safe").mkdir()
    assert registry("backup", "--to", tmp_path / "safe") == 0
    assert capsys.readouterr().out.count("已备份：") == 2
    identity = (desk / "identity.txt").read_bytes()
    shutil.rmtree(desk)
    shutil.copytree(tmp_path / "safe", desk)  # the act is given the folder of the backups
    assert registry("restore", tmp_path / "again") == 0
    assert "已从" in capsys.readouterr().out
    shutil.rmtree(desk)
    (tmp_path / "again").rename(desk)
    assert registry("list") == 0
    assert (desk / "identity.txt").read_bytes() == identity


def test_without_a_backup_there_is_nothing_to_restore(registry: Registry, desk: Path, capsys):
    assert registry("restore", desk.with_name("again")) == 1
    assert "备份" in capsys.readouterr().err


def test_a_whole_desk_is_called_whole_and_a_damaged_one_is_rescued(
    registry: Registry, desk: Path, tmp_path: Path, capsys
):
    assert registry("check") == 0
    assert "完好" in capsys.readouterr().out
    assert registry("rescue", tmp_path / "saved") == 0
    assert "原来的文件夹没有动" in capsys.readouterr().out
    shutil.rmtree(desk)
    (tmp_path / "saved").rename(desk)
    assert registry("list") == 0


def test_three_cards_are_made_and_two_of_them_open_the_desk(
    registry: Registry, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    seen: dict[str, str] = {}

    def typed(prompt: str) -> str:
        """Whoever copied the cards from the screen types them from paper."""
        if not seen:
            found = re.findall(r"(?m)^  ([ABC])  (\S+)$", capsys.readouterr().out)
            seen.update(found)
        return seen[prompt[0]]

    monkeypatch.setattr("app.cli.registry_care.getpass.getpass", typed)
    assert registry("cards") == 0
    codes = iter((seen["A"], seen["C"]))
    monkeypatch.setattr("app.cli.registry_care.getpass.getpass", lambda _: next(codes))
    assert registry("recover", passphrase=OTHER) == 0
    assert registry("list", passphrase=PASSPHRASE) == 1
    assert registry("list", passphrase=OTHER) == 0
