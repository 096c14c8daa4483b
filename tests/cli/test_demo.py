"""The demo told as what it leaves behind; the screens have their own story."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from app import bootstrap
from app.bootstrap import registry_access
from app.cli import main as command_line
from app.cli.story.county import County
from app.cli.story.readme import PASSPHRASE
from app.cli.story.story_clock import StoryClock, last_working_day, moment_on
from app.documents.pictures import page_count, text_of
from app.domain.progress import NoProgress
from app.domain.roster import Standing
from app.domain.talk import TalkStatus
from app.domain.verdict import Outcome
from tests.conftest import CHEAP

TAKEN = []


def no_screens(folder: Path, passphrase: str, out: Path) -> None:
    """Stands where the windows' camera stands."""
    TAKEN.append((folder, passphrase))
    out.mkdir()
    (out / "home.png").write_bytes(b"")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def county(tmp_path_factory, home):
    folder = tmp_path_factory.mktemp("demo") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(home))
        County(folder, lambda what: None, CHEAP).perform(talks=30, screens=no_screens)
    return folder


@pytest.fixture
def opened(county, tmp_path):
    application = bootstrap.access(tmp_path / "preferences").unlock(
        county / "vault", passphrase_in(county), NoProgress()
    )
    yield application
    application.lock()


def passphrase_in(county: Path) -> str:
    """As a newcomer finds it: alone on a line of README.txt."""
    (found,) = re.findall(r"^passphrase: (\S+)$", (county / "README.txt").read_text("utf-8"), re.M)
    return found


def test_everything_promised_is_there(county):
    names = {path.name for path in county.iterdir()}
    assert names == {
        "README.txt", "minutes.pdf", "collective-minutes.pdf", "certificate.pem", "vault", "stick",
        "registry", "samples", "screens", "papers",
    }  # fmt: skip
    told = (county / "README.txt").read_text("utf-8")
    assert all(name in told for name in names - {"README.txt"})
    assert (county / "registry" / "identity.txt").is_file()
    assert list((county / "registry" / "receipts").glob("*.receipt.json"))
    assert [(county / "vault", PASSPHRASE)] == TAKEN


def test_the_minutes_are_signed_and_say_what_was_said(county, opened):
    for name, pages in (("minutes.pdf", range(3, 6)), ("collective-minutes.pdf", range(3, 7))):
        path = county / name
        assert opened.minutes.verify(path).outcome is Outcome.GENUINE
        assert page_count(path.read_bytes()) in pages
    text = "".join(text_of((county / "minutes.pdf").read_bytes())).replace(" ", "")
    assert "赵示例" in text
    assert "五天以后" in re.sub(r"\s", "", text)
    assert "四天以后" not in re.sub(r"\s", "", text)
    collective = "".join(text_of((county / "collective-minutes.pdf").read_bytes()))
    assert "陈\U0002c73d例" in collective or "𬭎" in collective
    assert "{d" not in text + collective


def test_one_of_each_document_is_there_and_names_nobody_in_its_file(county):
    papers = sorted((county / "papers").glob("*.pdf"))
    assert len(papers) == 18
    assert [path.name[:2] for path in papers] == [f"{n:02}" for n in range(1, 19)]
    for path in papers:
        assert page_count(path.read_bytes())
        assert "例" not in path.name, "all made-up names have this character"


def test_the_terminal_verifies_them_with_the_certificate(county, capsys):
    card = str(county / "certificate.pem")
    for name in ("minutes.pdf", "collective-minutes.pdf"):
        assert command_line.main(["verify", str(county / name), "--certificate", card]) == 0
    assert command_line.main(["verify", str(county / "minutes.pdf")]) == 1


def test_the_machine_it_was_made_on_knows_it_as_a_demonstration(county, home, monkeypatch, capsys):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    assert command_line.main(["verify", str(county / "minutes.pdf")]) == 0
    assert "演示证书" in capsys.readouterr().out


@pytest.mark.skipif(not shutil.which("minisign"), reason="minisign is not installed")
def test_the_line_for_the_stock_tool_works_as_written(county):
    lines = (county / "README.txt").read_text("utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith("minisign "))
    assert (
        subprocess.run(line.split(), cwd=county, capture_output=True, check=False).returncode == 0
    )


def test_the_vault_opens_and_holds_talks_at_every_step(opened):
    by_status = {}
    for row in opened.talks.page(limit=200):
        by_status.setdefault(row.status, []).append(row)
    assert len(by_status[TalkStatus.SEALED]) == 6 + 30
    assert sum(row.is_received for row in by_status[TalkStatus.SEALED]) == 2 + 30
    assert len(by_status[TalkStatus.TO_SIGN]) == 1
    assert len(by_status[TalkStatus.PREPARED]) == 1
    assert len(by_status[TalkStatus.PLANNED]) == 2
    assert opened.audit.check().first_break is None


def test_everybody_in_it_is_clearly_made_up(opened):
    ours = [row for row in opened.people.page(limit=100) if row.unit_name.startswith("郧西县")]
    assert ours
    assert all("示例" in row.name for row in ours)
    subjects = {row.subject for row in opened.talks.page(limit=200) if "演示" in row.subject}
    assert len(subjects) >= 4


def test_the_samples_are_taken_in_by_a_fresh_vault(county, application):
    preview = application.rosters.read([county / "samples"])
    assert preview.faults == ()
    assert {row.standing for row in preview.rows} == {Standing.NEW}
    application.rosters.take(preview, {})
    assert "沈示例" in {row.name for row in application.people.page()}


def test_the_registry_holds_what_was_handed_over(county):
    desk = registry_access().open(county / "registry", PASSPHRASE)
    try:
        (office,) = desk.offices()
        assert (office.card.code, office.packages, office.talks) == ("420322", 1, 2)
        assert office.gaps == ()
    finally:
        desk.close()


def test_a_folder_with_something_in_it_is_not_touched(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert command_line.main(["demo", str(tmp_path)]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


class ShortCounty:
    """Stands for the county where only the command around it is told about."""

    performed = None

    def __init__(self, folder, tell):
        self.folder, self.tell = folder, tell

    def perform(self, talks, screens):
        self.tell("新建保险库")
        type(self).performed = (self.folder, talks, screens)


def test_the_command_passes_on_what_it_was_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("app.cli.demo.County", ShortCounty)
    folder = tmp_path / "new"
    assert command_line.main(["demo", str(folder), "--talks", "7"], screens=no_screens) == 0
    assert ShortCounty.performed == (folder, 7, no_screens)
    assert "新建保险库" in capsys.readouterr().out


@pytest.mark.parametrize("count", ["-1", "many", "1000001"])
def test_a_number_of_talks_that_cannot_be_is_wrong_use(tmp_path, count, capsys):
    assert command_line.main(["demo", str(tmp_path / "new"), "--talks", count]) == 2
    assert "--talks" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("today", "before"),
    [
        ((2026, 11, 22), (2026, 11, 20)),
        ((2026, 11, 24), (2026, 11, 23)),
        ((2026, 11, 23), (2026, 11, 20)),
    ],
)
def test_nobody_is_talked_to_on_a_sunday(today, before):
    assert last_working_day(date(*today)) == date(*before)


def test_the_clock_of_the_story_never_goes_back():
    clock = StoryClock(moment_on(date(2026, 3, 5), 9))
    clock.go_to(moment_on(date(2026, 3, 4), 9))
    assert clock.now() == moment_on(date(2026, 3, 5), 9)
    clock.move(minutes=5)
    assert clock.now() == moment_on(date(2026, 3, 5), 9, 5)
