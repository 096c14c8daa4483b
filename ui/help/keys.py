"""The table of keys, made from the one registry of actions."""

from __future__ import annotations

import re

from ui.actions import ACTIONS, WHERE_WORDS, Where, written

_PAGE_KEYS = re.compile(r"^window\.page\d$")


def keys_table() -> str:
    """The topic with every key, in Markdown."""
    lines = ["# 快捷键", "", "| 按键 | 作用 | 在哪里 |", "|---|---|---|"]
    for where in Where:
        lines += [
            f"| {'，'.join(map(written, action.keys))} | {action.text} | {WHERE_WORDS[where]} |"
            for action in ACTIONS
            if action.where is where and not _PAGE_KEYS.match(action.id)
        ]
    lines.append("| Alt+1 … Alt+9 | 去左侧第几个页面 | 任何页面 |")
    return "\n".join(lines)
