"""Which numbers speak of time: 2024年, 1—8月, 13日, 9时30分, 20:15, 2024-06-07, 两年半, 近三年.

A number is time by its unit, and by what stands around it. 2024年 is a year and 20年 a length, 98年4月 a year again; 17号 a day and 17号线
a railway; 三点 an hour and 三点建议 three pieces of advice; 前三季度 the first three quarters of a year and 第三季度 one. Numbers that share
a unit (1—8月, 3、4月份) each have it.

    >>> [atom for match in NUMBER.finditer("今年1—8月\\n") for atom in numbered(match, "今年1—8月\\n")]  # doctest: +ELLIPSIS
    [Atom(start=2, end=3, slot='month', op='is', n=1, ...), Atom(start=4, end=6, slot='month', op='is', n=8, ...)]
    >>> [atom for match in NUMBER.finditer("17号线\\n") for atom in numbered(match, "17号线\\n")]
    []
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import regex


class Atom(NamedTuple):
    """One small word: where it stands, the slot it fills, how, and with what. `row` is the table row or rule behind it."""

    start: int
    end: int
    slot: str
    op: str
    n: int = 0
    m: int = 0
    row: str = ""
    more: Any = None


_DIGITS = {"〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "仨": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "几": 0}
_TENS = {"十": 10, "廿": 20, "卅": 30, "百": 100, "千": 1000}


def small(said: str) -> float | None:
    """A numeral of a date: 9, 09, 二十九, 廿三, 二〇二三, 4.5, 半; None when it is none.

    >>> small("二十九"), small("二〇二三"), small("廿三"), small("十")
    (29, 2023, 23, 10)
    """
    if said.isascii():
        try:
            return float(said) if "." in said else int(said)
        except ValueError:
            return None
    if said == "半":
        return 0.5
    if all(char in _DIGITS for char in said):
        value = 0
        for char in said:
            value = value * 10 + _DIGITS[char]
        return value
    total, at = 0, None
    for char in said:
        if char.isdigit() and char.isascii():
            at = (at or 0) * 10 + int(char)
        elif char in _DIGITS:
            if at not in (None, 0):
                return None
            at = _DIGITS[char]
        elif char in _TENS:
            unit = _TENS[char]
            total += unit * (at if at else 1) if char in "十百千" else unit
            at = None
        else:
            return None
    return total + (at or 0)


CHINESE = "〇零○一二两三四五六七八九十廿卅"
_UNITS = (
    "世纪|年代|学年|财年|年度|周年|年|个季度|季度|季|个月|月份|月|天|日|号|周|个星期|星期|个礼拜|礼拜|个周|"
    "个小时|小时|个钟头|钟头|个钟|点钟|点|时|分钟|刻钟|分|秒钟|秒|个工作日|工作日|个交易日|交易日"
)
_PREFIX = "倒数第|第|每隔|每|最后|最近|近|过去|未来|今后|接下来|之前|之后|往前|往后|向前|向后|将来|后面|前|后|头|上|下"
# A number and its unit, with what may stand inside (3个多月, 两年半, 十余年), and with the numbers that share the unit (1—8月, 3、4月).
NUMBER = regex.compile(
    rf"""
    (?=[0-9.{CHINESE}俩仨几数半][0-9.{CHINESE}百千多余来个半至到、和与及—–~～－\s-]{{0,18}}[世年学财周季个月天日号星礼小钟点时分刻秒工交])
    (?P<list>(?:(?:[0-9]{{1,4}}|[{CHINESE}]{{1,4}})\s?(?:[—–~～－ー-]{{1,2}}|至|到|、|和|与|及)\s?){{1,4}})?
    (?P<n>[0-9]{{1,4}}(?:\.[0-9]{{1,2}})?|[{CHINESE}俩仨几数半][{CHINESE}百千]{{0,7}})
    \s?(?P<more>[多余来几]?)(?P<ge>个(?=[半多]))?(?P<half>半?)(?P<more2>多?)\s?
    (?P<unit>{_UNITS})
    (?P<tail>(?<=分)半钟(?!头)|[半多余]?)
    """,
    regex.VERBOSE,
)
_PREFIX_BEFORE = regex.compile(rf"(?P<prefix>{_PREFIX})的?这?\s?$")
_PARTS = regex.compile(rf"[0-9]{{1,4}}|[{CHINESE}]{{1,4}}")
FIGURES = regex.compile(
    r"""
    (?<![0-9A-Za-z.])(?=[0-9]{1,4}[-/.:：·•・\x20][0-9]|(?:19|20)[0-9]{6})(?:
      (?P<y>[12][0-9]{3})(?P<sep>[-/.])(?P<mo>1[0-2]|0?[1-9])(?:[-/.](?P<d>3[01]|[12][0-9]|0?[1-9]))?(?![0-9](?![0-9]?[:：]))(?!\.[0-9])
    | (?P<cy>(?:19|20)[0-9]{2})(?P<cm>0[1-9]|1[0-2])(?P<cd>3[01]|[12][0-9]|0[1-9])(?![0-9.])
    | (?P<wy>(?:19|20)[0-9]{2})\x20(?P<wm>1[0-2]|0?[1-9])\x20(?P<wd>3[01]|[12][0-9]|0?[1-9])(?![0-9.])
    | (?P<ld>3[01]|[12][0-9]|0?[1-9])/(?P<lm>1[0-2]|0?[1-9])/(?P<ly>(?:19|20)?[0-9]{2})(?![0-9/])
    | (?P<h>[01]?[0-9]|2[0-4])[:：](?P<mi>[0-5][0-9])(?:[:：](?P<s>[0-5][0-9]))?(?![0-9:：])
    | (?P<em>1[0-2]|0?[1-9])[·•・](?P<ed>3[01]|[12][0-9]|0?[1-9])(?![0-9·•・])
    | (?P<sm>1[0-2]|0?[1-9])(?:/(?P<sd>3[01]|[12][0-9]|0?[1-9])(?:[日号]|(?=[早晚上下凌]|\x20?[0-9]{1,2}[:：时点]))|[-.](?P<sd2>3[01]|[12][0-9]|0?[1-9])(?=\x20[0-9]{1,2}[:：时点]))
    )
    """,
    regex.VERBOSE,
)
# 2024-06-0709:30, 2024-06-07T09:30:00: pages glue the clock to the day.
_GLUED = regex.compile(r"[-T]?(?P<h>[01][0-9]|2[0-3])[:：](?P<mi>[0-5][0-9])(?:[:：](?P<s>[0-5][0-9]))?(?:\+08:?00|Z)?(?![0-9:：])")
_SCORE_BEFORE = regex.compile(r"(?:比分为?|以|比|战成|大胜|击败|负于|胜|第)\s?$")
_SCORE_AFTER = regex.compile(r"(?:战胜|击败|取胜|险胜|完胜|大胜|力克|不敌|负于|战平|逼平|领先|落后|获胜|的比例|的比分|比例|告负|胜出|逆转)")
_CLOCK_TAIL = regex.compile(
    rf"""(?:钟)?(?:(?P<half>半)(?:(?P<hs>[0-5]?[0-9]|[{CHINESE}]{{1,3}})秒)?|(?P<quarter>[一三13])刻钟?
    |(?:零|过)?(?P<mi>[0-5]?[0-9]|[{CHINESE}]{{1,4}})分(?!钟?[之头])(?:(?P<s>[0-5]?[0-9]|[{CHINESE}]{{1,4}})秒)?
    |(?:[踏搭](?P<fives>[一二三四五六七八九十]{{1,2}})|(?P<words>[一二三四五六七八九十]{{1,2}})个字)
    |(?P<bare>[0-5][0-9]|零[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?|[一二三四五]十)(?![0-9年月日号天个多余元万亿%百千名人件家项时点岁分])
    )?(?P<sharp>[整正])?(?P<hand>\x20?(?:[aApP]\.?[mM]\.?(?![A-Za-z])))?""",
    regex.VERBOSE,
)
_HAND = regex.compile(r"\x20?(?P<hand>[aApP](?:\.?[mM]\.?)?)(?![A-Za-z])")
HOUR_HAND = regex.compile(r"(?<![0-9A-Za-z.:：])(?P<h>1[0-2]|0?[1-9])\x20?(?P<hand>[aApP]\.?[mM]\.?)(?![A-Za-z])")
# 距今约5000年 is an age; as a year, four digits lie between these.
_FIRST_YEAR, _LAST_YEAR = 1000, 2199
_FIRST_OF_REPUBLIC, _LAST_OF_REPUBLIC = 100, 139  # years of three figures in the calendar of Taiwan, where a month stands behind
_MONTH_NEXT = regex.compile("(?:1[0-2]|0?[1-9])月")
_AGE_BEFORE = regex.compile(r"(?:距今约?|长达|历经|超过|有着?|近|约|逾)\s?$")
_ISSUE = regex.compile(r"第[0-9]{1,4}号")
_LATER = regex.compile("之?后")
_WITHIN = regex.compile("[以之]?内")
_SECONDS_AFTER = regex.compile(rf"(?:零|钟)?(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})秒")
_HOURS_BEFORE = regex.compile("(?:小时|钟头)零?$")
_EVENT_NAME_AFTER = regex.compile(r"[”\"]?(?:晚会|热线|行动|工程|国际消费者|消费者|维权)")
_CLOCK_SURE = regex.compile(r"[整正半钟]|[一三1-3]刻|[零过]?[0-5]?[0-9]分|[零过]?[一二三四五六七八九十]{1,3}分")
_CLOCK_BARE = regex.compile(r"[0-5][0-9](?![0-9])|零[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?|[一二三四五]十")
_CLOCK_TO = regex.compile("到|至|左右|以前|之前|以后|之后|前|后")
_MINUTE_AFTER = regex.compile(r"[\s，。、；：）”到至许左开准出抵发离举起前后—~～-]")
_HOUR_AFTER = regex.compile(r"[整正许起至到前后，。、—-]|[0-9一二三四五六七八九十零]{1,3}分|$")

# What may not follow a bare 号, 日, 时, 点: 17号线, 3日游, 8时代, 三点建议.
_NOT_AFTER = {
    "号": regex.compile(r"[线楼院馆文件令公告门房机厅台船桥洞井通站车舱别码路铺地岛炉坝矿煤池库段标仓座席厂院墙柱柜杆槽监选球染病称召角]"),
    "日": regex.compile(r"三餐|[游均常租薪龄元产用照光内渐益期程托耗销]|以内|之内|间(?!隔)"),
    "钟点": regex.compile(r"[0-9%]|建议|意见|要求|希望|一[一二三四五六七八九]?(?![十刻分])"),
    "时": regex.compile(r"[辰间候代期刻隔段速效尚差常空任光机局政评事髦装]|不时"),
    "点": regex.compile(
        r"[0-9建意要不共体启经原方措希看理什以对球位面数名阵燃击赞评心火缀子亮多滴线%上下来去五四三二六七八九]|一[一二三四五六七八九]?(?![十刻分])"
    ),
}
# 1月3, 10月22出生: a day without its 日, where nothing else can be meant.
_BARE_DAY = regex.compile(r"(?:3[01]|[12][0-9]|0?[1-9])(?=[，。；、\s]|出生|$)(?!\x20?[0-9])(?!、[0-9])")
# A bare 13号 is a day only where no name stands before it: 神舟十八号, 2号楼, 〔2024〕6号.
_DAY_BEFORE = regex.compile(r"[\s，。、；：“（于在到至从自是将的今]")
_DAY_AFTER = regex.compile(r"[晚早上下中凌起前后至到止，。、；）\s—~～-]|在|举|开")
# 提前两个月, 以后三年, 马上两点: the word before belongs elsewhere.
_NO_PREFIX = {"前": "提之以日先午空目事生超", "后": "之以今最先落此随", "上": "以加早晚马线网之海", "下": "以之如余线名", "头": "年月镜街", "近": "接附最临靠将"}
# 二月二: a numeral behind a month that is no day with its 日 or 号 belongs to a name.
_DANGLING = regex.compile(r"[一二三四五六七八九](?![一二三四五六七八九]?[十日号])")
_HAN = regex.compile(r"\p{Han}")
_HANGS_ON = "年月期度周季旬日半在于的比较据和与是我"
_RECENT_BEFORE = regex.compile(r"[\s，。；：、“（在对于是据从和与由比较把其的]")
_RECENT_AFTER = regex.compile("来|以来|间|累计|平均|全[省市县国]")
_OFFSET_AFTER = regex.compile("[前后内来]|[之以][前后内来]")


# 24小时热线, 15分钟生活圈: a length that only describes.
_NOT_LENGTH_AFTER = regex.compile(r"热线|自助|值班|值守|不打烊|生活圈|便民|便利|经济圈|交通圈|核酸|动态|监测|客服|营业|服务|开放|在线|全天候|通勤圈|时差")


_RUN = re.compile("[0-9]+")
_SEPARATORS = frozenset("-/.:：·•・ ")
_FIGURES = frozenset("0123456789")
_GLUED_DAY = 8


def figures(text: str) -> list[Any]:
    """The matches of `FIGURES`, tried only where a run of figures has the length and the neighbour that a date or time needs."""
    found, reached = [], 0
    for run in _RUN.finditer(text):
        start, end = run.span()
        length = end - start
        if start < reached or not (length == _GLUED_DAY or (length <= 4 and text[end : end + 1] in _SEPARATORS and text[end + 1 : end + 2] in _FIGURES)):
            continue
        match = FIGURES.match(text, start)
        if match is not None:
            found.append(match)
            reached = match.end()
    return found


def figured(match: Any, text: str) -> list[Atom]:
    start, end = match.span()
    part = match.groupdict()
    if part["y"]:
        if part["d"] is None and (text[end] in "年月号亿万元%倍.·" and text[end]):
            return []
        if part["d"] is None and part["sep"] == "." and not regex.match(r"\s*[-—至到~～]", text[end : end + 3]):
            return []
        if part["d"] is None and part["sep"] == "-" and len(part["mo"]) == 1:
            return []
        found = [Atom(start, end, "date", "is", 0, 0, "when.figures", (int(part["y"]), int(part["mo"]), int(part["d"]) if part["d"] else 0))]
        glued = _GLUED.match(text, end) if part["d"] and len(part["d"]) == 2 else None
        if glued:
            op = "second" if glued["s"] else "minute"
            found.append(Atom(end, glued.end(), "clock", op, int(glued["h"]), int(glued["mi"]), "when.clock", (int(glued["s"] or 0), "")))
        return found
    if part["cy"]:
        return [Atom(start, end, "date", "is", 0, 0, "when.figures", (int(part["cy"]), int(part["cm"]), int(part["cd"])))]
    if part["wy"]:
        return [Atom(start, end, "date", "is", 0, 0, "when.figures", (int(part["wy"]), int(part["wm"]), int(part["wd"])))]
    if part["ly"]:
        year = int(part["ly"])
        if len(part["ly"]) == 2:
            if len(part["ld"]) < 2 or len(part["lm"]) < 2:
                return []
            year = century_of(year)
        return [Atom(start, end, "date", "is", 0, 0, "when.figures", (year, int(part["lm"]), int(part["ld"])))]
    if part["h"]:
        if _SCORE_BEFORE.search(text, max(0, start - 6), start) or _SCORE_AFTER.match(text, end):
            return []
        hour, minute, second = int(part["h"]), int(part["mi"]), int(part["s"] or 0)
        hand = _HAND.match(text, end)
        if hand:
            end = hand.end()
        elif text[end] == "时" and text[end + 1] not in "间代期候":
            end += 1
        return [Atom(start, end, "clock", "second" if part["s"] else "minute", hour, minute, "when.clock", (second, _pm(hand)))] if hour < 24 or minute == 0 else []
    if part["em"]:
        if _EVENT_NAME_AFTER.match(text, end):
            return []
        return [Atom(start, end, "date", "is", 0, 0, "when.event-day", (0, int(part["em"]), int(part["ed"])))]
    return [Atom(start, end, "date", "is", 0, 0, "when.figures", (0, int(part["sm"]), int(part["sd"] or part["sd2"])))]


def _pm(match: Any) -> str:
    return match["hand"][0].lower() if match and match["hand"] else ""


def century_of(short: int) -> int:
    """The year of two digits: 00 to 49 is 2000 to 2049, the rest is of the last century."""
    return 2000 + short if short < 50 else 1900 + short


_UNIT_CODE = {"年": "Y", "周年": "Y", "个季度": "Q", "个月": "M", "周": "W", "个周": "W", "个星期": "W", "星期": "W", "个礼拜": "W", "礼拜": "W",
              "天": "D", "日": "D", "个工作日": "D", "工作日": "D", "个交易日": "D", "交易日": "D", "个小时": "h", "小时": "h",
              "个钟头": "h", "钟头": "h", "个钟": "h", "分钟": "m", "分": "m", "刻钟": "q", "秒": "s", "秒钟": "s", "月": "M"}  # fmt: skip


_SEVERAL_TENS = regex.compile("(?P<first>[二三四五六七八九])[三四五六七八九]?(?P<last>[三四五六七八九])十")  # 八九十年代


class Number(NamedTuple):
    """A number with its unit, and what stands around it: 去年[前][3]个[月], [1—]8[月], 两[年]半."""

    text: str
    start: int  # of the word before (前, 近, 每), where there is one
    first: int  # of the first number of a list or range
    at: int  # of the number itself
    end: int
    said: str
    value: float
    unit: str
    prefix: str
    loose: bool  # 多, 余, 半: no whole number of units
    ge: bool
    half: bool
    about: bool
    lefts: tuple[tuple[int, int, int], ...]
    listed: str

    @property
    def n(self) -> int:
        return int(self.value)

    @property
    def whole(self) -> bool:
        return self.value == int(self.value) and not self.loose

    @property
    def chinese(self) -> bool:
        return not self.said.isascii()

    @property
    def before(self) -> str:
        """The character before the numbers."""
        return self.text[self.first - 1]

    def atoms(self, slot: str, op: str, n: int, more: Any = None, start: int | None = None) -> list[Atom]:
        """An atom for each number of the list, all with this unit."""
        rule = "when." + slot
        ordinal = bool(self.lefts) and self.prefix == "第"  # 第三、四季度
        before = [Atom(self.start if ordinal and left is self.lefts[0] else left[0], left[1], slot, "is" if slot == "year" else op, left[2], 0, rule, "left") for left in self.lefts]
        return [*before, Atom(self.at if start is None else start, self.end, slot, op, n, 0, rule, more)]


def numbered(match: Any, text: str) -> list[Atom]:
    """The atoms of a number with its unit; none where it counts something else."""
    if match["unit"] == "年代" and (several := _SEVERAL_TENS.fullmatch(match["n"])) and not match["list"]:
        first, last = (10 * _DIGITS[several[part]] for part in ("first", "last"))
        return [Atom(match.start("n"), match.end("unit"), "decade", "short", first, last, "when.decade")] if first < last else []
    number = _number(match, text)
    if number is None or (number.unit[-1] == "年" and text[number.end] in "级制薪息"):
        return []
    if number.unit in ("时", "点", "点钟"):
        return _clocked(match, number)
    found = _BY_UNIT.get(number.unit, _other)(number)
    return _lasting(number) if found is None else found


def _number(match: Any, text: str) -> Number | None:
    part = match.groupdict()
    at, end, unit, tail = match.start("n"), match.end(), part["unit"], part["tail"]
    lefts = tuple(_lefts(match, text, unit))
    first = match.start() if lefts else at  # in 8:00至10月 nothing is listed
    hung = _PREFIX_BEFORE.search(text, max(0, first - 5), first)
    prefix, start = (hung["prefix"], hung.start()) if hung else ("", first)
    loosely = hung is not None and "的" in text[hung.start() : first] and unit in ("月", "月份", "日", "号", "时", "点")
    if prefix and ((start and text[start - 1] in _NO_PREFIX.get(prefix, "")) or loosely):
        start, prefix = first, ""  # 79年前的8月15日
    touched = text[first - 1] if first and not prefix else ""
    if touched and (touched in "0123456789." or (touched in ",，:：" and first > 1 and text[first - 2] in _FIGURES and text[first] in _FIGURES and text[first - 3 : first - 2] not in ("图", "表"))):
        return None
    if tail and (unit in _NO_TAIL or (tail[0] != "半" and unit[-1] not in "年月天周时期")):
        end, tail = end - 1, ""
    value = small(part["n"])
    if value is None:
        return None
    about = bool(part["more"] or part["more2"] or (tail and tail[0] != "半"))
    half = bool(part["half"]) or tail[:1] == "半"
    return Number(text, start, first, at, end, part["n"], value, unit, prefix, about or half, bool(part["ge"]), half, about, lefts, part["list"] if lefts else "")


def _years(number: Number) -> list[Atom] | None:
    text, prefix = number.text, number.prefix
    if not number.whole or number.ge:
        return None
    for word, op in (("公元前", "bc"), ("公元", "is")):
        if text[max(0, number.at - len(word)) : number.at] == word:
            return [Atom(number.at - len(word), number.end, "year", op, number.n, 0, "when.year")]
    if _ISSUE.match(text, number.end):
        return []  # 2022年第18号
    if number.lefts and len(number.said) != 4 and number.lefts[0][2] < _FIRST_YEAR:
        return None  # 3—5年
    if _FIRST_OF_REPUBLIC <= number.n <= _LAST_OF_REPUBLIC and number.said.isdigit() and number.said.isascii() and not prefix and _MONTH_NEXT.match(text, number.end):
        return [Atom(number.at, number.end, "year", "is", 1911 + number.n, 0, "when.year", "era")]  # 113年2月20日, of Taiwan
    year = _year(number.said, number.n, text, number.at)
    if year is not None and prefix in ("", "前", "后", "上", "下", "头", "近") and not (prefix and year[0] != "is"):
        return number.atoms("year", *year)
    return [Atom(number.start, number.end, "year", "nth", number.n, 0, "when.nth")] if prefix == "第" else None


def _months(number: Number) -> list[Atom] | None:
    text, n, prefix, alone = number.text, number.n, number.prefix, number.unit == "月"
    if alone and number.ge:
        return None  # 三个多月, 两个半月
    if not number.whole:
        return []
    if number.chinese and len(number.said) == 2 and not prefix and number.said[0] in _DIGITS and _DIGITS.get(number.said[1], 0) == _DIGITS[number.said[0]] + 1:
        return [Atom(number.at, number.end, "span", "months", _DIGITS[number.said[0]], _DIGITS[number.said[1]], "when.span", "M")]  # 四五月份
    bare = _BARE_DAY.match(text, number.end) if alone and not prefix and 1 <= n <= 12 and not number.lefts else None
    if bare:
        return [*number.atoms("month", "is", n), Atom(bare.start(), bare.end(), "day", "is", int(bare[0]), 0, "when.day", "日")]
    if prefix in ("前", "头") and 2 <= n <= 12:
        return [Atom(number.start, number.end, "span", "first", n, 0, "when.span", "M")]
    if prefix in ("近", "最近", "过去", "未来", "今后") and alone:
        return None
    dangling = number.chinese and _DANGLING.match(text, number.end)
    if number.lefts and (number.before == "月" or text[number.end] in "初廿"):
        number = number._replace(lefts=())  # 六月六和九月初九
    if 1 <= n <= 13 and len(number.said) <= 3 and not dangling and text[number.end] not in "亮饼球票薪租嫂子坛光季牙龄":
        return number.atoms("month", "is", n)
    return []


def _days(number: Number) -> list[Atom] | None:
    text, n, prefix, unit, end = number.text, number.n, number.prefix, number.unit, number.end
    if prefix in ("上", "下", "头") or prefix.endswith("第"):
        return []
    if not number.whole or prefix not in ("", "前", "后", "每") or not 1 <= n <= 31 or len(number.said) > 3:
        return None
    in_month, day = number.before == "月", unit == "日"
    if (prefix in ("前", "后") and day and not in_month) or (day and not prefix and number.chinese and not in_month and _LATER.match(text, end)):
        return None  # 前三日, 三日后
    if day and number.before == "起" and _LATER.match(text, end):
        return None  # 自公布之日起30日后
    if _NOT_AFTER[unit].match(text, end):
        if day and _WITHIN.match(text, end):
            return None
        return number.atoms("day", "weak", n) if in_month else []
    named = not (_DAY_BEFORE.search(number.before) and _DAY_AFTER.match(text, end))
    if named and not prefix and not in_month and not number.lefts and (number.chinese or not day):
        return []  # 神舟十八号, 日复一日
    return number.atoms("day", "is", n, unit)


def _centuries(number: Number) -> list[Atom] | None:
    fits = number.whole and 1 <= number.n <= 30 and not number.prefix
    return [Atom(number.at, number.end, "century", "is", number.n, 0, "when.century")] if fits else []


def _decades(number: Number) -> list[Atom] | None:
    n = number.n
    fits = number.whole and n % 10 == 0 and (n < 100 or n > 999) and not number.prefix
    return number.atoms("decade", "is" if n > 999 else "short", n) if fits else []


def _long_years(number: Number) -> list[Atom] | None:
    if not number.whole or not 1000 <= number.n <= 2999 or number.said[0] in "百千":
        return []
    if number.unit == "学年":
        return [Atom(number.first, number.end, "year", "school", number.n - bool(number.lefts), 0, "when.school-year")]
    return number.atoms("year", "is", number.n)


def _quarters(number: Number) -> list[Atom] | None:
    n, prefix, text = number.n, number.prefix, number.text
    if number.unit == "季":  # 明年第一季, not the third season of a show
        wanted = prefix == "第" and number.whole and 1 <= n <= 4 and number.start and text[number.start - 1] == "年" and text[number.end] not in "节风花稻票军"
        if prefix == "前" and number.whole and n in (2, 3) and text[number.end] in "、，的":
            return [Atom(number.start, number.end, "span", "first", n, 0, "when.span", "Q")]
        return number.atoms("quarter", "is", n, None, number.start) if wanted else []
    if not number.whole:
        return None
    if prefix in ("前", "头"):
        return [Atom(number.start, number.end, "span", "first", n, 0, "when.span", "Q")] if 2 <= n <= 4 else []
    if 1 <= n <= 4 and (prefix == "第" or (not prefix and number.unit == "季度")):
        return number.atoms("quarter", "is", n, None, number.start if prefix and not number.lefts else None)
    return None


def _other(number: Number) -> list[Atom] | None:
    text, prefix, unit, n = number.text, number.prefix, number.unit, number.n
    if prefix in ("前", "头") and unit == "个月" and number.whole and 2 <= n <= 12:
        return [Atom(number.start, number.end, "span", "first", n, 0, "when.span", "M")]
    if prefix in ("第", "倒数第") and number.whole:
        if unit == "个月":
            return [Atom(number.start, number.end, "month", "is", n, 0, "when.month")] if 1 <= n <= 12 else []
        slot = {"天": "day", "周": "week", "星期": "week", "个星期": "week"}.get(unit)
        return [Atom(number.start, number.end, slot, "nth", n if prefix == "第" else -n, 0, "when.nth")] if slot else []
    if unit == "分" and not prefix and not (number.half or _SECONDS_AFTER.match(text, number.end) or _HOURS_BEFORE.search(text, max(0, number.at - 3), number.at)):
        return []  # a mark, a point of a score, a share
    if (unit == "周" and text[number.end] == "岁") or (number.said == "半" and prefix in ("上", "下")):
        return []
    return None


# What a unit makes of a number; None: a length of time.
_BY_UNIT: dict[str, Callable[[Number], list[Atom] | None]] = {
    "年": _years, "月": _months, "月份": _months, "日": _days, "号": _days, "世纪": _centuries, "年代": _decades, "学年": _long_years,
    "财年": _long_years, "年度": _long_years, "季": _quarters, "季度": _quarters, "个季度": _quarters,
}  # fmt: skip
_NO_TAIL = ("日", "号", "月份", "年度", "学年", "世纪", "年代", "季度")


def _year(said: str, n: int, text: str, start: int) -> tuple[str, int] | None:
    """How a number before 年 is a year: ("is", year), ("short", two digits) when only its neighbours can tell, or None."""
    if said[0] in "几数半":
        return None
    if said.isascii():
        if "." in said:
            return None
        if len(said) == 4:
            return ("is", n) if _FIRST_YEAR <= n <= _LAST_YEAR and not _AGE_BEFORE.search(text, max(0, start - 4), start) else None
        if start >= 2 and text[start - 2 : start] == "公元":
            return "is", n
        if len(said) == 3 and text[start - 1] == "前":
            return None
        return (("is" if said[0] == "0" else "short"), century_of(n)) if len(said) == 2 else None
    if all(char in _DIGITS and char not in "两俩仨几" for char in said):
        if len(said) in (3, 4):
            return "is", n
        if len(said) == 2 and (said[0] in "〇零○" or _DIGITS[said[0]] > _DIGITS[said[1]] or _DIGITS[said[1]] - _DIGITS[said[0]] > 2 or said[1] in "〇零○"):
            return "is", century_of(n)
    elif text[start - 2 : start] == "公元":
        return "is", n
    elif len(said) <= 3 and said[0] not in "百千半":
        return "cardinal", century_of(n) if n < 100 else n
    return None


def _lefts(match: Any, text: str, unit: str) -> list[tuple[int, int, int]]:
    """The numbers before, that share the unit of the last: (start, end, value), when all of them can have it."""
    if not match["list"]:
        return []
    wanted = {"年": (0, 2999), "月": (1, 12), "月份": (1, 12), "日": (1, 31), "号": (1, 31), "季度": (1, 4), "学年": (1000, 2999), "年度": (1000, 2999), "年代": (0, 2999)}.get(unit)
    found: list[tuple[int, int, int]] = []
    if "、" in match["list"] and _is_list_head(match, text):
        return []
    for one in _PARTS.finditer(text, match.start("list"), match.start("n")):
        value = small(one[0])
        if value is None or (wanted and not wanted[0] <= value <= wanted[1]):
            return []
        if unit == "年" and len(one[0]) != 4 and len(match["n"]) == 4:
            return []
        found.append((one.start(), one.end(), int(value)))
    return found


def _is_list_head(match: Any, text: str) -> bool:
    """一、5月底前完成: the head of a list, and no month; but 一、二季度."""
    head, said = match["list"].strip(" 、"), match["n"]
    if head.isascii() != said.isascii():
        return True
    begins = text[match.start() - 1] in "\n。；： \u3000"
    return begins and not head.isascii() and (small(head) or 0) + 1 != (small(said) or 0)


def _clocked(match: Any, number: Number) -> list[Atom]:
    """上午9时30分, 8点半, 24时: an hour and what follows it; or nothing, where 点 is a point and 时 a word's end."""
    text, prefix, value, unit, start, end = number.text, number.prefix, number.value, number.unit, number.at, match.end("unit")
    hour = int(value)
    if match["n"][0] in "几数半" or hour != value or not 0 <= hour <= 24 or match["more"] or match["half"] or match["ge"] or prefix in ("第", "每"):
        return []
    chinese = not match["n"][0].isascii()
    before = text[start - 1]
    beside = before in "日号午晨晚上夜早午间天周一二三四五六末里今明昨节到至昼朝—~～-"
    strong = unit == "点钟" or text[end] == "钟"
    if unit == "点" and not strong and not _CLOCK_SURE.match(text, end):
        bare = _CLOCK_BARE.match(text, end)
        if not bare and _NOT_AFTER["点" if not beside else "钟点"].match(text, end):
            return []
        if chinese and not beside and not bare and hour < 4 and text.strip() != text[start:end] and not _CLOCK_TO.match(text, end):
            return []
        if hour == 1 and chinese and text[end] in "都也儿就":
            return []
        if before and before in "第有这几":
            return []
    if unit == "时":
        if _NOT_AFTER["时"].match(text, end):
            return []
        if chinese and not beside and before and not _HOUR_AFTER.match(text, end):
            return []
        if before and before in "第小学课工":
            return []
    tail = _CLOCK_TAIL.match(text, end)
    op, minute, second, hand = "hour", 0, 0, ""
    if tail and (unit == "点" or unit == "点钟" or tail["mi"] or tail["quarter"] or tail["sharp"] or tail["hand"] or (tail["half"] and unit == "时")):
        part = tail.groupdict()
        hand = (part["hand"] or "").strip()[:1].lower()
        end = tail.end()
        if part["half"]:
            op, minute = "minute", 30
            if part["hs"]:
                op, second = "second", int(small(part["hs"]) or 0)
        elif part["quarter"]:
            op, minute = "minute", 15 * int(small(part["quarter"]) or 0)
        elif part["mi"]:
            op, minute = "minute", int(small(part["mi"]) or 0)
            if part["s"]:
                op, second = "second", int(small(part["s"]) or 0)
        elif part["fives"] or part["words"]:
            if not beside:
                return []  # 三点三个字 is an hour in Cantonese, where a part of the day stands before it
            op, minute = "minute", 5 * int(small(part["fives"] or part["words"]) or 0)
        elif part["bare"] and chinese and not beside and (before == "之" or not _MINUTE_AFTER.match(text, end)):
            return []  # 百分之十二点零七, 三点一四倍
        elif part["bare"]:
            op, minute = "minute", int(small(part["bare"].lstrip("零")) or 0)
    if minute > 59 or second > 59:
        return []
    found: list[Atom] = []
    if match["list"]:
        for one in _PARTS.finditer(text, match.start("list"), start):
            left = small(one[0])
            if left is None or not 0 <= left <= 24 or "、" in match["list"]:
                found = []
                break
            found.append(Atom(one.start(), one.end(), "clock", "hour", int(left), 0, "when.clock", (0, "")))
    return [*found, Atom(start, end, "clock", op, hour, minute, "when.clock", (second, hand))]


def _lasting(number: Number) -> list[Atom]:
    """三年半, 3个多月, 240小时: a length, with the word before it that hangs it on the present (近, 未来, 每)."""
    text, said, end, prefix, about = number.text, number.said, number.end, number.prefix, number.about
    code = _UNIT_CODE.get(number.unit)
    if code is None or said[0] in "百千":
        return []
    if code == "W" and text[end] == "末":
        return []  # 两个周末
    if code in ("h", "m") and (_NOT_LENGTH_AFTER.match(text, end) or text[number.at - 1] in "×x*"):
        return []
    length: float | None = number.value + (0.5 if number.half and said != "半" else 0)
    if said[0] in "几数":
        if not prefix and not _OFFSET_AFTER.match(text, end):
            return []
        length = None
    elif number.chinese and len(said) == 2 and all(char in _DIGITS and char not in "〇零" for char in said):
        length, about = float(_DIGITS[said[0]]), True  # 三五年, 两三天: about, from the first
    if length is not None and code == "q":
        length, code = length * 15, "m"
    if prefix in ("前", "后", "上", "下", "头") and _HAN.match(text[number.start - 1]) and text[number.start - 1] not in _HANGS_ON:
        prefix = ""  # 飞行前12小时 is a length before a flight
    if prefix == "近" and not _RECENT_BEFORE.search(text[number.start - 1]) and not _RECENT_AFTER.match(text, end):
        prefix, about = "", True  # 历时近三年 is nearly three years, not the last three
    if prefix == "第":
        prefix = ""
    ranged = bool(number.listed) and "、" not in number.listed
    if ranged:
        length = None  # 3—5年: TIMEX3 has no value for a range of lengths
    begin = number.start if prefix else number.first if ranged else number.at
    return [Atom(begin, end, "duration", code, 0, 0, "when.duration", (length, about, prefix, None))]
