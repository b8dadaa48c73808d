"""Which words name it: the noun phrase that ends before a number, or begins behind one.

检验检测机构累计达1892家: jieba cuts 检验 检测 机构 累计 达. From the number outwards the copula and the adverb fall away, then
nouns are taken until a word that cannot belong to the phrase: a light verb (开展, 建成), a verb of change, a preposition. Verbs
before the head of a measure belong to it (城镇居民人均可支配收入); a name is never longer than twelve characters.

    >>> Walk("全省检验检测机构累计达1892家").back(2, 11).text
    '检验检测机构'
    >>> Walk("推出26项惠民措施，").forth(5, 9).text
    '惠民措施'
"""

from __future__ import annotations

import ahocorasick
import regex

from newsextract import tables
from newsextract.find import segment, unit
from newsextract.find.seen import CLOSERS, OPENERS, Phrase
from newsextract.find.segment import Word
from newsextract.tables import noted

LONGEST_INDICATOR = 12
_NOUN = ("n", "vn", "an", "j", "l", "i", "b", "s", "k", "h", "g", "z")
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
_TAIL_WORDS = frozenset(["普遍", "总体", "能", "能够", "可以", "会", "全部", "到", "至", "同比", "环比", "合计", "累计", "共计", "总计", "左右", "年均", "其中", "平均"])
_LEADING = frozenset(["能", "可", "会", "要", "须", "应", "可以", "能够", "强", "出", "去", "来", "起", "入", "大类", "计划", "目标", "预计", "全部", "新增加", "共计"])
SUFFIXES = frozenset("率额量值数度面比费金")
_RATES = frozenset(["日均", "人均", "户均", "年均", "月均", "平均", "均", "每人", "每户", "最高", "最低", "单日", "其余", "剩余"])
_AVERAGING = frozenset(["年均", "月均", "日均"])  # 二氧化硫年均浓度
_AVERAGES = frozenset(["平均", "最高", "最低", "最大", "最小"])
_ACCOMPLISHED = frozenset(["完成", "实现", "录得", "建成", "筹集", "投放", "发放", "拨付", "下达", "签订", "发出", "培育", "建立"])
_ILLNESS = regex.compile(r"(?:病|炎|感染|腹泻|流感|热|例)$")
_SHORT = frozenset("优良粮煤油盐鱼肉蛋奶茶酒树车船水电气人户县市村棚桥路井塔组岛湖楼床房田塘")
_OWNERS = frozenset(["公司", "集团", "该公司", "全行", "我行", "本行"])
_CYCLES = frozenset(["周期", "工期", "学期", "任期", "汛期", "逾期"])
_EXISTING = frozenset(["现有", "已有", "共有", "现存", "原有"])
_ACTORS = frozenset(["窗口", "部门", "公司", "机关", "中心", "热线", "平台", "分局", "支队", "大队", "民警", "警方", "法院", "海关", "企业", "口岸"])
_COUNTED_UNITS = frozenset(["城市", "省份", "国家", "地区", "乡镇", "街道", "社区", "企业", "家庭", "学校", "医院", "行业", "县城", "园区", "区市", "城区"])
_EXTENTS = frozenset(["面积", "金额", "人数", "数量", "规模", "范围", "比例", "户数", "里程"])  # verbs before them say of what: 发生面积
_ACTS = frozenset(["调度", "报告", "监测", "新收"])  # nouns for jieba, and what an office does
_MANNERS = frozenset(["现场", "全部", "免费", "集体", "正式", "陆续", "全体"])  # 50件民生实事全部完成
_FRESH = frozenset("新总")
_COLLECTIVE = frozenset(["各类", "各种", "各项", "各级", "各"])
_THAN = regex.compile(r"\d|上[年季月]|去年|前年|同期|全国|全省")
AGENT = regex.compile(r"(?:口岸|(?:检查|督导|督查|巡查|工作|专家|专案|巡视|调查|评审|行动|攻坚)组|公司|队伍|热线|专线|窗口|网站|分局|集团|企业|局|厅|院|部门|单位|[省市县区镇乡村]|机关|中心|银行|校|协会|社|员|队|们|者|人|店|厂|馆|站|政府|委|会|行|警方|民警|干警|平台|各地|农户|系统|所|家|我们|全国)$")
_PER_HEAD = regex.compile(r"每[百千万十]{1,2}(?:名|个)?(?:人口|人|老年人|常住人口|儿童)?")
_AVERAGE = regex.compile(r"[A-Za-z]{1,6}\d{1,2}\.\d{1,2}|[户人亩日月年班村店车篇单]均(?=\p{Han}{2})")
_OF_A_LEVEL = regex.compile(r"[省县市区乡镇街][（(](?:[、，]?(?:县|市|区|旗|州|镇|乡|街道|苏木|园区)){1,4}[)）]")  # 21个县（市、区）
_GRADE = regex.compile(r"[一二三四甲乙丙特A-D]$|[ⅠⅡⅢⅣⅤIV劣优][ⅠⅡⅢⅣⅤIV至到、~～—－\-]{0,4}$")
_GRADED = regex.compile(r"[一二三四甲乙丙特][类级等]$")
_NUMERAL = regex.compile(r"[\d〇零一二两三四五六七八九十百千万亿几数半第]")


