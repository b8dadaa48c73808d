"""What a number measures, when, where, compared with what.

截至2024年6月末，全省托育机构有2310家，托位12.6万个，保育人员达3.4万人. Three numbers, one period, one region; each has its own indicator,
the noun phrase before it. Elsewhere the phrase stands behind (26项惠民措施), is left out and inherited (进口2.64万亿元，增长14.1%), or several
share one sentence by 分别. A number without any of that is still a quantity, with an empty indicator: nothing is guessed.

How it reads. A sentence is cut into clauses at commas; a clause holds quantities, and before each stands its left context, behind it
its right. From the left context come, from the number outwards: a share (占全省的), a change (同比增长), a starting point (由…), a rank
(居全国), the copula (达), and what remains is the noun phrase, found by walking back over jieba's words until a word that cannot belong to it.
The period is that of the last date mention that sets one; the region that of the last place named in the sentence, else the article's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import regex

from newsextract import tables
from newsextract.find import segment, unit
from newsextract.find.numeral import LOSS
from newsextract.find.segment import Word
from newsextract.script import fold
from newsextract.tables import noted

RULES = {
    "indicator.before": "the noun phrase before the number",
    "indicator.after": "the noun phrase behind a number and its measure",
    "indicator.inherited": "left out in the clause, taken from the number before",
    "indicator.subject": "the subject of the clause before, where that has no number",
    "indicator.aligned": "分别 pairs names and numbers in order",
    "indicator.people": "what the counted people do: 32.6万人受灾",
    "indicator.field": "a rank without a subject speaks of its field",
    "comparison.change": "a verb of change with what it is compared with: 同比增长",
    "comparison.pace": "增幅, 降幅, 增速 alone: how fast the indicator before changed",
    "comparison.share": "占 and the whole",
    "comparison.start": "由 or 从 before the value that a change starts from",
    "comparison.end": "a verb of change with 到 or 至: the value it ends at",
    "comparison.against": "高于, 快于, 低于 and the thing compared with",
    "comparison.multiple": "是…的 before 倍",
    "comparison.rank": "居, 位列, 排名 before a rank",
    "period.clause": "the last date mention of the clause before the number",
    "period.sentence": "a date mention earlier in the sentence",
    "period.inherited": "the period of an earlier sentence of the paragraph, or of the paragraph before",
    "period.start": "the earlier period in 由2023年的…",
    "period.now": "目前, 如今: the time of writing, of which the text gives no date",
    "period.same": "同期: the period before",
    "region.clause": "a place named in the sentence before the number",
    "region.relative": "全省, 全市, 全县",
    "region.home": "the article's region",
    "region.aligned": "分别 pairs places and numbers in order",
    "region.organisation": "the region of the office that acts, in an article of the whole country",
    "region.field": "a rank without a subject is a rank within its field",
    "modality.target": "力争, 到…年, 目标: a number to be reached",
    "part.of": "其中: a part of the number before",
    "speaker.source": "据…介绍, …统计: who says so",
}

LONGEST_INDICATOR = 12
_LEFT_WINDOW = 48
_RIGHT_WINDOW = 24
_PAGE = 1000
_PAGE_CLAUSE = 16
# 始建于1986年: when a thing began says nothing of when it is counted.
_FOUNDED = regex.compile(r"(?:始?建|成立|创[办建立]|开工|动工|设立|组建|注册|落成|投产|通车|开馆|出生|生)(?:于|日期|时间)[:：]?$")
_LEAD = 2  # paragraphs that may name what the whole article speaks of
_WEEK = 4
_LEVELS = 24  # numbers of a sentence that one without a name may take it from

_SENTENCE = regex.compile(r"[^。！？!?\n]+")
_CLAUSE_STOP = regex.compile(r"[，。；！？\n]")
_CLAUSE_END = regex.compile(r"[，,；;：:]")
_LIST_GAP = regex.compile(r"\s?(?:、|和|及|与|以及|，|,|或)?\s?")


@dataclass(slots=True)
class _Clause:
    start: int
    end: int
    quantities: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class _Phrase:
    """A noun phrase of the text; `text` may be put together (对 + 美国 + 进出口), the span is what it rests on."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class _State:
    """What is carried from clause to clause."""

    indicator: _Phrase | None = None
    period: dict[str, Any] | None = None  # a reading: text first last start end
    main_period: dict[str, Any] | None = None
    own_period: dict[str, Any] | None = None  # the first that this paragraph has named
    planned: bool = False  # whether it named the time of a plan
    lead_period: dict[str, Any] | None = None  # the first of the article, where it is no single day
    passes: bool = False  # whether the paragraph's period stands in its first sentence
    unquoted: tuple[int, dict[str, Any] | None] | None = None  # where a quotation with a time of its own ends, and the period before it
    paragraph: int = 0
    levels: list[tuple[_Phrase, dict[str, Any]]] = field(default_factory=list)  # numbers with an indicator of their own in the sentence
    earlier: list[tuple[_Phrase, dict[str, Any]]] = field(default_factory=list)  # those of the sentence before
    field_region: dict[str, Any] | None = None
    starting: dict[str, Any] | None = None


@tables.compiled
def _roles() -> dict[str, frozenset[str]]:
    roles: dict[str, set[str]] = {"head": set(), "light": set(), "copula": set(), "nominal": set(), "whole": set(), "either": set(), "compound": set()}
    for row in tables.read("indicators"):
        roles[row["role"]].add(row["id"])
    return {role: frozenset(words) for role, words in roles.items()}


@tables.compiled
def _directions() -> dict[str, str]:
    return {row["id"]: row["direction"] for row in tables.read("changes")}


_COMPARATOR = (
    r"(?:按?(?:不变|可比)价格?计算?|扣除[^，；]{2,8}因素|增速|增幅|涨幅|降幅|同比|环比|年均|月均|实际|名义|分别|依次|均|又|再|已|净|大幅度?|小幅|快速|首次|累计|平均|同口径|"
    r"(?:比(?![例重率值分较])|(?<![比计])较|与|(?<![合共协会相不])同(?!比|期|步))(?:\d{1,4}[^，；、]{1,8}?|[^，；、\d]{1,3}?(?:\d{1,4}[^，；、]{1,8}?)?)[^，；、\d]{0,12}?(?:相比)?)"
)


@tables.compiled
def _change() -> regex.Pattern[str]:
    """A change that ends right before the number: comparators, verb, and 到 or 至."""
    verbs = "|".join(sorted(_directions(), key=len, reverse=True))
    return regex.compile(rf"(?P<cmp>(?:{_COMPARATOR}){{0,4}}?)(?P<verb>{verbs})(?:幅度?(?:为|达))?(?P<to>到了?|至|为|成)?(?P<rest>了|约|近|超过?|分别)?(?:每[^，；\d]{{1,4}})?$")


_SHARE = regex.compile(r"(?P<cmp>占(?!比|地|用|据)(?:比[^，；]{0,2}?)?[^，；占]{0,22}?)(?:的)?(?P<rest>(?:比重|比例|份额|比率)?(?:分别|依次|已|均|首次|也|就)?(?:为|达到?|是|约|近|超过?|提高到|上升到|提升[至到]|超)?)$")
_START = regex.compile(r"(?<![自理经缘事服跟])(?P<cmp>[由从])(?P<when>[^，；由从]{1,14}的|每\p{Han}{1,3}|)(?P<rest>约|近|超过?)?$")
_END = regex.compile(r"(?P<cmp>(?:缩小|缩短|压缩|压减|减少|下降|降低|增加|增长|提高|提升|上升|扩大|升|降|减|增|跃升|延长|拓展|发展|调整)?(?:到了?|至|为))$")
_MORE = regex.compile(r"(?P<cmp>(?:高出|超出|低出|高于|低于|多于|少于|超过)[^，；\d超高低]{1,10}|(?:比|较)(?![例重率值分])[^，；]{1,14}?(?:多出?|少|高出?|低|快|慢|增收|减收|节省))$")
_AGAINST = regex.compile(r"(?P<cmp>(?:增速|增幅|涨幅|降幅)?(?:分别|依次)?(?:高于|低于|快于|慢于|优于|好于|大于|小于|多于|少于|超出|领先|高出|低出|超过?|(?:比|较)(?![例重率值])[^，；]{1,14}?(?:高出?|低|快|慢|多|少))[^，；]{0,14})$")
_MULTIPLE = regex.compile(r"(?P<cmp>(?:分别|依次)?(?:仅|均)?(?:是|为|相当于|达到?|达)(?:[^，；是为]{1,14}?)的)$")
_RANK = regex.compile(r"(?P<cmp>为?(?P<field>全国|全省|全市|世界|全球|行业|同行业)|(?:位居|位列|位次居|稳居|跃居|居于|居|位次|位|名列|列|排名|排在|排|升至|跃升至|跃升|跻身|迈进|进入|首次迈进|闯入|入围|名列)(?P<field>[^，；居列排]{0,12}?))(?:的)?$")
_TARGET = regex.compile(r"力争|争取|目标(?:是|为|值为)|(?<!年度)计划(?!的|完成|内|生育|单列)|预计|将(?!军|近)|确保|到20\d\d年|规划|拟|有望|预期(?!寿命)")
_REPORTING = regex.compile(r"据悉|据了解|获悉|发布|举行|召开|举办|介绍|通报|印发|表示|讯|消息|公布|报道|启动|介绍说|指出|了解到|开幕|座谈|会议|签约仪式|出席|考察|调研|揭牌|电（|电\(")
_SOURCE = regex.compile(r"介绍|表示|透露|统计|通报|发布|说|显示|披露|公布")
_NOT_A_REGION = regex.compile(r"(?:占|居|列|位|排名|排在|比|较|于|超|超过|对|与|同|向|往|赴|从|由|自|至|到|—|-|快于|高出|领先|来自|迈进|进入|跻身|《|“)$")
_SAME_PERIOD = regex.compile(r"^[，\s]*同期(?=[，,])")

_NOUN = ("n", "vn", "an", "j", "l", "i", "b", "s", "k", "h", "g", "z")
_OPENERS, _CLOSERS = "“‘《（(「", "”’》）)」"
_NEVER_NOUN = frozenset([
        "方向",
        "局地",
        "局部",
        "满负荷",
        "首次",
        "再次",
        "初次",
        "大关",
        "关口",
        "门槛","同比", "环比", "其中", "左右", "以上", "以下", "以内", "上下", "时", "后", "前", "时候", "期间", "方面", "部分", "当天", "全年", "全省", "全市", "全县", "全区", "全国", "我省", "我市", "我县", "本市", "本省", "近", "此外", "同时", "以来", "以后", "之间", "记者", "据", "年均", "一定", "合计", "累计", "共计", "以及"])
