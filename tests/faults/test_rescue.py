"""A damaged vault is looked at and rescued into a new one; the damaged one keeps every byte."""

from __future__ import annotations

from app.domain.health import Kept
from app.domain.progress import NoProgress
from tests.conftest import PASSPHRASE
from tests.faults.ground import Ground, opened, rows_of


def test_a_whole_vault_is_found_whole_and_comes_over_whole(ground: Ground, salvage, tmp_path):
    found = salvage.look(ground.folder, PASSPHRASE, NoProgress())
    assert found.is_whole, found
    counted = {kind.kind: kind.rows for kind in found.readable}
    assert counted[Kept.TALK] == len(ground.truth["talk"])
    report = salvage.rescue(ground.folder, PASSPHRASE, tmp_path / "saved", NoProgress())
    assert (report.strays, report.mended, report.renewed_keys) == ((), (), ())
    with opened(report.folder / "vault.db", ground.key) as connection:
        saved = rows_of(connection)
    for table, rows in ground.truth.items():
        if table not in {"setting", "audit_entry"}:
            assert saved[table] == rows, table
    assert saved["audit_entry"].items() >= ground.truth["audit_entry"].items()
