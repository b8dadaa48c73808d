"""Where on the line of time does a phrase lie: the walk from the widest word of a chain to its narrowest.

去年9月上旬 begins at the year before the reference, goes into its September, and ends in the first ten days of it. Each word is a step
that takes the stretch so far and gives a narrower one. A chain that begins narrow (9月, 13日, 20时) takes what it lacks from what the
text named last, else from the reference, else from the nearest year of the document; who gave it is the anchor. What cannot be
decided, or cannot be (2月30日), raises `Unresolved`, and the mention stays without dates.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import isleap
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import regex

from newsextract import tables
from newsextract.find import calendar
from newsextract.find.notation import CLOCK, Stretch, shifted
from newsextract.find.timenumber import Atom
from newsextract.find.timephrase import Phrase

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(slots=True)
class Force:
    """What the text named last: a year, a month, a day, a period, and where (paragraph)."""

    year: int | None = None
    year_exact: bool = False  # named by more than a year alone
    year_at: int = 0  # where it was named
    year_said: bool = False  # by a word for the year, not only by a day that lies in it
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
    years: list[tuple[int, int]] = field(default_factory=list)  # (offset, year) of the years that date the reporting of the document
    latest_year: int = 0  # the latest of them
    told: frozenset[int] = frozenset()  # those years
    ends: dict[int, int] = field(default_factory=dict)  # the last month of the part of such a year that is reported on
    passing: frozenset[int] = frozenset()  # offsets of years named in passing: founded in, aimed at, in a title, compared with
    title_year: int | None = None  # that an article's title names as what it is about
    told_by: str = "published"  # the anchor of what is read from the reference: a dateline of the document's own is "document"
    writing_year: int | None = None  # without a reference: the year of what was held or reported, or that the lead speaks of
    force: Force = field(default_factory=Force)
    lasting_day: date | None = None
    lasting_year: int | None = None
    lasting_month: tuple[int, int] | None = None
    lasting_period: Stretch | None = None

    @property
    def today(self) -> date | None:
        return self.reference.date() if self.reference else None


# The clause looks ahead: a day that has not come belongs to the year to come, not to the year before.
_FUTURE = regex.compile(r"将|力争|计划|预计|拟|争取|明年|今后|未来|有望|确保|届时|到(?=[^，。]{0,12}[前底末])|起(?:施行|实施|执行|生效)")
_CLAUSE = regex.compile(r"，?[^，。；！？\n]{0,24}")
COMPARED = ("比", "较", "同", "由", "与")
# A day named near the reference lies at the reference, whatever year the sentence before compared with.
_NEAR = timedelta(days=21)
_AHEAD_MONTHS = 6
_LONG_PAST = 9  # months after which a festival without a year is the coming one: 元旦 in December
_EVENT_AHEAD = timedelta(days=30)
_SLIP = timedelta(days=30)
_SENTENCE = 200  # how far a sentence may reach, when the year named in it is looked for
# Until when a whole year of figures, told without its year, is that before: bulletins of the year come until June.
_EARLY_MONTHS = 6
# 全年目标, 全年可接待: what is aimed at, or can be, is of this year.
_AIMED = regex.compile(r"全年[^，。；！？\n]{0,6}(?:目标|任务|计划|预期|预算|可|能|将|拟|需)")
_STORY = timedelta(days=45)  # how long a story of days goes on without naming its year again


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


def year_stretch(year: int) -> Stretch:
    if not 1 <= year < 9999:
        raise Unresolved
    return Stretch(datetime(year, 1, 1), datetime(year + 1, 1, 1), "year")


def months(year: int, month: int, count: int, grain: str) -> Stretch:
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


def one_day_of(found: date) -> Stretch:
    return _one_day(found.year, found.month, found.day)


def reference_day(reading: Reading, state: State) -> date:
    if reading.today is None:
        raise Unresolved
    state.anchor = reading.told_by
    return reading.today


def _anchored(state: State, anchor: str) -> None:
    if state.anchor in ("none", "document", "mention"):
        state.anchor = anchor


def _sentence_start(text: str, at: int) -> int:
    return max(text.rfind(mark, max(0, at - _SENTENCE), at) for mark in "。；！？\n") + 1


def force_holds(reading: Reading, at: int) -> bool:
    """Whether the year in force dates what has none, in a text that does not say when it was written.

    With a reference it always does. Without one, 1998年 of 始建于1998年 is not the year of 7月2日 in the next sentence; 2012年3月开工 is
    the year of 9月建成 in its own, and 2024年3月5日 that of the 3月8日 that the story goes on to.
    """
    force = reading.force
    if reading.today is not None or force.year in reading.told:
        return True
    same = _sentence_start(reading.text, at) <= force.year_at
    return (same or force.year_exact) if force.year_at not in reading.passing else (same and force.year_exact)


def _is_too_early(reading: Reading, found: Stretch) -> bool:
    """1月15日，通报2024年四季度: the day is of the year after, which the text does not name."""
    return found.grain == "day" and found.low is not None and found.low.month < reading.ends.get(found.low.year, 0)


def _goes_on(reading: Reading, at: int, found: Stretch) -> bool:
    """Whether a day still belongs to the story of the date in force: in its sentence, of a year that dates the reporting, or soon after it."""
    force = reading.force
    if force.year in reading.told:
        return not _is_too_early(reading, found)
    since = datetime(force.day.year, force.day.month, force.day.day) if force.day else datetime(*force.month, 1) if force.month else None
    if since is None or found.low is None:
        return True
    if _sentence_start(reading.text, at) <= force.year_at:
        return found.low >= since or force.year_at not in reading.passing  # 2012年3月开工，9月建成
    return found.grain != "day" or timedelta(0) <= found.low - since <= _STORY


def _year_in_force(reading: Reading, state: State, at: int) -> int:
    """The year of what has none: named last in the paragraph, else the reference's, else one that dates the reporting of the document."""
    if reading.force.year is not None and (force_holds(reading, at) or _sentence_start(reading.text, at) <= reading.force.year_at):
        _anchored(state, "mention")
        return reading.force.year
    if reading.today is not None:
        return reference_day(reading, state).year
    return _document_year(reading, state, at)