_TAIL_WORDS = frozenset(["到", "至", "同比", "环比", "合计", "累计", "共计", "总计", "左右", "年均", "其中", "平均"])
_LEADING = frozenset(["强", "出", "去", "来", "起", "入", "计划", "目标", "预计", "全部", "新增加", "共计"])
_SUFFIXES = frozenset("率额量值数度面比费金")
_RATES = frozenset(["日均", "人均", "户均", "年均", "月均", "平均", "均", "每人", "每户", "最高", "最低", "单日", "其余", "剩余"])
_AVERAGES = frozenset(["平均", "最高", "最低", "最大", "最小"])
_ACCOMPLISHED = frozenset(["完成", "实现", "录得"])
_PACES = {"增幅": "up", "涨幅": "up", "降幅": "down", "跌幅": "down", "增速": "up", "同比增幅": "up", "同比增速": "up", "同比降幅": "down", "增长率": "up"}
_SHORT = frozenset("粮煤油盐鱼肉蛋奶茶酒树车船水电气人户县市村")
_CYCLES = frozenset(["周期", "工期", "学期", "任期", "汛期"])
_COLLECTIVE = frozenset(["各类", "各种", "各项", "各级", "各"])


def facts(
    text: str,
    *,
    quantities: list[dict[str, Any]],
    dates: list[dict[str, Any]],
    places: list[dict[str, Any]],
    organisations: list[dict[str, Any]],
    home: dict[str, Any] | None,
) -> list[dict[str, Any]]:
    """The quantities with indicator, comparison, period, region and the reasons; one fact for each quantity, in order.

    >>> from newsextract.find import quantity
    >>> text = "企业达1892家，同比增长3.4%"
    >>> found = facts(text, quantities=quantity.quantities(text, dates=[]), dates=[], places=[], organisations=[], home=None)
    >>> [(f["quote"], f["indicator"], f["comparison"]) for f in found]
    [('1892家', '企业', ''), ('3.4%', '企业', '同比增长')]
    """
    return _Reading(text, quantities, dates, places, organisations, home).facts()


