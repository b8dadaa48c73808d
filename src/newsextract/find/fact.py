"""What a number measures, when, where, compared with what.

截至2024年6月末，全省托育机构有2310家，托位12.6万个，保育人员达3.4万人. Three numbers, one period, one region; each has its own indicator,
the noun phrase before it. Elsewhere the phrase stands behind (26项惠民措施), is left out and inherited (进口2.64万亿元，增长14.1%), or several
share one sentence by 分别. A number without any of that is still a quantity, with an empty indicator: nothing is guessed.

How it reads. A sentence is cut into clauses at commas; a clause holds quantities, and before each stands its left context, behind it
its right. From the left context come, from the number outwards: a share (占全省的), a change (同比增长), a starting point (由…), a rank
(居全国), the copula (达), and what remains is the noun phrase. Each question has its room: `change` (how did it change), `measure` and
`phrase` (what is measured), `pairing` (which name belongs to which number), `period` (when), `locality` (where), and `grid` (what the
margins of a table say). Here they are asked in turn, and it is said who speaks, what is only aimed at, and what is part of what.
"""

from __future__ import annotations

from typing import Any

import regex

from newsextract.find import change, grid, locality, measure, pairing, period
from newsextract.find.numeral import LOSS
from newsextract.find.phrase import LONGEST_INDICATOR as LONGEST_INDICATOR
from newsextract.find.phrase import roles
from newsextract.find.seen import CLAUSE_END, Clause, Record, Seen, why, within
from newsextract.tables import noted

RULES = {
    **measure.RULES,
    **pairing.RULES,
    **change.RULES,
    **period.RULES,
    **locality.RULES,
    **grid.RULES,
    "modality.target": "力争, 到…年, 目标: a number to be reached",
    "part.of": "其中: a part of the number before",
    "speaker.source": "据…介绍, …统计: who says so",
}

_LEFT_WINDOW = 48
_SENTENCE = regex.compile(r"[^。！？!?\n]+")
_GOALS = regex.compile(r"目标(?:是|为)?[:：]")  # 主要预期目标是：…，…
_LIST_GAP = regex.compile(r"\s?(?:、|和|及|与|以及|或)\s?")


def facts(
    text: str,
    *,
    quantities: list[Record],
    dates: list[Record],
    places: list[Record],
    organisations: list[Record],
    home: dict[str, Any] | None,
) -> list[Record]:
    """The quantities with indicator, comparison, period, region and the reasons; one fact for each quantity, in order.

    >>> from newsextract.find import quantity
    >>> text = "企业达1892家，同比增长3.4%"
    >>> found = facts(text, quantities=quantity.quantities(text, dates=[]), dates=[], places=[], organisations=[], home=None)
    >>> [(f["quote"], f["indicator"], f["comparison"]) for f in found]
    [('1892家', '企业', ''), ('3.4%', '企业', '同比增长')]
    """
    return _Reading(Seen(text, quantities=quantities, dates=dates, places=places, organisations=organisations, home=home)).facts()