def _is_over(reading: Reading, phrase: Phrase) -> bool:
    """全年 in a bulletin of the first months, where nothing else is in force, speaks of the year that has ended."""
    today, force = reading.today, reading.force
    if not reading.article or today is None or (force.year is not None and (force.year != today.year or force.year_said)):
        return False
    if reading.title_year != today.year - 1 and (today.month > _EARLY_MONTHS or reading.title_year == today.year):
        return False
    at = phrase.chain[-1].start
    return reading.text.startswith("全年", at) and not _AIMED.match(reading.text, at) and not looks_ahead(reading, phrase)


def _year_said(reading: Reading, state: State) -> int:
    """The year that 同年, 当年, 次年 point back to: named last in the paragraph, else the last that the text named at all."""
    _anchored(state, "mention")
    if reading.force.year is not None:
        return reading.force.year
    if reading.lasting_year is None:
        raise Unresolved
    return reading.lasting_year


def _document_year(reading: Reading, state: State, at: int) -> int:
    """A year that dates the reporting: of the same sentence the nearest, else the document's latest. Never one named in passing."""
    if not reading.years:
        raise Unresolved
    _anchored(state, "document")
    text = reading.text
    start = _sentence_start(text, at)
    ends = [end for mark in "。；！？\n" if (end := text.find(mark, at, at + _SENTENCE)) >= 0]
    stop = min(ends, default=at + _SENTENCE)
    place = bisect_right(reading.years, (at, 0))
    near = [named for named in reading.years[max(0, place - 1) : place + 1] if start <= named[0] < stop]
    if near:
        return min(near, key=lambda named: (abs(named[0] - at), named[0]))[1]
    return reading.latest_year


def looks_ahead(reading: Reading, phrase: Phrase) -> bool:
    if phrase.after in ("前", "之前", "以前"):
        return True
    start = max(0, phrase.start - 30)
    start = max(start, *(reading.text.rfind(mark, start, phrase.start) + 1 for mark in "，。；\n"))
    return bool(_FUTURE.search(reading.text, start, phrase.start) or _FUTURE.search(_CLAUSE.match(reading.text, phrase.end)[0]))  # type: ignore[index]


