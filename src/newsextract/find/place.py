"""Where a text speaks from, and the places it names.

    驻马店、周口、信阳等地小麦开镰，商水县魏集镇进度最快，全省已收割四成。

A Henan article says 全省 and means 河南省, says 商水县 and means 河南省周口市商水县, says 驻马店、周口、信阳等地 and means three cities at once.
The divisions are those of GB/T 2260 (data/regions.tsv) with the changes since and before (data/region_changes.tsv). Names are
full official ones: 湖北省, 昆明市, and from the province down for districts and counties: 浙江省衢州市常山县. A short name that is
also a word (朝阳, 东方, 和县 in 省和县) is a place only behind its parent or in a list of places (data/region_traps.tsv).

`resolve` reads a name given by a caller, `home` finds the region of an article and says why, `places` lists the mentions. What a
name could mean several ways (鼓楼区 stands in four cities) is decided by its parent, by home, by the rest of the text, or not at all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ahocorasick
import regex

from newsextract import tables
from newsextract.script import fold

Record = dict[str, Any]

RULES = {
    "place.name": "a division by its full or short name, alone or behind its parents",
    "place.list": "several places named together are one group",
    "place.relative": "全省 我市 本县: the article's region at that level",
    "place.last-named": "全市 该县 where the article's region is wider, or where a city's own body speaks: the last one named",
    "place.corps": "全兵团: the 兵团 of Xinjiang",
    "place.country": "全国 我国: the whole country",
    "place.local": "a street, town or village named behind its county, or in a list: a place without a code",
    "place.area": "a loose area (长三角, 豫南): a place without a code",
}

COUNTRY = "100000"
MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
LEVELS = ("country", "province", "city", "county")
AUTONOMOUS = ("自治州", "自治县", "自治旗")
# The words that name a level, and the ending of the official names that they stand for.
RANKS = ("省", "自治区", "市", "自治州", "州", "地区", "盟", "县", "自治县", "区", "旗")
RELATIVE = {f"{head}{rank}": rank for head in ("全", "我", "本") for rank in RANKS} | {f"{rank}内": rank for rank in ("省", "市", "县", "州", "自治区")}
# 该市 is the one that was named; 该地区 any area.
RELATIVE |= {f"该{rank}": rank for rank in RANKS if rank != "地区"}
CORPS_WORDS = ("全兵团", "我兵团")
COUNTRYWIDE = ("全国", "我国", "中国")
# A province's news is dated from its capital, so such a dateline says little of the city.
STRENGTH = {"title": 3, "source": 4, "dateline": 5, "text": 1, "issuer": 3, "capital": 1}
# Where a text speaks this many times oftener of a higher level, a word for the lower one is an aside.
ASIDE = 3
# How many places of a sentence are asked whether a body of theirs speaks.
SPEAKERS = 4
# How many characters of a paragraph are looked at before 全市 for its city.
PARAGRAPH = 2000


@dataclass(frozen=True, slots=True)
class Division:
    """A row of the gazetteer; `until` is empty for what exists, else the month of its end; `row` is the knowledge row it came from."""

    code: str
    name: str
    short: str
    level: str
    parent: str
    until: str = ""
    row: str = ""


class Gazetteer:
    """The divisions by code, and the codes that each written form may mean, the highest level first."""

    def __init__(self) -> None:
        self.by_code: dict[str, Division] = {COUNTRY: Division(COUNTRY, "全国", "全国", "country", "")}
        self.forms: dict[str, tuple[str, ...]] = {}
        self.full: set[str] = set()
        self.areas: dict[str, str] = {}
        self.chained: dict[str, str] = {}
        self.swallowed: dict[str, str] = {}
        self.spelt: dict[str, str] = {}
        for row in tables.read("regions"):
            self._add(Division(row["id"], row["name"], row["short"], row["level"], row["parent"]))
        for row in tables.read("region_changes"):
            self._add(Division(row["code"], row["name"], row["short"], row["level"], row["parent"], row["until"], f"region_changes:{row['id']}"))
            if row["replaces"]:
                self.by_code[row["replaces"]] = replace(self.by_code[row["replaces"]], until=row["from"])
        for form, codes in self.forms.items():
            self.forms[form] = tuple(sorted(codes, key=lambda code: (bool(self.by_code[code].until), LEVELS.index(self.by_code[code].level), code)))
        for row in tables.read("region_traps"):
            kept = {"chain": self.chained, "swallow": self.swallowed, "spelt": self.spelt}[row["how"]]
            for word in row["words"].split():
                kept[word] = f"region_traps:{row['id']}"
                if row["how"] == "chain" and len(word) > 2 and word[:-1] in self.forms:
                    kept[word[:-1]] = f"region_traps:{row['id']}"  # 市中 of 市中区
        for row in tables.read("areas"):
            self.areas.update(dict.fromkeys(row["forms"].split(), f"areas:{row['id']}"))
        self.longest = max(map(len, self.forms))
        self.scanner = ahocorasick.Automaton()
        for word in {*self.forms, *self.swallowed, *self.areas, *RELATIVE, *CORPS_WORDS, *COUNTRYWIDE}:
            self.scanner.add_word(word, word)
        self.scanner.make_automaton()

    def _add(self, division: Division) -> None:
        known = self.by_code.get(division.code)
        if known is not None and known.name == division.name:
            self.by_code[division.code] = division
            return
        key = division.code if known is None else f"{division.code}:{division.until}"  # 襄樊市 had the code of 襄阳市
        self.by_code[key] = division
        forms = [division.name, division.short]
        if division.name.endswith(AUTONOMOUS) and len(division.short) > 1:
            forms += [division.short + division.name[-1], division.short + division.name[-3:]]
        self.full.update(form for form in forms if form != division.short or division.short == division.name)
        for form in dict.fromkeys(forms):
            self.forms[form] = (*self.forms.get(form, ()), key)

    def ancestors(self, code: str) -> Iterator[str]:
        """The code itself and those above it, the country left out."""
        while code in self.by_code and code != COUNTRY:
            yield code
            code = self.by_code[code].parent

    def within(self, code: str, above: str) -> bool:
        return above == COUNTRY or above in self.ancestors(code)

    def level(self, code: str) -> str:
        return self.by_code[code].level

    def name(self, code: str) -> str:
        """The full official name: of districts and counties from the province down."""
        if self.level(code) != "county":
            return self.by_code[code].name
        return "".join(self.by_code[above].name for above in reversed(list(self.ancestors(code))))

    def record(self, code: str) -> Record:
        """The division as the fields of a Region."""
        if self.by_code[code].row:
            tables.noted(self.by_code[code].row)
        return {"name": self.name(code), "code": self.by_code[code].code, "level": self.level(code), "parts": ()}

    def at_rank(self, home: str | None, rank: str) -> str | None:
        """What 省 市 县 means in a text whose region is `home`; None where home does not say.

        >>> g = gazetteer(); g.at_rank("330822", "省"), g.at_rank("330822", "市"), g.at_rank("420000", "市"), g.at_rank("310104", "市")
        ('330000', '330800', None, '310000')
        """
        if home is None or home == COUNTRY:
            return None
        if rank == "区" and self.level(home) == "province" and self.by_code[home].name.endswith("自治区"):
            return home
        return next((code for code in self.ancestors(home) if self.has_rank(code, rank)), None)

    def has_rank(self, code: str, rank: str) -> bool:
        """Whether a division is itself a 省 市 县: its name ends so, and 区 is a district's."""
        name = self.by_code[code].name
        return name.endswith(rank) and not (rank == "区" and (name.endswith(("自治区", "特别行政区")) or self.level(code) != "county"))

    def decided(self, codes: Sequence[str], home: str | None, seen: Iterable[str] = ()) -> str | None:
        """Which of several divisions of one name is meant: by the level, by home, by what else the text names; None when unsure."""
        if len(codes) == 1:
            return codes[0]
        if self.level(codes[0]) == "province":
            return codes[0]
        known = [code for code in codes if not self.by_code[code].until] or list(codes)
        for near in (home, *seen):
            for above in self.ancestors(near) if near else ():
                inside = self._highest([code for code in known if self.within(code, above)])
                if inside is not None:
                    return inside
        return self._highest(known)

    def _highest(self, codes: Sequence[str]) -> str | None:
        """The only one of the highest level among them."""
        if not codes:
            return None
        best = min(LEVELS.index(self.level(code)) for code in codes)
        top = [code for code in codes if LEVELS.index(self.level(code)) == best]
        return top[0] if len(top) == 1 else None

    def ending_at(self, text: str, end: int, low: int = 0) -> tuple[int, tuple[str, ...]] | None:
        """The longest division name of the text that ends at `end`: its start, and what it may mean."""
        forms = self.forms
        for start in range(max(low, end - self.longest), end - 1):
            codes = forms.get(text[start:end])
            if codes is not None:
                return start, codes
        return None