@tables.compiled
def roles() -> dict[str, frozenset[str]]:
    known: dict[str, set[str]] = {"head": set(), "light": set(), "copula": set(), "nominal": set(), "whole": set(), "either": set(), "timeless": set()}
    for row in tables.read("indicators"):
        known[row["role"]].add(row["id"])
        if row["period"]:
            known["timeless"].add(row["id"])
    return {role: frozenset(words) for role, words in known.items()}


@tables.compiled
def directions() -> dict[str, str]:
    return {row["id"]: row["direction"] for row in tables.read("changes")}


def words_of(text: str, start: int) -> list[Word]:
    """jieba's words, with those put together that statistics use as one (占比, 规模以上), and the heads of indicators as nouns."""
    known = roles()
    out: list[Word] = []
    for word in _averaged(text, _with_terms(text, segment.words(text, start), start), start):
        if (word.tag == "m" and not _NUMERAL.search(word.text)) or word.tag == "zg" or (word.tag == "t" and word.text in _CYCLES):
            word = word._replace(tag="n")  # jieba takes 大米 for a number, 县 for a state
        if word.text in SUFFIXES and not (word.text == "比" and _THAN.match(text, word.end - start)) and out and out[-1].end == word.start and len(out[-1].text) > 1 and out[-1].tag[0] in "vnajl":
            out[-1] = Word(out[-1].text + word.text, "n", out[-1].start, word.end)
            continue
        if word.tag == "v" and (word.text in known["head"] or (word.text[-1] == "化" and len(word.text) > 2)):
            word = word._replace(tag="vn")
        out.append(word)
    return out


def _averaged(text: str, words: list[Word], start: int) -> list[Word]:
    """PM2.5 and 亩均 as one word each, where jieba cuts them."""
    for match in _AVERAGE.finditer(text):
        low, high = start + match.start(), start + match.end()
        inner = [i for i, word in enumerate(words) if low <= word.start and word.end <= high]
        if inner and words[inner[0]].start == low and words[inner[-1]].end == high:
            words = [*words[: inner[0]], Word(match.group(), "eng" if match.group()[0].isascii() else "b", low, high), *words[inner[-1] + 1 :]]
    return words


@tables.compiled
def _terms() -> tuple[ahocorasick.Automaton, frozenset[str]]:
    """Each term with its tag; and the characters that a term begins with."""
    automaton = ahocorasick.Automaton()
    for row in tables.read("terms"):
        automaton.add_word(row["id"], (row["id"], row["tag"]))
    automaton.make_automaton()
    return automaton, frozenset(row["id"][0] for row in tables.read("terms"))


def _with_terms(text: str, words: list[Word], start: int) -> list[Word]:
    """The words, those that a term of the table covers made one; a term that begins and ends inside words (托育 in 依托育种), or is the beginning of one
    (上市 in 上市公司), is none."""
    automaton, openings = _terms()
    if openings.isdisjoint(text):
        return words
    found = [(start + last + 1 - len(term), start + last + 1, term, tag) for last, (term, tag) in automaton.iter_long(text)]
    if not found:
        return words
    begins, ends = {word.start: word.end for word in words}, {word.end for word in words}
    spans = [span for span in found if (span[0] in begins and begins[span[0]] <= span[1]) or (span[1] in ends and span[0] not in begins)]
    out: list[Word] = []
    at = start
    for low, high, term, tag in spans:
        noted(f"terms:{term}")
        out += _between(text, words, start, at, low)
        out.append(Word(term, tag, low, high))
        at = high
    return out + _between(text, words, start, at, start + len(text)) if spans else words