class _Reading:
    """One article being read, clause by clause."""

    def __init__(
        self,
        text: str,
        quantities: list[dict[str, Any]],
        dates: list[dict[str, Any]],
        places: list[dict[str, Any]],
        organisations: list[dict[str, Any]],
        home: dict[str, Any] | None,
    ) -> None:
        self.text, self.folded, self.home = text, fold(text), home
        self.quantities = _Mentions(quantities)
        self.dates = _Mentions([d for d in dates if d["kind"] in ("date", "datetime", "range") and not self._yearly(d)])
        self.organisations = _Mentions(organisations)
        self.places = _Mentions(_outside(places, self.organisations))
        self.state = _State()
        self.out: list[dict[str, Any]] = []
        self.latest: dict[str, Any] | None = None  # the number of the clause before the one being read
        self.setting: dict[int, bool] = {}  # what _sets has said
        self.subject_wanted = False  # a change is said of its subject, bare verb or not
        self.after_end = 0  # where the noun phrase behind the last number ends: it does not name the next

    def _yearly(self, mention: dict[str, Any]) -> bool:
        """达产后年产值 holds no 后年."""
        return mention["end"] - mention["start"] == 2 and self.folded[mention["end"] - 1] == "年" and self.folded[mention["end"] : mention["end"] + 1] in tuple("产均收利销")

    # the way through the text

    def facts(self) -> list[dict[str, Any]]:
        pending = iter(self.quantities.items)
        upcoming = next(pending, None)
        paragraph, seen_newline = 0, 0
        for match in _SENTENCE.finditer(self.folded):
            newlines = self.folded.count("\n", seen_newline, match.start())
            seen_newline = match.start()
            if newlines:
                paragraph += 1
                self._new_paragraph(match.start())
            start, end = match.span()
            mine = []
            while upcoming is not None and upcoming["start"] < end:
                mine.append(dict(upcoming))
                upcoming = next(pending, None)
            if mine:
                self._sentence(start, end, mine)
            else:
                self._sets_period(start, end)
        return self.out

    def _new_paragraph(self, start: int) -> None:
        """What a paragraph takes from the one before: a month, quarter or year that the numbers spoke of; not from a headline, nor with a new speaker."""
        state = self.state
        state.indicator, state.levels, state.earlier, state.field_region = None, [], [], None
        state.paragraph += 1
        headline = self.folded[max(0, start - 2) : start].strip()[-1:] not in ("。", "！", "？", "”", "；", "：", "）")
        cut = _CLAUSE_END.search(self.folded, start)
        opening = self.folded[start : cut.start() if cut else start + 30]
        kept = (state.own_period if state.passes else None) or (None if state.planned else state.main_period)
        if kept is None or not _is_long(kept):
            kept = state.lead_period
        state.own_period, state.planned, state.passes, state.unquoted = None, False, False, None
        if opening[:1] == "“":
            kept = state.lead_period  # a speaker: what the article is about, not what the last paragraph was
        if headline or kept is None or not _is_long(kept) or _REPORTING.search(opening):
            kept = None
        state.period = state.main_period = kept

    def _sentence(self, start: int, end: int, mine: list[dict[str, Any]]) -> None:
        self.state.earlier, self.state.levels = self.state.levels, []
        if self.state.unquoted is not None and self.state.unquoted[0] <= start:
            self.state.period, self.state.unquoted = self.state.unquoted[1], None
        clauses = self._clauses(start, end, mine)
        regions = sorted(self._regions(start, end), key=lambda item: item[:2])
        speaker = self._speaker(start, end)
        for clause in clauses:
            runs = _runs(self.folded, clause.quantities)
            previous_end = clause.start
            for run in runs:
                self._run(clause, run, previous_end, regions)
                previous_end = run[-1]["end"]
            self.latest = None
            for record in clause.quantities:
                self._finish(record, clause, start, speaker)
                self.out.append(record)
        self._sets_period(start, end)

    def _clauses(self, start: int, end: int, mine: list[dict[str, Any]]) -> list[_Clause]:
        cuts = [m.start() for m in _CLAUSE_END.finditer(self.folded, start, end)]
        out, at, i = [], start, 0
        for cut in [*cuts, end]:
            here = i
            while i < len(mine) and mine[i]["start"] < cut:
                i += 1
            if i > here and cut < mine[i - 1]["end"]:
                i = here
                continue  # the comma of 1,234
            out.append(_Clause(at, cut, mine[here:i]))
            at = cut + 1
        return [clause for clause in out if clause.quantities]

    # one run of numbers

    def _run(self, clause: _Clause, run: list[dict[str, Any]], floor: int, regions: list[tuple[int, int, dict[str, Any], str]]) -> None:
        first = run[0]
        left_end = first["start"] - (len(first["modifier"]) if self.folded.endswith(first["modifier"], 0, first["start"]) else 0)
        floor = max(floor, left_end - _LEFT_WINDOW)
        aligned = False
        if len(run) > 1:
            at = max(self.folded.find(word, floor, left_end) for word in _EACH)
            if at >= 0:
                aligned = self._aligned(clause, run, floor, at, left_end, regions)
            elif len(self.state.levels) >= len(run):
                aligned = self._listed(run, floor, left_end)
        for i, record in enumerate(run):
            self._when(record, clause)
            if aligned:
                if record["region"] is None:
                    self._where(record, clause, regions)
                continue
            if i == 0:
                self._measured(record, clause, floor, left_end)
            else:
                previous = run[i - 1]
                stop = record["start"] - (len(record["modifier"]) if self.folded.endswith(record["modifier"], 0, record["start"]) else 0)
                self._measured(record, clause, previous["end"], stop, follows=previous)
            self._where(record, clause, regions)
            self.latest = record

    def _measured(self, record: dict[str, Any], clause: _Clause, low: int, high: int, follows: dict[str, Any] | None = None) -> None:
        """Fills indicator and comparison from the contexts."""
        left = self.folded[low:high]
        if self._ends(record, clause, left, low):
            return
        rest, comparison = self._compared(record, left, low)
        if low == high and self.latest is not None and self.latest["end"] == low:
            follows = self.latest
        if not left.strip() and follows is not None and follows["start"] < record["start"] and follows["indicator"] and record["kind"] in ("count", "quantity", "money"):
            record["indicator"] = follows["indicator"]  # 37户112人
            _why(record, "indicator", "indicator.inherited", None)
            return
        self.subject_wanted = bool(record["direction"]) or record["kind"] == "quantity"
        phrase = self._before(low, low + len(rest.rstrip())) if rest.strip() else None
        if phrase is not None and record["kind"] != "rank" and _LOCATIVE.match(self.folded, phrase.end, low + len(rest)):
            phrase = None
        if phrase is None and record["kind"] == "count" and not comparison and self.after_end and self.after_end == low + len(rest.rstrip()):
            attribute = next((q for q in self.quantities.beginning(low - 2 * LONGEST_INDICATOR, low) if q["end"] == low), None)
            if attribute is not None and attribute["kind"] == "quantity":
                phrase = _Walk(self.folded).back(low, self.after_end)  # 220千伏换流站1座
        if phrase is not None and record["kind"] == "money" and (match := _OF_ALL_KINDS.match(phrase.text)):
            phrase = _Phrase(phrase.text[match.end() :], phrase.start + match.end(), phrase.end)
        if not comparison and record["kind"] not in ("rank", "ordinal") and (phrase is None or _is_verb(phrase.text)):
            phrase = self._fronted(low, low + len(rest.rstrip()), phrase) or phrase
        behind = None
        if not comparison or record["kind"] == "ordinal":
            behind = self._behind(record, clause, phrase is not None)
        if phrase is None and not comparison and record["unit"] in ("人", "次", "户", "家", "名", "人次") and (people := self._people(record, clause)):
            self._name(record, people, "indicator.people")
            return
        granted = behind is not None and record["kind"] in ("money", "quantity") and phrase is not None and not _is_measure(phrase.text) and _GRANT.fullmatch(behind.text) is not None
        if behind is not None and (phrase is None or granted or record["kind"] in ("count", "ordinal", "rank") or _is_light_only(self.folded[phrase.start : phrase.end])):
            self._name(record, behind, "indicator.after")
            if record["kind"] != "ordinal" and not (record["modifier"] and self.folded.startswith(record["modifier"], record["end"])):
                self.after_end = behind.end
        elif phrase is not None and phrase.text in _PACES and not comparison and record["kind"] in ("percent", "percentage_point", "multiple"):
            record["comparison"] = phrase.text
            record["direction"] = _PACES[phrase.text] or None
            _why(record, "comparison", "comparison.pace", phrase)
            self._inherits(record, clause, "", phrase.text)
        elif phrase is not None:
            self._name(record, phrase, "indicator.before")
        elif record["kind"] == "rank":
            self._rank_field(record)
        elif follows is not None and follows["indicator"] and not comparison:
            record["indicator"], record["comparison"] = follows["indicator"], record["comparison"] or follows["comparison"]
            _why(record, "indicator", "indicator.inherited", None)
            for key in ("direction", "change", "ratio"):
                if key == "direction":
                    record[key] = follows[key]
            if follows["change"] is not None and record["value"] is not None:
                record["change"] = record["value"] if follows["change"] > 0 else -record["value"]
        else:
            people = self._people(record, clause)
            if people is not None and not comparison:
                self._name(record, people, "indicator.people")
            elif record["kind"] != "ordinal":
                self._inherits(record, clause, rest, comparison)

    def _fronted(self, low: int, high: int, verb: _Phrase | None) -> _Phrase | None:
        """户均获赔, 单日入馆: a rate and its verb; 专项资金累计拨付: what stands before a bare verb and its adverb, where it is not who acts."""
        if match := _RATE.search(self.folded, low, high):
            return _Phrase(match.group(), match.start(), match.end())
        match = _FRONTED.search(self.folded, low, high)
        if match is None or (verb is not None and verb.start < match.start()):
            return None
        phrase = self._before(low, match.start()) or (_Walk(self.folded).back(low, match.start()) if low < self.after_end == match.start() else None)
        return None if phrase is None or _AGENT.search(phrase.text) or _is_verb(phrase.text) else phrase

    def _ends(self, record: dict[str, Any], clause: _Clause, left: str, low: int) -> bool:
        """由587家扩容至1213家: the value a change ends at bears the name of the one it starts from, whatever verb stands between."""
        first = self.state.starting
        if first is None or not first["indicator"] or first["start"] < clause.start or first["unit"] != record["unit"] or (match := _ENDS.fullmatch(left.strip())) is None:
            return False
        if low != first["end"] or match["verb"] in _directions():
            return False
        record["indicator"], record["comparison"] = first["indicator"], match["cmp"]
        _why(record, "indicator", "indicator.inherited", None)
        _why(record, "comparison", "comparison.end", _Phrase(match["cmp"], low, low + len(left)))
        if first["value"] is not None and record["value"] is not None:
            record["direction"] = "up" if record["value"] > first["value"] else "down" if record["value"] < first["value"] else "flat"
        return True

    def _inherits(self, record: dict[str, Any], clause: _Clause, rest: str, comparison: str) -> None:
        """The indicator that the clause leaves out: the subject of a clause without numbers before it, or that of the number before."""
        subject = self._subject(clause) if clause.quantities[0] is record and not (comparison and self.state.levels) else None
        if subject is not None:
            self._name(record, subject, "indicator.subject")
            return
        standing = self._standing(record)
        if standing is None:
            return
        levels = self.state.levels[-_LEVELS:]
        if not comparison and (not levels or levels[-1][1]["unit"] != record["unit"] or rest.startswith("、")) and _CONTENT.search(rest):
            return  # something else is named, in words that are not understood
        same = any(level["unit"] == record["unit"] for _, level in levels)
        if comparison or record["kind"] != "count" or same:
            record["indicator"] = standing.text
            _why(record, "indicator", "indicator.inherited", standing)

    def _standing(self, record: dict[str, Any]) -> _Phrase | None:
        """The indicator in force; for a count, that of the last number of the sentence in the same unit."""
        standing, levels = self.state.indicator, self.state.levels[-_LEVELS:]
        if record["kind"] == "count" and levels and levels[-1][1]["unit"] != record["unit"]:
            return next((phrase for phrase, level in reversed(levels) if level["unit"] == record["unit"]), standing)
        return standing

    def _subject(self, clause: _Clause) -> _Phrase | None:
        """最大点雨量出现在三里河村，达606.7毫米: the noun phrase that opens the clause before, where that has no number."""
        stop = clause.start - 1
        if stop > 0 and self.folded[stop] in "：:":
            label = _after(self.folded, "，,。；！？：\n", stop)
            return None if self.quantities.any(label, stop) or stop - label > LONGEST_INDICATOR else self._before(label, stop)
        if stop <= 0 or self.folded[stop] not in "，,":
            return None
        start = _after(self.folded, "，,。；！？：\n", stop)
        if self.quantities.any(start, stop) or self.dates.any(start, stop):
            return None
        for mention in (*_within(self.places, start, stop), *_within(self.organisations, start, stop)):
            if mention["start"] == start:
                start = mention["end"]
            else:
                stop = min(stop, mention["start"])
        start += 2 * self.folded.startswith("其中", start)
        if stop - start < 3:
            return None
        phrase = _Walk(self.folded).forth(start, stop)
        if phrase is not None and segment.words(phrase.text)[0].tag == "v":
            return None
        if phrase is None or (phrase.end >= stop and stop == clause.start - 1):
            return None
        return phrase

    def _name(self, record: dict[str, Any], phrase: _Phrase, rule: str) -> None:
        if rule == "indicator.before" and self.state.levels and self.state.levels[-1][1]["unit"] == record["unit"]:
            phrase = self._within_whole(phrase, self.state.levels[-1][0])
        record["indicator"] = phrase.text
        _why(record, "indicator", rule, phrase)
        if record["kind"] in ("percent", "multiple") and _GOAL.search(phrase.text):
            return  # 完成年度目标的71.3%: how far it has come, not what the next number speaks of
        if record["kind"] != "ordinal" and not (phrase.text[0] == "超" and self.state.levels):
            self.state.indicator = phrase  # 超警戒 is said of the level before
        if record["kind"] not in ("rank", "ordinal"):
            self.state.levels.append((phrase, record))

    def _within_whole(self, phrase: _Phrase, whole: _Phrase) -> _Phrase:
        """农作物受灾面积…亩，其中绝收…亩: a bare verb takes the place of the verb in the name of the whole."""
        words = segment.words(phrase.text)
        if len(phrase.text) > 3 or any(word.tag.startswith("n") for word in words) or not regex.search(r"其中[^，]{0,2}$", self.folded[max(0, phrase.start - 5) : phrase.start]):
            return phrase
        if match := regex.fullmatch(r"(\p{Han}{2,6}?)(?:受灾|成灾)(面积|人口|人数)", whole.text):
            return _Phrase(match[1] + phrase.text + match[2], phrase.start, phrase.end)
        parts = _words(whole.text, 0)
        for i, word in enumerate(parts[1:-1], 1):
            if word.tag.startswith("v"):
                text = "".join([*(w.text for w in parts[:i]), phrase.text, *(w.text for w in parts[i + 1 :])])
                return _Phrase(text, phrase.start, phrase.end) if len(text) <= LONGEST_INDICATOR else phrase
        return phrase

    def _rank_field(self, record: dict[str, Any]) -> None:
        """迈进全国前10，排名第7: without a subject, the field or the word of ranking."""
        if self.state.indicator is not None and not self.state.field_region and self.state.levels:
            record["indicator"] = self.state.indicator.text
            _why(record, "indicator", "indicator.inherited", self.state.indicator)
            return
        match = regex.search(r"(全国|全省|全市|中西部|西部|东部|中部|全球|世界)$", self.folded[max(0, record["start"] - 6) : record["start"]])
        if match:
            start = record["start"] - len(match.group())
            record["indicator"] = match.group()
            _why(record, "indicator", "indicator.field", _Phrase(match.group(), start, record["start"]))
            if match.group() == "全国":
                self.state.field_region = _COUNTRY
        elif regex.search(r"排名$", self.folded[max(0, record["start"] - 2) : record["start"]]):
            record["indicator"] = "排名"
            _why(record, "indicator", "indicator.field", _Phrase("排名", record["start"] - 2, record["start"]))
        if self.state.field_region:
            record["region"] = self.state.field_region
            _why(record, "region", "region.field", None)

    # comparisons

    def _compared(self, record: dict[str, Any], left: str, low: int) -> tuple[str, str]:
        """What of the left context remains when the comparison is taken off; and the comparison."""
        kind = record["kind"]
        stripped = left.rstrip()
        if self.state.starting is not None and self.state.starting["end"] >= low and (match := _END_WHEN.search(stripped)):
            stripped = stripped[: match.start()]
        for rule, pattern in _patterns(kind):
            match = pattern.search(stripped)
            if match is None:
                continue
            compared = match["cmp"]
            if rule == "comparison.change":
                verb = match["verb"]
                to = match["to"] or (verb[-1] if verb[-1] in "至到" else "")
                first = self.state.starting
                ends = to in ("到", "至", "到了") or (to in ("为", "成") and (len(verb) == 1 or (first is not None and first["end"] == low)))
                comparison = _tidy(compared + verb + ((match["to"] or "") if ends else ""))
                self._changed(record, verb, ends or (bool(to) and to != "为"))
                rule = "comparison.end" if ends else rule
            elif rule == "comparison.start":
                comparison = compared
                self.state.starting = record
            else:
                comparison = _tidy(compared)
                if kind == "multiple" and record["value"] is not None and rule == "comparison.multiple":
                    record["ratio"] = record["value"]
            if comparison:
                record["comparison"] = comparison
                start = low + match.start()
                _why(record, "comparison", rule, _Phrase(comparison, start, low + len(stripped)))
            return stripped[: match.start()], comparison
        return left, ""

    def _changed(self, record: dict[str, Any], verb: str, level: bool) -> None:
        direction = _directions()[verb]
        noted(f"changes:{verb}")
        record["direction"] = direction
        value = record["value"]
        if value is None or record["upper"] is not None:
            return
        if record["kind"] == "multiple":
            if level:
                record["ratio"] = value
            elif direction == "up":
                record["change"], record["ratio"] = value, value + 1
        elif not level:
            record["change"] = value if direction == "up" else -value

    # phrases

    def _before(self, low: int, high: int) -> _Phrase | None:
        """The noun phrase that ends at `high`, walking back no further than `low`, a date, a place or an office."""
        floor = low
        spoiled = -1
        for reading in _READING.finditer(self.folded, low, high):
            low = spoiled = reading.end()
        if low < self.after_end <= high:
            low = self._split(low, high)
            if self.folded[low : low + 1] == "（" and (closing := self.folded.find("）", low, high)) >= 0:
                low = closing + 1
        for mention in (*_within(self.dates, low, high), *_within(self.places, low, high), *_within(self.organisations, low, high)):
            if mention["end"] > high or _partner(self.folded, mention["start"]) or ("name" in mention and mention["name"] is None):
                continue
            low = max(low, mention["end"])
        if match := _LOCAL.match(self.folded, low, high):
            low = match.end()
        if per := _PER_BASE.search(self.folded, low, high):
            high = per.start()
        phrase = _Walk(self.folded, self.subject_wanted).back(low, high)
        if phrase is not None and phrase.start == spoiled and (self.folded[spoiled - 1] == LOSS or len(segment.words(phrase.text)[0].text) == 1):
            return None  # what stood before is lost
        dates = _within(self.dates, floor, high) if phrase is None and low > floor else []
        if dates and (
            match := _IN_TIME.search(self.folded, max(floor, dates[-1]["start"] - 3), dates[-1]["start"])
        ):
            return self._before(floor, match.start())  # 装机占比将在年底前达到46%
        if phrase is None and dates and dates[-1]["start"] > floor and not self.folded[dates[-1]["end"] : high].strip():
            return self._before(floor, dates[-1]["start"])  # 闸前水位9日20时为
        return phrase

    def _split(self, low: int, high: int) -> int:
        """三座枢纽混凝土浇筑量: where the name of the next number begins behind the noun phrase of the last."""
        phrase = _Walk(self.folded, self.subject_wanted).back(self.after_end, high)
        if phrase is None or phrase.start != self.after_end or not _is_measure(phrase.text):
            return self.after_end
        words = segment.words(self.folded[low : self.after_end], low)
        return words[-1].start if len(words) > 1 and words[-1].tag == "n" and len(words[-1].text) > 1 else self.after_end

    def _behind(self, record: dict[str, Any], clause: _Clause, named: bool) -> _Phrase | None:
        """The noun phrase that begins behind the unit."""
        at = record["end"]
        if record["modifier"] and self.folded.startswith(record["modifier"], at):
            at += len(record["modifier"])
        following = [q["start"] for q in self.quantities.beginning(at, min(clause.end, at + _RIGHT_WINDOW))[:1]]
        stop = min([clause.end, at + _RIGHT_WINDOW, *following])
        shares = record["kind"] == "percent" and (self.folded.startswith("的", at) or (not named and self.folded[record["end"] - 1] in "成半"))
        if record["kind"] in ("percent", "ratio", "multiple", "rank", "percentage_point") and not shares:
            return None
        if self.folded.startswith("的", at):
            granted = record["kind"] in ("money", "quantity")
            if granted and (match := _GRANT.match(self.folded, at + 1, stop)) and (not named or _GIVING.search(self.folded, clause.start, record["start"])):
                return _Phrase(match.group(), match.start(), match.end())
            if named and record["kind"] != "percent":
                return None
            at += 1
            verb = next((v for v in ("增长", "提高", "增加") if self.folded.startswith(v, at)), "")
            at += len(verb)
        for mention in (*_within(self.places, at, stop), *_within(self.organisations, at, stop), *_within(self.dates, at, stop)):
            stop = min(stop, mention["start"]) if mention["start"] > at else stop
        stop -= self.folded[stop - 1] in "比较" and self.dates.any(stop, stop + 1)
        if stop <= at:
            return None
        phrase = _Walk(self.folded).forth(at, stop, shared=stop in following and record["kind"] != "ordinal")
        if phrase is None or (record["kind"] == "percent" and _BOUND_FOR.search(phrase.text)) or self.folded[phrase.end : phrase.end + 1] == LOSS:
            return None
        return None if record["unit"] in ("人", "户", "名") and phrase.text in _NEEDS else phrase  # 12万人用水: the people, not the water

    def _people(self, record: dict[str, Any], clause: _Clause) -> _Phrase | None:
        """32.6万人受灾: what the counted people do."""
        if record["unit"] not in ("人", "户", "家", "名", "人次", "次"):
            return None
        following = [q["start"] for q in self.quantities.beginning(record["end"], min(clause.end, record["end"] + LONGEST_INDICATOR))[:1]]
        stop = min([clause.end, record["end"] + LONGEST_INDICATOR, *following])
        for mention in (*_within(self.places, record["end"], stop), *_within(self.organisations, record["end"], stop)):
            stop = min(stop, mention["start"])
        tokens = segment.words(self.folded[record["end"] : stop], record["end"])
        taken: list[Word] = []
        for token in tokens:
            if token.tag[0] in "vn" and token.text not in _NEVER_NOUN and token.text not in _directions() and len(taken) < 3:
                taken.append(token)
            else:
                break
        if not taken or taken[0].tag[0] != "v":
            return None
        return _Phrase(self.text[taken[0].start : taken[-1].end], taken[0].start, taken[-1].end)

    # 分别

    def _aligned(
        self, clause: _Clause, run: list[dict[str, Any]], low: int, at: int, high: int, regions: list[tuple[int, int, dict[str, Any], str]]
    ) -> bool:
        """Names and numbers paired in order; False where the names cannot be told apart."""
        count, each = len(run), at
        head, tail = self.folded[low:at], self.folded[at + 2 : high]
        rest, comparison = self._compared(run[0], tail, at + 2)
        for record in run[1:]:
            self._compared(record, tail, at + 2)
        double = regex.search(r"同比、环比$", head)
        if double and count == 2:
            phrase = self._before(low, low + double.start()) or self.state.indicator
            for record, word in zip(run, ("同比", "环比"), strict=True):
                record["comparison"] = word + record["comparison"]
                if phrase is not None:
                    self._name(record, phrase, "indicator.aligned")
            return True
        if (before := _COMPARED_BEFORE.search(head)) and comparison and not double:
            for record in run:
                record["comparison"] = before.group() + record["comparison"]
            at = low + before.start()
        if self._by_place(run, clause.start, at, rest, comparison):
            return True
        if not head.strip() and (ranked := self._ranked(low)) is not None:
            for record in run:
                self._name(record, ranked, "indicator.aligned")
            return True
        if (both := _BOTH.search(self.folded, max(clause.start, low - 3), at)) and (levels := self._two(count)):
            for record, (phrase, _) in zip(run, levels, strict=True):
                record["indicator"] = phrase.text
                record["comparison"] = _tidy(self.folded[both.end() : each]) + comparison
                _why(record, "indicator", "indicator.aligned", phrase)
            return True
        verb = rest.strip() if rest.strip() not in _roles()["copula"] else ""
        names = self._names(low, at, count, verb)
        if names:
            for record, name in zip(run, names, strict=True):
                name = _Phrase((name.text + verb)[-LONGEST_INDICATOR:], name.start, name.end)
                record["indicator"] = name.text
                _why(record, "indicator", "indicator.aligned", name)
                self.state.levels.append((name, record))
            return True
        mine = {id(record) for record in run}
        levels = [level for level in self.state.levels[-4 * count :] if id(level[1]) not in mine]
        if len(levels) >= count and not self._before(low, at):
            for record, (phrase, _) in zip(run, levels[-count:], strict=True):
                record["indicator"] = phrase.text
                _why(record, "indicator", "indicator.aligned", phrase)
            return True
        return False

    def _listed(self, run: list[dict[str, Any]], low: int, high: int) -> bool:
        """A、B two numbers before, and here 同比增长37.8%、41.2%: paired in order, as with 分别."""
        change = _change().fullmatch(self.folded[low:high].lstrip("，,；、 "))
        if change is None or any(record["kind"] not in ("percent", "percentage_point", "multiple") for record in run):
            return False
        levels = [level for level in self.state.levels if level[1]["kind"] not in ("percent", "percentage_point")]
        if len(levels) != len(run):
            return False
        for record, (phrase, _) in zip(run, levels, strict=True):
            self._compared(record, self.folded[low:high], low)
            record["indicator"] = phrase.text
            _why(record, "indicator", "indicator.aligned", phrase)
        return True

    def _by_place(self, run: list[dict[str, Any]], low: int, at: int, rest: str, comparison: str) -> bool:
        """宜春市、赣州市新建粮仓分别为31座和44座."""
        clause_start = low
        named = [p for p in _within(self.places, low, at) if p["region"] is not None and p.get("kind") == "name"]
        if not named:
            previous = _after(self.folded, "。！？\n；", clause_start - 1)
            named = [p for p in _within(self.places, previous, at) if p["region"] is not None and p.get("kind") == "name"]
            if not (len(named) == len(run) or (len(named) == 1 and len(named[0]["region"].get("parts") or ()) == len(run))):
                return False
        if len(named) == 1 and len(named[0]["region"].get("parts") or ()) == len(run):
            parts = [(part, named[0]["start"], named[0]["end"]) for part in named[0]["region"]["parts"]]
        elif len(named) >= len(run):
            parts = [(p["region"], p["start"], p["end"]) for p in named[-len(run) :]]
        else:
            return False
        if _partner(self.folded, parts[0][1]):
            return False
        phrase = self._before(max(parts[-1][2], clause_start), at) or (self._before(at + 2, at + 2 + len(rest.rstrip())) if rest.strip() else None)
        if phrase is None or (_is_verb(phrase.text) and any(level["unit"] == run[0]["unit"] for _, level in self.state.levels[-_LEVELS:])):
            phrase = self._standing(run[0])
        for record, (region, start, end) in zip(run, parts, strict=True):
            record["region"] = region
            _why(record, "region", "region.aligned", _Phrase("", start, end))
            if phrase is not None:
                record["indicator"] = phrase.text
                _why(record, "indicator", "indicator.aligned", phrase)
        if phrase is not None:
            self.state.indicator = phrase
        return True

    def _ranked(self, low: int) -> _Phrase | None:
        """东站、西站货运量位列前二，分别为: what the clause before ranks."""
        start = _after(self.folded, "，,。；！？：\n", low - 1)
        match = _RANKED.search(self.folded, start, max(start, low - 1))
        return self._before(start, match.start()) if match and self.folded[low - 1 : low] in ("，", ",") else None

    def _two(self, count: int) -> list[tuple[_Phrase, dict[str, Any]]]:
        """两项指标: the numbers of the sentence before that are levels."""
        levels = [level for level in self.state.earlier if level[1]["kind"] in ("count", "money", "quantity")]
        return levels if len(levels) == count else []

    def _names(self, low: int, at: int, count: int, verb: str = "") -> list[_Phrase]:
        """The names in a list before 分别: 城镇、农村居民 with 居民 shared, 对欧盟、美国进出口 with 对 and 进出口 shared."""
        start = low
        for mention in _within(self.dates, low, at):
            start = max(start, mention["end"])
        start += 2 * self.folded.startswith("其中", start)
        pieces: list[tuple[int, int]] = []
        begin = start
        for match in regex.finditer(r"、|和|与|及|以及", self.folded[start:at]):
            pieces.append((begin, start + match.start()))
            begin = start + match.end()
        pieces.append((begin, at))
        if len(pieces) < count or any(b <= a for a, b in pieces[-count:]):
            return []
        pieces = pieces[-count:]
        shared = ""
        begin, end = pieces[0]
        if self.folded[begin] in "对向从":
            shared, pieces[0] = self.folded[begin], (begin + 1, end)
        last_start, last_end = pieces[-1]
        tokens = segment.words(self.folded[last_start:last_end], last_start)
        ending = ""
        place = next((p for p in _within(self.places, last_start, last_end) if p["start"] == last_start and self._opens(self.places, begin, end)), None)
        office = next((o for o in _within(self.organisations, last_start, last_end) if o["start"] == last_start), None)
        if place or office:
            cut = (place or office)["end"]  # type: ignore[index]
        elif (len(tokens) > 1 or len(tokens[0].text) > pieces[0][1] - pieces[0][0]) and not self.folded[
            pieces[0][0] : pieces[0][1]
        ].endswith(tokens[-1].text):
            length = pieces[0][1] - pieces[0][0]
            cut = last_start + length if length < len(tokens[0].text) else tokens[0].end
        else:
            cut = last_end
        ending = self.folded[cut:last_end]
        names = []
        for begin, end in [*pieces[:-1], (last_start, cut)]:
            inherited = ""
            standing = self.state.indicator.text if self.state.indicator else ""
            if ending and standing.startswith(ending) and not shared:
                inherited = standing[len(ending) :]
            elif not ending and standing and (kin := standing.find(self.folded[end - 2 : end])) > 0 and end - begin > 2:
                inherited = standing[kin + 2 :]  # 国有企业 behind 民营企业进出口
            elif not ending and not verb and standing and end - begin <= 4 and len(standing) <= 8 and self.folded[end - 1] not in _SUFFIXES and _is_measure(standing):
                inherited = standing
            phrase = shared + self.text[begin:end] + ending + inherited
            names.append(_Phrase(phrase[-LONGEST_INDICATOR:] if len(phrase) > LONGEST_INDICATOR else phrase, begin, end))
        return names

    def _opens(self, mentions: _Mentions, start: int, end: int) -> bool:
        """Whether a mention stands at the beginning of the stretch."""
        return any(mention["start"] == start for mention in _within(mentions, start, end))

    # when and where

    def _when(self, record: dict[str, Any], clause: _Clause) -> None:
        start = self._sentence_start(record["start"])
        reading: dict[str, Any] | None = None
        rule = ""
        for mention in reversed(_within(self.dates, start, record["start"])):
            if not self._sets(mention):
                if record["start"] - len(record["modifier"]) - mention["end"] <= 2 and _START_BEFORE.search(self.folded, max(0, mention["start"] - 2), mention["start"]):
                    record["period"] = _period(self._reading(mention))
                    _why(record, "period", "period.start", _Phrase("", mention["start"], mention["end"]))
                    return
            elif self._leads(mention, record["start"]):
                reading = self._reading(mention)
                rule = "period.clause" if mention["start"] >= clause.start else "period.sentence"
                break
        now = next(reversed(list(_NOW.finditer(self.folded, max(start, record["start"] - 3 * _LEFT_WINDOW), record["start"]))), None)
        if now is not None and (reading is None or reading["start"] < now.start()):
            reading = {"text": self.text[now.start() : now.end()], "first": None, "last": None, "start": now.start(), "end": now.end(), "grain": None}
            rule = "period.now"
        if reading is None and self.state.period is not None and not _TARGET.search(self.folded, clause.start, record["start"]):
            reading, rule = self.state.period, "period.inherited"
        if reading is not None:
            record["period"] = _period(reading)
            _why(record, "period", rule, _Phrase("", reading["start"], reading["end"]))

    def _sentence_start(self, at: int) -> int:
        return _after(self.folded, "。！？\n", at)

    def _sets(self, mention: dict[str, Any]) -> bool:
        """Whether a date mention sets a period, or is only compared with, reported on, or part of a name."""
        if mention["start"] not in self.setting:
            self.setting[mention["start"]] = self._decides(mention)
        return self.setting[mention["start"]]

    def _decides(self, mention: dict[str, Any]) -> bool:
        """What `_sets` says, looked up once for each mention."""
        start = mention["start"]
        if mention["first"] is None and mention["last"] is None:
            return False
        if _NOT_A_PERIOD.search(self.folded, max(0, start - 3), start) and not (
            self.folded[start - 1] in "从由" and _FROM_ON.match(self.folded, mention["end"])
        ):
            return False
        if self.folded[start - 1 : start] in tuple(_OPENERS) and self.folded[mention["end"] : mention["end"] + 1] in tuple(_CLOSERS) and mention["quote"] not in _PLANS:
            return False  # “3·15”行动: a name
        if regex.match(r"(?:同期|年均)?(?:水平|相比|均值|平均)|以来(?:第|首次|最)|来(?:第|首次|最)|的\d|目标|任务|计划的|预算的", self.folded[mention["end"] : mention["end"] + 5]):
            return False
        if _SEASON.match(self.folded, start) or _FOUNDED.search(self.folded, max(0, start - 8), start):
            return False
        if mention["quote"].endswith("来") and regex.match(r"首次|最|第", self.folded[mention["end"] : mention["end"] + 2]):
            return False  # 五年来首次: how long it had not been so
        title = self.folded.rfind("《", max(0, start - 30), start)
        if title >= 0 and "》" not in self.folded[title:start]:
            return False
        one = not mention["first"] or not mention["last"] or mention["first"][:10] == mention["last"][:10]
        if one and mention["grain"] in ("day", "hour", "minute", "second") and not regex.search(r"截[至止]到?$", self.folded[max(0, start - 3) : start]):
            left = _after(self.folded, "，。；！？：\n、", start)
            stop = _CLAUSE_STOP.search(self.folded, mention["end"])
            if stop is not None and stop.group() == "，" and stop.start() - mention["end"] <= 2:
                stop = _CLAUSE_STOP.search(self.folded, stop.end())  # 3月8日，记者获悉: the day stands apart
            if _REPORTING.search(self.folded, left, stop.start() if stop else len(self.folded)):
                return False
        elif not self.quantities.any(mention["end"], mention["end"] + _PAGE_CLAUSE):
            left = _after(self.folded, "，。；！？：\n、", start)
            if _REPORTING.search(self.folded, left, start):
                return False
        return True

    def _reading(self, mention: dict[str, Any]) -> dict[str, Any]:
        """The mention as a period, with the 截至 before it and the 以来 behind it in its text."""
        if mention["quote"] in _SAME and self.state.period is not None:
            noted("period.same")
            return {**self.state.period, "start": mention["start"], "end": mention["end"]}
        start, end = mention["start"], mention["end"]
        if match := regex.search(r"(?:截至到?|截止到?)$", self.folded[max(0, start - 3) : start]):
            start -= len(match.group())
        if match := regex.match(r"以来|以前|之前|以后|之后|前(?![一二三四五六七八九十\d])|起每年|起(?![诉草步到点源来])", self.folded[end : end + 3]):
            end += len(match.group())
        return {"text": self.text[start:end], "first": mention["first"], "last": mention["last"], "start": start, "end": end, "grain": mention["grain"]}

    def _leads(self, mention: dict[str, Any], stop: int) -> bool:
        """Whether a mention reaches beyond its clause, to `stop`: it opens the clause, or a number follows in it."""
        left = _after(self.folded, "，。；！？：\n", mention["start"])
        cut = _CLAUSE_END.search(self.folded, mention["end"])
        if cut is None or cut.start() >= stop:
            return True
        before = self.folded[left : mention["start"]]
        return len(before) <= 3 or self.quantities.any(mention["end"], cut.start()) or cut.start() - mention["end"] <= 4

    def _planned(self, mention: dict[str, Any]) -> bool:
        """Whether the clause of the mention speaks of a plan: its period does not outlive the sentence."""
        left = _after(self.folded, "，。；！？：\n", mention["start"])
        cut = _CLAUSE_STOP.search(self.folded, mention["end"])
        return _TARGET.search(self.folded, left, cut.start() if cut else len(self.folded)) is not None

    def _sets_period(self, start: int, end: int) -> None:
        """What the sentence leaves in force."""
        for mention in _within(self.dates, start, end):
            if not (self._sets(mention) and self._leads(mention, end)):
                continue
            if self._planned(mention):
                self.state.period, self.state.planned = None, True
                continue
            self._in_force(self._reading(mention), start)
        now = next(reversed(list(_NOW.finditer(self.folded, start, end))), None)
        if now is not None and self.state.period is not None and self.state.period["start"] < now.start():
            self.state.period = None  # 如今: what was said of earlier years is over

    def _in_force(self, reading: dict[str, Any], start: int) -> None:
        """What a mention leaves in force behind its sentence: a day within the period in force, or a time that is quoted, governs no more than what it stands in."""
        state = self.state
        if _AGO.search(reading["text"]):
            return  # 三十年前: what was then says nothing of what follows
        if state.period is not None and _is_long(state.period) and not _is_long(reading) and reading["text"].startswith("截") is False and _inside(reading, state.period):
            return
        if (closing := self._quoted(reading["start"])) >= 0:
            state.unquoted = (closing, state.period if state.unquoted is None else state.unquoted[1])
            state.period = reading
            return
        state.period = reading
        if state.own_period is None:
            state.own_period = reading
            state.passes = _after(self.folded, "\n", start) == start
        if state.passes:
            state.main_period = state.main_period or reading
        if state.lead_period is not None and state.passes and state.own_period is reading and not _inside(reading, state.lead_period):
            state.lead_period = None
        elif state.lead_period is None and state.paragraph <= _LEAD:
            state.lead_period = reading if _days(reading) >= _WEEK else None
        elif state.lead_period is not None and _days(reading) == _days(state.lead_period) and _inside(reading, state.lead_period):
            state.lead_period = reading

    def _quoted(self, at: int) -> int:
        """Where the quotation closes that `at` stands in; -1 where it stands in none."""
        opening = self.folded.rfind("“", max(0, at - 5 * _LEFT_WINDOW), at)
        if opening < 0 or "”" in self.folded[opening:at] or "\n" in self.folded[opening:at]:
            return -1
        return self.folded.find("”", at, at + _PAGE)

    def _regions(self, start: int, end: int) -> Iterator[tuple[int, int, dict[str, Any], str]]:
        """The places of a sentence that say where its numbers hold."""
        named = _within(self.places, start, end)
        i = 0
        while i < len(named):
            place = named[i]
            group = [place]
            while i + 1 < len(named) and regex.fullmatch(r"、|和|与|及", self.folded[group[-1]["end"] : named[i + 1]["start"]]) and place.get("kind") == "name":
                i += 1
                group.append(named[i])
            i += 1
            if _NOT_A_REGION.search(self.folded, max(0, place["start"] - 3), place["start"]):
                continue
            if regex.match(r"至|—|到", self.folded[group[-1]["end"] : group[-1]["end"] + 1]):
                continue
            if (place["region"] or {}).get("level") == "country" and (self.home or {}).get("level") != "country" and not _OPENING.search(
                self.folded, max(0, place["start"] - 3), place["start"]
            ):
                continue  # 领跑全国: what is spoken of stays at home
            if _DATELINE.match(self.folded, group[-1]["end"]) or self.folded[place["start"] - 1 : place["start"]] == "、":
                continue  # a dateline; or the rest of a list whose other members are no places we know
            left = _after(self.folded, "，。；！？：\n", place["start"])
            stop = _CLAUSE_STOP.search(self.folded, place["end"])
            if _REPORTING.search(self.folded[left : stop.start() if stop else len(self.folded)]) and self.folded[place["start"] - 1 : place["start"]] == "在":
                continue
            if place.get("kind") == "relative":
                yield place["start"], place["end"], place["region"] or {}, "region.relative"  # {}: a 市 that the text does not name
            elif len(group) > 1 and all(p["region"] for p in group):
                region: dict[str, Any] | None = {
                    "name": self.text[group[0]["start"] : group[-1]["end"]],
                    "code": None,
                    "level": "group",
                    "parts": tuple(p["region"] for p in group),
                }
                yield group[0]["start"], group[-1]["end"], region or {}, "region.clause"
            elif place["region"]:
                yield place["start"], place["end"], place["region"], "region.clause"
        if self.home:
            for office in _within(self.organisations, start, end):
                region = office.get("region")
                if region and region.get("level") not in (None, "country") and _OFFICE.search(office["quote"]) and (
                    self.home.get("level") == "country" or (_below(region, self.home) and self._acts(office))
                ):
                    yield office["start"], office["end"], region, "region.organisation"

    def _acts(self, office: dict[str, Any]) -> bool:
        """Whether an office opens its clause alone: 城北区人民法院为31名."""
        before, behind = self.folded[max(0, office["start"] - 1) : office["start"]], self.folded[office["end"] : office["end"] + 1]
        if any(other is not office and other["start"] == office["start"] for other in self.organisations.beginning(office["start"], office["start"] + 1)):
            return False
        return before in ("", "，", ",", "。", "；", "\n") and behind not in ("、", "和", "与", "及", "的") and not _SOURCE.search(self.folded, office["end"], office["end"] + 14)

    def _where(self, record: dict[str, Any], clause: _Clause, regions: list[tuple[int, int, dict[str, Any], str]]) -> None:
        if record["region"] is not None:
            return
        best = None
        for start, end, region, rule in reversed(regions):
            if end <= record["start"]:
                if region.get("level") == "group" and end < clause.start and not _TOGETHER.match(self.folded, clause.start):
                    continue
                best = (start, end, region, rule)
                break
        if best is not None:
            record["region"] = best[2] or None
            _why(record, "region", best[3], _Phrase("", best[0], best[1]))
        elif self.home is not None:
            record["region"] = self.home
            _why(record, "region", "region.home", None)

    # the rest

    def _speaker(self, start: int, end: int) -> tuple[int, str] | None:
        for office in _within(self.organisations, start, end):
            if _SOURCE.search(self.folded, office["end"], min(end, office["end"] + 14)):
                return office["end"], office.get("name") or office["quote"]
        return None

    def _tidied(self, record: dict[str, Any]) -> None:
        if record["comparison"] == record["indicator"]:
            record["comparison"] = ""
        for name in ("indicator", "comparison"):
            if LOSS in record[name]:
                record[name] = ""
                record["why"] = tuple(w for w in record["why"] if w["field"] != name)

    def _finish(self, record: dict[str, Any], clause: _Clause, start: int, speaker: tuple[int, str] | None) -> None:
        self._tidied(record)
        if record["region"] is None and self.home is not None and not any(why["field"] == "region" for why in record["why"]):
            record["region"] = self.home
            _why(record, "region", "region.home", None)
        if _TARGET.search(self.folded, max(clause.start, record["start"] - 2 * _LEFT_WINDOW), record["start"]):
            record["modality"] = "target"
            _why(record, "modality", "modality.target", None)
        if speaker is not None and record["start"] > speaker[0]:
            record["speaker"] = speaker[1]
            _why(record, "speaker", "speaker.source", None)
        if self.folded.startswith("其中", clause.start) or self.folded.startswith("，其中", clause.start - 3) or self.folded.startswith("其中，", clause.start - 3):
            whole = next((r for r in reversed(self.out[-8:]) if r["kind"] in ("count", "money", "quantity") and r["indicator"] and r["end"] < clause.start), None)
            if whole is not None and record["indicator"] != whole["indicator"]:
                record["part_of"] = whole["indicator"]
                _why(record, "part_of", "part.of", None)