@tables.compiled
def gazetteer() -> Gazetteer:
    """The divisions, compiled once from the tables."""
    return Gazetteer()


def resolve(region: str) -> tuple[Record | None, str]:
    """The region that a caller's name or code means, and a warning where it means none (or more than one).

    >>> resolve("浙江省衢州市常山县")[0]["code"], resolve("衢州常山")[0]["code"], resolve("420000")[0]["name"], resolve("全国")[0]["code"]
    ('330822', '330822', '湖北省', '100000')
    >>> resolve("鼓楼区")
    (None, "region '鼓楼区' is ambiguous: 江苏省南京市鼓楼区, 江苏省徐州市鼓楼区, 福建省福州市鼓楼区, 河南省开封市鼓楼区; give its parent too")
    """
    places = gazetteer()
    asked = fold(region).strip()
    if asked in ("中国", "国家", "中华人民共和国"):
        asked = COUNTRY
    code = asked.ljust(6, "0")[:6] if asked.isascii() and asked.isdigit() and len(asked) in (2, 4, 6, 9, 12) else ""
    if code in places.by_code:
        return places.record(code), ""
    found = list(dict.fromkeys(_chains(asked, None, places)))
    exact = [code for code in found if places.name(code) == asked or places.by_code[code].name == asked]
    current = [code for code in found if not places.by_code[code].until] or found
    current = exact if len(exact) == 1 else current
    chosen = current[0] if len(current) == 1 else places._highest(current) if current else None
    if chosen is not None:
        return places.record(chosen), ""
    if current:
        return None, f"region {region!r} is ambiguous: {', '.join(map(places.name, current))}; give its parent too"
    return None, f"region {region!r} is unknown; give a name like 湖北省宜昌市 or a GB/T 2260 code"


