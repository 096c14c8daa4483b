"""The rows of the bench that search: the copies it makes are found, on both sides alike."""

from __future__ import annotations

from pathlib import Path

from app.cli.measures import search_rows
from app.services.search import Search


def test_each_row_of_searching_has_its_floor(tmp_path: Path):
    ground = search_rows.search_ground(tmp_path, talks=20, searched=60)
    try:
        few = search_rows.SearchGround(
            ground.application,
            ground.plain,
            ground.asked[:4],
            ground.index_bytes,
            ground.text_bytes,
        )
        trail = ground.application.session.trail
        for text in few.asked:
            ours = ground.application.search.find(text)
            plain = Search(ground.plain, trail).find(text)
            assert [hit.id for hit in ours.hits] == [hit.id for hit in plain.hits]
            assert len(ours.hits) >= 3  # the talk and its copies
        rows = [
            *search_rows.searching(few, 1, 60),
            search_rows.showing(few, 1),
            search_rows.index_size(few),
        ]
        assert [row.id for row in rows] == ["M8", "M8b", "M9", "M8c", "M10"]
        assert all(row.floor and row.ours > 0 for row in rows)
    finally:
        ground.close()
