"""The registry's desk at the terminal, and the whole way of a package: there, and the answer back."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from app.bootstrap import registry_access
from app.cli import registry as command
from app.cli.main import main
from app.cli.parser import ChineseParser
from app.domain.package import PackageLevel, PackageState
from app.domain.progress import NoProgress
from app.handover.card import read_office_card, read_registry_card
from app.handover.minisign import public_key_text
from app.services.application import Application
from app.services.handover import Handover
from app.system.paths import resources_folder
from tests.conftest import CHEAP, PASSPHRASE
from tests.handover.sealed import seal_a_talk
from tests.services import counties
from ui.messages import message_for

Registry = Callable[..., int]


def told(error) -> str:
    return message_for(error).text


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """`tanxinbu registry ACT DIR …` with the passphrase on a descriptor, and guessing made cheap."""
    monkeypatch.setattr(command, "registry_access", lambda: registry_access(cost=CHEAP))
    desk = tmp_path / "desk"

    def run(act: str, *arguments: object, passphrase: str = PASSPHRASE) -> int:
        reading, writing = os.pipe()
        os.write(writing, passphrase.encode() + b"\n")
        os.close(writing)
        given = [str(one) for one in arguments]
        try:
            given = ["registry", act, str(desk), *given, "--passphrase-fd", str(reading)]
            return main(given, sentence=told)
        finally:
            os.close(reading)

    return run


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk that was never opened."""
    shutil.copytree(counties.made_once(), tmp_path / "desk")
    return tmp_path / "desk"