def _chains(asked: str, above: str | None, places: Gazetteer) -> Iterator[str]:
    """The divisions that a name, or names written together from the top down, may mean."""
    if asked == "全国":
        yield COUNTRY
    for end in range(len(asked), 0, -1):
        for code in places.forms.get(asked[:end], ()):
            if above is None or (code != above and places.within(code, above)):
                if end == len(asked):
                    yield code
                else:
                    yield from _chains(asked[end:].lstrip(), code, places)


@dataclass(frozen=True, slots=True)
class Named:
    """A mention on its way: `code` None where the name stays ambiguous, `word` the name (its last part when parents stand before it)."""

    start: int
    end: int
    code: str | None
    word: str


BOUND = frozenset("，。、；：！？,;:!?（）()“”\"'《》【】[]<> \u3000\n\t在从到由与至向于距—-")
STREET = regex.compile(r"(?:[东西南北中]?(?:路|大街|大道|街(?!道)|大桥|站|机场|厅)|大学|舰(?!队)|号(?:舰|[货客渔]?船|邮轮))")
LINK = regex.compile(r"、|和|与|及|以及|至")
AND_OTHERS = regex.compile(r"等地|等(?=[0-9一二三四五六七八九十两]{0,3}(?:省|市|县|区|州))")
LOCAL = regex.compile(r"(?:\p{Han}{1,5}?(?:街道|镇|乡))?(?:\p{Han}{1,5}?村(?!民|委|级|干|庄|镇))|\p{Han}{1,5}?(?:街道|镇|乡)(?!村|居|镇|企|亲|贤|土)")
LOCALS = regex.compile(r"(?P<names>\p{Han}{2,4}(?:、\p{Han}{2,4}){0,8})(?=[0-9一二两三四五六七八九十]{1,3}个(?:街道|乡镇|镇|乡|社区|村))")


