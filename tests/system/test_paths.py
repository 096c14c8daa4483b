from __future__ import annotations

from datetime import UTC, datetime

from app.system import paths
from app.system.clock import SystemClock


def test_the_programs_own_files_are_where_it_looks_for_them():
    assert (paths.resources_folder() / "texts/passphrase-words.txt").is_file()


def test_folders_outside_the_vault_are_the_users_own():
    assert paths.default_vault_folder().name == "谈心簿"
    assert paths.preferences_folder().name == "tanxinbu"
    assert "tanxinbu" in str(paths.logs_folder())


def test_the_clock_tells_aware_times():
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.local(datetime(2026, 3, 5, tzinfo=UTC)) == datetime(2026, 3, 5, tzinfo=UTC)
    assert clock.local(clock.now()).tzinfo is not None
