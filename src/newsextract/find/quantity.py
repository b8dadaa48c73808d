"""Numbers with what they count: the unit behind, the modifier beside.

全省粮食播种面积近8500万亩，亩产412.6公斤；27、47、147和18微克/立方米. A quantity runs from the numeral to the end of its unit; the modifier
stays outside (近, 超过, 左右), except 余 and 多, which stand inside the number. A list shares its last unit. Values have their scale applied
and units are never converted.

    >>> [(q["quote"], q["value"], q["unit"], q["modifier"], q["bound"]) for q in quantities("播种面积近8500万亩")]
    [('8500万亩', Decimal('85000000'), '亩', '近', 'below')]
    >>> [(q["quote"], q["unit"]) for q in quantities("浓度分别为27、47和18微克/立方米")]
    [('27', '微克/立方米'), ('47', '微克/立方米'), ('18微克/立方米', '微克/立方米')]

A number that is no quantity gives nothing: dates, codes and names are turned away by `numeral`, a single Chinese digit before a weak
measure (三方, 两岸, 一个) here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import regex

from newsextract import tables
from newsextract.find import numeral, segment, unit
from newsextract.find.numeral import LOSS, Number
from newsextract.tables import noted

RULES = {
    "quantity.unit": "a number and its unit",
    "quantity.open-unit": "a number and a measure word that the table lacks, by jieba's dictionary",
    "quantity.noun": "a number and what it counts, without a measure between: 100万农村人口",
    "quantity.percent": "a percentage: %, ‰, 百分之, 成",
    "quantity.half": "一半 is 50 %",
    "quantity.fraction": "a fraction without a unit is a ratio",
    "quantity.and-half": "半 behind the measure: 两个半小时 is 2.5",
    "quantity.coins": "money in two units: 九元五角",
    "quantity.sign": "a currency sign before the number: ￥300",
    "quantity.thermometer": "摄氏 or 华氏 before the number",
    "quantity.parts": "a measure in two units: 4小时12分 is 4.2 小时, 六斤八两 6.8 斤",
    "quantity.range-units": "both ends of a range with their unit: 3公里至5公里",
    "quantity.shared-unit": "a number of a list takes the unit of the next: 27、47和18微克/立方米",
    "quantity.rank": "a place in an order: 第7, 第三位, 前10",
    "quantity.ordinal": "a number in a series: 第二批",
    "quantity.doubled": "翻一番 is twice, 翻两番 four times",
    "quantity.rate": "a rate by ten or a hundred thousand: 1.67/10万",
    "quantity.bare": "a scaled number without a unit: 用户超过150万",
    "quantity.proportion": "so many to one: 生师比15.9∶1",
    "quantity.index": "an index or ratio without a unit: 收入比1.87, 指数为50.3",
}

_BUSY_KINDS = {"date", "datetime", "range", "time", "set"}
_RANK_BEFORE = regex.compile(r"(?:排名|位居|位列|排在|排|居|列|位|升至|跃升|跃居|跻身|稳居|名列|第)\p{Han}{0,12}?[，,]?$|(?:全国|全省|全市|世界|全球|同行业)$")
_RANK_UNIT = {"位", "名"}
_RANK_ADJECTIVE = regex.compile(r"[大高多长低快强](?!会|赛|型|额|气|学|桥|众|队)")
_ORDINAL_UNITS = set("个届次批轮期场例季座家代起回条支处所艘列架部张")
_FRONT_UNITS = {"", "位", "名", "强", "家", "个"}
_INDEX_BEFORE = regex.compile(
    r"(?:指数|系数|比值|收入比|消费比|性别比|评分|得分|均分|汇率|中间价|即期报价|PMI|CPI|PPI|率|比)(?:（[^）]{1,12}）)?(?:分别)?(?:(?:缩小|扩大|上升|下降|回升|回落|提高|提升|降|升)?(?:为|达到?|是|至|到|报)|由|从|约)?(?:\p{Han}{0,4}的)?$"
)
_TEMPERATURE = regex.compile(r"气温|温度|水温|体温|室温|零下|零上|高温|低温|摄氏|升温|降温|热|冷")
_ELECTRICITY = regex.compile(r"电")
_ANGLE = regex.compile(r"角|坡|经度?|纬|旋转|弯")
_TIME_UNITS = {"年", "个月", "月", "天", "日", "小时", "分钟", "秒", "周", "星期", "季度", "时", "旬", "夜", "周年", "钟头", "学年", "学期"}
_SHARING = regex.compile(r"\s?(?:、|和|及|与|以及|，|,|或|/)\s?")
_RANGE_JOIN = regex.compile(r"\s?(?:[—－\-~～–至到]|——)\s?")
_FROM = regex.compile(r"[由从自]\D{0,3}$")
_COIN_BASE = {"元", "块", "圆", "米"}
_DIGIT = {d: i for i, d in enumerate("零一二三四五六七八九")} | {d: i for i, d in enumerate("〇壹贰叁肆伍陆柒捌玖")} | {str(i): i for i in range(10)} | {"两": 2}
_COIN = regex.compile(
    r"(?:(?P<tenth>[一二两三四五六七八九壹贰叁肆伍陆柒捌玖\d])[角毛](?:(?P<rest>[一二三四五六七八九壹贰叁肆伍陆柒捌玖\d])(?:分(?:钱)?|(?![\p{Han}\d]))|(?:零(?P<odd>[一二三四五六七八九壹贰叁肆伍陆柒捌玖])分))?"
    r"|零?(?P<cent>[一二三四五六七八九壹贰叁肆伍陆柒捌玖])分(?!之|别)"
    r"|(?:零(?P<hundredth>[一二三四五六七八九]))(?![\p{Han}\d.])"
    r"|(?P<tails>[一二三四五六七八九][一二三四五六七八九](?![\p{Han}\d.])|\d\d(?![\p{Han}\d.]))"
    r"|(?P<tail>[一二三四五六七八九\d])(?![\p{Han}\d.](?<![到至左以的钱一每])))?(?P<whole>整)?"
)
_COINED = frozenset("零一二两三四五六七八九壹贰叁肆伍陆柒捌玖0123456789整")
_PER_MANY = regex.compile(r"(\d{1,4}(?:\.\d{1,3})?)(/10?[万亿]|/千|/1000|/10000|/100000)")
_BARE_BEFORE = regex.compile(r"(?:人数|数量|总数|总量|次数|户数|件数|粉丝|用户|会员|浏览量|阅读量|点击量|播放量|下载量|访问量|销量)(?:已|均|共)?(?:为|达到?|有|超过?|突破|近|约|逾|接近|不足){0,2}$")
_NO_THING = {"左右", "以上", "以下", "以内", "上下", "规模", "级别", "市场", "大关"}
# What stands directly behind a larger unit counts its parts: 4小时12分, 六斤八两, 3公里500米.
_PARTS = {
    ("小时", "分"): 60,
    ("小时", "分钟"): 60,
    ("小时", "秒"): 3600,
    ("分钟", "秒"): 60,
    ("分", "秒"): 60,
    ("斤", "两"): 10,
    ("公斤", "两"): 20,
    ("丈", "尺"): 10,
    ("尺", "寸"): 10,
    ("公里", "米"): 1000,
    ("米", "厘米"): 100,
    ("年", "月"): 12,
    ("美元", "美分"): 100,
}
_SIGNS = {"￥": "CNY", "¥": "CNY", "$": "USD", "＄": "USD", "€": "EUR", "£": "GBP"}
_SCALE_NAME = regex.compile(r"(?P<cold>零下)?(?P<scale>摄氏|华氏)(?P<cold2>零下|-)?$")


class _Modifiers:
    """The words before and after a number: word -> (bound, row), and by which character each is looked for."""

    def __init__(self) -> None:
        self.before = {row["text"]: (row["bound"], row["id"]) for row in tables.read("modifiers") if row["place"] == "before"}
        self.after = {row["text"]: (row["bound"], row["id"]) for row in tables.read("modifiers") if row["place"] == "after"}
        self.last = frozenset(word[-1] for word in self.before)
        self.first = frozenset(word[0] for word in self.after)
        self.lengths = sorted({*map(len, self.before), *map(len, self.after)}, reverse=True)

    def ending(self, folded: str, floor: int, end: int) -> str:
        """The longest that ends at `end` and does not begin before `floor`; "" where there is none."""
        if end > floor and folded[end - 1] in self.last:
            for length in self.lengths:
                if end - length >= floor and (word := folded[end - length : end]) in self.before:
                    return word
        return ""

    def beginning(self, folded: str, start: int) -> str:
        """The longest that begins at `start`; "" where there is none."""
        if folded[start : start + 1] in self.first:
            for length in self.lengths:
                if (word := folded[start : start + length]) in self.after:
                    return word
        return ""


@tables.compiled
def _modifiers() -> _Modifiers:
    return _Modifiers()


# 至少建成1座, 最高可贷500万元: a short verb between the modifier and its number.
_ACROSS = regex.compile(
    r"(至少|最高|最多|至多)(?:(?:可以?|能)?(?:贷|获|享受?|领取?|申请|贷款|补贴|补助|奖励|给予|建成|建设|建|培育|培训|配备|安排|完成|开展|举办|打造|选派|种植|保留|引进|报销|减免)|可达?)$"
)
# What a modifier's word means elsewhere: 附近3家, 最近2年, 通过5项, 上海, 完成3项 hold no modifier.
_NO_MODIFIER = {
    "近": "附最靠邻临相亲远新",
    "过": "通经透不跳胜难渡走路",
    "约": "会节马条预合契公履制签履",
    "上": "以之晚早加赶同史网线手路身海",
    "成": "完建形组构生达促养",
    "共": "公提所中一",
    "破": "突打侦跌",
    "达": "雷发抵传表到",
    "超": "高",
}


def empty(text: str, start: int, end: int) -> dict[str, Any]:
    """The record of a quantity, with its fields at rest."""
    record = _AT_REST.copy()
    record["quote"], record["start"], record["end"], record["number_start"], record["number_end"] = text[start:end], start, end, start, end
    return record


_AT_REST: dict[str, Any] = {
    "quote": "",
    "start": 0,
    "end": 0,
    "number_start": 0,
    "number_end": 0,
    "kind": "count",
    "value": None,
    "upper": None,
    "unit": "",
    "unit_code": None,
    "modifier": "",
    "bound": "exact",
    "indicator": "",
    "comparison": "",
    "period": None,
    "region": None,
    "complete": True,
    "rule": "",
    "why": (),
    "direction": None,
    "change": None,
    "ratio": None,
    "modality": None,
    "speaker": None,
    "part_of": None,
}


@dataclass(slots=True)
class _Read:
    """A quantity being read: span, unit, and what is still open."""

    number: Number
    start: int
    end: int
    kind: str = ""
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    code: str | None = None
    rule: str = ""
    ge: bool = False


def quantities(text: str, *, dates: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    """Every number with its unit and modifier; see the module.

    `dates` is what `when.dates` gave for this text: a number inside a date is no quantity.

    >>> [(q["quote"], q["kind"], q["value"]) for q in quantities("跃居全国第三位，第二批")]
    [('第三位', 'rank', Decimal('3')), ('第二批', 'ordinal', Decimal('2'))]
    """
    folded = numeral.folded_for_numbers(text)
    busy = None if dates is None else _busy(dates)
    found = numeral.found(folded, busy or ())
    numbers = _joined(folded, found, _dated(text, folded, found) if busy is None else busy)
    read_so_far: list[_Read] = []
    for number in numbers:
        at = read_so_far[-1].end if read_so_far else 0
        if number.start >= at:
            read_so_far.append(_read(folded, number, at))
    reads = _merged(folded, _shared(folded, read_so_far))
    out = []
    floor = 0
    for read in reads:
        if not read.kind:
            floor = max(floor, read.number.end)
            continue
        record = _record(text, folded, read, floor)
        floor = record["end"]
        out.append(record)
    return out


def _busy(dates: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return [(d["start"], d["end"]) for d in dates if d["kind"] in _BUSY_KINDS]


# What a date may have behind a number that `guard` leaves (3天后 is guarded, 未来3天 is not).
_DATED = re.compile(
    r"[多余来半]?个?半?(?:[年月日天号时点秒周星礼季旬世夜晚早学代届节交字/:：.]|批次|小时|钟|刻钟|工作|分|[ \u3000])"
    r"|[\-—至到~～]{1,2}(?:[\d一二三四五六七八九十.]{1,7}|[上下])个?(?:[年月日天号时点秒周星旬世夜午晚]|分钟|小时|学)"
)
_CLOCKED = re.compile(r"\d[:：]$")
_SENTENCE_END = regex.compile(r"[。！？\n]")


def _dated(text: str, folded: str, found: list[Number]) -> list[tuple[int, int]]:
    """The stretches of the dates, of those sentences only in which a number looks like a part of one."""
    from newsextract.find import when

    busy: list[tuple[int, int]] = []
    reached = 0
    for number in found:
        if number.start >= reached and (_DATED.match(folded, number.end) or _CLOCKED.search(folded, max(0, number.start - 2), number.start)):
            start = max(reached, *(folded.rfind(mark, reached, number.start) + 1 for mark in "。！？\n"))
            ending = _SENTENCE_END.search(folded, number.end)
            reached = ending.end() if ending else len(text)
            busy += [(start + low, start + high) for low, high in _busy(when.dates(text[start:reached]))]
    return busy


def _joined(folded: str, found: list[Number], busy: list[tuple[int, int]]) -> list[Number]:
    """The numbers that stand outside the dates, ranges made one."""
    free, at = [], 0
    for number in found:
        while at < len(busy) and busy[at][1] <= number.start:
            at += 1
        if not (at < len(busy) and busy[at][0] < number.end and number.start < busy[at][1]):
            free.append(number)
    return list(numeral.joined(folded, free))


def _read(folded: str, number: Number, floor: int) -> _Read:
    """The number with what follows it; kind "" where it is (so far) no quantity."""
    read = _Read(number, number.start, number.end, value=number.value, upper=number.upper)
    if folded[number.start - 1 : number.start] in _BREAKING and _BROKEN.search(folded, max(0, number.start - 8), number.start) and _is_rest(folded, number):
        pass  # 增长3. 5%, 投资12,34亿元, 四点 五个百分点: 5 % would be wrong
    elif number.kind == "percent":
        _percent(folded, number, read)
    elif number.kind == "fraction":
        if number.rule == "numeral.slash" and (match := _PER_MANY.match(folded, number.start)):
            read.kind, read.rule, read.unit, read.end, read.value = "ratio", "quantity.rate", match[2], match.end(), Decimal(match[1])
        elif number.rule == "numeral.slash" and "." in folded[number.start : number.end]:
            pass
        elif number.rule == "numeral.half":
            read.kind, read.value, read.unit, read.code, read.rule = "percent", Decimal(50), "%", "%", "quantity.half"
        elif number.rule != "numeral.slash" or not unit.at(folded, number.end):
            read.kind, read.rule = "ratio", "quantity.fraction"
    elif number.kind == "ordinal":
        _ordinal(folded, number, read)
    elif folded[number.start - 1 : number.start] in _BASING and _BASE.search(folded, max(0, number.start - 2), number.start):
        pass  # 每50公斤127元: the base of a rate; （含10名）: said again
    elif folded[number.start - 1 : number.start] == "前" and not number.more and number.upper is None and _front(folded, number, read):
        pass
    else:
        _cardinal(folded, number, read, floor)
    return read


# What may stand between the pieces of a number that a page has broken: a dot or a comma too many, a blank, another kind of point.
_BREAKING = frozenset(".,·・•。- \u3000\u00a0")
_BROKEN = regex.compile(r"(?<![\d.A-Za-z])\d{1,3}(?:[·・•.,]{1,3}-?|[ \u3000\u00a0]|[。]|\.[ \u3000\u00a0]{1,2}|,[ \u3000\u00a0])$|\d[.,][.,\-]{0,2}$|[〇零一二三四五六七八九十]点[ \u3000]{1,2}$")


def _is_rest(folded: str, number: Number) -> bool:
    """Whether what stands behind the break goes on with the number: 3. 5%, but not 共12, 27家 or 50. 次年."""
    before, first = folded[number.start - 1], folded[number.start]
    if not first.isdigit() and first != ".":
        return before in " \u3000" and folded[number.start - 2] == "点" and number.kind == "cardinal" and folded.startswith(("个百分点", "倍"), number.end)
    if folded[number.start - 2] == "点":
        return False
    if before in " \u3000\u00a0" and folded[number.start - 2] == ",":
        return _DIGITS_OF.match(folded, number.start).end() - number.start == 3  # type: ignore[union-attr]
    return True


_DIGITS_OF = re.compile(r"[0-9]*")
_BASING = frozenset("每隔满含")
_BASE = re.compile(r"每[隔满]?$|[（(]含$")


def _percent(folded: str, number: Number, read: _Read) -> None:
    read.kind, read.rule, read.unit, read.code = "percent", "quantity.percent", "%", "%"
    noted(f"units:{'%' if number.base in (10, 100) else '‰' if number.base == 1000 else '‱'}")
    if number.base in (1000, 10000):
        read.unit, read.code = ("‰", "[ppth]") if number.base == 1000 else ("‱", "[pptt]")
        factor = Decimal(number.base) / 100
        read.value = None if number.value is None else number.value * factor
        read.upper = None if number.upper is None else number.upper * factor
    elif number.base > 10000:
        read.kind, read.unit, read.code, read.rule = "ratio", "", None, "quantity.fraction"
        read.value = None if number.value is None else number.value / 100


def _ordinal(folded: str, number: Number, read: _Read) -> None:
    end = number.end
    following = folded[end : end + 1]
    if following and following in _RANK_UNIT and folded[end : end + 2] not in ("名单", "位数"):
        read.kind, read.unit, read.end, read.rule = "rank", following, end + 1, "quantity.rank"
    elif _RANK_ADJECTIVE.match(folded, end):
        read.kind, read.end, read.rule = "rank", end + 1, "quantity.rank"
    elif folded[number.start - 1 : number.start] == "（" and folded[end : end + 2] in _ISSUES:
        pass  # 简报（第12期）: the number of the bulletin itself
    elif following in _ORDINAL_UNITS and not _SECTION.match(folded, end) and _NOT_ORDINAL.match(folded, end) is None:
        read.kind, read.unit, read.end, read.rule = "ordinal", following, end + 1, "quantity.ordinal"
    elif (not following or not "\u4e00" <= following <= "\u9fff" or following in "的和至、") and _RANK_BEFORE.search(folded, max(0, number.start - 16), number.start):
        read.kind, read.rule = "rank", "quantity.rank"


_ISSUES = ("期）", "号）", "辑）")
_SECTION = regex.compile(r"条(?:第|规定|之|款|、|和第)")
_NOT_ORDINAL = regex.compile(r"家庭|代表|部分|次产业|个五年|场馆|期间|季度|例如|处处|批复|轮换|座谈|所有|部委")


def _front(folded: str, number: Number, read: _Read) -> bool:
    """前10, 前三位, 前100名: a rank; 前三季度, 前4个月 are not."""
    if number.start >= 2 and folded[number.start - 2] in "之以日年月目先提向面门往从空":
        return False
    found = unit.at(folded, number.end)
    name = found.name if found else ""
    if folded[number.end : number.end + 1] == "强":
        name = "强"
    if name not in _FRONT_UNITS or number.value is None or number.value > 1000:
        return False
    following = folded[number.end : number.end + 1]
    if not name and "\u4e00" <= following <= "\u9fff" and following not in "的和、":
        return False
    read.kind, read.rule, read.unit = "rank", "quantity.rank", name
    read.start, read.end = number.start - 1, number.end + len(name)
    return True


def _cardinal(folded: str, number: Number, read: _Read, floor: int) -> None:
    end = number.end
    sign = folded[number.start - 1 : number.start]
    if sign and sign in _SIGNS and number.start - 1 >= floor:
        read.kind, read.unit, read.code, read.rule, read.start = "money", sign, _SIGNS[sign], "quantity.sign", number.start - 1
        return
    if folded[end : end + 1] == " " and number.arabic:
        end += 2 if folded[end + 1 : end + 2] == " " else 1
    found = unit.at(folded, end)
    if found is not None and (found.name, folded[found.end : found.end + 1]) in _SPOILED:
        found = None  # 20万群众 are no 群, and 由2.3升至3.6 no litres
    if found is None:
        found = _open(folded, end, number) if end == number.end else None
        read.rule = found.rule if found else ""
    else:
        read.rule = "quantity.unit"
    if found is not None and not _spoiled(folded, number, found):
        if number.value == 1 and not number.arabic and folded.startswith("之", found.end) and folded[found.end + 1 : found.end + 2] in ("内", "间", "中"):
            read.rule = ""  # 一夜之间, 一天之内: how fast, not how long
            return
        read.kind, read.unit, read.code, read.end = found.kind, found.name, found.code, found.end
        if found.name in _PARTICULAR or folded[found.end : found.end + 1] == "半":
            _particular(folded, number, read, found)
        return
    read.rule = ""
    if found is None and _scaled(folded, number, floor):
        read.kind, read.rule = "count", "quantity.bare"
    elif found is None and number.arabic and number.upper is None and folded[end : end + 1] in _TO and _to_one(folded, number):
        read.kind, read.rule, read.end = "ratio", "quantity.proportion", end + 2
    elif found is None and number.value is not None and _index(folded, number, floor):
        read.kind, read.rule = "ratio" if _RATIO_BEFORE.search(folded, max(0, number.start - 28), number.start) else "count", "quantity.index"


def _scaled(folded: str, number: Number, floor: int) -> bool:
    """使用人数超过150万，: a number with a scale, at the end of its clause, behind the name of a count."""
    following = folded[number.end : number.end + 1]
    if folded[number.end - 1] not in "万亿" or (following and "\u4e00" <= following <= "\u9fff") or following.isalnum():
        return False
    if folded[number.start - 1 : number.start] == "/":
        return False
    return number.arabic or _BARE_BEFORE.search(folded, max(floor, number.start - 12), number.start) is not None


def _to_one(folded: str, number: Number) -> bool:
    """生师比15.9∶1: so many to one, behind the name of a ratio. A score, a mixture (按3∶1配比) and 1∶13 are left."""
    return _ONE.match(folded, number.end) is not None and _RATIO_NAMED.search(folded, number.start - 24 if number.start > 24 else 0, number.start) is not None


_TO = frozenset(":：∶")
_ONE = re.compile(r"[:：∶]1(?![\d.:：∶]|[万亿个家人分])")
_RATIO_NAMED = regex.compile(r"(?:(?<![对评相场赛])比(?:[例率值价])?)[”）]?(?:由|从)?(?:上年|上年末)?(?:的|已?达到?|约?为|是|保持在|稳定在|控制在|提高到|提高至|下降到|下降至|降至|降到|升至|扩大到|缩小到|优化到|不超过|不高于|不低于|超过|接近|约|近|仅){0,2}$|比[^，。；]{0,6}[由从][\d.]{1,6}[:：∶]1\D{1,6}[至到为]$")


def _index(folded: str, number: Number, floor: int) -> bool:
    following = folded[number.end : number.end + 1]
    if not number.arabic or ((following and ("\u4e00" <= following <= "\u9fff" and following not in "的，。、和提上下缩扩升降为")) or following in ":：∶-"):
        return False
    if folded[number.start - 1 : number.start] == "比" and folded[number.start - 2 : number.start - 1].isdigit():
        return False  # 8.6比1: the end of a proportion
    return _INDEX_BEFORE.search(folded, max(floor, number.start - 20), number.start) is not None or _FROM_TO.search(folded, max(0, number.start - 24), number.start) is not None


_FROM_TO = regex.compile(r"(?:指数|系数|收入比|消费比|性别比|评分|率)[^，。；]{0,10}?[由从][^，。；]{1,12}(?:至|到|为)$")
_RATIO_BEFORE = re.compile(r"[比率](?!上年|上月|去年|同期|年初)[^，。；]{0,7}$|(?:收入|消费|性别|[存贷供销])比[^，。；]{0,24}$|(?:中间|牌)价[^，。；]{0,4}$")


def _spoiled(folded: str, number: Number, found: unit.Unit) -> bool:
    """Whether number and unit together count nothing: 三方, 一个, 2024年, 8点."""
    name = found.name
    chinese = not number.arabic
    digits = folded[number.core : number.tail]
    if chinese and digits == "一" and found.kind == "count" and found.rule in ("unit.table", "unit.ge"):
        return True
    if chinese and len(digits) == 1 and unit.is_weak(name):
        return True
    if digits == "二" and found.kind == "count" and name not in _TWO_PEOPLE and number.end - number.start == 1:
        return True  # 二套房, 二车间: one counts with 两, 二 is the second
    if name == "年" and number.arabic and number.value is not None and 1000 <= number.value <= 2100 and not number.more:
        return True
    if name in ("日", "时", "月", "夜") and not number.more and found.rule != "unit.ge":
        return True
    if name == "版" and "." in digits:
        return True  # 4.0版: a version
    if name == "线" and _ROAD.search(folded, max(0, number.start - 4), number.start):
        return True  # 国道318线
    if name == "平" and not (_AREA.search(folded, max(0, number.start - 8), number.start) or _AREA.match(folded, found.end + 1)):
        return True  # 65平: a draw
    if number.rule == "numeral.roman":
        return True  # Ⅱ类, Ⅲ级: a grade
    if chinese and name == "级" and number.rule == "numeral.between" and not _FORCE.search(folded, max(0, number.start - 5), number.start):
        return True
    if digits == "零" and found.kind == "count":
        return True
    if name == "点" and found.rule != "unit.ge" and (number.value is None or number.value <= 24 or chinese):
        return chinese or "." not in digits  # 回落0.9点: no clock says so
    return chinese and name == "分" and folded[found.end : found.end + 1] in ("之", "别", "布")


_TWO_PEOPLE = frozenset({"人", "名", "位"})
_ROAD = re.compile(r"[国省县乡村]道|[GSXYC]$")
_AREA = re.compile(r"面积|户型|[房屋住店铺厂室田地块]")
_FORCE = re.compile(r"风|浪|震|阵|烈度")
_SPOILED = {
    ("单", "元"), ("单", "位"), ("单", "独"), ("篮", "板"), ("平", "均"), ("平", "方"), ("平", "台"), ("平", "米"), ("票", "房"), ("票", "价"), ("票", "据"), ("步", "骤"), ("步", "行"), ("步", "伐"), ("步", "走"), ("注", "册"), ("注", "入"), ("注", "重"), ("注", "意"), ("尾", "气"), ("升", "至"), ("升", "到"), ("升", "为"), ("群", "众"), ("群", "体"), ("道", "德"), ("名", "单"), ("支", "出"), ("支", "付"), ("头", "部"), ("等", "级"), ("档", "案"), ("单", "位"), ("行", "业"), ("站", "点"), ("点", "位"), ("字", "节"),
    ("次", "产"), ("次", "会"), ("次", "全"), ("次", "常"), ("届", "人"), ("届", "全"), ("届", "政"), ("届", "中"), ("届", "常"), ("届", "三"), ("届", "二"),
       ("家", "庭"), ("家", "长"), ("家", "属"), ("个", "别"), ("个", "性"), ("个", "体"), ("人", "民"), ("人", "工"), ("人", "才"), ("人", "均"), ("名", "牌"),
    ("名", "城"), ("名", "单"), ("位", "于"), ("所", "以"), ("所", "有"), ("分", "别"), ("分", "公"), ("分", "局"), ("分", "类"), ("分", "布"), ("次", "日"),
    ("次", "年"), ("口", "岸"), ("面", "向"), ("面", "积"), ("面", "临"), ("部", "门"), ("部", "分"), ("种", "植"), ("种", "子"), ("本", "市"), ("本", "省"),
    ("本", "地"), ("条", "例"), ("条", "件"), ("项", "目"), ("处", "理"), ("处", "置"), ("处", "罚"), ("起", "来"), ("对", "于"), ("对", "接"), ("对", "口"), ("期", "间"),
    ("期", "末"), ("轮", "换"), ("转", "办"), ("转", "型"), ("转", "化"), ("转", "让"), ("转", "入"), ("转", "为"), ("道", "路"), ("份", "额"), ("级", "别"), ("班", "级"), ("样", "本"), ("样", "品"), ("类", "型"), ("类", "似"), ("节", "约"), ("节", "能"),
    ("市", "场"), ("区", "域"), ("村", "民"), ("国", "家"), ("校", "园"), ("路", "段"), ("线", "上"), ("线", "下"), ("地", "区"), ("方", "面"), ("平", "均"), ("平", "台"),
    ("年", "级"), ("里", "程"), ("安", "全"), ("安", "置"), ("升", "级"), ("克", "服"), ("转", "移"), ("周", "边"), ("号", "令"), ("个", "人"),
}  # fmt: skip


_TENTH_DEGREE = re.compile(r"([一二三四五六七八九\d])(?![\d一-龥])")
_SPEED = re.compile(r"速|鞋|穿")
_PARTICULAR = frozenset({"码", "度", "°", "元", "块", "圆", "米", "方", "番"})


def _particular(folded: str, number: Number, read: _Read, found: unit.Unit) -> None:
    """What some units ask: 度 of what, 半 behind the unit, coins."""
    if read.unit in ("度", "°"):
        before = folded[max(0, number.start - 14) : number.start]
        if _ANGLE.search(before):
            read.code = "deg"
        elif _ELECTRICITY.search(before) and not _TEMPERATURE.search(before):
            read.code = "kW.h"
        elif number.value is not None and abs(number.value) <= 100:
            read.code = "Cel"
    if read.unit in _COIN_BASE and read.kind in ("money", "quantity") and read.value is not None and read.upper is None:
        _coins(folded, number, read)
    if read.unit == "度" and read.value is not None and (tenth := _TENTH_DEGREE.match(folded, read.end)):
        read.value, read.end, read.rule = read.value + (Decimal(_DIGIT[tenth[1]]) / 10).copy_sign(read.value), tenth.end(), "quantity.parts"
    if read.unit == "度" and (match := _SCALE_NAME.search(folded, max(0, number.start - 6), number.start)):
        read.code = "Cel" if match["scale"] == "摄氏" else "[degF]"
        read.start, read.rule = match.start(), "quantity.thermometer"
        if (match["cold"] or match["cold2"]) and number.value is not None:
            number.value = read.value = -abs(number.value)
    if read.unit == "码" and _SPEED.search(folded, max(0, number.start - 6), number.start):
        read.code = None
    if read.unit == "方" and number.value is not None and number.value < 1000:
        read.kind, read.code = "count", None
    if read.unit == "块" and read.rule != "quantity.coins" and not (_PRICE.search(folded, max(0, number.start - 10), number.start) or not folded[: number.start].strip("至少约近到不最多")[-1:].strip()):
        read.kind, read.code = "count", None
    if read.unit == "番":
        _doubled(folded, number, read)
        return
    following = folded[found.end : found.end + 1]
    if following == "半" and number.value is not None and number.upper is None:
        behind = unit.at(folded, found.end + 1) if read.unit == "个" else None
        if behind is not None and behind.code and behind.kind == "quantity":
            read.kind = behind.kind
            read.value, read.unit, read.code, read.end, read.rule = _half_more(number.value), behind.name, behind.code, behind.end, "quantity.and-half"
        elif (read.kind == "multiple" or (read.kind in ("quantity", "money") and read.code)) and folded[found.end + 1 : found.end + 2] not in ("年", "径"):
            read.value, read.end, read.rule = _half_more(number.value), found.end + 1, "quantity.and-half"


def _half_more(value: Decimal) -> Decimal:
    return value + Decimal("0.5") if value >= 0 else value - Decimal("0.5")


def _coins(folded: str, number: Number, read: _Read) -> None:
    """九元五角, 三块八, 一米七, 壹仟元整: what stands below the unit."""
    if folded[read.end : read.end + 1] not in _COINED:
        return
    match = _COIN.match(folded, read.end)
    if match is None or not match.group() or read.value is None or (read.unit in ("元", "圆") and match["tail"]) or (read.unit == "米") != bool(match["tails"] or (read.unit == "米" and match["tail"])):
        return
    below = sum(
        Decimal(_DIGIT[match[name]]) * worth
        for name, worth in (("tenth", Decimal("0.1")), ("rest", Decimal("0.01")), ("odd", Decimal("0.01")), ("cent", Decimal("0.01")), ("hundredth", Decimal("0.01")), ("tail", Decimal("0.1")))
        if match[name]
    )
    if match["tails"]:  # 一米七五
        below = Decimal(_DIGIT[match["tails"][0]]) / 10 + Decimal(_DIGIT[match["tails"][1]]) / 100
    read.value, read.end, read.rule = read.value + below, match.end(), "quantity.coins"


_PRICE = regex.compile(r"[价钱费薪赚花卖付买收元贵罚款奖每]|便宜")


_DOUBLED = regex.compile(r"翻[了上]?(?:两番|[近约逾超]|将近|接近|超过)?$")


def _doubled(folded: str, number: Number, read: _Read) -> None:
    match = _DOUBLED.search(folded, max(0, number.start - 4), number.start)
    if match is None or number.value is None or number.value != int(number.value) or not 1 <= number.value <= 10:
        read.kind = ""
        return
    read.kind, read.unit, read.code, read.rule, read.start = "multiple", "倍", None, "quantity.doubled", match.start()
    read.value = Decimal(2) ** int(number.value)


def _open(folded: str, at: int, number: Number) -> unit.Unit | None:
    """A unit that the table lacks, by the dictionary's classes: a measure word, or the noun that is counted without one."""
    if folded[at - 1] in "万亿" and (match := _OPEN_LATIN.match(folded, at)):
        return unit.Unit(match.group(), "count", None, match.end(), "quantity.open-unit")
    if (not number.arabic and len(folded[number.core : number.tail]) < 2) or not "\u4e00" <= folded[at : at + 1] <= "\u9fff":
        return None
    if number.value is not None and 1900 <= number.value <= 2100 and not number.more:
        return None
    if (match := _OPEN_PER.match(folded, at)) and (base := unit.longest(folded, match.end())):
        return unit.Unit(match.group() + base, "count", None, match.end() + len(base), "quantity.open-unit")
    if number.arabic and _OPEN_TIMES.match(folded, at):
        return unit.Unit(folded[at : at + 2], "count", None, at + 2, "quantity.open-unit")
    phrase = segment.words(folded[at : at + _LONGEST_OPEN + 2])
    first = phrase[0]
    if first.tag == "q" and len(first.text) <= 3 and (first.text, folded[first.end + at : first.end + at + 1]) not in _SPOILED:
        return unit.Unit(first.text, "count", None, at + len(first.text), "quantity.open-unit")
    if folded[at - 1] in "万亿余多" and not number.bare and number.value is not None and number.value >= 100:
        length = _noun(phrase)
        if length:
            return unit.Unit(folded[at : at + length], "count", None, at + length, "quantity.noun")
    return None


