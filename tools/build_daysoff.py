"""Rebuilds src/newsextract/data/daysoff.tsv: the days off of each public holiday, 2010 to the newest year announced.

Source: chinesecalendar (MIT), which transcribes the yearly notices of the 国务院办公厅. Where two holidays were joined (中秋节 and 国庆节
in 2023), both have all of the joint days. Run it as `python tools/build_daysoff.py`.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from chinese_calendar import constants

from newsextract.find import calendar

TABLE = Path(__file__).resolve().parent.parent / "src/newsextract/data/daysoff.tsv"
FIRST_YEAR = 2010
HEADER = """# kind: gazetteer
# source: the yearly notices of the 国务院办公厅 on public holidays, as transcribed by chinesecalendar 1.11 (MIT); rebuilt by tools/build_daysoff.py
# row: the days off of a holiday, first and last; id: the year of the holiday and its name; where two holidays were joined, both have the joint days
id	holiday	first	last
"""
NAMES = {
    "New Year's Day": ("new-year", "元旦"),
    "Spring Festival": ("spring-festival", "春节"),
    "Tomb-sweeping Day": ("qingming", "清明节"),
    "Labour Day": ("labour", "劳动节"),
    "Dragon Boat Festival": ("dragon-boat", "端午节"),
    "Mid-autumn Festival": ("mid-autumn", "中秋节"),
    "National Day": ("national", "国庆节"),
}


def is_off(day: date) -> bool:
    """A day of the notice, or a weekend that no notice made a working day."""
    return day in constants.holidays or (day.isoweekday() > 5 and day not in constants.workdays)


def stretches() -> list[list[date]]:
    """The runs of days off that hold a holiday, weekends that touch it included."""
    runs: list[list[date]] = []
    day, last = min(constants.holidays), max(constants.holidays) + timedelta(days=3)
    run: list[date] = []
    while day <= last:
        if is_off(day):
            run.append(day)
        else:
            if any(one in constants.holidays for one in run):
                runs.append(run)
            run = []
        day += timedelta(days=1)
    return runs


def holidays_of(run: list[date]) -> list[tuple[str, str]]:
    """The holidays of a run: by the labels of its days, and 中秋节 where the lunar day falls in it without a label (2020)."""
    labels = [str(getattr(constants.holidays[day], "value", constants.holidays[day])) for day in run if day in constants.holidays]
    moon = calendar.lunar(run[-1].year, 8, 15)
    if moon in run:
        labels.append("Mid-autumn Festival")
    return [NAMES[label] for label in dict.fromkeys(labels) if label in NAMES]


def main() -> None:
    rows = []
    for run in stretches():
        if run[-1].year < FIRST_YEAR:
            continue
        rows += [f"{run[-1].year}-{slug}\t{holiday}\t{run[0]}\t{run[-1]}" for slug, holiday in holidays_of(run)]
    TABLE.write_text(HEADER + "".join(row + "\n" for row in rows), encoding="utf8")


if __name__ == "__main__":
    main()
