"""The registry's ledger in PostgreSQL, for a province; loaded only when the settings name one."""