_LOCAL = regex.compile(r"(?:新区|地区(?!生产)|片区|开发区|高新区|自贸区|都市圈|境内|辖区|全境|市区|口岸|片|各地|等地|两地|三地|两市|三市|两省|三省|港(?=外贸|货物|集装箱|吞吐|口岸|年))(?!域|划)")
_GOAL = regex.compile(r"(?:目标|任务|计划|预算|指标|时序进度)数?$")
_AGO = regex.compile(r"[\d一二两三四五六七八九十百多余几数]{1,5}年(?:之|以)?前$")
_READING = regex.compile(r"[（(][a-zà-ǜ\ufffd]{1,8}[)）]|\ufffd")
_PER_BASE = regex.compile(r"(?<=浓度|含量|密度)每(?:立方米|平方米|平方公里|公顷|亩|升|毫升|千克|公斤|克)$")
_GIVING = regex.compile(r"(?:给予|给|为|向|对|发放|提供|享受|领取|获得|奖励|补助|缴纳|交纳|支付|处以?)[^，；。]{0,10}$")
_GRANT = regex.compile(r"[^\P{Han}的]{0,7}(?:补贴|补助|津贴|奖励|奖金|奖补|资助|贷款|罚款|消费券|优惠|保险|资金|经费|假)(?=[，。；、！”）\s和及与]|$)")
_BOUND_FOR = regex.compile(r"[往至到于自向给入出]$")
_NEEDS = frozenset(["用水", "用电", "用气", "饮水", "出行", "吃水", "用水安全", "饮水安全"])
_BOTH = regex.compile(r"(?:[两二三四五]项指标|两项数据|两者|二者|三者)均?")
_OF_ALL_KINDS = regex.compile(r"\p{Han}{2,4}各[类种项级](?=\p{Han}{2})")
_THAN = regex.compile(r"\d|上[年季月]|去年|前年|同期|全国|全省")
_RATE = regex.compile(r"(?<!\p{Han})(?:[户人亩日月年班村店车]均|单[日株产次]|每[户人亩]年?)[^\P{Han}达为约近超的]{2,4}$")
_FRONTED = regex.compile(r"(?:累计|全部|已经|共(?!建|享|同|用|管)|已)(?:发放|建成|完成|拨付|下达|发出|销售|售出|办结|破获|举办|实现|签订|投放|兑付|收到|修复|清理|处理|整改|入库|交付|安装|开通|种植|播种|收获|植)$")
_AGENT = regex.compile(r"(?:公司|集团|企业|局|厅|院|部门|单位|[省市县区镇乡村]|机关|中心|银行|校|协会|社|员|队|们|者|人|店|厂|馆|站|政府|委|会|行|警方|民警|干警|平台|各地|农户|系统|所|家|我们|全国)$")
_CONTENT = regex.compile(r"\p{Han}{4}$")
_RANKED = regex.compile(r"(?:位列|位居|排名|排在|居|分列|名列)(?:前|全)?[^，]{0,5}$")
_ENDS = regex.compile(r"(?:[，,]\s?)?(?P<cmp>(?P<verb>\p{Han}{2,4}?)(?:到了?|至|为|成))(?:约|近|超过?|不足|现在的|目前的|如今的|今年的)?")
_TOGETHER = regex.compile(r"(?:[一二两三四五六七八九]\p{Han})?(?:合计|共|总计)")
_COMPARED_BEFORE = regex.compile(r"(?:同比|环比|年均|(?<!相)比[^，；、\d]{1,8})$")
_LOCATIVE = regex.compile(r"[中里][，\s]*")
_OFFICE = regex.compile(r"(?:局|厅|委|委员会|政府|海关|法院|检察院|署|总队|支队)$")
_NOW = regex.compile(r"(?:截至)?目前|如今|(?<!出)现在|眼下|当前|迄今")
_SEASON = regex.compile(r"(?:[春夏秋冬]季|暑期|汛期|寒假|暑假)\p{Han}{0,12}?(?:行动|活动|整治|攻坚|战役|招聘)")
_OPENING = regex.compile(r"(?:^|[，。；：、！？\n\s“”]|[年月日期度]|其中|目前)$")
_IN_TIME = regex.compile(r"(?:将[在于]|有望在|在|于|到)$")
_DATELINE = regex.compile(r"\d{0,2}月?\d{0,2}日?(?:电|讯)")
_COUNTRY = {"name": "全国", "code": "100000", "level": "country", "parts": ()}
_NOT_A_PERIOD = regex.compile(r"(?:[比较同超与由从创占]|高于|低于|相当于|[是为])$")
_FROM_ON = regex.compile(r"起|以来|至|到|开始")
_EACH = ("分别", "依次")
_PLANS = frozenset(("十四五", "十三五", "十二五", "十五五"))
_SAME = frozenset(("同期", "同时期", "当期"))
_END_WHEN = regex.compile(r"(?<=[到至])(?:\d{4}年(?:\d{1,2}月)?[初底末]?|去年[初底末]?|今年(?:\d{1,2}月)?[初底末]?|目前|现在|如今)的$")
_START_BEFORE = regex.compile(r"[由从到至]$")


