"""The records that leave the house: frozen pydantic models, and nothing else.

Inside, the stages pass plain dicts and values; an article is validated once, here, at the border. What must hold for every record
is checked here too, whoever made it: `article.text[start:end] == quote`, code points, half-open.

Amounts are `Decimal` and leave as strings in JSON; days are ISO 8601 strings in mentions and `date`/`datetime` in `Published`;
regions carry the six-digit code of GB/T 2260.

    >>> fact = NumericFact(quote="近2万家", start=0, end=4, number_start=1, number_end=3, kind="count", value="20000", unit="家")
    >>> fact.value, NumericFact.model_validate_json(fact.model_dump_json()) == fact
    (Decimal('20000'), True)
"""

from __future__ import annotations

import ast
import inspect
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib import import_module
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    PlainSerializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from newsextract.patterns import pattern
from newsextract.text import Edit, Loss, origin, undo

FactKind = Literal["count", "money", "quantity", "percent", "percentage_point", "ratio", "multiple", "rank", "ordinal"]
Bound = Literal["exact", "approx", "below", "above", "at_least", "at_most"]
DateKind = Literal["date", "time", "datetime", "range", "duration", "set"]
Grain = Literal[
    "second", "minute", "hour", "day", "week", "ten_days", "month", "quarter", "half", "year", "decade", "century"
]  # fmt: skip
Anchor = Literal["published", "mention", "document", "none"]
NumeralKind = Literal["cardinal", "ordinal", "percent", "fraction"]
Status = Literal["ok", "partial", "empty", "not_article"]
Precision = Literal["day", "minute", "second"]
Place = Literal["head", "body", "tail"]


def _plain(value: Decimal) -> Decimal:
    """Without an exponent and without zeros behind the point: 161.50亿 is 16150000000, however it was reckoned."""
    digits = format(value, "f")
    return Decimal(digits.rstrip("0").rstrip(".")) if "." in digits else Decimal(digits)


Amount = Annotated[Decimal, AfterValidator(_plain), PlainSerializer(lambda value: format(value, "f"), return_type=str, when_used="json")]


def _day_or_moment(value: Any) -> Any:
    if isinstance(value, str):
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    return value


