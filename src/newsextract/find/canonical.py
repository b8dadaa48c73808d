"""Full official names, built from tables.

省工信厅 in a Guangxi article is 广西壮族自治区工业和信息化厅: the form 工信厅 belongs to a family of bodies (data/organs.tsv) whose name is
written {r}工业和信息化{s}; {r} is the region, {s} what stood last in the form, written out (委 is 委员会). One of a kind stand in
data/bodies.tsv: 最高检 is 最高人民检察院.

A district's body carries the name of its city (郑州市金水区市场监督管理局), a county's does not (常山县市场监督管理局).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import ahocorasick
import regex

from newsextract import tables
from newsextract.find import place

WRITTEN_OUT = {"委": "委员会", "办": "办公室"}
# Where the grid's company is a 电力公司 still, and no 有限公司: the four municipalities, Gansu and Qinghai.
POWER_COMPANIES = place.MUNICIPALITIES | {"620000", "630000"}
COMMITTEE_RANKS = ("省", "市", "县", "区", "州", "盟", "旗")
# What stands for {n} in a row of bodies.tsv: 中铁四局, 中交二航局.
NUMBERS = tuple(head + tail for head in ("", "十", "二十") for tail in ("", *"一二三四五六七八九") if head + tail)[:25]
# Words of countries.tsv that end in 国 and are a country's name; the others (外国, 两国) are anybody's.
LANDS = frozenset(("韩国", "泰国", "英国", "法国", "德国", "美国", "蒙古国", "孟加拉国"))
_GROUP = regex.compile(r"\(([^)]*)\)")
_VARIANT = regex.compile(r"(province|city|county)=(\S+)")


@dataclass(frozen=True, slots=True)
class Head:
    """A literal that makes an organisation, or ends the name of one.

    `what` is local (a family's form, to stand behind a place or rank), body (a name of its own) or open (an ending). `lead` is how many
    characters of the literal belong to the place before it (1 for the 省 of 省委).
    """

    what: str
    row: str
    kind: str
    form: str
    name: str = ""
    suffix: str = ""
    lead: int = 0
    strength: str = ""
    region: str = ""
    variants: tuple[tuple[str, str], ...] = field(default=())


def forms(pattern: str) -> list[tuple[str, str]]:
    """The forms that a pattern of a table stands for, each with the last alternative taken.

    >>> forms("(发改|发展改革)(委|局)")
    [('发改委', '委'), ('发改局', '局'), ('发展改革委', '委'), ('发展改革局', '局')]
    """
    parts = [(part.split("|") if number % 2 else [part]) for number, part in enumerate(_GROUP.split(pattern))]
    last = max((number for number, part in enumerate(parts) if number % 2), default=0)
    return [("".join(chosen), chosen[last] if last else "") for chosen in itertools.product(*parts)]


def official(code: str) -> str:
    """The region's part of a body's name: a district carries its city's name, a county stands alone.

    >>> official("410105"), official("330822"), official("110105"), official("420000")
    ('郑州市金水区', '常山县', '北京市朝阳区', '湖北省')
    """
    atlas = place.gazetteer()
    division = atlas.by_code[code]
    if division.level == "county" and division.name.endswith("区") and (atlas.level(division.parent) == "city" or division.parent in place.MUNICIPALITIES):
        return atlas.by_code[division.parent].name + division.name
    return division.name


def national(head: Head, prefix: str) -> str | None:
    """The full name of the country's body of a family where the text writes it out; None where the name differs from the words.

    >>> national(lexicon().heads["法学会"][0], "中国"), national(lexicon().heads["供销社"][0], "全国")
    ('中国法学会', None)
    """
    if prefix == "全国" or head.name not in ("{r}{f}", "{r}" + head.form, "{r}" + head.form.removesuffix(head.suffix) + "{s}"):
        return None
    return prefix + head.form


def above(code: str) -> str:
    """The full name of the province that a region lies in, empty for a province itself.

    >>> above("420500"), above("420000")
    ('湖北省', '')
    """
    *_, province = place.gazetteer().ancestors(code)
    return "" if province == code else place.gazetteer().by_code[province].name


def named(head: Head, code: str, region: str = "") -> str:
    """The full official name of the family's body of a region, or of the zone of that name in it.

    >>> named(lexicon().heads["工信厅"][0], "450000"), named(lexicon().heads["法院"][0], "410105")
    ('广西壮族自治区工业和信息化厅', '郑州市金水区人民法院')
    """
    level = "county" if region else place.gazetteer().level(code)
    region = region or official(code)
    template = dict(head.variants).get(level, head.name)
    return (
        template.replace("{r}", region)
        .replace("{s}", WRITTEN_OUT.get(head.suffix, head.suffix))
        .replace("{p}", f"中共{region}")
        .replace("{a}", above(code))
        .replace("{f}", head.form)
        .replace("{q}", place.gazetteer().by_code[code].short)
        .replace("{w}", f"中共{region}委员会")
    )


def of_place(template: str, code: str) -> str:
    """A branch's full name: {r} the region's full name, {q} its short one, {g} the full one but of autonomous regions,
    {power} what the grid calls its company there (电力公司 in the four municipalities, Gansu and Qinghai).

    >>> of_place("国网{g}{power}", "650000"), of_place("中国铁路{q}局集团有限公司", "420100")
    ('国网新疆电力有限公司', '中国铁路武汉局集团有限公司')
    """
    name, short = official(code), place.gazetteer().by_code[code].short
    power = "电力公司" if code in POWER_COMPANIES else "电力有限公司"
    plain = short if name.endswith("自治区") else name
    return template.replace("{r}", name).replace("{q}", short).replace("{p}", short).replace("{g}", plain).replace("{power}", power)


def committee_department(code: str, department: str) -> str:
    """A department of a local party committee.

    >>> committee_department("420000", "组织部"), committee_department("450000", "组织部")
    ('中共湖北省委组织部', '中共广西壮族自治区委员会组织部')
    """
    region = official(code)
    return f"中共{region}{'委员会' if region.endswith('自治区') else '委'}{department}"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that is looked up: the heads by their literal, with the automaton that finds them."""

    heads: dict[str, tuple[Head, ...]]
    scanner: ahocorasick.Automaton
    party_units: dict[str, tuple[str, str]]
    assembly_units: dict[str, tuple[str, str]]
    zones: dict[str, tuple[str, str, str]]
    prefixes: dict[str, dict[str, str]]
    branches: dict[tuple[str, str], tuple[str, str, str]]


@tables.compiled
def lexicon() -> Lexicon:
    """The tables of organisations, compiled once."""
    heads: dict[str, list[Head]] = {}

    def add(literal: str, head: Head) -> None:
        heads.setdefault(literal, []).append(head)

    def central(stem: str, full: str, row: str) -> None:
        for tail, name in (("部", full + "部"), ("总局", f"国家{full}总局")):
            ministries.setdefault(stem + tail, Head("body", f"organs:{row}", "gov", stem + tail, name))

    ministries: dict[str, Head] = {}
    for row in tables.read("bodies"):
        for number in NUMBERS if "{n}" in row["name"] else ("",):
            name = row["name"].replace("{n}", number)
            for form in dict.fromkeys((name, *row["forms"].replace("{n}", number).split())):
                add(form, Head("body", f"bodies:{row['id']}", row["kind"], form, name, region=row["region"]))
    for row in tables.read("organs"):
        variants = tuple(_VARIANT.findall(row["name"]))
        for form, suffix in (made for pattern in row["forms"].split() for made in forms(pattern)):
            add(form, Head("local", f"organs:{row['id']}", row["kind"], form, row["name"], suffix, variants=variants))
            if row["kind"] == "gov" and suffix in ("局", "厅") and row["name"] == "{r}" + row["name"][3:-3] + "{s}" and not row["until"]:
                central(form.removesuffix(suffix), row["name"][3:-3], row["id"])
        if row["id"] == "party-committee":
            for rank, tail in itertools.product(COMMITTEE_RANKS, ("委", "委员会")):
                add(rank + tail, Head("local", f"organs:{row['id']}", row["kind"], tail, row["name"], lead=1))
    for row in tables.read("suffixes"):
        for form in (ending.replace("{n}", number) for ending in row["forms"].split() for number in (NUMBERS if "{n}" in ending else ("",))):
            add(form, Head("open", f"suffixes:{row['id']}", row["kind"], form, strength=row["strength"]))
    lands = [(name, f"countries:{land['id']}") for land in tables.read("countries") for name in land["names"].split()]
    for row in tables.read("foreign"):
        for (country, land), word in itertools.product(lands, row["words"].split()):
            if (len(country) > 1 and country[-1] != "国") or country in LANDS:
                add(country + word, Head("foreign", f"foreign:{row['id']}", row["kind"], country + word, country + word, suffix=land))
    for literal, head in ministries.items():
        heads.setdefault(literal, [head])
    branches: dict[tuple[str, str], tuple[str, str, str]] = {}
    for row in tables.read("branches"):
        before, _, after = row["form"].partition("{p}")
        branches[before, after] = row["name"], row["kind"], f"branches:{row['id']}"
        if not before:
            heads.setdefault(after, []).insert(0, Head("placed", f"branches:{row['id']}", row["kind"], after, row["name"]))
        elif before not in heads:
            add(before, Head("prefix", f"branches:{row['id']}", row["kind"], before))
    scanner = ahocorasick.Automaton()
    for literal in heads:
        scanner.add_word(literal, literal)
    scanner.make_automaton()
    units: dict[str, dict[str, tuple[str, str]]] = {"committee": {}, "congress": {}}
    for row in tables.read("party_units"):
        units[row["behind"]].update(dict.fromkeys((row["name"], *row["forms"].split()), (row["name"], f"party_units:{row['id']}")))
    zones = {form: (row["name"], row["region"], f"zones:{row['id']}") for row in tables.read("zones") for form in row["forms"].split()}
    prefixes = {word: {**row} for row in tables.read("org_prefixes") for word in row["words"].split()}
    return Lexicon({literal: tuple(found) for literal, found in heads.items()}, scanner, units["committee"], units["congress"], zones, prefixes, branches)