def _after(folded: str, marks: str, at: int) -> int:
    """Where the stretch before `at` begins that holds none of the marks; looks back a page at most."""
    floor = max(0, at - _PAGE)
    return max(max(folded.rfind(mark, floor, at) for mark in marks) + 1, floor)


def _words(text: str, start: int) -> list[Word]:
    """jieba's words, with those put together that statistics use as one (占比, 规模以上), and the heads of indicators as nouns."""
    roles = _roles()
    out: list[Word] = []
    for word in _averaged(text, _compounded(text, segment.words(text, start), start), start):
        if (word.tag == "m" and not _NUMERAL.search(word.text)) or word.tag == "zg" or (word.tag == "t" and word.text in _CYCLES):
            word = word._replace(tag="n")  # jieba takes 大米 for a number, 县 for a state
        if word.text in _SUFFIXES and not (word.text == "比" and _THAN.match(text, word.end - start)) and out and out[-1].end == word.start and len(out[-1].text) > 1 and out[-1].tag[0] in "vnajl":
            out[-1] = Word(out[-1].text + word.text, "n", out[-1].start, word.end)
            continue
        if word.tag == "v" and (word.text in roles["head"] or (word.text[-1] == "化" and len(word.text) > 2)):
            word = word._replace(tag="vn")
        out.append(word)
    return out


