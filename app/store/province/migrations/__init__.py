"""The steps by which a province's ledger came to be what it is; never edited after a release."""
