"""Dates: the laws that hold for every mention, the tables against other calendars, and what must never be slow.

The sentences are in fixtures/corpus/when*.txt. Here EDTF and TIMEX3 are read back by two small parsers that know nothing of the code.
"""

from __future__ import annotations

import calendar as months_of
import importlib.util
import time
from datetime import date, datetime, timedelta

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus
from newsextract import find, tables
from newsextract.find import calendar, when
from newsextract.records import DateMention

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def read_one(said: str) -> tuple[datetime, datetime]:
    """The half-open interval of a single value of EDTF or TIMEX3."""
    said = said.rstrip("~")
    if match := regex.fullmatch(r"(\d{2})(?:XX)?", said):
        return datetime(max(1, int(match[1]) * 100), 1, 1), datetime(int(match[1]) * 100 + 100, 1, 1)
    if match := regex.fullmatch(r"(\d{3})X?", said):
        return datetime(int(match[1]) * 10, 1, 1), datetime(int(match[1]) * 10 + 10, 1, 1)
    if match := regex.fullmatch(r"(\d{4})", said):
        return datetime(int(said), 1, 1), datetime(int(said) + 1, 1, 1)
    if match := regex.fullmatch(r"(\d{4})-(?:(3[3-6])|(4[01])|Q(\d)|H(\d))", said):
        quarter = int(match[2]) - 33 if match[2] else int(match[4]) - 1 if match[4] else None
        half = int(match[3]) - 40 if match[3] else int(match[5]) - 1 if match[5] else 0
        first, size = (3 * quarter + 1, 3) if quarter is not None else (6 * half + 1, 6)
        year, last = int(match[1]), first + size
        return datetime(year, first, 1), datetime(year + (last > 12), last if last < 13 else 1, 1)
    if match := regex.fullmatch(r"(\d{4})-(\d\d)", said):
        year, month = int(match[1]), int(match[2])
        return datetime(year, month, 1), datetime(year, month, months_of.monthrange(year, month)[1]) + DAY
    if match := regex.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", said):
        monday = datetime.fromisocalendar(int(match[1]), int(match[2]), 1)
        return (monday + 5 * DAY if match[3] else monday), monday + 7 * DAY
    if match := regex.fullmatch(r"(\d{4}-\d\d-\d\d)T(MO|AF|EV)", said):
        day = datetime.fromisoformat(match[1])
        low, high = {"MO": (8, 12), "AF": (12, 18), "EV": (18, 24)}[match[2]]
        return day + timedelta(hours=low), day + timedelta(hours=high)
    if match := regex.fullmatch(r"\d{4}-\d\d-\d\dT(\d\d)(:\d\d)?(:\d\d)?", said):
        low = datetime.fromisoformat(said)
        return low, low + (SECOND if match[3] else timedelta(minutes=1) if match[2] else timedelta(hours=1))
    low = datetime.fromisoformat(said)
    return low, low + DAY


def read_back(said: str) -> tuple[datetime | None, datetime | None]:
    """The interval of a value or of two with a slash; an open end is `..`."""
    first, slash, last = said.partition("/")
    if not slash:
        return read_one(said)
    return (None if first == ".." else read_one(first)[0]), (None if last == ".." else read_one(last)[1])


def mentions() -> list[tuple[corpus.Line, DateMention]]:
    lines = [line for line in corpus.corpus() if line.path.stem.startswith("when") and not line.fails]
    return [(line, mention) for line in lines for mention in corpus.run(line)]


@pytest.fixture(scope="module")
def found() -> list[tuple[corpus.Line, DateMention]]:
    return mentions()


def test_the_corpus_is_there(found):
    lines = [line for line in corpus.corpus() if line.path.stem.startswith("when")]
    assert len(lines) >= 800
    assert sum(line.nothing for line in lines) >= 200


def test_first_is_not_after_last_and_the_interval_has_both(found):
    for line, mention in found:
        start, end = mention.interval
        if mention.first and mention.last:
            assert mention.first <= mention.last, (line.name, mention)
            assert start is not None and end is not None and start < end, (line.name, mention)


