"""The bench tells the truth: rows with their floors, ratios and goals, in a table and as JSON."""

import json

import pytest

from app.cli import bench
from app.cli.main import main
from app.cli.measures import (
    chain_rows,
    cold_paper,
    disk_rows,
    handover_rows,
    list_rows,
    paper_rows,
    peers,
    vault_rows,
    window_rows,
)
from app.cli.measures.ground import ground
from app.cli.measures.measuring import Row, interleaved, table
from app.domain.talk import TalkStatus
from app.domain.talk_list import TalkFilter

MET = Row("M2", "谈话列表", 1.0, 1.0, "ms", 1.05)
MISSED = Row("M15", "窗口出现", 3.0, 1.0, "ms", 1.4, "下限是空窗口")
FAST_ENOUGH = Row("M11", "完整检查", 0.6, 1.0, "MB/s", 0.5, is_least=True)
TOO_SLOW = Row("M12", "备份", 0.2, 1.0, "MB/s", 0.3, is_least=True)
ABSENT = Row("M20", "三页", 9.0, None, "ms", 1.0, "没有安装 Typst")


def test_a_goal_is_met_missed_or_cannot_be_told():
    assert (MET.met, MISSED.met, ABSENT.met) == (True, False, None)
    assert (MISSED.ratio, ABSENT.ratio) == (3.0, None)


def test_of_a_speed_the_more_the_better():
    assert (FAST_ENOUGH.met, TOO_SLOW.met) == (True, False)
    assert "≥0.5" in table([FAST_ENOUGH])


def test_the_table_shows_every_row_with_its_note():
    told = table([MET, MISSED, ABSENT])
    lines = told.splitlines()
    assert len(lines) == 1 + 3 + 2
    assert lines[2].startswith("M15")
    assert "3.000" in lines[2]
    assert lines[2].endswith("否")
    assert "没有" in lines[3]
    assert "M20：没有安装 Typst" in lines


def test_acts_are_warmed_up_and_take_turns():
    done = []
    found = interleaved(3, {"a": lambda: done.append("a"), "b": lambda: done.append("b")})
    assert done[:2] == ["a", "b"]
    assert done[2:] == ["b", "a", "a", "b", "b", "a"]
    assert set(found) == {"a", "b"}


def test_the_windows_can_be_measured_alone(monkeypatch, capsys):
    monkeypatch.setattr(bench, "_window_rows", lambda folder, extent: iter([MISSED]))
    assert main(["bench", "--window"]) == 0
    assert "M15" in capsys.readouterr().out


@pytest.fixture
def quick(monkeypatch):
    """The bench with its rows made up; what each row measures is told below."""
    monkeypatch.setattr(bench, "_rows", lambda folder, extent: iter([MET, MISSED, ABSENT]))


def test_the_command_writes_what_it_found_as_json(quick, tmp_path, capsys):
    assert main(["bench", "--quick", "--json", str(tmp_path / "rows.json")]) == 0
    rows = json.loads((tmp_path / "rows.json").read_text("utf-8"))
    assert [row["id"] for row in rows] == ["M2", "M15", "M20"]
    assert set(rows[0]) == {
        "id", "measure", "ours", "floor", "unit", "ratio", "goal", "least", "met",
    }  # fmt: skip
    assert rows[2]["floor"] is rows[2]["ratio"] is rows[2]["met"] is None
    assert "没有达到目标：M15" in capsys.readouterr().out


def test_json_that_cannot_be_written_is_told(quick, tmp_path, capsys):
    assert main(["bench", "--quick", "--json", str(tmp_path / "none" / "rows.json")]) == 1
    assert capsys.readouterr().err


def test_the_vault_is_measured_beside_the_same_data_without_encryption(tmp_path):
    prepared = ground(tmp_path, talks=12, listed=60)
    try:
        ours, plain = prepared.talks.page(limit=100), prepared.plain_talks().page(limit=100)
        assert len(ours) == 60
        assert ours == plain
        assert all(row.status is TalkStatus.SEALED for row in ours)
        rows = [
            vault_rows.listing(prepared, 1, 60),
            vault_rows.opening(prepared, 1),
            *vault_rows.saving(prepared, 3),
        ]
        assert [row.id for row in rows] == ["M2", "M3", "M5", "M6"]
        rows += [
            disk_rows.cold(prepared, 1),
            disk_rows.importing(prepared, 1, people=30),
            disk_rows.checking(prepared, 1),
            disk_rows.backing_up(prepared, 1),
        ]
        assert [row.id for row in rows[4:]] == ["M4", "M7", "M11", "M12"]
        assert all(row.ours > 0 and row.floor for row in rows)
        assert not list((prepared.application.folder / "backups").glob("backup-*"))
    finally:
        prepared.close()
    vault = (tmp_path / "vault" / "vault.db").read_bytes()
    assert not vault.startswith(b"SQLite format 3")
    assert (tmp_path / "plain" / "plain.db").read_bytes().startswith(b"SQLite format 3")


