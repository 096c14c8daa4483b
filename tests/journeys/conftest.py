"""What every journey through the windows needs."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def collected_on_the_main_thread() -> Iterator[None]:
    """What a journey leaves behind is collected here, never on a lane, where Qt would crash."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()
