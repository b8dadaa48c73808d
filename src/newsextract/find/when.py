"""When was it: every time expression of a text, resolved, and written in the terms of the standards.

A bulletin of 18 October 2024 says 今年前三季度 and means the first of January to the thirtieth of September; three lines on it says
9月, and later 同比 with 上年同期, and each leans on what was said before. So a date is read in three steps. `timeword` finds the small
words. Here they are chained (今年 | 前三季度), from the wide to the narrow, and two chains with 至 between them make a range. Then
the chains are resolved in the order of the text: against the reference (the day of publication), against what the text named last
(the year, month and day in force), and, where there is no reference, against the nearest year that the document itself names. Never
against the clock. What cannot be decided stays a mention without dates.

    >>> [(d["quote"], d["first"], d["last"]) for d in dates("截至9月底，今年前三季度", reference="2024-10-18")]
    [('9月底', '2024-09-30', '2024-09-30'), ('今年前三季度', '2024-01-01', '2024-09-30')]
    >>> [(d["quote"], d["first"], d["anchor"]) for d in dates("大会于6月7日上午举行2024年度启动仪式")]
    [('6月7日上午', '2024-06-07T08:00:00', 'document'), ('2024年度', '2024-01-01', 'none')]
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

import regex

from newsextract import tables
from newsextract.find import calendar
from newsextract.find.notation import CLOCK, Stretch, edtf, first_last, shifted, timex3
from newsextract.find.timeword import RANK, Atom, atoms
from newsextract.script import fold

Prefer = Literal["calendar", "past", "future", "nearest"]
DAY = timedelta(days=1)
WEEK = timedelta(days=7)

RULES = {
    "when.figures": "a date in figures: 2024-06-07, 2024/6/7, 20240607",
    "when.event-day": "a day with a dot that names an event: 4·15",
    "when.century": "a century, by its number or counted from the reference",
    "when.decade": "a decade: 20世纪90年代, 90年代",
    "when.year": "a year, by its number or counted from the reference or from the text",
    "when.school-year": "a school year: from September to August",
    "when.season": "a season, from its solar term to the next",
    "when.half": "half a year",
    "when.quarter": "a quarter",
    "when.month": "a month",
    "when.ten": "ten days or half of a month",
    "when.edge": "beginning, middle or end of a year, quarter or month",
    "when.span": "the first so many months or quarters of the year in force",
    "when.week": "a week",
    "when.weekday": "a weekday or weekend",
    "when.day": "a day of a month, or counted from the reference or from the text",
    "when.nth": "the nth day, week or year of a stretch",
    "when.part": "a part of the day",
    "when.clock": "an hour, minute or second",
    "when.lunar": "a day or month of the lunar calendar",
    "when.name": "a festival or solar term in a year",
    "when.holiday": "the days off of a festival, by the notice of the State Council",
    "when.range": "from one date to another",
    "when.until-now": "from a date to the reference: 至今, 以来",
    "when.offset": "counted from the reference: 三年前, 3天后",
    "when.lasting": "a length that hangs on the reference: 近三年, 未来三天, 三年来",
    "when.duration": "a length of time",
    "when.set": "times that come back: 每年6月, 每周三",
    "when.vague": "a time without dates: 近日, 目前",
    "when.now": "the moment of the reference",
    "when.same": "同期: the period that the text compares with",
}


@dataclass(slots=True)
class Force:
    """What the text named last: a year, a month, a day, a period, and where (paragraph)."""

    year: int | None = None
    year_exact: bool = False  # named by more than a year alone
    month: tuple[int, int] | None = None
    day: date | None = None
    period: Stretch | None = None
    paragraph: int = -1


@dataclass(slots=True)
class Reading:
    """What is known while a text is read."""

    text: str
    reference: datetime | None
    timed: bool
    prefer: str
    article: bool
    years: list[tuple[int, int]] = field(default_factory=list)  # (offset, year) of the years the document names
    force: Force = field(default_factory=Force)
    lasting_day: date | None = None
    lasting_period: Stretch | None = None

    @property
    def today(self) -> date | None:
        return self.reference.date() if self.reference else None


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


def dates(text: str, *, reference: date | datetime | str | None = None, prefer: Prefer = "calendar", article: bool = False) -> list[dict[str, Any]]:
    """The fields of `records.DateMention` for every time expression, in text order.

    `article` says that the reference is the day of publication: a month more than six months ahead of it then belongs to the year
    before, unless the clause speaks of the future. Raises ValueError for a reference that is no ISO date and for an unknown `prefer`.

    >>> [(d["quote"], d["first"], d["last"], d["kind"]) for d in dates("1—8月", reference="2024-09-13")]
    [('1—8月', '2024-01-01', '2024-08-31', 'range')]
    """
    if prefer not in ("calendar", "past", "future", "nearest"):
        raise ValueError(f"prefer is {prefer!r}; it can be calendar, past, future or nearest")
    moment, timed = _reference(reference)
    folded = fold(text)
    phrases = _phrases(folded)
    reading = Reading(folded, moment, timed, prefer, article)
    reading.years = sorted({(atom.start, atom.n or atom.more[0]) for phrase in phrases for atom in _atoms_of(phrase) if _names_year(atom)})
    breaks = [match.start() for match in regex.finditer("\n", folded)]
    found = []
    for phrase in phrases:
        paragraph = bisect_right(breaks, phrase.start)
        if paragraph != reading.force.paragraph:
            reading.force = Force(paragraph=paragraph)
        found.append(_record(text, phrase, reading))
    return found


def _reference(given: date | datetime | str | None) -> tuple[datetime | None, bool]:
    if given is None:
        return None, False
    if isinstance(given, str):
        try:
            timed = len(given) > 10
            return datetime.fromisoformat(given).replace(tzinfo=None), timed
        except ValueError:
            raise ValueError(f"the reference {given!r} is no ISO date; give one like 2024-06-07 or 2024-06-07T09:30") from None
    if isinstance(given, datetime):
        return given.replace(tzinfo=None), True
    return datetime(given.year, given.month, given.day), False


def _atoms_of(phrase: Phrase) -> tuple[Atom, ...]:
    return phrase.chain + (phrase.other.chain if phrase.other else ())


def _names_year(atom: Atom) -> bool:
    if atom.slot == "year":
        return atom.op == "is" and atom.more != "era" and 1900 <= atom.n <= 2100
    return atom.slot == "date" and atom.more[0] > 0


# ---- chaining ----------------------------------------------------------------------------------------------------------------

_GAP = regex.compile(r"\x20?的?\x20?|份的?")
_RANGE = regex.compile(r"\x20?(?:起?\x20?(?:[—–~～－ー-]{1,2}|直?至|到)|及?至)\x20?从?")
_BETWEEN = regex.compile(r"[和与]")
_UNTIL_NOW = regex.compile(r"起?(?:一直)?(?:至今|迄今|到现在|到今天|至目前)")
_HELD_SINCE = regex.compile(r"(?:胜利)?(?:召开|闭幕|开幕|成立|提出|实施)以来")
_BEFORE = regex.compile(r"(?:截至|截止到|截止至|截止|到|至|从|自从|自|于|在|比|较|同|由|与)?\x20?$")
_AFTER = regex.compile(r"及?(?:之前|以前|之后|以后|前后|左右|以来|前(?![夕期来往景提线沿哨])|后(?![期来续勤备面])|起(?![草步诉飞源])|止|许)")
_PLUS = regex.compile(r"\x20?(?:零|又|加上|外加|加|多|余|\x20)?\x20?")
_OFFSET = regex.compile(r"(?:之前|以前|前(?!后|景|[三两]?季度)|之后|以后|过后|后(?!面|勤|续|来)|以来|来(?=[，。、！；]|我|全|累|共|首|的)|之内|以内|内(?!容|部|涵|地|外|河)|间(?=[，。、]|我|全|累))")
_FOLLOWS: dict[str, frozenset[str]] = {
    "lunarmark": frozenset("lunarmonth lunarday year".split()),
    "century": frozenset(["decade", "edge"]),
    "decade": frozenset(["edge"]),
    "year": frozenset("half quarter season month span edge name lunarmonth lunarday day week lunarmark date duration year same".split()),
    "season": frozenset(),
    "quarter": frozenset(["edge", "duration"]),
    "half": frozenset(["duration"]),
    "week": frozenset(["weekday", "duration"]),
    "month": frozenset("ten edge day week weekday lunarday duration".split()),
    "ten": frozenset(),
    "edge": frozenset(),
    "weekday": frozenset(["part", "clock"]),
    "day": frozenset(["part", "clock", "day"]),
    "date": frozenset(["part", "clock", "weekday"]),
    "lunarmonth": frozenset(["part", "clock", "lunarday", "ten", "edge"]),
    "lunarday": frozenset(["part", "clock"]),
    "name": frozenset(["part", "clock", "day", "edge"]),
    "part": frozenset(["clock"]),
    "daypart": frozenset(["clock"]),
}


def _follows(text: str, one: Atom, two: Atom) -> bool:
    """Whether two atoms that stand together make one expression."""
    if two.slot not in _FOLLOWS.get(one.slot, ()):
        return False
    if two.slot == "same":
        return two.n == 0 and one.op == "is"
    if two.slot == "duration":
        return two.more[2] in ("前", "头", "最后", "后") and two.more[0] is not None
    if one.slot == two.slot and one.slot in ("year", "day"):
        return one.op == two.op == "ref" and text[one.end] == "的" or (one.slot == "year" and two.op == "force" and one.op in ("is", "ref"))
    if one.slot == "year":
        if two.slot == "day":
            return two.op in ("ref", "nth")
        if two.slot in ("edge", "month", "week", "name", "quarter", "half", "season"):
            return two.op not in ("said", "back") and not (two.slot == "month" and two.op == "ref" and two.n) and not (two.slot == "week" and two.op == "ref")
        if two.slot == "date":
            return two.more[0] == 0
        return True
    if two.slot == "edge":
        return two.more in (one.slot, {"name": "year"}.get(one.slot)) or (one.slot in ("century", "decade"))
    if one.slot == "month" and two.slot == "day":
        return two.op in ("is", "weak", "nth")
    if one.slot == "month" and two.slot == "weekday":
        return two.op == "nth"
    if one.slot == "month" and two.slot == "week":
        return two.op == "nth"
    if one.slot == "name" and two.slot == "day":
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
            end, index = gloss
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
    if last.slot not in ("year", "month", "quarter", "decade", "century", "span"):
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


def _gloss(text: str, found: list[Atom], end: int, index: int, last: Atom) -> tuple[int, int] | None:
    """今天（7月5日）, 6月7日（周五）: a bracket that says the same day again belongs to the span."""
    if last.slot not in ("day", "weekday", "date", "name", "lunarday", "lunarmonth", "daypart") or text[end : end + 1] not in ("（", "("):
        return None
    if found[index].start != end + 1 or found[index].slot not in ("month", "day", "weekday", "lunarmonth", "lunarday", "lunarmark", "name", "date"):
        return None
    _, inner, after = _chain(text, found, index, glossed=False)
    return (inner + 1, after) if text[inner : inner + 1] in ("）", ")") else None


def _phrases(text: str) -> list[Phrase]:
    found = _settled_shorts(text, atoms(text))
    out: list[Phrase] = []
    index = 0
    while index < len(found):
        phrase, index = _phrase(text, found, index)
        if phrase is not None:
            out.append(phrase)
    return out


def _settled_shorts(text: str, found: list[Atom]) -> list[Atom]:
    """Two-digit numbers before 年 are years when a month or an edge follows, or another year stands at the other end of a range."""
    out = []
    for index, atom in enumerate(found):
        if atom.slot == "year" and atom.op in ("short", "cardinal"):
            after = found[index + 1] if index + 1 < len(found) else None
            named = after is not None and after.start == atom.end and after.slot in ("month", "quarter", "half", "season", "name") and not (atom.op == "cardinal")
            edge = regex.compile("[底末初春夏秋冬版]").match(text, atom.end) and atom.op == "short"
            quoted = text[atom.start - 1 : atom.start] in ("’", "‘", "'") and bool(atom.start)
            since = regex.compile(r"(?:自|自从|早在|从)$").search(text, max(0, atom.start - 2), atom.start) and atom.op == "short" and regex.compile("以来|起|开始").match(text, atom.end)
            if named or edge or quoted or since:
                atom = atom._replace(op="is")
            else:
                said = text[atom.start : atom.end - 1]
                from newsextract.find.timeword import small

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
                joins = joins and bool(regex.compile("之?间").match(text, stop))
                stop += len(regex.compile("之?间").match(text, stop)[0]) if joins else 0  # type: ignore[index]
            if joins and other[0].op != "weak" and _fits(chain, other):
                phrase = Phrase(phrase.start, stop, "range", chain, Phrase(other[0].start, stop, "chain", other))
                return _trimmed(text, phrase), after
    return _trimmed(text, phrase), index


def _fits(chain: tuple[Atom, ...], other: tuple[Atom, ...]) -> bool:
    """Whether two chains can be the ends of one range: the second must not be wider than the first."""
    wide = {"century", "decade", "year"}
    if other[-1].slot in wide and chain[-1].slot not in wide and len(other) == 1 and chain[-1].slot not in ("month", "date", "edge"):
        return False
    return not (other[0].slot == "span")


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
    if after and not (after[0] == "间" and chain[-1].op == "Y" and False):
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
    if after < len(found) and _GAP.fullmatch(text, end, found[after].start) and found[after].slot not in ("year", "duration", "vague", "same", "every", "now", "century", "decade"):
        chain, end, after = _chain(text, found, after)
        if after < len(found) and _RANGE.fullmatch(text, end, found[after].start):
            other, end, after = _chain(text, found, after)
            return Phrase(first.start, end, "set", (first, *chain), Phrase(other[0].start, end, "chain", other)), after
    if first.op == "" and not chain:
        return None, index + 1
    return Phrase(first.start, end, "set", (first, *chain)), after


# ---- resolving ---------------------------------------------------------------------------------------------------------------

# The clause looks ahead: a day that has not come belongs to the year to come, not to the year before.
_FUTURE = regex.compile(r"将|力争|计划|预计|拟|争取|明年|今后|未来|有望|确保|届时|到(?=[^，。]{0,12}[前底末])|起(?:施行|实施|执行|生效)")
_CLAUSE = regex.compile(r"[^，。；！？\n]{0,24}")
_COMPARED = ("比", "较", "同", "由", "与")
# A day named near the reference lies at the reference, whatever year the sentence before compared with.
_NEAR = timedelta(days=21)
_AHEAD_MONTHS = 6


class Unresolved(Exception):
    """The text does not say, or says what cannot be; a mention without dates."""


@dataclass(slots=True)
class State:
    """The stretch so far, while a chain is walked."""

    now: Stretch | None = None
    anchor: str = "none"
    approximate: bool = False
    calendar: str = "gregorian"
    rule: str = ""
    part: Atom | None = None
    lunar: bool = False
    day_named: bool = False


def _span_of_days(first: date, last: date, grain: str) -> Stretch:
    try:
        return Stretch(datetime(first.year, first.month, first.day), datetime(last.year, last.month, last.day) + DAY, grain)
    except OverflowError:
        raise Unresolved from None


def _year_stretch(year: int) -> Stretch:
    if not 1 <= year < 9999:
        raise Unresolved
    return Stretch(datetime(year, 1, 1), datetime(year + 1, 1, 1), "year")


def _months(year: int, month: int, count: int, grain: str) -> Stretch:
    if not (1 <= month <= 12 and 1 <= year < 9999):
        raise Unresolved
    low = datetime(year, month, 1)
    return Stretch(low, shifted(low, count), grain)


def _one_day(year: int, month: int, day: int) -> Stretch:
    try:
        low = datetime(year, month, day)
        return Stretch(low, low + DAY, "day")
    except (ValueError, OverflowError):
        raise Unresolved from None


def _day(found: date) -> Stretch:
    return _one_day(found.year, found.month, found.day)


def _ref(reading: Reading, state: State) -> date:
    if reading.today is None:
        raise Unresolved
    state.anchor = "published"
    return reading.today


def _anchored(state: State, anchor: str) -> None:
    if state.anchor in ("none", "document", "mention"):
        state.anchor = anchor


def _year_in_force(reading: Reading, state: State, at: int) -> int:
    """The year of what has none: named last in the paragraph, else the reference's, else the nearest one of the document."""
    if reading.force.year is not None:
        _anchored(state, "mention")
        return reading.force.year
    if reading.today is not None:
        return _ref(reading, state).year
    return _document_year(reading, state, at)


