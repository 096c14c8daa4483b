"""Makes resources/texts/common-words.txt: everyday words that a name must not be read into.

Run it with the unpacked source of jieba 0.42.1 (MIT): python packaging/common_words.py FOLDER.
Kept are the words of two characters, and those of three that begin with a surname, as often used
as FEWEST says; what the list calls a name is kept only when it is used so often that it must be a
word as well, such as 黎明. A line holds one first character and all that follow it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "resources/texts/common-words.txt"
FEWEST = 12
HAN = re.compile(r"[\u4e00-\u9fff]+")
NAMES, FEWEST_NAMES = "nr", 150
ONLY_NAMES = {"李俊", "李娜", "李强", "李珊", "李铁", "李鹏", "王明", "王平", "张宁", "陈云"}


def main(source: Path) -> None:
    """Read the published list and write ours."""
    sys.path.insert(0, str(ROOT))
    from app.domain.surnames import SURNAMES

    following: dict[str, list[str]] = {}
    for line in sorted((source / "jieba/dict.txt").read_text("utf-8").splitlines()):
        word, count, kind = line.split(" ")
        fewest = FEWEST_NAMES if kind.startswith(NAMES) else FEWEST
        if not HAN.fullmatch(word) or word in ONLY_NAMES or int(count) < fewest:
            continue
        if len(word) == 2 or (len(word) == 3 and word[0] in SURNAMES):
            following.setdefault(word[0], []).append(word[1:])
    lines = (f"{first} {' '.join(rest)}\n" for first, rest in sorted(following.items()))
    TARGET.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
