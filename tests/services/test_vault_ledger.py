"""The ledger in the desk's own vault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.registry import DeskSearch
from app.services.ledger import Ledger
from app.services.trail import Trail
from app.services.vault_ledger import VaultLedger
from app.store import audit, registry_words
from app.store.migrate import REGISTRY
from app.store.vault import Vault, create_vault
from app.system.ids import new_id
from tests.conftest import KEY, StandingClock
from tests.services.ledger_stories import NOON, LedgerStories, Office, refusal


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    (tmp_path / "vault").mkdir()
    made = create_vault(tmp_path / "vault", bytearray(KEY), REGISTRY)
    yield made
    made.close()


@pytest.fixture
def ledger(vault: Vault, clock: StandingClock) -> Ledger:
    return VaultLedger(vault, Trail(clock, "登记处", new_id))


class TestVaultLedger(LedgerStories):
    """All stories, on the vault."""


def test_an_index_of_other_words_is_made_anew(
    vault: Vault, ledger: Ledger, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
):
    county = Office()
    ledger.trust(county.card(), NOON, 1)
    ledger.take(county.package(), [county.talk()], [])
    assert len(ledger.search(DeskSearch(words="集体"))) == 1
    monkeypatch.setattr(registry_words, "VERSION", registry_words.VERSION + 1)
    later = VaultLedger(vault, Trail(clock, "登记处", new_id))
    assert later.catch_up(0.0) == 0
    assert len(later.search(DeskSearch(words="集体"))) == 1
    with vault.reading() as connection:
        assert connection.execute("SELECT count(*) FROM talk_entry").fetchone() == (1,)


def test_each_act_leaves_its_entry(vault: Vault, ledger: Ledger):
    county = Office()
    ledger.trust(county.card(), NOON, 1)
    ledger.take(county.package(), [county.talk()], [])
    refused = refusal(county, 5, "gap")
    ledger.refuse(refused)
    ledger.settle(refused.id, "退回", NOON)
    ledger.settle(refused.id, "再说一次", NOON)
    ledger.distrust(county.code, NOON, "换了密钥")
    with vault.reading() as connection:
        acts = [(entry.what, entry.which) for entry in audit.entries(connection)]
    digits = "".join(county.card().fingerprint)
    assert acts == [
        ("office.trust", f"320999 {digits}"),
        ("package.receive", "320999-000001"),
        ("package.refuse", "320999-000005 gap"),
        ("package.settle", refused.id),
        ("office.distrust", "320999"),
    ]