def test_the_interval_agrees_with_the_grain(found):
    for line, mention in found:
        start, end = mention.interval
        if start is None or end is None or mention.kind in ("duration", "set"):
            continue
        clock = mention.grain in ("hour", "minute", "second")
        assert ("T" in (mention.first or "")) == clock, (line.name, mention)
        if mention.grain in ("month", "quarter", "half", "year") and not mention.approximate:
            assert (start.day == 1 and end.day == 1) or mention.calendar == "lunar", (line.name, mention)
        if mention.kind == "date" and not mention.approximate and mention.calendar == "gregorian":
            low, high = {"day": (1, 1), "week": (1, 7), "ten_days": (8, 16), "month": (28, 31), "year": (365, 366)}.get(mention.grain or "", (0, 10**6))
            assert low <= (end - start).days <= high, (line.name, mention)


def test_edtf_and_timex3_parse_back_to_the_same_interval(found):
    for line, mention in found:
        start, end = mention.interval
        if start is None or end is None:
            continue
        assert mention.timex3 and mention.edtf, (line.name, mention)
        assert read_back(mention.timex3) == (start, end), (line.name, mention)
        low, high = read_back(mention.edtf)
        assert low in (start, None) and high in (end, None) and (low, high) != (None, None), (line.name, mention)


MODS = {"START", "MID", "END", "APPROX", "BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER", "LESS_THAN", "MORE_THAN", "EQUAL_OR_LESS", "EQUAL_OR_MORE"}


def test_a_mod_is_one_of_the_standard_and_agrees_with_the_open_end(found):
    """ISO 24617-1, attribute mod. What lies before or after its value is open at that end in EDTF."""
    seen = {mention.timex3_mod for _, mention in found} - {None}
    assert seen == MODS
    for line, mention in found:
        if mention.edtf and mention.kind in ("date", "datetime", "range") and mention.first:
            assert (mention.timex3_mod in ("BEFORE", "ON_OR_BEFORE")) == mention.edtf.startswith("../"), (line.name, mention)
            assert (mention.timex3_mod in ("AFTER", "ON_OR_AFTER")) <= mention.edtf.endswith("/.."), (line.name, mention)


WORDS = ["今年", "去年", "明年6月", "今年前三季度", "去年9月上旬", "1—8月", "上半年", "第四季度", "年底", "去年底", "三年前", "今年1月至10月", "十年前", "前11个月", "12月末"]


@settings(deadline=None)
@given(st.sampled_from(WORDS), st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.integers(-40, 40))
def test_years_of_the_reference_carry_over(word, reference, years):
    """Moving the reference by whole years moves the reading with it; a leap day has no twin, and stays out."""
    if (reference.month, reference.day) == (2, 29):
        return
    one, two = (find.dates(word, reference=day)[0] for day in (reference, reference.replace(year=reference.year + years)))
    for a, b in ((one.first, two.first), (one.last, two.last)):
        assert a and b and int(b[:4]) - int(a[:4]) == years
        assert a[5:] == b[5:] or {a[5:], b[5:]} == {"02-28", "02-29"}


@settings(deadline=None)
@given(st.dates(date(1900, 2, 1), date(2099, 12, 31)), st.sampled_from(["{0}年{1}月{2}日", "{0}-{1:02}-{2:02}", "{0}/{1}/{2}", "{0}.{1}.{2}"]))
def test_a_full_date_is_read_as_written(day, form):
    said = form.format(day.year, day.month, day.day)
    (mention,) = find.dates(f"（{said}）")
    assert (mention.quote, mention.first, mention.last, mention.anchor) == (said, day.isoformat(), day.isoformat(), "none")


ALPHABET = "0123456789〇一二三四五六七八九十廿年月日号时点分秒周末上下前后今明去当次同本每初底旬季度半世纪代春夏秋冬至到—-/.:：（）“”，。、的个来内以农历腊正\n\ufffd ’"


@settings(max_examples=300, deadline=None)
@given(st.text(ALPHABET, max_size=40), st.sampled_from([None, "2024-02-29", "2024-10-18T16:30:00", "0001-01-01", "9999-12-31"]), st.sampled_from(["calendar", "past", "future", "nearest"]))
def test_any_text_gives_valid_records_in_order(text, reference, prefer):
    at = 0
    for mention in find.dates(text, reference=reference, prefer=prefer):
        assert text[mention.start : mention.end] == mention.quote
        assert mention.start >= at
        assert "\ufffd" not in mention.quote
        at = mention.end
        start, end = mention.interval
        assert start is None or end is None or start < end


