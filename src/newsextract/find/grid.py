"""What the numbers of a table say.

A bulletin ends with a table: 社会消费品零售总额 stands at the left, 1—11月 and 同比增长（%） above, 单位：亿元 in the line before. A cell holds
1502.36 and no more; its unit, its name, its period and its region are read from the margins. In the text a row is a line, its cells
are parted by tabs (so `page` writes the rows of a data table).

Which margin names what is decided by what stands in it. Rows may be indicators (and the columns times or changes), places (and the
columns indicators), or times. A cell whose unit nobody says is no fact; nor is one of a row that has lost a cell, since its column
is not known.

    >>> from newsextract import extract
    >>> text = "指标\\t2023年\\t2024年\\n粮食产量（万吨）\\t412.6\\t420\\n造林面积（万亩）\\t9\\t8.5"
    >>> [(fact.quote, int(fact.value), fact.unit, fact.indicator, fact.period.text) for fact in extract(text).facts][1:3]
    [('420', 4200000, '吨', '粮食产量', '2024年'), ('9', 90000, '亩', '造林面积', '2023年')]
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import regex

from newsextract.find import quantity
from newsextract.find.change import change_before, tidy
from newsextract.find.phrase import AGENT, LONGEST_INDICATOR, Walk, directions, is_measure
from newsextract.find.seen import Phrase, Record, Seen, why, within

RULES = {
    "grid.row": "the name at the left of the row",
    "grid.column": "the name above the column",
    "grid.both": "the name at the left and the measure above: 粮食 and 产量",
    "grid.unit": "the unit that the row, the column or the line above the table says",
    "grid.change": "同比增长 above the column: how the number to the left changed",
    "grid.period": "the time above the column, at the left of the row, or in the line above the table",
    "grid.region": "the place at the left of the row, above the column, or in the line above the table",
}

_LINES = regex.compile(r"[^\n]*\t[^\n]*(?:\n[^\n]*\t[^\n]*)*")
_FIGURE = regex.compile(r"(?P<figure>[+\-−－]?[\d\ufffd][\d,，.\ufffd]*)\s?(?P<unit>[%％‰]|(?![年月日季])[\p{Han}/]{1,8})?")
_NOTHING = regex.compile(r"[—–\-－…/／*　 ]+|\.{2,6}|无|持平")
_YEAR = regex.compile(r"(?:19|20)\d\d")
_BRACKET = regex.compile(r"[（(]\s?(?:单位[:：])?(?P<unit>[^（()）\d]{1,9})[)）]|[,，、/](?P<bare>[%％])$|(?<=\p{Han}|±)(?P<percent>[%％])$")
_ABOVE = regex.compile(r"(?:计量)?单位\s?[:：]\s?(?P<units>[^\s（()）；。]{1,24})|[（(](?:单位[:：])?(?P<bracket>[^（()）\d]{1,9})[)）]$")
_UNIT_HEAD = regex.compile(r"(?:计量)?单\s{0,2}位")
_NUMBERED = regex.compile(r"序\s{0,2}号|编号|排名|位次|名次|代码|备注|电话|邮编|日期|时间")
_MARK = regex.compile(r"^(?:[#＃*＊·•◆■\s　]+|其\s?中[:：]?|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．]\s?(?!\d))+")
_LEVEL = regex.compile(r"(?:绝对[值数量额]|总量|实绩|完成(?:额|值|数)?|累计(?:完成)?|本月(?:止)?|当月|本期|自?年初(?:累计|至今)|指标值|数值|实际(?:值|数)?|合计|全年|数据|结果|实绩)*")
_UNDATED = regex.compile(r"本月|当月|本期|累计|上月|上期|同期")
_GROWTH = regex.compile(r"(?P<cmp>(?:同比|环比|(?:比|较)[^\s增减]{1,8}?)?(?:增长|增减|增加|减少|增|±|升降|涨跌|变化|上涨|下降|提高)?(?P<rate>率|幅|速|幅度|速度)?)(?:[±+/\-－]{0,3})")
_WHOLE = regex.compile(r"合\s{0,2}计|总\s{0,2}计|小\s{0,2}计|平均|全[国省市区县州旗]")
_BY_HOW_MUCH = regex.compile(r"(?:增减|增加|减少|增加额|增减额|新增)$")
_PERCENT = ("%", "％")
_KINDS = regex.compile(r"(?P<unit>[人户家件台辆所座例起次个处项])(?:次)?数$")
_LONGEST_HEAD = 24
_CAPTION = 2  # lines above a table that may say its unit, time and place
_LONGEST_CAPTION = 60


@dataclass(slots=True)
class _Cell:
    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Head:
    """What stands at a margin: the name without its unit, and what else it says."""

    cell: _Cell
    name: str = ""
    unit: str = ""
    comparison: str = ""  # 同比增长: the cells are changes
    date: Record | None = None
    place: Record | None = None
    undated: bool = False
    parts: list[_Cell] = field(default_factory=list)


_Above = tuple[int, int, str]  # the lines above a table, and the units that they say


class Grids:
    """The tables of one article: where they stand, and what their cells say."""

    def __init__(self, seen: Seen) -> None:
        self.seen, self.folded = seen, seen.folded
        self.spans = [match.span() for match in _LINES.finditer(self.folded) if "\n" in match.group()] if "\t" in self.folded else []

    def at(self, start: int) -> int | None:
        """The number of the table that `start` stands in."""
        return next((i for i, (low, high) in enumerate(self.spans) if low <= start < high), None)

    def facts(self, number: int, inherited: Record | None) -> list[Record]:
        """The facts of a table, in text order; `inherited` is the period in force above it."""
        above = self._above(self.spans[number][0])
        rows = [self._cells(low, high) for low, high in _lines(self.folded, *self.spans[number])]
        return [fact for heads, body in _parted(rows) for fact in self._section(heads, body, above, inherited)]

    def _section(self, heads: list[list[_Cell]], body: list[list[_Cell]], above: _Above, inherited: Record | None) -> Iterator[Record]:
        """The facts of the rows that stand under the same heads."""
        if not heads:
            for row in body:
                yield from self._pairs(row, above, inherited)
            return
        width = max((len(row) for row in body), default=0)
        columns = self._columns(heads, width)
        if columns is None:
            return
        unit_column = next((i for i, head in enumerate(columns) if _UNIT_HEAD.fullmatch(head.name)), None)
        rows = [row for row in body if len(row) == width]
        labels = [self._head([row[0]], label=True) for row in rows]
        named = _named(columns, labels)
        for left, head in itertools.pairwise(columns[1:]):
            head.date = head.date or (left.date if not head.undated else None)  # 1—11月 | 同比增长
        whole = ""
        for row, label in zip(rows, labels, strict=True):
            part = row[0].text.lstrip(" #*").startswith("其中")
            stated = row[unit_column].text if unit_column is not None else label.unit
            level: Record | None = None
            for head, cell in zip(columns[1:], row[1:], strict=True):
                record = None if _NUMBERED.search(head.name) else self._fact(cell, label, head, stated, above, named, level)
                if record is None:
                    continue
                self._placed(record, label, head, above, inherited)
                if part and whole and whole != record["indicator"]:
                    record["part_of"] = whole
                    why(record, "part_of", "part.of", None)
                level = record if not head.comparison else level
                yield record
            if not part:
                whole = level["indicator"] if level is not None else label.name

    def _cells(self, low: int, high: int) -> list[_Cell]:
        out, at = [], low
        for piece in self.folded[low:high].split("\t"):
            lead = len(piece) - len(piece.lstrip())
            text = piece.strip()
            out.append(_Cell(at + lead, at + lead + len(text), text))
            at += len(piece) + 1
        return out

    def _columns(self, heads: list[list[_Cell]], width: int) -> list[_Head] | None:
        """What stands above each column; None where it cannot be told. A head that spans several columns stands above each of them."""
        first = heads[0]
        if len(heads) == 1:
            if len(first) == width - 1:
                first = [_Cell(0, 0, ""), *first]
            return [self._head([cell]) for cell in first] if len(first) == width else None
        second = heads[1]
        if len(first) != len(second) or len(first) != width:
            first, second = [cell for cell in first if cell.text], [cell for cell in second if cell.text]
        if len(first) == len(second) == width:
            return [self._head([above, below]) for above, below in zip(first, second, strict=True)]
        below, over = len(second), len(first) - 1
        if below != width - 1 or over < 1 or below % over:
            return None
        each = below // over
        return [self._head([first[0]]), *(self._head([first[1 + i // each], second[i]]) for i in range(below))]

    def _head(self, cells: list[_Cell], label: bool = False) -> _Head:
        said = [cell for cell in cells if cell.text]
        head = _Head(said[-1] if said else _Cell(0, 0, ""), parts=said)
        texts = []
        for cell in said:
            text = _MARK.sub("", cell.text)
            match = _BRACKET.search(text)
            if match is not None:
                head.unit = match["unit"] or "%"
                text = text[: match.start()] + text[match.end() :]
            if not label:
                text = self._change(head, text)
            dates = within(self.seen.dates, cell.start, cell.end) if text else []
            if dates:
                head.date = dates[-1]
                text = text.replace(dates[-1]["quote"], "")
            head.undated = head.undated or (not dates and _UNDATED.search(text) is not None)
            for place in within(self.seen.places, cell.start, cell.end):
                head.place = place if len(text) - (place["end"] - place["start"]) <= 2 else head.place
            texts.append("" if not label and _LEVEL.fullmatch(text.strip()) else text.strip())
        head.name = "".join(text for text in texts if text)[:_LONGEST_HEAD].replace(" ", "").replace("　", "")
        return head

    def _change(self, head: _Head, text: str) -> str:
        """同比增长, 增幅: what makes a column one of changes, taken off its name."""
        if match := _GROWTH.fullmatch(text):
            if match["cmp"]:
                head.comparison = match["cmp"].rstrip("±") or "增长"
            return ""
        if (match := change_before().search(text)) and not match["to"]:
            head.comparison = tidy(match["cmp"] + match["verb"])
            return text[: match.start()]
        return text

    def _above(self, start: int) -> _Above:
        """The caption: the short lines above the table; and the units that it says."""
        low = start
        for _ in range(_CAPTION):
            line = self.folded.rfind("\n", 0, max(0, low - 1)) + 1
            if low == 0 or low - line > _LONGEST_CAPTION or "。" in self.folded[line:low] or "\t" in self.folded[line:low]:
                break
            low = line
        match = None
        for match in _ABOVE.finditer(self.folded, low, start):  # noqa: B007 - the last one counts
            pass
        return low, start, (match["units"] or match["bracket"] or "") if match is not None else ""

    def _fact(self, cell: _Cell, label: _Head, head: _Head, stated: str, above: _Above, named: str, level: Record | None) -> Record | None:
        figure = _FIGURE.fullmatch(cell.text)
        if figure is None:
            return None
        odd = figure["unit"] is not None and head.unit not in ("", figure["unit"])  # a row with a unit of its own speaks of something else
        indicator, rule, at = self._indicator(label, head, "row" if odd else named)
        if head.comparison:
            unit = figure["unit"] or head.unit or (stated if _BY_HOW_MUCH.search(head.comparison) and stated not in _PERCENT else "")
            unit = unit or ("%" if "%" in above[2] else "")
            if (not _BY_HOW_MUCH.search(head.comparison) and unit not in (*_PERCENT, "‰", "百分点", "个百分点")) or (stated in _PERCENT and unit in _PERCENT):
                return None
            if level is not None and (not indicator or (not head.name and level["indicator"].startswith(indicator))):
                indicator, at = level["indicator"], head.cell
        else:
            unit = figure["unit"] or stated or head.unit or _stated(above[2], head.name or label.name)
        record = self._read(cell, figure["figure"], unit)
        if record is None:
            return None
        if indicator:
            record["indicator"] = indicator
            why(record, "indicator", rule, Phrase("", at.start, at.end))
        if head.comparison:
            record["comparison"] = head.comparison
            why(record, "comparison", "grid.change", Phrase("", head.cell.start, head.cell.end))
            if record["value"] is not None:
                falls = directions().get(head.comparison[-2:]) == "down"
                record["change"] = -record["value"] if falls else record["value"]
                record["direction"] = "up" if record["change"] > 0 else "down" if record["change"] < 0 else "flat"
        return record

    def _indicator(self, label: _Head, head: _Head, named: str) -> tuple[str, str, _Cell]:
        if named == "column":
            return _short(head.name), "grid.column", head.cell
        if named == "row" or not head.name:
            return _short(label.name), "grid.row", label.cell
        both = label.name + head.name
        if is_measure(head.name) and len(both) <= LONGEST_INDICATOR and label.name and not is_measure(label.name) and not AGENT.search(label.name):
            return both, "grid.both", head.cell
        return _short(head.name), "grid.column", head.cell

    def _read(self, cell: _Cell, figure: str, unit: str) -> Record | None:
        """The number with its unit, as `quantity` reads the two written together; its quote is what stands in the cell."""
        if not unit:
            return None
        plain = figure.translate(_SIGNS)
        found = quantity.quantities(plain.lstrip("+") + unit)
        if len(found) != 1 or found[0]["start"] != 0 or found[0]["end"] != len(plain.lstrip("+")) + len(unit):
            return None
        record = dict(found[0])
        whole = cell.end if len(cell.text) > len(figure) else cell.start + len(figure)
        record.update(quote=self.seen.text[cell.start : whole], start=cell.start, end=whole, number_start=cell.start, number_end=cell.start + len(figure))
        if len(cell.text) == len(figure):
            why(record, "unit", "grid.unit", None)
        return record

    def _placed(self, record: Record, label: _Head, head: _Head, above: _Above, inherited: Record | None) -> None:
        """Period and region, from the row, the column, the caption, or what is in force."""
        captions = within(self.seen.dates, above[0], above[1])
        date = label.date or head.date or (captions[-1] if captions and not head.undated else None)
        if date is not None:
            record["period"] = {"text": date["quote"], "first": date["first"], "last": date["last"]}
            why(record, "period", "grid.period", Phrase("", date["start"], date["end"]))
        elif inherited is not None and not head.undated:
            record["period"] = {key: inherited[key] for key in ("text", "first", "last")}
            why(record, "period", "period.inherited", Phrase("", inherited["start"], inherited["end"]))
        places = [p for p in within(self.seen.places, above[0], above[1]) if p["region"]]
        place = label.place or head.place or (places[-1] if places else None)
        if place is not None and place["region"]:
            record["region"] = place["region"]
            why(record, "region", "grid.region", Phrase("", place["start"], place["end"]))
        elif self.seen.home is not None and place is None:
            record["region"] = self.seen.home
            why(record, "region", "region.home", None)

    def _pairs(self, row: list[_Cell], above: _Above, inherited: Record | None) -> Iterator[Record]:
        """A table without heads: a name, and behind it its number."""
        for name, cell in zip(row[::2], row[1::2], strict=False):
            label = self._head([name], label=True)
            if _FIGURE.fullmatch(name.text) or _NUMBERED.search(label.name):
                continue
            record = self._fact(cell, label, _Head(_Cell(0, 0, "")), label.unit, above, "row", None)
            if record is not None:
                self._placed(record, label, _Head(_Cell(0, 0, "")), above, inherited)
                yield record


def _parted(rows: list[list[_Cell]]) -> Iterator[tuple[list[list[_Cell]], list[list[_Cell]]]]:
    """The rows of heads (two at most, without a figure; a row of years is one) and those below them, until the next heads."""
    heads: list[list[_Cell]] = []
    body: list[list[_Cell]] = []
    for row in rows:
        said = [cell for cell in row if cell.text]
        heading = all(_YEAR.fullmatch(cell.text) or not (_FIGURE.fullmatch(cell.text) or _NOTHING.fullmatch(cell.text)) for cell in said)
        if heading and (body or len(heads) == 2):
            if body:
                yield heads, body
            heads, body = [], []
        (heads if heading else body).append(row)
    if body:
        yield heads, body


def _named(columns: list[_Head], labels: list[_Head]) -> str:
    """Which margin names what is measured: "row", "column", or "both"."""
    outside = sum(1 for head in labels if head.place is not None or (head.date is not None and not head.name) or _WHOLE.fullmatch(head.name))
    names = [head for head in columns[1:] if head.name and not _UNIT_HEAD.fullmatch(head.name) and not _NUMBERED.search(head.name) and head.place is None]
    if 2 * outside >= len(labels):
        return "column"
    return "both" if names else "row"


_SIGNS = str.maketrans("−－", "--")


def _lines(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    while low < high:
        stop = text.find("\n", low, high)
        stop = high if stop < 0 else stop
        yield low, stop
        low = stop + 1


def _stated(units: str, name: str) -> str:
    """Of the units that the caption says, the one that a column may have: 户数 is counted in 户; of several kinds none is chosen."""
    several = [unit for unit in regex.split(r"[、，,/；和]", units) if unit not in ("%", "％")]
    if counted := _KINDS.search(name):
        own = [unit for unit in several if unit.endswith(counted["unit"])]
        return own[0] if own else counted["unit"]
    return several[0] if len(several) == 1 else ""


def _short(name: str) -> str:
    """A name of the margin as an indicator: itself, or the noun phrase at its end where it is too long."""
    if len(name) <= LONGEST_INDICATOR:
        return name
    phrase = Walk(name).back(0, len(name))
    return phrase.text if phrase is not None and len(phrase.text) <= LONGEST_INDICATOR else ""
