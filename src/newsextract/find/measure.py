"""What a number measures: the name that the text gives it, before it, behind it, or in an earlier clause.

托位12.6万个 has its name before it, 26项惠民措施 behind it; 进口2.64万亿元，增长14.1% leaves the second out, and it is inherited. In
32.6万人受灾 what the counted people do names them. Where none of it can be read, the indicator is empty: nothing is guessed.
"""

from __future__ import annotations

import regex

from newsextract.find import segment
from newsextract.find.change import Changes
from newsextract.find.locality import COUNTRY
from newsextract.find.numeral import LOSS
from newsextract.find.phrase import (
    AGENT,
    LONGEST_INDICATOR,
    Walk,
    directions,
    is_light_only,
    is_measure,
    is_verb,
    roles,
    words_of,
)
from newsextract.find.seen import Clause, Phrase, Record, Seen, why, within
from newsextract.find.segment import Word

RULES = {
    "indicator.before": "the noun phrase before the number",
    "indicator.after": "the noun phrase behind a number and its measure",
    "indicator.inherited": "left out in the clause, taken from the number before",
    "indicator.subject": "the subject of the clause before, where that has no number",
    "indicator.people": "what the counted people do: 32.6万人受灾",
    "indicator.field": "a rank without a subject speaks of its field",
    "region.field": "a rank without a subject is a rank within its field",
    "comparison.pace": "增幅, 降幅, 增速 alone: how fast the indicator before changed",
}

