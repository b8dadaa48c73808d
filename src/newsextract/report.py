"""Looking at it: articles with their records, as one page that stands alone.

A person who reads Chinese decides in a minute whether an extraction is right, if shown the article with every record at its words. The page shows that, and
what else a table of figures hides: why a number means what it means, what was repaired and how it stood before, what was left out and for which reason.

    >>> import newsextract
    >>> article = newsextract.extract("（记者 林小满）截至2023年底，全市共有口袋公园412个。", region="四川省成都市")
    >>> page = document([("park.txt", article)])
    >>> "口袋公园" in page and "http:" not in page
    True

One file, no network: style and script stand in the page, and a content security policy names them by their hashes, so that nothing a scraped page brings along is
ever run. Everything from the article is escaped by the template engine (Jinja2, autoescape on); characters that would hide or turn text around (bidi
controls, zero-width, C0 and C1) are shown by their numbers. The page reads in light and dark, on a phone, and without its script, which only adds filtering, sorting and the card of reasons.
"""

from __future__ import annotations

import base64
import bisect
import functools
import hashlib
import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import regex
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from newsextract.patterns import pattern
from newsextract.records import Article, DateMention, Evidence, NumericFact, Organisation, Removed, Why
from newsextract.text import Edit

__all__ = ["document", "embedded"]

LANGUAGES = ("zh", "en")


def document(articles: Iterable[tuple[str, Article]], *, title: str = "", language: str = "zh", left_out: int = 0) -> str:
    """One HTML page over articles, each with the name it goes by (its file or address).

    `language` is that of the page's own words, "zh" or "en"; the articles and the ids of rules stay as they are. `left_out` is how many more articles there were
    and are not shown; the page says so. Raises ValueError for another language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language is one of {', '.join(LANGUAGES)}, not {language!r}")
    shown = [_Shown(number, name, article, language) for number, (name, article) in enumerate(articles)]
    style, script = _resource("report.css"), _resource("report.js")
    policy = (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; script-src 'sha256-{_digest(script)}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    heading = title or (shown[0].article.title or shown[0].name if len(shown) == 1 else "") or "newsextract"
    page: str = _template().render(
        articles=shown,
        heading=heading,
        language=language,
        left_out=left_out,
        policy=policy,
        script=Markup(script),  # our own file
        style=Markup(style),  # our own file
        word=functools.partial(_word, language),
    )
    return page


def embedded(article: Article, *, height: int = 620) -> str:
    """An article's page in a frame of its own, for a notebook: what it shows can neither run in the notebook nor restyle it."""
    inner = document([(article.url or article.title, article)])
    return f'<iframe sandbox="allow-scripts" title="newsextract" width="100%" height="{height}" style="border:1px solid #8885" srcdoc="{escape(inner)}"></iframe>'


@functools.cache
def _resource(name: str) -> str:
    return files("newsextract").joinpath("templates", name).read_text(encoding="utf8").strip()


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@functools.cache
def _template() -> Any:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"visible": visible, "safe_link": safe_link}
    return environment.from_string(_resource("report.html"))


# ---------------------------------------------------------------------------------------------------------------- what may be shown


# What a browser obeys rather than shows: it could turn a line around, hide a word, or end the text.
_UNSEEN = pattern(r"[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029--[\n\t]]", regex.V1)


def visible(text: str) -> Markup:
    """Text as HTML, escaped; a character that a browser obeys instead of showing it stands as its number.

    >>> str(visible("a\\u202e<b>"))
    'a<span class="unseen" title="U+202E">202E</span>&lt;b&gt;'
    """
    parts: list[Markup] = []
    done = 0
    for match in _UNSEEN.finditer(text):
        code = f"{ord(match[0]):04X}"
        parts += [escape(text[done : match.start()]), Markup(f'<span class="unseen" title="U+{code}">{code}</span>')]
        done = match.end()
    return Markup("").join([*parts, escape(text[done:])])


def safe_link(url: str | None) -> str:
    """The address if a browser may be sent there (http and https), else "".

    >>> safe_link("https://www.gov.cn/x.htm"), safe_link("javascript:alert(1)")
    ('https://www.gov.cn/x.htm', '')
    """
    if not url or _UNSEEN.search(url) or url != url.strip():
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else ""


# ---------------------------------------------------------------------------------------------------------------- one article