@pytest.fixture
def handover(registry: Registry, desk: Path, application: Application, tmp_path: Path) -> Handover:
    """What an office does to hand over: it knows the registry, and the registry trusts it."""
    application.handover.trust_registry(desk / "identity.txt")
    (tmp_path / "card.txt").write_bytes(application.handover.office_card())
    assert registry("trust", tmp_path / "card.txt") == 0
    return application.handover


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_there_and_back(
    registry: Registry,
    desk: Path,
    stick: Path,
    application: Application,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    handover = application.handover
    handover.trust_registry(desk / "identity.txt")
    card = tmp_path / "card.txt"
    card.write_bytes(handover.office_card())
    assert registry("trust", card) == 0
    said = capsys.readouterr().out
    assert " ".join(read_office_card(card.read_bytes()).fingerprint) in said
    assert "清河县纪委监委" in said
    talks = [seal_a_talk(handover, number) for number in (1, 2, 3)]
    handover.write(talks[:2], PackageLevel.FULL, stick, NoProgress(), "上级调阅")
    handover.write(talks[2:], PackageLevel.LEDGER, stick, NoProgress())
    answers = stick / "answers"
    identity = read_registry_card((desk / "identity.txt").read_bytes())
    assert registry("receive", stick, "--receipts", answers) == 0
    for receipt in sorted(answers.glob("*.receipt.json")):
        key = public_key_text(identity.public_key)
        check = ["minisign", "-V", "-P", key, "-m", str(receipt)]
        assert subprocess.run(check, check=False, capture_output=True).returncode == 0
        handover.take_receipt(receipt)
    assert [row.state for row in handover.packages()] == [PackageState.RECEIVED] * 2
    assert handover.ready() == []
    capsys.readouterr()
    assert registry("list", "--json") == 0
    (office,) = json.loads(capsys.readouterr().out)
    assert (office["packages"], office["talks"], office["last"], office["gaps"]) == (2, 3, 2, [])
    assert registry("list") == 0
    assert "收到 2 包 3 场，到第 2 号；缺号：无" in capsys.readouterr().out


def test_a_lost_package_is_noticed_on_both_sides(
    registry: Registry,
    desk: Path,
    stick: Path,
    handover: Handover,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    lost = tmp_path / "lost"
    lost.mkdir()
    first, second = seal_a_talk(handover, 1), seal_a_talk(handover, 2)
    handover.write([first], PackageLevel.LEDGER, lost, NoProgress())
    handover.write([second], PackageLevel.LEDGER, stick, NoProgress())
    capsys.readouterr()
    assert registry("receive", stick) == 1
    said = capsys.readouterr().err
    assert "移交包不可信" in said
    assert "已隔离" in said
    registry("list")
    assert "缺号：1" in capsys.readouterr().out
    assert handover.unreceipted() == (1, 2)
    assert registry("gaps") == 1
    assert capsys.readouterr().out == "320999 清河县纪委监委  缺号：1\n".replace(
        "320999", handover.office_card().decode().split("code: ")[1][:6]
    )
    handover.write_again(1, stick, NoProgress())
    assert registry("receive", stick) == 0
    said = capsys.readouterr().out
    assert "000001  已接收，1 场谈话" in said
    assert "000002  已接收，1 场谈话" in said
    assert registry("gaps", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []
    assert registry("receive", stick) == 0
    assert "以前收过" in capsys.readouterr().out


def test_refusals_are_sentences(
    registry: Registry, desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert registry("init", "--name", "另一个") == 1
    assert registry("list", passphrase="not-the-right-words") == 1
    assert registry("trust", tmp_path / "missing.txt") == 1
    (tmp_path / "bad.txt").write_text("tanxinbu-office 1\nname: x\n")
    assert registry("trust", tmp_path / "bad.txt") == 1
    assert registry("receive", tmp_path / "nowhere") == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) >= 5


def test_a_new_desk_lists_nobody_and_wrong_use_is_told(
    registry: Registry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    desk = tmp_path / "desk"
    assert registry("init", "--name", "市纪委登记处") == 0
    assert read_registry_card((desk / "identity.txt").read_bytes()).name == "市纪委登记处"
    assert registry("list") == 0
    assert "还没有登记任何单位" in capsys.readouterr().out
    assert main(["registry"]) == 2
    assert main(["registry", "init", str(desk)]) == 2
    assert main(["registry", "--help"]) == 0


def test_the_desks_key_opens_packages_with_stock_tools(
    registry: Registry,
    desk: Path,
    stick: Path,
    application: Application,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    handover = application.handover
    handover.trust_registry(desk / "identity.txt")
    talk = seal_a_talk(handover)
    written = handover.write([talk], PackageLevel.FULL, stick, NoProgress(), "上级调阅")
    key = tmp_path / "key.txt"
    assert registry("key", key) == 0
    assert key.stat().st_mode & 0o077 == 0
    (volume,) = Path(written.folder).glob("*.001")
    open_it = f"age -d -i '{key}' '{volume}' | tar t"
    listed = subprocess.run(["sh", "-c", open_it], capture_output=True, check=True).stdout
    assert "data/talks/000001/scan.png" in listed.decode().splitlines()
    assert registry("key", key) == 1
    assert registry("key", tmp_path / "nowhere" / "key.txt") == 1


def test_a_desk_that_went_back_in_time_says_so_and_goes_on(
    registry: Registry, desk: Path, capsys: pytest.CaptureFixture[str]
):
    older = (desk / "vault" / "vault.db").read_bytes()
    assert registry("list") == 0
    assert capsys.readouterr().err == ""
    (desk / "vault" / "vault.db").write_bytes(older)
    assert registry("list") == 0
    said = capsys.readouterr()
    assert "这个保险库比上次用的旧" in said.err
    assert "还没有登记任何单位" in said.out
    assert registry("list") == 0
    assert capsys.readouterr().err == ""


def test_what_came_is_found_counted_and_exported(
    registry: Registry,
    desk: Path,
    stick: Path,
    handover: Handover,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    ready = [seal_a_talk(handover, number) for number in (1, 2)]
    handover.write(ready, PackageLevel.FULL, stick, NoProgress(), "上级调阅")
    assert registry("receive", stick, "--here", "--json") == 0
    capsys.readouterr()
    assert len(list(stick.glob("*.receipt.json"))) == 1
    assert registry("search", "--words", "谈透", "--person", "张三", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [(talk["number"], talk["interviewees"]) for talk in found] == [
        ("2026-0001", "张三"),
        ("2026-0002", "张三"),
    ]
    assert registry("search", "--words", "没有这个词") == 0
    assert "共 0 场" in capsys.readouterr().out
    assert registry("search", "--from", "2026-03-05", "--kind", "监督谈话", "--limit", 1) == 0
    assert "可能还有" in capsys.readouterr().out
    assert registry("stats", "--from", "2026-01-01", "--to", "2026-12-31", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["total"]["sittings"], told["total"]["persons"]) == (2, 1)
    assert registry("stats") == 0
    assert "合计  2 场 2 人次 1 人" in capsys.readouterr().out
    for what in ("ledger", "talks", "figures"):
        target = tmp_path / f"{what}.xlsx"
        assert registry("export", what, target) == 0
        assert target.read_bytes().startswith(b"PK")
        assert registry("export", what, target) == 1
    assert registry("export", "ledger", tmp_path / "nowhere" / "x.xlsx") == 1


def test_what_was_refused_is_looked_after(
    registry: Registry,
    desk: Path,
    stick: Path,
    handover: Handover,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    written = handover.write(
        [seal_a_talk(handover)], PackageLevel.FULL, stick, NoProgress(), "上级调阅"
    )
    (volume,) = Path(written.folder).glob("*.001")
    whole = volume.read_bytes()
    volume.write_bytes(whole[:-1])
    assert registry("receive", stick, "--here") == 1
    assert "答复：" in capsys.readouterr().err
    assert len(list(stick.glob("*.answer.json"))) == 1
    assert registry("quarantine", "--json") == 0
    (refusal,) = json.loads(capsys.readouterr().out)
    assert (refusal["reason"], refusal["is_believed"]) == ("volume_size", True)
    assert registry("retry", refusal["id"]) == 1
    (Path(refusal["folder"]) / volume.name).write_bytes(whole)
    assert registry("retry", refusal["id"], "--receipts", tmp_path) == 0
    assert registry("retry", refusal["id"]) == 1
    assert registry("retry", "nobody") == 1
    assert registry("retry") == 0
    assert registry("settle", "nobody", "看过") == 1
    capsys.readouterr()
    assert registry("quarantine") == 0
    assert "没有待处理" in capsys.readouterr().out
    assert registry("quarantine", "--all") == 0
    assert "已处理：后来已收" in capsys.readouterr().out
    assert registry("settle", refusal["id"], "看过") == 0


def test_an_office_is_taken_from_no_more(
    registry: Registry,
    desk: Path,
    application: Application,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    handover = application.handover
    (tmp_path / "card.txt").write_bytes(handover.office_card())
    registry("trust", tmp_path / "card.txt")
    code = handover.office_card().decode().split("code: ")[1][:6]
    assert registry("distrust", code, "--reason", "密钥丢失") == 0
    assert registry("distrust", "111111", "--reason", "没有") == 1
    capsys.readouterr()
    assert registry("list") == 0
    assert "已停收：密钥丢失" in capsys.readouterr().out


def test_the_manual_names_every_act_and_no_other():
    manual = (resources_folder() / "help" / "registry.md").read_text("utf-8")
    parser = ChineseParser(prog="tanxinbu")
    command.add(parser.add_subparsers())
    told = io.StringIO()
    with contextlib.redirect_stdout(told), pytest.raises(SystemExit):
        parser.parse_args(["registry", "--help"])
    acts = set(re.findall(r"^    ([a-z]+) ", told.getvalue(), re.MULTILINE))
    assert {"init", "receive", "backup"} <= acts
    assert {act for act in acts if f"`{act}" not in manual and f" {act}" not in manual} <= {
        "ledger",  # has a page of its own
        "desk",
    }
    assert set(re.findall(r"`tanxinbu registry ([a-z]+)", manual)) <= acts
