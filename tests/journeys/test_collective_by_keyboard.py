"""A whole collective talk of eleven heads, by keyboard alone: arranged, held, read, signed, sealed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from app.domain.finding import FindingNature
from app.domain.people import Role, UnitKind
from app.domain.progress import NoProgress
from app.domain.talk import TalkStatus
from app.services.people import PersonEntry
from tests.journeys.hands import ALT, CTRL, Hands, Key, shown_window, unlock
from ui.main_window import MainWindow

T, D, E = UnitKind.TOWNSHIP, UnitKind.DEPARTMENT, UnitKind.ENTERPRISE
HEADS = (
    ("覃立春", "石桥镇", T, "党委书记"),
    ("闵知远", "柳林乡", T, "党委书记"),
    ("辜望舒", "双河镇", T, "党委书记"),
    ("尉迟朗", "青坪乡", T, "党委书记"),
    ("麦青禾", "县教育局", D, "党组书记、局长"),
    ("欧阳砚", "县财政局", D, "党组书记、局长"),
    ("阿依古丽·买买提", "县水利局", D, "党组书记、局长"),
    ("仇维新", "县住建局", D, "党组书记、局长"),
    ("禹长明", "县卫健局", D, "党组书记、局长"),
    ("纪怀瑾", "县城投公司", E, "党支部书记、董事长"),
    ("𠮷田芳", "县粮食购销公司", E, "党支部书记、总经理"),
)
OWN_QUESTION = "点到的四个方面，各位先认领哪一条？"
MINUTES = (30, 25, 20, 15)
ABSENT, LATE = 3, 5  # lines of the attendance, counted from 0
ANSWERS = (
    "乡镇谈到，文件学了三次，落到村里只开了会；4月起逐村定了一件事，已办成两件。",
    "部门承认，上级交办的两项任务只报了进度，没有到现场看；下周由主要负责同志带队去看。",
    "重点项目征地卡在两户，推给分管同志半年没有再过问，本周内由书记自己去谈。",
    "班子会上一把手先表了态，别人就不说了；从本月起末位表态，记录当场签字。",
    "对副职的毛病看见了不说，怕伤和气；上半年只谈过一次，6月底前逐人谈一遍。",
    "公务接待没有公函的有三笔，共2140元，已退回；以后没有公函的一律不报。",
    "国企采购拆成小单避开招标一次，合同已停，责任人作了检讨，正在重新招标。",
    "廉政风险点去年列了就放着，没有再看；本月对照岗位重新排查，公开张贴。",
    "亲属在辖区做工程的已经报告，承诺不过问、不打招呼。",
    "信访件转给了被反映的股室自己查，现在改由纪检组直接核。",
    "巡察指出的问题还有一项没有改完，是资产账没有对清，8月底前对完。",
    "班子成员向书记述责只交了书面材料，没有当面讲；下月补上。",
)
FIRST_AS_READ = ANSWERS[0].replace("三次", "四次")
SUMMARY = "四个方面的问题：执行上打折扣，遇事不敢担责，管班子失之于宽，公务接待不严。"
REQUIREMENT = "一个月内各交一份整改清单，写明事项、举措、时限和责任人。"
STATEMENT = "与会同志表示：照单认领，按期整改。"


@pytest.fixture
def window(qtbot, qapp, access, new_vault) -> Iterator[MainWindow]:
    application = access.create(new_vault, NoProgress())
    for name, unit, kind, title in HEADS:
        entry = PersonEntry(
            name=name, new_unit_name=unit, new_unit_kind=kind, title=title, is_principal=True
        )
        application.people.add_person(entry)
    application.lock()
    with shown_window(qtbot, access) as shown:
        yield shown


def arrange(hands: Hands, window: MainWindow):
    hands.press(Key.Key_2, ALT)
    page = window.workspace.current
    hands.press(Key.Key_N, CTRL)
    form = page.plan
    hands.see(form.isVisible)
    assert hands.here() is form.kind
    while form.kind.currentData() != "collective_summons":
        hands.press(Key.Key_Down)
    hands.go_to(form.place_edit)
    hands.type("县纪委监委三楼会议室")
    hands.go_to(form.subject)
    hands.type("对11位“一把手”集体约谈")
    hands.go_to(form.interviewees)
    for number, (name, *_) in enumerate(HEADS, 1):
        choose(hands, form.interviewees, name, number)
    hands.go_to(form.recorder)
    choose(hands, form.recorder, "周小雨", 1)
    hands.go_to(form.companions)
    choose(hands, form.companions, "郝守正", 1)
    hands.push(form.confirm_button)
    editor = page.editor
    hands.see(lambda: editor.talk is not None and editor.prepare.choice.chosen())
    return editor


def choose(hands: Hands, picker, name: str, count: int) -> None:
    hands.type(name)
    hands.see(lambda: picker.found.count() > 0)
    hands.press(Key.Key_Return)
    hands.see(lambda: len(picker.picks()) == count)


def prepare(hands: Hands, editor) -> None:
    """One question of one's own, first in its area; so many minutes for each area; kept."""
    outline = editor.prepare.outline
    hands.go_to(editor.prepare.tabs.tabBar())
    while editor.prepare.tabs.currentWidget() is not outline:
        hands.press(Key.Key_Right)
    hands.go_to(outline.choice.tree)
    hands.press(Key.Key_Down)
    hands.press(Key.Key_T, CTRL)
    hands.type(OWN_QUESTION)
    hands.press(Key.Key_Return)
    hands.see(lambda: OWN_QUESTION in [item.question for item in outline.choice.items()])
    hands.go_to(outline.choice.tree)
    first = outline.choice.items()[0].question
    while outline.choice.items()[0].question != OWN_QUESTION:
        hands.press(Key.Key_Up, CTRL)
    assert outline.choice.items()[0].question != first
    for number, minutes in enumerate(outline.minutes()):
        hands.go_to(outline._minutes[minutes])
        hands.press(Key.Key_A, CTRL)
        hands.type(str(MINUTES[number]))
    hands.push(editor.prepare.keep_button)
    hands.see(lambda: editor.talk.status is TalkStatus.PREPARED)
    hands.see(lambda: editor.prepare._ready is not None)  # read again what was kept


