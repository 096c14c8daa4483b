"""Tests too long for every run: TANXINBU_LONG=1 asks for them, where they stand among the others."""

from __future__ import annotations

import os

import pytest

ASKED_FOR = "TANXINBU_LONG"
when_asked = pytest.mark.skipif(
    ASKED_FOR not in os.environ, reason=f"takes long: {ASKED_FOR}=1 asks for it"
)
