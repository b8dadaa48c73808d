"""One text in several scripts: traditional and simplified, full-width and half-width.

A finder must read ３００億 as it reads 300亿 and still quote what the page wrote. So there are two ways to another script. `fold` is
for reading in place: it gives a text of the same length, offset for offset, in half-width digits and simplified characters, and the page
itself stays as it is. `simplified` is for changing the page, and gives edits: where the pinyin polluters turned a page into
traditional characters one by one, the way back goes one by one as well.

    >>> fold("營收３００億元")
    '营收300亿元'

Most traditional characters have one simplified form. A few have two, and the word decides: 著 is the particle 着 or the 著 of
writing and renown, 乾 is 干 (dry) or the 乾 of 乾隆. Those words are rows of data/script_words.tsv.

    >>> fold("圍繞著名城保護，出版專著"), fold("乾隆年間的餅乾")
    ('围绕著名城保护，出版专著', '乾隆年间的饼干')

The first shows what a lexicon cannot know: 围绕着名城 was meant. Where that matters (on a polluted page) the character model of
`annotation` is asked as well.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

import ahocorasick

from newsextract import tables
from newsextract.text import Edit

RULES = {
    "script": "a traditional character becomes the simplified one that stands for it",
    "script.word": "an ambiguous traditional character becomes what its word says: 著名 stays, 走著 is 走着",
}

_WIDTH = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDTH |= {ord("％"): "%", ord("．"): ".", ord("＋"): "+", ord("－"): "-", ord("／"): "/"}
_PLANE = 0x10000
# Where nothing of this stands, nothing folds: ASCII, Latin, Greek and most marks.
_foldable = re.compile("[\u2e80-\uffff]")


@tables.compiled
def simplification() -> dict[str, str]:
    """Traditional character -> simplified character."""
    return {row["id"]: row["simplified"] for row in tables.read("script")}


@tables.compiled
def _words() -> ahocorasick.Automaton:
    """The words that decide an ambiguous character; keys are the word with every other character simplified."""
    automaton = ahocorasick.Automaton()
    for row in tables.read("script_words"):
        automaton.add_word(row["id"], (row["id"], row["simplified"]))
    automaton.make_automaton()
    return automaton


@tables.compiled
def ambiguous() -> re.Pattern[str]:
    """Finds the characters whose simplified form a word can decide."""
    table = simplification()
    found = set()
    for row in tables.read("script_words"):
        found |= {was for was, put in zip(row["id"], row["simplified"], strict=True) if was != put or was in table}
    return re.compile(one_of(found))


def one_of(characters: Iterable[str]) -> str:
    """A character class of a pattern: what stands side by side in Unicode as a range, for the compiler reads every member.

    >>> one_of("丁一丂Ω三")
    '[Ω一-丂三]'
    """
    runs: list[list[int]] = []
    for code in sorted(map(ord, characters)):
        if runs and code <= runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "[" + "".join(re.escape(chr(first)) + ("" if first == last else "-" + re.escape(chr(last))) for first, last in runs) + "]"


@tables.compiled
def _folding() -> list[str]:
    """For each code point of the basic plane what it folds to. Ambiguous characters fold to their usual form."""
    unfolded = [chr(code) for code in range(_PLANE)]
    for code, put in (*_WIDTH.items(), *((ord(was), put) for was, put in simplification().items()), *_compatible()):
        unfolded[code] = put
    return unfolded


def _compatible() -> Iterator[tuple[int, str]]:
    """Radicals and compatibility ideographs (⼤ ⽂ 金) -> the plain character, simplified."""
    import unicodedata

    table = simplification()
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            yield code, table.get(plain, plain)


@functools.lru_cache(maxsize=256)
def fold(text: str) -> str:
    """The text in half-width digits, letters and % . + - /, and in simplified characters; same length, offset for offset.

    >>> fold("標準第１２條"), len(fold("標準第１２條"))
    ('标准第12条', 6)
    """
    if text.isascii() or not _foldable.search(text):
        return text
    folded = text.translate(_folding())
    if ambiguous().search(text):
        folded = _decided(text, folded)
    return folded


def _decided(text: str, folded: str) -> str:
    """The folded text with each ambiguous character as its word says."""
    chosen = list(folded)
    for at, put in decisions(text, folded):
        chosen[at] = put
    return "".join(chosen)


def decisions(text: str, folded: str) -> Iterator[tuple[int, str]]:
    """Where a word decides otherwise than the character alone: (offset, character), in order.

    `folded` is the text in simplified characters, of the same length; only its ambiguous characters are looked at.
    """
    done = 0
    for window in _windows(text):
        mixed = [text[at] if ambiguous().match(text[at]) else folded[at] for at in range(*window)]
        for last, (word, put) in _words().iter_long("".join(mixed)):
            first = window[0] + last + 1 - len(word)
            for offset, character in enumerate(put, first):
                if offset >= done and folded[offset] != character:
                    yield offset, character
                    done = offset + 1


# No word of the table is longer, so none that holds a character reaches further from it.
REACH = 12


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text around its ambiguous characters, in which words are looked for; those that meet are one."""
    start = end = -1
    for match in ambiguous().finditer(text):
        if match.start() - REACH > end:
            if end >= 0:
                yield start, end
            start = max(0, match.start() - REACH)
        end = min(len(text), match.end() + REACH)
    if end >= 0:
        yield start, end


@tables.compiled
def traditional() -> re.Pattern[str]:
    """Finds the characters that simplification changes. (Such sets are the standard library's: `re` finds one of 2,800 characters
    twenty times faster than `regex`.)"""
    return re.compile(one_of(simplification()))


# Written in simplified text too, in words (著名) and by some for the particle (执著).
PARTICLE = "著"


@tables.compiled
def _only_simple() -> frozenset[str]:
    """Characters that only simplified text has."""
    table = simplification()
    return frozenset(table.values()) - table.keys() - _also_traditional()


def _also_traditional() -> frozenset[str]:
    """Simplified characters that traditional text has in another meaning: 后 里 云 台 万 与 ..."""
    return frozenset(one for one in simplification().values() if _in_big5(one))


def _in_big5(character: str) -> bool:
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def simplified(text: str) -> list[Edit]:
    """The edits that simplify a text, character by character, each ambiguous one as its word says.

    >>> [(edit.was, edit.put, edit.rule) for edit in simplified("乾隆著書")]
    [('書', '书', 'script')]

    著 behind a character that only simplified text has is what a simplified page wrote: 执著 stays, 執著 is 执着.

    >>> simplified("执著"), [edit.put for edit in simplified("執著")]
    ([], ['执', '着'])
    """
    table = simplification()
    edits = {match.start(): table[match[0]] for match in traditional().finditer(text)}
    for at in [at for at in edits if text[at] == PARTICLE and at and text[at - 1] in _only_simple()]:
        del edits[at]
    by_word = {}
    if ambiguous().search(text):
        folded = "".join(table.get(character, character) for character in text)
        by_word = dict(decisions(text, folded))
    return [
        Edit(at, at + 1, text[at], put, tables.noted("script.word" if at in by_word else "script"))
        for at, put in sorted((edits | by_word).items())
        if text[at] != put
    ]