def _named(text: str, home: str | None) -> tuple[list[Named], list[tuple[int, int, str]]]:
    """The division names of the (folded) text, parents joined with their children; and the relative words, areas and whole countries."""
    places = gazetteer()
    tokens: list[tuple[int, int, str]] = []
    others: list[tuple[int, int, str]] = []
    for last, word in places.scanner.iter_long(text):
        start, end = last + 1 - len(word), last + 1
        if word in places.forms:
            if word in places.full or not STREET.match(text, end):
                tokens.append((start, end, word))
        elif word in places.swallowed:
            tables.noted(places.swallowed[word])
        else:
            others.append((start, end, word))
    full = {code for _, _, word in tokens if word in places.full and word not in places.chained for code in places.forms[word] if len(places.forms[word]) == 1}
    seen = [*dict.fromkeys(code for _, _, word in tokens for code in places.forms[word][:1] if len(places.forms[word]) == 1)]
    named: list[Named] = []
    for number, (start, end, word) in enumerate(tokens):
        codes = places.forms[word]
        if word in places.spelt:
            tables.noted(places.spelt[word])
            continue
        before = named[-1] if named and named[-1].end == start and named[-1].code else None
        below = [code for code in codes if before and before.code and code != before.code and places.within(code, before.code)]
        if before and len(below) == 1:
            named[-1] = Named(before.start, end, below[0], word)
            continue
        if not _admitted(text, tokens, number, full, places):
            if word in RELATIVE:
                others.append((start, end, word))  # 全州 is a county only where 全州县 is named
            continue
        known = [code for code in codes if code in full] or codes
        named.append(Named(start, end, places.decided(known, home, seen), word))
    return named, others


def _admitted(text: str, tokens: list[tuple[int, int, str]], number: int, full: set[str], places: Gazetteer) -> bool:
    """Whether a name that stands without its parent is a place: not a word of the language, not a bare county without support."""
    start, end, word = tokens[number]
    listed = any(
        0 <= number + step < len(tokens) and LINK.fullmatch(text[min(end, tokens[number + step][1]) : max(start, tokens[number + step][0])]) is not None
        for step in (-1, 1)
    )
    if word in places.chained:
        if not listed:
            tables.noted(places.chained[word])
        return listed and word not in ("和县", "东区", "西区", "城区", "郊区", "矿区")
    if word in places.full:
        return len(word) > 2 or start == 0 or text[start - 1] in BOUND
    top = places.level(places.forms[word][0])
    return top != "county" or (any(code in full for code in places.forms[word]) and (start == 0 or True))


def places(text: str, *, home: Record | None) -> list[Record]:
    """The places that a text names, in order: quote, start, end, region (None where the name stays ambiguous), kind name or relative.

    Several named together are one region of level `group`; 全省 我市 本县 mean the home region at that level.

    >>> [(p["quote"], p["region"]["name"], p["kind"]) for p in places("南阳、漯河等地遭遇暴雨，全省受灾", home=resolve("河南省")[0])]
    [('南阳、漯河等地', '南阳、漯河等地', 'name'), ('全省', '河南省', 'relative')]
    """
    folded, atlas = fold(text), gazetteer()
    base = home["code"] if home else None
    named, others = _named(folded, base)
    out = list(_grouped(text, folded, named, atlas))
    spoken = _Spoken(folded, named, atlas)
    for start, end, word in sorted(others):
        record = _other(word, folded, start, end, base, spoken, atlas)
        if record is not None:
            out.append({"quote": text[start:end], "start": start, "end": end, **record})
    out += _listed_locals(text, folded)
    return sorted(out, key=lambda place: (place["start"], -place["end"]))


def _grouped(text: str, folded: str, named: list[Named], atlas: Gazetteer) -> Iterator[Record]:
    at = 0
    while at < len(named):
        last = at
        while last + 1 < len(named) and LINK.fullmatch(folded, named[last].end, named[last + 1].start):
            last += 1
        start, end = named[at].start, named[last].end
        others = AND_OTHERS.match(folded, end)
        if last > at and all(name.code for name in named[at : last + 1]):
            tables.noted("place.list")
            end = others.end() if others and others.group() == "等地" else end
            parts = tuple(atlas.record(name.code) for name in named[at : last + 1] if name.code)
            region = {"name": text[start:end], "code": None, "level": "group", "parts": parts}
            yield {"quote": text[start:end], "start": start, "end": end, "region": region, "kind": "name"}
        else:
            for name in named[at : last + 1]:
                yield _single(text, folded, name, atlas)
        at = last + 1