def _between(text: str, words: list[Word], start: int, low: int, high: int) -> list[Word]:
    """The words of a stretch, cut at its ends."""
    if low >= high:
        return []
    out = []
    for word in words:
        if word.end > low and word.start < high:
            begin, end = max(word.start, low), min(word.end, high)
            out.append(word if (begin, end) == (word.start, word.end) else Word(text[begin - start : end - start], word.tag, begin, end))
    return out


_FACILITY = regex.compile(r"(?:市场|景区|机场|水库|车站|码头|电站|服务区|旅游区|度假区|风景区|名胜区|油田|气田|油区|矿区|园区|港|水文站)$")
_PER_TIME = regex.compile(r"[日年月累]")
_STATION = regex.compile(r"\p{Han}站$")
_AT_STATION = frozenset(["水位", "流量", "洪峰流量", "雨量", "降水量", "降雨量", "气温"])


def _placeless(taken: list[Word]) -> list[Word]:
    """贡嘎机场旅客吞吐量: a facility where something is measured is no part of its name."""
    text, base = "".join(word.text for word in taken), taken[0].start if taken else 0
    place = max((i for i, word in enumerate(taken[:-1]) if _FACILITY.search(text, 0, word.end - base)), default=-1)
    rest = taken[place + 1 :]
    if place < 0 and len(taken) > 1 and text[taken[-1].start - base :] in _AT_STATION and _STATION.search(text, 0, taken[-1].start - base):
        return taken[-1:]  # 大通站水位
    if place < 0 or sum(len(word.text) for word in rest) < 4 or not (is_measure(rest[-1].text) or _PER_TIME.match(rest[0].text)) or not rest[0].tag.startswith(("n", "v", "b", "j", "a")):
        return taken
    return rest


def is_light_only(text: str) -> bool:
    return text in roles()["light"]


def is_verb(text: str) -> bool:
    """Whether a phrase is one bare verb (召开), which names nothing."""
    words = words_of(text, 0)
    return len(words) == 1 and words[0].tag == "v" and text not in roles()["nominal"]


def is_measure(text: str) -> bool:
    """Whether a phrase ends with the head of an indicator (收入, 面积) or a verbal noun that news counts by (出口)."""
    if text[-1] in SUFFIXES:
        return True
    known = roles()
    word = next((word for role in ("head", "nominal") for word in (text[-2:], text[-1:], text[-3:], text) if word in known[role]), "")
    if word:
        noted(f"indicators:{word}")
    return bool(word)