_LONGEST_OPEN = 8
_OPEN_PER = re.compile(r"[一-龥]{1,6}/")  # 自然箱/小时: what stands before a slash and a unit is one
_OPEN_TIMES = re.compile(r"[一-龥]次(?=[，。；、）和及等/]|$)")  # 诊次, 梯次
_OPEN_LATIN = re.compile(r"[A-Za-z]{3,12}(?![A-Za-z0-9])")  # 12万亿tokens
_NOUNS = frozenset({"n", "nz", "nt", "b", "j", "l"})
_AGES = frozenset({"老年", "中年", "青年", "少年", "成年", "青少年"})  # times of life, and so tagged: 530万老年居民


def _noun(phrase: list[segment.Word]) -> int:
    """How long the noun phrase is that opens these words: 农村人口, 标准机架; 0 where there is none."""
    length = good = 0
    for word in phrase:
        if (word.tag not in _NOUNS and word.text not in _AGES) or word.text in _NO_THING or length + len(word.text) > _LONGEST_OPEN or (not length and len(word.text) < 2):
            break
        length += len(word.text)
        if word.tag[0] == "n" or word.tag == "j":
            good = length
    return good


def _shared(folded: str, reads: list[_Read]) -> list[_Read]:
    """Numbers of a list take the unit of the one behind them."""
    for i in range(len(reads) - 2, -1, -1):
        read, behind = reads[i], reads[i + 1]
        if behind.kind in ("", "rank", "ordinal", "ratio") or behind.rule in ("quantity.doubled", "quantity.index"):
            continue
        if not 0 < behind.start - read.end <= 3:
            continue
        gap = folded[read.end : behind.start]
        if not _SHARING.fullmatch(gap):
            continue
        if not read.kind and read.number.kind == "cardinal" and (read.number.arabic or len(folded[read.number.core:read.number.tail]) > 1):
            following = folded[read.number.end : read.number.end + 1]
            if following and gap.strip().startswith(following) and (gap.strip() not in ("，", ",") or behind.rule == "quantity.shared-unit"):
                read.kind, read.unit, read.code, read.rule = behind.kind, behind.unit, behind.code, "quantity.shared-unit"
                if behind.kind == "percent":
                    read.value = read.number.value
        elif read.unit == "个" and behind.kind == "percentage_point" and gap.strip() not in ("，", ","):
            read.kind, read.unit, read.code, read.rule = behind.kind, behind.unit, behind.code, "quantity.shared-unit"
    return reads


