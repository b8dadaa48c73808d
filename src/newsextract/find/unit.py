"""What follows a number: units, alone and put together.

微克/立方米, 台（套）, 元每吨, 万吨标准煤, 个百分点: a unit is a word of data/units.tsv, or two of them. The code is UCUM's (case-sensitive)
or ISO 4217's, in brackets where a Chinese measure has none; counts have no code. Units are never converted: 3公里 is 3 km.

    >>> u = at("36微克/立方米，优良", 2)
    >>> u.name, u.code, u.end
    ('微克/立方米', 'ug/m3', 8)
    >>> at("0.3个百分点", 3).name
    '百分点'
"""

from __future__ import annotations

import re
from typing import NamedTuple

import regex

from newsextract import tables
from newsextract.tables import noted

RULES = {
    "unit.table": "the longest unit of data/units.tsv",
    "unit.per": "two units, one by the other: 元/平方米, 元每吨",
    "unit.bracketed": "a second unit in brackets: 台（套）",
    "unit.times": "a count and 次: 艘次",
    "unit.ge": "个 before a word that is itself a measure: 0.3个百分点, 15个工作日",
}


class Unit(NamedTuple):
    """A unit read from a text: its name as written, kind (of the fact), code, and where it ends."""

    name: str
    kind: str
    code: str | None
    end: int
    rule: str = "unit.table"


@tables.compiled
def _units() -> dict[str, tuple[str, str | None, bool]]:
    return {row["id"]: (row["kind"], row["code"] or None, row["ge"] == "ge") for row in tables.read("units")}


@tables.compiled
def _weak() -> frozenset[str]:
    return frozenset(row["id"] for row in tables.read("units") if row["weak"])


def is_weak(name: str) -> bool:
    """Whether the unit is too weak a sign of counting behind a single Chinese digit."""
    return name in _weak()


@tables.compiled
def _by_first() -> dict[str, tuple[tuple[int, frozenset[str]], ...]]:
    """First character -> the units that begin with it, by their length, longest first."""
    table: dict[str, dict[int, set[str]]] = {}
    for name in _units():
        table.setdefault(name[0], {}).setdefault(len(name), set()).add(name)
    return {first: tuple((length, frozenset(by_length[length])) for length in sorted(by_length, reverse=True)) for first, by_length in table.items()}


def names() -> frozenset[str]:
    return frozenset(_units())


_LATIN = regex.compile(r"[A-Za-zμ]")
_PER = regex.compile(r"\s?[/／]\s?|每")
_MANY = re.compile(r"\d{2,5}[万亿]?(?=[^\d.,万亿])")
_BRACKETED = regex.compile(r"[（(](\p{Han}{1,2})[)）]")


def longest(text: str, at: int) -> str:
    """The longest unit of the table that begins at `at`; "" where there is none."""
    for length, names in _by_first().get(text[at : at + 1], ()):
        name = text[at : at + length]
        if name in names and not (name[-1].isascii() and name[-1].isalpha() and _LATIN.match(text, at + length)):
            return name
    return ""


@tables.compiled
def _by_lower() -> dict[str, str]:
    """Latin units in small letters -> the unit, where only one can be meant: KM and Km are km, but mw could be MW or mW."""
    table: dict[str, set[str]] = {}
    for name in _units():
        if name.isascii() and name.isalpha() and 2 <= len(name) <= 5:
            table.setdefault(name.lower(), set()).add(name)
    return {lower: names.pop() for lower, names in table.items() if len({_units()[name][1] for name in names}) == 1 and lower not in _NOT_LOWERED}


# What these letters mean in capitals is something else: 3PM, 10MS.
_NOT_LOWERED = frozenset({"pm", "am", "ms", "um", "nm", "mw", "ma", "pa", "mpa", "dm", "bit", "ha", "ft", "bp", "gb", "tb", "mb", "pb", "eb", "nit"})
_WORD = re.compile(r"[A-Za-z]{2,5}(?![A-Za-z0-9])")


def begins(text: str, at: int) -> bool:
    """Whether a unit begins at `at`, in whatever letters: 3KM."""
    return bool(longest(text, at)) or ((match := _WORD.match(text, at)) is not None and match[0].lower() in _by_lower())


def at(text: str, start: int) -> Unit | None:
    """The unit that begins at `start` of a folded text, the longest there is, with what is joined to it; None where there is none."""
    name = row = longest(text, start)
    if not name:
        match = _WORD.match(text, start)
        row = _by_lower().get(match[0].lower(), "") if match else ""
        if not match or not row:
            return None
        name = match[0]
    kind, code, _ = _units()[row]
    end = start + len(name)
    if name == "个":
        more = 1 if text[end : end + 1] in ("多", "余") and text[end : end + 1] else 0
        behind = longest(text, end + more)
        if behind and _units()[behind][2]:
            noted("unit.ge")
            kind, code, _ = _units()[behind]
            noted(f"units:{behind}")
            return _extended(text, Unit(behind, kind, code, end + more + len(behind), "unit.ge"))
    noted(f"units:{row}")
    noted("unit.table")
    return _extended(text, Unit(name, kind, code, end))


def _extended(text: str, unit: Unit) -> Unit:
    """元/平方米, 元每吨, 台（套）, 艘次: what may be joined to a unit."""
    following = text[unit.end : unit.end + 1]
    if following and following in "/／ 每" and (match := _PER.match(text, unit.end)):
        start = match.end()
        if many := _MANY.match(text, start):  # 毫克/100毫升
            start = many.end()
        base = longest(text, start)
        if many and base:
            noted("unit.per")
            return Unit(text[unit.end - len(unit.name) : start + len(base)], "quantity" if unit.code else unit.kind, None, start + len(base), "unit.per")
        if base:
            noted("unit.per")
            noted(f"units:{base}")
            code = _units()[base][1]
            end = match.end() + len(base)
            kind = "money" if unit.kind == "money" else "quantity" if unit.code else "count"
            joined = Unit(text[unit.end - len(unit.name) : end], kind, f"{unit.code}/{code}" if unit.code and code else None, end, "unit.per")
            if _PER.match(text, end) and (third := longest(text, end + 1)):
                return Unit(joined.name + text[end : end + 1 + len(third)], kind, None, end + 1 + len(third), "unit.per")
            return joined
    if following and following in "（(" and (match := _BRACKETED.match(text, unit.end)) and match[1] in _units() and unit.kind == "count":
        noted("unit.bracketed")
        end = match.end() + text.startswith("次", match.end())  # 台（辆）次
        return Unit(text[unit.end - len(unit.name) : end], unit.kind, None, end, "unit.bracketed")
    if following == "次" and unit.kind == "count" and not unit.name.endswith("次"):
        noted("unit.times")
        return Unit(unit.name + "次", unit.kind, None, unit.end + 1, "unit.times")
    return unit
