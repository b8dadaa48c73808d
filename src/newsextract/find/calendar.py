"""Which days does a name fall on: lunar dates, solar terms, festivals, congresses, plans, days off.

People in the news date by names. 腊月廿三 is a day of the lunar year, 芒种 a place of the sun, 端午 both a lunar day and three days
off that the State Council announces the autumn before, 党的二十大 seven days in October 2022, “十四五” five years. None of it
can be computed from the word; all of it stands in tables: `lunar.tsv` (a gazetteer, 1900 to 2100), `calendar.tsv` (one row a name)
and `daysoff.tsv` (one row a holiday and year, from the notices of the 国务院办公厅). A new congress or plan is a row and no code.

    >>> lunar(2024, 8, 15)
    datetime.date(2024, 9, 17)
    >>> named("端午", 2024)
    (datetime.date(2024, 6, 10), datetime.date(2024, 6, 10))
    >>> named("“十四五”", None)
    (datetime.date(2021, 1, 1), datetime.date(2025, 12, 31))
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import regex

from newsextract import tables

TERMS = ["小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至"]
SEASON_TERMS = (2, 8, 14, 20)  # 立春 立夏 立秋 立冬: a season begins with its term

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class LunarYear:
    new_year: date
    leap: int
    lengths: tuple[int, ...]
    terms: tuple[date, ...]


@tables.compiled
def _years() -> dict[int, LunarYear]:
    years = {}
    for row in tables.read("lunar"):
        year = int(row["id"])
        years[year] = LunarYear(
            date.fromisoformat(f"{year:04}-{row['new_year']}"),
            int(row["leap"]),
            tuple(29 + int(length) for length in row["months"]),
            tuple(date(year, int(term[:2]), int(term[2:])) for term in row["terms"].split()),
        )
    return years


def lunar(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The Gregorian day of a lunar one; None outside 1900 to 2100 and for a day that the month does not have.

    >>> lunar(2023, 2, 1, leap=True), lunar(2024, 2, 1, leap=True)
    (datetime.date(2023, 3, 22), None)
    """
    found = _years().get(year)
    if found is None or not 1 <= month <= 12 or (leap and found.leap != month):
        return None
    place = month - 1 + (1 if found.leap and (month > found.leap or leap) else 0)
    if not 1 <= day <= found.lengths[place]:
        return None
    return found.new_year + timedelta(days=sum(found.lengths[:place]) + day - 1)


def lunar_month(year: int, month: int, leap: bool = False) -> Days | None:
    """The first and last Gregorian day of a lunar month."""
    first = lunar(year, month, 1, leap)
    if first is None:
        return None
    last = lunar(year, month, 30, leap) or lunar(year, month, 29, leap)
    return (first, last) if last else None


def lunar_year_of(day: date) -> int:
    """The lunar year that a Gregorian day lies in."""
    found = _years().get(day.year)
    return day.year - 1 if found and day < found.new_year else day.year


def term(year: int, index: int) -> date | None:
    """The day of a solar term, 0 for 小寒 to 23 for 冬至."""
    found = _years().get(year)
    return found.terms[index] if found else None


def season(year: int, index: int) -> Days | None:
    """Spring (0) to winter (3), each from its term to the eve of the next; winter ends in the year after.

    >>> season(2023, 3)
    (datetime.date(2023, 11, 8), datetime.date(2024, 2, 3))
    """
    first = term(year, SEASON_TERMS[index])
    after = term(year, SEASON_TERMS[index + 1]) if index < 3 else term(year + 1, SEASON_TERMS[0])
    return (first, after - timedelta(days=1)) if first and after else None