LEVELS = 24  # numbers of a sentence that one without a name may take it from
_RIGHT_WINDOW = 24
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
# 农民专业合作社312家: a kind of bodies that is counted, not one of them that acts.
_COUNTED = frozenset(["company", "school", "hospital", "association", "research", "social", "other", "bank", "media", "village", "community"])
_HOUSES = frozenset(["家", "个", "所"])
PACES = {"增幅": "up", "涨幅": "up", "降幅": "down", "跌幅": "down", "增速": "up", "增长率": "up"}
_GRASP = regex.compile(r"(?:把|(?<![即必])将|(?<![反相针])对|(?<![可足予])以|(?<![使利运专采作启雇费应公信投起])用)$")
_EACH_TIME = regex.compile(r"(?:按|为|是)?(?:每(?:人|户|亩|名|家|个|位|吨|公斤|斤|学期|学年|年|月|天|日|次|周)){1,2}(?:给予|补助|补贴|发放|奖励|为|约|达)?$|(?:按|为|是)?(?:每\p{Han}{1,2}){2}$|(?:为|达|达到|约)每(?:小时|分钟|秒|天|年|周|月|平方公里|平方米|公顷|公里)$")  # 缴费标准为每人每年420元
_CONTINUED = regex.compile(r"(?:已|均)?连续[一二两三四五六七八九十\d]{1,3}(?:年|个月|个?季度|周|天)(?:均|都)?(?:保持|稳定|稳居)?在?$")  # 就业人数连续三年超过11万人
PACE = regex.compile(r"(?:平均|同比|环比|年均)?(?P<pace>[增涨降跌]幅|增速|(?<!自然)增长率)$")
_LOCAL = regex.compile(r"(?:新区|地区(?!生产)|片区|开发区|高新区|自贸区|都市圈|境内|辖区|全境|市区|口岸(?!电)|片|各地|等地|两地|三地|两市|三市|两省|三省|港(?=外贸|货物|集装箱|吞吐|口岸(?!电)|年))(?!域|划)")
_READING = regex.compile(r"[（(][a-zà-ǜ\ufffd]{1,8}[)）]|\ufffd")
_PER_BASE = regex.compile(r"(?<=浓度|含量|密度)每(?:立方米|平方米|平方公里|公顷|亩|升|毫升|千克|公斤|克)$")
_EACH_HAS = regex.compile(r"每(?:百|千|万|十万|百万)?(?:名|个)?(?:常住人口|人口|人|户|老年人|学生|儿童|平方公里|公里)(?:口)?(?:拥有|配备|配有|有|占有)$|每(?:百|千|万|十万|百万)(?:名|个)?(?:常住人口|人口|老年人|学生|儿童)$")
_WHERE = regex.compile(r"(?:\p{Han}{0,6}(?:站|镇|乡|村|街道|社区|水库))?$")  # what stands between a place and its number, and is a place too
_STANDS_AT = regex.compile(r"(?:出现在|发生在|位于|为|是|在)$")
_GIVING = regex.compile(r"(?:给予|给|为|向|对|发放|提供|享受|领取|获得|奖励|补助|缴纳|交纳|支付|处以?)[^，；。]{0,10}$")
_GRANT = regex.compile(r"[^\P{Han}的]{0,7}(?:补贴|补助|津贴|奖励|奖金|奖补|资助|贷款|罚款|消费券|优惠|保险|资金|经费|假)(?=[，。；、！”）\s和及与]|$)")
_BOUND_FOR = regex.compile(r"[往至到于自向给入出]$")
_NEEDS = frozenset(["用水", "用电", "用气", "饮水", "出行", "吃水", "用水安全", "饮水安全"])
_OF_ALL_KINDS = regex.compile(r"\p{Han}{2,4}各[类种项级](?=\p{Han}{2})")
_RATE = regex.compile(r"(?<!\p{Han})(?:[户人亩日月年班村店车]均|单[日株产次]|每[户人亩]年?)[^\P{Han}达为约近超的]{2,4}$")
_FRONTED = regex.compile(r"(?:累计|全部|已经|共(?!建|享|同|用|管)|已)(?:发放|建成|完成|拨付|下达|发出|销售|售出|办结|破获|举办|实现|签订|投放|兑付|收到|修复|清理|处理|整改|入库|交付|安装|开通|种植|播种|收获|植)$")
_CONTENT = regex.compile(r"\p{Han}{4}$")
_ENDS = regex.compile(r"(?:[，,]\s?)?(?P<cmp>(?P<verb>\p{Han}{2,4}?)(?:到了?|至|为|成))(?:约|近|超过?|不足|现在的|目前的|如今的|今年的)?(?:每\p{Han}{1,3}){0,2}")
_LOCATIVE = regex.compile(r"[中里][，\s]*")
_IN_TIME = regex.compile(r"(?:将[在于]|有望在|在|于|到)$")
_EXTREME = regex.compile(r"(?:单[日月周]|历史|当[日天月年]|[日月年周])?(?:最[高低大多少深长]?|平均|累计|均)")
_SILENT_VERBS = frozenset(["到", "至", "能", "会", "要", "可", "占", "超", "可达", "高达", "多达", "不到", "不足"])
_SPENT = regex.compile(r"(?:投入|投资|融资|筹资|出资|捐资|斥资|耗资)$")
_OF_WHICH = regex.compile(r"其中[^，]{0,2}$")
_HIT = regex.compile(r"(\p{Han}{2,6}?)(?:受灾|成灾)(面积|人口|人数)")
_FIELD = regex.compile(r"(全国|全省|全市|中西部|西部|东部|中部|全球|世界)$")
_SHARES = frozenset(["占比", "比重", "份额"])
_RANKING = regex.compile(r"排名$")


