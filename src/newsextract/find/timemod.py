"""How is a time meant against its value: early in it, late in it, before it, about as long, longer?

TIMEX3 (ISO 24617-1) says so in an attribute of its own, `mod`, beside the value. 年初 is the START of its year, 截至6月底 lies ON_OR_BEFORE the
thirtieth, 三年多 is MORE_THAN three years. What stands around the span decides before what stands inside it: 年底前 is BEFORE, and only
a bare 年底 is the END.

    >>> from newsextract.find.timephrase import phrases
    >>> [mod(text, phrases(text)[0]) for text in ("年底", "年底前", "截至6月底", "9月1日起", "约三年", "不超过30天")]
    ['END', 'BEFORE', 'ON_OR_BEFORE', 'ON_OR_AFTER', 'APPROX', 'EQUAL_OR_LESS']
"""

from __future__ import annotations

import regex

from newsextract.find.timephrase import Phrase

# Of a point or stretch, by the words before it and behind it (`Phrase.before`, `Phrase.after`).
_BEFORE = {"截至": "ON_OR_BEFORE", "截止": "ON_OR_BEFORE", "截止到": "ON_OR_BEFORE", "截止至": "ON_OR_BEFORE", "自从": "ON_OR_AFTER"}
_AFTER = {
    "前": "BEFORE", "之前": "BEFORE", "以前": "BEFORE", "止": "ON_OR_BEFORE", "起": "ON_OR_AFTER",
    "后": "AFTER", "之后": "AFTER", "以后": "AFTER", "左右": "APPROX", "前后": "APPROX", "许": "APPROX",
}  # fmt: skip
NEARLY = frozenset(word for word, said in _AFTER.items() if said == "APPROX")
_EDGES = {"start": "START", "mid": "MID", "end": "END"}
# Of a length, by the words that touch it.
_LENGTH_BEFORE = {
    "EQUAL_OR_LESS": "不超过 至多 最多 最长 不多于",
    "EQUAL_OR_MORE": "不少于 不低于 至少 最少 最短",
    "LESS_THAN": "近 将近 接近 不到 不足 未满 不满 少于",
    "MORE_THAN": "超过 逾 超 长于 多于",
    "APPROX": "约 大约 大概 约为",
}
_LENGTH_AFTER = {
    "EQUAL_OR_MORE": "以上 及以上",
    "EQUAL_OR_LESS": "以内 之内 内 以下 及以下",
    "APPROX": "左右 上下 前后",
}


def _table(rows: dict[str, str]) -> dict[str, str]:
    return {word: name for name, words in rows.items() for word in words.split()}


_BY_BEFORE, _BY_AFTER = _table(_LENGTH_BEFORE), _table(_LENGTH_AFTER)
_TOUCHES_BEFORE = regex.compile(rf"(?:{'|'.join(sorted(_BY_BEFORE, key=len, reverse=True))})\x20?$")
_TOUCHES_AFTER = regex.compile("|".join(sorted(_BY_AFTER, key=len, reverse=True)))
_MORE = regex.compile("[多余]")
_REACH = 5


def limit(phrase: Phrase) -> str | None:
    """What the words around a point or stretch make of it: BEFORE, ON_OR_BEFORE, AFTER, ON_OR_AFTER or APPROX; None where they say nothing."""
    return _BEFORE.get(phrase.before) or _AFTER.get(phrase.after)


def mod(text: str, phrase: Phrase, approximate: bool = False) -> str | None:
    """The TIMEX3 mod of a phrase; None where the value says all. `approximate` is what the reading itself says."""
    if phrase.kind == "duration":
        return _of_length(text, phrase) or ("APPROX" if approximate else None)
    if phrase.kind == "chain":
        chain = phrase.chain
        said = limit(phrase)
        edge = _EDGES.get(next((one.op for one in reversed(chain) if one.slot == "edge"), ""))
        if said or edge:
            return said or edge
    return "APPROX" if approximate else None


def _of_length(text: str, phrase: Phrase) -> str | None:
    before = _TOUCHES_BEFORE.search(text, max(0, phrase.start - _REACH), phrase.start)
    if before is not None:
        return _BY_BEFORE[before[0].strip()]
    after = _TOUCHES_AFTER.match(text, phrase.end)
    if after is not None:
        return _BY_AFTER[after[0]]
    return "MORE_THAN" if _MORE.search(text, phrase.start, phrase.end) else None
