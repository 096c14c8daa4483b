"""Carrying the signed papers of a year out of the vault."""
