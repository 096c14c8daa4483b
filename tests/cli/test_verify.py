"""`tanxinbu verify`: exit code 0 only if every rule holds."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from app import bootstrap
from app.cli.main import main
from app.documents.pictures import text_of
from app.domain.progress import NoProgress
from app.services.access import Access
from app.services.new_vault import NewVault
from app.signing.credentials import as_pem, fingerprint_of
from tests.conftest import PASSPHRASE, StandingClock
from tests.services.test_minutes import spoken
from tests.signing.conftest import Office, archived, new_office, office, signed_minutes
from tests.signing.several import NAMES, PLACES, Signers, own_key

__all__ = ["archived", "office", "signed_minutes"]  # fixtures of those who falsify


@pytest.fixture
def file(signed_minutes: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "minutes.pdf"
    path.write_bytes(signed_minutes)
    return path


def test_a_genuine_file_by_its_certificate(
    file: Path,
    office: Office,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    certificate = tmp_path / "office.pem"
    certificate.write_bytes(as_pem(office.certificate))
    assert main(["verify", str(file), "--certificate", str(certificate)]) == 0
    said = capsys.readouterr()
    assert "原件，没有被改动过" in said.out
    assert said.err == ""


def test_a_genuine_file_by_a_fingerprint_read_over_the_telephone(
    file: Path,
    office: Office,
) -> None:
    print_ = fingerprint_of(office.certificate).upper()
    spoken_print = " ".join(print_[at : at + 4] for at in range(0, 64, 4))
    assert main(["verify", str(file), "--fingerprint", spoken_print]) == 0


def test_intact_but_unknown_is_not_good_enough(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(file)]) == 1
    assert main(["verify", str(file), "--fingerprint", "ab" * 32]) == 1
    assert "不是所信任的那一张" in capsys.readouterr().err


def test_a_change_is_told_in_chinese(
    file: Path,
    office: Office,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file.write_bytes(file.read_bytes() + b"more")
    assert main(["verify", str(file), "--fingerprint", fingerprint_of(office.certificate)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("这份文件在签名之后被改动过。")
    assert "文件末尾之后还跟着别的内容" in said


def test_the_answer_as_json(
    file: Path,
    office: Office,
    capsys: pytest.CaptureFixture[str],
) -> None:
    digest = fingerprint_of(office.certificate)
    assert main(["verify", str(file), "--fingerprint", digest, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["outcome"] == "genuine"
    assert said["signatures"][0]["fingerprint"] == digest
    assert main(["verify", str(file), "--fingerprint", digest, "--sha256", said["sha256"]]) == 0
    assert main(["verify", str(file), "--fingerprint", digest, "--sha256", "0" * 64]) == 1


@pytest.mark.parametrize(
    "more",
    [["--fingerprint", "abc"], ["--certificate", "a", "--vault", "b"], ["--sha256", "x"], ["--no"]],
)
def test_wrong_use_is_two(file: Path, more: list[str]) -> None:
    assert main(["verify", str(file), *more]) == 2


def test_no_file_and_no_certificate_are_refusals(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(tmp_path / "none.pdf")]) == 1
    assert main(["verify", str(file), "--certificate", str(file)]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_vault_recognises_its_own(
    access: Access,
    new_vault: NewVault,
    clock: StandingClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("app.cli.verify.access", lambda: access)
    application = access.create(new_vault, NoProgress())
    talk_id = spoken(application, clock)
    application.minutes.confirm(talk_id, NoProgress())
    own = tmp_path / "own.pdf"
    own.write_bytes(application.minutes.pdf(talk_id))
    number = application.talks.get(talk_id).number
    application.lock()

    def verify(path: Path) -> int:
        reading, writing = os.pipe()
        os.write(writing, f"{PASSPHRASE}\n".encode())
        os.close(writing)
        try:
            return main(
                [
                    "verify",
                    str(path),
                    "--vault",
                    str(new_vault.folder),
                    "--passphrase-fd",
                    str(reading),
                ]
            )
        finally:
            os.close(reading)

    assert verify(own) == 0
    assert number in capsys.readouterr().out
    other = tmp_path / "other.pdf"
    other.write_bytes(new_office().sign(own.read_bytes()[: own.read_bytes().index(b"%%EOF") + 6]))
    assert verify(other) == 1
    assert "不在本单位的保险库里" in capsys.readouterr().err


def test_an_office_of_this_machine_is_known_by_its_vault(
    file: Path, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    bootstrap.known_certificates().remember(fingerprint_of(office.certificate))
    assert main(["verify", str(file)]) == 0
    assert "原件，没有被改动过。" in capsys.readouterr().out


def test_a_demonstration_never_passes_for_an_office(
    file: Path, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    known = bootstrap.known_certificates()
    known.remember(fingerprint_of(office.certificate), is_made_up=True)
    assert main(["verify", str(file)]) == 0
    assert "由演示证书签名，口令公开，只供试用" in capsys.readouterr().out


@pytest.fixture(scope="session")
def signers(office: Office) -> Signers:
    return Signers(office, (own_key(),))


@pytest.fixture
def folder(signers: Signers, archived: bytes, signed_minutes: bytes, tmp_path: Path) -> Path:
    """A file that two signed, one that was altered, and one that is no PDF."""
    several = signers.add(signers.begin(archived, PLACES[:1]), NAMES[0], signers.keys[0])
    made = tmp_path / "folder"
    (made / "deeper").mkdir(parents=True)
    (made / "several.pdf").write_bytes(several)
    (made / "deeper" / "altered.pdf").write_bytes(signed_minutes + b"more")
    (made / "letter.pdf").write_text("这不是 PDF")
    return made


def test_a_folder_is_verified_file_by_file(
    folder: Path, office: Office, signers: Signers, capsys: pytest.CaptureFixture[str]
) -> None:
    known = ["--fingerprint", fingerprint_of(office.certificate)]
    person = ["--signer", fingerprint_of(signers.keys[0].certificate)]
    assert main(["verify", "--folder", str(folder), *known, *person]) == 1
    said = capsys.readouterr().out
    assert "被改动过　altered.pdf　文件末尾之后还跟着别的内容。" in said
    assert "读不出来　letter.pdf　这不是 PDF 文件。" in said
    assert "原件　several.pdf\n" in said
    assert "共 3 份：原件 1 份，被改动过 1 份，读不出来 1 份。" in said
    assert main(["verify", "--folder", str(folder), *known, *person, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {
        "genuine": 1,
        "foreign": 0,
        "altered": 1,
        "incomplete": 0,
        "unreadable": 1,
    }
    assert [one["file"] for one in told["files"]] == ["altered.pdf", "letter.pdf", "several.pdf"]


def test_several_files_are_good_if_each_is(
    folder: Path,
    file: Path,
    office: Office,
    signers: Signers,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    certificate = tmp_path / "person.pem"
    certificate.write_bytes(as_pem(signers.keys[0].certificate))
    both = ["verify", str(file), str(folder / "several.pdf")]
    known = ["--fingerprint", fingerprint_of(office.certificate)]
    assert main([*both, *known, "--signer", str(certificate)]) == 0
    assert main([*both, *known]) == 1
    assert "来源未确认　several.pdf　签名用的证书不是所信任的那一张。" in capsys.readouterr().out
    assert main([*both, str(tmp_path / "gone.pdf"), *known, "--signer", str(certificate)]) == 1


def test_persons_of_this_machine_are_known_by_their_vault(
    folder: Path, office: Office, signers: Signers
) -> None:
    known = bootstrap.known_certificates()
    known.remember(fingerprint_of(office.certificate))
    several = str(folder / "several.pdf")
    assert main(["verify", several]) == 1
    known.remember_persons([fingerprint_of(signers.keys[0].certificate)])
    assert main(["verify", several]) == 0


def test_an_empty_folder_is_nothing_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "--folder", str(tmp_path)]) == 1
    assert "没有找到 PDF 文件" in capsys.readouterr().out
    assert main(["verify", "--folder", str(tmp_path / "gone")]) == 1


def test_the_sheet_is_written(
    folder: Path, file: Path, office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = ["--fingerprint", fingerprint_of(office.certificate)]
    sheet = tmp_path / "sheet.pdf"
    assert main(["verify", str(file), *known, "--sheet", str(sheet)]) == 0
    said = "".join(text_of(sheet.read_bytes()))
    assert "结论：原件，没有被改动过。" in said
    assert "给出的单位证书或指纹" in said
    assert main(["verify", "--folder", str(folder), *known, "--sheet", str(sheet)]) == 1
    assert "签名核验汇总单" in text_of(sheet.read_bytes())[0]
    assert main(["verify", str(file), *known, "--sheet", str(tmp_path / "gone" / "a.pdf")]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_vault_is_asked_other_things_than_a_file(
    folder: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(folder), "--sheet", "a.pdf"]) == 2
    assert main(["verify", str(file), str(file), "--sha256", "0" * 64]) == 2
    assert main(["verify", str(file), "--whole"]) == 2
    assert "只用于保险库文件夹" in capsys.readouterr().err
