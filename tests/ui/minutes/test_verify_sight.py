"""What was found of files fits on the smallest screen in the largest type, and all of it is named."""

from __future__ import annotations

from dataclasses import replace

from app.domain.verdict import Examined, Reason
from tests.documents.test_validity_sheet import GENUINE
from tests.ui.conftest import settle
from tests.ui.sight import cut_off, nameless
from ui.minutes.verify_page import VerifyPage
from ui.page import Destination

REFUSED = replace(GENUINE, reasons=tuple(Reason), talk_number="", open_fields=("记录人",))


def test_one_file_and_many_fit(window, workspace):
    window._look.choose(18)
    window.resize(1366, 720)
    workspace.go(Destination("verify"))
    settle(window)
    page = workspace.current
    assert isinstance(page, VerifyPage)
    faults = []
    files = [Examined("2026-0012.pdf", GENUINE), Examined("坏了的一份.pdf", REFUSED)]
    for one in files:
        page.list.add(one)
        page._open(one)
        settle(window)
        faults += cut_off(window) + nameless(window)
    for _ in range(20):
        page.list.add(files[1])
    page._show_list()
    settle(window)
    faults += cut_off(window) + nameless(window)
    page.progress.begin("正在逐份核验…")
    settle(window)
    faults += cut_off(window) + nameless(window)
    assert not faults
    assert window.minimumSizeHint().height() <= 720
