"""Which words of time belong together: 去年 | 9月 | 上旬 is one phrase, 9月 至 次年3月 one range, 三年 | 前 one offset.

Atoms (`newsextract.find.timeword`) are chained from the wide to the narrow when they touch, or when 的 or a blank stands between;
a bracket that says the same day again (今天（7月5日）) belongs to the chain; two chains with 至 between them are a range. The words
around a phrase that decide its reading, though they stay outside the span (截至, 以来, 前), are kept with it. Nothing is resolved here.

    >>> [(phrase.kind, "去年9月至今年3月"[phrase.start : phrase.end]) for phrase in phrases("去年9月至今年3月")]
    [('range', '去年9月至今年3月')]
    >>> [(phrase.kind, phrase.before, phrase.after) for phrase in phrases("截至6月底前")]
    [('chain', '截至', '前')]
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from newsextract.find.timenumber import Atom, small
from newsextract.find.timeword import atoms


@dataclass(slots=True)
class Phrase:
    """A chain of atoms (or two, for a range) with its span; `kind` is chain range duration offset lasting set vague same."""

    start: int
    end: int
    kind: str
    chain: tuple[Atom, ...] = ()
    other: Phrase | None = None
    before: str = ""
    after: str = ""


_GAP = regex.compile(r"\x20?的?\x20?|份的?")
_RANGE = regex.compile(r"\x20?(?:起?\x20?(?:[—–~～－ー-]{1,2}|直?至|到)|及?至)\x20?从?")
_LISTED = frozenset("、，,")
_COMMA = regex.compile("[,，]\\x20?")
_YEAR_EDGES = frozenset("底末初春夏秋冬版")
_FROM = regex.compile("(?:自|自从|早在|从)$")
_ONWARD = regex.compile("以来|起|开始")
_LENGTH_GOES_ON = frozenset("来间里内前以之的多余")
_BETWEEN_END = regex.compile("之?间")
_BETWEEN = regex.compile(r"[和与]")
_UNTIL_NOW = regex.compile(r"起?(?:一直)?(?:至今|迄今|到现在|到今天|至目前)")
_HELD_SINCE = regex.compile(r"(?:胜利)?(?:召开|闭幕|开幕|成立|提出|实施)以来")
_SINCE = regex.compile(r"[^，。；！？\n\d至到起后前]{2,10}以来")
_BEFORE = regex.compile(r"(?:截至|截止到|截止至|截止|到|至|从|自从|自|于|在|比|较|同|由|与)?\x20?$")
_AFTER = regex.compile(r"及?(?:之前|以前|之后|以后|前后|左右|以来|前(?![夕期来往景提线沿哨])|后(?![期来续勤备面])|起(?![草步诉飞源])|止|许)")
_PLUS = regex.compile(r"\x20?(?:零|又|加上|外加|加|多|余|\x20)?\x20?")
_OFFSET = regex.compile(r"(?:之前|以前|前(?!后|景|[三两]?季度)|之后|以后|过后|后(?!面|勤|续|来)|以来|来(?=[，。、！；]|我|全|累|共|首|的)|之内|以内|内(?!容|部|涵|地|外|河)|间(?=[，。、]|我|全|累))")
_FOLLOWS: dict[str, frozenset[str]] = {
    "lunarmark": frozenset(["lunarmonth", "lunarday", "year", "name"]),
    "century": frozenset(["decade", "edge"]),
    "decade": frozenset(["edge"]),
    "year": frozenset(["half", "quarter", "season", "month", "span", "edge", "name", "lunarmonth", "lunarday", "day", "week", "lunarmark", "date", "duration", "year", "same"]),
    "season": frozenset(),
    "quarter": frozenset(["edge", "duration"]),
    "half": frozenset(["duration", "edge"]),
    "week": frozenset(["weekday", "duration"]),
    "month": frozenset(["ten", "edge", "day", "week", "weekday", "lunarday", "duration"]),
    "ten": frozenset(),
    "edge": frozenset(),
    "weekday": frozenset(["part", "clock"]),
    "day": frozenset(["part", "clock", "day"]),
    "date": frozenset(["part", "clock", "weekday"]),
    "lunarmonth": frozenset(["part", "clock", "lunarday", "ten", "edge"]),
    "lunarday": frozenset(["part", "clock"]),
    "name": frozenset(["part", "clock", "day", "daypart", "edge"]),
    "part": frozenset(["clock"]),
    "daypart": frozenset(["clock"]),
    "gloss": frozenset(["part", "clock"]),
}


def _follows(text: str, one: Atom, two: Atom) -> bool:
    """Whether two atoms that stand together make one expression."""
    if two.slot not in _FOLLOWS.get(one.slot, ()):
        return False
    if two.slot == "same":
        return two.n == 0 and one.op == "is"
    if two.slot == "duration":
        return bool(two.more[2] in ("前", "头", "最后", "后") and two.more[0] is not None)
    if one.slot == two.slot and one.slot in ("year", "day"):
        return (one.op == two.op == "ref" and text[one.end] == "的") or (one.slot == "year" and two.op == "force" and one.op in ("is", "ref"))
    if one.slot == "year":
        if two.slot == "day":
            return two.op in ("ref", "nth")
        if two.slot in ("edge", "month", "week", "name", "quarter", "half", "season"):
            return two.op not in ("said", "back") and not (two.slot == "month" and two.op == "ref" and two.n) and not (two.slot == "week" and two.op == "ref")
        if two.slot == "date":
            return bool(two.more[0] == 0)
        return True
    if two.slot == "edge":
        return two.more in (one.slot, {"name": "year"}.get(one.slot)) or (one.slot in ("century", "decade"))
    if one.slot == "month" and two.slot == "day":
        return two.op in ("is", "weak", "nth")
    if one.slot == "month" and two.slot == "weekday":
        return two.op == "nth"
    if one.slot == "month" and two.slot == "week":
        return two.op == "nth"
    if one.slot == "name" and two.slot in ("day", "daypart"):
        return two.op in ("said", "nth")
    return True


def _chain(text: str, found: list[Atom], at: int, glossed: bool = True) -> tuple[tuple[Atom, ...], int, int]:
    """The longest chain that begins with atom `at`: its atoms, where it ends, and the index of the next atom."""
    chain = [found[at]]
    end, index = found[at].end, at + 1
    end, index = _edged(text, chain, end, index, found)
    while index < len(found) and chain[-1].more != "left":
        two = found[index]
        if not _GAP.fullmatch(text, end, two.start) or not _follows(text, chain[-1], two):
            gloss = _gloss(text, found, end, index, chain[-1]) if glossed else None
            if gloss is None:
                break
            end, index, said = gloss
            chain += said
            continue
        chain.append(two)
        end, index = two.end, index + 1
        end, index = _edged(text, chain, end, index, found)
    return tuple(chain), end, index


_SEASON_CHARS = regex.compile(r"[春夏秋冬](?=[，。、；\n]|至|以来|$)")
_EDGE_WORDS = regex.compile(r"(?:伊始|初期?|前期|中期|中叶|末期|后期|底|末|中(?=[，。、]|旬旬)|年代初)(?![中小一二三级届步])")


def _edged(text: str, chain: list[Atom], end: int, index: int, found: list[Atom]) -> tuple[int, int]:
    """2023年 + 底, 6月 + 末, 一季度 + 末, 90年代 + 初: an edge written straight behind its unit."""
    last = chain[-1]
    if last.slot not in ("year", "half", "month", "quarter", "decade", "century", "span"):
        return end, index
    if last.slot == "span" or (last.slot == "year" and last.op == "school"):
        return end, index
    match = _SEASON_CHARS.match(text, end) if last.slot == "year" else None
    if match is not None:
        chain.append(Atom(end, match.end(), "season", "is", "春夏秋冬".index(match[0]), 0, "when.season"))
        return match.end(), index
    match = _EDGE_WORDS.match(text, end)
    if match is None or (index < len(found) and found[index].start < match.end()):
        return end, index
    op = {"初": "start", "伊": "start", "前": "start", "中": "mid", "末": "end", "底": "end", "后": "end"}[match[0][0]]
    if match[0] == "前期" and last.slot in ("year", "month"):
        return end, index
    chain.append(Atom(end, match.end(), "edge", op, 0, 0, "when.edge", last.slot))
    return match.end(), index


def _gloss(text: str, found: list[Atom], end: int, index: int, last: Atom) -> tuple[int, int, list[Atom]] | None:
    """今天（7月5日）, 6月7日（周五）: a bracket that says the same day again belongs to the span; where it names the day by its number, it decides."""
    if last.slot not in ("day", "weekday", "date", "name", "lunarday", "lunarmonth", "daypart"):
        return None
    if last.slot == "weekday" and last.op == "bare" and _COMMA.fullmatch(text, end, found[index].start):
        inner, stop, after = _chain(text, found, index, glossed=False)  # 周日，10月20日
        numbered = [one.slot for one in inner[:2]] == ["month", "day"] and all(one.op == "is" for one in inner[:2])
        return (stop, after, [_glossed(inner[:2]), *inner[2:]]) if numbered else None
    if text[end : end + 1] not in ("（", "(") or found[index].start != end + 1:
        return None
    if found[index].slot not in ("year", "month", "day", "weekday", "lunarmonth", "lunarday", "lunarmark", "name", "date"):
        return None
    inner, stop, after = _chain(text, found, index, glossed=False)
    if text[stop : stop + 1] in _LISTED and after < len(found) and found[after].start == stop + 1 and found[after].slot in ("weekday", "lunarmark", "lunarmonth", "name"):
        again, stop, after = _chain(text, found, after, glossed=False)  # 1月28日（农历除夕、周二）
        inner = again if again[0].slot == "weekday" else inner
    if text[stop : stop + 1] not in ("）", ")"):
        return None
    if inner[0].slot == "year" and not _is_day(inner):
        return None
    decides = (last.slot in ("weekday", "name") or (last.slot in ("day", "daypart") and last.op != "is")) and _is_day(inner)
    if last.slot == "day" and last.op == "is" and len(inner) == 1 and inner[0].slot == "weekday" and inner[0].op == "bare" and not inner[0].more:
        return stop + 1, after, [inner[0]._replace(slot="gloss", op="weekday", more=None)]
    return stop + 1, after, [_glossed(inner)] if decides else []


def _is_day(chain: tuple[Atom, ...]) -> bool:
    """1月20日, 20日, 2025-01-20: a day by its number, and nothing else."""
    if len(chain) == 1 and chain[0].slot == "date":
        return bool(chain[0].more[2])
    return [one.slot for one in chain] in (["year", "month", "day"], ["month", "day"], ["day"]) and all(one.op == "is" for one in chain)


def _glossed(chain: tuple[Atom, ...]) -> Atom:
    """The day in the bracket as one atom, with its year and month where they are said."""
    part = {one.slot: one.n for one in chain}
    year, month, day = chain[0].more if chain[0].slot == "date" else (part.get("year", 0), part.get("month", 0), part["day"])
    return Atom(chain[0].start, chain[-1].end, "gloss", "is", 0, 0, "when.gloss", (year, month, day))


def phrases(text: str) -> list[Phrase]:
    found = _settled_shorts(text, atoms(text))
    out: list[Phrase] = []
    index = 0
    while index < len(found):
        phrase, index = _phrase(text, found, index)
        if phrase is not None:
            if out and _goes_on(text, out[-1], phrase):
                phrase = Phrase(phrase.start, phrase.end, "set", (Atom(phrase.start, phrase.start, "every", "", 0, 0, "when.set"), *phrase.chain), phrase.other)
            out.append(phrase)
            while index < len(found) and found[index].start < phrase.end:
                index += 1  # 三年后10日: 后 is taken
    return out


def _goes_on(text: str, one: Phrase, two: Phrase) -> bool:
    """每周二、周四: the second weekday comes back like the first."""
    weekdays = one.kind == "set" and one.chain[-1].slot == "weekday" and two.kind in ("chain", "range") and two.chain[0].slot == "weekday"
    months = one.kind == "set" and one.chain[-1].more == "left" and two.kind == "chain" and one.chain[-1].slot == two.chain[0].slot
    if months and text[one.end : two.start] in ("、", "和", "及", "与"):
        return True  # 每年7、8月份
    return weekdays and two.chain[0].op == "bare" and text[one.end : two.start] in ("、", "和", "及", "与")


def _settled_shorts(text: str, found: list[Atom]) -> list[Atom]:
    """Two-digit numbers before 年 are years when a month or an edge follows, or another year stands at the other end of a range."""
    out = []
    for index, atom in enumerate(found):
        if atom.slot == "year" and atom.op in ("short", "cardinal"):
            after = found[index + 1] if index + 1 < len(found) else None
            named = after is not None and after.start == atom.end and after.slot in ("month", "quarter", "half", "season", "name") and atom.op != "cardinal"
            edge = text[atom.end : atom.end + 1] in _YEAR_EDGES and atom.op == "short"
            quoted = text[atom.start - 1 : atom.start] in ("’", "‘", "'") and bool(atom.start)
            since = atom.op == "short" and _FROM.search(text, max(0, atom.start - 2), atom.start) and _ONWARD.match(text, atom.end)
            alone = atom.op == "short" and text.strip() == text[atom.start : atom.end]
            dated = atom.op == "short" and atom.n // 100 == 19 and text[atom.start - 1 : atom.start] == "于" and text[atom.end : atom.end + 1] not in _LENGTH_GOES_ON
            if named or edge or quoted or since or alone or (dated and atom.start):
                atom = atom._replace(op="is")
            else:
                said = text[atom.start : atom.end - 1]
                atom = Atom(atom.start, atom.end, "duration", "Y", 0, 0, "when.duration", (float(small(said) or 0), False, "", None))
        out.append(atom)
    return out


def _phrase(text: str, found: list[Atom], index: int) -> tuple[Phrase | None, int]:
    first = found[index]
    if first.slot == "every":
        return _every(text, found, index)
    if first.slot in ("vague", "same", "now"):
        return Phrase(first.start, first.end, "chain" if first.slot == "now" else first.slot, (first,)), index + 1
    if first.slot == "duration":
        return _lengths(text, found, index)
    chain, end, index = _chain(text, found, index)
    if chain[0].op == "weak" or (chain[0].slot == "lunarmark" and len(chain) == 1) or chain[0].op == "bad":
        return None, index
    phrase = Phrase(chain[0].start, end, "chain", chain)
    if index < len(found):
        two = found[index]
        between = _BETWEEN.fullmatch(text, end, two.start)
        seasons = end == two.start and chain[-1].slot == two.slot == "season" and two.op != "is"
        if _RANGE.fullmatch(text, end, two.start) or between or seasons:
            other, stop, after = _chain(text, found, index)
            joins = other[0].slot not in ("duration", "vague", "same", "every", "now") or other[0].slot == "now"
            if between:
                joins = joins and bool(_BETWEEN_END.match(text, stop))
                stop += len(_BETWEEN_END.match(text, stop)[0]) if joins else 0  # type: ignore[index]
            if joins and other[0].op != "weak" and _fits(chain, other):
                phrase = Phrase(phrase.start, stop, "range", chain, Phrase(other[0].start, stop, "chain", other))
                index = after
                if not (chain[-1].slot == "weekday" and _EACH.match(text, phrase.end)):
                    return _trimmed(text, phrase), after
    if chain[-1].slot == "weekday" and chain[0].op == "bare" and _EACH.match(text, phrase.end):
        every = Atom(phrase.start, phrase.start, "every", "", 0, 0, "when.set")
        return Phrase(phrase.start, phrase.end, "set", (every, *phrase.chain), phrase.other), index
    return _trimmed(text, phrase), index


# 周一至周五每天8:30: weekdays that come back.
_EACH = regex.compile("的?每[天日晚]|均?(?:闭馆|休息|办公|照常开放)")


def _fits(chain: tuple[Atom, ...], other: tuple[Atom, ...]) -> bool:
    """Whether two chains can be the ends of one range: the second must not be wider than the first."""
    wide = {"century", "decade", "year"}
    if other[-1].slot in wide and chain[-1].slot not in wide and len(other) == 1 and chain[-1].slot not in ("month", "date", "edge"):
        return False
    return other[0].slot != "span"


def _trimmed(text: str, phrase: Phrase) -> Phrase:
    """The words before and after that decide the reading, though they stand outside the span."""
    match = _BEFORE.search(text, max(0, phrase.start - 4), phrase.start)
    phrase.before = match[0].strip() if match else ""
    until = _UNTIL_NOW.match(text, phrase.end)
    if until and phrase.kind == "chain":
        phrase.end, phrase.after = until.end(), "至今"
        return phrase
    after = _AFTER.match(text, phrase.end)
    phrase.after = after[0].lstrip("及") if after else ""
    if not phrase.after and phrase.before in ("自", "自从", "从") and phrase.chain[-1].slot in ("year", "month", "day", "date") and _SINCE.match(text, phrase.end):
        phrase.after = "以来"  # 自7月1日启动以来
    if phrase.chain[-1].slot == "name" and _HELD_SINCE.match(text, phrase.end):
        phrase.after = "以来"
    return phrase


def _lengths(text: str, found: list[Atom], index: int) -> tuple[Phrase | None, int]:
    """Durations that stand together are one; 前 or 后 behind them, or 近 before, hangs them on the present."""
    first = found[index]
    chain, end, index = [first], first.end, index + 1
    order = "YQMWDhms"
    while index < len(found) and found[index].slot == "duration" and not found[index].more[2]:
        two = found[index]
        if not _PLUS.fullmatch(text, end, two.start) or order.index(two.op) <= order.index(chain[-1].op):
            break
        chain.append(two)
        end, index = two.end, index + 1
    prefix = first.more[2]
    if prefix in ("每", "每隔"):
        return Phrase(first.start, end, "set", tuple(chain)), index
    after = _OFFSET.match(text, end)
    if prefix and prefix != "第":
        if after and after[0] in ("内", "之内", "以内", "来", "以来", "间"):
            end = after.end()
        return Phrase(first.start, end, "lasting", tuple(chain), before=prefix), index
    if after:
        word = after[0]
        kind = "offset" if word in ("之前", "以前", "前", "之后", "以后", "过后", "后") else "lasting"
        phrase = Phrase(first.start, after.end(), kind, tuple(chain), after=word)
        if kind == "offset" and index < len(found) and _GAP.fullmatch(text, phrase.end, found[index].start):
            follower = found[index]
            if follower.slot in ("day", "month", "part", "clock", "weekday") and follower.op not in ("said", "back"):
                rest, stop, index = _chain(text, found, index)
                phrase.other, phrase.end = Phrase(rest[0].start, stop, "chain", rest), stop
        return phrase, index
    return Phrase(first.start, end, "duration", tuple(chain)), index


def _every(text: str, found: list[Atom], index: int) -> tuple[Phrase | None, int]:
    first = found[index]
    end, after = first.end, index + 1
    chain: tuple[Atom, ...] = ()
    if first.m:
        return Phrase(first.start, end, "set", (first,)), after
    if after < len(found) and _GAP.fullmatch(text, end, found[after].start) and found[after].slot not in ("year", "duration", "vague", "same", "every", "now", "century", "decade"):
        chain, end, after = _chain(text, found, after)
        if after < len(found) and _RANGE.fullmatch(text, end, found[after].start):
            other, end, after = _chain(text, found, after)
            begin = other[0].start
            if other[0].slot == "weekday" and after < len(found) and found[after].slot in ("part", "clock") and _RANGE.fullmatch(text, end, found[after].start):
                _, end, after = _chain(text, found, after)  # 每周一至周五上午9时至11时
            return Phrase(first.start, end, "set", (first, *chain), Phrase(begin, end, "chain", other)), after
    if first.op == "" and not chain and not first.m:
        return None, index + 1
    return Phrase(first.start, end, "set", (first, *chain)), after
