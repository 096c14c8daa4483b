"""What left the vault is looked up, named, taken back and noted as destroyed, by keyboard too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.domain.copies import CopyFilter, CopyWish
from app.domain.progress import NoProgress
from app.services.application import Application
from tests.ui.office import Office
from ui import copy_taking, paper_printing
from ui.copies.copies_page import CopiesPage, CopiesPlace
from ui.copies.desk import copy_desk_of
from ui.copies.forms import DestroyForm, HolderForm, ReturnForm
from ui.copy_taking import CopyTaking
from ui.page import Destination
from ui.printing import a4_printer
from ui.widgets.message import Message
from ui.widgets.paged_table import TablePlace

LONG = 10_000


@pytest.fixture
def page(qtbot, office: Office) -> CopiesPage:
    shown = CopiesPage(copy_desk_of(office.application, office.tasks))
    qtbot.addWidget(shown)
    shown.resize(1150, 600)
    shown.show()
    shown.refresh_if_stale()
    return shown


@pytest.fixture
def talk_id(office: Office):
    talk_id = office.ended(0)
    office.lane.do(lambda: office.application.minutes.confirm(talk_id, NoProgress()))
    return talk_id


def print_out(office: Office, talk_id, *wishes: CopyWish) -> list[bytes]:
    copies = office.application.copies
    contents = []
    for wish in wishes:
        office.clock.move(minutes=1)
        contents.append(office.lane.do(lambda w=wish: copies.print_minutes(talk_id, w)[0].content))
    return contents


def show(qtbot, page: CopiesPage, count: int) -> None:
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == count, timeout=LONG)


def choose(page: CopiesPage, *numbers: int) -> None:
    model = page.table.view.selectionModel()
    model.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for number in numbers:
        model.select(page.model.index(number, 0), flags)


def cells(page: CopiesPage, row: int) -> list[str]:
    return [page.model.data(page.model.index(row, n)) for n in range(len(page.model.columns))]


def states(page: CopiesPage) -> list[str]:
    return [cells(page, row)[6] for row in range(page.model.rowCount())]


def registered(application: Application):
    return application.copies.page(wanted=CopyFilter())


def test_the_register_lists_what_went_out_newest_first(qtbot, page, office, talk_id):
    qtbot.waitUntil(page.empty.isVisible, timeout=LONG)
    print_out(office, talk_id, CopyWish("县委办", "存档"), CopyWish())
    show(qtbot, page, 2)
    newest, oldest = cells(page, 0), cells(page, 1)
    number = office.talk(talk_id).number
    assert newest[:3] == ["000002", f"谈话记录 {number}", "纸质"]
    assert oldest[4:7] == ["县委办", "存档", "在外"]
    assert newest[4] == "（未填）"
    qtbot.waitUntil(lambda: page.count.text() == "在外 2 份", timeout=LONG)


def test_a_copy_is_named_and_taken_back(qtbot, page, office, talk_id):
    print_out(office, talk_id, CopyWish(), CopyWish())
    show(qtbot, page, 2)
    choose(page, 0)
    page.holder_button.click()
    assert isinstance(page.form, HolderForm)
    page.form.holder.setText("县委办")
    page.form.way_on.click()
    qtbot.waitUntil(
        lambda: bool(page.model.rowCount()) and cells(page, 0)[4] == "县委办", timeout=LONG
    )
    qtbot.waitUntil(lambda: page.form is None, timeout=LONG)
    choose(page, 0)
    page.return_button.click()
    assert isinstance(page.form, ReturnForm)
    page.form.note.setText("完好")
    page.form.way_on.click()
    qtbot.waitUntil(lambda: page.form is None, timeout=LONG)
    qtbot.waitUntil(lambda: page.count.text() == "在外 1 份", timeout=LONG)
    qtbot.waitUntil(lambda: states(page) == ["已收回", "在外"], timeout=LONG)
    page.table.choose(0)
    assert "收回。注明：完好" in page.details.text()


def test_copies_are_noted_as_destroyed_once_and_for_all(qtbot, page, office, talk_id):
    print_out(office, talk_id, CopyWish(), CopyWish())
    show(qtbot, page, 2)
    choose(page, 0, 1)
    page.destroy_button.click()
    assert isinstance(page.form, DestroyForm)
    assert not page.form.way_on.isEnabled(), "how it was done must be said"
    page.form.note.setText("碎纸机，两人在场")
    page.form.way_on.click()
    qtbot.waitUntil(lambda: page.count.text() == "在外 0 份", timeout=LONG)
    kept = office.lane.do(lambda: registered(office.application))
    assert {copy.end_note for copy in kept} == {"碎纸机，两人在场"}
    qtbot.waitUntil(lambda: states(page) == ["已销毁", "已销毁"], timeout=LONG)
    choose(page, 0)
    for closed in (page.holder_button, page.return_button, page.destroy_button):
        assert not closed.isEnabled(), "what is destroyed never changes"


def test_the_list_is_narrowed_and_comes_back_after_a_lock(qtbot, page, office, talk_id):
    print_out(office, talk_id, CopyWish("县委办"), CopyWish("市纪委监委"))
    page.arrive(Destination("copies", "市纪委"))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=LONG)
    page.seek()
    page.search.setText("没有的")
    qtbot.waitUntil(page.empty.isVisible, timeout=LONG)
    page.empty.button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=LONG)
    page.return_to(CopiesPlace("县委", True, TablePlace(0, 0)))
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=LONG)
    assert (page.place().words, page.place().is_out) == ("县委", True)


def test_enter_opens_the_form_of_the_line(qtbot, page, office, talk_id):
    print_out(office, talk_id, CopyWish())
    show(qtbot, page, 1)
    page.table.choose(0)
    page.table.view.setFocus()
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    assert isinstance(page.form, HolderForm)
    page.form.reject()


def test_a_scan_tells_whose_copy_it_is(qtbot, page, office, talk_id, tmp_path):
    (content,) = print_out(office, talk_id, CopyWish("县委办"))
    path = tmp_path / "scan.pdf"
    path.write_bytes(content)
    page.read_scan(path)
    qtbot.waitUntil(page.messages.isVisible, timeout=LONG)
    said = page.messages.what.text()
    assert "份号 000001（在外，县委办）" in said
    assert office.talk(talk_id).text_digest[:8].upper() in said
    path.write_bytes(office.lane.do(lambda: office.application.minutes.pdf(talk_id)))
    page.read_scan(path)
    qtbot.waitUntil(lambda: "没有印份号" in page.messages.what.text(), timeout=LONG)
    path.write_bytes(b"no scan")
    page.read_scan(path)
    qtbot.waitUntil(lambda: "打不开" in page.messages.what.text(), timeout=LONG)
    assert page.scan_button.isEnabled()


def test_the_note_of_destruction_is_made_among_the_documents(qtbot, page):
    with qtbot.waitSignal(page.go) as heard:
        page.note_button.click()
    assert (heard.args[0].page, heard.args[0].act) == ("papers", "destruction_note")


# ── on the way out ───────────────────────────────────────────────────────────────────────────────


class Told:
    def __init__(self, taking: CopyTaking) -> None:
        self.messages: list[Message] = []
        self.errors: list[object] = []
        taking.told.connect(self.messages.append)
        taking.refused.connect(self.errors.append)


@pytest.fixture
def taking(qtbot, page, office) -> CopyTaking:
    return CopyTaking(office.tasks, office.application.copies, page)


def original(office: Office, talk_id):
    return lambda: office.application.copies.minutes_original(talk_id)


def test_every_copy_chosen_with_the_printer_gets_its_own_number(
    qtbot, taking, office, talk_id, tmp_path, monkeypatch
):
    printer = a4_printer()
    printer.setResolution(72)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setCopyCount(2)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["laser"]))
    monkeypatch.setattr(paper_printing, "ask_for_printer", lambda *_: printer)
    told = Told(taking)
    taking.print(original(office, talk_id), 3)
    taking.form.holder.setText("县委办")
    taking.form.way_on.click()
    qtbot.waitUntil(lambda: bool(told.messages), timeout=LONG)
    assert "000001、000002" in told.messages[0].remedy
    kept = office.lane.do(lambda: registered(office.application))
    assert [copy.holder for copy in kept] == ["县委办", "县委办"]


def test_a_print_that_was_stopped_says_which_numbers_are_taken(
    qtbot, taking, office, talk_id, tmp_path, monkeypatch
):
    printer = a4_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["laser"]))
    monkeypatch.setattr(paper_printing, "ask_for_printer", lambda *_: printer)
    told = Told(taking)
    taking.print(original(office, talk_id), 3)
    taking.form.way_on.click()
    qtbot.waitUntil(lambda: taking.printing._task is not None, timeout=LONG)
    taking.printing.stop()
    qtbot.waitUntil(lambda: bool(told.messages), timeout=LONG)
    assert "份号 000001 已经登记" in told.messages[0].remedy


def test_without_a_printer_no_number_is_taken(qtbot, taking, office, talk_id, monkeypatch):
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    told = Told(taking)
    taking.print(original(office, talk_id))
    assert len(told.errors) == 1
    assert taking.form is None
    assert office.lane.do(lambda: registered(office.application)) == []


def test_a_file_goes_out_as_it_is_or_marked(qtbot, taking, office, talk_id, tmp_path, monkeypatch):
    told = Told(taking)
    for number, is_marked in enumerate((False, True), 1):
        path = tmp_path / f"{number}.pdf"
        chosen = staticmethod(lambda *_, p=path: (str(p), ""))
        monkeypatch.setattr(copy_taking.QFileDialog, "getSaveFileName", chosen)
        taking.save(original(office, talk_id), "x.pdf")
        taking.form.is_marked.setChecked(is_marked)
        taking.form.way_on.click()
        qtbot.waitUntil(lambda n=number: len(told.messages) == n, timeout=LONG)
    signed = office.lane.do(lambda: office.application.minutes.pdf(talk_id))
    assert (tmp_path / "1.pdf").read_bytes() == signed
    assert (tmp_path / "2.pdf").read_bytes() != signed
    assert "份号 000002" in told.messages[1].what


def test_words_written_before_are_offered_again(qtbot, taking, office, talk_id, monkeypatch):
    print_out(office, talk_id, CopyWish("县委办", "存档"))
    taking.save(original(office, talk_id), "x.pdf")
    edit = taking.form.holder
    qtbot.waitUntil(lambda: edit.completer() is not None, timeout=LONG)
    edit.completer().setCompletionPrefix("委")
    assert edit.completer().currentCompletion() == "县委办"
    taking.form.reject()
