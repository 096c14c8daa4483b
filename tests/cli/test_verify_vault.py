"""`tanxinbu verify FOLDER`: the head without any key, the whole trail with the passphrase."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import registry_access
from app.cli import verify_vault
from app.cli.main import main
from app.domain.head_verdict import HeadFault
from app.domain.package import PackageLevel
from app.domain.progress import NoProgress
from app.keys import chain
from app.keys.head_note import note_of, parsed
from app.services.access import Access
from app.services.application import Application
from app.services.known_heads import KnownHeads
from app.services.registry import Registry
from app.services.registry_access import NewRegistry
from app.store import audit
from tests.conftest import CHEAP, PASSPHRASE, StandingClock, opened_connection
from tests.handover.sealed import seal_a_talk
from ui.messages import message_for

DESK = "dengji-chu-de-changchang-kouling"
Verify = Callable[..., int]


@pytest.fixture
def verify(access: Access, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Verify:
    """The command on a machine that never saw the vault, unless it is told to be the office's."""
    monkeypatch.setattr(verify_vault, "access", lambda: access)

    def run(folder: Path, *more: object, here: bool = False) -> int:
        known = KnownHeads(access.preferences.folder if here else tmp_path / "another machine")
        monkeypatch.setattr(verify_vault, "known_heads", lambda: known)
        given = ["verify", str(folder), *map(str, more)]
        return main(given, sentence=lambda error: message_for(error).text())

    return run


@pytest.fixture
def with_passphrase(verify: Verify) -> Verify:
    def run(folder: Path, *more: object, here: bool = False) -> int:
        reading, writing = os.pipe()
        os.write(writing, f"{PASSPHRASE}\n".encode())
        os.close(writing)
        try:
            return verify(folder, *more, "--passphrase-fd", reading, here=here)
        finally:
            os.close(reading)

    return run


@pytest.fixture
def folder(application: Application) -> Path:
    application.lock()
    return application.folder


@pytest.fixture
def fingerprint(application: Application) -> str:
    """The digits as somebody reads them from the printed sheet."""
    return " ".join(application.audit.heads.fingerprint())


@pytest.fixture
def registry(tmp_path: Path, clock: StandingClock) -> Registry:
    way_in = registry_access(clock, CHEAP)
    way_in.create(NewRegistry(tmp_path / "desk", "市纪委登记处", DESK, DESK), NoProgress())
    desk = way_in.open(tmp_path / "desk", DESK)
    yield desk
    desk.close()


@pytest.fixture
def receipt(application: Application, registry: Registry, tmp_path: Path) -> Path:
    """A package went to the registry, and this came back; the office has not taken it yet."""
    handover = application.handover
    handover.trust_registry(tmp_path / "desk" / "identity.txt")
    registry.trust(handover.office_card())
    stick = tmp_path / "stick"
    stick.mkdir()
    handover.write([seal_a_talk(handover, 1)], PackageLevel.LEDGER, stick, NoProgress())
    (reception,) = registry.receive(stick, stick, NoProgress())
    return Path(reception.receipt)


def note_in(folder: Path):
    return parsed((folder / "head.json").read_bytes())


def write_history_anew(application: Application) -> None:
    """What whoever owns laptop and keys can do: another who in each entry, and a chain that fits."""
    with application.session.vault.transaction() as connection:
        old = list(audit.every(connection))
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for name in ("audit_entry_stays", "audit_checkpoint_stays"):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DELETE FROM audit_checkpoint")
        connection.execute("DELETE FROM audit_entry")
        for e in old:
            audit.add(connection, audit.Act(e.at, "别人", e.what, e.which, e.content))


# ── the head, without any key ────────────────────────────────────────────────────────────────────


def test_the_head_is_good_by_the_fingerprint_on_the_printed_sheet(
    verify, folder, fingerprint, capsys
):
    assert verify(folder, "--fingerprint", fingerprint) == 0
    said = capsys.readouterr()
    assert note_in(folder).head.digest in said.out
    assert fingerprint in said.out
    assert "没有打开保险库" in said.out
    assert said.err == ""


def test_a_machine_that_opened_the_vault_knows_its_key(verify, folder):
    assert verify(folder, here=True) == 0


def test_intact_but_by_an_unknown_key_is_not_good_enough(verify, folder, capsys):
    assert verify(folder) == 1
    said = capsys.readouterr()
    assert "不认得这把公钥" in said.err
    assert "（还不认得）" in said.out


