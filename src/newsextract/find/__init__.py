"""The finders: text in, records out, pure functions of their arguments.

    >>> [(n.quote, n.value) for n in numerals("一万四千二百家")]
    [('一万四千二百', Decimal('14200'))]

Each reads full-width, traditional and capital forms in place, through a fold that keeps every offset, and none reads across
U+FFFD, the mark of a loss. Inside, modules hand each other plain dicts with the fields of the records; here they are validated.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal

from pydantic import TypeAdapter

from newsextract.records import DateMention, Numeral, NumericFact, Organisation

__all__ = ["dates", "numerals", "organisations", "quantities"]

Prefer = Literal["calendar", "past", "future", "nearest"]


@lru_cache
def _many(record: Any) -> TypeAdapter[Any]:
    return TypeAdapter(list[record])


def numerals(text: str) -> list[Numeral]:
    """Every number of the text, without what it counts.

    >>> [(n.quote, n.kind, n.value, n.upper) for n in numerals("两三个")]
    [('两三', 'cardinal', Decimal('2'), Decimal('3'))]
    """
    from newsextract.find import numeral

    found: list[Numeral] = _many(Numeral).validate_python(numeral.numerals(text))
    return found


def quantities(text: str) -> list[NumericFact]:
    """Every number with its unit and modifier; indicator, period and region stay empty (`extract` fills them).

    >>> [(q.quote, q.value, q.unit, q.modifier, q.bound) for q in quantities("服务企业近2万家")]
    [('2万家', Decimal('20000'), '家', '近', 'below')]
    """
    from newsextract.find import quantity

    found: list[NumericFact] = _many(NumericFact).validate_python(quantity.quantities(text))
    return found


def dates(text: str, *, reference: date | datetime | str | None = None, prefer: Prefer = "calendar") -> list[DateMention]:
    """Every time expression, resolved against `reference` (a date, a datetime or an ISO string) or the text's own dates.

    Never against the clock. `prefer` decides what a date without a year means: `calendar` takes the year in force, the others
    the past, future or nearest one seen from the reference. Raises ValueError for a reference that is no ISO date.

    >>> [(d.quote, d.first, d.last) for d in dates("今年前三季度", reference="2024-10-18")]
    [('今年前三季度', '2024-01-01', '2024-09-30')]
    """
    from newsextract.find import when

    found: list[DateMention] = _many(DateMention).validate_python(when.dates(text, reference=reference, prefer=prefer))
    return found


def organisations(text: str, *, region: str | None = None) -> list[Organisation]:
    """Every organisation; with the region of the text (a name or a GB/T 2260 code) short forms get their full official names.

    >>> [(o.quote, o.name) for o in organisations("省市场监管局发布通告", region="湖北省")]
    [('省市场监管局', '湖北省市场监督管理局')]
    """
    from newsextract.find import organisation, place

    home, _ = place.resolve(region) if region is not None else (None, "")
    found: list[Organisation] = _many(Organisation).validate_python(organisation.organisations(text, home=home))
    return found
