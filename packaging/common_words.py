"""Makes resources/texts/common-words.txt: everyday words that a name must not be read into.

Run it with the unpacked source of jieba 0.42.1 (MIT): python packaging/common_words.py FOLDER.
Kept are the words of two characters that are not names, and those of three that begin with a
surname, as often used as FEWEST says. A line holds one first character and all that follow it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "resources/texts/common-words.txt"
FEWEST = 12
HAN = re.compile(r"[\u4e00-\u9fff]+")
NAMES = "nr"


def main(source: Path) -> None:
    """Read the published list and write ours."""
    sys.path.insert(0, str(ROOT))
    from app.domain.surnames import SURNAMES

    following: dict[str, list[str]] = {}
    for line in sorted((source / "jieba/dict.txt").read_text("utf-8").splitlines()):
        word, count, kind = line.split(" ")
        if not HAN.fullmatch(word) or kind.startswith(NAMES) or int(count) < FEWEST:
            continue
        if len(word) == 2 or (len(word) == 3 and word[0] in SURNAMES):
            following.setdefault(word[0], []).append(word[1:])
    lines = (f"{first} {' '.join(rest)}\n" for first, rest in sorted(following.items()))
    TARGET.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
