"""Reads fixtures/corpus/*.txt: a sentence, and under it the records it must give, all of them, in text order.

    @published 2024-10-18  @region 湖北省
    前三季度，全市固定资产投资1.26万亿元，同比增长3.4%。
        1.26万亿元 | money 1260000000000 元 CNY | indicator 固定资产投资
        3.4% | percent 3.4 % | comparison 同比增长
    第三产业稳步发展。        # an ordinal in a name, not a count
        nothing
    年过半百的老人
        fails
        ...                   # what it should give: the suite tells us the day it does

A line in the first column is a sentence (a comment behind two spaces and a #), an indented line an expectation; `@key value` lines set
what the finder is told about the sentences that follow, `@reset` forgets it. In an expectation the first cell is the quote, each further cell a
field and its value; a cell that begins with a kind is short for kind, value (or value..upper), unit and unit code. `field -` says None or empty,
`field one or other` that both are right.
A `\\n` in a sentence is a newline. Only what is written is compared, but quotes must be all of them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import newsextract
import repairs
from newsextract import find, tables
from newsextract.find import place
from newsextract.records import Period, Region

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
CORPUS = FIXTURES / "corpus"
KINDS = {"count", "money", "quantity", "percent", "percentage_point", "ratio", "multiple", "rank", "ordinal", "cardinal", "fraction"}


@dataclass
class Line:
    path: Path
    number: int
    text: str
    context: dict[str, str]
    expected: list[list[str]] = field(default_factory=list)
    nothing: bool = False
    fails: bool = False

    @property
    def name(self) -> str:
        return f"{self.path.stem}:{self.number}"


def lines(path: Path) -> Iterator[Line]:
    context: dict[str, str] = {}
    current: Line | None = None
    for number, raw in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
        line = raw.split("  #")[0].rstrip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            for setting in line.split("@")[1:]:
                key, _, value = setting.strip().partition(" ")
                context = {} if key == "reset" else {**context, key: value.strip()}
            continue
        if not line[0].isspace():
            if current is not None:
                yield finished(current)
            current = Line(path, number, line.replace("\\n", "\n"), context)
            continue
        assert current is not None, f"{path}:{number}: an expectation without a sentence"
        said = line.strip()
        if said == "nothing":
            current.nothing = True
        elif said == "fails":
            current.fails = True
        else:
            current.expected.append([cell.strip() for cell in said.split(" | ")])
    if current is not None:
        yield finished(current)


def finished(line: Line) -> Line:
    assert line.nothing != bool(line.expected), f"{line.path}:{line.number}: records or `nothing`, and not both"
    return line


def shown(value: Any) -> str:
    """A field as a corpus line writes it."""
    match value:
        case None | "":
            return "-"
        case Decimal():
            return format(value, "f")
        case bool():
            return "yes" if value else "no"
        case Region():
            return value.name
        case Period():
            return f"{value.first or ''}..{value.last or ''}"
        case tuple() | list():
            return " ".join(map(shown, value)) or "-"
    return str(value)


def cells(record: Any, cell: str) -> tuple[str, str]:
    """What the cell says, and what the record says to it."""
    key, _, wanted = cell.partition(" ")
    if key in KINDS:
        parts = cell.split()
        value = shown(record.value) + (f"..{shown(record.upper)}" if record.upper is not None else "")
        got = [record.kind, value, *(shown(getattr(record, name, None)) for name in ("unit", "unit_code"))]
        return " ".join(parts), " ".join(got[: len(parts)])
    got = f"{key} {shown(getattr(record, key))}"
    return next((said for said in (f"{key} {one}" for one in wanted.split(" or ")) if said == got), cell), got


def compare(line: Line, records: list[Any]) -> None:
    assert [r.quote for r in records] == [e[0] for e in line.expected], f"{line.name}: {line.text}"
    for record, (_, *rest) in zip(records, line.expected, strict=True):
        assert line.text[record.start : record.end] == record.quote
        for cell in rest:
            wanted, got = cells(record, cell)
            assert got == wanted, f"{line.name}: {record.quote}: {record!r}"


def article(line: Line) -> Any:
    """The sentence as a plain text given to extract(): nothing is moved, so offsets are the line's own."""
    given = {key: value for key, value in line.context.items() if key in ("published", "region", "url")}
    return newsextract.extract(line.text, **given)


