"""Which words of a sentence speak of time: 去年 9月 上旬 | 周五 | 下午 3时30分.

A time expression is a chain of small words, from the wide to the narrow, each of which would mean something alone. This module
finds the small words, called atoms, and says what each does to the stretch of time before it: 去年 is the year before the
reference, 9月 a month of a year, 上旬 the first ten days of a month. It knows what only looks like time (17号线, 6号院, 三点建议,
第5日, 百分点), but it reads no dates: chaining and resolving is the work of `newsextract.find.when`.

    >>> [(atom.slot, atom.op, atom.n) for atom in atoms("去年9月上旬")]
    [('year', 'ref', -1), ('month', 'is', 9), ('ten', 'is', 1)]
    >>> atoms("地铁17号线和6号院")
    []

Words come from two tables, `timewords.tsv` and `calendar.tsv`, through one automaton; numbers with their units from `timenumber`.
All passes are linear.
"""

from __future__ import annotations

from typing import Any

import ahocorasick
import regex

from newsextract import tables
from newsextract.find import calendar
from newsextract.find.timenumber import CHINESE, HOUR_HAND, NUMBER, Atom, figured, figures, numbered, small

_HAND_HINT = regex.compile(r"(?<=[0-9 ])[aApP]\.?[mM]")
_WEEK = regex.compile(
    rf"""(?:(?P<rel>上{{1,3}}|下{{1,3}}|这|本|今)(?P<one>一)?个?|(?P<nth>第(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}}))个?|(?P<last>最后一个)|(?P<half>[上下])半)?
    (?P<unit>周|星期|礼拜)(?P<day>[一二三四五六日天末])?""",
    regex.VERBOSE,
)
_EVERY = regex.compile(r"每?逢?[单双隔]周的?(?=周[一二三四五六日]|星期[一二三四五六日天])|每逢|每个?(?=周[一二三四五六日末](?![次天])|星期[一二三四五六日天]|礼拜[一二三四五六日天])|每一?(?P<unit>年度?|个?月|周|个?星期|个?礼拜|天|日|晚|早|个?季度)(?![一二三四五六七八九十]?[余多]?[0-9]{0,3}[天日月年]內)")
# 逢三逢八赶集, 逢二、五、八为集: the days of a month, or of ten days, on which a market is held.
_MARKET_DAY = "[一二三四五六七八九十0-9]{1,2}"
_MARKET = regex.compile(rf"每?逢{_MARKET_DAY}(?:日?(?:[、和]逢?|逢){_MARKET_DAY}){{1,3}}日?(?=[，。；）]|的|赶|开|为|是|都|有|举|集|圩|墟|场)")
_EVERY_CODE = {"年": "P1Y", "年度": "P1Y", "月": "P1M", "个月": "P1M", "周": "P1W", "星期": "P1W", "个星期": "P1W", "礼拜": "P1W", "个礼拜": "P1W",
               "天": "P1D", "日": "P1D", "晚": "P1D", "早": "P1D", "季度": "P1Q", "个季度": "P1Q"}  # fmt: skip
_WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
# After 每周 or a bare 周, a number that counts (每周一次, 每周五天) is no weekday.
_COUNTED = regex.compile(r"天(?!气)|[次回更换报练检测个节场课小堂篇期年岁边围届门]")
_LUNAR = regex.compile(
    rf"""(?P<calendar>农历|阴历|旧历|夏历)?(?:的)?
    (?:(?P<leap>闰)?(?P<month>正|冬|腊|[0-9]{{1,2}}|[{CHINESE}]{{1,3}})月(?:的)?(?:份)?)?
    (?P<day>初[一二三四五六七八九十0-9]|廿[一二三四五六七八九]?|[一二]?十[一二三四五六七八九]?|三十|二十|[1-3]?[0-9](?![0-9年月]))?""",
    regex.VERBOSE,
)
_LUNAR_START = regex.compile(
    rf"农历|阴历|旧历|夏历|[正冬腊]月|闰[{CHINESE}]{{1,3}}月|(?<![{CHINESE}])(?:初[一二三四五六七八九十0-9]|廿)|(?<=[0-9{CHINESE}]月)十[一二三四五六七八九](?![{CHINESE}日号个大余多万家届])"
)
_SEVERAL = regex.compile(rf"[{CHINESE}几多0-9]个$")  # 两个周末
_LUNAR_HINT = regex.compile("农历|阴历|旧历|夏历|[正冬腊闰]|初[一二三四五六七八九十]|廿|月十")
_BARE_LUNAR_DAY = regex.compile("[一二三四五六七八九](?![一二三四五六七八九十百千万多余几个月日])")
_LUNAR_AFTER = regex.compile("$|[，。、晚早夜上下]|这天|当天|日")
_DAWN_AFTER = regex.compile("前|时分|至|到")
_LUNAR_MONTH = regex.compile(rf"(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})月$")

