"""A text with all that the other finders saw in it: what a fact is read from.

A number alone says nothing of when and where it holds. Before the facts are read, dates, places and offices have been found;
here they lie sorted beside the text, so that the reading of a clause looks up what stands in its stretch instead of searching
the page again. The small words of the reading live here too: a phrase (text and the stretch it rests on), a clause with its
numbers, and `why`, which notes the rule that filled a field.

    >>> seen = Seen("全省增长3%，全县增长5%")
    >>> seen.after("，。", 12), seen.folded[seen.after("，。", 12):]
    (7, '全县增长5%')
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import regex

from newsextract.script import fold
from newsextract.tables import noted

Record = dict[str, Any]
OPENERS, CLOSERS = "“‘《（(「", "”’》）)」"
_STOP = regex.compile(r"[，,。；！？：:\n、]")
CLAUSE_STOP = regex.compile(r"[，。；！？\n]")
CLAUSE_END = regex.compile(r"[，,；;：:]")
# How far back a stretch may begin: no clause of a newsroom is longer, and damaged text without a single stop stays linear.
PAGE = 1000


@dataclass(slots=True)
class Clause:
    start: int
    end: int
    quantities: list[Record] = field(default_factory=list)


@dataclass(slots=True)
class Phrase:
    """A noun phrase of the text; `text` may be put together (对 + 美国 + 进出口), the span is what it rests on."""

    text: str
    start: int
    end: int


class Mentions:
    """Mentions in text order, looked up by stretch."""

    __slots__ = ("items", "starts")

    def __init__(self, items: Iterable[Record]) -> None:
        self.items = sorted(items, key=lambda item: (item["start"], item["end"]))
        self.starts = [item["start"] for item in self.items]

    def beginning(self, start: int, end: int) -> list[Record]:
        """Those that begin in [start, end)."""
        return self.items[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def any(self, start: int, end: int) -> bool:
        at = bisect_left(self.starts, start)
        return at < len(self.starts) and self.starts[at] < end


class Seen:
    """One article's text, folded, and what was found in it."""

    def __init__(
        self,
        text: str,
        *,
        quantities: Sequence[Record] = (),
        dates: Sequence[Record] = (),
        places: Sequence[Record] = (),
        organisations: Sequence[Record] = (),
        home: Record | None = None,
    ) -> None:
        self.text, self.folded, self.home = text, fold(text), home
        self._stops: list[tuple[int, str]] | None = None
        self._marks: dict[str, list[int]] = {}
        self.quantities = Mentions(quantities)
        self.dates = Mentions([d for d in dates if d["kind"] in ("date", "datetime", "range") and self._real(d)])
        self.organisations = Mentions(organisations)
        self.places = Mentions(_outside((p for p in places if self._real(p)), self.organisations))

    def _real(self, mention: Record) -> bool:
        """其中秋粮 holds no 中秋, 其中卫生院 no 中卫; 达产后年产值 no 后年."""
        start, end = mention["start"], mention["end"]
        if self.folded[start] == "中" and self.folded[start - 1 : start] == "其":
            return False
        return end - start != 2 or self.folded[end - 1] != "年" or self.folded[end : end + 1] not in tuple("产均收利销新可")

    def after(self, marks: str, at: int) -> int:
        """Where the stretch before `at` begins that holds none of the marks (of ，,。；！？：:、 and the newline); looks back a page at most."""
        stops = self._marks.get(marks)
        if stops is None:
            if self._stops is None:
                self._stops = [(match.start(), match.group()) for match in _STOP.finditer(self.folded)]
            stops = self._marks[marks] = [stop for stop, mark in self._stops if mark in marks]
        behind = bisect_left(stops, at)
        floor = max(0, at - PAGE)
        return max(stops[behind - 1] + 1, floor) if behind else floor


def _outside(places: Iterable[Record], organisations: Mentions) -> list[Record]:
    """The places that are no part of an organisation's name."""
    out, reach, at = [], 0, 0
    for place in sorted(places, key=lambda item: item["start"]):
        while at < len(organisations.items) and organisations.starts[at] <= place["start"]:
            reach = max(reach, organisations.items[at]["end"])
            at += 1
        if place["end"] > reach:
            out.append(place)
    return out


def within(mentions: Mentions, start: int, end: int) -> list[Record]:
    """Those that lie in [start, end)."""
    return [m for m in mentions.beginning(start, end) if m["end"] <= end]


def why(record: dict[str, Any], name: str, rule: str, phrase: Phrase | None) -> None:
    """Says which rule filled the field; a later reason replaces an earlier one."""
    noted(rule)
    reasons = record["why"]
    if reasons and any(reason["field"] == name for reason in reasons):
        reasons = tuple(reason for reason in reasons if reason["field"] != name)
    start, end = (phrase.start, phrase.end) if phrase is not None else (None, None)
    record["why"] = (*reasons, {"field": name, "rule": rule, "start": start, "end": end})


