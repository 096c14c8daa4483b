"""The manual: its parts, the order of its topics, and what a topic is called."""

from __future__ import annotations

from dataclasses import dataclass

KEYS_TOPIC = "shortcuts"  # no file: the table of keys is made from the screen's registry
QUICK_TOPIC = "quick"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the manual: topics that belong together, in the order of the work."""

    title: str
    topics: tuple[str, ...]


PARTS = (
    Part("开始", (QUICK_TOPIC, "index", "unlock", "input", "home", "search")),
    Part("安排和准备", ("people", "plans", "prompts", "prepare")),
    Part(
        "谈话和记录",
        ("talks", "collective", "attachments", "checks", "minutes", "signers", "verify"),
    ),
    Part("整改和统计", ("findings", "finding", "rules", "signs", "figures")),
    Part("文书和移交", ("papers", "copies", "handover", "sticks", "export")),
    Part("保管和安全", ("keys", "backups", "restore", "audit", "retention", "threats")),
    Part("设置和维护", ("settings", "kinds", "selftest", "updates", "troubles")),
    Part("登记处", ("desk", "registry", "province")),
    Part("附录", (KEYS_TOPIC, "package", "glossary")),
)


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: its name in files and links, and its text in Markdown."""

    name: str
    text: str

    @property
    def title(self) -> str:
        """Its heading."""
        return title_of(self.text)


def title_of(text: str) -> str:
    """The heading of a topic's text: its first line."""
    return text.lstrip().split("\n", 1)[0].lstrip("# ").strip()


def parts_of(names: frozenset[str]) -> tuple[Part, ...]:
    """The parts with the topics there are; what no part knows comes last, by name."""
    known = [Part(part.title, tuple(n for n in part.topics if n in names)) for part in PARTS]
    rest = tuple(sorted(names - {name for part in PARTS for name in part.topics}))
    if rest:
        *before, last = known
        known = [*before, Part(last.title, last.topics + rest)]
    return tuple(part for part in known if part.topics)
