"""Makes resources/texts/passphrase-words.txt: words a passphrase is drawn from.

Two-syllable Chinese words in pinyin without tones, so that a passphrase of five is typed without
an input method and still means something to the one who remembers it. Source: the phrase data of
pypinyin (MIT licence). Of words that sound alike one is kept; words that stand in many other
phrases come first, being the better known; words nobody wants to say aloud are left out.

    python packaging/passphrase_words.py
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

from pypinyin.phrases_dict import phrases_dict

TARGET = Path(__file__).parents[1] / "resources/texts/passphrase-words.txt"
COUNT = 8192  # thirteen bits a word
LENGTHS = range(5, 9)  # shorter ones are easily mistaken, longer ones tire
UNWANTED = frozenset("死杀毒奸淫尸鬼屎尿屁娼妓赌嫖贱骂奴亡葬坟癌疯贪")


def plain(syllable: str) -> str:
    """The syllable without its tone; empty when it needs the letter ü."""
    bare = "".join(
        c for c in unicodedata.normalize("NFD", syllable) if c not in "\u0300\u0301\u0304\u030c"
    )
    return bare if re.fullmatch("[a-z]+", bare) else ""


def spoken(readings: list[list[str]]) -> str:
    """The word in pinyin; empty when it is not of two plain syllables."""
    syllables = [plain(reading[0]) for reading in readings]
    return "".join(syllables) if len(syllables) == 2 and all(syllables) else ""


def chosen() -> list[str]:
    """The best known words, in alphabetical order."""
    pairs = Counter(phrase[at : at + 2] for phrase in phrases_dict for at in range(len(phrase) - 1))
    best: dict[str, int] = {}
    for phrase, readings in phrases_dict.items():
        word = spoken(readings)
        if len(phrase) == 2 and len(word) in LENGTHS and not UNWANTED & set(phrase):
            best[word] = max(best.get(word, 0), pairs[phrase])
    ranked = sorted(best, key=lambda word: (-best[word], word))
    return sorted(ranked[:COUNT])


if __name__ == "__main__":
    words = chosen()
    TARGET.write_text("\n".join(words) + "\n", encoding="ascii")
    print(f"{len(words)} words written to {TARGET.name}")