def easter(year: int) -> date:
    """Western Easter Sunday, by the anonymous Gregorian computus (Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Orthodox Easter Sunday: the Julian computus (Meeus), told in the Gregorian calendar.

    >>> orthodox_easter(2024), easter(2024)
    (datetime.date(2024, 5, 5), datetime.date(2024, 3, 31))
    """
    moon = (19 * (year % 19) + 15) % 30
    after = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + after + 114, 31)
    return date(year, month, day + 1) + timedelta(days=year // 100 - year // 400 - 2)


_HEBREW_EPOCH = -1373427  # proleptic ordinal of the eve of the first year
_HALF_YEAR = 177  # from the first of Nisan to the new year: the six months between never change


def _hebrew_new_year(year: int) -> int:
    """The ordinal of the first of Tishri, by the molad and the four postponements (Dershowitz and Reingold)."""

    def elapsed(one: int) -> int:
        months = (235 * one - 234) // 19
        day = 29 * months + (12084 + 13753 * months) // 25920
        return day + (3 * (day + 1) % 7 < 3)

    before, this, after = elapsed(year - 1), elapsed(year), elapsed(year + 1)
    return _HEBREW_EPOCH + this + (2 if after - this == 356 else 1 if this - before == 382 else 0)


def hebrew(year: int, month: int, day: int) -> date:
    """The Gregorian day, in a Gregorian year, of a Hebrew one; it begins at sunset the day before. Month 1 is Nisan, 7 Tishri, 12 the Adar of Purim.

    >>> hebrew(1973, 7, 10)     # 赎罪日战争 broke out on it
    datetime.date(1973, 10, 6)
    >>> hebrew(2024, 1, 15), hebrew(2024, 9, 25)
    (datetime.date(2024, 4, 23), datetime.date(2024, 12, 26))
    """
    if 7 <= month <= 9:
        first, after = _hebrew_new_year(year + 3761), _hebrew_new_year(year + 3762)
        long_second = (after - first) % 10 == 5  # 355 or 385 days: Heshvan has thirty
        return date.fromordinal(first + (0, 30, 59 + long_second)[month - 7] + day - 1)
    nisan = _hebrew_new_year(year + 3761) - _HALF_YEAR
    if month <= 6:
        return date.fromordinal(nisan + 59 * (month // 2) - 29 * (month % 2 == 0) + day - 1)
    leap = (7 * (year + 3760) + 1) % 19 < 7
    return date.fromordinal(nisan - {12: 29, 11: 59 + 30 * leap, 10: 88 + 30 * leap}[month] + day - 1)


def islamic(year: int, month: int, day: int) -> date:
    """The Gregorian day of the civil (tabular) Islamic calendar; the day kept may differ by one with the moon that is seen.

    >>> islamic(1445, 12, 10)     # 古尔邦节 of 2024
    datetime.date(2024, 6, 17)
    """
    days = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date(622, 7, 19) + timedelta(days=days - 1)


def nth_weekday(first: date, last: date, weekday: int, nth: int) -> date | None:
    """The nth (-1: the last) Monday (1) to Sunday (7) between two days.

    >>> nth_weekday(date(2024, 5, 1), date(2024, 5, 31), 7, 2)
    datetime.date(2024, 5, 12)
    """
    if nth > 0:
        found = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    else:
        found = last - timedelta(days=(last.isoweekday() - weekday) % 7 + 7 * (-nth - 1))
    return found if first <= found <= last else None


# How a row of calendar.tsv says when: MM-DD, L MM-DD (lunar), T NN (solar term), W MM d n (nth weekday), I MM-DD (Islamic), H MM-DD (Hebrew), E (Easter), O (Orthodox Easter); +n days.
_SAID = regex.compile(
    r"(?:(?P<month>\d\d)-(?P<day>\d\d)|L(?P<lmonth>\d\d)-(?P<lday>\d\d)|T(?P<term>\d\d)|W(?P<wmonth>\d\d)-(?P<weekday>\d)-(?P<nth>-?\d)|I(?P<imonth>\d\d)-(?P<iday>\d\d)"
    r"|H(?P<hmonth>\d\d)-(?P<hday>\d\d)|(?P<easter>E)|(?P<orthodox>O))"
    r"(?P<shift>[+-]\d{1,2})?"
)


def _point(said: str, year: int) -> date | None:
    match = _SAID.fullmatch(said)
    if match is None:
        raise ValueError(f"calendar.tsv says {said!r}: neither a date nor a rule for one")
    part = match.groupdict()
    found: date | None
    if part["month"]:
        found = _date(year, int(part["month"]), int(part["day"]))
    elif part["lmonth"]:
        eve = part["lmonth"] == "12"  # 2025年腊八 is in January 2025: the last month of the lunar year before
        found = lunar(year - eve, int(part["lmonth"]), int(part["lday"]))
    elif part["term"]:
        found = term(year, int(part["term"]))
    elif part["wmonth"]:
        first = date(year, int(part["wmonth"]), 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        found = nth_weekday(first, last, int(part["weekday"]), int(part["nth"]))
    elif part["imonth"]:
        about = (year - 622) * 33 // 32
        days = (islamic(about + step, int(part["imonth"]), int(part["iday"])) for step in (-1, 0, 1, 2))
        found = next((day for day in days if day.year == year), None)
    elif part["hmonth"]:
        found = hebrew(year, int(part["hmonth"]), int(part["hday"]))
    else:
        found = easter(year) if part["easter"] else orthodox_easter(year)
    return found + timedelta(days=int(part["shift"] or 0)) if found else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Name:
    """A row of calendar.tsv, compiled. `said` is absolute (two ISO dates, the second empty while it lasts) or a rule for any year."""

    row: str
    names: tuple[str, ...]
    kind: str  # festival term holiday plan congress epoch era
    needs: str  # "" or a word class that must stand beside it: see newsextract.find.timeword
    said: str

    @property
    def yearly(self) -> bool:
        """Comes back every year, by a rule or as a list of its years, and so asks for one."""
        return ";" in self.said or not self.said[:4].isdigit()

    def days(self, year: int | None) -> tuple[date, date | None] | None:
        """First and last day (None: not ended); of the year asked for, when it is yearly."""
        said = self.said
        if ";" in said:
            said = next((one for one in said.split(";") if year is not None and one.startswith(f"{year:04}-")), "")
            if not said:
                return None
        first, _, last = said.partition("/")
        if said[:4].isdigit():
            begin = date.fromisoformat(first)
            return begin, (date.fromisoformat(last) if last else None if "/" in said else begin)
        if year is None or not 1 <= year < 9999:
            return None
        one = _point(first, year)
        other = _point(last, year) if last else one
        return (one, other) if one and other else None


@tables.compiled
def names() -> tuple[Name, ...]:
    """The rows of calendar.tsv."""
    return tuple(
        Name(f"calendar:{row['id']}", tuple(row["names"].split()), row["kind"], row["needs"], row["when"])
        for row in tables.read("calendar")
    )


@tables.compiled
def _by_name() -> dict[str, Name]:
    return {spelling: name for name in names() for spelling in name.names}


def named(spelling: str, year: int | None) -> tuple[date, date | None] | None:
    """The days of a name of calendar.tsv, in a year where it comes back yearly; None for what the table does not know."""
    found = _by_name().get(spelling.strip("“”\"'《》"))
    return found.days(year) if found else None


@tables.compiled
def _daysoff() -> dict[tuple[str, int], tuple[str, Days]]:
    return {
        (row["holiday"], int(row["id"][:4])): (f"daysoff:{row['id']}", (date.fromisoformat(row["first"]), date.fromisoformat(row["last"])))
        for row in tables.read("daysoff")
    }


def daysoff(holiday: str, year: int) -> tuple[str, Days] | None:
    """The official days off of a holiday in a year, with the row that says so; None where we have no notice.

    >>> daysoff("国庆节", 2023)[1]
    (datetime.date(2023, 9, 29), datetime.date(2023, 10, 6))
    """
    return _daysoff().get((holiday, year))