def _document_year(reading: Reading, state: State, at: int) -> int:
    if not reading.years:
        raise Unresolved
    _anchored(state, "document")
    place = bisect_right(reading.years, (at, 0))
    return min(reading.years[max(0, place - 1) : place + 1], key=lambda named: (abs(named[0] - at), named[0]))[1]


def _future(reading: Reading, phrase: Phrase) -> bool:
    start = max(0, phrase.start - 30)
    start = max(start, *(reading.text.rfind(mark, start, phrase.start) + 1 for mark in "，。；\n"))
    return bool(_FUTURE.search(reading.text, start, phrase.start) or _FUTURE.search(_CLAUSE.match(reading.text, phrase.end)[0]))  # type: ignore[index]


def _choose(reading: Reading, state: State, phrase: Phrase, make: Any) -> Stretch:
    """The occurrence, of a thing that comes back yearly, that the text means. `make(year)` gives its stretch or raises Unresolved."""
    at, force = phrase.start, reading.force
    if reading.prefer != "calendar" and reading.today is not None and force.year is None:
        return _preferred(reading, state, make, reading.today.year)
    if force.year is not None and reading.today is not None and not force.year_exact and force.year != reading.today.year:
        near = _maybe(make, reading.today.year)
        if near and near.grain == "day" and near.low and reading.reference and -_NEAR <= near.low - reading.reference <= (_NEAR if _future(reading, phrase) else timedelta(0)):
            _ref(reading, state)
            return near
        if _future(reading, phrase):
            return make(_ref(reading, state).year)  # type: ignore[no-any-return]
    if force.year is not None and not (reading.today and _future(reading, phrase) and force.year < reading.today.year):
        _anchored(state, "mention")
        return make(force.year)  # type: ignore[no-any-return]
    if reading.today is None:
        return make(_document_year(reading, state, at))  # type: ignore[no-any-return]
    year = _ref(reading, state).year
    if reading.article and reading.reference:
        found = _maybe(make, year)
        if found and found.low and found.low > shifted(reading.reference, _AHEAD_MONTHS) and not _future(reading, phrase):
            return make(year - 1)  # type: ignore[no-any-return]
        if found and found.high and found.high < shifted(reading.reference, -_AHEAD_MONTHS - 3) and _future(reading, phrase):
            return make(year + 1)  # type: ignore[no-any-return]
    return make(year)  # type: ignore[no-any-return]