def _choose(reading: Reading, state: State, phrase: Phrase, make: Any) -> Stretch:
    """The occurrence, of a thing that comes back yearly, that the text means. `make(year)` gives its stretch or raises Unresolved."""
    at, force = phrase.start, reading.force
    if reading.prefer != "calendar" and reading.today is not None and force.year is None:
        return _preferred(reading, state, make, reading.today.year)
    named = phrase.chain[-1].slot == "name"
    if force.year is not None and reading.today is not None and (named or not force.year_exact) and force.year != reading.today.year:
        near = _maybe(make, reading.today.year)
        if near and near.grain == "day" and near.low and reading.reference and -_NEAR <= near.low - reading.reference <= (_NEAR if looks_ahead(reading, phrase) else timedelta(0)):
            reference_day(reading, state)
            return near
        if force.year < reading.today.year and looks_ahead(reading, phrase):
            return make(reference_day(reading, state).year)  # type: ignore[no-any-return]
    if named and reading.article and reading.reference and force.year in (None, reading.reference.year) and not force.year_exact and not force.year_said:
        near = _maybe(make, reading.reference.year)
        if near and near.high and near.high < shifted(reading.reference, -_LONG_PAST):
            return make(reference_day(reading, state).year + 1)  # type: ignore[no-any-return]
    if force.year is not None and force_holds(reading, at) and not (reading.today and looks_ahead(reading, phrase) and force.year < reading.today.year):
        found = make(force.year)
        if reading.today is not None or _goes_on(reading, at, found):
            _anchored(state, "mention")
            return found  # type: ignore[no-any-return]
    if reading.today is None:
        found = make(_document_year(reading, state, at))
        if _is_too_early(reading, found):
            raise Unresolved
        return found  # type: ignore[no-any-return]
    year = reference_day(reading, state).year
    if reading.article and reading.reference:
        found = _maybe(make, year)
        if found and found.low and found.low > shifted(reading.reference, _AHEAD_MONTHS) and not looks_ahead(reading, phrase):
            return make(year - 1)  # type: ignore[no-any-return]
        if found and found.high and found.high < shifted(reading.reference, -_AHEAD_MONTHS - 3) and looks_ahead(reading, phrase):
            return make(year + 1)  # type: ignore[no-any-return]
    return make(year)  # type: ignore[no-any-return]


def _maybe(make: Any, year: int) -> Stretch | None:
    try:
        return make(year)  # type: ignore[no-any-return]
    except Unresolved:
        return None


def away(one: Stretch, day: datetime) -> timedelta:
    """How far a stretch lies from a day, by its nearer end: nothing where the day lies in it."""
    if one.low is None or one.high is None:
        return abs((one.low or one.high or day) - day)
    return max(one.low - day, day - (one.high - DAY), timedelta(0))


def _preferred(reading: Reading, state: State, make: Any, step: int, reach: int = 1) -> Stretch:
    """By `prefer`: the nearest occurrence of the past, of the future (today's counts), or of both."""
    today = datetime.combine(reference_day(reading, state), datetime.min.time())
    found = [one for step in range(step - 8 * reach, step + 9 * reach) if (one := _maybe(make, step))]

    def low(one: Stretch) -> datetime:
        return one.low or datetime.min

    if reading.prefer == "future":
        found = [one for one in found if one.high is None or one.high > today]
        found.sort(key=low)
    elif reading.prefer == "past":
        found = [one for one in found if low(one) <= today]
        found.sort(key=low, reverse=True)
    else:
        found.sort(key=lambda one: away(one, today))
    if not found:
        raise Unresolved
    return found[0]


def resolve(chain: tuple[Atom, ...], reading: Reading, phrase: Phrase) -> State:
    """Walks a chain from its widest atom to its narrowest. Raises Unresolved."""
    state = State()
    for place, atom in enumerate(chain):
        state.rule = tables.noted(atom.row) if atom.row.startswith("when.") else state.rule
        if atom.row and not atom.row.startswith("when."):
            tables.noted(atom.row)
            state.rule = f"when.{RULE_OF.get(atom.slot, atom.slot)}"
            tables.noted(state.rule)
        glossed = place + 1 < len(chain) and chain[place + 1].slot == "gloss"
        with suppress(Unresolved) if glossed else nullcontext():  # 当日（5日）: the bracket may know what the word does not
            _WALK[atom.slot](atom, state, reading, phrase)
    if state.now is None:
        raise Unresolved
    if state.calendar == "era" and len(chain) > 1 and state.now.low is not None and state.now.low.year < 1912:
        state.approximate = True  # months and days of an era are lunar, and our table begins in 1900
    return state


