"""Files that come in: rosters, forms, prompt sets; untrusted until checked."""
