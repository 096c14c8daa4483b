"""Tests of carrying the signed papers of a year out."""
