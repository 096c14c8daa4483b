"""A prompt set while it is being written: areas renamed, prompts added, changed, moved, removed.

A number stays with its prompt from version to version, and no new prompt takes a number that was
ever used: what was answered last time is found by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from app.domain.people import is_unseen
from app.domain.prompt_faults import (
    LONGEST_AREA,
    LONGEST_CONCRETE,
    LONGEST_FOLLOW_UP,
    LONGEST_NUMBER,
    LONGEST_QUESTION,
    LONGEST_SOURCE,
    LONGEST_TITLE,
    MOST_LINES,
    MOST_PROMPTS,
    SHORTEST_QUESTION,
    PromptFault,
    PromptFaultKind,
    PromptField,
)
from app.domain.prompts import AREAS_IN_A_SET, FocusArea, Prompt, PromptSet

_LONGEST_FOUND = 40
_LAST_DIGITS = re.compile(r"(\d+)\D*$")


@dataclass(frozen=True, slots=True)
class SetDraft:
    """A prompt set that nobody has kept yet.

    base_id names the set it was begun from; spent are the numbers no new prompt may take.
    """

    title: str
    areas: tuple[FocusArea, ...]
    prompts: tuple[Prompt, ...]
    base_id: str = ""
    spent: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def begun_from(cls, prompt_set: PromptSet, spent: Iterable[str] = ()) -> SetDraft:
        """A draft that says what this set says."""
        numbers = frozenset(p.number for p in prompt_set.prompts) | frozenset(spent)
        return cls(prompt_set.title, prompt_set.areas, prompt_set.prompts, prompt_set.id, numbers)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def in_area(self, key: str) -> tuple[Prompt, ...]:
        """The prompts of one area in order."""
        return tuple(p for p in self.prompts if p.area == key)

    def prompt(self, number: str) -> Prompt:
        """The prompt with that number; KeyError when there is none."""
        for prompt in self.prompts:
            if prompt.number == number:
                return prompt
        raise KeyError(number)

    def next_number(self, area: str) -> str:
        """The first number of this area, such as 2-13, that was never used."""
        place = 1 + [a.key for a in self.areas].index(area)
        taken = self.spent | {p.number for p in self.prompts}
        mine = (n for n in taken if n.startswith(f"{place}-"))
        last = max((int(m[1]) for n in mine if (m := _LAST_DIGITS.search(n))), default=0)
        return f"{place}-{last + 1:02}"

    # ── changing ─────────────────────────────────────────────────────────────────────────────────

    def titled(self, title: str) -> SetDraft:
        """The draft under another name."""
        return replace(self, title=tidy(title))

    def with_area_title(self, key: str, title: str) -> SetDraft:
        """The draft with an area renamed; its key stays."""
        return replace(
            self,
            areas=tuple(replace(a, title=tidy(title)) if a.key == key else a for a in self.areas),
        )

    def with_new(self, area: str, after: str = "") -> tuple[SetDraft, str]:
        """The draft with an empty prompt more, after that one or at the area's end; its number."""
        number = self.next_number(area)
        there = list(self.prompts)
        mine = [n for n, p in enumerate(there) if p.area == area]
        wanted = [n for n in mine if there[n].number == after] or mine[-1:] or [len(there) - 1]
        there.insert(wanted[0] + 1, Prompt(number, area, ""))
        return replace(self, prompts=tuple(there), spent=self.spent | {number}), number

    def with_prompt(self, prompt: Prompt) -> SetDraft:
        """The draft with this prompt in place of the one with its number; its area stays."""
        old = self.prompt(prompt.number)
        new = cleaned(replace(prompt, area=old.area))
        return replace(self, prompts=tuple(new if p is old else p for p in self.prompts))

    def without(self, number: str) -> SetDraft:
        """The draft without that prompt."""
        return replace(self, prompts=tuple(p for p in self.prompts if p.number != number))

    def put_back(self, prompt: Prompt, place: int) -> SetDraft:
        """The draft with a removed prompt again, so many prompts from the beginning of the set."""
        there = [*self.prompts[:place], prompt, *self.prompts[place:]]
        return replace(self, prompts=tuple(there))

    def moved(self, number: str, by: int) -> SetDraft:
        """The draft with the prompt so many places further (or back) within its area."""
        prompt = self.prompt(number)
        mine = list(self.in_area(prompt.area))
        place = mine.index(prompt)
        mine.insert(max(0, min(place + by, len(mine) - 1)), mine.pop(place))
        in_order = iter(mine)
        return replace(
            self,
            prompts=tuple(next(in_order) if p.area == prompt.area else p for p in self.prompts),
        )

    def in_other_area(self, number: str, area: str) -> tuple[SetDraft, str]:
        """The draft with the prompt at the end of another area, under that area's next number."""
        prompt = self.prompt(number)
        if prompt.area == area:
            return self, number
        draft, new_number = self.without(number).with_new(area)
        there = replace(prompt, number=new_number, area=area)
        return draft.with_prompt(there), new_number

    # ── judging ──────────────────────────────────────────────────────────────────────────────────

    def faults(self) -> tuple[PromptFault, ...]:
        """What keeps the draft from being kept, in the order of the set."""
        return (*self.faults_of_the_set(), *_faults_of_prompts(self.prompts))

    def finished(self, set_id: str, version: int) -> PromptSet:
        """The set this draft becomes; it must have no faults."""
        return PromptSet(set_id, version, self.title, self.areas, self.prompts)

    def faults_of_the_set(self) -> Iterator[PromptFault]:
        """What is wrong with the name, the areas and the number of prompts."""
        yield from _text_faults(self.title, PromptField.TITLE, "", (1, LONGEST_TITLE))
        if len(self.areas) != AREAS_IN_A_SET:
            count = str(len(self.areas))
            what = PromptFaultKind.AREAS_NOT_FOUR
            yield PromptFault(what, PromptField.AREA, "", count, AREAS_IN_A_SET)
        seen: set[str] = set()
        for area in self.areas:
            yield from _text_faults(area.title, PromptField.AREA, "", (1, LONGEST_AREA))
            if area.title in seen:
                yield PromptFault(PromptFaultKind.TWICE, PromptField.AREA, "", area.title)
            seen.add(area.title)
            if not self.in_area(area.key):
                yield PromptFault(PromptFaultKind.AREA_EMPTY, PromptField.AREA, "", area.title)
        if len(self.prompts) > MOST_PROMPTS:
            count, what = str(len(self.prompts)), PromptFaultKind.PROMPTS_TOO_MANY
            yield PromptFault(what, PromptField.TEXT, "", count, MOST_PROMPTS)