@pytest.mark.parametrize("text", ["2024年\ufffd月7日", "202\ufffd年6月", "\ufffd5日开幕", "截至2023年\ufffd底", "上午9\ufffd30分"])
def test_what_touches_a_loss_stays_unresolved(text):
    """A digit may be lost: \ufffd5日 was the fifth, the fifteenth or the twenty-fifth."""
    for mention in find.dates(text, reference="2024-10-18"):
        assert "\ufffd" not in mention.quote
        touches = "\ufffd" in text[max(0, mention.start - 1) : mention.end + 1]
        assert not touches or (mention.first, mention.last) == (None, None)


def test_a_reference_that_is_no_date_says_what_to_give():
    with pytest.raises(ValueError, match="2024-06-07"):
        find.dates("今年", reference="last week")
    with pytest.raises(ValueError, match="calendar, past, future or nearest"):
        when.dates("今年", prefer="soon")  # type: ignore[arg-type]


ARTICLES = [
    # a bulletin of January speaks of the year that has ended, unless the clause looks ahead
    ("2025-01-20", "12月，出口回升。", ["12月 2024-12-01"]),
    ("2025-01-20", "力争12月完成。", ["12月 2025-12-01"]),
    ("2025-01-08", "年末，装机容量1亿千瓦。", ["年末 2024-12-31"]),
    ("2025-01-08", "全年发电30亿千瓦时。", ["全年 2024-01-01"]),
    ("2025-01-08", "年底前完成验收。", ["年底 2025-12-31"]),
    ("2024-10-18", "全年目标不变，年底收官。", ["全年 2024-01-01", "年底 2024-12-31"]),
    # a day without its month: the month of the page, or the one before
    ("2024-07-02", "30日，大会闭幕。", ["30日 2024-06-30"]),
    ("2024-07-02", "预计30日全线贯通。", ["30日 2024-07-30"]),
    ("2024-06-02", "31日晚，灯会开幕。", ["31日晚 2024-05-31T18:00:00"]),
    # the newsroom's own day is near, whatever year the sentence before compared with
    ("2024-04-18", "2023年，全市新增岗位三万个。4月17日，发布会通报了这一数据。", ["2023年 2023-01-01", "4月17日 2024-04-17"]),
    ("2024-04-18", "2022年8月，工程动工。9月5日，首根桩入土。", ["2022年8月 2022-08-01", "9月5日 2022-09-05"]),
    # what a story counts from
    ("2024-10-18", "8月6日，决赛举行；两天后，她再度出战。", ["8月6日 2024-08-06", "两天后 2024-08-08"]),
    ("2024-10-18", "1950年10月，部队渡江；74年后的今天，陵园松柏常青。", ["1950年10月 1950-10-01", "74年后的今天 2024-10-18"]),
    ("2024-10-18", "“12·26”大案告破，“9·3”专案收网。", ["12·26 2023-12-26", "9·3 2024-09-03"]),
    ("2024-10-18", "当天，雨势减弱。次日，交通恢复。", ["当天 -", "次日 -"]),
    ("2024-10-18", "约10分钟后，船箭分离。", ["10分钟后 -"]),
    ("2024-10-18", "应当在30日内提交材料。", ["30日内 -"]),
    ("2024-10-18", "三年后，这里将建成新城。", ["三年后 2027-01-01"]),
    ("2024-10-18", "改制后第三天，机器重新转动。", ["第三天 -"]),
    # a bracket decides which day it was; a bare season is a time of the year
    ("2025-01-21", "今天（1月20日）上午，大会开幕。", ["今天（1月20日）上午 2025-01-20T08:00:00"]),
    ("2025-01-21", "渔村记事：当日（18日），冬季休渔的船都在港里。", ["当日（18日） 2025-01-18"]),
    # without a reference, a dateline or the year of the lead says when it was written
    (None, "草原能源简报\n信息科 2025年1月8日\n专项督查将于3月上旬开始。", ["2025年1月8日 2025-01-08", "3月上旬 2025-03-01"]),
    (None, "请于3月10日前报送。\n县水务局\n2024年2月20日", ["3月10日 2024-03-10", "2024年2月20日 2024-02-20"]),
    (None, "推进会通报2025年上半年进展。\n今年上半年，改建渠道30公里。", ["2025年上半年 2025-01-01", "今年上半年 2025-01-01"]),
    # else a year that dates its reporting: of the sentence, else its latest; never one that is named in passing
    (None, "4月22日上午，法院通报审判情况。\n2019年至2022年受理案件1.8万件，2024年一季度1034件，到2027年实现全覆盖。",
     ["4月22日上午 2024-04-22T08:00:00", "2019年至2022年 2019-01-01", "2024年一季度 2024-01-01", "2027年 2027-01-01"]),
    (None, "一、5月底前完成排查。\n二、2023年12月验收。", ["5月底 -", "2023年12月 2023-12-01"]),
    (None, "展馆2019年建成，今年接待游客三万人。", ["2019年 2019-01-01", "今年 -"]),
]