class Walk:
    """Walks over jieba's words from a number to the ends of the noun phrase that names what it counts."""

    def __init__(self, folded: str, subject: bool = False) -> None:
        self.folded, self.subject = folded, subject

    def back(self, low: int, high: int) -> Phrase | None:
        """The noun phrase that ends at `high`, after copulas and adverbs."""
        known = roles()
        tokens = words_of(self.folded[low:high], low)
        while tokens and (tokens[-1].text in known["copula"] or tokens[-1].text in _TAIL_WORDS or tokens[-1].tag in ("d", "uj", "ul", "uz", "ug", "x", "p", "r") or tokens[-1].text in ("中", "上", "内", "里")) and tokens[-1].text[0] not in CLOSERS:
            if tokens[-1].text in known["copula"]:
                noted(f"indicators:{tokens[-1].text}")
            if tokens.pop().text == "了" and tokens and len(tokens[-1].text) == 1:
                tokens[-1] = tokens[-1]._replace(tag="v")  # 种了: done, whatever else the word may be
        tokens = self._accomplished(tokens)
        taken: list[Word] = []
        depth = 0
        i = len(tokens) - 1
        while i >= 0:
            token = tokens[i]
            text, tag = token.text, token.tag
            if text in CLOSERS:
                depth += 1
            elif text in OPENERS:
                depth -= 1
                if depth < 0:
                    break
            elif depth:
                pass
            elif taken and text in _EXISTING:
                if text in known["copula"]:
                    noted(f"indicators:{text}")
                break  # 学校现有教学班82个
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
            elif tag == "v" or (tag.startswith("v") and tag != "vn") or (tag == "a" and text in known["light"]):
                step = self._verb(tokens, i, taken)
                if step != "on":
                    if step == "take":
                        taken.append(token)
                        if i and tokens[i - 1].text in _FRESH and tokens[i - 1].end == token.start:
                            taken.append(tokens[i - 1])  # 新登记经营主体
                    break
            elif not tag.startswith((*_NOUN, "a", "eng", "f", "t", "y", "o", "nr")):
                break
            elif taken and not self.subject and tag.startswith(("n", "j")) and all(word.tag == "v" and word.text not in known["nominal"] for word in taken) and not self._carried(tokens, i) and (tag in ("ns", "nr", "nt") or AGENT.search(text)):
                break  # 企业获利: a bare verb names the number without its subject
            elif len(taken) > 1 and taken[-1].tag in ("v", "vn") and len(taken[-1].text) > 1 and text[-2:] in _ACTORS and tag.startswith(("n", "s")) and not is_measure(taken[0].text):
                break  # 窗口受理签证签注申请
            elif tag.startswith(("vn", "n")) and tag not in ("nr", "ns") and taken and taken[-1].tag.startswith(("n", "b", "j")) and i and (tag == "vn" or text in _ACTS) and AGENT.search(tokens[i - 1].text) and not is_measure(taken[0].text) and text not in known["nominal"]:
                taken.append(token)
                break  # 口岸通行商品车: who acts is no part of what is counted
            taken.append(token)
            i -= 1
            if text in known["whole"] and len(taken) == 1:
                noted(f"indicators:{text}")
                break
        taken.reverse()
        if len(taken) > 1 and taken[-1].tag.startswith("v") and not is_measure(taken[-1].text) and low < taken[0].start and self.folded[taken[0].start - 1] == "对":
            taken = taken[-1:]  # 对涉事单位立案9起
        if len(taken) > 1 and taken[-1].tag == "v" and len(taken[-1].text) == 1 and taken[-2].tag.startswith(("n", "j", "l")) and taken[-1].text not in SUFFIXES:
            taken.pop()  # 姜茶熬了500杯
            if AGENT.search(taken[-1].text):
                return None  # 合作社种了800亩
        return self._cut(taken)

    def _accomplished(self, tokens: list[Word]) -> list[Word]:
        """税收收入实现112亿元: behind a noun that is measured, 完成 joins it to its number, as 达 does; behind who acts or an adverb it is a verb."""
        if len(tokens) < 2 or not (tokens[-1].text in _ACCOMPLISHED or (tokens[-1].text == "报告" and _ILLNESS.search(tokens[-2].text))):
            return tokens
        noun = tokens[-2]
        if tokens[-1].text == "报告":
            return [*tokens[:-2], noun._replace(tag="n")]  # 手足口病报告216例
        named = noun.tag.startswith(("n", "vn", "an", "j", "l")) or noun.text in roles()["nominal"] or noun.text[-1] in SUFFIXES
        if not named or noun.text in _NEVER_NOUN or noun.text in _TAIL_WORDS or noun.tag in ("ns", "nr", "nt") or AGENT.search(noun.text):
            return tokens
        return tokens[:-1]

    def _carried(self, tokens: list[Word], i: int) -> bool:
        """组织流感疫苗接种, 新增专利授权: whether the nouns that end at `i` are the object of a verb before them."""
        while i >= 0 and tokens[i].tag.startswith(("n", "b", "j")):
            i -= 1
        return i >= 0 and (tokens[i].tag == "v" or tokens[i].text in roles()["light"])

    def _joins(self, tokens: list[Word], i: int, taken: list[Word]) -> bool:
        """Whether a small word at `i` stands inside the phrase: 各类, 和 between nouns, 的 before a bare head, 对 before a partner, 第一."""
        token = tokens[i]
        if not taken:
            return token.tag == "q" and i > 0 and tokens[i - 1].tag.startswith(("n", "v")) and tokens[i - 1].end == token.start
        if token.text in _COLLECTIVE or (token.text in ("类", "级", "式", "型") and i > 0):
            return True
        if token.text in ("不", "非", "未") and taken[-1].start == token.end:
            return True
        if token.text in _AVERAGING:
            return i > 0 and (tokens[i - 1].tag.startswith("n") or tokens[i - 1].text == "）") and taken[-1].text in roles()["head"]
        if token.text == "被":
            return i > 0 and tokens[i - 1].tag.startswith("n") and taken[-1].tag.startswith("v") and len(taken) > 1
        if token.tag == "m" and (token.text.startswith("第") or taken[-1].tag == "eng" or (i > 0 and tokens[i - 1].text == "每")):
            return True
        if token.text in ("和", "与", "及") and i:
            kinds: tuple[str, ...] = ("n", "vn", "j", "b") if taken[-1].tag != "v" else ("v",)
            if taken[-1].text in roles()["nominal"]:
                kinds = ("n", "v", "j", "b")
            return tokens[i - 1].tag.startswith(kinds) and taken[-1].tag.startswith(kinds)
        if token.text == "的" and i:
            return sum(len(word.text) for word in taken) <= 3 and tokens[i - 1].tag.startswith(("n", "v", "a", "j", "b"))
        return token.text == "对" and (taken[-1].tag in ("ns", "nt", "nz", "j") or taken[-1].text in ("共建", "“"))

    def _verb(self, tokens: list[Word], i: int, taken: list[Word]) -> str:
        """What a verb does to the phrase: "on" belongs to it, "take" opens it, "stop" stands outside."""
        known = roles()
        text = tokens[i].text
        if text in directions():
            return "stop"
        if text == "组织" and not taken and i and tokens[i - 1].tag.startswith(("n", "vn", "b", "a")):
            return "on"  # 社会化服务组织843家
        if text in known["nominal"]:
            noted(f"indicators:{text}")
            return "on"
        if taken and taken[-1].start == tokens[i].end and taken[-1].text in SUFFIXES:
            return "on"
        if text in known["either"] and taken and i and tokens[i - 1].tag.startswith(("n", "vn", "b", "j")):
            noted(f"indicators:{text}")
            return "on"
        if len(taken) == 1 and taken[0].text in _EXTENTS and taken[0].start == tokens[i].end and i and tokens[i - 1].tag.startswith(("n", "v")) and tokens[i - 1].tag not in ("ns", "nr", "nt") and not AGENT.search(tokens[i - 1].text):
            return "on"  # 保护性耕作实施面积
        if text in known["light"] or text in known["copula"] or text in known["either"]:
            noted(f"indicators:{text}")
            return "stop"
        if not taken or all(word.tag.startswith(("v", "a", "c")) and word.tag != "vn" for word in taken):
            return "on"
        last = taken[0].text
        head = next((role for role in (last, last[-2:], last[-1:]) if role in known["head"]), last if last in known["nominal"] else "")
        if head and i:
            noted(f"indicators:{head}")
            return "on"
        before = tokens[i - 1] if i else None
        if before is not None and len(text) > 1 and before.tag.startswith(("n", "b")) and before.tag not in ("ns", "nr", "nt") and not AGENT.search(before.text) and self._carried(tokens, i - 1):
            return "on"  # 设立生态修复基地
        return "take"

    def forth(self, low: int, high: int, *, shared: bool = False) -> Phrase | None:
        """The noun phrase that begins at `low`; `shared`: a number follows at `high`, whose own name may be the phrase's last word."""
        known = roles()
        tokens = words_of(self.folded[low:high], low)
        taken: list[Word] = []
        for i, token in enumerate(tokens):
            text, tag = token.text, token.tag
            behind = tokens[i + 1] if i + 1 < len(tokens) else None
            if text in _NEVER_NOUN or text in directions() or (taken and text[0] in "不未无没") or (tag.startswith("v") and len(text) == 2 and text[1] in "往至于"):
                break
            if text == "组织" and taken and taken[-1].tag.startswith(("n", "b")) and (behind is None or behind.tag.startswith(("v", "x", "d"))):
                taken.append(token)  # 77个国家和国际组织参展
                break
            if taken and text in known["light"]:
                noted(f"indicators:{text}")
                break
            if text[0] in OPENERS and text in "“‘《":
                closer = next((t for t in tokens[i + 1 :] if t.text in CLOSERS), None)
                if closer is None or taken:
                    break
                inner = Phrase(self.folded[token.end : closer.start], token.end, closer.start)
                return inner if 0 < len(inner.text) <= LONGEST_INDICATOR else None
            if text in ("和", "与", "及", "、") and taken and behind and behind.tag.startswith(("n", "b", "j")):
                if text == "、":
                    break
            elif tag == "v" and text not in known["nominal"]:
                nominal = behind is not None and behind.tag.startswith(("n", "vn")) and (taken or text not in known["light"])
                if not (nominal and taken and behind is not None and (behind.text in known["head"] or taken[-1].tag in ("vn", "v", "b", "k"))) and not (taken and self._carries_head(tokens, i)):
                    break
            elif tag == "q" and taken and behind and behind.tag.startswith("n"):
                pass
            elif not tag.startswith((*_NOUN, "a", "eng")) and text not in _COLLECTIVE and not (tag == "v" and text in known["nominal"]):
                break
            if sum(len(word.text) for word in taken) + len(text) > LONGEST_INDICATOR:
                break
            taken.append(token)
        if len(taken) > 1 and is_measure(taken[-1].text) and (counted := next((i for i, word in enumerate(taken[:-1], 1) if word.text[-2:] in _COUNTED_UNITS), 0)):
            taken = taken[:counted]  # 29个行业增加值实现增长
        while taken and (taken[-1].tag in ("c", "a") or (taken[-1].tag == "b" and taken[-1].text[-1] == "均") or taken[-1].text in ("和", "与", "及") or (len(taken) > 1 and taken[-1].text in _MANNERS)):
            taken.pop()
        rest = tokens[len(taken) :]
        if len(taken) > 1 and ((shared and all(word.text in known["copula"] for word in rest)) or (is_measure(taken[-1].text) and rest and rest[0].text in ("占", "均", "达", "达到", "合计", "同比"))):
            for word in rest:
                if word.text in known["copula"]:
                    noted(f"indicators:{word.text}")
            while len(taken) > 1 and taken.pop().text in SUFFIXES:
                pass
            taken = taken[: next((i for i, word in enumerate(taken, 1) if word.text[-2:] in _COUNTED_UNITS), len(taken))]  # 31个大城市城镇调查失业率
            while taken and taken[-1].tag in ("a", "c", "b"):
                taken.pop()
        if taken and (kinds := _OF_A_LEVEL.match(self.folded, taken[-1].end - 1, high)):
            return Phrase(self.folded[taken[0].start : kinds.end()], taken[0].start, kinds.end())
        if len(taken) == 1 and len(taken[0].text) == 1 and taken[0].text not in _SHORT:
            return None
        if not taken or taken[0].tag in ("f", "k", "y") or (len(taken) == 1 and taken[0].tag in ("ad", "zg", "g")):
            return None
        return self._phrase(taken)

    def _carries_head(self, tokens: list[Word], i: int) -> bool:
        """草原生态补助奖励资金: whether the verb at `i` and one more stand before the head of a measure."""
        return any(
            tokens[j].text in roles()["head"] and all(word.tag.startswith("v") and word.text not in roles()["light"] for word in tokens[i:j])
            for j in range(i + 1, min(i + 3, len(tokens)))
        )

    def _cut(self, taken: list[Word]) -> Phrase | None:
        """At most twelve characters, cut at a word; nothing that begins with a stray mark or a preposition's leftover."""
        if sum(len(word.text) for word in taken) > LONGEST_INDICATOR and (base := _PER_HEAD.match("".join(word.text for word in taken))):
            taken = [word for word in taken if word.start >= taken[0].start + base.end()]
        if sum(len(word.text) for word in taken) > LONGEST_INDICATOR and (short := self._unbracketed(taken)) is not None:
            return short
        while taken and (sum(len(word.text) for word in taken) > LONGEST_INDICATOR or taken[0].tag in ("uj", "c", "f", "k", "y", "ul") or taken[0].text in ("、", "和")):
            taken = taken[1:]
        if taken and taken[0].text == "（" and (closing := next((i for i, word in enumerate(taken) if word.text == "）"), -1)) >= 0:
            taken = taken[closing + 1 :]
        taken = _placeless(taken)
        zone = max((i for i, word in enumerate(taken[:-1]) if word.tag == "ns" and word.text.endswith("新区")), default=-1)
        taken = taken[zone + 1 :]  # 雄安新区在建项目
        light = roles()["light"] | roles()["copula"]
        if (closing := next((i for i, word in enumerate(taken) if word.text == "”"), -1)) >= 0 and not any(word.text == "“" for word in taken[:closing]):
            taken = taken[closing + 1 :]
        while taken and (taken[0].text in CLOSERS or (len(taken) > 1 and ((taken[0].text in light and taken[0].text != "人民币") or taken[0].text in _LEADING))) and not (
            len(taken) > 1 and taken[0].text in _AVERAGES and taken[-1].tag.startswith("n") and all(word.tag.startswith(("n", "vn", "b", "j")) for word in taken[1:])
        ):
            if taken[0].text in light:
                noted(f"indicators:{taken[0].text}")
            taken = taken[1:]
        if not taken or all(word.text in "”’》）)“‘《（(" for word in taken):
            return None
        while len(taken) > 1 and (taken[0].text in _COLLECTIVE or taken[0].text in _EXISTING):
            taken = taken[1:]
        if taken[0].text in _OWNERS and len(taken) > 1 and taken[1].start == taken[0].end and sum(len(word.text) for word in taken[1:]) > 2:
            taken = taken[1:]  # 公司研发投入
        if len(taken) == 1 and len(taken[0].text) == 1 and (grade := _GRADED.search(self.folded, max(0, taken[0].start - 3), taken[0].start)):
            return Phrase(self.folded[grade.start() : taken[0].end], grade.start(), taken[0].end)  # 一类苗
        if (taken[0].text.startswith("每") and "".join(word.text for word in taken)[1:] in unit.names()) or (len(taken) == 1 and taken[0].text in _RATES) or (all(word.tag == "ns" for word in taken) and taken[-1].text[-1] not in SUFFIXES) or (
            len(taken) == 1 and len(taken[0].text) == 1 and taken[0].text not in _SHORT
        ):
            return None
        return self._phrase(taken)

    def _unbracketed(self, taken: list[Word]) -> Phrase | None:
        """细颗粒物（PM2.5）年均浓度, too long for a name: PM2.5年均浓度, by the sign that stands in brackets."""
        texts = [word.text for word in taken]
        if "（" not in texts or "）" not in texts[texts.index("（") :]:
            return None
        if texts[-1] == "）" and 2 <= len(name := "".join(texts[: texts.index("（")])) <= LONGEST_INDICATOR:
            return Phrase(name, taken[0].start, taken[texts.index("（") - 1].end)  # 居民消费价格指数（CPI）
        opening = texts.index("（")
        closing = texts.index("）", opening)
        sign, tail = "".join(texts[opening + 1 : closing]), "".join(texts[closing + 1 :])
        if not sign.isascii() or not tail or len(sign) + len(tail) > LONGEST_INDICATOR:
            return None
        return Phrase(sign + tail, taken[opening + 1].start, taken[-1].end)

    def _phrase(self, taken: list[Word]) -> Phrase:
        last = taken[-1].text
        for head in (last, last[-2:], last[-1:]):
            if head in roles()["head"]:
                noted(f"indicators:{head}")
                break
        start, end = taken[0].start, taken[-1].end
        start += 2 * (self.folded.startswith("大类", start) and end - start > 3)  # 7大类食品
        if self.folded[start] in "类级" and (grade := _GRADE.search(self.folded, max(0, start - 6), start)) and end - grade.start() <= LONGEST_INDICATOR:
            start = grade.start()  # Ⅰ～Ⅲ类水质断面
        text = self.folded[start:end]
        if text[:1] in "“‘" and text[-1:] in "”’":
            start, end = start + 1, end - 1
        return Phrase(self.folded[start:end], start, end)