@dataclass(frozen=True)
class Row:
    """A record in the tables and on its card: where it stands in the text, what it says, and why."""

    id: str
    kind: str
    quote: str
    before: str
    after: str
    start: int
    end: int
    cells: dict[str, str]
    order: str
    why: tuple[Why, ...]
    rule: str
    doubtful: bool


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph that all of its marks cover whole."""

    text: str
    start: int
    end: int
    marks: tuple[str, ...]
    kinds: tuple[str, ...]
    anchors: tuple[str, ...]


class _Shown:
    """What the template asks of an article."""

    def __init__(self, number: int, name: str, article: Article, language: str) -> None:
        self.number, self.name, self.article, self.language = number, name, article, language
        self.id = f"a{number}"
        self.facts = [self._fact(at, fact) for at, fact in enumerate(article.facts)]
        self.dates = [self._date(at, one) for at, one in enumerate(article.dates)]
        self.organisations = [self._organisation(at, one) for at, one in enumerate(article.organisations)]
        self.rows = [*self.facts, *self.dates, *self.organisations]

    def _context(self, start: int, end: int) -> tuple[str, str]:
        text = self.article.text
        before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
        return before.rpartition("\n")[2], after.partition("\n")[0]

    def _row(self, kind: str, at: int, one: NumericFact | DateMention | Organisation, cells: dict[str, str], **more: Any) -> Row:
        before, after = self._context(one.start, one.end)
        given: dict[str, Any] = {"order": one.quote, "why": (), "doubtful": False, **more}
        return Row(f"{self.id}{kind[0]}{at}", kind, one.quote, before, after, one.start, one.end, cells, rule=one.rule, **given)

    def _fact(self, at: int, fact: NumericFact) -> Row:
        amount = "?" if fact.value is None else f"{fact.value:,f}" + (f" – {fact.upper:,f}" if fact.upper is not None else "")
        period = fact.period
        cells = {
            "indicator": fact.indicator,
            "value": amount,
            "unit": fact.unit + (f" ({fact.unit_code})" if fact.unit_code and fact.unit_code != fact.unit else ""),
            "bound": fact.modifier + ("" if fact.bound == "exact" else f" ({_word(self.language, fact.bound)})"),
            "comparison": fact.comparison,
            "period": _span(period.first, period.last) if period is not None else "",
            "period_text": period.text if period is not None else "",
            "region": fact.region.name if fact.region is not None else "",
            "kind": _word(self.language, fact.kind),
        }
        for name in ("direction", "change", "ratio", "modality", "speaker", "part_of"):
            value = getattr(fact, name)
            if value is not None:
                cells[name] = f"{value:f}" if name in ("change", "ratio") else _word(self.language, str(value)) if name in ("direction", "modality") else str(value)
        order = "" if fact.value is None else f"{fact.value:f}"
        return self._row("fact", at, fact, cells, order=order, why=fact.why, doubtful=not fact.complete or not fact.indicator)

    def _date(self, at: int, mention: DateMention) -> Row:
        cells = {
            "reading": _span(mention.first, mention.last),
            "grain": _word(self.language, mention.grain or ""),
            "kind": _word(self.language, mention.kind),
            "anchor": _word(self.language, f"anchor.{mention.anchor}"),
            "edtf": mention.edtf or "",
            "timex3": " ".join(part for part in (mention.timex3, mention.timex3_mod) if part),
        }
        return self._row("date", at, mention, cells, order=mention.first or mention.last or "", doubtful=mention.first is None and mention.last is None and mention.kind in ("date", "range"))

    def _organisation(self, at: int, one: Organisation) -> Row:
        cells = {
            "name": one.name or "?",
            "kind": _word(self.language, f"body.{one.kind}"),
            "region": one.region.name if one.region is not None else "",
            "unit": one.unit or "",
            "evidence": one.evidence,
        }
        return self._row("organisation", at, one, cells, order=one.name or "", doubtful=one.name is None)

    def head(self) -> list[tuple[str, str]]:
        """The fields of the article that have something to say, in the page's language."""
        article = self.article
        when = article.published
        shown = "" if when is None else f"{when.value:%Y-%m-%d %H:%M}" if when.precision != "day" else f"{when.value:%Y-%m-%d}"
        said = {
            "published": shown or "–",
            "source": article.source or "–",
            "reporters": "、".join(article.reporters),
            "correspondents": "、".join(article.correspondents),
            "editors": "、".join(article.editors),
            "photographers": "、".join(article.photographers),
            "home": article.region.name if article.region is not None else "–",
            "column": article.column,
            "document_number": article.document_number,
            "site": article.site or "",
            "status": "" if article.status == "ok" else _word(self.language, f"status.{article.status}"),
        }
        return [(_word(self.language, name), value) for name, value in said.items() if value]

    def paragraphs(self) -> list[list[Piece]]:
        """The body, each paragraph in pieces that end where a mark or the words of a reason begin or end."""
        return _pieces(self.article, self.rows)

    def repairs(self) -> list[list[tuple[str, Edit | None]]]:
        """The body before repair, in paragraphs of plain stretches and edits; empty where nothing was repaired."""
        return _repairs(self.article) if self.article.edits else []

    def removed(self) -> list[tuple[str, Removed]]:
        """What was left out, each with its reason in the page's language."""
        return [(_reason(self.language, block.reason), block) for block in self.article.removed]

    def evidence(self) -> list[tuple[str, Evidence]]:
        return [(_word(self.language, one.field), one) for one in self.article.evidence]

    def data(self) -> Markup:
        """What the cards say, as JSON that no markup can end (`<` is \\u003c)."""
        cards = {
            row.id: {
                "kind": row.kind,
                "quote": row.quote,
                "cells": [[_word(self.language, name), value] for name, value in row.cells.items() if value],
                "why": [[_word(self.language, why.field), why.rule, why.start, why.end, self._words(why)] for why in row.why],
                "rule": row.rule,
            }
            for row in self.rows
        }
        return Markup(json.dumps(cards, ensure_ascii=True).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))

    def _words(self, why: Why) -> str:
        return "" if why.start is None or why.end is None else self.article.text[why.start : why.end]


