"""The steps by which the registry's vault came to be what it is; never edited after a release."""
