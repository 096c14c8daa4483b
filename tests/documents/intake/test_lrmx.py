import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.intake import lrmx
from app.documents.intake.career import read_career
from app.documents.intake.lrmx import read_lrmx
from app.documents.intake.unit_and_title import is_principal_title, kind_of_unit, split
from app.domain.calendar import PartialDate
from app.domain.errors import AppError, FileTooLargeError, FormDamagedError, WrongFileKindError
from app.domain.people import UnitKind
from app.domain.roster import FaultKind, IntakeOptions

FORM = """<?xml version="1.0" encoding="{encoding}" standalone="yes"?>
<Person>
  <XingMing>赵　示例</XingMing><XingBie>男</XingBie><ChuShengNianYue>197605</ChuShengNianYue>
  <MinZu>汉族</MinZu><JiGuan>示例省示例县</JiGuan><ChuShengDi/><RuDangShiJian>199906</RuDangShiJian>
  <CanJiaGongZuoShiJian>199807</CanJiaGongZuoShiJian>
  <XianRenZhiWu>羊尾镇党委书记</XianRenZhiWu><NiRenZhiWu></NiRenZhiWu>
  <JianLi>1995.09--1998.07  示例师范学校普师专业学习
1998.07--2006.11  示例县教育局办公室科员、
团委书记
　　　　　　　　（其间：2003.03--2006.01在示例大学中文专业学习）
2006.11--2015.03  示例县委办公室副主任
2015.03--2019.11  甲镇党委副书记、镇长
2019.11--         羊尾镇党委书记</JianLi>
  <JiaTingChengYuan>
    <Item><ChengWei>妻子</ChengWei><XingMing>钱示例</XingMing><ChuShengRiQi>197801</ChuShengRiQi>
    <ZhengZhiMianMao>群众</ZhengZhiMianMao><GongZuoDanWeiJiZhiWu>示例县第一小学教师</GongZuoDanWeiJiZhiWu></Item>
    <Item><ChengWei/></Item>
  </JiaTingChengYuan>
  <ShenFenZheng>420322197605010000</ShenFenZheng><ZhaoPian>{photo}</ZhaoPian><Version>3.2.1.6</Version>
</Person>"""


def form(encoding="utf-8", photo="/9j/4AAQ"):
    return FORM.format(encoding=encoding, photo=photo)


@pytest.fixture
def read(tmp_path):
    def reading(content, options=None):
        path = tmp_path / "form.lrmx"
        path.write_bytes(content)
        return read_lrmx(path, options or IntakeOptions())

    return reading


@pytest.mark.parametrize(
    "content",
    [
        form().encode(),
        form().encode("utf-8-sig"),
        form("gb2312").encode("gbk"),
        form("utf-8").encode("gbk"),
        form("GB2312").encode(),
        form("utf-16").encode("utf-16"),
        form().partition("?>")[2].encode("gb18030"),
    ],
    ids=["utf-8", "bom", "gbk", "gbk called utf-8", "utf-8 called gbk", "utf-16", "no declaration"],
)
def test_a_form_is_read_in_whatever_encoding_it_comes(read, content):
    entry = read(content)
    assert (entry.name, entry.gender, entry.ethnicity) == ("赵示例", "男", "汉族")
    assert (entry.born, entry.political_status) == (PartialDate(1976, 5), "中共党员")
    assert entry.faults == ()


def test_the_present_post_comes_first_with_the_date_of_its_line(read):
    posts = read(form().encode()).posts
    assert [(p.unit_name, p.title) for p in posts] == [
        ("羊尾镇", "党委书记"),
        ("甲镇", "党委副书记、镇长"),
        ("示例县委办公室", "副主任"),
        ("示例县教育局办公室", "科员、团委书记"),
    ]
    assert (posts[0].since, posts[0].until) == (PartialDate(2019, 11), None)
    assert (posts[1].since, posts[1].until) == (PartialDate(2015, 3), PartialDate(2019, 11))
    assert (posts[0].unit_kind, posts[0].is_principal) == (UnitKind.TOWNSHIP, True)


def test_private_matters_are_dropped_unless_switched_on(read):
    assert read(form().encode()).note == ""
    note = read(form().encode(), IntakeOptions(keeps_identity_number=True)).note
    assert note == "身份证号：420322197605010000"
    note = read(form().encode(), IntakeOptions(keeps_family=True)).note
    assert note == "家庭成员：妻子 钱示例 示例县第一小学教师"
    assert "4AAQ" not in repr(read(form().encode(), IntakeOptions(True, True)))


def test_an_empty_form_names_its_faults_by_the_words_on_the_form(read):
    entry = read(
        "<Person><XingBie>？</XingBie><ChuShengNianYue>97</ChuShengNianYue></Person>".encode()
    )
    assert {(f.place.heading, f.what) for f in entry.faults} == {
        ("姓名", FaultKind.NAME_MISSING),
        ("性别", FaultKind.GENDER_UNCLEAR),
        ("出生年月", FaultKind.DATE_UNREADABLE),
        ("现任职务", FaultKind.TITLE_MISSING),
    }
    assert entry.place.file_name == "form.lrmx"


