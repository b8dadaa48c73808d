"""Numbers that name and do not count.

国发〔2023〕8号 holds no eight, 歼-20 no twenty, 拨打12345热线 calls nobody 12,345 times, and the 三 of 三峡 and of 三农 counts nothing. News is
full of such digits: telephones, document numbers, models, clock times, dates, list heads, words that only hold a numeral character. Here
each of them is told from a number that counts, by what stands around it.

    >>> guards = Guards("拨打12345热线，受理3件")
    >>> guards.by(2, 7), guards.by(12, 13)
    ('numeral.code', '')

How it works. Nothing is looked for where no number stands. The number asks, and what stands directly behind its first digits or directly
before them decides which kinds of name it could belong to; only those patterns are tried, at that place. A few names begin far before
their digits (an address of the net, 电话：…); those are found once, where the text has their words at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsextract import tables
from newsextract.find import unit as unit_table

RULES = {
    "numeral.code": "digits that name and do not count: telephones, documents, models, clock times, addresses",
    "numeral.year": "the digits of a calendar date",
    "numeral.listed": "一是, 一要, 一、: the head of a list",
    "numeral.nested": "a number behind more opening brackets than a text has",
    "numeral.quoted": "a name in quotation marks that begins with a number: “四个责任”",
    "numeral.word": "a numeral character inside a word (百姓, 四川)",
}

Guard = tuple[int, int, str]

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff"
_DASH = "-—~～至到－–−"

# Codes by what follows their first digits. Each row is a thing of the world: the characters that may stand behind the first run of digits, and
# the pattern that is tried at its first digit.
_BEHIND: tuple[tuple[str, str], ...] = (
    ("年", r"(?:19|20)\d\d年第?\d{1,4}号"),  # 公告2024年第5号
    ("号之", r"(?<![\d.])\d{1,6}(?:之[一二三四五])?号(?!召)"),  # 17号线, 第5号令, 3号楼
    ("-/.", r"(?<!\d)(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"),  # 2024-06-07
    ("/", r"(?<![\d/])\d{1,2}/\d{1,2}/(?:19|20)\d\d(?:[-—]\d{1,2}/\d{1,2}/(?:19|20)\d\d)?(?![\d/])"),  # 7/6/2024
    (":：", r"(?<![\d:：])\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?![\d:：])"),  # 15:30, 3:2
    ("-— \u3000", r"(?<!\d)0\d{2,3}[-—\s]?\d{7,8}(?:[-转]\d{1,5})?(?!\d)"),  # 010-63098114
    ("-—", r"(?<!\d)[48]00[-—]?\d{3,4}[-—]?\d{3,4}(?!\d)"),
    ("-", r"(?<!\d)\d{3,4}-\d{3,8}(?:-\d{1,8})?(?!\d)(?!\s?(?:%|万|亿|元|米|公里|吨|人|家|个))"),  # 028-12360
    (".", r"(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\d)"),  # 10.0.0.1
    ("、和及\"”’热服政便平专电举转工诉投", r"(?<![\d.,])1?\d{2,5}(?=(?:[、和及]?\d{2,5}){0,3}(?:\"|”|’)?(?:热线|服务热线|政务热线|便民|平台|专线|电话|举报|转办|转来|工单|诉求|投诉))"),
    ("·.．・•”\"’", r"(?<=[“\"‘])\d{1,2}[·.．・•]\d{1,2}(?=[”\"’])"),  # “4·09”专案
    ("·・•", r"\d{1,2}[·・•]\d{1,2}"),
    (" ×✕＊*^", r"(?<![\d.])\d{1,12}(?:\.\d{1,6})?(?:\s?[×✕＊*^]\s?\d{1,12}(?:\.\d{1,6})?){1,4}(?:[-−－]\d{1,3})?[万亿]?"),  # 3.2×10^4, 30×40
    ("，", rf"(?<![\d.,，第前])\d{{1,3}}，\d{{1,6}}+(?:\.\d{{1,4}})?[万亿]?(?=[{_HAN}])(?![和及与或至到、])"),  # 1，2345家: neither one number nor two
    (_DASH + " ", r"(?<=前)\d{1,3}\s?[\-—－~～–至到]\s?\d{1,3}(?=[名位])"),
    (".", r"(?<![\d.])\d{1,6}(?:\.\d{1,6}){2,5}(?![\d.])"),  # 3.5.2
    (" \u00a0", r"(?<![\d.,])\d{1,3}(?:[ \u00a0]\d{3}){1,4}(?!\d)(?:\.\d{1,6})?[万亿]?"),  # 12 345: one number or two
    ("分秒米", r"(?<![\d.])(?:\d{1,2}分)?\d{1,3}(?:秒\d{1,3}|米\d\d)(?=[的，。；、,）”\s夺获摘打勇排]|$)"),  # 9秒83
    ("后", r"(?<![\d.])(?:[5-9][05]|[01][05])后(?=[的一-龥，。、“”（）]|$)(?!者|期)"),  # 90后, 00后
    ("分小", rf"\d{{1,3}}(?:分钟|小时)(?:[{_HAN}、]{{0,8}}圈|滑动平均|平均浓度|均值)"),  # 15分钟便民生活圈, 臭氧8小时滑动平均
    ("米公", r"\d{2,5}(?:米|公里)(?:自由泳|蛙泳|仰泳|蝶泳|混合泳|个人混合|接力|跨?栏|短跑|赛跑|障碍|决赛|预赛|跳台|跳板|气步枪|气手枪|步枪|手枪|速滑|竞走)"),  # 100米自由泳
    ("公", r"\d{2,3}公斤(?:以[上下])?级"),  # 女子48公斤级
    ("比", r"(?<![\d.])\d{1,3}比\d{1,3}(?![\d.])(?=分|战|击|负|胜|逆|险|完|大|小|的比分)"),  # 5比4分出胜负
)
_PLACES_PATTERN = r"(?<=第)[\d一二三四五六七八九十]{1,4}\s?[\-—－~～–至到]\s?[\d一二三四五六七八九十]{1,4}(?=[名位])"  # 第1-3名
_PLACES = re.compile(_PLACES_PATTERN)
# Codes by what stands directly before their digits.
_BEFORE: tuple[tuple[str, str], ...] = (
    # 〔2023〕8号, （2022）苏刑终118号
    ("〔[【(（〈 ", rf"(?:(?<=[〔\[【(（〈])|(?<=[〔\[【(（〈]\s))(?:19|20)\d\d\s?[〕\]】)）〉]\s?[{_HAN}]{{0,8}}?\s?第?\s?\d{{1,6}}(?:[-—至、]\d{{1,6}}){{0,3}}\s?号?"),
    ("(（", r"(?<=[(（])0\d{2,3}[)）][-—\s]?\d{7,8}(?:[-转]\d{1,5})?(?!\d)"),
    ("第", r"(?<=第)\d{6,12}(?=期)"),  # 彩票第2024065期
    ("+", r"(?<=[0-9]\+)\d{2,3}(?=处|米处|路段|[（(，。、至—-])"),  # K1256+300
    ("第", _PLACES_PATTERN),
)
# Long runs: a mobile or landline telephone is nothing but digits.
_TELEPHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}\d{7,8}(?:[-转]\d{1,5})?|[48]00\d{6,8}(?:[-—]?\d{3,4})?)(?!\d)")
_LONG = 9
# Models: letters, or a dash behind a character, and then the digits: ISO9001, F-35, 歼-20, G318.
_MODEL_HEAD = re.compile(rf"(?:(?<![A-Za-z])[A-Za-z]{{1,12}}-?|(?<=[{_HAN}])-)$")
_MODEL = re.compile(r"\d{1,12}(?:[.\-/]\d{1,6})*[A-Za-z]{0,4}(?!\d)(?!\s?(?:℃|°|摄氏|华氏|%))")
_MODEL_REACH = 14
# 5km-10km: the letters before the dash belong to a number.
_MEASURED = re.compile(r"\d[A-Za-z]{1,5}-$")
# Names that begin far before their digits.
_NET = re.compile(r"(?:https?://|www\.)[!-~]{1,2000}+|[A-Za-z0-9._-]{1,40}@[A-Za-z0-9.-]{1,40}")
_CALLED = re.compile(
    r"手机(?:号码?)?\s?[为是:：]?\s?\d[\d\-—、\s]{9,40}"  # 手机126部 are counted
    r"|(?:电话|热线|传真|邮编|邮政编码|手机号码?|帐号|账号|编号|代码|证号|许可证|批准文号|备案号|信箱|区号|车牌|QQ|ISBN|ISSN|ICP备)(?:号码?)?\s?[为是:：]?\s?[A-Za-z]{0,4}\s?\d[\d\-—、\s]{2,40}"
    r"|(?:拨打|致电|拨通)\D{0,6}?1?\d{2,5}(?!\d)"
)

# Dates in digits, by what follows the first of them.
_DATED: tuple[tuple[str, str], ...] = (
    (
        "年" + _DASH,
        r"(?<![\d.])(?:1[0-9]|20|21)\d\d(?:[—\-－至～~](?:19|20)\d\d)?(?=年(?!均|产|度?均|以[上下]|左右|期|限|内|间)|—(?:19|20)\d\d年)年?(?:\d{1,2}月)?(?:\d{1,2}[日号])?",
    ),
    ("月", r"(?<![\d.])\d{1,2}月(?:(?:份|\d{1,2}[日号]|[底初末中上下])(?:\d{1,2}[时点](?:\d{1,2}分)?)?|(?!均|龄))"),
    ("—-至到、~～", r"(?<![\d.])\d{1,2}[—\-至到、~～](?=\d{1,2}(?:月(?!均)|日))"),
    ("日", r"(?<![\d.])\d{1,2}日(?!均|产|龄|处理)(?:\d{1,2}[时点](?:\d{1,2}分)?)?"),
    ("时", r"(?<![\d.])\d{1,2}时(?:\d{1,2}分)?(?!速|间|长)"),
    ("年个天小周多余十几", r"[一二三四五六七八九十几\d]{1,3}(?:多|余)?(?:个月|天|小时|年|周)(?:之?前|以?来|以?后(?!期))"),
)
_DATED_CHINESE = re.compile(
    r"[一二][〇零○一二三四五六七八九]{3}年(?:[一二三四五六七八九十]{1,3}月)?(?:[一二三四五六七八九十]{1,3}日)?"
    r"|[一二三四五六七八九十]{1,2}月(?:份|[一二三四五六七八九十]{1,3}日|[底初末中上下])"
    r"|[一二三四]季度|[零一二三四五六七八九]{2}后(?=[一-龥]|$)"
    r"|(?:(?<=星期|礼拜)|(?<=周))[一二三四五六日]"
    r"|[一二三四五六七八九十几\d]{1,3}(?:多|余)?(?:个月|天|小时|年|周)(?:之?前|以?来|以?后(?!期))"
    r"|[一二三四五六七八九十百]{1,5}号(?!召)"
)
# “五个一”, “四个责任”, “三项制度”, “九天”: what is quoted as a name.
_QUOTED = re.compile(r"(?<=[“‘])[二三四五六七八九十百千]{1,2}(?:个一|[个大项条](?=[^\s，。！？；“”‘’]{1,8}[”’])|[一-龥](?=[”’]))")
_DATED_BEHIND = frozenset("年月季后个天小周号")
_DATED_BEFORE = frozenset("期拜周“‘第")

# The head of a list stands at the beginning of a line or behind a mark.
_HEADS = frozenset("\n。；：:，,！” \t\r\u3000\u00a0\v\f\x85")
_HEAD = re.compile(
    rf"(?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})、(?=[^\d、]?[{_HAN}]{{2}})|[一二三四五六七八九十](?:是|要|则|方面(?=[，,]))|[一二三四]来|\d{{1,2}}[.．](?=[{_HAN}])"
)
_HEAD_BRACKETED = re.compile(r"(?:[一二三四五六七八九十]{1,3}[)）]、?|\d{1,2}[)）])")
_HEAD_BEHIND = frozenset("、是要则方来.．)）")


def _by_character(*rows: tuple[tuple[str, str], str]) -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    """Character -> the patterns that it calls for, with their rules."""
    table: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for (characters, pattern), rule in rows:
        compiled = re.compile(pattern)
        for character in dict.fromkeys(characters):
            table.setdefault(character, []).append((compiled, rule))
    return {character: tuple(patterns) for character, patterns in table.items()}


_CALLED_BY_BEHIND = _by_character(*((row, "numeral.code") for row in _BEHIND), *((row, "numeral.year") for row in _DATED))
_CALLED_BY_BEFORE = _by_character(*((row, "numeral.code") for row in _BEFORE))
_DIGITS = re.compile(r"[0-9]+")


class _Words:
    """The words and names in which a numeral counts nothing; a name of our own table notes its row.

    A word is found by a pair of neighbours, the numeral character and the one behind it (or before it, at the word's end): few words share one.
    """

    def __init__(self) -> None:
        self.by_pair: dict[str, list[tuple[str, int, str]]] = {}  # pair -> word, where its numeral stands, rule
        self.digits: set[str] = set()  # the digits of 5G, 双11
        known = unit_table.names()
        numerals = tables.read("numerals")
        self.numeral = frozenset(row["text"] for row in numerals)
        simple = "".join(row["text"] for row in numerals if row["role"] in ("digit", "ten", "scale", "capital", "capital-ten"))
        for row in tables.read("slogans"):
            self._add(row["word"], f"slogans:{row['id']}")
        for row in tables.read("numberwords"):
            if row["word"].lstrip(simple) not in known and not _COUNTS.search(row["word"]):
                self._add(row["word"], "numeral.word")

    def _add(self, word: str, rule: str) -> None:
        for at, character in enumerate(word):
            if character in self.numeral or (character.isdigit() and not word[at - 1 : at].isdigit()):
                self.by_pair.setdefault(word[at : at + 2] if at + 1 < len(word) else word[at - 1 :], []).append((word, at, rule))
        self.digits |= set(_DIGITS.findall(word))

    def around(self, folded: str, start: int, end: int) -> Iterator[Guard]:
        """The words that cover the number at `start:end`."""
        for pair in (folded[start : start + 2], folded[start - 1 : start + 1] if start else ""):
            for word, at, rule in self.by_pair.get(pair, ()):
                low = start - at
                if low + len(word) >= end and low >= 0 and folded.startswith(word, low):
                    yield low, low + len(word), rule


# Words of the dictionary in which the numeral does count: 近三成, 负一; and 增长三成, 共五人, 突破五亿 do not hold 长三, 共五, 破五.
_COUNTS = re.compile(r"分之|百分百|番|^[上几数近约超负前长共破高][一二三四五六七八九十百千万]")


@tables.compiled
def _words() -> _Words:
    return _Words()


# No sentence opens so many brackets in a row.
DEEPEST = 40
_BRACKETS = frozenset("（(〔[【〈《{｛［")


class Guards:
    """Answers, for the numbers of a folded text in order, whether one is a name: a code, a date, a list head, part of a word."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.words = _words()
        self.open: list[Guard] = []
        self.far = [*self._far()]
        self.far.sort(reverse=True)

    def _far(self) -> Iterator[Guard]:
        folded = self.folded
        if "@" in folded or "://" in folded or "www." in folded:
            for match in _NET.finditer(folded):
                yield match.start(), match.end(), "numeral.code"
        for match in _CALLED.finditer(folded):
            yield match.start(), match.end(), "numeral.code"

    def by(self, start: int, end: int) -> str:
        """The rule by which the number at `start:end` is none; "" where it counts. Call it in the order of the text."""
        folded = self.folded
        while self.far and self.far[-1][0] <= start:
            self.open.append(self.far.pop())
        if self.open:
            self.open = [span for span in self.open if span[1] > start]
            for low, high, rule in self.open:
                if low <= start and end <= high:
                    return rule
        before = folded[start - 1] if start else ""
        if before in _BRACKETS and start >= DEEPEST and _BRACKETS.issuperset(folded[start - DEEPEST : start]):
            return "numeral.nested"
        if "0" <= folded[start] <= "9":
            rule = self._arabic(start, end, before)
        elif folded[end : end + 1] in _DATED_BEHIND or before in _DATED_BEFORE:
            rule = self._found(_DATED_CHINESE, start, end, "numeral.year")
            if not rule and before == "第":
                rule = self._found(_PLACES, start, end, "numeral.code")
            elif not rule and before in "“‘":
                rule = self._found(_QUOTED, start, end, "numeral.quoted")
        else:
            rule = ""
        return rule or self._headed(start, end, before) or self._worded(start, end)

    def _found(self, pattern: re.Pattern[str], start: int, end: int, rule: str) -> str:
        match = pattern.match(self.folded, start)
        if match is None:
            return ""
        high = match.end()
        if high > end:
            self.open.append((start, high, rule))
        return rule if end <= high else ""

    def _arabic(self, start: int, end: int, before: str) -> str:
        folded = self.folded
        stop = _DIGITS.match(folded, start).end()  # type: ignore[union-attr]
        behind = folded[stop : stop + 1]
        if behind == "." and end > stop:  # 3.4 is one number: what stands behind all of it decides
            behind = folded[end : end + 1]
        for pattern, rule in _CALLED_BY_BEHIND.get(behind, ()):
            if self._found(pattern, start, end, rule):
                return rule
        if stop - start >= _LONG and self._found(_TELEPHONE, start, end, "numeral.code"):
            return "numeral.code"
        for pattern, rule in _CALLED_BY_BEFORE.get(before, ()):
            if self._found(pattern, start, end, rule):
                return rule
        if before and (before == "-" or (before.isascii() and before.isalpha())):
            low = max(0, start - _MODEL_REACH)
            if _MODEL_HEAD.search(folded, low, start) and not (before == "-" and _MEASURED.search(folded, low, start)):
                return self._found(_MODEL, start, end, "numeral.code")
        return ""

    def _headed(self, start: int, end: int, before: str) -> str:
        """一是, 二、, （三）, 4.: the head of a list."""
        folded = self.folded
        if folded[end : end + 1] not in _HEAD_BEHIND:
            return ""
        if start == 0 or before in _HEADS:
            return self._found(_HEAD, start, end, "numeral.listed")
        if before in "（(" and (start == 1 or folded[start - 2] in _HEADS):
            return self._found(_HEAD_BRACKETED, start, end, "numeral.listed")
        return ""

    def _worded(self, start: int, end: int) -> str:
        folded, words = self.folded, self.words
        if "0" <= folded[start] <= "9" and folded[start:end] not in words.digits:
            return ""
        for low, high, rule in words.around(folded, start, end):
            if low == start and folded[start - 1 : start] == "第":
                continue  # 二期 is a word, 第二期 counts
            if not self._measured(start, end, high, rule):
                return rule
        return ""

    def _measured(self, start: int, end: int, high: int, rule: str) -> bool:
        """三公里 is a length, although 三公 is a name, and 月入数万元 a sum: a unit reaches beyond the word."""
        found = unit_table.longest(self.folded, end)
        if not found or end + len(found) <= high:
            return False
        return len(found) > 1 or (rule == "numeral.word" and end == high and end - start > 1 and self.folded[end - 1] in "百千万亿")
