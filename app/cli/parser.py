"""A command-line parser that speaks Chinese, in its help and in its complaints."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

# What argparse says in English, and what we say; groups of the pattern are kept as they are.
COMPLAINTS = (
    (r"the following arguments are required: (.+)", r"缺少：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1 没有 \2 这一项，可选：\3"),
    (r"argument (.+?): invalid (?:\w+) value: (.+)", r"\1 的值不对：\2"),
    (r"argument (.+?): expected one argument", r"\1 后面要跟一个值"),
    (r"argument (.+?): expected at least one argument", r"\1 后面至少要跟一个值"),
    (r"argument (.+?): expected (\d+) arguments", r"\1 后面要跟 \2 个值"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 与 \2 不能同时使用"),
    (r"one of the arguments (.+) is required", r"须给出其中一项：\1"),
)


class ChineseHelp(argparse.HelpFormatter):
    """Help whose usage line begins in Chinese."""

    def add_usage(
        self,
        usage: str | None,
        actions: object,
        groups: object,
        prefix: str | None = None,
    ) -> None:
        """Write the usage line."""
        prefix = "用法：" if prefix is None else prefix
        super().add_usage(usage, actions, groups, prefix)  # type: ignore[arg-type]


class ChineseParser(argparse.ArgumentParser):
    """A parser for `tanxinbu` and each of its commands; wrong use ends with exit code 2."""

    def __init__(self, **facts: object) -> None:
        facts.setdefault("formatter_class", ChineseHelp)
        facts["add_help"] = False
        super().__init__(**facts)  # type: ignore[arg-type]
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and leave."""
        self.exit(2, f"{self.format_usage()}命令有误：{in_chinese(message)}\n")


def in_chinese(message: str) -> str:
    """argparse's complaint in Chinese, or as it came when it is a rare one."""
    for pattern, words in COMPLAINTS:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, words, message)
    return message