class Measures:
    """The indicators of one article, read number by number; remembers what was last spoken of."""

    def __init__(self, seen: Seen, changes: Changes) -> None:
        self.seen, self.text, self.folded, self.changes = seen, seen.text, seen.folded, changes
        self.quantities, self.dates, self.places, self.organisations = seen.quantities, seen.dates, seen.places, seen.organisations
        self.indicator: Phrase | None = None
        self.levels: list[tuple[Phrase, Record]] = []  # numbers with an indicator of their own in the sentence
        self.earlier: list[tuple[Phrase, Record]] = []  # those of the sentence before
        self.field_region: Record | None = None
        self.latest: Record | None = None  # the number of the clause before the one being read
        self.subject_wanted = False  # a change is said of its subject, bare verb or not
        self.after_end = 0  # where the noun phrase behind the last number ends: it does not name the next

    def measured(self, record: Record, clause: Clause, low: int, high: int, follows: Record | None = None) -> None:
        """Fills indicator and comparison from the contexts."""
        left = self.folded[low:high]
        if self._ends(record, clause, left, low):
            return
        rest, comparison = self.changes.compared_with(record, left, low)
        if low == high and self.latest is not None and self.latest["end"] == low:
            follows = self.latest
        if not left.strip() and follows is not None and follows["start"] < record["start"] and follows["indicator"] and record["kind"] in ("count", "quantity", "money"):
            record["indicator"] = follows["indicator"]  # 37户112人
            why(record, "indicator", "indicator.inherited", None)
            return
        self.subject_wanted = bool(record["direction"]) or record["kind"] == "quantity"
        if not comparison and high == record["start"] and _GRASP.search(rest):
            rest = ""  # 把860平方米的旧车间改成: what is before acts
        if match := _CONTINUED.search(rest):
            rest = rest[: match.start()]
        phrase = self.before(low, low + len(rest.rstrip()), counted=record["kind"] == "count" and record["unit"] in _HOUSES) if rest.strip() else None
        if (phrase is None or _EACH_TIME.fullmatch(phrase.text)) and (match := _EACH_TIME.search(rest)) and match.start():
            phrase = self.before(low, low + match.start()) or phrase
        if phrase is not None and (record["kind"] != "rank" or phrase.end == self.after_end) and _LOCATIVE.match(self.folded, phrase.end, low + len(rest)):
            phrase = None
        if phrase is None and record["kind"] == "count" and not comparison and self.after_end and self.after_end == low + len(rest.rstrip()):
            attribute = next((q for q in self.quantities.beginning(low - 2 * LONGEST_INDICATOR, low) if q["end"] == low), None)
            if attribute is not None and attribute["kind"] == "quantity":
                phrase = Walk(self.folded).back(low, self.after_end)  # 220千伏换流站1座
        if phrase is not None and record["kind"] == "money" and (match := _OF_ALL_KINDS.match(phrase.text)):
            phrase = Phrase(phrase.text[match.end() :], phrase.start + match.end(), phrase.end)
        if not comparison and record["kind"] not in ("rank", "ordinal") and (phrase is None or is_verb(phrase.text)):
            phrase = self._fronted(low, low + len(rest.rstrip()), phrase) or phrase
        behind = None
        if not comparison or record["kind"] == "ordinal":
            behind = self._behind(record, clause, phrase is not None)
        if phrase is None and not comparison and record["unit"] in ("人", "次", "户", "家", "名", "人次") and (people := self._people(record, clause)):
            self.name(record, people, "indicator.people")
            return
        if behind is not None and phrase is None and record["kind"] == "money" and (spent := _SPENT.search(rest)) and words_of(behind.text, 0)[0].tag.startswith("v"):
            start = low + spent.start()
            self.name(record, Phrase(spent.group(), start, start + len(spent.group())), "indicator.before")  # 投入2.6亿元改造产线
            return
        granted = behind is not None and record["kind"] in ("money", "quantity") and phrase is not None and not is_measure(phrase.text) and _GRANT.fullmatch(behind.text) is not None
        if behind is not None and (phrase is None or granted or record["kind"] in ("count", "ordinal", "rank") or is_light_only(self.folded[phrase.start : phrase.end]) or (record["kind"] == "quantity" and is_verb(phrase.text))):
            self.name(record, behind, "indicator.after")
            if record["kind"] != "ordinal" and record["unit"] != "岁" and not (record["modifier"] and self.folded.startswith(record["modifier"], record["end"])):
                self.after_end = behind.end
        elif phrase is not None and not comparison and (pace := PACE.search(phrase.text)) and record["kind"] in ("percent", "percentage_point", "multiple"):
            self._paced(record, clause, phrase, pace)
        elif phrase is not None:
            self.name(record, phrase, "indicator.before")
        elif record["kind"] == "rank":
            self._rank_field(record)
        elif follows is not None and follows["indicator"] and not comparison:
            record["indicator"], record["comparison"] = follows["indicator"], record["comparison"] or follows["comparison"]
            why(record, "indicator", "indicator.inherited", None)
            for key in ("direction", "change", "ratio"):
                if key == "direction":
                    record[key] = follows[key]
            if follows["change"] is not None and record["value"] is not None:
                record["change"] = record["value"] if follows["change"] > 0 else -record["value"]
        else:
            people = self._people(record, clause)
            if people is not None and not comparison:
                self.name(record, people, "indicator.people")
            elif record["kind"] != "ordinal":
                self._inherits(record, clause, rest, comparison)

    def _paced(self, record: Record, clause: Clause, phrase: Phrase, pace: regex.Match[str]) -> None:
        """药品价格平均降幅53%: how fast what stands before changed, or, where nothing does, the indicator before."""
        record["comparison"] = pace.group()
        record["direction"] = PACES[pace["pace"]]
        cut = phrase.start + pace.start()
        why(record, "comparison", "comparison.pace", Phrase(pace.group(), cut, phrase.end))
        if pace.start():
            self.name(record, Phrase(phrase.text[: pace.start()], phrase.start, cut), "indicator.before")
        else:
            self._inherits(record, clause, "", pace.group())

    def _fronted(self, low: int, high: int, verb: Phrase | None) -> Phrase | None:
        """户均获赔, 单日入馆: a rate and its verb; 专项资金累计拨付: what stands before a bare verb and its adverb, where it is not who acts."""
        if match := _RATE.search(self.folded, low, high):
            return Phrase(match.group(), match.start(), match.end())
        match = _FRONTED.search(self.folded, low, high)
        if match is None or (verb is not None and verb.start < match.start()):
            return None
        phrase = self.before(low, match.start()) or (Walk(self.folded).back(low, match.start()) if low < self.after_end == match.start() else None)
        return None if phrase is None or AGENT.search(phrase.text) or is_verb(phrase.text) else phrase

    def _ends(self, record: Record, clause: Clause, left: str, low: int) -> bool:
        """由587家扩容至1213家: the value a change ends at bears the name of the one it starts from, whatever verb stands between."""
        first = self.changes.starting
        if first is None or not first["indicator"] or first["start"] < clause.start or first["unit"] != record["unit"] or (match := _ENDS.fullmatch(left.strip())) is None:
            return False
        if low != first["end"] or match["verb"] in directions():
            return False
        record["indicator"], record["comparison"] = first["indicator"], match["cmp"]
        why(record, "indicator", "indicator.inherited", None)
        why(record, "comparison", "comparison.end", Phrase(match["cmp"], low, low + len(left)))
        if first["value"] is not None and record["value"] is not None:
            record["direction"] = "up" if record["value"] > first["value"] else "down" if record["value"] < first["value"] else "flat"
        return True

    def _inherits(self, record: Record, clause: Clause, rest: str, comparison: str) -> None:
        """The indicator that the clause leaves out: the subject of a clause without numbers before it, or that of the number before."""
        subject = self._subject(clause) if clause.quantities[0] is record and not (comparison and self.levels) and not self._unread(record, rest) else None
        if subject is not None:
            self.name(record, subject, "indicator.subject")
            return
        standing = self.standing(record)
        if standing is None:
            return
        levels = self.levels[-LEVELS:]
        if comparison and record["comparison"].startswith("占") and _CONTENT.search(rest):
            return  # what takes the share is named, in words that are not understood
        rest = _EXTREME.sub("", rest)
        if not comparison and any(word.tag == "v" and word.text not in _SILENT_VERBS for word in words_of(rest, 0) if word.text not in roles()["copula"] and word.text not in roles()["light"]):
            return  # 可乘4公里: something is done that is not understood
        if not comparison and (not levels or levels[-1][1]["unit"] != record["unit"] or rest.startswith("、")) and _CONTENT.search(rest):
            return  # something else is named, in words that are not understood
        same = any(level["unit"] == record["unit"] for _, level in levels)
        if comparison or record["kind"] != "count" or same:
            record["indicator"] = standing.text
            why(record, "indicator", "indicator.inherited", standing)

    def standing(self, record: Record) -> Phrase | None:
        """The indicator in force; for a count or an amount, that of the last number of the sentence in the same unit; for a share or a change
        behind a bare 占比, what the share is of."""
        standing, levels = self.indicator, self.levels[-LEVELS:]
        if record["kind"] in ("count", "quantity", "money") and levels and levels[-1][1]["unit"] != record["unit"]:
            other = None if record["kind"] == "money" and levels[-1][1]["kind"] != "money" and not record["comparison"] else standing
            return next((phrase for phrase, level in reversed(levels) if level["unit"] == record["unit"]), other)
        if standing is not None and standing.text in _SHARES and record["kind"] == "percent" and record["direction"] and levels and levels[-1][0] is standing:
            return next((phrase for phrase, level in reversed(levels) if phrase.text not in _SHARES), standing)
        return standing

    def _unread(self, record: Record, rest: str) -> bool:
        """平稳，其中获证组织312家: whether the clause names something, in words that are not understood."""
        return rest.lstrip().startswith("其中") and _CONTENT.search(rest) is not None

    def _subject(self, clause: Clause) -> Phrase | None:
        """最大点雨量出现在三里河村，达606.7毫米: the noun phrase that opens the clause before, where that has no number."""
        stop = clause.start - 1
        if stop > 0 and self.folded[stop] in "：:":
            label = self.seen.after("，,。；！？：\n", stop)
            return None if self.quantities.any(label, stop) or stop - label > LONGEST_INDICATOR else self.before(label, stop)
        if stop <= 0 or self.folded[stop] not in "，,":
            return None
        start = self.seen.after("，,。；！？：\n", stop)
        if self.quantities.any(start, stop) or self.dates.any(start, stop):
            return None
        for mention in (*within(self.places, start, stop), *within(self.organisations, start, stop)):
            if mention["start"] == start:
                start = mention["end"]
            else:
                stop = min(stop, mention["start"])
        start += 2 * self.folded.startswith("其中", start)
        if stop - start < 3:
            return None
        phrase = Walk(self.folded).forth(start, stop)
        if phrase is not None and segment.words(phrase.text)[0].tag == "v":
            return None
        if phrase is None or (phrase.end >= stop and stop == clause.start - 1):
            return None
        return phrase

    def name(self, record: Record, phrase: Phrase, rule: str) -> None:
        if rule == "indicator.before" and self.levels and self.levels[-1][1]["unit"] == record["unit"]:
            phrase = self._again(self._within_whole(phrase, self.levels[-1][0]), record)
        record["indicator"] = phrase.text
        why(record, "indicator", rule, phrase)
        if self.folded[record["start"] - 1 : record["start"]] == "在" and self.folded[phrase.end : phrase.end + 1] == "中":
            return  # 在168个重点城市中排名: among whom, not what
        if record["kind"] != "ordinal" and not (phrase.text[0] == "超" and self.levels):
            self.indicator = phrase  # 超警戒 is said of the level before
        if record["kind"] not in ("rank", "ordinal"):
            self.levels.append((phrase, record))

    def _again(self, phrase: Phrase, record: Record) -> Phrase:
        """增开列车24对，…增开6对: a bare verb again, with the object that it had."""
        if len(phrase.text) != 2:
            return phrase
        longer = next((name for name, level in reversed(self.levels[-LEVELS:]) if level["unit"] == record["unit"] and len(name.text) > 3 and name.text.startswith(phrase.text)), None)
        return Phrase(longer.text, phrase.start, phrase.end) if longer is not None and is_verb(phrase.text) else phrase

    def _within_whole(self, phrase: Phrase, whole: Phrase) -> Phrase:
        """农作物受灾面积…亩，其中绝收…亩: a bare verb takes the place of the verb in the name of the whole."""
        words = segment.words(phrase.text)
        if len(phrase.text) > 3 or phrase.text in roles()["nominal"] or any(word.tag.startswith("n") for word in words) or not _OF_WHICH.search(self.folded[max(0, phrase.start - 5) : phrase.start]):
            return phrase
        if match := _HIT.fullmatch(whole.text):
            return Phrase(match[1] + phrase.text + match[2], phrase.start, phrase.end)
        parts = words_of(whole.text, 0)
        for i, word in enumerate(parts[1:-1], 1):
            if word.tag.startswith("v"):
                text = "".join([*(w.text for w in parts[:i]), phrase.text, *(w.text for w in parts[i + 1 :])])
                return Phrase(text, phrase.start, phrase.end) if len(text) <= LONGEST_INDICATOR else phrase
        return phrase

    def _rank_field(self, record: Record) -> None:
        """迈进全国前10，排名第7: without a subject, the field or the word of ranking."""
        if self.indicator is not None and not self.field_region and self.levels:
            record["indicator"] = self.indicator.text
            why(record, "indicator", "indicator.inherited", self.indicator)
            return
        match = _FIELD.search(self.folded[max(0, record["start"] - 6) : record["start"]])
        if match:
            start = record["start"] - len(match.group())
            record["indicator"] = match.group()
            why(record, "indicator", "indicator.field", Phrase(match.group(), start, record["start"]))
            if match.group() == "全国":
                self.field_region = COUNTRY
        elif _RANKING.search(self.folded[max(0, record["start"] - 2) : record["start"]]):
            record["indicator"] = "排名"
            why(record, "indicator", "indicator.field", Phrase("排名", record["start"] - 2, record["start"]))
        if self.field_region:
            record["region"] = self.field_region
            why(record, "region", "region.field", None)

    def before(self, low: int, high: int, *, counted: bool = False) -> Phrase | None:
        """The noun phrase that ends at `high`, walking back no further than `low`, a date, a place or an office."""
        floor = low
        spoiled = -1
        for reading in _READING.finditer(self.folded, low, high):
            low = spoiled = reading.end()
        if low < self.after_end <= high:
            low = self._split(low, high)
            if self.folded[low : low + 1] == "（" and (closing := self.folded.find("）", low, high)) >= 0:
                low = closing + 1
        for mention in (*within(self.dates, low, high), *within(self.places, low, high), *within(self.organisations, low, high)):
            if mention["end"] > high or (mention["end"] == high and counted and mention.get("kind") in _COUNTED) or partner(self.folded, mention["start"]) or ("name" in mention and mention["name"] is None):
                continue
            low = max(low, mention["end"])
        if low > floor and self.after_end <= floor and (place := next((p for p in within(self.places, floor, high) if p["end"] == low), None)) is not None and _WHERE.match(self.folded, low, high):
            if match := _STANDS_AT.search(self.folded, floor, place["start"]):
                return self.before(floor, match.start())  # 最大点雨量为社旗县大冯营站
            return None
        if match := _LOCAL.match(self.folded, low, high):
            low = match.end()
        if per := _PER_BASE.search(self.folded, low, high):
            high = per.start()
        phrase = Walk(self.folded, self.subject_wanted).back(low, high)
        if phrase is not None and (each := _EACH_HAS.search(self.folded, low, phrase.start)) and phrase.end - each.start() <= LONGEST_INDICATOR:
            phrase = Phrase(self.folded[each.start() : phrase.end], each.start(), phrase.end)  # 每千人拥有企业
        if phrase is not None and phrase.start - 2 >= low and self.folded.startswith("万元", phrase.start - 2) and len(phrase.text) + 2 <= LONGEST_INDICATOR:
            phrase = Phrase("万元" + phrase.text, phrase.start - 2, phrase.end)  # 万元地区生产总值用水量
        if phrase is not None and phrase.start == spoiled and (self.folded[spoiled - 1] == LOSS or len(segment.words(phrase.text)[0].text) == 1):
            return None  # what stood before is lost
        dates = within(self.dates, floor, high) if phrase is None and low > floor else []
        if dates and (
            match := _IN_TIME.search(self.folded, max(floor, dates[-1]["start"] - 3), dates[-1]["start"])
        ):
            return self.before(floor, match.start())  # 装机占比将在年底前达到46%
        if phrase is None and dates and dates[-1]["start"] > floor and not self.folded[dates[-1]["end"] : high].strip():
            return self.before(floor, dates[-1]["start"])  # 闸前水位9日20时为
        return phrase

    def _split(self, low: int, high: int) -> int:
        """三座枢纽混凝土浇筑量: where the name of the next number begins behind the noun phrase of the last."""
        phrase = Walk(self.folded, self.subject_wanted).back(self.after_end, high)
        if phrase is not None and words_of(self.folded[phrase.start : phrase.end], 0)[0].tag == "v":
            return self.after_end  # 向12家科技企业发放贷款
        if phrase is None or phrase.start != self.after_end or not is_measure(phrase.text):
            return self.after_end
        words = segment.words(self.folded[low : self.after_end], low)
        return words[-1].start if len(words) > 1 and words[-1].tag == "n" and len(words[-1].text) > 1 else self.after_end

    def _behind(self, record: Record, clause: Clause, named: bool) -> Phrase | None:
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
                return Phrase(match.group(), match.start(), match.end())
            if named and record["kind"] != "percent":
                return None
            at += 1
            verb = next((v for v in ("增长", "提高", "增加") if self.folded.startswith(v, at)), "")
            at += len(verb)
        for mention in (*within(self.places, at, stop), *within(self.organisations, at, stop), *within(self.dates, at, stop)):
            stop = min(stop, mention["start"]) if mention["start"] > at else stop
        stop -= self.folded[stop - 1] in "比较" and self.dates.any(stop, stop + 1)
        if stop <= at:
            return None
        phrase = Walk(self.folded).forth(at, stop, shared=stop in following and record["kind"] != "ordinal")
        if phrase is None or (record["kind"] == "percent" and _BOUND_FOR.search(phrase.text)) or self.folded[phrase.end : phrase.end + 1] == LOSS:
            return None
        return None if record["unit"] in ("人", "户", "名") and phrase.text in _NEEDS else phrase  # 12万人用水: the people, not the water

    def _people(self, record: Record, clause: Clause) -> Phrase | None:
        """32.6万人受灾: what the counted people do."""
        if record["unit"] not in ("人", "户", "家", "名", "人次", "次"):
            return None
        following = [q["start"] for q in self.quantities.beginning(record["end"], min(clause.end, record["end"] + LONGEST_INDICATOR))[:1]]
        stop = min([clause.end, record["end"] + LONGEST_INDICATOR, *following])
        for mention in (*within(self.places, record["end"], stop), *within(self.organisations, record["end"], stop)):
            stop = min(stop, mention["start"])
        tokens = words_of(self.folded[record["end"] : stop], record["end"])
        taken: list[Word] = []
        for token in tokens:
            if token.tag[0] in "vn" and token.text not in _NEVER_NOUN and token.text not in directions() and len(taken) < 3:
                taken.append(token)
            else:
                break
        if not taken or taken[0].tag[0] != "v":
            return None
        return Phrase(self.text[taken[0].start : taken[-1].end], taken[0].start, taken[-1].end)


def partner(folded: str, start: int) -> bool:
    """对东盟进出口: a place behind 对 is a partner, part of what is measured."""
    return folded[start - 1 : start] in ("对", "与", "同")