_AVERAGE = regex.compile(r"[A-Za-z]{1,6}\d{1,2}\.\d{1,2}|[户人亩日月年班村店车篇单]均(?=\p{Han}{2})")


def _averaged(text: str, words: list[Word], start: int) -> list[Word]:
    """PM2.5 and 亩均 as one word each, where jieba cuts them."""
    for match in _AVERAGE.finditer(text):
        low, high = start + match.start(), start + match.end()
        inner = [i for i, word in enumerate(words) if low <= word.start and word.end <= high]
        if inner and words[inner[0]].start == low and words[inner[-1]].end == high:
            words = [*words[: inner[0]], Word(match.group(), "eng" if match.group()[0].isascii() else "b", low, high), *words[inner[-1] + 1 :]]
    return words


_NUMERAL = regex.compile(r"[\d〇零一二两三四五六七八九十百千万亿几数半第]")


@tables.compiled
def _compounds() -> regex.Pattern[str]:
    return regex.compile("|".join(sorted(_roles()["compound"], key=len, reverse=True)))


def _compounded(text: str, words: list[Word], start: int) -> list[Word]:
    """The words, those that a compound of the table covers made one noun."""
    spans = []
    for match in _compounds().finditer(text):
        noted(f"indicators:{match.group()}")
        spans.append((start + match.start(), start + match.end()))
    if not spans:
        return words
    out: list[Word] = []
    for word in words:
        at = word.start
        while at < word.end:
            covering = next((span for span in spans if span[0] <= at < span[1]), None)
            if covering is not None:
                if not out or out[-1].start != covering[0]:
                    out.append(Word(text[covering[0] - start : covering[1] - start], "n", *covering))
                at = min(word.end, covering[1])
                continue
            stop = min([span[0] for span in spans if span[0] > at] + [word.end])
            out.append(Word(text[at - start : min(stop, word.end) - start], word.tag, at, min(stop, word.end)))
            at = min(stop, word.end)
    return out