_UNIT_ENDS = frozenset("年月日天元斤两时分米里万亿千百丈尺")


def _is_part(folded: str, last: _Read, read: _Read) -> bool:
    """Whether `read` counts the parts of the unit before it, and is added to it: 六斤八两."""
    if not last.kind or last.value is None or last.upper is not None or read.number.upper is not None or read.number.kind != "cardinal" or read.number.value is None:
        return False
    if folded[last.end : read.number.start] not in _PART_GAPS:
        return False
    name = read.unit or unit.longest(folded, read.number.end)
    parts = _PARTS.get((last.unit, name), 0)
    if not parts or read.number.value >= max(parts, 60) or (name, folded[read.number.end + len(name) : read.number.end + len(name) + 1]) in _SPOILED:
        return False
    last.value += read.number.value / parts
    last.end = read.end if read.unit else read.number.end + len(name)
    last.rule, last.number.tail = "quantity.parts", read.number.tail
    return True


_PART_GAPS = frozenset({"", "零", "又"})


def _merged(folded: str, reads: list[_Read]) -> list[_Read]:
    """3公里至5公里 is one range; 九元五角 is one sum."""
    out: list[_Read] = []
    for read in reads:
        if out and _is_part(folded, out[-1], read):
            continue
        if read.kind and folded[read.number.start] == "零" and read.number.tail - read.number.start > 1 and folded[read.number.start - 1 : read.number.start] in _UNIT_ENDS:
            read.kind = ""  # 三年零六个月, where 三年 is no fact: six months were less than the text says
        if out and out[-1].kind and read.kind and out[-1].upper is None and read.upper is None:
            last = out[-1]
            gap = folded[last.end : read.start]
            if (
                0 < len(gap) <= 3
                and _RANGE_JOIN.fullmatch(gap)
                and (last.unit, last.kind) == (read.unit, read.kind)
                and last.kind not in ("rank", "ordinal")
                and last.value is not None
                and read.value is not None
                and last.value < read.value
                and not _FROM.search(folded, max(0, last.start - 4), last.start)
            ):
                last.upper, last.end, last.rule = read.value, read.end, "quantity.range-units"
                last.number.tail = read.number.tail
                continue
        out.append(read)
    return out