RULE_OF = {"daypart": "part", "lunarmonth": "lunar", "lunarday": "lunar", "lunarmark": "lunar", "date": "figures", "same": "same", "now": "now", "coming": "lasting", "duration": "span"}


def _walk_century(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    number = atom.n if atom.op == "is" else reference_day(reading, state).year // 100 + 1 + atom.n
    low = (number - 1) * 100
    state.now = Stretch(datetime(max(low, 1), 1, 1), datetime(low + 100, 1, 1), "century")


def _walk_decade(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    if atom.op == "is":
        year = atom.n
    elif state.now and state.now.low:
        year = state.now.low.year // 100 * 100 + atom.n
    else:
        year = (1900 if atom.n >= 20 else 2000) + atom.n
    last = year + atom.m - atom.n if atom.m else year  # 八九十年代
    state.now = Stretch(datetime(year, 1, 1), datetime(last + 10, 1, 1), "decade")


def _walk_year(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    match atom.op:
        case "is":
            if not atom.n:
                raise Unresolved
            state.now = year_stretch(atom.n)
            if atom.more == "era":
                state.calendar = "era"
        case "ref":
            if state.now and state.now.low:
                base = state.now.low.year
            elif reading.today is None and reading.writing_year is not None:
                base, state.anchor = reading.writing_year, "document"
            else:
                base = reference_day(reading, state).year
            state.now = year_stretch(base + atom.n)
        case "school":
            state.now = Stretch(datetime(atom.n, 9, 1), datetime(atom.n + 1, 9, 1), "year")
        case "bc":
            raise Unresolved
        case "nth" if reading.article and reading.force.year is None:
            raise Unresolved
        case "nth" if reading.force.year is not None:
            _anchored(state, "mention")
            state.now = year_stretch(reading.force.year + atom.n - 1)
        case "nth":
            state.now = year_stretch(reference_day(reading, state).year + atom.n - 1)
        case _:
            if atom.op == "force" and state.now is not None:
                return
            if atom.op == "force" and _is_over(reading, phrase):
                state.now = year_stretch(reference_day(reading, state).year - 1)
                return
            if atom.op == "said":
                base = _year_said(reading, state)
            elif atom.op == "back" and phrase.before not in COMPARED and reading.today is not None:
                base = reference_day(reading, state).year
            else:
                base = _year_in_force(reading, state, phrase.start)
                ahead = atom.op == "force" and reading.today is not None and base < reading.today.year and not reading.force.year_exact
                if ahead and looks_ahead(reading, phrase):
                    base = reference_day(reading, state).year
            if atom.op == "back" and reading.force.year is None and reading.today is None:
                raise Unresolved
            state.now = year_stretch(base + atom.n)


def _in_year(state: State, reading: Reading, phrase: Phrase, make: Any) -> Stretch:
    if state.now is not None and state.now.low is not None and state.now.grain == "year":
        return make(state.now.low.year)  # type: ignore[no-any-return]
    return _choose(reading, state, phrase, make)


def _walk_half(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    state.now = _in_year(state, reading, phrase, lambda year: months(year, 6 * atom.n - 5, 6, "half"))


def _walk_quarter(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    if atom.op == "is":
        state.now = _in_year(state, reading, phrase, lambda year: months(year, 3 * atom.n - 2, 3, "quarter"))
        return
    today = reference_day(reading, state)
    low = shifted(datetime(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * atom.n)
    state.now = months(low.year, low.month, 3, "quarter")


def _walk_season(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    def make(year: int) -> Stretch:
        days = calendar.season(year, atom.n)
        if days is None:
            raise Unresolved
        return replace(_span_of_days(*days, "day"), grain="quarter")

    if reading.article and atom.op == "is" and state.now is None:
        raise Unresolved  # 冬季 of an article is a time of the year, not from one solar term to another
    state.approximate = True
    if atom.op == "term":  # 秋季学期 to the end of the year, 春季学期 to the summer
        first, count = (9, 4) if atom.n == 2 else (2, 6)
        state.now = _in_year(state, reading, phrase, lambda year: months(year, first, count, "month"))
    elif atom.op != "is":
        state.now = make(reference_day(reading, state).year + {"this": 0, "last": -1, "next": 1}[atom.op])
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

        def make(year: int) -> Stretch:
            return months(year, atom.n, 1, "month")

        if narrow and following is not None and following.op in ("is", "weak") and state.now is None:
            if (atom.n, following.n) == (2, 29) and not reading.article and reading.force.year is None and reading.today is not None and not isleap(reading.today.year):
                state.now = make(_leap_year(reading, state))
                return
            probe = _choose(reading, state, phrase, lambda year: _one_day(year, atom.n, following.n))
            state.now = make(probe.low.year) if probe.low else None
            return
        state.now = _in_year(state, reading, phrase, make)
        return
    if atom.op == "ref" and state.now is not None and state.now.low is not None:
        state.now = months(state.now.low.year, reference_day(reading, state).month, 1, "month")
        return
    if atom.op == "ref" or (atom.op == "back" and (reading.force.month is None or phrase.before not in COMPARED)):
        today = reference_day(reading, state)
        base = (today.year, today.month)
    elif reading.force.month is not None:
        _anchored(state, "mention")
        base = reading.force.month
    else:
        today = reference_day(reading, state)
        base = (today.year, today.month)
    low = shifted(datetime(base[0], base[1], 1), atom.n)
    state.now = months(low.year, low.month, 1, "month")


def _leap_year(reading: Reading, state: State) -> int:
    """The year of a 2月29日 without one: the last that had it, or the next where the future is preferred."""
    year, way = reference_day(reading, state).year, 1 if reading.prefer == "future" else -1
    return next(one for one in range(year, year + 9 * way, way) if isleap(one))


def _month_in_force(state: State, reading: Reading, phrase: Phrase) -> tuple[int, int]:
    if reading.force.month is not None and force_holds(reading, phrase.start):
        _anchored(state, "mention")
        return reading.force.month
    today = reference_day(reading, state)
    return today.year, today.month


def _walk_ten(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    if state.now and state.now.low:
        low, after = state.now.low, state.now.high or state.now.low
    else:
        year, month = _month_in_force(state, reading, phrase)
        found = months(year, month, 1, "month")
        low, after = found.low or datetime.min, found.high or datetime.min
    if atom.op == "half":
        middle = low + 15 * DAY
        state.now = Stretch(low, middle, "ten_days") if atom.n == 1 else Stretch(middle, after, "ten_days")
    elif atom.op == "both":
        state.now = Stretch(low, low + 20 * DAY, "ten_days") if atom.n == 1 else Stretch(low + 10 * DAY, after, "ten_days")
    else:
        begin = low + 10 * (atom.n - 1) * DAY
        state.now = Stretch(begin, begin + 10 * DAY if atom.n < 3 else after, "ten_days")


def _walk_edge(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    unit = str(atom.more)
    if state.now is None:
        if unit == "year":
            chosen = _choose(reading, state, phrase, lambda year: _one_day(year, 12, 31) if atom.op == "end" else _one_day(year, 1, 1))
            state.now = year_stretch(chosen.low.year) if chosen.low else None
        elif unit == "quarter":
            _walk_quarter(Atom(atom.start, atom.end, "quarter", "ref"), state, reading, phrase)
        else:
            state.now = months(*_month_in_force(state, reading, phrase), 1, "month")
    now = state.now
    if now is None or now.low is None or now.high is None:
        raise Unresolved
    low, high = now.low, now.high
    if unit in ("decade", "century"):
        years = (high.year - low.year) // 10 * 3
        opening = {"start": low.year, "mid": low.year + (high.year - low.year) * 4 // 10, "end": high.year - years}[atom.op]
        finish = {"start": low.year + years, "mid": low.year + (high.year - low.year) * 6 // 10, "end": high.year}[atom.op]
        state.approximate = True
        state.now = Stretch(datetime(opening, 1, 1), datetime(finish, 1, 1), "year")
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
    if atom.op == "months":
        state.now = _in_year(state, reading, phrase, lambda year: months(year, atom.n, atom.m - atom.n + 1, "month"))
        return
    size = 3 if atom.more == "Q" else 1
    if atom.n * size > 12:
        raise Unresolved
    alone = state.now is None
    state.now = _in_year(state, reading, phrase, lambda year: months(year, 1, atom.n * size, "quarter" if size == 3 else "month"))
    young = reading.reference and state.now.low and state.now.high and state.now.low <= reading.reference < state.now.high
    if alone and size == 1 and atom.n <= 3 and young and reading.reference and not looks_ahead(reading, phrase):
        high = reading.reference.replace(day=1, hour=0, minute=0, second=0, microsecond=0)  # the year is too young: the months just past
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
    low, high = (now.low, moved(now.low, one, 1)) if first else (moved(now.high, one, -1), now.high)
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
    today = reference_day(reading, state)
    if atom.op == "D":
        state.now = _span_of_days(today, today + (atom.n - 1) * DAY, "day")
    else:
        state.now = Stretch(datetime(today.year, 1, 1), datetime(today.year + atom.n, 1, 1), "year")


def monday(day: date) -> datetime:
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
        begin = monday(reference_day(reading, state))
        state.now = Stretch(begin, begin + 3 * DAY, "week") if atom.n == 1 else Stretch(begin + 3 * DAY, begin + WEEK, "week")
        return
    elif atom.op == "nth":
        raise Unresolved
    else:
        begin = monday(reference_day(reading, state)) + atom.n * WEEK
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
        begin = monday(reference_day(reading, state)) + atom.n * WEEK + (number - 1) * DAY
    elif atom.op == "nth":
        raise Unresolved
    else:
        today = reference_day(reading, state)
        begin = monday(today) + (number - 1) * DAY
        if reading.prefer != "calendar":
            now = datetime(today.year, today.month, today.day)
            if reading.prefer == "future" and begin <= now:
                begin += WEEK  # on a Tuesday, 周二 to come is the next: today is called 今天
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
            today = reference_day(reading, state)
            if now is not None and now.low is not None and now.grain == "day":
                state.now = Stretch(now.low + atom.n * DAY, now.low + (atom.n + 1) * DAY, "day")
            elif now is not None and now.low is not None:
                moved = today + atom.n * DAY
                state.now = _one_day(now.low.year, moved.month, moved.day)
            else:
                state.now = one_day_of(today + atom.n * DAY)
        case "nth":
            if now is not None and now.low is not None and now.high is not None and now.grain != "day":
                low = now.low + (atom.n - 1) * DAY if atom.n > 0 else now.high + atom.n * DAY
                if not now.low <= low < now.high:
                    raise Unresolved
                state.now = Stretch(low, low + DAY, "day")
            elif now is not None and now.low is not None:
                state.now = Stretch(now.low + (atom.n - 1) * DAY, now.low + atom.n * DAY, "day")
            else:
                behind = reading.text[max(0, atom.start - 1) : atom.start]
                if behind not in ("", *"，。；！？“\n ") or (reading.article and reading.lasting_day is None):
                    raise Unresolved  # 灾后第三天 counts from the disaster
                state.now = one_day_of(_said_day(state, reading) + (atom.n - 1) * DAY)
        case "said" if now is not None and now.low is not None and now.high is not None:
            state.now = Stretch(now.low + atom.n * DAY, now.low + (atom.n + 1) * DAY, "day")
        case "force" if reading.force.day is None:
            if reading.article or reading.text.strip() != reading.text[atom.start : atom.end]:
                raise Unresolved
            state.now = one_day_of(reference_day(reading, state))
        case "said" if atom.n and _FIRST_DAY.search(reading.text, _sentence_start(reading.text, atom.start), atom.start):
            raise Unresolved  # 首日到会3万人，次日4万人: the day after a first day that has no date
        case "said" | "force":
            state.now = one_day_of(_said_day(state, reading) + atom.n * DAY)


_FIRST_DAY = regex.compile("首日|首天|第一天|头一天|开[园馆幕赛市展]当[日天]")


def _said_day(state: State, reading: Reading) -> date:
    if reading.lasting_day is not None:
        _anchored(state, "mention")
        return reading.lasting_day
    if reading.article:
        raise Unresolved  # 当天 of a story that has named no day
    return reference_day(reading, state)


def _bare_day(day: int, state: State, reading: Reading, phrase: Phrase) -> Stretch:
    """13日: of the month that the text is in, else of the reference's month, else of the one before."""
    force = reading.force.month
    if force is not None and force_holds(reading, phrase.start):
        today = reading.today
        if today is not None and force != (today.year, today.month) and not reading.force.year_exact and not reading.force.day:
            near = _maybe(lambda _: _one_day(today.year, today.month, day), 0)
            if near and near.low and reading.reference and timedelta(0) <= reading.reference - near.low <= timedelta(days=7):
                reference_day(reading, state)
                return near
        _anchored(state, "mention")
        return _one_day(*force, day)
    if reading.today is None and reading.lasting_month is not None:
        _anchored(state, "document")
        return _one_day(*reading.lasting_month, day)
    today = reference_day(reading, state)

    def make(index: int) -> Stretch:
        return _one_day(index // 12, index % 12 + 1, day)

    index = today.year * 12 + today.month - 1
    if reading.prefer != "calendar":
        return _preferred(reading, state, make, index)
    found = _maybe(make, index)
    if found is None or (reading.article and found.low and reading.reference and found.low > reading.reference + 15 * DAY and not looks_ahead(reading, phrase)):
        return _maybe(make, index - 1) or make(index)
    return found


def _walk_date(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    year, month, day = atom.more
    state.day_named = True
    if not day:
        state.day_named = False
        state.now = months(year, month, 1, "month")
    elif year:
        state.now = _one_day(year, month, day)
    else:
        state.now = _in_year(state, reading, phrase, lambda found: _one_day(found, month, day))
        named = atom.row == "when.event-day" and reading.article and reading.reference is not None and state.now.low is not None
        if named and state.now.low and reading.reference and state.now.low > reading.reference + _EVENT_AHEAD:
            state.now = _one_day(state.now.low.year - 1, month, day)  # an event that has a name has happened


def _by_weekday(weekday: int, state: State, reading: Reading, phrase: Phrase) -> None:
    """4月4日（周五） of a notice of November is that of the year to come, for there it is a Friday."""
    low = state.now.low if state.now is not None else None
    chain = phrase.chain if phrase.other is None else (*phrase.chain, *phrase.other.chain)
    if low is None or low.isoweekday() == weekday or any(one.slot == "year" for one in chain) or reading.reference is None:
        return
    if abs(low - reading.reference) < _SLIP:
        return  # a day close by is that day, and the weekday a slip
    found = [one for step in (1, -1) if (one := _maybe(lambda year: _one_day(year, low.month, low.day), low.year + step)) and one.low and one.low.isoweekday() == weekday]
    if len(found) == 1:
        state.now = found[0]


def _walk_gloss(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    """今天（1月20日）上午: the day in the bracket, in the year and month that lie nearest to what the word before it means."""
    if atom.op == "weekday":
        _by_weekday(atom.m, state, reading, phrase)
        return
    year, month, day = atom.more
    state.day_named = True
    said = state.now
    if year:
        found = _one_day(year, month, day)
    elif said is None or said.low is None:
        found = _in_year(state, reading, phrase, lambda one: _one_day(one, month, day)) if month else _bare_day(day, state, reading, phrase)
    else:
        low = said.low
        index = low.year * 12 + low.month - 1
        tries = [(low.year + step, month) for step in (-1, 0, 1)] if month else [divmod(index + step, 12) for step in (-1, 0, 1)]
        near = [one for y, m in tries if (one := _maybe(lambda _, y=y, m=m: _one_day(y, m if month else m + 1, day), 0)) and one.low]
        if not near:
            raise Unresolved
        found = min(near, key=lambda one: abs((one.low or low) - low))
    if said is not None and said.grain == "hour" and said.low and said.high and found.low:
        shift = found.low - said.low.replace(hour=0)
        found = Stretch(said.low + shift, said.high + shift, "hour")
    state.now = found


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
        state.now = make(calendar.lunar_year_of(reference_day(reading, state)))
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
        today = reference_day(reading, state)
        near = (today + sign * away * DAY for away in range(_NEAR_LUNAR_DAYS) for sign in (1, -1))
        found = next((one for one in near if _lunar_day_of(one) == atom.n), None)
    if found is None:
        raise Unresolved
    state.now = one_day_of(found)


# 初八 without its month is a day close by, or unknown.
_NEAR_LUNAR_DAYS = 11


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
    if name.said.startswith("I"):
        state.calendar, state.approximate = "islamic", True
    if "L" in name.said:
        state.calendar = "lunar"
    state.day_named = True
    if atom.n:
        state.now = _turn(make, datetime.combine(reference_day(reading, state), datetime.min.time()), atom.n)
        return
    state.now = _in_year(state, reading, phrase, make)


def _turn(make: Any, today: datetime, way: int) -> Stretch:
    """下一个国庆节, 上一个春节: the first that begins after the reference, or the last that ended before it."""
    for year in range(today.year, today.year + 2 * way, way):
        found = _maybe(make, year)
        if found and found.low and found.high and (found.low > today if way > 0 else found.high <= today):
            return found
    raise Unresolved


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
        found = reference_day(reading, state)
    return datetime(found.year, found.month, found.day)


def _walk_part(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    now = state.now
    if now is not None and now.grain not in ("day", "hour") and now.low and now.high and now.high - now.low != DAY:
        return
    low, high = atom.more
    day = _day_of(state, reading)
    state.part = atom
    state.now = Stretch(day + timedelta(hours=low), day + timedelta(hours=high), "hour")


def _walk_daypart(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    _walk_day(atom, state, reading, phrase)
    word = reading.text[atom.end - 1]
    _walk_part(atom._replace(op="pm" if word in "晚夜" else "noon" if word == "午" else "am"), state, reading, phrase)


def walk_clock(atom: Atom, state: State, reading: Reading, phrase: Phrase) -> None:
    hour, minute = atom.n, atom.m if atom.op != "hour" else 0
    second, hand = atom.more
    part = state.part or _part_of(phrase, atom)
    shift = 0
    if hand:
        hour = hour % 12 + (12 if hand == "p" else 0)
    elif part is not None:
        word = part.op
        if word == "pm" and hour < 12:
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
    reference_day(reading, state)
    if reading.reference is None or not reading.timed or reading.article:
        raise Unresolved  # in an article 当前 is no moment
    low = reading.reference.replace(microsecond=0)
    state.day_named = True
    state.now = Stretch(low, low + CLOCK["second"], "second")


_WALK = {
    "century": _walk_century, "decade": _walk_decade, "year": _walk_year, "half": _walk_half, "quarter": _walk_quarter, "season": _walk_season,
    "month": _walk_month, "ten": _walk_ten, "edge": _walk_edge, "span": _walk_span, "week": _walk_week, "weekday": _walk_weekday, "day": _walk_day,
    "date": _walk_date, "gloss": _walk_gloss, "lunarmark": _walk_lunarmark, "lunarmonth": _walk_lunarmonth, "lunarday": _walk_lunarday, "name": _walk_name,
    "part": _walk_part, "daypart": _walk_daypart, "clock": walk_clock, "now": _walk_now,
    "duration": _walk_duration, "coming": _walk_coming, "same": _walk_same,
}  # fmt: skip


# Lengths: (unit of the standard, months, time)
LENGTHS: dict[str, tuple[str, int, timedelta]] = {
    "Y": ("Y", 12, timedelta(0)), "Q": ("Q", 3, timedelta(0)), "M": ("M", 1, timedelta(0)), "W": ("W", 0, WEEK), "D": ("D", 0, DAY),
    "h": ("H", 0, CLOCK["hour"]), "m": ("M", 0, CLOCK["minute"]), "s": ("S", 0, CLOCK["second"]),
}  # fmt: skip
LENGTH_GRAINS = {"Y": "year", "Q": "quarter", "M": "month", "W": "week", "D": "day", "h": "hour", "m": "minute", "s": "second"}


def period(chain: tuple[Atom, ...]) -> str | None:
    """P3D, PT1H30M, P2.5Y; None where the number is 几 or 数."""
    days, clock = "", ""
    for atom in chain:
        number = atom.more[0]
        if number is None:
            return None
        said = f"{number:g}{LENGTHS[atom.op][0]}"
        if atom.op in "hms":
            clock += said
        else:
            days += said
    return "P" + days + ("T" + clock if clock else "")


def moved(moment: datetime, chain: tuple[Atom, ...], sign: int) -> datetime:
    """The moment a length before (-1) or after (1)."""
    for atom in chain:
        number = atom.more[0]
        if number is None:
            raise Unresolved
        _, months, length = LENGTHS[atom.op]
        if months:
            whole = int(number * months)
            moment = shifted(moment, sign * whole)
            moment += sign * timedelta(days=int((number * months - whole) * 30))
        else:
            moment += sign * number * length
    return moment