class _Walk:
    """Walks over jieba's words from a number to the ends of the noun phrase that names what it counts."""

    def __init__(self, folded: str, subject: bool = False) -> None:
        self.folded, self.subject = folded, subject

    def back(self, low: int, high: int) -> _Phrase | None:
        """The noun phrase that ends at `high`, after copulas and adverbs."""
        roles = _roles()
        tokens = _words(self.folded[low:high], low)
        while tokens and (tokens[-1].text in roles["copula"] or tokens[-1].text in _TAIL_WORDS or tokens[-1].tag in ("d", "uj", "ul", "uz", "ug", "x", "p", "r") or tokens[-1].text in ("中", "上", "内", "里")) and tokens[-1].text[0] not in _CLOSERS:
            if tokens[-1].text in roles["copula"]:
                noted(f"indicators:{tokens[-1].text}")
            tokens.pop()
        tokens = self._accomplished(tokens)
        taken: list[Word] = []
        depth = 0
        i = len(tokens) - 1
        while i >= 0:
            token = tokens[i]
            text, tag = token.text, token.tag
            if text in _CLOSERS:
                depth += 1
            elif text in _OPENERS:
                depth -= 1
                if depth < 0:
                    break
            elif depth:
                pass
            elif text in _NEVER_NOUN or tag in ("t", "x", "r", "uj", "d", "p", "c", "m", "q") or not tag:
                if not self._joins(tokens, i, taken):
                    if text in ("为", "给", "向", "帮") and len(taken) > 1 and any(word.tag.startswith("v") for word in taken[:-1]):
                        while len(taken) > 1 and taken[-1].tag.startswith(("n", "b", "j")) and taken[-1].tag != "vn":
                            taken.pop()
                    if tag == "m" and taken and taken[-1].start == token.end and (taken[-1].tag == "q" or (unit.at(self.folded, token.end) is not None and len(taken[-1].text) == 1)):
                        taken.pop()
                    break
                if tag == "p":
                    taken.append(token)
                    break
            elif tag == "v" or (tag.startswith("v") and tag != "vn") or (tag == "a" and text in roles["light"]):
                step = self._verb(tokens, i, taken)
                if step != "on":
                    if step == "take":
                        taken.append(token)
                    break
            elif not tag.startswith((*_NOUN, "a", "eng", "f", "t", "y", "o", "nr")):
                break
            elif taken and not self.subject and tag.startswith(("n", "j")) and all(word.tag == "v" and word.text not in roles["nominal"] for word in taken) and not self._carried(tokens, i):
                break  # 企业获利: a bare verb names the number without its subject
            taken.append(token)
            i -= 1
            if text in roles["whole"] and len(taken) == 1:
                noted(f"indicators:{text}")
                break
        taken.reverse()
        return self._cut(taken)

    def _accomplished(self, tokens: list[Word]) -> list[Word]:
        """税收收入实现112亿元: behind a noun that is measured, 完成 joins it to its number, as 达 does; behind who acts or an adverb it is a verb."""
        if len(tokens) < 2 or tokens[-1].text not in _ACCOMPLISHED:
            return tokens
        noun = tokens[-2]
        named = noun.tag.startswith(("n", "vn", "an", "j", "l")) or noun.text in _roles()["nominal"] or noun.text[-1] in _SUFFIXES
        if not named or noun.text in _NEVER_NOUN or noun.text in _TAIL_WORDS or noun.tag in ("ns", "nr", "nt") or _AGENT.search(noun.text):
            return tokens
        return tokens[:-1]

    def _carried(self, tokens: list[Word], i: int) -> bool:
        """组织流感疫苗接种, 新增专利授权: whether the nouns that end at `i` are the object of a verb before them."""
        while i >= 0 and tokens[i].tag.startswith(("n", "b", "j")):
            i -= 1
        return i >= 0 and (tokens[i].tag == "v" or tokens[i].text in _roles()["light"])

    def _joins(self, tokens: list[Word], i: int, taken: list[Word]) -> bool:
        """Whether a small word at `i` stands inside the phrase: 各类, 和 between nouns, 的 before a bare head, 对 before a partner, 第一."""
        token = tokens[i]
        if not taken:
            return token.tag == "q" and i > 0 and tokens[i - 1].tag.startswith(("n", "v")) and tokens[i - 1].end == token.start
        if token.text in _COLLECTIVE or (token.text in ("类", "级", "式", "型") and i > 0):
            return True
        if token.text in ("不", "非", "未") and taken[-1].start == token.end:
            return True
        if token.tag == "m" and (token.text.startswith("第") or (taken[-1].tag == "eng")):
            return True
        if token.text in ("和", "与", "及") and i:
            kinds: tuple[str, ...] = ("n", "vn", "j", "b") if taken[-1].tag != "v" else ("v",)
            if taken[-1].text in _roles()["nominal"]:
                kinds = ("n", "v", "j", "b")
            return tokens[i - 1].tag.startswith(kinds) and taken[-1].tag.startswith(kinds)
        if token.text == "的" and i:
            return sum(len(word.text) for word in taken) <= 3 and tokens[i - 1].tag.startswith(("n", "v", "a", "j", "b"))
        return token.text == "对" and (taken[-1].tag in ("ns", "nt", "nz", "j") or taken[-1].text in ("共建", "“"))

    def _verb(self, tokens: list[Word], i: int, taken: list[Word]) -> str:
        """What a verb does to the phrase: "on" belongs to it, "take" opens it, "stop" stands outside."""
        roles = _roles()
        text = tokens[i].text
        if text in _directions():
            return "stop"
        if text in roles["nominal"]:
            noted(f"indicators:{text}")
            return "on"
        if taken and taken[-1].start == tokens[i].end and taken[-1].text in _SUFFIXES:
            return "on"
        if text in roles["either"] and taken and i and tokens[i - 1].tag.startswith(("n", "vn", "b", "j")):
            noted(f"indicators:{text}")
            return "on"
        if text in roles["light"] or text in roles["copula"] or text in roles["either"]:
            noted(f"indicators:{text}")
            return "stop"
        if not taken or all(word.tag.startswith(("v", "a", "c")) and word.tag != "vn" for word in taken):
            return "on"
        last = taken[0].text
        head = next((role for role in (last, last[-2:], last[-1:]) if role in roles["head"]), last if last in roles["nominal"] else "")
        if head and i:
            noted(f"indicators:{head}")
            return "on"
        return "take"

    def forth(self, low: int, high: int, *, shared: bool = False) -> _Phrase | None:
        """The noun phrase that begins at `low`; `shared`: a number follows at `high`, whose own name may be the phrase's last word."""
        roles = _roles()
        tokens = _words(self.folded[low:high], low)
        taken: list[Word] = []
        for i, token in enumerate(tokens):
            text, tag = token.text, token.tag
            behind = tokens[i + 1] if i + 1 < len(tokens) else None
            if text in _NEVER_NOUN or text in _directions() or (tag.startswith("v") and len(text) == 2 and text[1] in "往至于"):
                break
            if taken and text in roles["light"]:
                noted(f"indicators:{text}")
                break
            if text[0] in _OPENERS and text in "“‘《":
                closer = next((t for t in tokens[i + 1 :] if t.text in _CLOSERS), None)
                if closer is None or taken:
                    break
                inner = _Phrase(self.folded[token.end : closer.start], token.end, closer.start)
                return inner if 0 < len(inner.text) <= LONGEST_INDICATOR else None
            if text in ("和", "与", "及", "、") and taken and behind and behind.tag.startswith(("n", "b", "j")):
                if text == "、":
                    break
            elif tag == "v" and text not in roles["nominal"]:
                nominal = behind is not None and behind.tag.startswith(("n", "vn")) and (taken or text not in roles["light"])
                if not (nominal and taken and behind is not None and behind.text in roles["head"]):
                    break
            elif tag == "q" and taken and behind and behind.tag.startswith("n"):
                pass
            elif not tag.startswith((*_NOUN, "a", "eng")) and text not in _COLLECTIVE and not (tag == "v" and text in roles["nominal"]):
                break
            if sum(len(word.text) for word in taken) + len(text) > LONGEST_INDICATOR:
                break
            taken.append(token)
        while taken and (taken[-1].tag in ("c", "a") or taken[-1].text in ("和", "与", "及")):
            taken.pop()
        if shared and len(taken) > 1 and all(word.text in roles["copula"] for word in tokens[len(taken) :]):
            for word in tokens[len(taken) :]:
                noted(f"indicators:{word.text}")
            while len(taken) > 1 and taken.pop().text in _SUFFIXES:
                pass
            while taken and taken[-1].tag in ("a", "c", "b"):
                taken.pop()
        if len(taken) == 1 and len(taken[0].text) == 1 and taken[0].text not in _SHORT:
            return None
        if not taken or taken[0].tag in ("f", "k", "y") or (len(taken) == 1 and taken[0].tag in ("ad", "zg", "g")):
            return None
        return self._phrase(taken)

    def _cut(self, taken: list[Word]) -> _Phrase | None:
        """At most twelve characters, cut at a word; nothing that begins with a stray mark or a preposition's leftover."""
        while taken and (sum(len(word.text) for word in taken) > LONGEST_INDICATOR or taken[0].tag in ("uj", "c", "f", "k", "y", "ul") or taken[0].text in ("、", "和")):
            taken = taken[1:]
        if taken and taken[0].text == "（" and (closing := next((i for i, word in enumerate(taken) if word.text == "）"), -1)) >= 0:
            taken = taken[closing + 1 :]
        light = _roles()["light"] | _roles()["copula"]
        if (closing := next((i for i, word in enumerate(taken) if word.text == "”"), -1)) >= 0 and not any(word.text == "“" for word in taken[:closing]):
            taken = taken[closing + 1 :]
        while taken and (taken[0].text in _CLOSERS or (len(taken) > 1 and (taken[0].text in light or taken[0].text in _LEADING))) and not (
            len(taken) > 1 and taken[0].text in _AVERAGES and taken[-1].tag.startswith("n") and all(word.tag.startswith(("n", "vn", "b", "j")) for word in taken[1:])
        ):
            if taken[0].text in light:
                noted(f"indicators:{taken[0].text}")
            taken = taken[1:]
        if not taken or all(word.text in "”’》）)“‘《（(" for word in taken):
            return None
        if len(taken) > 1 and taken[0].text in _COLLECTIVE:
            taken = taken[1:]
        if (taken[0].text.startswith("每") and "".join(word.text for word in taken)[1:] in unit.names()) or (len(taken) == 1 and taken[0].text in _RATES) or (all(word.tag == "ns" for word in taken) and taken[-1].text[-1] not in _SUFFIXES) or (
            len(taken) == 1 and len(taken[0].text) == 1 and taken[0].text not in _SHORT
        ):
            return None
        return self._phrase(taken)

    def _phrase(self, taken: list[Word]) -> _Phrase:
        last = taken[-1].text
        for head in (last, last[-2:], last[-1:]):
            if head in _roles()["head"]:
                noted(f"indicators:{head}")
                break
        start, end = taken[0].start, taken[-1].end
        text = self.folded[start:end]
        if text[:1] in "“‘" and text[-1:] in "”’":
            start, end = start + 1, end - 1
        return _Phrase(self.folded[start:end], start, end)