def test_the_window_is_measured_in_processes_of_its_own():
    row = window_rows.showing(1)
    assert row.id == "M15"
    assert row.ours > 0
    assert row.floor


def test_a_package_is_measured_beside_what_cannot_be_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(handover_rows, "_peak_of", lambda mebibytes: 100.0 + mebibytes)
    rows = [handover_rows.writing(tmp_path, 1, 2), handover_rows.memory(1)]
    assert [row.id for row in rows] == ["M13", "M14"]
    assert all(row.ours > 0 and row.floor for row in rows)
    assert list(tmp_path.iterdir()) == []


def test_many_talks_are_measured_beside_few_and_their_list_in_the_real_window(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(list_rows, "WHOLE", 20)
    prepared = list_rows.list_ground(tmp_path, few=10, many=120)
    try:
        assert len(prepared.few.talks.page()) == 10
        found = prepared.many.talks.page(TalkFilter("镇"), None, 500)
        assert found
        assert len(found) % 6 == 0  # the copies are found with what they are copies of
        rows = list(list_rows.growing(prepared, 1, 2, (10, 120)))
    finally:
        prepared.close()
    rows += window_rows.listing(prepared.folder, 1, 120)
    assert [row.id for row in rows][:5] == ["M25", "M25b", "M16", "M16b", "M17"]
    assert all(row.ours > 0 and row.floor for row in rows)


def test_the_minutes_measured_are_real_pages(monkeypatch):
    assert paper_rows.make().startswith(b"%PDF")
    row = paper_rows.warm(1)
    assert row.note.startswith(("3 页", "4 页"))
    monkeypatch.setattr(peers, "_module", lambda name: None)
    monkeypatch.setattr(peers.shutil, "which", lambda name: None)
    rows = [*paper_rows.cold(1), *paper_rows.many(1, 2)]
    assert [row.id for row in rows] == ["M20", "M20b", "M21", "M21b"]
    assert all(row.ours > 0 and row.floor is None for row in rows)
    assert rows[1].note == "这台机器没有安装 WeasyPrint"


def test_another_process_sets_the_very_same_minutes():
    told = paper_rows.minutes()
    assert cold_paper.read(cold_paper.as_json(told)) == told


def test_peers_are_given_the_same_text():
    told = paper_rows.minutes()
    for text in (peers.typst_text(told), peers.html_text(told)):
        assert all(block.text in text for block in told.blocks)


def test_a_peer_stands_beside_ours_with_its_own_pages(tmp_path):
    def write() -> None:
        (tmp_path / "peer.pdf").write_bytes(paper_rows.make())

    write()
    peer = peers.Peer("Typst", write, write, tmp_path / "peer.pdf")
    found = {"ours": 30.0, "Typst": 40.0}
    met, absent = paper_rows._beside("M20", "三页", found, 1.0, {"Typst": peer})
    assert (met.ratio, met.met) == (0.75, True)
    assert "排成 4 页" in met.note or "排成 3 页" in met.note
    assert absent.floor is None


def test_a_signature_and_the_whole_way_are_measured_with_all_that_belongs_to_them(monkeypatch):
    # each number is that of a process of its own, which takes its time
    monkeypatch.setattr(chain_rows, "_peak_of", lambda documents: 100.0 + documents)
    rows = [*chain_rows.signing(1), chain_rows.chain(1), chain_rows.memory(1)]
    assert [row.id for row in rows] == ["M22", "M22b", "M23", "M24"]
    assert [row.goal for row in rows] == [1.0, 1.0, 1.15, 1.5]
    assert all(row.floor for row in rows)
    assert "核验" in rows[2].note


def test_unlocking_is_measured_beside_the_key_derivation_alone(tmp_path):
    row = vault_rows.unlocking(tmp_path / "unlock", 1)
    assert row.id == "M1"
    assert row.floor
    assert row.ours > row.floor / 2
