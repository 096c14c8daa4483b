"""The forms for a person, a post, and leaving a post."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.domain.calendar import PartialDate
from app.domain.ids import PersonId
from app.domain.people import Person, Post, Unit
from app.services.people import PersonEntry, PostEntry
from ui.people.post_fields import PostFields
from ui.people.words import GENDERS, PARTIES, date_of, read_date, written
from ui.widgets.dates import MonthEdit
from ui.widgets.fields import Field, choice, line_edit, text_area
from ui.widgets.form_dialog import FormDialog
from ui.widgets.words import label


class PersonDialog(FormDialog):
    """A person new to the register, with the present post; or one to be changed, without."""

    def __init__(self, parent: QWidget, units: list[Unit], person: Person | None = None) -> None:
        super().__init__(parent, "修改人员" if person else "录入人员", lines=26)
        self._person = person
        known = person or Person(PersonId(""), "")
        self.name = line_edit("姓名", text=known.name)
        self.gender = choice("性别", [(g or "不填", g) for g in GENDERS], known.gender)
        self.ethnicity = line_edit("民族", "如：汉族", known.ethnicity)
        self.party = choice("政治面貌", _parties(known), known.political_status)
        self.born = MonthEdit("出生年月", read_date, written(known.born))
        self.note = text_area("备注", 3)
        self.note.setPlainText(known.note)
        self.post = PostFields(units)
        self.add(Field("姓名", self.name, is_needed=True))
        if person is None:
            self.add(
                label("现任职务", "strong"), self.post, label("基本情况（可以以后再填）", "strong")
            )
        self.add(
            Field("性别", self.gender),
            Field("民族", self.ethnicity),
            Field("政治面貌", self.party),
            Field("出生年月", self.born, "只知道年月也可以"),
            Field("备注", self.note, "只记谈话需要的，不写身份证号和家庭住址"),
        )
        self.name.textChanged.connect(self.check)
        self.born.changed.connect(self.check)
        self.post.changed.connect(self.check)
        self.finish_fields(self.name)

    def is_ready(self) -> bool:
        has_post = self._person is None and not self.post.is_empty()
        is_post_right = not has_post or self.post.is_ready()
        return bool(self.name.text().strip()) and self.born.is_readable() and is_post_right

    def person(self) -> Person:
        """The person as it stands in the fields."""
        return replace(
            self._person or Person(PersonId(""), ""),
            name=self.name.text(),
            gender=str(self.gender.currentData()),
            ethnicity=self.ethnicity.text().strip(),
            political_status=str(self.party.currentData()),
            born=date_of(self.born.text()),
            note=self.note.toPlainText().strip(),
        )

    def entry(self) -> PersonEntry:
        """The new person with the present post as they stand in the fields."""
        person, post = self.person(), self.post.entry()
        return PersonEntry(
            name=person.name,
            gender=person.gender,
            ethnicity=person.ethnicity,
            political_status=person.political_status,
            born=person.born,
            note=person.note,
            unit_id=post.unit_id,
            new_unit_name=post.new_unit_name,
            new_unit_kind=post.new_unit_kind,
            title=post.title,
            rank=post.rank,
            is_principal=post.is_principal,
            since=post.since,
        )


class PostDialog(FormDialog):
    """A post that is new, or one to be changed."""

    def __init__(
        self, parent: QWidget, name: str, units: list[Unit], post: Post | None = None
    ) -> None:
        super().__init__(parent, f"{'修改' if post else '登记'}任职：{name}", lines=22)
        self._post = post
        self.post = PostFields(units, post, has_end=True)
        if post is not None:
            self.post.unit.setEnabled(False)
        self.add(self.post)
        self.post.changed.connect(self.check)
        self.finish_fields(self.post.title if post else self.post.unit.name)

    def is_ready(self) -> bool:
        return self.post.is_ready()

    def entry(self) -> PostEntry:
        """The new post as it stands in the fields."""
        return self.post.entry()

    def changed_post(self, post: Post) -> Post:
        """The known post with what stands in the fields."""
        entry = self.post.entry()
        return replace(
            post,
            title=entry.title,
            rank=entry.rank,
            is_principal=entry.is_principal,
            since=entry.since,
            until=entry.until,
        )


class EndPostDialog(FormDialog):
    """Since when a post is no longer held."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, f"免去职务：{title}", "登记", lines=11)
        self.until = MonthEdit("任职止", read_date)
        self.add(
            label("以前的谈话仍记着当时的职务，不会改变。", tone="quiet"),
            Field("任职止", self.until, "只知道年月也可以", is_needed=True),
        )
        self.until.changed.connect(self.check)
        self.finish_fields(self.until.edit)

    def is_ready(self) -> bool:
        return bool(self.until.text()) and self.until.is_readable()

    def day(self) -> PartialDate:
        """The date in the field."""
        return PartialDate.parse(self.until.text())


def _parties(person: Person) -> list[tuple[str, object]]:
    known = [*PARTIES]
    if person.political_status not in known:
        known.append(person.political_status)
    return [(word or "不填", word) for word in known]