def test_another_key_is_told_by_paper_and_by_this_machine(verify, folder, fingerprint, capsys):
    note = note_in(folder)
    forged = note_of(chain.new_chain_key(), note.database, note.head)
    (folder / "head.json").write_bytes(forged.written())
    assert verify(folder, "--fingerprint", fingerprint) == 1
    assert verify(folder, here=True) == 1
    assert capsys.readouterr().err.count("不是所认得的那一把") == 2


def test_a_changed_note_is_told(verify, folder, fingerprint, capsys):
    content = json.loads((folder / "head.json").read_bytes())
    (folder / "head.json").write_bytes(json.dumps(content | {"sequence": 9_999}).encode())
    assert verify(folder, "--fingerprint", fingerprint) == 1
    (folder / "head.json").write_bytes(b"\xff")
    assert verify(folder, "--fingerprint", fingerprint) == 1
    (folder / "head.json").unlink()
    assert verify(folder, "--fingerprint", fingerprint) == 1
    said = capsys.readouterr().err
    for words in ("记号被改动过", "读不出来", "没有记号文件"):
        assert words in said


def test_the_note_of_another_vault_is_told(verify, folder, access, new_vault, tmp_path, capsys):
    other = replace(new_vault, folder=tmp_path / "另一个")
    access.create(other, NoProgress()).lock()
    shutil.copy(other.folder / "head.json", folder / "head.json")
    assert verify(folder, here=True) == 1
    assert "不是同一个保险库" in capsys.readouterr().err
    for name in ("keys.json", "keys.json.1"):
        (folder / name).write_bytes(b"{")
    assert verify(folder, here=True) == 0, "nothing is left to hold the note against"


def test_an_older_folder_put_back_is_told_by_this_machine(verify, folder, access, tmp_path, capsys):
    shutil.copytree(folder, tmp_path / "older")
    access.unlock(folder, PASSPHRASE, NoProgress()).lock()
    assert verify(tmp_path / "older", here=True) == 1
    assert "比这台电脑上次见到的旧" in capsys.readouterr().err


def test_a_note_of_the_first_release_names_no_key(verify, folder, with_passphrase, capsys):
    content = json.loads((folder / "head.json").read_bytes())
    for name in ("database", "public"):
        del content[name]
    (folder / "head.json").write_bytes(json.dumps(content | {"version": 1}).encode())
    assert verify(folder) == 1
    assert "旧版程序写的" in capsys.readouterr().err
    assert with_passphrase(folder) == 0, "whoever opens it has its key"
    assert note_in(folder).is_signed


# ── against a receipt ────────────────────────────────────────────────────────────────────────────


def test_a_head_newer_than_the_receipt_does_not_speak_against_it(
    verify, receipt, registry, fingerprint, folder, capsys
):
    identity = registry.folder / "identity.txt"
    given = ("--fingerprint", fingerprint, "--receipt", receipt)
    assert verify(folder, *given) == 0
    assert "签名没有核对" in capsys.readouterr().out
    assert verify(folder, *given, "--registry", identity) == 0
    said = capsys.readouterr().out
    assert "签名已核对" in said
    assert "比回执新" in said


def test_a_head_older_than_the_receipt_is_told(
    verify, application, receipt, tmp_path, fingerprint, capsys
):
    folder = application.folder
    note = note_in(folder)
    key = application.session.heads.key
    older = note_of(key, note.database, type(note.head)(1, "ab" * 32))
    application.lock()
    (folder / "head.json").write_bytes(older.written())
    assert verify(folder, "--fingerprint", fingerprint, "--receipt", receipt) == 1
    assert "比回执还旧" in capsys.readouterr().err


def test_the_same_number_with_another_digest_was_rewritten(
    verify, application, receipt, fingerprint, capsys
):
    folder, note = application.folder, note_in(application.folder)
    head = json.loads(receipt.read_bytes())["content"]["audit_head"]
    key = application.session.heads.key
    application.lock()
    for digest, code in ((head["digest"], 0), ("cd" * 32, 1)):
        same = note_of(key, note.database, type(note.head)(head["sequence"], digest))
        (folder / "head.json").write_bytes(same.written())
        assert verify(folder, "--fingerprint", fingerprint, "--receipt", receipt) == code
    said = capsys.readouterr()
    assert "与回执完全一致" in said.out
    assert "重写过" in said.err