def told(line: Line, *keys: str) -> dict[str, str]:
    return {key: line.context[key] for key in keys if key in line.context}


def named_places(line: Line) -> list[Any]:
    """The places of the sentence; they are no public record, so their dicts are dressed as one."""
    home, _ = place.resolve(line.context["region"]) if "region" in line.context else place.home(line.text, source=line.context.get("source", ""))
    found = place.places(line.text, home=home)
    return [SimpleNamespace(**{**p, "region": Region.model_validate(p["region"]) if p["region"] else None}) for p in found]


# What runs the lines of fixtures/corpus/<stem>.txt (or <stem>_<theme>.txt).
RUNNERS: dict[str, Callable[[Line], list[Any]]] = {
    "numeral": lambda line: find.numerals(line.text),
    "quantity": lambda line: find.quantities(line.text),
    "when": lambda line: list(article(line).dates) if "published" in line.context else find.dates(line.text, **told(line, "reference", "prefer")),
    "organisation": lambda line: find.organisations(line.text, **told(line, "region")),
    "fact": lambda line: list(article(line).facts),
    "place": lambda line: named_places(line),
    "role": lambda line: list(article(line).roles),
}


@functools.cache
def corpus() -> list[Line]:
    """Every line of every finder's corpus."""
    return [line for path in sorted(CORPUS.glob("*.txt")) if path.stem.split("_")[0] in RUNNERS for line in lines(path)]


def run(line: Line) -> list[Any]:
    return RUNNERS[line.path.stem.split("_")[0]](line)


# A witness says more than the row's own word.
SHORTEST_WITNESS = 12


def around_a_body(line: str, prose: list[str], *, below: bool = False) -> Any:
    """What is read from the smallest page that has this line under its headline, or below its body."""
    from newsextract import article, page

    title, body = "全市新增口袋公园12处", "".join(f"<p>{text}</p>" for text in prose)
    shown = f"<p>{line}</p>"
    return article.read(page.parse(f"<title>{title}</title><body><h1>{title}</h1>{'' if below else shown}<div>{body}{shown if below else ''}</div>"))


def lines_of_pages() -> None:
    """The lines of a page that are no article, and bylines: judged by test_article.py and test_byline.py."""
    from newsextract import body, byline, metadata

    for line in lines(CORPUS / "site.txt"):
        metadata.hosted(line.text)
    for line in lines(CORPUS / "boilerplate.txt"):
        if len(line.text) >= SHORTEST_WITNESS:
            body.label(line.text)
    for line in lines(CORPUS / "header.txt"):
        around_a_body(line.text, ["今年以来，全市新增口袋公园12处。"], below=line.context.get("place") == "below")
    for line in lines(CORPUS / "byline.txt"):
        byline.people(line.text, office=True)
        byline.dateline(line.text)


# Further runs that exercise rows and rules: called once each while the tables are listened to.
EXERCISES: list[Callable[[], None]] = [lines_of_pages, repairs.exercise]


@functools.cache
def exercised() -> frozenset[str]:
    """The ids of all rows and rules that some line or page exercises; lines that are known to fail, or too short, do not count."""
    import pages

    heard = tables.listen()
    try:
        for line in corpus():
            if not line.fails and len(line.text) >= SHORTEST_WITNESS:
                run(line)
        for folder in ("pages", "siblings"):
            for page in pages.pages(folder):
                page.extract()
        for exercise in EXERCISES:
            exercise()
    finally:
        tables.deafen()
    return frozenset(heard)
