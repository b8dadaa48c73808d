"""How a number changed, and what it is compared with.

同比增长3.4% is a change of +3.4; 下降0.3个百分点 one of -0.3; 增至1892家 is a level that a change ends at, and no change at all.
增长1.3倍 ends at 2.3 times, 增长到1.3倍 at 1.3. 占全省的15.8%, 居全国第三位, 是去年的2.1倍 compare without a change. All of them
stand right before the number, after the noun phrase: they are taken off from its left context, and what remains names it.
"""

from __future__ import annotations

from typing import Any

import regex

from newsextract import tables
from newsextract.find.phrase import directions
from newsextract.find.seen import Phrase, Record, why
from newsextract.tables import noted

RULES = {
    "comparison.change": "a verb of change with what it is compared with: 同比增长",
    "comparison.share": "占 and the whole",
    "comparison.goal": "完成…的: how much of a goal has been reached",
    "comparison.start": "由 or 从 before the value that a change starts from",
    "comparison.end": "a verb of change with 到 or 至: the value it ends at",
    "comparison.against": "高于, 快于, 低于 and the thing compared with",
    "comparison.multiple": "是…的 before 倍",
    "comparison.rank": "居, 位列, 排名 before a rank",
}

_COMPARATOR = (
    r"(?:按?(?:不变|可比)(?:价格?|口径)(?:计算?)?|扣除[^，；]{2,8}因素|增速|增幅|涨幅|降幅|同比|环比|年均|月均|实际|名义|分别|依次|均|又|再|已|净|大幅度?|小幅|快速|首次|累计|平均|同口径|"
    r"(?:(?<!可)比(?![例重率值分较])|(?<![比计])较|与|(?<![合共协会相不])同(?!比|期|步))(?:\d{1,4}[^，；、]{1,8}?|[^，；、\d]{1,3}?(?:\d{1,4}[^，；、]{1,8}?)?)[^，；、\d]{0,12}?(?:相比)?)"
)
_ADVERBS = regex.compile(r"分别|依次|^[均又再已仅]|的$")


@tables.compiled
def change_before() -> regex.Pattern[str]:
    """A change that ends right before the number: comparators, verb, and 到 or 至."""
    verbs = "|".join(sorted(directions(), key=len, reverse=True))
    return regex.compile(rf"(?P<cmp>(?:{_COMPARATOR}){{0,4}}?)(?P<verb>{verbs})(?:幅度?(?:为|达))?(?P<to>到了?|至|为|成)?(?P<rest>了|约|近|超过?|分别)?(?:每[^，；\d]{{1,4}})?$")


_SHARE = regex.compile(r"(?P<cmp>占(?!比|地|用|据)(?:比[^，；]{0,2}?)?[^，；占]{0,22}?)(?:的)?(?P<rest>(?:比重|比例|份额|比率)?(?:分别|依次|已|均|首次|也|就)?(?:为|达到?|是|约|近|超过?|提高到|上升到|提升[至到]|超)?)$")
_GOAL = regex.compile(r"(?P<cmp>(?:完成|实现|达到?|为)了?(?:[^，；完实达为]{0,12}?)(?:目标|任务|计划|预算|指标)(?:任务|数|值|目标)?)(?:的)$")
_START = regex.compile(r"(?<![自理经缘事服跟])(?P<cmp>[由从])(?P<when>[^，；由从]{1,14}的|每\p{Han}{1,3}|)(?P<rest>约|近|超过?)?$")
_END = regex.compile(r"(?P<cmp>(?:缩小|缩短|压缩|压减|减少|下降|降低|增加|增长|提高|提升|上升|扩大|升|降|减|增|跃升|延长|拓展|发展|调整)?(?:到了?|至|为))$")
_MORE = regex.compile(r"(?P<cmp>(?:高出|超出|低出|高于|低于|多于|少于|超过)[^，；\d超高低]{1,10}|(?:比|较)(?![例重率值分])[^，；]{1,14}?(?:多出?|少|高出?|低|快|慢|增收|减收|节省|提前|推迟|延后|偏[多少高低早晚]|[多少][储收产卖销赚种建发缴出来用排装运]\p{Han}{0,2}))$")
_AGAINST = regex.compile(r"(?P<cmp>(?:增速|增幅|涨幅|降幅)?(?:分别|依次)?(?:高于|低于|快于|慢于|优于|好于|大于|小于|多于|少于|超出|领先|高出|低出|超过?|(?:比|较)(?![例重率值])[^，；]{1,14}?(?:高出?|低|快|慢|偏?多|偏?少|偏[高低]))[^，；]{0,14})$")
_MULTIPLE = regex.compile(r"(?P<cmp>(?:分别|依次)?(?:仅|均)?(?:是|为|相当于|达到?|达)(?:[^，；是为]{1,14}?)的)$")
_RANK = regex.compile(r"(?P<cmp>为?(?P<field>全国|全省|全市|世界|全球|行业|同行业)|(?:位居|位列|位次居|稳居|跃居|居于|居|位次|位|名列|列|排名|排在|排|升至|跃升至|跃升|跻身|迈进|进入|首次迈进|闯入|入围|名列)(?P<field>[^，；居列排]{0,12}?))(?:的)?$")
_END_WHEN = regex.compile(r"(?<=[到至])(?:\d{4}年(?:\d{1,2}月)?[初底末]?|去年[初底末]?|今年(?:\d{1,2}月)?[初底末]?|目前|现在|如今)的$")