def _patterns(kind: str) -> list[tuple[str, regex.Pattern[str]]]:
    """Which comparisons a kind of number may have, in the order in which they are tried."""
    change, start = ("comparison.change", _change()), ("comparison.start", _START)
    if kind == "rank":
        return [("comparison.rank", _RANK)]
    if kind == "ordinal":
        return []
    if kind == "percentage_point":
        return [change, ("comparison.against", _AGAINST)]
    if kind == "multiple":
        return [change, ("comparison.multiple", _MULTIPLE), ("comparison.against", _AGAINST)]
    if kind in ("percent", "ratio"):
        return [("comparison.share", _SHARE), change, start, ("comparison.multiple", _MULTIPLE), ("comparison.against", _AGAINST)]
    return [change, start, ("comparison.against", _MORE)]


def _tidy(comparison: str) -> str:
    """The comparing words without the adverbs between: 分别同比增长 is 同比增长."""
    return regex.sub(r"分别|依次|^[均又再已仅]|的$", "", comparison).strip()


def _runs(folded: str, quantities: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Quantities that only 、 or 和 parts, together."""
    runs: list[list[dict[str, Any]]] = []
    for record in quantities:
        if runs:
            last = runs[-1][-1]
            gap = folded[last["end"] : record["start"]]
            for one in (last, record):
                if one["modifier"]:
                    gap = gap.replace(one["modifier"], "", 1)
            if gap and len(gap) <= 3 and regex.fullmatch(r"\s?(?:、|和|及|与|以及|或)\s?", gap):
                runs[-1].append(record)
                continue
        runs.append([record])
    return runs


def _outside(places: list[dict[str, Any]], organisations: _Mentions) -> list[dict[str, Any]]:
    """The places that are no part of an organisation's name."""
    out, reach, at = [], 0, 0
    for place in sorted(places, key=lambda item: item["start"]):
        while at < len(organisations.items) and organisations.starts[at] <= place["start"]:
            reach = max(reach, organisations.items[at]["end"])
            at += 1
        if place["end"] > reach:
            out.append(place)
    return out


class _Mentions:
    """Mentions in text order, looked up by stretch."""

    __slots__ = ("items", "starts")

    def __init__(self, items: list[dict[str, Any]]) -> None:
        self.items = sorted(items, key=lambda item: (item["start"], item["end"]))
        self.starts = [item["start"] for item in self.items]

    def beginning(self, start: int, end: int) -> list[dict[str, Any]]:
        """Those that begin in [start, end)."""
        return self.items[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def any(self, start: int, end: int) -> bool:
        at = bisect_left(self.starts, start)
        return at < len(self.starts) and self.starts[at] < end


def _within(mentions: _Mentions, start: int, end: int) -> list[dict[str, Any]]:
    return [m for m in mentions.beginning(start, end) if m["end"] <= end]


def _partner(folded: str, start: int) -> bool:
    """对东盟进出口: a place behind 对 is a partner, part of what is measured."""
    return folded[start - 1 : start] in ("对", "与", "同")


def _is_light_only(text: str) -> bool:
    return text in _roles()["light"]


def _is_verb(text: str) -> bool:
    """Whether a phrase is one bare verb (召开), which names nothing."""
    words = segment.words(text)
    return len(words) == 1 and words[0].tag == "v" and text not in _roles()["nominal"]


def _is_measure(text: str) -> bool:
    """Whether a phrase ends with the head of an indicator (收入, 面积) or a verbal noun that news counts by (出口)."""
    roles = _roles()
    return text[-1] in _SUFFIXES or any(text.endswith(word) for word in roles["head"]) or any(text.endswith(word) for word in roles["nominal"])


def _is_long(reading: dict[str, Any]) -> bool:
    long = reading.get("grain") in ("month", "quarter", "half", "year") or (reading["first"] and reading["last"] and reading["first"][:10] != reading["last"][:10])
    return bool(long) and "截" not in reading["text"]


def _days(reading: dict[str, Any]) -> int:
    """How many days a reading spans; 0 where it is open."""
    if not reading["first"] or not reading["last"]:
        return 0
    return (date.fromisoformat(reading["last"][:10]) - date.fromisoformat(reading["first"][:10])).days


def _below(region: dict[str, Any], home: dict[str, Any]) -> bool:
    """Whether a region lies within the article's."""
    inner, outer = str(region.get("code") or ""), str(home.get("code") or "")
    return bool(inner and outer) and inner != outer and inner.startswith(outer.rstrip("0"))


def _inside(reading: dict[str, Any], period: dict[str, Any]) -> bool:
    """Whether a reading lies within the period."""
    return bool(reading["first"] and reading["last"] and period["first"] and period["last"]) and (
        period["first"][:10] <= reading["first"][:10] and reading["last"][:10] <= period["last"][:10]
    )


def _period(reading: dict[str, Any]) -> dict[str, Any]:
    return {key: reading[key] for key in ("text", "first", "last")}


def _why(record: dict[str, Any], name: str, rule: str, phrase: _Phrase | None) -> None:
    """Says which rule filled the field; a later reason replaces an earlier one."""
    noted(rule)
    kept = tuple(w for w in record["why"] if w["field"] != name)
    record["why"] = (*kept, {"field": name, "rule": rule, "start": phrase.start if phrase else None, "end": phrase.end if phrase else None})
