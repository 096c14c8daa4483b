"""The whole manual at the terminal: both papers, with every topic and with the table of keys."""

from __future__ import annotations

import pikepdf

from app.cli.main import main
from app.services.manual import Manual
from ui.help.keys import keys_table


def test_both_papers_are_made_and_hold_every_topic(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772668800")
    assert main(["manual", str(tmp_path / "out")], keys=keys_table) == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"说明书.pdf", "一页上手.pdf"}
    assert "说明书.pdf" in capsys.readouterr().out
    topics = Manual(keys_table()).topics
    with pikepdf.open(tmp_path / "out" / "说明书.pdf") as pdf, pdf.open_outline() as outline:
        chapters = [one.title for part in outline.root for one in part.children]
        assert str(pdf.docinfo.CreationDate).startswith("D:20260305000000")
    assert chapters == [f"{number}　{topic.title}" for number, topic in enumerate(topics, 1)]
    assert any("快捷键" in one for one in chapters)


def test_a_place_that_cannot_be_written_is_refused(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["manual", str(tmp_path / "file" / "out")]) == 1
    assert "FolderUnusableError" in capsys.readouterr().err
