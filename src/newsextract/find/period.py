"""When a number holds.

截至2024年6月末，全省托育机构有2310家，托位12.6万个: the second number has no date of its own and holds at the end of June too. A period is
inherited along the sentence and the paragraph until another is named; what is only compared with (比去年), reported on (3月8日，记者
获悉), part of a name (《2024年公报》) or the year in which a thing began sets none. A plan's year ends with its sentence; 目前 and 如今
are the time of writing, of which the text gives no date.
"""

from __future__ import annotations

from datetime import date

import regex

from newsextract.find.seen import CLAUSE_END, CLAUSE_STOP, CLOSERS, OPENERS, PAGE, Clause, Phrase, Record, Seen, why, within
from newsextract.tables import noted

RULES = {
    "period.clause": "the last date mention of the clause before the number",
    "period.sentence": "a date mention earlier in the sentence",
    "period.inherited": "the period of an earlier sentence of the paragraph, or of the paragraph before",
    "period.start": "the earlier period in 由2023年的…",
    "period.now": "目前, 如今: the time of writing, of which the text gives no date",
    "period.same": "同期: the period before",
}

# 始建于1986年: when a thing began says nothing of when it is counted.
_FOUNDED = regex.compile(r"(?:始?建|成立|创[办建立]|开工|动工|设立|组建|注册|落成|投产|通车|开馆|出生|生)(?:于|日期|时间)[:：]?$")
_LEAD = 2  # paragraphs that may name what the whole article speaks of
_WEEK = 4
_PAGE_CLAUSE = 16
TARGET = regex.compile(r"力争|争取|目标(?:是|为|值为)|(?<!年度|改善|行动|工作|培养|发展|振兴|培育|支持|扶持|招生|人才|专项|特岗|国培|帮扶|提升|补助)(?<![该本项此”])计划(?!的|完成率|完成情况|完成的|内|生育|单列|已|共|累计|覆盖|惠及|资金|总)|预计|将(?!军|近)|确保|(?<![加长高升降低少大小展变延涨跌扩])到20\d\d年|规划|拟|有望|预期(?!寿命)")
REPORTING = regex.compile(r"据悉|据了解|获悉|发布|举行|召开|举办|介绍|通报|印发|表示|讯|消息|公布|报道|启动|介绍说|指出|了解到|开幕|座谈|会议|签约仪式|出席|考察|调研|揭牌|电（|电\(")
_AGO = regex.compile(r"[\d一二两三四五六七八九十百多余几数]{1,5}年(?:之|以)?前$")
_NOW = regex.compile(r"(?:截至)?目前|如今|(?<!出)现在|眼下|当前|迄今|近(?:几|些)?年来?|多年来|长期以来")
_SEASON = regex.compile(r"(?:[春夏秋冬]季|暑期|汛期|寒假|暑假)\p{Han}{0,12}?(?:行动|活动|整治|攻坚|战役|招聘)")
_NOT_A_PERIOD = regex.compile(r"(?:[比较同超与由从创占]|高于|低于|相当于|[是为])$")
_SINCE = regex.compile(r"(?:正式|全面)?(?:启动|实施|开通|开园|开馆|开业|开市|施行|运行|运营|通车|投运|上线|开展|开镰|开工|开赛|开幕|成立)以来")
_THAN_WHEN = regex.compile(r"(?:比|较|与|同)(?:上年|去年|前年|上月|上季度|\d{4}年)$")
_THAN_SAME = regex.compile(r"(?:[比较]|与)[^，；。]{0,6}$")
_UP_TO_WHEN = regex.compile(r"(?:排|延续|延长|推迟|持续|顺延|放宽|提前|拖|推|延期)[到至]了?$")  # 订单已排到明年3月
_ISSUE = regex.compile(r"年?(?:度)?第[一二三四五六七八九十\d]{1,3}[期批次号届]")  # 2025年第一期抽检结果: a name
_HOLIDAY = regex.compile(r"(?:小长假|假期|节|期间|黄金周)")
LINE = regex.compile(r"[^，。]{0,8}讯[)）]?\s*(?:[（(][^（()）]{1,20}[)）])?\s*")
_FROM_ON = regex.compile(r"起|以来|至|到|开始")
_PLANS = frozenset(("十四五", "十三五", "十二五", "十五五"))
_SAME = frozenset(("同期", "同时期", "当期"))
_START_BEFORE = regex.compile(r"[由从到至]$")

