"""Who can open the vault, and the ways back in: passphrases, recovery cards, the data key."""
