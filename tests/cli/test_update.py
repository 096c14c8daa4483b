"""`tanxinbu update`: at the terminal, with the vault's passphrase, or for a machine without one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.cli import update as command
from app.cli.main import main
from app.services.updating import Updating
from app.system import installation
from tests.conftest import PASSPHRASE, unlocked_copy
from tests.releases import NEXT, NOW, installed, release, update
from ui.messages import message_for

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the made-up program is a script of sh")


@pytest.fixture
def here(tmp_path: Path, access, monkeypatch: pytest.MonkeyPatch) -> Updating:
    """A machine on which that program was installed."""
    made = installed(tmp_path / "程序", release(NOW))
    program = made.installation.program
    monkeypatch.setattr(installation, "here", lambda: installation.of(program))
    monkeypatch.setattr(command, "access", lambda: access)
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return update(tmp_path, release(NEXT))


def say(*words: object) -> int:
    return main(["update", *map(str, words)], sentence=lambda e: message_for(e).text())


def with_passphrase(*words: object) -> int:
    reading, writing = os.pipe()
    os.write(writing, f"{PASSPHRASE}\n".encode())
    os.close(writing)
    return say(*words, "--passphrase-fd", reading)


def test_it_tells_what_stands_here(capsys):
    assert say() == 0
    assert "从源码" in capsys.readouterr().out


def test_a_file_is_only_looked_at(here, file, capsys):
    assert say("look", file) == 0
    told = capsys.readouterr().out
    assert f"{NEXT}（现在是 {NOW}）" in told
    assert here.other() is None
    file.write_bytes(file.read_bytes()[:99])
    assert say("look", file) == 1
    assert "不完整" in capsys.readouterr().err


def test_the_vault_is_backed_up_the_program_exchanged_and_gone_back(
    here, file, access, new_vault, capsys
):
    unlocked_copy(access, new_vault).lock()
    assert with_passphrase("take", file) == 0
    told = capsys.readouterr().out
    assert "保险库已备份" in told
    assert f"已换成 {NEXT}" in told
    assert str(here.now().release.version) == NEXT
    assert say() == 0
    assert f"另外留着：{NOW}" in capsys.readouterr().out
    assert with_passphrase("back") == 0
    assert str(here.now().release.version) == NOW
    application = access.unlock(new_vault.folder, PASSPHRASE, command.NoProgress())
    acts = [entry.what for entry in application.audit.page(None, 20)]
    application.lock()
    assert acts.count("program.update") == acts.count("program.change") == 1


def test_a_wrong_passphrase_changes_nothing(here, file, access, new_vault, capsys):
    unlocked_copy(access, new_vault).lock()
    reading, writing = os.pipe()
    os.write(writing, b"wrong words here\n")
    os.close(writing)
    assert say("take", file, "--passphrase-fd", reading) == 1
    assert str(here.now().release.version) == NOW
    assert "口令不对" in capsys.readouterr().err


def test_without_a_vault_the_program_is_exchanged_alone(here, file, capsys):
    assert say("take", file, "--no-vault") == 0
    assert say("back", "--no-vault") == 0
    assert say("back", "--no-vault") == 0
    assert str(here.now().release.version) == NEXT
    assert "没有要备份的" in capsys.readouterr().out
