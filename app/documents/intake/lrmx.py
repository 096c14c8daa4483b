"""Reads a 干部任免审批表 (.lrmx): one person with all posts; private matters are dropped."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from app.documents.intake import unit_and_title, wording
from app.documents.intake.career import CareerLine, read_career
from app.documents.intake.entry_draft import EntryDraft
from app.documents.intake.workbook import read_file
from app.domain.errors import FormDamagedError, WrongFileKindError
from app.domain.roster import FaultKind, IntakeOptions, Place, RosterEntry, RosterPost

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_FILE = 16 * 1024 * 1024  # a photo is inside
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_HEADINGS = {
    "XingMing": "姓名",
    "XingBie": "性别",
    "MinZu": "民族",
    "ChuShengNianYue": "出生年月",
    "ZhengZhiMianMao": "政治面貌",
    "XianRenZhiWu": "现任职务",
    "JianLi": "简历",
    "ShenFenZheng": "身份证号",
}
_LONGEST_NOTE = 1_000
_MOST_FAMILY = 20


def read_lrmx(path: Path, options: IntakeOptions, known_units: Collection[str] = ()) -> RosterEntry:
    """The person the form speaks of, with the faults of the form.

    Raises FileUnreadableError, FileTooLargeError, WrongFileKindError, FormDamagedError.
    """
    root = _root(path.name, read_file(path, LARGEST_FILE))
    return _FormReader(root, EntryDraft(Place(path.name)), known_units).entry(options)


def _root(file_name: str, untrusted_content: bytes) -> Element:
    text = _DECLARATION.sub("", _decoded(file_name, untrusted_content), count=1)
    # defusedxml takes 40 ms to load and only forms need it: imported here to start faster
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise FormDamagedError(file_name, 0, "entities") from error
    except ParseError as error:
        raise FormDamagedError(file_name, error.position[0], "xml") from error
    except ValueError as error:  # a text that XML cannot hold at all
        raise FormDamagedError(file_name, 0, "xml") from error
    if root.tag != "Person":
        raise WrongFileKindError(file_name, "LRMX")
    return root


def _decoded(file_name: str, untrusted_content: bytes) -> str:
    """The text of a form: the declaration often lies, so UTF-8 is tried first, then GBK's heir."""
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    encodings = [marks.get(untrusted_content[:2], "utf-8-sig"), "gb18030"]
    for encoding in encodings:
        try:
            return untrusted_content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FormDamagedError(file_name, 0, "encoding")


class _FormReader:
    """Reads the elements of one form."""

    def __init__(self, root: Element, draft: EntryDraft, known_units: Collection[str]) -> None:
        self._root = root
        self._draft = draft
        self._known_units = known_units

    def entry(self, options: IntakeOptions) -> RosterEntry:
        """The person with posts, the present one first."""
        name = self._draft.name(_HEADINGS["XingMing"], self._raw("XingMing"))
        born = self._draft.date(_HEADINGS["ChuShengNianYue"], self._raw("ChuShengNianYue"))
        posts = self._posts()
        self._draft.check_dates(_HEADINGS["JianLi"], born, posts)
        return RosterEntry(
            place=self._draft.place,
            name=name,
            gender=self._gender(),
            ethnicity=wording.ethnicity(self._text("MinZu")),
            political_status=self._political_status(),
            born=born,
            note=self._note(options),
            posts=tuple(posts),
            faults=tuple(self._draft.faults),
        )

    def _raw(self, tag: str) -> str:
        return self._root.findtext(tag) or ""

    def _text(self, tag: str) -> str:
        return self._draft.text(_HEADINGS[tag], self._raw(tag))

    def _gender(self) -> str:
        heading, raw = _HEADINGS["XingBie"], self._raw("XingBie")
        read = self._draft.value(heading, raw, wording.read_gender, FaultKind.GENDER_UNCLEAR)
        return read or ""

    def _political_status(self) -> str:
        told = wording.political_status(self._text("ZhengZhiMianMao"))
        if told:
            return told
        try:
            wording.read_date(self._raw("RuDangShiJian"))
        except ValueError:
            return ""
        return "中共党员"

    def _posts(self) -> list[RosterPost]:
        lines = read_career(self._raw("JianLi"), self._known_units)
        open_lines = [line for line in lines if line.until is None]
        earlier = [_post(line) for line in lines if line.until is not None]
        present = self._present(open_lines)
        return [*present, *reversed(earlier)]

    def _present(self, open_lines: list[CareerLine]) -> list[RosterPost]:
        """The present post: its words from 现任职务, its date from the open line of the career."""
        heading, text = _HEADINGS["XianRenZhiWu"], self._text("XianRenZhiWu")
        if not text:
            if not open_lines:
                self._draft.fault(heading, FaultKind.TITLE_MISSING)
            return [_post(line) for line in reversed(open_lines)]
        unit, title = unit_and_title.split(text, self._known_units)
        cleaned = self._draft.unit(heading, unit)
        since = open_lines[-1].since if open_lines else None
        post = RosterPost(
            unit_name=cleaned,
            unit_kind=unit_and_title.kind_of_unit(cleaned),
            title=title,
            is_principal=unit_and_title.is_principal_title(title),
            since=since,
        )
        return [post]

    def _note(self, options: IntakeOptions) -> str:
        """What the user switched on; the photo is never read."""
        parts = []
        number = wording.plain(self._raw("ShenFenZheng"))
        if options.keeps_identity_number and number:
            parts.append(f"身份证号：{number[:30]}")
        if options.keeps_family:
            family = [self._member(item) for item in self._root.findall("JiaTingChengYuan/Item")]
            told = [member for member in family[:_MOST_FAMILY] if member]
            parts += [f"家庭成员：{'；'.join(told)}"] if told else []
        return self._draft.text("备注", "。".join(parts)[:_LONGEST_NOTE], _LONGEST_NOTE)

    def _member(self, item: Element) -> str:
        tags = ("ChengWei", "XingMing", "GongZuoDanWeiJiZhiWu")
        return " ".join(filter(None, (wording.tidy(item.findtext(tag) or "") for tag in tags)))


def _post(line: CareerLine) -> RosterPost:
    return RosterPost(
        unit_name=wording.tidy(line.unit_name)[:120],
        unit_kind=unit_and_title.kind_of_unit(line.unit_name),
        title=line.title[: wording.LONGEST_TEXT],
        is_principal=unit_and_title.is_principal_title(line.title),
        since=line.since,
        until=line.until,
    )