def test_a_post_whose_unit_cannot_be_told_is_a_fault(read):
    entry = read(
        "<Person><XingMing>赵示例</XingMing><XianRenZhiWu>书记</XianRenZhiWu></Person>".encode()
    )
    assert [(f.place.heading, f.what) for f in entry.faults] == [
        ("现任职务", FaultKind.UNIT_MISSING)
    ]


def test_an_open_line_of_the_career_stands_for_an_empty_present_post(read):
    content = form().replace("<XianRenZhiWu>羊尾镇党委书记</XianRenZhiWu>", "").encode()
    assert read(content).posts[0].unit_name == "羊尾镇"


def test_a_form_with_entities_is_refused(read):
    bomb = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><Person><XingMing>&d;</XingMing></Person>'
    outside = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Person><XingMing>&b;</XingMing></Person>'
    for hostile in (bomb, outside):
        with pytest.raises(FormDamagedError) as refusal:
            read(hostile.encode())
        assert refusal.value.what == "entities"


def test_a_broken_form_names_the_line(read):
    with pytest.raises(FormDamagedError) as refusal:
        read(b"<Person>\n<XingMing>\n</Person>")
    assert (refusal.value.line, refusal.value.what) == (3, "xml")


def test_another_root_is_another_kind_of_file(read):
    with pytest.raises(WrongFileKindError):
        read(b"<html/>")


def test_a_form_larger_than_any_photo_is_refused(tmp_path):
    path = tmp_path / "large.lrmx"
    with path.open("wb") as file:
        file.truncate(lrmx.LARGEST_FILE + 1)
    with pytest.raises(FileTooLargeError):
        read_lrmx(path, IntakeOptions())


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_never_raise_anything_but_our_errors(tmp_path_factory, untrusted):
    path = tmp_path_factory.getbasetemp() / "any.lrmx"
    path.write_bytes(untrusted)
    with pytest.raises(AppError):
        read_lrmx(path, IntakeOptions())


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<&"), max_size=80)


@settings(max_examples=150, deadline=None)
@given(TEXT, TEXT, TEXT, TEXT)
def test_arbitrary_texts_become_an_entry_or_a_refusal(tmp_path_factory, name, born, post, career):
    path = tmp_path_factory.getbasetemp() / "texts.lrmx"
    content = (
        f"<Person><XingMing>{name}</XingMing><ChuShengNianYue>{born}</ChuShengNianYue>"
        f"<XianRenZhiWu>{post}</XianRenZhiWu><JianLi>2001.01--{career}\n{career}</JianLi></Person>"
    )
    path.write_bytes(content.encode())
    try:
        entry = read_lrmx(path, IntakeOptions(True, True))
    except FormDamagedError:
        return
    assert entry.faults or (entry.name and entry.posts)


# ── words inside a form ──────────────────────────────────────────────────────────────────────────


def test_a_career_is_read_with_any_dash_and_end():
    lines = read_career(
        "2001年3月—2005年7月 甲镇党委委员、副镇长\n2005.07-至今 县财政局副局长\n2008.13-- 乙镇镇长\n闲谈"
    )
    assert [(line.unit_name, line.until) for line in lines] == [
        ("甲镇", PartialDate(2005, 7)),
        ("县财政局", None),
    ]


@pytest.mark.parametrize(
    ("both", "unit", "title"),
    [
        ("县委书记", "县委", "书记"),
        ("县纪委副书记、监委副主任", "县纪委", "副书记、监委副主任"),
        ("羊尾镇人民政府镇长", "羊尾镇人民政府", "镇长"),
        ("县自然资源和规划局党组书记、局长", "县自然资源和规划局", "党组书记、局长"),
        ("城关街道办事处主任", "城关街道办事处", "主任"),
        ("县水务投资有限公司董事长", "县水务投资有限公司", "董事长"),
        ("县人大常委会副主任", "县人大常委会", "副主任"),
        ("县委组织部二级主任科员", "县委组织部", "二级主任科员"),
        ("示例县第一中学校长", "示例县第一中学", "校长"),
        ("书记", "", "书记"),
    ],
)
def test_unit_and_title_are_told_apart(both, unit, title):
    assert split(both) == (unit, title)


def test_a_unit_of_the_register_is_believed_first():
    assert split("县融媒体党总支书记", {"县融媒体"}) == ("县融媒体", "党总支书记")


@pytest.mark.parametrize(
    ("title", "is_principal"),
    [
        ("党委书记", True),
        ("党组书记、局长", True),
        ("党委副书记、镇长", True),
        ("副局长", False),
        ("纪委书记", False),
        ("党委委员", False),
        ("董事长", True),
        ("", False),
    ],
)
def test_a_head_is_known_by_the_title(title, is_principal):
    assert is_principal_title(title) is is_principal


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("羊尾镇", UnitKind.TOWNSHIP),
        ("羊尾镇人民政府", UnitKind.TOWNSHIP),
        ("城关街道办事处", UnitKind.TOWNSHIP),
        ("县财政局", UnitKind.DEPARTMENT),
        ("县城投集团", UnitKind.ENTERPRISE),
        ("某某", UnitKind.OTHER),
    ],
)
def test_the_sort_of_a_unit_is_guessed_from_its_name(name, kind):
    assert kind_of_unit(name) is kind