def _patterns(kind: str) -> list[tuple[str, regex.Pattern[str]]]:
    """Which comparisons a kind of number may have, in the order in which they are tried."""
    change, start = ("comparison.change", change_before()), ("comparison.start", _START)
    if kind == "rank":
        return [("comparison.rank", _RANK)]
    if kind == "ordinal":
        return []
    if kind == "percentage_point":
        return [change, ("comparison.against", _AGAINST)]
    if kind == "multiple":
        return [change, ("comparison.multiple", _MULTIPLE), ("comparison.against", _AGAINST)]
    if kind in ("percent", "ratio"):
        return [("comparison.share", _SHARE), ("comparison.goal", _GOAL), change, start, ("comparison.multiple", _MULTIPLE), ("comparison.against", _AGAINST)]
    return [change, start, ("comparison.against", _MORE)]


def tidy(comparison: str) -> str:
    """The comparing words without the adverbs between: 分别同比增长 is 同比增长."""
    return _ADVERBS.sub("", comparison).strip()


class Changes:
    """The comparisons of one article, read number by number; remembers the value that a change starts from."""

    def __init__(self) -> None:
        self.starting: Record | None = None

    def compared_with(self, record: dict[str, Any], left: str, low: int) -> tuple[str, str]:
        """What of the left context remains when the comparison is taken off; and the comparison."""
        kind = record["kind"]
        stripped = left.rstrip()
        if self.starting is not None and self.starting["end"] >= low and (match := _END_WHEN.search(stripped)):
            stripped = stripped[: match.start()]
        for rule, pattern in _patterns(kind):
            match = pattern.search(stripped)
            if match is None:
                continue
            compared = match["cmp"]
            if rule == "comparison.change":
                verb = match["verb"]
                to = match["to"] or (verb[-1] if verb[-1] in "至到" else "")
                first = self.starting
                ends = to in ("到", "至", "到了") or (to in ("为", "成") and (len(verb) == 1 or (first is not None and first["end"] == low)))
                comparison = tidy(compared + verb + ((match["to"] or "") if ends else ""))
                self._changed(record, verb, ends or (bool(to) and to != "为"))
                rule = "comparison.end" if ends else rule
            elif rule == "comparison.start":
                comparison = compared
                self.starting = record
            else:
                comparison = tidy(compared)
                if kind == "multiple" and record["value"] is not None and rule == "comparison.multiple":
                    record["ratio"] = record["value"]
            if comparison:
                record["comparison"] = comparison
                start = low + match.start()
                why(record, "comparison", rule, Phrase(comparison, start, low + len(stripped)))
            return stripped[: match.start()], comparison
        return left, ""

    def _changed(self, record: dict[str, Any], verb: str, level: bool) -> None:
        direction = directions()[verb]
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
