"""`tanxinbu selftest`: whether the program and this machine are as they should be.

Exit codes: 0 nothing is amiss, or something is to be seen to; 1 a part does not work; 2 wrong use.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from app import bootstrap
from app.cli.parser import ChineseParser
from app.domain.progress import NoProgress
from app.domain.self_test import Found, Grade, worst
from app.domain.self_test_words import GRADE_WORDS, PART_WORDS, remedy, sentence, summary

GOOD, FAULTY = 0, 1


def add(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    """Describe the command and its arguments."""
    parser = commands.add_parser(
        "selftest",
        help="本机自检：密码算法、字体、文书、密钥环、打印机、磁盘、时钟",
        epilog="退出码：0 都正常，或有要注意的；1 有一项不行；2 用法不对。",
    )
    parser.add_argument(
        "folder", type=Path, nargs="?", metavar="文件夹", help="资料所在的文件夹；不写就查上次用的"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(arguments: argparse.Namespace) -> int:
    """Look at everything and tell; give the exit code."""
    found = bootstrap.self_test().run(bootstrap.self_test_around(arguments.folder), NoProgress())
    if arguments.json:
        print(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            print(_line(one))
        print(summary(found))
    return FAULTY if worst(found) is Grade.FAULT else GOOD


def _line(found: Found) -> str:
    told = f"{GRADE_WORDS[found.grade]}　{PART_WORDS[found.part]}：{sentence(found)}"
    return told + (remedy(found) if found.grade is not Grade.OK else "")


def _plain(found: Found) -> dict[str, str]:
    return {
        "part": found.part.value,
        "grade": found.grade.value,
        "reason": found.reason.value,
        "detail": found.detail,
        "sentence": sentence(found),
    }
