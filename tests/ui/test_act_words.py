"""Every act that leaves an entry in the trail has its word on screen."""

from __future__ import annotations

import re
from pathlib import Path

from ui.audit.act_words import ACTS

SERVICES = Path(__file__).parents[2] / "app" / "services"
WRITTEN = re.compile(r'(?:\bwrite\(\s*\w+,\s*|_ACT\s*=\s*|act=)"([a-z_]+\.[a-z_]+)"')


def test_every_act_the_services_write_has_a_word():
    sources = [path.read_text("utf-8") for path in SERVICES.glob("*.py")]
    written = {act for source in sources for act in WRITTEN.findall(source)}
    assert len(written) > 10
    assert not written - set(ACTS)
