from app.domain.roster import Fault, FaultKind, Place, Standing
from ui.people.fault_words import FAULT, STANDING, fault_text


def test_every_fault_and_standing_has_its_words():
    assert set(FAULT) == set(FaultKind)
    assert set(STANDING) == set(Standing)


def test_a_fault_names_sheet_row_heading_what_was_found_and_the_remedy():
    fault = Fault(Place("a.xlsx", "名单", 3, "出生年月"), FaultKind.DATE_UNREADABLE, "去年")
    assert fault_text(fault) == (
        "工作表“名单”第 3 行“出生年月”：写的是“去年”，日期看不懂。写成 1990年1月、1990.01 或 1990-01-05。"
    )


def test_a_fault_in_a_form_names_its_heading_alone():
    fault = Fault(Place("a.lrmx", heading="姓名"), FaultKind.NAME_MISSING)
    assert fault_text(fault).startswith("“姓名”：没有姓名。")