def _record(text: str, folded: str, read: _Read, floor: int) -> dict[str, Any]:
    record = empty(text, read.start, read.end)
    number = read.number
    inner_start, inner_end = (number.start, number.tail) if read.kind != "percent" or number.tail < number.end else (number.start, number.end)
    record["number_start"], record["number_end"] = inner_start, max(inner_end, inner_start + 1)
    record["kind"], record["unit"], record["unit_code"], record["rule"] = read.kind, read.unit, read.code, noted(read.rule)
    if number.value is None or LOSS in folded[read.start : read.end + (read.kind != "percent")]:
        record["complete"] = False
    else:
        record["value"], record["upper"] = read.value, read.upper
    if read.rule == "quantity.doubled" and read.value is not None:
        record.update(change=read.value - 1, ratio=read.value, direction="up")
        if inside := _modifiers().ending(folded, read.start + 1, number.start):  # 翻了近一番
            _take(record, inside, _modifiers().before)
            return record
    _modified(folded, record, number, floor)
    return record


def _modified(folded: str, record: dict[str, Any], number: Number, floor: int) -> None:
    """The modifier before the number, else behind it, else inside it; and the bound it gives."""
    table = _modifiers()
    start = record["start"]
    if record["kind"] in ("rank", "ordinal"):
        return
    if folded.startswith("人民币", start - 3):
        start -= 3
    word = table.ending(folded, floor, start)
    if word == "长达" and folded[start - 3 : start - 2] in ("时", "全", "总"):
        word = "达"
    before = start - len(word) - 1
    if word and (before < 0 or folded[before] not in _NO_MODIFIER.get(word, "")) and (word not in ("上", "成", "过") or number.bare):
        _take(record, word, table.before)
        behind = table.beginning(folded, record["end"])
        if number.more and record["bound"] == "exact":
            record["bound"] = "approx" if number.more == "来" else "above"
        if word in ("达", "达到", "已达") and behind in ("以上", "以下", "以内", "左右", "上下"):
            record["bound"] = table.after[behind][0]
        return
    near = folded[max(floor, start - 6) : start]
    if ("至" in near or "最" in near) and (match := _ACROSS.search(near)):
        _take(record, match[1], table.before)
        return
    end = record["end"]
    if folded[end : end + 1] in "（(" and (included := _INCLUDED.match(folded, end)):
        end = included.end()
    word = table.beginning(folded, end)
    if word and (word not in ("多", "余", "许") or not "\u4e00" <= folded[end + 1 : end + 2] <= "\u9fff"):
        _take(record, word, table.after)
        return
    if not number.more and folded.startswith(("个多", "个余"), number.end):
        record["modifier"], record["bound"] = folded[number.end + 1], "above"
    if number.more:
        record["modifier"] = number.more
        record["bound"] = "approx" if number.more == "来" else "above"


# 10万元（含）以上, 60周岁（含60周岁）及以上: the bound stands behind what it includes.
_INCLUDED = re.compile(r"[（(]不?含[^（()）]{0,12}[)）](?=[以及]?[以上下内])")


def _take(record: dict[str, Any], word: str, table: dict[str, tuple[str, str]]) -> None:
    bound, row = table[word]
    noted(f"modifiers:{row}")
    record["modifier"], record["bound"] = word, bound
