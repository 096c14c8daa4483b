"""Tests of the page of documents."""
