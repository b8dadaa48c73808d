"""How is a stretch of time written: ISO dates for `first` and `last`, EDTF (ISO 8601-2), TIMEX3.

A stretch is half-open and made of moments without a zone (Beijing time): 去年9月 is 2023-09-01T00:00 up to 2023-10-01T00:00, grain month.
The standards write the same stretch in three ways, and each can be read back to it:

    >>> september = stretch(datetime(2023, 9, 1), datetime(2023, 10, 1), "month")
    >>> first_last(september), edtf(september), timex3(september)
    (('2023-09-01', '2023-09-30'), '2023-09', '2023-09')

What a standard has no word for (前11个月 in TIMEX3, a week in EDTF) is written as its first and last unit with a slash: 2023-01/2023-11.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

_DAY = timedelta(days=1)
CLOCK = {"hour": timedelta(hours=1), "minute": timedelta(minutes=1), "second": timedelta(seconds=1)}
_CLOCK_FORMAT = {"hour": "%H", "minute": "%H:%M", "second": "%H:%M:%S"}
# The parts of the day that TIMEX3 has a letter for, by their hours.
PARTS = {(8, 12): "MO", (12, 18): "AF", (18, 24): "EV"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Half-open; None is an open end."""

    low: datetime | None
    high: datetime | None
    grain: str


def stretch(low: datetime | None, high: datetime | None, grain: str) -> Stretch:
    """A stretch; a plain constructor that reads well."""
    return Stretch(low, high, grain)


def _unit(grain: str) -> timedelta:
    return CLOCK.get(grain, timedelta(days=1))


def _iso(moment: datetime, grain: str) -> str:
    return moment.isoformat(timespec="seconds") if grain in CLOCK else f"{moment.year:04}-{moment.month:02}-{moment.day:02}"


def first_last(found: Stretch) -> tuple[str | None, str | None]:
    """Both ends inclusive: full ISO dates, with the time of day for the grains of the clock."""
    return (
        None if found.low is None else _iso(found.low, found.grain),
        None if found.high is None else _iso(found.high - _unit(found.grain), found.grain),
    )


_IN_EVERY_MONTH = 28


def shifted(moment: datetime, months: int) -> datetime:
    """The same day so many months on, or the last day of that month. Raises ValueError outside the years 1 to 9999."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if moment.day <= _IN_EVERY_MONTH:
        return moment.replace(year, month + 1)
    return moment.replace(year, month + 1, min(moment.day, monthrange(year, month + 1)[1]))


# The units of the calendar that are whole months: how many, and which months they may begin with (every so many, from January on).
_UNITS = {1: ("month", 1), 3: ("quarter", 3), 6: ("half", 6), 12: ("year", 12), 120: ("decade", 12), 1200: ("century", 12)}


def _single(found: Stretch) -> str | None:
    """The name of a stretch that is one unit of the calendar: century decade year half quarter month day, or None."""
    low, high = found.low, found.high
    if low is None or high is None or low.hour or low.minute or low.second:
        return None
    if low.day != 1 or high.day != 1:
        return "day" if high - low == _DAY else None
    if high.hour or high.minute or high.second:
        return None
    count = (high.year - low.year) * 12 + high.month - low.month
    name, every = _UNITS.get(count, ("", 1))
    if not name or (low.month - 1) % every or (count > 12 and low.year % (count // 12)):
        return None
    return name


def _edtf_unit(single: str, low: datetime) -> str:
    match single:
        case "day":
            return f"{low.year:04}-{low.month:02}-{low.day:02}"
        case "month":
            return f"{low.year:04}-{low.month:02}"
        case "quarter":
            return f"{low.year:04}-{33 + low.month // 3}"
        case "half":
            return f"{low.year:04}-{40 + low.month // 6}"
        case "year":
            return f"{low.year:04}"
        case "decade":
            return f"{low.year // 10:03}X"
    return f"{low.year // 100:02}XX"


def edtf(found: Stretch, approximate: bool = False) -> str | None:
    """ISO 8601-2: 2024, 2024-33 (a quarter), 199X, 2024-06-07, first/last for what is no single unit, .. for an open end."""
    if found.low is None and found.high is None:
        return None
    mark = "~" if approximate else ""
    if found.grain == "second" and found.low and found.high and found.high - found.low == CLOCK["second"]:
        return found.low.isoformat(timespec="seconds")
    single = None if found.grain in CLOCK else _single(found)
    if single and found.low:
        return _edtf_unit(single, found.low) + mark
    return f"{_edtf_end(found.low, found, 0)}{(mark and found.low and mark) or ''}/{_edtf_end(found.high, found, 1)}{(mark and found.high and mark) or ''}"


def _edtf_end(moment: datetime | None, found: Stretch, last: int) -> str:
    if moment is None:
        return ".."
    if found.grain in CLOCK:
        return (moment - last * timedelta(seconds=1)).isoformat(timespec="seconds")
    if found.grain == "month" and _whole(found, 1):
        day = moment - last * timedelta(days=1)
        return f"{day.year:04}-{day.month:02}"
    if found.grain in ("year", "decade", "century") and _whole(found, 12):
        return f"{(moment - last * timedelta(days=1)).year:04}"
    return _iso(moment - last * timedelta(days=1), "day")


def _whole(found: Stretch, months: int) -> bool:
    """Both ends (where there are any) lie between two months, or two years."""
    ends = [end for end in (found.low, found.high) if end is not None]
    return all(end.day == 1 and not end.hour and not end.minute and (months < 12 or end.month == 1) for end in ends)


def timex3(found: Stretch) -> str | None:
    """The TIMEX3 value: 2024-Q1, 2024-H1, 2024-W23, 2024-W23-WE, 199, 19, 2024-06-07TMO, 2024-06-07T09:30."""
    low, high, grain = found.low, found.high, found.grain
    if low is None or high is None:
        one = low or (high - _unit(grain) if high else None)
        if one is None:
            return None
        value = _iso(one, "day") if grain not in CLOCK else _moment(one, grain)
        return f"{value}/.." if low else f"../{value}"
    if grain in CLOCK:
        if high - low == CLOCK[grain]:
            return _moment(low, grain)
        hours = (low.hour, (high - low.replace(hour=0)).total_seconds() / 3600)
        if grain == "hour" and hours in PARTS:
            return f"{_iso(low, 'day')}T{PARTS[hours]}"  # type: ignore[index]
        return f"{_moment(low, grain)}/{_moment(high - CLOCK[grain], grain)}"
    single = _single(found)
    year = f"{low.year:04}"
    if single == "quarter":
        return f"{year}-Q{(low.month + 2) // 3}"
    if single == "half":
        return f"{year}-H{1 + low.month // 6}"
    if single in ("decade", "century"):
        return year[: 3 if single == "decade" else 2]
    if single:
        return _edtf_unit(single, low)
    if grain == "week" and low.isoweekday() == 1 and (high - low).days == 7:
        return "{:04}-W{:02}".format(*low.isocalendar())
    if grain == "week" and low.isoweekday() == 6 and (high - low).days == 2:
        return "{:04}-W{:02}-WE".format(*low.isocalendar())
    return edtf(found)


def _moment(moment: datetime, grain: str) -> str:
    return f"{_iso(moment, 'day')}T{moment.strftime(_CLOCK_FORMAT[grain])}"
