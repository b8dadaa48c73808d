"""How likely one character is behind another in Chinese, for places where bytes alone cannot decide.

A lost byte leaves 企? and three characters would fit the reading; 企業 is a word and the others are not. The counts are pairs inside words
(data/bigrams.tsv, from the word frequencies of jieba's dictionary); between words the chance is that of any word ending and any
word beginning there. That is little, and enough: it is only asked to choose among what the bytes allow.

    >>> likelihood("扬", "表") > likelihood("楊", "表")
    True
    >>> plausible("通报表扬") > plausible("通告裱様")
    True
"""

from __future__ import annotations

import functools
import math

from newsextract import script, tables

LEVELS = {
    letter: 2 ** (level / 2) for level, letter in enumerate("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
# Log-chances of what the table does not know, chosen on invented sentences (benchmarks/repair.py prints the accuracy they give).
UNKNOWN = -17.0  # a Chinese character that no word of the dictionary has
FOREIGN = -14.0  # a letter, digit or sign in the middle of Chinese, where bytes allow a Chinese character
STRANGE = -25.0  # a private-use or unassigned character, kana, Greek or Cyrillic
# Marks by how common they are in news; those of CLOSED stand behind a word.
CLOSED = "，。、；：？！”’）》】」』…—"
MARKS = {"，": -3.0, "。": -4.0, "、": -4.0, "\n": -4.0, ",": -4.0, "“": -5.0, "”": -5.0, "（": -6.0, "）": -6.0, "：": -6.0, "；": -6.5, "《": -6.5, "》": -6.5,
         " ": -6.0, "%": -6.0, ".": -6.0, "(": -6.0, ")": -6.0, ":": -6.0, ";": -6.5, "？": -7.0, "！": -7.0, "?": -7.0, "!": -7.0, "—": -7.0, "·": -8.0, '"': -8.0,
         "…": -9.0, "‘": -9.0, "’": -9.0, "【": -10.0, "】": -10.0, "「": -10.0, "」": -10.0, "『": -11.0, "』": -11.0, "\u3000": -11.0}  # fmt: skip


OFTEN = 300


class Row:
    """What is known of one character: its count, the words that it starts and ends, and what follows it."""

    __slots__ = ("count", "end", "following", "start", "unread")

    def __init__(self, levels: str, unread: str) -> None:
        self.count, self.start, self.end = (LEVELS[letter] for letter in levels)
        self.unread = unread
        self.following: dict[str, float] = {}

    def pair(self, character: str) -> float:
        if self.unread:
            self.following = {self.unread[at]: LEVELS[self.unread[at + 1]] for at in range(0, len(self.unread), 2)}
            self.unread = ""
        return self.following.get(character, 0.0)


@tables.compiled
def _model() -> tuple[dict[str, Row], float]:
    rows = {row["id"]: Row(row["levels"], row["next"]) for row in tables.read("bigrams")}
    return rows, sum(row.start for row in rows.values())


@tables.compiled
def _simple() -> dict[str, str]:
    return script.simplification()


@functools.lru_cache(maxsize=1 << 16)
def likelihood(character: str, before: str) -> float:
    """The logarithm of the chance that `character` stands behind `before` ("" for the beginning); scripts are folded."""
    rows, words = _model()
    simple = _simple()
    row = rows.get(simple.get(character, character))
    last = rows.get(simple.get(before, before))
    if row is None:
        if character in MARKS:
            return MARKS[character] + (
                math.log(max(last.end, 0.5) / last.count) if last is not None and character in CLOSED else 0.0
            )
        if "㐀" <= character <= "鿿":
            return UNKNOWN
        return FOREIGN if character < "\u0080" else STRANGE
    if last is None:
        return math.log((row.start + 0.01 * row.count) / words)
    chance = (
        last.pair(simple.get(character, character)) + (last.end + 0.02 * last.count) * (row.start + 0.01 * row.count) / words
    )
    return math.log(chance / last.count)


def plausible(text: str, before: str = "") -> float:
    """The mean log-chance of the characters of a text, each behind the one before it; a text of none is 0.0."""
    total = 0.0
    for character in text:
        total += likelihood(character, before)
        before = character
    return total / max(1, len(text))


def common() -> frozenset[str]:
    """The characters that some word of the dictionary has often enough to be met in news (simplified)."""
    rows, _ = _model()
    return frozenset(character for character, row in rows.items() if row.count >= OFTEN)