def test_a_receipt_that_is_none_is_a_refusal(verify, receipt, folder, tmp_path, capsys):
    broken = tmp_path / "broken.json"
    broken.write_bytes(receipt.read_bytes().replace(b"received", b"receive!"))
    assert verify(folder, "--receipt", broken) == 1
    assert verify(folder, "--receipt", tmp_path / "none.json") == 1
    stranger = registry_access(cost=CHEAP)
    stranger.create(NewRegistry(tmp_path / "other", "别处", DESK, DESK), NoProgress())
    card = tmp_path / "other" / "identity.txt"
    assert verify(folder, "--receipt", receipt, "--registry", card) == 1
    said = capsys.readouterr().err
    assert said.count("回执不可信") == 2
    assert "Traceback" not in said


# ── with the passphrase ──────────────────────────────────────────────────────────────────────────


def test_the_whole_trail_is_checked_with_its_receipts(
    with_passphrase, application, receipt, capsys
):
    application.handover.take_receipt(receipt)
    application.lock()
    assert with_passphrase(application.folder, "--receipt", receipt, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["good"]
    assert said["receipt_signed"]
    assert said["entries"] > 10
    assert said["first_break"] is None
    again = application.folder
    assert with_passphrase(again) == 0
    assert "1 份回执" in capsys.readouterr().out


def test_an_entry_that_was_changed_inside_is_found(with_passphrase, folder, capsys):
    with opened_connection(folder, PASSPHRASE) as connection:
        connection.execute("DROP TRIGGER audit_entry_keeps")
        connection.execute("UPDATE audit_entry SET who = '别人' WHERE sequence = 4")
    assert with_passphrase(folder, "--whole") == 1
    said = capsys.readouterr()
    assert "从第 4 条起对不上" in said.out
    assert "留痕对不上" in said.err


def test_a_vault_behind_its_note_is_told(with_passphrase, folder, access, capsys):
    older = (folder / "vault.db").read_bytes()
    access.unlock(folder, PASSPHRASE, NoProgress()).lock()
    (folder / "vault.db").write_bytes(older)
    assert with_passphrase(folder) == 1
    assert "保险库比记号旧" in capsys.readouterr().err


def test_a_receipt_inside_contradicts_a_history_written_anew(
    with_passphrase, application, receipt, capsys
):
    application.handover.take_receipt(receipt)
    countersigned = json.loads(receipt.read_bytes())["content"]["audit_head"]["sequence"]
    write_history_anew(application)
    report = application.audit.check()
    assert report.first_break == countersigned, "the chain fits, and its witness does not"
    application.audit.note_check(report)
    assert application.audit.last_check() is None
    application.lock()
    assert with_passphrase(application.folder) == 1


def test_a_receipt_inside_that_was_tampered_with_is_told(application, receipt):
    application.handover.take_receipt(receipt)
    with application.session.vault.transaction() as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'receipt'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE receipt SET file = CAST(substr(file, 1, 90) AS BLOB)")
    assert not application.audit.check().is_whole


def test_a_history_written_anew_does_not_lead_to_the_receipt(
    with_passphrase, application, receipt, capsys
):
    """The owner of laptop and keys rewrites everything, and signs it properly: the receipt knows."""
    write_history_anew(application)
    assert application.audit.check().is_whole
    application.lock()
    assert with_passphrase(application.folder, "--receipt", receipt) == 1
    assert "回执记下的那一条不在留痕里" in capsys.readouterr().err


def test_what_was_printed_is_found_in_the_trail_or_told_missing(
    with_passphrase, application, capsys
):
    audit = application.audit
    audit.head_paper()
    printed = audit.check().head.digest
    application.lock()
    on_minutes = printed[:16].upper()
    assert with_passphrase(application.folder, "--paper", on_minutes) == 0
    grouped = " ".join(printed[at : at + 8] for at in range(0, 64, 8))
    assert with_passphrase(application.folder, "--paper", grouped) == 0
    assert with_passphrase(application.folder, "--paper", "ab" * 8) == 1
    assert "纸上印的摘要不在留痕里" in capsys.readouterr().err


# ── wrong use, and words ─────────────────────────────────────────────────────────────────────────


def test_wrong_use_is_two(verify, folder, tmp_path, capsys):
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF-")
    assert verify(folder, "--sha256", "0" * 64) == 2
    assert verify(pdf, "--whole") == 2
    assert verify(folder, "--registry", pdf) == 2
    assert verify(folder, "--fingerprint", "12345") == 2
    assert verify(folder, "--paper", "12345") == 2
    assert "只用于" in capsys.readouterr().err


def test_a_folder_without_a_vault_is_a_refusal(verify, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert verify(tmp_path / "empty") == 1
    assert "没有保险库" in capsys.readouterr().err


def test_every_fault_has_its_words():
    assert set(verify_vault.FAULTS) == set(HeadFault)
