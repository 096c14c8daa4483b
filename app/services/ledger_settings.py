"""Under which names a desk's vault keeps where its ledger lies."""

from __future__ import annotations

URL, PASSWORD = "ledger.url", "ledger.password"  # a setting; the private half of a credential
# who this desk is among those of one database, and the last entry it owed its trail and wrote
DESK, WRITTEN = "ledger.desk", "ledger.written"
