"""The other pages of the desk: whom it trusts, what it refused, what it knows, who it is."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QPlainTextEdit

from app.domain.package import PackageLevel
from app.handover.card import read_registry_card
from app.handover.credentials import new_office_keys
from tests.conftest import PASSPHRASE
from tests.handover.makers import Circle
from tests.services.counties import County
from tests.ui.desk.conftest import on_lane, page_of, settle
from tests.ui.desk.test_receive import lines, look_into, receive


@pytest.fixture
def filled(window, trusted: County, stick: Path) -> County:
    """A county two of whose packages were received, and one is missing before a fourth."""
    from app.domain.progress import NoProgress

    for level in (PackageLevel.FULL, PackageLevel.LEDGER):
        trusted.send(level)
    trusted.sequence += 1
    trusted.root = "ab" * 32
    trusted.send()
    on_lane(window, lambda registry: registry.receive(stick, stick, NoProgress()))
    return trusted


def fill(form, text: str) -> None:
    form.findChild(QPlainTextEdit).setPlainText(text)
    form.way_on.click()


# ── 单位 ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_office_is_trusted_only_when_every_group_was_compared(window, county, tmp_path):
    card = tmp_path / "office-card.txt"
    card.write_bytes(county.card())
    page = page_of(window, "offices")
    assert page.empty.isVisible()
    page.empty.button.click()
    page.panel.read_card(card)
    settle(window)
    assert page.panel.name.text() == "320999　某县纪委监委"
    assert len(page.panel.ticks.ticks) == 8
    for tick in page.panel.ticks.ticks:
        assert not page.panel.trust_button.isEnabled()
        tick.setChecked(True)
    page.panel.trust_button.click()
    settle(window)
    assert window.workspace.message.what.text() == "某县纪委监委已登记，可以接收它的移交包了。"
    assert [line[:2] for line in lines(page)] == [("320999", "某县纪委监委")]


def test_another_key_of_a_known_office_is_warned_of_and_must_be_meant(
    window, trusted, stick, tmp_path
):
    other = County(Circle(stick, tmp_path / "b", office=new_office_keys()))
    card = tmp_path / "card.txt"
    card.write_bytes(other.card())
    page = page_of(window, "offices", act="trust")
    page.panel.read_card(card)
    settle(window)
    assert "登记过另一把密钥" in page.panel.message.what.text()
    for tick in page.panel.ticks.ticks:
        tick.setChecked(True)
    assert not page.panel.trust_button.isEnabled()
    page.panel.replace.setChecked(True)
    page.panel.trust_button.click()
    settle(window)
    (office,) = on_lane(window, lambda registry: registry.offices())
    assert office.card.public_key == other.keys.public_key


def test_a_file_that_is_no_card_is_said_to_be_none(window, tmp_path):
    (tmp_path / "card.txt").write_bytes(b"hello")
    page = page_of(window, "offices", act="trust")
    page.panel.read_card(tmp_path / "card.txt")
    settle(window)
    assert "不是单位的卡片" in page.panel.message.what.text()
    assert not page.panel.trust_button.isEnabled()
    page.panel.read_card(tmp_path / "gone.txt")
    settle(window)
    assert page.panel.message.isVisible()


def test_the_ledger_tells_what_is_missing_and_what_waits(window, filled):
    page = page_of(window, "offices")
    (line,) = lines(page)
    assert line == ("320999", "某县纪委监委", "2 包，到 2 号", "2", "✕ 3")
    told = dict(page.view._facts(page.chosen()))
    assert told["缺号"] == "第 3 号，请催单位补交"
    assert told["等着"] == "第 4 号，缺号补齐后自己收下"
    assert page.view.packages.rowCount() == 2


def test_an_office_is_not_received_from_any_more_with_a_reason(
    qtbot, window, filled, stick, tmp_path
):
    page = page_of(window, "offices")
    page.distrust_button.click()
    assert not page.form.way_on.isEnabled()
    fill(page.form, "密钥遗失")
    settle(window)
    assert not page.distrust_button.isEnabled()
    assert "不再接收" in lines(page)[0][1]
    assert "密钥遗失" in dict(page.view._facts(page.chosen()))["不再接收"]
    late = tmp_path / "late"
    late.mkdir()
    filled.circle.stick = late
    filled.send()
    page = page_of(window, "receive")
    look_into(window, page, late)
    receive(qtbot, window, page)
    assert lines(page)[0][3].startswith("✕ 拒收")


def test_the_ledger_goes_into_a_workbook_and_never_over_a_file(window, filled, tmp_path):
    page = page_of(window, "offices")
    path = tmp_path / "ledger.xlsx"
    page.saving.save_to(path, lambda _: window.application.registry.ledger_workbook())
    settle(window)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert "某县纪委监委" in [cell.value for row in sheet.iter_rows() for cell in row]
    page.saving.save_to(path, lambda _: b"other")
    settle(window)
    assert "同名" in window.workspace.message.what.text()
    assert path.read_bytes() != b"other"


# ── 隔离 ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_refused_package_is_told_tried_again_and_taken(qtbot, window, county, stick):
    county.send()
    page = page_of(window, "receive")
    look_into(window, page, stick)
    receive(qtbot, window, page)
    page = page_of(window, "quarantine")
    (line,) = lines(page)
    assert line[2] == "没有登记过这个移交单位"
    on_lane(window, lambda registry: registry.trust(county.card()))
    page.again_button.click()
    settle(window)
    qtbot.waitUntil(lambda: not page.run.is_running, timeout=20_000)
    settle(window)
    assert "已接收" in window.workspace.message.what.text()
    assert "receipts" in window.workspace.message.remedy.text()
    assert page.empty.isVisible()
    page.all_box.setChecked(True)
    settle(window)
    assert "后来收下了" in lines(page)[0][2]


def test_a_refusal_is_settled_with_a_note(window, filled):
    page = page_of(window, "quarantine")
    page.settle_button.click()
    fill(page.form, "已电话催第 3 号")
    settle(window)
    assert page.empty.isVisible()
    page.all_box.setChecked(True)
    settle(window)
    assert "已电话催第 3 号" in lines(page)[0][2]


# ── 查询 ─────────────────────────────────────────────────────────────────────────────────────────


def found(page) -> list[str]:
    return [row.number for row in page.model.rows()]


def test_talks_of_all_offices_are_found_and_one_is_read(window, filled):
    page = page_of(window, "search")
    assert sorted(found(page)) == ["2026-0001", "2026-0002"]
    page.words.setText("专题研究")
    page.words.returnPressed.emit()
    settle(window)
    assert len(found(page)) == 2
    page.name.setText("李四")
    page.name.returnPressed.emit()
    settle(window)
    assert found(page) == []
    assert page.empty.sentence.text().startswith("没有找到")
    page.name.setText("")
    page.name.returnPressed.emit()
    settle(window)
    page._open(page.model.row_at(0))
    settle(window)
    said = [
        label.text() for label in page.view.content.part.findChildren(type(page.view.files.said))
    ]
    assert "问：最近一次专题研究是哪天？" in said
    assert "1月9日。" in said
    assert page.view.head.subtitle.text() == "某县纪委监委　第 1 号全卷包"
    page.view.other_button.click()
    settle(window)
    assert page.view.head.subtitle.text() == "某县纪委监委　第 2 号台账包"
    assert page.step_back()
    assert not page.step_back()


def test_a_file_of_a_talk_goes_out_with_a_reason_that_stays_in_the_trail(window, filled, tmp_path):
    page = page_of(window, "search")
    page._open(page.model.row_at(0))
    settle(window)
    files = page.view.files
    names = [files.table.item(at, 0).text() for at in range(files.table.rowCount())]
    assert names == ["minutes.pdf", "scan.pdf"]
    files.save_to(tmp_path / "out.pdf")
    assert not files.form.way_on.isEnabled()
    fill(files.form, "核实信访反映")
    settle(window)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-1.7 minutes")
    acts = on_lane(window, lambda _: window.application.audit.page(limit=5))
    assert "package.save" in [entry.what for entry in acts]
    files.see_button.click()
    fill(files.form, "看一眼")
    settle(window)
    assert "minutes.pdf" in window.workspace.message.what.text()


# ── 统计 ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_figures_of_all_offices_have_their_sum(window, filled, tmp_path):
    page = page_of(window, "figures")
    total, office = lines(page)
    assert total[:3] == ("合计", "2", "2")
    assert office[0] == "某县纪委监委"
    assert total[1:] == office[1:]
    path = tmp_path / "figures.xlsx"
    page.saving.save_to(path, lambda _: window.application.registry.figures_workbook(page._figures))
    settle(window)
    assert openpyxl.load_workbook(path).worksheets[0].cell(2, 2).value == "某县纪委监委"


# ── 身份 ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_card_is_given_out_again_and_the_key_only_for_the_passphrase(window, tmp_path):
    page = page_of(window, "identity")
    identity = window.application.registry.identity
    assert page.digits.groups == identity.fingerprint
    page.save_card(tmp_path / "identity.txt")
    settle(window)
    assert read_registry_card((tmp_path / "identity.txt").read_bytes()) == identity
    page.export_key(tmp_path / "key.txt")
    page.form.passphrase.set_text("not-the-passphrase-at-all")
    page.form.way_on.click()
    settle(window)
    assert page.form.message.isVisible()
    assert not (tmp_path / "key.txt").exists()
    page.form.passphrase.set_text(PASSPHRASE)
    page.form.way_on.click()
    settle(window)
    assert b"AGE-SECRET-KEY" in (tmp_path / "key.txt").read_bytes()
