"""When was it: every time expression of a text, resolved, and written in the terms of the standards.

A bulletin of 18 October 2024 says 今年前三季度 and means the first of January to the thirtieth of September; three lines on it says
9月, and later 同比 with 上年同期, and each leans on what was said before. So a date is read in three steps. `timeword` finds the small
words, `timephrase` chains them (今年 | 前三季度), from the wide to the narrow, and makes a range of two chains with 至 between them. Here
the chains are resolved in the order of the text (`timeline` knows how): against the reference (the day of publication), against what the text named last
(the year, month and day in force), and, where there is no reference, against the nearest year that the document itself names. Never
against the clock. What cannot be decided stays a mention without dates.

    >>> [(d["quote"], d["first"], d["last"]) for d in dates("截至9月底，今年前三季度", reference="2024-10-18")]
    [('9月底', '2024-09-30', '2024-09-30'), ('今年前三季度', '2024-01-01', '2024-09-30')]
    >>> [(d["quote"], d["first"], d["anchor"]) for d in dates("大会于6月7日上午举行2024年度启动仪式")]
    [('6月7日上午', '2024-06-07T08:00:00', 'document'), ('2024年度', '2024-01-01', 'none')]
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

import regex

from newsextract import tables
from newsextract.find.notation import CLOCK, PARTS, Stretch, edtf, first_last, shifted, timex3
from newsextract.find.timeline import (
    COMPARED,
    DAY,
    LENGTH_GRAINS,
    RULE_OF,
    WEEK,
    Force,
    Reading,
    State,
    Unresolved,
    away,
    looks_ahead,
    months,
    moved,
    one_day_of,
    period,
    reference_day,
    resolve,
    walk_clock,
    year_stretch,
)  # fmt: skip
from newsextract.find.timemod import NEARLY, limit, mod
from newsextract.find.timenumber import Atom
from newsextract.find.timephrase import Phrase, phrases
from newsextract.script import fold

Prefer = Literal["calendar", "past", "future", "nearest"]
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
    "when.gloss": "a bracket that says by its number which day a word means: 今天（1月20日）",
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
    "when.now": "the moment of the reference, where it shows one and is no article's",
    "when.same": "同期: the period that the text compares with",
}


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
    spoken = phrases(folded)
    reading = Reading(folded, moment, timed, prefer, article)
    if moment is None:
        _weigh_years(reading, spoken)
        _read_lead(reading, spoken)
    reading.title_year = _title_year(folded, spoken) if article else None
    breaks = [match.start() for match in _NEWLINE.finditer(folded)]
    found: list[dict[str, Any]] = []
    headed = Force(year=reading.title_year, year_exact=True, year_said=True) if reading.title_year and _CHRONICLE.search(folded, 0, breaks[0] if breaks else None) else Force()
    for phrase in spoken:
        paragraph = bisect_right(breaks, phrase.start)
        if paragraph != reading.force.paragraph:
            reading.force = replace(headed, paragraph=paragraph)
        record = _record(text, phrase, reading)
        if _heads(folded, phrase, record):
            headed = replace(reading.force, period=None, year_exact=True)
        _bracketed(found, record, text)
        if not (article and record["rule"] == "when.season" and record["first"] is None):  # 冬季 of an article names no days
            found.append(record)
    return found


# A title over entries that name neither year nor month: 2023年大事记.
_CHRONICLE = regex.compile("大事记|纪事|记事|年表|编年")
_HEADING_EDGES = " \u3000【】[]（）()《》“”*■●▲◆#:：-—"


def _heads(text: str, phrase: Phrase, record: dict[str, Any]) -> bool:
    """A line that holds a year or month and nothing else stands over the lines that follow, to the next of its kind."""
    if record["first"] is None or phrase.kind != "chain" or not {one.slot for one in phrase.chain} <= {"year", "month"} or text[phrase.end : phrase.end + 1] not in _HEADING_EDGES + "\n":
        return False
    begin, end = text.rfind("\n", 0, phrase.start) + 1, text.find("\n", phrase.end)
    return end >= 0 and not text[begin : phrase.start].strip(_HEADING_EDGES) and not text[phrase.end : end].strip(_HEADING_EDGES)


def _title_year(text: str, spoken: list[Phrase]) -> int | None:
    """The year that a title names as what it is about: 某市2024年国民经济和社会发展统计公报."""
    end = text.find("\n")
    named = [phrase.chain[0].n for phrase in spoken if phrase.end <= end and len(phrase.chain) == 1 and _names_year(phrase.chain[0]) and phrase.kind == "chain"]
    return named[0] if len(named) == 1 and not regex.search("[，。；！？]", text[:end]) else None


def _bracketed(found: list[dict[str, Any]], record: dict[str, Any], text: str) -> None:
    """本周（12月23日—29日）: the bracket says by its numbers which week the word means, whatever the calendar makes of it."""
    before = found[-1] if found else None
    if before is None or before["rule"] != "when.week" or before["end"] + 1 != record["start"] or record["first"] is None:
        return
    if text[before["end"]] in "（(" and text[record["end"] : record["end"] + 1] in ("）", ")") and record["kind"] == "range":
        tables.noted("when.gloss")
        _nearest_week(record, before["first"])
        before |= {name: record[name] for name in ("first", "last", "edtf", "timex3")} | {"kind": "range", "grain": "day", "rule": "when.gloss"}


def _nearest_week(record: dict[str, Any], week: str | None) -> None:
    """上周（12月30日—1月5日） of a paragraph that has named 2025年: the days of the year that lies by the week, not of the year named."""
    if week is None or record["grain"] != "day" or record["anchor"] == "none":
        return
    low, high = (datetime.fromisoformat(record[end]) for end in ("first", "last"))
    step = min((0, -12, 12), key=lambda months: abs(shifted(low, months) - datetime.fromisoformat(week)))
    if step:
        found = Stretch(shifted(low, step), shifted(high, step) + DAY, "day")
        record["first"], record["last"] = first_last(found)
        record |= {"edtf": edtf(found, record["approximate"]), "timex3": timex3(found), "anchor": "mention"}


_NEWLINE = regex.compile("\n")
# Before the year: what is aimed at (到2027年, 力争2030年前), when a thing began or was made (始建于1998年), what is told from then on
# (自2018年, 早在2008年), what is compared with (比2019年).
_FOUNDED = "建成|始建|开工|动工|成立|创建|创办|创立|创刊|建立|设立|组建|兴建|修建|新建|改建|扩建|重建|落成|竣工|投产|投用|投运|通车|通航|启用|建校|建院|建馆|建厂|挂牌|揭牌|注册|开馆|开业|开通|运营|运行|营业|出生|毕业|入党|入伍|参军|退役|退休|从警|入职|参加工作|调入|当选|加入|首批|首次|立项|施行|实施|印发|颁布|出台|修订|制定|签订|签署|获评|获批|入选|入围|荣获|获得|授予|评为|认定|列入|挂职|生于"
_IN_PASSING_BEFORE = regex.compile(
    rf"(?:(?<!截)(?<!截止)[到至]|力争|预计|计划|规划|目标|争取|确保|有望|面向|迈向|展望|将于|拟于|将在|“十[四五六]五”|有效期)[^，。；！？\n]{{0,6}}$"
    rf"|(?:(?:{_FOUNDED})(?:于|日期|时间)?|[建生创始设立办](?:于|日期|时间))[:：]?(?:公元)?$|(?:自从?|从|早在|曾[在于]?|源于|始于|起于|起源于)[^，。；！？\n]{{0,4}}$|过(?:了)?$|(?:[比较与同]|相比|相较|对比|对照|高于|低于|多于|少于|超过)(?:于)?$|[〔\[【]$"
)
# After it, in its clause or the next: the same, and what has happened since (2018年机构改革以来).
_IN_PASSING_AFTER = regex.compile(rf"[^，。；！？\n]{{0,20}}(?:以来|至今|相比|相较|同期|持平)|(?:年|月|日|底|末|初)?[之以]?前|[起后]|，?[^，。；！？\n年]{{0,18}}(?:{_FOUNDED}|远景|规划|目标|力争|预计|计划|将|基本实现|全面实现)|[^，。；！？\n]{{0,6}}[〕\]】]")
# What dates the reporting: 举行2024年全国科普日活动, 通报2025年上半年工作进展, 2024年6月7日，…举行, 截至2024年9月.
_REPORTED = "举行|举办|召开|启动|开幕|闭幕|参加|出席|通报|公布|发布|公示|总结|部署|宣布|调度|观摩|开展|获悉|了解到|记者|介绍"
_REPORTED_BEFORE = regex.compile(rf"(?:{_REPORTED})[^，。；！？\n]{{0,16}}$")
_REPORTED_AFTER = regex.compile(rf"，?[^，。；！？\n]{{0,24}}(?:{_REPORTED})")
_EVENT = regex.compile(r"(?:年度?)?[^，。；！？\n]{0,24}(?:活动|大会|论坛|大赛|比赛|联赛|竞赛|锦标赛|马拉松|博览会|交易会|洽谈会|展览会|培训班|演练|仪式|文化节|旅游节|艺术节|宣传[周月日]|活动周|开放日|发布会|督查|检查)")
_OTHER_YEAR = regex.compile(r"总结|表彰|表扬|考核|述职|评议|报告|决算|回顾|盘点|获奖|优秀|先进|十大|颁奖|精神|工作|筹|备战|申办|春运|高考|招生|招聘|预算")  # held in the year after, or before
_OF_THEN = regex.compile(r"[^，。；！？\n的]{1,8}的")  # 公布2019年9月查处的案件
_SHORT_QUOTE = 40
_EDGES = ("", *"，。；：！？\n \u3000")
_BEFORE_REACH = 24
_OPEN_OF = {"《": "》", "“": "”", "「": "」", "〈": "〉"}


def _weigh_years(reading: Reading, spoken: list[Phrase]) -> None:
    """Which years of a text without a reference date its reporting, and which are only named in passing."""
    text = reading.text
    titled = [match.span() for match in regex.finditer(rf"《[^》\n]{{1,80}}》|[“「][^”」，。！？\n]{{1,{_SHORT_QUOTE}}}[”」]", text)]
    starts = [start for start, _ in titled]
    years: set[tuple[int, int]] = set()
    passing: set[int] = set()
    held: set[int] = set()
    for phrase in spoken:
        named = [atom for atom in _atoms_of(phrase) if _names_year(atom)]
        if not named:
            continue
        at = bisect_right(starts, phrase.start) - 1
        if (at >= 0 and phrase.start < titled[at][1]) or _is_in_passing(text, phrase):
            passing.update({phrase.start, *(atom.start for atom in named)})
        elif _dates_reporting(text, phrase):
            years.update((place, atom.n or atom.more[0]) for atom in named for place in (atom.start, phrase.start))
            if not _is_full(phrase):
                reading.ends.update({year: max(reading.ends.get(year, 0), _last_month(phrase)) for year in (atom.n or atom.more[0] for atom in named)})
            if _was_held(text, phrase):
                held.update(atom.n or atom.more[0] for atom in named)
        elif {atom.slot for atom in _atoms_of(phrase)} == {"year"} and not (text[phrase.end : phrase.end + 1] == "，" and text[phrase.start - 1 : phrase.start] in _EDGES):
            passing.add(phrase.start)  # 学习2016年文件: only a year that stands for itself (2024年，…) is in force
    reading.years, reading.passing = sorted(years), frozenset(passing)
    reading.told = frozenset(year for _, year in years)
    reading.latest_year = max(reading.told, default=0)
    if held and max(held) == reading.latest_year:
        reading.writing_year = max(held)


def _last_month(phrase: Phrase) -> int:
    """The month in which a part of a year ends: 8 of 2024年1—8月; 0 of a year."""
    sizes = {"month": 1, "quarter": 3, "half": 6}
    found = [atom.n * sizes[atom.slot] for atom in _atoms_of(phrase) if atom.slot in sizes and atom.op == "is"]
    spans = [atom.m if atom.op == "months" else atom.n * (3 if atom.more == "Q" else 1) for atom in _atoms_of(phrase) if atom.slot == "span"]
    return max(found + spans, default=0)


def _is_in_passing(text: str, phrase: Phrase) -> bool:
    if phrase.after in ("前", "之前", "以前", "起", "后", "之后", "以后", "至今", "以来") or phrase.before in (*COMPARED, "自", "从", "自从", "到", "至"):
        return True
    if _IN_PASSING_BEFORE.search(text, max(0, phrase.start - _BEFORE_REACH), phrase.start):
        return True
    held = _is_full(phrase) and _REPORTED_AFTER.match(text, phrase.end)  # 2024年11月5日，书院揭牌仪式举行
    return not held and bool(_IN_PASSING_AFTER.match(text, phrase.end))


def _dates_reporting(text: str, phrase: Phrase) -> bool:
    """An event held, a part of the year reported on, a state as of a month. A whole year of figures is mostly told of in the next."""
    atoms = _atoms_of(phrase)
    slots = {atom.slot for atom in atoms}
    if "edge" in slots or (phrase.before.startswith("截") and slots == {"year"}):
        return False  # 截至2023年底 is told of in 2024
    if phrase.before.startswith("截"):
        return True
    part = slots & {"half", "quarter", "span"} or (phrase.kind == "range" and "month" in slots)
    if part and not slots & {"day", "date"}:
        return True
    return _was_held(text, phrase)


def _was_held(text: str, phrase: Phrase) -> bool:
    """举行湖北2024年宣传活动, 通报2025年上半年进展, 2024年6月7日，…举行: what is told of is of the year of telling."""
    if {atom.slot for atom in _atoms_of(phrase)} == {"year"}:
        match = _EVENT.match(text, phrase.end)
        return match is not None and not _OTHER_YEAR.search(text, phrase.end, match.end() + 6)
    if _REPORTED_BEFORE.search(text, max(0, phrase.start - _BEFORE_REACH), phrase.start) and not _OF_THEN.match(text, phrase.end):
        return True
    return _is_full(phrase) and bool(_REPORTED_AFTER.match(text, phrase.end) or _EVENT.match(text, phrase.end))


_LINE_OF_DATE = 40  # a line no longer than this that ends or begins with a full date is a dateline or a signature
_LEAD_LINES = 3


def _read_lead(reading: Reading, spoken: list[Phrase]) -> None:
    """Without a reference, the document may say itself when it was written: in a dateline (草原观察 2025年1月8日), or by the year of its lead."""
    text = reading.text
    lead_end = len(text)
    for _ in range(_LEAD_LINES):
        lead_end = text.find("\n", 0 if lead_end == len(text) else lead_end + 1)
        if lead_end < 0:
            lead_end = len(text)
            break
    last_line = text.rstrip().rfind("\n") + 1
    for phrase in spoken:
        if phrase.kind != "chain" or not (phrase.start <= lead_end or phrase.start >= last_line):
            continue
        line = text[text.rfind("\n", 0, phrase.start) + 1 : (text.find("\n", phrase.end) + 1 or len(text) + 1) - 1]
        edge = line.strip(" \u3000（）()").startswith(text[phrase.start : phrase.end]) or line.strip(" \u3000（）()").endswith(text[phrase.start : phrase.end])
        if len(line) <= _LINE_OF_DATE and edge and not regex.search("[，。；！？]", line) and _is_full(phrase):
            found = _resolved(phrase, reading)
            if found is not None and found.low is not None and phrase.start not in reading.passing:
                reading.reference, reading.told_by = found.low, "document"
                return
    first_line = text.find("\n", len(text) - len(text.lstrip())) if "\n" in text.strip() else len(text)
    years = {atom.n for phrase in spoken if phrase.start < first_line and phrase.start not in reading.passing for atom in phrase.chain if atom.slot == "year" and atom.op == "is" and len(phrase.chain) > 1 and not {one.slot for one in phrase.chain} & {"half", "quarter", "span"}}
    if reading.writing_year is None and len(years) == 1 and all(year <= max(years) for _, year in reading.years):
        reading.writing_year = years.pop()


def _resolved(phrase: Phrase, reading: Reading) -> Stretch | None:
    try:
        return resolve(phrase.chain, reading, phrase).now
    except (Unresolved, ValueError, OverflowError):
        return None  # 2023年2月29日


def _is_full(phrase: Phrase) -> bool:
    """Year, month and day are all said."""
    slots = {atom.slot for atom in phrase.chain if atom.op == "is"}
    dated = any(atom.slot == "date" and atom.more[0] and atom.more[2] for atom in phrase.chain)
    return dated or {"year", "month", "day"} <= slots


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


def _record(text: str, phrase: Phrase, reading: Reading) -> dict[str, Any]:
    """One mention as a record, and what it puts in force for those that follow."""
    record: dict[str, Any] = {
        "quote": text[phrase.start : phrase.end], "start": phrase.start, "end": phrase.end, "kind": "date", "first": None, "last": None, "grain": None,
        "edtf": None, "timex3": None, "timex3_mod": None, "anchor": "none", "approximate": False, "calendar": "gregorian", "rule": "",
    }  # fmt: skip
    try:
        if "\ufffd" in reading.text[max(0, phrase.start - 1) : phrase.end + 1]:
            raise Unresolved  # a digit of it may be lost
        _FILL[phrase.kind](record, phrase, reading)
    except (Unresolved, ValueError, OverflowError):
        ancient = phrase.kind == "chain" and phrase.chain[-1].op == "bc" and 0 < phrase.chain[-1].n <= 9999
        record |= {"first": None, "last": None, "grain": _grain_of(phrase), "edtf": f"-{phrase.chain[-1].n - 1:04}" if ancient else None, "timex3": _unknown(phrase), "anchor": "none"}
        record["rule"] = tables.noted(record["rule"] or _rule_of(phrase))
    record["timex3_mod"] = mod(reading.text, phrase, record["approximate"])
    return record


def _rule_of(phrase: Phrase) -> str:
    if phrase.kind == "range":
        return "when.range"
    last = phrase.chain[-1]
    if phrase.kind != "chain":
        return f"when.{phrase.kind}"
    return last.row if last.row.startswith("when.") else f"when.{RULE_OF.get(last.slot, last.slot)}"


_GRAINS = {
    "century": "century", "decade": "decade", "year": "year", "half": "half", "quarter": "quarter", "span": "month", "month": "month",
    "lunarmonth": "month", "ten": "ten_days", "week": "week", "edge": "day", "weekday": "day", "day": "day", "date": "day", "name": "day",
    "lunarday": "day", "gloss": "day", "daypart": "hour", "part": "hour",
}  # fmt: skip


def _grain_of(phrase: Phrase) -> str | None:
    if phrase.kind not in ("chain", "range"):
        return None
    last = phrase.chain[-1]
    if last.slot == "clock":
        return last.op
    if last.slot == "duration":
        return LENGTH_GRAINS[last.op]
    return _GRAINS.get(last.slot)


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
    state = resolve(phrase.chain, reading, phrase)
    found = state.now
    assert found is not None
    record["rule"] = state.rule
    _remember(reading, phrase, state, found)
    around = limit(phrase)
    approximate = state.approximate or phrase.after in NEARLY
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
    if around in ("BEFORE", "ON_OR_BEFORE"):
        record["edtf"] = _open(record["edtf"], before=True)
    elif around in ("AFTER", "ON_OR_AFTER"):
        record["edtf"] = _open(record["edtf"], before=False)
    if next(one.slot for one in reversed(phrase.chain) if one.slot != "gloss") in ("clock", "part", "daypart"):
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
        return found.high > shifted(found.low, months[found.grain]) and not (found.grain == "quarter" and (found.high - found.low).days < 95)
    return (found.grain == "day" and found.high - found.low > DAY) or (found.grain == "ten_days" and found.high - found.low > 16 * DAY) or (found.grain == "week" and found.high - found.low > WEEK)


def _written(record: dict[str, Any], found: Stretch, state: State, approximate: bool) -> None:
    record["first"], record["last"] = first_last(found)
    record |= {"grain": found.grain, "edtf": edtf(found, approximate), "timex3": timex3(found), "anchor": state.anchor,
               "approximate": approximate, "calendar": state.calendar}  # fmt: skip


def _kind_of(chain: tuple[Atom, ...]) -> str:
    if chain[-1].slot == "gloss":
        return _kind_of(chain[:-1])
    if chain[-1].slot in ("clock", "part", "daypart"):
        return "datetime" if any(one.slot in ("day", "date", "daypart", "weekday", "name", "lunarday", "lunarmonth") for one in chain) else "time"
    if chain[-1].slot == "now":
        return "datetime"
    return "range" if chain[-1].slot == "span" else "date"


def _fill_range(record: dict[str, Any], phrase: Phrase, reading: Reading) -> None:
    record |= {"kind": "range", "rule": tables.noted("when.range")}
    assert phrase.other is not None
    nearest = reading.prefer == "nearest" and reading.force.year is None and not {"year", "date"} & {one.slot for one in _atoms_of(phrase)}
    left = resolve(phrase.chain, reading, phrase)
    low = left.now
    assert low is not None
    _remember(reading, phrase, left, low)
    whole = phrase.other.chain
    right = resolve(whole, reading, Phrase(phrase.start, phrase.end, "range", phrase.chain, phrase.other))
    high = right.now
    assert high is not None
    if low.low is None or high.high is None or high.low is None:
        raise Unresolved
    if high.high <= low.low:
        high = _next_round(high, low, whole)
    if high.low is None or high.high is None:
        raise Unresolved
    grain = _finer(low.grain, high.grain)
    end = high.high
    if high.grain in CLOCK and high.high - high.low == CLOCK[high.grain] and not (high.grain == "second" and high.low.second == 59):
        end = high.low if whole[-1].slot == "clock" else high.high
    if end <= low.low:
        raise Unresolved
    if nearest and phrase.chain[0].slot in ("month", "quarter") and phrase.chain[0].op == "is" and reading.reference is not None:
        low, high, end = _nearest_turn(low, high, end, reading.reference)
    assert low.low is not None and high.high is not None
    if grain in ("day", "hour") and low.grain in CLOCK and high.grain not in CLOCK:
        end = high.high
    if phrase.after == "以来" and reading.reference is not None and reading.reference > end:
        end = reading.reference.replace(hour=0, minute=0, second=0, microsecond=0) + DAY  # 去冬今春以来
        grain = grain if grain in CLOCK else "day"
    found = Stretch(low.low, end, grain)
    _remember(reading, phrase, right, high)
    reading.force.period = reading.lasting_period = found
    anchor = left.anchor if left.anchor != "none" else right.anchor if right.anchor == "published" else "none"
    state = replace(left, anchor=anchor)
    _written(record, found, replace(state, calendar=left.calendar), left.approximate or right.approximate)


def _nearest_turn(low: Stretch, high: Stretch, end: datetime, reference: datetime) -> tuple[Stretch, Stretch, datetime]:
    """1月至8月 on 9 September is that of the same year: what counts is the end that lies nearer."""
    day = reference.replace(hour=0, minute=0, second=0, microsecond=0)
    assert low.low is not None
    step = min((0, -12, 12), key=lambda step: away(Stretch(shifted(low.low or day, step), shifted(end, step), low.grain), day))

    def turned(one: Stretch) -> Stretch:
        return Stretch(one.low and shifted(one.low, step), one.high and shifted(one.high, step), one.grain)

    return turned(low), turned(high), shifted(end, step)


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
    if found.low is None or phrase.chain[-1].row == "when.event-day":
        return  # 12·26 is the name of an event
    if len(phrase.chain) == 1 and phrase.chain[0].slot == "year" and phrase.chain[0].op == "nth":
        return  # 第二年，…第三年 count from the same year
    slots = {one.slot for one in phrase.chain} | ({one.slot for one in phrase.other.chain} if phrase.other else set())
    compared = phrase.before in COMPARED or (phrase.before == "自" and phrase.after == "以来")
    if found.high is not None and found.grain not in CLOCK and (found.high - found.low) <= timedelta(days=366) and not compared:
        reading.force.period = found
        reading.lasting_period = found
    if found.high is not None and (found.high - found.low) <= DAY and state.day_named:
        reading.lasting_day = found.low.date()
    if compared or phrase.after == "以来" or "now" in slots:
        return
    ahead = reading.reference is not None and found.low > reading.reference and phrase.kind != "range"
    if found.high is not None and (found.high - found.low) <= timedelta(days=366) and found.grain not in ("decade", "century"):
        narrow = slots & {"month", "day", "date", "weekday", "daypart", "quarter", "name", "lunarmonth"}
        if (not (phrase.before.startswith("截") and slots <= {"year", "edge"}) and not (ahead and "year" in slots and found.low.year != (reading.today.year if reading.today else 0))) or narrow:
            if "year" in slots or reading.force.year != found.low.year:
                reading.force.year_at = phrase.start
                reading.force.year_said = "year" in slots
            reading.force.year = reading.lasting_year = found.low.year
            reading.force.year_exact = bool("year" in slots and narrow) or (reading.force.year_exact and reading.force.year == found.low.year)
    if slots & {"month", "day", "date", "daypart", "weekday"} and found.grain not in ("year", "quarter", "half"):
        if found.high is not None and found.high - found.low <= timedelta(days=31):
            reading.force.month = (found.low.year, found.low.month)
            if reading.force.year_at not in reading.passing:
                reading.lasting_month = reading.force.month
    elif "year" in slots:
        reading.force.month = None
    if found.grain in ("day", *CLOCK) and found.high is not None and found.high - found.low <= DAY and state.day_named:
        reading.force.day = found.low.date()


def _fill_duration(record: dict[str, Any], phrase: Phrase, reading: Reading) -> None:
    record |= {"kind": "duration", "grain": LENGTH_GRAINS[phrase.chain[-1].op], "timex3": period(phrase.chain),
               "approximate": any(one.more[1] for one in phrase.chain), "rule": tables.noted("when.duration")}  # fmt: skip


def _fill_offset(record: dict[str, Any], phrase: Phrase, reading: Reading) -> None:
    """三年前 is a year, 两个月后 a month, 3天后 a day, 两小时前 an hour: as wide as its unit."""
    record["rule"] = tables.noted("when.offset")
    record["approximate"] = any(one.more[1] for one in phrase.chain)
    state = State()
    today = reference_day(reading, state)
    assert reading.reference is not None
    code = phrase.chain[-1].op
    clocked = code in "hms"
    base = reading.reference if clocked else datetime(today.year, today.month, today.day)
    if reading.text[max(0, phrase.start - 1) : phrase.start] == "起":
        raise Unresolved  # 自公布之日起30日后
    if code in "YM" and "后" in phrase.after and _AFTER_A_VERB.search(reading.text, max(0, phrase.start - 1), phrase.start):
        raise Unresolved  # 服刑九年后 counts from when it began
    if reading.article:
        base, state.anchor = _told_from(phrase, reading, base, clocked)
    moment = moved(base, phrase.chain, -1 if "前" in phrase.after else 1)
    if phrase.other is not None:
        low = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        if phrase.other.chain[0].slot == "day" and phrase.other.chain[0].op == "ref" and code == "Y":
            low = datetime(low.year, today.month, min(today.day, 28) if today.month == 2 else today.day)  # 74年后的今天
        inner = replace(reading, reference=low, timed=False, force=Force())
        state = resolve(phrase.other.chain, inner, phrase.other)
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
        found = year_stretch(moment.year)
    elif code == "M" and not float(phrase.chain[-1].more[0]).is_integer() and phrase.chain[-1].more[0] < 1:
        found, record["approximate"] = one_day_of(moment.date()), True  # 半个月前
    elif code in ("M", "Y"):
        found = months(moment.year, moment.month, 1, "month")
    else:
        found = one_day_of(moment.date())
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


_AFTER_A_VERB = regex.compile(r"[\p{Han}”](?<![约在过仅短就又再而于])$")


def _told_from(phrase: Phrase, reading: Reading, base: datetime, clocked: bool) -> tuple[datetime, str]:
    """What a length before or after counts from, in an article: a story's own day or year where it has named one.

    两天后 behind 8月6日 is the eighth; 74年后 behind 1950年 is 2024; 三年前 counts from the day of publication; 三年后 does so only
    where the clause looks ahead. Hours and minutes of a story are not told against the clock of the page.
    """
    after, days = "后" in phrase.after, phrase.chain[-1].op in "WDhms"
    force = reading.force
    if after and _AFTER_A_VERB.search(reading.text, max(0, phrase.start - 1), phrase.start):
        raise Unresolved  # 运营13年后 counts from when it began to run
    if days and force.day is not None:
        if clocked:
            raise Unresolved
        return datetime(force.day.year, force.day.month, force.day.day), "mention"
    if after and not days and force.year is not None and not looks_ahead(reading, phrase):
        month = force.month[1] if force.month and force.month[0] == force.year else None
        if phrase.chain[-1].op == "M" and month is None:
            raise Unresolved
        return datetime(force.year, month or 7, 1), "mention"
    if after and not looks_ahead(reading, phrase):
        raise Unresolved
    return base, "published"


def _fill_lasting(record: dict[str, Any], phrase: Phrase, reading: Reading) -> None:
    """近三年, 三年来: up to the reference; 未来三天, 三天内: from it."""
    if not phrase.before and (phrase.after == "间" or (reading.article and phrase.after in ("内", "之内", "以内"))):
        _fill_duration(record, phrase, reading)
        return
    record |= {"kind": "range", "rule": tables.noted("when.lasting"), "approximate": any(one.more[1] for one in phrase.chain)}
    state = State()
    today = reference_day(reading, state)
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
            base = moved(base, (phrase.chain[0]._replace(more=(1.0, False, "", None)),), 1)
    other = moved(base, phrase.chain, 1 if ahead else -1)
    low, high = (base, other) if ahead else (other, base)
    if low >= high:
        raise Unresolved
    _written(record, Stretch(low, high, "second" if clocked else "day"), state, record["approximate"])


_EVENING = Atom(0, 0, "part", "pm", 0, 0, "", (18, 24))  # the evening in 每晚8点
_SEASONS = ("SP", "SU", "FA", "WI")


def _fill_set(record: dict[str, Any], phrase: Phrase, reading: Reading) -> None:
    """每年6月 is XXXX-06, 每周三 XXXX-WXX-3, 每隔3天 P3D."""
    record |= {"kind": "set", "rule": tables.noted("when.set")}
    first, *rest = phrase.chain
    if first.slot == "duration":
        record |= {"timex3": period(phrase.chain), "grain": LENGTH_GRAINS[phrase.chain[-1].op]}
        return
    if not rest:
        record |= {"timex3": first.op or None, "grain": "day" if first.m else {"Y": "year", "M": "month", "W": "week", "D": "day", "Q": "quarter"}.get(first.op[-1:])}
        return
    part = {one.slot: one for one in rest}
    if "weekday" in part:
        value = f"XXXX-WXX-{part['weekday'].m or part['weekday'].n}"
    elif "month" in part and part["month"].op == "is":
        value = f"XXXX-{part['month'].n:02}" + (f"-{part['day'].n:02}" if "day" in part and part["day"].op in ("is", "weak") else "")
    elif "season" in part:
        value = f"XXXX-{_SEASONS[part['season'].n]}"
    elif "day" in part and part["day"].op in ("is", "weak"):
        value = f"XXXX-XX-{part['day'].n:02}"
    else:
        value = "XXXX-XX-XX" if set(part) & {"clock", "part"} else first.op
    if "part" in part and "clock" not in part and part["part"].more in PARTS:
        value += "T" + PARTS[part["part"].more]
    if "clock" in part and not phrase.other:
        evening = _EVENING if reading.text[first.end - 1 : first.end] == "晚" else None
        state = State(now=Stretch(datetime(2000, 1, 1), datetime(2000, 1, 2), "day"), part=part.get("part", evening))
        walk_clock(part["clock"], state, reading, phrase)
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