# Names whose needs say what must stand beside them.
BESIDE = {
    "event": regex.compile(r"期间|这天|那天|假期|长假|小长假|黄金周|双节|节|[、和与]中秋|前后|前夕|临近|将至|将临|来临|到来|当天|当日|晚上|上午|下午|早上|之后|之前|以后|以来|前一天|过后|放假|档|出行|翌日"),
    "season": regex.compile(r"期间|启动|以来|开始|拉开|首日|返程|节前|节后|$|[，。、]"),
    "period": regex.compile(r"[”\"]?(?:规划)?(?:期间|时期|以来|[初中末]期|末|初|前[一二三四两]年|后[一二三四两]年|头[一二三四两]年)"),
    "since": regex.compile(r"以来|以后|之后|召开|期间|闭幕|开幕|胜利召开|之前|前夕|前(?![景瞻途列])|初期|后(?![续备])|至今"),
    "term": regex.compile(r"节气|（(?=[0-9]{1,2}月)|时节|当天|前后|期间|这天|那天|已过|过后|将至|[”\"]|[之以]?后|前(?!途)|以来"),
    "weather": regex.compile(r"节气|（(?=[0-9]{1,2}月)|时节|当天|这天|已过|将至|[”\"]"),
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
    return regex.compile(rf"(?P<era>{'|'.join(eras)})(?P<n>元|[{CHINESE}]{{1,4}}|[0-9]{{1,3}})年"), eras


# One-character words that are words of time only beside something else: 18日晚, 7日早8时.
_HOUR_NEXT = regex.compile(r"(?!一点[^钟半整])(?:[01]?[0-9]|2[0-4]|[一二三四五六七八九十]{1,3})(?:时(?![间代])|点|[:：][0-5][0-9])")  # 早8时至晚10点
_LUNAR_DAY = regex.compile("(?:月(?:初|廿|二?十)?|初)[一二三四五六七八九十]$")  # 八月十五晚
_SHORT_PARTS = {"早", "晨", "晚", "夜"}
_WORD_TRAPS = regex.compile(
    r"明天鹅|下月球|当天空|同日本|今日头条|当日事|同日而语|同日常|明日之星|明日之后|今年以来的年|来年丰|去年底薪|全年龄|全天候|近期目标|现在进行|全日制|年中国|次日达|前天鹅|后天性|"
    r"当年的?人|上年纪|上年岁|昨日重现|今日说法|后年级|前年级|当年轻|同年级|同年龄|同年代|前日本|后日本|次日本|今日本|上月球|本月球|下午茶|国庆阅兵|全年一次性"
)


# 光明日报, 青年中有人, 证明年均增速: the word before takes the first character.
_YEARS_OF_LIFE = "青少老成幼壮童历常多往数几每近两三十百千"
_SPLIT_BEFORE = {
    "明日": "光昆声证发文黎清", "明天": "声证发文", "明年": "声证表标注发透文", "来年": "以年月日天近", "年中": _YEARS_OF_LIFE, "年初": _YEARS_OF_LIFE,
    "年底": _YEARS_OF_LIFE, "年末": _YEARS_OF_LIFE, "年终": _YEARS_OF_LIFE, "后天": "先", "前日": "目", "本年": "基资成剧版样", "本月": "基资成",
    "本日": "日样版", "同日": "共", "上午": "个", "当日": "正", "后日": "今以", "上月": "以", "中秋": "其",
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
    for match in figures(text):
        found += figured(match, text)
    for match in NUMBER.finditer(text):
        found += numbered(match, text)
    for match in HOUR_HAND.finditer(text) if _HAND_HINT.search(text) else ():
        found.append(Atom(match.start(), match.end(), "clock", "hour", int(match["h"]), 0, "when.clock", (0, match["hand"][0].lower())))
    for match in _WEEK.finditer(text):
        found += _weekly(match, text)
    for match in _EVERY.finditer(text):
        if not (match["unit"] in ("小时", "个小时", "分钟", "秒") and text[match.end() : match.end() + 1].isdigit()):
            found.append(Atom(match.start(), match.end(), "every", _EVERY_CODE.get(match["unit"] or "", ""), 0, 0, "when.set"))
    for match in _MARKET.finditer(text) if "逢" in text else ():
        found.append(Atom(match.start(), match.end(), "every", "", 0, 1, "when.set"))
    if _LUNAR_HINT.search(text):
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


def _hangs_on_day(text: str, start: int) -> bool:
    """18日晚, 今天早, 周五晚, 元宵节夜: the character before is the end of a day."""
    one, two = text[start - 1], text[start - 2]
    if one in "）)":
        return two in "一二三四五六日"  # 11月8日（周五）晚
    if (one in "日天" and two not in CHINESE + "0123456789今昨明当次同翌每前后") or (one in "一二三四五六" and two not in "周期拜"):
        return False
    return one in "日号天周一二三四五六末节"


def _worded(text: str, start: int, end: int, slot: str, op: str, n: int, row: str, more: Any) -> Atom | None:
    word = text[start:end]
    if slot == "name":
        return _name(text, start, end, op, row, more)
    if text[start - 1] in _SPLIT_BEFORE.get(word, "") or (slot == "part" and (text[start - 1] in "个整半" or (text[start - 1] == "一" and text[start - 2] not in "周期拜初十廿月"))) or (slot == "season" and op == "is" and text[start - 1] in "春夏秋冬"):
        return None
    if word == "今日" and text[start - 1] == "至" and text[end] in "产均销供发处用送交":
        return None  # 至今日均产奶
    if word in _SHORT_PARTS:
        if _HOUR_NEXT.match(text, end) and text[start - 1] not in "最很较太更不再多迟":
            return Atom(start, end, slot, op, n, 0, row, more)
        if not start or text[end] in "已在就有些会期年间报点恋婚熟稻茶场霞风总市景班宴":
            return None
        if not _LUNAR_DAY.search(text, max(0, start - 5), start) and not _hangs_on_day(text, start):
            return None
    elif slot == "edge":
        if op != "start" and text[end] in "旬国":
            return None
        if op == "start" and text[end] in "一二三级中":
            return None
    if word == "周末" and _SEVERAL.search(text, max(0, start - 2), start):
        return None
    if slot == "ten" and op == "half" and text[end] in "年刊":
        return None
    if word == "同期" and (text[start - 1] in "合共" or text[end] in "限间货"):
        return None
    if slot == "same" and text[start - 1] in "年史" and text[start - 2 : start] in ("常年", "历年", "往年", "历史"):
        return None
    if word == "黎明" and text[start - 1] not in "日天" and not _DAWN_AFTER.match(text, end):
        return None
    if word == "当年" and text[end] in "的他她我你轻，" and text[end + 1] not in "0123456789" and not (text[end] == "，" and start and text[start - 1] in "，；。"):
        return None
    if word[0] == "现" and start and text[start - 1] in "出发体展实呈表重浮闪涌":
        return None
    if _WORD_TRAPS.match(text, start) or (start and _WORD_TRAPS.match(text, start - 1)):
        return None
    return Atom(start, end, slot, op, n, 0, row, more)


_TURN = regex.compile("(?P<way>[下上])一?个$")  # 下一个国庆节: counted from the reference
_HOLIDAY_TAIL = regex.compile(r"(?:假期|长假|小长假|黄金周)(?:期间)?")
# 元旦村, 中秋月饼, 春节联欢晚会: a name inside another name.
_NOT_NAME_AFTER = regex.compile(r"[村镇乡寺路街社庙桥山湖]|晚会|联欢|月饼|粽子|公司|集团|档期?|战争")
def _name(text: str, start: int, end: int, kind: str, row: str, name: calendar.Name) -> Atom | None:
    """A name of calendar.tsv, when what it needs stands beside it."""
    needs, word = name.needs, text[start:end]
    if start and text[start - 1] in _SPLIT_BEFORE.get(word, ""):
        return None  # 其中秋粮
    if kind == "plan":
        match = _PLAN_TAIL.match(text, end)
        if not (match and match["what"] is not None):
            return None
        if start and text[start - 1] in "“\"":
            start -= 1
        elif match["what"][:1] not in ("期", "时", ""):
            return None
        return Atom(start, match.end(), "name", kind, 0, 0, row, (name, match["what"], match["edge"], small(match["n"] or "0")))
    if start and text[start - 1] in "“\"" and text[end] in ("”", '"') and (needs == "event" or (kind == "festival" and _HOLIDAY_TAIL.match(text, end + 1))):
        start, end = start - 1, end + 1
    alone = needs not in ("since", "period") and not text[:start].strip(" “") and not text[end:].strip(" 。”\n")
    if needs.startswith("bare:"):
        if word != needs[5:]:
            needs = ""
        elif not (alone or BESIDE["event"].match(text, end) or text[end] in "，。、"):
            return None
        needs = ""
    turn = _TURN.search(text, max(0, start - 3), start) if kind in ("festival", "term") else None
    way = 0 if turn is None else 1 if turn["way"] == "下" else -1
    start = start if turn is None else turn.start()
    tail = _HOLIDAY_TAIL.match(text, end) if kind == "festival" or word == "清明" else None
    if tail and not (start and text[start - 1] in CHINESE + "0123456789第"):
        return Atom(start, tail.end(), "name", "holiday", way, 0, row, name)
    if needs in ("term", "weather") and start and text[start - 1] in ("年日的是，。逢迎“" if needs == "term" else "年逢"):
        needs = ""
    if needs == "event" and text[start - 1] == "年" and text[end] not in CHINESE + "月日号个届次家年天村路街0123456789":
        needs = ""  # 2024年国庆, 今年五一
    if needs and not alone and not BESIDE[needs].match(text, end):
        return None
    if needs == "event" and not alone and start and text[start - 1] in CHINESE + "0123456789第":
        return None
    if kind == "epoch" and needs == "pandemic" and text.startswith("期间", end):
        end += 2
    if text[end] == "期" and text[end : end + 2] == "期间" and kind == "festival":
        return Atom(start, end + 2, "name", "around", 0, 0, row, name)
    if _NOT_NAME_AFTER.match(text, end):
        return None
    return Atom(start, end, "name", kind, way, 0, row, name)


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
            if start and (text[start - 1] in CHINESE + "0123456789两几数半" or text[max(0, start - 2) : start] == "黑色"):
                return []  # 黑色星期五 is a sale
            if day == "末" and _SEVERAL.search(text, max(0, start - 2), start):
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
    if part["calendar"] and part["month"] and not part["day"] and _BARE_LUNAR_DAY.match(text, end):
        day, end = int(small(text[end]) or 0), end + 1  # 农历三月三
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
        if not _LUNAR_AFTER.match(text, end):
            return []
        return [Atom(at, end, "lunarday", "is", day, 0, "when.lunar")]
    if part["calendar"] and not part["month"] and not part["day"]:
        return [Atom(at, end, "lunarmark", "is", 0, 0, "when.lunar")]
    if not part["month"]:
        return [Atom(at, end, "lunarday", "is", day, 0, "when.lunar")]
    return [Atom(at, end, "lunarmonth", "leap" if part["leap"] else "is", month, day, "when.lunar")]
