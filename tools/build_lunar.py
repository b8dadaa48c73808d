"""Rebuilds src/newsextract/data/lunar.tsv: new year, leap month, month lengths and the 24 solar terms of each year, 1900 to 2100.

Source: sxtwl (BSD-3-Clause), which computes new moons and the sun's longitude; tests/test_when.py compares the table with cnlunar (MIT)
and with sxtwl itself. Run it as `python tools/build_lunar.py` with sxtwl installed.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import sxtwl

TABLE = Path(__file__).resolve().parent.parent / "src/newsextract/data/lunar.tsv"
FIRST, LAST = 1900, 2100
HEADER = """# kind: gazetteer
# source: sxtwl 2.0 (BSD-3-Clause), rebuilt by tools/build_lunar.py; cross-checked against cnlunar 0.2 (MIT)
# row: a lunar year: its first day, its leap month (0: none), its months' lengths in order (1: 30 days, 0: 29), the days of the 24 solar terms of the Gregorian year from 小寒 to 冬至
id	new_year	leap	months	terms
"""


def row(year: int) -> str:
    """The row of one year: month lengths by walking the lunar months, terms by walking the days."""
    day = sxtwl.fromLunar(year, 1, 1)
    new_year = date(day.getSolarYear(), day.getSolarMonth(), day.getSolarDay())
    leap = sxtwl.getRunMonth(year)
    months = []
    for month in range(1, 13):
        months.append(sxtwl.getLunarMonthNum(year, month, False))
        if month == leap:
            months.append(sxtwl.getLunarMonthNum(year, month, True))
    terms, at = [], date(year, 1, 1)
    while at.year == year:
        if sxtwl.fromSolar(at.year, at.month, at.day).hasJieQi():
            terms.append(f"{at:%m%d}")
        at += timedelta(days=1)
    assert len(terms) == 24, (year, terms)
    return f"{year}\t{new_year:%m-%d}\t{leap}\t{''.join(str(length - 29) for length in months)}\t{' '.join(terms)}"


def main() -> None:
    TABLE.write_text(HEADER + "".join(row(year) + "\n" for year in range(FIRST, LAST + 1)), encoding="utf8")


if __name__ == "__main__":
    main()