def begin(hands: Hands, editor) -> None:
    hands.push(editor.prepare.begin_button)
    hands.see(lambda: editor.talk.status is TalkStatus.UNDER_WAY)
    hands.see(lambda: bool(editor.conduct.outline.key()))


def note_attendance(hands: Hands, editor) -> None:
    conduct = editor.conduct
    while conduct.outline.key() != "attendance":
        hands.press(Key.Key_Up, ALT)
    table = conduct.sheet.attendance.table
    assert hands.here() is table
    hands.press(Key.Key_Down, times=ABSENT)
    hands.press(Key.Key_Space)
    hands.type("在省里开会")
    hands.press(Key.Key_Return)
    hands.see(lambda: any(not p.is_present for p in editor.talk.participants))
    assert hands.here() is table
    while table.currentRow() < LATE:
        hands.press(Key.Key_Down)
    hands.press(Key.Key_F7)
    hands.see(lambda: len(expected(editor.talk)) == len(HEADS))


def expected(talk):
    return talk.in_role(Role.INTERVIEWEE)


def ask_everything(hands: Hands, editor, clock) -> None:
    """From the first prompt to the last: answers, one skipped, one noted, a break in between."""
    conduct = editor.conduct
    asked = [answer.id for answer in editor.talk.answers]
    for number, key in enumerate(asked):
        hands.press(Key.Key_Down, ALT)
        assert conduct.outline.key() == key
        clock.move(minutes=6)
        if number == 1:
            skip(hands, editor, key)
        else:
            hands.type(ANSWERS[number % len(ANSWERS)])
        if number == 2:
            note_finding(hands, editor)
        if number == 4:
            rest(hands, editor, clock)
    hands.press(Key.Key_T, CTRL)
    hands.type("刚才说的三笔接待费，谁批的？")
    hands.press(Key.Key_Return)
    hands.see(lambda: len(editor.talk.answers) == len(asked) + 1)
    hands.see(lambda: conduct.outline.key() == editor.talk.answers[-1].id)
    hands.type("由分管同志审批，已责成退回。")


def skip(hands: Hands, editor, key: str) -> None:
    hands.press(Key.Key_J, CTRL)
    hands.type("已有书面材料")
    hands.press(Key.Key_Return)
    hands.see(lambda: editor.talk.answer(key).skipped_reason)


def note_finding(hands: Hands, editor) -> None:
    drawer = editor.conduct.asides.finding
    hands.press(Key.Key_M, CTRL)
    hands.see(drawer.isVisible)
    hands.go_to(drawer.manifestation)
    hands.type("两次办公会研究采购没有记录。")
    hands.go_to(drawer.measure)
    hands.type("修订议事规则，补齐记录")
    hands.press(Key.Key_Return, CTRL)
    hands.see(lambda: "1 个" in editor.conduct.findings.text())
    assert hands.here() is editor.conduct.sheet.editor


def rest(hands: Hands, editor, clock) -> None:
    hands.press(Key.Key_B, CTRL)
    hands.type("茶歇")
    hands.press(Key.Key_Return)
    hands.see(lambda: editor.conduct.pause_button.text() == "继续谈话")
    clock.move(minutes=12)
    hands.press(Key.Key_B, CTRL)
    hands.see(lambda: editor.conduct.pause_button.text() == "休息")


