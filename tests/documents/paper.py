"""Made-up minutes for tests of documents, and what stock tools say of a PDF."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.domain.minutes import CLOSING_LINE, Attendance, Block, BlockKind, Minutes

LOCAL = timezone(timedelta(hours=8))
MADE_AT = datetime(2026, 3, 5, 11, 50, tzinfo=LOCAL)
RARE = "𠮷䶮𬭎㛃"
LONG_NAME = "·".join(
    ["买买提", "吐尔逊", "阿不都热合曼", "艾山江", "玉素甫", "卡迪尔", "努尔麦麦提"] * 2
)
OFFICE = "清河县纪委监委"
REPLY = (
    "整治工程由我们科提出建议，分管副局长审核，局党组会议研究决定，会议纪要编号是〔2024〕17号。"
    "立项批复是2024年3月15日下发的，总投资3 680.5万元，其中：中央资金占60%，省级配套25%——"
    "市级自筹15%……"
)


def make_minutes(answers: int = 8, **more: object) -> Minutes:
    """Minutes with rare names and a name of sixty characters."""
    blocks = [Block(BlockKind.HEADING, "聚焦“两个维护”", "a1")]
    for number in range(1, answers + 1):
        place = f"第{number}问"
        blocks.append(Block(BlockKind.QUESTION, f"第{number}件事是怎样办的？", place))
        blocks.append(Block(BlockKind.REPLY, f"（{number}）{REPLY}", f"{place}的答复"))
    plain: dict[str, object] = {
        "title": "谈话记录",
        "number": "2026-0012",
        "mark": "内部",
        "office": OFFICE,
        "fields": (
            ("谈话时间", "2026年3月5日9时05分至2026年3月5日10时30分"),
            ("谈话对象", RARE),
            ("陪同人员", LONG_NAME),
            ("谈话事由", "年度监督谈话"),
        ),
        "blocks": tuple(blocks),
        "attendance": (),
        "closing_line": CLOSING_LINE,
        "has_fingerprint": False,
    }
    return Minutes(**{**plain, **more})  # type: ignore[arg-type]


def make_attendance(count: int) -> tuple[Attendance, ...]:
    return tuple(
        Attendance(f"与会者{n}", f"第{n}镇", "党委书记", n % 5 != 0, "出差" if n % 5 == 0 else "")
        for n in range(1, count + 1)
    )


def tool(name: str, *arguments: str | Path) -> str:
    """What a stock tool prints; the test is skipped where it is not installed."""
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    done = subprocess.run([name, *arguments], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def text_of(pdf: bytes) -> str:
    """What a stock tool reads on all pages; skips where there is none."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not on this machine")
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()