CONTEXT = 14
"""Characters of the text on each side of a quote in the tables."""


def _span(first: str | None, last: str | None) -> str:
    if first == last:
        return first or ""
    return f"{first or '…'} – {last or '…'}"


def _pieces(article: Article, rows: Sequence[Row]) -> list[list[Piece]]:
    """The text cut at every boundary of a mark or of a reason's words."""
    text = article.text
    cuts = {0, len(text)}
    for row in rows:
        cuts |= {row.start, row.end, *(cut for why in row.why for cut in (why.start, why.end) if cut is not None)}
    for loss in article.losses:
        cuts |= {loss.start, loss.end}
    for match in regex.finditer(r"\n", text):
        cuts |= {match.start(), match.end()}
    edges = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    over: list[list[Row]] = [[] for _ in edges]
    for row in sorted(rows, key=lambda row: (row.end - row.start, row.start)):  # the shortest first: it is the one that is meant
        for at in range(bisect.bisect_left(edges, row.start), bisect.bisect_left(edges, row.end)):
            over[at].append(row)
    lost = {(loss.start, loss.end) for loss in article.losses}
    paragraphs: list[list[Piece]] = [[]]
    for at, (start, end) in enumerate(itertools.pairwise(edges)):
        if text[start:end] == "\n":
            paragraphs.append([])
            continue
        marks = over[at]
        kinds = tuple(dict.fromkeys(row.kind for row in marks)) + (("loss",) if (start, end) in lost else ())
        begins = tuple(row.id for row in marks if row.start == start)
        paragraphs[-1].append(Piece(text[start:end], start, end, tuple(row.id for row in marks), kinds, begins))
    return paragraphs


def _repairs(article: Article) -> list[list[tuple[str, Edit | None]]]:
    """The body as it was, cut at its edits, a list for each paragraph that has one."""
    before = article.before()
    paragraphs: list[list[tuple[str, Edit | None]]] = [[]]

    def plain(words: str) -> None:
        first, *others = words.split("\n")
        paragraphs[-1].append((first, None))
        paragraphs.extend([(line, None)] for line in others)

    done = 0
    for edit in article.edits:
        plain(before[done : edit.start])
        paragraphs[-1].append((edit.was, edit))
        done = edit.end
    plain(before[done:])
    return [paragraph for paragraph in paragraphs if any(edit is not None for _, edit in paragraph)]


# ---------------------------------------------------------------------------------------------------------------- the page's own words


def _word(language: str, name: str) -> str:
    """A word of the page in its language; what has no translation (a rule, a name) stays as it is."""
    zh, en = _words().get(name, (None, None))
    found = zh if language == "zh" else en
    return found if found is not None else name.rpartition(".")[2]


def _reason(language: str, reason: str) -> str:
    """The reason for which a block was left out, in words: `footer.copyright` by itself, else by its first part."""
    known = _words()
    for name in (f"reason.{reason}", f"reason.{reason.partition('.')[0]}"):
        if name in known:
            return known[name][LANGUAGES.index(language)]
    return reason


@functools.cache
def _words() -> dict[str, tuple[str, str]]:
    """The page's own words, from words.tsv beside the template."""
    rows = (line.split("\t") for line in _resource("words.tsv").splitlines() if line and not line.startswith("#"))
    return {name: (zh, en) for name, zh, en in rows}
