"""提问集: the prompts area by area, with what a concrete answer holds and how to ask on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.domain.changes import Changes
from app.domain.progress import Progress
from app.domain.prompts import Applicability, Prompt, PromptSet
from app.services.prompts import Prompts
from ui.page import Page
from ui.tasks import Tasks
from ui.terms import UNIT_KIND
from ui.theme import characters, px
from ui.widgets.surfaces import Card, Place, facts, scrolled
from ui.widgets.words import label

_PROMPT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class _Shown:
    """One prompt with the name of its area."""

    prompt: Prompt
    area: str


class PromptsPage(Page):
    """The set in force: areas and prompts on the left, one prompt whole on the right."""

    help_topic = "prompts"
    watches = Changes.PROMPTS

    def __init__(self, tasks: Tasks, prompts: Prompts) -> None:
        super().__init__(tasks)
        self._prompts = prompts
        self.title = label("", tone="quiet")
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("提问，按四个聚焦排列")
        self.tree.setWordWrap(True)
        self.tree.currentItemChanged.connect(self._show_current)
        self.card = Card()
        self._number = ""
        self._place = Place()
        self.card.add(self._place)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.tree)
        splitter.addWidget(scrolled(self.card, "所选的提问"))
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        splitter.setSizes([400, 600])
        self.tree.setMinimumWidth(characters(self, 14))
        self.body.addWidget(self.title)
        self.body.addWidget(splitter, 1)

    def refresh(self) -> None:
        self.tasks.query(self._read, then=self._show)

    def place(self) -> object:
        return self._number

    def return_to(self, place: object) -> None:
        self._number = str(place)

    def _read(self, _: Progress) -> PromptSet:
        return self._prompts.current()

    def _show(self, prompt_set: PromptSet) -> None:
        self.title.setText(
            f"{prompt_set.title}，第 {prompt_set.version} 版，共 {len(prompt_set.prompts)} 问。"
            "用过的版本原样保留，每场谈话都记着当时的问法。"
        )
        self.tree.clear()
        for area in prompt_set.areas:
            branch = QTreeWidgetItem([f"{area.title}（{len(prompt_set.in_area(area.key))}）"])
            branch.setToolTip(0, area.title)
            self.tree.addTopLevelItem(branch)
            for prompt in prompt_set.in_area(area.key):
                leaf = QTreeWidgetItem([f"{prompt.number}　{prompt.text}"])
                leaf.setData(0, _PROMPT, _Shown(prompt, area.title))
                leaf.setToolTip(0, prompt.text)
                branch.addChild(leaf)
            branch.setExpanded(True)
        leaves = self._leaves()
        numbers = [leaf.data(0, _PROMPT).prompt.number for leaf in leaves]
        if leaves:
            place = numbers.index(self._number) if self._number in numbers else 0
            self.tree.setCurrentItem(leaves[place])

    def _leaves(self) -> list[QTreeWidgetItem]:
        branches = [self.tree.topLevelItem(n) for n in range(self.tree.topLevelItemCount())]
        return [branch.child(n) for branch in branches for n in range(branch.childCount())]

    def _show_current(self, item: QTreeWidgetItem | None) -> None:
        shown = item.data(0, _PROMPT) if item is not None else None
        if not isinstance(shown, _Shown):
            return
        self._number = shown.prompt.number
        self._place.put(_sheet(shown))


def _sheet(shown: _Shown) -> QWidget:
    prompt = shown.prompt
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(px(1))
    box.addWidget(label(shown.area, "small", "accent"))
    box.addWidget(label(prompt.text, "large"))
    for title, lines in (("具体的答复应包含", prompt.concrete), ("追问", prompt.follow_ups)):
        if lines:
            box.addSpacing(px(1))
            box.addWidget(label(title, "strong"))
            for text in lines:
                box.addWidget(label(f"· {text}"))
    rest = [("编号", prompt.number), ("适用", _applies(prompt.applies)), ("出处", prompt.source)]
    if prompt.is_required:
        rest.insert(1, ("必问", "是，没有问到须写明原因"))
    box.addSpacing(px(1))
    box.addWidget(facts([(name, value) for name, value in rest if value]))
    box.addStretch(1)
    return holder


def _applies(applies: Applicability) -> str:
    words = ["、".join(word for kind, word in UNIT_KIND.items() if kind in applies.unit_kinds)]
    words += [
        word
        for holds, word in (
            (applies.newly_appointed, "新任职"),
            (applies.open_findings, "有未销号问题的单位"),
            (applies.bottom_ranked, "考核排名靠后的单位"),
        )
        if holds
    ]
    return "；".join(filter(None, words)) or "都适用"