class _Reading:
    """One article being read, clause by clause."""

    def __init__(self, seen: Seen) -> None:
        self.seen, self.text, self.folded, self.home = seen, seen.text, seen.folded, seen.home
        self.changes = change.Changes()
        self.measures = measure.Measures(seen, self.changes)
        self.pairs = pairing.Pairs(seen, self.changes, self.measures)
        self.periods = period.Periods(seen)
        self.localities = locality.Localities(seen)
        self.grids = grid.Grids(seen)
        self.out: list[Record] = []

    def facts(self) -> list[Record]:
        pending = iter(self.seen.quantities.items)
        upcoming = next(pending, None)
        paragraph, seen_newline = 0, 0
        for match in _SENTENCE.finditer(self.folded):
            newlines = self.folded.count("\n", seen_newline, match.start())
            seen_newline = match.start()
            if newlines:
                paragraph += 1
                self._new_paragraph(match.start())
            start, end = match.span()
            if self.grids.spans and (number := self.grids.at(start)) is not None:
                low, high = self.grids.spans[number]
                while upcoming is not None and upcoming["start"] < high:
                    upcoming = next(pending, None)
                if low == start:
                    self.out += self.grids.facts(number, self.periods.period or self.periods.lead_period)
                continue
            mine = []
            while upcoming is not None and upcoming["start"] < end:
                mine.append(dict(upcoming))
                upcoming = next(pending, None)
            if mine:
                self._sentence(start, end, mine)
            else:
                self.periods.leave(start, end)
        return self.out

    def _new_paragraph(self, start: int) -> None:
        """A paragraph begins: what was measured is forgotten, and of the times in force some."""
        measures = self.measures
        measures.indicator, measures.levels, measures.earlier, measures.field_region = None, [], [], None
        self.periods.new_paragraph(start)

    def _sentence(self, start: int, end: int, mine: list[Record]) -> None:
        self.measures.earlier, self.measures.levels = self.measures.levels, []
        if self.periods.unquoted is not None and self.periods.unquoted[0] <= start:
            self.periods.period, self.periods.unquoted = self.periods.unquoted[1], None
        clauses = self._clauses(start, end, mine)
        regions = self.localities.of(start, end)
        speaker = self._speaker(start, end)
        for clause in clauses:
            runs = _runs(self.folded, clause.quantities)
            previous_end = clause.start
            for run in runs:
                self._run(clause, run, previous_end, regions)
                previous_end = run[-1]["end"]
            self.measures.latest = None
            for record in clause.quantities:
                self._finish(record, clause, start, speaker)
                self.out.append(record)
        self.periods.leave(start, end)

    def _clauses(self, start: int, end: int, mine: list[Record]) -> list[Clause]:
        cuts = [m.start() for m in CLAUSE_END.finditer(self.folded, start, end)]
        out, at, i = [], start, 0
        for cut in [*cuts, end]:
            here = i
            while i < len(mine) and mine[i]["start"] < cut:
                i += 1
            if i > here and cut < mine[i - 1]["end"]:
                i = here
                continue  # the comma of 1,234
            out.append(Clause(at, cut, mine[here:i]))
            at = cut + 1
        return [clause for clause in out if clause.quantities]

    def _run(self, clause: Clause, run: list[Record], floor: int, regions: list[locality.Named]) -> None:
        first = run[0]
        left_end = first["start"] - (len(first["modifier"]) if self.folded.endswith(first["modifier"], 0, first["start"]) else 0)
        floor = max(floor, left_end - _LEFT_WINDOW)
        aligned = False
        if len(run) > 1:
            at = max(self.folded.find(word, floor, left_end) for word in pairing.EACH)
            if at >= 0:
                aligned = self.pairs.aligned(clause, run, floor, at, left_end)
            elif len(self.measures.levels) >= len(run):
                aligned = self.pairs.listed(run, floor, left_end)
        for i, record in enumerate(run):
            self.periods.give(record, clause)
            if aligned:
                if record["region"] is None:
                    self.localities.give(record, clause, regions)
                continue
            if i == 0:
                self.measures.measured(record, clause, floor, left_end)
            else:
                previous = run[i - 1]
                stop = record["start"] - (len(record["modifier"]) if self.folded.endswith(record["modifier"], 0, record["start"]) else 0)
                self.measures.measured(record, clause, previous["end"], stop, follows=previous)
            self.localities.give(record, clause, regions)
            self.measures.latest = record

    def _speaker(self, start: int, end: int) -> tuple[int, str] | None:
        for office in within(self.seen.organisations, start, end):
            if locality.SOURCE.search(self.folded, office["end"], min(end, office["end"] + 14)):
                return office["end"], office.get("name") or office["quote"]
        return None

    def _timeless(self, record: Record) -> None:
        """总投资, 全长: what a thing is made for or measures has no period of its own, and takes none from an earlier paragraph."""
        indicator = record["indicator"]
        if not indicator or record["period"] is None:
            return
        reason = next(reason for reason in record["why"] if reason["field"] == "period")
        if reason["rule"] != "period.inherited" or reason["start"] >= self.seen.after("\n", record["start"]):
            return
        word = next((word for word in roles()["timeless"] if indicator.endswith(word)), "")
        if word:
            noted(f"indicators:{word}")
            record["period"] = None
            record["why"] = tuple(reason for reason in record["why"] if reason["field"] != "period")

    def _tidied(self, record: dict[str, Any]) -> None:
        if record["comparison"] == record["indicator"]:
            record["comparison"] = ""
        for name in ("indicator", "comparison"):
            if LOSS in record[name]:
                record[name] = ""
                record["why"] = tuple(w for w in record["why"] if w["field"] != name)

    def _finish(self, record: dict[str, Any], clause: Clause, start: int, speaker: tuple[int, str] | None) -> None:
        self._tidied(record)
        self._timeless(record)
        if record["region"] is None and self.home is not None and not any(why["field"] == "region" for why in record["why"]):
            record["region"] = self.home
            why(record, "region", "region.home", None)
        if period.TARGET.search(self.folded, max(clause.start, record["start"] - 2 * _LEFT_WINDOW), record["start"]) or _GOALS.search(self.folded, start, clause.start):
            record["modality"] = "target"
            why(record, "modality", "modality.target", None)
        if speaker is not None and record["start"] > speaker[0]:
            record["speaker"] = speaker[1]
            why(record, "speaker", "speaker.source", None)
        if self.folded.startswith("其中", clause.start) or self.folded.startswith("，其中", clause.start - 3) or self.folded.startswith("其中，", clause.start - 3):
            since = self.seen.after("。！？\n", start - 1) if self.folded.startswith("其中", start) else start  # of this sentence, or of the one before
            whole = next((r for r in reversed(self.out[-8:]) if r["start"] >= since and r["kind"] in ("count", "money", "quantity") and r["indicator"] and r["end"] < clause.start), None)
            if whole is not None and record["indicator"] != whole["indicator"]:
                record["part_of"] = whole["indicator"]
                why(record, "part_of", "part.of", None)


def _runs(folded: str, quantities: list[Record]) -> list[list[Record]]:
    """Quantities that only 、 or 和 parts, together."""
    runs: list[list[Record]] = []
    for record in quantities:
        if runs:
            last = runs[-1][-1]
            gap = folded[last["end"] : record["start"]]
            for one in (last, record):
                if one["modifier"]:
                    gap = gap.replace(one["modifier"], "", 1)
            if gap and len(gap) <= 3 and _LIST_GAP.fullmatch(gap):
                runs[-1].append(record)
                continue
        runs.append([record])
    return runs


