"""Which lines of a page are the article, and what the others are.

Behind the last sentence of an article stand lines that a newsroom never wrote: Copyright © 2001-2025 …, 关于我们 - 版权声明 - 合作咨询,
a row of licences. Each is called by its name, so that a reader can see why it is gone:

    >>> label("关于我们 - 版权声明 - 合作咨询"), label("责任编辑：陶建国")
    (('navigation', 'menu.words'), ('editor-credit', 'boilerplate:editor'))
    >>> label("全市登记失业人员再就业1.2万人，比上年多800人。") is None
    True

The words are rows of two tables. `boilerplate` holds phrases: a line in which the pattern is found is what the row says. `menu` holds
the words of menus: a line that consists of them is a menu.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ahocorasick
import regex

from newsextract import tables
from newsextract.script import fold

RULES = {
    "menu.words": "a line that consists of words of menus",
    "menu.licences": "a line that consists of the names of licences",
}

Label = tuple[str, str]

_BLANK = regex.compile(r"[\s\u3000\xa0\u200b-\u200f\ufeff]+")
_PARTING = regex.compile(r"[\s\u3000\xa0]*[|｜┊│丨·•/／>＞»\-–—_、,，;；:：\[\]【】()（）]+[\s\u3000\xa0]*|[\s\u3000\xa0]+")
_LICENCE = regex.compile(r"[\u4e00-\u9fffa-z]{0,24}(?:许可证|执照|出版机构|备案证明?|资质证书|服务登记)(?:[:：]?[a-z\d]{0,20})?")
_LONGEST_MENU = 400
_SHARE_OF_MENU = 0.6


@dataclass(frozen=True)
class _Phrase:
    identifier: str
    reason: str
    tail: bool
    longest: int
    pattern: regex.Pattern[str]


@tables.compiled
def _phrases() -> tuple[ahocorasick.Automaton, list[_Phrase]]:
    """An automaton over the key words of all rows; each leads to the rows that it may decide."""
    phrases: list[_Phrase] = []
    keys: dict[str, list[int]] = {}
    for row in tables.read("boilerplate"):
        for key in row["key"].split("|"):
            keys.setdefault(key, []).append(len(phrases))
        phrases.append(_Phrase(row["id"], row["reason"], row["place"] == "tail", int(row["longest"]), regex.compile(row["pattern"])))
    automaton = ahocorasick.Automaton()
    for key, rows in keys.items():
        automaton.add_word(key, rows)
    automaton.make_automaton()
    return automaton, phrases


@tables.compiled
def _menu() -> dict[str, tuple[str, str]]:
    return {row["word"]: (row["id"], row["reason"]) for row in tables.read("menu")}


def squeezed(line: str) -> str:
    """A line as the tables see it: half-width, lower case, without blanks."""
    return _BLANK.sub("", fold(line)).lower()


def label(line: str, *, tail: bool = True) -> Label | None:
    """What a line is that is no part of an article: (reason, rule); None for one that may be. `tail`: whether it stands behind the body."""
    bare = squeezed(line)
    if not bare:
        return None
    automaton, phrases = _phrases()
    if len(bare) <= 600:
        tried = sorted({number for _, rows in automaton.iter(bare) for number in rows})
        for number in tried:
            phrase = phrases[number]
            if len(bare) <= phrase.longest and (tail or not phrase.tail) and phrase.pattern.search(bare):
                return phrase.reason, tables.noted(f"boilerplate:{phrase.identifier}")
    return _menu_label(line, tail)


def _menu_label(line: str, tail: bool) -> Label | None:
    if len(line) > _LONGEST_MENU:
        return None
    words = [word for word in _PARTING.split(fold(line).lower()) if word]
    if not words or not tail and len(words) < 2:
        return None
    menu = _menu()
    known = [menu[word] for word in words if word in menu]
    licences = [word for word in words if _LICENCE.fullmatch(word)]
    if len(licences) >= 2 and len(licences) + len(known) >= _SHARE_OF_MENU * len(words):
        return "footer.licence", tables.noted("menu.licences")
    if not known or len(known) < _SHARE_OF_MENU * len(words) or len(words) == 1 and len(words[0]) < 3:
        return None
    for identifier, _ in known:
        tables.noted(f"menu:{identifier}")
    reasons = [reason for _, reason in known]
    return max(dict.fromkeys(reasons), key=reasons.count), tables.noted("menu.words")


def edges(lines: Sequence[str]) -> list[tuple[Label, str] | None]:
    """For each line of a text without markup: None where it stays, else its label and place.

    Lines at the end are judged as a tail, from the last upward, until one stays; any other only by the rows that hold everywhere.

    >>> [found and found[0][0] for found in edges(["出口增长", "5月，全市出口增长4%。", "（责任编辑：陶建国）", "版权所有 澄江日报社"])]
    [None, None, 'editor-credit', 'footer.copyright']
    """
    found: list[tuple[Label, str] | None] = [None] * len(lines)
    end = len(lines)
    while end > 0:
        named = label(lines[end - 1])
        if named is None:
            break
        end -= 1
        found[end] = (named, "tail")
    body = False
    for i in range(end):
        named = label(lines[i], tail=False)
        if named is not None:
            found[i] = (named, "body" if body else "head")
        else:
            body = True
    return found