def _maybe(make: Any, year: int) -> Stretch | None:
    try:
        return make(year)  # type: ignore[no-any-return]
    except Unresolved:
        return None


def _preferred(reading: Reading, state: State, make: Any, step: int, reach: int = 1) -> Stretch:
    """By `prefer`: the nearest occurrence of the past, of the future (today's counts), or of both."""
    today = datetime.combine(_ref(reading, state), datetime.min.time())
    found = [one for step in range(step - 8 * reach, step + 9 * reach) if (one := _maybe(make, step))]
    low = lambda one: one.low or datetime.min
    if reading.prefer == "future":
        found = [one for one in found if one.high is None or one.high > today]
        found.sort(key=low)
    elif reading.prefer == "past":
        found = [one for one in found if low(one) <= today]
        found.sort(key=low, reverse=True)
    else:
        found.sort(key=lambda one: abs(low(one) - today))
    if not found:
        raise Unresolved
    return found[0]


def _resolve(chain: tuple[Atom, ...], reading: Reading, phrase: Phrase) -> State:
    """Walks a chain from its widest atom to its narrowest. Raises Unresolved."""
    state = State()
    for atom in chain:
        state.rule = tables.noted(atom.row) if atom.row.startswith("when.") else state.rule
        if atom.row and not atom.row.startswith("when."):
            tables.noted(atom.row)
            state.rule = f"when.{_RULE_OF.get(atom.slot, atom.slot)}"
            tables.noted(state.rule)
        _WALK[atom.slot](atom, state, reading, phrase)
    if state.now is None:
        raise Unresolved
    return state


_RULE_OF = {"daypart": "part", "lunarmonth": "lunar", "lunarday": "lunar", "lunarmark": "lunar", "date": "figures", "same": "same", "now": "now", "coming": "lasting", "duration": "span"}


