"""The register of sticks: which there are, and who holds them."""