def close(hands: Hands, editor) -> None:
    conduct = editor.conduct
    for key, words in (
        ("summary", SUMMARY),
        ("requirement", REQUIREMENT),
        ("statement", STATEMENT),
    ):
        while conduct.outline.key() != f"closing:{key}":
            hands.press(Key.Key_Down, ALT)
        hands.type(words)
    hands.press(Key.Key_F10)
    hands.press(Key.Key_Return)
    hands.see(lambda: editor.talk.status is TalkStatus.TO_CONFIRM)


def read_through(hands: Hands, editor) -> None:
    """Put one word right, pass what the checks only warn of, and freeze the text."""
    confirm = editor.confirm
    hands.see(confirm.confirm_button.isVisible)
    first = next(a for a in editor.talk.answers if a.is_answered)
    wrong = next(
        m for m in confirm.reading._marks if f"第{first.order}问的答复" in m.accessibleName()
    )
    hands.push(wrong)
    hands.see(confirm.correction.isVisible)
    hands.go_to(confirm.correction.new_text)
    hands.press(Key.Key_A, CTRL)
    hands.type(FIRST_AS_READ)
    hands.press(Key.Key_Return, CTRL)
    hands.see(lambda: len(editor.talk.corrections) == 1)
    pass_warnings(hands, confirm)
    hands.push(confirm.confirm_button)
    hands.see(lambda: editor.talk.status is TalkStatus.TO_SIGN, 40)


def pass_warnings(hands: Hands, confirm) -> None:
    hands.see(confirm.remarks.heading.text)
    while count := confirm.remarks.open_count():
        hands.press(Key.Key_F8)
        hands.press(Key.Key_F9)
        hands.see(confirm.passing.isVisible)
        hands.type("当场核过，无误")
        hands.press(Key.Key_Return)
        hands.see(partial(has_fewer, confirm, count))


def has_fewer(confirm, count: int) -> bool:
    return confirm.remarks.open_count() < count


def sign_and_seal(hands: Hands, editor, paper: Path) -> None:
    """The signed paper comes back as a file; the copy stands for what the scanner gives."""
    sign = editor.sign
    hands.see(lambda: sign.pages.count == editor.talk.minutes_pages > 0)
    hands.push(sign.copy_button)
    hands.see(lambda: sign.copying.form is not None)
    form = sign.copying.form
    hands.see(lambda: form.isAncestorOf(hands.here()))
    hands.type("县委办存档")
    hands.push_and_name(form.way_on, paper)
    hands.see(paper.exists)
    hands.push_and_name(sign.scan_button, paper)
    hands.see(lambda: editor.talk.status is TalkStatus.SIGNED)
    hands.go_to(sign.understood)
    hands.press(Key.Key_Space)
    hands.push(sign.seal_button)
    hands.see(lambda: editor.talk.status is TalkStatus.SEALED)


def on_lane(hands: Hands, window: MainWindow, work):
    """What the vault says, asked on its own lane."""
    box: list[object] = []
    window._tasks.query(work, then=box.append)
    hands.see(lambda: box)
    return box[0]


def test_eleven_heads_are_talked_to_by_keyboard_alone(qtbot, window, clock, tmp_path):
    hands = Hands(qtbot, window)
    unlock(hands, window)
    editor = arrange(hands, window)
    prepare(hands, editor)
    begin(hands, editor)
    note_attendance(hands, editor)
    ask_everything(hands, editor, clock)
    close(hands, editor)
    read_through(hands, editor)
    sign_and_seal(hands, editor, tmp_path / "signed.pdf")

    talk = editor.talk
    assert [p.name for p in expected(talk)] == [name for name, *_ in HEADS]
    absent = [p for p in expected(talk) if not p.is_present]
    assert [(p.name, p.absence_reason) for p in absent] == [("尉迟朗", "在省里开会")]
    assert (talk.summary, talk.requirement, talk.statement) == (SUMMARY, REQUIREMENT, STATEMENT)
    assert talk.answers[0].text == FIRST_AS_READ
    assert talk.corrections[0].old_text == ANSWERS[0]
    assert talk.answers[1].skipped_reason == "已有书面材料"
    assert talk.answers[-1].text == "由分管同志审批，已责成退回。"
    assert talk.scan_pages == talk.minutes_pages
    assert [b.note for b in talk.breaks] == ["茶歇"]
    assert talk.answers[0].question == OWN_QUESTION
    times = on_lane(hands, window, lambda _: window.application.talks.times(talk.id))
    assert sorted(times.planned.values(), reverse=True) == list(MINUTES)
    assert sum(times.used.values()) == talk.spoken_time(clock.now()).total_seconds()
    found = on_lane(hands, window, lambda _: window.application.talks.findings(talk.id))
    assert [f.nature for f in found] == [FindingNature.PROBLEM]
