from __future__ import annotations

import subprocess
import sys

import pytest

from app.system.process import memory_bytes

SCRIPT = """
import resource, ctypes
from app.system.process import forbid_dumps
forbid_dumps()
print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux itself")
def test_a_crash_leaves_no_image_of_the_memory():
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    ).stdout
    assert told.split() == ["0", "0"]


def test_the_machine_has_some_memory():
    assert memory_bytes() > 1 << 28
