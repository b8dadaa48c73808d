"""Who holds an office: a name beside a body and a title.

    省水利厅党组书记、厅长廖志伟介绍，某公司职工张建国是这起案件的被害人。

廖志伟 holds two titles at 省水利厅. 张建国 holds none: 职工 is no office (data/titles.tsv), and where the sentence speaks of
defendants, victims, patients or pupils before the body, or of a charge, nobody in it gets a role at all. Persons are not sought anywhere else. A name has two or
three characters and begins with a surname (data/surnames.tsv); it ends where what follows begins a word, and where that does not
decide it there is no role.

    >>> body = {"quote": "省水利厅", "start": 0, "end": 4, "name": "湖北省水利厅"}
    >>> [(r["quote"], r["title"], r["organisation"]) for r in roles("省水利厅党组书记、厅长廖志伟介绍情况。", [body])]
    [('廖志伟', '党组书记', '湖北省水利厅'), ('廖志伟', '厅长', '湖北省水利厅')]
    >>> roles("被告人、原省水利厅厅长廖志伟出庭受审。", [{**body, "start": 5, "end": 9}])
    []
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import regex

from newsextract import tables
from newsextract.find.segment import words as cut
from newsextract.script import fold

Record = dict[str, Any]

RULES = {
    "role.held": "a name behind a body and a title: 省水利厅厅长廖志伟",
    "role.joined": "a name behind several titles: 党组书记、厅长廖志伟",
    "role.transcribed": "a name of two parts with a dot: 艾合买提·吐尔逊",
}

# Whoever is called so is private, whatever office stands behind the word; and so is whoever is charged or punished in the sentence.
CALLED = regex.compile(r"被告|嫌疑人|被害|受害|罪犯|患者|病人|病例|未成年|学生|孩子|儿童|死者|遗体|伤者|失踪|原告")
CHARGED = regex.compile(r"被告人|被害人|受贿|行贿|判处|有期徒刑|无期徒刑|严重违[纪法]|双开|开除|审查调查|监察调查|通缉|被执行人|失信|确诊")
STOP = regex.compile(r"[。；！？\n]")
DOTTED = regex.compile(r"\p{Han}{1,6}[·•]\p{Han}{1,8}(?:[·•]\p{Han}{1,6})?")
JOINT = regex.compile(r"[、兼]")
HAN = regex.compile(r"\p{Han}")
# What follows a name: these are no given name's last character where the name would end behind them.
FOLLOWERS = frozenset("说称在到率向对就为与和及出主讲致等将已作回带赴指参宣也还从分代陪要任均先又是受接围强认告提表介的了并则于以被由做应同一")
# Words that may stand behind a name, by jieba's classes: verbs, adverbs, prepositions, conjunctions, particles, time and number words.
BEHIND = "vdpcurtmfl"
LONGEST_TITLE = 8


@tables.compiled
def titles() -> dict[str, str]:
    """The titles, and the row of each."""
    return {title: f"titles:{row['id']}" for row in tables.read("titles") for title in row["titles"].split()}


@tables.compiled
def surnames() -> tuple[frozenset[str], frozenset[str]]:
    """The surnames of one character, and those of two."""
    rows = {row["id"]: row["names"] for row in tables.read("surnames")}
    return frozenset((rows["single"] + rows["common"]).replace(" ", "")), frozenset(rows["compound"].split())


def roles(text: str, organisations: Sequence[Record]) -> list[Record]:
    """The persons who hold an office, one record for each title, in the order of the text; `organisations` are the records found there."""
    folded = fold(text)
    out: list[Record] = []
    starting = {one["start"]: (number, one) for number, one in enumerate(organisations)}
    done = -1
    for number, body in enumerate(organisations):
        if body["start"] < done:
            continue
        offices, at = _offices(folded, number, body, starting)
        name = _name(folded, at) if offices else None
        if name is None or _private(folded, body["start"], name[1]):
            continue
        done = name[1]
        rule = "role.transcribed" if name[2] else "role.joined" if len(offices) > 1 else "role.held"
        for index, title in offices:
            tables.noted(titles()[title])
            said = organisations[index]
            out.append(
                {
                    "quote": text[name[0] : name[1]],
                    "start": name[0],
                    "end": name[1],
                    "person": folded[name[0] : name[1]],
                    "title": title,
                    "organisation": said["name"] or said["quote"],
                    "mention": index,
                    "rule": tables.noted(rule),
                }
            )
    return out


def _offices(text: str, number: int, body: Record, starting: dict[int, tuple[int, Record]]) -> tuple[list[tuple[int, str]], int]:
    """The titles that follow a body, and those of the bodies joined to it; and where they end."""
    offices: list[tuple[int, str]] = []
    index, at = number, body["end"]
    while (title := _title(text, at)) is not None:
        offices.append((index, title))
        at += len(title)
        if JOINT.match(text, at) is None:
            return offices, at
        at += 1
        if at in starting:
            index, other = starting[at]
            at = other["end"]
    return [], at


def _title(text: str, at: int) -> str | None:
    known = titles()
    return next((text[at : at + length] for length in range(LONGEST_TITLE, 1, -1) if text[at : at + length] in known), None)


def _name(text: str, at: int) -> tuple[int, int, bool] | None:
    """Where a person's name that begins at `at` ends, and whether it is one of several parts."""
    dotted = DOTTED.match(text, at)
    if dotted is not None:
        last = max(dotted.group().rfind(mark) for mark in "·•") + at + 1
        ends = [end for end in range(last + 2, dotted.end() + 1) if _whole(text, last, end)]
        return (at, ends[0], True) if ends else None
    single, compound = surnames()
    family = 2 if text[at : at + 2] in compound else 1 if text[at : at + 1] in single else 0
    if not family or "某" in text[at : at + family + 2] or (family == 1 and _common(text, at)):
        return None
    fits = [end for end in (at + family + 2, at + family + 1) if _whole(text, at + family, end)]
    return (at, fits[0], False) if fits else None


def _common(text: str, at: int) -> bool:
    """Whether a word of the language begins there, and no name: 高度 in 局长高度重视."""
    word = cut(text[at : at + 6])[0]
    return len(word.text) > 1 and word.tag not in ("nr", "nrfg", "nrt")


def _whole(text: str, given: int, end: int) -> bool:
    """Whether a given name from `given` to `end` leaves whole words behind it."""
    if any(HAN.match(text, place) is None for place in range(given, end)) or len(text) < end:
        return False
    if end - given == 2 and text[end - 1] in FOLLOWERS:
        return False
    if HAN.match(text, end) is None:
        return True
    split = cut(text[end - 1 : end + 5])[0]
    if end - given == 2 and len(split.text) > 1 and split.tag[0] in "vdp":
        return False  # 李强|介绍, not 李强介|绍
    behind = cut(text[end : end + 6])[0]
    if len(behind.text) > 3 and behind.tag == "n":
        return True  # 主持会议 is one word to the dictionary
    return behind.tag[0] in BEHIND and (len(behind.text) > 1 or behind.text in FOLLOWERS)


def _private(text: str, start: int, end: int) -> bool:
    """Whether the sentence speaks of people who are nobody's business."""
    low = max((stop.end() for stop in STOP.finditer(text, max(0, start - 200), start)), default=max(0, start - 200))
    stop = STOP.search(text, end, end + 200)
    high = stop.start() if stop is not None else min(len(text), end + 200)
    return CALLED.search(text, low, start) is not None or CHARGED.search(text, low, high) is not None
