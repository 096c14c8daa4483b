"""The manual on paper: what it is read from, what it says to readers, and where it says things are."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from app.documents.archive import check
from app.documents.flat_picture import flat_picture
from app.documents.manual import leaflet, manual
from app.documents.manual_blocks import Coded, Grid, Heading, Items, Said, Shown, Words, blocks_of
from app.documents.pictures import text_of
from app.domain.errors import MissingGlyphError
from app.domain.manual import PARTS, QUICK_TOPIC, Topic, parts_of
from app.domain.progress import CancelledError, NoProgress
from app.services.manual import Manual
from tests.documents.test_tagging import aloud, texts

ABOUT = ("0.6.0", datetime(2026, 3, 5, tzinfo=UTC))
FIRST = """# 第一章

先说**要紧的**，再说[别的](second.md)。又见[别的](second.md)。

![一张画，给看不见的人](one.png)

## 怎么办

1. 第一步。
2. 第二步：
   * 里面一条
   * 里面两条

### 更细的

| 名称 | 值 |
|---|---|
| 甲 | **乙** |

```
tanxinbu version
```
"""
SECOND = "# 第二章\n\n" + "\n\n".join(f"第{n}段。" + "话" * 700 for n in range(5))
PARTED = (
    ("开头", (Topic("first", FIRST),)),
    ("结尾", (Topic("second", SECOND), Topic("third", "# 第三章\n\n没有了。"))),
)


def plain(words: str, target: str) -> str:
    return f"{words}<{target}>"


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    image = Image.new("RGB", (40, 20), "white")
    image.putpixel((3, 3), (200, 30, 30))
    image.quantize(8).save(folder / "one.png")
    return folder


@pytest.fixture(scope="module")
def made(pictures):
    return manual(PARTED, pictures, ABOUT, NoProgress())


# ── what it is read from ─────────────────────────────────────────────────────────────────────────


def test_a_topic_is_read_block_by_block():
    title, said, shown, heading, steps, finer, table, code = blocks_of(FIRST, plain)
    assert title == Heading(1, Words("第一章"))
    assert isinstance(said, Said)
    assert said.words.text.startswith("先说要紧的，再说别的<second.md>。")
    assert [said.words.text[a:b] for a, b in said.words.strong] == ["要紧的"]
    assert shown == Shown("one.png", "一张画，给看不见的人")
    assert heading == Heading(2, Words("怎么办"))
    assert isinstance(steps, Items)
    assert steps.first == 1
    assert isinstance(steps.items[1][1], Items)
    assert steps.items[1][1].first == 0
    assert finer == Heading(3, Words("更细的"))
    assert table == Grid((Words("名称"), Words("值")), ((Words("甲"), Words("乙", ((0, 1),))),))
    assert code == Coded("tanxinbu version")


@pytest.mark.parametrize("text", ["<b>不用的</b>", "> 引文", "*斜的*", "---"])
def test_what_the_manual_does_not_use_is_refused(text):
    with pytest.raises(ValueError, match=r"_open|html|hr"):
        blocks_of(text, plain)


def test_a_numbered_list_goes_on_where_it_says():
    (items,) = blocks_of("3. 第三步\n4. 第四步", plain)
    assert isinstance(items, Items)
    assert items.first == 3


# ── what it says, and where ──────────────────────────────────────────────────────────────────────


def test_the_contents_and_the_bookmarks_say_the_page_on_which_each_chapter_begins(made):
    pages = text_of(made)
    listed = dict(re.findall(r"\d　(第.章)\s*(\d+)", pages[0]))
    assert list(listed) == ["第一章", "第二章", "第三章"]
    for title, page in listed.items():
        assert title in pages[int(page) - 1], title
    with pikepdf.open(BytesIO(made)) as pdf, pdf.open_outline() as outline:
        assert [part.title for part in outline.root] == ["开头", "结尾"]
        at = {
            chapter.title: pdf.pages.index(pikepdf.Page(chapter.destination[0])) + 1
            for part in outline.root
            for chapter in part.children
        }
    assert at == {f"{n}　{title}": int(listed[title]) for n, title in enumerate(listed, 1)}
    assert all(f"第 {n} 页，共 {len(pages)} 页" in page for n, page in enumerate(pages, 1))


def test_who_cannot_see_it_hears_headings_lists_tables_and_what_pictures_show(made, tmp_path):
    told = aloud(made, tmp_path)
    assert texts(told, "H1") == ["谈心簿说明书", "开头", "结尾"]
    assert texts(told, "H2") == ["1　第一章", "2　第二章", "3　第三章"]
    assert texts(told, "H3") == ["怎么办"]
    assert texts(told, "H4") == ["更细的"]
    assert texts(told, "Lbl") == ["1.", "2.", "•", "•"]
    assert len(texts(told, "LBody")) == 4
    assert len(texts(told, "L")) == 2
    assert texts(told, "TH") == ["名称", "值"]
    assert texts(told, "TD") == ["甲", "乙"]
    said = next(text for text in texts(told, "P") if text.startswith("先说"))
    assert said == "先说要紧的，再说别的（第 2 章）。又见别的。"  # strong words part nothing
    with pikepdf.open(BytesIO(made)) as pdf:
        figures = [one for one in pdf.objects if _is(one, "Figure")]
        assert [str(one.Alt) for one in figures] == ["一张画，给看不见的人"]
        shown = pdf.pages[1].Resources.XObject
        assert [str(one.Subtype) for one in shown.values()] == ["/Image"]


def _is(thing, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == f"/{kind}"


def test_a_picture_goes_in_point_by_point_and_one_of_another_kind_is_refused(made, pictures):
    with Image.open(pictures / "one.png") as image:
        points = image.convert("RGB").tobytes()
    with pikepdf.open(BytesIO(made)) as pdf:
        (shown,) = pdf.pages[1].Resources.XObject.values()
        assert pikepdf.PdfImage(shown).as_pil_image().convert("RGB").tobytes() == points
    other = pictures / "other.png"
    Image.new("RGB", (4, 4)).save(other)
    with pytest.raises(ValueError, match="other"):
        flat_picture(other)


def test_it_is_archived_and_the_same_manual_makes_the_same_bytes(made, pictures):
    check(made)
    assert manual(PARTED, pictures, ABOUT, NoProgress()) == made


def test_work_is_told_chapter_by_chapter_and_can_be_stopped(pictures):
    class Told:
        def __init__(self, last: int) -> None:
            self.steps: list[int] = []
            self.last = last

        def step(self, done: int, total: int) -> None:
            self.steps.append(done)
            if done >= self.last:
                raise CancelledError

    told = Told(2)
    with pytest.raises(CancelledError):
        manual(PARTED, pictures, ABOUT, told)
    assert told.steps == [1, 2]


def test_a_character_that_cannot_be_printed_is_told_with_its_chapter(pictures):
    with pytest.raises(MissingGlyphError) as caught:
        manual((("开头", (Topic("t", "# 标题\n\n\U0001f600"),)),), pictures, ABOUT, NoProgress())
    assert caught.value.field == "标题"


# ── the shipped one ──────────────────────────────────────────────────────────────────────────────


def test_the_one_page_for_beginners_is_one_page():
    shipped = Manual(version="0.6.0")
    pages = text_of(shipped.quick_start())
    assert len(pages) == 1
    assert "一页上手" in pages[0]
    assert "四件事记住" in pages[0]


def test_one_topic_alone_names_no_chapters(pictures):
    (page,) = text_of(leaflet(Topic("first", FIRST), pictures, ABOUT))
    assert "章）" not in page


def test_what_no_part_knows_comes_last():
    names = frozenset({QUICK_TOPIC, "zzz", "aaa", "talks"})
    found = parts_of(names)
    assert found[0].title == PARTS[0].title
    assert found[-1].topics[-2:] == ("aaa", "zzz")
    assert {name for part in found for name in part.topics} == names