@pytest.mark.parametrize("reference, text, wanted", ARTICLES, ids=[text[:12] for _, text, _ in ARTICLES])
def test_in_an_article(reference, text, wanted):
    got = [f"{d['quote']} {d['first'] or '-'}" for d in when.dates(text, reference=reference, article=True)]
    assert got == wanted


# ---- the tables against other calendars ------------------------------------------------------------------------------------


def test_the_lunar_table_agrees_with_sxtwl():
    sxtwl = pytest.importorskip("sxtwl")
    for year in range(1900, 2101):
        for month in (1, 5, 8, 12):
            day = sxtwl.fromLunar(year, month, 15)
            assert calendar.lunar(year, month, 15) == date(day.getSolarYear(), day.getSolarMonth(), day.getSolarDay())


def test_the_lunar_table_agrees_with_cnlunar():
    cnlunar = pytest.importorskip("cnlunar")
    for year in range(1901, 2100, 3):
        for month, day in ((2, 20), (6, 1), (9, 17), (12, 31)):
            theirs = cnlunar.Lunar(datetime(year, month, day, 12), godType="8char")
            mine = calendar.lunar(theirs.lunarYear, theirs.lunarMonth, theirs.lunarDay, bool(theirs.isLunarLeapMonth))
            assert mine == date(year, month, day), (year, month, day)


@pytest.mark.parametrize(
    "year, new_year, hanukkah, passover",
    [(1947, "09-15", "12-08", "04-05"), (2013, "09-05", "11-28", "03-26"), (2024, "10-03", "12-26", "04-23"), (2025, "09-23", "12-15", "04-13")],
)
def test_the_hebrew_calendar_keeps_its_published_days(year, new_year, hanukkah, passover):
    wanted = [date.fromisoformat(f"{year}-{day}") for day in (new_year, hanukkah, passover)]
    assert [calendar.hebrew(year, 7, 1), calendar.hebrew(year, 9, 25), calendar.hebrew(year, 1, 15)] == wanted


@pytest.mark.parametrize("name, needs", [("daysoff", "chinese_calendar"), ("lunar", "sxtwl")])
def test_the_table_is_what_its_tool_builds(name, needs, tmp_path):
    pytest.importorskip(needs)
    path = corpus.FIXTURES.parent / "tools" / f"build_{name}.py"
    spec = importlib.util.spec_from_file_location(f"build_{name}", path)
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    committed = tool.TABLE.read_text(encoding="utf8")
    tool.TABLE = tmp_path / "table.tsv"
    tool.main()
    assert tool.TABLE.read_text(encoding="utf8") == committed


def test_days_off_surround_their_holiday():
    for row in tables.read("daysoff"):
        first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
        holiday = calendar.named(row["holiday"], int(row["id"][:4]))
        assert holiday is not None and holiday[1] is not None
        assert first <= holiday[1] and holiday[0] <= last and (last - first).days < 10, row


def test_every_name_of_the_calendar_has_days_in_2024():
    for name in calendar.names():
        days = name.days(2024) if name.kind != "era" else None
        assert name.kind == "era" or days is not None, name


# ---- speed -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["1" * 300_000, "年" * 300_000, "一" * 300_000, "2024-" * 60_000, "1、" * 150_000, "(" * 300_000, "今天（" * 20_000, "1月" * 20_000, "正月十" * 20_000, "— " * 100_000])
def test_hostile_text_is_read_in_linear_time(text):
    """Four times the text takes four times as long, not sixteen."""

    def spent(said: str) -> float:
        began = time.process_time()
        when.dates(said, reference="2024-06-07")
        return time.process_time() - began

    quarter = min(spent(text[: len(text) // 4]) for _ in range(2))
    assert spent(text) < 9 * max(quarter, 0.02)


def test_an_impossible_day_in_the_lead_is_a_mention_without_dates():
    assert [(d["quote"], d["first"]) for d in when.dates("2023年2月29日 讯\n3月1日开工。")] == [("2023年2月29日", None), ("3月1日", None)]