def tidy(untrusted_text: str) -> str:
    """The text on one line, without padding."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", untrusted_text)).strip()


def lines_of(untrusted_text: str) -> tuple[str, ...]:
    """The lines of a field that holds one thing to a line, empty ones left out."""
    return tuple(filter(None, map(tidy, untrusted_text.split("\n"))))


def cleaned(prompt: Prompt) -> Prompt:
    """The prompt with every text on one line and without padding."""
    return replace(
        prompt,
        text=tidy(prompt.text),
        concrete=tuple(filter(None, map(tidy, prompt.concrete))),
        follow_ups=tuple(filter(None, map(tidy, prompt.follow_ups))),
        source=tidy(prompt.source),
    )


def prompt_faults(prompt: Prompt) -> Iterator[PromptFault]:
    """What is wrong with one prompt, looked at by itself."""
    number = prompt.number
    yield from _text_faults(number, PromptField.NUMBER, number, (1, LONGEST_NUMBER))
    question = (SHORTEST_QUESTION, LONGEST_QUESTION)
    yield from _text_faults(prompt.text, PromptField.TEXT, number, question)
    yield from _line_faults(prompt.concrete, PromptField.CONCRETE, number, LONGEST_CONCRETE)
    yield from _line_faults(prompt.follow_ups, PromptField.FOLLOW_UPS, number, LONGEST_FOLLOW_UP)
    yield from _text_faults(prompt.source, PromptField.SOURCE, number, (0, LONGEST_SOURCE))


def _faults_of_prompts(prompts: tuple[Prompt, ...]) -> Iterator[PromptFault]:
    numbers = Counter(p.number for p in prompts)
    first: dict[str, str] = {}
    for prompt in prompts:
        yield from prompt_faults(prompt)
        if numbers[prompt.number] > 1:
            found = prompt.number
            yield PromptFault(PromptFaultKind.TWICE, PromptField.NUMBER, found, found)
        earlier = first.setdefault(prompt.text, prompt.number) if prompt.text else prompt.number
        if earlier != prompt.number:
            yield PromptFault(PromptFaultKind.TWICE, PromptField.TEXT, prompt.number, earlier)


def _text_faults(
    text: str, where: PromptField, number: str, bounds: tuple[int, int]
) -> Iterator[PromptFault]:
    shortest, longest = bounds
    if len(text) < shortest:
        what = PromptFaultKind.TOO_SHORT if text else PromptFaultKind.MISSING
        yield PromptFault(what, where, number, text, shortest)
    elif len(text) > longest:
        yield PromptFault(PromptFaultKind.TOO_LONG, where, number, shown(text), longest)
    elif not text.isprintable() and any(map(is_unseen, text)):  # the first is quick
        yield PromptFault(PromptFaultKind.UNPRINTABLE, where, number, shown(text))


def _line_faults(
    lines: tuple[str, ...], where: PromptField, number: str, longest: int
) -> Iterator[PromptFault]:
    if len(lines) > MOST_LINES:
        what = PromptFaultKind.TOO_MANY_LINES
        yield PromptFault(what, where, number, str(len(lines)), MOST_LINES)
    for text in lines:
        yield from _text_faults(text, where, number, (1, longest))


def shown(untrusted_text: str) -> str:
    """What was found, cut short, with a mark for every character one cannot see."""
    seen = ("\N{REPLACEMENT CHARACTER}" if is_unseen(c) else c for c in untrusted_text)
    return "".join(seen)[:_LONGEST_FOUND]
