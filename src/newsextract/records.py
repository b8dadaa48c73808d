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

from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Annotated, Any, Literal

import regex
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer, model_validator

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
    """What all records have in common: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Region(Record):
    """A place of the administrative division. `name` is the full official name, from the province down for districts and counties.

    `code` is that of GB/T 2260 (100000 for the whole country), None for a place that has none (a street, a station, a basin);
    `level` is country, province, city, county, place or group; a group (several places named together) has its `parts`.
    """

    name: str
    code: str | None = None
    level: str = "place"
    parts: tuple[Region, ...] = ()


class Period(Record):
    """The time a number speaks of: the words, and the first and last day (ISO 8601) they cover; None where open or unresolved."""

    text: str
    first: str | None = None
    last: str | None = None


class Why(Record):
    """Which rule or table row filled a field, and the words that decided it (offsets into the article's text)."""

    field: str
    rule: str
    start: int | None = None
    end: int | None = None


class Mention(Record):
    """A stretch of the article's text: `text[start:end] == quote`."""

    quote: str
    start: int
    end: int


class NumericFact(Mention):
    """A number, what it measures, when, where, and compared with what.

    The quote runs from the numeral to the end of the unit, the modifier stays outside. `value` has its scale applied (2万 is
    20000), units are never converted; it is None, as `upper`, when `complete` is False: repair lost a digit there.
    """

    number_start: int
    number_end: int
    kind: FactKind
    value: Amount | None
    upper: Amount | None = None
    unit: str = ""
    unit_code: str | None = None
    modifier: str = ""
    bound: Bound = "exact"
    indicator: str = ""
    comparison: str = ""
    period: Period | None = None
    region: Region | None = None
    complete: bool = True
    rule: str = ""
    why: tuple[Why, ...] = ()
    direction: Literal["up", "down", "flat"] | None = None
    change: Amount | None = None
    ratio: Amount | None = None
    modality: str | None = None
    speaker: str | None = None
    part_of: str | None = None


class Numeral(Mention):
    """A number as written, without what it counts."""

    kind: NumeralKind
    value: Amount | None
    upper: Amount | None = None


_TIMEX_DURATION = regex.compile(
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
    first: str | None = None
    last: str | None = None
    grain: Grain | None = None
    edtf: str | None = None
    timex3: str | None = None
    anchor: Anchor = "none"
    approximate: bool = False
    calendar: str = "gregorian"
    rule: str = ""

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
    kind: str
    region: Region | None = None
    unit: str | None = None
    id: str | None = None
    evidence: str = ""
    rule: str = ""


class Removed(Record):
    """A block that is not part of the article, as clean as the body, with the reason (`footer.copyright`) and the rule."""

    text: str
    reason: str
    rule: str
    place: Place


class Published(Record):
    """When the article was published: a `date`, or a `datetime` at +08:00 when the page shows the minute or second."""

    value: Annotated[date | datetime, BeforeValidator(_day_or_moment)]
    precision: Precision
    evidence: str


class Decoding(Record):
    """How bytes became text: the charset used, the one declared, the reason, and how many bytes did not decode."""

    encoding: str
    declared: str | None = None
    evidence: str = ""
    errors: int = 0


class Evidence(Record):
    """Where a field of the article came from, and the words there; `disagreed` lists what other places of the page said."""

    field: str
    place: str
    quote: str = ""
    disagreed: tuple[str, ...] = ()


class Article(Record):
    """A page as a record. `text == "\\n".join(paragraphs)`; every mention's offsets are into `text`.

    `pages` are the addresses of the other pages of an article in several. `edits` lead from the paragraphs as the parser gave them to `text`, and back: see `before` and `origin`.
    """

    url: str | None = None
    site: str | None = None
    title: str = ""
    pretitle: str = ""
    subtitle: str = ""
    published: Published | None = None
    source: str = ""
    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    column: str = ""
    document_number: str = ""
    paragraphs: tuple[str, ...] = ()
    text: str = ""
    region: Region | None = None
    facts: tuple[NumericFact, ...] = ()
    dates: tuple[DateMention, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    edits: tuple[Edit, ...] = ()
    losses: tuple[Loss, ...] = ()
    removed: tuple[Removed, ...] = ()
    pages: tuple[str, ...] = ()
    decoding: Decoding | None = None
    evidence: tuple[Evidence, ...] = ()
    status: Status = "ok"
    warnings: tuple[str, ...] = ()
    version: str = ""

    @model_validator(mode="after")
    def _hangs_together(self) -> Article:
        if self.text != "\n".join(self.paragraphs):
            raise ValueError("text is not its paragraphs joined by newlines")
        for mention in (*self.facts, *self.dates, *self.organisations):
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


def _report() -> Any:
    """The module that draws the page. It knows the records, and they know only its name: nothing is drawn, nor its engine loaded, before one asks for it."""
    return import_module("newsextract.report")


class Failure(Record):
    """A document that could not be extracted: which, at what stage, why, and how often it was tried."""

    id: str
    stage: str
    error: str
    message: str
    attempts: int = 1
