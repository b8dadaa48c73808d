"""Numbers as a newsroom writes them.

一万五千亿 is 1.5 trillion, 三百五 is 350 but 三百零五 is 305; 三四百家 is 300 to 400, 十几 is more than ten, and the 三 of 三峡 counts
nothing. 3.2万, 1万5千, 贰仟元, 三分之一, 四成三 and 5‰ stand in one article, and repair may have lost a digit of any of them.

    >>> [(n["quote"], n["value"]) for n in numerals("一万五千亿元，三峡工程四成三")]
    [('一万五千亿', Decimal('1500000000000')), ('四成三', Decimal('43'))]

How it works. One scan finds the stretches of characters of which numbers are made; the rest of the text is never looked at. Nine numbers of
ten are digits with at most one scale, and are read at once; the others are runs (found with possessive repeats: 20,000 digits cost no more
than they must), read from the left by the grammar of `_Reader`. `guard` turns away what names and does not count (百姓, 5G, a telephone).
A value is a `Decimal`; an approximation that names two numbers (三四百, 两三) has an `upper`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import regex

from newsextract import tables
from newsextract.find import unit as unit_table
from newsextract.find.guard import DEEPEST, Guards
from newsextract.script import fold
from newsextract.tables import noted

RULES = {
    "numeral.digits": "Arabic digits, with separators, decimals and scales: 1,234.5万",
    "numeral.chinese": "a Chinese numeral with its tens and scales: 一万四千二百",
    "numeral.positional": "Chinese digits read one by one: 一七二零",
    "numeral.trailing": "a last digit stands for the next lower ten: 三百五 is 350",
    "numeral.between": "two digits in a row name a span: 三四百 is 300 to 400",
    "numeral.more": "余, 多, 来, 几 inside: the number is larger than it says",
    "numeral.several": "数十, 几百: several of a ten",
    "numeral.round": "a bare ten or scale behind 上, 近, 超: 近百, 上千",
    "numeral.fraction": "A分之B",
    "numeral.half": "一半",
    "numeral.mixed": "a whole and a fraction: 一又二分之一",
    "numeral.slash": "a fraction with a slash: 3/4",
    "numeral.percent": "%, ‰ and 百分之, 千分之, 万分之",
    "numeral.point": "个百分点",
    "numeral.tenths": "成 and 折: 四成三 is 43 %, 八折 80 %",
    "numeral.ordinal": "第 before a number",
    "numeral.range": "two numbers joined by 至, 到, — or ～",
    "numeral.negative": "负, 零下 or a minus",
    "numeral.roman": "Ⅲ",
    "numeral.lost": "a number that touches the mark of a loss has no value",
}

LOSS = "\ufffd"
# No amount in the news has more digits; what has is a serial number, or an attack.
LONGEST_RUN = 60
LONGEST_DIGITS = 30

_ARABIC = r"\d{1,3}(?:,\d{3})++(?![\d])(?:\.\d++)?|\d++(?:\.\d++(?!\.?\d))?"
_TEN = Decimal(10)


@dataclass(slots=True)
class Number:
    """A number found in a folded text. `value` counts what `kind` says: a percent is in hundredths, a fraction is itself.

    `base` is what a percent was written against (100, 1000, 成 and 折 as 10); `more` the 余 or 多 inside; `arabic` whether digits
    were written in digits; `round` that it is a bare 百, 千, 万 behind 近 or 上.
    """

    start: int
    end: int
    value: Decimal | None
    upper: Decimal | None = None
    kind: str = "cardinal"
    more: str = ""
    arabic: bool = False
    base: int = 0
    core: int = 0  # where the digits begin (behind 第, 负)
    tail: int = 0  # where the digits end (before % and 成)
    bare: bool = False
    rule: str = "numeral.digits"


@tables.compiled
def _characters() -> tuple[dict[str, int], dict[str, int], dict[str, int], dict[str, int], frozenset[str]]:
    """Digits, tens, scales, scores, and which characters are capitals."""
    digits: dict[str, int] = {}
    tens: dict[str, int] = {}
    scales: dict[str, int] = {}
    scores: dict[str, int] = {}
    capitals = set()
    for row in tables.read("numerals"):
        role = row["role"].removeprefix("capital-").replace("capital", "digit")
        {"digit": digits, "ten": tens, "scale": scales, "score": scores}[role][row["text"]] = int(row["value"])
        if row["role"].startswith("capital"):
            capitals.add(row["text"])
    return digits, tens, scales, scores, frozenset(capitals)


@tables.compiled
def _ids() -> dict[str, str]:
    return {row["text"]: f"numerals:{row['id']}" for row in tables.read("numerals")}


@tables.compiled
def _run() -> regex.Pattern[str]:
    """A maximal run of numeral characters, or one of the few numbers without any (一半 has 一)."""
    digits, tens, scales, scores, _ = _characters()
    cn = "".join([*digits, *tens, *scales, *scores])
    return regex.compile(
        rf"(?:(?:{_ARABIC}|(?<![\d\w.])\.\d++(?!\.))|[{cn}])(?:[{cn}点余多来几]++|(?<=[{cn}点余多来几]){_ARABIC})*+"
        rf"|[几数](?=[{''.join(tens)}{''.join(scales)}])[几数{cn}余多来点]++"
        r"|[Ⅰ-Ⅻ]++"
    )


class _Reader:
    """Reads one number from a run of numeral characters, from the left, as far as the grammar goes."""

    __slots__ = ("arabic", "bare", "end", "more", "rule", "text", "two")

    def __init__(self, text: str) -> None:
        self.text = text
        self.rule, self.more, self.end = "", "", 0
        self.two = self.arabic = self.bare = False

    def read(self, start: int, end: int) -> tuple[Decimal, Decimal | None] | None:
        self.two = False
        self.rule, self.end = "", start
        low = self._value(start, end, 0)
        if low is None:
            return None
        if self.more in ("几", "数"):
            return low, low * 2 if low == 10 and self.rule == "numeral.more" else low * 10 if self.rule == "numeral.several" else None
        if not self.two:
            return low, None
        rule, stop = self.rule, self.end
        high = self._value(start, end, 1)
        self.rule, self.end = rule, stop
        return low, high

    def _value(self, start: int, stop: int, which: int) -> Decimal | None:
        text = self.text
        digits, tens, scales, scores, _ = _characters()
        pieces: list[tuple[Decimal, int]] = []  # what a scale has closed: value, scale
        section = Decimal(0)  # below the next scale
        current: Decimal | None = None
        last_unit = 0  # the unit that stands directly before
        lowest = 0  # the last ten or scale, for a trailing digit
        zero = False
        self.more, self.arabic, self.bare, self.rule, self.end = "", False, False, "numeral.chinese", start
        at, good = start, start
        several = ""
        single_digit = False
        seen = False
        while at < stop:
            c = text[at]
            if c in digits:
                to = at + 1
                if c == "两" and seen and text[to : to + 1] not in ("百", "千", "万", "亿"):
                    break  # 三十两 is a weight
                while to < stop and text[to] in digits and text[to] != "两":
                    to += 1
                if c == "一" and to == at + 1 and text[to : to + 1] == "两" and not seen:
                    to += 1  # 一两千 is 1,000 to 2,000
                run = text[at:to]
                if current is not None or self.more:
                    break
                if len(run) == 1:
                    if digits[run] == 0:
                        zero = True
                        if not seen:
                            current = Decimal(0)
                    else:
                        current = Decimal(digits[run])
                        single_digit = not zero
                elif digits[run[0]] == 0 and seen and len(run) == 2:
                    zero, current, single_digit = True, Decimal(digits[run[1]]), False
                elif len(run) == 2 and (digits[run[1]] == digits[run[0]] + 1 or run in ("三五",)) and digits[run[0]]:
                    self.two, self.rule = True, "numeral.between"
                    current = Decimal(digits[run[which]])
                    single_digit = True
                elif seen and not zero:
                    break
                else:
                    current = Decimal("".join(str(digits[d]) for d in run))
                    self.rule = "numeral.positional"
                    single_digit = False
                at = good = to
                last_unit = 0
                seen = True
                if several:
                    break
                continue
            if c.isdigit() or (c == "." and not seen):
                match = _ARABIC_AT.match(text, at, stop)
                if match is None or current is not None or self.more or match.end() - at > LONGEST_DIGITS:
                    break
                current = Decimal(match.group().replace(",", ""))
                self.arabic = self.arabic or not seen
                if not seen:
                    self.rule = "numeral.digits"
                at = good = match.end()
                last_unit, single_digit = 0, False
                seen = True
                continue
            if c in scores:
                if current is not None or section % 100:
                    break
                section += scores[c]
                lowest = last_unit = 10
                at = good = at + 1
                zero = False
                seen = True
                continue
            if c in tens:
                unit = tens[c]
                if (current is not None or section or pieces) and c in "百千" and unit_table.longest(text, at):
                    break  # 三千瓦 is three kilowatts, 三万千瓦 thirty thousand of them, 955百帕 a pressure
                if current is None:
                    if several:
                        current = Decimal(1)
                    elif (last_unit in (10, 100, 1000) and last_unit <= unit) or (section and not zero and unit != 10):
                        break
                    else:
                        self.bare = self.bare or (not seen and unit >= 100)
                        current = Decimal(1)
                section += current * unit
                current, zero = None, False
                lowest = last_unit = unit
                at = good = at + 1
                seen = True
                if several:
                    self.more, several = several, ""
                    self.rule = "numeral.several"
                continue
            if c in scales:
                unit = scales[c]
                if c == "兆" and unit_table.longest(text, at):
                    break
                part = section + (current or 0)
                if not seen or (several and not part):
                    if several:
                        part, self.more, several, self.rule = Decimal(1), several, "", "numeral.several"
                    else:
                        self.bare = True
                        part = Decimal(1)
                elif current is None and not section and pieces and not zero:
                    # 万亿, 万万: the scale multiplies what stands before it
                    value, _ = pieces.pop()
                    part = value
                else:
                    while pieces and pieces[-1][1] < unit:
                        part += pieces.pop()[0]
                if pieces and pieces[-1][1] <= unit:
                    part += pieces.pop()[0]
                pieces.append((part * unit, unit))
                section, current, zero = Decimal(0), None, False
                lowest = last_unit = unit
                at = good = at + 1
                seen = True
                continue
            if c == "点":
                if not seen or self.more:
                    break
                decimals = _DECIMALS.match(text, at + 1, stop)
                if decimals is None:
                    break
                fraction = "".join(str(digits.get(d, d)) for d in decimals.group())
                whole = sum((value for value, _ in pieces), section)
                if current is not None:
                    whole += current * (lowest // 10 if single_digit and lowest >= 100 and not zero else 1)
                current, section, pieces = whole + Decimal("0." + fraction), Decimal(0), []
                single_digit, lowest = False, 0
                at = good = decimals.end()
                last_unit = 0
                continue
            if c in "余多来":
                if not seen or self.more or (last_unit == 0 and not self.arabic) or (c == "来" and (last_unit not in (10, 100, 1000) or text[at + 1 : at + 2] in "自源到宾访")):
                    break
                if c == "多" and text[at + 1 : at + 2] in _NOT_MORE:
                    break
                self.more = c
                at = good = at + 1
                continue
            if c in "几数":
                if not seen and text[at + 1 : at + 2] and (text[at + 1] in tens or text[at + 1] in scales):
                    several = c
                    at += 1
                    continue
                if c == "几" and last_unit == 10:
                    self.more = c
                    at = good = at + 1
                    last_unit = 0
                    continue
                break
            break
        if not seen or good == start:
            return None
        self.end = good
        total = sum((value for value, _ in pieces), section)
        if current is not None:
            if single_digit and lowest >= 100 and not zero and good > start and not self.arabic and not self.more:
                current = current * (lowest // 10)
                self.rule = "numeral.trailing"
            total += current
        if self.more and self.rule != "numeral.several":
            self.rule = "numeral.more"
        return total


_ARABIC_AT = regex.compile(rf"{_ARABIC}|(?<![\d\w.])\.\d++")
_CUT = regex.compile(r"[.,，]\ufffd|\?[\d%‰]")
_QUESTIONED = regex.compile(r"[\d\p{Han}]\?$")
_LOST = regex.compile(r"\ufffd(?:[\ufffd\d.〇零一二三四五六七八九十百千万亿]{0,40})")
_DECIMALS = regex.compile(r"[〇零○一二三四五六七八九壹贰叁参肆伍陆柒捌玖]{1,30}|\d{1,30}")
_NOT_MORE = set("样少")
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "Ⅵ": 6, "Ⅶ": 7, "Ⅷ": 8, "Ⅸ": 9, "Ⅹ": 10, "Ⅺ": 11, "Ⅻ": 12}
_DENOMINATOR = regex.compile(r"分之(?=[负\-]?[\d〇零一二三四五六七八九两十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟几])")
_BARE_BASE = {"百": 100, "千": 1000, "万": 10000, "百万": 10**6, "千万": 10**7, "百万万": 10**10, "十万": 10**5, "佰": 100, "仟": 1000}
_TENTHS = regex.compile(r"成(?![为立员果功本长熟绩交形型品套片效就因分都人份组团像语县渝])(?P<more>[一二三四五六七八九半\d](?![个家年月日名万千百十.\d]))?(?P<over>[多余])?")
_DISCOUNT = regex.compile(r"折(?![合价算射叠扣腾磨返线旧断])")
_PER = re.compile(r"\s{0,3}(%|‰|‱)")
_POINT = regex.compile(r"\s{0,6}个?\s?百\s?分\s?点")
_JOIN = regex.compile(r"(?:[—－\-~～–−―至到]|——|－－)")
_NEGATIVE = regex.compile(r"(?:(?<![减增担背肩抱欠胜自辜正重荷压降])负的?|零下|(?<![\dA-Za-z\p{Han})）%℃.\-])[-−])$")
_MINUS = regex.compile(r"(?<=\p{Han})[-−]$")
_COLD = regex.compile(r"\s?(?:℃|°|摄氏|华氏)|%")
_BEFORE_BARE = regex.compile(r"(?:[上近超逾过成数几达半]|超过|接近|将近|突破|约|不足|不到|增至|高达)$")
_SINGLE_CAPITALS = set("伍陆参拾仟佰肆捌柒玖壹贰叁")


def scan(folded: str, busy: Sequence[tuple[int, int]] = ()) -> list[Number]:
    """The numbers of a folded text, in order, none inside a guard, none overlapping; ranges not yet joined.

    `busy` are stretches, in order, whose numbers nobody asks for (dates): most of them are not even read.
    """
    guards = Guards(folded)
    reader = _Reader(folded)
    out: list[Number] = []
    floor = at = 0
    for blob in _blob().finditer(folded):
        start, end = blob.span()
        while at < len(busy) and busy[at][1] <= start:
            at += 1
        if at < len(busy) and busy[at][0] <= start and end <= busy[at][1]:
            continue
        if start < floor:  # 百分之十二: the number before reaches into this one
            start = floor
        if end - start <= LONGEST_DIGITS and (plain := _PLAIN.fullmatch(folded, start, end)):
            number = _counted(folded, plain, reader, guards, floor)
            if number is not None:
                out.append(number)
                floor = number.end
            continue
        if end - start == 1:
            number = _single(folded, start, reader, guards, floor)
            if number is not None:
                out.append(number)
                floor = number.end
            continue
        for match in _run().finditer(folded, start, end):
            for number in _of_run(folded, match.start(), match.end(), reader, guards, floor):
                out.append(number)
                floor = number.end
    return out


@tables.compiled
def _blob() -> re.Pattern[str]:
    """A stretch of characters of which numbers are made; `_run` and the grammar say which. (`re` finds such sets fastest.)"""
    digits, tens, scales, scores, _ = _characters()
    cn = "".join([*digits, *tens, *scales, *scores])
    return re.compile(rf"[0-9.几数Ⅰ-Ⅻ{cn}][0-9.,几数Ⅰ-Ⅻ{cn}点余多来]*")


# Nine numbers of ten in the news: digits, with at most one scale. They need no grammar.
_PLAIN = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)(万亿|[万亿])?")
_PLAIN_SCALES = {None: (), "万": (10**4,), "亿": (10**8,), "万亿": (10**4, 10**8)}


def _counted(folded: str, plain: re.Match[str], reader: _Reader, guards: Guards, floor: int) -> Number | None:
    """A number in digits, read without the grammar; None where it is a name or a part of one."""
    start, stop = plain.span()
    if _named(folded, start, stop, guards):
        return None
    if (before := folded[start - 1 : start]).isascii() and (before.isalpha() or before in ("_", "#", "@")):
        return None
    if (after := folded[stop : stop + 1]).isascii() and after.isalpha() and plain[2] is None and not unit_table.begins(folded, stop):
        return None
    digits, scale = plain.groups()
    value = Decimal(digits.replace(",", ""))
    for factor in _PLAIN_SCALES[scale]:
        value *= factor
    number = Number(start, stop, value, arabic=True, core=start, tail=stop)
    return number if _finished(folded, number, reader, stop, floor) else None


@tables.compiled
def _digits_of_one() -> dict[str, Decimal]:
    """What a Chinese digit that stands alone is worth; 十 too."""
    return {character: Decimal(value) for character, value in [*_characters()[0].items(), ("十", 10)]}


def _single(folded: str, start: int, reader: _Reader, guards: Guards, floor: int) -> Number | None:
    """A number of one character; None where it counts nothing."""
    character = folded[start]
    value = _digits_of_one().get(character)
    if value is None:
        if character in "几数.":
            return None
        return next(_of_run(folded, start, start + 1, reader, guards, floor), None)
    stop = start + 1
    if (character == "零" and folded[stop : stop + 1] == "下") or _named(folded, start, stop, guards) or _lonely(folded, character, start, stop):
        return None
    if character in _ids():
        noted(_ids()[character])
    number = Number(start, stop, value, core=start, tail=stop, rule="numeral.chinese")
    return number if _finished(folded, number, reader, stop, floor) else None


def _named(folded: str, start: int, stop: int, guards: Guards) -> bool:
    rule = guards.by(start, stop)
    return bool(rule and noted(rule))


def _of_run(folded: str, start: int, end: int, reader: _Reader, guards: Guards, floor: int) -> Iterator[Number]:
    """The numbers of one run, by the grammar."""
    if end - start > LONGEST_RUN:
        noted("numeral.long")
        return
    while start < end:
        number = _one(folded, start, end, reader, guards, floor)
        if number is None:
            start += 1
            while start < end and folded[start].isdigit() and folded[start - 1].isdigit():
                start += 1
            continue
        if number.rule:
            yield number
            floor = number.end
        start = number.end


RULES["numeral.long"] = "a run longer than any amount is none"


def _one(folded: str, start: int, end: int, reader: _Reader, guards: Guards, floor: int) -> Number | None:
    """The number at `start` of a run that ends at `end`; one with an empty rule is to be stepped over."""
    first = folded[start]
    if first in _ROMAN:
        stop = start + 1
        if stop < end and folded[stop] in _ROMAN:
            return None
        return Number(start, stop, Decimal(_ROMAN[first]), core=start, tail=stop, rule=noted("numeral.roman"))
    if first == "零" and (folded[start + 1 : start + 2] == "下" or folded[start + 1 : start + 2].isdigit()):
        return None  # 零下5度, 1小时零6分
    read = reader.read(start, end)
    if read is None:
        return None
    value, upper = read
    stop = reader.end
    if _named(folded, start, stop, guards):
        return Number(start, stop, None, rule="")
    if first.isdigit() or first == ".":
        before, after = folded[start - 1 : start], folded[stop : stop + 1]
        if before.isascii() and (before.isalpha() or before in ("_", "#", "@")):
            return Number(start, stop, None, rule="")
        if after.isascii() and after.isalpha() and not unit_table.begins(folded, stop):
            return Number(start, stop, None, rule="")
    elif stop - start == 1 and _lonely(folded, first, start, stop):
        return Number(start, stop, None, rule="")
    number = Number(start, stop, value, upper, more=reader.more, arabic=reader.arabic, bare=reader.bare, core=start, tail=stop, rule=reader.rule)
    if number.bare and not (number.more or _DENOMINATOR.match(folded, stop) or folded.startswith("百分百", start)):
        if stop - start > 2 and len({*folded[start:stop]} & {"百", "千", "万", "亿"}) > 2:
            return Number(start, stop, None, rule="")
        if not _BEFORE_BARE.search(folded, max(floor, start - 2), start) and folded[start - 1 : start] != "第":
            return Number(start, stop, None, rule="")
        number.rule = "numeral.round"
    if tables.listening():
        for character in folded[start:stop]:
            if character in _ids():
                noted(_ids()[character])
    return number if _finished(folded, number, reader, end, floor) else Number(start, stop, None, rule="")


def _finished(folded: str, number: Number, reader: _Reader, run_end: int, floor: int) -> bool:
    """The number with its percent, sign and losses; False for the rest of a longer number (024)."""
    start, stop = number.start, number.end
    if folded[stop : stop + 1] in _EXTENDING:
        _extended(folded, number, reader, run_end)
    if (before := folded[start - 1 : start]) and before in "第负下-−的":
        _signed(folded, number, floor)
    questioned = before == "?" and _QUESTIONED.search(folded, max(0, start - 2), start)
    first = folded[start]
    if first == "0" and folded[start + 1 : start + 2].isdigit() and not questioned:
        return False
    end = number.end
    if (
        LOSS in (folded[number.start - 1 : number.start], folded[end : end + 1])
        or (folded[end : end + 1] in _CUTTING and _CUT.match(folded, end))
        or (questioned and (first.isdigit() or first == "."))
    ):
        number.value = number.upper = None
        if number.start > floor and folded[number.start - 1 : number.start] == LOSS:
            number.start = number.core = number.start - 1
        if match := _LOST.match(folded, number.end):
            number.end = number.tail = match.end()
        number.rule = "numeral.lost"
    noted(number.rule)
    return True


_EXTENDING = frozenset("分成折半又/%‰‱ \t\n\u3000\u00a0\r")
_CUTTING = frozenset(".,，?")


def _lonely(folded: str, first: str, start: int, stop: int) -> bool:
    """Whether a single character counts nothing: 陆 in 陆地, 一 in 一看."""
    if first in _characters()[4]:
        return bool(folded[start - 1 : start] + folded[stop : stop + 1]) and _PART.match(folded, stop) is None
    return first == "一" and not _ONE_COUNTS.match(folded, stop) and not unit_table.begins(folded, stop)


_PART = regex.compile(r"分之|又[〇零一二三四五六七八九两十百千万壹贰叁肆伍陆柒捌玖拾佰仟\d]{1,12}分之")
_ONE_COUNTS = regex.compile(r"$|[^\p{Han}\w]|[成半分又折]")


def _extended(folded: str, number: Number, reader: _Reader, run_end: int) -> None:
    """Percents, fractions and tenths: what may follow the digits."""
    stop = number.end
    following = folded[stop : stop + 1]
    if following == "分":
        match = _DENOMINATOR.match(folded, stop)
        if match and number.value:
            _fraction(folded, number, match.end())
        elif folded.startswith("分百", stop) and folded[number.start : stop] == "百":
            number.end, number.value, number.kind, number.base, number.rule = stop + 2, Decimal(100), "percent", 100, "numeral.percent"
    elif following == "成":
        match = _TENTHS.match(folded, stop)
        if match and number.value is not None and number.value <= 10 and not number.more:
            digit = match["more"]
            extra = {"半": Decimal(5)}.get(digit or "", Decimal(0)) if digit and digit not in _characters()[0] and not digit.isdigit() else Decimal(_characters()[0].get(digit, digit) if digit else 0)
            number.end, number.kind, number.base, number.rule = match.end(), "percent", 10, "numeral.tenths"
            number.value = number.value * 10 + extra
            number.upper = None if number.upper is None else number.upper * 10
            number.more = match["over"] or ""
    elif following == "折":
        if _DISCOUNT.match(folded, stop) and number.value is not None and 0 < number.value < 100 and not number.more:
            scale = 10 if number.value < 10 else 1
            number.end, number.kind, number.base, number.rule, number.value = stop + 1, "percent", 10, "numeral.tenths", number.value * scale
    elif following == "半" and folded[number.start : stop] == "一" and folded[stop + 1 : stop + 2] not in ("个", "是", "会", "山", "天"):
        number.end, number.kind, number.value, number.base, number.rule = stop + 1, "fraction", Decimal("0.5"), 2, "numeral.half"
    elif following == "又":
        match = _ARABIC_OR_CN.match(folded, stop + 1)
        if match:
            part = _Reader(folded)
            read = part.read(stop + 1, match.end())
            over = _DENOMINATOR.match(folded, match.end())
            if read and part.end == match.end() and over:
                whole = number.value or Decimal(0)
                piece = Number(stop + 1, match.end(), read[0], core=stop + 1, tail=match.end())
                _fraction(folded, piece, over.end())
                if piece.kind == "fraction" and piece.value is not None:
                    number.end, number.kind, number.value, number.rule = piece.end, "fraction", whole + piece.value, "numeral.mixed"
    elif following == "/" and number.arabic:
        match = _SLASH.match(folded, number.start)
        if match and Decimal(match[2]) and match[1] == folded[number.start : stop]:
            number.end, number.kind, number.rule = match.end(), "fraction", "numeral.slash"
            number.value = Decimal(match[1]) / Decimal(match[2])
    else:
        per = _PER.match(folded, stop)
        if per and number.value is not None:
            number.base = {"%": 100, "‰": 1000, "‱": 10000}[per[1]]
            number.end, number.kind, number.rule = per.end(), "percent", "numeral.percent"
            if number.base != 100:
                number.value = number.value * 100 / number.base
                number.upper = None if number.upper is None else number.upper * 100 / number.base


_ARABIC_OR_CN = regex.compile(r"[〇零一二三四五六七八九两十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]{1,20}|\d{1,10}")
_SLASH = regex.compile(r"(\d{1,4}(?:\.\d{1,3})?)/(\d{1,4}(?:\.\d{1,3})?)(?![\d/.]|年|月)")


def _fraction(folded: str, number: Number, at: int) -> None:
    """A分之B: `number` is A, B begins at `at`."""
    negative = folded.startswith("负", at)
    at += negative
    match = _run().match(folded, at)
    if match is None:
        return
    part = _Reader(folded)
    read = part.read(at, match.end())
    if read is None or not number.value or read[0] is None:
        return
    base = _BARE_BASE.get(folded[number.start : number.end], 0)
    share, upper = read
    share = -share if negative else share
    number.end, number.tail, number.more = part.end, part.end, part.more
    number.arabic = False
    if base:
        number.kind, number.base, number.rule = "percent", base, "numeral.percent"
        number.value = share * 100 / base
        number.upper = None if upper is None else upper * 100 / base
    else:
        number.kind, number.rule = "fraction", "numeral.fraction"
        number.value, number.upper = share / number.value, None


def _signed(folded: str, number: Number, floor: int) -> None:
    """负, 零下, a minus, and 第 before the number."""
    before = folded[number.start - 1 : number.start]
    if before == "第" and number.kind == "cardinal":
        number.start -= 1
        number.kind, number.rule = "ordinal", "numeral.ordinal"
        return
    if before and before in "负下-−的":
        match = _NEGATIVE.search(folded, max(floor, number.start - 3), number.start)
        if match is None and (number.kind == "percent" or _COLD.match(folded, number.end)):
            match = _MINUS.search(folded, max(floor, number.start - 2), number.start)
        if match and number.value is not None:
            number.start = match.start()
            number.value, number.upper = (-number.value, None) if number.upper is None else (-number.upper, -number.value)  # 零下十二三度
            number.rule = "numeral.negative"


def joined(folded: str, found: list[Number]) -> Iterator[Number]:
    """The numbers, with those that 至, 到, — or ～ join made one."""
    at = 0
    while at < len(found):
        number = found[at]
        at += 1
        if at < len(found) and number.upper is None and (gap := found[at].start - number.end) in (1, 2):
            other = found[at]
            if (
                _JOIN.fullmatch(folded, number.end, number.end + gap)
                and other.upper is None
                and number.value is not None
                and other.value is not None
                and number.kind == other.kind
                and (low := _lifted(number, other, folded)) < other.value
            ):
                noted("numeral.range")
                number.value, number.upper, number.end, number.tail = low, other.value, other.end, other.tail
                number.more = number.more or other.more
                at += 1
        yield number


def _lifted(low: Number, high: Number, folded: str) -> Decimal:
    """The lower end, with the scale it shares with the upper: 3至5万 begins at 30000."""
    assert low.value is not None and high.value is not None
    if low.kind == "cardinal" and not low.more:
        digits = folded[high.core].isdigit()
        scale = _SHARED_SCALE.search(folded[high.core : high.tail]) if digits else _SHARED_CHINESE.search(folded[high.core : high.tail])
        if scale and not _SHARED_CHINESE.search(folded[low.core : low.tail]) and (not digits or folded[low.end - 1].isdigit()):
            factor = Decimal(1)
            for character in scale.group():
                factor *= _characters()[1].get(character) or _characters()[2][character]
            if low.value < high.value / factor:
                return low.value * factor
    return low.value


_SHARED_SCALE = regex.compile(r"[十百千]?[万亿]+$|[十百千]$")
_SHARED_CHINESE = regex.compile(r"[万亿]+$")


_WIDE_COMMA = regex.compile(r"(?<=(?<![\d.,，第前])\d{1,3}(?:，\d{3}){0,3})，(?=\d{3}(?:，\d{3}){0,3}(?:\.\d{1,4})?(?![和及与至或])[\p{Han}%])|(?<=[０-９])，(?=[０-９]{3}(?![０-９]))|(?<=\d,\d{3})，(?=\d{3},\d{3}(?!\d))")
_SPACED = regex.compile(r"(?:第[ \u3000]{0,3})?[〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟\d.](?:[ \u3000]{0,3}[〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟点分之余多成折\d.]){1,60}+")
_GAP = regex.compile(r"(?<![\d.])[ \u3000]{1,3}|[ \u3000]{1,3}(?![\d.])")
_NEEDS = regex.compile(r"[十百千万亿成折]|分[ \u3000]{0,3}之")


def folded_for_numbers(text: str) -> str:
    """The fold, with the full-width comma of ４，５６５ as a separator; same length."""
    folded = fold(text)
    return _replaced(folded, [m.start() for m in _WIDE_COMMA.finditer(text)]) if "，" in text and _WIDE_COMMA.search(text) else folded


def _replaced(folded: str, commas: list[int]) -> str:
    characters = list(folded)
    for at in commas:
        characters[at] = ","
    return "".join(characters)


def found(folded: str, busy: Sequence[tuple[int, int]] = ()) -> list[Number]:
    """`scan`, for a text in which a numeral may be spaced out: 一 百 五 十 个."""
    gaps: list[tuple[int, int]] = []
    if " " in folded and _SPACED_HINT.search(folded):
        for match in _SPACED.finditer(folded):
            if _NEEDS.search(match.group()):
                gaps += [gap.span() for gap in _GAP.finditer(folded, match.start(), match.end())]
    if not gaps:
        return scan(folded, busy)
    noted("numeral.spaced")
    parts: list[str] = []
    home: list[int] = []
    at = 0
    for low, high in [*gaps, (len(folded), len(folded))]:
        parts.append(folded[at:low])
        home += range(at, low)
        at = high
    home.append(len(folded))
    numbers = scan("".join(parts))
    for number in numbers:
        number.end, number.tail = home[number.end - 1] + 1, home[number.tail - 1] + 1
        number.start, number.core = home[number.start], home[number.core]
    return numbers


_SPACED_HINT = regex.compile(r"[十百千万亿分折成点] {1,3}[\p{Han}\d]|[\p{Han}\d] {1,3}[百千万亿分折成点十余]")
RULES["numeral.spaced"] = "blanks between the characters of a numeral"


def numerals(text: str) -> list[dict[str, Any]]:
    """Every number of the text: quote, start, end, kind (cardinal ordinal percent fraction), value, upper.

    >>> [(n["quote"], n["kind"], n["value"]) for n in numerals("第三批，百分之十二点五，3/4")]
    [('第三', 'ordinal', Decimal('3')), ('百分之十二点五', 'percent', Decimal('12.5')), ('3/4', 'fraction', Decimal('0.75'))]
    >>> [n["quote"] for n in numerals("四川省5G基站")]
    []
    """
    folded = folded_for_numbers(text)
    out = []
    for number in joined(folded, found(folded)):
        point = _POINT.match(folded, number.end) if number.kind == "cardinal" else None
        if point is not None:
            number.end, number.kind = point.end(), "percent"
            noted("numeral.point")
        out.append(
            {
                "quote": text[number.start : number.end],
                "start": number.start,
                "end": number.end,
                "kind": number.kind,
                "value": number.value,
                "upper": number.upper,
            }
        )
    return out


@tables.compiled
def _overlong() -> re.Pattern[str]:
    digits, tens, scales, scores, _ = _characters()
    numeral = "0-9" + "".join([*digits, *tens, *scales, *scores])
    return re.compile(rf"[{numeral}][.,{numeral}]{{{LONGEST_RUN},}}|[（(〔\[【〈《{{｛［]{{{DEEPEST},}}")


def warnings(text: str) -> list[str]:
    """What was not read because no news has it: numerals of thousands of digits, brackets opened by the hundred.

    >>> warnings("编号" + "7" * 5000)
    ['a numeral of 5,000 characters at 2 is longer than any amount and was not read']
    """
    said = []
    for match in _overlong().finditer(folded_for_numbers(text)):
        length = match.end() - match.start()
        if match[0][0] in "（(〔[【〈《{｛［":
            said.append(f"{length:,} brackets are opened in a row at {match.start():,}; a number right behind them was not read")
        else:
            said.append(f"a numeral of {length:,} characters at {match.start():,} is longer than any amount and was not read")
    return said[:MOST_WARNINGS]


MOST_WARNINGS = 10