def _single(text: str, folded: str, name: Named, atlas: Gazetteer) -> Record:
    tables.noted("place.name")
    local = LOCAL.match(folded, name.end) if name.code and atlas.level(name.code) == "county" else None
    end = local.end() if local else name.end
    region = atlas.record(name.code) if name.code else None
    if local and region:
        tables.noted("place.local")
        region = {"name": region["name"] + local.group(), "code": None, "level": "place", "parts": ()}
    return {"quote": text[name.start : end], "start": name.start, "end": end, "region": region, "kind": "name"}


def _other(word: str, text: str, start: int, end: int, home: str | None, spoken: _Spoken, atlas: Gazetteer) -> Record | None:
    """The region and kind of a relative word, an area or the whole country."""
    if word in CORPS_WORDS:
        tables.noted("place.corps")
        return {"region": {"name": "新疆生产建设兵团", "code": None, "level": "place", "parts": ()}, "kind": "relative"}
    if word in atlas.areas:
        tables.noted("place.area")
        tables.noted(atlas.areas[word])
        return {"region": {"name": word, "code": None, "level": "place", "parts": ()}, "kind": "name"}
    if word in COUNTRYWIDE:
        if word == "中国":
            return None
        tables.noted("place.country")
        return {"region": atlas.record(COUNTRY), "kind": "relative"}
    if text[end - 1 : end + 1] in ("市场", "区间", "区域", "州际", "县域", "市域", "市值", "省级", "市级", "县级", "区级", "州级", "旗舰", "盟友", "盟国", "地区间") or (start and word[0] in "省市县州" and text[start - 1] in "全我本"):
        return None
    tables.noted("place.relative")
    rank = RELATIVE[word]
    own = atlas.at_rank(home, rank)
    said = spoken.issuer(rank, start) if word[0] == "全" else None
    if said is None and (own is None or word[0] == "该"):
        said = spoken.last(rank, start)
    if said is not None:
        tables.noted("place.last-named")
    code = said or own
    return {"region": atlas.record(code) if code else None, "kind": "relative"}


class _Spoken:
    """The places that a text names, as 全市 and 该县 look back on them."""

    def __init__(self, text: str, named: list[Named], atlas: Gazetteer) -> None:
        self.text, self.named, self.atlas = text, named, atlas
        self.ends = [name.end for name in named]
        self.latest: dict[str, tuple[list[int], list[int]]] = {}

    def before(self, rank: str, at: int) -> tuple[int, int]:
        """The last place before that is itself of the rank, and the last that lies in one; -1 where there is none."""
        if rank not in self.latest:
            own, above = [-1], [-1]
            for number, name in enumerate(self.named):
                own.append(number if name.code and self.atlas.has_rank(name.code, rank) else own[-1])
                above.append(number if self.atlas.at_rank(name.code, rank) else above[-1])
            self.latest[rank] = own, above
        number = bisect_right(self.ends, at)
        return self.latest[rank][0][number], self.latest[rank][1][number]

    def paragraph(self, at: int) -> int:
        return self.text.rfind("\n", max(0, at - PARAGRAPH), at) + 1 or max(0, at - PARAGRAPH)

    def sentence(self, at: int) -> int:
        return self.text.rfind("。", self.paragraph(at), at) + 1 or self.paragraph(at)

    def issuer(self, rank: str, at: int) -> str | None:
        """The 市 or 县 whose own body speaks in the sentence: 宜昌市统计局介绍，全市."""
        number, low = self.before(rank, at)[0], self.sentence(at)
        for _ in range(SPEAKERS):
            if number < 0 or self.named[number].start < low:
                return None
            if not self.listed(number) and SAYS.match(self.text, self.named[number].end, at):
                return self.named[number].code
            number = self.latest[rank][0][number]
        return None

    def last(self, rank: str, at: int) -> str | None:
        """The last one named before, in the sentence, the paragraph, the text; None where it stood in a list of several."""
        own, above = self.before(rank, at)
        for low in (self.sentence(at), self.paragraph(at), 0):
            if own >= 0 and self.named[own].start >= low:
                return None if self.listed(own) else self.named[own].code
            if above >= 0 and self.named[above].start >= low:
                return self.atlas.at_rank(self.named[above].code, rank)
        return None

    def listed(self, number: int) -> bool:
        """Whether a place stands in a list of places."""
        return any(
            one >= 0 and two < len(self.named) and LINK.fullmatch(self.text, self.named[one].end, self.named[two].start) is not None
            for one, two in ((number - 1, number), (number, number + 1))
        )


