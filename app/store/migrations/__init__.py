"""The numbered steps that build the vault's schema; a released step is never edited."""