class Record(BaseModel):
    """What all records have in common: frozen, no unknown fields.

    Each field is explained by the string below it, for readers and editors; a JSON Schema carries the same words as descriptions. Pydantic can
    read them itself (`use_attribute_docstrings`), but at every import, for a third of what this module costs; here they are read when asked for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler, /) -> JsonSchemaValue:
        schema = handler(core)
        said = explanations()
        for name, field in handler.resolve_ref_schema(schema).get("properties", {}).items():
            home = next((base.__name__ for base in cls.__mro__ if name in said.get(base.__name__, {})), "")
            if home:
                field["description"] = said[home][name]
        return schema


class Region(Record):
    """A place of the administrative division. `name` is the full official name, from the province down for districts and counties.

    `code` is that of GB/T 2260 (100000 for the whole country), None for a place that has none (a street, a station, a basin);
    `level` is country, province, city, county, place or group; a group (several places named together) has its `parts`.
    """

    name: str
    """The full official name, from the province down for districts and counties: `湖北省荆门市京山市`."""
    code: str | None = None
    """The six digits of GB/T 2260, `"420800"`, and `"100000"` for the whole country; None for a place that has none."""
    level: str = "place"
    """`"country"`, `"province"`, `"city"`, `"county"`, `"place"` (a street, a station, a basin) or `"group"`."""
    parts: tuple[Region, ...] = ()
    """The regions that a group names together: `京津冀` has `北京市`, `天津市` and `河北省`."""


class Period(Record):
    """The time a number speaks of: the words, and the first and last day (ISO 8601) they cover; None where open or unresolved."""

    text: str
    """The words that say when: `截至2023年底`."""
    first: str | None = None
    """The first day (ISO 8601), `"2024-01-01"` for `今年前三季度` said in 2024; None where the start is open (`截至2023年底`) or nothing tells."""
    last: str | None = None
    """The last day, inclusive: `"2024-09-30"`; None where the end is open or nothing tells."""


class Why(Record):
    """Which rule or table row filled a field, and the words that decided it (offsets into the article's text)."""

    field: str
    """The field of the record that it explains: `"indicator"`."""
    rule: str
    """The rule or table row that filled it: `"indicator.before"`."""
    start: int | None = None
    """Where the words stand that decided it, an offset into the article's text: `article.text[start:end]` is `灌溉面积`. None where no words did."""
    end: int | None = None
    """The end of those words, exclusive: `24`."""


class Mention(Record):
    """A stretch of the article's text: `text[start:end] == quote`."""

    quote: str
    """The words of the article, exactly: `12.3万亩`."""
    start: int
    """Where they begin in `article.text`, in code points: `105`."""
    end: int
    """Where they end, exclusive: `110`."""


class NumericFact(Mention):
    """A number, what it measures, when, where, and compared with what.

    The quote runs from the numeral to the end of the unit, the modifier stays outside. `value` has its scale applied (2万 is
    20000), units are never converted; it is None, as `upper`, when `complete` is False: repair lost a digit there.
    """

    number_start: int
    """Where the numeral itself begins: in `12.3万亩` at 105, `105`."""
    number_end: int
    """Where the numeral ends, its scale included (`12.3万`): `109`."""
    kind: FactKind
    """`"count"` (412个), `"money"` (86.4亿元), `"quantity"` (1260公里), `"percent"` (11.7%), `"percentage_point"` (1.2个百分点), `"ratio"`, `"multiple"` (1.5倍), `"rank"` (居第3位) or `"ordinal"` (第19届)."""
    value: Amount | None
    """The number with its scale applied, exact: `Decimal("123000")` for 12.3万; 11.7% is `Decimal("11.7")`. Written as a string in JSON. None when `complete` is False."""
    upper: Amount | None = None
    """The upper end of a range: `Decimal("5")` for 3至5个, whose `value` is 3; else None."""
    unit: str = ""
    """The unit as the article writes it, without the scale: `亩`. Units are never converted."""
    unit_code: str | None = None
    """The unit's ISO 4217 or UCUM code: `"CNY"`, `"km"`, `"[mu]"` (亩); None for measure words (家) and for units that have none."""
    modifier: str = ""
    """The word that softens or bounds the number: `近`, `超`, `约`, `达到`, `以上`; `""` where there is none."""
    bound: Bound = "exact"
    """What the modifier makes of the number: `"exact"`, `"approx"` (约), `"below"` (近), `"above"` (超), `"at_least"` (不少于) or `"at_most"` (不超过)."""
    indicator: str = ""
    """What is measured, in the article's words: `灌溉面积`; `""` where the text does not say."""
    comparison: str = ""
    """With what it is compared, and which way: `同比增长`; `""` for a level."""
    period: Period | None = None
    """The time that the number speaks of: `Period(text="截至2023年底", last="2023-12-31")`; None where nothing says."""
    region: Region | None = None
    """The place that it speaks of: `Region(name="甘肃省", code="620000")`; None where nothing says."""
    complete: bool = True
    """`False` where the damage took a digit: the words are there, the value is not, and the number must not be totalled or compared."""
    rule: str = ""
    """The rule that found it: `"quantity.unit"`."""
    why: tuple[Why, ...] = ()
    """For each inferred field the rule and the words that decided it: `(Why(field="period", rule="period.inherited", start=3, end=11), …)`."""
    direction: Literal["up", "down", "flat"] | None = None
    """Which way a change went: `"up"` (增长), `"down"` (下降), `"flat"` (持平); None for a level."""
    change: Amount | None = None
    """The signed change in the unit's own terms: `Decimal("-3.2")` for 下降3.2%; None for a level."""
    ratio: Amount | None = None
    """The new value over the old one: `Decimal("2.5")` for 增长1.5倍, `Decimal("2")` for 翻一番; None otherwise."""
    modality: str | None = None
    """`"target"` for what is aimed at (力争达到, 到2025年), None for what is reported."""
    speaker: str | None = None
    """Who said it, where the text says so (据省统计局介绍): `省统计局`; else None."""
    part_of: str | None = None
    """The total before it that it is a part of (其中): `水利投资`; else None."""

    def observation(self) -> dict[str, Any]:
        """The fact under the names that statisticians load: the concepts of SDMX's cross-domain guidelines.

        INDICATOR holds the comparing words too, so that a growth rate is another series than its level; a change has its sign. REF_AREA is the
        code of GB/T 2260, None for a place that has none; TIME_PERIOD an ISO 8601 interval whose open end is `..`; UNIT_MEASURE the ISO 4217
        or UCUM code, else the unit as written, "1" without one; UNIT_MULT is 0, since 万 and 亿 are applied. OBS_STATUS (CL_OBS_STATUS): A
        normal, E estimated (约, 近, 超过: the text gives a bound), F forecast (a target), M missing (digits were lost; or a range,
        which is no single value), and then OBS_VALUE is None: such a number is never totalled or compared.

        >>> fact = NumericFact(quote="0.3个百分点", start=0, end=6, number_start=0, number_end=3, kind="percentage_point", value="0.3", unit="百分点",
        ...     indicator="失业率", comparison="同比下降", direction="down", change="-0.3", period=Period(text="5月", first="2024-05-01", last="2024-05-31"))
        >>> fact.observation()["OBS_VALUE"], fact.observation()["TIME_PERIOD"], fact.observation()["INDICATOR"]
        (Decimal('-0.3'), '2024-05-01/2024-05-31', '失业率 同比下降')
        """
        single = self.complete and self.value is not None and self.upper is None
        signed = self.change if self.change is not None and self.kind != "multiple" else self.value
        status = "M" if not single else "F" if self.modality == "target" else "A" if self.bound == "exact" else "E"
        dated = self.period is not None and (self.period.first or self.period.last)
        return {
            "INDICATOR": " ".join(part for part in (self.indicator, self.comparison) if part) or None,
            "REF_AREA": self.region.code if self.region else None,
            "TIME_PERIOD": f"{self.period.first or '..'}/{self.period.last or '..'}" if self.period and dated else None,
            "OBS_VALUE": signed if single else None,
            "UNIT_MEASURE": self.unit_code or self.unit or "1",
            "UNIT_MULT": 0,
            "OBS_STATUS": status,
        }


class Numeral(Mention):
    """A number as written, without what it counts."""

    kind: NumeralKind
    """`"cardinal"` (一万四千二百), `"ordinal"` (第三), `"percent"` (百分之五) or `"fraction"` (三分之一)."""
    value: Amount | None
    """The number, exact: `Decimal("14200")`; 百分之五 is `Decimal("5")`. None where digits are lost."""
    upper: Amount | None = None
    """The upper end of a range: `Decimal("6")` for 五六个; else None."""


_TIMEX_DURATION = pattern(
    r"P(?:(?P<years>[\d.]+)Y)?(?:(?P<quarters>[\d.]+)Q)?(?:(?P<months>[\d.]+)M)?(?:(?P<weeks>[\d.]+)W)?(?:(?P<days>[\d.]+)D)?"
    r"(?:T(?:(?P<hours>[\d.]+)H)?(?:(?P<minutes>[\d.]+)M)?(?:(?P<seconds>[\d.]+)S)?)?"
)
_SECONDS = {"years": 31536000, "quarters": 7776000, "months": 2592000, "weeks": 604800, "days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}
_LENGTH_OF_CLOCK_GRAIN = {"hour": timedelta(hours=1), "minute": timedelta(minutes=1), "second": timedelta(seconds=1)}


class DateMention(Mention):
    """A time expression and its reading.

    `first` and `last` are full ISO dates, both inclusive at the grain, with `Thh:mm:ss` only for the grains hour, minute and second;
    None is open or unresolved. `edtf` is ISO 8601-2, `timex3` the value of TIMEX3, `anchor` what a relative date was read from.

    >>> day = DateMention(quote="6月7日", start=0, end=4, kind="date", first="2024-06-07", last="2024-06-07", grain="day")
    >>> day.interval
    (datetime.datetime(2024, 6, 7, 0, 0), datetime.datetime(2024, 6, 8, 0, 0))
    """

    kind: DateKind
    """`"date"` (6月7日), `"time"` (20时), `"datetime"` (6月7日20时), `"range"` (1—8月), `"duration"` (三天) or `"set"` (每周三)."""
    first: str | None = None
    """The first day that it covers, ISO 8601: `"2024-06-07"`, with `Thh:mm:ss` for the grains hour, minute and second; None where open or unresolved."""
    last: str | None = None
    """The last one, inclusive at the grain: `"2024-08-31"` for 1—8月; None where open or unresolved."""
    grain: Grain | None = None
    """How fine it speaks: `"day"`, `"month"`, `"quarter"`, `"year"` …; None for what has none."""
    edtf: str | None = None
    """The same in EDTF (ISO 8601-2): `"2024-01/2024-08"`; None where unresolved."""
    timex3: str | None = None
    """The value attribute of TIMEX3 (ISO 24617-1): `"2024-Q3"`, `"P3D"`, `"XXXX-WXX-3"`; None where it has none."""
    timex3_mod: str | None = None
    """The mod attribute of TIMEX3: `"START"` for 年初, `"END"` for 年底, `"ON_OR_BEFORE"` for 截至…, `"AFTER"` for …后, `"LESS_THAN"` for 不到三年, `"APPROX"`; None where the value says all."""
    anchor: Anchor = "none"
    """What a relative date was read from: `"published"`, the `"document"`'s own dates, a `"mention"` before it, or `"none"` for a date that stands for itself."""
    approximate: bool = False
    """`True` for 6月中旬前后, 近日."""
    calendar: str = "gregorian"
    """The calendar it is written in, `"gregorian"` or `"lunar"` (农历八月十五); `first` and `last` are Gregorian all the same."""
    rule: str = ""
    """The rule that read it: `"when.day"`."""

    @property
    def interval(self) -> tuple[datetime | None, datetime | None]:
        """Half-open, naive, Beijing time; None at an open end, (None, None) when unresolved."""
        start = None if self.first is None else datetime.fromisoformat(self.first)
        if self.last is None:
            return start, None
        end = datetime.fromisoformat(self.last)
        length = _LENGTH_OF_CLOCK_GRAIN.get(self.grain or "", timedelta(days=1)) if "T" in self.last else timedelta(days=1)
        try:
            return start, end + length
        except OverflowError:  # the end of year 9999
            return start, None

    @property
    def seconds(self) -> float | None:
        """The length of a duration, a year being 365 days and a month 30; None for what is no duration, or of unknown length."""
        match = _TIMEX_DURATION.fullmatch(self.timex3 or "") if self.kind == "duration" else None
        parts = {unit: number for unit, number in match.groupdict().items() if number} if match else {}
        return sum(float(number) * _SECONDS[unit] for unit, number in parts.items()) if parts else None


class Organisation(Mention):
    """An organisation named in the text. `name` is its full official name, None where the text does not decide it.

    `unit` is the internal department when the span holds one; `evidence` says what the expansion rests on.
    """

    name: str | None
    """The full official name: `湖北省市场监督管理局` for 省市场监管局; None where the text does not decide it."""
    kind: str
    """`"gov"`, `"party"`, `"npc"`, `"cppcc"`, `"court"`, `"company"`, `"school"`, `"hospital"`, `"media"` …."""
    region: Region | None = None
    """Where it is at home: `Region(name="湖北省", code="420000")`; None for central and foreign bodies and where nothing says."""
    unit: str | None = None
    """The internal department that the words name too: `认检处` in 省市场监管局认检处; else None."""
    id: str | None = None
    """A stable id of the body, the same in every article: `"statistics-620000"` is the statistics bureau of 甘肃省; None where the text does not decide it."""
    evidence: str = ""
    """What the full name rests on: `"省 of home 甘肃省"`."""
    rule: str = ""
    """The rule that found it: `"organisation.local"`."""
    entity: int | None = None
    """Which body of the text it is, counted from 0: 省水利厅 and 该厅 are mentions of one entity, both `0`."""
    id_uscc: str | None = None
    """The 统一社会信用代码 that the text gives it, its check digit right: `"91350100M000100Y43"`; else None."""


class Role(Mention):
    """An office that a person holds, where the text says so: `quote` is the person's name as it stands there.

    Only who is named with a body and a title of data/titles.tsv has one; defendants, victims, patients and minors never do.
    """

    person: str
    """The person's name: `廖志伟`."""
    title: str
    """The title: `厅长`; who holds several has a record for each."""
    organisation: str
    """The body's full name: `湖北省水利厅`; as written where that is not known."""
    mention: int
    """Which of the article's `organisations` it is."""
    rule: str = ""
    """The rule that found it: `"role.held"`."""


class Removed(Record):
    """A block that is not part of the article, as clean as the body, with the reason (`footer.copyright`) and the rule."""

    text: str
    """The block's words, repaired as the body is: `版权所有 甘肃水务网 未经同意不得复制或镜像`."""
    reason: str
    """What it is: `"footer.copyright"`, `"navigation"`, `"share"`, `"related"`, `"editor-credit"`, `"counter"` …."""
    rule: str
    """The row of the boilerplate table, or the rule, that decided it: `"boilerplate:copyright"`."""
    place: Place
    """Where it stood: `"head"`, `"body"` or `"tail"` of the page."""


class Published(Record):
    """When the article was published: a `date`, or a `datetime` at +08:00 when the page shows the minute or second."""

    value: Annotated[date | datetime, BeforeValidator(_day_or_moment)]
    """A `date`, or a `datetime` at +08:00 where the page shows the time: `"2024-07-18T15:30:00+08:00"` in JSON."""
    precision: Precision
    """`"day"`, `"minute"` or `"second"`: how fine the page itself is."""
    evidence: str
    """Where it was read: `"header and meta pubdate"`."""


class Decoding(Record):
    """How bytes became text: the charset used, the one declared, the reason, and how many bytes did not decode."""

    encoding: str
    """The charset that the bytes were read with: `"gb18030"`."""
    declared: str | None = None
    """The charset that the page or its server named: `"gb2312"`; None where none was."""
    evidence: str = ""
    """Why this one: `"declared, and most plausible"`."""
    errors: int = 0
    """How many bytes did not decode, each a U+FFFD in the text: `0`."""


class Evidence(Record):
    """Where a field of the article came from, and the words there; `disagreed` lists what other places of the page said."""

    field: str
    """The field of the article that it is about: `"source"`."""
    place: str
    """Where on the page it was read: `"header"`."""
    quote: str = ""
    """The words there: `来源：江淮数据网`."""
    disagreed: tuple[str, ...] = ()
    """What other places said of the same field: `("云通社",)`."""


class Article(Record):
    """A page as a record. `text == "\\n".join(paragraphs)`; every mention's offsets are into `text`.

    `pages` are the addresses of the other pages of an article in several. `edits` lead from the paragraphs as the parser gave them to `text`, and back: see `before` and `origin`.
    """

    url: str | None = None
    """The page's address, as given or as the page names it: `"http://www.example.gov.cn/t20240607_1.html"`; else None."""
    site: str | None = None
    """What the site calls itself: `江淮数据网`; else None."""
    title: str = ""
    """The title, without the names of site and column: `安徽省发布上半年经济运行情况`."""
    pretitle: str = ""
    """The line above the title (引题), where the page has one: `奋进新征程`; else `""`."""
    subtitle: str = ""
    """The line below it (副题): `——全省水利建设观察`; else `""`."""
    published: Published | None = None
    """When it was published: `Published(value=datetime(2024, 7, 18, 15, 30, tzinfo=+08:00), precision="minute")`; None where the page does not say."""
    source: str = ""
    """The 来源, who wrote it first: `甘肃日报`; `""` where the page does not say."""
    reporters: tuple[str, ...] = ()
    """记者: `("何志远",)`."""
    correspondents: tuple[str, ...] = ()
    """通讯员, who write for a paper from where they work: `("马小川",)`."""
    editors: tuple[str, ...] = ()
    """编辑 and 责任编辑: `("叶青禾",)`; those who only proofread are none."""
    photographers: tuple[str, ...] = ()
    """摄影 and 图: `("陆远",)`."""
    column: str = ""
    """The 栏目: `数据发布`; `""` where the page names none."""
    document_number: str = ""
    """The number of an official document: `国发〔2023〕8号`; else `""`."""
    paragraphs: tuple[str, ...] = ()
    """The body, one string a paragraph, clean: `("7月18日，…", "省统计局介绍，…")`."""
    text: str = ""
    """The paragraphs, joined by newlines; all offsets are into this: `"7月18日，…\\n省统计局介绍，…"`."""
    region: Region | None = None
    """The place that the article is at home in: `Region(name="甘肃省", code="620000")`; None where nothing says."""
    facts: tuple[NumericFact, ...] = ()
    """The numbers, in the order of the text: `(NumericFact(quote="86.4亿元", …), …)`."""
    dates: tuple[DateMention, ...] = ()
    """The time expressions, in the order of the text: `(DateMention(quote="7月2日", …), …)`."""
    organisations: tuple[Organisation, ...] = ()
    """The organisations, in the order of the text: `(Organisation(quote="省水利厅", …), …)`."""
    roles: tuple[Role, ...] = ()
    """Who holds an office, in the order of the text: `(Role(quote="廖志伟", title="厅长", organisation="湖北省水利厅", …), …)`."""
    edits: tuple[Edit, ...] = ()
    """What repair changed, in code points of the body before it: `(Edit(start=7, end=12, was="揚(yáng)", put="扬", rule=…), …)`."""
    losses: tuple[Loss, ...] = ()
    """What is gone for good, each at a U+FFFD of `text`: `(Loss(…), …)`."""
    removed: tuple[Removed, ...] = ()
    """What was left out of the body, each block with its reason: `(Removed(reason="share", text="分享到：", …), …)`."""
    pages: tuple[str, ...] = ()
    """The addresses of the other pages of an article in several: `("t1_2.html",)`."""
    decoding: Decoding | None = None
    """How the bytes became text: `Decoding(encoding="gb18030", declared="gb2312")`; None for input that was text."""
    evidence: tuple[Evidence, ...] = ()
    """Where each field of the article was read: `(Evidence(field="source", place="header"), …)`."""
    status: Status = "ok"
    """`"ok"`; `"partial"` where something is known to be missing; `"empty"` for a page without an article (a login, a captcha, an error); `"not_article"` for a list, or a page in another language."""
    warnings: tuple[str, ...] = ()
    """What a reader of the record should know: `("an unclosed comment",)`."""
    version: str = ""
    """The version of newsextract that read it: `"0.1.0"`."""

    @model_validator(mode="after")
    def _hangs_together(self) -> Article:
        if self.text != "\n".join(self.paragraphs):
            raise ValueError("text is not its paragraphs joined by newlines")
        for mention in (*self.facts, *self.dates, *self.organisations, *self.roles):
            if self.text[mention.start : mention.end] != mention.quote:
                raise ValueError(f"{mention.start}:{mention.end} is {self.text[mention.start : mention.end]!r}, not {mention.quote!r}")
        return self

    def before(self) -> str:
        """The body as the parser gave it, before repair: rebuilt exactly from `text` and `edits`."""
        return undo(self.text, self.edits)

    def origin(self, index: int) -> int:
        """The offset in `before()` of the character at `index` of `text`. Raises IndexError outside the text."""
        if not 0 <= index <= len(self.text):
            raise IndexError(f"offset {index} is outside a text of {len(self.text)} characters")
        return origin(self.edits, index)

    def to_html(self, *, language: str = "zh") -> str:
        """The article as a page to look at, alone in one file: its records at their words, the reasons, the repairs, what was left out.

        `language` is that of the page's own words, "zh" or "en". See `newsextract.report`.
        """
        page: str = _report().document([(self.url or "", self)], language=language)
        return page

    def _repr_html_(self) -> str:
        """What a notebook shows: the same page, in a frame."""
        frame: str = _report().embedded(self)
        return frame


@cache
def explanations() -> dict[str, dict[str, str]]:
    """What is said of each field, by the class that declares it; empty where the source is not at hand.

    >>> explanations()["Mention"]["quote"]
    'The words of the article, exactly: `12.3万亩`.'
    """
    try:
        tree = ast.parse(inspect.getsource(sys.modules[__name__]))
    except OSError:
        return {}
    return {
        cls.name: {
            field.target.id: inspect.cleandoc(said.value.value)
            for field, said in pairwise(cls.body)
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
            if isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant) and isinstance(said.value.value, str)
        }
        for cls in tree.body
        if isinstance(cls, ast.ClassDef)
    }


def _report() -> Any:
    """The module that draws the page. It knows the records, and they know only its name: nothing is drawn, nor its engine loaded, before one asks for it."""
    return import_module("newsextract.report")


class Failure(Record):
    """A document that could not be extracted: which, at what stage, why, and how often it was tried."""

    id: str
    """The document: its path, its address or its number in the input: `"crawl/t1.html"`."""
    stage: str
    """Where it failed: `"read"`, `"extract"`, `"limits"` (time and memory), `"sink"` …."""
    error: str
    """The kind of error: `"UnreadableInput"`, `"deadline"`, `"worker_died"`."""
    message: str
    """What happened, in words: `"no answer within 30 s"`."""
    attempts: int = 1
    """How often it was tried: `1`."""
