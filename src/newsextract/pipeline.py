"""extract(): the one path, from bytes to a record.

    bytes -decode-> str -page-> Page -repair-> Page -article-> Reading -find-> records

Each stage is a call; what one hands on is all the next one knows. Repair judges the page once, over its title, its metadata and
every block, and mends each with that verdict: a seven-character title is treated like its page.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from newsextract import article as articles
from newsextract import page as pages
from newsextract.decode import Decoded, decode
from newsextract.errors import UnreadableInput
from newsextract.find import fact, numeral, organisation, place, quantity, role, when
from newsextract.patterns import keep, pattern
from newsextract.records import Article, Decoding, Region
from newsextract.repair import judge, mend, mend_markup
from newsextract.text import Text

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

BEIJING = timezone(timedelta(hours=8), "+08:00")
# A page of a newsroom is some 100 kB; the largest gazette issue seen is 6 MB. What is larger is looked at by its size alone.
LARGEST = 64 * 2**20
# How files begin that are named .html in crawls and are none (the magic numbers of file(1)).
NOT_TEXT = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\xff\xd8\xff": "a JPEG image",
    b"\x89PNG\r\n": "a PNG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "gzip-compressed data",
    b"\x28\xb5\x2f\xfd": "zstd-compressed data",
    b"\xd0\xcf\x11\xe0": "a Word or Excel document",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"RIFF": "a media file",
}


def extract(
    source: bytes | str | Path | BeautifulSoup | Tag,
    *,
    url: str | None = None,
    published: date | datetime | str | None = None,
    region: str | Region | None = None,
    charset: str | None = None,
    script: Literal["auto", "simplified", "keep"] = "auto",
) -> Article:
    """A page or a plain text, as an `Article` with its facts, dates and organisations.

    `source` is content: bytes, a str (never a path), a `pathlib.Path` to read, or a BeautifulSoup tree, which is serialised and
    parsed again. HTML and plain text are told apart. `published` (a date, datetime or ISO string) wins over what the page says;
    `region` is where the text is at home: a name, names written together, a GB/T 2260 code, 全国, or another article's `region`. `charset` is the one that
    the server named. `script`: "auto" simplifies what pollution made traditional and leaves genuine traditional text alone,
    "simplified" simplifies both, "keep" neither.

    Raises UnreadableInput (a NewsExtractError) for what is no text at all: a file that cannot be opened, a PDF, an image. A page
    without an article is an Article whose `status` says so; what could not be believed is in its `warnings`.

    >>> article = extract("（记者 林小满）截至2023年底，全市共有口袋公园412个。", region="四川省成都市")
    >>> [(f.quote, f.value, f.indicator, f.period.last, f.region.name) for f in article.facts]
    [('412个', Decimal('412'), '口袋公园', '2023-12-31', '成都市')]
    """
    warnings: list[str] = []
    text, decoding = _text(source, charset)
    if any_surrogate(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        warnings.append("the text had lone surrogates, which no Unicode text may have; each became U+FFFD")
    read = pages.parse(mend_markup(text), url=url) if pages.is_markup(text) else pages.plain(mend_markup(text))
    verdict = judge(read.texts())
    reading = articles.read(read.mended(lambda value: mend(value, verdict, script=script)), url=url)
    body = Text.join(reading.paragraphs)

    when_published = _published(published, warnings) or reading.published
    home, evidence = _home(region, warnings)
    if home is None:
        home, evidence = place.home(body.after, title=reading.title, source=reading.source, url=url, site=reading.site)
    dates = when.dates(body.after, reference=when_published["value"] if when_published else None, article=True)
    places = place.places(body.after, home=home)
    organisations = organisation.organisations(body.after, home=home)
    quantities = quantity.quantities(body.after, dates=dates)
    warnings += numeral.warnings(body.after)
    facts = fact.facts(
        body.after, quantities=quantities, dates=dates, places=places, organisations=organisations, home=home
    )  # fmt: skip

    keep()
    found = list(reading.evidence)
    if home is not None:
        found.append({"field": "region", "place": evidence})
    return Article.model_validate(
        {
            "url": url,
            "site": reading.site,
            "title": reading.title,
            "pretitle": reading.pretitle,
            "subtitle": reading.subtitle,
            "published": when_published,
            "source": reading.source,
            "reporters": reading.reporters,
            "correspondents": reading.correspondents,
            "editors": reading.editors,
            "photographers": reading.photographers,
            "column": reading.column,
            "document_number": reading.document_number,
            "paragraphs": tuple(paragraph.after for paragraph in reading.paragraphs),
            "text": body.after,
            "region": home,
            "facts": facts,
            "dates": dates,
            "organisations": organisations,
            "roles": role.roles(body.after, organisations),
            "edits": body.edits,
            "losses": body.losses,
            "removed": reading.removed,
            "pages": reading.pages,
            "decoding": decoding,
            "evidence": found,
            "status": reading.status,
            "warnings": (*reading.warnings, *warnings),
            "version": _version(),
        }
    )


any_surrogate = pattern(r"[\ud800-\udfff]").search


def _version() -> str:
    from newsextract import __version__

    return __version__


def _text(source: Any, charset: str | None) -> tuple[str, Decoding | None]:
    """The source as a str, and how its bytes were decoded."""
    match source:
        case str():
            return source, None
        case Path():
            data = _bytes(source)
            try:
                return _decoded(data, charset)
            except UnreadableInput as error:
                raise UnreadableInput(f"{source}: {error}") from None
        case bytes() | bytearray() | memoryview():
            return _decoded(bytes(source), charset)
    from bs4 import Tag

    if isinstance(source, Tag):  # a BeautifulSoup is a Tag too
        return source.decode(), None
    raise UnreadableInput(f"a source is bytes, str, pathlib.Path or a BeautifulSoup tree, not {type(source).__name__}")


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise UnreadableInput(f"{path} has {size:,} bytes, more than the {LARGEST:,} that a page may have; split it first")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}") from error


def _decoded(data: bytes, charset: str | None) -> tuple[str, Decoding]:
    if len(data) > LARGEST:
        raise UnreadableInput(f"{len(data):,} bytes are more than the {LARGEST:,} that a page may have; split it first")
    for magic, name in NOT_TEXT.items():
        if data.startswith(magic):
            raise UnreadableInput(f"this is {name}, not a page or a text; it begins with {data[:8]!r}")
    decoded: Decoded = decode(data, charset=charset)
    return decoded.text, Decoding(
        encoding=decoded.encoding, declared=decoded.declared, evidence=decoded.evidence, errors=decoded.errors
    )


def _published(given: date | datetime | str | None, warnings: list[str]) -> dict[str, Any] | None:
    """What the caller said of the publication, in Beijing time; a value that cannot be read is a warning, and the page decides."""
    if given is None:
        return None
    value: date | datetime
    if isinstance(given, str):
        try:
            value = date.fromisoformat(given) if len(given) <= 10 else datetime.fromisoformat(given)
        except ValueError:
            warnings.append(f"published={given!r} is no ISO 8601 date; the page's own was used")
            return None
    elif isinstance(given, date):  # a datetime is a date too
        value = given
    else:
        warnings.append(f"published={given!r} is no date, datetime or ISO 8601 string; the page's own was used")
        return None
    if not isinstance(value, datetime):
        return {"value": value, "precision": "day", "evidence": "given"}
    value = value.replace(tzinfo=BEIJING) if value.tzinfo is None else value.astimezone(BEIJING)
    return {"value": value, "precision": "second" if value.second else "minute", "evidence": "given"}


def _home(region: str | Region | None, warnings: list[str]) -> tuple[dict[str, Any] | None, str]:
    if region is None:
        return None, ""
    if isinstance(region, Region):
        return region.model_dump(), "given"
    home, warning = place.resolve(str(region))
    if warning:
        warnings.append(warning)
    return home, "given"