_LEFT_WINDOW = 48
_COMPARED_TIME = regex.compile(r"(?:同期|年均)?(?:水平|相比|均值|平均(?![，,]))|以来(?:第|首次|最)|来(?:第|首次|最)|的\d|目标|任务|计划的|预算的")
_FIRST_SINCE = regex.compile(r"首次|最|第")
_UP_TO = regex.compile(r"截[至止]到?$")
_UNTIL = regex.compile(r"(?:截至到?|截止到?)$")
_ONWARDS = regex.compile(r"以来|以前|之前|以后|之后|前(?![一二三四五六七八九十\d])|起每年|起(?![诉草步到点源来])")


class Periods:
    """The times that are in force along one article."""

    def __init__(self, seen: Seen) -> None:
        self.seen, self.text, self.folded, self.dates, self.quantities = seen, seen.text, seen.folded, seen.dates, seen.quantities
        self.setting: dict[int, bool] = {}  # what _sets has said
        self.period: Record | None = None  # a reading: text first last start end grain
        self.main_period: Record | None = None
        self.own_period: Record | None = None  # the first that this paragraph has named
        self.planned = False  # whether it named the time of a plan
        self.lead_period: Record | None = None  # the first of the article, where it is no single day
        self.passes = False  # whether the paragraph's period stands in its first sentence
        self.unquoted: tuple[int, Record | None] | None = None  # where a quotation with a time of its own ends, and the period before it
        self.paragraph = 0
        self.newest = max((int(d["last"][:4]) for d in seen.dates.items if d.get("anchor") == "published" and d["last"]), default=0)

    def new_paragraph(self, start: int) -> None:
        """What a paragraph takes from the one before: a month, quarter or year that the numbers spoke of; not from a headline, nor with a new speaker."""
        self.paragraph += 1
        headline = self.folded[max(0, start - 2) : start].strip()[-1:] not in ("。", "！", "？", "”", "；", "：", "）")
        cut = CLAUSE_END.search(self.folded, start, start + PAGE)
        opening = self.folded[start : cut.start() if cut else start + 30]
        kept = (self.own_period if self.passes else None) or (None if self.planned else self.main_period)
        if kept is None or not _is_long(kept):
            kept = self.lead_period
        named = self.own_period
        self.own_period, self.planned, self.passes, self.unquoted = None, False, False, None
        if opening[:1] == "“":
            kept = self.lead_period  # a speaker: what the article is about, not what the last paragraph was
        if headline and named is None and self.paragraph > 1:
            headline, kept = False, self.lead_period  # 二、工业生产: a heading between, which names no time, takes none away
        if headline or kept is None or not _is_long(kept) or REPORTING.search(opening):
            kept = None
        self.period = self.main_period = kept

    def give(self, record: Record, clause: Clause) -> None:
        start = self.seen.after("。！？\n", record["start"])
        reading: Record | None = None
        rule = ""
        for mention in reversed(within(self.dates, start, record["start"])):
            if not self._sets(mention):
                if record["start"] - len(record["modifier"]) - mention["end"] <= 2 and _START_BEFORE.search(self.folded, max(0, mention["start"] - 2), mention["start"]):
                    record["period"] = _period(self._reading(mention))
                    why(record, "period", "period.start", Phrase("", mention["start"], mention["end"]))
                    return
            elif self._leads(mention, record["start"]):
                reading = self._reading(mention)
                rule = "period.clause" if mention["start"] >= clause.start else "period.sentence"
                break
        now = next(reversed(list(_NOW.finditer(self.folded, max(start, record["start"] - 3 * _LEFT_WINDOW), record["start"]))), None)
        if now is not None and (reading is None or reading["start"] < now.start()):
            reading = {"text": self.text[now.start() : now.end()], "first": None, "last": None, "start": now.start(), "end": now.end(), "grain": None}
            rule = "period.now"
        if reading is None and self.period is not None and not TARGET.search(self.folded, clause.start, record["start"]):
            reading, rule = self.period, "period.inherited"
        if reading is not None:
            record["period"] = _period(reading)
            why(record, "period", rule, Phrase("", reading["start"], reading["end"]))

    def _sets(self, mention: Record) -> bool:
        """Whether a date mention sets a period, or is only compared with, reported on, or part of a name."""
        if mention["start"] not in self.setting:
            self.setting[mention["start"]] = self._decides(mention)
        return self.setting[mention["start"]]

    def _decides(self, mention: Record) -> bool:
        """What `_sets` says, looked up once for each mention."""
        start = mention["start"]
        if mention["first"] is None and mention["last"] is None:
            return False
        if _NOT_A_PERIOD.search(self.folded, max(0, start - 3), start) and not (
            self.folded[start - 1] in "从由" and _FROM_ON.match(self.folded, mention["end"])
        ):
            return False
        if self.folded[start - 1 : start] in tuple(OPENERS) and self.folded[mention["end"] : mention["end"] + 1] in tuple(CLOSERS) and mention["quote"] not in _PLANS and not _HOLIDAY.match(self.folded, mention["end"] + 1):
            return False  # “3·15”行动: a name
        if _COMPARED_TIME.match(self.folded[mention["end"] : mention["end"] + 5]):
            return False
        if _THAN_WHEN.search(self.folded, max(0, start - 8), start):
            return False  # 比上年全年
        if mention["quote"] in _SAME and _THAN_SAME.search(self.folded, max(0, start - 8), start):
            return False  # 较多年同期偏多
        if _UP_TO_WHEN.search(self.folded, max(0, start - 4), start) or _ISSUE.match(self.folded, mention["end"]):
            return False
        if _SEASON.match(self.folded, start) or _FOUNDED.search(self.folded, max(0, start - 8), start):
            return False
        if mention["quote"].endswith("来") and _FIRST_SINCE.match(self.folded[mention["end"] : mention["end"] + 2]):
            return False  # 五年来首次: how long it had not been so
        title = self.folded.rfind("《", max(0, start - 30), start)
        if title >= 0 and "》" not in self.folded[title:start]:
            return False
        one = not mention["first"] or not mention["last"] or mention["first"][:10] == mention["last"][:10]
        if one and mention["grain"] in ("day", "hour", "minute", "second") and not _UP_TO.search(self.folded[max(0, start - 3) : start]):
            left = self.seen.after("，。；！？：\n、", start)
            if dateline := LINE.match(self.folded, left, start):
                left = dateline.end()  # 本报讯 12月18日，…开通: the day is that of what happened
            stop = CLAUSE_STOP.search(self.folded, mention["end"])
            if stop is not None and stop.group() == "，" and stop.start() - mention["end"] <= 2:
                stop = CLAUSE_STOP.search(self.folded, stop.end())  # 3月8日，记者获悉: the day stands apart
            if REPORTING.search(self.folded, left, stop.start() if stop else len(self.folded)) and not _SINCE.match(self.folded, mention["end"]):
                return False
        elif not self.quantities.any(mention["end"], mention["end"] + _PAGE_CLAUSE):
            left = self.seen.after("，。；！？：\n、", start)
            if REPORTING.search(self.folded, left, start):
                return False
        return True

    def _reading(self, mention: Record) -> Record:
        """The mention as a period, with the 截至 before it and the 以来 behind it in its text."""
        if mention["quote"] in _SAME and self.period is not None:
            noted("period.same")
            return {**self.period, "start": mention["start"], "end": mention["end"]}
        start, end = mention["start"], mention["end"]
        if match := _UNTIL.search(self.folded[max(0, start - 3) : start]):
            start -= len(match.group())
        last = mention["last"]
        if match := _ONWARDS.match(self.folded[end : end + 3]):
            end += len(match.group())
        elif mention["grain"] == "day" and (match := _SINCE.match(self.folded, end)):
            end, last = match.end(), None  # 自7月1日启动以来
        return {"text": self.text[start:end], "first": mention["first"], "last": last, "start": start, "end": end, "grain": mention["grain"]}

    def _leads(self, mention: Record, stop: int) -> bool:
        """Whether a mention reaches beyond its clause, to `stop`: it opens the clause, or a number follows in it."""
        left = self.seen.after("，。；！？：\n", mention["start"])
        cut = CLAUSE_END.search(self.folded, mention["end"], mention["end"] + PAGE)
        if cut is None or cut.start() >= stop:
            return True
        before = self.folded[left : mention["start"]]
        return len(before) <= 3 or self.quantities.any(mention["end"], cut.start()) or cut.start() - mention["end"] <= 4

    def _planned(self, mention: Record) -> bool:
        """Whether the clause of the mention speaks of a plan: its period does not outlive the sentence."""
        left = self.seen.after("，。；！？：\n", mention["start"])
        cut = CLAUSE_STOP.search(self.folded, mention["end"])
        if cut is not None and cut.group() == "，" and cut.start() - mention["end"] <= 1:
            cut = CLAUSE_STOP.search(self.folded, cut.end())  # 年底前，要将…争取纳入: the time stands apart
        return TARGET.search(self.folded, left, cut.start() if cut else len(self.folded)) is not None

    def leave(self, start: int, end: int) -> None:
        """What the sentence leaves in force."""
        for mention in within(self.dates, start, end):
            if not (self._sets(mention) and self._leads(mention, end)):
                continue
            if self._planned(mention):
                self.period, self.planned = None, True
                continue
            self._in_force(self._reading(mention), start)
        now = next(reversed(list(_NOW.finditer(self.folded, start, end))), None)
        if now is not None and self.period is not None and self.period["start"] < now.start():
            self.period = self.main_period = self.own_period = None  # 如今: what was said of earlier years is over

    def _in_force(self, reading: Record, start: int) -> None:
        """What a mention leaves in force behind its sentence: a day within the period in force, or a time that is quoted, governs no more than what it stands in."""
        if _AGO.search(reading["text"]):
            return  # 三十年前: what was then says nothing of what follows
        if self.period is not None and _is_long(self.period) and not _is_long(reading) and reading["text"].startswith("截") is False and _inside(reading, self.period):
            return
        if (closing := self._quoted(reading["start"])) >= 0:
            self.unquoted = (closing, self.period if self.unquoted is None else self.unquoted[1])
            self.period = reading
            return
        self.period = reading
        if self.own_period is None:
            self.own_period = reading
            self.passes = self.seen.after("\n", start) == start
        if self.passes:
            self.main_period = self.main_period or reading
        if self.lead_period is not None and self.passes and self.own_period is reading and not _inside(reading, self.lead_period):
            self.lead_period = None
        elif self.lead_period is None and self.paragraph <= _LEAD and not self._past(reading):
            self.lead_period = reading if _days(reading) >= _WEEK else None
        elif self.lead_period is not None and _days(reading) == _days(self.lead_period) and _inside(reading, self.lead_period):
            self.lead_period = reading

    def _past(self, reading: Record) -> bool:
        """Whether a reading lies two years or more before the times that the article counts from its own day (去年, 本月): a story's beginning."""
        return bool(reading["last"]) and self.newest - int(reading["last"][:4]) > 1

    def _quoted(self, at: int) -> int:
        """Where the quotation closes that `at` stands in; -1 where it stands in none."""
        opening = self.folded.rfind("“", max(0, at - 5 * _LEFT_WINDOW), at)
        if opening < 0 or "”" in self.folded[opening:at] or "\n" in self.folded[opening:at]:
            return -1
        return self.folded.find("”", at, at + PAGE)


def _is_long(reading: Record) -> bool:
    long = reading.get("grain") in ("month", "quarter", "half", "year") or (reading["first"] and reading["last"] and reading["first"][:10] != reading["last"][:10])
    return bool(long) and "截" not in reading["text"]


def _days(reading: Record) -> int:
    """How many days a reading spans; 0 where it is open."""
    if not reading["first"] or not reading["last"]:
        return 0
    return (date.fromisoformat(reading["last"][:10]) - date.fromisoformat(reading["first"][:10])).days


def _inside(reading: Record, period: Record) -> bool:
    """Whether a reading lies within the period."""
    return bool(reading["first"] and reading["last"] and period["first"] and period["last"]) and (
        period["first"][:10] <= reading["first"][:10] and reading["last"][:10] <= period["last"][:10]
    )


def _period(reading: Record) -> Record:
    return {key: reading[key] for key in ("text", "first", "last")}