def _listed_locals(text: str, folded: str) -> Iterator[Record]:
    """天马、紫港、金川三个街道: each of them."""
    for match in LOCALS.finditer(folded) if "个" in folded else ():
        suffix = regex.compile(r"个(街道|乡镇|镇|乡|社区|村)").search(folded, match.end())
        names = match["names"].split("、")
        if suffix is None or len(names) < 2:
            continue
        tables.noted("place.local")
        ending = "" if suffix[1] == "乡镇" else suffix[1]
        parts = tuple({"name": name + ending, "code": None, "level": "place", "parts": ()} for name in names)
        region = {"name": text[match.start() : match.end()], "code": None, "level": "group", "parts": parts}
        yield {"quote": text[match.start() : match.end()], "start": match.start(), "end": match.end(), "region": region, "kind": "name"}


# What shows the level at which an article speaks of its own region: 全省, 我县, and a body named by its rank alone (自治区水利厅, 县教育局).
OFFICE = r"(?:委(?!员(?!会)|托|派|任|屈)|政府|政协|人大|(?!民|场(?!监)|区|值|级|域|间|内|外|直|属|容|里|城|州|县|区|政|委)(?:(?![的了在和与及或对向从为是将被把由到等有、])\p{Han}){1,9}?(?:厅|(?<!总)局(?!部|面|限|势)|委(?!员(?!会)|托|派|任|屈)|法院|检察院|总队|支队|办公室))"
OWN = regex.compile(rf"(?:[全我本](?P<rank>省|自治区|市|自治州|州|盟|县|区|旗)(?![场区域内]))|(?<![\p{{Han}}0-9--[从由据在到向与和对经按被受]])(?P<rank>省|自治区|自治州|市|州|盟|县|区|旗)(?={OFFICE})", flags=regex.V1)
# A body behind a place's name, which issues what the article tells: 甘肃省水利厅发布.
ISSUES = regex.compile(rf"{OFFICE}(?:(?![，。；])\p{{Han}}){{0,8}}?(?:发布|公布|通报|印发|获悉|介绍|召开|出台|披露|消息|数据|启动|部署)")
# The same, or one that says something, at the head of a sentence: 鄂州市气象局预报.
SAYS = regex.compile(rf"{OFFICE}(?:(?![，。；])\p{{Han}}){{0,8}}?(?:发布|公布|通报|印发|介绍|披露|消息|数据|预报|表示|提供|透露|统计|说(?![明法服])|称(?!号))")
DATELINE = regex.compile(r"(?:本报|新华社|中新社|中新网|央广网|人民网|\p{Han}{2,8}(?:网|日报|晚报|客户端|电视台))(?P<place>\p{Han}{2,7}?)(?:[0-9]{1,2}月[0-9]{1,2}日)?(?:电|讯)")
# Agencies that date from the capital whatever the story is about.
NATIONAL_AGENCIES = ("新华社", "中新社", "中新网", "央广网", "人民网", "本报")
# A text that speaks of 全国 and gives no province this many votes is about the whole country.
NATIONAL_BELOW = 5
LEVEL_OF = {"省": "province", "自治区": "province", "市": "city", "自治州": "city", "州": "city", "盟": "city", "县": "county", "区": "county", "旗": "county"}


