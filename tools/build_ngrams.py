"""Rebuilds data/bigrams.tsv: how often one character follows another in Chinese words, for ties in the byte-level inverse.

    .venv/bin/python tools/build_ngrams.py            # needs jieba; reads fixtures/

Source: the word frequencies of jieba's dictionary (MIT), words of GB 2312 characters only, and the clean sentences of our own fixtures.
A word that occurs n times gives its inner pairs n times, its first character n starts and its last n ends; across words the pair
(a, b) counts ends(a) * starts(b) / words, which the reader of the table adds by itself. Counts are kept as levels: level k is
a count of about 2 ** (k / 2), written as one letter, so that the table stays small.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from pathlib import Path

import jieba

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "newsextract" / "data"
JIEBA = Path(jieba.__file__).parent / "dict.txt"
LEVELS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Single words of a rare character seen once are noise of the dictionary; pairs below this count are left out.
LEAST = 3
# How much a pair of our own fixtures weighs against the dictionary's: they are few, but they are news, and cross words.
OWN = 150
HAN = re.compile(r"[一-鿿]+")


def in_gb2312(word: str) -> bool:
    try:
        word.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return HAN.fullmatch(word) is not None


def level(count: float) -> str:
    return LEVELS[max(0, round(2 * math.log2(max(count, 1))))]


def main() -> None:
    pairs: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    single: Counter[str] = Counter()
    for line in JIEBA.read_text(encoding="utf8").splitlines():
        word, number, _ = line.split()
        count = int(number)
        if not in_gb2312(word):
            continue
        starts[word[0]] += count
        ends[word[-1]] += count
        for character in word:
            single[character] += count
        for at in range(len(word) - 1):
            pairs[word[at : at + 2]] += count
    for path in sorted((ROOT / "fixtures" / "pollution").glob("clean*.txt")):
        for run in HAN.findall(path.read_text(encoding="utf8")):
            for at in range(len(run) - 1):
                pairs[run[at : at + 2]] += OWN
                single[run[at]] += OWN
            single[run[-1]] += OWN
            starts[run[0]] += OWN
            ends[run[-1]] += OWN
    following: dict[str, list[tuple[int, str]]] = {}
    for pair, count in pairs.items():
        if count >= LEAST:
            following.setdefault(pair[0], []).append((-count, pair[1]))
    lines = [
        "# kind: gazetteer",
        "# source: jieba's dictionary (MIT) and our own fixtures, by tools/build_ngrams.py",
        "# row: a character; the levels of its count, of words that it starts and of words that it ends; what follows it inside words, as character and level",
        "id\tlevels\tnext",
    ]
    for character in sorted(single):
        found = "".join(f"{follower}{level(-count)}" for count, follower in sorted(following.get(character, [])))
        lines.append(f"{character}\t{level(single[character])}{level(starts[character])}{level(ends[character])}\t{found}")
    path = DATA / "bigrams.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf8")
    print(f"{len(single)} characters, {sum(map(len, following.values()))} pairs, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