def _walk_century(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    number = atom.n if atom.op == "is" else _ref(reading, state).year // 100 + 1 + atom.n
    low = (number - 1) * 100
    state.now = Stretch(datetime(max(low, 1), 1, 1), datetime(low + 100, 1, 1), "century")


def _walk_decade(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    if atom.op == "is":
        year = atom.n
    elif state.now and state.now.low:
        year = state.now.low.year // 100 * 100 + atom.n
    else:
        year = (1900 if atom.n >= 20 else 2000) + atom.n
    state.now = Stretch(datetime(year, 1, 1), datetime(year + 10, 1, 1), "decade")


def _walk_year(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    match atom.op:
        case "is":
            if not atom.n:
                raise Unresolved
            state.now = _year_stretch(atom.n)
            if atom.more == "era":
                state.calendar = "era"
        case "ref":
            base = state.now.low.year if state.now and state.now.low else _ref(reading, state).year
            state.now = _year_stretch(base + atom.n)
        case "school":
            state.now = Stretch(datetime(atom.n, 9, 1), datetime(atom.n + 1, 9, 1), "year")
        case "nth":
            state.now = _year_stretch(_ref(reading, state).year + atom.n - 1)
        case _:
            if atom.op == "force" and state.now is not None:
                return
            if atom.op == "back" and phrase.before not in _COMPARED and reading.today is not None:
                base = _ref(reading, state).year
            else:
                base = _year_in_force(reading, state, phrase.start)
            if atom.op == "back" and reading.force.year is None and reading.today is None:
                raise Unresolved
            state.now = _year_stretch(base + atom.n)


def _in_year(state: State, reading: Reading, phrase: Phrase, make: Any) -> Stretch:
    if state.now is not None and state.now.low is not None and state.now.grain == "year":
        return make(state.now.low.year)  # type: ignore[no-any-return]
    return _choose(reading, state, phrase, make)


def _walk_half(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    state.now = _in_year(state, reading, phrase, lambda year: _months(year, 6 * atom.n - 5, 6, "half"))


def _walk_quarter(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    if atom.op == "is":
        state.now = _in_year(state, reading, phrase, lambda year: _months(year, 3 * atom.n - 2, 3, "quarter"))
        return
    today = _ref(reading, state)
    low = shifted(datetime(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * atom.n)
    state.now = _months(low.year, low.month, 3, "quarter")


def _walk_season(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    def make(year: int) -> Stretch:
        days = calendar.season(year, atom.n)
        if days is None:
            raise Unresolved
        return replace(_span_of_days(*days, "day"), grain="quarter")

    state.approximate = True
    if atom.op != "is":
        state.now = make(_ref(reading, state).year + {"this": 0, "last": -1, "next": 1}[atom.op])
    else:
        state.now = _in_year(state, reading, phrase, make)


def _walk_month(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    if atom.op == "is":
        if not 1 <= atom.n <= 12:
            raise Unresolved
        if state.lunar:
            _walk_lunarmonth(atom, state, reading, phrase)
            return
        narrow = phrase.chain and any(one.slot in ("day", "ten") for one in phrase.chain)
        following = next((one for one in (*phrase.chain, *(phrase.other.chain if phrase.other else ())) if one.start >= atom.end and one.slot == "day"), None)
        make = lambda year: _months(year, atom.n, 1, "month")
        if narrow and following is not None and following.op in ("is", "weak") and state.now is None:
            probe = _choose(reading, state, phrase, lambda year: _one_day(year, atom.n, following.n))
            state.now = make(probe.low.year) if probe.low else None
            return
        state.now = _in_year(state, reading, phrase, make)
        return
    if atom.op == "ref" and state.now is not None and state.now.low is not None:
        state.now = _months(state.now.low.year, _ref(reading, state).month, 1, "month")
        return
    if atom.op == "ref" or (atom.op == "back" and (reading.force.month is None or phrase.before not in _COMPARED)):
        today = _ref(reading, state)
        base = (today.year, today.month)
    elif reading.force.month is not None:
        _anchored(state, "mention")
        base = reading.force.month
    else:
        today = _ref(reading, state)
        base = (today.year, today.month)
    low = shifted(datetime(base[0], base[1], 1), atom.n)
    state.now = _months(low.year, low.month, 1, "month")


def _month_in_force(state: State, reading: Reading, phrase: Phrase) -> tuple[int, int]:
    if reading.force.month is not None:
        _anchored(state, "mention")
        return reading.force.month
    today = _ref(reading, state)
    return today.year, today.month


def _walk_ten(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    if state.now and state.now.low:
        low, after = state.now.low, state.now.high or state.now.low
    else:
        year, month = _month_in_force(state, reading, phrase)
        found = _months(year, month, 1, "month")
        low, after = found.low or datetime.min, found.high or datetime.min
    if atom.op == "half":
        middle = low + 15 * DAY
        state.now = Stretch(low, middle, "ten_days") if atom.n == 1 else Stretch(middle, after, "ten_days")
    else:
        begin = low + 10 * (atom.n - 1) * DAY
        state.now = Stretch(begin, begin + 10 * DAY if atom.n < 3 else after, "ten_days")


def _walk_edge(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    unit = str(atom.more)
    if state.now is None:
        if unit == "year":
            state.now = _year_stretch(_year_in_force(reading, state, phrase.start))
        elif unit == "quarter":
            _walk_quarter(Atom(atom.start, atom.end, "quarter", "ref"), state, reading, phrase)
        else:
            state.now = _months(*_month_in_force(state, reading, phrase), 1, "month")
    now = state.now
    if now is None or now.low is None or now.high is None:
        raise Unresolved
    low, high = now.low, now.high
    if unit in ("decade", "century"):
        years = (high.year - low.year) // 10 * 3
        begin = {"start": low.year, "mid": low.year + (high.year - low.year) * 4 // 10, "end": high.year - years}[atom.op]
        finish = {"start": low.year + years, "mid": low.year + (high.year - low.year) * 6 // 10, "end": high.year}[atom.op]
        state.approximate = True
        state.now = Stretch(datetime(begin, 1, 1), datetime(finish, 1, 1), "year")
    elif atom.op == "end":
        state.now = Stretch(high - DAY, high, "day")
    elif unit == "month":
        state.approximate = True
        begin = low if atom.op == "start" else low + 10 * DAY
        state.now = Stretch(begin, begin + 10 * DAY, "ten_days")
    else:
        state.approximate = True
        begin = low if atom.op == "start" else shifted(low, 5 if unit == "year" else 1)
        state.now = Stretch(begin, shifted(begin, 1), "month")


def _walk_span(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    size = 3 if atom.more == "Q" else 1
    if atom.n * size > 12:
        raise Unresolved
    alone = state.now is None
    state.now = _in_year(state, reading, phrase, lambda year: _months(year, 1, atom.n * size, "quarter" if size == 3 else "month"))
    if alone and size == 1 and atom.n <= 3 and reading.reference and state.now.low and state.now.high and not _future(reading, phrase):
        if state.now.low <= reading.reference < state.now.high:  # the year is too young: the months just past
            high = reading.reference.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
            state.now = Stretch(shifted(high, -atom.n), high, "month")


def _walk_duration(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    """上月最后五天, 今年前10天, “十四五”后两年: the first or last so many units of the stretch before."""
    now = state.now
    number, _, edge, _ = atom.more
    if now is None or now.low is None or now.high is None or number is None:
        raise Unresolved
    state.rule = tables.noted("when.span")
    first = edge in ("前", "头")
    one = (atom._replace(more=(number, False, "", None)),)
    low, high = (now.low, _moved(now.low, one, 1)) if first else (_moved(now.high, one, -1), now.high)
    if not now.low <= low < high <= now.high:
        raise Unresolved
    state.now = Stretch(low, high, {"Y": "year", "Q": "quarter", "M": "month", "W": "week"}.get(atom.op, "day"))


def _walk_same(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    """2019年同期: the period named last, in that year."""
    period = reading.force.period
    if period is None or period.low is None or period.high is None or state.now is None or state.now.low is None:
        raise Unresolved
    months = 12 * (state.now.low.year - period.low.year)
    state.anchor = "mention"
    state.now = Stretch(shifted(period.low, months), shifted(period.high, months), period.grain)


def _walk_coming(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    today = _ref(reading, state)
    if atom.op == "D":
        state.now = _span_of_days(today, today + (atom.n - 1) * DAY, "day")
    else:
        state.now = Stretch(datetime(today.year, 1, 1), datetime(today.year + atom.n, 1, 1), "year")


def _monday(day: date) -> datetime:
    return datetime(day.year, day.month, day.day) - timedelta(days=day.weekday())


def _walk_week(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    if atom.op == "nth" and state.now and state.now.low and state.now.high:
        if state.now.grain == "year":
            begin = datetime.fromisocalendar(state.now.low.year, atom.n, 1) if 1 <= atom.n <= 52 else None
        else:
            begin = state.now.low + timedelta(days=-state.now.low.weekday() % 7 + 7 * (atom.n - 1)) if atom.n > 0 else None
        if begin is None:
            raise Unresolved
    elif atom.op == "half":
        begin = _monday(_ref(reading, state))
        state.now = Stretch(begin, begin + 3 * DAY, "week") if atom.n == 1 else Stretch(begin + 3 * DAY, begin + WEEK, "week")
        return
    elif atom.op == "nth":
        raise Unresolved
    else:
        begin = _monday(_ref(reading, state)) + atom.n * WEEK
    state.now = Stretch(begin, begin + WEEK, "week")


def _walk_weekday(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    days = 2 if atom.more == "weekend" or (atom.row.startswith("timewords:")) else 1
    number = atom.m or atom.n
    if atom.op == "nth" and state.now and state.now.low and state.now.high:
        found = calendar.nth_weekday(state.now.low.date(), (state.now.high - DAY).date(), number, atom.n)
        if found is None:
            raise Unresolved
        begin = datetime(found.year, found.month, found.day)
    elif state.now and state.now.low and state.now.grain == "week":
        begin = state.now.low + (number - 1) * DAY
    elif atom.op == "ref":
        begin = _monday(_ref(reading, state)) + atom.n * WEEK + (number - 1) * DAY
    elif atom.op == "nth":
        raise Unresolved
    else:
        today = _ref(reading, state)
        begin = _monday(today) + (number - 1) * DAY
        if reading.prefer != "calendar":
            now = datetime(today.year, today.month, today.day)
            if reading.prefer == "future" and begin < now:
                begin += WEEK
            elif reading.prefer == "past" and begin > now:
                begin -= WEEK
            elif reading.prefer == "nearest":
                begin = min((begin - WEEK, begin, begin + WEEK), key=lambda one: abs(one - now))
    state.day_named = True
    state.now = Stretch(begin, begin + days * DAY, "week" if days == 2 else "day")


def _walk_day(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    state.day_named = True
    now = state.now
    match atom.op:
        case "is" | "weak":
            if now is not None and now.low is not None:
                if now.grain != "month":
                    raise Unresolved
                state.now = _one_day(now.low.year, now.low.month, atom.n)
            else:
                state.now = _bare_day(atom.n, state, reading, phrase)
        case "ref":
            today = _ref(reading, state)
            if now is not None and now.low is not None and now.grain == "day":
                state.now = Stretch(now.low + atom.n * DAY, now.low + (atom.n + 1) * DAY, "day")
            elif now is not None and now.low is not None:
                moved = today + atom.n * DAY
                state.now = _one_day(now.low.year, moved.month, moved.day)
            else:
                state.now = _day(today + atom.n * DAY)
        case "nth":
            if now is not None and now.low is not None and now.high is not None and now.grain != "day":
                low = now.low + (atom.n - 1) * DAY if atom.n > 0 else now.high + atom.n * DAY
                if not now.low <= low < now.high:
                    raise Unresolved
                state.now = Stretch(low, low + DAY, "day")
            elif now is not None and now.low is not None:
                state.now = Stretch(now.low + (atom.n - 1) * DAY, now.low + atom.n * DAY, "day")
            else:
                state.now = _day(_said_day(state, reading) + (atom.n - 1) * DAY)
        case "said" if now is not None and now.low is not None and now.high is not None:
            state.now = Stretch(now.low + atom.n * DAY, now.low + (atom.n + 1) * DAY, "day")
        case "said" | "force":
            state.now = _day(_said_day(state, reading) + atom.n * DAY)


def _said_day(state: State, reading: Reading) -> date:
    if reading.lasting_day is not None:
        _anchored(state, "mention")
        return reading.lasting_day
    return _ref(reading, state)


def _bare_day(day: int, state: State, reading: Reading, phrase: Phrase) -> Stretch:
    """13日: of the month that the text is in, else of the reference's month, else of the one before."""
    force = reading.force.month
    if force is not None:
        today = reading.today
        if today is not None and force != (today.year, today.month) and not reading.force.year_exact and not reading.force.day:
            near = _maybe(lambda _: _one_day(today.year, today.month, day), 0)
            if near and near.low and reading.reference and timedelta(0) <= reading.reference - near.low <= timedelta(days=7):
                _ref(reading, state)
                return near
        _anchored(state, "mention")
        return _one_day(*force, day)
    today = _ref(reading, state)

    def make(index: int) -> Stretch:
        return _one_day(index // 12, index % 12 + 1, day)

    index = today.year * 12 + today.month - 1
    if reading.prefer != "calendar":
        return _preferred(reading, state, make, index)
    found = _maybe(make, index)
    if found is None or (reading.article and found.low and reading.reference and found.low > reading.reference + 15 * DAY and not _future(reading, phrase)):
        return _maybe(make, index - 1) or make(index)
    return found


def _walk_date(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    year, month, day = atom.more
    state.day_named = True
    if not day:
        state.day_named = False
        state.now = _months(year, month, 1, "month")
    elif year:
        state.now = _one_day(year, month, day)
    else:
        state.now = _in_year(state, reading, phrase, lambda found: _one_day(found, month, day))


def _walk_lunarmark(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    state.lunar, state.calendar = True, "lunar"


def _walk_lunarmonth(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    state.calendar = "lunar"
    month, day, leap = atom.n, atom.m, atom.op == "leap"

    def make(year: int) -> Stretch:
        if day:
            found = calendar.lunar(year, month, day, leap)
            days = (found, found) if found else None
        else:
            days = calendar.lunar_month(year, month, leap)
        if days is None:
            raise Unresolved
        return _span_of_days(*days, "day" if day else "month")

    state.day_named = bool(day)
    if state.now is not None and state.now.low is not None:
        state.now = make(state.now.low.year)
    elif reading.today is not None and reading.force.year is None and reading.prefer == "calendar" and month >= 10:
        state.now = make(calendar.lunar_year_of(_ref(reading, state)))
    else:
        state.now = _choose(reading, state, phrase, make)


def _walk_lunarday(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    state.calendar = "lunar"
    state.day_named = True
    if state.now is not None and state.now.low is not None and state.now.grain == "month":
        low = state.now.low
        if any(one.slot == "lunarmonth" for one in phrase.chain):
            found: date | None = low.date() + (atom.n - 1) * DAY
        else:
            found = calendar.lunar(low.year, low.month, atom.n)
    else:
        today = _ref(reading, state)
        found = next(
            (one for back in range(31) for one in (today + back * DAY,) if _lunar_day_of(one) == atom.n), None
        )
    if found is None:
        raise Unresolved
    state.now = _day(found)


def _lunar_day_of(day: date) -> int:
    year = calendar.lunar_year_of(day)
    for month in range(1, 13):
        for leap in (False, True):
            days = calendar.lunar_month(year, month, leap)
            if days and days[0] <= day <= days[1]:
                return (day - days[0]).days + 1
    return 0


def _walk_name(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    name: calendar.Name = atom.more[0] if isinstance(atom.more, tuple) else atom.more
    if atom.op == "plan":
        _walk_plan(atom, state)
        return
    if not name.yearly:
        days = name.days(None)
        if days is None:
            raise Unresolved
        first, last = days
        last = last or reading.today
        if state.now is not None and state.now.low is not None and state.now.high is not None:
            year = state.now.low.year
            first, last = max(first, date(year, 1, 1)), min(last or date(year, 12, 31), date(year, 12, 31))
            if first > last:
                raise Unresolved
        state.now = _span_of_days(first, last, "day") if last else Stretch(datetime(first.year, first.month, first.day), None, "day")
        state.day_named = True
        return

    def make(year: int) -> Stretch:
        if atom.op in ("holiday", "around"):
            off = calendar.daysoff(_HOLIDAYS.get(name.said, ""), year)
            if off is not None:
                tables.noted(off[0])
                return _span_of_days(*off[1], "day")
        found = name.days(year)
        if found is None or found[1] is None:
            raise Unresolved
        return _span_of_days(found[0], found[1], "day")

    if atom.op in ("holiday", "around"):
        state.rule = tables.noted("when.holiday")
    if "L" in name.said:
        state.calendar = "lunar"
    state.day_named = True
    state.now = _in_year(state, reading, phrase, make)


# The holidays of the State Council's notices, by the day that calendar.tsv gives them.
_HOLIDAYS = {"01-01": "元旦", "L01-01": "春节", "T06": "清明节", "05-01": "劳动节", "L05-05": "端午节", "L08-15": "中秋节", "10-01": "国庆节"}


def _walk_plan(atom: Atom, state: State) -> None:
    name, what, edge, number = atom.more
    days = name.days(None)
    first, last = days[0].year, days[1].year
    if edge and number:
        first, last = (first, first + number - 1) if edge in "前头" else (last - number + 1, last)
    if what.startswith("初"):
        last = first
    elif what.startswith("末"):
        first = last
    elif what.startswith("中"):
        first, last = first + 2, first + 2
    state.now = Stretch(datetime(first, 1, 1), datetime(last + 1, 1, 1), "year")


def _day_of(state: State, reading: Reading) -> datetime:
    """The day a clock time lies on: the chain's own, else the one the text named last, else the reference."""
    if state.now is not None and state.now.low is not None:
        return state.now.low.replace(hour=0, minute=0, second=0)
    if reading.force.day is not None:
        _anchored(state, "mention")
        found = reading.force.day
    else:
        found = _ref(reading, state)
    return datetime(found.year, found.month, found.day)


def _walk_part(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    if state.now is not None and state.now.grain not in ("day", "hour"):
        if state.now.low and state.now.high and state.now.high - state.now.low != DAY:
            return
    low, high = atom.more
    day = _day_of(state, reading)
    state.part = atom
    state.now = Stretch(day + timedelta(hours=low), day + timedelta(hours=high), "hour")


def _walk_daypart(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    _walk_day(atom, state, reading, phrase)
    word = reading.text[atom.end - 1]
    state.now, day = state.now, state.now
    _walk_part(atom._replace(op="pm" if word in "晚夜" else "noon" if word == "午" else "am"), state, reading, phrase)


def _walk_clock(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    hour, minute = atom.n, atom.m if atom.op != "hour" else 0
    second, hand = atom.more
    part = state.part or _part_of(phrase, atom)
    shift = 0
    if hand:
        hour = hour % 12 + (12 if hand == "p" else 0)
    elif part is not None:
        word = part.op
        if word == "pm" and hour < 12 and not (hour < 6 and part.more == (18, 24) and False):
            hour += 12
        elif word == "pm" and hour == 12 and part.more[0] >= 17:
            hour, shift = 0, 1
        elif word == "noon" and hour < 6:
            hour += 12
        elif word == "late":
            hour, shift = (hour + 12, 0) if 6 <= hour < 12 else (0, 1) if hour == 12 else (hour, 0)
        elif word == "am" and hour == 12 and part.more[0] == 0:
            hour, shift = 0, (1 if reading.prefer == "future" else 0)
    named = state.now is not None
    day = _day_of(state, reading) + shift * DAY
    length = CLOCK[atom.op]
    if hour == 24:
        low = day + DAY - CLOCK["second"]
        state.now = Stretch(low, low + CLOCK["second"], "second")
        return
    low = day + timedelta(hours=hour, minutes=minute, seconds=second)
    if not named and not part and reading.prefer == "future" and reading.reference is not None and reading.timed and low < reading.reference:
        low += 12 * CLOCK["hour"] if 0 < hour < 12 and not hand and low + 12 * CLOCK["hour"] >= reading.reference and atom.op == "hour" else DAY
    state.now = Stretch(low, low + length, atom.op)


def _part_of(phrase: Phrase, atom: Atom) -> Atom | None:
    """下午3点到5点: the second time stands in the part of the day of the first, unless it has its own."""
    if phrase.kind == "range" and phrase.other and atom in phrase.other.chain and len(phrase.other.chain) == 1:
        return next((one._replace(op="pm") for one in phrase.chain if one.slot == "part" and one.op in ("pm", "noon") and atom.n < 12), None)
    return None


def _walk_now(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    _ref(reading, state)
    if reading.reference is None or not reading.timed:
        raise Unresolved
    low = reading.reference.replace(microsecond=0)
    state.day_named = True
    state.now = Stretch(low, low + CLOCK["second"], "second")


_WALK = {
    "century": _walk_century, "decade": _walk_decade, "year": _walk_year, "half": _walk_half, "quarter": _walk_quarter, "season": _walk_season,
    "month": _walk_month, "ten": _walk_ten, "edge": _walk_edge, "span": _walk_span, "week": _walk_week, "weekday": _walk_weekday, "day": _walk_day,
    "date": _walk_date, "lunarmark": _walk_lunarmark, "lunarmonth": _walk_lunarmonth, "lunarday": _walk_lunarday, "name": _walk_name,
    "part": _walk_part, "daypart": _walk_daypart, "clock": _walk_clock, "now": _walk_now,
    "duration": _walk_duration, "coming": _walk_coming, "same": _walk_same,
}  # fmt: skip


# ---- records -----------------------------------------------------------------------------------------------------------------


def _record(text: str, phrase: Phrase, reading: Reading) -> dict[str, Any]:
    """One mention as a record, and what it puts in force for those that follow."""
    record: dict[str, Any] = {
        "quote": text[phrase.start : phrase.end], "start": phrase.start, "end": phrase.end, "kind": "date", "first": None, "last": None, "grain": None,
        "edtf": None, "timex3": None, "anchor": "none", "approximate": False, "calendar": "gregorian", "rule": "",
    }  # fmt: skip
    try:
        _FILL[phrase.kind](record, phrase, reading)
    except (Unresolved, ValueError, OverflowError):
        record |= {"first": None, "last": None, "grain": _grain_of(phrase), "edtf": None, "timex3": _unknown(phrase), "anchor": "none"}
        record["rule"] = tables.noted(record["rule"] or _rule_of(phrase))
    return record


def _rule_of(phrase: Phrase) -> str:
    if phrase.kind == "range":
        return "when.range"
    last = phrase.chain[-1]
    if phrase.kind != "chain":
        return f"when.{phrase.kind}"
    return last.row if last.row.startswith("when.") else f"when.{_RULE_OF.get(last.slot, last.slot)}"


_GRAINS = {"daypart": "hour", "part": "hour", "weekday": "day", "date": "day", "lunarday": "day", "lunarmonth": "month", "name": "day", "ten": "ten_days", "edge": "day", "span": "month"}  # fmt: skip


def _grain_of(phrase: Phrase) -> str | None:
    if phrase.kind not in ("chain", "range"):
        return None
    last = phrase.chain[-1]
    if last.slot in ("now", "season"):
        return None
    return last.op if last.slot == "clock" else _GRAINS.get(last.slot, last.slot)


def _unknown(phrase: Phrase) -> str | None:
    """The TIMEX3 value with X for what is not known: XXXX-06-07."""
    if phrase.kind != "chain" or any(one.slot not in ("year", "month", "day") or one.op not in ("is", "weak") for one in phrase.chain):
        return None
    part = {one.slot: one.n for one in phrase.chain}
    year = f"{part['year']:04}" if "year" in part else "XXXX"
    if "month" not in part:
        return f"XXXX-XX-{part['day']:02}" if "day" in part else None
    return f"{year}-{part['month']:02}" + (f"-{part['day']:02}" if "day" in part else "")


def _fill_chain(record: dict[str, Any], phrase: Phrase, reading: Reading) -> None:
    record["rule"] = _rule_of(phrase)
    record["kind"] = _kind_of(phrase.chain)
    state = _resolve(phrase.chain, reading, phrase)
    found = state.now
    assert found is not None
    record["rule"] = state.rule
    _remember(reading, phrase, state, found)
    approximate = state.approximate or phrase.after in ("左右", "前后", "许")
    if phrase.after in ("至今", "以来"):
        record |= {"kind": "range", "rule": tables.noted("when.until-now")}
        if reading.reference is not None:
            state.anchor = "published"
            end = reading.reference.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
            if found.low is not None and found.low < end:
                found = Stretch(found.low, end if found.grain not in CLOCK else max(end, found.high or end), found.grain if found.grain in CLOCK else "day")
        else:
            found = Stretch(found.low, None, found.grain)
    elif record["kind"] == "date" and _spreads(found):
        record["kind"] = "range"
    _written(record, found, state, approximate)
    if phrase.before in ("截至", "截止到", "截止至", "截止") or phrase.after in ("前", "之前", "以前", "止"):
        record["edtf"] = _open(record["edtf"], before=True)
    elif phrase.after in ("起", "后", "之后", "以后") or phrase.before in ("自从",):
        record["edtf"] = _open(record["edtf"], before=False)
    if phrase.chain[-1].slot == "clock" or phrase.chain[-1].slot in ("part", "daypart"):
        record["kind"] = "datetime" if state.day_named else "time"


def _open(written: str | None, before: bool) -> str | None:
    if written is None:
        return None
    first, _, last = written.partition("/")
    return f"../{last or first}" if before else f"{first}/.."


def _spreads(found: Stretch) -> bool:
    """More than one unit of its grain: 前三季度, a holiday of seven days."""
    if found.low is None or found.high is None:
        return True
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
    if found.grain in months:
        return found.high > shifted(found.low, months[found.grain]) and (found.high - found.low).days > 95
    return found.grain == "day" and found.high - found.low > DAY or (found.grain == "ten_days" and False)


def _written(record: dict[str, Any], found: Stretch, state: State, approximate: bool) -> None:
    record["first"], record["last"] = first_last(found)
    record |= {"grain": found.grain, "edtf": edtf(found, approximate), "timex3": timex3(found), "anchor": state.anchor,
               "approximate": approximate, "calendar": state.calendar}  # fmt: skip


def _kind_of(chain: tuple[Atom, ...]) -> str:
    if chain[-1].slot in ("clock", "part", "daypart"):
        return "datetime" if any(one.slot in ("day", "date", "daypart", "weekday", "name", "lunarday", "lunarmonth") for one in chain) else "time"
    if chain[-1].slot == "now":
        return "datetime"
    return "range" if chain[-1].slot == "span" else "date"


def _fill_range(record: dict[str, Any], phrase: Phrase, reading: Reading) -> None:
    record |= {"kind": "range", "rule": tables.noted("when.range")}
    assert phrase.other is not None
    left = _resolve(phrase.chain, reading, phrase)
    low = left.now
    assert low is not None
    _remember(reading, phrase, left, low)
    inner = replace(phrase.other, kind="range", other=phrase.other)
    inner.chain, whole = phrase.chain, phrase.other.chain
    right = _resolve(whole, reading, Phrase(phrase.start, phrase.end, "range", phrase.chain, phrase.other))
    high = right.now
    assert high is not None
    if low.low is None or high.high is None or high.low is None:
        raise Unresolved
    if high.high <= low.low:
        high = _next_round(high, low, whole)
    grain = _finer(low.grain, high.grain)
    end = high.high
    if high.grain in CLOCK and high.high - high.low == CLOCK[high.grain] and not (high.grain == "second" and high.low.second == 59):
        end = high.low if whole[-1].slot == "clock" else high.high
    if end <= low.low:
        raise Unresolved
    if grain in ("day", "hour") and low.grain in CLOCK and high.grain not in CLOCK:
        end = high.high
    found = Stretch(low.low, end, grain)
    _remember(reading, phrase, right, high)
    reading.force.period = reading.lasting_period = found
    state = left if left.anchor != "none" else right
    _written(record, found, replace(state, calendar=left.calendar), left.approximate or right.approximate)


def _next_round(high: Stretch, low: Stretch, chain: tuple[Atom, ...]) -> Stretch:
    """11月至3月, 晚上10点到2点: the second end belongs to the next year, month or day."""
    if high.low is None or high.high is None or low.low is None or any(one.slot == "year" for one in chain):
        raise Unresolved
    first = chain[0].slot
    if first in ("month", "date", "quarter", "name") and high.grain in ("month", "day", "quarter"):
        return Stretch(shifted(high.low, 12), shifted(high.high, 12), high.grain)
    if first == "day" and high.grain == "day" and chain[0].op == "is":
        moved = shifted(high.low, 1)
        return Stretch(moved, moved + DAY, "day")
    if first == "weekday":
        return Stretch(high.low + WEEK, high.high + WEEK, high.grain)
    if first in ("clock", "part"):
        return Stretch(high.low + DAY, high.high + DAY, high.grain)
    raise Unresolved


_FINE = ("second", "minute", "hour", "day", "week", "ten_days", "month", "quarter", "half", "year", "decade", "century")


def _finer(one: str, two: str) -> str:
    return min(one, two, key=_FINE.index)


def _remember(reading: Reading, phrase: Phrase, state: State, found: Stretch) -> None:
    """Puts in force what was named: year, month, day, period; but not what is only compared with, nor what lies ahead."""
    if found.low is None:
        return
    slots = {one.slot for one in phrase.chain} | ({one.slot for one in phrase.other.chain} if phrase.other else set())
    compared = phrase.before in _COMPARED or (phrase.before == "自" and phrase.after == "以来")
    if found.high is not None and found.grain not in CLOCK and (found.high - found.low) <= timedelta(days=366) and not compared:
        reading.force.period = found
        reading.lasting_period = found
    if found.high is not None and (found.high - found.low) <= DAY:
        reading.lasting_day = found.low.date()
    if compared or phrase.after == "以来" or "now" in slots:
        return
    ahead = reading.reference is not None and found.low > reading.reference and phrase.kind != "range"
    if found.high is not None and (found.high - found.low) <= timedelta(days=366) and found.grain not in ("decade", "century"):
        narrow = slots & {"month", "day", "date", "weekday", "daypart", "quarter", "name", "lunarmonth"}
        if not (phrase.before.startswith("截") and slots <= {"year", "edge"}) and not (ahead and "year" in slots and found.low.year != (reading.today.year if reading.today else 0)) or narrow:
            reading.force.year = found.low.year
            reading.force.year_exact = bool("year" in slots and narrow) or (reading.force.year_exact and reading.force.year == found.low.year)
    if slots & {"month", "day", "date", "daypart", "weekday"} and found.grain not in ("year", "quarter", "half"):
        if found.high is not None and found.high - found.low <= timedelta(days=31):
            reading.force.month = (found.low.year, found.low.month)
    elif "year" in slots:
        reading.force.month = None
    if found.grain in ("day", *CLOCK) and found.high is not None and found.high - found.low <= DAY and state.day_named:
        reading.force.day = found.low.date()


# Lengths: (unit of the standard, months, time)
_LENGTHS: dict[str, tuple[str, int, timedelta]] = {
    "Y": ("Y", 12, timedelta(0)), "Q": ("Q", 3, timedelta(0)), "M": ("M", 1, timedelta(0)), "W": ("W", 0, WEEK), "D": ("D", 0, DAY),
    "h": ("H", 0, CLOCK["hour"]), "m": ("M", 0, CLOCK["minute"]), "s": ("S", 0, CLOCK["second"]),
}  # fmt: skip
_LENGTH_GRAINS = {"Y": "year", "Q": "quarter", "M": "month", "W": "week", "D": "day", "h": "hour", "m": "minute", "s": "second"}


def _period(chain: tuple[Atom, ...]) -> str | None:
    """P3D, PT1H30M, P2.5Y; None where the number is 几 or 数."""
    days, clock = "", ""
    for atom in chain:
        number = atom.more[0]
        if number is None:
            return None
        said = f"{number:g}{_LENGTHS[atom.op][0]}"
        if atom.op in "hms":
            clock += said
        else:
            days += said
    return "P" + days + ("T" + clock if clock else "")


def _fill_duration(record: dict[str, Any], phrase: Phrase, reading: Reading) -> None:
    record |= {"kind": "duration", "grain": _LENGTH_GRAINS[phrase.chain[-1].op], "timex3": _period(phrase.chain),
               "approximate": any(one.more[1] for one in phrase.chain), "rule": tables.noted("when.duration")}  # fmt: skip


def _moved(moment: datetime, chain: tuple[Atom, ...], sign: int) -> datetime:
    """The moment a length before (-1) or after (1)."""
    for atom in chain:
        number = atom.more[0]
        if number is None:
            raise Unresolved
        _, months, length = _LENGTHS[atom.op]
        if months:
            whole = int(number * months)
            moment = shifted(moment, sign * whole)
            moment += sign * timedelta(days=int((number * months - whole) * 30))
        else:
            moment += sign * number * length
    return moment


def _fill_offset(record: dict[str, Any], phrase: Phrase, reading: Reading) -> None:
    """三年前 is a year, 两个月后 a month, 3天后 a day, 两小时前 an hour: as wide as its unit."""
    record["rule"] = tables.noted("when.offset")
    record["approximate"] = any(one.more[1] for one in phrase.chain)
    state = State()
    today = _ref(reading, state)
    assert reading.reference is not None
    code = phrase.chain[-1].op
    clocked = code in "hms"
    base = reading.reference if clocked else datetime(today.year, today.month, today.day)
    if reading.article and code in "WDhms":
        said = reading.force.day
        if said is None and "后" in phrase.after:
            raise Unresolved
        if said is not None and not clocked:
            base, state.anchor = datetime(said.year, said.month, said.day), "mention"
        elif said is not None:
            raise Unresolved
    moment = _moved(base, phrase.chain, -1 if "前" in phrase.after else 1)
    if phrase.other is not None:
        low = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        inner = replace(reading, reference=low, timed=False, force=Force())
        state = _resolve(phrase.other.chain, inner, phrase.other)
        record["kind"] = _kind_of(phrase.other.chain)
        if record["kind"] == "time":
            record["kind"] = "datetime"
        assert state.now is not None
        _written(record, state.now, replace(state, anchor="published"), record["approximate"])
        return
    if clocked:
        if not reading.timed:
            raise Unresolved
        low = moment.replace(microsecond=0)
        found = Stretch(low, low + CLOCK["second" if code == "s" else "minute" if code == "m" else "hour"], "second")
        found = Stretch(low, low + CLOCK["second"], "second")
        record["kind"] = "datetime"
    elif code == "Y" and float(phrase.chain[-1].more[0]).is_integer():
        found = _year_stretch(moment.year)
    elif code in ("M", "Y"):
        found = _months(moment.year, moment.month, 1, "month")
    elif code == "W" and False:
        found = Stretch(_monday(moment.date()), _monday(moment.date()) + WEEK, "week")
    else:
        found = _day(moment.date())
    _written(record, found, state, record["approximate"])


def _floor(moment: datetime, code: str) -> datetime:
    """The beginning of the unit that the moment lies in: whole units lie before it and after it."""
    if code in "hms":
        return moment.replace(microsecond=0, second=0 if code != "s" else moment.second, minute=moment.minute if code != "h" else 0)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    match code:
        case "W":
            return day - timedelta(days=day.weekday())
        case "M":
            return day.replace(day=1)
        case "Q":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "Y":
            return day.replace(month=1, day=1)
    return day


def _fill_lasting(record: dict[str, Any], phrase: Phrase, reading: Reading) -> None:
    """近三年, 三年来: up to the reference; 未来三天, 三天内: from it."""
    if reading.article and phrase.after in ("内", "之内", "以内", "间") and not phrase.before:
        _fill_duration(record, phrase, reading)
        return
    record |= {"kind": "range", "rule": tables.noted("when.lasting"), "approximate": any(one.more[1] for one in phrase.chain)}
    state = State()
    today = _ref(reading, state)
    code = phrase.chain[-1].op
    clocked = code in "hms" and reading.timed and reading.reference is not None
    if code in "hms" and not clocked:
        raise Unresolved
    base = reading.reference.replace(microsecond=0) if clocked and reading.reference else datetime(today.year, today.month, today.day)
    ahead = phrase.before in ("未来", "今后", "接下来", "将来", "后面", "之后", "往后", "向后", "后", "下") or phrase.after in ("内", "之内", "以内")
    if phrase.before in ("过去", "近", "最近", "前", "上", "之前", "往前", "向前"):
        ahead = False
    if phrase.after == "间" or phrase.before in ("头", "最后"):
        raise Unresolved
    if phrase.before in ("上", "前", "之前", "往前", "向前", "下", "后") and len(phrase.chain) == 1 and not phrase.after:
        base = _floor(reading.reference or base, code)
        if ahead:
            base = _moved(base, (phrase.chain[0]._replace(more=(1.0, False, "", None)),), 1)
    other = _moved(base, phrase.chain, 1 if ahead else -1)
    low, high = (base, other) if ahead else (other, base)
    if low >= high:
        raise Unresolved
    _written(record, Stretch(low, high, "second" if clocked else "day"), state, record["approximate"])


def _fill_set(record: dict[str, Any], phrase: Phrase, reading: Reading) -> None:
    """每年6月 is XXXX-06, 每周三 XXXX-WXX-3, 每隔3天 P3D."""
    record |= {"kind": "set", "rule": tables.noted("when.set")}
    first, *rest = phrase.chain
    if first.slot == "duration":
        record |= {"timex3": _period(phrase.chain), "grain": _LENGTH_GRAINS[phrase.chain[-1].op]}
        return
    if not rest:
        record |= {"timex3": first.op or None, "grain": {"Y": "year", "M": "month", "W": "week", "D": "day", "Q": "quarter"}.get(first.op[-1:])}
        return
    part = {one.slot: one for one in rest}
    if "weekday" in part:
        value = f"XXXX-WXX-{part['weekday'].m or part['weekday'].n}"
    elif "month" in part and part["month"].op == "is":
        value = f"XXXX-{part['month'].n:02}" + (f"-{part['day'].n:02}" if "day" in part and part["day"].op in ("is", "weak") else "")
    elif "day" in part and part["day"].op in ("is", "weak"):
        value = f"XXXX-XX-{part['day'].n:02}"
    else:
        value = "XXXX-XX-XX" if set(part) & {"clock", "part"} else first.op
    if "clock" in part and not phrase.other:
        state = State(now=Stretch(datetime(2000, 1, 1), datetime(2000, 1, 2), "day"), part=part.get("part"))
        _walk_clock(part["clock"], state, reading, phrase)
        if state.now and state.now.low:
            value += state.now.low.strftime({"hour": "T%H", "minute": "T%H:%M"}.get(state.now.grain, "T%H:%M:%S"))
    record |= {"timex3": None if phrase.other else value or None, "grain": _grain_of(Phrase(0, 0, "chain", tuple(rest)))}


def _fill_vague(record: dict[str, Any], phrase: Phrase, reading: Reading) -> None:
    atom = phrase.chain[0]
    tables.noted(atom.row)
    record |= {"timex3": atom.more, "approximate": True, "rule": tables.noted("when.vague")}


def _fill_same(record: dict[str, Any], phrase: Phrase, reading: Reading) -> None:
    """同期 is the period named last; 上年同期 the same months of the year before."""
    atom = phrase.chain[0]
    tables.noted(atom.row)
    record |= {"rule": tables.noted("when.same"), "kind": "range"}
    period = reading.force.period
    if period is None or period.low is None or period.high is None:
        raise Unresolved
    back = 12 * atom.n
    if reading.text.startswith("去年", phrase.start) and reading.today is not None:
        back = 12 * (reading.today.year - 1 - period.low.year)
    low, high = shifted(period.low, back), shifted(period.high, back)
    _written(record, Stretch(low, high, period.grain), State(anchor="mention"), False)


_FILL = {
    "chain": _fill_chain, "range": _fill_range, "duration": _fill_duration, "offset": _fill_offset, "lasting": _fill_lasting,
    "set": _fill_set, "vague": _fill_vague, "same": _fill_same,
}  # fmt: skip
