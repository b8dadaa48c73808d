"""Which words of a sentence speak of time: 去年 9月 上旬 | 周五 | 下午 3时30分.

A time expression is a chain of small words, from the wide to the narrow, each of which would mean something alone. This module
finds the small words, called atoms, and says what each does to the stretch of time before it: 去年 is the year before the
reference, 9月 a month of a year, 上旬 the first ten days of a month. It knows what only looks like time (17号线, 6号院, 三点建议,
第5日, 百分点), but it reads no dates: chaining and resolving is the work of `newsextract.find.when`.

    >>> [(atom.slot, atom.op, atom.n) for atom in atoms("去年9月上旬")]
    [('year', 'ref', -1), ('month', 'is', 9), ('ten', 'is', 1)]
    >>> atoms("地铁17号线和6号院")
    []

Words come from two tables, `timewords.tsv` and `calendar.tsv`, through one automaton; numbers with their units through one regex
each for Arabic and Chinese numerals. Both passes are linear.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import ahocorasick
import regex

from newsextract import tables
from newsextract.find import calendar


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


# Slots from wide to narrow; an atom may follow one of a wider slot.
RANK = {
    "century": 0, "decade": 1, "year": 2, "half": 3, "quarter": 3, "season": 3, "month": 4, "lunarmonth": 4, "ten": 5, "week": 5,
    "weekday": 6, "day": 6, "lunarday": 6, "name": 6, "date": 6, "part": 7, "daypart": 7, "clock": 8,
}  # fmt: skip

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


_CN = "〇零○一二两三四五六七八九十廿卅"
_UNITS = (
    "世纪|年代|学年|财年|年度|周年|年|个季度|季度|季|个月|月份|月|天|日|号|周|个星期|星期|个礼拜|礼拜|个周|"
    "个小时|小时|个钟头|钟头|个钟|点钟|点|时|分钟|刻钟|分|秒钟|秒|个工作日|工作日|个交易日|交易日"
)
_PREFIX = "倒数第|第|每隔|每|最后|最近|近|过去|未来|今后|接下来|之前|之后|往前|往后|向前|向后|将来|后面|前|后|头|上|下"
# A number and its unit, with what may stand inside (3个多月, 两年半, 十余年), and with the numbers that share the unit (1—8月, 3、4月).
_NUMBER = regex.compile(
    rf"""
    (?=[0-9.{_CN}俩仨几数半][0-9.{_CN}百千多余来个半至到、和与及—–~～－\s-]{{0,18}}[世年学财周季个月天日号星礼小钟点时分刻秒工交])
    (?P<list>(?:(?:[0-9]{{1,4}}|[{_CN}]{{1,4}})\s?(?:[—–~～－ー-]{{1,2}}|至|到|、|和|与|及)\s?){{1,4}})?
    (?P<n>[0-9]{{1,4}}(?:\.[0-9]{{1,2}})?|[{_CN}俩仨几数半][{_CN}百千]{{0,7}})
    \s?(?P<more>[多余来几]?)(?P<ge>个(?=[半多]))?(?P<half>半?)(?P<more2>多?)\s?
    (?P<unit>{_UNITS})
    (?P<tail>[半多余]?)
    """,
    regex.VERBOSE,
)
_PREFIX_BEFORE = regex.compile(rf"(?P<prefix>{_PREFIX})的?这?\s?$")
_PARTS = regex.compile(rf"[0-9]{{1,4}}|[{_CN}]{{1,4}}")
_FIGURES = regex.compile(
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
    rf"""(?:钟)?(?:(?P<half>半)(?:(?P<hs>[0-5]?[0-9]|[{_CN}]{{1,3}})秒)?|(?P<quarter>[一三13])刻钟?
    |(?:零|过)?(?P<mi>[0-5]?[0-9]|[{_CN}]{{1,4}})分(?!钟?[之头])(?:(?P<s>[0-5]?[0-9]|[{_CN}]{{1,4}})秒)?
    |(?P<bare>[0-5][0-9]|零[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?|[一二三四五]十)(?![0-9年月日号天个多余元万亿%百千名人件家项时点岁分])
    )?(?P<sharp>[整正])?(?P<hand>\x20?(?:[aApP]\.?[mM]\.?(?![A-Za-z])))?""",
    regex.VERBOSE,
)
_HAND = regex.compile(r"\x20?(?P<hand>[aApP](?:\.?[mM]\.?)?)(?![A-Za-z])")
_HOUR_HAND = regex.compile(r"(?<![0-9A-Za-z.:：])(?P<h>1[0-2]|0?[1-9])\x20?(?P<hand>[aApP]\.?[mM]\.?)(?![A-Za-z])")
_HAND_HINT = regex.compile(r"(?<=[0-9 ])[aApP]\.?[mM]")
_WEEK = regex.compile(
    rf"""(?:(?P<rel>上{{1,3}}|下{{1,3}}|这|本|今)(?P<one>一)?个?|(?P<nth>第(?:[0-9]{{1,2}}|[{_CN}]{{1,3}}))个?|(?P<last>最后一个)|(?P<half>[上下])半)?
    (?P<unit>周|星期|礼拜)(?P<day>[一二三四五六日天末])?""",
    regex.VERBOSE,
)
_EVERY = regex.compile(r"每逢|每个?(?=周[一二三四五六日末](?![次天])|星期[一二三四五六日天]|礼拜[一二三四五六日天])|每一?(?P<unit>年度?|个?月|周|个?星期|个?礼拜|天|日|晚|早|个?季度)(?![一二三四五六七八九十]?[余多]?[0-9]{0,3}[天日月年]內)")
_EVERY_CODE = {"年": "P1Y", "年度": "P1Y", "月": "P1M", "个月": "P1M", "周": "P1W", "星期": "P1W", "个星期": "P1W", "礼拜": "P1W", "个礼拜": "P1W",
               "天": "P1D", "日": "P1D", "晚": "P1D", "早": "P1D", "季度": "P1Q", "个季度": "P1Q"}  # fmt: skip
_WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
# After 每周 or a bare 周, a number that counts (每周一次, 每周五天) is no weekday.
_COUNTED = regex.compile(r"天(?!气)|[次回更换报练检测个节场课小堂篇期年岁边围届门]")
_LUNAR = regex.compile(
    rf"""(?P<calendar>农历|阴历|旧历|夏历)?(?:的)?
    (?:(?P<leap>闰)?(?P<month>正|冬|腊|[0-9]{{1,2}}|[{_CN}]{{1,3}})月(?:的)?(?:份)?)?
    (?P<day>初[一二三四五六七八九十0-9]|廿[一二三四五六七八九]?|[一二]?十[一二三四五六七八九]?|三十|二十|[1-3]?[0-9](?![0-9年月]))?""",
    regex.VERBOSE,
)
_LUNAR_START = regex.compile(
    rf"农历|阴历|旧历|夏历|[正冬腊]月|闰[{_CN}]{{1,3}}月|(?<![{_CN}])(?:初[一二三四五六七八九十0-9]|廿)|(?<=[0-9{_CN}]月)十[一二三四五六七八九](?![{_CN}日号个大余多万家届])"
)
_LUNAR_MONTH = regex.compile(rf"(?:[0-9]{{1,2}}|[{_CN}]{{1,3}})月$")

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
_CLOCK_CONTEXT = regex.compile(r"[整正半钟到至许左前后起开，。、,；;—~～-]|[一三1-3]刻|零?[一二三四五六七八九十]{1,3}分?|[0-9]{2}|多|以|之|$|的|举|出|准|在|钟")
# Names whose needs say what must stand beside them.
BESIDE = {
    "event": regex.compile(r"期间|这天|那天|假期|长假|小长假|黄金周|双节|节|[、和与]中秋|前后|前夕|临近|将至|将临|来临|到来|当天|当日|晚上|上午|下午|早上|之后|之前|以后|以来|前一天|过后|放假|档|出行|翌日"),
    "season": regex.compile(r"期间|启动|以来|开始|拉开|首日|返程|节前|节后|$|[，。、]"),
    "period": regex.compile(r"[”\"]?(?:规划)?(?:期间|时期|以来|[初中末]期|末|初|前[一二三四两]年|后[一二三四两]年|头[一二三四两]年)"),
    "since": regex.compile(r"以来|以后|之后|召开|期间|闭幕|开幕|胜利召开|之前|前夕|前(?![景瞻途列])|初期|后(?![续备])|至今"),
    "term": regex.compile(r"节气|时节|当天|前后|期间|这天|那天|已过|过后|将至|[”\"]|[之以]?后|前(?!途)|以来"),
    "weather": regex.compile(r"节气|时节|当天|这天|已过|将至|[”\"]"),
    "pandemic": regex.compile(r"期间|以来|发生以来|暴发以来|爆发以来|三年"),
}
_PLAN_TAIL = regex.compile(r"[”\"]?(?:规划)?(?P<what>期间|时期|(?=以来)|[初中末]期|末|初|(?P<edge>前|后|头)(?P<n>[一二三四两])年)?")


@tables.compiled
def _words() -> Any:
    """One automaton of all words: word -> (slot, op, n, m, row, names-row)."""
    machine = ahocorasick.Automaton()
    for row in tables.read("timewords"):
        n = int(row["n"]) if row["n"].lstrip("-").isdigit() else 0
        low, _, high = row["hours"].partition("-")
        more = (int(low), int(high)) if high else row["n"]
        for word in row["words"].split():
            machine.add_word(word, (len(word), row["slot"], row["op"], n, f"timewords:{row['id']}", more))
    for name in calendar.names():
        if name.kind == "era":
            continue
        for word in name.names:
            machine.add_word(word, (len(word), "name", name.kind, 0, name.row, name))
    machine.make_automaton()
    return machine


@tables.compiled
def _eras() -> tuple[Any, dict[str, calendar.Name]]:
    eras = {word: name for name in calendar.names() if name.kind == "era" for word in name.names}
    return regex.compile(rf"(?P<era>{'|'.join(eras)})(?P<n>元|[{_CN}]{{1,4}}|[0-9]{{1,2}})年"), eras


# One-character words that are words of time only beside something else: 18日晚, 7日早8时.
_SHORT_PARTS = {"早", "晨", "晚", "夜"}
_WORD_TRAPS = regex.compile(
    r"明天鹅|下月球|当天空|同日本|今日头条|当日事|同日而语|同日常|明日之星|明日之后|今年以来的年|来年丰|去年底薪|全年龄|全天候|近期目标|现在进行|全日制|年中国|次日达|前天鹅|后天性|"
    r"当年的?人|上年纪|上年岁|昨日重现|今日说法|后年级|前年级|当年轻|同年级|同年龄|同年代|前日本|后日本|次日本|今日本|上月球|本月球|下午茶|国庆阅兵"
)


# 光明日报, 青年中有人, 证明年均增速: the word before takes the first character.
_YEARS_OF_LIFE = "青少老成幼壮童历常多往数几每近两三十百千"
_SPLIT_BEFORE = {
    "明日": "光昆声证发文黎清", "明天": "声证发文", "明年": "声证表标注发透文", "今日": "至", "年中": _YEARS_OF_LIFE, "年初": _YEARS_OF_LIFE,
    "年底": _YEARS_OF_LIFE, "年末": _YEARS_OF_LIFE, "年终": _YEARS_OF_LIFE, "后天": "先", "前日": "目", "本年": "基资成剧版样", "本月": "基资成",
    "本日": "日样版", "同日": "共", "上午": "个", "当日": "正", "后日": "今以", "上月": "以",
}  # fmt: skip


def atoms(text: str) -> list[Atom]:
    """All atoms of a folded text, in order, none overlapping; of two at one place the longer."""
    text += "\n"  # so that there is a character before the first and behind the last: text[-1] and text[end]
    found: list[Atom] = []
    for end, (length, slot, op, n, row, more) in _words().iter(text):
        start = end + 1 - length
        atom = _worded(text, start, end + 1, slot, op, n, row, more)
        if atom is not None:
            found.append(atom)
    for match in _FIGURES.finditer(text):
        found += _figured(match, text)
    for match in _NUMBER.finditer(text):
        found += _numbered(match, text)
    for match in _HOUR_HAND.finditer(text) if _HAND_HINT.search(text) else ():
        found.append(Atom(match.start(), match.end(), "clock", "hour", int(match["h"]), 0, "when.clock", (0, match["hand"][0].lower())))
    for match in _WEEK.finditer(text):
        found += _weekly(match, text)
    for match in _EVERY.finditer(text):
        if not (match["unit"] in ("小时", "个小时", "分钟", "秒") and text[match.end() : match.end() + 1].isdigit()):
            found.append(Atom(match.start(), match.end(), "every", _EVERY_CODE.get(match["unit"] or "", ""), 0, 0, "when.set"))
    if regex.search("农历|阴历|旧历|夏历|[正冬腊闰]|初[一二三四五六七八九十]|廿|月十", text):
        for match in _LUNAR_START.finditer(text):
            month = _LUNAR_MONTH.search(text, max(0, match.start() - 4), match.start()) if text[match.start()] in "初廿十" else None
            found += _lunar(text, month.start() if month else match.start())
    pattern, eras = _eras()
    for match in pattern.finditer(text):
        n = 1 if match["n"] == "元" else int(small(match["n"]) or 0)
        name = eras[match["era"]]
        first, _, _last = name.said.partition("/")
        found.append(Atom(match.start(), match.end(), "year", "is", int(first) + n - 1, 0, name.row, "era"))
    return _longest(found)


def _longest(found: list[Atom]) -> list[Atom]:
    found.sort(key=lambda atom: (atom.start, -atom.end))
    kept: list[Atom] = []
    for atom in found:
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
        elif atom.end > kept[-1].end and atom.end - atom.start > kept[-1].end - kept[-1].start:
            kept[-1] = atom
    return kept


def _worded(text: str, start: int, end: int, slot: str, op: str, n: int, row: str, more: Any) -> Atom | None:
    word = text[start:end]
    if slot == "name":
        return _name(text, start, end, op, row, more)
    if text[start - 1] in _SPLIT_BEFORE.get(word, "") or (slot == "part" and text[start - 1] in "个整半") or (slot == "season" and op == "is" and text[start - 1] in "春夏秋冬"):
        return None
    if word in _SHORT_PARTS:
        if text[start - 1] in "日天" and text[start - 2] not in _CN + "0123456789今昨明当次同翌每前后":
            return None
        if text[start - 1] in "一二三四五六" and text[start - 2] not in "周期拜":
            return None
        if not start or text[start - 1] not in "日号天周一二三四五六末节" or text[end] in "已在就有些会期年间报点恋婚熟稻茶场霞风总市景班宴":
            return None
    elif slot == "edge":
        if op != "start" and text[end] in "旬国":
            return None
        if op == "start" and text[end] in "一二三级中":
            return None
    if slot == "ten" and op == "half" and text[end] in "年刊":
        return None
    if word == "同期" and (text[start - 1] in "合共" or text[end] in "限间货"):
        return None
    if slot == "same" and text[start - 1] in "年史" and text[start - 2 : start] in ("常年", "历年", "往年", "历史"):
        return None
    if word == "黎明" and text[start - 1] not in "日天" and not regex.compile("前|时分|至|到").match(text, end):
        return None
    if word == "当年" and text[end] in "的他她我你轻，" and text[end + 1] not in "0123456789" and not (text[end] == "，" and start and text[start - 1] in "，；。"):
        return None
    if word[0] == "现" and start and text[start - 1] in "出发体展实呈表重浮闪涌":
        return None
    if _WORD_TRAPS.match(text, start) or (start and _WORD_TRAPS.match(text, start - 1)):
        return None
    return Atom(start, end, slot, op, n, 0, row, more)


_HOLIDAY_TAIL = regex.compile(r"(?:假期|长假|小长假|黄金周)(?:期间)?")
# 元旦村, 中秋月饼, 春节联欢晚会: a name inside another name.
_NOT_NAME_AFTER = regex.compile(r"[村镇乡寺路街社庙桥山湖]|晚会|联欢|月饼|粽子|公司|集团|档期?")
# 24小时热线, 15分钟生活圈: a length that only describes.
_NOT_LENGTH_AFTER = regex.compile(r"热线|自助|值班|值守|不打烊|生活圈|便民|便利|经济圈|交通圈|核酸|动态|监测|客服|营业|服务|开放|在线|全天候|通勤圈|时差")


def _name(text: str, start: int, end: int, kind: str, row: str, name: calendar.Name) -> Atom | None:
    """A name of calendar.tsv, when what it needs stands beside it."""
    needs, word = name.needs, text[start:end]
    if kind == "plan":
        match = _PLAN_TAIL.match(text, end)
        if not (match and match["what"] is not None):
            return None
        if start and text[start - 1] in "“\"":
            start -= 1
        elif match["what"][:1] not in ("期", "时", ""):
            return None
        return Atom(start, match.end(), "name", kind, 0, 0, row, (name, match["what"], match["edge"], small(match["n"] or "0")))
    if start and text[start - 1] in "“\"" and text[end] in ("”", '"') and needs == "event":
        start, end = start - 1, end + 1
    alone = not text[:start].strip(" “") and not text[end:].strip(" 。”\n")
    if needs.startswith("bare:"):
        if word != needs[5:]:
            needs = ""
        elif not (alone or BESIDE["event"].match(text, end) or text[end] in "，。、"):
            return None
        needs = ""
    tail = _HOLIDAY_TAIL.match(text, end) if kind == "festival" or word == "清明" else None
    if tail and not (start and text[start - 1] in _CN + "0123456789第"):
        return Atom(start, tail.end(), "name", "holiday", 0, 0, row, name)
    if needs in ("term", "weather") and start and text[start - 1] in ("年日的是，。逢迎“" if needs == "term" else "年逢"):
        needs = ""
    if needs and not alone and not BESIDE[needs].match(text, end):
        return None
    if needs == "event" and not alone and start and text[start - 1] in _CN + "0123456789第":
        return None
    if kind == "epoch" and needs == "pandemic" and text.startswith("期间", end):
        end += 2
    if text[end] == "期" and text[end : end + 2] == "期间" and kind == "festival":
        return Atom(start, end + 2, "name", "around", 0, 0, row, name)
    if _NOT_NAME_AFTER.match(text, end):
        return None
    return Atom(start, end, "name", kind, 0, 0, row, name)


def _figured(match: Any, text: str) -> list[Atom]:
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
        if regex.compile(r"[”\"]?(?:晚会|热线|行动|工程|国际消费者|消费者|维权)").match(text, end):
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


def _numbered(match: Any, text: str) -> list[Atom]:
    part = match.groupdict()
    start, end, unit = match.start(), match.end(), part["unit"]
    hung = _PREFIX_BEFORE.search(text, max(0, start - 5), start)
    prefix = hung["prefix"] if hung else ""
    start = hung.start() if hung else start
    number_at = match.start("n")
    before = text[match.start("list") - 1] if part["list"] else text[number_at - 1]
    first = match.start("list") if part["list"] else number_at
    loosely = hung is not None and "的" in text[hung.start() : first] and unit in ("月", "月份", "日", "号", "时", "点")
    if prefix and ((start and text[start - 1] in _NO_PREFIX.get(prefix, "")) or loosely):
        start, prefix = first, ""  # 79年前的8月15日
    touched = text[first - 1] if first and not prefix else ""
    if touched and (touched in "0123456789." or (touched in ",，:：" and first > 1 and text[first - 2].isdigit() and text[first].isdigit())):
        return []
    loose = bool(part["more"] or part["half"] or part["more2"] or part["tail"])
    if part["tail"] and unit in ("日", "号", "月份", "年度", "学年", "世纪", "年代", "季度"):
        end, loose = end - 1, bool(part["more"] or part["half"] or part["more2"])
        part["tail"] = ""
    if part["tail"] and part["tail"] != "半" and unit[-1] not in "年月天周时期":
        end, loose = end - 1, bool(part["more"] or part["half"] or part["more2"])
    value = small(part["n"])
    if value is None:
        return []
    if unit[-1] == "年" and text[end] in "级制薪息":
        return []
    if unit in ("时", "点", "点钟"):
        return _clocked(match, text, prefix, value)
    n = int(value)
    whole = value == n and not loose
    chinese = not part["n"].isascii()
    lefts = _lefts(match, text, unit)
    here = first if lefts else number_at

    def make(slot: str, op: str, n: int, m: int = 0, more: Any = None, at: int = here) -> list[Atom]:
        before = [_left(left, slot, op, m) for left in lefts]
        return [*before, Atom(number_at if lefts else at, end, slot, op, n, m, "when." + slot, more)]

    if unit == "年" and whole and text[max(0, number_at - 3) : number_at] == "公元前":
        return [Atom(number_at - 3, end, "year", "bc", n, 0, "when.year")]
    if unit == "年" and whole and text[max(0, number_at - 2) : number_at] == "公元":
        return [Atom(number_at - 2, end, "year", "is", n, 0, "when.year")]
    if unit == "年" and whole and not part["ge"]:
        year = _year(part["n"], n, text, number_at, end)
        if regex.compile(r"第[0-9]{1,4}号").match(text, end):
            return []
        if prefix in ("", "前", "后", "上", "下", "头", "近") and year is not None and not (prefix and year[0] != "is"):
            return make("year", year[0], year[1])
        if prefix == "第":
            return [Atom(start, end, "year", "nth", n, 0, "when.nth")]
    if unit == "月" and part["ge"]:
        return _lasting(match, text, start, end, value, loose, prefix)
    if unit in ("月", "月份") and whole:
        bare = _BARE_DAY.match(text, end) if unit == "月" and not prefix and 1 <= n <= 12 and not lefts else None
        if bare:
            return [*make("month", "is", n), Atom(bare.start(), bare.end(), "day", "is", int(bare[0]), 0, "when.day", "日")]
        if prefix in ("前", "头") and 2 <= n <= 12:
            return [Atom(start, end, "span", "first", n, 0, "when.span", "M")]
        if prefix in ("近", "最近", "过去", "未来", "今后") and unit == "月":
            return _lasting(match, text, start, end, value, loose, prefix)
        if 1 <= n <= 13 and len(part["n"]) <= 3 and not (chinese and _DANGLING.match(text, end)) and text[end] not in "亮饼球票薪租嫂子坛光季牙龄":
            return make("month", "is", n)
        return []
    if unit in ("日", "号") and prefix in ("上", "下", "头"):
        return []
    if unit in ("日", "号") and whole and prefix in ("", "前", "后", "每"):
        if 1 <= n <= 31 and len(part["n"]) <= 3:
            if prefix in ("前", "后") and unit == "日" and before not in "月":
                return _lasting(match, text, start, end, value, loose, prefix)
            if unit == "日" and not prefix and not part["n"].isascii() and before != "月" and regex.compile("之?后").match(text, end):
                return _lasting(match, text, number_at, end, value, loose, "")
            if _NOT_AFTER[unit].match(text, end):
                return _lasting(match, text, number_at, end, value, loose, "") if unit == "日" and regex.match("[以之]?内", text[end : end + 2]) else make("day", "weak", n) if before == "月" else []
            if unit == "日" and chinese and not prefix and not lefts and before != "月" and not (_NUMBER_DAY_BEFORE.search(before) and _NUMBER_DAY_AFTER.match(text, end)):
                return []
            if unit == "号" and not prefix and before != "月" and not lefts and not (_NUMBER_DAY_BEFORE.search(before) and _NUMBER_DAY_AFTER.match(text, end)):
                return []
            return make("day", "is", n, 0, unit)
    if unit == "世纪":
        return [Atom(number_at, end, "century", "is", n, 0, "when.century")] if whole and 1 <= n <= 30 and not prefix else []
    if unit == "年代":
        return make("decade", "is" if n > 999 else "short", n) if whole and n % 10 == 0 and (n < 100 or n > 999) and not prefix else []
    if unit in ("学年", "财年", "年度"):
        if not whole or not 1000 <= n <= 2999 or part["n"][0] in "百千":
            return []
        if unit == "学年":
            return [Atom(first, end, "year", "school", n - 1 if lefts else n, 0, "when.school-year")]
        return make("year", "is", n)
    if unit == "季":
        wanted = prefix == "第" and whole and 1 <= n <= 4 and start and text[start - 1] == "年" and text[end] not in "节风花稻票军"
        return make("quarter", "is", n, 0, None, start) if wanted else []
    if unit in ("季度", "个季度") and whole:
        if prefix in ("前", "头"):
            return [Atom(start, end, "span", "first", n, 0, "when.span", "Q")] if 2 <= n <= 4 else []
        if unit == "季度" and prefix in ("", "第") and 1 <= n <= 4:
            return make("quarter", "is", n, 0, None, start if prefix else here)
    if prefix in ("前", "头") and unit == "个月" and whole and 2 <= n <= 12:
        return [Atom(start, end, "span", "first", n, 0, "when.span", "M")]
    if prefix in ("第", "倒数第") and whole:
        code = _UNIT_CODE.get(unit)
        if unit in ("天", "周", "个月", "个季度", "星期", "个星期"):
            if code == "Q":
                return [Atom(start, end, "quarter", "is", n, 0, "when.quarter")] if 1 <= n <= 4 else []
            if code == "M":
                return [Atom(start, end, "month", "is", n, 0, "when.month")] if 1 <= n <= 12 else []
            return [Atom(start, end, {"D": "day", "W": "week"}[code or "D"], "nth", n if prefix == "第" else -n, 0, "when.nth")]
        return []
    if unit in ("分", "秒") and not prefix and unit == "分" and not (part["tail"] == "半" or regex.match(rf"(?:零|钟)?(?:[0-9]{{1,2}}|[{_CN}]{{1,3}})秒", text[end : end + 6]) or regex.search("(?:小时|钟头)零?$", text[max(0, number_at - 3) : number_at])):
        return []
    if unit == "月" or (unit == "周" and text[end] == "岁") or (part["n"] == "半" and prefix in ("上", "下")):
        return []
    return _lasting(match, text, start, end, value, loose, prefix)


def _year(said: str, n: int, text: str, start: int, end: int) -> tuple[str, int] | None:
    """How a number before 年 is a year: ("is", year), ("short", two digits) when only its neighbours can tell, or None."""
    if said[0] in "几数半":
        return None
    if said.isascii():
        if "." in said:
            return None
        if len(said) == 4:
            return ("is", n) if n else ("bad", n)
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
    found = []
    for one in _PARTS.finditer(text, match.start("list"), match.start("n")):
        value = small(one[0])
        if value is None or (wanted and not wanted[0] <= value <= wanted[1]):
            return []
        if unit == "年" and len(one[0]) != 4:
            return []
        found.append((one.start(), one.end(), int(value)))
    return found


def _left(left: tuple[int, int, int], slot: str, op: str, m: int) -> Atom:
    return Atom(left[0], left[1], slot, "is" if slot == "year" else op, left[2], m, "when." + slot, "left")


def _clocked(match: Any, text: str, prefix: str, value: float) -> list[Atom]:
    """上午9时30分, 8点半, 24时: an hour and what follows it; or nothing, where 点 is a point and 时 a word's end."""
    unit, end, start = match["unit"], match.end("unit"), match.start("n")
    hour = int(value)
    if match["n"][0] in "几数半" or hour != value or not 0 <= hour <= 24 or match["more"] or match["half"] or match["ge"] or prefix in ("第", "每"):
        return []
    chinese = not match["n"][0].isascii()
    before = text[start - 1]
    beside = before in "日号午晨晚上夜早午间天周一二三四五六末里今明昨节到至昼朝—~～-"
    strong = regex.compile("点钟").match(text, end - 1) or unit == "点钟"
    if unit == "点" and not strong:
        if not regex.compile(r"(?:[整正半钟]|[一三1-3]刻|[零过]?[0-5]?[0-9]分|[零过]?[一二三四五六七八九十]{1,3}分)").match(text, end):
            bare = regex.compile(r"[0-5][0-9](?![0-9])|零[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?|[一二三四五]十").match(text, end)
            if not bare and _NOT_AFTER["点" if not beside else "钟点"].match(text, end):
                return []
            if chinese and not beside and not bare and hour < 4 and text.strip() != text[start:end] and not regex.compile("到|至|左右|以前|之前|以后|之后|前|后").match(text, end):
                return []
            if hour == 1 and chinese and text[end] in "都也儿就":
                return []
            if before and before in "第有这几":
                return []
    if unit == "时":
        if _NOT_AFTER["时"].match(text, end):
            return []
        if chinese and not beside and before and not regex.compile(r"[整正许起至到前后，。、—-]|[0-9一二三四五六七八九十零]{1,3}分|$").match(text, end):
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


# 1月3, 10月22出生: a day without its 日, where nothing else can be meant.
_BARE_DAY = regex.compile(r"(?:3[01]|[12][0-9]|0?[1-9])(?=[，。；、\s]|出生|$)(?!\x20?[0-9])(?!、[0-9])")
# A bare 13号 is a day only where no name stands before it: 神舟十八号, 2号楼, 〔2024〕6号.
_NUMBER_DAY_BEFORE = regex.compile(r"[\s，。、；：“（于在到至从自是将的今]")
_NUMBER_DAY_AFTER = regex.compile(r"[晚早上下中凌起前后至到止，。、；）\s—~～-]|在|举|开")
# 提前两个月, 以后三年, 马上两点: the word before belongs elsewhere.
_NO_PREFIX = {"前": "提之以日先午空目事生超", "后": "之以今最先落此随", "上": "以加早晚马线网之海", "下": "以之如余线名", "头": "年月镜街", "近": "接附最临靠将"}
# 二月二: a numeral behind a month that is no day with its 日 or 号 belongs to a name.
_DANGLING = regex.compile(r"[一二三四五六七八九](?![一二三四五六七八九]?[十日号])")
_HAN = regex.compile(r"\p{Han}")
_HANGS_ON = "年月期度周季旬日半在于的比较据和与是我"
_RECENT_BEFORE = regex.compile(r"[\s，。；：、“（在对于是据从和与由比较把其的]")
_RECENT_AFTER = regex.compile("来|以来|间|累计|平均|全[省市县国]")
_OFFSET_AFTER = regex.compile("[前后内来]|[之以][前后内来]")


def _lasting(match: Any, text: str, start: int, end: int, value: float, loose: bool, prefix: str) -> list[Atom]:
    """三年半, 3个多月, 240小时: a length, with the word before it that hangs it on the present (近, 未来, 每)."""
    part = match.groupdict()
    code = _UNIT_CODE.get(part["unit"])
    if code is None or (part["n"][0] in "百千" ):
        return []
    if code in ("h", "m") and (_NOT_LENGTH_AFTER.match(text, end) or text[match.start() - 1] in "×x*"):
        return []
    about = bool(part["more"] or part["more2"] or (part["tail"] and part["tail"] != "半"))
    number: float | None = value
    if part["n"].startswith(("几", "数")):
        if not prefix and not _OFFSET_AFTER.match(text, end):
            return []
        number = None
    elif not part["n"].isascii() and len(part["n"]) == 2 and all(char in _DIGITS and char not in "〇零" for char in part["n"]):
        number, about = float(_DIGITS[part["n"][0]]), True  # 三五年, 两三天: about, from the first
    elif part["half"] or part["tail"] == "半":
        number = value + 0.5
    if number is not None and code == "q":
        number, code = number * 15, "m"


    lefts = [small(one[0]) for one in _PARTS.finditer(match["list"])] if match["list"] and "、" not in match["list"] else []
    begin = start
    if prefix in ("前", "后", "上", "下", "头") and _HAN.match(text[start - 1]) and text[start - 1] not in _HANGS_ON:
        prefix = ""  # 飞行前12小时 is a length before a flight
    if prefix == "近" and not _RECENT_BEFORE.search(text[start - 1]) and not _RECENT_AFTER.match(text, end):
        prefix, about = "", True  # 历时近三年 is nearly three years, not the last three
    if prefix and prefix not in ("第",):
        begin = start
    elif lefts:
        begin = match.start("list")
    else:
        begin = match.start("n")
    return [Atom(begin, end, "duration", code, 0, 0, "when.duration", (number, about, prefix, lefts[0] if lefts else None))]


def _weekly(match: Any, text: str) -> list[Atom]:
    start, end = match.span()
    part = match.groupdict()
    day = part["day"]
    if day and day != "末" and _COUNTED.match(text, end):
        day, end = None, end - 1
    if day == "末" and part["unit"] != "周":
        day, end = None, end - 1
    if part["half"]:
        return [] if day else [Atom(start, end, "week", "half", 1 if part["half"] == "上" else 2, 0, "when.week")]
    week, op = 0, "bare"
    if part["rel"]:
        rel = part["rel"]
        week, op = (-len(rel) if rel[0] == "上" else len(rel) if rel[0] == "下" else 0), "ref"
    elif part["nth"]:
        week, op = int(small(part["nth"][1:]) or 0), "nth"
    elif part["last"]:
        week, op = -1, "nth"
    if day:
        if op == "bare":
            if start and text[start - 1] in _CN + "0123456789两几数半":
                return []
            if text[end] in ("岁", "年"):
                return []
        number = 6 if day == "末" else _WEEKDAYS[day]
        return [Atom(start, end, "weekday", op, week, number, "when.weekday", "weekend" if day == "末" else "")]
    if op == "bare":
        return []
    if op == "ref" and text[end] in ("期", "边", "密", "转", "全", "围", "到", "刊", "报") and text[end : end + 2] not in ("到", "报道", "报告"):
        return []
    return [Atom(start, end, "week", op, week, 0, "when.week")]


def _lunar(text: str, at: int) -> list[Atom]:
    match = _LUNAR.match(text, at)
    if not match or match.end() == at:
        return []
    part = match.groupdict()
    month = {"正": 1, "冬": 11, "腊": 12}.get(part["month"] or "", 0) or int(small(part["month"] or "0") or 0)
    day = 0
    if part["day"]:
        said = part["day"]
        day = int(small(said[1:]) or 0) if said[0] == "初" else int(small(said) or 0)
    if (part["month"] and not 1 <= month <= 12) or (part["day"] and not 1 <= day <= 30):
        return []
    end = match.end()
    if part["day"] and part["day"].isascii() and not part["calendar"] and part["month"] not in ("正", "冬", "腊"):
        return []
    if part["day"] and text[end].isdigit():
        day, end = 0, match.start("day")
    elif part["day"] and text[end] in ("日", "号"):
        if not part["calendar"] and part["month"] not in ("正", "冬", "腊") and part["day"][0] != "初":
            return []
        end += 1
    elif part["day"] and text[end] in ("个", "多", "余", "万", "家", "届", "中", "年", "级"):
        return []
    if text[end - 1] == "的":
        end -= 1
    if not part["calendar"] and not part["month"]:
        if not regex.compile(r"$|[，。、晚早夜上下]|这天|当天|日").match(text, end):
            return []
        return [Atom(at, end, "lunarday", "is", day, 0, "when.lunar")]
    if part["calendar"] and not part["month"] and not part["day"]:
        return [Atom(at, end, "lunarmark", "is", 0, 0, "when.lunar")]
    if not part["month"]:
        return [Atom(at, end, "lunarday", "is", day, 0, "when.lunar")]
    return [Atom(at, end, "lunarmonth", "leap" if part["leap"] else "is", month, day, "when.lunar")]