def home(text: str, *, title: str = "", source: str = "", url: str | None = None, site: str | None = None) -> tuple[Record | None, str]:
    """The region that an article speaks from, and the evidence; (None, "") when the page does not decide it.

    Votes: the names in title and text, the publisher, the dateline. The level: what the text calls its own (全省, 我县, 县委).

    >>> home("本报太原3月2日电 省能源局公布，全省新增风电机组40台。", source="山西日报")
    ({'name': '山西省', 'code': '140000', 'level': 'province', 'parts': ()}, 'source 山西日报; level by 省')
    """
    atlas = gazetteer()
    votes: Counter[str] = Counter()
    said: dict[str, str] = {}
    issuers: Counter[str] = Counter()

    def vote(words: str, where: str) -> None:
        for name in _named(words, None)[0]:
            if name.code:
                capital = where == "dateline" and name.code.endswith("0100")
                for above in atlas.ancestors(name.code):
                    votes[above] += STRENGTH["capital" if capital and above == name.code else where]
                if where == "text" and ISSUES.match(words, name.end):
                    votes.update(dict.fromkeys(atlas.ancestors(name.code), STRENGTH["issuer"]))
                    issuers[atlas.level(name.code)] += 1
                if said.get(name.code, "text") == "text":
                    said[name.code] = f"{where} {words if where == 'source' else name.word}"

    folded = fold(text)
    vote(fold(title), "title")
    vote(fold(source), "source")
    vote(fold(site or ""), "source")
    nationwide = False
    for row in media_regions():
        if row[0] in source or (site and row[0] in site) or row[0] in folded[:60]:
            tables.noted(row[2])
            nationwide = row[1] == COUNTRY
            if nationwide:
                break
            for above in atlas.ancestors(row[1]):
                votes[above] += STRENGTH["source"]
            said[row[1]] = f"source {row[0]}"
            break
    line = DATELINE.search(folded[:200])
    if line and not (line["place"] == "北京" and line.group().startswith(NATIONAL_AGENCIES)):
        vote(line["place"], "dateline")
    vote(folded, "text")
    spoken = folded.count("全国") + folded.count("我国")
    if spoken > (0 if nationwide else 1) and not OWN.search(folded) and (not votes or votes.most_common(1)[0][1] < NATIONAL_BELOW):
        return atlas.record(COUNTRY), "text 全国"
    if not votes:
        return None, ""
    ranks = Counter(LEVEL_OF[match["rank"]] for match in OWN.finditer(f"{fold(title)}\n{folded}"))
    return _elected(votes, ranks or issuers, said, folded, atlas)


def _elected(votes: Counter[str], ranks: Counter[str], said: dict[str, str], text: str, atlas: Gazetteer) -> tuple[Record | None, str]:
    """The region with the votes, at the level that the text speaks of as its own."""
    by_level = {level: [(code, count) for code, count in votes.most_common() if atlas.level(code) == level] for level in LEVELS}
    provinces = by_level["province"]
    if not provinces or (len(provinces) > 1 and provinces[0][1] <= 2 * provinces[1][1] and not ranks):
        return None, ""
    if len(provinces) > 1 and provinces[0][1] == provinces[1][1]:
        return None, ""
    chosen = provinces[0][0]
    wanted = _wanted(ranks)
    for level in ("city", "county"):
        if LEVELS.index(level) > LEVELS.index(wanted):
            break
        inside = [(code, count) for code, count in by_level[level] if atlas.within(code, chosen)]
        if inside and (len(inside) == 1 or inside[0][1] >= 2 * inside[1][1]) and (ranks[level] or 2 * inside[0][1] > votes[chosen]):
            chosen = inside[0][0]
    # 昆山市 calls itself 市 too: where every vote for 苏州市 is one for it, it is the one that speaks
    for code, count in by_level["county"]:
        if ranks["city"] and atlas.level(chosen) == "city" and atlas.by_code[code].parent == chosen and count == votes[chosen] and atlas.by_code[code].name.endswith("市"):
            chosen = code
            break
    why = next((said[code] for code in said if atlas.within(code, chosen)), f"text {atlas.by_code[chosen].name}")
    level = next((match.group() for match in OWN.finditer(text) if LEVEL_OF[match["rank"]] == atlas.level(chosen)), "")
    return atlas.record(chosen), why + (f"; level by {level}" if level else "")


def _wanted(ranks: Counter[str]) -> str:
    """The lowest level that the text speaks of as its own, asides left out; any where it speaks of none."""
    for number in range(len(LEVELS) - 1, 0, -1):
        if ranks[LEVELS[number]] and all(ranks[higher] < ASIDE * ranks[LEVELS[number]] for higher in LEVELS[:number]):
            return LEVELS[number]
    return LEVELS[-1]


@tables.compiled
def media_regions() -> list[tuple[str, str, str]]:
    """The publishers whose name does not say where they are (荆楚网): name, code of the region, row."""
    return [(form, row["region"], f"publishers:{row['id']}") for row in tables.read("publishers") for form in row["names"].split()]
